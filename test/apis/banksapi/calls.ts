import type { Reply, Sandbox } from '../../sandbox.ts'

export const TOKEN = '/auth/oauth2/token'
export const PROTECT = 'demotenant/demoTenantClient'
export const HOSTING = 'demo/demo-client'
export const ADMIN = 'demo/admin-client'
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

type Fields = Readonly<Record<string, string>>

/** Asks for a token; a text is sent as a form without any encoding. */
export function ask(
  sandbox: Sandbox,
  client: string,
  form: Fields | string,
  headers: Fields = {}
): Promise<Reply> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const isRaw = typeof form === 'string'
  return sandbox.call('POST', TOKEN, {
    basic: `${client}:demo-secret`,
    body: isRaw ? form : new URLSearchParams(form),
    headers: { ...(isRaw && type), ...headers }
  })
}

export async function clientToken(
  sandbox: Sandbox,
  client: string,
  scope?: string
): Promise<string> {
  const form = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }
  const reply = await ask(sandbox, client, form)
  if (reply.status !== 200) throw new Error(`no token for ${client}: ${reply.status} ${reply.text}`)
  return reply.body.access_token
}

export async function userToken(
  sandbox: Sandbox,
  client: string = HOSTING,
  username = 'demouser',
  password = 'secret'
): Promise<string> {
  const reply = await ask(sandbox, client, { grant_type: 'password', username, password })
  if (reply.status !== 200) throw new Error(`no token for ${username}: ${reply.status}`)
  return reply.body.access_token
}

/** Creates a user and returns its id. */
export async function makeUser(
  sandbox: Sandbox,
  client: string,
  username: string,
  password = 'secret'
): Promise<string> {
  const [tenant] = client.split('/')
  const reply = await sandbox.call('POST', `/auth/mgmt/v1/tenants/${tenant}/users`, {
    token: await clientToken(sandbox, client),
    body: { username, password }
  })
  if (reply.status !== 201) throw new Error(`no user ${username}: ${reply.status} ${reply.text}`)
  return reply.headers.get('location')?.split('/').at(-1) as string
}

export function introspect(sandbox: Sandbox, token: string, headers: Fields = {}): Promise<Reply> {
  return sandbox.call('GET', `/auth/oauth2/introspect?token=${encodeURIComponent(token)}`, {
    headers
  })
}

export function revoke(sandbox: Sandbox, token: string, basic?: string): Promise<Reply> {
  return sandbox.call('POST', '/auth/oauth2/revoke', {
    body: new URLSearchParams({ token }),
    ...(basic !== undefined && { basic })
  })
}

/** The status of a call that any token of an admin client may make. */
export async function statusOf(sandbox: Sandbox, token: string): Promise<number> {
  return (await sandbox.call('GET', '/auth/mgmt/v1/tenants', { token })).status
}
