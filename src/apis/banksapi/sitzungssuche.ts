import type { World } from '../../world/world.ts'
import type { Worlds } from '../../world/worlds.ts'
import type { Umfeld } from './flow-aktionen.ts'
import type { Anbieter } from './model/anbieter.ts'
import { loginOf } from './model/anmeldung.ts'
import { type Bankzugang, isOver } from './model/bankzugang.ts'
import type { Halter } from './model/nachwirkungen.ts'
import type { Sitzung } from './model/regprotect.ts'
import { type Sca, verfahrenOf } from './model/sca.ts'
import type { Zahlung } from './model/zahlung.ts'
import { isAlive, type Schluessel } from './sitzung-oeffnen.ts'

export type Gefunden = { readonly world: World; readonly sitzung: Sitzung }

/** A session of the web form in whatever workspace, by the id of its link or by the key of its pages. */
export async function findSitzung(
  worlds: Worlds,
  by: { readonly id: string } | { readonly key: string }
): Promise<Gefunden | undefined> {
  for (const world of allOf(worlds)) {
    const id = 'id' in by ? by.id : await sitzungIdOf(world, by.key)
    const sitzung = id === undefined ? undefined : await world.store.get<Sitzung>('sitzungen', id)
    if (sitzung) return { world, sitzung }
  }
  return undefined
}

/** Who waits for the customer on the page of the bank. */
export type Umleitung = {
  readonly world: World
  readonly sca: Sca
  readonly halter: Halter
  readonly user: string
  readonly tenant: string
  readonly providerId: string
  /** The login at the bank. */
  readonly person: string
  readonly callbackUrl?: string | undefined
  /** The session of the web form that led here. */
  readonly sitzung?: Sitzung | undefined
  /** The payment that is to be approved; else it is the access to accounts. */
  readonly zahlung?: Zahlung
}

/** A redirect that is open, by its consent id, in whatever workspace; of a web form the newest. */
export async function findUmleitung(worlds: Worlds, id: string): Promise<Umleitung | undefined> {
  for (const world of allOf(worlds)) {
    const found = (await zahlungMit(world, id)) ?? (await zugriffMit(world, id))
    const { sca } = found ?? {}
    if (found && sca?.schritt === 'CHALLENGE' && verfahrenOf(sca)?.art === 'umleitung') return found
  }
  return undefined
}

async function zahlungMit(world: World, id: string): Promise<Umleitung | undefined> {
  const zahlung = await world.store.get<Zahlung>('zahlungen', id)
  if (!zahlung?.sca) return undefined
  const { sca, user, tenant, providerId = '', credentials, callbackUrl } = zahlung
  const sitzung =
    zahlung.sitzung === undefined
      ? undefined
      : await world.store.get<Sitzung>('sitzungen', zahlung.sitzung)
  const halter = { collection: 'zahlungen', id }
  const person = loginOf(credentials?.['userid'] ?? '')
  return { world, sca, halter, user, tenant, providerId, person, callbackUrl, sitzung, zahlung }
}

async function zugriffMit(world: World, id: string): Promise<Umleitung | undefined> {
  const sitzungen = await world.store.list<Sitzung>('sitzungen')
  const sitzung = sitzungen.findLast(
    one => one.schritt === 'SCA' && one.entwurf?.offen?.sca.id === id && isAlive(one, world)
  )
  const zugang = sitzung?.entwurf ?? (await zugangMit(world, one => one.offen?.sca.id === id))
  if (!zugang?.offen) return undefined
  const { user, tenant, providerId, offen } = zugang
  const halter = sitzung
    ? { collection: 'sitzungen', id: sitzung.id }
    : { collection: 'bankzugaenge', id: zugang.id }
  const person = loginOf(offen.credentials['userid'] ?? '')
  const { callbackUrl } = offen.abruf
  return { world, sca: offen.sca, halter, user, tenant, providerId, person, callbackUrl, sitzung }
}

/** Whether a consent is one that ended. */
export async function isEnded(worlds: Worlds, id: string): Promise<boolean> {
  for (const world of allOf(worlds)) {
    if (await world.store.get('zahlungen', id)) return true
    if (await zugangMit(world, one => one.letzteSca === id)) return true
  }
  return false
}

/** What the pages of a session show beside it. */
export async function umfeldOf(gefunden: Gefunden): Promise<Umfeld> {
  const { world, sitzung } = gefunden
  const zahlung =
    sitzung.zahlung === undefined
      ? undefined
      : await world.store.get<Zahlung>('zahlungen', sitzung.zahlung)
  const isAsked = zahlung !== undefined && sitzung.schritt === 'ANBIETER'
  const all = isAsked ? await world.store.list<Bankzugang>('bankzugaenge') : []
  const zugaenge = all.filter(
    one => one.user === sitzung.user && one.credentials && !isOver(one, world.clock.now())
  )
  return { anbieter: await anbieterFor(gefunden), zahlung, zugaenge }
}

/** The providers that a session may need to know: those for consumers, and the one that it has. */
async function anbieterFor({ world, sitzung }: Gefunden): Promise<readonly Anbieter[]> {
  if (sitzung.schritt !== 'ANBIETER') {
    const chosen = await world.store.get<Anbieter>('anbieter', sitzung.providerId ?? '')
    return chosen ? [chosen] : []
  }
  const all = await world.store.list<Anbieter>('anbieter')
  return all.filter(one => one.consumerRelevant)
}

async function zugangMit(
  world: World,
  fits: (zugang: Bankzugang) => boolean
): Promise<Bankzugang | undefined> {
  const all = await world.store.list<Bankzugang>('bankzugaenge')
  return all.find(one => fits(one) && !isOver(one, world.clock.now()))
}

async function sitzungIdOf(world: World, key: string): Promise<string | undefined> {
  return (await world.store.get<Schluessel>('sitzung-schluessel', key))?.sitzung
}

/** The workspaces that there are, the default one first. */
function allOf(worlds: Worlds): readonly World[] {
  const others = worlds.list().map(({ world }) => world)
  return [worlds.default, ...others.filter(world => world !== worlds.default)]
}
