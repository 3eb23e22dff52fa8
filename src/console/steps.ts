import type { Partner } from '../http/showcase.ts'
import { fromIso } from '../world/clock.ts'
import type { Delivery } from '../world/delivery.ts'
import type { View as Seen } from '../world/exchange.ts'
import type { Change } from '../world/store.ts'
import { fitting } from './requests.ts'
import type { Site } from './site.ts'

export type Lane = 'client' | 'sandbox' | 'webhook' | Partner

/** Somebody says something to somebody. */
export type Step = {
  readonly from: Lane
  readonly to: Lane
  readonly text: string
  readonly at: number
  /** An answer is drawn dashed. */
  readonly is: 'call' | 'answer' | 'wrong'
  /** The exchange or delivery that it belongs to. */
  readonly request?: string
  readonly delivery?: string
}

const MOST_REQUESTS = 40

/** Who said what to whom, the oldest first: from the journal, and from the deliveries that nobody's request caused. */
export async function stepsOf(site: Site): Promise<readonly Step[]> {
  const { world, query } = site
  const text = query['q']?.trim() ?? ''
  const views = world.journal.latest(fitting(text), MOST_REQUESTS).toReversed()
  const caused = new Set(views.flatMap(({ changes }) => changes.filter(isNew).map(({ id }) => id)))
  const deliveries = await world.store.list<Delivery>('deliveries')
  const byId = new Map(deliveries.map(one => [one.id, one]))
  const ofRequests = views.flatMap(view => stepsIn(site, view, byId))
  const others = deliveries.filter(one => !caused.has(one.id) && concerns(one, text))
  const later = others.slice(-MOST_REQUESTS).map(deliveryStep)
  return [...ofRequests, ...later].sort((one, other) => one.at - other.at)
}

/** One exchange: the call, whom the sandbox talked to because of it, the answer. */
function stepsIn(
  { desk }: Site,
  view: Seen,
  deliveries: ReadonlyMap<string, Delivery>
): readonly Step[] {
  const { id: request, method, path, status, operationId, changes, fault } = view
  const at = fromIso(view.at) ?? 0
  const told = changes.flatMap(change => toldBy(change, desk.showcase.partners, deliveries))
  const end = status === 0 ? '✕' : `${status}${fault ? ` (${fault})` : ''}`
  return [
    {
      from: 'client',
      to: 'sandbox',
      text: operationId ? `${method} ${operationId}` : `${method} ${path}`,
      at,
      is: 'call',
      request
    },
    ...told.map(step => ({ ...step, at, request })),
    {
      from: 'sandbox',
      to: 'client',
      text: end,
      at,
      is: status === 0 || status >= 400 ? 'wrong' : 'answer',
      request
    }
  ]
}

function toldBy(
  change: Change,
  partners: Site['desk']['showcase']['partners'],
  deliveries: ReadonlyMap<string, Delivery>
): readonly Omit<Step, 'at'>[] {
  const delivery = isNew(change) ? deliveries.get(change.id) : undefined
  if (delivery) return [deliveryStep(delivery)]
  const partner = partners[change.collection]
  if (partner === undefined || change.change === 'removed') return []
  if (partner === 'phone' && change.change !== 'created') return []
  const text = partner === 'phone' ? 'SMS / Push' : change.collection
  return [{ from: 'sandbox', to: partner, text, is: 'call' }]
}

function deliveryStep({ id, type, serial, state, createdAt, attempts }: Delivery): Step {
  const last = attempts.at(-1)
  const outcome = last && 'status' in last ? last.status : state
  return {
    from: 'sandbox',
    to: 'webhook',
    text: `${type} #${serial} → ${outcome}`,
    at: createdAt,
    is: state === 'discarded' ? 'wrong' : 'call',
    delivery: id
  }
}

function isNew({ collection, change }: Change): boolean {
  return collection === 'deliveries' && change === 'created'
}

function concerns({ notification, tenant, id }: Delivery, text: string): boolean {
  return (
    text === '' || id === text || tenant === text || JSON.stringify(notification).includes(text)
  )
}
