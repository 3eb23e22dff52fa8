import t from 'tap'
import { GESCHAEFTSPARTNER } from '../../../../src/apis/banksapi/model/geschaeftspartner.ts'
import {
  FREIBERUFLICHES,
  PERIODEN,
  VERSICHERUNGSARTEN
} from '../../../../src/apis/banksapi/model/merkmale.ts'
import {
  findItem,
  indexItems,
  parentOf,
  presentNamed,
  presentTagTree,
  presentTagTreeItem,
  TAGBAEUME
} from '../../../../src/apis/banksapi/model/tagbaum.ts'
import { BASE, items, tagItems } from './buchungen.ts'

const TREES = `${BASE}/tags/v1/tag-trees/`
const [KATEGORIEN] = TAGBAEUME

const PARENTS =
  'BANKFINANCE BILLS BUSINESS EDUCATION FAMILY HEALTH HOUSING INCOME INSURANCE LIVING MOBILITY OTHER RECREATION SAVINGS SERVICES SHOPPING TAXES TRANSFER TRAVEL'

/** System names of the items of a tree, in order of the alphabet. */
function namesIn(tree: number): readonly string[] {
  return tagItems
    .filter(item => item.tree === tree)
    .map(({ systemName }) => systemName)
    .sort()
}

function namesOf(list: readonly { readonly systemName: string }[]): readonly string[] {
  return list.map(({ systemName }) => systemName).sort()
}

t.test('ids of items are tree and number, and numbers and names come once in a tree', async t => {
  for (const { id, tree, systemId } of tagItems) t.equal(id, `${tree}/${systemId}`)
  t.equal(new Set(tagItems.map(({ id }) => id)).size, tagItems.length)
  t.equal(items.size, tagItems.length, 'names')
})

t.test('there are the 19 documented categories at the top and 133 below', async t => {
  const categories = tagItems.filter(({ tree }) => tree === 1)
  const top = categories.filter(item => item.systemNameParent === undefined)
  t.strictSame(namesOf(top), PARENTS.split(' '))
  t.equal(categories.length - top.length, 133)
  for (const { systemName, systemNameParent } of categories)
    if (systemNameParent) t.ok(systemName.startsWith(`${systemNameParent}_`), systemName)
})

t.test('documented items have their documented numbers and names', async t => {
  t.match(findItem(items, 'CATEGORIES', 'BANKFINANCE'), {
    systemId: 1,
    displayName: 'Bank und Finanzen',
    description: 'Transactions in the field of banking and finance'
  })
  t.match(findItem(items, 'CATEGORIES', 'LIVING_GROCERIES'), {
    systemId: 17,
    systemNameParent: 'LIVING',
    displayName: 'Lebensmittel'
  })
  t.match(findItem(items, 'CATEGORIES', 'HOUSING_RENT'), { displayName: 'Miete/Wohngeld' })
  t.match(findItem(items, 'CATEGORIES', 'BANKFINANCE_CURRENCY'), {
    displayName: 'Devisen- / Sortengeschäfte'
  })
  t.match(findItem(items, 'CATEGORIES', 'OTHER'), { displayName: 'Sonstiges' })
})

t.test('the other trees hold what bookings of the fictitious banks carry', async t => {
  t.strictSame(namesIn(2), namesOf(GESCHAEFTSPARTNER))
  t.strictSame(namesIn(3), namesOf(PERIODEN))
  t.strictSame(namesIn(4), namesOf(VERSICHERUNGSARTEN))
  t.strictSame(namesIn(5), namesOf(FREIBERUFLICHES))
  for (const { systemId } of TAGBAEUME) t.ok(namesIn(systemId).length > 0, String(systemId))
})

t.test('business partners stand in the tree as the bookings name them', async t => {
  for (const { systemName, displayName, creditorId, categories } of GESCHAEFTSPARTNER) {
    const item = findItem(items, 'BUSINESS_PARTNERS', systemName)
    t.match(item, { displayName, creditorId, categories, addressCountry: 'Deutschland' })
    for (const one of categories) t.ok(findItem(items, 'CATEGORIES', one), one)
  }
})

t.test('an item of no known tree is no item', async t => {
  const item = { id: '99/1', tree: 99, systemId: 1, systemName: 'X', displayName: 'X' }
  t.equal(indexItems([item]).size, 0)
  t.equal(findItem(items, 'CATEGORIES', 'INSURANCE_LIF'), undefined)
  t.equal(findItem(items, 'CATEGORIE', 'LIVING'), undefined)
})

t.test('the tree of categories is shown as documented', async t => {
  t.ok(KATEGORIEN)
  if (!KATEGORIEN) return
  t.strictSame(presentTagTree(KATEGORIEN, BASE), {
    systemId: 1,
    systemName: 'CATEGORIES',
    version: 3.7,
    displayName: 'Kategorien',
    description: 'Two level categorization tree.',
    isTenantGenerated: false,
    isClientGenerated: false,
    relations: [
      { rel: 'self', href: `${TREES}1/` },
      { rel: 'tag_trees', href: TREES },
      { rel: 'tag_tree_items', href: `${TREES}1/tag-tree-items/` }
    ]
  })
})

t.test('an item at the top is shown as documented, with a parent called None', async t => {
  t.strictSame(presentNamed(items, 'CATEGORIES', 'BANKFINANCE', BASE), {
    systemId: 1,
    systemName: 'BANKFINANCE',
    displayName: 'Bank und Finanzen',
    description: 'Transactions in the field of banking and finance',
    tagTree: {
      systemId: 1,
      systemName: 'CATEGORIES',
      version: 3.7,
      displayName: 'Kategorien',
      description: 'Two level categorization tree.',
      isTenantGenerated: false,
      isClientGenerated: false
    },
    relations: [
      { rel: 'self', href: `${TREES}1/tag-tree-items/1/` },
      { rel: 'tag_trees', href: TREES },
      { rel: 'tag_tree', href: `${TREES}1/` },
      { rel: 'tag_tree_items', href: `${TREES}1/tag-tree-items/` },
      { rel: 'tag_tree_item', href: `${TREES}1/tag-tree-items/1/` },
      { rel: 'tag_tree_item_parent', href: `${TREES}1/tag-tree-items/None/` }
    ]
  })
})

t.test('an item below another one names it, and leads to it', async t => {
  const item = findItem(items, 'CATEGORIES', 'LIVING_GROCERIES')
  t.ok(item && KATEGORIEN)
  if (!item || !KATEGORIEN) return
  const parent = parentOf(items, item)
  t.equal(parent?.systemName, 'LIVING')
  const shown = presentTagTreeItem(item, KATEGORIEN, parent, BASE)
  t.match(shown, { systemId: 17, systemNameParent: 'LIVING' })
  t.strictSame(shown.relations?.at(-1), {
    rel: 'tag_tree_item_parent',
    href: `${TREES}1/tag-tree-items/${parent?.systemId}/`
  })
})

t.test('what was set by hand says so under both names', async t => {
  for (const [herkunft, is] of [
    ['manuell', true],
    ['automatisch', false]
  ] as const)
    t.match(presentNamed(items, 'PERIODS', 'MONTHLY', BASE, herkunft), {
      tagTree: { systemName: 'PERIODS', isTenantGenerated: is, isClientGenerated: is }
    })
})

t.test('an item at the top, and one of no tree, has no parent', async t => {
  const item = { id: '99/1', tree: 99, systemId: 1, systemName: 'X_Y', displayName: 'X' }
  t.equal(parentOf(items, { ...item, tree: 1 }), undefined)
  t.equal(parentOf(items, { ...item, systemNameParent: 'LIVING' }), undefined)
  t.match(parentOf(items, { ...item, tree: 1, systemNameParent: 'LIVING' }), { tree: 1 })
})

t.test('business partners are shown with address and categories', async t => {
  t.match(presentNamed(items, 'BUSINESS_PARTNERS', 'KORNKRAMER', BASE), {
    addressStreet: 'Marktplatz 4',
    addressZip: '50667',
    addressCity: 'Köln',
    addressCountry: 'Deutschland',
    website: 'https://kornkramer.example',
    group: 'kornkramer',
    categories: ['LIVING_GROCERIES']
  })
})

t.test('a name that nothing has is not shown', async t => {
  t.equal(presentNamed(items, 'CATEGORIES', undefined, BASE), undefined)
  t.equal(presentNamed(items, 'CATEGORIES', 'MONTHLY', BASE), undefined)
})
