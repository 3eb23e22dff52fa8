import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, PROTECT } from './calls.ts'
import { hrefOf, pathOf, regulated, rels, unregulated } from './customer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

const TREES = '/tags/v1/tag-trees/'

/** Every spelling of the trees and of the items of one, with and without a slash at the end. */
const SPELLINGS = ['/tags/v1/', '/tags/v1/tags/'].flatMap(start =>
  (['-', '_'] as const).flatMap(sign =>
    ['', '/'].map(slash => (...parts: readonly string[]) => {
      const names = parts.map(part => part.replaceAll('-', sign))
      return start + names.join('/') + slash
    })
  )
)

t.test('trees and items are found under every spelling, and links have one', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const places = [
    ['tag-trees'],
    ['tag-trees', '1'],
    ['tag-trees', '1', 'tag-tree-items'],
    ['tag-trees', '1', 'tag-tree-items', '17']
  ]
  for (const parts of places) {
    const usual = await sandbox.call('GET', `/tags/v1/${parts.join('/')}/`, { token })
    t.equal(usual.status, 200)
    for (const spell of SPELLINGS) {
      const path = spell(...parts)
      const reply = await sandbox.call('GET', path, { token })
      t.equal(reply.status, 200, path)
      t.equal(reply.text, usual.text, path)
    }
  }
  const named = await sandbox.call('GET', '/tags/v1/tags/tag_trees/1/tag_tree_items/', { token })
  t.ok(named.body.length > 100, 'the one address that the documentation names')
})

t.test('tokens of clients and of users will do, of either kind of tenant', async t => {
  const sandbox = await createSandbox(t)
  const tokens = [
    await clientToken(sandbox, HOSTING),
    await clientToken(sandbox, PROTECT),
    await regulated(sandbox),
    await unregulated(sandbox)
  ]
  for (const token of tokens) t.equal((await sandbox.call('GET', TREES, { token })).status, 200)
  const bare = await sandbox.call('GET', TREES)
  t.match(bare, { status: 401, text: '' })
  t.ok(bare.headers.get('www-authenticate'))
  const token = await clientToken(sandbox, HOSTING, 'auth/tenants/users/create')
  t.match(await sandbox.call('GET', TREES, { token }), { status: 403, text: '' })
  for (const scope of ['http://banksapi.io/provider/read', 'http://banksapi.io/customer/read']) {
    const narrow = await clientToken(sandbox, HOSTING, scope)
    t.equal((await sandbox.call('GET', TREES, { token: narrow })).status, 200, scope)
  }
})

t.test('the first tree is the documented one, and every tree leads to its items', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { body: trees } = await sandbox.call('GET', TREES, { token })
  t.match(trees[0], {
    systemId: 1,
    systemName: 'CATEGORIES',
    displayName: 'Kategorien',
    description: 'Two level categorization tree.',
    version: 3.7,
    isTenantGenerated: false,
    isClientGenerated: false
  })
  for (const tree of trees) {
    t.strictSame(rels(tree), ['self', 'tag_trees', 'tag_tree_items'])
    for (const rel of rels(tree)) t.match(hrefOf(tree, rel), /\/tags\/v1\/tag-trees\/.*(?<=\/)$/)
    const read = (rel: string) => sandbox.call('GET', pathOf(sandbox, hrefOf(tree, rel)), { token })
    t.strictSame((await read('self')).body, tree)
    t.strictSame((await read('tag_trees')).body, trees)
    const items = (await read('tag_tree_items')).body
    t.ok(items.length > 0, tree.systemName)
    for (const each of ['systemId', 'systemName'])
      t.equal(new Set(items.map((item: Any) => item[each])).size, items.length)
    for (const item of items) t.equal(item.tagTree.systemName, tree.systemName)
  }
  const names = trees.map((tree: Any) => tree.systemName)
  for (const name of ['BUSINESS_PARTNERS', 'PERIODS', 'INSURANCE_TYPES', 'FREELANCER_CATEGORIES'])
    t.ok(names.includes(name), name)
})

const PARENTS =
  'BANKFINANCE BILLS BUSINESS EDUCATION FAMILY HEALTH HOUSING INCOME INSURANCE LIVING MOBILITY OTHER RECREATION SAVINGS SERVICES SHOPPING TAXES TRANSFER TRAVEL'

t.test('categories have two levels, and an item leads to its parent', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { body: items } = await sandbox.call('GET', `${TREES}1/tag-tree-items/`, { token })
  const top = items.filter((item: Any) => item.systemNameParent === undefined)
  t.equal(
    top
      .map((item: Any) => item.systemName)
      .sort()
      .join(' '),
    PARENTS
  )
  t.equal(items.length - top.length, 133)
  const byName = new Map<string, Any>(items.map((item: Any) => [item.systemName, item]))
  t.match(byName.get('BANKFINANCE'), { systemId: 1, displayName: 'Bank und Finanzen' })
  t.match(byName.get('LIVING_GROCERIES'), { systemId: 17, systemNameParent: 'LIVING' })
  for (const item of items) {
    const { systemName, systemNameParent } = item
    t.strictSame(rels(item).toSorted(), ITEM_RELS)
    const parent = hrefOf(item, 'tag_tree_item_parent')
    if (systemNameParent === undefined) {
      t.match(parent, /\/tag-tree-items\/None\/$/)
      continue
    }
    t.ok(systemName.startsWith(`${systemNameParent}_`), systemName)
    t.equal(parent, hrefOf(byName.get(systemNameParent), 'self'), systemName)
  }
  const groceries = byName.get('LIVING_GROCERIES')
  for (const rel of ['self', 'tag_tree_item'])
    t.strictSame(
      (await sandbox.call('GET', pathOf(sandbox, hrefOf(groceries, rel)), { token })).body,
      groceries
    )
})

const ITEM_RELS = 'self,tag_tree,tag_tree_item,tag_tree_item_parent,tag_tree_items,tag_trees'.split(
  ','
)

t.test('what is in no tree is not found', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const path of [
    '/tags/v1',
    '/tags/v1/',
    `${TREES}99/`,
    `${TREES}CATEGORIES/`,
    `${TREES}01`,
    `${TREES}99/tag-tree-items/`,
    `${TREES}1/tag-tree-items/None/`,
    `${TREES}1/tag-tree-items/99999/`,
    `${TREES}1/tag-tree-items/LIVING/`,
    '/tags/v2/tag-trees'
  ])
    t.match(await sandbox.call('GET', path, { token }), { status: 404, text: '' }, path)
})

t.test('say_hello needs no token', async t => {
  const sandbox = await createSandbox(t)
  for (const path of ['/hello/', '/hello'])
    t.match(await sandbox.call('GET', path), { status: 200, body: { message: 'Hello' } })
})
