import * as system from 'node:fs'
import { crc32 } from 'node:zlib'
import { causeOf, storageFailure } from '../storage-failure.ts'

/** `kill`: safe when the process dies. `power`: when the machine does too. */
export type Durability = 'kill' | 'power'

/** The calls to the system that a log makes; a test has them fail. */
export type Files = Pick<
  typeof system,
  'openSync' | 'writeSync' | 'ftruncateSync' | 'fsyncSync' | 'fdatasync' | 'closeSync'
>

/** A file of turns to which only is added, one line a turn, written before the turn is acknowledged. */
export type TurnLog = {
  readonly path: string
  readonly bytes: number
  /** Kept once this returns. When it throws, nothing of the line is kept. */
  append(record: unknown): void
  /** Resolves once everything that was appended before is as safe as was asked for; many share one sync. */
  settled(): Promise<void>
  close(): void
}

/** A log to go on with after its first `length` bytes. It is opened when something is appended. */
export function createTurnLog(
  path: string,
  length: number,
  durability: Durability,
  files: Files = system
): TurnLog {
  let descriptor: number | undefined
  let bytes = length
  let broken: string | undefined
  const sync = createSync(() => descriptor, files, fail)

  function fail(error: unknown): Error {
    broken = `${path} cannot be written: ${causeOf(error)}`
    return storageFailure('refused', broken)
  }

  /** A line that was written in part is taken back: whatever follows it would be unreadable. */
  function takeBack(open: number, error: unknown): never {
    try {
      files.ftruncateSync(open, bytes)
    } catch (worse) {
      throw fail(worse)
    }
    throw storageFailure('refused', `${path} cannot be written: ${causeOf(error)}`)
  }

  function openedFile(): number {
    if (descriptor !== undefined) return descriptor
    try {
      descriptor = files.openSync(path, 'a')
    } catch (error) {
      throw storageFailure('refused', `${path} cannot be opened: ${causeOf(error)}`)
    }
    return descriptor
  }

  return {
    path,
    get bytes() {
      return bytes
    },
    append(record) {
      if (broken !== undefined) throw storageFailure('refused', broken)
      const line = lineOf(record)
      const open = openedFile()
      try {
        for (let at = 0; at < line.length; ) at += files.writeSync(open, line, at)
      } catch (error) {
        takeBack(open, error)
      }
      bytes += line.length
      if (durability === 'power') sync.ask()
    },
    async settled() {
      await sync.settled()
      if (broken !== undefined) throw storageFailure('refused', broken)
    },
    close() {
      if (descriptor === undefined) return
      const open = descriptor
      descriptor = undefined
      try {
        if (durability === 'power') files.fsyncSync(open)
      } catch (error) {
        throw fail(error)
      } finally {
        sync.after(() => files.closeSync(open))
      }
    }
  }
}

/** Syncs one after the other; all that was asked for while one runs is done by the next. */
function createSync(
  descriptor: () => number | undefined,
  files: Files,
  fail: (error: unknown) => Error
) {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  function sync(): Promise<void> {
    const open = descriptor()
    if (open === undefined) return Promise.resolve()
    return new Promise((resolve, reject) => {
      files.fdatasync(open, error => (error ? reject(fail(error)) : resolve()))
    })
  }

  function start(): Promise<void> {
    running = next
    next = undefined
    return sync().finally(() => {
      running = undefined
    })
  }

  return {
    ask() {
      if (next) return
      next = (running ?? Promise.resolve()).then(start, start)
      // Told to whoever waits for it.
      next.catch(() => {})
    },
    async settled() {
      await (next ?? running)
    },
    /** Does it once no sync runs any more. */
    after(work: () => void) {
      if (running) void running.then(work, work)
      else work()
    }
  }
}

/** What a log holds. */
export type LoggedTurns = {
  readonly records: readonly unknown[]
  /** How many bytes are good; what is behind them was never acknowledged. */
  readonly length: number
  readonly torn: number
}

/**
 * Reads a log. A last line that was not finished is left out: its turn was not acknowledged. Anything else that is wrong
 * is a damaged file and throws.
 */
export function readTurnLog(path: string): LoggedTurns {
  const content = system.readFileSync(path)
  const records: unknown[] = []
  let start = 0
  for (let end = content.indexOf(NEWLINE); end >= 0; end = content.indexOf(NEWLINE, start)) {
    const record = readLine(content.subarray(start, end))
    if (record === undefined && isTorn(content.subarray(start))) break
    if (record === undefined)
      throw storageFailure('unreadable', `${path} is damaged in line ${records.length + 1}`)
    records.push(record)
    start = end + 1
  }
  return { records, length: start, torn: content.length - start }
}

/** A power cut may leave zeros where lines should be, and nothing good behind them. */
function isTorn(rest: Buffer): boolean {
  if (!rest.includes(0)) return false
  const lines = rest.toString('latin1').split('\n')
  return lines.every(line => readLine(Buffer.from(line, 'latin1')) === undefined)
}

/** Cuts what is behind the good part of a log. */
export function cutTurnLog(path: string, { length, torn }: LoggedTurns): void {
  if (torn > 0) system.truncateSync(path, length)
}

const NEWLINE = 10
const SUM_LENGTH = 8

/** A sum of the text, so that a damaged line is known as such, and the text. */
export function lineOf(record: unknown): Buffer {
  const text = JSON.stringify(record)
  return Buffer.from(`${sumOf(text)} ${text}\n`)
}

export function sumOf(text: string | Uint8Array): string {
  return crc32(text).toString(16).padStart(SUM_LENGTH, '0')
}

function readLine(line: Buffer): unknown {
  const text = line.subarray(SUM_LENGTH + 1)
  if (line.toString('latin1', 0, SUM_LENGTH) !== sumOf(text)) return undefined
  return JSON.parse(text.toString('utf8'))
}
