import type { Operation } from '../contract/document.ts'
import { isForm, jsonIn, type Recorded } from './archive.ts'
import type { Reply } from './compare.ts'
import { type Caller, createTokens, type Tokens, vendorOf } from './credentials.ts'
import { createIds, type Ids } from './ids.ts'
import { isOwn } from './places.ts'
import { bodyFor, headersFor } from './request.ts'

/** A request to the sandbox without a socket. */
export type Inject = (request: {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
  readonly url: string
  readonly headers: Record<string, string>
  readonly payload?: string
}) => Promise<{
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly payload: string
}>

type Tenant = 'demo' | 'demotenant'

type Session = {
  readonly inject: Inject
  readonly ids: Ids
  readonly tokens: Tokens
  /** Tokens of the sandbox by the recorded ones. */
  readonly pairs: Map<string, string>
  readonly tenant: Tenant
  readonly hasManagement: boolean
  readonly users: ReadonlySet<string>
}

/** Sends recorded requests again, one after the other; what one answers is used in the next. */
export function createRepeater(
  inject: Inject,
  exchanges: readonly Recorded[]
): (one: Recorded, operation: Operation) => Promise<Reply> {
  const tenant = tenantOf(exchanges)
  const session: Session = {
    inject,
    ids: createIds(),
    tokens: createTokens(inject, tenant),
    pairs: new Map(),
    tenant,
    hasManagement: exchanges.some(({ url }) => url.pathname.includes('/auth/mgmt/')),
    users: usersIn(exchanges)
  }
  return (one, operation) => repeat(one, operation, session)
}

/** A client without a licence is sent to a web form at once. */
function tenantOf(exchanges: readonly Recorded[]): Tenant {
  const isNamed = exchanges.some(({ url }) => /\/tenants\/demotenant\b/.test(url.pathname))
  return isNamed || exchanges.some(({ status }) => status === 451) ? 'demotenant' : 'demo'
}

/** Users that come to exist in the recording itself. */
function usersIn(exchanges: readonly Recorded[]): ReadonlySet<string> {
  const made = exchanges.filter(
    ({ method, url }) => method === 'POST' && /\/tenants\/[^/]+\/users$/.test(url.pathname)
  )
  return new Set(
    made.map(({ body }) => String((jsonIn(body) as { username?: unknown } | undefined)?.username))
  )
}

async function repeat(one: Recorded, operation: Operation, session: Session): Promise<Reply> {
  const { inject, ids } = session
  await letTimePass(one, inject)
  const isReal = !isOwn(one.url.hostname)
  const caller = callerOf(one, operation, session)
  const sent = isTokenRequest(operation)
    ? tokenRequest(one, caller, isReal, session)
    : await request(one, caller, isReal, session)
  const answer = await inject({
    method: one.method as 'GET',
    url: addressOf(one, isReal, session),
    ...sent
  })
  const ours: Reply = {
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value)])
    ),
    body: answer.payload === '' ? undefined : answer.payload
  }
  const [was, is] = [jsonIn(one.answer), jsonIn(ours.body)]
  if (isTokenRequest(operation)) keepToken(was, is, caller, session)
  else ids.learn(was, is)
  const [from, to] = [one.answerHeaders['location'], ours.headers['location']]
  if (from !== undefined && to !== undefined) ids.learnUrl(from, to)
  return ours
}

/** The clock goes on as it did while the recording was made. */
async function letTimePass({ at }: Recorded, inject: Inject): Promise<void> {
  if (at === undefined) return
  const headers = { 'content-type': 'application/json' }
  const payload = JSON.stringify({ to: at })
  await inject({ method: 'POST', url: '/_sandkasten/clock/advance', headers, payload })
}

function isTokenRequest({ id }: Operation): boolean {
  return id === 'createToken' || id === 'createBanksapiToken' || id === 'createPartnerToken'
}

/** Who calls is told by the token request, or by what is called. */
function callerOf(one: Recorded, operation: Operation, { hasManagement }: Session): Caller {
  const vendor = vendorOf(operation.contract)
  if (vendor !== 'banksapi') return `${vendor}/client`
  if (!isTokenRequest(operation))
    return operation.path.startsWith('/auth/') ? 'banksapi/admin' : 'banksapi/customer'
  const isForUser = /(^|&)grant_type=(password|refresh_token)/.test(one.body ?? '')
  if (isForUser) return 'banksapi/customer'
  return hasManagement ? 'banksapi/admin' : 'banksapi/client'
}

type Sent = { readonly headers: Record<string, string>; readonly payload?: string }

/** Credentials of the demo stand in for real ones and for those that were hidden. */
function tokenRequest(one: Recorded, caller: Caller, isReal: boolean, session: Session): Sent {
  const headers = headersFor(one)
  const authorization = one.headers['authorization']
  const recorded = new URLSearchParams(isForm(one.headers['content-type']) ? one.body : '')
  const isHidden = /\[redacted\]/.test(`${authorization ?? ''}${[...recorded.values()].join()}`)
  if (!isReal && !isHidden)
    return {
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      ...(one.body !== undefined && { payload: one.body })
    }
  const { form, basic } = session.tokens.credentials(caller, recorded)
  const user = form.get('username')
  if (user !== null && !session.users.has(user)) form.set('username', 'demouser')
  // A refusal was recorded: nobody is refused again.
  const pair = one.status === 401 ? 'nobody:nothing' : basic
  if (one.status === 401 && !basic) form.set('client_secret', 'nothing')
  return {
    headers: {
      ...headers,
      ...(pair !== undefined && {
        authorization: `Basic ${Buffer.from(pair).toString('base64')}`
      })
    },
    payload: form.toString()
  }
}

async function request(
  one: Recorded,
  caller: Caller,
  isReal: boolean,
  { ids, tokens, pairs }: Session
): Promise<Sent> {
  const headers = headersFor(one)
  const recorded = one.headers['authorization']
  if (recorded !== undefined) {
    const known = pairs.get(recorded.replace(/^bearer +/i, ''))
    const token = known ?? (one.status === 401 ? 'none' : await tokens.get(caller))
    headers['authorization'] = `Bearer ${token}`
  }
  const payload = bodyFor(one, ids, isReal)
  return { headers, ...(payload !== undefined && { payload }) }
}

function addressOf(one: Recorded, isReal: boolean, { ids, tenant }: Session): string {
  const path = isReal
    ? one.url.pathname.replace(/\/tenants\/[^/]+/, `/tenants/${tenant}`)
    : one.url.pathname
  return ids.translate(path + one.url.search)
}

function keepToken(was: unknown, is: unknown, caller: Caller, { tokens, pairs }: Session): void {
  const [recorded, ours] = [tokenIn(was), tokenIn(is)]
  if (ours === undefined) return
  tokens.remember(caller, ours)
  if (recorded !== undefined) pairs.set(recorded, ours)
}

function tokenIn(answer: unknown): string | undefined {
  const { access_token: token } = (answer ?? {}) as { access_token?: unknown }
  return typeof token === 'string' ? token : undefined
}
