import type { Document } from '../effects.ts'
import { storageFailure } from '../storage-failure.ts'
import type { Checkpoint } from './checkpoint.ts'
import { readFile, writeFile } from './files.ts'
import type { Slot, Slots } from './slots.ts'
import type { Durability } from './turn-log.ts'

/** A file with documents of one collection. It is never changed; what becomes of a document goes into a later one. */
export type Segment = {
  readonly number: number
  readonly collection: string
  readonly file: string
  readonly sum: string
  /** How many documents it holds. */
  readonly count: number
}

/** The segments of a workspace. */
export type Segments = {
  /** Reads what is missing of the slots, each file once. */
  fill(slots: Iterable<readonly [id: string, slot: Slot]>): void
  /** The documents of one segment by id. */
  read(number: number): ReadonlyMap<string, Document>
  /** Writes documents into files of bounded size and tells in which each of them is. */
  write(collection: string, documents: Iterable<Document>): Promise<readonly number[]>
  /** One document less is needed of this segment. */
  release(number: number): void
  /** Whether more than half of it is not needed any more. */
  isMostlyGone(number: number): boolean
  /** Those of these numbers. */
  list(numbers: ReadonlySet<number>): readonly Segment[]
  /** Forgets all segments but these and tells the names of their files. */
  keepOnly(numbers: ReadonlySet<number>): readonly string[]
  /** The number of the next one. */
  readonly next: number
}

/** Bytes of documents in a file, so that none takes long to read or to write; a larger document has a file of its own. */
const SEGMENT_BYTES = 1_000_000

/** `known` are those of a checkpoint; which of their documents are still needed the slots tell. */
export function createSegments(
  folder: string,
  durability: Durability,
  known: Pick<Checkpoint, 'segments' | 'nextSegment'>,
  slots: Slots
): Segments {
  const needed = countsIn(slots)
  const segments = new Map(
    known.segments.map(one => [one.number, { ...one, needed: needed.get(one.number) ?? 0 }])
  )
  let next = known.nextSegment

  async function put(collection: string, texts: readonly string[]): Promise<number> {
    const number = next++
    const file = fileOf(collection, number)
    const sum = await writeFile(folder, file, `[${texts.join(',\n')}]\n`, durability)
    const count = texts.length
    segments.set(number, { number, collection, file, sum, count, needed: count })
    return number
  }

  function read(number: number): ReadonlyMap<string, Document> {
    const segment = segments.get(number)
    const documents = segment && readFile<readonly Document[]>(folder, segment.file, segment.sum)
    if (!documents)
      throw storageFailure('unreadable', `${folder}: ${segment?.file ?? number} is missing`)
    return new Map(documents.map(one => [one.id, one]))
  }

  return {
    read,
    fill(slots) {
      const seen = new Map<number, ReadonlyMap<string, Document>>()
      for (const [id, slot] of slots) {
        if (slot.document) continue
        const documents = seen.get(slot.segment) ?? read(slot.segment)
        seen.set(slot.segment, documents)
        slot.document = documents.get(id)
        if (!slot.document)
          throw storageFailure('unreadable', `${folder}: ${slot.segment} does not hold ${id}`)
      }
    },
    write: (collection, documents) => writeAll(documents, texts => put(collection, texts)),
    release(number) {
      const segment = segments.get(number)
      if (segment) segment.needed--
    },
    isMostlyGone(number) {
      const { needed, count } = segments.get(number) ?? { needed: 1, count: 1 }
      return needed * 2 < count
    },
    list: numbers =>
      [...segments.values()]
        .filter(one => numbers.has(one.number))
        .map(({ needed, ...segment }) => segment),
    keepOnly(numbers) {
      const gone = [...segments.values()].filter(one => !numbers.has(one.number))
      for (const { number } of gone) segments.delete(number)
      return gone.map(one => one.file)
    },
    get next() {
      return next
    }
  }
}

/** Puts documents together until a file is full, and tells for each in which it is. */
async function writeAll(
  documents: Iterable<Document>,
  put: (texts: readonly string[]) => Promise<number>
): Promise<readonly number[]> {
  const places: number[] = []
  let texts: string[] = []
  let bytes = 0
  async function flush(): Promise<void> {
    if (texts.length === 0) return
    const number = await put(texts)
    for (let n = texts.length; n > 0; n--) places.push(number)
    texts = []
    bytes = 0
  }
  for (const document of documents) {
    const text = JSON.stringify(document)
    if (bytes + text.length > SEGMENT_BYTES) await flush()
    texts.push(text)
    bytes += text.length
  }
  await flush()
  return places
}

function countsIn(slots: Slots): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const byId of slots.values())
    for (const { segment } of byId.values()) counts.set(segment, (counts.get(segment) ?? 0) + 1)
  return counts
}

/** A name that people recognise and that every file system takes; the checkpoint knows the collection itself. */
function fileOf(collection: string, number: number): string {
  const name = collection.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 40)
  return `${name}.${String(number).padStart(6, '0')}.json`
}

/** Whether a file is named as segments are. */
export function isSegmentFile(name: string): boolean {
  return /^[A-Za-z0-9_-]{0,40}\.\d{6,}\.json$/.test(name)
}
