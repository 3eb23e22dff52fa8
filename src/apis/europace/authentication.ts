import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import type { Signed, Signer } from '../../oauth/jwt.ts'
import type { Token } from '../../oauth/token.ts'
import { MINUTE } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import type { Worlds } from '../../world/worlds.ts'
import type { Context } from './context.ts'
import { count, type Fenster } from './model/drossel.ts'
import type { Client } from './model/zugang.ts'
import type { Behaviour } from './switches.ts'

/** Who calls a resource: token, then scopes, then the rate limit. */
export async function authenticate(
  request: FastifyRequest,
  operation: Operation,
  trail: Trail,
  services: Services,
  signer: Signer
): Promise<Omit<Context, 'umbau'>> {
  const { world, token } = await findToken(request, trail, services, signer)
  trail.client = token.client
  const behaviour = world.behaviour() as Behaviour
  const scopes = new Set(token.scopes)
  const isAllowed = operation.security.some(all => all.every(scope => scopes.has(scope)))
  if (!isAllowed)
    throw new Problem(403, 'Forbidden', `Scope ${operation.security[0]?.join(' ')} is missing`)
  if (behaviour['europace.rateLimit'] > 0)
    await limit(world, token.client, behaviour['europace.rateLimit'])
  const client = await world.store.get<Client>('clients', withoutSuffix(token.client))
  const caller = {
    client: token.client,
    subject: token.subject,
    scopes,
    trusted: client?.trusted === true
  }
  return { services, trail, world, caller, behaviour }
}

/** The world of a call, if its token was issued there. */
export async function locate(
  { headers }: FastifyRequest,
  { worlds }: Services,
  signer: Signer
): Promise<World | undefined> {
  return worldOf(await signedToken(headers.authorization, signer), worlds)
}

/** The token of a call, if it is ours and not over. Everything else is a 401 without a word why. */
async function findToken(
  { headers }: FastifyRequest,
  trail: Trail,
  { worlds }: Services,
  signer: Signer
): Promise<{ world: World; token: Token }> {
  const signed = await signedToken(headers.authorization, signer)
  const world = await worldOf(signed, worlds)
  trail.world = world
  const token = signed && (await world?.store.get<Token>('tokens', signed.fingerprint))
  if (!world || !token || token.expiresAt <= world.clock.now())
    throw new Problem(401, 'Unauthorized')
  return { world, token }
}

async function worldOf(signed: Signed | undefined, worlds: Worlds): Promise<World | undefined> {
  const workspace = signed?.claims['workspace']
  return typeof workspace === 'string' && worlds.has(workspace) ? worlds.find(workspace) : undefined
}

async function signedToken(
  header: string | undefined,
  signer: Signer
): Promise<Signed | undefined> {
  const text = /^bearer +([^ ]+) *$/i.exec(header ?? '')?.[1]
  return text ? signer.verify(text) : undefined
}

async function limit(world: World, client: string, most: number): Promise<void> {
  const isOver = await world.turn(async state => {
    const known = await state.get<Fenster>('drosseln', client)
    const fenster = count(known, client, world.clock.now(), MINUTE)
    state.perform([{ do: 'put', collection: 'drosseln', document: fenster }])
    return fenster.requests > most
  })
  if (isOver) throw new Problem(429, 'Too Many Requests', `More than ${most} requests in a minute`)
}

function withoutSuffix(client: string): string {
  return client.split('+', 1)[0] as string
}
