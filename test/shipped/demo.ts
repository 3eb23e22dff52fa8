import type { Test } from 'tap'
import { serve } from '../cli-process.ts'
import { overTls, type SecureRequest } from '../secure.ts'
import { readCompose } from './compose.ts'
import { startNginx } from './nginx.ts'
import { settable } from './settings.ts'

/** The control token of the demo. */
export const TOKEN = 'geheim'
export const BANK = '00000000-0000-0000-0000-000000000000'

/** The server of the shared demo, as its compose file sets it up, behind the proxy. */
export async function startDemo(t: Test, change?: (text: string) => string) {
  const { services } = readCompose('compose.qa.yaml', { SANDKASTEN_CONTROL_TOKEN: TOKEN })
  const env = settable(services['sandkasten']?.environment ?? {}, t.testdir({}))
  const { port } = await serve(t, [], { env })
  const { url, ca } = await startNginx(t, port, change)
  const call = (path: string, sent: SecureRequest = {}) =>
    overTls(/^https:/.test(path) ? path : url + path, { ca, ...sent })
  const send = (method: string, path: string, body: unknown, headers = {}) =>
    call(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body)
    })
  const control = (method: string, path: string, body: unknown = {}) =>
    method === 'GET'
      ? call(`/_sandkasten${path}`, { headers: { authorization: `Bearer ${TOKEN}` } })
      : send(method, `/_sandkasten${path}`, body, { authorization: `Bearer ${TOKEN}` })
  const login = async (path: string, client: string, form: Record<string, string>) => {
    const headers = { authorization: `Basic ${btoa(`${client}:demo-secret`)}` }
    const reply = await call(path, { method: 'POST', headers, body: new URLSearchParams(form) })
    return { authorization: `Bearer ${reply.body.access_token}` }
  }
  return { url, ca, call, send, control, login }
}

/** The link to a web form of REG/Protect, with the way back that a client adds. */
export async function openForm({ send, login }: Awaited<ReturnType<typeof startDemo>>) {
  const client = 'demotenant/demoTenantClient'
  const manager = await login('/auth/oauth2/token', client, { grant_type: 'client_credentials' })
  const user = { username: 'proxied', password: 'password-1!' }
  await send('POST', '/auth/mgmt/v1/tenants/demotenant/users', user, manager)
  const customer = await login('/auth/oauth2/token', client, { grant_type: 'password', ...user })
  const accesses = { '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11': {} }
  const refused = await send('POST', '/customer/v2/bankzugaenge', accesses, customer)
  const back = encodeURIComponent('https://example.org/back')
  return `${refused.headers.get('location')}&callbackUrl=${back}`
}
