import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  added,
  addedInWebform,
  codes,
  DAY,
  DEMO,
  follow,
  regulated,
  rels,
  submit,
  unregulated
} from './customer.ts'

const A = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const GIRO = 'DE00123456789012345678'
const HOUR = DAY / 24
const INBOX = '/_sandkasten/inbox/demo'

/** A sandbox whose notifications all arrive in one inbox. */
async function createListening(t: Test): Promise<Sandbox> {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/webhooks', { url: INBOX })
  return sandbox
}

async function control(sandbox: Sandbox, method: string, path: string, body?: object) {
  const reply = await sandbox.call(method, `/_sandkasten${path}`, { ...(body && { body }) })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`)
  return reply.body
}

/** What arrived, as `TRANSACTION 1 …`. */
async function told(sandbox: Sandbox): Promise<readonly string[]> {
  const messages = await control(sandbox, 'GET', '/inbox/demo/messages')
  return messages.map(({ body }: { body: Record<string, unknown> }) =>
    [body['notificationType'], body['serial'], body['code']].filter(Boolean).join(' ')
  )
}

function book(sandbox: Sandbox, more: object = {}) {
  return control(sandbox, 'POST', '/simulate/new-transactions', {
    accessId: A,
    productId: GIRO,
    ...more
  })
}

async function productOf(sandbox: Sandbox, token: string, id = A) {
  const { body } = await sandbox.call('GET', `${ACCESSES}/${id}`, { token })
  return body.bankprodukte.find((one: { id: string }) => one.id === GIRO)
}

t.test('what the bank booked comes with the next run, and not before', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  const zugang = await added(sandbox, token, { id: A })
  const before = await productOf(sandbox, token)
  await book(sandbox, {
    transactions: [
      { betrag: -12.34, gegenkontoInhaber: 'Sandbäckerei', verwendungszweck: 'Brot' },
      { betrag: 100, gegenkontoInhaber: 'Erika Beispiel' }
    ]
  })
  t.strictSame(await told(sandbox), [])
  t.equal((await productOf(sandbox, token)).saldo, before.saldo)

  await sandbox.pass(6 * HOUR)
  t.strictSame(await told(sandbox), ['TRANSACTION 1', 'BALANCE 2'])
  const [transaction, balance] = await control(sandbox, 'GET', '/inbox/demo/messages')
  t.match(transaction, {
    method: 'POST',
    headers: { 'user-agent': 'BANKSapi Notifier', accept: '*/*', connection: 'close' },
    body: {
      tenant: 'demo',
      accountId: A,
      productId: GIRO,
      occurred: '2026-11-21 16:00:00',
      newTransactions: [
        { payeeName: 'Sandbäckerei', amount: -12.34 },
        { payeeName: 'Erika Beispiel', amount: 100 }
      ]
    }
  })
  t.match(balance.body, { oldBalance: before.saldo, newBalance: 2233.44 })
  const after = await productOf(sandbox, token)
  t.match(after, { saldo: 2233.44, aktualisierungszeitpunkt: '2026-11-21 16:00:00' })
  t.equal(after.verfuegungsrahmen, 2133.44)
  const { body: list } = await follow(sandbox, token, after, 'get_kontoumsaetze')
  t.match(
    list.filter((one: { buchungsdatum: string }) => one.buchungsdatum === '2026-11-21 00:00:00'),
    [{ betrag: 100 }, { betrag: -12.34, verwendungszweck: 'Brot' }]
  )
  t.ok(rels(zugang).includes('refresh_bankzugang'))
})

t.test('there are four runs a day, as many as the switch says, or none', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const runs = async (ms: number) => {
    const { fired } = await control(sandbox, 'POST', '/clock/advance', { by: `PT${ms / HOUR}H` })
    return fired.filter((one: { kind: string }) => one.kind === 'banksapi/background-update').length
  }
  t.equal(await runs(DAY), 4)
  await sandbox.behave({ 'banksapi.background.runsPerDay': 1 })
  await runs(6 * HOUR)
  t.equal(await runs(3 * DAY), 3)
  await sandbox.behave({ 'banksapi.background.runsPerDay': 0 })
  await runs(DAY)
  const { aktualisierungszeitpunkt } = await productOf(sandbox, await regulated(sandbox))
  await runs(2 * DAY)
  const later = await productOf(sandbox, await regulated(sandbox))
  t.equal(later.aktualisierungszeitpunkt, aktualisierungszeitpunkt)
})

t.test('users who do not come back are updated once a day, with the switch for it', async t => {
  const sandbox = await createListening(t)
  await sandbox.behave({ 'banksapi.background.idleDays': 2 })
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const times = async () => {
    const { fired } = await control(sandbox, 'POST', '/clock/advance', { by: 'P1D' })
    return fired.filter((one: { kind: string }) => one.kind === 'banksapi/background-update').length
  }
  t.strictSame([await times(), await times(), await times(), await times()], [4, 4, 1, 1])
  await regulated(sandbox)
  await times()
  t.equal(await times(), 4, 'a new token: the user is back')
})

t.test('accesses without sync, and those that were deleted, are never updated', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A, data: { sync: false } })
  t.notMatch(await control(sandbox, 'GET', '/events'), [{ kind: 'banksapi/background-update' }])
  t.same(await control(sandbox, 'POST', '/simulate/background-update', {}), {
    updated: [],
    notifications: 0
  })
  await sandbox.call('DELETE', `${ACCESSES}/${A}`, { token })
  await added(sandbox, token, { id: A })
  await sandbox.call('DELETE', `${ACCESSES}/${A}`, { token })
  const events = await control(sandbox, 'GET', '/events')
  t.notOk(events.some((one: { kind: string }) => one.kind === 'banksapi/background-update'))
})

t.test('a deactivated user is left alone', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const { body } = await sandbox.call('POST', '/auth/oauth2/token', {
    basic: 'demo/admin-client:demo-secret',
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  const path = '/auth/mgmt/v1/tenants/demo/users/demouser/deactivate?reftype=username'
  t.equal((await sandbox.call('PUT', path, { token: body.access_token })).status, 200)
  await book(sandbox)
  await sandbox.pass(DAY)
  t.strictSame(await told(sandbox), [])
})

t.test('what goes wrong in a run is told, and the stable data stay', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const before = await productOf(sandbox, token)
  const simulate = (event: string, body: object) =>
    control(sandbox, 'POST', `/simulate/${event}`, body)
  const run = () => simulate('background-update', { accessId: A })

  await book(sandbox)
  await simulate('provider-down', { providerId: DEMO, code: 'BA1000' })
  t.same(await run(), { updated: [A], notifications: 1 })
  await simulate('provider-down', { providerId: DEMO })
  await run()
  await simulate('provider-up', { providerId: DEMO })
  await simulate('lock-login', { login: 'demo1' })
  await run()
  t.strictSame(await told(sandbox), ['ERROR 1 BA1000', 'ERROR 2 BA1051', 'ERROR 3 BA1010'])
  t.same(await productOf(sandbox, token), before)
  const issues = await sandbox.call('GET', `${ACCESSES}/${A}/issues`, { token })
  t.strictSame(codes(issues.body), ['BA1010'])

  await simulate('unlock-login', { login: 'demo1' })
  await run()
  t.strictSame((await told(sandbox)).slice(3), ['TRANSACTION 4', 'BALANCE 5'])
})

t.test('an expired consent is told once, until somebody renews it', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const simulate = (event: string) =>
    control(sandbox, 'POST', `/simulate/${event}`, { accessId: A })
  t.match(await simulate('expire-consent'), { status: 'VOLLSTAENDIG', messages: ['BA3000'] })
  const { body: expired } = await sandbox.call('GET', `${ACCESSES}/${A}`, { token })
  t.ok(rels(expired).includes('start_sca') && !rels(expired).includes('refresh_bankzugang'))

  await simulate('background-update')
  await sandbox.pass(DAY)
  t.strictSame(await told(sandbox), ['ERROR 1 BA3000'])

  await follow(sandbox, await regulated(sandbox), expired, 'start_sca', {
    method: 'POST',
    body: {}
  })
  for (const body of [{ chosenScaMethodId: 1 }, { scaAuthenticationData: '42' }]) {
    const now = await sandbox.call('GET', `${ACCESSES}/${A}`, { token: await regulated(sandbox) })
    const rel = rels(now.body).find(name => /^(set_method|authenticate)$/.test(name)) ?? ''
    await submit(sandbox, await regulated(sandbox), now.body, rel, body)
  }
  const renewed = await sandbox.call('GET', `${ACCESSES}/${A}`, { token: await regulated(sandbox) })
  const open = rels(renewed.body)
  t.notOk(open.includes('start_sca'), String(open))
})

t.test('90 days after its authentication a consent ends by the clock', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  const zugang = await added(sandbox, token, { id: A, login: 'test_sca_method_media' })
  let current = zugang
  for (let n = 0; n < 9 && current.status === 'INTERAKTION'; n++) {
    const [rel, body] = rels(current).includes('set_method')
      ? ['set_method', { chosenScaMethodId: 1 }]
      : rels(current).includes('set_medium')
        ? ['set_medium', { chosenScaMedia: 'Mobil' }]
        : ['authenticate', { scaAuthenticationData: '42' }]
    current = (
      await submit(sandbox, token, current, rel as string, body as Record<string, unknown>)
    ).body
  }
  t.equal(current.status, 'VOLLSTAENDIG')
  await sandbox.pass(89 * DAY)
  t.notMatch(await told(sandbox), [/ERROR/])
  await sandbox.pass(2 * DAY)
  const errors = (await told(sandbox)).filter(one => one.startsWith('ERROR'))
  t.match(errors, [/^ERROR \d+ BA3000$/])
  t.equal(errors.length, 1)
})

t.test('a customer in the middle of an authentication is not disturbed', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  const zugang = await added(sandbox, token, { id: A, login: 'test_sca_method' })
  t.equal(zugang.status, 'INTERAKTION')
  t.same(await control(sandbox, 'POST', '/simulate/background-update', { accessId: A }), {
    updated: [],
    notifications: 0
  })
  const after = await sandbox.call('GET', `${ACCESSES}/${A}`, { token })
  t.same(after.body, zugang)
})

t.test('accesses of the web form are updated too, and their tenant is told', async t => {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/webhooks', {
    url: INBOX,
    tenant: 'demotenant',
    events: ['BALANCE']
  })
  const token = await unregulated(sandbox)
  await addedInWebform(sandbox, token, A)
  await book(sandbox)
  await sandbox.pass(6 * HOUR)
  t.strictSame(await told(sandbox), ['BALANCE 1'], 'only the type that it wants')
})

t.test('a manual refresh brings the bookings, and tells nobody', async t => {
  const sandbox = await createListening(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const before = await productOf(sandbox, token)
  await book(sandbox, { transactions: [{ betrag: 1 }] })
  await sandbox.call('POST', `${ACCESSES}?refresh=true`, { token, body: { [A]: {} } })
  t.equal((await productOf(sandbox, token)).saldo, before.saldo + 1)
  await sandbox.pass(6 * HOUR)
  t.strictSame(await told(sandbox), [])
})

t.test('older bookings that were fetched once stay', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A, query: { maxTransactions: 'all' } })
  const oldest = async () => {
    const { body } = await follow(
      sandbox,
      token,
      await productOf(sandbox, token),
      'get_kontoumsaetze'
    )
    return body.at(-1).id
  }
  const before = await oldest()
  await control(sandbox, 'POST', '/simulate/background-update', {})
  t.equal(await oldest(), before)
})

t.test('the webhook of a tenant may stand in its fixture', async t => {
  const tenant = {
    id: 'demo',
    description: 'A tenant',
    regulated: true,
    webhook: { url: 'http://127.0.0.1:9/hook', events: ['BALANCE'] }
  }
  const sandbox = await createSandbox(t, { documents: { 'banksapi-tenants': [tenant] } })
  await added(sandbox, await regulated(sandbox), { id: A })
  await book(sandbox)
  await control(sandbox, 'POST', '/simulate/background-update', {})
  t.match(await control(sandbox, 'GET', '/webhooks/deliveries'), [
    { url: 'http://127.0.0.1:9/hook', state: 'pending', type: 'BALANCE', serial: 1 }
  ])
})

t.test('trouble on purpose: twice, overtaken, lost, late', async t => {
  const cases: readonly (readonly [object, readonly string[], readonly string[]])[] = [
    [
      { 'banksapi.webhooks.duplicate': true },
      ['TRANSACTION 1', 'TRANSACTION 1', 'BALANCE 2', 'BALANCE 2'],
      []
    ],
    [{ 'banksapi.webhooks.reorder': true }, ['BALANCE 2'], ['TRANSACTION 1']],
    [{ 'banksapi.webhooks.drop': true }, ['BALANCE 2'], []],
    [{ 'banksapi.webhooks.delaySeconds': 60 }, [], ['TRANSACTION 1', 'BALANCE 2']]
  ]
  for (const [switches, atOnce, later] of cases) {
    const sandbox = await createListening(t)
    await added(sandbox, await regulated(sandbox), { id: A })
    await sandbox.behave(switches as Record<string, unknown>)
    await book(sandbox)
    await control(sandbox, 'POST', '/simulate/background-update', {})
    const title = JSON.stringify(switches)
    t.strictSame(await told(sandbox), atOnce, title)
    await sandbox.pass(60_000)
    t.strictSame(await told(sandbox), [...atOnce, ...later], title)
  }
})
