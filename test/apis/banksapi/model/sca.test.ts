import t from 'tap'
import {
  advanceSca,
  einstellungOf,
  meldungOf,
  type Sca,
  type ScaEvent,
  type ScaOutcome,
  usableMedien,
  verfahrenOf
} from '../../../../src/apis/banksapi/model/sca.ts'
import { begonnen, codes, MINUTE, NOW } from './bankfaelle.ts'

const LATER = NOW + MINUTE
const POLLS = { pollsUntilConfirmed: 2 }
const PHONES = ['Mobil', 'Handy Eins']
const ALL = [1, 902, 946, 980, 990]
const confirmed = { type: 'decided', entscheidung: 'bestaetigt' } as const
const declined = { type: 'decided', entscheidung: 'abgelehnt' } as const
const wrong = { type: 'tan', tan: '41' } as const

const EVENTS = {
  method: { type: 'method', kodierung: 902 },
  'simple method': { type: 'method', kodierung: 990 },
  'unknown method': { type: 'method', kodierung: 911 },
  'no method': { type: 'method', kodierung: Number.NaN },
  medium: { type: 'medium', name: 'Handy Eins' },
  'unknown medium': { type: 'medium', name: 'Fax' },
  'useless medium': { type: 'medium', name: 'iTAN-Liste' },
  'right TAN': { type: 'tan', tan: '8534842' },
  'sent TAN': { type: 'tan', tan: ' 123456 ' },
  'wrong TAN': wrong,
  'empty TAN': { type: 'tan', tan: '' },
  polled: { type: 'polled' },
  claimed: { type: 'claimed' },
  confirmed,
  declined,
  cancelled: { type: 'cancelled' }
} satisfies Record<string, ScaEvent>

const STEPS: Readonly<Record<string, Sca>> = {
  method: begonnen(ALL, [...PHONES, 'iTAN-Liste']),
  medium: begonnen([902], [...PHONES, 'iTAN-Liste']),
  photoTAN: begonnen([902], ['Mobil']),
  mTAN: begonnen([980], ['Mobil']),
  app: begonnen([946], ['Mobil']),
  'app, confirmed': after(begonnen([946], ['Mobil']), confirmed),
  'app, declined': after(begonnen([946], ['Mobil']), declined),
  redirect: begonnen([990]),
  'redirect, confirmed': after(begonnen([990]), confirmed),
  'redirect, declined': after(begonnen([990]), declined)
}

const chosen = (name: string) => `CHALLENGE by ${name}`
const noted = { confirmed: 'bestaetigt noted', declined: 'abgelehnt noted' }
const isDeclined = 'failed: Vorgang abgelehnt'
const cancellable = { cancelled: 'failed: Redirect-SCA wurde abgebrochen' }

/** What every event comes to; what is not told stays as it is, and everything can expire. */
const ARROWS: Readonly<Record<string, Readonly<Partial<Record<keyof typeof EVENTS, string>>>>> = {
  method: {
    method: 'MEDIUM by 902',
    'simple method': chosen('990'),
    'unknown method': 'stays, BA1101',
    'no method': 'stays, BA1101'
  },
  medium: {
    medium: chosen('902 Handy Eins'),
    'unknown medium': 'stays, BA1102',
    'useless medium': 'stays, BA1102'
  },
  photoTAN: {
    'right TAN': 'done',
    'sent TAN': '1 wrong',
    'wrong TAN': '1 wrong',
    'empty TAN': '1 wrong'
  },
  mTAN: {
    'right TAN': '1 wrong',
    'sent TAN': 'done',
    'wrong TAN': '1 wrong',
    'empty TAN': '1 wrong'
  },
  app: { polled: '1 polled', ...noted },
  'app, confirmed': { polled: 'done', claimed: 'done', declined: 'abgelehnt noted' },
  'app, declined': { polled: isDeclined, claimed: isDeclined, confirmed: 'bestaetigt noted' },
  redirect: { ...noted, ...cancellable },
  'redirect, confirmed': {
    polled: 'done',
    claimed: 'done',
    declined: 'abgelehnt noted',
    ...cancellable
  },
  'redirect, declined': {
    polled: isDeclined,
    claimed: isDeclined,
    confirmed: 'bestaetigt noted',
    ...cancellable
  }
}

t.test('every event at every step leads where it should, or nowhere', async t => {
  for (const [step, sca] of Object.entries(STEPS))
    for (const [name, event] of Object.entries(EVENTS)) {
      const expected = ARROWS[step]?.[name as keyof typeof EVENTS] ?? 'stays'
      t.equal(told(sca, advance(sca, event)), expected, `${step}: ${name}`)
    }
})

t.test('the message of a step goes with every answer that leaves it open', async t => {
  const cases = [
    ['method', 'BA3010', 'Bitte wählen Sie eine SCA-Methode aus'],
    ['medium', 'BA3020', 'Bitte wählen Sie ein SCA-Medium aus'],
    ['photoTAN', 'BA3030', 'Bitte autorisieren Sie den Vorgang'],
    ['app', 'BA3030', 'Bitte autorisieren Sie den Vorgang'],
    ['redirect', 'BA3005', 'Bitte authentifizieren Sie sich auf der Seite Ihrer Bank.']
  ] as const
  for (const [step, code, details] of cases) {
    const sca = STEPS[step] as Sca
    t.match(meldungOf(sca), { level: 'INFO', code, details }, step)
    const unfit: ScaEvent = step === 'photoTAN' ? { type: 'claimed' } : wrong
    const outcome = advance(sca, unfit)
    t.strictSame(outcome.is === 'open' && outcome.meldungen, [meldungOf(sca)], step)
  }
})

t.test('an unknown choice is told before the step that stays', async t => {
  const method = advance(STEPS['method'] as Sca, EVENTS['unknown method'])
  t.strictSame(method.is === 'open' && codes(method.meldungen), ['BA1101', 'BA3010'])
  const medium = advance(STEPS['medium'] as Sca, EVENTS['unknown medium'])
  t.strictSame(medium.is === 'open' && codes(medium.meldungen), ['BA1102', 'BA3020'])
})

t.test('the third wrong TAN ends an authentication', async t => {
  const first = after(STEPS['photoTAN'] as Sca, wrong)
  t.match(meldungOf(first), { level: 'INFO', code: 'BA3030' })
  t.equal(meldungOf(first).details, 'TAN falsch. Noch 2 Versuche.')
  const second = after(first, wrong)
  t.equal(meldungOf(second).details, 'TAN falsch. Noch 1 Versuch.')
  t.strictSame(advance(second, wrong), {
    is: 'failed',
    meldung: {
      level: 'ERROR',
      code: 'BA3040',
      message: 'SCA fehlgeschlagen',
      details: 'TAN dreimal falsch eingegeben'
    }
  })
  t.equal(advance(first, EVENTS['right TAN']).is, 'done')
  t.equal(advance(second, EVENTS['right TAN']).is, 'done')
})

t.test('a wrong TAN gives no more time and no new TAN', async t => {
  const sms = STEPS['mTAN'] as Sca
  const { begonnenAt, tan } = after(sms, wrong, '654321')
  t.strictSame({ begonnenAt, tan }, { begonnenAt: NOW, tan: '123456' })
})

t.test('each step has its own time', async t => {
  const medium = after(STEPS['method'] as Sca, EVENTS['method'])
  t.equal(medium.begonnenAt, LATER)
  const outcome = advanceSca(medium, EVENTS['medium'], POLLS, LATER + 1, () => '')
  t.equal(outcome.is === 'open' && outcome.sca.begonnenAt, LATER + 1)
})

t.test('an app confirms by itself after so many polls, or never', async t => {
  for (const pollsUntilConfirmed of [1, 2, 5]) {
    let outcome: ScaOutcome = { is: 'open', sca: STEPS['app'] as Sca, meldungen: [] }
    let polls = 0
    for (; outcome.is === 'open' && polls < 10; polls++)
      outcome = advanceSca(outcome.sca, { type: 'polled' }, { pollsUntilConfirmed }, NOW, () => '')
    t.strictSame([outcome.is, polls], ['done', pollsUntilConfirmed])
  }
  const patient = { ...(STEPS['app'] as Sca), abfragen: 1000 }
  const never = { pollsUntilConfirmed: 0 }
  t.equal(advanceSca(patient, { type: 'polled' }, never, NOW, () => '').is, 'open')
})

t.test('to say that one has confirmed is not to confirm, and is no poll', async t => {
  let sca = STEPS['app'] as Sca
  for (let times = 0; times < 5; times++) sca = after(sca, { type: 'claimed' })
  t.strictSame(sca, STEPS['app'])
})

t.test('polls never confirm a redirect', async t => {
  let sca = STEPS['redirect'] as Sca
  for (let times = 0; times < 5; times++) sca = after(sca, { type: 'polled' })
  t.equal(sca.entscheidung, undefined)
})

t.test('media, procedure and settings of a step', async t => {
  const names = (sca: Sca) => usableMedien(sca).map(({ name }) => name)
  t.strictSame(names(STEPS['method'] as Sca), [])
  t.strictSame(names(STEPS['medium'] as Sca), PHONES)
  t.equal(verfahrenOf(STEPS['method'] as Sca), undefined)
  t.equal(verfahrenOf(STEPS['medium'] as Sca)?.kodierung, 902)
  t.equal(einstellungOf(STEPS['method'] as Sca), undefined)
  t.strictSame(einstellungOf(STEPS['redirect'] as Sca), { verfahren: 990 })
  t.strictSame(einstellungOf(STEPS['app'] as Sca), { verfahren: 946, medium: 'Mobil' })
})

function advance(sca: Sca, event: ScaEvent, tan = '654321'): ScaOutcome {
  return advanceSca(Object.freeze(sca), event, POLLS, LATER, () => tan)
}

function after(sca: Sca, event: ScaEvent, tan?: string): Sca {
  const outcome = advance(sca, event, tan)
  if (outcome.is !== 'open') throw new Error(`${event.type} ends it`)
  return outcome.sca
}

/** An outcome in words. */
function told(before: Sca, outcome: ScaOutcome): string {
  if (outcome.is === 'done')
    return JSON.stringify(outcome.sca) === JSON.stringify(before) ? 'done' : '?'
  if (outcome.is === 'failed')
    return outcome.meldung.code === 'BA3040' ? `failed: ${outcome.meldung.details}` : '?'
  const { sca, meldungen } = outcome
  const errors = meldungen.filter(({ level }) => level === 'ERROR').map(({ code }) => `, ${code}`)
  if (JSON.stringify(sca) === JSON.stringify(before)) return `stays${errors.join('')}`
  if (sca.schritt !== before.schritt)
    return `${sca.schritt} by ${[sca.verfahren, sca.medium].join(' ').trim()}`
  if (sca.fehlversuche > before.fehlversuche) return `${sca.fehlversuche} wrong`
  if (sca.abfragen > before.abfragen) return `${sca.abfragen} polled`
  return `${sca.entscheidung} noted`
}
