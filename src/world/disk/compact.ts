import type { Document } from '../effects.ts'
import type { Collections } from '../store.ts'

/**
 * A state as what it has beside a seed: a document of the seed stands there by its id, a collection that is as the seed
 * has it is left out, and one that is not there any more is `null`.
 */
export type Compact = Readonly<Record<string, readonly (string | Document)[] | null>>

export function compact(state: Collections, seed: Collections): Compact {
  const told: Record<string, readonly (string | Document)[] | null> = {}
  for (const name of new Set([...Object.keys(seed), ...Object.keys(state)])) {
    const all = state[name]
    const usual = seed[name] ?? []
    const isSame = all?.length === usual.length && all.every((one, index) => one === usual[index])
    if (isSame && Object.hasOwn(seed, name)) continue
    const known = new Set(usual)
    told[name] = all?.map(one => (known.has(one) ? one.id : one)) ?? null
  }
  return told
}

/** The state again. Documents of the seed are the very ones of the seed. */
export function expand(told: Compact, seed: Collections): Collections {
  const state: Record<string, readonly Document[]> = { ...seed }
  for (const [name, all] of Object.entries(told)) {
    const known = new Map((seed[name] ?? []).map(one => [one.id, one]))
    const find = (one: string | Document) =>
      typeof one === 'string' ? (known.get(one) as Document) : one
    if (all === null) delete state[name]
    else state[name] = all.map(find)
  }
  return state
}
