import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Contract, Media, Operation } from '../contract/document.ts'
import type { AnyAnswer } from '../contract/operation.ts'
import { inWords, type Validators } from '../contract/validate.ts'
import { type Diagnostic, redactDropped } from '../world/exchange.ts'
import type { FaultRule, Mangling } from '../world/faults.ts'
import type { Mark } from '../world/recording.ts'
import { redactPath } from '../world/redact.ts'
import type { Change } from '../world/store.ts'
import type { World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'
import { isJson } from './body.ts'
import type { Outside } from './links.ts'
import type { Log } from './log.ts'
import { mangle } from './mischief.ts'
import type { Renderer } from './render.ts'
import { endOfRound } from './round.ts'
import type { Strictness } from './switches.ts'

/** What every API is given by the app. */
export type Services = {
  readonly worlds: Worlds
  readonly log: Log
  readonly outside: Outside
  readonly version: string
  /** Seed of chance. */
  readonly seed: string
  /** Whether the server is stopping. */
  readonly isClosing: () => boolean
  /** Waits on the wire; tests replace it. */
  readonly pause: (ms: number) => Promise<void>
  /** Checks every answer against its contract. */
  readonly strict: boolean
  /** Told about each answer that breaks its contract, in strict mode. */
  readonly onBreach: (message: string) => void
  readonly render: Renderer
  readonly contract: (name: string) => Contract
  readonly validators: (name: string) => Promise<Validators>
}

/** What becomes known of a request on its way. */
export type Trail = {
  readonly startedAt: number
  operation?: Operation | undefined
  world?: World | undefined
  client?: string | undefined
  correlationId?: string | undefined
  fault?: string | undefined
  /** The rule that struck. */
  faultId?: string | undefined
  /** What becomes of the answer on its way. */
  mangling?: Mangling | undefined
  /** Header fields that every answer to this request carries. */
  headers?: Readonly<Record<string, string>> | undefined
  /** The body as a value, once it was read. */
  body?: unknown
  /** The JSON text that it was read from. */
  text?: string
  /** It is refused as no contract foresees it, because somebody wants that. */
  isCensored?: boolean
  /** How strictly it is read. */
  strictness?: Strictness
  /** When it began on the clock of its world, for what is recorded without being in the journal. */
  recordedAt?: number | undefined
  /** Where the story of its world was when it was decided. */
  decided?: Mark | undefined
  readonly changes: Change[]
  dropped: readonly Diagnostic[]
}

export function createTrail(): Trail {
  return { startedAt: performance.now(), changes: [], dropped: [] }
}

/** Remembers an exchange and sends its answer. Every answer of an API goes through here. */
export async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: AnyAnswer,
  services: Services,
  isJournaled: boolean
): Promise<void> {
  const { status } = answer
  const { trail } = request
  const { type, body } = payloadOf(request, answer, services)
  const headers: Record<string, string> = { ...trail.headers, ...answer.headers }
  if (body !== undefined) headers['content-type'] = type
  const bytes = body === undefined ? 0 : Buffer.byteLength(body)
  const told = trail.mangling ? body : answer.body
  remember(request, { status, headers, body: told, bytes }, services, isJournaled)
  await endOfRound()
  if (services.isClosing()) headers['connection'] = 'close'
  // A serializer of its own keeps Fastify from adding a charset to the media type of the contract.
  reply.code(status).headers(headers).serializer(unchanged).send(body)
}

/** A body as it goes over the wire: JSON, or bytes and a text as they are. */
function payloadOf(
  { method, trail }: FastifyRequest,
  { status, type: named, body }: AnyAnswer,
  { render }: Services
): { readonly type: string; readonly body: string | Buffer | undefined } {
  const type = named ?? mediaOf(trail.operation, status)?.[0]?.type ?? 'application/json'
  if (trail.mangling) return mangle(trail.mangling, status, { type, body: written(type, body) })
  // Who asks again gets the same document: what a GET answers with is worth keeping for a while.
  const isDocument = method === 'GET' && typeof body === 'object' && !Buffer.isBuffer(body)
  return { type, body: isDocument && body !== null ? render(body) : written(type, body) }
}

function written(type: string, body: unknown): string | Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body
  const [media = ''] = type.split(';', 1)
  return typeof body === 'string' && !isJson(media) ? body : JSON.stringify(body)
}

const unchanged = (body: unknown) => body as string

/** What went wrong on purpose: on the way, or at a bank that was asked. */
function faultIn({ fault, faultId, changes }: Trail): Faulty {
  if (fault !== undefined) return { fault, faultId }
  const struck = changes.findLast(one => one.collection === 'faults')
  if (!struck) return FAULTLESS
  return { fault: (struck.document as FaultRule).domain ?? '', faultId: struck.id }
}

type Faulty = { readonly fault?: string | undefined; readonly faultId?: string | undefined }
const FAULTLESS: Faulty = {}

/** Puts an exchange into the journal of its world and into the log. */
export function remember(
  request: FastifyRequest,
  response: {
    readonly status: number
    readonly headers: Record<string, string>
    readonly body?: unknown
    readonly bytes: number
  },
  services: Services,
  isJournaled: boolean
): void {
  const { trail } = request
  const durationMs = Math.round((performance.now() - trail.startedAt) * 1000) / 1000
  const world = trail.world ?? services.worlds.default
  if (isJournaled || trail.recordedAt !== undefined) {
    const { now, speed } = world.clock.reading()
    const { fault, faultId } = faultIn(trail)
    const read = trail.body ?? request.body
    const exchange = {
      at: now,
      durationMs,
      method: request.method,
      url: request.originalUrl,
      operationId: trail.operation?.id,
      api: trail.operation?.contract,
      workspace: world.name,
      client: trail.client,
      correlationId: trail.correlationId,
      status: response.status,
      fault,
      faultId,
      requestHeaders: request.headers,
      requestBody: trail.text ?? read,
      requestBytes: Buffer.isBuffer(request.body) ? request.body.length : 0,
      responseHeaders: response.headers,
      responseBody: response.body,
      responseBytes: response.bytes,
      changes: trail.changes,
      dropped: trail.dropped.length > MOST_TOLD ? trail.dropped.slice(0, MOST_TOLD) : trail.dropped
    }
    if (isJournaled) world.journal.add(exchange, read)
    const began = trail.recordedAt ?? now - Math.floor(durationMs * speed)
    world.recording.add(exchange, began, trail.decided)
  }
  logLine(request, response.status, durationMs, world.name, services)
}

/** Pages are no operations: they are recorded all the same, by what they answer with. */
export function recordPage(request: FastifyRequest, world: World): void {
  request.trail.world = world
  request.trail.recordedAt = world.clock.now()
}

/** How many dropped places of one body the journal keeps, and how many a line of the log tells. */
const MOST_TOLD = 1_000
const MOST_LOGGED = 50

const LOGS_REQUESTS = new Set(['info', 'debug', 'trace'])

function logLine(
  { method, url, trail }: FastifyRequest,
  status: number,
  durationMs: number,
  workspace: string,
  { log }: Services
): void {
  if (!LOGS_REQUESTS.has(log.level)) return
  const { operation, correlationId, dropped } = trail
  const mark = url.indexOf('?')
  const path = redactPath(mark < 0 ? url : url.slice(0, mark))
  const { fault, faultId } = faultIn(trail)
  const line = {
    operation: operation?.id,
    workspace,
    correlationId,
    status,
    durationMs,
    fault,
    faultId,
    dropped: dropped.length > 0 ? redactDropped(dropped.slice(0, MOST_LOGGED)) : undefined
  }
  log.info(line, `${method} ${path}`)
}

/** What the contract says of the bodies of a status, by itself or by its range. */
export function mediaOf(
  operation: Operation | undefined,
  status: number
): readonly Media[] | undefined {
  return (
    operation?.responses.get(String(status)) ??
    operation?.responses.get(`${Math.floor(status / 100)}XX`)
  )
}

/** What is wrong with an answer according to its contract; `undefined` when nothing is. */
export async function breachOf(
  operation: Operation,
  answer: AnyAnswer,
  services: Services
): Promise<string | undefined> {
  const { status, body } = answer
  const media = mediaOf(operation, status)
  if (!media) return `${operation.id}: the contract knows no ${status}`
  if (body === undefined)
    return media.length > 0 ? `${operation.id}: ${status} without a body` : undefined
  const match = answer.type === undefined ? media[0] : media.find(one => one.type === answer.type)
  if (!match) return `${operation.id}: ${status} has the media type ${answer.type}`
  const validators = await services.validators(operation.contract)
  // As it goes over the wire: what is undefined is not there.
  const found = validators.at(match.pointer)(JSON.parse(JSON.stringify(body)))
  if (found.length === 0) return undefined
  return `${operation.id}: ${status} breaks the contract: ${inWords(found)
    .map(one => `${one.field} ${one.message}`)
    .join('; ')}`
}

declare module 'fastify' {
  interface FastifyRequest {
    trail: Trail
  }
}
