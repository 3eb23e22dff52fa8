import t from 'tap'
import {
  addMonths,
  dayAfter,
  dayAfterMonths,
  daysBetween,
  daysOf,
  monatOf
} from '../../../../src/apis/banksapi/model/monate.ts'

t.test('months are counted over the end of years', async t => {
  t.equal(monatOf('2026-11-20'), '2026-11')
  const cases: readonly (readonly [string, number, string])[] = [
    ['2026-11', 0, '2026-11'],
    ['2026-11', 2, '2027-01'],
    ['2026-12', 1, '2027-01'],
    ['2026-01', -1, '2025-12'],
    ['2026-03', -15, '2024-12']
  ]
  for (const [monat, months, then] of cases) t.equal(addMonths(monat, months), then)
})

t.test('the same day of a later month is its last one where it is shorter', async t => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['2026-11-20', 1, '2026-12-20'],
    ['2026-10-31', 1, '2026-11-30'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-20', 12, '2027-11-20']
  ]
  for (const [day, months, then] of cases) t.equal(dayAfterMonths(day, months), then)
})

t.test('days are counted over the end of months', async t => {
  t.equal(dayAfter('2026-11-28', 7), '2026-12-05')
  t.equal(dayAfter('2026-03-01', -1), '2026-02-28')
  t.equal(daysBetween('2026-10-24', '2026-10-26'), 2, 'where an hour is doubled too')
  t.equal(daysBetween('2026-10-26', '2026-10-24'), -2)
})

t.test('a month has a first and a last day', async t => {
  t.strictSame(daysOf('2028-02'), { first: '2028-02-01', last: '2028-02-29' })
})
