import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, UUID } from './calls.ts'
import { CUSTOMER, DAY, follow, regulated } from './customer.ts'
import { addKonto, lasting, refresh, tagsOf, umsaetze } from './umsaetze.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

/** A body that puts a booking somewhere. */
function into(systemName: string, tree: object = { systemName: 'CATEGORIES', systemId: 1 }) {
  return { tags: [{ tagTreeItem: { systemName, systemId: 999, tagTree: tree } }] }
}

function put(sandbox: Sandbox, token: string, path: string, body: unknown): Promise<Reply> {
  return sandbox.call('PUT', path, { token, body })
}

/** An account whose bookings were categorised, one of them and those of the same counterparty. */
async function categorised(sandbox: Sandbox, token: string) {
  const konto = await addKonto(sandbox, token)
  const all = await umsaetze(sandbox, token, konto.path, 'tag=categories')
  const one = all.find(({ gegenkontoInhaber }) => /Frischhof/.test(gegenkontoInhaber))
  if (!one) throw new Error('no groceries')
  const isSame = (other: Any) => other.gegenkontoIban === one.gegenkontoIban
  if (all.filter(isSame).length < 3) throw new Error('too few groceries')
  return { ...konto, all, one, isSame, place: `${konto.path}/${one.id}` }
}

t.test('a booking has to be categorised before it is put elsewhere', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  const [one] = await umsaetze(sandbox, token, path)
  const place = `${path}/${one.id}`
  const early = await put(sandbox, token, place, into('BANKFINANCE'))
  t.match(early, { status: 400, body: { code: '400', message: /./ } })
  await umsaetze(sandbox, token, path, 'tag=categories')
  const items = await sandbox.call('GET', '/tags/v1/tag-trees/1/tag-tree-items/', { token })
  const child = items.body.find((item: Any) => item.systemNameParent === 'HEALTH').systemName
  t.match(await put(sandbox, token, place, into(child)), { status: 200, text: '' })
})

t.test('one booking is put elsewhere, by its name, and the others stay', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, all, one, place } = await categorised(sandbox, token)
  t.strictSame(tagsOf(one), ['LIVING_GROCERIES'])
  t.match(one.tags[0].tagTreeItem, { systemId: 17, tagTree: { systemId: 1 } })
  t.match(await put(sandbox, token, place, into('BANKFINANCE')), { status: 200, text: '' })

  const after = await umsaetze(sandbox, token, path, 'tag=categories')
  const changed = after.find(({ id }) => id === one.id)
  t.strictSame(tagsOf(changed), ['BANKFINANCE'])
  const flags = { isTenantGenerated: true, isClientGenerated: true }
  t.match(changed.tags[0], { id: UUID, tagTreeItem: { systemId: 1, tagTree: flags } })
  t.not(changed.tags[0].id, one.tags[0].id)
  const without = (list: Any[]) => list.filter(({ id }) => id !== one.id)
  t.strictSame(without(after), without(all))

  await put(sandbox, token, place, into('BANKFINANCE'))
  const [again] = await umsaetze(sandbox, token, path, 'tag=categories').then(list =>
    list.filter(({ id }) => id === one.id)
  )
  t.not(again.tags[0].id, changed.tags[0].id, 'every assignment has an id of its own')
  const partners = await umsaetze(sandbox, token, path, 'tag=business-partners')
  const flag = partners.find(({ id }) => id === one.id).tags[0].tagTreeItem.tagTree
  t.equal(flag.isTenantGenerated, false, 'other trees stay')
})

t.test('what was put somewhere stays there after a refresh', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const { zugang, path, one, place } = await categorised(sandbox, token)
  await put(sandbox, token, place, into('BANKFINANCE'))
  await sandbox.pass(7 * DAY)
  await refresh(sandbox, token, zugang)
  const after = await umsaetze(sandbox, token, path, 'tag=categories')
  t.strictSame(tagsOf(after.find(({ id }) => id === one.id)), ['BANKFINANCE'])
})

t.test('changeExisting takes all bookings of the counterparty along, in every access', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const second = await addKonto(sandbox, token)
  const { zugang, path, all, isSame, place } = await categorised(sandbox, token)
  const query = '?changeExisting=true&createRule=false'
  t.match(await put(sandbox, token, place + query, into('BANKFINANCE')), { status: 200, text: '' })
  for (const each of [path, second.path])
    for (const one of await umsaetze(sandbox, token, each, 'tag=categories')) {
      const before = all.find(({ id }) => id === one.id)
      if (isSame(one)) t.strictSame(tagsOf(one), ['BANKFINANCE'])
      else if (before) t.strictSame(tagsOf(one), tagsOf(before))
    }
  await sandbox.pass(30 * DAY)
  await refresh(sandbox, token, zugang)
  const later = await umsaetze(sandbox, token, path, 'tag=categories')
  const fresh = later.filter(one => isSame(one) && one.buchungsdatum > '2026-11-21')
  t.ok(fresh.length > 0)
  for (const one of fresh) t.strictSame(tagsOf(one), ['LIVING_GROCERIES'], 'no rule')
})

t.test('createRule puts future bookings of the counterparty there, not those before', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const { zugang, path, one, isSame, place } = await categorised(sandbox, token)
  t.match(await put(sandbox, token, `${place}?createRule=true`, into('BANKFINANCE')), {
    status: 200,
    text: ''
  })
  const customer = (await sandbox.call('GET', CUSTOMER, { token })).body
  const { gegenkontoInhaber: name, gegenkontoIban: iban } = one
  t.match((await follow(sandbox, token, customer, 'get_tagging_rules')).body, [
    { id: UUID, counterparty: { name, iban }, tagTreeItem: { systemName: 'BANKFINANCE' } }
  ])
  await sandbox.pass(30 * DAY)
  await refresh(sandbox, token, zugang)
  let fresh = 0
  for (const other of await umsaetze(sandbox, token, path, 'tag=categories')) {
    if (!isSame(other)) continue
    const isNew = other.buchungsdatum > '2026-11-22'
    fresh += isNew ? 1 : 0
    const isPut = isNew || other.id === one.id
    t.strictSame(tagsOf(other), [isPut ? 'BANKFINANCE' : 'LIVING_GROCERIES'], other.buchungsdatum)
    if (isPut) t.equal(other.tags[0].tagTreeItem.tagTree.isTenantGenerated, true)
  }
  t.ok(fresh > 0)
})

t.test('own categories are set by hand', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, one, place } = await categorised(sandbox, token)
  const tree = { systemName: 'CUSTOM_CATEGORIES' }
  const items = await sandbox.call('GET', '/tags/v1/tag-trees/6/tag-tree-items/', { token })
  const { systemName } = items.body[0]
  t.match(await put(sandbox, token, place, into(systemName, tree)), { status: 200, text: '' })
  const own = await umsaetze(sandbox, token, path, 'tag=custom-categories')
  t.strictSame(
    own.filter(({ tags }) => tags.length > 0).map(({ id, ...rest }) => [id, ...tagsOf(rest)]),
    [[one.id, systemName]]
  )
  const categories = await umsaetze(sandbox, token, path, 'tag=categories')
  t.strictSame(tagsOf(categories.find(({ id }) => id === one.id)), ['LIVING_GROCERIES'])
})

const TREE = { systemName: 'CATEGORIES', systemId: 1 }
const UNKNOWN = 'Tag with system name NICHTS does not exist for tag tree CATEGORIES'

const REFUSED: readonly (readonly [title: string, body: unknown, message: string | RegExp])[] = [
  ['an unknown item', into('NICHTS'), UNKNOWN],
  [
    'an item of another tree',
    into('MONTHLY'),
    'Tag with system name MONTHLY does not exist for tag tree CATEGORIES'
  ],
  [
    'a name in small letters',
    into('living_groceries'),
    'Tag with system name living_groceries does not exist for tag tree CATEGORIES'
  ],
  ['an unknown tree', into('LIVING_GROCERIES', { systemName: 'KATEGORIEN' }), /./],
  ['no tree', { tags: [{ tagTreeItem: { systemName: 'LIVING_GROCERIES' } }] }, /tagTree/],
  [
    'a tree that is null',
    { tags: [{ tagTreeItem: { systemName: 'X', tagTree: null } }] },
    /tagTree/
  ],
  ['no name', { tags: [{ tagTreeItem: { tagTree: TREE } }] }, /systemName/],
  ['no item', { tags: [{}] }, /tagTreeItem/],
  ['no tags', { tags: [] }, /tags/],
  ['nothing', {}, /tags/],
  ['a list', [], /./],
  ['no JSON', '{', /./],
  ['one wrong tag of two', { tags: [...into('BANKFINANCE').tags, ...into('NICHTS').tags] }, UNKNOWN]
]

t.test('what cannot be a category is refused in words, and nothing changes', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, all, place } = await categorised(sandbox, token)
  for (const [title, body, message] of REFUSED) {
    const reply = await put(sandbox, token, `${place}?changeExisting=true&createRule=true`, body)
    t.match(reply, { status: 400, body: { code: '400', message } }, title)
  }
  const empty = await sandbox.call('PUT', place, {
    token,
    headers: { 'content-type': 'application/json' }
  })
  t.match(empty, { status: 400, body: { code: '400' } })
  for (const query of ['changeExisting=vielleicht', 'createRule=1'])
    t.equal(
      (await put(sandbox, token, `${place}?${query}`, into('BANKFINANCE'))).status,
      400,
      query
    )
  t.strictSame(await umsaetze(sandbox, token, path, 'tag=categories'), all)
  t.strictSame((await sandbox.call('GET', `${CUSTOMER}/tagging-rules`, { token })).body, [])
})

t.test('a booking that is not there or not one’s own is not found', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, place, one } = await categorised(sandbox, token)
  const other = await regulated(sandbox, 'anna')
  const body = into('BANKFINANCE')
  for (const [title, who, where] of [
    ['an unknown booking', token, `${path}/${randomUUID()}`],
    ['no UUID', token, `${path}/x`],
    ['an unknown product', token, place.replace('DE00123456789012345678', 'DE1')],
    ['an unknown access', token, place.replace(/[0-9a-f-]{36}/, randomUUID())],
    ['somebody else’s', other, place]
  ] as const)
    t.match(await put(sandbox, who, where, body), { status: 404, text: '' }, title)
  const client = await clientToken(sandbox, HOSTING)
  t.match(await put(sandbox, client, place, body), { status: 403, text: '' })
  const after = await umsaetze(sandbox, token, path, 'tag=categories')
  t.strictSame(tagsOf(after.find(({ id }) => id === one.id)), ['LIVING_GROCERIES'])
  t.match(
    await put(
      sandbox,
      token,
      place
        .toUpperCase()
        .replace('/CUSTOMER/V2/BANKZUGAENGE', '/customer/v2/bankzugaenge')
        .replace('KONTOUMSAETZE', 'kontoumsaetze'),
      body
    ),
    { status: 200 }
  )
})
