import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { repeat, SECOND, toIso, wallTime } from '../clock.ts'
import { causeOf, isStorageFailure, storageFailure } from '../storage-failure.ts'

/** Who has a directory for itself. */
type Holder = {
  readonly pid: number
  readonly host: string
  /** What the system says about the start of the process: ids of processes are given again. */
  readonly born: string | null
  readonly since: string
}

const SIGN_OF_LIFE_MS = 5 * SECOND
/** After so long without a sign of life a process on another machine is taken for dead. */
const SILENCE_MS = 15 * SECOND

/** Takes a directory for this process alone, or throws who has it. Answers how to give it back. */
export function lock(folder: string): () => void {
  const path = join(folder, 'lock')
  const holder = read(path)
  if (holder && isAlive(holder, path)) throw taken(folder, holder)
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    born: birthOf(process.pid),
    since: toIso(wallTime())
  }
  try {
    if (holder !== undefined) clear(path, holder, folder)
    writeFileSync(path, `${JSON.stringify(own)}\n`, { flag: 'wx' })
  } catch (error) {
    if (isStorageFailure(error)) throw error
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' && read(path)
    if (other) throw taken(folder, other)
    throw storageFailure('refused', `${path} cannot be written: ${causeOf(error)}`)
  }
  const stop = repeat(SIGN_OF_LIFE_MS, () => touch(path))
  return () => {
    stop()
    if (read(path)?.since === own.since) rmSync(path, { force: true })
  }
}

/** Removes the lock of one that has died. Of two that do so at once the later one finds a new lock, and puts it back. */
function clear(path: string, dead: Holder | null, folder: string): void {
  const aside = `${path}.${process.pid}`
  renameSync(path, aside)
  const found = read(aside)
  if (found && found.since !== dead?.since) {
    renameSync(aside, path)
    throw taken(folder, found)
  }
  rmSync(aside)
}

function taken(folder: string, { pid, host, since }: Holder): Error {
  const where = host === hostname() ? '' : ` on ${host}`
  return storageFailure(
    'refused',
    `${folder} is used by process ${pid}${where} since ${since}; one process a directory`
  )
}

/** `null`: there is a file that says nothing. */
function read(path: string): Holder | null | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null
  }
}

function isAlive({ pid, host, born }: Holder, path: string): boolean {
  if (host !== hostname()) return wallTime() - statSync(path).mtimeMs < SILENCE_MS
  if (pid === process.pid && born !== birthOf(pid)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return born === null || born === birthOf(pid)
}

/**
 * The start of a process in ticks since the machine started; only Linux tells. One that is dead and was not fetched by its
 * parent yet has an id and a start, but is nobody.
 */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name of the process stands in brackets and may hold anything.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? null : (fields[18] ?? null)
  } catch {
    return null
  }
}

function touch(path: string): void {
  const now = wallTime() / SECOND
  try {
    utimesSync(path, now, now)
  } catch {
    // It is gone: whoever removed it knows why.
  }
}
