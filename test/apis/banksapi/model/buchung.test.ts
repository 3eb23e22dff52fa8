import t from 'tap'
import {
  buchungId,
  type Gegenkonto,
  gegenkontoOf,
  isWith,
  keyOf,
  normaliseName
} from '../../../../src/apis/banksapi/model/buchung.ts'
import { ACCESS, buchung, GIRO } from './buchungen.ts'

const IBAN = 'DE62430609671149278400'

t.test('a booking is named by access, product and id, whatever case they are in', async t => {
  const one = buchung('2026-11-02', -100)
  t.equal(buchungId(one), `${ACCESS} ${GIRO} ${one.umsatz.id}`)
  const umsatz = { ...one.umsatz, id: one.umsatz.id.toUpperCase() }
  t.equal(buchungId({ ...one, accessId: ACCESS.toUpperCase(), umsatz }), buchungId(one))
})

t.test('names are compared without case, umlauts and signs', async t => {
  const cases: readonly (readonly [string, string])[] = [
    ['La Sopia GmbH München', 'la sopia gmbh muenchen'],
    ['  LA SOPIA GMBH, MÜNCHEN ', 'la sopia gmbh muenchen'],
    ['Tiegel & Tube', 'tiegel tube'],
    ['Straße 1', 'strasse 1'],
    ['Öl- und Ähren', 'oel und aehren'],
    ['Çağla Öztürk', 'çağla oeztuerk'],
    ['//', '']
  ]
  for (const [name, normalised] of cases) t.equal(normaliseName(name), normalised, name)
})

t.test('the counterparty is who stands in the booking; cash has none', async t => {
  t.equal(gegenkontoOf(buchung('2026-11-02', -100)), undefined)
  const named = buchung('2026-11-02', -100, {}, { gegenkontoInhaber: 'La Sopia' })
  t.strictSame(gegenkontoOf(named), { name: 'La Sopia', iban: '' })
  const numbered = buchung('2026-11-02', -100, {}, { gegenkontoIban: IBAN })
  t.strictSame(gegenkontoOf(numbered), { name: '', iban: IBAN })
})

t.test('the IBAN decides who somebody is, else the name', async t => {
  const booked = { gegenkontoInhaber: 'La Sopia GmbH', gegenkontoIban: IBAN }
  const cases: readonly (readonly [string, Gegenkonto, boolean])[] = [
    ['same IBAN', { name: 'Somebody else', iban: IBAN }, true],
    ['IBAN with blanks', { name: '', iban: 'de62 4306 0967 1149 2784 00' }, true],
    ['other IBAN, same name', { name: 'La Sopia GmbH', iban: 'DE57370205000000300000' }, false],
    ['same name', { name: 'LA SOPIA gmbh', iban: '' }, true],
    ['other name', { name: 'La Sopia', iban: '' }, false],
    ['nobody', { name: '', iban: '' }, false]
  ]
  for (const [title, gegenkonto, is] of cases)
    t.equal(isWith(buchung('2026-11-02', -100, {}, booked), gegenkonto), is, title)
  t.notOk(isWith(buchung('2026-11-02', -100), { name: '-', iban: '' }), 'cash is with nobody')
})

t.test('somebody is known by one key', async t => {
  t.equal(keyOf({ name: 'La Sopia', iban: 'de62 4306' }), 'DE624306')
  t.equal(keyOf({ name: 'La Sopia', iban: '' }), 'la sopia')
  t.equal(keyOf({ name: ' ', iban: ' ' }), undefined)
})
