import t from 'tap'
import { contracts } from '../../../../src/apis/banksapi/model/vertraege.ts'
import { ACCESS, am, buchung, GIRO, monthly, UUID } from './buchungen.ts'

const TODAY = am('2026-11-20')
const LIABILITY = {
  kategorie: 'INSURANCE_LIABILITY',
  geschaeftspartner: 'SONNENSCHIRM',
  periode: 'YEARLY',
  versicherungsart: 'LIABILITY'
}
const PHONE = { kategorie: 'BILLS_TELECOMMUNICATIONS', periode: 'MONTHLY' }

t.test('a contract is told with everything that is known of it', async t => {
  const one = buchung('2026-03-02', -6900, LIABILITY, { gegenkontoInhaber: 'Sonnenschirm AG' })
  const [contract, ...others] = contracts([one], TODAY)
  t.strictSame(others, [])
  t.match(contract, {
    id: UUID,
    businessPartner: { systemName: 'SONNENSCHIRM', tagTree: { systemName: 'BUSINESS_PARTNERS' } },
    category: { systemName: 'INSURANCE_LIABILITY', systemNameParent: 'INSURANCE' },
    insuranceType: { systemName: 'LIABILITY', tagTree: { systemName: 'INSURANCE_TYPES' } },
    amount: -69,
    currency: 'EUR',
    period: { systemName: 'YEARLY', tagTree: { systemName: 'PERIODS' } },
    accountId: ACCESS,
    productId: GIRO,
    firstBooking: '2026-03-02 00:00:00',
    lastBooking: '2026-03-02 00:00:00',
    nextExpected: '2027-03-02 00:00:00',
    transactionIds: [one.umsatz.id]
  })
  t.strictSame(contracts([one], TODAY), [contract], 'its id stays')
})

t.test('bookings of one contract are put together, the usual amount is in the middle', async t => {
  const [a, b, c] = monthly('2026-08-31', 3, -3999, PHONE, 'Funkturm')
  const dearer = c && { ...c, umsatz: { ...c.umsatz, betrag: -4999 } }
  const some = [dearer, a, b].filter(one => one !== undefined)
  const [contract, ...others] = contracts(some, am('2026-10-31'))
  t.strictSame(others, [])
  t.match(contract, {
    amount: -39.99,
    firstBooking: '2026-08-31 00:00:00',
    lastBooking: '2026-10-31 00:00:00',
    nextExpected: '2026-11-30 00:00:00',
    transactionIds: [a, b, c].map(one => one?.umsatz.id)
  })
  t.notOk(contract && ('businessPartner' in contract || 'insuranceType' in contract))
})

t.test('one booking is enough for long periods only', async t => {
  const counts = ['WEEKLY', 'MONTHLY', 'QUARTERLY', 'HALF_YEARLY', 'YEARLY'].map(periode => {
    const merkmale = { kategorie: 'BILLS_ENERGY', periode }
    const one = buchung('2026-11-02', -100, merkmale, { gegenkontoInhaber: 'Strom' })
    return contracts([one], TODAY).length
  })
  t.strictSame(counts, [0, 0, 1, 1, 1])
})

t.test('a contract that is long overdue has ended', async t => {
  const last = monthly('2026-09-05', 2, -3999, PHONE, 'Funkturm')
  const next = (heute: string) => contracts(last, am(heute))[0]?.nextExpected
  t.equal(next('2026-11-15'), '2026-11-05 00:00:00', 'ten days late')
  t.equal(next('2026-11-16'), undefined)
})

t.test('weekly payments are expected a week later', async t => {
  const merkmale = { kategorie: 'FAMILY_CHILDACTIVITIES', periode: 'WEEKLY' }
  const some = ['2026-11-09', '2026-11-16'].map(day =>
    buchung(day, -1500, merkmale, { gegenkontoInhaber: 'Klavierschule' })
  )
  t.match(contracts(some, TODAY), [{ nextExpected: '2026-11-23 00:00:00' }])
})

t.test('a period that nobody names is seen from three regular payments', async t => {
  const cases: readonly (readonly [string, readonly string[], readonly number[], string?])[] = [
    ['monthly', ['2026-09-01', '2026-10-02', '2026-11-02'], [1, 1, 1], 'MONTHLY'],
    ['quarterly', ['2026-03-02', '2026-06-01', '2026-09-01'], [1, 1, 1], 'QUARTERLY'],
    ['half-yearly', ['2025-11-03', '2026-05-04', '2026-11-02'], [1, 1, 1], 'HALF_YEARLY'],
    ['yearly', ['2024-11-04', '2025-11-03', '2026-11-02'], [1, 1, 1], 'YEARLY'],
    ['two are too few', ['2026-10-02', '2026-11-02'], [1, 1]],
    ['irregular', ['2026-09-01', '2026-09-15', '2026-11-02'], [1, 1, 1]],
    ['different amounts', ['2026-09-01', '2026-10-02', '2026-11-02'], [10, 10, 16]],
    ['similar amounts', ['2026-09-01', '2026-10-02', '2026-11-02'], [10, 10, 15], 'MONTHLY']
  ]
  for (const [title, days, amounts, periode] of cases) {
    const some = days.map((day, n) =>
      buchung(day, -(amounts[n] ?? 0) * 100, { kategorie: 'SERVICES' }, { gegenkontoInhaber: 'X' })
    )
    const found = contracts(some, TODAY).map(({ period }) => period.systemName)
    t.strictSame(found, periode ? [periode] : [], title)
  }
})

t.test('contracts differ by counterparty, product, category, kind and direction', async t => {
  const two = (merkmale: object, more: object, betrag = -100) =>
    ['2026-10-02', '2026-11-02'].map(day => buchung(day, betrag, { ...PHONE, ...merkmale }, more))
  const funkturm = { gegenkontoInhaber: 'Funkturm' }
  const some = [
    ...two({}, funkturm),
    ...two({}, { gegenkontoInhaber: 'Glasnetz' }),
    ...two({}, { ...funkturm, produkt: '123' }),
    ...two({ kategorie: 'BILLS_ENERGY' }, funkturm),
    ...two({ versicherungsart: 'LEGAL' }, funkturm),
    ...two({}, funkturm, 100)
  ]
  const found = contracts(some, TODAY)
  t.equal(found.length, 6)
  t.equal(new Set(found.map(({ id }) => id)).size, 6)
})

t.test('income may return as well, own savings and refunds are no contract', async t => {
  const monatlich = (kategorie: string) =>
    monthly('2026-08-03', 3, 250000, { kategorie, periode: 'MONTHLY' }, 'Musterwerk')
  t.match(contracts(monatlich('INCOME_SALARY'), TODAY), [{ amount: 2500 }])
  for (const kategorie of [
    'TRANSFER_SAVINGS',
    'SAVINGS_ACCOUNT',
    'INCOME_SAVINGS',
    'INCOME_RETURNDEBIT'
  ])
    t.strictSame(contracts(monatlich(kategorie), TODAY), [], kategorie)
})

t.test('contracts come by their first booking', async t => {
  const some = [
    ...monthly('2026-09-05', 2, -100, PHONE, 'B'),
    ...monthly('2026-09-05', 2, -100, PHONE, 'C'),
    ...monthly('2026-08-05', 3, -100, PHONE, 'A')
  ]
  t.strictSame(
    contracts(some, TODAY).map(({ firstBooking }) => firstBooking.slice(0, 7)),
    ['2026-08', '2026-09', '2026-09']
  )
})

t.test('without a counterparty or a known category there is no contract', async t => {
  const nobody = monthly('2026-09-05', 2, -100, PHONE, '')
  const strange = monthly('2026-09-05', 2, -100, { periode: 'MONTHLY', kategorie: 'GONE' }, 'A')
  t.strictSame(contracts([...nobody, ...strange], TODAY), [])
  t.strictSame(contracts([], TODAY), [])
})
