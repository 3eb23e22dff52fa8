import type { FastifyRequest } from 'fastify'
import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/ing-partner.ts'
import { mediaTypeOf, rawText, readForm } from '../../http/body.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { sameSecret } from '../../http/secret.ts'
import { type Credentials, credentials } from '../../oauth/client.ts'
import type { Signer } from '../../oauth/jwt.ts'
import { issue } from '../../oauth/token.ts'
import { SECOND } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import { type Client, clientIn } from './context.ts'
import { passGate } from './layers.ts'
import type { Behaviour } from './switches.ts'

/** What the token service knows about a call. */
export type TokenContext = {
  readonly services: Services
  readonly trail: Trail
  readonly request: FastifyRequest
}

type Form = Partial<Record<string, string>>

/** The handler of the Token API. documented: dossier 2; assumed: its errors, as OAuth has them */
export function createTokens(
  signer: Signer
): Pick<Handlers<operations, TokenContext>, 'createPartnerToken'> {
  return {
    async createPartnerToken({ body: form }, context) {
      const { client_id: name, client_secret: secret, grant_type: grantType } = form as Form
      const sent = name && secret !== undefined ? credentials(name, secret) : undefined
      const { world, client, isRight } = await findClient(name, sent, context)
      await passGate(context.request, world, client, {
        trail: context.trail,
        outside: context.services.outside
      })
      if (!name || !secret)
        throw refusal(400, 'invalid_request', `${name ? 'client_secret' : 'client_id'} is missing`)
      if (grantType !== undefined && grantType !== 'client_credentials')
        throw refusal(400, 'unsupported_grant_type', 'grant_type has to be client_credentials')
      if (!sent || !client || !isRight)
        throw refusal(401, 'invalid_client', 'client_id or client_secret is wrong')
      const { token, seconds } = await issueToken(world, client, sent.name, context.trail, signer)
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
        body: {
          token_type: 'Bearer',
          expires_in: seconds,
          ext_expires_in: seconds,
          access_token: token
        }
      }
    }
  }
}

/** The form of a token request. Fields that nobody knows are ignored. */
export function readTokenForm(request: FastifyRequest): Form {
  const { type } = mediaTypeOf(request)
  const text = rawText(request)
  if (text !== '' && type !== 'application/x-www-form-urlencoded')
    throw new Problem(
      415,
      'Unsupported Media Type',
      `The body is no form but ${type || 'of no type'}`
    )
  return readForm(text)
}

/** Tells the trail who asks for a token, before anything is checked. */
export async function peekClient(request: FastifyRequest, { worlds }: Services): Promise<void> {
  const { client_id: name = '' } = readForm(rawText(request))
  const sent = credentials(name, '')
  if (!sent) return
  request.trail.client = name
  if (worlds.has(sent.workspace)) request.trail.world = await worlds.find(sent.workspace)
}

/** Who asks, and the world whose layers decide: a workspace that comes into being with the first right secret. */
async function findClient(
  name: string | undefined,
  sent: Credentials | undefined,
  { services: { worlds }, trail }: TokenContext
): Promise<{ world: World; client: Client | undefined; isRight: boolean }> {
  trail.client = name
  const existing =
    sent && worlds.has(sent.workspace) ? await worlds.find(sent.workspace) : undefined
  const client = sent && (await clientIn(existing?.store ?? worlds.seed, sent.id))
  const isSame = sameSecret(client?.secret ?? '', sent?.secret ?? '')
  const isRight = client?.secret !== undefined && isSame && client.disabled !== true
  const world = sent && isRight ? await worlds.find(sent.workspace) : (existing ?? worlds.default)
  trail.world = world
  return { world, client, isRight }
}

type Counter = { readonly id: string; readonly n: number }

async function issueToken(
  world: World,
  client: Client,
  name: string,
  trail: Trail,
  signer: Signer
): Promise<{ token: string; seconds: number }> {
  const n = await world.turn(async state => {
    const next = ((await state.get<Counter>('zaehler', 'ing-token'))?.n ?? 0) + 1
    const counter: Counter = { id: 'ing-token', n: next }
    state.perform([{ do: 'put', collection: 'zaehler', document: counter }])
    return next
  }, trail.changes)
  const seconds = (world.behaviour() as Behaviour)['ing.tokenTtlSeconds']
  const issuedAt = world.clock.now()
  const expiresAt = issuedAt + seconds * SECOND
  const { token, fingerprint } = await signer.sign({
    aud: 'https://api.openbusiness.ing.de',
    sub: client.partner,
    appid: name,
    workspace: world.name,
    iat: Math.floor(issuedAt / SECOND),
    exp: Math.floor(expiresAt / SECOND),
    jti: world.chance.uuid('ing token', n)
  })
  const { partner } = client
  const kept = { id: fingerprint, client: name, subject: partner, actor: partner, scopes: [] }
  await world.turn(
    async state => state.perform(issue({ ...kept, issuedAt, expiresAt })),
    trail.changes
  )
  return { token, seconds }
}

function refusal(status: 400 | 401, error: string, detail: string): Problem {
  return new Problem(status, status === 400 ? 'Bad Request' : 'Unauthorized', detail, { error })
}
