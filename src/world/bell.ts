import type { Clock } from './clock.ts'
import type { Aside, Store } from './store.ts'

/** Tells whoever watches a workspace that something changed there; costs nothing while nobody does. */
export type Bell = {
  ring(): void
  /** Calls the listener after every change, until the returned function is called. */
  watch(listener: () => void): () => void
}

export function createBell(): Bell {
  const listeners = new Set<() => void>()
  return {
    ring() {
      for (const listener of listeners) listener()
    },
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    }
  }
}

/** A store that rings and tells once something was kept. */
export function ringingStore(store: Store, { ring }: Bell, kept: (aside: Aside) => void): Store {
  return {
    ...store,
    async commit(decision) {
      const changes = await store.commit(decision)
      if (changes !== 'conflict') kept(decision.aside)
      ring()
      return changes
    },
    async restore(collections, aside) {
      await store.restore(collections, aside)
      kept(aside)
      ring()
    }
  }
}

/** A clock that rings when somebody sets it. */
export function ringingClock(clock: Clock, { ring }: Bell): Clock {
  return {
    ...clock,
    set(change) {
      clock.set(change)
      ring()
    }
  }
}
