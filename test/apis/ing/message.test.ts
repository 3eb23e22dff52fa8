import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { ingToken, right, submit } from './requests.ts'
import {
  complete,
  digestOf,
  type Fields,
  httpDate,
  ping,
  SIGNING_KEY,
  seeded,
  signed,
  verdict,
  without
} from './signed.ts'

const FULL = { 'ing.profile': 'full' }
const BAD_SIGNATURE = 'Signature could not be successfully verified.'
const DIFFERS = /payload digest diverge/
const MINUTE = 60_000

/** A sandbox that asks for everything, with a token. */
async function strictly(t: Parameters<typeof createSandbox>[0], options = {}) {
  const sandbox = await createSandbox(t, options)
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  return { sandbox, token }
}

t.test('Date is compared with the time of the wall, whatever a frozen clock says', async t => {
  const clockStart = '2031-05-01T10:00:00Z'
  const { sandbox, token } = await strictly(t, { clockStart })
  t.equal(verdict(await ping(sandbox, token, complete())), 200)
  const date = new Date(clockStart).toUTCString()
  t.match(await ping(sandbox, token, complete({ date })), {
    status: 401,
    body: { detail: /more than 3 minutes/ }
  })
})

t.test('Date is compared with the time of the wall after the clock was advanced', async t => {
  const { sandbox, token } = await strictly(t)
  await sandbox.pass(50 * MINUTE)
  t.equal(verdict(await ping(sandbox, token, complete())), 200)
  const date = httpDate(-50 * MINUTE)
  t.match(await ping(sandbox, token, complete({ date })), { status: 401 })
})

t.test('a date may be off as far as the switch says', async t => {
  const { sandbox, token } = await strictly(t)
  const ask = async (ageMs: number) =>
    (await ping(sandbox, token, complete({ date: httpDate(ageMs) }))).status
  t.strictSame([await ask(2 * MINUTE), await ask(-2 * MINUTE)], [200, 200])
  t.strictSame([await ask(4 * MINUTE), await ask(-4 * MINUTE)], [401, 401])
  await sandbox.behave({ 'ing.dateSkewSeconds': 3600 })
  t.strictSame([await ask(59 * MINUTE), await ask(-59 * MINUTE)], [200, 200])
  t.strictSame([await ask(61 * MINUTE), await ask(-61 * MINUTE)], [401, 401])
})

t.test('all spellings of the zone are taken over the wire', async t => {
  const { sandbox, token } = await strictly(t)
  for (const zone of ['GMT', 'UTC', 'Z', '+0000', '+00:00']) {
    const date = httpDate().replace('GMT', zone)
    t.equal(verdict(await ping(sandbox, token, complete({ date }))), 200, zone)
  }
})

t.test('the path is signed with or without /partner-api, and with its query', async t => {
  const { sandbox, token } = await strictly(t)
  const ask = async (target: string, path = '/partner-api/ping') => {
    const headers = complete({ target })
    return verdict(await sandbox.call('GET', path, { token, headers }))
  }
  t.equal(await ask('/ping'), 200)
  t.equal(await ask('/partner-api/ping'), 200)
  t.equal(await ask('/ping?a=%20b&c', '/partner-api/ping?a=%20b&c'), 200)
  t.equal(await ask('/partner-api/ping?a=1', '/partner-api/ping?a=1'), 200)
  t.equal(await ask('/ping', '/partner-api/ping?a=1'), BAD_SIGNATURE)
  t.equal(await ask('/ping?a=2', '/partner-api/ping?a=1'), BAD_SIGNATURE)
  t.equal(await ask('ping'), BAD_SIGNATURE)
  t.equal(await ask('/token-api/ping'), BAD_SIGNATURE)
})

t.test('behind a path prefix the path is signed with or without it', async t => {
  const publicUrl = 'https://sandkasten.example/ing'
  const { sandbox, token } = await strictly(t, { publicUrl })
  for (const target of ['/ing/partner-api/ping', '/partner-api/ping', '/ping']) {
    const sent = { token, headers: complete({ target }) }
    // A proxy may take the prefix off.
    for (const path of ['/ing/partner-api/ping', '/partner-api/ping'])
      t.equal(verdict(await sandbox.call('GET', path, sent)), 200, `${target} at ${path}`)
  }
  const headers = complete({ target: '/other/partner-api/ping' })
  const { status } = await sandbox.call('GET', '/ing/partner-api/ping', { token, headers })
  t.equal(status, 401, 'another prefix')
})

t.test('other headers may be signed as well', async t => {
  const { sandbox, token } = await strictly(t)
  const names = ['(request-target)', 'host', 'date', 'digest', 'x-request-id']
  const headers = { host: new URL(sandbox.url).host, 'x-request-id': '7' }
  const sent = complete({ names, headers })
  t.equal(verdict(await ping(sandbox, token, sent)), 200)
  t.equal(verdict(await ping(sandbox, token, { ...sent, 'x-request-id': '8' })), BAD_SIGNATURE)
})

/** Submits a text as it is, signed over another one if need be. */
function post(sandbox: Sandbox, token: string, body: string, signedBody = body, more: Fields = {}) {
  const headers = complete({ method: 'POST', target: '/applications', body: signedBody })
  return submit(sandbox, token, body, { ...headers, ...more })
}

t.test('a body is verified byte by byte, before it is read as JSON', async t => {
  const { sandbox, token } = await strictly(t)
  await sandbox.behave({ 'ing.crefoWindowSeconds': 0 })
  const compact = JSON.stringify(right())
  const spellings = [
    compact,
    JSON.stringify(right(), null, '\t'),
    `\r\n  ${compact.replaceAll('":', '"  :\n')}\n\n`,
    compact.replace('Wonderland', '\\u0057onderland'),
    compact.replace('"purpose"', '"unknown":"ü ß €","purpose"')
  ]
  for (const body of spellings) {
    t.equal(verdict(await post(sandbox, token, body)), 201, body.slice(0, 40))
    t.match(await post(sandbox, token, `${body} `, body), { body: { detail: DIFFERS } })
  }
  const indented = JSON.stringify(right(), null, 2)
  const same = await post(sandbox, token, indented, compact)
  t.match(same, { status: 400, body: { title: 'Unauthorized', detail: DIFFERS } })
})

t.test('a signature of another body, path or method is refused', async t => {
  const { sandbox, token } = await strictly(t)
  const body = JSON.stringify(right())
  const digest = { digest: digestOf(body) }
  t.equal(verdict(await post(sandbox, token, body, '{}', digest)), BAD_SIGNATURE)
  const ask = async (method: string, target: string) =>
    verdict(await submit(sandbox, token, body, complete({ method, target, body })))
  t.equal(await ask('POST', '/ping'), BAD_SIGNATURE)
  t.equal(await ask('GET', '/applications'), BAD_SIGNATURE)
  t.equal(await ask('POST', '/applications'), 201)
})

t.test(
  'with ifPresent a signature is checked where it is sent, and what belongs to it',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await ingToken(sandbox)
    await sandbox.behave({ 'ing.signature': 'ifPresent' })
    const ask = async (headers: Fields) => verdict(await ping(sandbox, token, headers))
    t.equal(await ask({}), 200)
    t.equal(await ask({ date: 'nonsense', digest: 'nonsense' }), 200, 'nothing without a signature')
    t.equal(await ask(signed()), 200)
    t.equal(await ask({ ...signed(), signature: 'nonsense' }), BAD_SIGNATURE)
    t.equal(await ask({ ...signed(), signature: '' }), BAD_SIGNATURE)
    t.equal(await ask(without(signed(), 'date')), '401')
    t.equal(await ask(signed({ date: httpDate(10 * MINUTE) })), 'Unauthorized')
    t.equal(await ask(without(signed(), 'digest')), 'Unauthorized')
    t.equal(await ask(signed({ digest: digestOf('x') })), 'Unauthorized')
  }
)

t.test('keyId is the client id as the client uses it, suffix included', async t => {
  const sandbox = await createSandbox(t, { behaviour: FULL })
  const { subscriptionKey } = seeded('demo-client')
  const tokenOf = async (client: string) => {
    const body = new URLSearchParams({ client_id: client, client_secret: 'demo-secret' })
    const headers = { 'subscription-key': subscriptionKey }
    return (await sandbox.call('POST', '/token-api/oauth2/token', { headers, body })).body
  }
  const { access_token: here } = await tokenOf('demo-client')
  const { access_token: there } = await tokenOf('demo-client+ci-1')
  const ask = async (token: string, keyId: string) =>
    verdict(await ping(sandbox, token, complete({ keyId })))
  t.equal(await ask(here, 'demo-client'), 200)
  t.equal(await ask(there, 'demo-client+ci-1'), 200)
  t.equal(await ask(there, 'demo-client'), BAD_SIGNATURE)
  t.equal(await ask(here, 'demo-client+ci-1'), BAD_SIGNATURE)
  t.equal(await ask(there, 'demo-client+ci-2'), BAD_SIGNATURE)
})

t.test('the token of another client does not go with a signature', async t => {
  const { sandbox } = await strictly(t)
  await sandbox.behave({ 'ing.profile': 'simple' })
  const other = await ingToken(sandbox, 'other-client')
  await sandbox.behave(FULL)
  const ask = async (keyId: string) =>
    verdict(await ping(sandbox, other, complete({ keyId }, 'other-client')))
  t.equal(await ask('demo-client'), BAD_SIGNATURE, 'the key of the demo client, under its name')
  t.equal(await ask('other-client'), BAD_SIGNATURE, 'no key of this client is known')
  const path = '/_sandkasten/ing/clients/other-client/signing-key'
  const { publicKey } = SIGNING_KEY
  t.equal((await sandbox.call('PUT', path, { body: { publicKey } })).status, 200)
  t.equal(await ask('other-client'), 200)
  t.equal(await ask('demo-client'), BAD_SIGNATURE)
})

t.test('a new workspace does not take over the switches of the default one', async t => {
  const { sandbox } = await strictly(t)
  await t.resolves(ingToken(sandbox, 'demo-client+ci-9'))
})
