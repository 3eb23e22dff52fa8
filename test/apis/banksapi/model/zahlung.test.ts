import t from 'tap'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import type { ScaEvent } from '../../../../src/apis/banksapi/model/sca.ts'
import {
  type Altangaben,
  type Annahme,
  ablaufen,
  alsGebucht,
  bewegen,
  einreichen,
  isLastschrift,
  isOffen,
  isSammel,
  scheitern,
  terminieren,
  type Zahlung,
  type Zahlungsschritt
} from '../../../../src/apis/banksapi/model/zahlung.ts'
import { codes, MINUTE, NOW } from './bankfaelle.ts'
import { annahme, lastschrift, ueberweisung } from './zahlungsfaelle.ts'

const LATER = NOW + MINUTE
const POLLS = { pollsUntilConfirmed: 2 }
const tan = () => '123456'

function hand(zahlung: Zahlung, more: Partial<Annahme> = {}): Zahlungsschritt {
  return einreichen(zahlung, { ...annahme, ...more }, NOW, tan)
}

function move(zahlung: Zahlung, event: ScaEvent): Zahlungsschritt {
  return bewegen(zahlung, event, POLLS, LATER, tan)
}

const after = (zahlung: Zahlung, ...events: readonly ScaEvent[]): Zahlung =>
  events.reduce((one, event) => move(one, event).zahlung, zahlung)

/** A step in one line: where the payment is, what is told, and whether the bank may book. */
function shown({ zahlung, told, isFrei }: Zahlungsschritt): string {
  const step = zahlung.sca ? `${zahlung.stand} ${zahlung.sca.schritt}` : zahlung.stand
  return [isFrei ? 'free' : step, ...codes(told)].join(' ')
}

const wrong: ScaEvent = { type: 'tan', tan: '41' }
const EVENTS = {
  method: { type: 'method', kodierung: 999 },
  'method with media': { type: 'method', kodierung: 1 },
  'unknown method': { type: 'method', kodierung: 4711 },
  medium: { type: 'medium', name: 'Mobil' },
  'unknown medium': { type: 'medium', name: 'Fax' },
  'right TAN': { type: 'tan', tan: '12' },
  'wrong TAN': wrong,
  polled: { type: 'polled' },
  claimed: { type: 'claimed' },
  approved: { type: 'decided', entscheidung: 'bestaetigt' },
  declined: { type: 'decided', entscheidung: 'abgelehnt' },
  cancelled: { type: 'cancelled' }
} satisfies Record<string, ScaEvent>

const waiting = hand(ueberweisung()).zahlung
const app = hand(ueberweisung(), { verfahren: [946], medien: [] }).zahlung
const redirect = hand(ueberweisung(), { verfahren: [990] }).zahlung
const challenge = after(waiting, EVENTS.method)

const STATES: Readonly<Record<string, Zahlung>> = {
  draft: ueberweisung(),
  method: waiting,
  medium: after(waiting, EVENTS['method with media']),
  challenge,
  'two wrong TANs': after(challenge, wrong, wrong),
  app,
  'app, polled': after(app, EVENTS.polled),
  'app, approved': after(app, EVENTS.approved),
  'app, declined': after(app, EVENTS.declined),
  redirect,
  'redirect, approved': after(redirect, EVENTS.approved),
  'redirect, declined': after(redirect, EVENTS.declined),
  later: terminieren(challenge, []),
  booked: alsGebucht(challenge, []),
  failed: scheitern(challenge, [meldung('BA1104')]),
  'given up': after(redirect, EVENTS.cancelled)
}

const GIVEN_UP = 'gescheitert BA3040'

/** What every event comes to. What is not told changes nothing: those arrows must not exist. */
const ARROWS: Readonly<Record<string, Readonly<Partial<Record<keyof typeof EVENTS, string>>>>> = {
  draft: {},
  method: {
    method: 'offen CHALLENGE BA3030',
    'method with media': 'offen MEDIUM BA3020',
    'unknown method': 'offen METHODE BA1101 BA3010'
  },
  medium: {
    medium: 'offen CHALLENGE BA3030',
    'unknown medium': 'offen MEDIUM BA1102 BA3020'
  },
  challenge: { 'right TAN': 'free', 'wrong TAN': 'offen CHALLENGE BA3030' },
  'two wrong TANs': { 'right TAN': 'free', 'wrong TAN': 'gescheitert BA1103 BA3040' },
  app: {},
  'app, polled': { polled: 'free' },
  'app, approved': { polled: 'free', claimed: 'free' },
  'app, declined': { polled: GIVEN_UP, claimed: GIVEN_UP },
  redirect: { cancelled: GIVEN_UP },
  'redirect, approved': { polled: 'free', claimed: 'free', cancelled: GIVEN_UP },
  'redirect, declined': { polled: GIVEN_UP, claimed: GIVEN_UP, cancelled: GIVEN_UP },
  later: {},
  booked: {},
  failed: {},
  'given up': {}
}

/** What is told when nothing happens. */
const STAYS: Readonly<Record<string, string>> = {
  draft: 'entwurf',
  method: 'offen METHODE BA3010',
  medium: 'offen MEDIUM BA3020',
  challenge: 'offen CHALLENGE BA3030',
  'two wrong TANs': 'offen CHALLENGE BA3030',
  app: 'offen CHALLENGE BA3030',
  'app, polled': 'offen CHALLENGE BA3030',
  'app, approved': 'offen CHALLENGE BA3030',
  'app, declined': 'offen CHALLENGE BA3030',
  redirect: 'offen CHALLENGE BA3005',
  'redirect, approved': 'offen CHALLENGE BA3005',
  'redirect, declined': 'offen CHALLENGE BA3005',
  later: 'terminiert BA1112',
  booked: 'gebucht BA1111',
  failed: 'gescheitert BA1104',
  'given up': 'gescheitert BA3040'
}

t.test('every event does in every state what the table says, and nothing else', async t => {
  for (const [state, zahlung] of Object.entries(STATES))
    for (const [name, event] of Object.entries(EVENTS)) {
      const arrows: Readonly<Record<string, string>> = ARROWS[state] ?? {}
      t.equal(shown(move(zahlung, event)), arrows[name] ?? STAYS[state], `${state}: ${name}`)
    }
})

t.test('what is over stays as it is, to the last member', async t => {
  for (const state of ['draft', 'later', 'booked', 'failed', 'given up'])
    for (const event of Object.values(EVENTS)) {
      const zahlung = STATES[state] as Zahlung
      t.strictSame(move(zahlung, event), { zahlung, told: zahlung.meldungen, isFrei: false })
    }
})

t.test('a choice that nobody knows is told, and not kept', async t => {
  for (const [state, event] of [
    ['method', EVENTS['unknown method']],
    ['medium', EVENTS['unknown medium']]
  ] as const) {
    const { zahlung, told } = move(STATES[state] as Zahlung, event)
    t.equal(told.length, 2)
    t.strictSame(zahlung.meldungen, told.slice(1))
  }
})

t.test('only a redirect that was given up says so', async t => {
  const ends = Object.entries(STATES).flatMap(([state, zahlung]) =>
    Object.values(EVENTS).map(event => [state, event, move(zahlung, event).zahlung] as const)
  )
  for (const [state, event, { abgebrochen }] of ends) {
    const isGivenUp = state === 'given up' || (/redirect/.test(state) && event.type === 'cancelled')
    t.equal(abgebrochen, isGivenUp ? true : undefined, `${state}: ${event.type}`)
  }
})

const REFUSED = meldung('BA1100')

/** How a bank takes a payment, and what it comes to. */
const HANDED: readonly (readonly [
  title: string,
  more: Partial<Annahme>,
  alt: Altangaben | undefined,
  expected: string
])[] = [
  ['it is refused', { fehler: REFUSED }, undefined, 'gescheitert BA1100'],
  ['refused without authentication', { fehler: REFUSED, ohneSca: true }, {}, 'gescheitert BA1100'],
  ['no authentication', { ohneSca: true }, undefined, 'free'],
  ['with a notice', { ohneSca: true, hinweise: [meldung('BA2002')] }, undefined, 'free BA2002'],
  ['no method', { verfahren: [] }, undefined, 'gescheitert BA3060'],
  ['several methods', {}, undefined, 'offen METHODE BA3010'],
  ['one method with media', { verfahren: [1] }, undefined, 'offen MEDIUM BA3020'],
  ['one method with one medium', { verfahren: [999] }, undefined, 'offen CHALLENGE BA3030'],
  ['saved settings', { einstellung: { verfahren: 999 } }, undefined, 'offen CHALLENGE BA3030'],
  ['a saved method', { einstellung: { verfahren: 1 } }, undefined, 'offen MEDIUM BA3020'],
  [
    'a saved method with its medium',
    { einstellung: { verfahren: 1, medium: 'Mobil' } },
    undefined,
    'offen CHALLENGE BA3030'
  ],
  ['an old setting', { einstellung: { verfahren: 902 } }, undefined, 'offen METHODE BA3010'],
  ['a named method', {}, { kodierung: 999 }, 'offen CHALLENGE BA3030'],
  ['a named method with media', {}, { kodierung: 1 }, 'offen MEDIUM BA3020'],
  ['method and medium', {}, { kodierung: 1, tanMediumName: 'Mobil' }, 'offen CHALLENGE BA3030'],
  ['an empty medium', {}, { kodierung: 1, tanMediumName: '' }, 'offen MEDIUM BA3020'],
  ['a medium alone', {}, { tanMediumName: 'Mobil' }, 'offen METHODE BA3010'],
  [
    'a medium for the one method',
    { verfahren: [1] },
    { tanMediumName: 'Mobil' },
    'offen CHALLENGE BA3030'
  ],
  ['an unknown method', {}, { kodierung: 4711 }, 'offen METHODE BA1101 BA3010'],
  ['no number', {}, { kodierung: Number.NaN }, 'offen METHODE BA1101 BA3010'],
  ['an unknown medium', {}, { kodierung: 1, tanMediumName: 'Fax' }, 'offen MEDIUM BA1102 BA3020']
]

t.test('a payment is handed to the bank in each of these ways', async t => {
  for (const [title, more, alt, expected] of HANDED) {
    const step = hand(ueberweisung([{}], alt ? { alt, weg: 'ueberweisung' } : {}), more)
    t.equal(shown(step), expected, title)
    const isOver = step.zahlung.stand === 'gescheitert'
    t.equal('credentials' in step.zahlung, !isOver, `${title}: credentials as long as needed`)
    if (step.zahlung.sca) t.equal(step.zahlung.sca.id, step.zahlung.id, 'one id for both')
  }
})

const several = [{}, {}]

/** The code of a payment whose money has moved, and of one that waits for its day. */
const ENDS: readonly (readonly [Zahlung, booked: string, later: string])[] = [
  [ueberweisung(), 'BA1111', 'BA1112'],
  [ueberweisung(several), 'BA1112', 'BA1112'],
  [lastschrift(), 'BA1212', 'BA1212'],
  [lastschrift(several), 'BA1212', 'BA1212']
]

t.test(
  'each kind has its end, with the notices behind it and nothing of the authentication',
  async t => {
    const notice = [meldung('BA2002')]
    for (const [zahlung, booked, later] of ENDS) {
      const open = hand(zahlung).zahlung
      for (const [end, stand, code] of [
        [alsGebucht(open, notice), 'gebucht', booked],
        [terminieren(open, notice), 'terminiert', later],
        [alsGebucht(terminieren(open, notice), notice), 'gebucht', booked]
      ] as const) {
        t.equal(end.stand, stand, zahlung.art)
        t.strictSame(codes(end.meldungen), [code, 'BA2002'], zahlung.art)
        t.notOk('sca' in end || 'credentials' in end, zahlung.art)
      }
    }
  }
)

t.test('what nobody authenticated in time has failed, with a TAN as with a wrong one', async t => {
  for (const [state, expected] of [
    ['draft', ['BA3040']],
    ['method', ['BA3040']],
    ['medium', ['BA3040']],
    ['challenge', ['BA1103', 'BA3040']],
    ['app', ['BA3040']],
    ['redirect', ['BA3040']]
  ] as const) {
    const over = ablaufen(STATES[state] as Zahlung)
    t.strictSame(codes(over.meldungen), expected, state)
    t.equal(over.meldungen.at(-1)?.details, 'Zeit abgelaufen')
    t.match(over, { stand: 'gescheitert', sca: undefined, credentials: undefined })
  }
})

t.test('a wrong TAN gives an Überweisung more time, and no other payment', async t => {
  for (const weg of ['payment', 'ueberweisung'] as const) {
    const open = after(hand(ueberweisung([{}], { weg })).zahlung, EVENTS.method)
    const now = LATER + MINUTE
    const { sca } = bewegen(open, wrong, POLLS, now, tan).zahlung
    t.equal(sca?.begonnenAt, weg === 'payment' ? LATER : now, weg)
    const idle = bewegen(open, EVENTS.polled, POLLS, now, tan).zahlung
    t.equal(idle.sca?.begonnenAt, LATER, 'what changes nothing gives no time either')
  }
})

t.test('kinds and states are told apart', async t => {
  for (const [zahlung] of ENDS) {
    t.equal(isLastschrift(zahlung), zahlung.inhalt.is === 'lastschrift')
    t.equal(isSammel(zahlung), zahlung.inhalt.posten.length === 2)
  }
  for (const [state, zahlung] of Object.entries(STATES))
    t.equal(isOffen(zahlung), !/later|booked|failed|given up/.test(state), state)
})
