import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import { Problem } from '../http/problem.ts'
import { readAuthority } from '../http/tls.ts'
import { faultsOf, type Setting } from '../world/behaviour.ts'
import { after, fromIso, toIso, within } from '../world/clock.ts'
import type { Job } from '../world/effects.ts'
import type { Exchange, View } from '../world/exchange.ts'
import type { Pattern } from '../world/match.ts'
import type { Collections } from '../world/store.ts'
import type { World } from '../world/world.ts'
import type { Listed, Worlds } from '../world/worlds.ts'
import type { ControlContext } from './context.ts'
import type { parts } from './parts.ts'
import { beginningOf } from './snapshots.ts'
import { writeState } from './state-file.ts'

type Schemas = components['schemas']

/** Operations that the APIs answer themselves. */
type OfApis = Extract<
  keyof operations,
  | `simulate${string}`
  | `${string}Ing${string}`
  | `${string}Credentials${string}`
  | `${string}Flow`
  | `${string}Phone${string}`
  | `${string}Push`
>

/** The handlers of the control API that are about no special part of it. */
export const control: Handlers<Omit<operations, OfApis | keyof typeof parts>, ControlContext> = {
  async getHealth(_, { version }) {
    return { status: 200, body: { status: 'ok', version } }
  },

  async getReadiness(_, { worlds }) {
    return { status: 200, body: { ready: true, workspaces: worlds.count() } }
  },

  async listWorkspaces(_, { worlds }) {
    return { status: 200, body: worlds.list().map(presentWorkspace).sort(byDefaultFirst) }
  },

  async putWorkspace({ path: { name }, body }, context) {
    const { worlds } = context
    const existed = worlds.has(name)
    const beginning = body?.snapshot && (await beginningOf(context, body.snapshot, name))
    const world = await worlds.find(name)
    if (beginning) await world.load(beginning, 'take')
    return { status: existed ? 200 : 201, body: workspaceNamed(worlds, name) }
  },

  async deleteWorkspace({ path: { name } }, { worlds }) {
    if (!worlds.has(name)) throw new Problem(404, 'Not Found', `There is no workspace ${name}`)
    await worlds.drop(name)
    return { status: 204 }
  },

  async resetWorkspace(_, { worlds, world }) {
    await world.reset()
    return { status: 200, body: workspaceNamed(worlds, world.name) }
  },

  async getClock(_, { world }) {
    return { status: 200, body: presentClock(world) }
  },

  async putClock({ body }, { world }) {
    const speed = speedOf(body, world)
    const now = body.now === undefined ? undefined : instant(body.now)
    if (now !== undefined && now > world.clock.now()) await world.pass(now)
    await world.setClock({
      ...(now !== undefined && { now }),
      ...(speed !== undefined && { speed })
    })
    return { status: 200, body: presentClock(world) }
  },

  async advanceClock({ body }, { world }) {
    const from = world.clock.now()
    const to = body.to === undefined ? after(from, body.by ?? '') : instant(body.to)
    if (to === undefined || to > LAST_INSTANT)
      throw new Problem(400, 'Bad Request', 'That is too far away')
    if (to < from)
      throw new Problem(400, 'Bad Request', 'An advance cannot go back; set the clock with PUT')
    const fired = await world.pass(to)
    return { status: 200, body: { now: toIso(world.clock.now()), fired: fired.map(presentEvent) } }
  },

  async listEvents(_, { world }) {
    return { status: 200, body: world.events().map(presentEvent) }
  },

  async listRequests({ query }, { world }) {
    const { operationId, limit = Number.POSITIVE_INFINITY } = query
    const fits = (one: Exchange) => (operationId ?? one.operationId) === one.operationId
    return {
      status: 200,
      body: world.journal.latest(fits, limit).toReversed().map(presentExchange)
    }
  },

  async clearRequests(_, { world }) {
    world.journal.clear()
    return { status: 204 }
  },

  async getRequest({ path: { id } }, { world }) {
    const found = world.journal.get(id)
    if (!found) throw new Problem(404, 'Not Found', `There is no request ${id} in the journal`)
    return { status: 200, body: presentExchange(found) }
  },

  async findRequests({ body }, { world }) {
    return { status: 200, body: world.journal.find(body as Pattern).map(presentExchange) }
  },

  async countRequests({ body }, { world }) {
    return { status: 200, body: { count: world.journal.count(body as Pattern) } }
  },

  async waitForRequests({ body }, { world }) {
    const { match = {}, count = 1, timeoutMs = 5000 } = body
    const abort = new AbortController()
    const found = await within(world.journal.wait(match as Pattern, count, abort.signal), timeoutMs)
    abort.abort()
    if (found) return { status: 200, body: found.map(presentExchange) }
    const seen = world.journal.count(match as Pattern)
    throw new Problem(
      408,
      'Request Timeout',
      `${seen} of ${count} requests came within ${timeoutMs} ms`
    )
  },

  async getBehaviour(_, { world }) {
    return { status: 200, body: world.behaviour() }
  },

  async patchBehaviour({ body }, { world, switches }) {
    const faults = faultsOf(switches, body)
    if (faults.length > 0) throw new Problem(400, 'Bad Request', faults.join('; '))
    await world.setBehaviour(body as Record<string, Setting | null>)
    return { status: 200, body: world.behaviour() }
  },

  async getAuthority() {
    return { status: 200, body: readAuthority().certificate }
  },

  async getState({ query: { collection, secrets = 'redact' } }, { world }) {
    const all = await world.save()
    const collections =
      collection === undefined ? all.collections : pick(all.collections, collection)
    const file = writeState({ ...all, collections }, secrets)
    return { status: 200, body: file as unknown as Schemas['State'] }
  }
}

function pick(collections: Collections, name: string): Collections {
  return { [name]: (Object.hasOwn(collections, name) && collections[name]) || [] }
}

/** The end of the year 9999: later instants have no text of their own. */
const LAST_INSTANT = 253_402_300_799_999

function instant(text: string): number {
  const at = fromIso(text)
  if (at === undefined || at > LAST_INSTANT)
    throw new Problem(400, 'Bad Request', `${text} is no instant`)
  return at
}

function speedOf({ mode, speed }: Schemas['ClockChange'], world: World): number | undefined {
  if (speed !== undefined && mode !== undefined && mode !== 'scaled') {
    throw new Problem(400, 'Bad Request', `A speed does not go with ${mode}`)
  }
  if (mode === 'running') return 1
  if (mode === 'frozen') return 0
  if (mode === 'scaled' && speed === undefined && world.clock.reading().mode !== 'scaled') {
    throw new Problem(400, 'Bad Request', 'A scaled clock needs a speed')
  }
  return speed
}

function presentClock(world: World): Schemas['Clock'] {
  const { now, mode, speed } = world.clock.reading()
  return { now: toIso(now), mode, speed }
}

function presentEvent({ id, kind, dueAt, about }: Job): Schemas['Event'] {
  return { id, kind, at: toIso(dueAt), about }
}

function presentExchange(view: View): Schemas['Exchange'] {
  return view as unknown as Schemas['Exchange']
}

function presentWorkspace({ world, createdAt, lastUsedAt }: Listed): Schemas['Workspace'] {
  return { name: world.name, createdAt, lastUsedAt, requests: world.journal.size }
}

function workspaceNamed(worlds: Worlds, name: string): Schemas['Workspace'] {
  const listed = worlds.list().find(one => one.world.name === name)
  if (!listed) throw new Problem(404, 'Not Found', `There is no workspace ${name}`)
  return presentWorkspace(listed)
}

function byDefaultFirst(one: Schemas['Workspace'], other: Schemas['Workspace']): number {
  const rank = (workspace: Schemas['Workspace']) => (workspace.name === 'default' ? 0 : 1)
  return rank(one) - rank(other) || one.name.localeCompare(other.name)
}
