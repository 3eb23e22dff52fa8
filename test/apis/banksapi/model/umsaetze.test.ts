import fc from 'fast-check'
import { isValidIBAN } from 'ibantools'
import t from 'tap'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import { tagText, tagVon, wochentag } from '../../../../src/apis/banksapi/model/tage.ts'
import { saldoAm, umsaetzeVon } from '../../../../src/apis/banksapi/model/umsaetze.ts'
import { createChance } from '../../../../src/world/chance.ts'
import { readFixtures } from '../../../../src/world/fixtures.ts'

const konten = readFixtures('fixtures', ['banksapi'])['bank-konten'] as readonly Konto[]
const named = (id: string) => konten.find(konto => konto.id === id) as Konto
const gross = named('gross-giro')
const andere = konten.filter(konto => konto !== gross)
const chance = createChance('seed')

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const UUID_OF_NAME = /^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const konto = fc.constantFrom(...andere)
const day = fc.integer({ min: tagVon('2016-01-01'), max: tagVon('2040-12-31') })
const days = fc.integer({ min: 0, max: 60 })
const seed = fc.constantFrom('seed', 'demo', '')

function sum(konto: Konto, von: string, bis: string): number {
  return umsaetzeVon(konto, von, bis, chance).reduce((total, { betrag }) => total + betrag, 0)
}

t.test('a window is the sum of its parts', async () => {
  fc.assert(
    fc.property(konto, day, days, days, seed, (konto, von, first, second, seed) => {
      const [a, b, c] = [von, von + first, von + first + second].map(tagText) as [
        string,
        string,
        string
      ]
      const next = tagText(von + first + 1)
      const ask = (from: string, to: string) => umsaetzeVon(konto, from, to, createChance(seed))
      const parts = [...ask(a, b), ...ask(next, c)]
      return JSON.stringify(ask(a, c)) === JSON.stringify(parts)
    }),
    { numRuns: 150 }
  )
})

t.test('bookings come on weekdays within the window, oldest first, worth something', async () => {
  fc.assert(
    fc.property(konto, day, days, (konto, von, length) => {
      const [a, b] = [tagText(von), tagText(von + length)]
      const umsaetze = umsaetzeVon(konto, a, b, chance)
      const dates = umsaetze.map(({ buchungsdatum }) => buchungsdatum)
      if (dates.join() !== [...dates].sort().join()) return false
      for (const { buchungsdatum, wertstellungsdatum, betrag } of umsaetze) {
        const isWeekday = [1, 2, 3, 4, 5].includes(wochentag(tagVon(buchungsdatum)))
        if (!isWeekday || buchungsdatum < a || buchungsdatum > b) return false
        if (wertstellungsdatum > buchungsdatum) return false
        if (betrag === 0 || !Number.isSafeInteger(betrag)) return false
      }
      return true
    }),
    { numRuns: 100 }
  )
})

t.test('balances agree with the bookings to the cent, whenever the bank has opened', async () => {
  fc.assert(
    fc.property(konto, day, days, days, day, (konto, von, length, shift, far) => {
      const [before, first, last] = [tagText(von - 1), tagText(von), tagText(von + length)]
      for (const opened of [tagText(von + shift), tagText(von - shift), first]) {
        const change = saldoAm(konto, opened, last, chance) - saldoAm(konto, opened, before, chance)
        if (change !== sum(konto, first, last)) return false
      }
      const [eve, opened] = [tagText(far - 1), tagText(far)]
      return saldoAm(konto, opened, eve, chance) === konto.saldo
    }),
    { numRuns: 80 }
  )
})

t.test('ids and hashes are UUIDs and told apart, IBANs valid', async t => {
  for (const konto of andere) {
    const umsaetze = umsaetzeVon(konto, '2025-06-01', '2026-11-30', chance)
    t.equal(new Set(umsaetze.map(({ id }) => id)).size, umsaetze.length, konto.id)
    t.equal(new Set(umsaetze.map(({ hash }) => hash)).size, umsaetze.length, konto.id)
    const wrong = umsaetze.filter(
      ({ id, hash, gegenkontoIban: iban }) =>
        !UUID.test(id) ||
        !UUID_OF_NAME.test(hash) ||
        !(iban === '' || iban.startsWith('DE00') || isValidIBAN(iban))
    )
    t.strictSame(wrong, [], konto.id)
  }
})

t.test('equal content on one day is told apart by its number', async t => {
  const giro = named('gross-giro')
  const month = umsaetzeVon(giro, '2026-01-01', '2026-01-31', chance)
  t.equal(new Set(month.map(({ hash }) => hash)).size, month.length)
})

t.test('another seed or another account has other bookings', async t => {
  const [von, bis] = ['2026-10-01', '2026-10-31']
  const ids = (konto: Konto, seed: string) =>
    umsaetzeVon(konto, von, bis, createChance(seed)).map(({ id }) => id)
  const anna = named('anna-giro')
  t.strictSame(ids(anna, 'a'), ids(anna, 'a'))
  t.notSame(ids(anna, 'a'), ids(anna, 'b'))
  t.notSame(ids(anna, 'a'), ids({ ...anna, id: 'other' }, 'a'))
})

t.test('the documented bookings stand where the documentation has them', async t => {
  const giro = named('demo1-giro')
  const on = (day: string) => umsaetzeVon(giro, day, day, chance).at(-1)
  t.strictSame(on('2020-10-05'), {
    id: '1975f080-0001-b4f7-727b-aec310895541',
    hash: '1b4f7727-baec-3107-9554-1cf472933ccf',
    betrag: -10000,
    verwendungszweck:
      'GA NR00006110 BLZ70020270 3 07.02/14.29UHR MÜNCHEN,KARD EUR 100,00 ENTGELT 0,00 Ref. 3QL15041A1357856/83343',
    buchungstext: '',
    buchungsdatum: '2020-10-05',
    wertstellungsdatum: '2020-10-02',
    gegenkontoInhaber: '',
    gegenkontoIban: '',
    gegenkontoBic: '',
    primanotaNummer: '0',
    merkmale: { kategorie: 'BANKFINANCE_CASHWITHDRAWAL' }
  })
  t.match(on('2016-11-17'), {
    id: UUID,
    hash: UUID_OF_NAME,
    betrag: -7000,
    verwendungszweck: 'EC 68096654 140215204106OC3 Ref. 5CC15048A1824480/89280',
    gegenkontoInhaber: 'La Sopia GmbH München',
    primanotaNummer: '421337'
  })
})

t.test('salaries come on the last banking day, contracts on theirs or the next one', async t => {
  const anna = umsaetzeVon(named('anna-giro'), '2026-01-01', '2026-06-30', chance)
  const dates = (name: string, betrag: number) =>
    anna
      .filter(one => one.gegenkontoInhaber === name && one.betrag === betrag)
      .map(({ buchungsdatum }) => buchungsdatum.slice(5))
  t.strictSame(dates('Spreebogen Handelskontor GmbH', 295000), [
    '01-30',
    '02-27',
    '03-31',
    '04-30',
    '05-29',
    '06-30'
  ])
  t.strictSame(dates('Ziegelstein Hausverwaltung', -89000), [
    '01-02',
    '02-02',
    '03-02',
    '04-01',
    '05-04',
    '06-01'
  ])
  const brandt = umsaetzeVon(named('brandt-giro'), '2026-02-20', '2026-03-05', chance)
  const rate = brandt.find(({ betrag }) => betrag === -91000)
  t.equal(rate?.buchungsdatum, '2026-03-02', 'the 30th is the last day of February, a Saturday')
})

t.test('interest follows the balance of the account', async t => {
  const zinsen = (saldo: number) =>
    umsaetzeVon({ ...named('demo3-festgeld'), saldo }, '2026-09-30', '2026-09-30', chance)
  t.match(zinsen(1000000), [{ betrag: 5625, verwendungszweck: /^ABSCHLUSS PER 2026-09-30/ }])
  t.strictSame(zinsen(0), [])
})

t.test('an account without a pattern, or with one that nobody knows, has no bookings', async t => {
  for (const konto of [named('leer-giro'), { ...named('anna-giro'), muster: 'nobody' }]) {
    t.strictSame(umsaetzeVon(konto, '2026-01-01', '2026-12-31', chance), [])
    t.equal(saldoAm(konto, '2026-01-01', '2026-12-31', chance), konto.saldo)
  }
})

t.test('a window that ends before it begins is empty', async t => {
  t.strictSame(umsaetzeVon(named('anna-giro'), '2026-10-02', '2026-10-01', chance), [])
})

t.test('the great account has 20,000 bookings in any year, each with an id of its own', async t => {
  const umsaetze = umsaetzeVon(gross, '2026-01-01', '2026-12-31', chance)
  t.ok(umsaetze.length >= 20_000 && umsaetze.length < 21_000, String(umsaetze.length))
  t.equal(new Set(umsaetze.map(({ id }) => id)).size, umsaetze.length)
  t.equal(new Set(umsaetze.map(({ hash }) => hash)).size, umsaetze.length)
  const total = umsaetze.reduce((sum, { betrag }) => sum + betrag, 0)
  t.equal(saldoAm(gross, '2026-01-01', '2026-12-31', chance), gross.saldo + total)
})
