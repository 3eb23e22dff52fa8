import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { CLIENT, type Exact, exactly, newCase } from './cases.ts'

const GENERATED = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;Parent=[0-9a-f]{16};Sampled=[01])?$/
const CASE = JSON.stringify(newCase())
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }
const GRANT = 'grant_type=client_credentials'

type Answer = Exact & { readonly title: string; readonly status: number }

/** One request for every kind of answer. */
async function answers(sandbox: Sandbox): Promise<readonly Answer[]> {
  const token = { authorization: `Bearer ${await sandbox.token()}` }
  const client = { authorization: `Basic ${Buffer.from(CLIENT).toString('base64')}` }
  const json = { ...token, ...JSON_TYPE }
  const form = { ...client, ...FORM_TYPE }
  const cases = '/kundenangaben'
  const one = `${cases}/ED7PIS`
  return [
    { title: 'created', status: 201, headers: json, body: CASE },
    { title: 'checked', status: 200, path: `${cases}/body-validation`, headers: json, body: CASE },
    { title: 'read', status: 200, method: 'GET', path: one, headers: token },
    { title: 'unreadable', status: 400, headers: json, body: '{' },
    { title: 'constraints', status: 400, headers: json, body: '{}' },
    { title: 'no token', status: 401, headers: JSON_TYPE, body: CASE },
    { title: 'no scope', status: 403, headers: { ...json, prefer: 'code=403' }, body: CASE },
    {
      title: 'unknown number',
      status: 404,
      method: 'GET',
      path: `${cases}/NONE00`,
      headers: token
    },
    { title: 'unknown path', status: 404, method: 'GET', path: `${one}/kunden`, headers: token },
    { title: 'wrong method', status: 405, method: 'DELETE', path: one, headers: token },
    {
      title: 'wanting no JSON',
      status: 406,
      headers: { ...json, accept: 'text/html' },
      body: CASE
    },
    { title: 'too large', status: 413, headers: json, body: ' '.repeat(2000) },
    { title: 'no JSON', status: 415, headers: { ...token, 'content-type': 'text/x' }, body: CASE },
    { title: 'archived', status: 422, method: 'PUT', path: one, headers: json, body: UPDATE },
    { title: 'too many', status: 429, headers: { ...json, prefer: 'code=429' }, body: CASE },
    { title: 'down', status: 503, headers: { ...json, prefer: 'code=503' }, body: CASE },
    { title: 'token', status: 200, path: '/auth/token', headers: form, body: GRANT },
    { title: 'token: no grant', status: 400, path: '/auth/token', headers: form },
    {
      title: 'token: no client',
      status: 401,
      path: '/auth/token',
      headers: FORM_TYPE,
      body: GRANT
    },
    { title: 'token: path', status: 404, path: '/auth/token/unknown', headers: form },
    { title: 'token: method', status: 405, method: 'GET', path: '/auth/token', headers: client },
    {
      title: 'token: size',
      status: 413,
      path: '/auth/token',
      headers: form,
      body: CASE.repeat(50)
    },
    { title: 'keys', status: 200, method: 'GET', path: '/auth/signing-keys' },
    {
      title: 'discovery',
      status: 200,
      method: 'GET',
      path: '/.well-known/oauth-authorization-server'
    }
  ]
}

const UPDATE = JSON.stringify({ kundenangaben: {}, updateMetadaten: {} })

t.test('every answer names the request as the client did', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 1024 })
  for (const { title, status, headers, ...request } of await answers(sandbox)) {
    const sent = { ...request, headers: { ...headers, 'x-traceid': `sys-${title}` } }
    const reply = await exactly(sandbox, sent)
    t.equal(reply.status, status, title)
    t.equal(reply.headers.get('x-traceid'), `sys-${title}`, title)
    if (/problem/.test(reply.headers.get('content-type') ?? ''))
      t.equal(reply.body.traceId, `sys-${title}`, `${title}: in the problem too`)
  }
})

t.test('a request without a name is given one of its own', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 1024 })
  const seen = new Set<string>()
  const all = await answers(sandbox)
  for (const { title, headers = {}, ...request } of all) {
    const reply = await exactly(sandbox, { ...request, headers })
    const traceId = reply.headers.get('x-traceid') ?? ''
    t.match(traceId, GENERATED, title)
    if (/problem/.test(reply.headers.get('content-type') ?? ''))
      t.equal(reply.body.traceId, traceId, `${title}: in the problem too`)
    seen.add(traceId)
  }
  t.equal(seen.size, all.length, 'no two are the same')
})

t.test('a replaced case is answered with the name too', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const created = await sandbox.call('POST', '/kundenangaben', { token, body: newCase() })
  const headers = { 'x-traceid': 'sys12345678' }
  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  const replaced = await sandbox.call('PUT', path, { token, headers, body: UPDATE })
  t.equal(replaced.status, 204)
  t.equal(replaced.headers.get('x-traceid'), 'sys12345678')
})

t.test('a name is echoed as 256 printable characters at most', async t => {
  const sandbox = await createSandbox(t)
  const names: [sent: string, told: string | RegExp][] = [
    ['sys12345678', 'sys12345678'],
    [
      'Root=1-5f2e;Parent=53995c3f42cd8ad8;Sampled=1',
      'Root=1-5f2e;Parent=53995c3f42cd8ad8;Sampled=1'
    ],
    ['a b, "c" <d>', 'a b, "c" <d>'],
    ['x'.repeat(256), 'x'.repeat(256)],
    ['x'.repeat(257), 'x'.repeat(256)],
    ['caf\u00e9', 'caf'],
    ['\u00e9', GENERATED],
    ['', GENERATED]
  ]
  for (const [sent, told] of names) {
    const headers = { 'x-traceid': sent }
    const reply = await exactly(sandbox, { method: 'GET', path: '/kundenangaben/X', headers })
    const traceId = reply.headers.get('x-traceid')
    const title = JSON.stringify(sent.slice(0, 20))
    if (typeof told === 'string') t.equal(traceId, told, title)
    else t.match(traceId, told, title)
  }
})

t.test('the journal finds a request by its name', async t => {
  const sandbox = await createSandbox(t)
  const headers = { 'x-traceid': 'find me' }
  await sandbox.call('GET', '/kundenangaben/NONE00', { token: await sandbox.token(), headers })
  const body = { correlationId: 'find me' }
  const found = await sandbox.call('POST', '/_sandkasten/requests/find', { body })
  t.match(found.body, [{ operationId: 'getKundenangaben', status: 404, correlationId: 'find me' }])
})

t.test('an address that is too long or no UTF-8 is refused like any other', async t => {
  const sandbox = await createSandbox(t)
  const headers = { 'x-traceid': 'odd', authorization: `Bearer ${await sandbox.token()}` }
  const steps = ['%', '%ff', 'A'.repeat(501), 'A'.repeat(10_000)]
  for (const step of steps) {
    for (const path of ['/kundenangaben', '/auth/token']) {
      const reply = await exactly(sandbox, { method: 'GET', path: `${path}/${step}`, headers })
      const title = `${path}/${step.slice(0, 5)} (${step.length})`
      t.ok(reply.status >= 400 && reply.status < 500, `${title}: ${reply.status}`)
      t.equal(reply.headers.get('x-traceid'), 'odd', title)
      if (path === '/auth/token') t.match(reply.body, { error_description: String }, title)
      else t.match(reply.body, { type: /\/kundenangaben\/problem\//, traceId: 'odd' }, title)
    }
  }
})
