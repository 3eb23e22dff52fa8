import t from 'tap'
import {
  after,
  createClock,
  DAY,
  fromIso,
  HOUR,
  pause,
  toIso,
  wallTime,
  within
} from '../../src/world/clock.ts'
import { FAST, ringing, tick } from './small-world.ts'

const START = Date.UTC(2026, 10, 21, 9)

t.test('a clock starts when it is told, or now, and runs', async t => {
  const before = wallTime()
  const clock = createClock({})
  t.ok(clock.now() >= before && clock.now() <= clock.wall())
  t.strictSame(clock.reading().mode, 'running')

  const other = createClock({ now: START })
  t.ok(other.now() >= START && other.now() < START + HOUR)
  const from = other.now()
  await tick()
  t.ok(other.now() > from)
})

t.test('the wall runs outside of every workspace', async t => {
  const clock = createClock({ now: START, speed: 0 })
  const before = wallTime()
  t.ok(clock.wall() >= before && clock.wall() <= wallTime())
})

t.test('a frozen clock stands still until it is set', async t => {
  const clock = createClock({ now: START, speed: 0 })
  await tick()
  t.strictSame(clock.reading(), { now: START, mode: 'frozen', speed: 0 })
  clock.set({ now: START + DAY })
  await tick()
  t.equal(clock.now(), START + DAY)
  clock.set({ now: START - DAY })
  t.equal(clock.now(), START - DAY, 'it may go back')
})

t.test('a clock knows the day in Berlin, whichever way it goes', async t => {
  const clock = createClock({ now: Date.UTC(2026, 10, 20, 22, 59, 59, 999), speed: 0 })
  t.equal(clock.today(), '2026-11-20')
  clock.set({ now: clock.now() + 1 })
  t.equal(clock.today(), '2026-11-21')
  clock.set({ now: clock.now() + 1 })
  t.equal(clock.today(), '2026-11-21')
  clock.set({ now: Date.UTC(2026, 5, 30, 22) })
  t.equal(clock.today(), '2026-07-01')
  clock.set({ now: clock.now() - 1 })
  t.equal(clock.today(), '2026-06-30')
})

t.test('a change of speed does not move the clock', async t => {
  const clock = createClock({ now: START, speed: 0 })
  clock.set({ speed: 1 })
  t.equal(clock.reading().mode, 'running')
  clock.set({ speed: 0 })
  const stopped = clock.now()
  t.ok(stopped >= START && stopped < START + HOUR)
  clock.set({ speed: FAST })
  t.strictSame([clock.reading().mode, clock.reading().speed], ['scaled', FAST])
  await tick()
  clock.set({ speed: 0 })
  t.ok(clock.now() >= stopped + HOUR, 'while it is fast an hour passes in no time')
  clock.set({})
  t.equal(clock.reading().speed, 0, 'what is not named stays')
})

t.test('a clock rings when it reaches the instant', async t => {
  const fast = createClock({ now: START, speed: FAST })
  t.ok(((await ringing(fast, START + DAY)) ?? 0) >= START + DAY)

  const running = createClock({ now: START, speed: 1 })
  t.ok(((await ringing(running, START + 3)) ?? 0) >= START + 3)
  t.ok(((await ringing(running, START - DAY)) ?? 0) >= START, 'at once when it is past')
})

t.test('a clock that was set beyond the instant rings', async t => {
  const clock = createClock({ now: START, speed: 1 })
  const rung = ringing(clock, START + DAY)
  clock.set({ now: START + 2 * DAY })
  t.ok(((await rung) ?? 0) >= START + 2 * DAY)
})

t.test('a frozen clock rings only after it was set running', async t => {
  const clock = createClock({ now: START, speed: 0 })
  let rung = 0
  clock.wakeAt(START + 1, () => rung++)
  await tick()
  t.equal(rung, 0)
  const ring = ringing(clock, START + DAY)
  clock.set({ speed: FAST })
  t.ok(((await ring) ?? 0) >= START + DAY)
  t.equal(rung, 0, 'a later call replaces an earlier one')
})

t.test('an alarm that was taken back does not ring', async t => {
  const clock = createClock({ now: START, speed: FAST })
  let rung = 0
  clock.wakeAt(START + 1, () => rung++)
  clock.wakeAt(undefined, () => rung++)
  await tick()
  clock.set({ now: START + DAY })
  await tick()
  t.equal(rung, 0)
})

t.test('an alarm rings once, whatever becomes of the clock', async t => {
  const clock = createClock({ now: START, speed: FAST })
  let rung = 0
  await within(
    new Promise<void>(resolve => clock.wakeAt(START + 1, () => resolve(void rung++))),
    5_000
  )
  clock.set({ now: START + DAY, speed: 1 })
  await tick()
  t.equal(rung, 1)
})

t.test('an alarm in a hundred years does not ring at once', async t => {
  const clock = createClock({ now: START, speed: 1 })
  let rung = 0
  clock.wakeAt(START + 36_525 * DAY, () => rung++)
  await tick()
  t.equal(rung, 0, 'timers cannot wait that long')
  clock.wakeAt(undefined, () => {})
})

t.test('work is waited for only so long', async t => {
  t.equal(await within(Promise.resolve('done'), 5_000), 'done')
  t.equal(await within(new Promise(() => {}), 1), undefined)
  await t.rejects(within(Promise.reject(new Error('broken')), 5_000), { message: 'broken' })
})

t.test('a pause on the wire takes its time', async t => {
  const before = performance.now()
  await pause(3)
  t.ok(performance.now() - before >= 2)
})

t.test('instants are written in RFC 3339', async t => {
  t.equal(toIso(START), '2026-11-21T09:00:00.000Z')
  t.equal(fromIso('2026-11-21T09:00:00.000Z'), START)
  t.equal(fromIso('2026-11-21T10:00:00+01:00'), START)
  t.equal(fromIso('gestern'), undefined)
  t.equal(fromIso(''), undefined)
})

t.test('a duration is added as the calendar in UTC has it', async t => {
  const cases: [string, string, string][] = [
    ['2026-11-21T09:00:00.000Z', 'P0D', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'PT1H', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'PT36H', '2026-11-22T21:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'PT1M', '2026-11-21T09:01:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'PT1.5S', '2026-11-21T09:00:01.500Z'],
    ['2026-11-21T09:00:00.000Z', 'PT0.0004S', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'P90D', '2027-02-19T09:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'P2W', '2026-12-05T09:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'P1M', '2026-12-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.000Z', 'P1Y2M3W4DT5H6M7S', '2028-02-15T14:06:07.000Z'],
    ['2026-01-31T23:59:59.999Z', 'P1M', '2026-02-28T23:59:59.999Z'],
    ['2028-01-31T00:00:00.000Z', 'P1M', '2028-02-29T00:00:00.000Z'],
    ['2026-03-31T12:00:00.000Z', 'P1M', '2026-04-30T12:00:00.000Z'],
    ['2026-12-31T12:00:00.000Z', 'P2M', '2027-02-28T12:00:00.000Z'],
    ['2026-01-31T12:00:00.000Z', 'P2M', '2026-03-31T12:00:00.000Z'],
    ['2026-08-31T12:00:00.000Z', 'P13M', '2027-09-30T12:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', 'P1Y', '2029-02-28T12:00:00.000Z'],
    ['2028-02-29T12:00:00.000Z', 'P4Y', '2032-02-29T12:00:00.000Z'],
    ['2027-01-31T12:00:00.000Z', 'P1Y1M', '2028-02-29T12:00:00.000Z'],
    ['2026-01-31T12:00:00.000Z', 'P1M1D', '2026-03-01T12:00:00.000Z'],
    ['2026-03-28T00:30:00.000Z', 'P1D', '2026-03-29T00:30:00.000Z'],
    ['2026-02-28T12:00:00.000Z', 'P24M', '2028-02-28T12:00:00.000Z']
  ]
  for (const [from, duration, to] of cases) {
    const moved = after(Date.parse(from), duration)
    t.equal(moved === undefined ? moved : toIso(moved), to, `${from} and ${duration}`)
  }
})

t.test('what is no duration is none', async t => {
  const none = [
    '',
    'P',
    'PT',
    'P1DT',
    '1D',
    '-P1D',
    'P-1D',
    'P1.5D',
    'p1d',
    ' P1D',
    'P1H',
    'P1D1M',
    'PT1',
    'PT.5S'
  ]
  for (const text of none) t.equal(after(START, text), undefined, JSON.stringify(text))
})
