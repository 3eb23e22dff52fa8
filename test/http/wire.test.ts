import t from 'tap'
import { CLIENT, create, newCase, tokenForm } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const PROBLEM = 'https://api.europace.de/kundenangaben/problem/'

/** The last entry of a journal. */
async function lastOf(sandbox: Sandbox, workspace = 'default') {
  const path = `/_sandkasten/requests?limit=1&workspace=${workspace}`
  return (await sandbox.call('GET', path)).body[0]
}

function askForToken(sandbox: Sandbox, prefer: string) {
  const headers = { Prefer: prefer }
  return sandbox.call('POST', '/auth/token', { basic: CLIENT, headers, body: tokenForm() })
}

t.test('Prefer: code answers with that status in the form of the API', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const ask = async (status: number, path = '/kundenangaben') => {
    const headers = { Prefer: `code=${status}`, 'X-TraceId': `t-${status}` }
    return sandbox.call('POST', path, { token, headers, body: newCase() })
  }
  const cases: readonly (readonly [status: number, type: string, title: string])[] = [
    [400, 'bad-request', 'Bad Request'],
    [403, 'forbidden', 'Forbidden'],
    [409, 'conflict', 'Conflict'],
    [422, 'unprocessable-entity', 'Unprocessable Entity'],
    [429, 'too-many-requests', 'Too Many Requests'],
    [503, 'service-unavailable', 'Service Unavailable']
  ]
  for (const [status, type, title] of cases) {
    const reply = await ask(status)
    t.match(reply, { status, body: { type: PROBLEM + type, title, status } })
    t.equal(reply.body.traceId, `t-${status}`)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
    const entry = await lastOf(sandbox)
    t.match(entry, { status, fault: `code=${status}`, operationId: 'importKundenangaben' })
    t.strictSame(entry.changes, [], 'nothing is done')
  }
  t.equal((await ask(503)).body.detail, 'The server is not ready to handle the request')
  t.match(await ask(401), { status: 401, text: '' })

  const failed = await ask(500, '/auth/token')
  t.strictSame(failed.body, {
    error: 'server_error',
    error_description: 'Unexpected server error'
  })
  t.match(await ask(503, '/auth/token'), { status: 503, body: { error: String } })
})

t.test('a fault comes before everything else, so no token is needed', async t => {
  const sandbox = await createSandbox(t)
  const headers = { Prefer: 'code=503' }
  const reply = await sandbox.call('GET', '/kundenangaben/NIX', { headers })
  t.match(reply, { status: 503, body: { type: `${PROBLEM}service-unavailable` } })
})

t.test('a status that the contract does not know is answered as asked', async t => {
  const sandbox = await createSandbox(t)
  const paths = [
    ['POST', '/kundenangaben'],
    ['GET', '/kundenangaben/NIX'],
    ['POST', '/auth/token'],
    ['GET', '/auth/signing-keys']
  ] as const
  for (const [method, path] of paths)
    for (const status of [418, 500, 502, 504, 599]) {
      const reply = await sandbox.call(method, path, { headers: { Prefer: `code=${status}` } })
      t.equal(reply.status, status, `${method} ${path} ${status}`)
      t.match(await lastOf(sandbox), { status, fault: `code=${status}` })
    }
})

t.test('Prefer: delay makes the answer wait and leaves it as it is', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [prefer: string, ms: number])[] = [
    ['delay=2', 2_000],
    ['delay=0.3', 300],
    ['delay="1"', 1_000],
    ['delay=1000', 120_000],
    ['Delay=1e9', 120_000]
  ]
  for (const [index, [prefer, ms]] of cases.entries()) {
    const reply = await askForToken(sandbox, prefer)
    t.match(reply, { status: 200, body: { access_token: String } }, prefer)
    t.strictSame(sandbox.pauses[index], ms)
    t.match(await lastOf(sandbox), { status: 200, fault: `delay=${ms / 1000}` })
  }
  t.equal(sandbox.pauses.length, cases.length)
})

t.test('Prefer: fault=reset cuts the connection', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const headers = { Prefer: 'fault=reset' }
  const cut = sandbox.call('POST', '/kundenangaben', { token, headers, body: newCase() })
  const error = await cut.then(
    () => undefined,
    reason => reason
  )
  t.match(error, { cause: { code: 'ECONNRESET' } })
  const entry = await lastOf(sandbox)
  t.match(entry, { status: 0, fault: 'fault=reset', operationId: 'importKundenangaben' })
  t.strictSame([entry.changes, entry.response], [[], { headers: {} }])
  await t.resolves(create(sandbox, token, newCase()), 'the next request is served')
})

t.test('several faults of one request come in turn', async t => {
  const sandbox = await createSandbox(t)
  t.equal((await askForToken(sandbox, 'code=503, delay=2')).status, 503)
  t.strictSame(sandbox.pauses, [2_000])
  t.match(await lastOf(sandbox), { fault: 'delay=2, code=503' })
  await t.rejects(askForToken(sandbox, 'delay=1, fault=reset'))
  t.strictSame(sandbox.pauses, [2_000, 1_000])
})

t.test('a preference may be spelled as RFC 7240 allows', async t => {
  const sandbox = await createSandbox(t)
  for (const prefer of [
    'code=503',
    'Code=503',
    'code="503"',
    'code = 503',
    'code=503; foo=1',
    'respond-async, code=503',
    'code=503, code=400',
    ',code=503,'
  ])
    t.equal((await askForToken(sandbox, prefer)).status, 503, prefer)
})

t.test('what is no fault changes nothing', async t => {
  const sandbox = await createSandbox(t)
  for (const prefer of [
    'code=200',
    'code=302',
    'code=399',
    'code=600',
    'code=503.5',
    'code=many',
    'code',
    'status=503',
    'delay=0',
    'delay=-1',
    'delay=soon',
    'fault=fire',
    'respond-async',
    ''
  ]) {
    t.equal((await askForToken(sandbox, prefer)).status, 200, prefer)
    t.notOk('fault' in (await lastOf(sandbox)))
  }
  t.strictSame(sandbox.pauses, [])
})

t.test('a fault is noted in the workspace of its request', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+ci')
  const headers = { Prefer: 'code=503' }
  await sandbox.call('GET', '/kundenangaben/NIX', { token, headers })
  t.match(await lastOf(sandbox, 'ci'), { workspace: 'ci', fault: 'code=503' })

  const basic = CLIENT.replace(':', '+ci:')
  await sandbox.call('POST', '/auth/token', { basic, headers })
  t.match(await lastOf(sandbox, 'ci'), { operationId: 'createToken', fault: 'code=503' })
  t.strictSame((await sandbox.call('GET', '/_sandkasten/requests')).body, [])
})
