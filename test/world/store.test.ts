import t from 'tap'
import { createMemoryStore } from '../../src/world/store.ts'

type Tier = { readonly id: string; readonly name: string }

const rex: Tier = { id: 'a', name: 'Rex' }
const mia: Tier = { id: 'b', name: 'Mia' }
const seed = { tiere: [rex, mia] }

const put = (document: Tier, collection = 'tiere') => ({ do: 'put', collection, document }) as const
const remove = (id: string, collection = 'tiere') => ({ do: 'remove', collection, id }) as const

t.test('documents are found by collection and id', async t => {
  const store = createMemoryStore(seed)
  t.equal(await store.get('tiere', 'a'), rex)
  t.equal(await store.get('tiere', 'x'), undefined)
  t.equal(await store.get('pflanzen', 'a'), undefined)
  t.strictSame(await store.list('tiere'), [rex, mia])
  t.strictSame(await store.list('pflanzen'), [])
})

t.test('a commit tells what it meant for the state', async t => {
  const store = createMemoryStore(seed)
  const rexi = { ...rex, name: 'Rexi' }
  t.strictSame(
    await store.commit([
      put(rexi),
      put({ id: 'c', name: 'Bo' }),
      put({ id: 'a', name: 'Rose' }, 'pflanzen'),
      remove('b'),
      remove('x'),
      remove('a', 'steine')
    ]),
    [
      { change: 'replaced', collection: 'tiere', id: 'a', document: rexi },
      { change: 'created', collection: 'tiere', id: 'c', document: { id: 'c', name: 'Bo' } },
      { change: 'created', collection: 'pflanzen', id: 'a', document: { id: 'a', name: 'Rose' } },
      { change: 'removed', collection: 'tiere', id: 'b' }
    ],
    'to remove what is not there changes nothing'
  )
  t.strictSame(await store.list('tiere'), [rexi, { id: 'c', name: 'Bo' }])
  t.strictSame(await store.commit([]), [])
})

t.test('a list is in the order of creation', async t => {
  const store = createMemoryStore({})
  await store.commit(['c', 'a', 'b'].map(id => put({ id, name: id })))
  await store.commit([put({ id: 'c', name: 'new' })])
  const ids = async () => (await store.list('tiere')).map(one => one.id)
  t.strictSame(await ids(), ['c', 'a', 'b'], 'a replaced document keeps its place')
  await store.commit([remove('c'), put({ id: 'c', name: 'again' })])
  t.strictSame(await ids(), ['a', 'b', 'c'])
})

t.test('seed, lists and snapshots do not change with the store', async t => {
  const store = createMemoryStore(seed)
  const list = await store.list('tiere')
  const snapshot = await store.snapshot()
  await store.commit([remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
  t.strictSame(seed, { tiere: [rex, mia] })
  t.strictSame(list, [rex, mia])
  t.strictSame(snapshot, { tiere: [rex, mia] })
  t.strictSame(await store.snapshot(), { tiere: [mia], pflanzen: [{ id: 'x', name: 'X' }] })
})

t.test('a store returns to a snapshot, and goes its own way from there', async t => {
  const store = createMemoryStore(seed)
  const snapshot = await store.snapshot()
  await store.commit([remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
  await store.restore(snapshot)
  t.strictSame(await store.snapshot(), { tiere: [rex, mia] })
  await store.commit([remove('b')])
  t.strictSame(snapshot, { tiere: [rex, mia] })
  t.strictSame(await store.list('tiere'), [rex])
})
