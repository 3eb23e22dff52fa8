import { wallTime } from './clock.ts'
import type { Snapshot } from './snapshots.ts'
import { type Aside, type Collections, createMemoryStore, type Opened } from './store.ts'

/** Where workspaces are kept. */
export type Storage = {
  /** The workspaces of before, when they were last used (epoch ms outside). */
  known(): readonly { readonly name: string; readonly lastUsedAt: number }[]
  /** A workspace as it was kept, or a new one from the seed with this `aside`. Throws a storage failure. */
  open(name: string, aside: Aside): Kept
  /** What it kept is gone, and comes not back. */
  drop(name: string): void
  /** Ends; told when workspaces were last used. */
  close(used: ReadonlyMap<string, number>): void
}

/** A workspace that was opened. */
type Kept = Opened & { readonly createdAt: number; readonly snapshots: Drawer }

/** Where the snapshots of a workspace are kept. Throws a storage failure. */
export type Drawer = {
  /** The oldest first. */
  read(): readonly Snapshot[]
  put(snapshot: Snapshot): void
  remove(name: string): void
}

/** Nothing outlives the process. */
export function createMemoryStorage(seed: Collections): Storage {
  return {
    known: () => [],
    open: () => ({
      store: createMemoryStore(seed),
      createdAt: wallTime(),
      read: collection => seed[collection] ?? [],
      snapshots: { read: () => [], put() {}, remove() {} }
    }),
    drop() {},
    close() {}
  }
}
