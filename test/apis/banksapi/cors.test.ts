import { randomUUID } from 'node:crypto'
import t from 'tap'
import { corsHeaders, preflightHeaders } from '../../../src/apis/banksapi/cors.ts'
import { createSandbox, type Reply } from '../../sandbox.ts'
import { UUID } from './calls.ts'
import { ACCESSES, regulated, unregulated } from './customer.ts'

t.test('a page of another origin may read Location and the correlation id', async t => {
  t.strictSame(corsHeaders('https://app.example'), {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Location, X-Correlation-ID'
  })
})

t.test('a preflight is told all methods and header fields', async t => {
  const headers = preflightHeaders('https://app.example')
  t.equal(headers['Access-Control-Allow-Origin'], '*')
  t.equal(headers['Access-Control-Allow-Methods'], 'GET, POST, PUT, DELETE, OPTIONS')
  const fields = headers['Access-Control-Allow-Headers']?.split(', ') ?? []
  for (const field of ['Authorization', 'Content-Type', 'Accept', 'X-Correlation-ID'])
    t.ok(fields.includes(field), field)
  t.ok(fields.includes('Customer-IP-Address'))
})

t.test('who is no browser gets none of it', async t => {
  t.strictSame(corsHeaders(undefined), {})
  t.strictSame(preflightHeaders(undefined), {})
})

const ORIGIN = { origin: 'https://app.example' }

t.test('a browser may ask before every call, under every spelling', async t => {
  const sandbox = await createSandbox(t)
  for (const path of [
    '/auth/oauth2/token',
    '/auth/mgmt/v1/tenants/demo/users',
    '/providers/v2/',
    '/customer/v2/bankzugaenge',
    '/v2/customer/bankzugaenge',
    '/customer/v2/redirect/sessions/0f6f7f2c-7d5e-4f0c-9b0a-0f6e0c2b8f11',
    '/tags/v1/tag-trees/',
    '/hello/'
  ]) {
    const headers = { ...ORIGIN, 'access-control-request-method': 'DELETE' }
    const reply = await sandbox.call('OPTIONS', path, { headers })
    t.match(reply, { status: 204, text: '' }, path)
    for (const [name, value] of Object.entries(preflightHeaders(ORIGIN.origin)))
      t.equal(reply.headers.get(name), value, `${path}: ${name}`)
  }
})

t.test('every answer can be read by a page of another origin, also what is refused', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const protect = await unregulated(sandbox)
  const body = { [randomUUID()]: {} }
  const answers: readonly (readonly [status: number, answer: Promise<Reply>])[] = [
    [200, sandbox.call('GET', '/customer/v2', { token, headers: ORIGIN })],
    [200, sandbox.call('GET', '/providers/v2', { token, headers: ORIGIN })],
    [200, sandbox.call('GET', '/providers/v2/demo.svg', { headers: ORIGIN })],
    [200, sandbox.call('GET', '/hello/', { headers: ORIGIN })],
    [451, sandbox.call('POST', ACCESSES, { token: protect, headers: ORIGIN, body })],
    [400, sandbox.call('POST', ACCESSES, { token, headers: ORIGIN, body: '{' })],
    [401, sandbox.call('GET', '/customer/v2', { headers: ORIGIN })],
    [403, sandbox.call('GET', '/auth/mgmt/v1/tenants', { token, headers: ORIGIN })],
    [404, sandbox.call('GET', `${ACCESSES}/${randomUUID()}`, { token, headers: ORIGIN })],
    [404, sandbox.call('GET', '/customer/v2/gibt/es/nicht', { token, headers: ORIGIN })],
    [405, sandbox.call('PUT', '/customer/v2', { token, headers: ORIGIN })],
    [400, sandbox.call('POST', '/auth/oauth2/token', { basic: BASIC, headers: ORIGIN })]
  ]
  for (const [status, answer] of answers) {
    const reply = await answer
    t.equal(reply.status, status)
    t.equal(reply.headers.get('access-control-allow-origin'), '*', `${status}`)
    const exposed = reply.headers.get('access-control-expose-headers') ?? ''
    for (const name of ['Location', 'X-Correlation-ID']) t.ok(exposed.includes(name), `${status}`)
  }
})

const BASIC = 'demo/demo-client:demo-secret'

t.test('the correlation id comes back, and there is one where none was sent', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const sent = '0F6F7F2C-7D5E-4f0c-9b0a-0f6e0c2b8f11'
  for (const path of ['/customer/v2', '/providers/v2', '/hello/', '/customer/v2/nichts/da'])
    for (const name of ['X-Correlation-ID', 'x-correlation-id']) {
      const reply = await sandbox.call('GET', path, { token, headers: { [name]: sent } })
      t.equal(reply.headers.get('x-correlation-id'), sent, path)
      const own = await sandbox.call('GET', path, { token })
      t.match(own.headers.get('x-correlation-id'), UUID, path)
    }
})

t.test('HEAD is answered as GET, without a body', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const path of ['/customer/v2', '/providers/v2', '/tags/v1/tag-trees/', '/hello/'])
    t.match(await sandbox.call('HEAD', path, { token }), { status: 200, text: '' }, path)
  t.match(await sandbox.call('HEAD', '/customer/v2'), { status: 401 })
})
