import t from 'tap'
import { countOf, find, MOST_COUNTED, MOST_SEARCHED, one } from '../../src/console/finding.ts'
import type { Kind } from '../../src/http/showcase.ts'
import { createWorld } from '../../src/world/world.ts'
import { worldOptions } from '../world/small-world.ts'

type Tier = { readonly id: string; readonly art: string }

const kind = (more: Partial<Kind> = {}): Kind => ({
  name: 'tiere',
  api: 'Zoo',
  title: { de: 'Tiere', en: 'Animals' },
  empty: { de: 'Kein Tier', en: 'No animal' },
  collection: 'tiere',
  show: async ({ id }) => ({ title: id, state: '', tone: 'quiet', facts: [], buttons: [] }),
  ...more
})

/** Cats, and one dog that came first. */
function worldWith(cats: number) {
  const tiere: Tier[] = [
    { id: 'rex', art: 'Hund' },
    ...Array.from({ length: cats }, (_, n) => ({ id: `k${n}`, art: 'Katze' }))
  ]
  return createWorld(worldOptions({ seed: { tiere } }))
}

const dogs = kind({ fits: document => (document as Tier).art === 'Hund' })
const page = { from: 0, size: 2, text: '' }
const ids = ({ documents }: { readonly documents: readonly { id: string }[] }) =>
  documents.map(({ id }) => id)

t.test('the newest come first, a page at a time', async t => {
  const world = worldWith(4)
  const first = await find(kind(), world, page)
  t.strictSame([ids(first), first.total, first.isAll], [['k3', 'k2'], 5, true])
  t.strictSame(ids(await find(kind(), world, { ...page, from: 3 })), ['k0', 'rex'])
  t.strictSame(await countOf(kind(), world), { total: 5, isAll: true })
})

t.test('a text is looked for in all of a document, of a kind only its own are found', async t => {
  const world = worldWith(4)
  t.strictSame(ids(await find(kind(), world, { ...page, text: 'HUND' })), ['rex'])
  t.strictSame(ids(await find(kind(), world, { ...page, text: 'nobody' })), [])
  t.strictSame(ids(await find(dogs, world, page)), ['rex'])
  t.match(await countOf(dogs, world), { total: 1, isAll: true })
  t.match(await one(dogs, world, 'rex'), { id: 'rex' })
  t.equal(await one(dogs, world, 'k1'), undefined)
  t.equal(await one(kind(), world, 'k9'), undefined)
})

t.test('of very many the newest are looked through, an exact number finds every one', async t => {
  const world = worldWith(MOST_SEARCHED)
  t.strictSame(await countOf(kind(), world), { total: MOST_SEARCHED + 1, isAll: true })
  t.strictSame(await countOf(dogs, world), { total: 0, isAll: false })
  const found = await find(dogs, world, { ...page, text: 'rex' })
  t.strictSame([ids(found), found.isAll], [['rex'], false])
  const cats = await find(kind(), world, { ...page, text: 'katze' })
  t.strictSame([cats.total, cats.isAll], [MOST_SEARCHED, false])
  const again = await find(kind(), world, { ...page, text: 'k7' })
  t.equal(ids(again)[0], 'k7', 'first of all, and once')
  t.equal(new Set(ids(again)).size, 2)
})

t.test('whoever turns the pages of very many gets to the last one', async t => {
  const world = worldWith(2 * MOST_COUNTED)
  const cats = kind({ fits: document => (document as Tier).art === 'Katze' })
  const first = await find(cats, world, page)
  t.strictSame([first.total, first.isAll], [MOST_COUNTED, false])
  const later = await find(cats, world, { ...page, from: MOST_COUNTED + 10 })
  t.strictSame([ids(later), later.isAll], [['k989', 'k988'], false])
  const last = await find(cats, world, { ...page, from: 2 * MOST_COUNTED - 1 })
  t.strictSame([ids(last), last.total, last.isAll], [['k0'], 2 * MOST_COUNTED, true])
})

t.test('kinds that are somewhere else are asked themselves', async t => {
  const world = worldWith(1)
  const others = kind({ documents: async () => [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })
  t.strictSame(ids(await find(others, world, { ...page, from: 1 })), ['b', 'c'])
  t.strictSame(await countOf(others, world), { total: 3, isAll: true })
  t.match(await one(others, world, 'b'), { id: 'b' })
})
