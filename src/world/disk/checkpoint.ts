import { join } from 'node:path'
import type { Document } from '../effects.ts'
import { storageFailure } from '../storage-failure.ts'
import type { Aside } from '../store.ts'
import { readFile, writeFile } from './files.ts'
import type { Segment, Segments } from './segments.ts'
import { type Frozen, SEED, type Slot, type Slots, UNWRITTEN } from './slots.ts'
import type { Durability } from './turn-log.ts'

/** The file that says what a workspace was at an instant. The logs of turns from number `turns` on come after it. */
export type Checkpoint = {
  readonly sandkasten: 'checkpoint'
  readonly formatVersion: number
  readonly createdAt: number
  readonly turns: number
  /** The seed whose documents stand in no segment. */
  readonly seed: string
  readonly aside: Aside
  readonly segments: readonly Segment[]
  readonly nextSegment: number
  /** The ids of each collection in the order of creation, and how many of them in a row are in which segment. */
  readonly collections: Readonly<
    Record<string, { readonly ids: readonly string[]; readonly runs: readonly number[] }>
  >
}

export const CHECKPOINT = 'checkpoint.json'

export function readCheckpoint(folder: string): Checkpoint | undefined {
  const checkpoint = readFile<Partial<Checkpoint>>(folder, CHECKPOINT)
  if (!checkpoint) return undefined
  if (checkpoint.sandkasten !== 'checkpoint' || !Number.isInteger(checkpoint.formatVersion))
    throw storageFailure('unreadable', `${join(folder, CHECKPOINT)} is no checkpoint of Sandkasten`)
  return checkpoint as Checkpoint
}

/** What a checkpoint is written for. */
export type Occasion = Pick<Checkpoint, 'formatVersion' | 'createdAt' | 'turns' | 'seed' | 'aside'>

/** Writes what no file holds yet, moves the rest of files that are mostly garbage, then says so, at once. */
export async function writeCheckpoint(
  folder: string,
  frozen: Frozen,
  occasion: Occasion,
  segments: Segments,
  durability: Durability
): Promise<Written> {
  const placed = new Map<Slot, number>()
  for (const [collection, slots] of frozen) {
    const moving = slots.filter(([, { segment }]) => isToWrite(segment, segments))
    const places = await segments.write(collection, documentsOf(moving, segments))
    for (const [index, [, slot]] of moving.entries()) placed.set(slot, places[index] as number)
  }
  const placeOf = (slot: Slot) => placed.get(slot) ?? slot.segment
  const collections = Object.fromEntries(
    frozen.map(([name, slots]) => [name, tell(slots, placeOf)] as const)
  )
  const used = new Set(
    Object.values(collections).flatMap(({ runs }) => runs.filter((_, index) => index % 2 === 0))
  )
  const checkpoint: Checkpoint = {
    sandkasten: 'checkpoint',
    ...occasion,
    segments: segments.list(used),
    nextSegment: segments.next,
    collections
  }
  const text = JSON.stringify(checkpoint)
  await writeFile(folder, CHECKPOINT, text, durability)
  return { placed, used, bytes: text.length }
}

/** What a checkpoint did. */
type Written = {
  /** Where the documents are that had to be written. */
  readonly placed: ReadonlyMap<Slot, number>
  /** The segments that it leads to. */
  readonly used: ReadonlySet<number>
  readonly bytes: number
}

function isToWrite(segment: number, segments: Segments): boolean {
  return segment === UNWRITTEN || (segment > SEED && segments.isMostlyGone(segment))
}

/** A file that is read for one of its documents is read for all of them. */
function* documentsOf(slots: readonly (readonly [string, Slot])[], segments: Segments) {
  for (const [, slot] of slots) {
    if (!slot.document) segments.fill(slots.filter(([, { segment }]) => segment === slot.segment))
    yield slot.document as Document
  }
}

function tell(slots: readonly (readonly [string, Slot])[], placeOf: (slot: Slot) => number) {
  const runs: number[] = []
  for (const [, slot] of slots) {
    const place = placeOf(slot)
    if (runs.at(-2) === place) runs[runs.length - 1] = (runs.at(-1) as number) + 1
    else runs.push(place, 1)
  }
  return { ids: slots.map(([id]) => id), runs }
}

/** The slots of a checkpoint; no document is read for it. */
export function slotsAt({ collections }: Checkpoint, where: string): Slots {
  return new Map(
    Object.entries(collections).map(([name, { ids, runs }]) => {
      const byId = new Map<string, Slot>()
      let at = 0
      for (let index = 0; index < runs.length; index += 2)
        for (let n = runs[index + 1] as number; n > 0; n--)
          byId.set(ids[at++] as string, { document: undefined, segment: runs[index] as number })
      if (at !== ids.length || byId.size !== ids.length)
        throw storageFailure('unreadable', `${where} is damaged: ${name} does not add up`)
      return [name, byId] as const
    })
  )
}
