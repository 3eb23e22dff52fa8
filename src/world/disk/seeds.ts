import { hash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { storageFailure } from '../storage-failure.ts'
import type { Collections } from '../store.ts'
import { OWN, readFile, writeFileNow } from './files.ts'
import type { Durability } from './turn-log.ts'

/** The seeds that workspaces began with. Their documents are kept once, not in every workspace. */
export type Seeds = {
  /** The seed of this server, and its name. */
  readonly current: Collections
  readonly name: string
  /** A seed of this or an earlier server. Throws a storage failure when it is not there. */
  find(name: string): Collections
}

export function openSeeds(dataDir: string, current: Collections, durability: Durability): Seeds {
  const folder = join(dataDir, 'seeds')
  mkdirSync(folder, OWN)
  const text = JSON.stringify(current)
  const name = hash('sha256', text).slice(0, 32)
  if (!existsSync(join(folder, fileOf(name)))) writeFileNow(folder, fileOf(name), text, durability)
  const known = new Map([[name, current]])
  return {
    current,
    name,
    find(wanted) {
      const seed = known.get(wanted) ?? readFile<Collections>(folder, fileOf(wanted))
      if (!seed) throw storageFailure('unreadable', `${join(folder, fileOf(wanted))} is missing`)
      known.set(wanted, seed)
      return seed
    }
  }
}

function fileOf(name: string): string {
  return `${name}.json`
}
