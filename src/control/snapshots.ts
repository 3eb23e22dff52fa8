import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import { Problem } from '../http/problem.ts'
import { FORMAT_VERSION } from '../world/format.ts'
import { countsOf, type Saved } from '../world/saved.ts'
import { MOST_SNAPSHOT_BYTES, MOST_SNAPSHOTS, type Snapshot } from '../world/snapshots.ts'
import type { World } from '../world/world.ts'
import type { ControlContext } from './context.ts'
import {
  isFaulty,
  moved,
  presentClock,
  readState,
  type StateFile,
  writeState
} from './state-file.ts'

type Schemas = components['schemas']

type Mine = Pick<operations, Extract<keyof operations, `${string}Snapshot${'' | 's'}` | 'putState'>>

/** The handlers that keep states, return to them and take them in. */
export const snapshots: Handlers<Mine, ControlContext> = {
  async listSnapshots(_, { world }) {
    return { status: 200, body: world.snapshots.list().map(presentSnapshot) }
  },

  async getSnapshot({ path: { name }, query: { secrets = 'redact' } }, { world }) {
    const file = writeState(snapshotOf(world, name).saved, secrets)
    return { status: 200, body: file as unknown as Schemas['State'] }
  },

  async putSnapshot({ path: { name }, body }, context) {
    const { world } = context
    const existed = world.snapshots.get(name) !== undefined
    const saved = body ? await take(body, context) : await world.save()
    const kept = world.snapshots.keep(name, saved, body ? undefined : world.recording.id)
    if (kept === 'too many')
      throw new Problem(409, 'Conflict', `A workspace has ${MOST_SNAPSHOTS} snapshots at most`)
    if (kept === 'too large') throw new Problem(413, 'Content Too Large', TOO_LARGE)
    return { status: existed ? 200 : 201, body: presentSnapshot(kept) }
  },

  async deleteSnapshot({ path: { name } }, { world }) {
    if (!world.snapshots.remove(name)) throw unknown(name)
    return { status: 204 }
  },

  async restoreSnapshot({ path: { name }, body }, { world }) {
    const { saved, recording } = snapshotOf(world, name)
    const story = recording === world.recording.id ? 'same' : undefined
    await world.load(moved(saved, world.name), body?.clock ?? 'take', story)
    return { status: 200, body: presentRestored(world, saved) }
  },

  async putState({ body }, context) {
    const { world } = context
    const saved = moved(await take(body, context), world.name)
    await world.load(saved, body.clock ? 'take' : 'keep')
    return { status: 200, body: presentRestored(world, saved) }
  }
}

/** The state that a new workspace begins with. Throws what is not there before anything is made. */
export function beginningOf(
  { worlds }: ControlContext,
  wish: NonNullable<Schemas['NewWorkspace']['snapshot']>,
  name: string
): Promise<Saved> {
  if (worlds.has(name))
    throw new Problem(409, 'Conflict', `The workspace ${name} exists; restore a snapshot in it`)
  if (!worlds.has(wish.workspace))
    throw new Problem(404, 'Not Found', `There is no workspace ${wish.workspace}`)
  return worlds
    .find(wish.workspace)
    .then(source => moved(snapshotOf(source, wish.name).saved, name))
}

const TOO_LARGE = `The snapshots of a workspace have ${MOST_SNAPSHOT_BYTES / 1024 / 1024} MB together at most`

/** A file as a state, or a refusal that names every place. */
async function take(body: unknown, { world, worlds, switches }: ControlContext): Promise<Saved> {
  const { now, speed } = world.clock.reading()
  const usual = { workspace: world.name, clock: { now, speed }, behaviour: {} }
  const read = await readState(body as StateFile, { usual, switches, seed: worlds.seed })
  if (!isFaulty(read)) return read
  throw new Problem(400, 'Bad Request', 'The file holds what cannot be taken in', {
    violations: read.slice(0, 100)
  })
}

function snapshotOf({ name: workspace, snapshots: kept }: World, name: string): Snapshot {
  const snapshot = kept.get(name)
  if (!snapshot) throw unknown(name, ` of ${workspace}`)
  return snapshot
}

function unknown(name: string, of = ''): Problem {
  return new Problem(404, 'Not Found', `There is no snapshot ${name}${of}`)
}

function presentSnapshot({ name, createdAt, bytes, saved }: Snapshot): Schemas['Snapshot'] {
  const { workspace, clock, collections } = saved
  return {
    name,
    createdAt,
    formatVersion: FORMAT_VERSION,
    workspace,
    clock: presentClock(clock),
    counts: countsOf(collections),
    bytes
  }
}

function presentRestored(world: World, { collections }: Saved): Schemas['Restored'] {
  const { now, speed } = world.clock.reading()
  return {
    workspace: world.name,
    clock: presentClock({ now, speed }),
    counts: countsOf(collections)
  }
}
