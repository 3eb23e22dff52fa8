import type { Switches } from './behaviour.ts'
import { defaultsOf, type Setting } from './behaviour.ts'
import { type Chance, createChance } from './chance.ts'
import { type Clock, createClock } from './clock.ts'
import type { Document, Effect, Job } from './effects.ts'
import { createQueue, createSchedule } from './jobs.ts'
import { createJournal, type Journal } from './journal.ts'
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
  /** The switches of this workspace by name. */
  behaviour(): Readonly<Record<string, Setting>>
  /** Sets switches that were checked before; `null` returns one to its default. */
  setBehaviour(change: Readonly<Record<string, Setting | null>>): Promise<void>
  /** Turns run one after the other. The effects of a turn are kept, all or none, before it is acknowledged. */
  turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T>
  /** Lets time pass until `to` and fires what becomes due, in order. */
  pass(to: number): Promise<readonly Job[]>
  /** What is scheduled, the next first. */
  events(): readonly Job[]
  /** Back to the seed: state, tokens, jobs, journal, switches and clock. */
  reset(): Promise<void>
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
  readonly journal: { readonly entries: number; readonly bytes: number }
  /** A job failed: a bug, told to the log. */
  readonly onError: (error: unknown, job: Job) => void
}

type Overrides = Document & { readonly settings: Readonly<Record<string, Setting>> }

export function createWorld(options: WorldOptions): World {
  const store = createMemoryStore(options.seed)
  const clock = createClock(options.clock)
  const journal = createJournal(options.journal)
  const seedJobs = (options.seed['jobs'] ?? []) as readonly Job[]
  const turns = createQueue()
  const schedule = createSchedule(clock, seedJobs, fire)
  const switches = createSettings({ ...defaultsOf(options.switches), ...options.settings })

  function turn<T>(work: (state: Turn) => Promise<T>, changes?: Change[]): Promise<T> {
    return turns(async () => {
      const effects: Effect[] = []
      const perform = (more: readonly Effect[]) => void effects.push(...more)
      const result = await work({ get: store.get, list: store.list, perform })
      if (effects.length === 0) return result
      const kept = await store.commit(effects.map(toWrite))
      changes?.push(...kept.filter(change => change.collection !== 'jobs'))
      schedule.plan(effects)
      return result
    })
  }

  async function fire(job: Job): Promise<void> {
    try {
      await turn(async state => {
        state.perform([{ do: 'cancel', job: job.id }])
        await options.runners[job.kind]?.(job, state, world)
      })
    } catch (error) {
      options.onError(error, job)
      await turn(async state => state.perform([{ do: 'cancel', job: job.id }]))
    }
  }

  async function reset(): Promise<void> {
    await store.restore(options.seed)
    schedule.load(seedJobs)
    switches.reset()
    clock.set({ now: options.clock.now ?? clock.wall(), speed: options.clock.speed ?? 1 })
    journal.clear()
  }

  const world: World = {
    name: options.name,
    clock,
    chance: createChance(options.chance),
    journal,
    store,
    behaviour: switches.current,
    setBehaviour: async change => {
      await turn(async state => state.perform([switches.put(change)]))
    },
    turn,
    pass: schedule.pass,
    events: schedule.all,
    reset: () => turns(reset),
    close: () => clock.wakeAt(undefined, () => {})
  }
  return world
}

/** The switches of a workspace. They are kept as a document too, so that a copy of the state holds them. */
function createSettings(defaults: Readonly<Record<string, Setting>>) {
  let current = defaults
  return {
    current: () => current,
    reset() {
      current = defaults
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

function toWrite(effect: Effect): Write {
  switch (effect.do) {
    case 'schedule':
      return { do: 'put', collection: 'jobs', document: effect.job }
    case 'cancel':
      return { do: 'remove', collection: 'jobs', id: effect.job }
    default:
      return effect
  }
}
