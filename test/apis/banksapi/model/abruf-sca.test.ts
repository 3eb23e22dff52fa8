import t from 'tap'
import {
  abrufen,
  abschliessen,
  kanalOf,
  nextSchritt
} from '../../../../src/apis/banksapi/model/abruf.ts'
import {
  type Abrufwunsch,
  type Bankzugang,
  type Freigabe,
  withFreigabe
} from '../../../../src/apis/banksapi/model/bankzugang.ts'
import type { Sca } from '../../../../src/apis/banksapi/model/sca.ts'
import {
  anbieter,
  bei,
  codes,
  DAY,
  depot,
  einfach,
  fertig,
  giro,
  karte,
  login,
  NOW,
  neuerZugang,
  produkt,
  tagesgeld,
  umstaende
} from './bankfaelle.ts'

type Umstand = Parameters<typeof umstaende>[0]

/** What has to be authenticated, in short: `0` for access to a channel, `0+` for its older bookings. */
function schritte(more: Umstand = {}, wunsch: Partial<Abrufwunsch> = {}, before = neuerZugang()) {
  const after = abrufen(before, { ...einfach, ...wunsch }, umstaende(more))
  const steps = after.offen?.schritte ?? []
  return steps.map(({ kanal, art }) => `${kanal}${art === 'historie' ? '+' : ''}`).join(' ')
}

const allowed = (...freigaben: readonly Freigabe[]) => fertig({ freigaben })
const valid = NOW + DAY

t.test('each channel needs an authentication of its own', async t => {
  t.equal(schritte(), '0 1')
  t.equal(schritte({ konten: [giro] }), '0')
  t.equal(schritte({ konten: [karte, tagesgeld] }), '1')
  t.equal(schritte({ konten: [tagesgeld, giro] }), '0 1', 'the first channel comes first')
  t.equal(schritte({ konten: [giro, depot] }), '0', 'what is in no channel goes with the first')
  t.equal(schritte({ konten: [] }), '')
})

t.test('a kind of product is found in its channel', async t => {
  const cases = [
    ['GIROKONTO', 0],
    ['KREDITKARTE', 1],
    ['TAGESGELDKONTO', 1],
    ['DEPOT', 0]
  ] as const
  for (const [kategorie, expected] of cases) t.equal(kanalOf(anbieter, kategorie), expected)
})

t.test('a consent saves the authentication of its channel until it ends', async t => {
  const cases: readonly [string, Bankzugang, string][] = [
    ['none', allowed(), '0 1'],
    ['both', allowed({ kanal: 0, bisAt: valid }, { kanal: 1, bisAt: valid }), ''],
    ['only the first', allowed({ kanal: 0, bisAt: valid }), '1'],
    ['only the second', allowed({ kanal: 1, bisAt: valid }), '0'],
    ['ended just now', allowed({ kanal: 0, bisAt: NOW }, { kanal: 1, bisAt: valid }), '0'],
    ['ends at once', allowed({ kanal: 0, bisAt: NOW + 1 }, { kanal: 1, bisAt: valid }), ''],
    ['of another channel', allowed({ kanal: 7, bisAt: valid }), '0 1']
  ]
  for (const [title, before, expected] of cases) t.equal(schritte({}, {}, before), expected, title)
})

t.test('a bank that asks each time gives nothing for a consent', async t => {
  const both = allowed({ kanal: 0, bisAt: valid }, { kanal: 1, bisAt: valid })
  t.equal(schritte({ anbieter: bei({ sca: 'immer' }) }, {}, both), '0 1')
  t.equal(schritte({ login: { sca: 'immer' } }, {}, both), '0 1', 'by the login')
  t.equal(schritte({ anbieter: bei({ sca: 'immer' }), login: { sca: 'nie' } }), '')
})

t.test('a choice of products saves the authentications of other channels', async t => {
  const chosen = neuerZugang({ selectedBankProducts: [karte.kontonummer] })
  t.equal(schritte({ konten: [giro, karte] }, {}, chosen), '1')
  t.equal(schritte({ konten: [giro, karte] }, { paymentAccountsOnly: true }), '0')
})

t.test('words change whether and how often the customer is asked', async t => {
  const nie = bei({ sca: 'nie' })
  const one = { konten: [giro] }
  const cases: readonly [string, Umstand, string][] = [
    ['nosca', {}, ''],
    ['nosca+redirect', {}, ''],
    ['redirect', { ...one, anbieter: nie }, '0'],
    ['decoupled', { ...one, anbieter: nie }, '0'],
    ['twosca', { ...one, anbieter: nie }, '0 0'],
    ['twosca', one, '0 0'],
    ['twosca', {}, '0 1'],
    ['slow', { ...one, anbieter: nie }, ''],
    ['x', one, '0']
  ]
  for (const [word, more, expected] of cases)
    t.equal(schritte({ ...more, userid: `demo1+${word}` }), expected, word)
})

t.test('older bookings need one more of every channel that they are fetched from', async t => {
  const konten = [giro, karte]
  const reversed = bei({}, { channels: [['KREDITKARTE'], ['GIROKONTO']] })
  t.equal(schritte({ konten }, { maxTransactions: 'none' }), '0 1')
  t.equal(schritte({ konten }, { maxTransactions: 'all' }), '0 1 0+ 1+')
  t.equal(schritte({ konten }, { maxTransactions: 'paymentAccounts' }), '0 1 0+')
  t.equal(schritte({ konten }, { maxTransactions: 'all', headOnly: true }), '0 1')
  const paying = { maxTransactions: 'paymentAccounts' } as const
  t.equal(schritte({ konten, anbieter: reversed }, paying), '0 1 1+', 'of the second channel')
  t.equal(schritte({ konten: [karte] }, paying), '1', 'there is no payment account')
})

t.test('older bookings of a bank that asks for nothing come without asking', async t => {
  t.equal(schritte({ anbieter: bei({ sca: 'nie' }) }, { maxTransactions: 'all' }), '')
})

t.test('older bookings are asked for even where a consent is valid', async t => {
  const both = allowed({ kanal: 0, bisAt: valid }, { kanal: 1, bisAt: valid })
  t.equal(schritte({}, { maxTransactions: 'all' }, both), '0+ 1+')
})

t.test('a word forces three authentications for older bookings, at any bank', async t => {
  const forced = { userid: 'demo1+hist3', konten: [giro] }
  t.equal(schritte(forced, { maxTransactions: 'all' }), '0 0+ 0+ 0+')
  t.match(
    schritte({ ...forced, anbieter: bei({ sca: 'nie' }) }, { maxTransactions: 'all' }),
    /0\+ 0\+ 0\+$/
  )
})

t.test('several authentications go one after the other, each with its own id', async t => {
  const all = umstaende()
  const first = abrufen(neuerZugang(), einfach, all)
  const steps = first.offen?.schritte ?? []
  t.match(first.offen?.sca, { id: 'sca-1', schritt: 'METHODE' })
  const done = { ...first.offen?.sca, verfahren: 902, medium: 'Mobil' } as Sca
  const between = withFreigabe(first, done, valid)
  const second = nextSchritt(between, steps.slice(1), einfach, [1, 902], login, all)
  t.match(second.offen, { sca: { id: 'sca-2', schritt: 'CHALLENGE', medium: 'Mobil' } })
  t.strictSame(second.offen?.schritte, [{ kanal: 1, art: 'zugriff' }])
  t.strictSame(codes(second.meldungen), ['BA3030'])
  const asked = { ...einfach, queryTanSettings: true }
  const anew = nextSchritt(between, steps.slice(1), asked, [1, 902], login, all)
  t.equal(anew.offen?.sca.schritt, 'METHODE', 'settings are asked for')
  const last = abschliessen(withFreigabe(second, done, valid), einfach, all)
  t.notOk('offen' in last)
  t.equal(last.produkte.length, 2)
  t.strictSame(
    last.freigaben.map(({ kanal }) => kanal),
    [0, 1]
  )
})

t.test('saved settings are used unless the caller wants to be asked', async t => {
  const before = fertig({ einstellung: { verfahren: 902, medium: 'Handy Eins' } })
  const usual = abrufen(before, einfach, umstaende())
  t.match(usual.offen?.sca, { schritt: 'CHALLENGE', verfahren: 902, medium: 'Handy Eins' })
  const asked = abrufen(before, { ...einfach, queryTanSettings: true }, umstaende())
  t.equal(asked.offen?.sca.schritt, 'METHODE')
})

t.test('while the customer is asked the products stay', async t => {
  const before = fertig()
  const after = abrufen(before, einfach, umstaende())
  t.equal(after.produkte, before.produkte)
  t.equal(after.aktualisiertAt, before.aktualisiertAt)
  t.strictSame(codes(after.meldungen), ['BA3010'])
  t.equal(after.versuch.at, NOW)
  t.strictSame(after.offen?.credentials, { userid: 'demo1', pin: 'demo1' })
})

t.test('without a procedure that anybody supports a fetch ends', async t => {
  const none = umstaende({ anbieter: bei({ sca: 'nie' }), userid: 'demo1+nosupport' })
  t.strictSame(codes(abrufen(neuerZugang(), einfach, none).meldungen), ['BA3060'])
  const later = abrufen(fertig(), einfach, none)
  t.strictSame([codes(later.meldungen), codes(later.versuch.meldungen)], [[], ['BA3060']])
})

t.test('who cannot be asked is told that an authentication is needed', async t => {
  const before = fertig()
  const after = abrufen(before, einfach, umstaende({ canAsk: false }))
  t.match(after, { scaNoetig: 'abgelaufen', aktualisiertAt: before.aktualisiertAt })
  t.notOk(after.offen)
  t.strictSame(codes(after.meldungen), ['BA3000'])
  t.strictSame(after.versuch, { at: NOW, meldungen: after.meldungen })
  t.equal(after.produkte, before.produkte)
  const free = allowed({ kanal: 0, bisAt: valid }, { kanal: 1, bisAt: valid })
  t.notOk(abrufen(free, einfach, umstaende({ canAsk: false })).scaNoetig)
})

t.test('a consent that ended holds back the products of its own channel alone', async t => {
  const old = { aktualisiertAt: NOW - DAY }
  const produkte = [produkt(giro, old), produkt(tagesgeld, old)]
  const before = fertig({ produkte, freigaben: [{ kanal: 1, bisAt: valid }] })
  const after = abrufen(before, einfach, umstaende({ canAsk: false }))
  t.strictSame(codes(after.meldungen), ['BA3000'])
  t.strictSame(
    after.produkte.map(({ kategorie, aktualisiertAt }) => [kategorie, aktualisiertAt]),
    [
      ['GIROKONTO', NOW - DAY],
      ['TAGESGELDKONTO', NOW]
    ]
  )
})
