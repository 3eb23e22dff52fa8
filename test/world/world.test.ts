import t from 'tap'
import { DAY, HOUR, within } from '../../src/world/clock.ts'
import type { Job } from '../../src/world/effects.ts'
import type { Change } from '../../src/world/store.ts'
import { createWorld, type Runner, type Turn, type World } from '../../src/world/world.ts'
import {
  exchange,
  FAST,
  idsOf,
  job,
  NOON,
  put,
  schedule,
  tick,
  worldOptions
} from './small-world.ts'

type Count = { readonly id: string; readonly n: number }

const numberOf = async (state: Pick<Turn, 'get'>) => (await state.get<Count>('counts', 'a'))?.n ?? 0

/** Reads a number and writes the next one. */
async function count(world: World): Promise<number> {
  return world.turn(async state => {
    const n = (await numberOf(state)) + 1
    state.perform([put('counts', { id: 'a', n } as Count)])
    return n
  })
}

t.test('a world begins with its seed, its clock and its chance', async t => {
  const seed = { counts: [{ id: 'a', n: 7 }], jobs: [job('b', NOON + 2), job('a', NOON + 1)] }
  const world = createWorld(worldOptions({ seed }))
  t.equal(world.name, 'small')
  t.equal(await numberOf(world.store), 7)
  t.equal(world.clock.now(), NOON)
  t.strictSame(idsOf(world.events()), ['a', 'b'])
  t.equal(world.chance.uuid('x'), createWorld(worldOptions()).chance.uuid('x'))
  t.not(world.chance.uuid('x'), createWorld(worldOptions({ chance: 'other' })).chance.uuid('x'))
})

t.test('turns run one after the other: of 50 at once none is lost', async t => {
  const world = createWorld(worldOptions())
  const counted = await Promise.all(Array.from({ length: 50 }, () => count(world)))
  t.strictSame(
    counted,
    Array.from({ length: 50 }, (_, index) => index + 1)
  )
  t.equal(await numberOf(world.store), 50)
})

t.test('the effects of a turn are seen when it is over, all at once', async t => {
  const world = createWorld(worldOptions())
  await world.turn(async state => {
    state.perform([put('counts', { id: 'a', n: 1 } as Count), put('other', { id: 'x' })])
    state.perform(schedule(job('later', NOON + 1)))
    t.equal(await numberOf(state), 0)
    t.strictSame(await state.list('other'), [])
    t.strictSame(world.events(), [])
  })
  t.equal(await numberOf(world.store), 1)
  t.strictSame(await world.store.list('other'), [{ id: 'x' }])
  t.strictSame(idsOf(world.events()), ['later'])
  t.strictSame(idsOf(await world.store.list('jobs')), ['later'], 'jobs are documents too')
})

t.test('of a turn that fails nothing is kept, and the next one runs', async t => {
  const world = createWorld(worldOptions())
  const before = await world.store.snapshot()
  const changes: Change[] = []
  const failing = world.turn(async state => {
    state.perform([put('counts', { id: 'a', n: 9 } as Count), ...schedule(job('x', NOON + 1))])
    throw new Error('broken')
  }, changes)
  const next = count(world)
  await t.rejects(failing, { message: 'broken' })
  t.strictSame([changes, world.events()], [[], []])
  t.equal(await next, 1)
  await world.turn(async state => state.perform([{ do: 'remove', collection: 'counts', id: 'a' }]))
  t.strictSame(await world.store.snapshot(), { ...before, counts: [] })
})

t.test('a turn answers and tells what it changed, except for jobs', async t => {
  const seed = { counts: [{ id: 'a', n: 1 }] }
  const world = createWorld(worldOptions({ seed }))
  const changes: Change[] = []
  const answer = await world.turn(async state => {
    state.perform([
      put('counts', { id: 'a', n: 2 } as Count),
      put('counts', { id: 'b', n: 1 } as Count),
      ...schedule(job('x', NOON + 1)),
      { do: 'remove', collection: 'counts', id: 'b' }
    ])
    return 'done'
  }, changes)
  t.equal(answer, 'done')
  t.strictSame(changes, [
    { change: 'replaced', collection: 'counts', id: 'a', document: { id: 'a', n: 2 } },
    { change: 'created', collection: 'counts', id: 'b', document: { id: 'b', n: 1 } },
    { change: 'removed', collection: 'counts', id: 'b' }
  ])
  t.equal(await world.turn(async () => 'nothing to do'), 'nothing to do')
})

t.test('a job that becomes due runs in a turn, at its time, and is off the plan', async t => {
  const ran: [string, number, boolean][] = []
  const note: Runner = async (one, state, { clock }) => {
    ran.push([one.id, clock.now() - NOON, one.payload['loud'] === true])
    state.perform([put('notes', { id: one.id })])
  }
  const world = createWorld(worldOptions({ runners: { 'test/note': note } }))
  await world.turn(async state =>
    state.perform(
      schedule(job('b', NOON + DAY), job('a', NOON + HOUR, { payload: { loud: true } }))
    )
  )
  t.strictSame(idsOf(await world.pass(NOON + 2 * DAY)), ['a', 'b'])
  t.strictSame(ran, [
    ['a', HOUR, true],
    ['b', DAY, false]
  ])
  t.equal(world.clock.now(), NOON + 2 * DAY)
  t.strictSame(idsOf(await world.store.list('notes')), ['a', 'b'])
  t.strictSame([world.events(), await world.store.list('jobs')], [[], []])
})

t.test('a runner may plan the next run under the same id', async t => {
  const daily: Runner = async (one, state) =>
    state.perform(schedule({ ...one, dueAt: one.dueAt + DAY }))
  const seed = { jobs: [job('daily', NOON + DAY, { kind: 'test/daily' })] }
  const world = createWorld(worldOptions({ seed, runners: { 'test/daily': daily } }))
  t.strictSame(idsOf(await world.pass(NOON + 3 * DAY)), ['daily', 'daily', 'daily'])
  t.strictSame(
    world.events().map(one => (one.dueAt - NOON) / DAY),
    [4]
  )
  t.strictSame(world.events(), await world.store.list('jobs'))
})

t.test('a job of a kind that nobody runs any more is only taken off the plan', async t => {
  const world = createWorld(worldOptions({ seed: { jobs: [job('x', NOON, { kind: 'gone' })] } }))
  t.strictSame(idsOf(await world.pass(NOON)), ['x'])
  t.strictSame([world.events(), await world.store.list('jobs')], [[], []])
})

t.test('a job that fails changes nothing, is told to the log, and the next one runs', async t => {
  const errors: [string, string][] = []
  const runners: Record<string, Runner> = {
    'test/note': async (one, state) => {
      state.perform([put('notes', { id: one.id })])
      if (one.id === 'bad') throw new Error('broken')
    }
  }
  const onError = (error: unknown, { id }: Job) => void errors.push([id, (error as Error).message])
  const seed = { jobs: [job('bad', NOON + 1), job('good', NOON + 2)] }
  const world = createWorld(worldOptions({ seed, runners, onError }))
  await world.pass(NOON + 3)
  t.strictSame(errors, [['bad', 'broken']])
  t.strictSame(await world.store.list('notes'), [{ id: 'good' }])
  t.strictSame(world.events(), [])
  t.strictSame(await world.store.list('jobs'), [], 'plan and documents agree')
})

t.test('on a running clock jobs run by themselves until the world is closed', async t => {
  let done = () => {}
  const ran = new Promise<string>(resolve => {
    done = () => resolve('ran')
  })
  const runners = { 'test/note': async () => done() }
  const clock = { now: NOON, speed: FAST }
  const world = createWorld(
    worldOptions({ clock, runners, seed: { jobs: [job('a', NOON + DAY)] } })
  )
  t.equal(await within(ran, 5_000), 'ran')
  world.close()

  const rung: string[] = []
  const late = { 'test/note': async ({ id }: Job) => void rung.push(id) }
  const jobs = [job('a', NOON + DAY)]
  const closed = createWorld(worldOptions({ clock, runners: late, seed: { jobs } }))
  closed.close()
  await tick()
  t.strictSame(rung, [], 'its timers are stopped')
})

const switches = {
  'a.loud': { default: false, values: [true, false], about: 'Loud.' },
  'a.limit': { default: 0, values: { least: 0 }, about: 'Limit.' }
} as const

t.test('switches have defaults, others from the start and others from now on', async t => {
  const world = createWorld(worldOptions({ switches, settings: { 'a.limit': 5 } }))
  t.strictSame(world.behaviour(), { 'a.loud': false, 'a.limit': 5 })
  await world.setBehaviour({ 'a.loud': true, 'a.limit': 7 })
  t.strictSame(world.behaviour(), { 'a.loud': true, 'a.limit': 7 })
  const document = { id: 'behaviour', settings: { 'a.loud': true, 'a.limit': 7 } }
  t.strictSame(await world.store.list('behaviour'), [document], 'a copy of the state holds them')
  await world.setBehaviour({ 'a.limit': null })
  t.strictSame(world.behaviour(), { 'a.loud': true, 'a.limit': 5 }, 'null is as at the start')
})

t.test('a reset returns to the seed in every respect', async t => {
  const seed = { counts: [{ id: 'a', n: 1 }], jobs: [job('seeded', NOON + HOUR)] }
  const world = createWorld(worldOptions({ seed, switches, settings: { 'a.loud': true } }))
  const before = await world.store.snapshot()
  await count(world)
  await world.setBehaviour({ 'a.loud': false })
  await world.turn(async state => state.perform(schedule(job('x', NOON + 2 * DAY))))
  await world.pass(NOON + DAY)
  world.clock.set({ speed: 5 })
  world.journal.add(exchange())

  await world.reset()
  t.strictSame(await world.store.snapshot(), before)
  t.strictSame(idsOf(world.events()), ['seeded'])
  t.strictSame(world.behaviour(), { 'a.loud': true, 'a.limit': 0 })
  t.strictSame(world.clock.reading(), { now: NOON, mode: 'frozen', speed: 0 })
  t.equal(world.journal.size, 0)
  t.strictSame(idsOf(await world.pass(NOON + DAY)), ['seeded'], 'what was seeded fires again')
})

t.test('a world without a clock of its own returns to the wall', async t => {
  const world = createWorld(worldOptions({ clock: {} }))
  world.clock.set({ now: 0, speed: 0 })
  const before = world.clock.wall()
  await world.reset()
  t.equal(world.clock.reading().mode, 'running')
  t.ok(world.clock.now() >= before && world.clock.now() <= world.clock.wall())
})

t.test('a reset waits for the turns before it', async t => {
  const world = createWorld(worldOptions())
  const turns = [count(world), count(world)]
  const reset = world.reset()
  const after = count(world)
  t.strictSame(await Promise.all(turns), [1, 2])
  await reset
  t.equal(await after, 1)
})
