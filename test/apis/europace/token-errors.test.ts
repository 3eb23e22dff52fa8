import t from 'tap'
import { createSandbox, type Request } from '../../sandbox.ts'
import { CLIENT, tokenForm } from './cases.ts'

type Refusal = readonly [title: string, request: Request, error: string, text: string | RegExp]

const WRONG_CLIENT =
  'Client authentication failed: Client id unknown / deactivated or client secret invalid / expired.'
const NO_GRANT = 'Invalid request: Missing "grant_type" parameter'
const NO_ACTOR = 'Unauthorized client: Actor not found'
const NO_SUBJECT = 'Unauthorized client: Subject not found'
const NO_IMPERSONATION =
  'Unauthorized client: Scope `impersonieren` is required if subject != actor'
const NO_SCOPE = 'Invalid, unknown or malformed scope'

/** A known client asks for what cannot be. */
function bad(title: string, parameters: string, error: string, text: string | RegExp): Refusal {
  return [title, { basic: CLIENT, body: tokenForm(parameters) }, error, text]
}

function noActor(title: string, parameters: string): Refusal {
  return bad(title, parameters, 'unauthorized_client', NO_ACTOR)
}

function noSubject(title: string, parameters: string): Refusal {
  return bad(title, parameters, 'unauthorized_client', NO_SUBJECT)
}

function noScope(title: string, scope: string): Refusal {
  return bad(title, `scope=${scope}`, 'invalid_scope', NO_SCOPE)
}

const BAD_REQUESTS: readonly Refusal[] = [
  ['no parameters at all', { basic: CLIENT }, 'invalid_request', NO_GRANT],
  [
    'parameters without a grant type',
    { basic: CLIENT, body: new URLSearchParams({ scope: 'openid' }) },
    'invalid_request',
    NO_GRANT
  ],
  bad('an empty grant type', 'grant_type=', 'invalid_request', NO_GRANT),
  [
    'JSON instead of a form',
    { basic: CLIENT, body: { grant_type: 'client_credentials' } },
    'invalid_request',
    /./
  ],
  [
    'text instead of a form',
    { basic: CLIENT, body: 'grant_type=client_credentials', headers: { 'content-type': 'text/x' } },
    'invalid_request',
    /./
  ],
  noActor('an actor who does not exist', 'actor=QQQ99'),
  noActor('an actor of another organisation', 'actor=DIV95'),
  noActor('another organisation as actor', 'actor=MNC81&subject=DIV95'),
  noActor('an actor that is no partner id', 'actor=__proto__'),
  noSubject('a subject who does not exist', 'subject=QQQ99'),
  noSubject('a subject of another organisation', 'actor=XYZ54&subject=DIV95'),
  noSubject('a subject beside the actor', 'actor=ABC12&subject=TEST'),
  noSubject('a subject above the actor', 'actor=ABC12&subject=XYZ54'),
  bad(
    'impersonation without its scope',
    'actor=XYZ54&subject=ABC12&scope=baufinanzierung:vorgang:lesen',
    'unauthorized_client',
    NO_IMPERSONATION
  ),
  noScope('a scope that does not exist', 'baufinanzierung:vorgang:lesen nothing'),
  noScope('a scope in other letters', 'Impersonieren'),
  noScope('the English name of a scope', 'impersonate'),
  noScope('scopes between commas', 'impersonieren,openid'),
  noScope('a scope named as a property of all objects', 'constructor'),
  bad('an unknown code', 'grant_type=authorization_code&code=zJ0UhY', 'invalid_grant', /./),
  bad('the same as the contract spells it', 'grant_type=code&code=zJ0UhY', 'invalid_grant', /./),
  bad('the grant of a password', 'grant_type=password', 'unsupported_grant_type', /./),
  bad('a refresh token', 'grant_type=refresh_token', 'unsupported_grant_type', /./)
]

const UNAUTHORIZED: readonly [title: string, request: Request][] = [
  ['no header', {}],
  ['an unknown client', { basic: 'nobody:demo-secret' }],
  ['a partner as client', { basic: 'ABC12:demo-secret' }],
  ['a property of all objects as client', { basic: 'constructor:demo-secret' }],
  ['a wrong secret', { basic: 'demo-client:demo-secreT' }],
  ['an empty secret', { basic: 'demo-client:' }],
  ['a secret with more behind it', { basic: 'demo-client:demo-secret:' }],
  ['an empty client id', { basic: ':demo-secret' }],
  ['no colon', { basic: 'demo-client' }],
  ['no base64', { headers: { authorization: 'Basic !!!' } }],
  ['nothing after the scheme', { headers: { authorization: 'Basic' } }],
  ['another scheme', { token: Buffer.from(CLIENT).toString('base64') }],
  [
    'credentials in the body',
    { body: tokenForm('client_id=demo-client&client_secret=demo-secret') }
  ],
  ['a workspace that cannot be', { basic: 'demo-client+Not_A_Name:demo-secret' }],
  ['an empty workspace', { basic: 'demo-client+:demo-secret' }]
]

const ALL: readonly (Refusal | readonly [...Refusal, status: number])[] = [
  ...BAD_REQUESTS,
  ...UNAUTHORIZED.map(
    ([title, request]) =>
      [title, { body: tokenForm(), ...request }, 'invalid_client', WRONG_CLIENT, 401] as const
  ),
  [
    'an injected error',
    { basic: CLIENT, body: tokenForm(), headers: { prefer: 'code=500' } },
    'server_error',
    'Unexpected server error',
    500
  ]
]

t.test('a refusal has the documented body and header fields', async t => {
  const sandbox = await createSandbox(t)
  for (const [title, request, error, error_description, status = 400] of ALL) {
    const { headers, ...reply } = await sandbox.call('POST', '/auth/token', request)
    t.equal(reply.status, status, title)
    if (typeof error_description === 'string')
      t.strictSame(reply.body, { error_description, error }, title)
    else t.match(reply.body, { error_description, error }, title)
    t.same(Object.keys(reply.body).sort(), ['error', 'error_description'], title)
    const names = ['content-type', 'cache-control', 'pragma', 'www-authenticate']
    const challenge = status === 401 ? 'Basic realm="europace"' : null
    t.same(
      names.map(name => headers.get(name)),
      ['application/json', 'no-store', 'no-cache', challenge],
      title
    )
    t.notMatch(reply.text, /demo-secret/, title)
  }
})

t.test('of several mistakes the first in the order of the checks is told', async t => {
  const sandbox = await createSandbox(t)
  const steps: [parameter: string, wrong: string, right: string, told: string][] = [
    ['grant_type', '', 'client_credentials', NO_GRANT],
    ['scope', 'nothing', 'no-access', NO_SCOPE],
    ['actor', 'QQQ99', 'XYZ54', NO_ACTOR],
    ['subject', 'DIV95', 'TEST', NO_SUBJECT]
  ]
  const sent = Object.fromEntries(steps.map(([parameter, wrong]) => [parameter, wrong]))
  const ask = (basic: string) =>
    sandbox.call('POST', '/auth/token', { basic, body: new URLSearchParams(sent) })

  t.match((await ask('nobody:demo-secret')).body, { error_description: WRONG_CLIENT })
  for (const [parameter, , right, told] of steps) {
    t.match((await ask(CLIENT)).body, { error_description: told })
    sent[parameter] = right
  }
  t.match((await ask(CLIENT)).body, { error_description: NO_IMPERSONATION })
  sent['scope'] = 'impersonieren'
  t.match(await ask(CLIENT), { status: 200, body: { scope: 'impersonieren' } })
})

t.test('other statuses can be asked for and have a body of the same form', async t => {
  const sandbox = await createSandbox(t)
  for (const code of [429, 503]) {
    const headers = { prefer: `code=${code}` }
    const reply = await sandbox.call('POST', '/auth/token', { basic: CLIENT, headers })
    t.match(reply, { status: code, body: { error: String, error_description: String } })
  }
})

t.test('there is nothing to revoke, introspect or refresh a token with', async t => {
  const sandbox = await createSandbox(t)
  for (const path of ['/auth/revoke', '/auth/introspect', '/auth/token/revoke']) {
    const reply = await sandbox.call('POST', path, { basic: CLIENT, body: tokenForm() })
    t.equal(reply.status, 404, path)
  }
})
