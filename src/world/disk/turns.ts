import type { Document } from '../effects.ts'
import { storageFailure } from '../storage-failure.ts'
import type { Aside, Collections, Write } from '../store.ts'
import { type Compact, expand } from './compact.ts'
import { type Slots, slotsOf, UNWRITTEN } from './slots.ts'

/** The first line of a log of turns. */
export type Header = {
  readonly sandkasten: 'turns'
  readonly formatVersion: number
  readonly number: number
  readonly createdAt: number
}

/** A document that was put, or the id of one that was removed. */
export type Told = readonly [collection: string, document: Document | string]

/** Any other line: what a turn changed, or the state that took the place of all that was there. */
export type Line = { readonly aside?: Aside } & (
  | { readonly writes: readonly Told[] }
  | { readonly state: Compact; readonly seed: string }
)

/** What a workspace is after some of its turns. */
export type Situation = {
  slots: Slots
  seed: string
  aside: Aside
}

export function tellWrite(write: Write): Told {
  return write.do === 'put' ? [write.collection, write.document] : [write.collection, write.id]
}

/** Carries a line out on what was there before it. */
export function follow(
  before: Situation | undefined,
  line: Line,
  seedOf: (hash: string) => Collections
): Situation | undefined {
  if ('state' in line) {
    const seed = seedOf(line.seed)
    const aside = line.aside ?? before?.aside
    return aside && { slots: slotsOf(expand(line.state, seed), seed), seed: line.seed, aside }
  }
  if (!before) return undefined
  for (const told of line.writes) write(before.slots, told)
  if (line.aside) before.aside = line.aside
  return before
}

/** What a write takes the place of is answered. */
export function write(slots: Slots, [collection, told]: Told) {
  const byId = slots.get(collection)
  if (typeof told === 'string') {
    const slot = byId?.get(told)
    byId?.delete(told)
    return slot
  }
  const known = byId ?? new Map()
  if (!byId) slots.set(collection, known)
  const slot = known.get(told.id)
  known.set(told.id, { document: told, segment: UNWRITTEN })
  return slot
}

/** A header of a version that this one knows. */
export function readHeader(line: unknown, path: string, version: number): Header {
  const header = line as Header | undefined
  if (header?.sandkasten !== 'turns' || !Number.isInteger(header.formatVersion))
    throw storageFailure('unreadable', `${path} is no log of Sandkasten`)
  if (header.formatVersion > version)
    throw storageFailure(
      'unreadable',
      `${path} was written by a newer version (format ${header.formatVersion}, this one knows ${version})`
    )
  return header
}
