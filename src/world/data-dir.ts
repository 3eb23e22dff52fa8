import { existsSync, mkdirSync, readdirSync, renameSync, statSync, utimesSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SECOND } from './clock.ts'
import { openDrawer } from './disk/drawer.ts'
import { OWN, readFile, writeFileNow } from './disk/files.ts'
import { lock } from './disk/lock.ts'
import { openSeeds } from './disk/seeds.ts'
import type { Durability, Files } from './disk/turn-log.ts'
import { FORMAT_VERSION } from './format.ts'
import { openLowdbStore } from './lowdb-store.ts'
import type { Storage } from './storage.ts'
import { causeOf, isStorageFailure, storageFailure } from './storage-failure.ts'
import type { Collections } from './store.ts'

export type DataDirOptions = {
  readonly folder: string
  readonly seed: Collections
  readonly durability: Durability
  /** Something that can wait went wrong: told to the log. */
  readonly onError: (error: unknown) => void
  /** Bytes of turns after which a checkpoint is written. */
  readonly turnBytes: number
  readonly files?: Files
}

const MARK = 'sandkasten.json'

/** Workspaces in a directory that this process has for itself. Throws a storage failure in one line. */
export function openDataDir(options: DataDirOptions): Storage {
  const { folder, seed, durability } = options
  const unlock = refusing(folder, () => enter(folder, durability))
  const seeds = refusing(folder, () => openSeeds(folder, seed, durability))
  const dropped = join(folder, 'dropped')
  const nameOf = (name: string) => join(folder, 'workspaces', name)
  let drops = 0
  void clear(dropped)

  return {
    known: () => workspacesIn(join(folder, 'workspaces')),
    open(name, aside) {
      const place = { ...options, folder: nameOf(name), seeds }
      const opened = refusing(place.folder, () => openLowdbStore(place, aside))
      const snapshots = openDrawer(join(place.folder, 'snapshots'), seeds, durability)
      return { ...opened, snapshots }
    },
    drop(name) {
      if (!existsSync(nameOf(name))) return
      const gone = join(dropped, `${name}.${process.pid}.${drops++}`)
      refusing(folder, () => {
        mkdirSync(dropped, OWN)
        renameSync(nameOf(name), gone)
      })
      void clear(gone)
    },
    close(used) {
      for (const [name, at] of used)
        if (existsSync(nameOf(name))) utimesSync(nameOf(name), at / SECOND, at / SECOND)
      unlock()
    }
  }
}

/** Makes sure that the directory is ours, and ours alone. Nothing of others is touched. */
function enter(folder: string, durability: Durability): () => void {
  mkdirSync(folder, OWN)
  const mark = readFile<{ sandkasten?: unknown; formatVersion?: unknown }>(folder, MARK)
  if (mark) check(folder, mark)
  else if (readdirSync(folder).some(isForeign))
    throw storageFailure(
      'unreadable',
      `${folder} holds other files; a data directory is empty or one of Sandkasten`
    )
  const unlock = lock(folder)
  if (!mark) {
    const content = { sandkasten: 'data', formatVersion: FORMAT_VERSION }
    writeFileNow(folder, MARK, `${JSON.stringify(content)}\n`, durability)
  }
  return unlock
}

function check(folder: string, { sandkasten, formatVersion }: Readonly<Record<string, unknown>>) {
  const path = join(folder, MARK)
  if (sandkasten !== 'data' || !Number.isInteger(formatVersion))
    throw storageFailure('unreadable', `${path} is no mark of a data directory of Sandkasten`)
  if (Number(formatVersion) > FORMAT_VERSION)
    throw storageFailure(
      'unreadable',
      `${folder} was written by a newer version (format ${formatVersion}, this one knows ${FORMAT_VERSION})`
    )
}

/** A new volume may hold what its file system or an editor of directories puts there. */
function isForeign(name: string): boolean {
  return !/^(\..*|lost\+found|lock(\.\d+)?|sandkasten\.json\.new)$/.test(name)
}

function workspacesIn(folder: string) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter(one => one.isDirectory() && /^[a-z0-9-]{1,40}$/.test(one.name))
    .map(({ name }) => ({ name, lastUsedAt: lastChange(join(folder, name)) }))
}

/** A server that was killed could not say when a workspace was last used; its files tell when it was last changed. */
function lastChange(folder: string): number {
  const paths = [folder, ...readdirSync(folder).map(name => join(folder, name))]
  return Math.max(...paths.map(path => statSync(path).mtimeMs))
}

async function clear(folder: string): Promise<void> {
  // Whatever is left of it goes with the next start.
  await rm(folder, { recursive: true, force: true }).catch(() => {})
}

/** What the system refuses, in words. */
function refusing<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isStorageFailure(error)) throw error
    throw storageFailure('refused', `${folder} cannot be used: ${causeOf(error)}`)
  }
}
