import t from 'tap'
import { createClock, DAY, HOUR, within } from '../../src/world/clock.ts'
import type { Job } from '../../src/world/effects.ts'
import { createQueue, createSchedule, type Schedule } from '../../src/world/jobs.ts'
import { FAST, idsOf, job, NOON, schedule } from './small-world.ts'

/** A schedule on a frozen clock that notes what fires, and when. */
function createDiary(jobs: readonly Job[] = [], fire?: (job: Job, diary: Schedule) => void) {
  const clock = createClock({ now: NOON, speed: 0 })
  const notes: [string, number][] = []
  const diary = createSchedule(clock, jobs, async one => {
    notes.push([one.id, clock.now() - NOON])
    fire?.(one, diary)
    return [one]
  })
  return { clock, notes, diary }
}

t.test('passing time fires what becomes due, in order, each at its instant', async t => {
  const { clock, notes, diary } = createDiary([job('c', NOON + 3), job('a', NOON + 1)])
  diary.plan(schedule(job('d', NOON + 4), job('b', NOON + 2)))
  t.strictSame(idsOf(diary.all()), ['a', 'b', 'c', 'd'])
  t.strictSame(idsOf(await diary.pass(NOON + 3)), ['a', 'b', 'c'])
  t.strictSame(notes, [
    ['a', 1],
    ['b', 2],
    ['c', 3]
  ])
  t.strictSame(idsOf(diary.all()), ['d'])
  t.equal(clock.now(), NOON + 3)
  t.strictSame(await diary.pass(NOON + 3), [], 'nothing fires twice')
})

t.test('equal instants fire in the order of planning', async t => {
  const at = NOON + HOUR
  const { notes, diary } = createDiary([job('a', at), job('b', at)])
  diary.plan(schedule(job('c', at), job('first', at - 1), job('d', at)))
  diary.plan(schedule(job('e', at)))
  await diary.pass(at)
  t.strictSame(
    notes.map(([id]) => id),
    ['first', 'a', 'b', 'c', 'd', 'e']
  )
})

t.test('what is overdue fires without turning the clock back', async t => {
  const { clock, notes, diary } = createDiary([job('late', NOON - DAY)])
  t.strictSame(idsOf(await diary.pass(NOON)), ['late'])
  t.strictSame(notes, [['late', 0]])
  await diary.pass(NOON - HOUR)
  t.equal(clock.now(), NOON, 'time passes only forwards')
})

t.test('a job plans others, and those that are due in the meantime fire too', async t => {
  const { notes, diary } = createDiary([job('a', NOON + 1)], ({ id, dueAt }, plan) =>
    plan.plan(schedule(job(`${id}+`, dueAt + 2)))
  )
  t.strictSame(idsOf(await diary.pass(NOON + 5)), ['a', 'a+', 'a++'])
  t.strictSame(
    notes.map(([, at]) => at),
    [1, 3, 5]
  )
  t.strictSame(idsOf(diary.all()), ['a+++'])
})

t.test('a job may plan itself anew under its id', async t => {
  const { notes, diary } = createDiary([job('daily', NOON + DAY)], (one, plan) =>
    plan.plan([{ do: 'cancel', job: one.id }, ...schedule({ ...one, dueAt: one.dueAt + DAY })])
  )
  await diary.pass(NOON + 3 * DAY)
  t.strictSame(
    notes.map(([, at]) => at / DAY),
    [1, 2, 3]
  )
  t.strictSame(diary.all(), [job('daily', NOON + 4 * DAY)])
})

t.test('a job is replaced by one of its id and taken back by a cancel', async t => {
  const { notes, diary } = createDiary([job('a', NOON + 1), job('b', NOON + 2), job('c', NOON + 3)])
  diary.plan([...schedule(job('a', NOON + 9)), { do: 'cancel', job: 'b' }])
  diary.plan([
    { do: 'cancel', job: 'einhorn' },
    { do: 'remove', collection: 'x', id: 'c' }
  ])
  t.strictSame(idsOf(diary.all()), ['c', 'a'])
  await diary.pass(NOON + 9)
  t.strictSame(notes, [
    ['c', 3],
    ['a', 9]
  ])
})

t.test('a job that is taken back while time passes does not fire', async t => {
  const { notes, diary } = createDiary([job('a', NOON + 1), job('b', NOON + 2)], (_, plan) =>
    plan.plan([{ do: 'cancel', job: 'b' }])
  )
  t.strictSame(idsOf(await diary.pass(NOON + 5)), ['a'])
  t.equal(notes.length, 1)
})

t.test('two who let time pass do not fire anything twice', async t => {
  const { clock, notes, diary } = createDiary([job('a', NOON + 1), job('b', NOON + 2)])
  const [one, other] = await Promise.all([diary.pass(NOON + 2), diary.pass(NOON + 1)])
  t.strictSame([idsOf(one), idsOf(other)], [['a', 'b'], []])
  t.equal(notes.length, 2)
  t.equal(clock.now(), NOON + 2)
})

t.test('a schedule starts anew with other jobs', async t => {
  const { diary } = createDiary([job('a', NOON + 1)])
  diary.load([job('y', NOON + 2), job('x', NOON + 1)])
  t.strictSame(idsOf(diary.all()), ['x', 'y'])
  t.strictSame(idsOf(await diary.pass(NOON + 2)), ['x', 'y'])
})

t.test('a list of what is planned does not change with the plan', async t => {
  const { diary } = createDiary([job('a', NOON + 1)])
  const all = diary.all()
  await diary.pass(NOON + 1)
  t.strictSame(idsOf(all), ['a'])
})

t.test('on a running clock jobs fire by themselves', async t => {
  const clock = createClock({ now: NOON, speed: FAST })
  const fired: string[] = []
  let done = () => {}
  const all = new Promise<void>(resolve => {
    done = resolve
  })
  const diary = createSchedule(
    clock,
    [job('b', NOON + 2 * HOUR), job('a', NOON + HOUR)],
    async one => {
      fired.push(one.id)
      if (fired.length === 3) done()
      return [one]
    }
  )
  diary.plan(schedule(job('c', NOON + 3 * HOUR)))
  await within(all, 5_000)
  t.strictSame(fired, ['a', 'b', 'c'])
})

t.test('a queue does one after the other and survives a failure', async t => {
  const queue = createQueue()
  const order: string[] = []
  let open = () => {}
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const first = queue(async () => {
    await gate
    order.push('first')
    return 1
  })
  const second = queue(async () => {
    order.push('second')
    throw new Error('broken')
  })
  const third = queue(async () => void order.push('third'))
  open()
  t.equal(await first, 1)
  await t.rejects(second, { message: 'broken' })
  await third
  t.strictSame(order, ['first', 'second', 'third'])
})
