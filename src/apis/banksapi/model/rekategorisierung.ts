import type { components } from '../../../contract/types/banksapi-customer.ts'
import { berlinTime } from '../../../world/berlin.ts'
import { type Buchung, buchungId, type Gegenkonto, gegenkontoOf, isWith, keyOf } from './buchung.ts'
import type { Tagwissen } from './kategorisierung.ts'
import {
  findItem,
  presentNamed,
  TAGBAEUME,
  type Tagverzeichnis,
  type Umsatzbaum
} from './tagbaum.ts'
import { gilt, type Tagregel, type Zuordnung, zuordnungId } from './tagregel.ts'

type Schemas = components['schemas']

/** The booking that is meant. */
type Ziel = {
  readonly accessId: string
  readonly productId: string
  readonly transactionId: string
}

/** How far a recategorisation goes. */
type Reichweite = {
  /** Whether the bookings of the product were read with tags before. */
  readonly isKategorisiert: boolean
  readonly changeExisting: boolean
  readonly createRule: boolean
}

type Refused = { readonly is: 'refused'; readonly message: string }
/** What has to be kept; a document with a known id replaces the one that is there. */
type Neu = { readonly zuordnungen: readonly Zuordnung[]; readonly regeln: readonly Tagregel[] }
type Gewaehlt = { readonly baum: Umsatzbaum; readonly item: string }

/** Puts a booking elsewhere, and others with it. `buchungen` are all of the user. documented: dossier D9 */
export function rekategorisieren(
  buchungen: readonly Buchung[],
  ziel: Ziel,
  body: Schemas['WrappedTags'],
  reichweite: Reichweite,
  wissen: Tagwissen,
  now: number
): { readonly is: 'unknown' } | Refused | ({ readonly is: 'changed' } & Neu) {
  const buchung = buchungen.find(one => isTarget(one, ziel))
  if (!buchung) return { is: 'unknown' }
  // documented: “Initial categorization is required before recategorization.” assumed: the words
  if (!reichweite.isKategorisiert) return refuse('The transaction has not been categorized yet')
  const gewaehlt = readTags(body, wissen.items)
  if (typeof gewaehlt === 'string') return refuse(gewaehlt)
  const gegenkonto = gegenkontoOf(buchung)
  const others =
    reichweite.changeExisting && gegenkonto
      ? buchungen.filter(one => isWith(one, gegenkonto) && one !== buchung)
      : []
  const zuordnungen = gewaehlt.flatMap(wahl =>
    [buchung, ...others].map(one => assign(one, wahl, wissen))
  )
  // assumed: without a counterparty there is nothing that a rule could be about
  if (!reichweite.createRule || !gegenkonto) return { is: 'changed', zuordnungen, regeln: [] }
  const added = gewaehlt.map(wahl => makeRegel(gegenkonto, wahl, buchungen, wissen, now))
  const kept = added.flatMap(one => one.zuordnungen)
  return {
    is: 'changed',
    zuordnungen: [...new Map([...kept, ...zuordnungen].map(one => [one.id, one])).values()],
    regeln: added.map(one => one.regel)
  }
}

/** Adds a rule by itself. assumed: dossier H; errors as with a booking */
export function addRegel(
  body: Schemas['CreateTaggingRule'],
  buchungen: readonly Buchung[],
  wissen: Tagwissen,
  now: number
): Refused | ({ readonly is: 'added' } & NeueRegel) {
  const { name = '', iban = '' } = body.counterparty
  if (keyOf({ name, iban }) === undefined)
    return refuse('The counterparty has to include a name or an iban')
  const gewaehlt = readTag(body.tagTreeItem, wissen.items)
  if (typeof gewaehlt === 'string') return refuse(gewaehlt)
  return { is: 'added', ...makeRegel({ name, iban }, gewaehlt, buchungen, wissen, now) }
}

/** What stays of a rule that goes: its bookings are where it has put them. documented: contract of the rules */
export function keepSorted(
  regel: Tagregel,
  buchungen: readonly Buchung[],
  wissen: Tagwissen
): readonly Zuordnung[] {
  const { user, regeln, zuordnungen } = wissen
  const sorted = buchungen.filter(
    buchung =>
      !zuordnungen.has(zuordnungId(user, buchung, regel.baum)) &&
      regeln.find(one => one.baum === regel.baum && gilt(one, buchung))?.id === regel.id
  )
  return sorted.map(buchung => assign(buchung, regel, wissen))
}

/** Rules as the API shows them, the oldest first; those whose item is gone are left out. assumed: dossier H */
export function presentRegeln(
  regeln: readonly Tagregel[],
  { items, base }: Pick<Tagwissen, 'items' | 'base'>
): readonly Schemas['TaggingRule'][] {
  const inOrder = regeln.toSorted((one, other) => one.createdAt - other.createdAt)
  return inOrder.flatMap(({ id, gegenkonto: { name, iban }, baum, item, createdAt }) => {
    const tagTreeItem = presentNamed(items, baum, item, base, 'manuell')
    if (!tagTreeItem) return []
    const counterparty = { ...(name !== '' && { name }), ...(iban !== '' && { iban }) }
    return [{ id, counterparty, tagTreeItem, created: berlinTime(createdAt) }]
  })
}

function isTarget({ accessId, productId, umsatz }: Buchung, ziel: Ziel): boolean {
  return (
    accessId.toLowerCase() === ziel.accessId.toLowerCase() &&
    productId === ziel.productId &&
    umsatz.id.toLowerCase() === ziel.transactionId.toLowerCase()
  )
}

/** The items that are named, or what is wrong. assumed: the last one of each tree is set; one mistake refuses all */
function readTags(
  { tags = [] }: Schemas['WrappedTags'],
  items: Tagverzeichnis
): readonly Gewaehlt[] | string {
  if (tags.length === 0) return 'The tagTreeItem has to be wrapped in tags: []'
  const read = tags.map(({ tagTreeItem }) => readTag(tagTreeItem, items))
  const wrong = read.find(one => typeof one === 'string')
  if (wrong !== undefined) return wrong
  const named = read.filter(one => typeof one !== 'string')
  return [...new Map(named.map(one => [one.baum, one])).values()]
}

/** documented: names decide, numbers are only hints; the text for an unknown item. assumed: the other texts */
function readTag(
  tagTreeItem: Schemas['TagTreeItemReference'] | undefined,
  items: Tagverzeichnis
): Gewaehlt | string {
  if (!tagTreeItem) return 'A tag has to include a tagTreeItem'
  const { systemName, tagTree } = tagTreeItem
  if (!tagTree?.systemName) return 'The tagTreeItem has to include a tagTree with a systemName'
  if (!systemName) return 'The tagTreeItem has to include a systemName'
  const baum = UMSATZBAEUME.find(one => one === tagTree.systemName)
  if (!baum) return `Tag tree with system name ${tagTree.systemName} does not exist`
  if (!findItem(items, baum, systemName))
    return `Tag with system name ${systemName} does not exist for tag tree ${baum}`
  return { baum, item: systemName }
}

const OF_USERS: ReadonlySet<string> = new Set([
  'SALES_TRIGGERS',
  'LIFE_EVENTS',
  'LIFE_STAGES',
  'AFFINITIES'
])
const UMSATZBAEUME = TAGBAEUME.map(({ systemName }) => systemName).filter(
  (name): name is Umsatzbaum => !OF_USERS.has(name)
)

function assign(buchung: Buchung, { baum, item }: Gewaehlt, wissen: Tagwissen): Zuordnung {
  const { user, zuordnungen } = wissen
  const { accessId, productId, umsatz } = buchung
  const id = zuordnungId(user, buchung, baum)
  const nummer = (zuordnungen.get(id)?.nummer ?? 0) + 1
  return { id, user, accessId, productId, umsatz: umsatz.id, baum, item, nummer }
}

type NeueRegel = { readonly regel: Tagregel; readonly zuordnungen: readonly Zuordnung[] }

/** A rule; one for the same counterparty and tree is replaced, and what that one has sorted is kept. */
function makeRegel(
  gegenkonto: Gegenkonto,
  { baum, item }: Gewaehlt,
  buchungen: readonly Buchung[],
  wissen: Tagwissen,
  now: number
): NeueRegel {
  const { user, chance, regeln } = wissen
  const id = chance.uuid('banksapi tagging rule', user, `${keyOf(gegenkonto)}`, baum)
  const before = regeln.find(one => one.id === id)
  const there = buchungen.filter(one => isWith(one, gegenkonto))
  const vorhandene = Object.fromEntries(there.map(one => [buchungId(one), true] as const))
  return {
    regel: { id, user, gegenkonto, baum, item, createdAt: now, vorhandene },
    zuordnungen: before ? keepSorted(before, buchungen, wissen) : []
  }
}

function refuse(message: string): Refused {
  return { is: 'refused', message }
}
