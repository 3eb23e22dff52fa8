import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import {
  ask,
  clientToken,
  HOSTING,
  introspect,
  makeUser,
  revoke,
  userToken
} from '../apis/banksapi/calls.ts'
import { ACCESSES, add, added, CUSTOMER, DEMO, follow, submit } from '../apis/banksapi/customer.ts'
import { createVisitor, openForm, toLogin } from '../apis/banksapi/webform.ts'
import { submit as apply, ingToken, right } from '../apis/ing/requests.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const CONTROL_TOKEN = 'control-token-of-the-operator'
const PASSWORD = 'Sehr-Geheim-2026!'
const WRONG = {
  secret: 'not-the-secret-of-anybody',
  password: 'not-the-password-of-anybody',
  pin: 'falsche-pin-4711',
  formPin: 'falsche-pin-0815',
  tan: '918273645',
  formTan: '546372819',
  bearer: 'ein-token-das-es-nicht-gibt',
  control: 'not-the-control-token',
  subscription: 'not-a-subscription-key'
}
const IBAN = 'DE57370205000000300000'

const kundenangaben = readFileSync('fixtures/examples/kundenangaben-vollstaendig.json', 'utf8')

/** A sandbox that asks for its token, and everything that it writes into its log. */
async function watched(t: Test) {
  const log: string[] = []
  const write = (...parts: readonly unknown[]) => {
    for (const part of parts)
      log.push(part instanceof Error ? String(part.stack) : (JSON.stringify(part) ?? ''))
  }
  const sandbox = await createSandbox(t, {
    controlToken: CONTROL_TOKEN,
    log: { level: 'trace', info: write, error: write }
  })
  const control = (method: string, path: string, body?: unknown) =>
    sandbox.call(method, `/_sandkasten/${path}`, {
      token: CONTROL_TOKEN,
      ...(body !== undefined && { body })
    })
  return { sandbox, log, control }
}

/** Europace with right and wrong credentials; the secrets that were told. */
async function europace(sandbox: Sandbox): Promise<readonly string[]> {
  const { call } = sandbox
  const form = { grant_type: 'client_credentials' }
  const token = await sandbox.token()
  await call('POST', '/auth/token', {
    basic: `demo-client:${WRONG.secret}`,
    body: new URLSearchParams(form)
  })
  const inBody = { ...form, client_id: 'demo-client', client_secret: WRONG.secret }
  await call('POST', '/auth/token', { body: new URLSearchParams(inBody) })
  await call('POST', `/auth/token?client_secret=${WRONG.secret}`, {
    body: '{"client_secret": "demo-secret", '
  })
  const created = await call('POST', '/kundenangaben', { token, body: kundenangaben })
  await call('GET', `/kundenangaben/${created.body.vorgangsnummer}`, { token })
  await call('GET', `/kundenangaben/X?access_token=${token}`, { token: WRONG.bearer })
  await call('POST', '/vorgang', {
    token,
    body: `{"kundenbetreuer": {"partnerId": "ABC12"}, "iban": "${IBAN}"`
  })
  return [token]
}

/** BANKSapi: users, tokens, accesses with PIN and TAN, a payment; the secrets that were told. */
async function banksapi(sandbox: Sandbox): Promise<readonly string[]> {
  await makeUser(sandbox, HOSTING, 'geheim', PASSWORD)
  const token = await userToken(sandbox, HOSTING, 'geheim', PASSWORD)
  const client = await clientToken(sandbox, HOSTING)
  await ask(sandbox, HOSTING, {
    grant_type: 'password',
    username: 'geheim',
    password: WRONG.password
  })
  await introspect(sandbox, client)
  await add(sandbox, token, { login: 'demo1', pin: WRONG.pin })
  const open = await added(sandbox, token, { login: 'test_sca_method' })
  await submit(sandbox, token, open, 'set_method', { chosenScaMethodId: '1' })
  const { body: asked } = await follow(sandbox, token, open, 'self')
  await submit(sandbox, token, asked, 'authenticate', { scaAuthenticationData: WRONG.tan })
  await follow(sandbox, token, open, 'self')
  const credentials = { userid: 'demo1', pin: WRONG.pin }
  const transferDetails = {
    recipient: 'UNICEF',
    purpose: 'Spende',
    iban: IBAN,
    currency: 'EUR',
    amount: 1
  }
  for (const pin of ['demo1', WRONG.pin])
    await sandbox.call('POST', `${CUSTOMER}/payment/single-transfer`, {
      token,
      body: {
        provider: DEMO,
        product: 'DE00123456789012345678',
        credentials: { ...credentials, pin },
        transferDetails
      }
    })
  await sandbox.call('GET', ACCESSES, { token: WRONG.bearer })
  await revoke(sandbox, client, `${HOSTING}:demo-secret`)
  return [token, client]
}

/** The web form, with a wrong PIN, a right one and a wrong TAN. */
async function webform(sandbox: Sandbox): Promise<void> {
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox))
  await visitor.send({ action: 'enter-credentials', userid: 'test_sca_method', pin: WRONG.formPin })
  await visitor.send({
    action: 'enter-credentials',
    userid: 'test_sca_method',
    pin: 'test_sca_method'
  })
  await visitor.send({ action: 'choose-method', method: '1' })
  await visitor.send({ action: 'enter-tan', tan: WRONG.formTan })
}

async function ing(sandbox: Sandbox): Promise<readonly string[]> {
  const token = await ingToken(sandbox)
  const key = { 'subscription-key': 'demo-subscription-key' }
  await apply(sandbox, token, right(), key)
  await apply(sandbox, WRONG.bearer, right(), { 'subscription-key': WRONG.subscription })
  const wrong = new URLSearchParams({ client_id: 'demo-client', client_secret: WRONG.secret })
  await sandbox.call('POST', '/token-api/oauth2/token', { body: wrong })
  return [token]
}

t.test('nothing that can be read holds a secret, after a session with all of them', async t => {
  const { sandbox, log, control } = await watched(t)
  const tokens = [
    ...(await europace(sandbox)),
    ...(await banksapi(sandbox)),
    ...(await ing(sandbox))
  ]
  await webform(sandbox)
  await sandbox.call('GET', '/_sandkasten/requests', { token: WRONG.control })
  await control('PUT', 'webhooks', { url: '/_sandkasten/inbox/demo' })
  await control('POST', 'simulate/background-update', {})

  const seal =
    /name="seal" value="([^"]+)"/.exec((await sandbox.call('GET', '/console/sign-in')).text)?.[1] ??
    ''
  const entered = await sandbox.call('POST', '/console/sign-in', {
    body: new URLSearchParams({ token: CONTROL_TOKEN, seal })
  })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''

  const seen = new Map<string, string>([['the log', log.join('\n')]])
  const list = await control('GET', 'requests')
  t.ok(list.body.length > 25, 'there was a session')
  const paths = [
    'requests',
    ...list.body.map(({ id }: { id: string }) => `requests/${id}`),
    'requests.har',
    'bundle',
    'state',
    'coverage',
    'coverage?format=markdown',
    'coverage?format=junit',
    'events',
    'faults',
    'webhooks/deliveries',
    'inbox/demo/messages',
    'snapshots',
    'workspaces'
  ]
  for (const path of paths) {
    const reply = await control('GET', path)
    t.equal(reply.status, 200, path)
    seen.set(path, reply.text)
  }
  for (const page of [
    'requests',
    'flow',
    'things',
    'webhooks',
    'inbox',
    'clock',
    'faults',
    'switches',
    'workspaces'
  ]) {
    const reply = await sandbox.call('GET', `/console/${page}`, { headers: { cookie } })
    t.equal(reply.status, 200, page)
    seen.set(`page ${page}`, reply.text)
  }
  await control('PUT', 'snapshots/all')
  seen.set('a snapshot', (await control('GET', 'snapshots/all')).text)

  const secrets = [
    ...Object.values(WRONG),
    ...tokens,
    ...tokens.flatMap(signatureOf),
    PASSWORD,
    CONTROL_TOKEN,
    'demo-secret',
    'demo-subscription-key',
    Buffer.from('demo-client:demo-secret').toString('base64'),
    encodeURIComponent(PASSWORD)
  ]
  // A story is told again with the TANs of the sandbox, which are of use once.
  const tans = [WRONG.tan, WRONG.formTan]
  for (const [place, text] of seen) {
    const hidden = place === 'bundle' ? secrets.filter(one => !tans.includes(one)) : secrets
    t.strictSame(
      hidden.filter(secret => text.includes(secret)),
      [],
      place
    )
  }
  t.ok(seen.get('requests')?.includes('[redacted]'), 'they were there')

  const middle = IBAN.slice(4, -3)
  for (const [place, text] of seen)
    if (/log|^requests|coverage|page (requests|flow)/.test(place))
      t.notMatch(text, middle, `${place}: the middle of an IBAN`)
})

/** What makes a token of three parts one that is believed. */
function signatureOf(token: string): readonly string[] {
  return token.split('.').slice(2)
}
