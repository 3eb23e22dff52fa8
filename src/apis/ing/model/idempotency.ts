import type { Effect } from '../../../world/effects.ts'

/** The first answer to an Idempotency-Key. Instants are epoch milliseconds. */
export type Answered = {
  readonly id: string
  /** Of the request, its names in order. */
  readonly hash: string
  readonly status: 200 | 201 | 202
  readonly body: object
  readonly expiresAt: number
}

export const IDEMPOTENCY_EXPIRY = 'ing/idempotency-expiry'

/** Where an answer is kept: keys are those of one client. */
export function idempotencyId(client: string, key: string): string {
  return `${client} ${key}`
}

/** JSON in which names have no order: objects that say the same have the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  const pairs = entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`)
  return `{${pairs.join(',')}}`
}

/** Keeps an answer for its time. documented: at least 24 hours */
export function remember(answered: Answered): readonly Effect[] {
  const job = {
    id: `${IDEMPOTENCY_EXPIRY}-${answered.id}`,
    kind: IDEMPOTENCY_EXPIRY,
    dueAt: answered.expiresAt,
    about: `Idempotency-Key ${answered.id.slice(answered.id.indexOf(' ') + 1)} is free again`,
    payload: { answered: answered.id }
  }
  return [
    { do: 'put', collection: 'ing-answers', document: answered },
    { do: 'schedule', job }
  ]
}
