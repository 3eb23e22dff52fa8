import {
  addresseeOf,
  type Delivery,
  deliver,
  jobOf,
  type Registration,
  registrationId
} from './delivery.ts'
import type { Document, Effect, Notice } from './effects.ts'
import type { Store } from './store.ts'

/** Effects that the store and the plan can take. */
export type Settled = Exclude<Effect, { do: 'notify' }>

type State = Pick<Store, 'get' | 'list'>

/** How many there were so far. */
type Count = Document & { readonly last: number }

/** Of deliveries that have ended the log keeps this many at most; it is cut now and then, which is cheaper. */
const MOST_ENDED = 1_000
const CUT = 100

/** The effects of a turn with deliveries in the place of notices. What nobody wants uses no serial. */
export async function settle(
  effects: readonly Effect[],
  state: State,
  now: number
): Promise<readonly Settled[]> {
  if (!effects.some(effect => effect.do === 'notify')) return effects as readonly Settled[]
  const counts = createCounts(state)
  const settled: Settled[] = []
  for (const effect of effects) {
    if (effect.do === 'notify') settled.push(...(await send(effect.notification)))
    else settled.push(effect)
  }
  return [...settled, ...counts.effects()]

  async function send(notice: Notice): Promise<readonly Settled[]> {
    const { api, tenant, mischief } = notice
    const [own, general] = await Promise.all([
      state.get<Registration>('webhooks', registrationId(api, tenant)),
      state.get<Registration>('webhooks', registrationId(api))
    ])
    const addressee = addresseeOf(notice, own, general)
    if (!addressee) return []
    // documented: Notifications, “consecutive, integer sequence number […] for checking missed notifications”
    // assumed: of each tenant
    const serial = await counts.next(registrationId(api, tenant))
    const made: Settled[] = []
    for (let copy = mischief?.duplicate ? 2 : 1; copy > 0; copy--) {
      const delivery = deliver(notice, addressee, { id: await counts.next(MADE), serial }, now)
      made.push({ do: 'put', collection: 'deliveries', document: delivery })
      if (delivery.state === 'pending') made.push({ do: 'schedule', job: jobOf(delivery) })
      else made.push(...(await cutLog(state, await counts.next(ENDED))))
    }
    return made
  }
}

/** What it means for the state that a delivery has become another one. */
export async function replace(
  before: Delivery,
  after: Delivery,
  state: State
): Promise<readonly Settled[]> {
  const put: Settled = { do: 'put', collection: 'deliveries', document: after }
  if (after.state === 'pending') return [put, { do: 'schedule', job: jobOf(after) }]
  if (before.state !== 'pending') return [put]
  const counts = createCounts(state)
  const cut = await cutLog(state, await counts.next(ENDED))
  return [put, { do: 'cancel', job: jobOf(after).id }, ...cut, ...counts.effects()]
}

const MADE = 'deliveries'
const ENDED = 'deliveries ended'

/** Numbers without gaps. They are kept with the turn that used them, or not at all. */
function createCounts(state: State) {
  const used = new Map<string, number>()
  return {
    async next(id: string): Promise<number> {
      const last = used.get(id) ?? (await state.get<Count>('serials', id))?.last ?? 0
      used.set(id, last + 1)
      return last + 1
    },
    effects: (): readonly Settled[] =>
      [...used].map(([id, last]) => {
        const document: Count = { id, last }
        return { do: 'put', collection: 'serials', document }
      })
  }
}

/** Forgets the oldest ended deliveries, at every hundredth that ends. */
async function cutLog(state: State, ended: number): Promise<readonly Settled[]> {
  if (ended % CUT !== 0) return []
  const log = await state.list<Delivery>('deliveries')
  const old = log.filter(one => one.state !== 'pending').slice(0, -(MOST_ENDED - CUT))
  return old.map(({ id }) => ({ do: 'remove', collection: 'deliveries', id }))
}
