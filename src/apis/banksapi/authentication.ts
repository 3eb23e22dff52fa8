import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import { baseUrl } from '../../http/links.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { basicCredentials } from '../../oauth/client.ts'
import type { World } from '../../world/world.ts'
import type { Caller, Context } from './context.ts'
import { fullScope } from './model/scopes.ts'
import type { Behaviour } from './switches.ts'
import type { TokenIndex } from './token-index.ts'
import { callerOf, liveToken } from './tokens.ts'

/** Who calls, in which world: token, then level, then scope. Tells the trail. */
export async function authenticate(
  request: FastifyRequest,
  operation: Operation,
  trail: Trail,
  services: Services,
  index: TokenIndex
): Promise<Context> {
  const sent = bearerOf(request)
  const known = sent === undefined ? undefined : await index.find(sent, services.worlds)
  const world = known ?? services.worlds.default
  trail.world = world
  const behaviour = world.behaviour() as Behaviour
  const token = sent === undefined ? undefined : await liveToken(sent, world)
  if (!token) throw refusal(sent, behaviour)
  trail.client = token.client
  const caller = callerOf(token)
  checkLevel(caller, operation)
  checkScope(caller, operation)
  return { services, trail, world, behaviour, base: baseUrl(request.raw, services.outside), caller }
}

/** Whoever calls an operation that is open to all: in the world of a token, if one is sent. */
export async function openContext(
  request: FastifyRequest,
  trail: Trail,
  services: Services,
  index: TokenIndex
): Promise<Context> {
  const world = (await locate(request, services, index)) ?? services.worlds.default
  trail.world = world
  const behaviour = world.behaviour() as Behaviour
  const caller: Caller = { client: '', tenant: '', level: 'client', scopes: new Set() }
  return { services, trail, world, behaviour, base: baseUrl(request.raw, services.outside), caller }
}

/** The world of a request as far as it exists already, by its token or its Basic credentials. */
export async function locate(
  request: FastifyRequest,
  { worlds }: Services,
  index: TokenIndex
): Promise<World | undefined> {
  const sent = bearerOf(request)
  if (sent !== undefined) return index.find(sent, worlds)
  const workspace = basicCredentials(request.headers.authorization)?.workspace
  return workspace !== undefined && worlds.has(workspace) ? worlds.find(workspace) : undefined
}

/** The token of a call in lower case. observed: some clients send a blank behind it (dossier A3) */
function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1]?.toLowerCase()
}

/** assumed: a missing header is always a 401; the documentation says 401 and 403 of a token (dossier A4) */
function refusal(sent: string | undefined, behaviour: Behaviour): Problem {
  if (sent === undefined) return new Problem(401, 'Unauthorized', 'There is no bearer token')
  const status = behaviour['banksapi.expiredTokenStatus']
  const title = status === 401 ? 'Unauthorized' : 'Forbidden'
  return new Problem(status, title, 'The token is unknown, revoked or expired')
}

/** documented: “if nothing is explicitly documented, the call with a unique user is assumed” */
function checkLevel(caller: Caller, { extensions }: Operation): void {
  const level = extensions['x-sandkasten-level'] ?? 'user'
  if (level !== 'any' && level !== caller.level)
    throw new Problem(403, 'Forbidden', `This needs a token of a ${level}`)
}

/** assumed: which operation needs which scope (dossier A5) */
function checkScope(caller: Caller, { extensions }: Operation): void {
  const wanted = listed(extensions['x-sandkasten-scope'])
  if (wanted.length === 0) return
  if (!wanted.some(scope => caller.scopes.has(fullScope(scope))))
    throw new Problem(403, 'Forbidden', `Scope ${wanted.join(' or ')} is missing`)
}

function listed(value: unknown): readonly string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(String)
}
