import type { FastifyRequest } from 'fastify'
import type { Services, Trail } from '../http/observe.ts'
import type { World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'
import type { Signed, Signer } from './jwt.ts'
import type { Token } from './token.ts'

/** The token of a call and its world; `undefined` when it is not ours or over. Tells the trail who calls, and where. */
export async function findToken(
  request: FastifyRequest,
  trail: Trail,
  { worlds }: Services,
  signer: Signer
): Promise<{ world: World; token: Token } | undefined> {
  const signed = await signedToken(request, signer)
  const world = await worldOf(signed, worlds)
  trail.world = world
  const token = signed && (await world?.store.get<Token>('tokens', signed.fingerprint))
  if (!world || !token || token.expiresAt <= world.clock.now()) return undefined
  trail.client = token.client
  return { world, token }
}

/** The world in which the token of a call was issued, if it still exists. */
export async function locate(
  request: FastifyRequest,
  { worlds }: Services,
  signer: Signer
): Promise<World | undefined> {
  return worldOf(await signedToken(request, signer), worlds)
}

async function worldOf(signed: Signed | undefined, worlds: Worlds): Promise<World | undefined> {
  const workspace = signed?.claims['workspace']
  return typeof workspace === 'string' && worlds.has(workspace) ? worlds.find(workspace) : undefined
}

async function signedToken(
  { headers }: FastifyRequest,
  signer: Signer
): Promise<Signed | undefined> {
  const text = /^bearer +([^ ]+) *$/i.exec(headers.authorization ?? '')?.[1]
  return text ? signer.verify(text) : undefined
}
