import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type DataDirOptions, openDataDir } from '../../src/world/data-dir.ts'
import type { Storage } from '../../src/world/storage.ts'
import { folderFor } from './disk.ts'
import { ASIDE, commit, put, SEED } from './store-contract.ts'

function optionsFor(folder: string): DataDirOptions {
  return {
    folder,
    seed: SEED,
    durability: 'kill',
    turnBytes: 1_000_000,
    onError(error) {
      throw error
    }
  }
}

/** A data directory that is given back at the end of the test. */
function open(t: Test, folder: string): Storage {
  const storage = openDataDir(optionsFor(folder))
  t.teardown(() => storage.close(new Map()))
  return storage
}

const refusal = (message: RegExp) => ({ message, isStorageFailure: true })

t.test('workspaces are there again, with the time at which they were last used', async t => {
  const folder = folderFor(t)
  const storage = openDataDir(optionsFor(folder))
  t.strictSame(storage.known(), [])
  for (const name of ['default', 'ci-1']) {
    const { store } = storage.open(name, ASIDE)
    await commit(store, [put({ id: 'c', name })])
    await store.close()
  }
  const at = Date.UTC(2020, 0, 1)
  storage.close(new Map([['ci-1', at]]))
  const again = open(t, folder)
  const known = [...again.known()].sort((one, other) => one.name.localeCompare(other.name))
  t.strictSame(
    known.map(one => one.name),
    ['ci-1', 'default']
  )
  t.ok(known.every(one => one.lastUsedAt >= at))
  t.match(await again.open('ci-1', ASIDE).store.get('tiere', 'c'), { name: 'ci-1' })
  t.match(await again.open('default', ASIDE).store.get('tiere', 'c'), { name: 'default' })
})

t.test('what was dropped does not come back', async t => {
  const folder = folderFor(t)
  const storage = openDataDir(optionsFor(folder))
  const { store } = storage.open('ci-1', ASIDE)
  await commit(store, [put({ id: 'c', name: 'Bo' })])
  storage.drop('ci-1')
  storage.drop('never-was')
  t.strictSame(storage.known(), [])
  const fresh = storage.open('ci-1', ASIDE)
  t.equal(await fresh.store.get('tiere', 'c'), undefined, 'one of that name begins anew')
  await store.close()
  await fresh.store.close()
  storage.close(new Map())
})

t.test('who still works on a dropped workspace writes into no other of its name', async t => {
  const folder = folderFor(t)
  const storage = open(t, folder)
  storage.open('default', ASIDE)
  for (const used of [false, true]) {
    const first = storage.open('ci-1', ASIDE).store
    if (used) await commit(first, [put({ id: 'c', name: 'of the first' })])
    const closing = first.close()
    storage.drop('ci-1')
    const second = storage.open('ci-1', ASIDE).store
    await t.rejects(commit(first, [put({ id: 'd', name: 'late' })]), /is not used any more/)
    await closing
    await second.close()
    const again = storage.open('ci-1', ASIDE).store
    t.strictSame(await again.list('tiere'), SEED.tiere)
    await again.close()
    storage.drop('ci-1')
  }
})

t.test('a directory of others is left alone', async t => {
  const folder = folderFor(t)
  writeFileSync(join(folder, 'thesis.txt'), 'chapter 1')
  t.throws(() => openDataDir(optionsFor(folder)), refusal(/holds other files/))
  t.strictSame(readdirSync(folder), ['thesis.txt'])

  const file = join(folder, 'thesis.txt')
  t.throws(() => openDataDir(optionsFor(file)), refusal(/cannot be used/))
  t.equal(readFileSync(file, 'utf8'), 'chapter 1')
})

t.test('nobody else can read what is kept', async t => {
  const folder = join(folderFor(t), 'data')
  const { store } = open(t, folder).open('default', ASIDE)
  for (const name of ['', 'seeds', 'workspaces', 'workspaces/default'])
    t.equal(statSync(join(folder, name)).mode & 0o777, 0o700, name)
  await store.close()
})

t.test('what a new volume holds is no hindrance', async t => {
  const folder = folderFor(t)
  mkdirSync(join(folder, 'lost+found'))
  writeFileSync(join(folder, '.DS_Store'), '')
  open(t, folder)
  t.ok(existsSync(join(folder, 'sandkasten.json')))
})

t.test('a mark that this version does not know is told, and kept', async t => {
  for (const [mark, message] of [
    ['{"sandkasten":"data","formatVersion":9}', /newer version \(format 9, this one knows 1\)/],
    ['{"name":"package"}', /is no mark of a data directory/],
    ['{"sandkasten":', /sandkasten.json is damaged/]
  ] as const) {
    const folder = folderFor(t)
    writeFileSync(join(folder, 'sandkasten.json'), mark)
    t.throws(() => openDataDir(optionsFor(folder)), refusal(message))
    t.equal(readFileSync(join(folder, 'sandkasten.json'), 'utf8'), mark)
    t.strictSame(readdirSync(folder), ['sandkasten.json'])
  }
})

t.test('a directory belongs to one process', async t => {
  const folder = folderFor(t)
  const storage = openDataDir(optionsFor(folder))
  t.throws(
    () => openDataDir(optionsFor(folder)),
    refusal(new RegExp(`is used by process ${process.pid} since 20.+; one process a directory`))
  )
  storage.close(new Map())
  open(t, folder)
})

t.test('the lock of a process that has died is taken over', async t => {
  const own = { pid: process.pid, host: hostname(), born: '1', since: '2020-01-01T00:00:00Z' }
  const longAgo = new Date(Date.UTC(2020, 0, 1))
  for (const [title, lock, at, isTaken] of [
    ['a process that is not there', { ...own, pid: 2 ** 22 + 1 }, undefined, false],
    ['another one that had our number', own, undefined, false],
    ['another one that has its number', { ...own, pid: process.ppid }, undefined, false],
    [
      'one of a system that does not tell when it began',
      { ...own, pid: process.ppid, born: null },
      undefined,
      true
    ],
    ['one elsewhere that gives signs of life', { ...own, host: 'elsewhere' }, undefined, true],
    ['one elsewhere that does not', { ...own, host: 'elsewhere' }, longAgo, false],
    ['nobody: the file says nothing', undefined, undefined, false]
  ] as const) {
    const folder = folderFor(t)
    openDataDir(optionsFor(folder)).close(new Map())
    const path = join(folder, 'lock')
    writeFileSync(path, lock ? JSON.stringify(lock) : 'x')
    if (at) utimesSync(path, at, at)
    if (isTaken) t.throws(() => openDataDir(optionsFor(folder)), refusal(/is used by/), title)
    else t.doesNotThrow(() => open(t, folder), title)
  }
})

t.test(
  'a process that was killed and not fetched by its parent yet is dead',
  { skip: existsSync('/proc/self/stat') ? false : 'only Linux tells when a process began' },
  async t => {
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'])
    t.teardown(() => parent.kill('SIGKILL'))
    const [printed] = await once(parent.stdout, 'data')
    const pid = Number(printed)
    const fields = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    while (fields()[0] !== 'Z') await new Promise(setImmediate)
    const folder = folderFor(t)
    openDataDir(optionsFor(folder)).close(new Map())
    const lock = { pid, host: hostname(), born: fields()[19], since: '2020-01-01T00:00:00Z' }
    writeFileSync(join(folder, 'lock'), JSON.stringify(lock))
    t.doesNotThrow(() => open(t, folder))
  }
)

t.test('snapshots are there again, whatever their names look like', async t => {
  const folder = folderFor(t)
  const storage = openDataDir(optionsFor(folder))
  const saved = {
    workspace: 'default',
    clock: { now: 5, speed: 0 },
    behaviour: { a: true },
    collections: { ...SEED, pflanzen: [{ id: 'p' }] }
  }
  const names = ['one', 'One', 'ONE', '_one', 'one.two', '.', '..', 'a-b']
  const { snapshots } = storage.open('default', ASIDE)
  for (const [n, name] of names.entries())
    snapshots.put({ name, createdAt: `2026-01-0${n + 1}T00:00:00Z`, bytes: 7, saved })
  snapshots.remove('One')
  storage.close(new Map())
  rmSync(join(folder, 'lock'), { force: true })
  const again = open(t, folder).open('default', ASIDE).snapshots.read()
  t.strictSame(
    again.map(one => one.name),
    names.filter(name => name !== 'One')
  )
  t.strictSame(again[0], { name: 'one', createdAt: '2026-01-01T00:00:00Z', bytes: 7, saved })
  t.equal(again[0]?.saved.collections['tiere']?.[0], SEED.tiere[0], 'the seed is shared')
})
