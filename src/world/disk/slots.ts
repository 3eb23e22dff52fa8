import type { Document } from '../effects.ts'
import type { Collections } from '../store.ts'

/** A document of a workspace, or where it is. */
export type Slot = {
  document: Document | undefined
  /** Of the file that holds it; `SEED` and `UNWRITTEN` are none. */
  segment: number
}

/** It is a document of the seed, as it is there. */
export const SEED = 0
/** Only the log of turns has it. */
export const UNWRITTEN = -1

/** All documents of a workspace by collection, in the order of creation. */
export type Slots = Map<string, Map<string, Slot>>

/** The same at an instant, for one who takes time. */
export type Frozen = readonly (readonly [
  collection: string,
  slots: readonly (readonly [id: string, slot: Slot])[]
])[]

export function freeze(slots: Slots): Frozen {
  return [...slots].map(([collection, byId]) => [collection, [...byId]] as const)
}

/** Slots for a state; documents that the seed has need no file. */
export function slotsOf(state: Collections, seed: Collections): Slots {
  return new Map(
    Object.entries(state).map(([collection, all]) => {
      const usual = new Set(seed[collection] ?? [])
      const segmentOf = (one: Document) => (usual.has(one) ? SEED : UNWRITTEN)
      return [
        collection,
        new Map(all.map(one => [one.id, { document: one, segment: segmentOf(one) }]))
      ] as const
    })
  )
}
