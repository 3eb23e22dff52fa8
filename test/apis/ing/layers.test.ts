import { generateKeyPairSync } from 'node:crypto'
import t, { type Test } from 'tap'
import { certify } from '../../certificates.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { ingToken, right } from './requests.ts'
import {
  complete,
  digestOf,
  type Fields,
  httpDate,
  ping,
  seeded,
  signed,
  verdict,
  without
} from './signed.ts'

const FULL = { 'ing.profile': 'full' }
const OUTSIDE = { 'x-forwarded-for': '203.0.113.1' }
/** The key of somebody else. */
const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

const BAD_SIGNATURE = 'Signature could not be successfully verified.'

/** A switch, headers that this layer alone refuses, how it refuses them, and headers that it is content with. */
type Layer = readonly [name: string, wrong: () => Fields, refusal: string, enough: () => Fields]

const LAYERS: readonly Layer[] = [
  ['ing.ipAllowList', () => ({ ...complete(), ...OUTSIDE }), 'Forbidden', () => ({})],
  [
    'ing.subscriptionKey',
    () => without(complete(), 'subscription-key'),
    'Missing subscription key',
    () => ({ 'subscription-key': seeded('demo-client').subscriptionKey })
  ],
  [
    'ing.partnerCompanyId',
    () => without(complete(), 'partner-company-id'),
    'Partner not matched',
    () => ({ 'partner-company-id': seeded('demo-client').partner })
  ],
  [
    'ing.date',
    () => complete({ date: httpDate(3_600_000) }),
    'Unauthorized',
    () => ({ date: httpDate() })
  ],
  [
    'ing.digest',
    () => complete({ digest: digestOf('another body') }),
    'Unauthorized',
    () => ({ digest: digestOf('') })
  ],
  ['ing.signature', () => without(complete(), 'signature'), BAD_SIGNATURE, () => signed()]
]

t.test('a layer can be switched on by itself', async t => {
  const sandbox = await createSandbox(t, { trustProxy: true })
  const token = await ingToken(sandbox)
  for (const [name, wrong, refusal, enough] of LAYERS) {
    t.equal(verdict(await ping(sandbox, token, wrong())), 200, `${name} is off by default`)
    await sandbox.behave({ [name]: 'on' })
    t.equal(verdict(await ping(sandbox, token, wrong())), refusal, `${name} is on`)
    t.equal(verdict(await ping(sandbox, token, enough())), 200, `${name} wants no more`)
    await sandbox.behave({ [name]: null })
  }
})

t.test('a layer can be switched off by itself', async t => {
  const sandbox = await createSandbox(t, { trustProxy: true })
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  for (const [name, wrong, refusal] of LAYERS) {
    t.equal(verdict(await ping(sandbox, token, wrong())), refusal, `${name} is on`)
    await sandbox.behave({ [name]: 'off' })
    t.equal(verdict(await ping(sandbox, token, wrong())), 200, `${name} is off`)
    await sandbox.behave({ [name]: 'profile' })
  }
})

t.test('profile simple asks for a token alone and looks at nothing else that is sent', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  t.equal(verdict(await ping(sandbox)), 'Unauthorized')
  t.equal(verdict(await ping(sandbox, token)), 200)
  const headers = {
    'subscription-key': 'wrong',
    date: 'wrong',
    digest: 'wrong',
    signature: 'wrong',
    'x-client-cert': 'wrong'
  }
  t.equal(verdict(await ping(sandbox, token, headers)), 200)
})

t.test('in profile simple the id of the partner may be missing but not wrong', async t => {
  const sandbox = await createSandbox(t)
  const ask = async (client: string, partner: string) => {
    const headers = { 'partner-company-id': partner }
    return verdict(await ping(sandbox, await ingToken(sandbox, client), headers))
  }
  const [demo, other] = [seeded('demo-client').partner, seeded('other-client').partner]
  t.equal(await ask('demo-client', demo), 200)
  t.equal(await ask('other-client', other), 200)
  t.equal(await ask('demo-client', other), 'Partner not matched')
  t.equal(await ask('other-client', demo), 'Partner not matched')
  t.equal(await ask('demo-client', 'nobody'), 'Partner not matched')
  t.equal(await ask('demo-client', ''), 'Partner not matched')
})

t.test('in profile full the id of the partner is needed', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  const headers = complete()
  t.equal(verdict(await ping(sandbox, token, headers)), 200)
  const lacking = without(headers, 'partner-company-id')
  t.equal(verdict(await ping(sandbox, token, lacking)), 'Partner not matched')
})

t.test('the subscription key of another partner is valid, but does not match', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.subscriptionKey': 'on' })
  const { subscriptionKey } = seeded('other-client')
  const reply = await ping(sandbox, token, { 'subscription-key': subscriptionKey })
  t.strictSame([reply.status, verdict(reply)], [401, 'Partner not matched'])
})

t.test('over plain HTTP profile full does not ask for a certificate', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  const headers = { ...complete(), 'x-client-cert': 'wrong' }
  t.equal(verdict(await ping(sandbox, token, headers)), 200)
})

type Change = {
  readonly headers?: Fields
  readonly token?: string
  readonly body?: string
  readonly switches?: Readonly<Record<string, number | null>>
}

/** What becomes better with a step, and a part of the answer: of status, title and detail. */
type Step = readonly [change: Change, answer: string]

/** Sends a request again and again, each time a little better. */
async function improve(t: Test, sandbox: Sandbox, operation: string, steps: readonly Step[]) {
  const [method = '', path = ''] = operation.split(' ')
  let request: Change = {}
  for (const [step, expected] of steps) {
    const headers = { ...request.headers, ...step.headers }
    request = { ...request, ...step, headers }
    if (step.switches) await sandbox.behave(step.switches)
    const { token, body } = request
    const sent = { headers, ...(token && { token }), ...(body !== undefined && { body }) }
    const reply = await sandbox.call(method, path, sent)
    const { title, detail } = reply.body ?? {}
    t.match(`${reply.status} ${title}: ${detail}`, expected)
  }
}

t.test('of several mistakes the first in the order of the layers is told', async t => {
  const sandbox = await createSandbox(t, { trustProxy: true })
  const token = await ingToken(sandbox)
  const [demo, other] = [seeded('demo-client'), seeded('other-client')]
  await sandbox.behave({ ...FULL, 'ing.clientCertificate': 'on', 'ing.ipAllowList': 'off' })
  const { certificate } = await certify()
  const wrong = { digest: 'x', key: KEY }
  const shown = { 'x-client-cert': encodeURIComponent(certificate) }
  const key = { 'subscription-key': demo.subscriptionKey }
  await sandbox.behave({ 'ing.throttleLimit': 1 })
  await ping(sandbox, undefined, { ...OUTSIDE, ...shown, ...key })
  await sandbox.behave({ 'ing.ipAllowList': null })
  await ping(sandbox, undefined, { ...shown, ...key })

  const steps: readonly Step[] = [
    [{ headers: OUTSIDE }, '403 Forbidden'],
    [{ headers: { 'x-forwarded-for': '127.0.0.1' } }, '401 Invalid client certificate'],
    [{ headers: shown }, '401 Missing subscription key'],
    [{ headers: { 'subscription-key': 'x' } }, '401 Invalid subscription key'],
    [{ headers: { 'subscription-key': other.subscriptionKey } }, '429 Rate limit is exceeded.'],
    [{ switches: { 'ing.throttleLimit': null } }, '401 Unauthorized'],
    [{ token }, '401 Partner not matched'],
    [{ headers: key }, '401 Partner not matched'],
    [{ headers: { 'partner-company-id': demo.partner } }, '[Date Header]'],
    [{ headers: signed({ ...wrong, date: httpDate(600_000) }) }, 'more than 3 minutes'],
    [{ headers: signed(wrong) }, '[Digest Header]'],
    [{ headers: signed({ ...wrong, digest: digestOf('x') }) }, 'payload digest diverge'],
    [{ headers: signed({ key: KEY }) }, BAD_SIGNATURE],
    [{ headers: signed() }, '200']
  ]
  await improve(t, sandbox, 'GET /partner-api/ping', steps)
})

t.test('the layers come before everything that is wrong with an application', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave(FULL)
  const post = (body: string) =>
    signed({ method: 'POST', target: '/applications', body, keyId: 'demo-client' })
  const { partner, subscriptionKey } = seeded('demo-client')
  const caller = { 'subscription-key': subscriptionKey, 'partner-company-id': partner }
  const broken = '{"company"'
  const empty = '{}'
  const whole = JSON.stringify(right())
  const text = { 'content-type': 'text/plain' }
  const json = { 'content-type': 'application/json' }
  const key = { 'idempotency-key': 'one' }

  const steps: readonly Step[] = [
    [{ body: broken, headers: text }, '401 Missing subscription key'],
    [{ headers: caller }, '401 Unauthorized'],
    [{ token }, '[Date Header]'],
    [{ headers: { ...post(empty), ...text } }, 'payload digest diverge'],
    [{ headers: { ...post(broken), date: httpDate(1000) } }, BAD_SIGNATURE],
    [{ headers: post(broken) }, '415 Unsupported Media Type'],
    [{ headers: json }, '400 Constraint Violation'],
    [{ headers: key }, '400 Bad Request'],
    [{ headers: post(empty), body: empty }, '400 Constraint Violation'],
    [{ headers: post(whole), body: whole }, '201']
  ]
  await improve(t, sandbox, 'POST /partner-api/applications', steps)
})
