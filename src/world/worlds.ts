import { MINUTE, toIso, wallTime } from './clock.ts'
import { createRoster } from './roster.ts'
import { createMemoryStorage } from './storage.ts'
import { createMemoryStore, type Store } from './store.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

/** The workspaces of this server. `default` always exists; the others come into being on first sight. */
export type Worlds = {
  /** The workspace of that name, made from the seed when it is new. The name has to be checked before. */
  find(name: string): Promise<World>
  /** The workspace of whoever names none. */
  readonly default: World
  has(name: string): boolean
  /** How many there are, opened or not yet. */
  count(): number
  /** What a workspace holds that does not exist yet. */
  readonly seed: Pick<Store, 'get'>
  list(): readonly Listed[]
  /** Forgets a workspace; `default` is reset instead. */
  drop(name: string): Promise<void>
  close(): Promise<void>
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
  /** A workspace cannot be read or closed: told to the log. */
  readonly onTrouble: (error: unknown) => void
}

export const DEFAULT_WORKSPACE = 'default'
export const WORKSPACE_NAME = /^[a-z0-9-]{1,40}$/

export function createWorlds(options: WorldsOptions): Worlds {
  const { storage = createMemoryStorage(options.seed), most, idleHours, onTrouble } = options
  const make = (name: string) => createWorld({ ...options, storage, name })
  const roster = createRoster({ storage, make, most, idleHours, onTrouble })
  let sweptAt = wallTime()

  function makeRoom(now: number): void {
    roster.makeRoom(now, DEFAULT_WORKSPACE)
    sweptAt = now
  }

  const standard = roster.enter(DEFAULT_WORKSPACE, sweptAt)

  return {
    async find(name) {
      const now = wallTime()
      const world = roster.enter(name, now)
      if (roster.size > most || now - sweptAt > MINUTE) makeRoom(now)
      return world
    },
    default: standard,
    has: roster.has,
    count: () => roster.size,
    seed: createMemoryStore(options.seed),
    list() {
      makeRoom(wallTime())
      return roster.all().map(({ world, lastUsedAt }) => ({
        world,
        createdAt: toIso(world.createdAt),
        lastUsedAt: toIso(lastUsedAt)
      }))
    },
    async drop(name) {
      if (name === DEFAULT_WORKSPACE) await standard.reset()
      else roster.remove(name)
    },
    close: roster.close
  }
}
