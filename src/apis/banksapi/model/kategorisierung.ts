import type { components } from '../../../contract/types/banksapi-customer.ts'
import type { Chance } from '../../../world/chance.ts'
import { type Buchung, buchungId } from './buchung.ts'
import { erkennen } from './erkennung.ts'
import type { Merkmale, Umsatz } from './konto.ts'
import {
  findItem,
  type Herkunft,
  presentNamed,
  TAGBAEUME,
  type TagItem,
  type Tagverzeichnis,
  type Umsatzbaum
} from './tagbaum.ts'
import { gilt, type Tagregel, type Zuordnung, zuordnungId } from './tagregel.ts'

type Schemas = components['schemas']
export type Tag = Schemas['tag_instance_schema'] | Schemas['Tag']

/** What a caller wants to know of bookings. */
export type TagWunsch = {
  readonly baum: Umsatzbaum
  /** `alt` is the older shape of a tag, which knows categories alone. */
  readonly form: 'neu' | 'alt'
  /** Whether bookings without a tag are left out. */
  readonly nur?: 'mit Tag'
}

type GelesenerWunsch =
  | { readonly is: 'wish'; readonly wunsch: TagWunsch }
  | { readonly is: 'none' }
  | { readonly is: 'refused'; readonly message: string }

/** What is known of a user's tags. Rules are in the order in which they count; see `sortRegeln`. */
export type Tagwissen = {
  /** UUID of the user. */
  readonly user: string
  readonly items: Tagverzeichnis
  /** By `zuordnungId`. */
  readonly zuordnungen: ReadonlyMap<string, Zuordnung>
  readonly regeln: readonly Tagregel[]
  /** Address of this server, without a slash at the end. */
  readonly base: string
  readonly chance: Chance
}

/** documented: the six values */
const WERTE: Readonly<Record<string, Umsatzbaum>> = {
  categories: 'CATEGORIES',
  'business-partners': 'BUSINESS_PARTNERS',
  periods: 'PERIODS',
  'insurance-types': 'INSURANCE_TYPES',
  'freelancer-categories': 'FREELANCER_CATEGORIES',
  'custom-categories': 'CUSTOM_CATEGORIES'
}

/** Reads what tags are asked for. documented: dossier K17; assumed: I-30, and `tag` counts before `categorize` */
export function readTagWunsch(query: {
  readonly tag?: string
  readonly categorize?: string
}): GelesenerWunsch {
  const { tag, categorize } = query
  if (tag === undefined) {
    if (categorize !== 'true') return { is: 'none' }
    return { is: 'wish', wunsch: { baum: 'CATEGORIES', form: 'alt' } }
  }
  if (tag === 'true') return { is: 'wish', wunsch: { baum: 'CATEGORIES', form: 'neu' } }
  if (tag === 'insurances')
    return { is: 'wish', wunsch: { baum: 'INSURANCE_TYPES', form: 'neu', nur: 'mit Tag' } }
  const baum = Object.hasOwn(WERTE, tag) ? WERTE[tag] : undefined
  if (baum) return { is: 'wish', wunsch: { baum, form: 'neu' } }
  return { is: 'refused', message: `tag has to be one of ${Object.keys(WERTE).join(', ')}` }
}

/** Bookings with their tags. assumed: dossier I-32, only the older `insurances` leaves bookings out */
export function kategorisieren(
  buchungen: readonly Buchung[],
  wunsch: TagWunsch,
  wissen: Tagwissen
): readonly { readonly buchung: Buchung; readonly tags: readonly Tag[] }[] {
  const tagged = buchungen.map(buchung => ({ buchung, tags: tagsFuer(buchung, wunsch, wissen) }))
  return wunsch.nur === 'mit Tag' ? tagged.filter(({ tags }) => tags.length > 0) : tagged
}

/** The tag of a booking from one tree, or none. documented: dossier D9, every assignment has an id of its own */
export function tagsFuer(
  buchung: Buchung,
  { baum, form }: TagWunsch,
  wissen: Tagwissen
): readonly Tag[] {
  const wahl = wahlFuer(buchung, baum, wissen)
  if (!wahl) return []
  const { user, chance } = wissen
  const { item, herkunft, durch } = wahl
  const id = chance.uuid('banksapi tag', user, buchungId(buchung), baum, item.systemName, durch)
  if (form === 'alt') return [inAlterForm(item, id)]
  const tagTreeItem = presentNamed(wissen.items, baum, item.systemName, wissen.base, herkunft)
  if (!tagTreeItem) return []
  const { accessId, umsatz } = buchung
  const entity = { entityClass: 'TRANSACTION', displayName: 'TRANSACTION', id: umsatz.id } as const
  return [{ id, entity: { ...entity, userId: user, accountId: accessId }, tagTreeItem }]
}

/** Bookings as they count: what the user has said of them stands in their `merkmale`. */
export function einordnen(buchungen: readonly Buchung[], wissen: Tagwissen): readonly Buchung[] {
  return buchungen.map(buchung => {
    const sorted = { ...buchung, umsatz: sortUmsatz(buchung.umsatz) }
    const named = MERKMALE.flatMap(([baum, merkmal]) => {
      const wahl = wahlFuer(sorted, baum, wissen)
      return wahl ? [[merkmal, wahl.item.systemName] as const] : []
    })
    const merkmale: Merkmale = Object.fromEntries(named)
    return { ...buchung, umsatz: { ...buchung.umsatz, merkmale } }
  })
}

/** What decides: what was set by hand, else the newest rule, else the categoriser. */
function wahlFuer(buchung: Buchung, baum: Umsatzbaum, wissen: Tagwissen): Wahl | undefined {
  const { user, items, zuordnungen, regeln } = wissen
  const von = (systemName: string | undefined, herkunft: Herkunft, durch: string) => {
    const item = systemName === undefined ? undefined : findItem(items, baum, systemName)
    return item && { item, herkunft, durch }
  }
  const zuordnung = zuordnungen.get(zuordnungId(user, buchung, baum))
  const regel = regeln.find(one => one.baum === baum && gilt(one, buchung))
  return (
    von(zuordnung?.item, 'manuell', `zuordnung ${zuordnung?.nummer}`) ??
    von(regel?.item, 'manuell', `regel ${regel?.id} ${regel?.createdAt}`) ??
    von(merkmalOf(buchung.umsatz, baum), 'automatisch', 'kategorisierer')
  )
}

/** What was chosen for a booking, and what tells this assignment from others of the same item. */
type Wahl = { readonly item: TagItem; readonly herkunft: Herkunft; readonly durch: string }

const MERKMALE = [
  ['CATEGORIES', 'kategorie'],
  ['BUSINESS_PARTNERS', 'geschaeftspartner'],
  ['PERIODS', 'periode'],
  ['INSURANCE_TYPES', 'versicherungsart'],
  ['FREELANCER_CATEGORIES', 'freiberuflich']
] as const satisfies readonly (readonly [Umsatzbaum, keyof Merkmale])[]

function merkmalOf(umsatz: Umsatz, baum: Umsatzbaum): string | undefined {
  const [, merkmal] = MERKMALE.find(([one]) => one === baum) ?? []
  return merkmal && sortUmsatz(umsatz).merkmale[merkmal]
}

/** A booking that has a category: the one of the bank, else the one that its words tell. */
function sortUmsatz(umsatz: Umsatz): Umsatz {
  const { merkmale } = umsatz
  if (merkmale.kategorie !== undefined) return umsatz
  return { ...umsatz, merkmale: { ...erkennen(umsatz), ...merkmale } }
}

/** documented: dossier C7 and K28; assumed: a category at the top is its own parent */
function inAlterForm(item: TagItem, tagId: string): Schemas['Tag'] {
  const { systemName, displayName, systemNameParent } = item
  const baum = TAGBAEUME.find(one => one.systemId === item.tree)
  return {
    tagScope: 'transaction',
    tagId,
    tagType: 'CATEGORY',
    tagVersion: String(baum?.version),
    systemName,
    displayName,
    parent: systemNameParent ?? systemName
  }
}
