import type { components } from '../../../contract/types/banksapi-customer.ts'
import {
  AFFINITAETEN,
  ANLAESSE,
  type Anzeichen,
  EREIGNISSE,
  type Ereignis,
  PHASEN
} from './anzeichen.ts'
import { type Auswertung, compare, groupBy, isOf } from './auswertung.ts'
import { type Buchung, keyOf } from './buchung.ts'
import { dayAfter, daysBetween } from './monate.ts'
import { type Nutzerbaum, presentNamed } from './tagbaum.ts'

type Schemas = components['schemas']
type Tags = readonly Schemas['tag_instance_schema'][]

/** What a user may want to buy. assumed: dossier H */
export function salesTriggers(buchungen: readonly Buchung[], auswertung: Auswertung): Tags {
  return tagsOf('SALES_TRIGGERS', ANLAESSE, buchungen, auswertung)
}

/** Where in life a user stands. assumed: dossier H */
export function lifeStages(buchungen: readonly Buchung[], auswertung: Auswertung): Tags {
  return tagsOf('LIFE_STAGES', PHASEN, buchungen, auswertung)
}

/** What a user likes. assumed: dossier H */
export function affinities(buchungen: readonly Buchung[], auswertung: Auswertung): Tags {
  return tagsOf('AFFINITIES', AFFINITAETEN, buchungen, auswertung)
}

/** What happened in the life of a user, the oldest first. assumed: dossier H */
export function lifeEvents(
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): readonly Schemas['LifeEvent'][] {
  const inOrder = buchungen.toSorted((one, other) => compare(dayOf(one), dayOf(other)))
  const later = laterOf(inOrder)
  const found = EREIGNISSE.flatMap(ereignis => {
    const buchung = tellerOf(ereignis, inOrder, later)
    if (!buchung) return []
    const tag = userTag('LIFE_EVENTS', ereignis.item, auswertung, dayOf(buchung))
    return tag ? [{ ...tag, occurred: `${dayOf(buchung)} 00:00:00` }] : []
  })
  return found.sort((one, other) => compare(one.occurred, other.occurred))
}

function tagsOf(
  baum: Nutzerbaum,
  anzeichen: readonly Anzeichen[],
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): Tags {
  const seen = anzeichen.filter(one => isSeen(one, buchungen, auswertung.heute))
  return seen.flatMap(({ item }) => userTag(baum, item, auswertung) ?? [])
}

/** Whether there are enough bookings of what tells it, and none of what speaks against it. */
function isSeen(
  { wenn, ohne = [], mindestens, tage }: Anzeichen,
  buchungen: readonly Buchung[],
  heute: string
): boolean {
  const since = dayAfter(heute, -tage)
  const recent = buchungen.filter(one => dayOf(one) > since && dayOf(one) <= heute)
  const count = recent.filter(one => isOf(one, wenn)).length
  return count >= mindestens && !recent.some(one => isOf(one, ohne))
}

const ANLAUF_TAGE = 62

/**
 * Bookings some time after the first of their product. assumed: what was there when its bookings begin is older than they
 * are, so it is no event
 */
function laterOf(inOrder: readonly Buchung[]): ReadonlySet<Buchung> {
  const products = groupBy(inOrder, ({ accessId, productId }) => `${accessId} ${productId}`)
  const later = products.flatMap(([, some]) =>
    some.filter((one, _, [first = one]) => daysBetween(dayOf(first), dayOf(one)) >= ANLAUF_TAGE)
  )
  return new Set(later)
}

/** The booking that tells an event: the first of its kind, or the last with somebody who was not there before. */
function tellerOf(
  { kategorien, art }: Ereignis,
  inOrder: readonly Buchung[],
  later: ReadonlySet<Buchung>
): Buchung | undefined {
  const some = inOrder.filter(one => isOf(one, kategorien) && partnerOf(one) !== '')
  const partners = groupBy(some, partnerOf)
  const firsts = partners.flatMap(([, [first]]) => first ?? [])
  const told = art === 'beginn' ? firsts[0] : firsts.slice(1).findLast(one => later.has(one))
  return told && later.has(told) ? told : undefined
}

function partnerOf({ umsatz }: Buchung): string {
  const { gegenkontoInhaber: name, gegenkontoIban: iban } = umsatz
  return keyOf({ name, iban }) ?? ''
}

/** A tag of the user. documented: dossier C7, shape; assumed: its id stays while the tag is there */
function userTag(
  baum: Nutzerbaum,
  name: string,
  { user, items, base, chance }: Auswertung,
  day = ''
): Schemas['tag_instance_schema'] | undefined {
  const tagTreeItem = presentNamed(items, baum, name, base)
  if (!tagTreeItem) return undefined
  const id = chance.uuid('banksapi user tag', user, baum, name, day)
  const entity = { entityClass: 'USER', displayName: 'USER', id: user } as const
  return { id, entity: { ...entity, userId: user, accountId: '' }, tagTreeItem }
}

function dayOf({ umsatz }: Buchung): string {
  return umsatz.buchungsdatum
}
