import type { FastifyRequest } from 'fastify'
import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/europace-authorization.ts'
import { mediaTypeOf, rawText, readForm } from '../../http/body.ts'
import { baseUrl } from '../../http/links.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { sameSecret } from '../../http/secret.ts'
import { basicCredentials, type Credentials, credentials } from '../../oauth/client.ts'
import type { Signer } from '../../oauth/jwt.ts'
import { issue } from '../../oauth/token.ts'
import { SECOND } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import { DEFAULT_WORKSPACE } from '../../world/worlds.ts'
import { loadPartner } from './context.ts'
import { type Client, grant, rolesOf } from './model/zugang.ts'
import type { Behaviour } from './switches.ts'

/** documented: one hour */
const LIFETIME_S = 3600

/** What a handler of the token service knows about its call. */
export type TokenContext = {
  readonly services: Services
  readonly trail: Trail
  readonly request: FastifyRequest
  readonly base: string
}

/** The handlers of the Authorization API. documented: dossier A1 to A4 */
export function createAuthorization(signer: Signer): Handlers<operations, TokenContext> {
  return {
    async createToken({ body: form }, context) {
      const parameters = form as unknown as Form
      const { world, client, name } = await authenticateClient(parameters, context)
      refuseUnlessClientCredentials(parameters)
      const { actor, subject } = rolesOf(client, parameters)
      const granted = grant(client, parameters, await loadPartner(world.store, [actor, subject]))
      if (!granted.granted) throw invalid(granted.error, granted.description)
      const { token, scopes } = await issueToken(world, name, granted, context, signer)
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
        body: {
          access_token: token,
          token_type: 'Bearer',
          expires_in: LIFETIME_S,
          scope: scopes.join(' ') || 'no-access'
        }
      }
    },

    async getSigningKeys() {
      const { kty = '', kid = '', alg = '', crv = '', x = '', y = '' } = signer.publicKey
      return { status: 200, body: { keys: [{ kty, kid, alg, use: 'sig', crv, x, y }] } }
    },

    async getAuthorizationServerMetadata(_, { base }) {
      return {
        status: 200,
        body: {
          issuer: base,
          authorization_endpoint: `${base}/authorize`,
          token_endpoint: `${base}/auth/token`,
          jwks_uri: `${base}/auth/signing-keys`,
          end_session_endpoint: `${base}/authorize/logout`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: [signer.publicKey.alg ?? 'ES384'],
          grant_types_supported: ['client_credentials'],
          token_endpoint_auth_methods_supported: ['client_secret_basic'],
          request_uri_parameter_supported: true
        }
      }
    }
  }
}

type Form = Readonly<Record<string, string | undefined>>

/** Body and query together; the body wins. A body that is no form is refused once the client is known. */
export async function readTokenRequest(request: FastifyRequest): Promise<Form> {
  const query = Object.entries(request.query as Record<string, string | string[]>).map(
    ([key, value]) => [key, Array.isArray(value) ? value[0] : value]
  )
  const text = rawText(request)
  const { type } = mediaTypeOf(request)
  if (text !== '' && type !== 'application/x-www-form-urlencoded')
    return { ...Object.fromEntries(query), [NO_FORM]: type }
  return { ...Object.fromEntries(query), ...readForm(text) }
}

/** Marks a request whose body is no form. No form field can have this name. */
const NO_FORM = '\0no form'

/** The world of a token request, as far as it exists already. */
export async function locateToken(
  request: FastifyRequest,
  { worlds }: Services
): Promise<World | undefined> {
  const workspace = basicCredentials(request.headers.authorization)?.workspace
  return workspace && worlds.has(workspace) ? worlds.find(workspace) : undefined
}

export async function beginToken(
  request: FastifyRequest,
  trail: Trail,
  services: Services
): Promise<TokenContext> {
  return { services, trail, request, base: baseUrl(request.raw, services.outside) }
}

/** The client and its world, which comes into being with the first right secret. */
async function authenticateClient(
  form: Form,
  { services: { worlds }, trail, request }: TokenContext
): Promise<{ world: World; client: Client; name: string }> {
  const basic = basicCredentials(request.headers.authorization)
  const sent = basic ?? (await bodyCredentials(form, worlds))
  if (!sent) throw new Problem(401, 'Unauthorized')
  trail.client = sent.name
  const existing = worlds.has(sent.workspace) ? await worlds.find(sent.workspace) : undefined
  trail.world = existing
  const known = existing?.store ?? worlds.seed
  const client = await known.get<Client>('clients', sent.id)
  const isRight = sameSecret(client?.secret ?? '', sent.secret)
  if (!client?.secret || !isRight) throw new Problem(401, 'Unauthorized')
  const world = await worlds.find(sent.workspace)
  trail.world = world
  return { world, client, name: sent.name }
}

/** observed: some public clients do this; only with the switch `europace.allowBodyCredentials` */
async function bodyCredentials(
  form: Form,
  worlds: Services['worlds']
): Promise<Credentials | undefined> {
  const { client_id: id, client_secret: secret } = form
  const sent = id && secret !== undefined ? credentials(id, secret) : undefined
  if (!sent) return undefined
  const world = await worlds.find(worlds.has(sent.workspace) ? sent.workspace : DEFAULT_WORKSPACE)
  return (world.behaviour() as Behaviour)['europace.allowBodyCredentials'] ? sent : undefined
}

function refuseUnlessClientCredentials(form: Form): void {
  if (NO_FORM in form) throw invalid('invalid_request', 'Invalid request: The body is not a form')
  const grantType = form['grant_type']
  if (!grantType)
    throw invalid('invalid_request', 'Invalid request: Missing "grant_type" parameter')
  if (grantType === 'client_credentials') return
  if (grantType === 'authorization_code' || grantType === 'code') {
    // Codes come from the login of a user, which this sandbox does not offer: there is none that could be right.
    throw invalid('invalid_grant', 'Invalid grant: The code is unknown, used or expired')
  }
  throw invalid('unsupported_grant_type', `Unsupported grant type: ${grantType.slice(0, 100)}`)
}

type Zaehler = { readonly id: string; readonly n: number }

/** Nothing but the store may be waited for in a turn, so the token is signed between two of them. */
async function issueToken(
  world: World,
  client: string,
  granted: { readonly actor: string; readonly subject: string; readonly scopes: readonly string[] },
  { trail, base }: TokenContext,
  signer: Signer
): Promise<{ token: string; scopes: readonly string[] }> {
  const n = await world.turn(async state => {
    const next = ((await state.get<Zaehler>('zaehler', 'token'))?.n ?? 0) + 1
    const zaehler: Zaehler = { id: 'token', n: next }
    state.perform([{ do: 'put', collection: 'zaehler', document: zaehler }])
    return next
  }, trail.changes)
  const issuedAt = world.clock.now()
  const expiresAt = issuedAt + LIFETIME_S * SECOND
  const { actor, subject, scopes } = granted
  const { token, fingerprint } = await signer.sign({
    iss: base,
    aud: 'https://api.europace.de',
    sub: subject,
    act: { sub: actor },
    client_id: client,
    workspace: world.name,
    scope: scopes.join(' '),
    iat: Math.floor(issuedAt / SECOND),
    exp: Math.floor(expiresAt / SECOND),
    jti: world.chance.uuid('token', n)
  })
  const kept = { id: fingerprint, client, subject, actor, scopes, issuedAt, expiresAt }
  await world.turn(async state => state.perform(issue(kept)), trail.changes)
  return { token, scopes }
}

function invalid(error: string, description: string): Problem {
  return new Problem(400, 'Bad Request', description, { error })
}
