import { createBell, ringingClock, ringingStore } from './bell.ts'
import { type Clock, createClock, wallTime } from './clock.ts'
import { createQueue } from './jobs.ts'
import { createJournal } from './journal.ts'
import { type Beginning, createRecording } from './recording.ts'
import type { Saved } from './saved.ts'
import { createMemoryStorage } from './storage.ts'
import type { Aside } from './store.ts'
import { createSwitchboard } from './switchboard.ts'
import type { WorldOptions } from './world.ts'

/** What a workspace works with. */
export type Parts = ReturnType<typeof furnish>

/** A workspace as it is when it is new. */
export function beginning(
  { name, seed, settings, clock: start }: WorldOptions,
  { wall }: Pick<Clock, 'wall'>
): Saved {
  const { now = wall(), speed = 1 } = start
  return { workspace: name, clock: { now, speed }, behaviour: settings, collections: seed }
}

export function told({ collections, ...saved }: Saved): Beginning {
  return { ...saved, collections: async () => collections }
}

/** Opens what was kept of a workspace, or a new one, and what goes with it; all of it rings when it changes. */
export function furnish(options: WorldOptions) {
  const { name, seed, switches: known, settings, journal: limits } = options
  const wall = wallTime()
  const start = beginning(options, { wall: () => wall })
  const anchor = { ...start.clock, wall }
  const storage = options.storage ?? createMemoryStorage(seed)
  const kept = storage.open(name, { clock: anchor, behaviour: null })
  const bell = createBell()
  const clock = ringingClock(createClock(kept.aside?.clock ?? anchor), bell)
  let keptClock = clock.anchor()
  const store = ringingStore(kept.store, bell, ({ clock: at }) => {
    keptClock = at
  })
  const switches = createSwitchboard(known, settings, kept.aside?.behaviour ?? null)
  const { now, speed } = clock.reading()
  const before = { workspace: name, clock: { now, speed }, behaviour: switches.current() }
  const begun = kept.aside ? { ...before, collections: store.view() } : told(start)
  return {
    ...{ kept, bell, store, clock, switches },
    journal: createJournal(limits, bell.ring),
    turns: createQueue(),
    recording: createRecording(begun, limits),
    /** Takes the clock back to where it is kept. */
    undo: () => clock.resume(keptClock),
    aside: (): Aside => ({ clock: clock.anchor(), behaviour: switches.set() })
  }
}
