import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from '../effects.ts'
import { type Migrations, versionOf } from '../format.ts'
import { storageFailure } from '../storage-failure.ts'
import type { Collections } from '../store.ts'
import { CHECKPOINT, type Checkpoint, readCheckpoint, slotsAt } from './checkpoint.ts'
import { SEED, type Slots } from './slots.ts'
import { cutTurnLog, readTurnLog } from './turn-log.ts'
import { follow, type Line, readHeader, type Situation } from './turns.ts'

/** A workspace as its files tell it. */
export type Recalled = {
  readonly situation: Situation
  readonly checkpoint: Checkpoint | undefined
  readonly createdAt: number
  /** Of the documents; an older one has to be migrated. */
  readonly version: number
  /** The log to go on with. */
  readonly log: { readonly number: number; readonly length: number }
}

/** Reads the checkpoint of a workspace and the turns since; `undefined` when there is none. Documents stay where they are. */
export function recall(
  folder: string,
  seedOf: (hash: string) => Collections,
  migrations: Migrations
): Recalled | undefined {
  const checkpoint = existsSync(folder) ? readCheckpoint(folder) : undefined
  const known = versionOf(migrations)
  if (checkpoint && !(checkpoint.formatVersion <= known))
    throw storageFailure(
      'unreadable',
      `${join(folder, CHECKPOINT)} was written by a newer version (format ${checkpoint.formatVersion}, this one knows ${known})`
    )
  let situation = checkpoint && situationAt(checkpoint, folder, seedOf)
  let version = checkpoint?.formatVersion ?? known
  let createdAt = checkpoint?.createdAt
  let log = { number: checkpoint?.turns ?? 1, length: 0 }
  const numbers = logsFrom(folder, log.number)
  for (const number of numbers) {
    const path = join(folder, logName(number))
    const logged = readTurnLog(path)
    if (logged.torn > 0 && number !== numbers.at(-1))
      throw storageFailure('unreadable', `${path} is damaged at its end`)
    cutTurnLog(path, logged)
    const [first, ...lines] = logged.records
    const header = first === undefined ? undefined : readHeader(first, path, known)
    createdAt ??= header?.createdAt
    for (const line of lines as readonly Line[]) {
      situation = follow(situation, line, seedOf)
      if ('state' in line) version = header?.formatVersion ?? version
    }
    log = { number, length: logged.length }
  }
  if (situation) return { situation, checkpoint, createdAt: createdAt ?? 0, version, log }
  // It was killed before it was made.
  for (const number of numbers) rmSync(join(folder, logName(number)))
  return undefined
}

export function logName(number: number): string {
  return `turns.${String(number).padStart(6, '0')}.log`
}

/** The number of a log of turns; `undefined` for other files. */
export function numberOfLog(name: string): number | undefined {
  const [, digits] = /^turns\.(\d{6,})\.log$/.exec(name) ?? []
  return digits === undefined ? undefined : Number(digits)
}

function logsFrom(folder: string, first: number): readonly number[] {
  if (!existsSync(folder)) return []
  const numbers = readdirSync(folder)
    .flatMap(name => numberOfLog(name) ?? [])
    .filter(number => number >= first)
    .sort((one, other) => one - other)
  for (const [index, number] of numbers.entries())
    if (number !== first + index)
      throw storageFailure('unreadable', `${join(folder, logName(first + index))} is missing`)
  return numbers
}

function situationAt(
  checkpoint: Checkpoint,
  folder: string,
  seedOf: (hash: string) => Collections
): Situation {
  const { seed, aside } = checkpoint
  const slots = slotsAt(checkpoint, join(folder, CHECKPOINT))
  sow(slots, seedOf(seed))
  return { slots, seed, aside }
}

/** Puts the documents of the seed into their slots. */
function sow(slots: Slots, seed: Collections): void {
  for (const [collection, byId] of slots) {
    const usual = new Map<string, Document>((seed[collection] ?? []).map(one => [one.id, one]))
    for (const [id, slot] of byId) if (slot.segment === SEED) slot.document = usual.get(id)
  }
}
