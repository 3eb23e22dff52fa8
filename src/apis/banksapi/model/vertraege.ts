import type { components } from '../../../contract/types/banksapi-customer.ts'
import { type Auswertung, compare, groupBy, isOf } from './auswertung.ts'
import { type Buchung, gegenkontoOf, keyOf } from './buchung.ts'
import type { Periode } from './merkmale.ts'
import { dayAfter, dayAfterMonths, daysBetween } from './monate.ts'
import { presentNamed } from './tagbaum.ts'
import { euros } from './zeigen.ts'

type Schemas = components['schemas']

/** Payments that return, by the day of their first booking. assumed: dossier H, all of it */
export function contracts(
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): readonly Schemas['Contract'][] {
  const candidates = buchungen.filter(one => gegenkontoOf(one) && !isOf(one, KEINE_VERTRAEGE))
  const found = groupBy(candidates, keyOfContract).flatMap(([key, some]) => {
    const inOrder = some.toSorted((one, other) => compare(dayOf(one), dayOf(other)))
    const periode = periodeOf(inOrder)
    return periode ? presentContract(key, inOrder, periode, auswertung) : []
  })
  return found.sort((one, other) => compare(one.firstBooking, other.firstBooking))
}

/** Standing orders to other accounts of the user are no contracts, nor is money that comes back. */
const KEINE_VERTRAEGE = [
  'TRANSFER',
  'SAVINGS_ACCOUNT',
  'INCOME_SAVINGS',
  'INCOME_REFUND',
  'INCOME_RETURNDEBIT'
]

type Dauer = {
  readonly months?: number
  readonly days?: number
  /** How many days late a booking may be before the contract seems to have ended. */
  readonly grace: number
  /** How many bookings there have to be where the bank names the period. */
  readonly least: number
  /** Days between two bookings by which the period is seen without the bank. */
  readonly gap?: readonly [least: number, most: number]
}

const DAUER: Readonly<Record<Periode, Dauer>> = {
  WEEKLY: { days: 7, grace: 4, least: 2 },
  MONTHLY: { months: 1, grace: 10, least: 2, gap: [25, 36] },
  QUARTERLY: { months: 3, grace: 20, least: 1, gap: [84, 98] },
  HALF_YEARLY: { months: 6, grace: 30, least: 1, gap: [175, 190] },
  YEARLY: { months: 12, grace: 30, least: 1, gap: [355, 376] }
}

/** How many bookings show a period that nobody names, and how far amounts may be from the usual one. */
const GESEHEN_MINDESTENS = 3
const BETRAG_HOECHSTENS = 1.5

/** The bookings of one contract have one key. */
function keyOfContract(buchung: Buchung): string {
  const { accessId, productId, umsatz } = buchung
  const { gegenkontoInhaber: name, gegenkontoIban: iban, betrag } = umsatz
  const { kategorie, versicherungsart, periode } = umsatz.merkmale
  const key = keyOf({ name, iban })
  const side = betrag < 0 ? 'aus' : 'ein'
  return [accessId, productId, key, kategorie, versicherungsart, periode, side].join(' ')
}

function periodeOf(inOrder: readonly Buchung[]): Periode | undefined {
  const perioden = Object.keys(DAUER) as readonly Periode[]
  const named = perioden.find(one => one === inOrder[0]?.umsatz.merkmale.periode)
  if (named) return inOrder.length >= DAUER[named].least ? named : undefined
  if (inOrder.length < GESEHEN_MINDESTENS) return undefined
  const usual = Math.abs(median(inOrder.map(({ umsatz }) => umsatz.betrag)))
  const isAlike = inOrder.every(({ umsatz }) => {
    const betrag = Math.abs(umsatz.betrag)
    return betrag <= usual * BETRAG_HOECHSTENS && usual <= betrag * BETRAG_HOECHSTENS
  })
  if (!isAlike) return undefined
  const gaps = inOrder.slice(1).map((one, n) => daysBetween(dayOf(inOrder[n]), dayOf(one)))
  return perioden.find(periode => {
    const [least, most] = DAUER[periode].gap ?? []
    return (
      least !== undefined && most !== undefined && gaps.every(one => one >= least && one <= most)
    )
  })
}

function presentContract(
  key: string,
  inOrder: readonly Buchung[],
  periode: Periode,
  { heute, user, items, base, chance }: Auswertung
): readonly Schemas['Contract'][] {
  const [first, last] = [inOrder.at(0), inOrder.at(-1)]
  const { kategorie, versicherungsart } = first?.umsatz.merkmale ?? {}
  const category = presentNamed(items, 'CATEGORIES', kategorie, base)
  const period = presentNamed(items, 'PERIODS', periode, base)
  if (!first || !category || !period) return []
  const partner = inOrder.find(one => one.umsatz.merkmale.geschaeftspartner !== undefined)
  const named = partner?.umsatz.merkmale.geschaeftspartner
  const businessPartner = presentNamed(items, 'BUSINESS_PARTNERS', named, base)
  const insuranceType = presentNamed(items, 'INSURANCE_TYPES', versicherungsart, base)
  const nextExpected = nextAfter(dayOf(last), periode, heute)
  return [
    {
      id: chance.uuid('banksapi contract', user, key),
      ...(businessPartner && { businessPartner }),
      category,
      ...(insuranceType && { insuranceType }),
      amount: euros(median(inOrder.map(({ umsatz }) => umsatz.betrag))),
      currency: first.waehrung,
      period,
      accountId: first.accessId,
      productId: first.productId,
      firstBooking: timestamp(dayOf(first)),
      lastBooking: timestamp(dayOf(last)),
      ...(nextExpected !== undefined && { nextExpected: timestamp(nextExpected) }),
      transactionIds: inOrder.map(({ umsatz }) => umsatz.id)
    }
  ]
}

/** The day on which the next booking is expected; nothing when it is long overdue. */
function nextAfter(last: string, periode: Periode, heute: string): string | undefined {
  const { months = 0, days = 0, grace } = DAUER[periode]
  const next = dayAfter(dayAfterMonths(last, months), days)
  return daysBetween(next, heute) > grace ? undefined : next
}

/** The one in the middle; of an even number the lower one. */
function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[(numbers.length - 1) >> 1] ?? 0
}

function dayOf(buchung: Buchung | undefined): string {
  return buchung?.umsatz.buchungsdatum ?? ''
}

function timestamp(day: string): string {
  return `${day} 00:00:00`
}
