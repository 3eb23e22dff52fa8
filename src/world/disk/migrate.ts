import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Migrations, migrate, versionOf } from '../format.ts'
import { storageFailure } from '../storage-failure.ts'
import type { Aside, Collections } from '../store.ts'
import { compact } from './compact.ts'
import { syncFolder } from './files.ts'
import { logName, type Recalled } from './recall.ts'
import type { Seeds } from './seeds.ts'
import { createSegments } from './segments.ts'
import { type Frozen, freeze, slotsOf } from './slots.ts'
import { type Durability, lineOf } from './turn-log.ts'
import type { Header, Line, Told } from './turns.ts'

/** Documents in a line of a migrated state. */
const LINE_DOCUMENTS = 200

/**
 * A workspace of an older version as this one keeps it. Its new state goes into a log behind all others, which is there
 * as a whole or not at all; what was before stays until the next checkpoint.
 */
export function migrateFolder(
  folder: string,
  old: Recalled,
  seeds: Seeds,
  migrations: Migrations,
  durability: Durability
): Recalled {
  const state = migrate(read(folder, old, durability), old.version, migrations)
  if (!state)
    throw storageFailure('unreadable', `${folder} has format ${old.version}, which is unknown`)
  const number = old.log.number + 1
  const formatVersion = versionOf(migrations)
  const { createdAt } = old
  const { aside } = old.situation
  const header: Header = { sandkasten: 'turns', formatVersion, number, createdAt }
  const lines = [header, emptied(state, seeds, aside), ...told(state)]
  const length = write(join(folder, logName(number)), lines, durability)
  const situation = { slots: slotsOf(state, {}), seed: seeds.name, aside }
  return { ...old, situation, version: formatVersion, log: { number, length } }
}

function read(folder: string, { situation, checkpoint }: Recalled, durability: Durability) {
  const known = checkpoint ?? { segments: [], nextSegment: 1 }
  const { slots } = situation
  return stateOf(freeze(slots), createSegments(folder, durability, known, slots).fill)
}

/** All documents; `fill` reads those that are on the disk. */
export function stateOf(
  frozen: Frozen,
  fill: ReturnType<typeof createSegments>['fill']
): Collections {
  return Object.fromEntries(
    frozen.map(([name, all]) => {
      fill(all)
      return [name, all.map(([, { document }]) => document)] as const
    })
  ) as unknown as Collections
}

/** Nothing of the seed, and room for every collection. */
function emptied(state: Collections, { current, name }: Seeds, aside: Aside): Line {
  const nothing = Object.fromEntries(Object.keys(state).map(one => [one, []]))
  return { state: compact(nothing, current), seed: name, aside }
}

function* told(state: Collections): Iterable<Line> {
  for (const [name, all] of Object.entries(state))
    for (let from = 0; from < all.length; from += LINE_DOCUMENTS) {
      const some = all.slice(from, from + LINE_DOCUMENTS)
      yield { writes: some.map((document): Told => [name, document]) }
    }
}

function write(path: string, lines: Iterable<Header | Line>, durability: Durability): number {
  const descriptor = openSync(`${path}.new`, 'w')
  let length = 0
  try {
    for (const line of lines) {
      const bytes = lineOf(line)
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      length += bytes.length
    }
    if (durability === 'power') fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(`${path}.new`, path)
  syncFolder(dirname(path), durability)
  return length
}
