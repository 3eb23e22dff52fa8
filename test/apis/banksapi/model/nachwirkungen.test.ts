import t from 'tap'
import type { Bankzugang } from '../../../../src/apis/banksapi/model/bankzugang.ts'
import {
  HINTERGRUND,
  nachwirkungen,
  SCA_TIMEOUT,
  telefonWirkungen,
  vergessen,
  ZUGANG_TIMEOUT
} from '../../../../src/apis/banksapi/model/nachwirkungen.ts'
import type { Sca } from '../../../../src/apis/banksapi/model/sca.ts'
import type { Effect } from '../../../../src/world/effects.ts'
import { ACCESS, begonnen, fertig, HOUR, MINUTE, NOW, neuerZugang, offen } from './bankfaelle.ts'

const HALTER = { collection: 'bankzugaenge', id: `user ${ACCESS}` }
const methode = begonnen([1, 902], ['Mobil'])
const sms = begonnen([980], ['Mobil'])
const push = begonnen([946], ['Mobil'])

/** Effects in short. */
function after(vorher: Bankzugang | undefined, zugang: Bankzugang, now = NOW): readonly string[] {
  return nachwirkungen(vorher, zugang, 'demo1', now).map(short)
}

function short(effect: Effect): string {
  if (effect.do === 'put') return `put ${effect.collection} ${effect.document.id}`
  if (effect.do === 'remove') return `remove ${effect.collection} ${effect.id}`
  if (effect.do === 'notify') return `notify ${effect.notification.type}`
  return effect.do === 'schedule' ? `schedule ${effect.job.id}` : `cancel ${effect.job}`
}

const keep = `put bankzugaenge ${HALTER.id}`
const timer = (id: string) => `${SCA_TIMEOUT}-${id}`
const other = (sca: Sca, at = NOW): Sca => ({ ...sca, id: 'sca-2', begonnenAt: at })

t.test('an access is kept as it is', async t => {
  const zugang = fertig()
  t.strictSame(nachwirkungen(zugang, zugang, 'demo1', NOW), [
    { do: 'put', collection: 'bankzugaenge', document: zugang }
  ])
})

t.test('a new access is updated in the background after six hours, if it is kept', async t => {
  const [, effect] = nachwirkungen(undefined, fertig(), 'demo1', NOW)
  t.match(effect, {
    do: 'schedule',
    job: { kind: HINTERGRUND, dueAt: NOW + 6 * HOUR, payload: { zugang: HALTER.id } }
  })
  for (const never of [{ sync: false }, { type: 'BUILDER' }] as const)
    t.strictSame(nachwirkungen(undefined, { ...fertig(), ...never }, 'demo1', NOW).map(short), [
      keep
    ])
})

t.test('an authentication ends by itself after five minutes', async t => {
  const [, effect] = nachwirkungen(fertig(), offen(methode), 'demo1', NOW)
  t.match(effect, {
    do: 'schedule',
    job: {
      kind: SCA_TIMEOUT,
      dueAt: NOW + 5 * MINUTE,
      payload: { ...HALTER, sca: 'sca-1' }
    }
  })
})

t.test('each new step has five minutes of its own under the same name', async t => {
  const step = { ...methode, schritt: 'MEDIUM', begonnenAt: NOW + MINUTE } as const
  t.strictSame(after(offen(methode), offen(step), NOW + MINUTE), [
    keep,
    `schedule ${timer('sca-1')}`
  ])
  const [, effect] = nachwirkungen(offen(methode), offen(step), 'demo1', NOW + MINUTE)
  t.match(effect, { job: { dueAt: NOW + 6 * MINUTE } })
})

t.test('a step that stays keeps its time', async t => {
  t.strictSame(after(offen(sms), offen({ ...sms, fehlversuche: 1 }), NOW + MINUTE), [keep])
})

t.test('an authentication that is over has no timer', async t => {
  t.strictSame(after(offen(methode), fertig()), [keep, `cancel ${timer('sca-1')}`])
})

t.test('the next authentication has its own timer', async t => {
  const expected = [keep, `cancel ${timer('sca-1')}`, `schedule ${timer('sca-2')}`]
  t.strictSame(after(offen(methode), offen(other(methode, NOW + 1)), NOW + 1), expected)
  t.strictSame(after(offen(methode), offen(other(methode))), expected, 'even at the same instant')
})

t.test('an access without background updates is forgotten when its time comes', async t => {
  const zugang = neuerZugang({ sync: false, timeoutAt: NOW + HOUR })
  t.match(nachwirkungen(undefined, zugang, 'demo1', NOW)[1], {
    do: 'schedule',
    job: {
      id: `${ZUGANG_TIMEOUT}-${zugang.id}`,
      kind: ZUGANG_TIMEOUT,
      dueAt: NOW + HOUR,
      payload: { zugang: zugang.id }
    }
  })
  t.strictSame(after(zugang, { ...zugang, abrufe: 2 }), [keep], 'once is enough')
})

t.test('a TAN that is sent arrives on the phone of the person', async t => {
  t.strictSame(telefonWirkungen(undefined, sms, HALTER, 'demo1', NOW), [
    {
      do: 'put',
      collection: 'nachrichten',
      document: {
        id: 'sca-1',
        person: 'demo1',
        at: NOW,
        art: 'sms',
        text: 'Ihre TAN lautet 123456. Geben Sie sie niemandem weiter.',
        tan: '123456'
      }
    }
  ])
})

t.test('an app asks whether the person agrees', async t => {
  const [effect] = telefonWirkungen(undefined, push, HALTER, 'demo1', NOW)
  t.match(effect, {
    do: 'put',
    collection: 'nachrichten',
    document: {
      person: 'demo1',
      art: 'push',
      freigabe: { sca: 'sca-1', halter: HALTER, state: 'offen' }
    }
  })
})

t.test('the phone is silent where nothing is sent, and rings once', async t => {
  const silent: readonly (readonly [string, Sca | undefined, Sca | undefined])[] = [
    ['no authentication', undefined, undefined],
    ['the choice of a method', undefined, methode],
    ['the choice of a medium', undefined, begonnen([980], ['Mobil', 'Handy Eins'])],
    ['a TAN of a list', undefined, begonnen([999], ['iTAN-Liste'])],
    ['a page of the bank', undefined, begonnen([990])],
    ['the same TAN again', sms, { ...sms, fehlversuche: 1 }],
    ['the same question again', push, { ...push, abfragen: 1 }],
    ['its end', push, undefined]
  ]
  for (const [title, vorher, sca] of silent)
    t.strictSame(telefonWirkungen(vorher, sca, HALTER, 'demo1', NOW), [], title)
  t.equal(telefonWirkungen(sms, other(sms), HALTER, 'demo1', NOW).length, 1, 'another TAN')
  t.equal(telefonWirkungen(methode, { ...push }, HALTER, 'demo1', NOW).length, 1, 'a chosen app')
})

t.test('an access goes with its timers and with what was pushed to it', async t => {
  const gone = [`remove bankzugaenge ${HALTER.id}`, ...kept('umsaetze'), ...kept('kategorisiert')]
  const forgotten = `cancel ${ZUGANG_TIMEOUT}-${HALTER.id}`
  const update = `cancel ${HINTERGRUND}-${HALTER.id}`
  t.strictSame(vergessen(offen(methode)).map(short), [
    ...gone,
    `cancel ${timer('sca-1')}`,
    forgotten,
    update
  ])
  t.strictSame(vergessen(fertig()).map(short), [...gone, forgotten, update])
})

function kept(collection: string): readonly string[] {
  return fertig().produkte.map(({ id }) => `remove ${collection} ${HALTER.id} ${id}`)
}
