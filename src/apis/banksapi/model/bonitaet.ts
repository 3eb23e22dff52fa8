import type { components } from '../../../contract/types/banksapi-customer.ts'
import {
  type Auswertung,
  inMonths,
  isOf,
  sums,
  volleMonate,
  WAEHRUNG,
  withoutEigenes
} from './auswertung.ts'
import type { Buchung } from './buchung.ts'
import { daysOf } from './monate.ts'
import { euros } from './zeigen.ts'

type Schemas = components['schemas']

/** Whether a user can afford a loan. assumed: dossier H, all of it; two full months are the least */
export function creditCheck(
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): Schemas['CreditCheck'] {
  const kennzahlen = kennzahlenOf(buchungen, auswertung)
  const { income, fixedCosts, returnDebits, gambling } = kennzahlen
  return {
    result: resultOf(kennzahlen),
    monthlyIncome: euros(income),
    monthlyFixedCosts: euros(fixedCosts),
    returnDebits,
    gambling: euros(gambling),
    currency: WAEHRUNG
  }
}

/** Figures for the scoring of a loan, over the full months that are known. assumed: dossier H; the names */
export function creditAttributes(
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): readonly Schemas['CreditAttribute'][] {
  const { monate, ...kennzahlen } = kennzahlenOf(buchungen, auswertung)
  const [first, last] = [monate.at(0), monate.at(-1)]
  if (first === undefined || last === undefined) return []
  const { income, expenses, fixedCosts, instalments, gambling, returnDebits } = kennzahlen
  const from = `${daysOf(first).first} 00:00:00`
  const to = `${daysOf(last).last} 23:59:59`
  const figures = {
    monthlyIncome: euros(income),
    monthlyExpenses: euros(expenses),
    monthlyFixedCosts: euros(fixedCosts),
    monthlySurplus: euros(income - expenses),
    monthlyInstalments: euros(instalments),
    monthlyGambling: euros(gambling),
    returnDebits,
    hasRegularIncome: kennzahlen.isRegular,
    months: monate.length
  }
  return Object.entries(figures).map(([name, value]) => ({ name, value, from, to }))
}

/** Averages of a month in cents, counts, and the months that they come from. */
type Kennzahlen = {
  readonly monate: readonly string[]
  readonly income: number
  readonly expenses: number
  readonly fixedCosts: number
  readonly instalments: number
  readonly gambling: number
  readonly returnDebits: number
  /** Whether each of the months had an income. */
  readonly isRegular: boolean
}

const MONATE_MINDESTENS = 2
const RUECKLASTSCHRIFTEN_HOECHSTENS = 2
const FIXKOSTEN_HOECHSTENS = 0.7
const GLUECKSSPIEL_HOECHSTENS = 0.1

/** Income that comes by itself; refunds, loans and sales do not. */
const EINKOMMEN = [
  'INCOME_BUSINESS',
  'INCOME_INVESTMENT',
  'INCOME_PENSION',
  'INCOME_RENTAL',
  'INCOME_SALARY',
  'INCOME_SOCIALBENEFIT',
  'INCOME_STATEEDUCATION',
  'INCOME_STATEFAMILY'
]
const RATEN = ['BANKFINANCE_CREDITPAYMENT', 'HOUSING_FINANCING', 'MOBILITY_VEHICLEACQUISITION']
const FIXKOSTEN = [
  ...RATEN,
  'BILLS',
  'BUSINESS_CREDITPAYMENT',
  'BUSINESS_LEASING',
  'BUSINESS_RENT',
  'FAMILY_CHILDCARE',
  'FAMILY_SUPPORT',
  'HOUSING_ANCILLARYCOSTS',
  'HOUSING_RENT',
  'INSURANCE',
  'MOBILITY_TAXES'
]

function kennzahlenOf(buchungen: readonly Buchung[], { heute }: Auswertung): Kennzahlen {
  const monate = volleMonate(buchungen, heute)
  const some = inMonths(withoutEigenes(buchungen), monate)
  const perMonth = (cents: number) => Math.round(cents / Math.max(1, monate.length))
  const spentOn = (...kategorien: readonly string[]) =>
    perMonth(sums(some.filter(one => isOf(one, kategorien))).expenses)
  const einkommen = some.filter(one => isOf(one, EINKOMMEN))
  return {
    monate,
    income: perMonth(sums(einkommen).income),
    expenses: perMonth(sums(some).expenses),
    fixedCosts: spentOn(...FIXKOSTEN),
    instalments: spentOn(...RATEN),
    gambling: spentOn('RECREATION_GAMBLING'),
    returnDebits: some.filter(one => isOf(one, ['INCOME_RETURNDEBIT'])).length,
    isRegular: monate.every(monat => sums(inMonths(einkommen, [monat])).income > 0)
  }
}

function resultOf(kennzahlen: Kennzahlen): Schemas['CreditCheck']['result'] {
  const { monate, income, fixedCosts, returnDebits, gambling, isRegular } = kennzahlen
  if (monate.length < MONATE_MINDESTENS) return 'INSUFFICIENT_DATA'
  const isFine =
    isRegular &&
    returnDebits <= RUECKLASTSCHRIFTEN_HOECHSTENS &&
    fixedCosts <= income * FIXKOSTEN_HOECHSTENS &&
    gambling <= income * GLUECKSSPIEL_HOECHSTENS
  return isFine ? 'POSITIVE' : 'NEGATIVE'
}
