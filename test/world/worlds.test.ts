import t from 'tap'
import { DAY } from '../../src/world/clock.ts'
import type { Job } from '../../src/world/effects.ts'
import { createWorlds, WORKSPACE_NAME, type Worlds } from '../../src/world/worlds.ts'
import { FAST, idsOf, job, NOON, put, tick, worldOptions } from './small-world.ts'

const seed = { notes: [{ id: 'seeded' }] }

function raise(error: unknown): void {
  throw error
}

function worldsOf(more: Partial<Parameters<typeof createWorlds>[0]> = {}): Worlds {
  const { name, ...options } = worldOptions({ seed })
  return createWorlds({ ...options, most: 1_000, idleHours: 24, onTrouble: raise, ...more })
}

const namesOf = (worlds: Worlds) => worlds.list().map(one => one.world.name)

async function note(worlds: Worlds, name: string, id: string): Promise<void> {
  const world = await worlds.find(name)
  await world.turn(async state => state.perform([put('notes', { id })]))
}

const notesOf = async (worlds: Worlds, name: string) =>
  idsOf(await (await worlds.find(name)).store.list('notes'))

t.test('the default workspace is there from the beginning', async t => {
  const worlds = worldsOf()
  t.ok(worlds.has('default'))
  t.notOk(worlds.has('ci'))
  t.strictSame(namesOf(worlds), ['default'])
  t.strictSame(await notesOf(worlds, 'default'), ['seeded'])
})

t.test('a workspace comes into being on first sight, from the seed', async t => {
  const worlds = worldsOf()
  const world = await worlds.find('ci')
  t.equal(world.name, 'ci')
  t.ok(worlds.has('ci'))
  t.equal(await worlds.find('ci'), world, 'the second time it is the same')
  await note(worlds, 'ci', 'own')
  t.strictSame(await notesOf(worlds, 'ci'), ['seeded', 'own'])
  t.strictSame(await notesOf(worlds, 'default'), ['seeded'], 'others see nothing of it')
  t.strictSame(await worlds.seed.get('notes', 'own'), undefined)
  t.strictSame(await worlds.seed.get('notes', 'seeded'), { id: 'seeded' })
})

t.test('clocks of workspaces go their own ways', async t => {
  const worlds = worldsOf()
  const ci = await worlds.find('ci')
  await ci.pass(NOON + DAY)
  t.strictSame([ci.clock.now(), (await worlds.find('default')).clock.now()], [NOON + DAY, NOON])
})

t.test('the list says when a workspace was made and last used', async t => {
  const before = Date.now()
  const worlds = worldsOf()
  await worlds.find('ci')
  await tick()
  const used = Date.now()
  await worlds.find('ci')
  const [fallback, ci] = worlds.list()
  t.equal(fallback?.createdAt, fallback?.lastUsedAt)
  t.ok(Date.parse(ci?.createdAt ?? '') >= before && Date.parse(ci?.createdAt ?? '') < used)
  t.ok(Date.parse(ci?.lastUsedAt ?? '') >= used && Date.parse(ci?.lastUsedAt ?? '') <= Date.now())
})

t.test('when there are too many the longest idle makes room', async t => {
  const worlds = worldsOf({ most: 3 })
  await note(worlds, 'a', 'own')
  await worlds.find('b')
  await worlds.find('a')
  await worlds.find('c')
  t.strictSame(namesOf(worlds).sort(), ['a', 'c', 'default'])
  t.notOk(worlds.has('b'))
  t.strictSame(await notesOf(worlds, 'a'), ['seeded', 'own'])

  await worlds.find('b')
  await worlds.find('d')
  t.notOk(worlds.has('a'))
  t.strictSame(await notesOf(worlds, 'a'), ['seeded'], 'one that was forgotten begins anew')
})

t.test('the default workspace is never dropped, however idle', async t => {
  const worlds = worldsOf({ most: 2 })
  await note(worlds, 'default', 'own')
  for (const name of ['a', 'b', 'c']) await worlds.find(name)
  t.strictSame(namesOf(worlds), ['default', 'c'])
  t.strictSame(await notesOf(worlds, 'default'), ['seeded', 'own'])
})

t.test('a workspace that was idle for too long is dropped', async t => {
  const worlds = worldsOf({ idleHours: 0 })
  await worlds.find('ci')
  t.ok(worlds.has('ci'))
  await tick()
  t.strictSame(namesOf(worlds), ['default'])

  const patient = worldsOf()
  await patient.find('ci')
  await tick()
  t.strictSame(namesOf(patient), ['default', 'ci'])
})

t.test('dropping forgets a workspace and resets the default one', async t => {
  const worlds = worldsOf()
  await note(worlds, 'ci', 'own')
  await note(worlds, 'default', 'own')
  const kept = await worlds.find('default')
  await worlds.drop('ci')
  await worlds.drop('default')
  await worlds.drop('einhorn')
  t.notOk(worlds.has('ci'))
  t.equal(await worlds.find('default'), kept)
  t.strictSame(await notesOf(worlds, 'default'), ['seeded'])
  t.strictSame(await notesOf(worlds, 'ci'), ['seeded'])
})

t.test('the timers of a dropped workspace stop, those of all when the server closes', async t => {
  const fired: string[] = []
  const runners = { 'test/note': async ({ id }: Job) => void fired.push(id) }
  const clock = { now: NOON, speed: FAST }
  const jobs = [job('a', NOON + DAY)]
  const worlds = worldsOf({ runners, clock, seed: { jobs }, most: 2 })
  await worlds.find('ci')
  await worlds.find('more')
  await worlds.drop('more')
  worlds.close()
  await tick()
  t.strictSame(fired, [])
})

t.test('the name of a workspace has 1 to 40 small letters, digits and hyphens', async t => {
  const good = ['a', 'ci-4711', '0', '-', 'x'.repeat(40)]
  const bad = ['', 'x'.repeat(41), 'CI', 'ci_1', 'ci 1', 'ä', 'ci\n', 'a/b', 'a.b']
  for (const name of good) t.match(name, WORKSPACE_NAME)
  for (const name of bad) t.notMatch(name, WORKSPACE_NAME)
})
