import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { added, addedInWebform, regulated, unregulated } from '../apis/banksapi/customer.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const A = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const B = '7c9b9a63-1f7e-4d35-8a52-7f0f4f4f6a02'
const GIRO = 'DE00123456789012345678'
const SECOND = 1000

type Received = {
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
}

/** A real server of a tenant. Its status may change while it runs. */
async function createReceiver(t: Test, status: number) {
  const received: Received[] = []
  const receiver = { status, received, url: '' }
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    received.push({ headers: request.headers, body: JSON.parse(text) })
    response.writeHead(receiver.status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

async function control(sandbox: Sandbox, method: string, path: string, body?: object) {
  const reply = await sandbox.call(method, `/_sandkasten${path}`, { ...(body && { body }) })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`)
  return reply.body
}

/** Two tenants with an access and a receiver each. */
async function createTwoTenants(
  t: Test,
  status: { readonly demo: number; readonly other: number }
) {
  const sandbox = await createSandbox(t)
  const demo = await createReceiver(t, status.demo)
  const other = await createReceiver(t, status.other)
  await control(sandbox, 'PUT', '/webhooks', { url: demo.url, tenant: 'demo' })
  await control(sandbox, 'PUT', '/webhooks', { url: other.url, tenant: 'demotenant' })
  await added(sandbox, await regulated(sandbox), { id: A })
  await addedInWebform(sandbox, await unregulated(sandbox), B)
  /** The bank books and tells; both have the same account there. */
  const happen = async () => {
    await control(sandbox, 'POST', '/simulate/new-transactions', { accessId: A, productId: GIRO })
    return control(sandbox, 'POST', '/simulate/background-update', {})
  }
  return { sandbox, demo, other, happen }
}

const serials = (received: readonly Received[]) => received.map(({ body }) => body['serial'])

t.test('a receiver that is dead holds up nobody else', async t => {
  const { sandbox, demo, other, happen } = await createTwoTenants(t, { demo: 204, other: 503 })
  t.same((await happen()).updated, [A, B])
  await happen()
  t.strictSame(serials(demo.received), [1, 2, 3, 4])
  t.strictSame(serials(other.received), [1], 'the others wait behind the first')
  const deliveries = await control(sandbox, 'GET', '/webhooks/deliveries')
  const states = (tenant: string) =>
    deliveries
      .filter((one: { tenant: string }) => one.tenant === tenant)
      .map(({ state, serial }: { state: string; serial: number }) => `${serial} ${state}`)
  t.strictSame(states('demo'), ['1 delivered', '2 delivered', '3 delivered', '4 delivered'])
  t.strictSame(states('demotenant'), ['1 pending', '2 pending', '3 pending', '4 pending'])
})

t.test(
  'a dead receiver is called five times in five minutes, then the notification is gone',
  async t => {
    const { sandbox, other, happen } = await createTwoTenants(t, { demo: 204, other: 500 })
    await happen()
    const calls: number[] = []
    for (const seconds of [5, 25, 90, 179, 1]) {
      await sandbox.pass(seconds * SECOND)
      calls.push(other.received.length)
    }
    t.strictSame(calls, [2, 3, 4, 4, 6], 'at 5, 30, 120 and 300 s; then the next one has its turn')
    const [first] = (await control(sandbox, 'GET', '/webhooks/deliveries')).filter(
      (one: { tenant: string }) => one.tenant === 'demotenant'
    )
    t.match(first, {
      state: 'discarded',
      serial: 1,
      attempts: [
        { at: '2026-11-21T09:00:00.000Z', status: 500 },
        { at: '2026-11-21T09:00:05.000Z', status: 500 },
        { at: '2026-11-21T09:00:30.000Z', status: 500 },
        { at: '2026-11-21T09:02:00.000Z', status: 500 },
        { at: '2026-11-21T09:05:00.000Z', status: 500 }
      ]
    })

    other.status = 200
    const again = await control(sandbox, 'POST', `/webhooks/deliveries/${first.id}/redeliver`)
    t.match(again, { state: 'delivered' })
    t.equal(other.received.at(-1)?.body['serial'], 1)
    await happen()
    t.strictSame(serials(other.received).slice(-2), [3, 4], 'the receiver sees that 2 is missing')
  }
)

t.test('a receiver that comes back hears everything in order', async t => {
  const { sandbox, other, happen } = await createTwoTenants(t, { demo: 204, other: 503 })
  await happen()
  await happen()
  other.status = 200
  other.received.length = 0
  const waiting = control(sandbox, 'POST', '/webhooks/wait', { count: 8, timeoutMs: 10_000 })
  await sandbox.pass(5 * SECOND)
  t.strictSame(serials(other.received), [1, 2, 3, 4])
  t.equal((await waiting).length, 8)
  t.match(other.received[0], {
    headers: {
      'user-agent': 'BANKSapi Notifier',
      'content-type': 'application/json',
      accept: '*/*',
      connection: 'close'
    },
    body: { tenant: 'demotenant', accountId: B, notificationType: 'TRANSACTION' }
  })
})

t.test('months pass with a dead receiver in no time, and are all accounted for', async t => {
  const { sandbox, other } = await createTwoTenants(t, { demo: 204, other: 503 })
  await sandbox.pass(60 * 24 * 60 * 60 * SECOND)
  t.ok(other.received.length <= 100, 'one advance calls a dead target so often at most')
  const deliveries = await control(sandbox, 'GET', '/webhooks/deliveries')
  const dead = deliveries.filter((one: { tenant: string }) => one.tenant === 'demotenant')
  t.strictSame(
    dead.map(({ serial }: { serial: number }) => serial),
    dead.map((_: unknown, index: number) => index + 1),
    'without a gap'
  )
  t.ok(dead.length > 20)
  t.ok(dead.at(-1).attempts.some(({ error = '' }) => /not tried/.test(error)))
})
