import type { FastifyRequest } from 'fastify'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { sameSecret } from '../../http/secret.ts'
import { basicCredentials, type Credentials, credentials } from '../../oauth/client.ts'
import type { World } from '../../world/world.ts'
import type { Client } from './model/mandant.ts'

/** A client that has proved who it is. */
export type Asker = {
  /** Client id with its suffix. */
  readonly name: string
  readonly client: Client
  readonly world: World
}

/** The client of Basic credentials. documented: needed for a token; assumed: optional else, but never wrong (dossier A3) */
export async function askerByBasic(
  request: FastifyRequest,
  trail: Trail,
  services: Services,
  need: 'needed' | 'optional'
): Promise<Asker | undefined> {
  const { authorization } = request.headers
  const isSent = /^basic\b/i.test(authorization ?? '')
  if (!isSent && need === 'optional') return undefined
  const sent = basicCredentials(authorization)
  if (!sent) throw new Problem(401, 'Unauthorized', 'There are no Basic credentials')
  trail.client = sent.name
  const store = (await existing(sent, trail, services))?.store ?? services.worlds.seed
  const client = await store.get<Client>('banksapi-clients', sent.id)
  const isRight = sameSecret(client?.secret ?? '', sent.secret)
  if (!client?.secret || !isRight)
    throw new Problem(401, 'Unauthorized', 'Client or secret is wrong')
  return asker(sent.name, client, sent.workspace, trail, services)
}

/** The client of an API key, which may carry the suffix of a workspace. observed: the header (field note 19) */
export async function askerByKey(
  request: FastifyRequest,
  trail: Trail,
  services: Services
): Promise<Asker> {
  const header = request.headers['x-api-key']
  const sent = typeof header === 'string' ? credentials(header.trim(), '') : undefined
  if (!sent) throw new Problem(401, 'Unauthorized', 'There is no API key')
  const { store } = (await existing(sent, trail, services)) ?? services.worlds.default
  const clients = await store.list<Client>('banksapi-clients')
  const client = clients.find(({ apiKey }) => apiKey !== undefined && sameSecret(apiKey, sent.id))
  if (!client) throw new Problem(401, 'Unauthorized', 'The API key is wrong')
  const suffix = sent.name.slice(sent.id.length)
  return asker(client.id + suffix, client, sent.workspace, trail, services)
}

/** A workspace that is there already. One comes into being with the first right secret only. */
async function existing(
  { workspace }: Credentials,
  trail: Trail,
  { worlds }: Services
): Promise<World | undefined> {
  trail.world = worlds.has(workspace) ? await worlds.find(workspace) : undefined
  return trail.world
}

async function asker(
  name: string,
  client: Client,
  workspace: string,
  trail: Trail,
  { worlds }: Services
): Promise<Asker> {
  const world = await worlds.find(workspace)
  trail.world = world
  trail.client = name
  return { name, client, world }
}
