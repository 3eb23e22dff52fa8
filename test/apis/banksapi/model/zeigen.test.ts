import t from 'tap'
import { type Bankzugang, giveUp } from '../../../../src/apis/banksapi/model/bankzugang.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import type { Sca } from '../../../../src/apis/banksapi/model/sca.ts'
import {
  euros,
  presentBankprodukt,
  presentBankzugang,
  presentIssues
} from '../../../../src/apis/banksapi/model/zeigen.ts'
import {
  ACCESS,
  anbieter,
  bauspar,
  begonnen,
  codes,
  depot,
  fertig,
  giro,
  HOUR,
  karte,
  NOW,
  neuerZugang,
  offen,
  produkt,
  tagesgeld
} from './bankfaelle.ts'

const adressen = { base: 'http://localhost:4010', legacy: true, oldKinds: false, photo: 'UE5H' }
const PHONES = ['Mobil', 'Handy Eins']
const kinds = [giro, tagesgeld, karte, depot, bauspar]

const show = (zugang: Bankzugang) => presentBankzugang(zugang, adressen)
const open = (sca: Sca) => show(offen(sca))

function shown(konto: Konto, more: Parameters<typeof produkt>[1] = {}) {
  return presentBankprodukt(fertig(), produkt(konto, more), adressen)
}

t.test('an access shows what it is', async t => {
  const { relations, bankprodukte, ...rest } = show(fertig())
  t.strictSame(rest, {
    id: ACCESS,
    providerId: anbieter.id,
    status: 'VOLLSTAENDIG',
    aktualisierungszeitpunkt: '2026-11-21 09:00:00',
    messages: [],
    tanMedien: [],
    sicherheitsverfahren: [],
    sync: true
  })
  t.equal(bankprodukte.length, 2)
  t.ok(relations.length > 0)
})

t.test('a kind of access is told unless it is the usual one', async t => {
  t.notOk('type' in show(fertig()))
  t.equal(show(fertig({ type: 'EBICS' })).type, 'EBICS')
  t.equal(show(fertig({ type: 'BUILDER' })).type, 'BUILDER')
})

t.test('an access that is not kept says until when it is there', async t => {
  const zugang = neuerZugang({ sync: false, timeoutAt: NOW + HOUR })
  t.match(show(zugang), { sync: false, timeout: '2026-11-21 11:00:00' })
  t.notOk('timeout' in show(fertig()))
})

t.test('each step of an authentication shows what the customer chooses from', async t => {
  const method = open(begonnen([1, 902], PHONES))
  t.match(method, { status: 'INTERAKTION', tanMedien: [] })
  t.strictSame(method.sicherheitsverfahren, [
    { kodierung: 1, name: 'mockTAN', hinweis: 'Gib eine durch 2 teilbare Zahl ein' },
    {
      kodierung: 902,
      name: 'mockPhotoTAN',
      hinweis: 'Scanne das Bild. Das Ergebnis ist "8534842"'
    }
  ])
  t.notOk('aktivesSicherheitsverfahren' in method)
  const medium = open(begonnen([902], PHONES))
  t.strictSame(medium.tanMedien, [
    { name: 'Mobil', medienklasse: 'MOBIL' },
    { name: 'Handy Eins', medienklasse: 'MOBIL' }
  ])
  t.match(medium.aktivesSicherheitsverfahren, { kodierung: 902, name: 'mockPhotoTAN' })
  for (const step of [method, medium]) t.notOk('challenge' in step)
})

t.test('a challenge says how it is answered', async t => {
  const challenge = (kodierung: number) => open(begonnen([kodierung], ['Mobil'])).challenge
  t.match(challenge(902), { name: 'photoTAN', decoupled: false, content: { photo: 'UE5H' } })
  t.match(challenge(946), { name: 'Entkoppelte Authentifizierung', decoupled: true })
  t.match(challenge(990), { redirect: true })
})

t.test('a secret TAN is not shown', async t => {
  const text = JSON.stringify(open({ ...begonnen([980], ['Mobil']), tan: '987321' }))
  t.notMatch(text, /987321/)
  t.notMatch(text, /demo1/)
})

t.test('messages of one answer replace those of the access', async t => {
  const zugang = giveUp(offen(begonnen([902], ['Mobil'])), meldung('BA3040'), NOW)
  t.strictSame(codes(show(zugang).messages ?? []), ['BA3000'])
  const told = [meldung('BA3040', 'Vorgang abgelehnt'), meldung('BA3000')]
  t.strictSame(presentBankzugang(zugang, adressen, told).messages, told)
})

t.test('products have the status of their access', async t => {
  for (const zugang of [fertig(), offen(begonnen([1, 902]))]) {
    const { status, bankprodukte } = show(zugang)
    t.strictSame(new Set(bankprodukte.map(one => one.status)), new Set([status]))
  }
})

t.test('issues show the last try, whatever became of it', async t => {
  const zugang = fertig({ versuch: { at: NOW, meldungen: [meldung('BA1011')] } })
  const { relations, ...rest } = presentIssues(zugang, adressen)
  t.strictSame(rest, {
    id: ACCESS,
    providerId: anbieter.id,
    aktualisierungszeitpunkt: '2026-11-21 10:00:00',
    messages: [meldung('BA1011')],
    tanMedien: [],
    sicherheitsverfahren: []
  })
  t.ok(relations.some(({ rel }) => rel === 'delete_bankzugang'))
  const issues = presentIssues(offen(begonnen([902], ['Mobil'])), adressen)
  t.equal(issues.challenge?.name, 'photoTAN')
})

t.test('money is in euros, and what is earmarked lowers what is at hand', async t => {
  t.match(shown(giro), {
    saldo: 2145.78,
    ueberziehungslimit: 3000,
    verfuegungsrahmen: 2045.78,
    verfuegterBetrag: 100
  })
  const nothing = shown({ ...tagesgeld, verfuegterBetrag: 0 })
  t.match(nothing, { saldo: 27365.56, verfuegungsrahmen: 27365.56, verfuegterBetrag: 0 })
  t.equal(shown(karte).saldo, -123.45)
  t.notOk('verfuegungsrahmen' in shown(tagesgeld))
  t.equal(shown({ ...giro, saldo: 0 }).saldo, 0)
  for (const cents of [0, 1, -1, 10, 99, 100, 1337_42, -250_000_05])
    t.match(JSON.stringify(euros(cents)), /^-?\d+(\.\d{1,2})?$/)
})

t.test('a depot and a contract have what only they have', async t => {
  t.equal(shown(depot).saldoDatenquelle, 'SONSTIGE')
  t.notOk('saldoDatenquelle' in shown(giro))
  t.match(shown(bauspar), {
    kategorie: 'BAUSPARVERTRAG',
    vertragsnummer: '7012345681',
    vertragssumme: 50000,
    sparzinssatz: 0.1,
    sparzustand: true,
    vertragsDatum: '2019-04-01 00:00:00'
  })
})

t.test('a product shows nothing of how it is kept', async t => {
  for (const name of ['konto', 'zeitraum', 'positionen', 'muster', 'meldungen', 'bausparvertrag'])
    for (const konto of kinds) t.notOk(name in shown(konto), `${konto.kategorie} ${name}`)
})

t.test('a product always has a number, messages and relations', async t => {
  t.equal(shown(giro).kontonummer, '9012345678')
  const { kontonummer: _, ...pushed } = produkt(giro)
  t.equal(presentBankprodukt(fertig(), pushed, adressen).kontonummer, giro.iban)
  t.strictSame(shown(giro).messages, [])
  t.strictSame(shown(giro, { meldungen: [meldung('BA1062')] }).messages, [meldung('BA1062')])
})

t.test('kinds that an old client cannot read have older names where that is wanted', async t => {
  const old = { ...adressen, oldKinds: true }
  const cases = [
    ['KREDITKARTE', 'KREDITKARTENKONTO'],
    ['SONSTIGESPRODUKT', 'SONSTIGESKONTO'],
    ['KREDITKARTENKONTO', 'KREDITKARTENKONTO'],
    ['GIROKONTO', 'GIROKONTO'],
    ['DEPOT', 'DEPOT']
  ] as const
  for (const [kategorie, older] of cases) {
    const one = produkt(karte, { kategorie })
    t.equal(presentBankprodukt(fertig(), one, adressen).kategorie, kategorie)
    t.equal(presentBankprodukt(fertig(), one, old).kategorie, older)
  }
})

t.test('times are those of Berlin, in summer and in winter', async t => {
  const cases = [
    ['2026-11-21T09:00:00.999Z', '2026-11-21 10:00:00'],
    ['2026-07-01T22:30:00Z', '2026-07-02 00:30:00'],
    ['2026-03-29T00:59:59Z', '2026-03-29 01:59:59'],
    ['2026-03-29T01:00:00Z', '2026-03-29 03:00:00'],
    ['2026-10-25T00:30:00Z', '2026-10-25 02:30:00'],
    ['2026-10-25T01:30:00Z', '2026-10-25 02:30:00']
  ] as const
  for (const [instant, expected] of cases) {
    const at = Date.parse(instant)
    const produkte = [produkt(giro, { aktualisiertAt: at, saldoAt: at })]
    const zugang = fertig({
      aktualisiertAt: at,
      timeoutAt: at,
      versuch: { at, meldungen: [] },
      produkte
    })
    const { aktualisierungszeitpunkt, timeout, bankprodukte } = show(zugang)
    const [one] = bankprodukte
    const issue = presentIssues(zugang, adressen).aktualisierungszeitpunkt
    const told = [
      aktualisierungszeitpunkt,
      timeout,
      issue,
      one?.saldoDatum,
      one?.aktualisierungszeitpunkt
    ]
    t.strictSame(new Set(told), new Set([expected]), instant)
  }
})

t.test('nothing is null or undefined, and every time has one form', async t => {
  const { saldo: _, saldoAt: _a, zeitraum: _z, ...head } = produkt(giro)
  const bare = { id: 'x', kategorie: 'SONSTIGESKONTO', bezeichnung: 'x' } as const
  const pushed = { ...bare, transferSupport: false, aktualisiertAt: NOW, meldungen: [] }
  const produkte = [...kinds.map(konto => produkt(konto)), head, pushed]
  const zugaenge = [
    neuerZugang(),
    fertig({ produkte }),
    fertig({
      produkte,
      scaNoetig: 'gescheitert',
      brief: true,
      type: 'EBICS',
      timeoutAt: NOW,
      sync: false
    }),
    ...[[1, 902], [902], [946], [980], [990], [1], [911], [999]].map(angebot =>
      offen(begonnen(angebot, PHONES), { produkte })
    )
  ]
  for (const zugang of zugaenge)
    for (const value of [show(zugang), presentIssues(zugang, adressen)])
      for (const [path, leaf] of leaves(value)) {
        t.ok(leaf !== null && leaf !== undefined && !Number.isNaN(leaf), path)
        if (/zeitpunkt$|Datum$|timeout$/.test(path))
          t.match(leaf, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, path)
      }
})

function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}.${name}`))
}
