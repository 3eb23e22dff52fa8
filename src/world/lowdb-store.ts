import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { wallTime } from './clock.ts'
import { compact } from './disk/compact.ts'
import { OWN, syncFolder } from './disk/files.ts'
import { createKeeper, type Keeper, type Keeping, sweepWorkspace } from './disk/keeper.ts'
import { migrateFolder, stateOf } from './disk/migrate.ts'
import { type Recalled, recall } from './disk/recall.ts'
import type { Seeds } from './disk/seeds.ts'
import { createSegments, type Segments } from './disk/segments.ts'
import { freeze, type Slot, slotsOf } from './disk/slots.ts'
import type { Durability } from './disk/turn-log.ts'
import { type Situation, tellWrite, write } from './disk/turns.ts'
import type { Document } from './effects.ts'
import { MIGRATIONS, type Migrations, versionOf } from './format.ts'
import { causeOf, storageFailure } from './storage-failure.ts'
import { type Aside, type Change, latestOf, type Opened, type Store, type Write } from './store.ts'

/** Where a workspace is on the disk, and what it needs to be read. */
export type Place = Omit<Keeping, 'createdAt' | 'formatVersion'> & {
  readonly seeds: Seeds
  readonly migrations?: Migrations
}

export type OpenedFolder = Opened & { readonly createdAt: number }

/** What a store works with. */
type Desk = {
  readonly situation: Situation
  readonly segments: Segments
  readonly keeper: Keeper
  readonly seeds: Seeds
}

/**
 * The documents of a workspace in a folder: as it was kept, or new from the seed with this `aside`. A turn is a line in a
 * log; lowdb writes the files of the checkpoint, out of which documents are read when they are asked for. Throws a
 * storage failure.
 */
export function openLowdbStore(place: Place, aside: Aside): OpenedFolder {
  const { folder, seeds, durability, migrations = MIGRATIONS } = place
  const known = knownIn(place, migrations)
  if (!known) makeFolder(folder, durability)
  const createdAt = known?.createdAt ?? wallTime()
  const situation = known?.situation ?? beginning(seeds, aside)
  const checkpoint = known?.checkpoint ?? { segments: [], nextSegment: 1 }
  const segments = createSegments(folder, durability, checkpoint, situation.slots)
  const keeping = { ...place, createdAt, formatVersion: versionOf(migrations) }
  const start = known?.log ?? { number: 1, length: 0 }
  const keeper = createKeeper(keeping, () => situation, segments, start)
  if (!known) keeper.append({ state: {}, seed: seeds.name, aside })
  const desk = { situation, segments, keeper, seeds }
  return {
    store: createStore(desk),
    createdAt,
    ...(known && { aside: situation.aside }),
    read: collection => documentsIn(desk, collection)
  }
}

/** What is there of a workspace, in the form of this version. */
function knownIn(
  { folder, seeds, durability }: Place,
  migrations: Migrations
): Recalled | undefined {
  const recalled = recall(folder, seeds.find, migrations)
  if (!recalled) return undefined
  const { checkpoint, version } = recalled
  const used = new Set(checkpoint?.segments.map(one => one.file))
  sweepWorkspace(folder, used, checkpoint?.turns ?? 1)
  if (version === versionOf(migrations)) return recalled
  return migrateFolder(folder, recalled, seeds, migrations, durability)
}

function beginning({ current, name }: Seeds, aside: Aside): Situation {
  return { slots: slotsOf(current, current), seed: name, aside }
}

function makeFolder(folder: string, durability: Durability): void {
  try {
    mkdirSync(folder, OWN)
    for (const above of [dirname(folder), dirname(dirname(folder))]) syncFolder(above, durability)
  } catch (error) {
    throw storageFailure('refused', `${folder} cannot be made: ${causeOf(error)}`)
  }
}

function createStore(desk: Desk): Store {
  const { situation, keeper, segments } = desk
  let version = 0

  const byId = (collection: string) => situation.slots.get(collection)
  const stateNow = () => stateOf(freeze(situation.slots), segments.fill)

  return {
    async get<T extends Document>(collection: string, id: string) {
      const slot = byId(collection)?.get(id)
      return slot && (documentOf(desk, collection, id, slot) as T)
    },
    async list<T extends Document>(collection: string) {
      return documentsIn(desk, collection) as unknown as T[]
    },
    async latest<T extends Document>(collection: string, count: number, skip = 0) {
      const some = latestOf([...(byId(collection) ?? [])], count, skip)
      segments.fill(some)
      return some.map(([, { document }]) => document) as unknown as T[]
    },
    async count(collection) {
      return byId(collection)?.size ?? 0
    },
    async version() {
      return version
    },
    async commit({ on, writes, aside }) {
      if (on !== version) return 'conflict'
      const isAsideNew = isOther(aside, situation.aside)
      if (writes.length === 0 && !isAsideNew) return []
      keeper.append({ writes: writes.map(tellWrite), ...(isAsideNew && { aside }) })
      version++
      situation.aside = aside
      const changes = writes.map(one => carryOut(desk, one))
      keeper.turned()
      return changes.filter(change => change !== undefined)
    },
    settled: keeper.settled,
    async snapshot() {
      return stateNow()
    },
    view() {
      const frozen = freeze(situation.slots)
      keeper.pin(new Set(frozen.flatMap(([, all]) => all.map(([, { segment }]) => segment))))
      return async () => stateOf(frozen, segments.fill)
    },
    async restore(state, aside) {
      const { current, name } = desk.seeds
      keeper.append({ state: compact(state, current), seed: name, aside })
      version++
      for (const all of situation.slots.values())
        for (const slot of all.values()) keeper.release(slot)
      Object.assign(situation, { slots: slotsOf(state, current), seed: name, aside })
      keeper.turned()
    },
    close: keeper.close
  }
}

function isOther(one: Aside, other: Aside): boolean {
  return one.clock !== other.clock || one.behaviour !== other.behaviour
}

function carryOut({ situation, keeper }: Desk, one: Write): Change | undefined {
  const before = write(situation.slots, tellWrite(one))
  keeper.release(before)
  const { collection } = one
  if (one.do === 'remove') return before && { change: 'removed', collection, id: one.id }
  const { document } = one
  return { change: before ? 'replaced' : 'created', collection, id: document.id, document }
}

/** A document; those of the same file are at hand from then on. */
function documentOf({ situation, segments }: Desk, collection: string, id: string, slot: Slot) {
  if (slot.document) return slot.document
  const all = situation.slots.get(collection)
  for (const [other, document] of segments.read(slot.segment)) {
    const one = all?.get(other)
    if (one?.segment === slot.segment) one.document ??= document
  }
  segments.fill([[id, slot]])
  return slot.document
}

function documentsIn({ situation, segments }: Desk, collection: string): readonly Document[] {
  const all = situation.slots.get(collection) ?? new Map<string, Slot>()
  segments.fill(all)
  return [...all.values()].map(({ document }) => document as Document)
}
