import type { FastifyRequest } from 'fastify'
import type { Operation } from '../contract/document.ts'
import type { AnyAnswer } from '../contract/operation.ts'
import { inWords } from '../contract/validate.ts'
import { isJson, mediaTypeOf, rawText, readJsonObject } from '../http/body.ts'
import type { Services } from '../http/observe.ts'
import { isFromElsewhere } from '../http/origin.ts'
import type { Outgoing } from '../http/outgoing.ts'
import { Problem } from '../http/problem.ts'
import { sameSecret } from '../http/secret.ts'
import { createTracer } from '../http/trace.ts'
import type { Side } from '../http/wire.ts'
import type { Switches } from '../world/behaviour.ts'
import type { Collections } from '../world/store.ts'
import { DEFAULT_WORKSPACE, WORKSPACE_NAME } from '../world/worlds.ts'
import type { ControlContext, Coverable } from './context.ts'
import { control } from './control.ts'
import { parts } from './parts.ts'

/** What the control API works with beside the workspaces. */
type Offer = {
  readonly coverable: Coverable
  /** The documents without what settings add to them. */
  readonly fixtures: () => Collections
  readonly token: string | undefined
}

/**
 * The control API on the wire: which workspace, whether the caller may, errors as problem details. `controls` are the
 * handlers of operations that belong to a single API.
 */
export function createControl(
  services: Services,
  outgoing: Outgoing,
  switches: Switches,
  controls: Readonly<Record<string, unknown>>,
  { coverable, fixtures, token }: Offer
) {
  const side: Side = {
    isJournaled: false,
    trace: createTracer('x-traceid', services.seed),
    locate: async () => undefined,
    headers: () => ({}),
    renderProblem: renderProblemDetails,
    async begin(request, operation, trail): Promise<ControlContext> {
      if (operation.security.length > 0 && token !== undefined) authorize(request, token)
      if (isProtected(operation) && isFromElsewhere(request, services.outside))
        throw new Problem(403, 'Forbidden', 'A page of another site may not call the control API')
      const { worlds, version } = services
      const isAsked = operation.parameters.some(one => one.name === 'workspace')
      const name = isAsked ? workspaceOf(request) : DEFAULT_WORKSPACE
      // Whoever needs no token cannot make workspaces.
      if (operation.security.length === 0 && !worlds.has(name))
        throw new Problem(404, 'Not Found', `There is no workspace ${name}`)
      const world = isAsked ? await worlds.find(name) : worlds.default
      trail.world = world
      if (isAsked && changes(operation)) trail.recordedAt = world.clock.now()
      const { outside, seed: randomSeed } = services
      const settings = { ...outside, randomSeed }
      const { contract } = services
      return {
        ...{ worlds, world, outgoing, switches, version, settings },
        ...{ fixtures, contract, coverable }
      }
    },
    async readBody(request, operation) {
      if (operation.body?.media[0]?.type === '*/*') return request.body
      const { type } = mediaTypeOf(request)
      if (type !== '' && !isJson(type))
        throw new Problem(415, 'Unsupported Media Type', 'The body has to be JSON')
      const text = rawText(request)
      if (text === '' && operation.body?.required === false) return undefined
      const body = readJsonObject(text)
      const breaches = (await services.validators(operation.contract)).at(pointerOf(operation))(
        body
      )
      if (breaches.length === 0) return body
      throw new Problem(400, 'Bad Request', 'The body is not as the contract wants it', {
        violations: inWords(breaches)
      })
    }
  }
  return {
    contract: 'control',
    paths: ['/_sandkasten', '/health', '/ready'],
    handlers: { ...control, ...parts, ...controls },
    ...side
  }
}

/** RFC 9457; for the control API and for paths that belong to nobody. */
export function renderProblemDetails({ status, title, detail, extra }: Problem): AnyAnswer {
  const { violations, allow } = extra as { violations?: object[]; allow?: string }
  return {
    status,
    type: 'application/problem+json',
    ...(allow && { headers: { Allow: allow } }),
    ...(status === 401 && { headers: { 'WWW-Authenticate': 'Bearer realm="sandkasten control"' } }),
    body: { type: 'about:blank', title, status, detail: detail?.slice(0, 2_000), violations }
  }
}

/** What changes something, the receiver that is open to everybody excepted. */
function isProtected({ method, security }: Operation): boolean {
  return method !== 'GET' && security.length > 0
}

/** Calls that are told again. A state that is taken in begins a new story, and what comes into an inbox is sent again. */
function changes({ method, id }: Operation): boolean {
  return method !== 'GET' && !NOT_TOLD.test(id)
}

const NOT_TOLD = /^(putState|resetWorkspace|receive|find|count|wait|clear)/

function authorize({ headers }: FastifyRequest, token: string): void {
  const sent = /^bearer +(\S.*)$/i.exec(headers.authorization ?? '')?.[1]
  if (sent !== undefined && sameSecret(sent, token)) return
  throw new Problem(
    401,
    'Unauthorized',
    'The control API needs the control token: Authorization: Bearer …'
  )
}

function workspaceOf({ headers, query }: FastifyRequest): string {
  const named = headers['x-sandkasten-workspace'] ?? (query as Record<string, unknown>)['workspace']
  const name = named === undefined ? DEFAULT_WORKSPACE : String(named)
  if (WORKSPACE_NAME.test(name)) return name
  throw new Problem(400, 'Bad Request', 'The name of a workspace has 1 to 40 of a-z, 0-9 and -')
}

function pointerOf(operation: Operation): string {
  return operation.body?.media[0]?.pointer as string
}
