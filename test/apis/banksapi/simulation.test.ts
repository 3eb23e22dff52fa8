import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { ACCESSES, added, codes, DAY, DEMO, regulated } from './customer.ts'

const A = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const GIRO = 'DE00123456789012345678'
const NOWHERE = '11111111-1111-4111-8111-111111111111'

function simulate(sandbox: Sandbox, event: string, body: object) {
  return sandbox.call('POST', `/_sandkasten/simulate/${event}`, { body })
}

/** Starts a transfer on the access and returns its id. */
async function pay(sandbox: Sandbox, token: string, more: object = {}) {
  const transferDetails = {
    recipient: 'UNICEF',
    purpose: 'Spende',
    iban: 'DE57370205000000300000',
    currency: 'EUR',
    amount: 150
  }
  const { body } = await sandbox.call('POST', `${ACCESSES}/${A}/${GIRO}/payment/single-transfer`, {
    token,
    body: { transferDetails, ...more }
  })
  return body.transfer.paymentId as string
}

async function paymentOf(sandbox: Sandbox, token: string, id: string) {
  const { body } = await sandbox.call('GET', `/customer/v2/payment/single-transfer/${id}`, {
    token
  })
  return codes(body)
}

t.test('what is not there is refused, and nothing happens', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const cases: readonly (readonly [string, object, number, RegExp])[] = [
    ['background-update', { accessId: NOWHERE }, 404, /no access/],
    ['background-update', { access: A }, 400, /contract/],
    ['new-transactions', { accessId: NOWHERE, productId: GIRO }, 404, /no access/],
    ['new-transactions', { accessId: A, productId: 'x' }, 404, /no product x/],
    ['new-transactions', { accessId: A, productId: GIRO, count: 0 }, 400, /contract/],
    ['new-transactions', { accessId: A, productId: GIRO, transactions: [{}] }, 400, /contract/],
    [
      'new-transactions',
      { accessId: A, productId: GIRO, transactions: [{ betrag: 1.005 }] },
      400,
      /two decimals/
    ],
    ['expire-consent', { accessId: NOWHERE }, 404, /no access/],
    ['expire-consent', {}, 400, /contract/],
    ['lock-login', { login: 'demo1', providerId: NOWHERE }, 404, /no provider/],
    ['unlock-login', { login: 'demo1', providerId: NOWHERE }, 404, /no provider/],
    ['provider-down', { providerId: NOWHERE }, 404, /no provider/],
    ['provider-down', { providerId: DEMO, code: 'BA1001' }, 400, /contract/],
    ['provider-up', { providerId: NOWHERE }, 404, /no provider/],
    ['payment-outcome', { paymentId: NOWHERE, outcome: 'executed' }, 404, /no payment/],
    ['payment-outcome', { paymentId: NOWHERE, outcome: 'maybe' }, 400, /contract/],
    ['notification', { accessId: NOWHERE, notificationType: 'ERROR' }, 404, /no access/],
    ['notification', { accessId: A, notificationType: 'NEWS' }, 400, /contract/]
  ]
  const before = await sandbox.call('GET', '/_sandkasten/state')
  for (const [event, body, status, detail] of cases) {
    const reply = await simulate(sandbox, event, body)
    t.match(reply, { status, body: { status, detail } }, `${event} ${JSON.stringify(body)}`)
  }
  t.same((await sandbox.call('GET', '/_sandkasten/state')).body, before.body)
})

t.test('bookings that nobody described are made up, always the same ones', async t => {
  const made = []
  for (let n = 0; n < 2; n++) {
    const sandbox = await createSandbox(t)
    await added(sandbox, await regulated(sandbox), { id: A })
    const first = await simulate(sandbox, 'new-transactions', { accessId: A, productId: GIRO })
    t.equal(first.body.transactions.length, 1)
    const more = await simulate(sandbox, 'new-transactions', {
      accessId: A,
      productId: GIRO,
      count: 20
    })
    t.equal(more.body.transactions.length, 20)
    made.push([...first.body.transactions, ...more.body.transactions])
  }
  t.same(made[0], made[1])
  const ids = new Set(made[0]?.map(({ id }: { id: string }) => id))
  t.equal(ids.size, 21)
  t.ok(made[0]?.some(({ betrag }: { betrag: number }) => betrag > 0))
  t.ok(made[0]?.some(({ betrag }: { betrag: number }) => betrag < 0))
})

t.test('a booking from another account of the workspace takes the money from there', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const { bankprodukte } = await added(sandbox, token, { login: 'demo2' })
  const [giro] = bankprodukte
  await simulate(sandbox, 'new-transactions', {
    accessId: A,
    productId: GIRO,
    transactions: [{ betrag: 25, gegenkontoInhaber: giro.inhaber, gegenkontoIban: giro.iban }]
  })
  await simulate(sandbox, 'background-update', {})
  const all = (await sandbox.call('GET', ACCESSES, { token })).body
  const saldi = Object.values(all).map(one => (one as typeof giro).bankprodukte[0].saldo)
  t.strictSame(saldi, [2145.78 + 25, giro.saldo - 25])
})

t.test('a locked login is refused for a day, or until it is unlocked', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  t.match((await simulate(sandbox, 'lock-login', { login: 'demo2+word' })).body, {
    providerId: DEMO,
    login: 'demo2',
    locked: true,
    until: '2026-11-22T09:00:00.000Z'
  })
  t.strictSame(codes(await added(sandbox, token, { login: 'demo2' })), ['BA1010'])
  t.strictSame(codes(await added(sandbox, token, { login: 'demo1' })), [])
  t.match((await simulate(sandbox, 'unlock-login', { login: 'demo2' })).body, { locked: false })
  t.strictSame(codes(await added(sandbox, token, { login: 'demo2' })), [])
  await simulate(sandbox, 'lock-login', { login: 'demo2' })
  await sandbox.pass(DAY)
  t.strictSame(codes(await added(sandbox, await regulated(sandbox), { login: 'demo2' })), [])
})

t.test('a provider fails as long as it is down, another one does not', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  t.same((await simulate(sandbox, 'provider-down', { providerId: DEMO })).body, {
    providerId: DEMO,
    name: 'Demo Provider',
    up: false,
    code: 'BA1051'
  })
  t.strictSame(codes(await added(sandbox, token)), ['BA1051'])
  await simulate(sandbox, 'provider-down', { providerId: DEMO, code: 'BA1000' })
  t.strictSame(codes(await added(sandbox, token)), ['BA1000'])
  const other = 'e966438b-83cf-49b7-bdcb-3d0550bfd8b2'
  t.notOk(codes(await added(sandbox, token, { providerId: other })).includes('BA1000'))
  t.match((await simulate(sandbox, 'provider-up', { providerId: DEMO })).body, { up: true })
  t.strictSame(codes(await added(sandbox, token)), [])
})

t.test('the bank decides on a payment, once', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const decide = (paymentId: string, more: object) =>
    simulate(sandbox, 'payment-outcome', { paymentId, ...more })

  const first = await pay(sandbox, token)
  t.match(await decide(first, { outcome: 'executed', code: 'BA1104' }), { status: 400 })
  t.match(await decide(first, { outcome: 'failed', code: 'BA1111' }), { status: 400 })
  t.match(await decide(first, { outcome: 'failed', code: 'BA4711' }), { status: 400 })
  t.match((await decide(first, { outcome: 'executed' })).body, {
    paymentId: first,
    state: 'executed',
    messages: ['BA1111']
  })
  t.strictSame(await paymentOf(sandbox, token, first), ['BA1111'])
  t.equal((await decide(first, { outcome: 'failed' })).status, 409, 'it is over')

  const second = await pay(sandbox, token)
  t.match((await decide(second, { outcome: 'failed' })).body, { messages: ['BA1104'] })
  const third = await pay(sandbox, token)
  await decide(third, { outcome: 'failed', code: 'BA1013' })
  t.strictSame(await paymentOf(sandbox, token, third), ['BA1013'])

  const later = await pay(sandbox, token, { requestedExecutionDate: '2026-12-01' })
  t.match((await decide(later, { outcome: 'executed' })).body, { messages: ['BA1111'] })
  const events = await sandbox.call('GET', '/_sandkasten/events')
  t.notMatch(events.body, [{ kind: 'banksapi/zahlung-faellig' }])
})

t.test('a payment that is decided without money fails', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: A })
  const id = await pay(sandbox, token)
  await simulate(sandbox, 'new-transactions', {
    accessId: A,
    productId: GIRO,
    transactions: [{ betrag: -5000 }]
  })
  const { body } = await simulate(sandbox, 'payment-outcome', {
    paymentId: id,
    outcome: 'executed'
  })
  t.match(body, { state: 'failed', messages: ['BA1104'] })
})

t.test('notifications without a cause have the bodies of real ones', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.call('PUT', '/_sandkasten/webhooks', { body: { url: '/_sandkasten/inbox/x' } })
  await added(sandbox, await regulated(sandbox), { id: A })
  for (const notificationType of ['TRANSACTION', 'BALANCE', 'ERROR'])
    t.same(
      (await simulate(sandbox, 'notification', { accessId: A, notificationType })).body,
      { notifications: 1 },
      notificationType
    )
  const messages = await sandbox.call('GET', '/_sandkasten/inbox/x/messages')
  const base = { accountId: A, tenant: 'demo', occurred: '2026-11-21 10:00:00' }
  t.match(
    messages.body.map(({ body }: { body: object }) => body),
    [
      {
        ...base,
        serial: 1,
        productId: GIRO,
        newTransactions: [{ payeeName: /./, amount: Number }]
      },
      { ...base, serial: 2, productId: GIRO, oldBalance: 2145.78, newBalance: 2145.78 },
      { ...base, serial: 3, level: 'ERROR', code: 'BA1051' }
    ]
  )
})

t.test('an access that was built by hand has neither consent nor a bank', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const body = { id: A, providerId: DEMO, bankprodukte: [{ id: 'x', kategorie: 'GIROKONTO' }] }
  t.equal((await sandbox.call('PUT', `${ACCESSES}/builder`, { token, body })).status, 201)
  t.equal((await simulate(sandbox, 'expire-consent', { accessId: A })).status, 409)
  const booked = await simulate(sandbox, 'new-transactions', { accessId: A, productId: 'x' })
  t.equal(booked.status, 404)
  const notified = await simulate(sandbox, 'notification', {
    accessId: A,
    notificationType: 'BALANCE'
  })
  t.equal(notified.status, 409)
})
