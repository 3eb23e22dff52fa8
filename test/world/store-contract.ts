import type { Test } from 'tap'
import type { Aside, Change, Opened, Store, Write } from '../../src/world/store.ts'

/** What an adapter is tested with. */
export type Adapter = {
  readonly name: string
  /** A place of its own, with this seed. */
  make(t: Test): {
    /** Opens a workspace as it was kept, or a new one. */
    open(workspace: string): Opened
    /** The process dies without a word; what was settled is there when it is opened again. `undefined` where nothing outlives it. */
    readonly crash?: () => void
  }
}

type Tier = { readonly id: string; readonly name: string }

export const rex: Tier = { id: 'a', name: 'Rex' }
export const mia: Tier = { id: 'b', name: 'Mia' }
/** With what every adapter is made. */
export const SEED = { tiere: [rex, mia], steine: [{ id: 's', name: 'Kiesel' }] }
export const ASIDE: Aside = { clock: { now: 1_000, wall: 2_000, speed: 0 }, behaviour: null }

export const put = (document: Tier, collection = 'tiere'): Write => ({
  do: 'put',
  collection,
  document
})
export const remove = (id: string, collection = 'tiere'): Write => ({
  do: 'remove',
  collection,
  id
})

/** Commits on what is there now. */
export async function commit(store: Store, writes: readonly Write[], aside = ASIDE) {
  const done = await store.commit({ on: await store.version(), writes, aside })
  await store.settled()
  return done
}

/** What every adapter has to hold. An adapter for a database passes it before anything else is built on it. */
export function storeContract(t: Test, adapter: Adapter): void {
  t.test(`${adapter.name}: reading`, t => reading(t, adapter))
  t.test(`${adapter.name}: turns`, t => turns(t, adapter))
  t.test(`${adapter.name}: isolation`, t => isolation(t, adapter))
  t.test(`${adapter.name}: conflict`, t => conflict(t, adapter))
  t.test(`${adapter.name}: order`, t => order(t, adapter))
  t.test(`${adapter.name}: states`, t => states(t, adapter))
  t.test(`${adapter.name}: crash`, t => crash(t, adapter))
}

async function reading(t: Test, { make }: Adapter) {
  t.test('documents are found by collection and id', async t => {
    const { store, read, aside } = make(t).open('one')
    t.strictSame(await store.get('tiere', 'a'), rex)
    t.equal(await store.get('tiere', 'x'), undefined)
    t.equal(await store.get('pflanzen', 'a'), undefined)
    t.strictSame(await store.list('tiere'), [rex, mia])
    t.strictSame(await store.list('pflanzen'), [])
    t.strictSame(read('tiere'), [rex, mia])
    t.strictSame(read('pflanzen'), [])
    t.equal(aside, undefined, 'a new workspace kept nothing')
  })

  t.test('the newest come first, a page at a time', async t => {
    const { store } = make(t).open('one')
    await commit(store, [put({ id: 'c', name: 'Bo' }), put({ id: 'd', name: 'Ida' })])
    const ids = async (count: number, skip?: number) =>
      (await store.latest<Tier>('tiere', count, skip)).map(one => one.id)
    t.strictSame(await ids(3), ['d', 'c', 'b'])
    t.strictSame(await ids(2, 1), ['c', 'b'])
    t.strictSame(await ids(10, 3), ['a'])
    t.strictSame(await ids(10, 4), [])
    t.strictSame(await ids(0), [])
    t.strictSame(await store.latest('pflanzen', 5), [])
    t.equal(await store.count('tiere'), 4)
    t.equal(await store.count('pflanzen'), 0)
  })
}

async function turns(t: Test, { make }: Adapter) {
  t.test('a commit tells what it meant for the state', async t => {
    const { store } = make(t).open('one')
    const rexi = { ...rex, name: 'Rexi' }
    t.strictSame(
      await commit(store, [
        put(rexi),
        put({ id: 'c', name: 'Bo' }),
        put({ id: 'a', name: 'Rose' }, 'pflanzen'),
        remove('b'),
        remove('x'),
        remove('a', 'wolken')
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
    t.strictSame(await commit(store, []), [])
  })

  t.test('later writes of a turn see the earlier ones', async t => {
    const { store } = make(t).open('one')
    const changes = await commit(store, [
      put({ id: 'c', name: 'Bo' }),
      put({ id: 'c', name: 'Bobo' }),
      remove('c')
    ])
    t.strictSame(
      (changes as readonly Change[]).map(one => one.change),
      ['created', 'replaced', 'removed']
    )
    t.equal(await store.get('tiere', 'c'), undefined)
  })
}

async function isolation(t: Test, { make }: Adapter) {
  t.test('workspaces know nothing of each other', async t => {
    const place = make(t)
    const [one, other] = [place.open('one').store, place.open('other').store]
    await commit(one, [remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
    t.strictSame(await other.list('tiere'), [rex, mia])
    t.strictSame(await other.list('pflanzen'), [])
    t.strictSame(SEED.tiere, [rex, mia], 'the seed does not change either')
  })

  t.test('what was read before does not change', async t => {
    const { store } = make(t).open('one')
    const list = await store.list('tiere')
    const snapshot = await store.snapshot()
    const view = store.view()
    await commit(store, [remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
    t.strictSame(list, [rex, mia])
    t.strictSame(snapshot, SEED)
    t.strictSame(await view(), SEED)
    t.strictSame(await store.snapshot(), {
      ...SEED,
      tiere: [mia],
      pflanzen: [{ id: 'x', name: 'X' }]
    })
  })
}

async function conflict(t: Test, { make }: Adapter) {
  t.test('of two turns decided on the same state one is kept', async t => {
    const { store } = make(t).open('one')
    const on = await store.version()
    const decided = (name: string) => ({ on, writes: [put({ id: 'a', name })], aside: ASIDE })
    t.ok(Array.isArray(await store.commit(decided('first'))))
    t.equal(await store.commit(decided('second')), 'conflict')
    t.strictSame(await store.get('tiere', 'a'), { id: 'a', name: 'first' })
    t.not(await store.version(), on)
    await commit(store, [put({ id: 'a', name: 'second' })])
    t.strictSame(await store.get('tiere', 'a'), { id: 'a', name: 'second' }, 'decided anew it is')
  })

  t.test('a turn that was decided before a restore is not kept', async t => {
    const { store } = make(t).open('one')
    const on = await store.version()
    await store.restore(SEED, ASIDE)
    t.equal(await store.commit({ on, writes: [remove('a')], aside: ASIDE }), 'conflict')
    t.strictSame(await store.list('tiere'), [rex, mia])
  })

  t.test('of many at once none is lost', async t => {
    const { store } = make(t).open('one')
    const count = async (): Promise<void> => {
      const on = await store.version()
      const known = (await store.get<Tier>('tiere', 'zahl'))?.name ?? '0'
      const next = put({ id: 'zahl', name: String(Number(known) + 1) })
      if ((await store.commit({ on, writes: [next], aside: ASIDE })) === 'conflict') await count()
    }
    await Promise.all(Array.from({ length: 25 }, count))
    t.strictSame(await store.get('tiere', 'zahl'), { id: 'zahl', name: '25' })
  })
}

async function order(t: Test, { make }: Adapter) {
  t.test('a list is in the order of creation', async t => {
    const { store } = make(t).open('one')
    await commit(
      store,
      ['r', 'p', 'q'].map(id => put({ id, name: id }, 'pflanzen'))
    )
    await commit(store, [put({ id: 'r', name: 'new' }, 'pflanzen')])
    const ids = async () => (await store.list('pflanzen')).map(one => one.id)
    t.strictSame(await ids(), ['r', 'p', 'q'], 'a replaced document keeps its place')
    await commit(store, [remove('r', 'pflanzen'), put({ id: 'r', name: 'again' }, 'pflanzen')])
    t.strictSame(await ids(), ['p', 'q', 'r'])
  })
}

async function states(t: Test, { make }: Adapter) {
  t.test('a store returns to a state, and goes its own way from there', async t => {
    const { store } = make(t).open('one')
    const snapshot = await store.snapshot()
    await commit(store, [remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
    await store.restore(snapshot, ASIDE)
    t.strictSame(await store.snapshot(), SEED)
    await commit(store, [remove('b')])
    t.strictSame(snapshot, SEED)
    t.strictSame(await store.list('tiere'), [rex])
  })

  t.test('a state keeps its own order and leaves out what it does not have', async t => {
    const { store } = make(t).open('one')
    const state = { tiere: [mia, { id: 'n', name: 'Neu' }, rex], leer: [] }
    await store.restore(state, ASIDE)
    t.strictSame(await store.snapshot(), state)
    t.strictSame(await store.list('steine'), [])
  })
}

async function crash(t: Test, { make, name }: Adapter) {
  t.test('what was settled is there again', async t => {
    const place = make(t)
    const { store } = place.open('one')
    if (!place.crash) {
      await commit(store, [remove('a')])
      t.strictSame(place.open('one').read('tiere'), [rex, mia], `${name} keeps nothing, as it says`)
      return
    }
    const aside: Aside = {
      clock: { now: 5, wall: 6, speed: 60 },
      behaviour: { 'a.switch': true }
    }
    await commit(store, [remove('a'), put({ id: 'x', name: 'Ä € 😀' }, 'pflanzen')])
    await commit(store, [], aside)
    place.crash()
    const again = place.open('one')
    t.strictSame(again.aside, aside)
    t.strictSame(again.read('tiere'), [mia])
    t.strictSame(await again.store.snapshot(), {
      ...SEED,
      tiere: [mia],
      pflanzen: [{ id: 'x', name: 'Ä € 😀' }]
    })
    await commit(again.store, [put(rex)])
    place.crash()
    t.strictSame(await place.open('one').store.list('tiere'), [mia, rex], 'and goes on')
  })

  t.test('a restored state is there again', async t => {
    const place = make(t)
    if (!place.crash) return t.pass(`${name} keeps nothing`)
    const { store } = place.open('one')
    await commit(store, [remove('a'), put({ id: 'x', name: 'X' }, 'pflanzen')])
    const state = { tiere: [mia, { id: 'n', name: 'Neu' }, rex], leer: [] }
    await store.restore(state, { ...ASIDE, behaviour: { b: 1 } })
    await store.settled()
    place.crash()
    const again = place.open('one')
    t.strictSame(await again.store.snapshot(), state)
    t.strictSame(again.aside?.behaviour, { b: 1 })
  })
}
