import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { makeUser, PROTECT, UUID, userToken } from './calls.ts'
import { ACCESSES, added, follow, hrefOf, pathOf, regulated, rels } from './customer.ts'
import { addKonto, built, push, tagsOf, umsaetze, umsatz } from './umsaetze.ts'

/** Bookings around both changes of the clocks, in Berlin time. */
const ZEITEN = {
  a: '2026-03-28 00:00:00',
  b: '2026-03-29 00:00:00',
  c: '2026-03-29 01:59:59',
  d: '2026-03-29 03:00:00',
  e: '2026-03-30 00:00:00',
  f: '2026-10-25 00:00:00',
  g: '2026-10-25 01:59:59',
  h: '2026-10-25 03:00:00',
  i: '2026-10-26 00:00:00'
}

async function builtAround(sandbox: Sandbox, token: string): Promise<string> {
  const { path } = await built(sandbox, token)
  const all = Object.entries(ZEITEN).map(([name, zeit]) => umsatz(name, zeit))
  await push(sandbox, token, path, all)
  return path
}

async function namesIn(sandbox: Sandbox, token: string, path: string, query: string) {
  const found = await umsaetze(sandbox, token, path, query)
  return found
    .map(one => one.verwendungszweck)
    .sort()
    .join('')
}

/** What lies in a window that excludes its ends, and what lies in one that includes them. */
const FENSTER: readonly (readonly [query: string, without: string, inclusive?: string])[] = [
  ['', 'abcdefghi'],
  ['from=2026-03-29T00:00:00', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-29%2000:00:00', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-28T23:00:00Z', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-29T00:00:00%2B01:00', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-28T18:00:00-05:00', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-28%2023:00:00Z', 'cdefghi', 'bcdefghi'],
  ['from=2026-03-28T22:59:59Z', 'bcdefghi'],
  ['from=2026-03-29T00:59:59Z', 'defghi', 'cdefghi'],
  ['from=2026-03-29T01:00:00Z', 'efghi', 'defghi'],
  ['from=2026-03-29T03:00:00', 'efghi', 'defghi'],
  ['from=2026-03-29T22:00:00Z', 'fghi', 'efghi'],
  ['from=2026-03-29T21:59:59Z', 'efghi'],
  ['to=2026-03-29T00:00:00', 'a', 'ab'],
  ['to=2026-03-29T22:00:00Z', 'abcd', 'abcde'],
  ['to=2026-03-29T23:00:00Z', 'abcde'],
  ['from=2026-10-24T22:00:00Z', 'ghi', 'fghi'],
  ['from=2026-10-24T21:59:59Z', 'fghi'],
  ['from=2026-10-24T23:59:59Z', 'hi', 'ghi'],
  ['from=2026-10-25T03:00:00%2B02:00', 'hi'],
  ['from=2026-10-25T03:00:00%2B01:00', 'i', 'hi'],
  ['from=2026-10-25T02:00:00Z', 'i', 'hi'],
  ['to=2026-10-25T22:00:00Z', 'abcdefgh'],
  ['to=2026-10-25T23:00:00Z', 'abcdefgh', 'abcdefghi'],
  ['to=2026-10-26T00:00:00', 'abcdefgh', 'abcdefghi'],
  ['from=2026-03-29T03:00:00&to=2026-10-25T01:59:59', 'ef', 'defg'],
  ['from=2026-10-26T00:00:00&to=2026-03-28T00:00:00', '']
]

t.test('from and to are times in Berlin, also when the clocks change', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const path = await builtAround(sandbox, token)
  for (const [query, without] of FENSTER)
    t.equal(await namesIn(sandbox, token, path, query), without, query)
  await sandbox.behave({ 'banksapi.transactions.inclusive': true })
  for (const [query, without, inclusive = without] of FENSTER)
    t.equal(await namesIn(sandbox, token, path, query), inclusive, `inclusive: ${query}`)
})

t.test('a time that March leaves out or October has twice lies within its hour', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const path = await builtAround(sandbox, token)
  t.match(await namesIn(sandbox, token, path, 'from=2026-03-29T02:30:00'), /^d?efghi$/)
  t.match(await namesIn(sandbox, token, path, 'from=2026-10-25T02:30:00'), /^hi$/)
})

t.test('a time that is none is refused, so is a bare day', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  const wrong = [
    '2026-11-01',
    '',
    'x',
    'null',
    '1793491200000',
    '2026-02-30T00:00:00',
    '2026-13-01T00:00:00',
    '2026-11-01T25:00:00',
    '2026-11-01T00:61:00',
    '2026-11-01T00:00',
    '01.11.2026 00:00:00'
  ]
  for (const name of ['from', 'to'])
    for (const value of wrong) {
      const query = new URLSearchParams({ [name]: value })
      const reply = await sandbox.call('GET', `${path}?${query}`, { token })
      t.match(reply, { status: 400, body: { code: '400', message: name } }, `${query}`)
    }
})

t.test('without a window everything is shown, unless a switch says how many days', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  const all = await umsaetze(sandbox, token, path)
  await sandbox.behave({ 'banksapi.transactions.defaultWindowDays': 30 })
  const recent = await umsaetze(sandbox, token, path)
  t.strictSame(
    recent,
    all.filter(one => one.buchungsdatum > '2026-10-22 10:00:00')
  )
  t.ok(recent.length > 0 && recent.length < all.length)
  t.strictSame(await umsaetze(sandbox, token, path, 'from=2000-01-01T00:00:00'), all)
})

const BAEUME = [
  ['categories', 'CATEGORIES'],
  ['business-partners', 'BUSINESS_PARTNERS'],
  ['periods', 'PERIODS'],
  ['insurance-types', 'INSURANCE_TYPES'],
  ['freelancer-categories', 'FREELANCER_CATEGORIES']
] as const

t.test('every value of tag adds the tags of its tree, one for a booking at most', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const query = { maxTransactions: 'all' }
  const { produkt, path, zugang } = await addKonto(sandbox, token, { login: 'yildiz', query })
  const plain = await umsaetze(sandbox, token, path)
  t.notOk(plain.some(one => 'tags' in one))
  for (const [value, systemName] of BAEUME) {
    const rel = `get_kontoumsaetze_${value.replace('-', '_')}`
    t.match(hrefOf(produkt, rel), new RegExp(`\\?tag=${value}$`))
    const tagged = (await follow(sandbox, token, produkt, rel)).body
    t.strictSame(
      tagged.map(({ tags: _, ...one }: { tags: unknown }) => one),
      plain,
      value
    )
    const tags = tagged.flatMap((one: { tags: unknown[] }) => one.tags)
    t.ok(tags.length > 0, value)
    t.ok(
      tagged.every((one: { tags: unknown[] }) => one.tags.length <= 1),
      value
    )
    t.equal(new Set(tags.map((one: { id: string }) => one.id)).size, tags.length)
    for (const { id, tags } of tagged)
      for (const tag of tags)
        t.match(tag, {
          id: UUID,
          entity: {
            entityClass: 'TRANSACTION',
            displayName: 'TRANSACTION',
            id,
            accountId: zugang.id
          },
          tagTreeItem: { tagTree: { systemName, isTenantGenerated: false } }
        })
  }
})

t.test('own categories are only set by hand', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  const tagged = await umsaetze(sandbox, token, path, 'tag=custom-categories')
  t.ok(tagged.length > 0)
  t.ok(tagged.every(one => one.tags.length === 0))
})

t.test('values of older versions still work', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { produkt, path } = await addKonto(sandbox, token)
  const read = (rel: string) => follow(sandbox, token, produkt, rel)
  const categories = await read('get_kontoumsaetze_categories')
  t.strictSame((await read('get_kontoumsaetze_tagged')).body, categories.body)
  t.match(hrefOf(produkt, 'get_kontoumsaetze_tagged'), /\?tag=true$/)

  const insured = (await umsaetze(sandbox, token, path, 'tag=insurance-types')).filter(
    one => one.tags.length > 0
  )
  t.ok(insured.length > 0)
  t.match(hrefOf(produkt, 'get_kontoumsaetze_insurances'), /\?tag=insurances$/)
  t.strictSame((await read('get_kontoumsaetze_insurances')).body, insured)

  const old = (await read('get_kontoumsaetze_kategorisiert')).body
  t.match(hrefOf(produkt, 'get_kontoumsaetze_kategorisiert'), /\?categorize=true$/)
  t.equal(old.length, categories.body.length)
  for (const [index, { tags }] of old.entries()) {
    const systemName = tagsOf(categories.body[index])[0]
    t.match(tags, [{ tagType: 'CATEGORY', tagVersion: '3.7', systemName, tagId: UUID }])
    t.strictSame(Object.keys(tags[0]).sort(), OLD_TAG)
  }
})

const OLD_TAG = 'displayName,parent,systemName,tagId,tagScope,tagType,tagVersion'.split(',')

t.test('the relations of older versions are left out on demand', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await sandbox.behave({ 'banksapi.relations.legacy': false })
  const { produkt } = await addKonto(sandbox, token)
  for (const rel of ['tagged', 'insurances', 'kategorisiert'])
    t.notOk(rels(produkt).includes(`get_kontoumsaetze_${rel}`), rel)
  t.ok(rels(produkt).includes('get_kontoumsaetze_categories'))
})

t.test('an unknown tag is refused, and the answer lists the six that there are', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  for (const value of [
    'kategorien',
    '',
    'false',
    'CATEGORIES',
    'categories,periods',
    '__proto__'
  ]) {
    const query = new URLSearchParams({ tag: value })
    const reply = await sandbox.call('GET', `${path}?${query}`, { token })
    t.match(reply, { status: 400, body: { code: '400' } }, value)
    for (const [known] of [...BAEUME, ['custom-categories']])
      t.ok(reply.body.message.includes(known), `${value}: ${known}`)
  }
})

t.test('filter asks for the bookings of a collective order', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  await push(sandbox, token, path, [
    umsatz('a', ZEITEN.a, { identifier: { batchId: '4711' } }),
    umsatz('b', ZEITEN.b, { identifier: { batchId: '4712' } }),
    umsatz('c', ZEITEN.c)
  ])
  t.equal(await namesIn(sandbox, token, path, 'filter=identifier.batchId=4711'), 'a')
  t.equal(await namesIn(sandbox, token, path, 'filter=identifier.batchId%3D4712'), 'b')
  t.equal(await namesIn(sandbox, token, path, 'filter=identifier.batchId=9'), '')
})

t.test('bookings of what is not there or not one’s own are not found', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { zugang, path } = await addKonto(sandbox, token)
  await makeUser(sandbox, PROTECT, 'berta')
  const others = [await regulated(sandbox, 'anna'), await userToken(sandbox, PROTECT, 'berta')]
  for (const other of others)
    t.match(await sandbox.call('GET', path, { token: other }), { status: 404, text: '' })
  const base = `${ACCESSES}/${zugang.id}`
  for (const gone of [`${base}/DE1/kontoumsaetze`, `${ACCESSES}/${randomUUID()}/DE1/kontoumsaetze`])
    t.match(await sandbox.call('GET', gone, { token }), { status: 404, text: '' }, gone)
  const { bankprodukte } = await added(sandbox, token, { login: 'demo3' })
  for (const produkt of bankprodukte) {
    const all = pathOf(sandbox, `${hrefOf(produkt, 'self')}/kontoumsaetze`)
    const { status } = await sandbox.call('GET', all, { token })
    t.equal(status === 200, rels(produkt).includes('get_kontoumsaetze'), produkt.kategorie)
  }
})
