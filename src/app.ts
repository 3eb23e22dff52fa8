import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import {
  apis,
  branches,
  controls,
  credentialsIn,
  filesIn,
  runners,
  showcases,
  switches
} from './apis/all.ts'
import type { Binding } from './apis/api.ts'
import { isLoopback } from './config.ts'
import { addConsole } from './console/console.ts'
import { bind } from './contract/bind.ts'
import { type Contract, loadContract } from './contract/document.ts'
import { HOME } from './contract/home.ts'
import { createValidators } from './contract/validate.ts'
import { createControl } from './control/binding.ts'
import { addDocs } from './http/docs.ts'
import { createDoor, type Door } from './http/door.ts'
import { forwardedPrefix, withoutSlash } from './http/links.ts'
import type { Log } from './http/log.ts'
import { createTrail, remember, type Services } from './http/observe.ts'
import { createOutgoing, type Outgoing } from './http/outgoing.ts'
import { type Problem, toProblem } from './http/problem.ts'
import { createRenderer } from './http/render.ts'
import { NO_SCHEMAS } from './http/schemas.ts'
import { createWire } from './http/wire.ts'
import { addNotFound, type Refuse } from './not-found.ts'
import type { Config, Internals } from './settings.ts'
import { fromIso, pause } from './world/clock.ts'
import { mergeSeed, readFixtures } from './world/fixtures.ts'
import type { Collections } from './world/store.ts'
import { createWorlds, type Worlds } from './world/worlds.ts'

export type App = {
  readonly server: FastifyInstance
  readonly door: Door
  readonly worlds: Worlds
  readonly contracts: readonly Contract[]
  readonly outgoing: Outgoing
}

/** Puts world, APIs, control API and pages together. The server does not listen yet. */
export function createApp(
  config: Config,
  seed: Collections,
  log: Log,
  version: string,
  internals: Internals = {}
): App {
  const outgoing = createOutgoing({ reach: reachOf(config), publicUrl: config.publicUrl })
  const worlds = worldsFor(config, seed, log, outgoing, internals)
  internals.onWorlds?.(worlds)
  // Known once all APIs are: an address that is no UTF-8 never gets as far as a route.
  let refuse: Refuse | undefined
  const door = createDoor(config)
  const server = createServer(config, door, (...refusal) => refuse?.(...refusal))
  let isClosing = false
  server.addHook('preClose', async () => {
    isClosing = true
  })
  const services = createServices(config, worlds, log, version, internals, () => isClosing)
  const offered = apis.flatMap(api => api.bindings(services))
  const coverable = { contracts: offered.map(({ contract }) => contract), branches }
  const bindings: readonly Binding[] = [
    ...offered,
    createControl(services, outgoing, switches, controls, {
      coverable,
      fixtures: () => readSeed(),
      token: config.controlToken ?? undefined
    })
  ]
  for (const binding of bindings) {
    bind(
      server,
      services.contract(binding.contract),
      binding.handlers,
      createWire(binding, services)
    )
  }
  const listed = bindings.map(binding => services.contract(binding.contract))
  refuse = addNotFound(server, bindings, listed, services)
  addDocs(server, listed, services.outside)
  addRecorder(server, services)
  for (const api of apis) api.pages?.(server, services)
  addConsole(server, {
    credentials: credentialsIn(seed),
    downloads: filesIn(seed),
    contracts: listed,
    showcases,
    switches,
    services,
    controlToken: config.controlToken ?? undefined
  })
  server.addHook('onClose', async () => worlds.close())
  return { server, door, worlds, contracts: listed, outgoing }
}

function worldsFor(
  config: Config,
  seed: Collections,
  log: Log,
  outgoing: Outgoing,
  { clock, storage, post = outgoing.post }: Internals
): Worlds {
  const { journalEntries: entries, journalBytes: bytes } = config
  return createWorlds({
    seed,
    chance: config.randomSeed,
    clock: clock ?? clockOf(config),
    runners,
    switches,
    settings: config.behaviour,
    journal: { entries, bytes, touched: branches.touched },
    most: config.workspaces,
    idleHours: config.workspaceIdleHours,
    ...(storage && { storage }),
    post,
    onError: (err, job) => log.error({ err, job: job.id }, 'A scheduled event failed'),
    onTrouble: err => log.error({ err }, 'A workspace cannot be opened or closed')
  })
}

/** A sandbox that only this machine can call may call all that this machine can. */
function reachOf({ webhookTargets, host }: Config): 'any' | 'public' {
  if (webhookTargets !== 'auto') return webhookTargets
  return isLoopback(host) ? 'any' : 'public'
}

function clockOf({ clockStart, clockFrozen }: Config): { now?: number; speed: number } {
  const now = clockStart === null ? undefined : fromIso(clockStart)
  return { ...(now !== undefined && { now }), speed: clockFrozen ? 0 : 1 }
}

function createServices(
  config: Config,
  worlds: Worlds,
  log: Log,
  version: string,
  internals: Internals,
  isClosing: () => boolean
): Services {
  const contracts = new Map<string, Contract>()
  const contract = (name: string) => {
    const known = contracts.get(name) ?? loadContract(name)
    contracts.set(name, known)
    return known
  }
  const validators = new Map<string, ReturnType<typeof createValidators>>()
  return {
    worlds,
    log,
    outside: { publicUrl: config.publicUrl ?? undefined, trustProxy: config.trustProxy },
    version,
    seed: config.randomSeed,
    isClosing,
    pause: internals.pause ?? pause,
    strict: config.strict,
    onBreach: internals.onBreach ?? (() => {}),
    render: createRenderer(),
    contract,
    validators(name) {
      const known = validators.get(name) ?? createValidators(contract(name))
      validators.set(name, known)
      return known()
    }
  }
}

/** The server logs nothing itself: `observe` writes one line a request, which saves a logger for each. */
function createServer(
  config: Config,
  door: Door,
  refuse: (problem: Problem, request: FastifyRequest, reply: FastifyReply) => void
): FastifyInstance {
  const server: FastifyInstance = fastify({
    bodyLimit: config.bodyLimit,
    schemaController: NO_SCHEMAS,
    exposeHeadRoutes: false,
    http: door.options,
    requestTimeout: door.options.requestTimeout,
    keepAliveTimeout: door.options.keepAliveTimeout,
    clientErrorHandler: door.refuse,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => refuse(toProblem(error), request, reply),
    rewriteUrl: createRewriter(config)
  })
  door.watch(server.server)
  server.decorateRequest('trail', null as never)
  server.decorateRequest('context', null as never)
  server.addHook('onRequest', (request, _, done) => {
    request.trail = createTrail()
    done()
  })
  server.removeAllContentTypeParsers()
  // Named beside all others, because Fastify looks a type up anew each time unless it is named.
  server.addContentTypeParser(['application/json', '*'], { parseAs: 'buffer' }, (_, body, done) =>
    done(null, body)
  )
  return server
}

/** Pages that are part of a story are remembered when they are sent. */
function addRecorder(server: FastifyInstance, services: Services): void {
  // With a callback: it runs with every answer, and a promise for each would cost more than all that it does.
  server.addHook('onSend', (request, reply, _, done) => {
    const { operation, recordedAt } = request.trail ?? {}
    if (!operation && recordedAt !== undefined) {
      const headers = { location: String(reply.getHeader('location') ?? '') }
      remember(request, { status: reply.statusCode, headers, bytes: 0 }, services, false)
    }
    done()
  })
}

/** A proxy may or may not take its path prefix off; both work. Then every API reads its own spellings. */
function createRewriter({ publicUrl, trustProxy }: Config): (raw: IncomingMessage) => string {
  const own = publicUrl === null ? undefined : withoutSlash(new URL(publicUrl).pathname)
  return raw => {
    const { url = '/', headers } = raw
    const prefix = own ?? forwardedPrefix(headers, { trustProxy })
    const bare = prefix && url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url
    // What Fastify calls the original address: the journal, patterns and faults know no prefix.
    if (bare !== url) Object.assign(raw, { originalUrl: bare })
    return apis.reduce((current, api) => api.rewrite?.(current) ?? current, bare)
  }
}

/** The documents of `fixtures/`, and what the settings add to them. */
export function readSeed(settings?: Config): Collections {
  const names = apis.map(api => api.name)
  const fixtures = readFixtures(join(HOME, 'fixtures'), names)
  if (!settings) return fixtures
  return apis.reduce((seed, api) => mergeSeed(seed, api.generate?.(settings) ?? {}), fixtures)
}

export function readVersion(): string {
  return JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')).version
}
