import type { Buchung } from './buchung.ts'
import type { Tagwissen } from './kategorisierung.ts'
import { addMonths, monatOf } from './monate.ts'

/** What an analysis knows beside the bookings of a user, which come as `einordnen` returns them. */
export type Auswertung = Pick<Tagwissen, 'user' | 'items' | 'base' | 'chance'> & {
  /** The day in Berlin. */
  readonly heute: string
}

/** assumed: bookings in other currencies are left out where the answer has only one */
export const WAEHRUNG = 'EUR'

/** assumed: money that moves between accounts of the user is neither income nor expense */
const EIGENES = ['TRANSFER', 'SAVINGS', 'INCOME_SAVINGS']

/** Whether a booking belongs to one of some categories; one at the top stands for all below it. */
export function isOf({ umsatz }: Buchung, kategorien: readonly string[]): boolean {
  const { kategorie } = umsatz.merkmale
  return kategorien.some(one => kategorie === one || kategorie?.startsWith(`${one}_`))
}

/** Bookings that come in or go out for good. */
export function withoutEigenes(buchungen: readonly Buchung[]): readonly Buchung[] {
  return buchungen.filter(buchung => !isOf(buchung, EIGENES))
}

/** Cents that came in, and cents that went out, both without a sign. */
export function sums(buchungen: readonly Buchung[]): {
  readonly income: number
  readonly expenses: number
} {
  const betraege = buchungen.map(({ umsatz }) => umsatz.betrag)
  const total = (some: readonly number[]) => some.reduce((sum, one) => sum + Math.abs(one), 0)
  return {
    income: total(betraege.filter(one => one > 0)),
    expenses: total(betraege.filter(one => one < 0))
  }
}

/**
 * The last months that are over and of which all is known, six at most, the oldest first. assumed: of the month in which the
 * bookings begin all is known if they begin in its first days
 */
export function volleMonate(buchungen: readonly Buchung[], heute: string): readonly string[] {
  const known = buchungen.filter(({ waehrung }) => waehrung === WAEHRUNG)
  const days = known.map(({ umsatz }) => umsatz.buchungsdatum).sort()
  const start = days[0] ?? heute
  const isWhole = Number(start.slice(8)) <= ANLAUF_TAGE
  const first = isWhole ? monatOf(start) : addMonths(monatOf(start), 1)
  return [-6, -5, -4, -3, -2, -1]
    .map(months => addMonths(monatOf(heute), months))
    .filter(monat => monat >= first)
}

const ANLAUF_TAGE = 5

/** Bookings of some months in the one currency. */
export function inMonths(
  buchungen: readonly Buchung[],
  monate: readonly string[]
): readonly Buchung[] {
  return buchungen.filter(
    ({ umsatz, waehrung }) =>
      waehrung === WAEHRUNG && monate.includes(monatOf(umsatz.buchungsdatum))
  )
}

/** Things by what they have in common, in the order in which each first comes. */
export function groupBy<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string
): readonly (readonly [key: string, things: readonly Thing[]])[] {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const group = groups.get(key)
    if (group) group.push(thing)
    else groups.set(key, [thing])
  }
  return [...groups]
}

/** Orders texts, days among them. */
export function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
