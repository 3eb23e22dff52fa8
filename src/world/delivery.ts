import { SECOND } from './clock.ts'
import type { Document, Job, Mischief, Notice } from './effects.ts'

/** Where notices of a tenant go, or those of every tenant without an address of its own. */
export type Registration = Document & {
  readonly api: string
  readonly tenant?: string
  /** `null`: this tenant wants nothing. */
  readonly url: string | null
  /** The types wanted; all of them when left out. */
  readonly events?: readonly string[]
}

/** One notice on its way to one address. */
export type Delivery = Document & {
  readonly api: string
  readonly tenant: string
  /** The registration that it goes to; that of a fixture has the same id as one of the tenant. */
  readonly registration: string
  readonly url: string
  readonly type: string
  readonly serial: number
  readonly notification: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
  readonly state: 'pending' | 'delivered' | 'discarded'
  readonly createdAt: number
  /** The instant from which attempts are counted. */
  readonly firstAt: number
  /** When the next attempt is due, if it is its turn by then. */
  readonly dueAt: number
  readonly attempts: readonly Attempt[]
  /** Overtaken by those behind it. */
  readonly isHeld?: boolean
}

type Attempt = { readonly at: number } & Partial<Outcome>

/** What came of an attempt: what the receiver answered, or in words why there is no answer. */
export type Outcome = { readonly status: number } | { readonly error: string }

/** Sends a POST to where it is told. Never throws. */
export type Post = (call: {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}) => Promise<Outcome>

export const DELIVERY_JOB = 'webhook-delivery'

// documented: Notifications, “even after a few minutes, the notification will be discarded”
// assumed: the docs give no intervals; attempts 0, 5, 30, 120 and 300 s after it was made
const ATTEMPTS_MS = [0, 5, 30, 120, 300].map(seconds => seconds * SECOND)

const HELD_MS = 2 * SECOND

export function registrationId(api: string, tenant = '*'): string {
  return `${api} ${tenant}`
}

/** The registration that a notice goes to, if any wants it: the tenant's own, that of its fixture, that of all. */
export function addresseeOf(
  { api, tenant, type, usual }: Notice,
  own: Registration | undefined,
  general: Registration | undefined
): { readonly registration: string; readonly url: string } | undefined {
  const fixture = usual && { id: registrationId(api, tenant), ...usual }
  const found: Pick<Registration, 'id' | 'url' | 'events'> | undefined = own ?? fixture ?? general
  if (!found || found.url === null) return undefined
  const wants = found.events === undefined || found.events.includes(type)
  return wants ? { registration: found.id, url: found.url } : undefined
}

/** A new delivery of a notice. */
export function deliver(
  notice: Notice,
  addressee: { readonly registration: string; readonly url: string },
  numbers: { readonly id: number; readonly serial: number },
  now: number
): Delivery {
  const { api, tenant, type, body, headers, mischief = {} } = notice
  const firstAt = now + latenessOf(mischief)
  return {
    id: String(numbers.id),
    api,
    tenant,
    ...addressee,
    type,
    serial: numbers.serial,
    notification: { ...body, serial: numbers.serial },
    headers,
    state: mischief.drop ? 'discarded' : 'pending',
    createdAt: now,
    firstAt,
    dueAt: firstAt,
    attempts: [],
    ...(mischief.hold && { isHeld: true })
  }
}

function latenessOf({ hold, delayMs = 0 }: Mischief): number {
  return delayMs + (hold ? HELD_MS : 0)
}

/** Deliveries of one lane go one after the other, in the order of their making. */
// assumed: the docs promise no order; that of one tenant at one address is kept
export function laneOf({ id, registration, tenant, url, isHeld }: Delivery): string {
  return JSON.stringify(isHeld ? [id] : [registration, tenant, url])
}

/** A delivery after an attempt that was due: done, to be tried again, or given up. */
export function afterAttempt(delivery: Delivery, at: number, outcome: Outcome): Delivery {
  const tried = withAttempt(delivery, at, outcome)
  if (tried.state !== 'pending') return tried
  const next = ATTEMPTS_MS.map(ms => delivery.firstAt + ms).find(due => due > at)
  return next === undefined ? { ...tried, state: 'discarded' } : { ...tried, dueAt: next }
}

/** A delivery after an attempt that somebody asked for: a failure leaves everything else as it is. */
export function withAttempt(delivery: Delivery, at: number, outcome: Outcome): Delivery {
  const attempts = [...delivery.attempts, { at, ...outcome }]
  return { ...delivery, attempts, state: isSuccess(outcome) ? 'delivered' : delivery.state }
}

/** Redirects are not followed, so they are failures too. */
// assumed: the docs do not say what a success is; any 2xx
export function isSuccess(outcome: Outcome): boolean {
  return 'status' in outcome && outcome.status >= 200 && outcome.status <= 299
}

/** The job that stands for the next attempt. One that waits for another stands in the plan when that one is due. */
export function jobOf(delivery: Delivery, dueAt = delivery.dueAt): Job {
  const { id, type, tenant, serial, url, attempts } = delivery
  return {
    id: `${DELIVERY_JOB} ${id}`,
    kind: DELIVERY_JOB,
    dueAt,
    about: `${type} notification ${serial} of ${tenant} to ${withoutQuery(url)}, attempt ${attempts.length + 1}`,
    payload: { delivery: id }
  }
}

/** The query of an address may hold a secret. */
function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] as string
}

export function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url
}
