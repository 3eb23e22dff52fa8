import t from 'tap'
import { loadContract } from '../../src/contract/document.ts'
import { tokenForm } from '../apis/europace/cases.ts'
import { createSandbox } from '../sandbox.ts'

const PROBLEM = { type: 'about:blank', title: String, status: Number, detail: String }

/** Calls of the control API that need a body, and one that is right. */
const WITH_BODY: readonly (readonly [method: string, path: string, body: object])[] = [
  ['PUT', '/clock', { mode: 'frozen' }],
  ['POST', '/clock/advance', { by: 'PT1S' }],
  ['POST', '/requests/find', {}],
  ['POST', '/requests/count', {}],
  ['POST', '/requests/wait', { match: {} }],
  ['PATCH', '/behaviour', {}]
]

function nested(depth: number): string {
  return `{"body":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
}

t.test('an unknown path is a problem, and an unknown method says which ones work', async t => {
  const sandbox = await createSandbox(t)
  for (const path of ['', '/', '/nothing', '/clock/', '/clock/back', '/workspaces/a/b', '/Clock']) {
    const reply = await sandbox.call('GET', `/_sandkasten${path}`)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
    t.match(reply, { status: 404, body: { ...PROBLEM, status: 404, title: 'Not Found' } }, path)
  }
  const cases: readonly (readonly [string, string, string])[] = [
    ['PATCH', '/_sandkasten/clock', 'GET, PUT'],
    ['DELETE', '/_sandkasten/clock/advance', 'POST'],
    ['POST', '/_sandkasten/workspaces/ci', 'PUT, DELETE'],
    ['PUT', '/_sandkasten/requests', 'GET, DELETE'],
    ['GET', '/_sandkasten/reset', 'POST'],
    ['POST', '/health', 'GET'],
    ['DELETE', '/ready', 'GET']
  ]
  for (const [method, path, allow] of cases) {
    const reply = await sandbox.call(method, path)
    t.match(reply, { status: 405, body: { ...PROBLEM, status: 405 } }, `${method} ${path}`)
    t.equal(reply.headers.get('allow'), allow)
  }
})

t.test('a body has to be a JSON object', async t => {
  const sandbox = await createSandbox(t)
  for (const [method, path] of WITH_BODY)
    for (const body of [
      '',
      ' ',
      'nonsense',
      '{',
      '{"a":1,}',
      '[]',
      '"text"',
      'null',
      '1',
      'a=1',
      nested(101),
      nested(50_000)
    ]) {
      const headers = { 'content-type': 'application/json' }
      const reply = await sandbox.call(method, `/_sandkasten${path}`, { headers, body })
      const title = `${method} ${path} ${body.slice(0, 20)}`
      t.match(reply, { status: 400, body: { ...PROBLEM, status: 400 } }, title)
      t.equal(reply.headers.get('content-type'), 'application/problem+json')
    }
})

t.test('what is wrong with a body is said in words', async t => {
  const sandbox = await createSandbox(t)
  const send = (body: string) => sandbox.call('POST', '/_sandkasten/requests/find', { body })
  t.match((await send('')).body, { detail: /empty/ })
  t.match((await send('{')).body, { detail: /not JSON/ })
  t.match((await send('[]')).body, { detail: /object/ })
  t.match((await send(nested(101))).body, { detail: /nested too deeply/ })
  t.match(await send(nested(100)), { status: 200 }, 'a hundred levels are not too deep')
  t.match((await send('{"status":"200","colour":1}')).body.violations, [
    { field: 'colour', message: String },
    { field: 'status', message: 'must be integer' }
  ])
})

t.test('a body may say in several ways that it is JSON', async t => {
  const sandbox = await createSandbox(t)
  for (const [method, path, body] of WITH_BODY) {
    const text = JSON.stringify(body)
    const send = (type: string, sent = text) =>
      sandbox.call(method, `/_sandkasten${path}`, { headers: { 'content-type': type }, body: sent })
    await sandbox.token()
    for (const type of ['application/json; charset=utf-8', 'application/merge-patch+json'])
      t.equal((await send(type)).status, 200, `${path} ${type}`)
    t.equal((await send('application/json', `\ufeff${text}`)).status, 200, 'byte order mark')
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])
      t.match(
        await send(type),
        { status: 415, body: { ...PROBLEM, title: 'Unsupported Media Type' } },
        `${path} ${type}`
      )
  }
})

t.test('a body that is too large is a problem', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 1024 })
  const body = { path: 'x'.repeat(1024) }
  const reply = await sandbox.call('POST', '/_sandkasten/requests/find', { body })
  t.match(reply, { status: 413, body: { ...PROBLEM, title: 'Payload Too Large' } })
})

t.test(
  'a control token closes everything under /_sandkasten but certificates and receivers, and nothing else',
  async t => {
    const sandbox = await createSandbox(t, { controlToken: 'open sesame' })
    const open = /\.pem$|\/inbox\/\{name\}$/
    const closed = loadContract('control').operations.filter(
      ({ path }) => path.startsWith('/_') && !open.test(path)
    )
    t.ok(closed.length > 15)
    for (const { id, method, path } of closed) {
      const reply = await sandbox.call(method, path.replace(/\{.*?\}/, '1'), {})
      t.match(reply, { status: 401, body: { ...PROBLEM, title: 'Unauthorized' } }, id)
      t.match(reply.headers.get('www-authenticate'), /^Bearer/)
      t.notMatch(reply.text, 'sesame')
    }
    t.equal((await sandbox.call('GET', '/health')).status, 200)
    t.equal((await sandbox.call('GET', '/ready')).status, 200)
    t.equal((await sandbox.call('GET', '/')).status, 200)
    await t.resolves(sandbox.token(), 'the APIs do not ask for it')
  }
)

t.test('only the right control token opens', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'open sesame' })
  const status = async (authorization: string) =>
    (await sandbox.call('GET', '/_sandkasten/clock', { headers: { authorization } })).status
  t.equal(await status('Bearer open sesame'), 200)
  t.equal(await status('bearer open sesame'), 200)
  for (const wrong of [
    'Bearer open',
    'Bearer open sesam',
    'Bearer open sesame!',
    'Bearer OPEN SESAME',
    'Bearer',
    'open sesame',
    'Basic open sesame',
    `Bearer ${await sandbox.token()}`
  ])
    t.equal(await status(wrong), 401, wrong)
  const change = { method: 'DELETE', path: '/_sandkasten/requests' }
  t.equal((await sandbox.call(change.method, change.path)).status, 401)
  t.equal((await sandbox.call(change.method, change.path, { token: 'open sesame' })).status, 204)
})

t.test('without a control token everything is open', async t => {
  const sandbox = await createSandbox(t)
  const headers = { authorization: 'Bearer whatever' }
  t.equal((await sandbox.call('GET', '/_sandkasten/clock', { headers })).status, 200)
})

t.test('health and ready answer to anybody and make no workspace', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'open sesame' })
  t.match((await sandbox.call('GET', '/health')).body, { status: 'ok', version: /^\d+\.\d+\.\d+/ })
  const ready = await sandbox.call('GET', '/ready')
  t.strictSame(ready.body, { ready: true, workspaces: 1 })

  const headers = { 'X-Sandkasten-Workspace': 'uninvited' }
  t.equal((await sandbox.call('GET', '/health', { headers })).status, 200)
  t.equal((await sandbox.call('GET', '/ready?workspace=uninvited')).status, 200)
  t.match((await sandbox.call('GET', '/ready')).body, { workspaces: 1 })
  const wrong = { 'X-Sandkasten-Workspace': 'NO NAME' }
  t.equal((await sandbox.call('GET', '/health', { headers: wrong })).status, 200)

  await sandbox.call('POST', '/auth/token', {
    basic: 'demo-client+ci:demo-secret',
    body: tokenForm()
  })
  t.match((await sandbox.call('GET', '/ready')).body, { workspaces: 2 })
})
