import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { type Ask, FREE, pinged, type Row, testRows } from './error-table.ts'
import { ingToken, right, submit } from './requests.ts'
import { complete, digestOf, httpDate, ping, seeded, verdict, without } from './signed.ts'

const HOMEPAGE = 'https://lendico.github.io/partner-api-documentation/'
const MALFORMED = 'Request was malformed or otherwise invalid'
const FULL = { 'ing.profile': 'full' }

const DIGEST = { title: 'Unauthorized', status: 400, type: HOMEPAGE }
const NO_DIGEST = { ...DIGEST, detail: `${MALFORMED} - [Digest Header].` }
const NO_DATE = {
  title: '401',
  status: 400,
  detail: `${MALFORMED} - [Date Header].`,
  type: HOMEPAGE
}
const BAD_SIGNATURE = {
  title: 'Signature could not be successfully verified.',
  status: 401,
  detail:
    'Either the signature is malformed or the information required for constructing that signature is invalid or erroneous, please check the documentation.',
  type: HOMEPAGE
}

const MESSAGE: readonly Row[] = [
  [
    'a digest of something else',
    FULL,
    pinged(() => complete({ digest: digestOf('something else') })),
    {
      ...DIGEST,
      detail: `${MALFORMED} - [Provided payload digest diverge of provided digest].`
    }
  ],
  ['no digest', FULL, pinged(() => without(complete(), 'digest')), NO_DIGEST],
  ['a malformed digest', FULL, pinged(() => complete({ digest: 'MD5=abc' })), NO_DIGEST],
  ['no date', FULL, pinged(() => without(complete(), 'date')), NO_DATE],
  ['a date that cannot be read', FULL, pinged(() => complete({ date: 'today' })), NO_DATE],
  [
    'a date of four minutes ago',
    FULL,
    pinged(() => complete({ date: httpDate(4 * 60_000) })),
    {
      title: 'Unauthorized',
      status: 401,
      detail:
        'Difference between current GMT time and the Date header is more than 3 minutes allowed].',
      type: HOMEPAGE
    }
  ],
  ['no signature', FULL, pinged(() => without(complete(), 'signature')), BAD_SIGNATURE],
  [
    'a signature of another request',
    FULL,
    pinged(() => complete({ target: '/applications' })),
    BAD_SIGNATURE
  ]
]

const BAD_CERTIFICATE = {
  title: 'Invalid client certificate',
  status: '401',
  detail: 'Invalid certificate provided, please try again with a valid certificate'
}
const BAD_TOKEN = { title: 'Unauthorized', status: 401, detail: FREE }
const NO_MATCH = {
  title: 'Partner not matched',
  status: 401,
  detail: 'Unable to find a partner with the provided key/id, please contact the system admin'
}
const FOREIGN_ADDRESS = {
  title: 'Forbidden',
  status: 403,
  detail: 'Caller IP address is not allowed. Access denied.'
}

const CALLER: readonly Row[] = [
  [
    'no subscription key',
    FULL,
    pinged(() => without(complete(), 'subscription-key')),
    {
      title: 'Missing subscription key',
      status: '401',
      detail:
        'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.'
    }
  ],
  [
    'an unknown subscription key',
    FULL,
    pinged(() => ({ ...complete(), 'subscription-key': 'unknown' })),
    {
      title: 'Invalid subscription key',
      status: '401',
      detail:
        'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.'
    }
  ],
  ['no certificate', { 'ing.clientCertificate': 'on' }, pinged(() => ({})), BAD_CERTIFICATE],
  [
    'a certificate that is none',
    { 'ing.clientCertificate': 'on' },
    pinged(() => ({ 'x-client-cert': '%00' })),
    BAD_CERTIFICATE
  ],
  ['no token', {}, sandbox => ping(sandbox), BAD_TOKEN],
  ['a token of nobody', {}, sandbox => ping(sandbox, 'abc'), BAD_TOKEN],
  ['a token of another API', {}, async sandbox => ping(sandbox, await sandbox.token()), BAD_TOKEN],
  ['a token that is over', {}, afterAnHour(), BAD_TOKEN],
  [
    'the id of another partner',
    {},
    pinged(() => ({ 'partner-company-id': seeded('other-client').partner })),
    NO_MATCH
  ],
  ['no id of a partner', FULL, pinged(() => without(complete(), 'partner-company-id')), NO_MATCH],
  [
    'an application of another partner',
    {},
    askForeign(),
    {
      title: 'Unauthorized',
      status: 401,
      detail: 'Unauthorized access to the resource, please contact the system admin.'
    }
  ],
  [
    'an address that is not registered',
    { 'ing.ipAllowList': 'on' },
    pinged(() => ({ 'x-forwarded-for': '203.0.113.1' })),
    FOREIGN_ADDRESS
  ]
]

testRows([...MESSAGE, ...CALLER])

t.test('all that profile full asks for brings the sentence of the ping', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  const { status, text, headers } = await ping(sandbox, token, complete())
  t.strictSame([status, text], [200, 'You are connected to partner API!'])
  t.equal(headers.get('content-type'), 'text/plain; charset=utf-8')
})

t.test('the layers before the token guard the token service too', async t => {
  const sandbox = await createSandbox(t)
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const ask = (headers = {}) => sandbox.call('POST', '/token-api/oauth2/token', { headers, body })
  t.equal((await ask({ signature: 'Signature keyId="x"', digest: 'x' })).status, 200)

  await sandbox.behave(FULL)
  t.equal(verdict(await ask()), 'Missing subscription key')
  t.equal(verdict(await ask({ 'subscription-key': 'x' })), 'Invalid subscription key')
  const { subscriptionKey } = seeded('demo-client')
  t.equal((await ask({ 'subscription-key': subscriptionKey })).status, 200, 'no more is needed')
  await sandbox.behave({ 'ing.clientCertificate': 'on' })
  const refused = await ask({ 'subscription-key': subscriptionKey })
  t.strictSame([refused.status, refused.body.title], [401, 'Invalid client certificate'])
})

function afterAnHour(): Ask {
  return async (sandbox, token) => {
    t.equal((await ping(sandbox, token)).status, 200)
    await sandbox.pass(3_599_000)
    return ping(sandbox, token)
  }
}

function askForeign(): Ask {
  return async (sandbox, token) => {
    const other = await ingToken(sandbox, 'other-client')
    const { body } = await submit(sandbox, other, right())
    return sandbox.call('GET', `/partner-api/applications/${body.application_id}`, { token })
  }
}
