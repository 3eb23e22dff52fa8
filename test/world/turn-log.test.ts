import * as system from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  createTurnLog,
  cutTurnLog,
  type Durability,
  type Files,
  readTurnLog
} from '../../src/world/disk/turn-log.ts'

const pathIn = (t: Test) => join(t.testdir(), 'turns.log')

function written(path: string, ...records: readonly unknown[]): string {
  const log = createTurnLog(path, 0, 'kill')
  for (const record of records) log.append(record)
  void log.close()
  return path
}

const contentOf = (path: string) => system.readFileSync(path)

/** A disk on which so many bytes still go; what does not go whole goes in part, as it does. */
function smallDisk(bytes: number, more: Partial<Files> = {}): Files {
  let left = bytes
  const writeSync = (descriptor: number, line: Buffer, at: number) => {
    if (left === 0) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    const part = Math.min(left, line.length - at)
    left -= part
    return system.writeSync(descriptor, line, at, part)
  }
  return { ...system, writeSync: writeSync as Files['writeSync'], ...more }
}

t.test('a log holds what was appended, in that order', async t => {
  const path = written(pathIn(t), { n: 1 }, { text: 'Ä € 😀\n"' }, [])
  const { records, torn, length } = readTurnLog(path)
  t.strictSame(records, [{ n: 1 }, { text: 'Ä € 😀\n"' }, []])
  t.strictSame([torn, length], [0, contentOf(path).length])
})

t.test('a log goes on behind its good part', async t => {
  const path = written(pathIn(t), 'one')
  const log = createTurnLog(path, contentOf(path).length, 'kill')
  log.append('two')
  t.equal(log.bytes, contentOf(path).length)
  t.strictSame(readTurnLog(path).records, ['one', 'two'])
})

t.test('wherever the last line is torn, it is cut and nothing before it is lost', async t => {
  const path = written(pathIn(t), 'one', { two: 2 })
  const whole = contentOf(path)
  const [first] = [whole.indexOf('\n') + 1]
  for (let length = first; length < whole.length; length++) {
    system.writeFileSync(path, whole.subarray(0, length))
    const logged = readTurnLog(path)
    t.strictSame(logged, { records: ['one'], length: first, torn: length - first })
    cutTurnLog(path, logged)
    t.equal(contentOf(path).length, first)
  }
})

t.test('zeros at the end are what a power cut leaves', async t => {
  const path = written(pathIn(t), 'one')
  const good = contentOf(path)
  system.writeFileSync(
    path,
    Buffer.concat([good, Buffer.alloc(100), Buffer.from('\n'), Buffer.alloc(9)])
  )
  t.strictSame(readTurnLog(path), { records: ['one'], length: good.length, torn: 110 })
})

t.test('any other damage is told, and the file is left as it is', async t => {
  for (const damage of [
    (text: string) => text.replace('two', 'tvo'),
    (text: string) => `something else\n${text}`,
    (text: string) => text.replace('\n', '\n\n'),
    (text: string) => text.replace('"two"', '"t\0o"')
  ]) {
    const path = written(pathIn(t), 'one', 'two', 'three')
    const damaged = damage(contentOf(path).toString())
    system.writeFileSync(path, damaged)
    t.throws(() => readTurnLog(path), { message: /is damaged in line [12]/, what: 'unreadable' })
    t.equal(contentOf(path).toString(), damaged)
  }
})

t.test('a full disk takes all of a line or nothing', async t => {
  const path = written(pathIn(t), 'one')
  const length = contentOf(path).length
  for (let room = 0; room < 14; room++) {
    const log = createTurnLog(path, length, 'kill', smallDisk(room))
    t.throws(() => log.append('two'), { message: /no space is left/, what: 'refused' })
    t.equal(contentOf(path).length, length, `with room for ${room} bytes`)
    t.equal(log.bytes, length)
  }
  const log = createTurnLog(path, length, 'kill', smallDisk(20))
  t.throws(() => log.append('far too long for what is left'), {
    message: /no space/,
    what: 'refused'
  })
  t.strictSame(readTurnLog(path), { records: ['one'], length, torn: 0 })
})

t.test('a line that cannot be taken back ends the log', async t => {
  const path = written(pathIn(t), 'one')
  const files = smallDisk(5, {
    ftruncateSync() {
      throw Object.assign(new Error('worse'), { code: 'EIO' })
    }
  })
  const log = createTurnLog(path, contentOf(path).length, 'kill', files)
  t.throws(() => log.append('two'), /the disk reports an error/)
  t.throws(() => log.append('three'), /the disk reports an error/, 'nothing is written behind it')
  t.strictSame(readTurnLog(path).records, ['one'])
})

t.test('a folder that is not there refuses', async t => {
  const log = createTurnLog(join(t.testdir(), 'gone', 'turns.log'), 0, 'kill')
  t.throws(() => log.append('one'), { message: /cannot be opened: ENOENT/, what: 'refused' })
})

/** Syncs that end when the test says so. */
function heldSyncs() {
  const waiting: ((error: NodeJS.ErrnoException | null) => void)[] = []
  const fdatasync = (_: number, done: (error: NodeJS.ErrnoException | null) => void) =>
    void waiting.push(done)
  return { waiting, files: { ...system, fdatasync: fdatasync as Files['fdatasync'] } }
}

t.test('power: turns wait for a sync that began after them, and share it', async t => {
  const { waiting, files } = heldSyncs()
  const log = createTurnLog(pathIn(t), 0, 'power', files)
  const done: string[] = []
  const append = (name: string) => {
    log.append(name)
    return log.settled().then(() => done.push(name))
  }
  const one = append('one')
  await Promise.resolve()
  const rest = [append('two'), append('three')]
  t.equal(waiting.length, 1)
  waiting[0]?.(null)
  await one
  t.strictSame(done, ['one'])
  await new Promise(setImmediate)
  t.equal(waiting.length, 2, 'one sync for both')
  waiting[1]?.(null)
  await Promise.all(rest)
  t.strictSame(done.sort(), ['one', 'three', 'two'])
  await log.settled()
  log.close()
})

t.test('power: what could not be synced is not acknowledged, and nothing after it', async t => {
  const { waiting, files } = heldSyncs()
  const log = createTurnLog(pathIn(t), 0, 'power', files)
  log.append('one')
  const settled = log.settled()
  await new Promise(setImmediate)
  waiting[0]?.(Object.assign(new Error('broken'), { code: 'EIO' }))
  await t.rejects(settled, /the disk reports an error/)
  t.throws(() => log.append('two'), /the disk reports an error/)
})

t.test('power: a log that could not be synced at its end does not settle', async t => {
  const files = {
    ...heldSyncs().files,
    fsyncSync() {
      throw Object.assign(new Error('broken'), { code: 'EIO' })
    }
  }
  const log = createTurnLog(pathIn(t), 0, 'power', files)
  log.append('one')
  t.throws(() => log.close(), /the disk reports an error/)
  await t.rejects(log.settled(), /the disk reports an error/)
})

t.test('kill: nobody waits', async t => {
  for (const durability of ['kill', 'power'] satisfies Durability[]) {
    const { waiting, files } = heldSyncs()
    const log = createTurnLog(pathIn(t), 0, durability, files)
    log.append('one')
    await new Promise(setImmediate)
    t.equal(waiting.length, durability === 'kill' ? 0 : 1)
  }
})
