import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { storageFailure } from '../storage-failure.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { sweep, syncFolder } from './files.ts'
import { logName, numberOfLog } from './recall.ts'
import { isSegmentFile, type Segments } from './segments.ts'
import { type Frozen, freeze, SEED, type Slot, type Slots } from './slots.ts'
import { createTurnLog, type Durability, type Files, type TurnLog } from './turn-log.ts'
import type { Header, Line, Situation } from './turns.ts'

/** Where and how a workspace is kept. */
export type Keeping = {
  readonly folder: string
  readonly durability: Durability
  /** Bytes of turns after which a checkpoint is written; more where the checkpoint itself is large. */
  readonly turnBytes: number
  readonly files?: Files
  readonly createdAt: number
  /** Of the documents. */
  readonly formatVersion: number
  /** A checkpoint could not be written; the turns are kept all the same. */
  readonly onError: (error: unknown) => void
}

/** Keeps the turns of a workspace: each in the log at once, all of them in a checkpoint now and then. */
export type Keeper = {
  /** Kept once this returns; nothing of it when it throws. */
  append(line: Line): void
  /** The line that was appended is carried out. */
  turned(): void
  settled(): Promise<void>
  /** Nothing needs the document of this slot any more. */
  release(slot: Slot | undefined): void
  /** Files of these segments stay for one who may want to read them. */
  pin(segments: ReadonlySet<number>): void
  /** Ends once a checkpoint that is being written is done. */
  close(): Promise<void>
}

export function createKeeper(
  keeping: Keeping,
  situation: () => Situation,
  segments: Segments,
  start: { readonly number: number; readonly length: number }
): Keeper {
  const { folder, durability, turnBytes } = keeping
  let log = openLog(keeping, start.number, start.length)
  let { number } = start
  let pinned: ReadonlySet<number> = new Set()
  let least = turnBytes
  let writing: Promise<void> | undefined
  let isClosed = false

  function release(slot: Slot | undefined): void {
    if (slot && slot.segment > SEED) segments.release(slot.segment)
  }

  /** From here on turns go into the next log; what was before is written down in peace. */
  function turnPage(): void {
    const next = openLog(keeping, number + 1, 0)
    log.close()
    log = next
    number++
    writing = write()
      // It may have been dropped in the meantime.
      .catch(error => existsSync(folder) && keeping.onError(error))
      .then(() => {
        writing = undefined
      })
  }

  async function write(): Promise<void> {
    const { slots, seed, aside } = situation()
    const frozen = freeze(slots)
    const { createdAt, formatVersion } = keeping
    const occasion = { formatVersion, createdAt, turns: number, seed, aside }
    const written = await writeCheckpoint(folder, frozen, occasion, segments, durability)
    least = Math.max(turnBytes, written.bytes * 4)
    settle(frozen, written.placed, situation().slots, release)
    const gone = segments.keepOnly(new Set([...written.used, ...pinned]))
    tidy(folder, gone, occasion.turns)
  }

  return {
    append(line) {
      // Another workspace of that name may be in this folder by now.
      if (isClosed) throw storageFailure('refused', `${folder} is not used any more`)
      log.append(line)
    },
    turned() {
      if (log.bytes <= least || writing || isClosed) return
      try {
        turnPage()
      } catch (error) {
        // The turn is kept in the log of before, which goes on.
        keeping.onError(error)
      }
    },
    settled: () => log.settled(),
    release,
    pin(wanted) {
      pinned = wanted
    },
    async close() {
      isClosed = true
      await writing
      log.close()
    }
  }
}

/** Documents are where the checkpoint put them. Of some another one has taken the place in the meantime. */
function settle(
  frozen: Frozen,
  placed: ReadonlyMap<Slot, number>,
  live: Slots,
  release: (slot: Slot) => void
): void {
  for (const [collection, all] of frozen)
    for (const [id, slot] of all) {
      const segment = placed.get(slot)
      if (segment === undefined) continue
      release(slot)
      slot.segment = segment
      if (live.get(collection)?.get(id) !== slot) release(slot)
    }
}

/** Removes what a checkpoint made superfluous. */
function tidy(folder: string, segments: readonly string[], turns: number): void {
  const logs = readdirSync(folder).filter(name => (numberOfLog(name) ?? turns) < turns)
  for (const name of [...segments, ...logs]) rmSync(join(folder, name), { force: true })
}

function openLog(
  { folder, durability, createdAt, formatVersion, files }: Keeping,
  number: number,
  length: number
): TurnLog {
  const path = join(folder, logName(number))
  const log = createTurnLog(path, length, durability, files)
  if (length > 0) return log
  // One that was begun and never used has nothing but its header.
  rmSync(path, { force: true })
  log.append({ sandkasten: 'turns', formatVersion, number, createdAt } satisfies Header)
  syncFolder(folder, durability)
  return log
}

/** Removes files of ours that nothing leads to: left behind by a process that was killed while it tidied up. */
export function sweepWorkspace(folder: string, used: ReadonlySet<string>, turns: number): void {
  sweep(
    folder,
    name => (isSegmentFile(name) && !used.has(name)) || (numberOfLog(name) ?? turns) < turns
  )
}
