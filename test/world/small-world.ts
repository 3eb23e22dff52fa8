import { type Clock, createClock, within } from '../../src/world/clock.ts'
import type { Effect, Job, Notice } from '../../src/world/effects.ts'
import type { Exchange } from '../../src/world/exchange.ts'
import type { WorldOptions } from '../../src/world/world.ts'

/** When a small world begins. Its clock stands still. */
export const NOON = Date.UTC(2026, 10, 21, 12)

/** Options of a world in which nothing is out of the ordinary. */
export function worldOptions(more: Partial<WorldOptions> = {}): WorldOptions {
  return {
    name: 'small',
    seed: {},
    chance: 'seed',
    clock: { now: NOON, speed: 0 },
    runners: {},
    switches: {},
    settings: {},
    journal: { entries: 10, bytes: 1_000_000 },
    post: async () => ({ error: 'nobody is there' }),
    onError(error) {
      throw error
    },
    ...more
  }
}

export function job(id: string, dueAt: number, more: Partial<Job> = {}): Job {
  return { id, kind: 'test/note', dueAt, about: `About ${id}`, payload: {}, ...more }
}

export function schedule(...jobs: readonly Job[]): Effect[] {
  return jobs.map(one => ({ do: 'schedule', job: one }))
}

export function put(collection: string, document: { readonly id: string }): Effect {
  return { do: 'put', collection, document }
}

/** A request and its answer as the journal is given them. */
export function exchange(more: Partial<Exchange> = {}): Exchange {
  return {
    at: NOON,
    durationMs: 1.5,
    method: 'GET',
    url: '/tiere',
    workspace: 'small',
    status: 200,
    requestHeaders: {},
    responseHeaders: {},
    requestBytes: 0,
    responseBytes: 0,
    changes: [],
    dropped: [],
    ...more
  }
}

export function idsOf(documents: readonly { readonly id: string }[]): string[] {
  return documents.map(one => one.id)
}

/** A clock on which an hour passes in no time. */
export const FAST = 1e9

/** Resolves once the clock has rung, and with `undefined` if it never does. */
export function ringing(clock: Clock, at: number): Promise<number | undefined> {
  return within(new Promise<number>(resolve => clock.wakeAt(at, () => resolve(clock.now()))), 5_000)
}

/** Lets every timer go off that is due by now. */
export async function tick(): Promise<void> {
  const witness = createClock({ now: 0, speed: 1 })
  await ringing(witness, 2)
}

/** A notice that nothing is wrong with. */
export function notice(more: Partial<Notice> = {}): Notice {
  const { type = 'BALANCE' } = more
  return {
    api: 'banksapi',
    tenant: 'demo',
    type,
    body: { notificationType: type },
    headers: { 'User-Agent': 'BANKSapi Notifier', 'Content-Type': 'application/json' },
    ...more
  }
}

export function notify(...notices: readonly Partial<Notice>[]): Effect[] {
  return notices.map(more => ({ do: 'notify', notification: notice(more) }))
}
