import type { components } from '../../../contract/types/banksapi-customer.ts'
import {
  type Auswertung,
  compare,
  groupBy,
  inMonths,
  isOf,
  sums,
  WAEHRUNG,
  withoutEigenes
} from './auswertung.ts'
import type { Buchung } from './buchung.ts'
import { addMonths, monatOf } from './monate.ts'
import { presentNamed } from './tagbaum.ts'
import { euros } from './zeigen.ts'

type Schemas = components['schemas']

/** Income and expenses of each month and currency, the oldest first. assumed: dossier H */
export function cashflow(
  buchungen: readonly Buchung[],
  auswertung: Auswertung
): readonly Schemas['CashflowMonth'][] {
  const groups = groupBy(
    withoutEigenes(buchungen),
    one => `${monatOf(one.umsatz.buchungsdatum)} ${one.waehrung}`
  )
  const inOrder = groups.toSorted(([one], [other]) => compare(one, other))
  return inOrder.map(([key, some]) => {
    const [month = '', currency = ''] = key.split(' ')
    const { income, expenses } = sums(some)
    return {
      month,
      income: euros(income),
      expenses: euros(expenses),
      balance: euros(income - expenses),
      currency,
      categories: byKategorie(some, auswertung)
    }
  })
}

/** The last month that is over. assumed: dossier H; what people need are the categories below, all else is luxury */
export function disposableMoney(
  buchungen: readonly Buchung[],
  { heute }: Auswertung
): Schemas['DisposableMoney'] {
  const month = addMonths(monatOf(heute), -1)
  const some = inMonths(withoutEigenes(buchungen), [month])
  const needed = some.filter(one => isOf(one, NOETIG))
  const { income, expenses } = sums(some)
  const necessities = sums(needed).expenses
  return {
    month,
    income: euros(income),
    necessities: euros(necessities),
    luxuries: euros(expenses - necessities),
    disposable: euros(income - necessities),
    currency: WAEHRUNG
  }
}

const NOETIG = [
  'BANKFINANCE_CREDITPAYMENT',
  'BANKFINANCE_FEES',
  'BILLS',
  'BUSINESS',
  'EDUCATION',
  'FAMILY_CHILDCARE',
  'FAMILY_CHILDNECESSITIES',
  'FAMILY_SUPPORT',
  'HEALTH',
  'HOUSING_ANCILLARYCOSTS',
  'HOUSING_FINANCING',
  'HOUSING_RENT',
  'INSURANCE',
  'LIVING_DRUGSTORE',
  'LIVING_GROCERIES',
  'MOBILITY_FUEL',
  'MOBILITY_PUBLICTRANSPORT',
  'MOBILITY_TAXES',
  'MOBILITY_VEHICLEACQUISITION',
  'TAXES'
]

/** Sums by category, the largest expense first. */
function byKategorie(
  buchungen: readonly Buchung[],
  { items, base }: Auswertung
): readonly Schemas['CategoryAmount'][] {
  const groups = groupBy(buchungen, one => one.umsatz.merkmale.kategorie ?? '')
  const summed = groups.flatMap(([kategorie, some]) => {
    const { income, expenses } = sums(some)
    const tagTreeItem = presentNamed(items, 'CATEGORIES', kategorie, base)
    return tagTreeItem ? [{ tagTreeItem, amount: euros(income - expenses) }] : []
  })
  return summed.sort((one, other) => one.amount - other.amount)
}
