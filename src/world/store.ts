import type { Setting } from './behaviour.ts'
import type { Anchor } from './clock.ts'
import type { Document } from './effects.ts'

/** The documents of a workspace by collection, each list in the order of creation. */
export type Collections = Readonly<Record<string, readonly Document[]>>

export type Write =
  | { readonly do: 'put'; readonly collection: string; readonly document: Document }
  | { readonly do: 'remove'; readonly collection: string; readonly id: string }

/** What a write meant for the state. */
export type Change = {
  readonly change: 'created' | 'replaced' | 'removed'
  readonly collection: string
  readonly id: string
  /** As it was kept; there is none where it was removed. */
  readonly document?: Document
}

/** What a workspace keeps beside its documents. */
export type Aside = {
  readonly clock: Anchor
  /** `null` while nobody changed a switch. */
  readonly behaviour: Readonly<Record<string, Setting>> | null
}

/** All that a turn changes. */
type Decision = {
  /** The version that it was decided on. */
  readonly on: number
  readonly writes: readonly Write[]
  readonly aside: Aside
}

/**
 * Where the documents of one workspace are. Asynchronous, so that a database can stand behind it; what every adapter
 * has to hold is written down as tests in `test/world/store-contract.ts`.
 */
export type Store = {
  get<T extends Document>(collection: string, id: string): Promise<T | undefined>
  list<T extends Document>(collection: string): Promise<readonly T[]>
  /** The newest first, so many after the first `skip`; only those are looked at. */
  latest<T extends Document>(
    collection: string,
    count: number,
    skip?: number
  ): Promise<readonly T[]>
  count(collection: string): Promise<number>
  /** Changes with every commit. */
  version(): Promise<number>
  /** All of it or nothing. Refused with `conflict` when another turn was kept since the version that it was decided on. */
  commit(decision: Decision): Promise<readonly Change[] | 'conflict'>
  /** Resolves once everything that was committed before is as safe as was asked for. */
  settled(): Promise<void>
  snapshot(): Promise<Collections>
  /** The state as it is now, for one who may want to see it later. Only the last view that was asked for stays. */
  view(): () => Promise<Collections>
  restore(collections: Collections, aside: Aside): Promise<void>
  /** Nobody commits any more. */
  close(): Promise<void>
}

/** A store that was opened. */
export type Opened = {
  readonly store: Store
  /** What was kept of a workspace that was there before. */
  readonly aside?: Aside
  /** The documents of a collection, at once. */
  readonly read: (collection: string) => readonly Document[]
}

/** Documents in memory. They are shared with the seed, which is safe because nobody mutates a document. */
export function createMemoryStore(seed: Collections): Store {
  let collections = load(seed)
  let version = 0
  // Lists are asked for more often than their collections change, and nobody changes a list.
  const lists = new Map<string, readonly Document[]>()

  function valuesOf(collection: string): readonly Document[] {
    const known = lists.get(collection)
    if (known) return known
    const values = [...(collections.get(collection)?.values() ?? [])]
    lists.set(collection, values)
    return values
  }
  const stateOf = () =>
    Object.fromEntries([...collections].map(([name, byId]) => [name, [...byId.values()]]))

  return {
    async get<T extends Document>(collection: string, id: string) {
      return collections.get(collection)?.get(id) as T | undefined
    },
    async list<T extends Document>(collection: string) {
      return valuesOf(collection) as unknown as T[]
    },
    async latest<T extends Document>(collection: string, count: number, skip = 0) {
      return latestOf(valuesOf(collection), count, skip) as unknown as T[]
    },
    async count(collection) {
      return collections.get(collection)?.size ?? 0
    },
    async version() {
      return version
    },
    async commit({ on, writes }) {
      if (on !== version) return 'conflict'
      version++
      for (const { collection } of writes) lists.delete(collection)
      return writes.map(write => apply(write, collections)).filter(change => change !== undefined)
    },
    async settled() {},
    async snapshot() {
      return stateOf()
    },
    view() {
      const state = stateOf()
      return async () => state
    },
    async restore(state) {
      version++
      lists.clear()
      collections = load(state)
    },
    async close() {}
  }
}

/** Of a list in the order of creation the newest, the newest first. */
export function latestOf<T>(all: readonly T[], count: number, skip: number): readonly T[] {
  const end = Math.max(0, all.length - skip)
  return all.slice(Math.max(0, end - count), end).reverse()
}

function apply(write: Write, collections: Map<string, Map<string, Document>>): Change | undefined {
  const { collection } = write
  if (write.do === 'remove') {
    const removed = collections.get(collection)?.delete(write.id)
    return removed ? { change: 'removed', collection, id: write.id } : undefined
  }
  const documents = collections.get(collection) ?? new Map<string, Document>()
  collections.set(collection, documents)
  const { document } = write
  const { id } = document
  const change = documents.has(id) ? 'replaced' : 'created'
  documents.set(id, document)
  return { change, collection, id, document }
}

function load(state: Collections): Map<string, Map<string, Document>> {
  const byId = (documents: readonly Document[]) => new Map(documents.map(one => [one.id, one]))
  return new Map(Object.entries(state).map(([name, documents]) => [name, byId(documents)]))
}
