import { createLocalJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { createSandbox, type Request, START } from '../../sandbox.ts'
import { CLIENT, claimsOf, create, exactly, newCase, tokenForm } from './cases.ts'

const READ = 'baufinanzierung:vorgang:lesen'
const ALL =
  `baufinanzierung:echtgeschaeft ${READ} baufinanzierung:vorgang:schreiben ` +
  'impersonieren privatkredit:antrag:schreiben privatkredit:vorgang:schreiben'

function sorted(scope: unknown): string {
  return String(scope).split(' ').sort().join(' ')
}

t.test('a token is answered as documented', async t => {
  const sandbox = await createSandbox(t)
  const reply = await sandbox.call('POST', '/auth/token', { basic: CLIENT, body: tokenForm() })
  t.equal(reply.status, 200)
  t.equal(reply.headers.get('content-type'), 'application/json')
  t.equal(reply.headers.get('cache-control'), 'no-store')
  t.equal(reply.headers.get('pragma'), 'no-cache')
  const { access_token, scope, ...rest } = reply.body
  t.same(rest, { token_type: 'Bearer', expires_in: 3600 })
  t.match(access_token, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  t.equal(sorted(scope), ALL, 'without a wish it has every scope of the client')
})

t.test('a token can be verified with the published keys', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client', { actor: 'XYZ54', subject: 'TEST' })
  const { body, headers } = await sandbox.call('GET', '/auth/signing-keys')
  t.equal(headers.get('content-type'), 'application/json')
  t.match(body, { keys: [{ kty: 'EC', crv: 'P-384', alg: 'ES384', use: 'sig', kid: /./ }] })
  t.notOk('d' in body.keys[0], 'the private half stays private')

  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(body), {
    issuer: sandbox.url,
    currentDate: new Date(START)
  })
  t.same(protectedHeader, { kid: body.keys[0].kid, alg: 'ES384', typ: 'JWT' })
  t.match(Buffer.from(token, 'base64').toString(), /^\{"kid":/, 'as in all public samples')
  const iat = Date.parse(START) / 1000
  t.match(payload, { sub: 'TEST', act: { sub: 'XYZ54' }, client_id: 'demo-client', iat })
  t.match(payload, { exp: iat + 3600, jti: /./, aud: /./ })
  t.equal(sorted(payload['scope']), ALL)
})

t.test('the discovery document names the addresses of the sandbox', async t => {
  const sandbox = await createSandbox(t)
  const path = '/.well-known/oauth-authorization-server'
  const { status, body, headers } = await sandbox.call('GET', path)
  t.equal(status, 200)
  t.equal(headers.get('content-type'), 'application/json')
  t.match(body, {
    issuer: sandbox.url,
    jwks_uri: `${sandbox.url}/auth/signing-keys`,
    token_endpoint: `${sandbox.url}/auth/token`,
    authorization_endpoint: `${sandbox.url}/authorize`,
    end_session_endpoint: `${sandbox.url}/authorize/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    request_uri_parameter_supported: true
  })
  const proxied = await createSandbox(t, { publicUrl: 'https://sandbox.example/europace' })
  const { body: outside } = await proxied.call('GET', path)
  t.equal(outside.token_endpoint, 'https://sandbox.example/europace/auth/token')
})

t.test('the scope of a token is the wish, limited by client and actor', async t => {
  const sandbox = await createSandbox(t)
  const cases: [title: string, client: string, parameters: string, scope: string][] = [
    ['a single name', 'demo-client', `scope=${READ}`, READ],
    ['a name twice between blanks', 'demo-client', `scope= ${READ}  ${READ} `, READ],
    ['a known name that the client may not have', 'demo-client', `scope=${READ} openid`, READ],
    ['only such names', 'demo-client', 'scope=report:rohdaten:lesen profile', 'no-access'],
    ['no-access alone', 'demo-client', 'scope=no-access', 'no-access'],
    ['no-access beside another', 'demo-client', `scope=no-access ${READ}`, READ],
    ['a client with few scopes', 'readonly-client', '', `${READ} privatkredit:vorgang:lesen`],
    [
      'an actor without some of the rights',
      'demo-client',
      `actor=AAV43&scope=baufinanzierung:echtgeschaeft impersonieren ${READ}`,
      READ
    ]
  ]
  for (const [title, client, parameters, scope] of cases) {
    const request = { basic: `${client}:demo-secret`, body: tokenForm(parameters) }
    const reply = await sandbox.call('POST', '/auth/token', request)
    t.equal(reply.status, 200, title)
    t.equal(reply.body.scope, scope, title)
  }
})

t.test('tokens are issued under every name of the address', async t => {
  const sandbox = await createSandbox(t)
  for (const path of ['/auth/token', '/auth/token/', '/auth/access-token', '/auth/access-token/']) {
    const granted = await sandbox.call('POST', path, { basic: CLIENT, body: tokenForm() })
    t.match(granted, { status: 200, body: { token_type: 'Bearer' } }, path)
    const refused = await sandbox.call('POST', path, { body: tokenForm() })
    t.match(refused, { status: 401, body: { error: 'invalid_client' } }, path)
  }
})

t.test('parameters may stand in the query', async t => {
  const sandbox = await createSandbox(t)
  const query = `grant_type=client_credentials&scope=impersonieren&actor=XYZ54&subject=TEST`
  const token = { status: 200, body: { scope: /^impersonieren$/ } }
  const path = `/auth/token?${query}`
  const withoutBody = await sandbox.call('POST', path, { basic: CLIENT })
  t.match(withoutBody, token)
  t.match(claimsOf(withoutBody.body.access_token), { sub: 'TEST', act: { sub: 'XYZ54' } })

  const body = new URLSearchParams({ scope: 'impersonieren' })
  const path2 = '/auth/token?grant_type=client_credentials'
  t.match(await sandbox.call('POST', path2, { basic: CLIENT, body }), token, 'half and half')

  const type = { 'content-type': 'application/json' }
  const authorization = `Basic ${Buffer.from(CLIENT).toString('base64')}`
  const empty = await exactly(sandbox, { path, headers: { authorization, ...type } })
  t.match(empty, token, 'the type of an empty body does not matter')
})

t.test('Basic is read with tolerance', async t => {
  const sandbox = await createSandbox(t)
  const encoded = (text: string) => Buffer.from(text).toString('base64')
  const headers: [title: string, authorization: string][] = [
    ['the scheme in capitals', `BASIC ${encoded(CLIENT)}`],
    ['the scheme in odd letters', `bAsIc ${encoded(CLIENT)}`],
    ['several blanks', `Basic   ${encoded(CLIENT)}`],
    ['percent-encoding', `Basic ${encoded('demo%2Dclient:demo%2dsecret')}`],
    ['a percent-encoded workspace', `Basic ${encoded('demo-client%2Bqa:demo-secret')}`]
  ]
  for (const [title, authorization] of headers) {
    const request: Request = { headers: { authorization }, body: tokenForm() }
    t.match(await sandbox.call('POST', '/auth/token', request), { status: 200 }, title)
  }
  const tenth = { id: '10%-client', secret: '100%', partner: 'ABC12', scopes: [READ] }
  const odd = await createSandbox(t, { documents: { clients: [tenth] } })
  const reply = await odd.call('POST', '/auth/token', {
    basic: '10%-client:100%',
    body: tokenForm()
  })
  t.match(reply, { status: 200 }, 'a percent sign that encodes nothing stands for itself')
})

t.test('a suffix on the client id leads into a workspace of its own', async t => {
  const sandbox = await createSandbox(t)
  const names = async () =>
    (await sandbox.call('GET', '/_sandkasten/workspaces')).body.map(
      (one: { name: string }) => one.name
    )
  const basic = 'demo-client+ci-1:wrong'
  t.match(await sandbox.call('POST', '/auth/token', { basic }), { status: 401 })
  t.same(await names(), ['default'], 'a wrong secret makes no workspace')

  const [inside, outside] = [await sandbox.token('demo-client+ci-1'), await sandbox.token()]
  t.same(await names(), ['default', 'ci-1'])
  t.match(claimsOf(inside), { client_id: 'demo-client+ci-1', sub: 'ABC12' })
  const nummer = await create(sandbox, inside, newCase())
  const path = `/kundenangaben/${nummer}`
  t.match(await sandbox.call('GET', path, { token: inside }), { status: 200 })
  t.match(await sandbox.call('GET', path, { token: outside }), { status: 404 })
  const { body } = await sandbox.call('GET', '/_sandkasten/requests?workspace=ci-1')
  t.match(body.at(-1), { path, status: 200, client: 'demo-client+ci-1', workspace: 'ci-1' })
})

t.test('with a subject alone the organisation of the client acts', async t => {
  const sandbox = await createSandbox(t)
  const roles: [parameters: Record<string, string>, subject: string, actor: string][] = [
    [{}, 'ABC12', 'ABC12'],
    [{ subject: 'AAV43' }, 'AAV43', 'XYZ54'],
    [{ subject: 'XYZ54' }, 'XYZ54', 'XYZ54'],
    [{ actor: 'TEST' }, 'TEST', 'TEST'],
    [{ actor: 'XYZ54', subject: 'ABC12' }, 'ABC12', 'XYZ54']
  ]
  for (const [parameters, sub, actor] of roles) {
    const claims = claimsOf(await sandbox.token('demo-client', parameters))
    t.match(claims, { sub, act: { sub: actor } }, `${JSON.stringify(parameters)}`)
  }
})

t.test('a token does what its scope says and nothing else', async t => {
  const sandbox = await createSandbox(t)
  const statuses = async (token: string) => [
    (await sandbox.call('GET', '/kundenangaben/ED7PIS', { token })).status,
    (await sandbox.call('POST', '/kundenangaben', { token, body: newCase() })).status,
    (await sandbox.call('POST', '/kundenangaben/body-validation', { token, body: newCase() }))
      .status,
    (await sandbox.call('PUT', '/kundenangaben/ED7PIS', { token, body: {} })).status
  ]
  const none = await sandbox.token('demo-client', { scope: 'no-access' })
  t.same(await statuses(none), [403, 403, 403, 403], 'no-access')
  t.same(await statuses(await sandbox.token('readonly-client')), [200, 403, 403, 403], 'readonly')
  const write = { scope: 'baufinanzierung:vorgang:schreiben' }
  t.same(await statuses(await sandbox.token('demo-client', write)), [403, 201, 200, 400], 'write')
})

t.test('credentials in the body count only if the workspace wants it', async t => {
  const sandbox = await createSandbox(t)
  const ask = (parameters: string) =>
    sandbox.call('POST', '/auth/token', { body: tokenForm(parameters) })
  const right = 'client_id=demo-client&client_secret=demo-secret'
  t.match(await ask(right), { status: 401, body: { error: 'invalid_client' } })
  await sandbox.behave({ 'europace.allowBodyCredentials': true })
  t.match(await ask(right), { status: 200, body: { token_type: 'Bearer' } })
  t.match(await ask(`${right}x`), { status: 401 }, 'a wrong secret')
  t.match(await ask('client_id=demo-client'), { status: 401 }, 'no secret')
})
