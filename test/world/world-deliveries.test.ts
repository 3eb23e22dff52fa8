import t from 'tap'
import { MINUTE, SECOND, within } from '../../src/world/clock.ts'
import type { Delivery, Outcome, Registration } from '../../src/world/delivery.ts'
import type { Notice } from '../../src/world/effects.ts'
import type { Change } from '../../src/world/store.ts'
import { createWorld, type World, type WorldOptions } from '../../src/world/world.ts'
import { FAST, idsOf, job, NOON, notify, put, schedule, worldOptions } from './small-world.ts'

const ALL: Registration = { id: 'banksapi *', api: 'banksapi', url: 'http://all.example/hook' }
const OK = { status: 200 }
const DOWN = { status: 503 }

type Arrived = { readonly at: number; readonly url: string; readonly body: { serial: number } }

/** A world whose notices go to `answer`, and what arrived there. */
function createSender(
  answer: (call: Arrived) => Outcome | Promise<Outcome> = () => OK,
  more: Partial<WorldOptions> = {}
) {
  const arrived: Arrived[] = []
  const world: World = createWorld(
    worldOptions({
      seed: { webhooks: [ALL] },
      async post({ url, body }) {
        const call = { at: (world.clock.now() - NOON) / SECOND, url, body: JSON.parse(body) }
        arrived.push(call)
        return answer(call)
      },
      ...more
    })
  )
  return {
    world,
    arrived,
    serials: () => arrived.map(({ body }) => body.serial),
    send: (...notices: readonly Partial<Notice>[]) =>
      world.turn(async state => state.perform(notify(...notices))),
    now: () => world.pass(world.clock.now()),
    deliveries: () => world.store.list<Delivery>('deliveries')
  }
}

t.test('a notice is sent when time is let pass, under the next number of its tenant', async t => {
  const { world, arrived, send, now, deliveries } = createSender()
  await send({ body: { a: 1 } }, { tenant: 'other' }, {})
  t.strictSame(arrived, [], 'a frozen clock fires nothing by itself')
  t.strictSame(
    world.events().map(({ id, kind }) => [id, kind]),
    ['1', '2', '3'].map(id => [`webhook-delivery ${id}`, 'webhook-delivery'])
  )
  t.strictSame(idsOf(await world.store.list('jobs')), idsOf(world.events()))
  const fired = await now()
  t.strictSame(
    idsOf(fired).sort(),
    ['1', '2', '3'].map(id => `webhook-delivery ${id}`)
  )
  t.match(arrived[0], { at: 0, url: ALL.url, body: { a: 1, serial: 1 } })
  t.strictSame(
    (await deliveries()).map(({ tenant, serial, state }) => [tenant, serial, state]),
    [
      ['demo', 1, 'delivered'],
      ['other', 1, 'delivered'],
      ['demo', 2, 'delivered']
    ]
  )
  t.strictSame([world.events(), await world.store.list('jobs')], [[], []])
  t.strictSame(await now(), [])
})

t.test('a number is used by a turn that is kept, and by a notice that somebody wants', async t => {
  const { world, send, now, serials } = createSender()
  const failing = world.turn(async state => {
    state.perform(notify({}))
    throw new Error('broken')
  })
  await t.rejects(failing)
  await world.turn(async state =>
    state.perform([put('webhooks', { ...ALL, events: ['ERROR'] } as Registration)])
  )
  await send({}, { type: 'ERROR' }, {}, { type: 'ERROR' })
  await world.turn(async state =>
    state.perform([{ do: 'remove', collection: 'webhooks', id: ALL.id }])
  )
  await send({ type: 'ERROR' })
  await world.turn(async state => state.perform([put('webhooks', ALL)]))
  await send({})
  await now()
  t.strictSame(serials(), [1, 2, 3])
})

t.test('a request is told of the deliveries that it made, not of the bookkeeping', async t => {
  const { world } = createSender()
  const changes: Change[] = []
  await world.turn(async state => state.perform(notify({})), changes)
  t.match(changes, [{ change: 'created', collection: 'deliveries', id: '1' }])
  t.equal(changes.length, 1)
})

t.test('a failure is tried again when its time comes, and those behind it wait', async t => {
  let answer: Outcome = DOWN
  const { world, arrived, send, now, serials } = createSender(() => answer)
  await send({}, {})
  await now()
  await world.pass(NOON + 10 * SECOND)
  await send({})
  await now()
  t.strictSame(serials(), [1, 1], 'only the first one is tried')
  t.strictSame(
    world.events().map(({ dueAt }) => (dueAt - NOON) / SECOND),
    [30, 30, 30]
  )
  answer = OK
  await world.pass(NOON + 29 * SECOND)
  const fired = await world.pass(NOON + 30 * SECOND)
  t.strictSame(serials(), [1, 1, 1, 2, 3])
  t.strictSame(
    arrived.map(({ at }) => at),
    [0, 5, 30, 30, 30]
  )
  t.equal(fired.length, 3)
})

t.test('what nobody takes is discarded, and who comes late gets one attempt', async t => {
  const { world, arrived, send, deliveries } = createSender(() => ({ error: 'refused' }))
  await send({})
  await world.pass(NOON + MINUTE)
  await send({})
  const fired = await world.pass(NOON + 10 * MINUTE)
  t.strictSame(
    arrived.map(({ at, body }) => [body.serial, at]),
    [
      [1, 0],
      [1, 5],
      [1, 30],
      [1, 120],
      [1, 300],
      [2, 300],
      [2, 360]
    ]
  )
  t.equal(fired.length, 4, 'an attempt is an event, waiting is none')
  t.match(await deliveries(), [
    { state: 'discarded', attempts: [{ at: NOON, error: 'refused' }] },
    { state: 'discarded', attempts: [{ at: NOON + 5 * MINUTE }, { at: NOON + 6 * MINUTE }] }
  ])
  t.strictSame(world.events(), [])
})

t.test('a dead receiver holds up nobody else, not even while it is being tried', async t => {
  let open = () => {}
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  const usual = { url: 'http://dead.example' }
  const { arrived, send, now } = createSender(async ({ url }) => {
    if (url === ALL.url) return OK
    await gate
    return { error: 'no answer' }
  })
  await send({ usual }, { usual }, { tenant: 'other' }, { tenant: 'other' })
  const passing = now()
  while (arrived.length < 3) await Promise.resolve()
  t.strictSame(
    arrived.map(({ url, body }) => [url, body.serial]),
    [
      [usual.url, 1],
      [ALL.url, 1],
      [ALL.url, 2]
    ]
  )
  open()
  t.equal((await passing).length, 3, 'time has passed when every attempt has ended')
})

t.test('another address of the same tenant is another receiver', async t => {
  const { world, arrived, send, now } = createSender(({ url }) => (url === ALL.url ? DOWN : OK))
  await send({})
  await now()
  const url = 'http://new.example'
  await world.turn(async state => state.perform([put('webhooks', { ...ALL, url } as Registration)]))
  await send({})
  await now()
  t.strictSame(
    arrived.map(call => call.url),
    [ALL.url, url]
  )
})

t.test('a receiver may take turns and read the clock while it is called', async t => {
  const seen: number[] = []
  const { world, send } = createSender(async () => {
    await world.turn(async state => state.perform([put('notes', { id: 'called' })]))
    seen.push(world.clock.now() - NOON)
    return seen.length < 2 ? DOWN : OK
  })
  await send({})
  await world.pass(NOON + MINUTE)
  t.strictSame(seen, [0, 5 * SECOND])
  t.strictSame(await world.store.list('notes'), [{ id: 'called' }])
})

t.test('what a due job sends arrives within the same stretch of time', async t => {
  const runners: WorldOptions['runners'] = {
    'test/note': async (_, state) => state.perform(notify({}))
  }
  const { world, arrived } = createSender(({ at }) => (at < 70 ? DOWN : OK), { runners })
  await world.turn(async state => state.perform(schedule(job('update', NOON + MINUTE))))
  await world.pass(NOON + 5 * MINUTE)
  t.strictSame(
    arrived.map(({ at }) => at),
    [60, 65, 90]
  )
})

t.test('a target that stays dead is called a hundred times at most', async t => {
  const usual = { url: 'http://alive.example' }
  const { world, arrived, send, deliveries } = createSender(({ url }) =>
    url === ALL.url ? DOWN : OK
  )
  await send(...Array.from({ length: 130 }, () => ({})))
  await send(...Array.from({ length: 130 }, () => ({ usual, tenant: 'other' })))
  await world.pass(NOON + 10 * MINUTE)
  const dead = arrived.filter(({ url }) => url === ALL.url)
  t.equal(dead.length, 100)
  t.equal(arrived.length - dead.length, 130)
  const last = (await deliveries()).findLast(({ url }) => url === ALL.url)
  t.match(last, {
    state: 'discarded',
    attempts: [{ error: /^not tried: 100 attempts to http:\/\/all\.example failed/ }]
  })
  await send({})
  await world.pass(NOON + 20 * MINUTE)
  t.equal(arrived.filter(({ url }) => url === ALL.url).length, 105, 'the next time it is tried')
})

t.test('mischief: twice, overtaken, late, lost', async t => {
  const { world, arrived, send, deliveries } = createSender()
  await send(
    { mischief: { hold: true } },
    { mischief: { duplicate: true } },
    { mischief: { drop: true } },
    { mischief: { delayMs: 10 * SECOND } },
    {}
  )
  await world.pass(NOON + MINUTE)
  t.strictSame(
    arrived.map(({ at, body }) => [body.serial, at]),
    [
      [2, 0],
      [2, 0],
      [1, 2],
      [4, 10],
      [5, 10]
    ]
  )
  t.match(
    (await deliveries()).map(({ serial, state, attempts }) => [serial, state, attempts.length]),
    [
      [1, 'delivered', 1],
      [2, 'delivered', 1],
      [2, 'delivered', 1],
      [3, 'discarded', 0],
      [4, 'delivered', 1],
      [5, 'delivered', 1]
    ]
  )
})

t.test('a delivery is tried once more, and the next one follows when it comes through', async t => {
  let answer: Outcome = DOWN
  const { world, send, now, serials, deliveries } = createSender(() => answer)
  t.equal(await world.webhooks.redeliver('1'), undefined)
  await send({}, {})
  await now()
  t.match(await world.webhooks.redeliver('1'), { state: 'pending', attempts: { length: 2 } })
  answer = OK
  t.match(await world.webhooks.redeliver('1'), { state: 'delivered', attempts: { length: 3 } })
  await now()
  t.strictSame(serials(), [1, 1, 1, 2])
  t.strictSame(world.events(), [])
  answer = DOWN
  t.match(await world.webhooks.redeliver('2'), { state: 'delivered', attempts: [OK, DOWN] })
  t.equal((await deliveries()).length, 2)
})

t.test('waiting ends when enough deliveries fit, or when it is given up', async t => {
  const { world, send, now } = createSender()
  const abort = new AbortController()
  const delivered = ({ state }: Delivery) => state === 'delivered'
  const two = world.webhooks.wait(delivered, 2, abort.signal)
  const nine = world.webhooks.wait(delivered, 9, abort.signal)
  await send({})
  await now()
  t.equal((await world.webhooks.wait(delivered, 1, abort.signal)).length, 1)
  await send({})
  await now()
  t.equal((await two).length, 2)
  abort.abort()
  t.equal((await nine).length, 2)
})

t.test('a reset forgets deliveries, also one that is on its way', async t => {
  const { world, send, now, deliveries, serials } = createSender(async () => {
    if (serials().length === 1) await world.reset()
    return DOWN
  })
  await send({}, {})
  await now()
  t.strictSame([await deliveries(), world.events(), serials()], [[], [], [1]])
  t.strictSame(await world.store.list('webhooks'), [ALL], 'the seeded registration is back')
  await send({})
  t.match(await deliveries(), [{ id: '1', serial: 1 }], 'numbers begin anew')
})

t.test('pending deliveries survive in a copy of the state', async t => {
  const first = createSender(() => DOWN)
  await first.send({}, {})
  await first.now()
  const seed = JSON.parse(JSON.stringify(await first.world.store.snapshot()))
  const second = createSender(() => OK, { seed })
  await second.world.pass(NOON + 5 * SECOND)
  await second.send({})
  await second.now()
  t.strictSame(second.serials(), [1, 2, 3])
})

t.test('a job of a delivery that is gone is only taken off the plan', async t => {
  const kind = 'webhook-delivery'
  const stale = job('x', NOON, { kind, payload: { delivery: '9' } })
  const { world, now } = createSender(undefined, { seed: { jobs: [stale] } })
  t.strictSame(await now(), [])
  t.strictSame([world.events(), await world.store.list('jobs')], [[], []])
})

t.test('of ended deliveries the last thousand are kept at most', async t => {
  const { world, send, now, deliveries } = createSender()
  for (let round = 0; round < 11; round++) {
    await send(...Array.from({ length: 100 }, () => ({})), { mischief: { drop: true } })
    await now()
    t.ok((await deliveries()).length <= 1_000, `round ${round}`)
  }
  const kept = await deliveries()
  t.ok(kept.length >= 900)
  t.equal(kept.at(-1)?.serial, 1_111)
  t.equal(Number(kept[0]?.id) + kept.length, 1_112, 'the oldest went')
  t.equal((await world.store.list('jobs')).length, 0)
})

t.test('on a running clock notices go out by themselves, until the world is closed', async t => {
  const clock = { now: NOON, speed: FAST }
  const open = createSender(() => OK, { clock })
  const abort = new AbortController()
  await open.send({})
  const found = await within(
    open.world.webhooks.wait(({ state }) => state === 'delivered', 1, abort.signal),
    5_000
  )
  t.equal(found?.length, 1)
  const closed = createSender(() => OK, { clock })
  closed.world.close()
  await closed.send({})
  await closed.now()
  t.strictSame(closed.arrived, [])
})
