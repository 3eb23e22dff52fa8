import t from 'tap'
import type { Bankprodukt } from '../../../../src/apis/banksapi/model/bankprodukt.ts'
import { type Code, meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import {
  advanceSitzung,
  type BaReentry,
  firstSchritt,
  isUnbegun,
  mayChangeProvider,
  type Schritt,
  type Sitzung,
  type SitzungEvent
} from '../../../../src/apis/banksapi/model/regprotect.ts'
import type { Zahlung, Zahlungsart } from '../../../../src/apis/banksapi/model/zahlung.ts'
import {
  abbruchOf,
  isAbgelehnt,
  isKorrigierbar,
  nachAnmeldung,
  nachBank,
  nachEnde,
  zurEingabe
} from '../../../../src/apis/banksapi/model/zahlungsformular.ts'
import type { Zahlungsinhalt } from '../../../../src/apis/banksapi/model/zahlungsinhalt.ts'
import { sitzung as anyOf } from './sitzungsfaelle.ts'

const SCHRITTE: readonly Schritt[] = [
  'BEDINGUNGEN',
  'ANBIETER',
  'LOGIN',
  'SCA',
  'KONTEN',
  'DATEN',
  'PRUEFEN',
  'ENDE'
]
const KONTO = { id: 'giro', bezeichnung: 'Girokonto' } as Bankprodukt
const LOGIN = { userid: 'demo1', pin: 'demo1' }
const LEER: Zahlungsinhalt = { is: 'ueberweisung', posten: [] }

function sitzung(schritt: Schritt, more: Partial<Sitzung> = {}): Sitzung {
  return anyOf({
    useCase: 'START_PAYMENT_SINGLE_TRANSFER',
    accessId: '',
    zahlung: 'zahlung',
    schritt,
    ...more
  })
}

function zahlung(more: Partial<Zahlung> = {}): Zahlung {
  return {
    id: 'zahlung',
    user: 'user',
    tenant: 'demotenant',
    art: 'single-transfer',
    weg: 'payment',
    inhalt: LEER,
    ebics: false,
    stand: 'entwurf',
    meldungen: [],
    angelegtAt: 0,
    ...more
  }
}

function gescheitert(...codes: readonly Code[]): Zahlung {
  return zahlung({ stand: 'gescheitert', meldungen: codes.map(code => meldung(code)) })
}

t.test('every event at every step leads where it should, or changes nothing', async t => {
  const events: Readonly<Record<string, SitzungEvent>> = {
    accept: { type: 'accept-terms' },
    decline: { type: 'decline-terms' },
    choose: { type: 'choose-provider', providerId: 'bank' },
    change: { type: 'change-provider' },
    cancel: { type: 'cancel' },
    broken: { type: 'broken', baReentry: 'BACKEND_ERROR' }
  }
  const arrows: Readonly<Record<string, string>> = {
    'BEDINGUNGEN accept': 'ANBIETER',
    'BEDINGUNGEN decline': 'ENDE LEGAL_NOT_ACCEPTED',
    'ANBIETER choose': 'LOGIN',
    'LOGIN change': 'ANBIETER'
  }
  for (const schritt of SCHRITTE)
    for (const [name, event] of Object.entries(events)) {
      const before = sitzung(schritt)
      const after = advanceSitzung(before, event)
      const ends = { cancel: 'ENDE USER_CANCELLED', broken: 'ENDE BACKEND_ERROR' }[name]
      const arrow = schritt === 'ENDE' ? undefined : (arrows[`${schritt} ${name}`] ?? ends)
      if (arrow === undefined) t.equal(after, before, `${schritt} ${name}`)
      else t.equal([after.schritt, after.baReentry].filter(Boolean).join(' '), arrow)
    }
})

t.test('a payment begins with what is not known, that of an access with the bank', async t => {
  const cases: readonly (readonly [string | undefined, string, boolean, Schritt])[] = [
    [undefined, '', false, 'BEDINGUNGEN'],
    ['bank', '', false, 'BEDINGUNGEN'],
    ['bank', 'access', false, 'BEDINGUNGEN'],
    [undefined, '', true, 'ANBIETER'],
    ['bank', '', true, 'LOGIN'],
    ['bank', 'access', true, 'KONTEN']
  ]
  for (const [providerId, accessId, accepted, expected] of cases)
    t.equal(
      firstSchritt({ useCase: 'START_PAYMENT_BULK_DEBIT', providerId, accessId }, accepted),
      expected
    )
  for (const schritt of SCHRITTE) {
    t.equal(isUnbegun(sitzung(schritt)), schritt === 'KONTEN', schritt)
    t.notOk(isUnbegun(sitzung(schritt, { zahlungskonten: [KONTO] })), schritt)
    t.ok(mayChangeProvider(sitzung(schritt)))
  }
})

t.test('a login that can pay leads to the choice of an account, or past it', async t => {
  const konten = [KONTO, { ...KONTO, id: 'tagesgeld' }]
  const after = (one: Zahlung, offered = konten) =>
    nachAnmeldung(sitzung('LOGIN', { hinweis: 'x' }), LOGIN, { is: 'in', konten: offered }, one)
  const bulk = { art: 'bulk-transfer', produktId: 'giro' } as const
  t.match(after(zahlung()), { schritt: 'KONTEN', credentials: LOGIN, zahlungskonten: konten })
  t.equal(after(zahlung()).hinweis, undefined)
  t.equal(after(zahlung({ produktId: 'depot' })).schritt, 'KONTEN')
  t.equal(after(zahlung({ produktId: 'giro' })).schritt, 'DATEN')
  t.equal(after(zahlung(bulk)).schritt, 'PRUEFEN')
  t.match(after(zahlung(bulk), []), { schritt: 'ENDE', baReentry: 'NO_ACCOUNTS' })
})

t.test('a login that is refused is told, and counted where it is wrong', async t => {
  const after = (code: Code, fehlversuche: number) => {
    const antwort = { is: 'refused', meldung: meldung(code) } as const
    return nachAnmeldung(sitzung('LOGIN', { fehlversuche }), LOGIN, antwort, zahlung())
  }
  for (const code of ['BA1011', 'BA1012'] as const) {
    t.match(after(code, 0), { schritt: 'LOGIN', fehlversuche: 1, credentials: LOGIN })
    t.match(after(code, 1), { schritt: 'LOGIN', fehlversuche: 2, hinweis: /^Zugangsdaten/ })
    t.match(after(code, 2), { schritt: 'ENDE', baReentry: 'INVALID_CREDENTIALS' })
  }
  t.match(after('BA1010', 0), { schritt: 'ENDE', baReentry: 'INVALID_CREDENTIALS' })
  for (const code of ['BA1000', 'BA1001', 'BA1051'] as const)
    t.match(after(code, 2), { schritt: 'LOGIN', fehlversuche: 0 }, 'no fault of the customer')
})

t.test('several orders are reviewed, one is filled in', async t => {
  const cases: readonly (readonly [Zahlungsart, Schritt])[] = [
    ['single-transfer', 'DATEN'],
    ['single-debit', 'DATEN'],
    ['bulk-transfer', 'PRUEFEN'],
    ['bulk-debit', 'PRUEFEN']
  ]
  for (const [art, expected] of cases) {
    t.equal(zurEingabe(sitzung('KONTEN'), zahlung({ art })).schritt, expected)
    const isSingle = expected === 'DATEN'
    for (const code of ['BA1100', 'BA1200'] as const)
      t.equal(isKorrigierbar({ ...gescheitert(code), art }), isSingle, `${art} ${code}`)
    t.notOk(isKorrigierbar({ ...gescheitert('BA1104'), art }))
    t.notOk(isKorrigierbar(zahlung({ art, meldungen: [meldung('BA1100')] })), 'not over yet')
  }
})

t.test('the bank has the last word on how a customer leaves', async t => {
  const cases: readonly (readonly [Zahlung, BaReentry])[] = [
    [zahlung({ stand: 'gebucht' }), 'FINISHED'],
    [zahlung({ stand: 'terminiert' }), 'FINISHED'],
    [gescheitert('BA1103', 'BA3040'), 'INVALID_TAN'],
    [gescheitert('BA3040'), 'INVALID_TAN'],
    [gescheitert('BA1010'), 'INVALID_CREDENTIALS'],
    [gescheitert('BA1011'), 'INVALID_CREDENTIALS'],
    [gescheitert('BA1012'), 'INVALID_CREDENTIALS'],
    [gescheitert('BA1104'), 'ERROR'],
    [gescheitert('BA1204'), 'ERROR'],
    [gescheitert('BA1051'), 'ERROR']
  ]
  for (const [one, baReentry] of cases)
    for (const decide of [nachBank, nachEnde]) {
      const after = decide(sitzung('PRUEFEN', { hinweis: 'x' }), one, one.meldungen)
      t.match(after, { schritt: 'ENDE', baReentry }, baReentry)
      // Why the bank refused is read before the customer goes back; everything else is no news any more.
      t.equal(isAbgelehnt(after), baReentry === 'ERROR', baReentry)
      if (baReentry !== 'ERROR') t.equal(after.hinweis, undefined, baReentry)
    }
  const left = sitzung('ENDE', { baReentry: 'USER_CANCELLED' })
  t.equal(nachEnde(left, gescheitert('BA3040')), left, 'how a customer left stays')
})

t.test('what is wrong with the data is told at the data', async t => {
  const { meldungen } = gescheitert('BA1100')
  const after = nachBank(sitzung('PRUEFEN'), gescheitert('BA1100'), meldungen)
  const hinweis = 'Überweisungsdaten ungültig. Bitte prüfen Sie Ihre Eingaben.'
  t.match(after, { schritt: 'DATEN', hinweis })
  t.notOk('baReentry' in after)
  const elsewhere = nachEnde(sitzung('PRUEFEN'), gescheitert('BA1100'))
  t.match(elsewhere, { schritt: 'ENDE', baReentry: 'ERROR' }, 'by command it is over')
})

t.test('only news are told during an authentication', async t => {
  const offen = zahlung({ stand: 'offen' })
  const after = (...told: readonly ReturnType<typeof meldung>[]) =>
    nachBank(sitzung('SCA', { hinweis: 'x' }), offen, told)
  t.match(after(meldung('BA3030')), { schritt: 'SCA', hinweis: undefined })
  t.match(after(), { schritt: 'SCA', hinweis: undefined })
  t.equal(
    after(meldung('BA3030', 'TAN falsch. Noch 1 Versuch.')).hinweis,
    'TAN falsch. Noch 1 Versuch.'
  )
  t.equal(after(meldung('BA1101'), meldung('BA3010')).hinweis, 'Ungültiges TAN-Verfahren')
})

t.test('who leaves without an outcome leaves a payment that says why', async t => {
  const cases: readonly (readonly [BaReentry, string | undefined, Code | undefined])[] = [
    ['USER_CANCELLED', undefined, 'BA3040'],
    ['LEGAL_NOT_ACCEPTED', undefined, 'BA3040'],
    ['INVALID_CREDENTIALS', 'Zugangsdaten nicht korrekt', 'BA1011'],
    ['INVALID_CREDENTIALS', 'Zugang gesperrt. Die PIN', 'BA1010'],
    ['INVALID_CREDENTIALS', undefined, 'BA1011'],
    ['NO_ACCOUNTS', undefined, 'BA1104'],
    ['BACKEND_ERROR', undefined, 'BA999'],
    ['ERROR', undefined, 'BA999'],
    ['FINISHED', undefined, undefined]
  ]
  for (const [baReentry, hinweis, code] of cases) {
    const left = sitzung('ENDE', { baReentry, hinweis })
    for (const stand of ['entwurf', 'offen'] as const)
      t.equal(abbruchOf(left, zahlung({ stand }))?.code, code, `${baReentry} ${stand}`)
    for (const stand of ['gebucht', 'terminiert', 'gescheitert'] as const)
      t.equal(abbruchOf(left, zahlung({ stand })), undefined, `${baReentry} ${stand}`)
  }
  const none = sitzung('ENDE', { baReentry: 'NO_ACCOUNTS' })
  t.equal(abbruchOf(none, zahlung({ art: 'bulk-debit' }))?.code, 'BA1204')
  for (const schritt of SCHRITTE) t.equal(abbruchOf(sitzung(schritt), zahlung()), undefined)
})
