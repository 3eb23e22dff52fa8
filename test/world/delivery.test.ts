import t from 'tap'
import { SECOND } from '../../src/world/clock.ts'
import {
  addresseeOf,
  afterAttempt,
  type Delivery,
  deliver,
  isSuccess,
  jobOf,
  laneOf,
  type Registration,
  registrationId,
  withAttempt
} from '../../src/world/delivery.ts'
import type { Mischief, Notice } from '../../src/world/effects.ts'
import { NOON, notice } from './small-world.ts'

const TO = { registration: 'banksapi demo', url: 'http://receiver.example/hook?secret=1' }
const DOWN = { status: 503 }

function make(more: Partial<Notice> = {}, now = NOON): Delivery {
  return deliver(notice(more), TO, { id: 7, serial: 3 }, now)
}

function registration(url: string | null, more: Partial<Registration> = {}): Registration {
  return { id: registrationId('banksapi', more.tenant), api: 'banksapi', url, ...more }
}

t.test(
  'a registration of the tenant counts before its fixture, that before the one of all',
  async t => {
    const own = registration('http://own', { tenant: 'demo' })
    const all = registration('http://all')
    const usual = { url: 'http://usual' }
    const nothing = registration(null, { tenant: 'demo' })
    const onlyErrors = (url: string) => ({ url, events: ['ERROR'] })
    type Row = [
      string,
      Partial<Notice>,
      (Registration | undefined)?,
      (Registration | undefined)?,
      string?
    ]
    const rows: readonly Row[] = [
      ['nothing is registered', {}],
      ['all', {}, undefined, all, 'http://all'],
      ['the fixture', { usual }, undefined, all, 'http://usual'],
      ['its own', { usual }, own, all, 'http://own'],
      ['switched off', { usual }, nothing, all],
      ['its own wants others', {}, { ...own, ...onlyErrors('http://own') }, all],
      [
        'its own wants it',
        { type: 'ERROR' },
        { ...own, ...onlyErrors('http://own') },
        all,
        'http://own'
      ],
      ['the fixture wants others', { usual: onlyErrors('http://usual') }, undefined, all],
      ['all want others', {}, undefined, { ...all, events: [] }]
    ]
    for (const [title, more, mine, general, url] of rows)
      t.equal(addresseeOf(notice(more), mine, general)?.url, url, title)
    t.equal(addresseeOf(notice(), own, all)?.registration, 'banksapi demo')
    t.equal(addresseeOf(notice(), undefined, all)?.registration, 'banksapi *')
  }
)

t.test('a delivery carries the notice with its serial', async t => {
  t.strictSame(make(), {
    id: '7',
    api: 'banksapi',
    tenant: 'demo',
    ...TO,
    type: 'BALANCE',
    serial: 3,
    notification: { notificationType: 'BALANCE', serial: 3 },
    headers: notice().headers,
    state: 'pending',
    createdAt: NOON,
    firstAt: NOON,
    dueAt: NOON,
    attempts: []
  })
})

t.test('mischief delays it, lets others overtake it, or loses it', async t => {
  const rows: readonly [Mischief, Partial<Delivery>][] = [
    [{ duplicate: true }, { state: 'pending', dueAt: NOON }],
    [{ delayMs: 500 }, { state: 'pending', dueAt: NOON + 500 }],
    [{ hold: true }, { state: 'pending', dueAt: NOON + 2 * SECOND, isHeld: true }],
    [{ drop: true }, { state: 'discarded', attempts: [] }]
  ]
  for (const [mischief, expected] of rows)
    t.match(make({ mischief }), { createdAt: NOON, ...expected }, JSON.stringify(mischief))
  t.not(laneOf(make({ mischief: { hold: true } })), laneOf(make()))
  t.equal(laneOf(make({ mischief: { delayMs: 1 } })), laneOf(make()))
})

t.test('it is tried after 0, 5, 30, 120 and 300 seconds, then discarded', async t => {
  let delivery = make()
  const tried: number[] = []
  while (delivery.state === 'pending') {
    tried.push((delivery.dueAt - NOON) / SECOND)
    delivery = afterAttempt(delivery, delivery.dueAt, DOWN)
  }
  t.strictSame(tried, [0, 5, 30, 120, 300])
  t.match(delivery, { state: 'discarded', attempts: { length: 5 } })
  t.strictSame(delivery.attempts[0], { at: NOON, ...DOWN })
})

t.test('attempts count from the first one, and missed ones are not made up for', async t => {
  const late = make({ mischief: { delayMs: 600 * SECOND } })
  t.equal(afterAttempt(late, late.dueAt, DOWN).dueAt, NOON + 605 * SECOND)
  t.match(afterAttempt(make(), NOON + 40 * SECOND, DOWN), { dueAt: NOON + 120 * SECOND })
  t.match(afterAttempt(make(), NOON + 400 * SECOND, DOWN), { state: 'discarded' }, 'one at least')
  t.match(afterAttempt(make(), NOON + 400 * SECOND, { status: 200 }), { state: 'delivered' })
})

t.test('any 2xx is a success, everything else is none', async t => {
  for (const status of [200, 201, 202, 204, 299]) t.ok(isSuccess({ status }), String(status))
  for (const status of [0, 100, 199, 300, 302, 304, 400, 410, 500])
    t.notOk(isSuccess({ status }), String(status))
  t.notOk(isSuccess({ error: 'connection refused' }))
})

t.test('an attempt that somebody asks for delivers or leaves the state', async t => {
  const given = afterAttempt(make(), NOON + 400 * SECOND, DOWN)
  t.match(withAttempt(given, NOON, DOWN), { state: 'discarded', attempts: { length: 2 } })
  t.match(withAttempt(given, NOON, { status: 200 }), { state: 'delivered' })
  t.match(withAttempt(make(), NOON, DOWN), { state: 'pending', dueAt: NOON })
  const done = withAttempt(make(), NOON, { status: 200 })
  t.match(withAttempt(done, NOON, DOWN), { state: 'delivered' })
  t.match(afterAttempt(done, NOON, DOWN), { state: 'delivered' }, 'it came in the meantime')
})

t.test('its job tells people what it is about, without a secret', async t => {
  const tried = afterAttempt(make(), NOON, DOWN)
  t.strictSame(jobOf(tried), {
    id: 'webhook-delivery 7',
    kind: 'webhook-delivery',
    dueAt: NOON + 5 * SECOND,
    about: 'BALANCE notification 3 of demo to http://receiver.example/hook, attempt 2',
    payload: { delivery: '7' }
  })
})
