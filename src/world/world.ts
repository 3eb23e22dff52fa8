import type { Setting, Switches } from './behaviour.ts'
import type { Bell } from './bell.ts'
import { type Chance, createChance } from './chance.ts'
import type { Clock } from './clock.ts'
import { createCourier, type Webhooks } from './courier.ts'
import { DELIVERY_JOB, type Post } from './delivery.ts'
import type { Effect, Job } from './effects.ts'
import { furnish } from './furnish.ts'
import { createSchedule, type Pass } from './jobs.ts'
import type { Journal, JournalOptions } from './journal.ts'
import { createMemory } from './memory.ts'
import { type Settled, settle } from './outbox.ts'
import type { Recording } from './recording.ts'
import type { Saved } from './saved.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'
import { createSteering } from './steering.ts'
import type { Storage } from './storage.ts'
import { isStorageFailure, storageFailure } from './storage-failure.ts'
import type { Change, Collections, Store, Write } from './store.ts'

/** One workspace: what it remembers, what time it is there, and what it has been asked. */
export type World = {
  readonly name: string
  /** Epoch milliseconds outside. */
  readonly createdAt: number
  readonly clock: Clock
  readonly chance: Chance
  readonly journal: Journal
  /** For handlers that only read. */
  readonly store: Pick<Store, 'get' | 'list' | 'latest' | 'count' | 'snapshot'>
  readonly webhooks: Webhooks
  /** The switches of this workspace by name. */
  behaviour(): Readonly<Record<string, Setting>>
  /** Sets switches that were checked before; `null` returns one to its default. */
  setBehaviour(change: Readonly<Record<string, Setting | null>>): Promise<void>
  /** Turns run one after the other. The effects of a turn are kept, all or none, before it is acknowledged. */
  turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T>
  /** Sets the clock; nothing fires because of it but what its timer then finds due. */
  setClock(change: { readonly now?: number; readonly speed?: number }): Promise<void>
  /** Lets time pass until `to` and fires what becomes due, in order. Every delivery that it attempted has ended. */
  pass(to: number): Promise<readonly Job[]>
  readonly watch: Bell['watch']
  /** What is scheduled, the next first. */
  events(): readonly Job[]
  /** Back to the seed: state, tokens, jobs, journal, switches and clock. */
  reset(): Promise<void>
  /** What it remembers now. */
  save(): Promise<Saved>
  /** Becomes what was saved, at once; `keep` leaves the clock alone. It goes on with its recording only when told so. */
  load(saved: Saved, clock: 'take' | 'keep', story?: 'same'): Promise<void>
  readonly recording: Recording
  readonly snapshots: Snapshots
  /** Stops the timers; ends once everything is where it is kept. */
  close(): Promise<void>
}

/** The state inside a turn. What was performed is seen by `get` only after the turn. */
export type Turn = Pick<Store, 'get' | 'list'> & {
  perform(effects: readonly Effect[]): void
}

/** Does what a due job stands for. */
export type Runner = (job: Job, state: Turn, world: World) => Promise<void>

export type WorldOptions = {
  readonly name: string
  readonly seed: Collections
  /** Seed of chance. */
  readonly chance: string
  readonly clock: { readonly now?: number; readonly speed?: number }
  readonly runners: Readonly<Record<string, Runner>>
  readonly switches: Switches
  /** Switches that differ from their default from the start. */
  readonly settings: Readonly<Record<string, Setting>>
  readonly journal: JournalOptions
  /** Where it is kept; in memory without it. */
  readonly storage?: Storage
  /** Makes the calls of deliveries. */
  readonly post: Post
  /** A job failed: a bug, told to the log. */
  readonly onError: (error: unknown, job: Job) => void
}

/** Collections that no request means to change. */
const BOOKKEEPING = ['jobs', 'serials']
/** A turn that others were quicker than is tried again, so often. */
const MOST_ATTEMPTS = 20

export function createWorld(options: WorldOptions): World {
  const parts = furnish(options)
  const { store, clock, journal, kept, switches, recording, turns, aside } = parts
  const schedule = createSchedule(clock, kept.read('jobs') as readonly Job[], fire)
  const courier = createCourier({ store, clock, post: options.post, turn })

  async function turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T> {
    const { result, isChange } = await turns(() => decide(work, changes))
    // Not in the queue: turns behind it need not wait until this one is safe.
    if (isChange) await store.settled()
    return result
  }

  async function decide<T>(work: (state: Turn) => Promise<T>, changes: Change[] | undefined) {
    const at = recording.turn(clock.now())
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      const on = await store.version()
      const asked: Effect[] = []
      const perform = (more: readonly Effect[]) => void asked.push(...more)
      const result = await held(clock, at, () =>
        work({ get: store.get, list: store.list, perform })
      )
      if (asked.length === 0) return { result, isChange: false }
      const effects = await settle(asked, store, at)
      const done = await store.commit({ on, writes: effects.map(toWrite), aside: aside() })
      if (done === 'conflict') continue
      changes?.push(...done.filter(change => !BOOKKEEPING.includes(change.collection)))
      schedule.plan(effects)
      if (done.some(change => change.collection === 'deliveries')) courier.changed()
      return { result, isChange: true }
    }
    throw storageFailure('refused', `${options.name} is changed by others all the time`)
  }

  function fire(job: Job, pass: Pass): Promise<readonly Job[]> {
    if (job.kind !== DELIVERY_JOB) return happen(job, pass, world, options)
    return courier.fire(job, pass).catch(error => fail(job, error, world, options))
  }

  const world: World = {
    name: options.name,
    createdAt: kept.createdAt,
    ...{ clock, journal, store, recording, turn },
    chance: createChance(options.chance),
    webhooks: courier,
    behaviour: switches.current,
    watch: parts.bell.watch,
    events: schedule.all,
    ...createSteering({ ...parts, schedule, turn }),
    ...createMemory({ ...parts, options, schedule, courier }),
    snapshots: createSnapshots(options.seed, kept.snapshots),
    close() {
      schedule.stop()
      return store.close()
    }
  }
  return world
}

/** Lets what a due job stands for come to pass. */
async function happen(
  job: Job,
  pass: Pass,
  world: World,
  options: WorldOptions
): Promise<readonly Job[]> {
  try {
    await world.turn(async state => {
      if (pass.isOver()) return
      state.perform([{ do: 'cancel', job: job.id }])
      await options.runners[job.kind]?.(job, state, world)
    })
    return [job]
  } catch (error) {
    return fail(job, error, world, options)
  }
}

/** A bug takes the job off the plan. What could not be kept stays on it and is tried again. */
async function fail(
  job: Job,
  error: unknown,
  world: World,
  { onError }: WorldOptions
): Promise<readonly Job[]> {
  if (isStorageFailure(error)) throw error
  onError(error, job)
  await world.turn(async state => state.perform([{ do: 'cancel', job: job.id }]))
  return [job]
}

/** What happens in a turn happens at one instant. */
function held<T>(clock: Clock, at: number, work: () => Promise<T>): Promise<T> {
  clock.hold(at)
  return work().finally(() => clock.hold(undefined))
}

function toWrite(effect: Settled): Write {
  switch (effect.do) {
    case 'schedule':
      return { do: 'put', collection: 'jobs', document: effect.job }
    case 'cancel':
      return { do: 'remove', collection: 'jobs', id: effect.job }
    default:
      return effect
  }
}
