import t from 'tap'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'

const CLOCK = '/_sandkasten/clock'
const ADVANCE = '/_sandkasten/clock/advance'
const FROZEN = { now: START, mode: 'frozen', speed: 0 }

async function read(sandbox: Sandbox, path = CLOCK) {
  return (await sandbox.call('GET', path)).body
}

t.test('the clock is set, frozen, run and scaled', async t => {
  const sandbox = await createSandbox(t)
  t.strictSame(await read(sandbox), FROZEN)
  const set = async (body: object, expected: object) => {
    const reply = await sandbox.call('PUT', CLOCK, { body })
    t.match(reply, { status: 200, body: expected }, JSON.stringify(body))
    t.match(await read(sandbox), { ...expected, now: String }, 'and it stays so')
  }
  await set({ now: '2027-01-01T00:00:00+01:00' }, { ...FROZEN, now: '2026-12-31T23:00:00.000Z' })
  await set({ now: '2026-01-01T00:00:00Z' }, { ...FROZEN, now: '2026-01-01T00:00:00.000Z' })
  await set({ speed: 60 }, { mode: 'scaled', speed: 60 })
  await set({ mode: 'scaled' }, { mode: 'scaled', speed: 60 })
  await set({ mode: 'scaled', speed: 0.5 }, { mode: 'scaled', speed: 0.5 })
  await set({ mode: 'running' }, { mode: 'running', speed: 1 })
  await set(
    { mode: 'frozen', now: '2030-06-01T12:00:00.5Z' },
    { ...FROZEN, now: '2030-06-01T12:00:00.500Z' }
  )
})

t.test('a running clock moves on from where it was set', async t => {
  const sandbox = await createSandbox(t)
  const { body: from } = await sandbox.call('PUT', CLOCK, {
    body: { now: '2030-01-01T00:00:00Z', speed: 1_000_000 }
  })
  let at = from
  while (at.now === from.now) at = await read(sandbox)
  t.ok(at.now > from.now && from.now >= '2030-01-01T00:00:00.000Z', 'forward')

  const { body: stopped } = await sandbox.call('PUT', CLOCK, { body: { mode: 'frozen' } })
  t.ok(stopped.now >= at.now, 'freezing it keeps the time that has come')
  t.strictSame(await read(sandbox), stopped, 'and then it stands still')
})

t.test('a change that makes no sense changes nothing', async t => {
  const sandbox = await createSandbox(t)
  for (const body of [
    {},
    { now: 'tomorrow' },
    { now: 1_800_000_000_000 },
    { now: '2026-11-21' },
    { now: '2026-02-30T00:00:00Z' },
    { now: '2016-12-31T23:59:60Z' },
    { now: '+010000-01-01T00:00:00Z' },
    { now: '9999-12-31T23:59:59-01:00' },
    { mode: 'stopped' },
    { mode: 'scaled' },
    { mode: 'frozen', speed: 2 },
    { mode: 'running', speed: 2 },
    { now: '2030-01-01T00:00:00Z', mode: 'frozen', speed: 2 },
    { speed: 0 },
    { speed: -1 },
    { speed: '2' },
    { speed: 1_000_001 },
    { now: '2030-01-01T00:00:00Z', later: 'stop' }
  ]) {
    const reply = await sandbox.call('PUT', CLOCK, { body })
    t.match(reply, { status: 400, body: { title: 'Bad Request', detail: String } })
    t.strictSame(await read(sandbox), FROZEN, JSON.stringify(body))
  }
})

t.test('time passes by a duration or to an instant', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [from: string, body: object, to: string])[] = [
    [START, { by: 'PT1H' }, '2026-11-21T10:00:00.000Z'],
    [START, { by: 'P90D' }, '2027-02-19T09:00:00.000Z'],
    [START, { by: 'P2W' }, '2026-12-05T09:00:00.000Z'],
    [START, { by: 'P1Y2M' }, '2028-01-21T09:00:00.000Z'],
    [START, { by: 'P1DT1H1M1.5S' }, '2026-11-22T10:01:01.500Z'],
    [START, { by: 'PT0S' }, START],
    ['2027-01-31T12:00:00.000Z', { by: 'P1M' }, '2027-02-28T12:00:00.000Z'],
    ['2028-01-31T12:00:00.000Z', { by: 'P1M' }, '2028-02-29T12:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', { by: 'P1Y' }, '2029-02-28T12:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', { by: 'P2M' }, '2027-02-28T12:00:00.000Z'],
    [START, { to: '2027-01-01T00:00:00+01:00' }, '2026-12-31T23:00:00.000Z'],
    [START, { to: START }, START],
    [START, { to: '9999-12-31T23:59:59.999Z' }, '9999-12-31T23:59:59.999Z']
  ]
  for (const [from, body, to] of cases) {
    await sandbox.call('PUT', CLOCK, { body: { now: from } })
    const reply = await sandbox.call('POST', ADVANCE, { body })
    t.equal(reply.status, 200)
    t.strictSame(reply.body, { now: to, fired: [] }, `${JSON.stringify(body)} from ${from}`)
    t.equal((await read(sandbox)).now, to)
  }
})

t.test('an advance goes neither back, nor too far, nor both ways', async t => {
  const sandbox = await createSandbox(t)
  for (const body of [
    {},
    { by: '' },
    { by: 'P' },
    { by: 'PT' },
    { by: 'P1DT' },
    { by: '1h' },
    { by: '-P1D' },
    { by: 'P-1D' },
    { by: 'P1.5D' },
    { by: 'PT1H1D' },
    { by: 3600 },
    { by: 'P99999Y' },
    { by: 'P99999M' },
    { to: 'tomorrow' },
    { to: '2026-11-21T08:59:59.999Z' },
    { to: '9999-12-31T23:59:59-01:00' },
    { by: 'PT1H', to: '2027-01-01T00:00:00Z' },
    { by: 'PT1H', slowly: true }
  ]) {
    const reply = await sandbox.call('POST', ADVANCE, { body })
    t.match(reply, { status: 400, body: { title: 'Bad Request', detail: String } })
    t.strictSame(await read(sandbox), FROZEN, JSON.stringify(body))
  }
})

t.test('what is due is fired in order, once, and the next comes first in the list', async t => {
  const sandbox = await createSandbox(t)
  const advance = async (body: object) => (await sandbox.call('POST', ADVANCE, { body })).body
  t.strictSame(await read(sandbox, '/_sandkasten/events'), [])

  const first = await sandbox.token()
  await advance({ by: 'PT10M' })
  const second = await sandbox.token('readonly-client')
  const events = await read(sandbox, '/_sandkasten/events')
  t.match(events, [
    { at: '2026-11-21T10:00:00.000Z', kind: /token-expiry/, about: /demo-client/, id: String },
    { at: '2026-11-21T10:10:00.000Z', kind: /token-expiry/, about: /readonly-client/, id: String }
  ])
  t.equal(events.length, 2)

  t.strictSame(await advance({ to: '2026-11-21T09:59:59.999Z' }), {
    now: '2026-11-21T09:59:59.999Z',
    fired: []
  })
  const lives = async (token: string) =>
    (await sandbox.call('GET', '/kundenangaben/NIX', { token })).status === 404
  t.ok(await lives(first), 'a token lives for an hour')
  t.strictSame(await advance({ by: 'PT0.001S' }), {
    now: '2026-11-21T10:00:00.000Z',
    fired: events.slice(0, 1)
  })
  t.notOk(await lives(first))
  t.ok(await lives(second))
  t.strictSame(await read(sandbox, '/_sandkasten/events'), events.slice(1))
  t.match(await advance({ by: 'P1D' }), { fired: events.slice(1) })
  t.match(await advance({ by: 'P1D' }), { fired: [], now: '2026-11-23T10:00:00.000Z' })
})

t.test('events of one instant are fired in the order in which they were planned', async t => {
  const sandbox = await createSandbox(t)
  for (const client of ['demo-client', 'readonly-client', 'trusted-client'])
    await sandbox.token(client)
  const planned = await read(sandbox, '/_sandkasten/events')
  const { body } = await sandbox.call('POST', ADVANCE, { body: { by: 'P1M' } })
  t.strictSame(body.fired, planned)
  t.match(body.fired, [
    { about: /demo-client/ },
    { about: /readonly-client/ },
    { about: /trusted-client/ }
  ])
})

t.test('a clock that is set forward fires, one that is set back does not', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const set = (now: string) => sandbox.call('PUT', CLOCK, { body: { now } })
  const status = async () => (await sandbox.call('GET', '/kundenangaben/NIX', { token })).status

  const planned = await read(sandbox, '/_sandkasten/events')
  await set('2020-01-01T00:00:00Z')
  t.strictSame(await read(sandbox, '/_sandkasten/events'), planned)
  t.equal(await status(), 404, 'the token is still good')
  await set('2026-11-21T10:00:00Z')
  t.strictSame(await read(sandbox, '/_sandkasten/events'), [])
  t.equal(await status(), 401)
  await set('2026-11-21T09:00:00Z')
  t.equal(await status(), 401, 'what has happened stays so')
})
