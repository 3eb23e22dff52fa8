import type { components } from '../../contract/types/control.ts'
import { toIso } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import { moveHalter, scaOf } from './halter.ts'
import type { Nachricht } from './model/nachwirkungen.ts'
import type { Sca } from './model/sca.ts'

/** A message as the phone shows it. */
export type Gezeigt = components['schemas']['PhoneMessage']

type Store = Pick<Turn, 'get' | 'list'>

/** What is on somebody's phone, the newest first. `person` is a login at a bank. */
export async function messagesOf(
  world: World,
  person: string,
  sinceAt = Number.NEGATIVE_INFINITY
): Promise<readonly Gezeigt[]> {
  const all = await world.store.list<Nachricht>('nachrichten')
  const own = all.filter(one => one.person === person && one.at >= sinceAt).reverse()
  own.sort((one, other) => other.at - one.at)
  return Promise.all(own.map(one => presentNachricht(world, world.store, one)))
}

/** What becomes of a push message: the message as it is now, or why nothing came of it. */
export async function decideOnPhone(
  world: World,
  person: string,
  id: string,
  entscheidung: NonNullable<Sca['entscheidung']>
): Promise<Gezeigt | 'unknown' | 'over'> {
  return world.turn(async state => {
    const nachricht = await state.get<Nachricht>('nachrichten', id)
    const freigabe = nachricht?.freigabe
    if (!freigabe || nachricht.person !== person) return 'unknown'
    if ((await standOf(world, state, freigabe)) !== 'open') return 'over'
    await moveHalter(world, state, freigabe.halter, { type: 'decided', entscheidung })
    const document: Nachricht = { ...nachricht, freigabe: { ...freigabe, state: entscheidung } }
    state.perform([{ do: 'put', collection: 'nachrichten', document }])
    return presentNachricht(world, state, document)
  })
}

async function presentNachricht(
  world: World,
  store: Store,
  { id, person, at, art, text, tan, freigabe }: Nachricht
): Promise<Gezeigt> {
  return {
    id,
    person,
    at: toIso(at),
    type: art,
    text,
    ...(tan !== undefined && { tan }),
    ...(freigabe && { approval: { id, state: await standOf(world, store, freigabe) } })
  }
}

const STATES = { bestaetigt: 'approved', abgelehnt: 'rejected' } as const

/** A push that nobody answered is over when its authentication is. */
async function standOf(
  world: World,
  store: Store,
  { state, sca, halter }: NonNullable<Nachricht['freigabe']>
): Promise<NonNullable<Gezeigt['approval']>['state']> {
  if (state !== 'offen') return STATES[state]
  return (await scaOf(world, store, halter))?.id === sca ? 'open' : 'over'
}
