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

/** Where the documents of one workspace are. Asynchronous, so that a database can stand behind it. */
export type Store = {
  get<T extends Document>(collection: string, id: string): Promise<T | undefined>
  list<T extends Document>(collection: string): Promise<readonly T[]>
  /** All writes or none; resolves once they are kept. */
  commit(writes: readonly Write[]): Promise<readonly Change[]>
  snapshot(): Promise<Collections>
  restore(collections: Collections): Promise<void>
}

/** Documents in memory. They are shared with the seed, which is safe because nobody mutates a document. */
export function createMemoryStore(seed: Collections): Store {
  let collections = load(seed)

  function apply(write: Write): Change | undefined {
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

  return {
    async get<T extends Document>(collection: string, id: string) {
      return collections.get(collection)?.get(id) as T | undefined
    },
    async list<T extends Document>(collection: string) {
      return [...(collections.get(collection)?.values() ?? [])] as T[]
    },
    async commit(writes) {
      return writes.map(apply).filter(change => change !== undefined)
    },
    async snapshot() {
      return Object.fromEntries([...collections].map(([name, byId]) => [name, [...byId.values()]]))
    },
    async restore(state) {
      collections = load(state)
    }
  }
}

function load(state: Collections): Map<string, Map<string, Document>> {
  const byId = (documents: readonly Document[]) => new Map(documents.map(one => [one.id, one]))
  return new Map(Object.entries(state).map(([name, documents]) => [name, byId(documents)]))
}
