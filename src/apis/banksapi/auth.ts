import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/banksapi-auth.ts'
import { isJson, mediaTypeOf, rawText, readJsonObject } from '../../http/body.ts'
import type { Services, Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import { sameSecret } from '../../http/secret.ts'
import { type Asker, askerByBasic, askerByKey } from './asker.ts'
import { authenticate } from './authentication.ts'
import type { Context } from './context.ts'
import type { Verschluesselung } from './credentials.ts'
import { type Form, readRawForm } from './form.ts'
import { readingsOf } from './model/passwort.ts'
import { grantScopes } from './model/scopes.ts'
import { type User, userKey } from './model/verwaltung.ts'
import type { TokenIndex } from './token-index.ts'
import { type Holder, issueToken, liveToken, presentToken, revocation } from './tokens.ts'

/** What the token service knows about a call. */
export type AuthContext = {
  readonly services: Services
  readonly trail: Trail
  /** The client, where the call names one. */
  readonly asker: Asker | undefined
}

type TokenHandlers = Pick<
  Handlers<operations, AuthContext>,
  'createBanksapiToken' | 'revokeToken' | 'introspectToken' | 'createApiKeyToken'
>
type EncryptionHandlers = Pick<Handlers<operations, Context>, 'encryptPlaintext'>

/** Who calls an operation of the contract. */
export async function beginAuth(
  request: FastifyRequest,
  operation: Operation,
  trail: Trail,
  services: Services,
  index: TokenIndex
): Promise<AuthContext | Context> {
  switch (operation.id) {
    case 'createBanksapiToken':
      return { services, trail, asker: await askerByBasic(request, trail, services, 'needed') }
    case 'revokeToken':
    case 'introspectToken':
      return { services, trail, asker: await askerByBasic(request, trail, services, 'optional') }
    case 'createApiKeyToken':
      return { services, trail, asker: await askerByKey(request, trail, services) }
    default:
      return authenticate(request, operation, trail, services, index)
  }
}

/** The body of an operation of the contract: a form, a text or JSON. */
export function readAuthBody(request: FastifyRequest, operation: Operation): unknown {
  switch (operation.id) {
    case 'createBanksapiToken':
    case 'revokeToken': {
      const form = readRawForm(request)
      request.trail.body = form.fields
      return form
    }
    case 'encryptPlaintext':
      // The journal would show a PIN in Base64.
      request.trail.body = '[redacted]'
      return readBase64(request)
    case 'addClientRoleUser':
      return rawText(request)
        .trim()
        .replace(/^"(.*)"$/, '$1')
    default:
      return readDetails(request, operation)
  }
}

/** The handlers of tokens and of the encryption. */
export function authHandlers(
  index: TokenIndex,
  { encrypt }: Pick<Verschluesselung, 'encrypt'>
): TokenHandlers & EncryptionHandlers {
  return {
    async createBanksapiToken({ body }, { asker, trail }) {
      const form = body as unknown as Form
      const { holder, scopes } = await grant(form, known(asker))
      return answer(known(asker), holder, narrowed(scopes, form), trail, index)
    },

    async createApiKeyToken(_, { asker, trail }) {
      const { name, client } = known(asker)
      return answer(known(asker), { client: name }, client.grantedScopes, trail, index)
    },

    // assumed: with credentials, only tokens of the same client end
    async revokeToken({ body }, { services, trail, asker }) {
      const { token: text = '' } = (body as unknown as Form).fields
      const sent = text.trim().toLowerCase()
      if (sent === '') throw new Problem(400, 'Bad Request', 'token is missing')
      const world = await index.find(sent, services.worlds)
      const kept = world && (await liveToken(sent, world))
      if (!kept || (asker && asker.name !== kept.client)) return { status: 200 }
      trail.world = world
      await world.turn(async state => state.perform(revocation(kept)), trail.changes)
      return { status: 200 }
    },

    async introspectToken({ query }, { services, trail }) {
      const sent = query.token.trim().toLowerCase()
      if (sent === '') throw new Problem(400, 'Bad Request', 'token is missing')
      const world = await index.find(sent, services.worlds)
      trail.world ??= world
      const kept = world && (await liveToken(sent, world))
      if (!kept) throw new Problem(403, 'Forbidden', 'The token is unknown, revoked or expired')
      return { status: 200, headers: UNCACHED, body: presentToken(sent, kept, world.clock.now()) }
    },

    async encryptPlaintext({ body }) {
      const plain = Buffer.from(body, 'base64')
      if (plain.length > LONGEST_PLAINTEXT)
        throw new Problem(400, 'Bad Request', `More than ${LONGEST_PLAINTEXT} bytes do not fit`)
      return { status: 200, body: encrypt(plain.toString('utf8')) }
    }
  }
}

/** Bytes that OAEP with SHA-1 leaves of a key of 2048 bits. */
const LONGEST_PLAINTEXT = 470

const UNCACHED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }

function known(asker: Asker | undefined): Asker {
  if (!asker) throw new Problem(401, 'Unauthorized')
  return asker
}

type Grant = { readonly holder: Holder; readonly scopes: readonly string[] }

/** What a token request is good for, before its own wish for scopes. */
async function grant(form: Form, asker: Asker): Promise<Grant> {
  const { name, client } = asker
  switch (form.fields['grant_type']) {
    case 'client_credentials':
      return { holder: { client: name }, scopes: client.grantedScopes }
    case 'password': {
      const { userId, username } = await findUser(form, asker)
      return { holder: { client: name, user: { userId, username } }, scopes: client.grantedScopes }
    }
    case 'refresh_token':
      return renewed(form, asker)
    case undefined:
    case '':
      throw new Problem(400, 'Bad Request', 'grant_type is missing')
    default:
      throw new Problem(400, 'Bad Request', 'grant_type is unknown')
  }
}

/** assumed: a wrong or deactivated user is a 401 like a wrong client (dossier B1) */
async function findUser({ raw }: Form, { world, client }: Asker): Promise<User> {
  const missing = ['username', 'password'].find(field => !raw[field])
  if (missing) throw new Problem(400, 'Bad Request', `${missing} is missing`)
  const [tenant = ''] = client.id.split('/')
  const passwords = readingsOf(raw['password'] ?? '')
  for (const username of readingsOf(raw['username'] ?? '')) {
    const user = await world.store.get<User>('banksapi-users', userKey(tenant, username))
    if (user?.active && passwords.some(one => sameSecret(user.password, one))) return user
  }
  throw new Problem(401, 'Unauthorized', 'username or password is wrong')
}

/** assumed: the field, and that the old token stays valid (dossier D8) */
async function renewed({ fields }: Form, { world, name }: Asker): Promise<Grant> {
  const sent = (fields['refresh_token'] ?? fields['token'])?.trim().toLowerCase()
  if (!sent) throw new Problem(400, 'Bad Request', 'refresh_token is missing')
  const old = await liveToken(sent, world)
  if (!old || old.client !== name)
    throw new Problem(400, 'Bad Request', 'refresh_token is unknown, revoked or expired')
  const { username, subject, scopes } = old
  const user = username === undefined ? undefined : { userId: subject, username }
  return { holder: { client: name, ...(user && { user }) }, scopes }
}

function narrowed(scopes: readonly string[], { fields }: Form): readonly string[] {
  const granted = grantScopes(scopes, fields['scope'])
  if (granted.granted) return granted.scopes
  throw new Problem(400, 'Bad Request', `scope ${granted.missing} is not granted`)
}

async function answer(
  { world }: Asker,
  holder: Holder,
  scopes: readonly string[],
  trail: Trail,
  index: TokenIndex
): Promise<{ status: 200; headers: typeof UNCACHED; body: components['schemas']['Token'] }> {
  const { token, kept } = await issueToken(world, holder, scopes, trail)
  index.keep(token, world.name)
  return { status: 200, headers: UNCACHED, body: presentToken(token, kept, kept.issuedAt) }
}

function readBase64(request: FastifyRequest): string {
  const { type } = mediaTypeOf(request)
  if (!/^application\/octet-stream(\+base64)?$/.test(type))
    throw new Problem(415, 'Unsupported Media Type', 'The body is no Base64 text')
  const text = rawText(request).replace(/\s/g, '')
  if (text === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new Problem(400, 'Bad Request', 'The body is not Base64')
  return text
}

/** A JSON object. documented: null counts as missing (dossier A1) */
function readDetails(request: FastifyRequest, { body }: Operation): unknown {
  const text = rawText(request)
  if (text === '' && !body?.required) return {}
  const { type } = mediaTypeOf(request)
  if (!isJson(type))
    throw new Problem(415, 'Unsupported Media Type', 'The body has to be application/json')
  const given = Object.entries(readJsonObject(text)).filter(([, value]) => value !== null)
  const details = Object.fromEntries(given)
  request.trail.body = details
  return details
}
