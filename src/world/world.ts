import type { Switches } from './behaviour.ts'
import { defaultsOf, type Setting } from './behaviour.ts'
import { type Bell, createBell, ringingClock, ringingStore } from './bell.ts'
import { type Chance, createChance } from './chance.ts'
import { type Clock, createClock } from './clock.ts'
import { type Courier, createCourier, type Webhooks } from './courier.ts'
import { DELIVERY_JOB, type Post } from './delivery.ts'
import type { Document, Effect, Job } from './effects.ts'
import { createQueue, createSchedule, type Pass, type Schedule } from './jobs.ts'
import { createJournal, type Journal, type JournalOptions } from './journal.ts'
import { type Settled, settle } from './outbox.ts'
import { createRecording, type Recording } from './recording.ts'
import type { Saved } from './saved.ts'
import { createSnapshots, type Snapshots } from './snapshots.ts'
import {
  type Change,
  type Collections,
  createMemoryStore,
  type Store,
  type Write
} from './store.ts'

/** One workspace: what it remembers, what time it is there, and what it has been asked. */
export type World = {
  readonly name: string
  readonly clock: Clock
  readonly chance: Chance
  readonly journal: Journal
  /** For handlers that only read. */
  readonly store: Pick<Store, 'get' | 'list' | 'snapshot'>
  readonly webhooks: Webhooks
  /** The switches of this workspace by name. */
  behaviour(): Readonly<Record<string, Setting>>
  /** Sets switches that were checked before; `null` returns one to its default. */
  setBehaviour(change: Readonly<Record<string, Setting | null>>): Promise<void>
  /** Turns run one after the other. The effects of a turn are kept, all or none, before it is acknowledged. */
  turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T>
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
  /** Stops the timers. */
  close(): void
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
  /** Makes the calls of deliveries. */
  readonly post: Post
  /** A job failed: a bug, told to the log. */
  readonly onError: (error: unknown, job: Job) => void
}

/** Collections that no request means to change. */
const BOOKKEEPING = ['jobs', 'serials']

type Overrides = Document & { readonly settings: Readonly<Record<string, Setting>> }

export function createWorld(options: WorldOptions): World {
  const { bell, store, clock, journal } = furnish(options)
  const turns = createQueue()
  const recording = createRecording(beginning(options, clock), options.journal)
  const schedule = createSchedule(clock, jobsIn(options.seed), fire)
  const courier = createCourier({ store, clock, post: options.post, turn })
  const switches = createSettings({ ...defaultsOf(options.switches), ...options.settings })

  function turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T> {
    return turns(async () => {
      const asked: Effect[] = []
      const perform = (more: readonly Effect[]) => void asked.push(...more)
      const at = recording.turn(clock.now())
      const result = await held(clock, at, () =>
        work({ get: store.get, list: store.list, perform })
      )
      if (asked.length === 0) return result
      const effects = await settle(asked, store, at)
      const kept = await store.commit(effects.map(toWrite))
      changes?.push(...kept.filter(change => !BOOKKEEPING.includes(change.collection)))
      schedule.plan(effects)
      if (kept.some(change => change.collection === 'deliveries')) courier.changed()
      return result
    })
  }

  function fire(job: Job, pass: Pass): Promise<readonly Job[]> {
    if (job.kind !== DELIVERY_JOB) return happen(job, pass, world, options)
    return courier.fire(job, pass).catch(error => fail(job, error, world, options))
  }

  const world: World = {
    name: options.name,
    ...{ clock, journal, store, recording, turn },
    chance: createChance(options.chance),
    webhooks: courier,
    behaviour: switches.current,
    setBehaviour: change => turn(async state => state.perform([switches.put(change)])),
    watch: bell.watch,
    ...{ pass: schedule.pass, events: schedule.all, close: schedule.stop },
    ...createMemory({
      options,
      store,
      clock,
      journal,
      turns,
      schedule,
      courier,
      switches,
      recording
    }),
    snapshots: createSnapshots(options.seed)
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

async function fail(
  job: Job,
  error: unknown,
  world: World,
  { onError }: WorldOptions
): Promise<readonly Job[]> {
  onError(error, job)
  await world.turn(async state => state.perform([{ do: 'cancel', job: job.id }]))
  return [job]
}

/** What happens in a turn happens at one instant. */
function held<T>(clock: Clock, at: number, work: () => Promise<T>): Promise<T> {
  clock.hold(at)
  return work().finally(() => clock.hold(undefined))
}

type Parts = {
  readonly options: WorldOptions
  readonly store: Store
  readonly clock: Clock
  readonly journal: Journal
  readonly turns: <T>(work: () => Promise<T>) => Promise<T>
  readonly schedule: Schedule
  readonly courier: Courier
  readonly switches: ReturnType<typeof createSettings>
  readonly recording: Recording
}

/** How a workspace returns to what it was. */
function createMemory(parts: Parts): Pick<World, 'reset' | 'save' | 'load'> {
  const { options, store, clock, journal, turns, schedule, courier, switches, recording } = parts

  function become(saved: Saved, time: 'take' | 'keep', meanwhile: () => void): Promise<void> {
    const work = async () => {
      await store.restore(saved.collections)
      switches.load(saved.behaviour)
      if (time === 'take') clock.set(saved.clock)
      meanwhile()
      schedule.load(jobsIn(saved.collections))
      courier.changed()
    }
    return turns(work)
  }

  return {
    reset() {
      const start = beginning(options, clock)
      return become(start, 'take', () => {
        journal.clear()
        recording.begin(start)
      })
    },
    save: () =>
      turns(async () => ({
        workspace: options.name,
        clock: { now: clock.now(), speed: clock.reading().speed },
        behaviour: switches.current(),
        collections: await store.snapshot()
      })),
    load: (saved, time, story) =>
      become(saved, time, () => {
        const { now, speed } = clock.reading()
        if (story !== 'same') recording.begin({ ...saved, clock: { now, speed } })
      })
  }
}

/** A workspace as it is when it is new. */
function beginning({ name, seed, settings, clock: start }: WorldOptions, clock: Clock): Saved {
  const { now = clock.wall(), speed = 1 } = start
  return { workspace: name, clock: { now, speed }, behaviour: settings, collections: seed }
}

/** What a workspace works with; all of it rings when it changes. */
function furnish({ seed, clock, journal }: WorldOptions) {
  const bell = createBell()
  return {
    bell,
    store: ringingStore(createMemoryStore(seed), bell),
    clock: ringingClock(createClock(clock), bell),
    journal: createJournal(journal, bell.ring)
  }
}

function jobsIn(seed: Collections): readonly Job[] {
  return (seed['jobs'] ?? []) as readonly Job[]
}

/** The switches of a workspace. They are kept as a document too, so that a copy of the state holds them. */
function createSettings(defaults: Readonly<Record<string, Setting>>) {
  let current = defaults
  return {
    current: () => current,
    load(settings: Readonly<Record<string, Setting>>) {
      current = { ...defaults, ...settings }
    },
    put(change: Readonly<Record<string, Setting | null>>): Effect {
      const wished = Object.entries({ ...current, ...change })
      current = Object.fromEntries(
        wished.map(([name, value]) => [name, value ?? (defaults[name] as Setting)])
      )
      const document: Overrides = { id: 'behaviour', settings: current }
      return { do: 'put', collection: 'behaviour', document }
    }
  }
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
