import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Notice } from '../../src/world/effects.ts'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'
import { notify } from '../world/small-world.ts'

const WEBHOOKS = '/_sandkasten/webhooks'
const DELIVERIES = `${WEBHOOKS}/deliveries`
const INBOX = '/_sandkasten/inbox/demo'

async function register(sandbox: Sandbox, body: object, workspace = 'default') {
  return sandbox.call('PUT', `${WEBHOOKS}?workspace=${workspace}`, { body })
}

/** Makes notices and fires what is due now, as a handler does. */
async function send(sandbox: Sandbox, notices: readonly Partial<Notice>[], workspace = 'default') {
  const world = await sandbox.workspace(workspace)
  await world.turn(async state => state.perform(notify(...notices)))
  await world.pass(world.clock.now())
}

async function read(sandbox: Sandbox, path: string) {
  const reply = await sandbox.call('GET', path)
  t.equal(reply.status, 200, path)
  return reply.body
}

t.test('a notification arrives in the inbox, and its delivery is listed', async t => {
  const sandbox = await createSandbox(t)
  const url = sandbox.url + INBOX
  const registered = await register(sandbox, { url: INBOX })
  t.match(registered, { status: 200, body: { api: 'banksapi', url } })
  t.strictSame(await read(sandbox, WEBHOOKS), [{ api: 'banksapi', url }])

  await send(sandbox, [{ type: 'TRANSACTION' }, { type: 'BALANCE' }])
  const [first, second] = await read(sandbox, DELIVERIES)
  t.strictSame(first, {
    id: '1',
    api: 'banksapi',
    tenant: 'demo',
    type: 'TRANSACTION',
    serial: 1,
    url,
    state: 'delivered',
    createdAt: START,
    notification: { notificationType: 'TRANSACTION', serial: 1 },
    attempts: [{ at: START, status: 200 }]
  })
  t.match(second, { id: '2', serial: 2, type: 'BALANCE' })
  t.match(await read(sandbox, `${INBOX}/messages?type=BALANCE`), [
    {
      id: '2',
      method: 'POST',
      headers: { 'user-agent': 'BANKSapi Notifier', connection: 'close' },
      body: second.notification
    }
  ])
})

t.test('retries follow the clock, and an advance answers when they are over', async t => {
  const sandbox = await createSandbox(t)
  await register(sandbox, { url: `${INBOX}?status=503` })
  await send(sandbox, [{}])
  t.match(await read(sandbox, '/_sandkasten/events'), [
    { kind: 'webhook-delivery', at: '2026-11-21T09:00:05.000Z', about: /attempt 2$/ }
  ])
  t.match(await read(sandbox, `${DELIVERIES}?state=pending`), [
    { attempts: [{ status: 503 }], dueAt: '2026-11-21T09:00:05.000Z' }
  ])
  const advanced = await sandbox.call('POST', '/_sandkasten/clock/advance', {
    body: { by: 'PT10M' }
  })
  t.equal(advanced.body.fired.length, 4)
  const [discarded] = await read(sandbox, `${DELIVERIES}?state=discarded`)
  t.equal(discarded.attempts.length, 5)
  t.notHas(discarded, { dueAt: String })
  t.equal((await read(sandbox, `${INBOX}/messages`)).length, 5)
})

t.test('one tenant, some events, nothing any more', async t => {
  const sandbox = await createSandbox(t)
  const url = 'http://127.0.0.1:9/hook'
  const events = ['ERROR', 'BALANCE']
  t.match(await register(sandbox, { url, tenant: 'demo', events, api: 'banksapi' }), {
    status: 200,
    body: { api: 'banksapi', url, tenant: 'demo', events }
  })
  await register(sandbox, { url: INBOX })
  await send(sandbox, [{ type: 'TRANSACTION' }, { type: 'TRANSACTION', tenant: 'other' }])
  t.match(await read(sandbox, DELIVERIES), [{ tenant: 'other', serial: 1 }])
  await register(sandbox, { url: null, tenant: 'demo' })
  t.match((await register(sandbox, { url: null })).body, { api: 'banksapi', url: null })
  t.strictSame(await read(sandbox, WEBHOOKS), [{ api: 'banksapi', tenant: 'demo', url: null }])
  await send(sandbox, [{ tenant: 'other' }, { usual: { url } }])
  t.equal((await read(sandbox, DELIVERIES)).length, 1)
})

t.test('what makes no sense is not registered', async t => {
  const sandbox = await createSandbox(t)
  const rows: readonly [object, RegExp][] = [
    [{}, /contract/],
    [{ url: 'einhorn' }, /no address/],
    [{ url: 'ftp://example.org/' }, /http and https/],
    [{ url: 'http://169.254.169.254/latest' }, /never called/],
    [{ url: INBOX, events: ['SALDO'] }, /contract/],
    [{ url: INBOX, api: 'ing' }, /contract/],
    [{ url: INBOX, tenant: '' }, /contract/],
    [{ url: INBOX, tenant: '*' }, /contract/],
    [{ url: INBOX, secret: 'x' }, /contract/]
  ]
  for (const [body, detail] of rows)
    t.match(await register(sandbox, body), { status: 400, body: { detail } }, JSON.stringify(body))
  t.strictSame(await read(sandbox, WEBHOOKS), [])
})

t.test('a server for everybody calls no private addresses, except its own inbox', async t => {
  const open = { host: '0.0.0.0', insecureControl: true }
  const sandbox = await createSandbox(t, open)
  const target = { url: 'http://127.0.0.1:9/' }
  t.match(await register(sandbox, target), { status: 400, body: { detail: /webhookTargets=any/ } })
  t.equal((await register(sandbox, { url: INBOX })).status, 200)
  await send(sandbox, [{}])
  t.equal((await read(sandbox, `${INBOX}/messages`)).length, 1)
  const daring = await createSandbox(t, { ...open, webhookTargets: 'any' })
  t.equal((await register(daring, target)).status, 200)
  const careful = await createSandbox(t, { webhookTargets: 'public' })
  t.equal((await register(careful, target)).status, 400)
})

t.test('the inbox takes notifications over TLS too', async t => {
  const sandbox = await createSandbox(t, { tls: true, webhookTargets: 'public' })
  await register(sandbox, { url: sandbox.tlsUrl + INBOX })
  await send(sandbox, [{}])
  t.match(await read(sandbox, DELIVERIES), [{ attempts: [{ status: 200 }] }])
})

t.test('a delivery is tried once more, and those that waited for it follow', async t => {
  const sandbox = await createSandbox(t)
  const again = (id: string) => sandbox.call('POST', `${DELIVERIES}/${id}/redeliver`)
  t.match(await again('1'), { status: 404 })
  let status = 503
  const receiver = createServer((_, response) => response.writeHead(status).end())
  t.teardown(() => receiver.close())
  await once(receiver.listen(0, '127.0.0.1'), 'listening')
  const { port } = receiver.address() as AddressInfo
  await register(sandbox, { url: `http://127.0.0.1:${port}/hook` })
  await send(sandbox, [{}, {}])
  t.match(await again('1'), { status: 200, body: { state: 'pending', attempts: { length: 2 } } })
  t.match(await again('2'), { body: { state: 'pending', attempts: [{ status: 503 }] } })
  status = 200
  t.match(await again('1'), { body: { state: 'delivered', attempts: { length: 3 } } })
  t.match(await read(sandbox, `${DELIVERIES}?state=delivered`), [{ id: '1' }, { id: '2' }])
  status = 500
  t.match(await again('2'), { body: { state: 'delivered', attempts: { length: 3 } } })
})

t.test('waiting for deliveries ends with them or with a 408', async t => {
  const sandbox = await createSandbox(t)
  const wait = (body: object) => sandbox.call('POST', `${WEBHOOKS}/wait`, { body })
  await register(sandbox, { url: INBOX })
  const waiting = wait({ count: 2, type: 'ERROR' })
  await send(sandbox, [{ type: 'ERROR' }, {}, { type: 'ERROR' }])
  t.match(await waiting, { status: 200, body: [{ serial: 1 }, { serial: 3 }] })
  t.match(await wait({}), { status: 200, body: { length: 3 } }, 'those of before count')
  t.match(await wait({ state: 'discarded', timeoutMs: 0 }), {
    status: 408,
    body: { detail: '0 of 1 deliveries were discarded within 0 ms' }
  })
  t.match(await wait({ state: 'einhorn' }), { status: 400 })
})

t.test('lists are cut to the newest', async t => {
  const sandbox = await createSandbox(t)
  await register(sandbox, { url: INBOX })
  await send(sandbox, [{}, {}, {}])
  t.match(await read(sandbox, `${DELIVERIES}?limit=2`), [{ id: '2' }, { id: '3' }])
  t.match(await sandbox.call('GET', `${DELIVERIES}?state=lost`), { status: 400 })
})

t.test('workspaces do not hear of each other, and a reset forgets all', async t => {
  const sandbox = await createSandbox(t)
  const registered = await register(sandbox, { url: `${INBOX}?a=1` }, 'ci-1')
  t.equal(registered.body.url, `${sandbox.url}${INBOX}?a=1&workspace=ci-1`)
  await send(sandbox, [{}], 'ci-1')
  await send(sandbox, [{}])
  const all = [WEBHOOKS, DELIVERIES, `${INBOX}/messages`]
  for (const path of all) {
    t.strictSame(await read(sandbox, path), [])
    t.equal((await read(sandbox, `${path}?workspace=ci-1`)).length, 1)
  }
  await sandbox.call('POST', '/_sandkasten/reset?workspace=ci-1')
  for (const path of all) t.strictSame(await read(sandbox, `${path}?workspace=ci-1`), [])
})
