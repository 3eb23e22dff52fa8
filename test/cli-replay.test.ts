import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { HOSTING, userToken } from './apis/banksapi/calls.ts'
import { added, regulated } from './apis/banksapi/customer.ts'
import { createVisitor, login, openForm, toLogin } from './apis/banksapi/webform.ts'
import { create, newCase, withKunde } from './apis/europace/cases.ts'
import { documented } from './apis/ing/requests.ts'
import { run } from './cli-process.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

const ACCESS = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const GIRO = 'DE00123456789012345678'
const KIESEL = '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301'

async function control(sandbox: Sandbox, method: string, path: string, body?: object) {
  const reply = await sandbox.call(method, `/_sandkasten${path}`, { ...(body && { body }) })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`)
  return reply.body
}

/** A case is made, read and refused. */
async function atEuropace(sandbox: Sandbox) {
  const token = await sandbox.token()
  const nummer = await create(sandbox, token, newCase(withKunde()))
  await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
  await sandbox.call('GET', '/kundenangaben/NOSUCH', { token })
  await sandbox.call('GET', `/kundenangaben/${nummer}`, { token: 'made-up-by-somebody' })
  await sandbox.call('POST', '/auth/token', {
    basic: 'demo-client:a-wrong-secret',
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  await sandbox.call('POST', '/kundenangaben', { token, body: '{"password":"geheim1234",' })
}

/** An access, a payment with a TAN, bookings that are told to the inbox. */
async function atTheBank(sandbox: Sandbox) {
  const token = await regulated(sandbox)
  await control(sandbox, 'PUT', '/webhooks', { url: '/_sandkasten/inbox/demo' })
  await added(sandbox, token, { id: ACCESS, data: { sync: true } })
  const paid = await sandbox.call(
    'POST',
    `/customer/v2/bankzugaenge/${ACCESS}/${GIRO}/payment/single-transfer`,
    { token, body: { transferDetails: TRANSFER } }
  )
  const consent = `/customer/v2/consent/${paid.body.transfer.paymentId}`
  await sandbox.call('POST', consent, { token, body: { chosenScaMethodId: '1' } })
  const done = await sandbox.call('POST', consent, { token, body: { scaAuthenticationData: '42' } })
  const wish = { accessId: ACCESS, productId: GIRO, count: 2 }
  await control(sandbox, 'POST', '/simulate/new-transactions', wish)
  await control(sandbox, 'POST', '/clock/advance', { by: 'PT7H' })
  const messages = await control(sandbox, 'GET', '/inbox/demo/messages')
  return { done, messages }
}

const TRANSFER = {
  recipient: 'netzpolitik.org e. V.',
  purpose: 'Spende',
  iban: 'DE62430609671149278400',
  currency: 'EUR',
  amount: 13.37
}

/** The web form as people see it, with a TAN that comes by SMS. */
async function inTheWebform(sandbox: Sandbox) {
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox), KIESEL)
  await login(visitor, 'demo1', 'mistyped-by-demo1')
  await login(visitor, 'demo1')
  const [sms] = await control(sandbox, 'GET', '/phone/demo1/messages')
  await visitor.send({ action: 'enter-tan', tan: sms.tan })
  return visitor.heading()
}

async function atIng(sandbox: Sandbox) {
  const form = { client_id: 'demo-client', client_secret: 'demo-secret' }
  const reply = await sandbox.call('POST', '/token-api/oauth2/token', {
    body: new URLSearchParams(form)
  })
  const token = reply.body.access_token
  const headers = {
    'idempotency-key': '0f6f7f2c-7d5e-4f0c-9b0a-0f6e0c2b8f11',
    'subscription-key': 'demo-subscription-key'
  }
  const request = { token, headers, body: documented }
  const { body } = await sandbox.call('POST', '/partner-api/applications', request)
  const { application_id } = body
  await control(sandbox, 'POST', '/simulate/ing-transition', { application_id, to: 'RISK_CHECK' })
  await control(sandbox, 'POST', '/clock/advance', { by: 'PT10M' })
  await sandbox.call('GET', `/partner-api/applications/${application_id}`, { token })
}

async function tellStory(t: Test, sandbox: Sandbox) {
  await sandbox.behave({ 'europace.partners': 'strict' })
  await atEuropace(sandbox)
  const { done, messages } = await atTheBank(sandbox)
  t.match(JSON.stringify(done.body), /BA1111/)
  t.ok(messages.length >= 2, 'the inbox was told')
  await control(sandbox, 'PUT', '/snapshots/here')
  t.equal(await inTheWebform(sandbox), 'Konten auswählen')
  await control(sandbox, 'POST', '/snapshots/here/restore')
  await inTheWebform(sandbox)
  await atIng(sandbox)
}

const bundleOf = (sandbox: Sandbox) => control(sandbox, 'GET', '/bundle')

/** What `sandkasten replay` says of a bundle. */
async function replayed(t: Test, bundle: unknown, flags: readonly string[] = ['--json']) {
  const file = join(t.testdir({ 'bug.json': JSON.stringify(bundle) }), 'bug.json')
  const { code, stdout, stderr } = await run(['replay', file, ...flags])
  return { code, stdout, stderr, report: flags.length > 0 && code !== 2 ? JSON.parse(stdout) : {} }
}

t.test('a story on all three platforms is told again without a difference', async t => {
  const sandbox = await createSandbox(t)
  await tellStory(t, sandbox)
  const { code, report, stderr } = await replayed(t, await bundleOf(sandbox))
  t.equal(stderr, '')
  t.strictSame(report.differences, [])
  t.strictSame(report.skipped, [])
  t.equal(code, 0)
  t.ok(report.compared > 35)
})

t.test('so is one on a clock that runs', async t => {
  const sandbox = await createSandbox(t, { clockFrozen: false })
  await tellStory(t, sandbox)
  const { code, report } = await replayed(t, await bundleOf(sandbox))
  t.strictSame(report.differences, [])
  t.equal(code, 0)
})

t.test('of calls that came together each is told with its own turn', async t => {
  const sandbox = await createSandbox(t, { clockFrozen: false })
  const token = await sandbox.token()
  await Promise.all(Array.from({ length: 8 }, () => create(sandbox, token, newCase())))
  const bundle = await bundleOf(sandbox)
  const [issued, ...created] = bundle.calls.map((one: { turns: number }) => one.turns)
  t.strictSame(
    created,
    created.map((_: number, index: number) => issued + index + 1)
  )
  t.equal(created.length, 8)
  const { code, report } = await replayed(t, bundle)
  t.strictSame(report.differences, [])
  t.equal(code, 0)
})

t.test('an answer that became another one is told with its place', async t => {
  const sandbox = await createSandbox(t)
  await atEuropace(sandbox)
  const bundle = await bundleOf(sandbox)
  const read = bundle.calls.find((one: { method: string }) => one.method === 'GET')
  const [field = ''] = Object.keys(read.answer.body)
  read.answer.body[field] = 'changed'
  bundle.calls.at(-1).answer.status = 299
  const { code, report } = await replayed(t, bundle)
  t.equal(code, 1)
  t.ok('actual' in report.differences[0])
  t.match(report.differences, [
    { n: read.n, path: `$.${field}`, expected: 'changed' },
    { n: bundle.calls.at(-1).n, path: 'status', expected: 299 }
  ])
  const { stdout } = await replayed(t, bundle, [])
  t.match(stdout, /Differences:\n.*\n.*: "changed" became/)
})

t.test('no secret leaves with a bundle', async t => {
  const sandbox = await createSandbox(t)
  await tellStory(t, sandbox)
  const token = await userToken(sandbox, HOSTING)
  const text = JSON.stringify(await bundleOf(sandbox))
  const key = JSON.parse(readFileSync('fixtures/europace/signing-key.json', 'utf8')).d
  const secrets = [
    'demo-secret',
    'demo-subscription-key',
    'a-wrong-secret',
    'made-up-by-somebody',
    'mistyped-by-demo1',
    'geheim1234',
    Buffer.from('demo-client:demo-secret').toString('base64'),
    token,
    key
  ]
  for (const secret of secrets) t.notOk(text.includes(secret), secret)
  t.notMatch(text, /eyJ[\w-]{10,}\./, 'no token')
  t.match(text, /\{\{secret:clients\/demo-client\/secret\}\}/)
  t.match(text, /"authorization":"Bearer \{\{token:\d+\}\}"/)
  t.ok(readdirSync('fixtures/europace').length > 0)
})

t.test('a story may begin with a state, and has its own workspace', async t => {
  const sandbox = await createSandbox(t)
  await atTheBank(sandbox)
  const state = await control(sandbox, 'GET', '/state?secrets=include')
  await control(sandbox, 'PUT', '/state', state)
  const token = await userToken(sandbox, HOSTING)
  await sandbox.call('GET', `/customer/v2/bankzugaenge/${ACCESS}`, { token })
  await sandbox.call('POST', `/customer/v2/bankzugaenge/${ACCESS}/refresh`, { token, body: {} })
  await control(sandbox, 'POST', '/clock/advance', { by: 'PT7H' })
  const bundle = await bundleOf(sandbox)
  t.ok(bundle.start.put.bankzugaenge.length === 1)
  t.notMatch(JSON.stringify(bundle), /demo-secret/)
  const again = await replayed(t, bundle)
  t.strictSame([again.code, again.report.differences, again.report.skipped], [0, [], []])

  const other = await sandbox.token('demo-client+other')
  await create(sandbox, other, newCase())
  const { body } = await sandbox.call('GET', '/_sandkasten/bundle?workspace=other')
  t.match(body, { workspace: 'other', calls: [{}, {}] })
  t.match(await replayed(t, body), { code: 0, report: { compared: 2, differences: [] } })
})

t.test('what was forgotten is said, and calls with a token of before are left out', async t => {
  const sandbox = await createSandbox(t, { journalEntries: 3 })
  const token = await sandbox.token()
  for (let n = 0; n < 150; n++) await sandbox.call('GET', '/kundenangaben/NOSUCH', { token })
  const bundle = await bundleOf(sandbox)
  t.ok(bundle.dropped > 0)
  t.equal(bundle.calls[0].n, bundle.dropped + 1)
  const { report, stdout } = await replayed(t, bundle)
  t.match(report.notes, [/beginning is missing/])
  t.match(report.skipped[0], { reason: /token was issued before/ })
  t.ok(stdout.length > 0)
})

t.test('what is no bundle ends with 2 and one line', async t => {
  const folder = t.testdir({
    'text.json': 'hello',
    'version.json': '{"formatVersion":7}',
    'state.json': '{"formatVersion":1,"collections":{}}'
  })
  for (const [args, expected] of [
    [['replay'], /replay needs a FILE/],
    [['replay', 'missing.json'], /missing\.json cannot be read/],
    [['replay', 'text.json'], /text\.json is not JSON/],
    [['replay', 'version.json'], /formatVersion/],
    [['replay', 'state.json'], /no bundle/]
  ] as const) {
    const { code, stderr } = await run(args, { cwd: folder })
    t.equal(code, 2)
    t.match(stderr, /^sandkasten: [^\n]+\n$/)
    t.match(stderr, expected)
  }
})

t.test('a server may begin with the state of another', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'europace.partners': 'strict' })
  const state = await control(sandbox, 'GET', '/state?secrets=include')
  const folder = t.testdir({
    'state.json': JSON.stringify(state),
    'wrong.json': JSON.stringify({ ...state, behaviour: { nothing: 1 } }),
    'old.json': JSON.stringify({ ...state, formatVersion: 0 })
  })
  const outcomes = await Promise.all(
    ['state', 'wrong', 'old'].map(name =>
      run(['validate', '--seed', `${name}.json`], { cwd: folder })
    )
  )
  t.strictSame(
    outcomes.map(({ code }) => code),
    [0, 2, 2]
  )
  t.match(outcomes[1]?.stderr, /behaviour there is no switch nothing/)
  t.match(outcomes[2]?.stderr, /formatVersion 0/)
})
