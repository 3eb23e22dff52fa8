import t from 'tap'
import { buchungId } from '../../../../src/apis/banksapi/model/buchung.ts'
import {
  gilt,
  sortRegeln,
  type Tagregel,
  zuordnungId
} from '../../../../src/apis/banksapi/model/tagregel.ts'
import { buchung, USER } from './buchungen.ts'

const shop = { gegenkontoInhaber: 'Hofladen' }
const before = buchung('2026-11-02', -100, {}, shop)
const regel: Tagregel = {
  id: 'one',
  user: USER,
  gegenkonto: { name: 'HOFLADEN', iban: '' },
  baum: 'CATEGORIES',
  item: 'LIVING_GROCERIES',
  createdAt: 5,
  vorhandene: { [buchungId(before)]: true }
}

t.test('a rule is about later bookings of its counterparty', async t => {
  t.notOk(gilt(regel, before))
  t.ok(gilt(regel, buchung('2026-11-02', -200, {}, shop)), 'even if they are as old')
  t.notOk(gilt(regel, buchung('2026-11-09', -200, {}, { gegenkontoInhaber: 'Kiosk' })))
  const { vorhandene: _, ...always } = regel
  t.ok(gilt(always, before))
})

t.test('the newest rule counts first', async t => {
  const newer = { ...regel, id: 'two', createdAt: 9 }
  t.strictSame(sortRegeln([regel, newer]), [newer, regel])
  t.strictSame(sortRegeln([newer, regel]), [newer, regel])
})

t.test('there is one assignment for each user, booking and tree', async t => {
  const ids = [
    zuordnungId(USER, before, 'CATEGORIES'),
    zuordnungId(USER, before, 'PERIODS'),
    zuordnungId('somebody', before, 'CATEGORIES'),
    zuordnungId(USER, buchung('2026-11-03', -100), 'CATEGORIES')
  ]
  t.equal(new Set(ids).size, ids.length)
})
