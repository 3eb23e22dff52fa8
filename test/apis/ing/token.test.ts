import t from 'tap'
import { createSandbox, type Sandbox, START } from '../../sandbox.ts'
import { claimsOf } from '../europace/cases.ts'
import { countApplications, MINUTE, ofCrefo, read, SECOND } from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

const TOKEN = '/token-api/oauth2/token'
const PING = '/partner-api/ping'
const RIGHT = { client_id: 'demo-client', client_secret: 'demo-secret' }

type Fields = Readonly<Record<string, string>>

function ask(sandbox: Sandbox, fields: Fields, headers: Fields = {}, path = TOKEN) {
  return sandbox.call('POST', path, { body: new URLSearchParams(fields), headers })
}

async function pingStatus(sandbox: Sandbox, token: string): Promise<number> {
  return (await sandbox.call('GET', PING, { token })).status
}

async function workspaces(sandbox: Sandbox): Promise<readonly string[]> {
  const { body } = await sandbox.call('GET', '/_sandkasten/workspaces')
  return body.map((one: { name: string }) => one.name)
}

t.test('both addresses answer with a token as documented', async t => {
  const sandbox = await createSandbox(t)
  for (const path of [TOKEN, '/partner-api/oauth2/token']) {
    const reply = await ask(sandbox, RIGHT, {}, path)
    t.equal(reply.status, 200, path)
    t.equal(reply.headers.get('content-type'), 'application/json')
    const { access_token: token, ...rest } = reply.body
    t.strictSame(rest, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })
    const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString())
    t.match(header, { alg: 'RS256' })
    const iat = Date.parse(START) / SECOND
    t.match(claimsOf(token), { iat, exp: iat + 3599 }, 'by the clock of the workspace')
    t.equal(await pingStatus(sandbox, token), 200)
    const wrong = await sandbox.call('GET', path)
    t.match(wrong, { status: 405, body: { title: 'Method Not Allowed', status: 405 } })
    t.equal(wrong.headers.get('allow'), 'POST')
  }
})

t.test('a token lives for 3599 seconds of the clock', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.pass(3599 * SECOND - 1)
  t.equal(await pingStatus(sandbox, token), 200)
  const later = await ingToken(sandbox)
  await sandbox.pass(1)
  const reply = await sandbox.call('GET', PING, { token })
  t.match(reply, { status: 401, body: { title: 'Unauthorized', status: 401, detail: String } })
  t.equal(reply.headers.get('content-type'), 'application/problem+json')
  t.equal(await pingStatus(sandbox, later), 200, 'each has its own time')
})

t.test('the life of a token is a switch', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'ing.tokenTtlSeconds': 60 })
  const { body } = await ask(sandbox, RIGHT)
  t.match(body, { expires_in: 60, ext_expires_in: 60 })
  await sandbox.pass(MINUTE - 1)
  t.equal(await pingStatus(sandbox, body.access_token), 200)
  await sandbox.pass(1)
  t.equal(await pingStatus(sandbox, body.access_token), 401)
})

const { client_id, client_secret } = RIGHT

const REFUSED: readonly (readonly [
  title: string,
  fields: Fields,
  status: number,
  error: string
])[] = [
  ['nothing', {}, 400, 'invalid_request'],
  ['no secret', { client_id }, 400, 'invalid_request'],
  ['no client', { client_secret }, 400, 'invalid_request'],
  ['an empty secret', { client_id, client_secret: '' }, 400, 'invalid_request'],
  ['an empty client', { client_id: '', client_secret }, 400, 'invalid_request'],
  [
    'names in camel case',
    { clientId: client_id, clientSecret: client_secret },
    400,
    'invalid_request'
  ],
  ['another grant', { ...RIGHT, grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['an empty grant', { ...RIGHT, grant_type: '' }, 400, 'unsupported_grant_type'],
  ['a wrong secret', { client_id, client_secret: 'demo-secret ' }, 401, 'invalid_client'],
  ['a secret in capitals', { client_id, client_secret: 'DEMO-SECRET' }, 401, 'invalid_client'],
  ['an unknown client', { client_id: 'nobody', client_secret }, 401, 'invalid_client'],
  ['a client in capitals', { client_id: 'Demo-Client', client_secret }, 401, 'invalid_client'],
  ['a client of Europace', { client_id: 'readonly-client', client_secret }, 401, 'invalid_client'],
  ['a disabled client', { client_id: 'disabled-client', client_secret }, 401, 'invalid_client'],
  ['a name of every object', { client_id: '__proto__', client_secret }, 401, 'invalid_client']
]

t.test('who does not say the right things gets no token, and an error of OAuth', async t => {
  const sandbox = await createSandbox(t)
  for (const [title, fields, status, error] of REFUSED) {
    const reply = await ask(sandbox, fields)
    t.equal(reply.status, status, title)
    t.equal(reply.headers.get('content-type'), 'application/json')
    t.strictSame(Object.keys(reply.body).sort(), ['error', 'error_description'], title)
    t.match(reply.body, { error, error_description: /\w/ }, title)
  }
})

t.test('fields and signatures that nobody needs are ignored', async t => {
  const sandbox = await createSandbox(t)
  const signed = {
    authorization: 'Signature keyId="demo-client",algorithm="rsa-sha256",signature="AAAA"',
    signature: 'keyId="somebody",algorithm="rsa-sha256",headers="date",signature="AAAA"',
    digest: 'SHA-256=AAAA',
    date: 'yesterday'
  }
  const granted = { status: 200, body: { access_token: /./, expires_in: 3599 } }
  t.match(await ask(sandbox, { ...RIGHT, grant_type: 'client_credentials', scope: 'any' }), granted)
  t.match(await ask(sandbox, { ...RIGHT, resource: 'x', CLIENT_ID: 'nobody' }), granted)
  t.match(await ask(sandbox, RIGHT, signed), granted)
  t.match(await ask(sandbox, RIGHT, { 'subscription-key': 'wrong' }), granted)
})

t.test('the pair counts in the form alone, not in Basic nor in the query', async t => {
  const sandbox = await createSandbox(t)
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const refused = { status: 400, body: { error: 'invalid_request' } }
  t.match(await sandbox.call('POST', TOKEN, { basic: 'demo-client:demo-secret', body }), refused)
  t.match(await sandbox.call('POST', TOKEN, { basic: 'demo-client:demo-secret' }), refused)
  const query = new URLSearchParams(RIGHT)
  t.match(await sandbox.call('POST', `${TOKEN}?${query}`, { body }), refused)
  const basic = 'demo-client:wrong'
  const both = await sandbox.call('POST', TOKEN, { basic, body: new URLSearchParams(RIGHT) })
  t.equal(both.status, 200, 'a wrong one beside the form does no harm')
})

t.test('a body that is no form is refused', async t => {
  const sandbox = await createSandbox(t)
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    const headers = { 'content-type': type }
    const reply = await sandbox.call('POST', TOKEN, { headers, body: JSON.stringify(RIGHT) })
    t.match(reply, { status: 415, body: { title: 'Unsupported Media Type', status: 415 } }, type)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
  }
  const type = 'Application/X-WWW-Form-URLEncoded; charset=utf-8'
  const text = new URLSearchParams(RIGHT).toString()
  const reply = await sandbox.call('POST', TOKEN, { headers: { 'content-type': type }, body: text })
  t.equal(reply.status, 200, 'types have no case')
})

t.test('the suffix of a client is a world of its own', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const other = await ingToken(sandbox, 'demo-client+ci-1')
  t.strictSame(await workspaces(sandbox), ['default', 'ci-1'])

  const there = await submit(sandbox, other, right())
  const id = there.body.application_id
  t.match(await read(sandbox, other, id), { status: 200, body: there.body })
  t.equal((await read(sandbox, token, id)).status, 404, 'unknown at home')

  const here = await submit(sandbox, token, right())
  t.match(here, { status: 201, body: { status: 'CREATED' } }, 'the Crefo number is free at home')
  await submit(sandbox, token, ofCrefo('2010000001'))
  const counts = [await countApplications(sandbox), await countApplications(sandbox, 'ci-1')]
  t.strictSame(counts, [2, 1])

  await sandbox.pass(3599 * SECOND)
  t.equal(await pingStatus(sandbox, token), 401)
  t.equal(await pingStatus(sandbox, other), 200, 'each world has its own time')
  await sandbox.call('DELETE', '/_sandkasten/workspaces/ci-1')
  t.equal(await pingStatus(sandbox, other), 401, 'a token ends with its world')
})

t.test('no world comes into being without a right name and a right secret', async t => {
  const sandbox = await createSandbox(t)
  const suffixes = ['', 'CI', 'a_b', 'ä', 'a+b', ' ', 'a b', '../x', 'x'.repeat(41)]
  for (const suffix of suffixes) {
    const reply = await ask(sandbox, { client_id: `demo-client+${suffix}`, client_secret })
    t.match(reply, { status: 401, body: { error: 'invalid_client' } }, `"${suffix}"`)
  }
  const wrong = { status: 401, body: { error: 'invalid_client' } }
  t.match(await ask(sandbox, { client_id: 'demo-client+ci-2', client_secret: 'no' }), wrong)
  t.match(await ask(sandbox, { client_id: 'nobody+ci-2', client_secret }), wrong)
  t.match(await ask(sandbox, { client_id: 'disabled-client+ci-2', client_secret }), wrong)
  t.strictSame(await workspaces(sandbox), ['default'])
  const longest = `demo-client+${'x'.repeat(40)}`
  t.equal((await ask(sandbox, { client_id: longest, client_secret })).status, 200)
})

t.test('tokens of Europace are no tokens of ING, nor the other way round', async t => {
  const sandbox = await createSandbox(t)
  const europace = await sandbox.token()
  const ing = await ingToken(sandbox)
  const unauthorized = { status: 401, body: { title: 'Unauthorized', status: 401 } }
  t.match(await sandbox.call('GET', PING, { token: europace }), unauthorized)
  t.match(await submit(sandbox, europace, right()), unauthorized)
  t.match(await read(sandbox, europace, 'x'), unauthorized)
  t.equal((await sandbox.call('GET', '/kundenangaben/YX4MDU', { token: ing })).status, 401)
  t.equal((await sandbox.call('GET', '/kundenangaben/YX4MDU', { token: europace })).status, 200)
  t.equal(await pingStatus(sandbox, ing), 200)
})

t.test('a token that was changed, or is none, opens nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const [header, , signature] = token.split('.')
  const claims = { ...claimsOf(token), appid: 'other-client' }
  const forged = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  for (const [title, authorization] of [
    ['none', ''],
    ['no token', 'Bearer'],
    ['another scheme', `Basic ${token}`],
    ['cut', `Bearer ${token.slice(0, -4)}`],
    ['other claims', `Bearer ${header}.${forged}.${signature}`],
    ['unsigned', `Bearer ${none}.${forged}.`],
    ['any text', 'Bearer demo-secret']
  ] as const) {
    const reply = await sandbox.call('GET', PING, { headers: { authorization } })
    t.match(reply, { status: 401, body: { title: 'Unauthorized', status: 401 } }, title)
  }
})

t.test('the journal shows no secrets, no tokens and no keys', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await ask(sandbox, { client_id, client_secret: 'hush-hush' })
  await sandbox.call('POST', TOKEN, { body: { client_id, client_secret: 'hush-hush' } })
  await sandbox.call('POST', TOKEN, { body: '{"client_secret": "hush-hush", ' })
  const headers = { 'subscription-key': 'demo-subscription-key' }
  await sandbox.call('GET', PING, { token, headers })
  await submit(sandbox, token, right(), headers)

  const { body, text } = await sandbox.call('GET', '/_sandkasten/requests')
  const ids = body.map((one: { operationId: string }) => one.operationId)
  const asked = Array(4).fill('createPartnerToken')
  t.strictSame(ids, [...asked, 'ping', 'submitApplication'], 'all are there')
  for (const secret of ['demo-secret', 'hush', token, token.split('.')[2], 'demo-subscription-key'])
    t.notOk(text.includes(String(secret)), `${String(secret).slice(0, 24)} is not shown`)
  t.match(body[0], { status: 200, client: 'demo-client', response: { body: { expires_in: 3599 } } })
})
