import type { World } from '../../world/world.ts'
import type { Worlds } from '../../world/worlds.ts'
import type { Anbieter } from './model/anbieter.ts'
import { type Bankzugang, isOver } from './model/bankzugang.ts'
import type { Sitzung } from './model/regprotect.ts'
import { type Sca, verfahrenOf } from './model/sca.ts'
import { isAlive, type Schluessel } from './regprotect.ts'

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
  readonly entwurf: Bankzugang
} & ({ readonly bei: 'sitzung'; readonly sitzung: Sitzung } | { readonly bei: 'zugang' })

/** A redirect that is open, by its consent id, in whatever workspace; of a web form the newest. */
export async function findUmleitung(worlds: Worlds, id: string): Promise<Umleitung | undefined> {
  for (const world of allOf(worlds)) {
    const sitzungen = await world.store.list<Sitzung>('sitzungen')
    const sitzung = sitzungen.findLast(
      one => one.schritt === 'SCA' && one.entwurf?.offen?.sca.id === id && isAlive(one, world)
    )
    const found = await umleitungOf(world, sitzung, id)
    if (found) return found
  }
  return undefined
}

async function umleitungOf(
  world: World,
  sitzung: Sitzung | undefined,
  id: string
): Promise<Umleitung | undefined> {
  const entwurf = sitzung?.entwurf ?? (await zugangMit(world, one => one.offen?.sca.id === id))
  const sca = entwurf?.offen?.sca
  if (!entwurf || sca?.schritt !== 'CHALLENGE' || verfahrenOf(sca)?.art !== 'umleitung')
    return undefined
  const found = { world, sca, entwurf }
  return sitzung ? { ...found, bei: 'sitzung', sitzung } : { ...found, bei: 'zugang' }
}

/** Whether a consent is the one that ended last somewhere. */
export async function isEnded(worlds: Worlds, id: string): Promise<boolean> {
  for (const world of allOf(worlds))
    if (await zugangMit(world, one => one.letzteSca === id)) return true
  return false
}

/** The providers that a session may need to know: those for consumers, and the one that it has. */
export async function anbieterFor({ world, sitzung }: Gefunden): Promise<readonly Anbieter[]> {
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
