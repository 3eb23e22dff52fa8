import { HOUR, pause } from './clock.ts'
import type { Storage } from './storage.ts'
import type { World } from './world.ts'

/** The workspaces that there are, opened or not yet. */
export type Roster = {
  /** Opens it when it is not; makes it when there is none. Throws a storage failure. */
  enter(name: string, now: number): World
  has(name: string): boolean
  readonly size: number
  /** All that can be read, least recently used first. */
  all(): readonly { readonly world: World; readonly lastUsedAt: number }[]
  remove(name: string): void
  /** Forgets the idle ones, and the longest idle when there are too many; none that cannot be read, as somebody may mend it. */
  makeRoom(now: number, keep: string): void
  close(): Promise<void>
}

export type RosterOptions = {
  readonly storage: Storage
  readonly make: (name: string) => World
  readonly most: number
  readonly idleHours: number
  readonly onTrouble: (error: unknown) => void
}

type Entry = { world: World | undefined; lastUsedAt: number; isBroken: boolean }

export function createRoster(options: RosterOptions): Roster {
  const { storage, make, onTrouble } = options
  // Least recently used first: an entry moves to the end when it is used.
  const entries = new Map(entriesOf(storage))
  let isClosed = false

  function open(name: string, entry: Entry): World {
    entry.isBroken = entry.world === undefined
    entry.world ??= make(name)
    entry.isBroken = false
    return entry.world
  }

  function tryToOpen(name: string, entry: Entry): void {
    if (entry.world || entry.isBroken) return
    try {
      open(name, entry)
    } catch (error) {
      onTrouble(error)
    }
  }

  /** One after the other, so that requests come in between. What is planned in them goes on from then. */
  async function openAll(): Promise<void> {
    for (const [name, entry] of [...entries]) {
      await pause(0)
      if (!isClosed && entries.get(name) === entry) tryToOpen(name, entry)
    }
  }

  function remove(name: string): void {
    const entry = entries.get(name)
    entries.delete(name)
    void entry?.world?.close().catch(onTrouble)
    storage.drop(name)
  }

  void openAll()
  return {
    enter(name, now) {
      const entry = entries.get(name) ?? { world: undefined, lastUsedAt: now, isBroken: false }
      const world = open(name, entry)
      entry.lastUsedAt = now
      entries.delete(name)
      entries.set(name, entry)
      return world
    },
    has: name => entries.has(name),
    get size() {
      return entries.size
    },
    all() {
      for (const [name, entry] of entries) tryToOpen(name, entry)
      return [...entries.values()].filter(isOpen)
    },
    remove,
    makeRoom(now, keep) {
      const stale = now - options.idleHours * HOUR
      const idle = [...entries].filter(([name, one]) => name !== keep && !one.isBroken)
      const surplus = entries.size - options.most
      for (const [index, [name, { lastUsedAt }]] of idle.entries())
        if (index < surplus || lastUsedAt < stale) remove(name)
    },
    async close() {
      isClosed = true
      const all = [...entries]
      await Promise.all(all.map(([, { world }]) => world?.close()))
      storage.close(new Map(all.map(([name, { lastUsedAt }]) => [name, lastUsedAt])))
    }
  }
}

function isOpen(entry: Entry): entry is Entry & { world: World } {
  return entry.world !== undefined
}

function entriesOf(storage: Storage): readonly (readonly [string, Entry])[] {
  return [...storage.known()]
    .sort((one, other) => one.lastUsedAt - other.lastUsedAt)
    .map(({ name, lastUsedAt }) => [name, { world: undefined, lastUsedAt, isBroken: false }])
}
