import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { findToken } from '../../oauth/bearer.ts'
import type { Signer } from '../../oauth/jwt.ts'
import { MINUTE } from '../../world/clock.ts'
import { count, type Window } from '../../world/window.ts'
import type { World } from '../../world/world.ts'
import type { Context } from './context.ts'
import type { Client } from './model/zugang.ts'
import type { Behaviour } from './switches.ts'

/** Who calls a resource: token, then scopes, then the rate limit. */
export async function authenticate(
  request: FastifyRequest,
  operation: Operation,
  trail: Trail,
  services: Services,
  signer: Signer,
  umbau: Context['umbau']
): Promise<Context> {
  const known = await findToken(request, trail, services, signer)
  if (!known) throw new Problem(401, 'Unauthorized')
  const { world, token } = known
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
  return { services, trail, world, caller, behaviour, umbau }
}

async function limit(world: World, client: string, most: number): Promise<void> {
  const isOver = await world.turn(async state => {
    const known = await state.get<Window>('drosseln', client)
    const window = count(known, client, world.clock.now(), MINUTE)
    state.perform([{ do: 'put', collection: 'drosseln', document: window }])
    return window.requests > most
  })
  if (isOver) throw new Problem(429, 'Too Many Requests', `More than ${most} requests in a minute`)
}

function withoutSuffix(client: string): string {
  const plus = client.indexOf('+')
  return plus < 0 ? client : client.slice(0, plus)
}
