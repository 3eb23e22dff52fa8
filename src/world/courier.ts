import type { Clock } from './clock.ts'
import {
  afterAttempt,
  DELIVERY_JOB,
  type Delivery,
  isSuccess,
  jobOf,
  laneOf,
  type Outcome,
  originOf,
  type Post,
  withAttempt
} from './delivery.ts'
import type { Effect, Job } from './effects.ts'
import type { Pass } from './jobs.ts'
import { replace } from './outbox.ts'
import type { Store } from './store.ts'

/** The deliveries of a workspace, as the control API sees them. */
export type Webhooks = {
  /** One more attempt at once, whatever became of it before; `undefined` when there is no such delivery. */
  redeliver(id: string): Promise<Delivery | undefined>
  /** Resolves once `count` deliveries fit, those of before included, or with fewer when it is given up. */
  wait(
    fits: (delivery: Delivery) => boolean,
    count: number,
    signal: AbortSignal
  ): Promise<readonly Delivery[]>
}

/** Who carries deliveries out. */
export type Courier = Webhooks & {
  /** Makes every attempt that is due and tells which there were. */
  fire(job: Job, pass: Pass): Promise<readonly Job[]>
  /** Has to be told when deliveries changed. */
  changed(): void
}

type State = Pick<Store, 'get' | 'list'> & { perform(effects: readonly Effect[]): void }

/** What the courier works with. */
type Desk = {
  readonly store: Pick<Store, 'get' | 'list'>
  readonly clock: Clock
  readonly post: Post
  readonly turn: <T>(work: (state: State) => Promise<T>) => Promise<T>
}

/** Attempts to a target that does not work, while time passes once. */
const MOST_FAILURES = 100

/** Calls are made between turns, so that a receiver may call back. */
export function createCourier(desk: Desk): Courier {
  const watchers = new Set<() => void>()
  return {
    fire: (job, pass) => fire(desk, job, pass),
    changed() {
      for (const watcher of [...watchers]) watcher()
    },
    async redeliver(id) {
      const delivery = await desk.store.get<Delivery>('deliveries', id)
      if (!delivery) return undefined
      const at = desk.clock.now()
      const outcome = await call(desk, delivery)
      const after = await keep(desk, delivery, current => withAttempt(current, at, outcome))
      if (isPending(delivery) && after && !isPending(after)) await callNext(desk, after)
      return after
    },
    async wait(fits, count, signal) {
      for (;;) {
        // Watched before it is looked, so that nothing is missed in between.
        const change = nextChange(watchers, signal)
        const found = (await desk.store.list<Delivery>('deliveries')).filter(fits)
        if (found.length >= count || signal.aborted) return found
        await change
      }
    }
  }
}

async function fire(desk: Desk, job: Job, pass: Pass): Promise<readonly Job[]> {
  const due = [job, ...pass.take(DELIVERY_JOB)]
  const ids = new Set(due.map(deliveryOf))
  const pending = (await desk.store.list<Delivery>('deliveries')).filter(isPending)
  const known = new Set(pending.map(one => one.id))
  const stale = due.filter(one => !known.has(deliveryOf(one)))
  if (stale.length > 0)
    await plan(
      desk,
      stale.map(one => ({ do: 'cancel', job: one.id }))
    )
  // Side by side: one that is slow or dead holds up nobody else.
  const lanes = lanesOf(pending).filter(lane => lane.some(one => ids.has(one.id)))
  return (await Promise.all(lanes.map(lane => work(desk, lane, ids, pass.failures)))).flat()
}

/** One after the other, as long as they come through. */
async function work(
  desk: Desk,
  lane: readonly Delivery[],
  ids: ReadonlySet<string>,
  failures: Map<string, number>
): Promise<readonly Job[]> {
  const fired: Job[] = []
  for (const { id } of lane) {
    const delivery = await desk.store.get<Delivery>('deliveries', id)
    if (!delivery || !isPending(delivery)) continue
    const at = desk.clock.now()
    let after: Delivery | undefined = delivery
    if (delivery.dueAt <= at) {
      fired.push(jobOf(delivery, at))
      const outcome = await attempt(desk, delivery, failures)
      after = await keep(desk, delivery, current => afterAttempt(current, at, outcome))
    }
    if (!after || !isPending(after)) continue
    await queueUp(desk, after, lane, ids)
    break
  }
  return fired
}

/** Those whose time has come before their turn stand in the plan with the one that they wait for. */
function queueUp(
  desk: Desk,
  head: Delivery,
  lane: readonly Delivery[],
  ids: ReadonlySet<string>
): Promise<void> {
  const behind = lane.slice(lane.findIndex(one => one.id === head.id) + 1)
  const late = [head, ...behind.filter(one => ids.has(one.id))]
  return plan(
    desk,
    late.map(one => ({ do: 'schedule', job: jobOf(one, head.dueAt) }))
  )
}

async function attempt(
  desk: Desk,
  delivery: Delivery,
  failures: Map<string, number>
): Promise<Outcome> {
  const origin = originOf(delivery.url)
  const failed = failures.get(origin) ?? 0
  if (failed >= MOST_FAILURES)
    return { error: `not tried: ${failed} attempts to ${origin} failed while this time passed` }
  failures.set(origin, failed + 1)
  const outcome = await call(desk, delivery)
  if (isSuccess(outcome)) failures.set(origin, 0)
  return outcome
}

function call({ post }: Desk, { url, headers, notification }: Delivery): Promise<Outcome> {
  return post({ url, headers, body: JSON.stringify(notification) })
}

/** Replaces a delivery, unless a reset has taken it away in the meantime. */
function keep(
  { turn }: Desk,
  { id, createdAt }: Delivery,
  become: (current: Delivery) => Delivery
): Promise<Delivery | undefined> {
  return turn(async state => {
    const current = await state.get<Delivery>('deliveries', id)
    if (current?.createdAt !== createdAt) return undefined
    const next = become(current)
    state.perform(await replace(current, next, state))
    return next
  })
}

/** Whoever stood behind one that has ended is next, at once if its time has come. */
function callNext({ turn, clock }: Desk, ended: Delivery): Promise<void> {
  return turn(async state => {
    const lane = laneOf(ended)
    const all = await state.list<Delivery>('deliveries')
    const next = all.find(one => isPending(one) && laneOf(one) === lane)
    if (!next) return
    const dueAt = Math.max(next.dueAt, clock.now())
    state.perform([{ do: 'schedule', job: jobOf(next, dueAt) }])
  })
}

function plan({ turn }: Desk, effects: readonly Effect[]): Promise<void> {
  return turn(async state => state.perform(effects))
}

function nextChange(watchers: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const watcher = () => {
      watchers.delete(watcher)
      signal.removeEventListener('abort', watcher)
      resolve()
    }
    watchers.add(watcher)
    signal.addEventListener('abort', watcher)
  })
}

function deliveryOf({ payload }: Job): string {
  return String(payload['delivery'])
}

function isPending({ state }: Delivery): boolean {
  return state === 'pending'
}

function lanesOf(pending: readonly Delivery[]): readonly (readonly Delivery[])[] {
  const lanes = new Map<string, Delivery[]>()
  for (const delivery of pending) {
    const name = laneOf(delivery)
    const lane = lanes.get(name)
    if (lane) lane.push(delivery)
    else lanes.set(name, [delivery])
  }
  return [...lanes.values()]
}
