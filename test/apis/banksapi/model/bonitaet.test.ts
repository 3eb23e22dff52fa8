import t from 'tap'
import { creditAttributes, creditCheck } from '../../../../src/apis/banksapi/model/bonitaet.ts'
import { am, buchung, monthly } from './buchungen.ts'

const TODAY = am('2026-11-20')
const INSURED = { kategorie: 'INSURANCE_LIFE' }
const salary = monthly('2026-08-03', 3, 300000, { kategorie: 'INCOME_SALARY' }, 'Musterwerk')
const rent = monthly('2026-08-04', 3, -100000, { kategorie: 'HOUSING_RENT' }, 'Hausmann')
const loan = monthly('2026-08-05', 3, -33333, { kategorie: 'BANKFINANCE_CREDITPAYMENT' }, 'Bank')
const usual = [...salary, ...rent, ...loan]

function returned(count: number) {
  return monthly('2026-08-10', count, 5000, { kategorie: 'INCOME_RETURNDEBIT' }, 'Strom')
}

t.test('a regular income above the fixed costs is enough', async t => {
  t.strictSame(creditCheck(usual, TODAY), {
    result: 'POSITIVE',
    monthlyIncome: 3000,
    monthlyFixedCosts: 1333.33,
    returnDebits: 0,
    gambling: 0,
    currency: 'EUR'
  })
})

t.test('too little is known of less than two full months', async t => {
  const october = usual.filter(({ umsatz }) => umsatz.buchungsdatum >= '2026-10')
  for (const some of [[], october])
    t.match(creditCheck(some, TODAY), { result: 'INSUFFICIENT_DATA' })
  t.strictSame(creditCheck([], TODAY), {
    result: 'INSUFFICIENT_DATA',
    monthlyIncome: 0,
    monthlyFixedCosts: 0,
    returnDebits: 0,
    gambling: 0,
    currency: 'EUR'
  })
  const since = usual.filter(({ umsatz }) => umsatz.buchungsdatum >= '2026-09')
  t.match(creditCheck(since, TODAY), { result: 'POSITIVE' })
})

t.test('each trouble alone is a reason against a loan', async t => {
  const gambled = monthly('2026-08-11', 3, -30100, { kategorie: 'RECREATION_GAMBLING' }, 'Losbude')
  const cases: readonly (readonly [string, readonly ReturnType<typeof buchung>[], object])[] = [
    ['a month without income', usual.slice(1), { monthlyIncome: 2000 }],
    ['three return debits', [...usual, ...returned(3)], { returnDebits: 3 }],
    ['fixed costs', [...usual, ...monthly('2026-08-12', 3, -76668, INSURED, 'V')], {}],
    ['gambling', [...usual, ...gambled], { gambling: 301 }]
  ]
  for (const [title, some, more] of cases)
    t.match(creditCheck(some, TODAY), { result: 'NEGATIVE', ...more }, title)
})

t.test('limits themselves are still fine', async t => {
  const gambled = monthly('2026-08-11', 3, -30000, { kategorie: 'RECREATION_GAMBLING' }, 'Losbude')
  const insured = monthly('2026-08-12', 3, -76667, INSURED, 'V')
  const some = [...usual, ...gambled, ...insured, ...returned(2)]
  t.match(creditCheck(some, TODAY), {
    result: 'POSITIVE',
    monthlyFixedCosts: 2100,
    returnDebits: 2,
    gambling: 300
  })
})

t.test('refunds, loans and own money are no income', async t => {
  const names = ['INCOME_REFUND', 'INCOME_CREDIT', 'TRANSFER_SAVINGS', 'INCOME_SAVINGS']
  const more = names.map(kategorie => buchung('2026-09-15', 100000, { kategorie }))
  t.match(creditCheck([...usual, ...more], TODAY), { monthlyIncome: 3000 })
})

t.test('figures are told with the time that they are about', async t => {
  const figures = creditAttributes([...usual, ...returned(1)], TODAY)
  t.strictSame(Object.fromEntries(figures.map(({ name, value }) => [name, value])), {
    monthlyIncome: 3000,
    monthlyExpenses: 1333.33,
    monthlyFixedCosts: 1333.33,
    monthlySurplus: 1666.67,
    monthlyInstalments: 333.33,
    monthlyGambling: 0,
    returnDebits: 1,
    hasRegularIncome: true,
    months: 3
  })
  for (const { from, to } of figures)
    t.strictSame([from, to], ['2026-08-01 00:00:00', '2026-10-31 23:59:59'])
})

t.test('there are no figures without a full month', async t => {
  t.strictSame(creditAttributes([], TODAY), [])
  t.strictSame(creditAttributes([buchung('2026-11-02', 100)], TODAY), [])
})
