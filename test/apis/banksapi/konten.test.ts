import { isValidBIC, isValidIBAN } from 'ibantools'
import t from 'tap'
import { gegenueberMit } from '../../../src/apis/banksapi/model/gegenkonten.ts'
import type { Konto, Login } from '../../../src/apis/banksapi/model/konto.ts'
import { musterMit } from '../../../src/apis/banksapi/model/muster.ts'
import { readFixtures } from '../../../src/world/fixtures.ts'

const fixtures = readFixtures('fixtures', ['banksapi'])
const konten = fixtures['bank-konten'] as readonly Konto[]
const logins = fixtures['bank-logins'] as readonly Login[]

const KATEGORIEN =
  'BAUSPARVERTRAG DEPOT FESTGELDKONTO GIROKONTO KREDITKARTE KREDITKARTENKONTO KREDITKONTO SONSTIGEKARTE SONSTIGESKONTO SONSTIGESPRODUKT SPARKONTO TAGESGELDKONTO'

function kontenOf(login: string): readonly (Konto | undefined)[] {
  const ids = logins.find(({ id }) => id === login)?.konten ?? []
  return ids.map(id => konten.find(konto => konto.id === id))
}

t.test('between all logins every category of product occurs', async t => {
  const found = new Set(konten.map(({ kategorie }) => kategorie))
  t.equal([...found].sort().join(' '), KATEGORIEN)
})

t.test('logins name accounts that exist, and every account belongs to a login', async t => {
  const used = new Set<string>()
  for (const { id, konten: ids, pins } of logins) {
    t.ok(ids.length > 0 && pins.length > 0, id)
    for (const konto of ids) used.add(konto)
    t.notOk(kontenOf(id).includes(undefined), id)
  }
  t.strictSame([...used].sort(), konten.map(({ id }) => id).sort())
})

t.test('a Girokonto comes first wherever there is one', async t => {
  for (const { id } of logins) {
    const kategorien = kontenOf(id).map(konto => konto?.kategorie)
    if (kategorien.includes('GIROKONTO')) t.equal(kategorien[0], 'GIROKONTO', id)
  }
})

t.test('bank details are valid but for the documented ones, and of no other account', async t => {
  for (const { iban, bic, blz, kontonummer, id } of konten) {
    if (bic === 'XXX12345678') continue
    t.ok(bic && isValidBIC(bic), id)
    if (!iban) continue
    t.ok(isValidIBAN(iban), id)
    // The account of the documented payments is at a bank that the documentation does not name.
    if (id !== 'cust-giro') t.equal(iban.slice(4), `${blz}${kontonummer.padStart(10, '0')}`, id)
  }
  const ids = konten.map(({ iban, kontonummer }) => iban ?? kontonummer)
  t.equal(new Set(ids).size, ids.length)
})

t.test('the first login is the documented one', async t => {
  t.match(logins[0], { id: 'demo1', pins: ['demo1', 'demo'] })
  t.match(kontenOf('demo1'), [
    { iban: 'DE00123456789012345678', saldo: 214578, ueberziehungslimit: 300000 },
    { iban: 'DE00123456789012345679', saldo: 2736556, transferSupport: true },
    { kontonummer: '9012345680', iban: undefined, saldo: 2584369 }
  ])
  t.strictSame(kontenOf('demo'), kontenOf('demo1'))
})

t.test('a depot is worth the sum of its positions, a position what it is traded for', async t => {
  for (const { id, positionen, saldo, kategorie } of konten) {
    t.equal(positionen !== undefined, kategorie === 'DEPOT', id)
    if (!positionen) continue
    const cents = positionen.map(({ gesamtwert }) => Math.round(gesamtwert * 100))
    t.equal(
      cents.reduce((a, b) => a + b, 0),
      saldo,
      id
    )
    for (const { name, menge, kurs, waehrungskurs = 1, handelseinheit, gesamtwert } of positionen) {
      const prozent = handelseinheit === 'NOMINAL' ? 100 : 1
      t.ok(Math.abs((menge * kurs) / waehrungskurs / prozent - gesamtwert) < 0.011, name)
    }
  }
})

t.test('patterns exist, and know the accounts that they send money to', async t => {
  for (const mine of konten) {
    const { id, muster, kategorie, bausparvertrag } = mine
    t.equal(musterMit(muster).regeln.length > 0, muster !== undefined, id)
    t.equal(bausparvertrag !== undefined, kategorie === 'BAUSPARVERTRAG', id)
    for (const name of musterMit(muster).regeln.flatMap(({ bei }) => bei)) {
      const konto = konten.find(konto => konto.id === name)
      if (!konto) continue
      const { iban, bic, inhaber } = konto
      t.match(gegenueberMit(name, 0, mine), { iban, bic, name: inhaber }, name)
    }
  }
})
