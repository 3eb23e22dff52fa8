import type { Kind } from '../http/showcase.ts'
import { pause } from '../world/clock.ts'
import type { Document } from '../world/effects.ts'
import type { World } from '../world/world.ts'

/** Things of a kind that were looked for. */
export type Found = {
  readonly documents: readonly Document[]
  /** How many there are, at least. */
  readonly total: number
  /** Whether all were looked at. */
  readonly isAll: boolean
}

/** Of a large collection no more than these are looked through for a text, and for a count; so pages stay quick. */
export const MOST_SEARCHED = 5_000
export const MOST_COUNTED = 1_000

/** A page of the things of a kind; with a text, of those that hold it. */
export async function find(
  kind: Kind,
  world: World,
  { from, size, text }: { readonly from: number; readonly size: number; readonly text: string }
): Promise<Found> {
  const wanted = text.toLowerCase()
  const holds = (one: Document) =>
    wanted === '' || JSON.stringify(one).toLowerCase().includes(wanted)
  if (!kind.documents && !kind.fits && wanted === '') {
    const documents = await world.store.latest(kind.collection, size, from)
    return { documents, total: await world.store.count(kind.collection), isAll: true }
  }
  // Whoever turns the pages gets to the last one.
  const most = wanted === '' ? Math.max(MOST_COUNTED, from + size + 1) : MOST_SEARCHED
  const { seen, isAll } = await look(kind, world, most)
  const exact = isAll || wanted === '' ? undefined : await one(kind, world, text.trim())
  const found = seen.filter(document => document.id !== exact?.id && holds(document))
  if (exact) found.unshift(exact)
  return { documents: found.slice(from, from + size), total: found.length, isAll }
}

/** One thing by its id. */
export async function one(kind: Kind, world: World, id: string): Promise<Document | undefined> {
  if (kind.documents) return (await kind.documents(world)).find(document => document.id === id)
  const document = await world.store.get(kind.collection, id)
  return document && (kind.fits?.(document) ?? true) ? document : undefined
}

/** How many there are; `isAll` says whether all were counted. */
export async function countOf(kind: Kind, world: World): Promise<Pick<Found, 'total' | 'isAll'>> {
  if (!kind.documents && !kind.fits)
    return { total: await world.store.count(kind.collection), isAll: true }
  const { seen, isAll } = await look(kind, world, MOST_COUNTED)
  return { total: seen.length, isAll }
}

/** The things of a kind among the newest documents. Other requests come in between. */
async function look(
  { documents, collection, fits = () => true }: Kind,
  world: World,
  most: number
): Promise<{ readonly seen: readonly Document[]; readonly isAll: boolean }> {
  if (documents) return { seen: await documents(world), isAll: true }
  const seen: Document[] = []
  for (let skip = 0; skip < most; skip += MOST_COUNTED) {
    if (skip > 0) await pause(0)
    const count = Math.min(MOST_COUNTED, most - skip)
    for (const document of await world.store.latest(collection, count, skip))
      if (fits(document)) seen.push(document)
  }
  return { seen, isAll: (await world.store.count(collection)) <= most }
}
