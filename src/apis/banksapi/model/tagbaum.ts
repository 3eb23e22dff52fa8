import type { components } from '../../../contract/types/banksapi-customer.ts'

type Schemas = components['schemas']

/** Trees whose items are attached to bookings, and those whose items are attached to users. */
export type Umsatzbaum =
  | 'CATEGORIES'
  | 'BUSINESS_PARTNERS'
  | 'PERIODS'
  | 'INSURANCE_TYPES'
  | 'FREELANCER_CATEGORIES'
  | 'CUSTOM_CATEGORIES'
export type Nutzerbaum = 'SALES_TRIGGERS' | 'LIFE_EVENTS' | 'LIFE_STAGES' | 'AFFINITIES'
type Baumname = Umsatzbaum | Nutzerbaum

export type Tagbaum = {
  readonly systemId: number
  readonly systemName: Baumname
  readonly version: number
  readonly displayName: string
  readonly description: string
}

/** An item of a tree, as the fixtures hold it. What follows `description` is that of business partners. */
export type TagItem = {
  /** Tree and item, as `1/17`. */
  readonly id: string
  readonly tree: number
  readonly systemId: number
  readonly systemName: string
  readonly systemNameParent?: string
  readonly displayName: string
  readonly description?: string
  readonly addressStreet?: string
  readonly addressZip?: string
  readonly addressCity?: string
  readonly addressCountry?: string
  readonly telephone?: string
  readonly website?: string
  readonly creditorId?: string
  readonly group?: string
  readonly categories?: readonly string[]
}

/** Items by tree and name; see `indexItems`. */
export type Tagverzeichnis = ReadonlyMap<string, TagItem>

/** Whether a tag was set by what the user said, or by the categoriser. */
export type Herkunft = 'manuell' | 'automatisch'

// documented: dossier E7, the first; assumed: the others, numbers and versions
export const TAGBAEUME: readonly Tagbaum[] = [
  {
    systemId: 1,
    systemName: 'CATEGORIES',
    version: 3.7,
    displayName: 'Kategorien',
    description: 'Two level categorization tree.'
  },
  tagbaum(2, 'BUSINESS_PARTNERS', 'Geschäftspartner', 'Companies behind transactions.'),
  tagbaum(3, 'PERIODS', 'Perioden', 'How often a transaction returns.'),
  tagbaum(4, 'INSURANCE_TYPES', 'Versicherungsarten', 'Detailed insurance categories.'),
  tagbaum(
    5,
    'FREELANCER_CATEGORIES',
    'Freiberuflich',
    'Categories of a tax return of freelancers.'
  ),
  tagbaum(6, 'CUSTOM_CATEGORIES', 'Eigene Kategorien', 'Categories that are only set by hand.'),
  tagbaum(7, 'SALES_TRIGGERS', 'Verkaufsanlässe', 'What a user may want to buy.'),
  tagbaum(8, 'LIFE_EVENTS', 'Lebensereignisse', 'What happened in the life of a user.'),
  tagbaum(9, 'LIFE_STAGES', 'Lebensphasen', 'Where in life a user stands.'),
  tagbaum(10, 'AFFINITIES', 'Vorlieben', 'What a user likes.')
]

export function indexItems(items: readonly TagItem[]): Tagverzeichnis {
  const named = items.flatMap(item => {
    const baum = TAGBAEUME.find(one => one.systemId === item.tree)
    return baum ? [[keyOf(baum.systemName, item.systemName), item] as const] : []
  })
  return new Map(named)
}

export function findItem(
  items: Tagverzeichnis,
  baum: string,
  systemName: string
): TagItem | undefined {
  return items.get(keyOf(baum, systemName))
}

/** A tree by itself. documented: dossier E7; relations end in a slash */
export function presentTagTree(baum: Tagbaum, base: string): Schemas['tag_tree_schema'] {
  const trees = treesAt(base)
  const self = `${trees}${baum.systemId}/`
  return {
    ...presentInside(baum, 'automatisch'),
    relations: [
      { rel: 'self', href: self },
      { rel: 'tag_trees', href: trees },
      { rel: 'tag_tree_items', href: `${self}tag-tree-items/` }
    ]
  }
}

/** An item with its tree. documented: dossier E7, also that the parent of an item at the top is called None */
export function presentTagTreeItem(
  item: TagItem,
  baum: Tagbaum,
  parent: TagItem | undefined,
  base: string,
  herkunft: Herkunft = 'automatisch'
): Schemas['tag_tree_item_schema'] {
  const { id: _, tree: _tree, ...facts } = item
  const trees = treesAt(base)
  const tree = `${trees}${baum.systemId}/`
  const items = `${tree}tag-tree-items/`
  const self = `${items}${item.systemId}/`
  return {
    ...facts,
    tagTree: presentInside(baum, herkunft),
    relations: [
      { rel: 'self', href: self },
      { rel: 'tag_trees', href: trees },
      { rel: 'tag_tree', href: tree },
      { rel: 'tag_tree_items', href: items },
      { rel: 'tag_tree_item', href: self },
      { rel: 'tag_tree_item_parent', href: `${items}${parent?.systemId ?? 'None'}/` }
    ]
  }
}

/** An item of a tree by its name; nothing when there is none. */
export function presentNamed(
  items: Tagverzeichnis,
  baumname: Baumname,
  systemName: string | undefined,
  base: string,
  herkunft: Herkunft = 'automatisch'
): Schemas['tag_tree_item_schema'] | undefined {
  if (systemName === undefined) return undefined
  const item = findItem(items, baumname, systemName)
  const baum = TAGBAEUME.find(one => one.systemName === baumname)
  if (!item || !baum) return undefined
  return presentTagTreeItem(item, baum, parentOf(items, item), base, herkunft)
}

/** The item above another one. */
export function parentOf(items: Tagverzeichnis, item: TagItem): TagItem | undefined {
  const { tree, systemNameParent } = item
  const baum = TAGBAEUME.find(one => one.systemId === tree)
  if (!baum || systemNameParent === undefined) return undefined
  return findItem(items, baum.systemName, systemNameParent)
}

/** A tree without relations, as it stands inside of an item. documented: dossier K27, both flags say the same */
function presentInside(baum: Tagbaum, herkunft: Herkunft): Schemas['tag_tree_schema'] {
  const isManual = herkunft === 'manuell'
  return { ...baum, isTenantGenerated: isManual, isClientGenerated: isManual }
}

function treesAt(base: string): string {
  return `${base}/tags/v1/tag-trees/`
}

function keyOf(baum: string, systemName: string): string {
  return `${baum}/${systemName}`
}

function tagbaum(
  systemId: number,
  systemName: Baumname,
  displayName: string,
  description: string
): Tagbaum {
  return { systemId, systemName, version: 1, displayName, description }
}
