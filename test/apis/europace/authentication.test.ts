import { readFileSync } from 'node:fs'
import { generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose'
import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Request, type Sandbox } from '../../sandbox.ts'
import { claimsOf, newCase } from './cases.ts'

const KEY = JSON.parse(readFileSync('fixtures/europace/signing-key.json', 'utf8'))
const HEADER = { kid: KEY.kid, alg: 'ES384', typ: 'JWT' }
const HOUR = 3_600_000

const UPDATE = { kundenangaben: {}, updateMetadaten: {} }
const OPERATIONS: readonly [method: string, path: string, body?: object][] = [
  ['POST', '/kundenangaben', newCase()],
  ['POST', '/kundenangaben/body-validation', newCase()],
  ['GET', '/kundenangaben/ED7PIS'],
  ['PUT', '/kundenangaben/ED7PIS', UPDATE]
]

function read(sandbox: Sandbox, request: Request): Promise<Reply> {
  return sandbox.call('GET', '/kundenangaben/ED7PIS', request)
}

/** A 401 says nothing but what is wrong with the header. */
function unauthorized(t: Test, reply: Reply, title: string, challenge = INVALID): void {
  t.match(reply, { status: 401, text: '' }, title)
  t.equal(reply.headers.get('www-authenticate'), challenge, title)
  t.equal(reply.headers.get('content-type'), null, title)
}

const INVALID = 'Bearer error="invalid_token"'

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

t.test('every operation wants a token', async t => {
  const sandbox = await createSandbox(t)
  for (const [method, path, body] of OPERATIONS) {
    const request = body ? { body } : {}
    const reply = await sandbox.call(method, path, request)
    unauthorized(t, reply, `${method} ${path}`, 'Bearer')
    const wrong = await sandbox.call(method, path, { ...request, token: 'wrong' })
    unauthorized(t, wrong, `${method} ${path}`)
  }
})

t.test('another scheme is no token', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const authorization of [`Basic ${token}`, `Digest ${token}`]) {
    const reply = await read(sandbox, { headers: { authorization } })
    unauthorized(t, reply, authorization.slice(0, 8), 'Bearer')
  }
  const naked = await read(sandbox, { headers: { authorization: token } })
  t.match(naked, { status: 401, text: '' }, 'no scheme at all')
  for (const scheme of ['bearer', 'BEARER', 'Bearer ']) {
    const headers = { authorization: `${scheme} ${token}` }
    t.match(await read(sandbox, { headers }), { status: 200 }, `the letters of ${scheme} are free`)
  }
})

t.test('a token that the sandbox did not sign is refused', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = claimsOf(token) as JWTPayload
  const { privateKey } = await generateKeyPair('ES384')
  const own = await importJWK(KEY)
  const sign = (head: object, more: object, key: typeof own) =>
    new SignJWT({ ...claims, ...more }).setProtectedHeader({ ...HEADER, ...head }).sign(key)
  const secret = new TextEncoder().encode(JSON.stringify({ ...KEY, d: undefined }))
  const wider = encoded({ ...claims, sub: 'DIV95' })

  const tokens: [title: string, token: string][] = [
    ['no JWT', 'abc'],
    ['two parts', `${header}.${payload}`],
    ['an empty signature', `${header}.${payload}.`],
    ['other claims under the signature', `${header}.${wider}.${signature}`],
    ['another signature', `${header}.${payload}.${signature.split('').reverse().join('')}`],
    ['a foreign key', await sign({}, {}, privateKey)],
    ['an unknown kid', await sign({ kid: 'unknown' }, {}, own)],
    ['no kid', await sign({ kid: undefined }, {}, own)],
    ['alg none', `${encoded({ ...HEADER, alg: 'none' })}.${payload}.`],
    ['the public key as a secret', await sign({ alg: 'HS384' }, {}, secret as never)],
    ['an id that was never issued', await sign({}, { jti: 'never' }, own)],
    ['no id', await sign({}, { jti: undefined }, own)],
    ['an unknown workspace', await sign({}, { workspace: 'nowhere' }, own)],
    ['a workspace that cannot be', await sign({}, { workspace: '__proto__' }, own)],
    ['claims that are no JSON', `${header}.${Buffer.from('x').toString('base64url')}.${signature}`],
    ['very long', `${token}${'A'.repeat(9000)}`]
  ]
  for (const [title, one] of tokens) unauthorized(t, await read(sandbox, { token: one }), title)
  t.match(await read(sandbox, { token }), { status: 200 }, 'the real one is still good')
})

t.test('a token lives for an hour of the clock of its workspace', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const elsewhere = await sandbox.token('demo-client+qa')
  await sandbox.pass(HOUR - 1)
  t.match(await read(sandbox, { token }), { status: 200 }, 'a millisecond before its end')
  await sandbox.pass(1)
  unauthorized(t, await read(sandbox, { token }), 'at its end')
  t.match(await read(sandbox, { token: elsewhere }), { status: 200 }, 'elsewhere it is earlier')
  t.match(await read(sandbox, { token: await sandbox.token() }), { status: 200 }, 'a new one')
})

t.test('a reset ends all tokens', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  await sandbox.call('POST', '/_sandkasten/reset')
  unauthorized(t, await read(sandbox, { token }), 'right after the reset')
  await sandbox.token('readonly-client')
  unauthorized(t, await read(sandbox, { token }), 'when others have tokens again')
})

t.test('a token of a dropped workspace is worth nothing, even if there is a new one', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+gone')
  t.match(await read(sandbox, { token }), { status: 200 })
  await sandbox.call('DELETE', '/_sandkasten/workspaces/gone')
  unauthorized(t, await read(sandbox, { token }), 'dropped')
  const { body } = await sandbox.call('GET', '/_sandkasten/workspaces')
  t.match(body, [{ name: 'default' }])
  t.equal(body.length, 1, 'a token makes no workspace')
  await sandbox.token('readonly-client+gone')
  unauthorized(t, await read(sandbox, { token }), 'made anew')
})

t.test('a missing scope is a 403 that names it', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client', { scope: 'privatkredit:vorgang:schreiben' })
  for (const [method, path, body] of OPERATIONS) {
    const reply = await sandbox.call(method, path, body ? { token, body } : { token })
    t.equal(reply.status, 403, `${method} ${path}`)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
    const scope = method === 'GET' ? 'lesen' : 'schreiben'
    const detail = new RegExp(`baufinanzierung:vorgang:${scope}`)
    t.match(reply.body, { title: 'Forbidden', status: 403, detail })
  }
})

t.test('who calls is asked before what is sent', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 1024 })
  const write = ['POST', '/kundenangaben'] as const
  const bodies: [title: string, request: Request][] = [
    ['no JSON', { body: '{' }],
    ['the wrong media type', { body: 'text', headers: { 'content-type': 'text/plain' } }],
    ['too large', { body: ' '.repeat(2000) }]
  ]
  const poor = await sandbox.token('readonly-client')
  for (const [title, request] of bodies) {
    unauthorized(t, await sandbox.call(...write, request), title, 'Bearer')
    t.match(await sandbox.call(...write, { ...request, token: poor }), { status: 403 }, title)
  }
  t.match(await sandbox.call('GET', '/kundenangaben/NONE00'), { status: 401 }, 'unknown number')
})
