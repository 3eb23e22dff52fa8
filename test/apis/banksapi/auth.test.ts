import t from 'tap'
import { createVerschluesselung } from '../../../src/apis/banksapi/credentials.ts'
import { createSandbox } from '../../sandbox.ts'
import {
  ADMIN,
  ask,
  clientToken,
  HOSTING,
  introspect,
  makeUser,
  PROTECT,
  revoke,
  statusOf,
  TOKEN,
  UUID,
  userToken
} from './calls.ts'

const HOUR = 3_600_000
const USER = { grant_type: 'password', username: 'demouser', password: 'secret' }
const CLIENT = { grant_type: 'client_credentials' }
const SCOPES = [
  'http://banksapi.io/provider/read',
  'http://banksapi.io/schedule/read',
  'http://banksapi.io/customer/read',
  'http://banksapi.io/customer/modify',
  'http://banksapi.io/customer/ueberweisung',
  'auth/tenants/users/create'
]

t.test('a token of a client is a UUID that says what it is good for', async t => {
  const sandbox = await createSandbox(t)
  const { status, headers, body } = await ask(sandbox, PROTECT, CLIENT)
  t.equal(status, 200)
  t.equal(headers.get('cache-control'), 'no-store')
  t.match(body.access_token, UUID)
  t.strictSame(body, {
    scope: SCOPES.join(' '),
    tenant: 'demotenant',
    client: 'demoTenantClient',
    additionalData: {},
    validTo: '2026-11-22 10:00:00',
    access_token: body.access_token,
    token_type: 'Bearer',
    expires_in: 86400
  })
})

t.test('a token of a user also says whose it is', async t => {
  const sandbox = await createSandbox(t)
  const { body } = await ask(sandbox, HOSTING, USER)
  t.match(body, {
    tenant: 'demo',
    client: 'demo-client',
    user: '1fad71ee-6dbf-49c7-9cb2-fff588de011f',
    additionalData: { username: 'demouser' },
    scope: SCOPES.join(' ')
  })
})

t.test('the scheme of Basic may be spelled in any case, the path end with a slash', async t => {
  const sandbox = await createSandbox(t)
  const encoded = Buffer.from(`${HOSTING}:demo-secret`).toString('base64')
  for (const scheme of ['Basic', 'basic', 'BASIC']) {
    const body = new URLSearchParams(CLIENT)
    const headers = { authorization: `${scheme} ${encoded}` }
    t.equal((await sandbox.call('POST', TOKEN, { headers, body })).status, 200, scheme)
  }
})

t.test(
  'wrong Basic credentials are a 401 without a body, before the form is looked at',
  async t => {
    const sandbox = await createSandbox(t)
    const cases = [
      undefined,
      'demo/demo-client:wrong',
      'demo/nobody:demo-secret',
      'demo-client:demo-secret',
      'demo/demo-client:',
      'demo/demo-client+No Name:demo-secret',
      ':'
    ]
    for (const basic of cases)
      for (const body of [new URLSearchParams(CLIENT), 'nonsense']) {
        const reply = await sandbox.call('POST', TOKEN, { ...(basic && { basic }), body })
        t.equal(reply.status, 401, String(basic))
        t.equal(reply.text, '')
        t.match(reply.headers.get('www-authenticate'), /^Basic/)
      }
  }
)

t.test('a token request that cannot be understood is a 400 that says why', async t => {
  const sandbox = await createSandbox(t)
  const cases: [string, RegExp][] = [
    ['', /grant_type is missing/],
    ['grant_type=', /grant_type is missing/],
    ['grant_type=authorization_code', /grant_type is unknown/],
    ['grant_type=password&password=secret', /username is missing/],
    ['grant_type=password&username=demouser', /password is missing/],
    ['grant_type=password&username=&password=secret', /username is missing/],
    ['grant_type=refresh_token', /refresh_token is missing/],
    ['grant_type=refresh_token&refresh_token=nonsense', /refresh_token is unknown/],
    ['grant_type=client_credentials&scope=nonsense', /scope nonsense is not granted/],
    ['grant_type=client_credentials&scope=auth/tenants/users/read', /is not granted/],
    ['grant_type=client_credentials&grant_type=password', /grant_type stands twice/]
  ]
  for (const [form, message] of cases) {
    const reply = await ask(sandbox, HOSTING, form)
    t.match(reply, { status: 400, body: { code: '400', message } }, form)
  }
})

t.test('a body that is no form is a 415', async t => {
  const sandbox = await createSandbox(t)
  const reply = await ask(sandbox, HOSTING, JSON.stringify(CLIENT), {
    'content-type': 'application/json'
  })
  t.match(reply, { status: 415, body: { code: '415', message: /no form/ } })
})

t.test('a wrong user is a 401, a user of another tenant too', async t => {
  const sandbox = await createSandbox(t)
  await makeUser(sandbox, HOSTING, 'only-here')
  const cases = [
    [HOSTING, { ...USER, password: 'wrong' }],
    [HOSTING, { ...USER, username: 'nobody' }],
    [PROTECT, { ...USER, username: 'only-here' }]
  ] as const
  for (const [client, form] of cases) {
    const reply = await ask(sandbox, client, form)
    t.equal(reply.status, 401)
    t.equal(reply.text, '')
  }
  t.equal((await ask(sandbox, HOSTING, { ...USER, username: 'only-here' })).status, 200)
})

t.test('name and password may be encoded, not encoded or encoded twice', async t => {
  const sandbox = await createSandbox(t)
  const [name, password] = ['anna+demo@example.org', 'gehe!m %41 ü=1']
  await makeUser(sandbox, HOSTING, name, password)
  const encoded = encodeURIComponent(password)
  const forms = [
    `username=${name}&password=${encoded}`,
    `username=${encodeURIComponent(name)}&password=${password}`,
    `username=${encodeURIComponent(name)}&password=${encoded}`,
    `username=${encodeURIComponent(name)}&password=${encodeURIComponent(encoded)}`,
    `username=${name}&password=${encoded.replaceAll('%20', '+')}`
  ]
  for (const form of forms)
    t.equal((await ask(sandbox, HOSTING, `grant_type=password&${form}`)).status, 200, form)
})

t.test('a scope narrows a token', async t => {
  const sandbox = await createSandbox(t)
  const scope = 'http://banksapi.io/provider/read'
  t.equal((await ask(sandbox, HOSTING, { ...CLIENT, scope })).body.scope, scope)
  const token = await clientToken(sandbox, HOSTING, scope)
  const body = { username: 'anna', password: 'secret' }
  const refused = await sandbox.call('POST', '/auth/mgmt/v1/tenants/demo/users', { token, body })
  t.match(refused, { status: 403, text: '' })
})

t.test('a new token takes the place of one that still lives, with the same rights', async t => {
  const sandbox = await createSandbox(t)
  const old = (await ask(sandbox, HOSTING, { ...USER, scope: `${SCOPES[2]} ${SCOPES[3]}` })).body
  await sandbox.pass(HOUR)
  for (const field of ['refresh_token', 'token']) {
    const form = { grant_type: 'refresh_token', [field]: old.access_token }
    const { status, body } = await ask(sandbox, HOSTING, form)
    t.equal(status, 200)
    t.not(body.access_token, old.access_token)
    const { scope, user, additionalData } = old
    t.match(body, { scope, user, additionalData, expires_in: 86400 })
    t.equal((await ask(sandbox, ADMIN, form)).status, 400, 'it is of another client')
    const more = await ask(sandbox, HOSTING, { ...form, scope: SCOPES[0] as string })
    t.equal(more.status, 400, 'no more than the old one')
  }
  t.equal((await introspect(sandbox, old.access_token)).status, 200)
  await sandbox.pass(23 * HOUR)
  const form = { grant_type: 'refresh_token', refresh_token: old.access_token }
  t.equal((await ask(sandbox, HOSTING, form)).status, 400)
})

t.test('a token of a client is renewed as one', async t => {
  const sandbox = await createSandbox(t)
  const refresh_token = await clientToken(sandbox, ADMIN)
  const { body } = await ask(sandbox, ADMIN, { grant_type: 'refresh_token', refresh_token })
  t.equal(body.user, undefined)
  t.equal(await statusOf(sandbox, body.access_token), 200)
})

t.test('a token lives as long as it is set, and several live at once', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': 7200 })
  const { body } = await ask(sandbox, ADMIN, CLIENT)
  t.match(body, { expires_in: 7200, validTo: '2026-11-21 12:00:00' })
  await sandbox.pass(HOUR)
  const second = await clientToken(sandbox, ADMIN)
  t.equal(await statusOf(sandbox, body.access_token), 200)
  await sandbox.pass(HOUR)
  t.equal(await statusOf(sandbox, body.access_token), 401)
  t.equal(await statusOf(sandbox, second), 200)
})

t.test('a token that is no longer good is a 401, or a 403 when asked for', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, ADMIN)
  await sandbox.pass(24 * HOUR)
  const unknown = '0defaced-1337-d00d-c0de-face8badcafe'
  const isChallenged = async (status: number) => {
    for (const one of [token, unknown, 'nonsense']) {
      const reply = await sandbox.call('GET', '/auth/mgmt/v1/tenants', { token: one })
      t.equal(reply.status, status, one)
      t.equal(reply.text, '')
      const challenge = status === 401 ? 'Bearer error="invalid_token"' : null
      t.equal(reply.headers.get('www-authenticate'), challenge)
    }
    const none = await sandbox.call('GET', '/auth/mgmt/v1/tenants')
    t.match(none, { status: 401, text: '' })
    t.equal(none.headers.get('www-authenticate'), 'Bearer')
  }
  await isChallenged(401)
  await sandbox.behave({ 'banksapi.expiredTokenStatus': 403 })
  await isChallenged(403)
})

t.test('a token may be in capitals and with blanks around it', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, ADMIN)
  for (const authorization of [
    `Bearer ${token} `,
    `bearer   ${token}`,
    `BEARER ${token.toUpperCase()}`
  ]) {
    const headers = { authorization }
    t.equal((await sandbox.call('GET', '/auth/mgmt/v1/tenants', { headers })).status, 200)
  }
})

t.test('introspection shows a token as it was, and what is left of it', async t => {
  const sandbox = await createSandbox(t)
  for (const [client, form] of [
    [HOSTING, USER],
    [PROTECT, CLIENT]
  ] as const) {
    const { body } = await ask(sandbox, client, form)
    t.strictSame((await introspect(sandbox, body.access_token)).body, body)
    await sandbox.pass(HOUR)
    const later = await introspect(sandbox, body.access_token)
    t.strictSame(later.body, { ...body, expires_in: 82800 })
  }
})

t.test('introspection of nothing is a 400, of a token that is not good a 403', async t => {
  const sandbox = await createSandbox(t)
  for (const query of ['', '?token=', '?token=%20', '?token=a&token=b'])
    t.equal((await sandbox.call('GET', `/auth/oauth2/introspect${query}`)).status, 400, query)
  const token = await userToken(sandbox)
  t.equal((await introspect(sandbox, ` ${token} `)).status, 200)
  await revoke(sandbox, token)
  for (const one of [token, '0defaced-1337-d00d-c0de-face8badcafe', 'nonsense'])
    t.match(await introspect(sandbox, one), { status: 403, text: '' })
})

t.test('introspection and revocation need no credentials, but no wrong ones', async t => {
  const sandbox = await createSandbox(t)
  const token = await userToken(sandbox)
  for (const [basic, status] of [
    [`${HOSTING}:demo-secret`, 200],
    [`${HOSTING}:wrong`, 401],
    ['demo/nobody:demo-secret', 401]
  ] as const) {
    const headers = { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }
    t.equal((await introspect(sandbox, token, headers)).status, status, basic)
  }
  t.match(await revoke(sandbox, token, `${HOSTING}:wrong`), { status: 401, text: '' })
  t.equal((await introspect(sandbox, token)).status, 200)
})

t.test('a token that was revoked is void at once', async t => {
  const sandbox = await createSandbox(t)
  const [token, other] = [await clientToken(sandbox, ADMIN), await clientToken(sandbox, ADMIN)]
  for (const _ of ['first', 'again']) {
    t.match(await revoke(sandbox, token), { status: 200, text: '' })
    t.equal(await statusOf(sandbox, token), 401)
  }
  t.equal(await statusOf(sandbox, other), 200)
  t.equal((await revoke(sandbox, 'nonsense')).status, 200)
  const none = await sandbox.call('POST', '/auth/oauth2/revoke', { body: new URLSearchParams({}) })
  t.match(none, { status: 400, body: { code: '400', message: 'token is missing' } })
  const left = (await sandbox.call('GET', '/_sandkasten/events')).text.match(/token-expiry-/g)
  t.equal(left?.length, 1, 'its end is no longer planned')
})

t.test('with credentials only tokens of the same client end', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, ADMIN)
  t.equal((await revoke(sandbox, token, `${PROTECT}:demo-secret`)).status, 200)
  t.equal(await statusOf(sandbox, token), 200)
  t.equal((await revoke(sandbox, token, `${ADMIN}:demo-secret`)).status, 200)
  t.equal(await statusOf(sandbox, token), 401)
})

t.test('an API key brings a token of its client', async t => {
  const sandbox = await createSandbox(t)
  for (const path of ['/one/bc-token', '/onebasic/bc-token']) {
    const { status, body } = await sandbox.call('POST', path, {
      headers: { 'X-API-KEY': 'demo-api-key', 'content-type': 'application/json' }
    })
    t.equal(status, 200)
    t.match(body, { tenant: 'demo', client: 'demo-client', scope: SCOPES.join(' ') })
  }
  for (const headers of [{}, { 'X-API-KEY': '' }, { 'X-API-KEY': 'wrong' }])
    t.match(await sandbox.call('POST', '/one/bc-token', { headers }), { status: 401, text: '' })
})

t.test('a suffix leads into a workspace that comes into being with the right secret', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.call('POST', TOKEN, {
    basic: 'demo/admin-client+ci-1:wrong',
    body: new URLSearchParams(CLIENT)
  })
  const names = async () => (await sandbox.call('GET', '/_sandkasten/workspaces')).text
  t.notMatch(await names(), /ci-1/)
  const token = await clientToken(sandbox, 'demo/admin-client+ci-1')
  t.match(await names(), /ci-1/)
  const body = { username: 'only-there', password: 'secret' }
  const path = '/auth/mgmt/v1/tenants/demo/users'
  t.equal((await sandbox.call('POST', path, { token, body })).status, 201)
  t.match((await sandbox.call('GET', path, { token })).text, /only-there/)
  const outside = await clientToken(sandbox, ADMIN)
  t.notMatch((await sandbox.call('GET', path, { token: outside })).text, /only-there/)
  t.match((await introspect(sandbox, token)).body, { tenant: 'demo', client: 'admin-client' })
  const byKey = await sandbox.call('POST', '/one/bc-token', {
    headers: { 'X-API-KEY': 'demo-api-key+ci-2' }
  })
  t.equal(byKey.status, 200)
  t.match(await names(), /ci-2/)
})

t.test('a reset ends all tokens', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, ADMIN)
  await sandbox.call('POST', '/_sandkasten/reset')
  t.equal(await statusOf(sandbox, token), 401)
})

t.test('a token of a user is not one of a client', async t => {
  const sandbox = await createSandbox(t)
  const token = await userToken(sandbox, ADMIN)
  t.match(await sandbox.call('GET', '/auth/mgmt/v1/tenants', { token }), { status: 403, text: '' })
})

t.test('a value is encrypted so that the key of the sandbox opens it', async t => {
  const sandbox = await createSandbox(t)
  const headers = { 'content-type': 'application/octet-stream+base64' }
  for (const token of [await clientToken(sandbox, HOSTING), await userToken(sandbox)]) {
    const body = Buffer.from('geheim-ü').toString('base64')
    const reply = await sandbox.call('PUT', '/encrypt', { token, headers, body })
    t.equal(reply.status, 200)
    t.equal(reply.headers.get('content-type'), 'application/octet-stream+base64')
    t.equal(createVerschluesselung().decrypt(reply.text), 'geheim-ü')
  }
  const token = await userToken(sandbox)
  const long = Buffer.alloc(600).toString('base64')
  for (const body of ['', 'no base64!', 'abc', long])
    t.equal((await sandbox.call('PUT', '/encrypt', { token, headers, body })).status, 400, body)
  t.equal((await sandbox.call('PUT', '/encrypt', { token, body: 'ZGVtbzE=' })).status, 415)
  t.equal((await sandbox.call('PUT', '/encrypt', { headers, body: 'ZGVtbzE=' })).status, 401)
})

t.test('the journal shows no secret', async t => {
  const sandbox = await createSandbox(t)
  const [user, client] = [await userToken(sandbox), await clientToken(sandbox, HOSTING)]
  await introspect(sandbox, user)
  const headers = { 'content-type': 'application/octet-stream+base64' }
  const pin = Buffer.from('my-secret-pin').toString('base64')
  await sandbox.call('PUT', '/encrypt', { token: user, headers, body: pin })
  await makeUser(sandbox, HOSTING, 'anna', 'a-very-secret-word')
  await sandbox.call('POST', '/one/bc-token', { headers: { 'X-API-KEY': 'demo-api-key' } })
  await revoke(sandbox, client)
  for (const path of ['/_sandkasten/requests', '/_sandkasten/events']) {
    const { status, text } = await sandbox.call('GET', path)
    t.equal(status, 200)
    for (const secret of [user, client, pin, 'demo-secret', 'a-very-secret-word', 'demo-api-key'])
      t.notOk(text.includes(secret), `${path} ${secret}`)
  }
})
