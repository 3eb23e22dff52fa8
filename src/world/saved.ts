import type { Setting } from './behaviour.ts'
import type { Collections } from './store.ts'

/** All that a workspace remembers at an instant, without its journal. */
export type Saved = {
  /** Where it was taken. */
  readonly workspace: string
  readonly clock: { readonly now: number; readonly speed: number }
  readonly behaviour: Readonly<Record<string, Setting>>
  readonly collections: Collections
}

/** How many documents there are, by collection. */
export function countsOf(collections: Collections): Record<string, number> {
  return Object.fromEntries(Object.entries(collections).map(([name, all]) => [name, all.length]))
}
