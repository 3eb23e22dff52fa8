import { isValidIBAN } from 'ibantools'
import t from 'tap'
import type { Tiefe } from '../../../../src/apis/banksapi/model/abruf.ts'
import type { Anbieter } from '../../../../src/apis/banksapi/model/anbieter.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import {
  fuehrt,
  kontoBei,
  schnappschuss
} from '../../../../src/apis/banksapi/model/schnappschuss.ts'
import { anbieter, bauspar, bei, depot, giro, HEUTE, karte, NOW, tagesgeld } from './bankfaelle.ts'

function fetch(konto: Konto, tiefe: Tiefe = '90 Tage', bank: Anbieter = anbieter) {
  const stand = { anbieter: bank, heute: HEUTE, now: NOW, saldo: () => 4711, buchungen: () => 0 }
  return schnappschuss(konto, tiefe, stand)
}

t.test('a fetched account has its facts and the balance of the moment', async t => {
  t.strictSame(fetch(giro), {
    id: 'DE00123456789012345678',
    konto: 'giro',
    kategorie: 'GIROKONTO',
    bezeichnung: 'Girokonto',
    kontonummer: '9012345678',
    iban: 'DE00123456789012345678',
    bic: 'XXX12345678',
    blz: '12345678',
    kreditinstitut: 'Demo Provider',
    inhaber: 'Fritz Testmüller',
    waehrung: 'EUR',
    ueberziehungslimit: 300000,
    verfuegterBetrag: 10000,
    transferSupport: true,
    aktualisiertAt: NOW,
    meldungen: [],
    saldo: 4711,
    saldoAt: NOW,
    zeitraum: { von: '2026-08-23', bis: '2026-11-21' }
  })
})

t.test('an account that cannot pay says so', async t => {
  const { transferSupport: _, ...konto } = giro
  t.equal(fetch(konto).transferSupport, false)
})

t.test('bookings reach back as far as wanted and as far as the bank remembers', async t => {
  const short = bei({ umsatzTage: 30 })
  const year = bei({ umsatzTage: 200 })
  const cases: readonly [Tiefe, Anbieter, string][] = [
    ['90 Tage', anbieter, '2026-08-23'],
    ['alles', anbieter, '2025-11-21'],
    ['90 Tage', short, '2026-10-22'],
    ['alles', short, '2026-10-22'],
    ['90 Tage', year, '2026-08-23'],
    ['alles', year, '2026-05-05']
  ]
  for (const [tiefe, bank, von] of cases)
    t.strictSame(fetch(giro, tiefe, bank).zeitraum, { von, bis: HEUTE }, `${tiefe} ${von}`)
})

t.test('header data have neither balance nor bookings nor positions', async t => {
  for (const konto of [giro, depot, bauspar])
    for (const name of ['saldo', 'saldoAt', 'zeitraum', 'positionen'])
      t.notOk(name in fetch(konto, 'kopf'), `${konto.kategorie} ${name}`)
  t.equal(fetch(giro, 'kopf').bezeichnung, 'Girokonto')
})

t.test('positions are those of a depot', async t => {
  t.strictSame(fetch(depot).positionen, [])
  t.notOk('positionen' in fetch({ ...giro, positionen: [] }))
  t.notOk('positionen' in fetch(giro))
})

t.test('at the bank of the documentation accounts have their documented numbers', async t => {
  for (const konto of [giro, tagesgeld, karte, depot]) t.equal(kontoBei(konto, anbieter), konto)
  const { blz: _, ...nameless } = anbieter
  t.equal(kontoBei(giro, nameless), giro)
})

const elsewhere = bei({}, { blz: '90110010', bic: 'SDBNDE20XXX' })

t.test('elsewhere they have numbers of that bank', async t => {
  for (const konto of [giro, tagesgeld, { ...giro, kontonummer: '12 34' }]) {
    const { iban = '', blz, bic, kontonummer } = kontoBei(konto, elsewhere)
    t.ok(isValidIBAN(iban), iban)
    t.strictSame([blz, bic, kontonummer], ['90110010', 'SDBNDE20XXX', konto.kontonummer])
    t.equal(iban.slice(4, 12), '90110010')
    t.equal(iban.slice(12), konto.kontonummer.replace(/\D/g, '').padStart(10, '0'))
  }
  const { bic: _, ...unnamed } = elsewhere
  t.equal(kontoBei(giro, unnamed).bic, giro.bic)
})

t.test('what has no IBAN belongs to that bank as well', async t => {
  for (const konto of [karte, depot]) {
    const there = kontoBei(konto, elsewhere)
    t.notOk('iban' in there)
    t.strictSame([there.blz, there.bic], ['90110010', 'SDBNDE20XXX'], konto.kategorie)
  }
})

t.test('a bank has the products that it is capable of', async t => {
  const cases: readonly [Anbieter['capabilities'], string][] = [
    [['KONTEN'], 'GIROKONTO TAGESGELDKONTO BAUSPARVERTRAG'],
    [['KARTEN'], 'KREDITKARTE'],
    [['DEPOTS'], 'DEPOT'],
    [['BAUSPAR'], 'BAUSPARVERTRAG'],
    [['KONTEN', 'KARTEN', 'DEPOTS'], 'GIROKONTO TAGESGELDKONTO KREDITKARTE DEPOT BAUSPARVERTRAG'],
    [[], '']
  ]
  const all = [giro, tagesgeld, karte, depot, bauspar]
  for (const [capabilities, expected] of cases) {
    const has = all.filter(konto => fuehrt({ ...anbieter, capabilities }, konto))
    t.equal(has.map(({ kategorie }) => kategorie).join(' '), expected, capabilities.join())
  }
  const cards = { ...anbieter, capabilities: ['KARTEN'] } as const
  for (const kategorie of ['KREDITKARTENKONTO', 'SONSTIGEKARTE'] as const)
    t.ok(fuehrt(cards, { ...karte, kategorie }), kategorie)
})
