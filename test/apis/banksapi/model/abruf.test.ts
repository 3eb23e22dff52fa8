import t from 'tap'
import { abrufen, isAborting, verfahrenFor } from '../../../../src/apis/banksapi/model/abruf.ts'
import { zusatzOf } from '../../../../src/apis/banksapi/model/anmeldung.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import { CODES, type Code, meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
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
  tagesgeld,
  umstaende
} from './bankfaelle.ts'

/** The demo provider, which asks for nothing. */
const offeneBank = bei({ sca: 'nie' })

/** A fetch at a bank that asks for nothing. */
function fetch(userid: string, konten: readonly Konto[] = [giro, depot], before = neuerZugang()) {
  return abrufen(before, einfach, umstaende({ anbieter: offeneBank, userid, konten }))
}

t.test('a fetch without any authentication brings the products at once', async t => {
  const before = neuerZugang({ meldungen: [meldung('BA1011')], scaNoetig: 'abgelaufen' })
  const after = abrufen(before, einfach, umstaende({ anbieter: offeneBank }))
  t.match(after, { abrufe: 1, aktualisiertAt: NOW })
  t.notOk('scaNoetig' in after)
  t.strictSame(
    after.produkte.map(({ id }) => id),
    [giro.iban, tagesgeld.iban]
  )
  t.strictSame(after.meldungen, [])
  t.strictSame(after.versuch, { at: NOW, meldungen: [] })
  t.equal(before.abrufe, 0, 'what was stays as it was')
})

t.test('a disturbed bank says so, whoever logs in', async t => {
  const wrong = { is: 'refused', meldung: meldung('BA1011'), isWrongPin: true } as const
  const cases = [
    ['wartung', 'BA1000'],
    ['inaktiv', 'BA1001'],
    ['gestoert', 'BA1051']
  ] as const
  for (const [stoerung, code] of cases) {
    const disturbed = bei({ stoerung })
    const first = abrufen(neuerZugang(), einfach, umstaende({ anbieter: disturbed }))
    t.strictSame(codes(first.meldungen), [code])
    t.notOk(first.offen)
    const second = umstaende({ anbieter: disturbed, anmeldung: wrong })
    t.strictSame(codes(abrufen(fertig(), einfach, second).versuch.meldungen), [code])
  }
  const slow = abrufen(
    neuerZugang(),
    einfach,
    umstaende({ anbieter: bei({ sca: 'nie', stoerung: 'langsam' }) })
  )
  t.strictSame(slow.meldungen, [])
  t.equal(slow.produkte.length, 2, 'it answers late, but well')
})

t.test('a login that is refused is told', async t => {
  const anmeldung = { is: 'refused', meldung: meldung('BA1011'), isWrongPin: true } as const
  const after = abrufen(neuerZugang(), einfach, umstaende({ anmeldung }))
  t.strictSame(after.meldungen, [meldung('BA1011')])
  t.strictSame(after.versuch, { at: NOW, meldungen: [meldung('BA1011')] })
  t.strictSame(after.produkte, [])
  t.notOk(after.scaNoetig)
})

const ABORTING =
  'BA999 BA1000 BA1001 BA1010 BA1011 BA1012 BA1013 BA1014 BA1020 BA1051 BA1053 BA3060'.split(' ')

t.test('some codes end a fetch and others do not', async t => {
  t.strictSame(CODES.filter(isAborting), ABORTING)
})

t.test('a first fetch that is ended is what there is, a later one only an issue', async t => {
  for (const code of ABORTING as readonly Code[]) {
    const first = fetch(`demo1+${code}`)
    t.strictSame([codes(first.meldungen), codes(first.versuch.meldungen)], [[code], [code]], code)
    t.strictSame(first.produkte, [])
    const good = fertig()
    const { versuch, abrufe, ...later } = fetch(`demo1+${code}`, [giro], good)
    const { versuch: _, abrufe: _a, ...was } = good
    t.strictSame(later, was, `${code} later`)
    t.equal(abrufe, 2)
    t.strictSame(versuch, { at: NOW, meldungen: [meldung(code)] })
  }
})

t.test('the next success clears an error', async t => {
  const failed = fetch('demo1+ba1051@2', [giro], fetch('demo1'))
  t.strictSame(codes(failed.versuch.meldungen), ['BA1051'])
  t.strictSame(fetch('demo1', [giro], failed).versuch.meldungen, [])
})

/** Where a code is shown: at the access, at its products, among the issues. */
const SHOWN: readonly (readonly [Code, access: boolean, product: boolean, issues: boolean])[] = [
  ['BA1052', false, false, true],
  ['BA1060', false, true, true],
  ['BA1062', false, true, true],
  ['BA1063', false, true, true],
  ['BA1064', false, false, true],
  ['BA2002', true, false, true],
  ['BA2021', false, true, false],
  ['BA2062', false, true, false]
]

t.test('a code that ends nothing is shown where it belongs', async t => {
  for (const [code, access, product, issues] of SHOWN) {
    const { meldungen, produkte, versuch } = fetch(`demo1+${code}`)
    t.equal(produkte.length, 2, code)
    t.equal(codes(meldungen).includes(code), access, `${code} at the access`)
    const told = produkte.flatMap(one => codes(one.meldungen))
    t.equal(told.includes(code), product, `${code} at a product`)
    t.equal(codes(versuch.meldungen).includes(code), issues, `${code} among the issues`)
  }
  t.ok(codes(fetch('demo1+ba2004').meldungen).includes('BA2004'))
})

t.test('bookings and positions fail where there are some', async t => {
  const at = (userid: string) =>
    fetch(userid).produkte.map(({ kategorie, meldungen }) => [kategorie, ...codes(meldungen)])
  t.strictSame(at('demo1+ba1063'), [['GIROKONTO'], ['DEPOT', 'BA1063']])
  t.strictSame(at('demo1+ba1062'), [['GIROKONTO', 'BA1062'], ['DEPOT']])
})

t.test('a code waits for its fetch', async t => {
  const first = fetch('demo1+ba1060@2')
  t.strictSame(first.produkte[0]?.meldungen, [])
  const second = fetch('demo1+ba1060@2', [giro], first)
  t.strictSame(codes(second.produkte[0]?.meldungen ?? []), ['BA1060'])
  t.strictSame(codes(fetch('demo1+ba1060@2', [giro], second).produkte[0]?.meldungen ?? []), [
    'BA1060'
  ])
})

t.test('a product of a kind that nobody knows is left out and told', async t => {
  const after = fetch('demo3', [giro, { ...karte, unbekannt: true }])
  t.strictSame(
    after.produkte.map(({ id }) => id),
    [giro.iban]
  )
  t.strictSame(codes(after.meldungen), ['BA2003'])
})

t.test('an EBICS access has no products until its letter has been read', async t => {
  const ebics = neuerZugang({ type: 'EBICS', brief: true, createdAt: NOW })
  const waits = fetch('demo1', [giro], ebics)
  t.strictSame(codes(waits.meldungen), ['BA2004'])
  t.strictSame(waits.produkte, [])
  t.equal(waits.brief, true)
  const active = fetch('demo1', [giro], { ...waits, createdAt: NOW - DAY })
  t.strictSame(active.meldungen, [])
  t.equal(active.produkte.length, 1)
  t.notOk('brief' in active)
})

t.test('a login without accounts has none', async t => {
  t.strictSame(fetch('demo1+noaccounts').produkte, [])
})

t.test('words change the procedures of a login', async t => {
  const cases = [
    ['demo1', [1, 902, 999, 911, 946]],
    ['demo1+redirect', [990]],
    ['demo1+decoupled', [946]],
    ['demo1+nosupport', []],
    ['demo1+slow', [1, 902, 999, 911, 946]]
  ] as const
  for (const [userid, expected] of cases)
    t.strictSame(verfahrenFor(anbieter, login, zusatzOf(userid)), expected, userid)
  const own = { ...login, verfahren: [1] }
  t.strictSame(verfahrenFor(anbieter, own, zusatzOf('demo1')), [1])
  t.strictSame(verfahrenFor(anbieter, own, zusatzOf('demo1+redirect')), [990])
})

t.test('what is fetched is what was chosen', async t => {
  const konten = [giro, tagesgeld, karte, depot]
  const ids = (selected: readonly string[] | undefined, paymentAccountsOnly = false) => {
    const before = neuerZugang(selected && { selectedBankProducts: selected })
    const wunsch = { ...einfach, paymentAccountsOnly }
    const after = abrufen(before, wunsch, umstaende({ anbieter: offeneBank, konten }))
    return after.produkte.map(({ id }) => id)
  }
  t.strictSame(ids(undefined), [giro.iban, tagesgeld.iban, karte.kontonummer, depot.kontonummer])
  t.strictSame(ids([karte.kontonummer, 'DE00999']), [karte.kontonummer])
  t.strictSame(ids([]), [])
  t.strictSame(ids(undefined, true), [giro.iban])
  t.strictSame(ids([karte.kontonummer], true), [])
})

t.test('how far back bookings are fetched', async t => {
  const all = { von: '2025-11-21', bis: '2026-11-21' }
  const usual = { von: '2026-08-23', bis: '2026-11-21' }
  const cases = [
    [{}, [usual, usual]],
    [{ maxTransactions: 'all' }, [all, all]],
    [{ maxTransactions: 'paymentAccounts' }, [all, usual]],
    [{ headOnly: true, maxTransactions: 'all' }, [undefined, undefined]]
  ] as const
  for (const [more, expected] of cases) {
    const after = abrufen(
      neuerZugang(),
      { ...einfach, ...more },
      umstaende({ anbieter: offeneBank })
    )
    t.strictSame(
      after.produkte.map(({ zeitraum }) => zeitraum),
      expected
    )
    if ('headOnly' in more) t.notOk(after.produkte.some(one => 'saldo' in one))
  }
})
