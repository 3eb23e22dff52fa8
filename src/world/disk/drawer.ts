import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FORMAT_VERSION, migrate } from '../format.ts'
import type { Saved } from '../saved.ts'
import type { Snapshot } from '../snapshots.ts'
import type { Drawer } from '../storage.ts'
import { storageFailure } from '../storage-failure.ts'
import { type Compact, compact, expand } from './compact.ts'
import { OWN, readFile, sweep, writeFileNow } from './files.ts'
import type { Seeds } from './seeds.ts'
import type { Durability } from './turn-log.ts'

/** A snapshot as a file: its documents that are not those of a seed. */
type File = Omit<Snapshot, 'saved' | 'recording'> & {
  readonly formatVersion: number
  readonly seed: string
  readonly saved: Omit<Saved, 'collections'>
  readonly collections: Compact
}

/** The snapshots of a workspace, each in a file of its own. They outlive the process as they outlive a reset. */
export function openDrawer(folder: string, seeds: Seeds, durability: Durability): Drawer {
  function read(file: string): Snapshot {
    const content = readFile<File>(folder, file) as File
    const { formatVersion, seed, saved, collections, ...snapshot } = content
    const state = migrate(expand(collections, seeds.find(seed)), formatVersion)
    if (!state)
      throw storageFailure('unreadable', `${join(folder, file)} has format ${formatVersion}`)
    return { ...snapshot, saved: { ...saved, collections: state } }
  }

  return {
    read() {
      if (!existsSync(folder)) return []
      sweep(folder, () => false)
      const files = readdirSync(folder).filter(name => name.endsWith(EXTENSION))
      return files.map(read).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    },
    put({ recording, saved: { collections, ...saved }, ...snapshot }) {
      mkdirSync(folder, OWN)
      const file: File = {
        ...snapshot,
        formatVersion: FORMAT_VERSION,
        seed: seeds.name,
        saved,
        collections: compact(collections, seeds.current)
      }
      writeFileNow(folder, fileOf(snapshot.name), JSON.stringify(file), durability)
    },
    remove: name => rmSync(join(folder, fileOf(name)), { force: true })
  }
}

const EXTENSION = '.snapshot.json'

/** Names that differ in case only have different files everywhere. */
function fileOf(name: string): string {
  const plain = name.replace(/[A-Z_]/g, letter => `_${letter.toLowerCase()}`)
  return `${plain}${EXTENSION}`
}
