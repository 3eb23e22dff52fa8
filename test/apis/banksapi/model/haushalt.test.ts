import t from 'tap'
import { cashflow, disposableMoney } from '../../../../src/apis/banksapi/model/haushalt.ts'
import { am, BASE, buchung } from './buchungen.ts'

const TODAY = am('2026-11-20')

const bookings = [
  buchung('2026-11-02', -80000, { kategorie: 'HOUSING_RENT' }),
  buchung('2026-10-30', 250010, { kategorie: 'INCOME_SALARY' }),
  buchung('2026-10-02', -80000, { kategorie: 'HOUSING_RENT' }),
  buchung('2026-10-05', -1010, { kategorie: 'LIVING_GROCERIES' }),
  buchung('2026-10-06', -2020, { kategorie: 'LIVING_GROCERIES' }),
  buchung('2026-10-07', 500, { kategorie: 'LIVING_GROCERIES' }, { verwendungszweck: 'Pfand' }),
  buchung('2026-10-08', -4990, { kategorie: 'RECREATION_FOODANDDRINKS' }),
  buchung('2026-10-09', -50000, { kategorie: 'TRANSFER_SAVINGS' }),
  buchung('2026-10-12', -1500, { kategorie: 'LIVING_GROCERIES' }, { waehrung: 'USD' })
]

t.test('a month shows what came in and went out, in euros and by category', async t => {
  const [october, dollars, november, ...others] = cashflow(bookings, TODAY)
  t.strictSame(others, [])
  t.match(october, {
    month: '2026-10',
    income: 2505.1,
    expenses: 880.2,
    balance: 1624.9,
    currency: 'EUR'
  })
  t.strictSame(
    october?.categories.map(({ tagTreeItem, amount }) => [tagTreeItem.systemName, amount]),
    [
      ['HOUSING_RENT', -800],
      ['RECREATION_FOODANDDRINKS', -49.9],
      ['LIVING_GROCERIES', -25.3],
      ['INCOME_SALARY', 2500.1]
    ]
  )
  t.match(dollars, { month: '2026-10', income: 0, expenses: 15, balance: -15, currency: 'USD' })
  t.match(november, { month: '2026-11', expenses: 800, currency: 'EUR' })
})

t.test('items of the cash flow lead to their tree', async t => {
  t.match(cashflow(bookings, TODAY)[1]?.categories, [
    {
      tagTreeItem: {
        systemId: 17,
        relations: [{ rel: 'self', href: `${BASE}/tags/v1/tag-trees/1/tag-tree-items/17/` }]
      }
    }
  ])
})

t.test('without bookings there is no cash flow, and a strange category is not shown', async t => {
  t.strictSame(cashflow([], TODAY), [])
  t.match(cashflow([buchung('2026-11-02', -100)], TODAY), [{ expenses: 1, categories: [] }])
})

t.test('disposable is what the last month left after what is needed', async t => {
  t.strictSame(disposableMoney(bookings, TODAY), {
    month: '2026-10',
    income: 2505.1,
    necessities: 830.3,
    luxuries: 49.9,
    disposable: 1674.8,
    currency: 'EUR'
  })
})

t.test('a month without bookings is all zero', async t => {
  t.strictSame(disposableMoney(bookings, am('2026-01-31')), {
    month: '2025-12',
    income: 0,
    necessities: 0,
    luxuries: 0,
    disposable: 0,
    currency: 'EUR'
  })
})
