import t from 'tap'
import {
  compare,
  groupBy,
  inMonths,
  isOf,
  sums,
  volleMonate,
  withoutEigenes
} from '../../../../src/apis/banksapi/model/auswertung.ts'
import { buchung } from './buchungen.ts'

t.test('a category at the top stands for all below it', async t => {
  const cases: readonly (readonly [string | undefined, readonly string[], boolean])[] = [
    ['LIVING_GROCERIES', ['LIVING'], true],
    ['LIVING_GROCERIES', ['LIVING_GROCERIES'], true],
    ['LIVING', ['LIVING_GROCERIES'], false],
    ['LIVING', ['TAXES', 'LIVING'], true],
    ['LIVINGROOM_SOFA', ['LIVING'], false],
    [undefined, ['LIVING'], false]
  ]
  for (const [kategorie, wanted, is] of cases)
    t.equal(isOf(buchung('2026-11-02', 1, kategorie ? { kategorie } : {}), wanted), is)
})

t.test('money between accounts of the user is neither income nor expense', async t => {
  const names = ['TRANSFER_SAVINGS', 'SAVINGS_ACCOUNT', 'INCOME_SAVINGS', 'INCOME_SALARY']
  const left = withoutEigenes(names.map(kategorie => buchung('2026-11-02', 1, { kategorie })))
  t.strictSame(
    left.map(({ umsatz }) => umsatz.merkmale.kategorie),
    ['INCOME_SALARY']
  )
})

t.test('sums have no sign', async t => {
  const some = [1050, -20, -30, 0].map(betrag => buchung('2026-11-02', betrag))
  t.strictSame(sums(some), { income: 1050, expenses: 50 })
  t.strictSame(sums([]), { income: 0, expenses: 0 })
})

t.test('months are full when they are over and all of them is known', async t => {
  const from = (day: string) =>
    volleMonate([buchung('2026-11-03', 1), buchung(day, 1)], '2026-11-20')
  t.strictSame(volleMonate([], '2026-11-20'), [])
  t.strictSame(from('2026-11-02'), [])
  t.strictSame(from('2026-08-24'), ['2026-09', '2026-10'])
  t.strictSame(from('2026-08-05'), ['2026-08', '2026-09', '2026-10'])
  t.strictSame(from('2026-08-06'), ['2026-09', '2026-10'])
  t.strictSame(from('2016-11-17').length, 6)
  const dollars = buchung('2026-08-03', 1, {}, { waehrung: 'USD' })
  t.strictSame(volleMonate([dollars], '2026-11-20'), [], 'other currencies do not count')
  t.strictSame(volleMonate([buchung('2025-11-20', 1)], '2026-02-01'), ['2025-12', '2026-01'])
})

t.test('other months and other currencies are left out', async t => {
  const right = buchung('2026-10-31', 1)
  const dollars = buchung('2026-10-31', 1, {}, { waehrung: 'USD' })
  const some = [right, dollars, buchung('2026-11-01', 1), buchung('2026-09-30', 1)]
  t.strictSame(inMonths(some, ['2026-10']), [right])
})

t.test('groups keep the order in which things come', async t => {
  const groups = groupBy(['beta', 'alpha', 'bravo'], word => word.charAt(0))
  t.strictSame(groups, [
    ['b', ['beta', 'bravo']],
    ['a', ['alpha']]
  ])
})

t.test('texts are put in order', async t => {
  t.strictSame(['b', 'a', 'b'].sort(compare), ['a', 'b', 'b'])
})
