import t from 'tap'
import {
  ausgefuellt,
  FELDER,
  werteOf
} from '../../../../src/apis/banksapi/model/zahlungsformular.ts'
import type { Zahlungsinhalt } from '../../../../src/apis/banksapi/model/zahlungsinhalt.ts'
import { falscheFelder } from '../../../../src/apis/banksapi/model/zahlungspruefung.ts'

const LEER: Zahlungsinhalt = { is: 'ueberweisung', posten: [] }
const LEERE_LASTSCHRIFT: Zahlungsinhalt = { is: 'lastschrift', posten: [], rahmen: {} }

const WERTE = { recipient: 'K', iban: 'DE1', purpose: 'Miete' }

t.test('amounts are typed as people write them', async t => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['1.337,42', 1337.42],
    ['1337,42', 1337.42],
    ['1337.42', 1337.42],
    ['1 337,42 €', 1337.42],
    ['1.000.000,00', 1000000],
    ['12', 12],
    ['0,01', 0.01],
    ['12,5', 12.5],
    ['12,345', 12.345],
    ['1,337.42', 1337.42],
    ['1,337', 1.337],
    ['-5', undefined],
    ['5,', undefined],
    [',5', undefined],
    ['1e3', undefined],
    ['1.000.000', undefined],
    ['viel', undefined],
    ['1234567890123', undefined]
  ]
  for (const [amount, expected] of cases) {
    const { posten } = ausgefuellt(LEER, { ...WERTE, amount })
    t.equal(posten[0]?.amount, expected, amount)
    t.equal(posten[0]?.currency, 'EUR')
  }
})

t.test('what was typed takes the place of what was prefilled; what has no field stays', async t => {
  const before: Zahlungsinhalt = {
    is: 'ueberweisung',
    posten: [{ recipient: 'A', bic: 'X', amount: 3, purposeCode: 'RENT', currency: 'USD' }],
    ausfuehrung: '2026-12-24'
  }
  const typed = { ...WERTE, amount: '5', bic: '', requestedExecutionDate: '' }
  t.strictSame(ausgefuellt(before, typed), {
    is: 'ueberweisung',
    posten: [{ ...WERTE, purposeCode: 'RENT', currency: 'EUR', amount: 5 }]
  })
  t.strictSame(ausgefuellt(before, { ...typed, bic: 'Y', requestedExecutionDate: '2026-12-31' }), {
    is: 'ueberweisung',
    posten: [{ ...WERTE, purposeCode: 'RENT', currency: 'EUR', amount: 5, bic: 'Y' }],
    ausfuehrung: '2026-12-31'
  })
  t.notOk('amount' in (ausgefuellt(before, { ...typed, amount: 'viel' }).posten[0] ?? {}))
})

t.test('a debit has fields of its own and fields of all', async t => {
  const werte = {
    debtorName: 'K',
    debtorIban: 'DE1',
    debtorBic: '',
    amount: '49,90',
    purpose: 'Beitrag',
    endToEndId: 'E',
    mandateIdentification: 'M',
    mandateDateOfSignature: '2026-01-02',
    creditorSchemeIdentification: 'DE98',
    requestedCollectionDate: '2026-11-30',
    sequenceType: 'RCUR',
    business: 'true'
  }
  const { debtorBic: _, ...given } = werte
  const before: Zahlungsinhalt = {
    is: 'lastschrift',
    posten: [
      { debtorBic: 'X', sequenceType: 'FRST', business: false, debtorAccountNumber: '4711' }
    ],
    rahmen: { sequenceType: 'FNAL' }
  }
  for (const [from, more] of [
    [LEERE_LASTSCHRIFT, {}],
    [before, { debtorAccountNumber: '4711' }]
  ] as const) {
    const filled = ausgefuellt(from, werte)
    const {
      creditorSchemeIdentification,
      requestedCollectionDate,
      sequenceType,
      business: _b,
      ...rest
    } = given
    t.strictSame(filled, {
      is: 'lastschrift',
      posten: [{ ...more, ...rest, amount: 49.9, currency: 'EUR' }],
      rahmen: {
        creditorSchemeIdentification,
        requestedCollectionDate,
        sequenceType,
        business: true
      }
    })
    t.match(werteOf(filled), { ...given, amount: '49.9', business: 'true' }, 'and is shown again')
  }
  t.match(ausgefuellt(LEERE_LASTSCHRIFT, { business: '' }), { rahmen: { business: false } })
})

t.test('every field of the form is one that is shown again', async t => {
  t.strictSame(werteOf(LEER), {})
  t.strictSame(werteOf(LEERE_LASTSCHRIFT), {})
  for (const inhalt of [LEER, LEERE_LASTSCHRIFT]) {
    const { needed, optional } = FELDER[inhalt.is]
    const fields = [...needed, ...optional]
    const typed = Object.fromEntries(fields.map(name => [name, name === 'amount' ? '1' : 'x']))
    const shown = werteOf(ausgefuellt(inhalt, typed))
    for (const name of fields) t.ok(shown[name], name)
    t.equal(new Set(fields).size, fields.length)
  }
})

t.test('what no bank would take is named by its field', async t => {
  const heute = '2026-11-21'
  const good = { ...WERTE, iban: 'DE89370400440532013000', amount: '1' }
  const of = (more: object) => falscheFelder(ausgefuellt(LEER, { ...good, ...more }), heute)
  t.strictSame(of({}), [])
  t.strictSame(of({ requestedExecutionDate: heute }), [])
  t.strictSame(of({ iban: 'DE00123456789012345678' }), [], 'an account of the demo bank')
  t.strictSame(of({ purpose: 'x'.repeat(140) }), [])
  t.strictSame(of({ purpose: 'x'.repeat(141) }), ['purpose'])
  t.strictSame(of({ iban: 'DE1' }), ['iban'])
  for (const amount of ['0', '0,001', '-1', 'viel'])
    t.strictSame(of({ amount }), ['amount'], amount)
  for (const requestedExecutionDate of ['2026-11-20', '2026-02-30', 'morgen'])
    t.strictSame(of({ requestedExecutionDate }), ['requestedExecutionDate'])
  const claim = {
    debtorIban: 'DE1',
    purpose: 'x',
    amount: '0',
    requestedCollectionDate: '2026-11-20'
  }
  t.strictSame(falscheFelder(ausgefuellt(LEERE_LASTSCHRIFT, claim), heute), [
    'debtorIban',
    'amount',
    'requestedCollectionDate'
  ])
  t.strictSame(falscheFelder(LEER, heute), [])
})
