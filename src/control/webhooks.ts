import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import type { Outgoing } from '../http/outgoing.ts'
import { Problem } from '../http/problem.ts'
import { toIso, within } from '../world/clock.ts'
import { type Delivery, type Registration, registrationId } from '../world/delivery.ts'
import type { Effect } from '../world/effects.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import type { ControlContext } from './context.ts'

type Schemas = components['schemas']

type Mine = Pick<operations, Extract<keyof operations, `${string}Webhook${string}` | Deliveries>>
type Deliveries = 'listDeliveries' | 'redeliver' | 'waitForDeliveries'

/** The handlers about where notifications go, and what became of them. */
export const webhooks: Handlers<Mine, ControlContext> = {
  async listWebhooks(_, { world }) {
    const registrations = await world.store.list<Registration>('webhooks')
    return { status: 200, body: registrations.map(presentRegistration) }
  },

  async putWebhook({ body }, { world, outgoing }) {
    const registration = register(body, world.name, outgoing)
    const refusal = registration.url === null ? undefined : await outgoing.refusal(registration.url)
    if (refusal !== undefined) throw new Problem(400, 'Bad Request', refusal)
    await world.turn(async state => state.perform([keep(registration)]))
    return { status: 200, body: presentRegistration(registration) }
  },

  async listDeliveries({ query: { state, limit } }, { world }) {
    const all = await world.store.list<Delivery>('deliveries')
    const found = state === undefined ? all : all.filter(one => one.state === state)
    return { status: 200, body: found.slice(limit === undefined ? 0 : -limit).map(presentDelivery) }
  },

  async redeliver({ path: { id } }, { world }) {
    const delivery = await world.webhooks.redeliver(id)
    if (!delivery) throw new Problem(404, 'Not Found', `There is no delivery ${id}`)
    // Those that waited for it are next.
    if (delivery.state === 'delivered') await world.pass(world.clock.now())
    return { status: 200, body: presentDelivery(delivery) }
  },

  async waitForDeliveries({ body }, { world }) {
    const { count = 1, type, state = 'delivered', timeoutMs = 5000 } = body
    const fits = (one: Delivery) => one.state === state && (type === undefined || one.type === type)
    const abort = new AbortController()
    const found = await within(world.webhooks.wait(fits, count, abort.signal), timeoutMs)
    abort.abort()
    if (found) return { status: 200, body: found.map(presentDelivery) }
    const seen = (await world.store.list<Delivery>('deliveries')).filter(fits).length
    throw new Problem(
      408,
      'Request Timeout',
      `${seen} of ${count} deliveries were ${state} within ${timeoutMs} ms`
    )
  }
}

function register(
  { api = 'banksapi', url, events, tenant }: Schemas['NewWebhook'],
  workspace: string,
  outgoing: Outgoing
): Registration {
  return {
    id: registrationId(api, tenant),
    api,
    ...(tenant !== undefined && { tenant }),
    url: url === null ? null : outgoing.complete(inWorkspace(url, workspace)),
    ...(events && { events })
  }
}

/** A path of this server stays in the workspace whose notifications it takes. */
function inWorkspace(url: string, workspace: string): string {
  if (!url.startsWith('/') || workspace === DEFAULT_WORKSPACE) return url
  return `${url}${url.includes('?') ? '&' : '?'}workspace=${workspace}`
}

/** A tenant that wants nothing has to be remembered: its fixture may have an address, or there is one for all. */
function keep(registration: Registration): Effect {
  const isGone = registration.url === null && registration.tenant === undefined
  return isGone
    ? { do: 'remove', collection: 'webhooks', id: registration.id }
    : { do: 'put', collection: 'webhooks', document: registration }
}

function presentRegistration({ id, ...shown }: Registration): Schemas['Webhook'] {
  return shown as Schemas['Webhook']
}

function presentDelivery(delivery: Delivery): Schemas['Delivery'] {
  const { id, api, tenant, type, serial, url, state, createdAt, dueAt, notification } = delivery
  return {
    id,
    api,
    tenant,
    type,
    serial,
    url,
    state,
    createdAt: toIso(createdAt),
    ...(state === 'pending' && { dueAt: toIso(dueAt) }),
    notification,
    attempts: delivery.attempts.map(({ at, ...outcome }) => ({ at: toIso(at), ...outcome }))
  }
}
