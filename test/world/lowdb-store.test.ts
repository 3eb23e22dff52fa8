import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Durability } from '../../src/world/disk/turn-log.ts'
import type { Migrations } from '../../src/world/format.ts'
import type { Store } from '../../src/world/store.ts'
import { diskIn } from './disk.ts'
import { ASIDE, commit, mia, put, remove, rex, SEED, storeContract } from './store-contract.ts'

for (const [durability, turnBytes] of [
  ['kill', 1_000_000],
  ['power', 1_000_000],
  // A checkpoint after every turn.
  ['kill', 1],
  ['power', 1]
] as readonly (readonly [Durability, number])[])
  storeContract(t, {
    name: `on disk, ${durability}, checkpoints after ${turnBytes} bytes`,
    make: t => diskIn(t, { durability, turnBytes })
  })

const filesIn = (folder: string) => readdirSync(folder).sort()
const bytesIn = (folder: string) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

/** Puts documents of a thousand bytes, each in a turn of its own. */
async function fill(store: Store, from: number, to: number, name = 'x'): Promise<void> {
  for (let n = from; n < to; n++)
    await commit(store, [put({ id: `n${n}`, name: name.repeat(1_000) }, 'viele')])
}

/** The same by one process after the other; each ends when its checkpoint is written. */
async function fillInRounds(open: () => Store, to: number, names: readonly string[]) {
  for (const name of names)
    for (let from = 0; from < to; from += 100) {
      const store = open()
      await fill(store, from, from + 100, name)
      await store.close()
    }
}

t.test('a checkpoint holds what the logs before it held, in files of bounded size', async t => {
  const disk = diskIn(t, { turnBytes: 500_000 })
  await fillInRounds(() => disk.open('one').store, 3_000, ['x'])
  const folder = join(disk.folder(), 'one')
  const logs = filesIn(folder).filter(name => name.endsWith('.log'))
  t.ok(logs.length <= 2, `what a checkpoint holds is in no log any more: ${logs}`)
  const segments = filesIn(folder).filter(name => name.startsWith('viele.'))
  t.ok(segments.length >= 3)
  t.ok(segments.every(name => statSync(join(folder, name)).size < 1_010_000))
  const again = disk.open('one')
  t.equal(await again.store.count('viele'), 3_000)
  t.strictSame(
    (await again.store.list('viele')).map(one => one.id),
    Array.from({ length: 3_000 }, (_, n) => `n${n}`)
  )
})

t.test('documents are read when they are asked for, one file at a time', async t => {
  const disk = diskIn(t, { turnBytes: 500_000 })
  await fillInRounds(() => disk.open('one').store, 3_000, ['x'])
  const folder = join(disk.folder(), 'one')
  const [first, ...others] = filesIn(folder).filter(name => name.startsWith('viele.'))
  for (const name of others) rmSync(join(folder, name))
  const again = disk.open('one').store
  t.equal(await again.count('viele'), 3_000, 'that other files are gone is not noticed yet')
  t.match(await again.get('viele', 'n0'), { id: 'n0' })
  rmSync(join(folder, first ?? ''))
  t.match(await again.get('viele', 'n1'), { id: 'n1' }, 'what the same file held is at hand')
  t.strictSame(
    (await again.latest('viele', 2)).map(one => one.id),
    ['n2999', 'n2998'],
    'the log has the newest'
  )
  await t.rejects(again.get('viele', 'n1500'), { message: /is missing/, what: 'unreadable' })
})

t.test('what is not needed any more does not stay on the disk', async t => {
  const disk = diskIn(t, { turnBytes: 200_000 })
  await fillInRounds(() => disk.open('one').store, 300, [...'abcdefghij'])
  const folder = join(disk.folder(), 'one')
  t.ok(bytesIn(folder) < 1_200_000, `${bytesIn(folder)} bytes for 300,000, written ten times`)
  const { store: again } = disk.open('one')
  t.strictSame(await again.get('viele', 'n7'), { id: 'n7', name: 'j'.repeat(1_000) })
  await commit(
    again,
    Array.from({ length: 300 }, (_, n) => remove(`n${n}`, 'viele'))
  )
  await fill(again, 300, 700)
  await again.close()
  t.strictSame(
    (await disk.open('one').store.list('viele')).map(one => one.id),
    Array.from({ length: 400 }, (_, n) => `n${n + 300}`)
  )
})

t.test('a view stays as it was, whatever becomes of the files', async t => {
  const disk = diskIn(t, { turnBytes: 100_000 })
  const { store } = disk.open('one')
  await fill(store, 0, 300, 'a')
  await store.close()
  const { store: again } = disk.open('one')
  const view = again.view()
  await fill(again, 0, 300, 'b')
  await fill(again, 0, 300, 'c')
  await again.close()
  const state = await view()
  t.equal(state['viele']?.length, 300)
  t.ok((state['viele'] as unknown as readonly { name: string }[]).every(one => one.name[0] === 'a'))
})

t.test('a full disk refuses a turn and keeps all others', async t => {
  const disk = diskIn(t)
  let isFull = false
  const system = await import('node:fs')
  const files = {
    ...system,
    writeSync: ((descriptor: number, line: Buffer, at: number) => {
      if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
      return system.writeSync(descriptor, line, at)
    }) as typeof system.writeSync
  }
  const { store } = disk.open('one', { files })
  await commit(store, [put({ id: 'c', name: 'Bo' })])
  isFull = true
  await t.rejects(commit(store, [remove('a'), put({ id: 'd', name: 'Ida' })]), /no space is left/)
  await t.rejects(store.restore({}, ASIDE), /no space is left/)
  t.strictSame(await store.list('tiere'), [rex, mia, { id: 'c', name: 'Bo' }], 'nothing of it')
  isFull = false
  await commit(store, [remove('b')])
  disk.crash()
  t.strictSame(await disk.open('one').store.list('tiere'), [rex, { id: 'c', name: 'Bo' }])
})

t.test('a checkpoint that cannot be written loses nothing', async t => {
  const told: unknown[] = []
  const disk = diskIn(t, { turnBytes: 10_000, onError: error => void told.push(error) })
  const { store } = disk.open('one')
  // A folder stands where the file should be made.
  mkdirSync(join(disk.folder(), 'one', 'checkpoint.json.new'))
  await fill(store, 0, 100)
  await store.close()
  t.match(told, [{ message: /checkpoint.json cannot be written/, what: 'refused' }])
  disk.crash()
  rmSync(join(disk.folder(), 'one', 'checkpoint.json.new'), { recursive: true })
  t.equal(await disk.open('one').store.count('viele'), 100)
})

t.test('a turn is kept even where the next log cannot be begun', async t => {
  const told: unknown[] = []
  const disk = diskIn(t, { turnBytes: 10_000, onError: error => void told.push(error) })
  const { store } = disk.open('one')
  const inTheWay = join(disk.folder(), 'one', 'turns.000002.log')
  mkdirSync(inTheWay)
  await fill(store, 0, 20)
  t.ok(told.length > 0)
  rmSync(inTheWay, { recursive: true })
  await fill(store, 20, 40)
  await store.close()
  t.equal(await disk.open('one').store.count('viele'), 40)
  t.ok(filesIn(join(disk.folder(), 'one')).includes('checkpoint.json'))
})

t.test('a process that was killed while it tidied up leaves nothing for ever', async t => {
  const disk = diskIn(t, { turnBytes: 50_000 })
  const { store } = disk.open('one')
  await fill(store, 0, 200)
  await store.close()
  const folder = join(disk.folder(), 'one')
  const before = filesIn(folder)
  for (const name of [
    'viele.000999.json',
    'turns.000000.log',
    'checkpoint.json.new',
    '.x.json.tmp'
  ])
    writeFileSync(join(folder, name), 'left behind')
  writeFileSync(join(folder, 'notes.txt'), 'of a person')
  t.equal(await disk.open('one').store.count('viele'), 200)
  t.strictSame(filesIn(folder), [...before, 'notes.txt'].sort())
})

t.test('damaged files are told in one line, and left as they are', async t => {
  const disk = diskIn(t, { turnBytes: 50_000 })
  const { store } = disk.open('one')
  await fill(store, 0, 200)
  await store.close()
  const folder = join(disk.folder(), 'one')
  const segment = filesIn(folder).find(name => name.startsWith('viele.')) ?? ''
  const log = filesIn(folder).filter(name => name.endsWith('.log'))[0] ?? ''
  for (const [name, damage, message] of [
    ['checkpoint.json', (text: string) => text.slice(0, 100), /checkpoint.json is damaged/],
    ['checkpoint.json', () => '{"name":"a foreign file"}', /is no checkpoint of Sandkasten/],
    ['checkpoint.json', (text: string) => text.replace('"n5",', ''), /viele does not add up/],
    [
      'checkpoint.json',
      (text: string) => text.replace('"formatVersion":1', '"formatVersion":7'),
      /newer version \(format 7, this one knows 1\)/
    ],
    [log, (text: string) => text.replace('xxx', 'xyx'), /is damaged in line/],
    [log, () => 'Dear diary,\n', /is damaged in line 1/],
    [segment, (text: string) => text.replace('xxx', 'xyx'), /its sum is wrong/],
    [segment, () => '', /its sum is wrong/]
  ] as const) {
    const path = join(folder, name)
    const good = readFileSync(path, 'utf8')
    const bad = damage(good)
    t.not(bad, good)
    writeFileSync(path, bad)
    const use = async () => disk.open('one').store.list('viele')
    await t.rejects(use(), { message, what: 'unreadable' }, `${name}: ${message}`)
    t.equal(readFileSync(path, 'utf8'), bad)
    writeFileSync(path, good)
    t.equal((await use()).length, 200, 'mended it is there again')
  }
  rmSync(join(folder, log))
  writeFileSync(join(folder, 'turns.000099.log'), '')
  t.throws(() => disk.open('one'), { message: /turns\.\d+\.log is missing/, what: 'unreadable' })
})

t.test('a workspace stays what it was when the seed becomes another one', async t => {
  const disk = diskIn(t)
  const { store } = disk.open('one')
  await commit(store, [remove('b')])
  disk.crash()
  const seed = { tiere: [{ id: 'a', name: 'Other Rex' }] }
  const { store: again } = disk.open('one', { seed })
  t.strictSame(await again.snapshot(), { ...SEED, tiere: [rex] })
  await again.restore(seed, ASIDE)
  disk.crash()
  t.strictSame(await disk.open('one', { seed }).store.snapshot(), seed, 'until it is reset')
  t.strictSame(await disk.open('new', { seed }).store.snapshot(), seed)
})

t.test('documents of an older format are migrated once, all or none', async t => {
  const migrations: Migrations = [
    state => ({ ...state, tiere: (state['tiere'] ?? []).map(one => ({ ...one, legs: 4 })) }),
    ({ steine, ...state }) => ({ ...state, felsen: steine ?? [] })
  ]
  for (const turnBytes of [1, 1_000_000]) {
    const disk = diskIn(t, { turnBytes })
    const { store } = disk.open('one')
    await commit(store, [put({ id: 'c', name: 'Bo' }), remove('a')])
    await commit(store, [put({ id: 'd', name: 'Ida' })])
    await store.close()
    const migrated = {
      tiere: [mia, { id: 'c', name: 'Bo' }, { id: 'd', name: 'Ida' }].map(one => ({
        ...one,
        legs: 4
      })),
      felsen: SEED.steine
    }
    const { store: second } = disk.open('one', { migrations })
    t.strictSame(await second.snapshot(), migrated)
    await second.close()
    const third = disk.open('one', { migrations })
    t.strictSame(await third.store.snapshot(), migrated, 'not twice')
    t.strictSame(third.aside, ASIDE)
    await commit(third.store, [remove('b')])
    await third.store.close()
    t.strictSame((await disk.open('one', { migrations }).store.list('tiere')).length, 2)
    t.throws(() => disk.open('one'), { message: /newer version/, what: 'unreadable' })
  }
})

t.test('a process that was killed while it made a workspace has made none', async t => {
  const disk = diskIn(t)
  await disk.open('one').store.close()
  const path = join(disk.folder(), 'one', 'turns.000001.log')
  const whole = readFileSync(path)
  const header = whole.indexOf('\n') + 1
  for (const length of [0, 10, header, header + 10]) {
    writeFileSync(path, whole.subarray(0, length))
    const { store, aside } = disk.open('one')
    t.equal(aside, undefined)
    t.strictSame(await store.list('tiere'), [rex, mia])
    await store.close()
  }
})
