import { DAY, HOUR } from '../../world/clock.ts'
import type { Effect, Mischief } from '../../world/effects.ts'
import type { Runner, Turn, World } from '../../world/world.ts'
import { fetchZugang } from './bank.ts'
import { bookingsBetween } from './buchungen.ts'
import { type Bankzugang, isOver } from './model/bankzugang.ts'
import {
  type Bewegung,
  type Ereignis,
  ereignisseOf,
  fehlschlagOf,
  noticeOf
} from './model/benachrichtigung.ts'
import type { Tenant } from './model/mandant.ts'
import { hintergrundJob } from './model/nachwirkungen.ts'
import type { User } from './model/verwaltung.ts'
import type { Behaviour } from './switches.ts'

/** A background update, and the plan for the next one. documented: dossier D6, up to four a day */
export const updateInBackground: Runner = async ({ payload }, state, world) => {
  const zugang = await state.get<Bankzugang>('bankzugaenge', String(payload['zugang']))
  if (!zugang?.sync || isOver(zugang, world.clock.now())) return
  const { periodMs, isOn } = await rhythmOf(world, state, zugang)
  state.perform([{ do: 'schedule', job: hintergrundJob(zugang, world.clock.now() + periodMs) }])
  if (isOn) await updateZugang(world, state, zugang)
}

/** Updates an access as the background does, in a turn, and tells its tenant what it brought; nothing where it must not. */
export async function updateZugang(
  world: World,
  state: Turn,
  vorher: Bankzugang
): Promise<readonly Ereignis[] | undefined> {
  const { credentials, offen, stabil, scaNoetig } = vorher
  // assumed: nobody interrupts a customer, and a login that never worked is not tried again and again until it is locked
  if (!credentials || offen || (stabil === undefined && scaNoetig === undefined)) return undefined
  const { zugang: nachher } = await fetchZugang(world, state, vorher, STILL, credentials, false)
  const fehlschlag = fehlschlagOf(vorher, nachher)
  if (fehlschlag && nachher.scaNoetig !== undefined) {
    const document: Bankzugang = { ...nachher, gemeldet: true }
    state.perform([{ do: 'put', collection: 'bankzugaenge', document }])
  }
  const bewegungen = await bewegungenOf(world, state, vorher, nachher)
  const ereignisse = [...ereignisseOf(bewegungen), ...(fehlschlag ? [fehlschlag] : [])]
  await notify(world, state, nachher, ereignisse)
  return ereignisse
}

const STILL = {
  queryTanSettings: false,
  headOnly: false,
  maxTransactions: 'none',
  paymentAccountsOnly: false
} as const

/** Tells the tenant of an access what happened, in a turn. */
export async function notify(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  ereignisse: readonly Ereignis[]
): Promise<void> {
  if (ereignisse.length === 0) return
  const tenant = await state.get<Tenant>('banksapi-tenants', zugang.tenant)
  const now = world.clock.now()
  const effects = ereignisse.map((ereignis, index): Effect => {
    const correlationId = world.chance.uuid('notification', world.name, zugang.id, now, index)
    const mischief = mischiefOf(world.behaviour() as Behaviour, index)
    return {
      do: 'notify',
      notification: noticeOf(zugang, ereignis, now, correlationId, mischief, tenant?.webhook)
    }
  })
  state.perform(effects)
}

/** What goes wrong with the n-th notification of a run. */
function mischiefOf(behaviour: Behaviour, index: number): Mischief {
  const delayMs = behaviour['banksapi.webhooks.delaySeconds'] * 1000
  const isOdd = index % 2 === 0
  return {
    ...(behaviour['banksapi.webhooks.duplicate'] && { duplicate: true }),
    ...(behaviour['banksapi.webhooks.reorder'] && isOdd && { hold: true }),
    ...(behaviour['banksapi.webhooks.drop'] && isOdd && { drop: true }),
    ...(delayMs > 0 && { delayMs })
  }
}

/** What a run changed, product by product: those that were fetched, and that there was something of before. */
async function bewegungenOf(
  world: World,
  state: Turn,
  vorher: Bankzugang,
  nachher: Bankzugang
): Promise<readonly Bewegung[]> {
  const pairs = nachher.produkte.flatMap(produkt => {
    const old = vorher.produkte.find(({ id }) => id === produkt.id)
    return old?.zeitraum && old !== produkt ? [[old, produkt] as const] : []
  })
  const found = pairs.map(async ([old, produkt]): Promise<Bewegung> => {
    const neue = await bookingsBetween(world, nachher, old, produkt, state)
    return { vorher: old, nachher: produkt, neue }
  })
  return Promise.all(found)
}

type Nutzung = { readonly id: string; readonly at: number }

/** How often a user's accesses are updated. documented: less often when the user is less active; assumed: once a day */
async function rhythmOf(
  world: World,
  state: Turn,
  { user }: Bankzugang
): Promise<{ readonly periodMs: number; readonly isOn: boolean }> {
  const behaviour = world.behaviour() as Behaviour
  const runs = behaviour['banksapi.background.runsPerDay']
  const idleDays = behaviour['banksapi.background.idleDays']
  const users = await state.list<User>('banksapi-users')
  const isActive = users.find(({ userId }) => userId === user)?.active !== false
  const used = (await state.get<Nutzung>('nutzung', user))?.at ?? Number.NEGATIVE_INFINITY
  const isIdle = idleDays > 0 && world.clock.now() - used > idleDays * DAY
  // assumed: a deactivated user's accesses are left alone (dossier D8)
  if (runs === 0 || !isActive) return { periodMs: 6 * HOUR, isOn: false }
  return { periodMs: isIdle ? DAY : Math.round(DAY / runs), isOn: true }
}
