import t from 'tap'
import type { Anmeldung } from '../../../../src/apis/banksapi/model/anmeldung.ts'
import { zusatzOf } from '../../../../src/apis/banksapi/model/anmeldung.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import type { Zahlung } from '../../../../src/apis/banksapi/model/zahlung.ts'
import {
  deckungsfehler,
  hinweiseFor,
  isGeeignet,
  pruefen,
  summeOf,
  verfuegbar,
  type Zahlungslage,
  zahlungskontoOf
} from '../../../../src/apis/banksapi/model/zahlungspruefung.ts'
import {
  anbieter,
  bauspar,
  bei,
  codes,
  depot,
  giro,
  HEUTE,
  karte,
  login,
  tagesgeld
} from './bankfaelle.ts'
import { GESTERN, lastschrift, MORGEN, ueberweisung } from './zahlungsfaelle.ts'

function angemeldet(userid = 'demo1', more: object = {}): Anmeldung {
  return { is: 'in', login: { ...login, ...more }, zusatz: zusatzOf(userid) }
}

/** A bank that has nothing against a payment. */
const lage: Zahlungslage = {
  anbieter,
  anmeldung: angemeldet(),
  konten: [giro, tagesgeld, karte, depot, bauspar],
  verfuegbar: () => 100_000,
  isDoppelt: false,
  mandatsfehler: undefined,
  heute: HEUTE
}

/** The code of what a bank says to a payment. */
function judged(zahlung: Zahlung, more: Partial<Zahlungslage> = {}): string | undefined {
  const found = pruefen(zahlung, { ...lage, ...more })
  return found && [found.code, ...(found.details ? [found.details] : [])].join(': ')
}

const von = (konto: Konto) => ({ produktId: konto.iban ?? konto.kontonummer })
const DATA = 'BA1100: Bitte prüfen Sie Ihre Eingaben.'
const NO_GIRO = 'BA1104: Überweisungen werden nur für Girokonten unterstützt.'
const NO_MONEY = 'BA1104: Der verfügbare Betrag reicht nicht aus.'
const REFUSED = meldung('BA1011')

type Fall = readonly [
  title: string,
  expected: string | undefined,
  zahlung: Zahlung,
  more?: Partial<Zahlungslage>
]

const TRANSFERS: readonly Fall[] = [
  ['all is right', undefined, ueberweisung()],
  ['several orders', undefined, ueberweisung([{}, { amount: 1 }])],
  ['no order', DATA, ueberweisung([])],
  ['the 29.29 of floating point', undefined, ueberweisung([{ amount: 29.29 }])],
  ['a cent', undefined, ueberweisung([{ amount: 0.01 }])],
  ['nothing', DATA, ueberweisung([{ amount: 0 }])],
  ['minus zero', DATA, ueberweisung([{ amount: -0 }])],
  ['less than nothing', DATA, ueberweisung([{ amount: -5 }])],
  ['three decimals', DATA, ueberweisung([{ amount: 1.234 }])],
  ['no number', DATA, ueberweisung([{ amount: Number.NaN }])],
  ['endless', DATA, ueberweisung([{ amount: Number.POSITIVE_INFINITY }])],
  ['a text with an exponent', DATA, ueberweisung([{ amount: 1e21 }])],
  ['more than can be counted', DATA, ueberweisung([{ amount: 999_999_999_999_999 }])],
  ['the second is wrong', DATA, ueberweisung([{}, { currency: 'USD' }])],
  ['140 characters', undefined, ueberweisung([{ purpose: 'x'.repeat(140) }])],
  ['141 characters', DATA, ueberweisung([{ purpose: 'x'.repeat(141) }])],
  ['check digits', DATA, ueberweisung([{ iban: 'DE57370205000000300001' }])],
  ['blanks in the IBAN', undefined, ueberweisung([{ iban: 'de57 3702 0500 0000 3000 00' }])],
  ['the demo accounts', undefined, ueberweisung([{ iban: 'DE00123456789012345679' }])],
  ['today', undefined, ueberweisung([{}], {}, HEUTE)],
  ['an hour that is over today', undefined, ueberweisung([{}], {}, `${HEUTE} 00:00:01`)],
  ['tomorrow', undefined, ueberweisung([{}], {}, MORGEN)],
  ['yesterday', DATA, ueberweisung([{}], {}, GESTERN)],
  ['yesterday evening', DATA, ueberweisung([{}], {}, `${GESTERN} 23:59:59`)],
  ['no day', DATA, ueberweisung([{}], {}, '2027-02-29')],
  ['no time', DATA, ueberweisung([{}], {}, `${MORGEN} 25:00:00`)],
  ['no text of a day', DATA, ueberweisung([{}], {}, 'bald')],
  ['from a savings account that may', undefined, ueberweisung([{}], von(tagesgeld))],
  ['in small letters', undefined, ueberweisung([{}], { produktId: 'de00123456789012345678' })],
  ['from nowhere', NO_GIRO, ueberweisung([{}], { produktId: 'DE99' })],
  ['without any product', NO_GIRO, (({ produktId: _, ...zahlung }) => zahlung)(ueberweisung())],
  [
    'from a card',
    NO_GIRO,
    ueberweisung([{}], von(karte)),
    { konten: [{ ...karte, transferSupport: false }] }
  ],
  [
    'in dollars',
    'BA1104: Überweisungen sind nur von Konten in Euro möglich.',
    ueberweisung(),
    { konten: [{ ...giro, waehrung: 'USD' }] }
  ],
  [
    'twice',
    'BA1104: Auftrag wegen Doppeleinreichung abgelehnt (9390).',
    ueberweisung(),
    { isDoppelt: true }
  ],
  ['the last cent', undefined, ueberweisung([{ amount: 1000 }])],
  ['a cent too much', NO_MONEY, ueberweisung([{ amount: 1000.01 }])],
  ['too much in sum', NO_MONEY, ueberweisung([{ amount: 600 }, { amount: 600 }])],
  ['too much tomorrow', undefined, ueberweisung([{ amount: 2000 }], {}, MORGEN)],
  ['too much later today', NO_MONEY, ueberweisung([{ amount: 2000 }], {}, `${HEUTE} 23:00:00`)]
]

const DEBIT_DATA = 'BA1200: Bitte prüfen Sie Ihre Eingaben.'
const DEBITS: readonly Fall[] = [
  ['all is right', undefined, lastschrift()],
  ['several', undefined, lastschrift([{}, {}])],
  ['none', DEBIT_DATA, lastschrift([])],
  ['nothing', DEBIT_DATA, lastschrift([{ amount: 0 }])],
  ['check digits', DEBIT_DATA, lastschrift([{ debtorIban: 'DE62430609671149278401' }])],
  ['tomorrow', undefined, lastschrift([{}], { requestedCollectionDate: MORGEN })],
  ['yesterday', DEBIT_DATA, lastschrift([{}], { requestedCollectionDate: GESTERN })],
  ['an unknown sequence', DEBIT_DATA, lastschrift([{}], { sequenceType: 'ALLE' })],
  [
    'an unknown sequence in the debit',
    DEBIT_DATA,
    lastschrift([{ sequenceType: 'ALLE' }], { sequenceType: undefined })
  ],
  [
    'each on its own',
    undefined,
    lastschrift([{ sequenceType: 'FRST', business: true }, { sequenceType: 'RCUR' }], {
      sequenceType: undefined,
      business: undefined
    })
  ],
  ['a sequence twice', DEBIT_DATA, lastschrift([{}, { sequenceType: 'OOFF' }])],
  ['business twice', DEBIT_DATA, lastschrift([{ business: true }])],
  ['the demo accounts', undefined, lastschrift([{ debtorIban: 'DE00123456789012345678' }])],
  ['from France', 'BA1204', lastschrift([{ debtorIban: 'FR1420041010050500013M02606' }])],
  ['the second from abroad', 'BA1204', lastschrift([{}, { debtorIban: 'AT611904300234573201' }])],
  ['to a savings account', 'BA1204', lastschrift([{}], {}, von(tagesgeld))],
  ['to nowhere', 'BA1204', lastschrift([{}], {}, { produktId: '' })],
  ['a mandate', 'BA1200: Zu Ende.', lastschrift(), { mandatsfehler: 'Zu Ende.' }],
  [
    'twice',
    'BA1104: Auftrag wegen Doppeleinreichung abgelehnt (9390).',
    lastschrift(),
    { isDoppelt: true }
  ],
  ['without money', undefined, lastschrift([{ amount: 5000 }]), { verfuegbar: () => -1 }]
]

t.test('a bank judges what an order says', async t => {
  for (const [kind, cases] of [
    ['transfer', TRANSFERS],
    ['debit', DEBITS]
  ] as const)
    for (const [title, expected, zahlung, more] of cases)
      t.equal(judged(zahlung, more), expected, `${kind}: ${title}`)
})

/** Each worse than the next: what a bank looks at first is told. */
const ORDER: readonly (readonly [string, Partial<Zahlungslage>, Zahlung])[] = [
  ['BA1000', { anbieter: bei({ stoerung: 'wartung' }) }, ueberweisung()],
  [
    'BA1011: Ungültige Zugangsdaten',
    { anmeldung: { is: 'refused', meldung: REFUSED, isWrongPin: true } },
    ueberweisung()
  ],
  ['BA1020', { anmeldung: angemeldet('demo1+ba1020', { zahlungScheitert: true }) }, ueberweisung()],
  [
    'BA1104: Der Auftrag wurde abgelehnt.',
    { anmeldung: angemeldet('demo1', { zahlungScheitert: true }) },
    ueberweisung()
  ],
  [DATA, {}, ueberweisung([{ amount: 0 }], { produktId: '' })],
  [NO_GIRO, { isDoppelt: true }, ueberweisung([{}], { produktId: '' })],
  [
    'BA1104: Auftrag wegen Doppeleinreichung abgelehnt (9390).',
    { isDoppelt: true, verfuegbar: () => 0 },
    ueberweisung()
  ],
  [NO_MONEY, { verfuegbar: () => 0 }, ueberweisung()]
]

t.test(
  'a bank looks at itself first, then at the login, the order, the account, the money',
  async t => {
    for (const [n, [expected]] of ORDER.entries()) {
      const later = ORDER.slice(n)
      const zahlung = (later[0] as (typeof ORDER)[number])[2]
      const all = later.reduceRight((one, [, more]) => ({ ...one, ...more }), {})
      t.equal(judged(zahlung, all), expected)
    }
    for (const [stoerung, code] of [
      ['inaktiv', 'BA1001'],
      ['gestoert', 'BA1051'],
      ['langsam', undefined]
    ] as const)
      t.equal(judged(ueberweisung(), { anbieter: bei({ stoerung }) })?.slice(0, 6), code, stoerung)
  }
)

t.test('words of errors refuse, those of notices do not', async t => {
  for (const [purpose, expected] of [
    ['BA1064', 'BA1064'],
    ['bitte ba1064!', 'BA1064'],
    ['BA2002 BA1020', 'BA1020'],
    ['BA2002', undefined],
    ['BA999', 'BA999'],
    ['BA9999', undefined],
    ['ABBA1064', undefined],
    ['BA1111', undefined]
  ] as const) {
    t.equal(judged(ueberweisung([{ purpose }]))?.split(':')[0], expected, purpose)
    t.equal(judged(lastschrift([{}, { purpose }]))?.split(':')[0], expected, purpose)
  }
})

t.test(
  'notices stand beside the outcome, but not the codes that the course itself brings',
  async t => {
    const credentials = { userid: 'demo1+ba2002+ba1020+ba1111', pin: 'demo1' }
    const zahlung = ueberweisung([{ purpose: 'BA2021 BA3010 BA1110 BA1104' }], { credentials })
    t.strictSame(codes(hinweiseFor(zahlung)), ['BA2002', 'BA2021'])
    const { credentials: _, ...later } = zahlung
    t.strictSame(codes(hinweiseFor(later)), ['BA2021'])
  }
)

t.test('an account with a reference account pays to it alone', async t => {
  const bound = { ...tagesgeld, referenzkonto: 'giro' }
  const elsewhere = 'BA1100: Überweisungen sind nur auf das Referenzkonto möglich.'
  const konten = [giro, bound]
  const to = (...ibans: readonly string[]) =>
    ueberweisung(
      ibans.map(iban => ({ iban })),
      von(tagesgeld)
    )
  const iban = giro.iban as string
  t.equal(judged(to(iban), { konten }), undefined)
  t.equal(judged(to('de00 1234 5678 9012 3456 78'), { konten }), undefined)
  t.equal(judged(to('DE57370205000000300000'), { konten }), elsewhere)
  t.equal(judged(to(iban, 'DE57370205000000300000'), { konten }), elsewhere)
  t.equal(judged(to(iban), { konten: [bound] }), elsewhere, 'one that the login has no more')
})

t.test('an account is found by what the API calls it', async t => {
  const konten = [giro, karte]
  t.equal(zahlungskontoOf(ueberweisung(), konten), giro)
  t.equal(zahlungskontoOf(ueberweisung([{}], { produktId: '3223 ****** 4554' }), konten), karte)
  t.equal(zahlungskontoOf(ueberweisung([{}], { produktId: '9012345678' }), konten), undefined)
  t.equal(zahlungskontoOf(ueberweisung(), []), undefined)
})

t.test('accounts are offered for what they can do', async t => {
  const { transferSupport: _, ...closed } = giro
  for (const [title, konto, transfer, debit] of [
    ['a current account', giro, true, true],
    ['another account that may', tagesgeld, true, false],
    ['one that is closed', closed, false, false],
    ['one that may not', { ...giro, transferSupport: false }, false, false],
    ['an unknown kind', { ...giro, unbekannt: true }, false, false]
  ] as const) {
    for (const kind of ['single', 'bulk'] as const) {
      t.equal(isGeeignet(konto, `${kind}-transfer`), transfer, title)
      t.equal(isGeeignet(konto, `${kind}-debit`), debit, title)
    }
  }
})

t.test('what may be spent is the balance, less what is earmarked, and the overdraft', async t => {
  t.equal(verfuegbar(giro, 214_578), 214_578 - 10_000 + 300_000)
  t.equal(verfuegbar(tagesgeld, -1), -1)
})

t.test('money is missing for transfers alone, and they are added up', async t => {
  const both = ueberweisung([{ amount: 1.1 }, { amount: 2.2 }])
  t.equal(summeOf(both), 330)
  t.equal(summeOf(ueberweisung([{ amount: 0.001 }])), 0, 'what is no amount does not count')
  t.equal(deckungsfehler(both, 330), undefined)
  t.equal(deckungsfehler(both, 329)?.code, 'BA1104')
  t.equal(deckungsfehler(lastschrift(), 0), undefined)
})
