import { HOUR, MINUTE, toIso, wallTime } from './clock.ts'
import { createMemoryStore, type Store } from './store.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

/** The workspaces of this server. `default` always exists; the others come into being on first sight. */
export type Worlds = {
  /** The workspace of that name, made from the seed when it is new. The name has to be checked before. */
  find(name: string): Promise<World>
  /** The workspace of whoever names none. */
  readonly default: World
  has(name: string): boolean
  /** What a workspace holds that does not exist yet. */
  readonly seed: Pick<Store, 'get'>
  list(): readonly Listed[]
  /** Forgets a workspace; `default` is reset instead. */
  drop(name: string): Promise<void>
  close(): void
}

export type Listed = {
  readonly world: World
  readonly createdAt: string
  readonly lastUsedAt: string
}

export type WorldsOptions = Omit<WorldOptions, 'name'> & {
  /** How many there may be; the longest idle makes room. */
  readonly most: number
  readonly idleHours: number
}

export const DEFAULT_WORKSPACE = 'default'
export const WORKSPACE_NAME = /^[a-z0-9-]{1,40}$/

type Entry = { readonly world: World; readonly createdAt: number; lastUsedAt: number }

export function createWorlds(options: WorldsOptions): Worlds {
  // Least recently used first: an entry moves to the end when it is used.
  const entries = new Map<string, Entry>()
  let sweptAt = wallTime()

  function enter(name: string, now: number): Entry {
    const known = entries.get(name)
    if (known) entries.delete(name)
    const entry = known ?? {
      world: createWorld({ ...options, name }),
      createdAt: now,
      lastUsedAt: now
    }
    entry.lastUsedAt = now
    entries.set(name, entry)
    return entry
  }

  function remove(name: string): void {
    entries.get(name)?.world.close()
    entries.delete(name)
  }

  function makeRoom(now: number): void {
    const idle = [...entries].filter(([name]) => name !== DEFAULT_WORKSPACE)
    const surplus = entries.size - options.most
    idle.forEach(([name, entry], index) => {
      if (index < surplus || now - entry.lastUsedAt > options.idleHours * HOUR) remove(name)
    })
    sweptAt = now
  }

  const standard = enter(DEFAULT_WORKSPACE, sweptAt).world

  return {
    async find(name) {
      const now = wallTime()
      const { world } = enter(name, now)
      if (entries.size > options.most || now - sweptAt > MINUTE) makeRoom(now)
      return world
    },
    default: standard,
    has: name => entries.has(name),
    seed: createMemoryStore(options.seed),
    list() {
      makeRoom(wallTime())
      return [...entries.values()].map(({ world, createdAt, lastUsedAt }) => ({
        world,
        createdAt: toIso(createdAt),
        lastUsedAt: toIso(lastUsedAt)
      }))
    },
    async drop(name) {
      if (name === DEFAULT_WORKSPACE) await standard.reset()
      else remove(name)
    },
    close() {
      for (const { world } of entries.values()) world.close()
    }
  }
}
