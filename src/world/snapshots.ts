import { toIso, wallTime } from './clock.ts'
import type { Document } from './effects.ts'
import type { Saved } from './saved.ts'
import type { Drawer } from './storage.ts'
import type { Collections } from './store.ts'

/** A state that was kept under a name. */
export type Snapshot = {
  readonly name: string
  /** By the wall clock. */
  readonly createdAt: string
  /** What it takes beside the seed, as text. */
  readonly bytes: number
  readonly saved: Saved
  /** The recording in which it was taken; none for one that came as a file. */
  readonly recording?: number | undefined
}

/** The snapshots of a workspace, the oldest first. They outlive its reset. */
export type Snapshots = {
  list(): readonly Snapshot[]
  get(name: string): Snapshot | undefined
  /** Keeps a state, or tells why there is no room for it. */
  keep(name: string, saved: Saved, recording?: number): Snapshot | 'too many' | 'too large'
  remove(name: string): boolean
}

export const MOST_SNAPSHOTS = 50
export const MOST_SNAPSHOT_BYTES = 32 * 1024 * 1024

/** Documents of the seed are shared, so that most snapshots take next to nothing. */
export function createSnapshots(seed: Collections, drawer: Drawer): Snapshots {
  let read: Map<string, Snapshot> | undefined
  let seeded: WeakSet<Document> | undefined

  /** Files are read when somebody asks for snapshots. */
  function all(): Map<string, Snapshot> {
    read ??= new Map(drawer.read().map(one => [one.name, one]))
    return read
  }

  function sizeOf({ collections }: Saved): number {
    seeded ??= new WeakSet(Object.values(seed).flat())
    const own = Object.values(collections)
      .flat()
      .filter(one => !seeded?.has(one))
    return own.reduce((sum, one) => sum + JSON.stringify(one).length, 0)
  }

  return {
    list: () => [...all().values()],
    get: name => all().get(name),
    keep(name, saved, recording) {
      const kept = all()
      const others = [...kept.values()].filter(one => one.name !== name)
      if (others.length >= MOST_SNAPSHOTS) return 'too many'
      const bytes = sizeOf(saved)
      if (others.reduce((sum, one) => sum + one.bytes, bytes) > MOST_SNAPSHOT_BYTES)
        return 'too large'
      const snapshot = { name, createdAt: toIso(wallTime()), bytes, saved, recording }
      drawer.put(snapshot)
      kept.delete(name)
      kept.set(name, snapshot)
      return snapshot
    },
    remove(name) {
      if (!all().has(name)) return false
      drawer.remove(name)
      return all().delete(name)
    }
  }
}
