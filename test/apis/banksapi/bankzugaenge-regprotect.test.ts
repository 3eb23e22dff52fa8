import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  add,
  added,
  addedInWebform,
  DEMO,
  follow,
  locationOf,
  regulated,
  rels,
  sessionOf,
  unregulated
} from './customer.ts'

const GIRO = 'DE00123456789012345678'
const SESSIONS = '/customer/v2/regprotect/sessions'
const IP = 'Customer-IP-Address'

function checkWebform(t: Test, sandbox: Sandbox, reply: Reply, useCase: string): void {
  t.equal(reply.status, 451, useCase)
  t.equal(reply.text, '', useCase)
  t.equal(reply.headers.get('content-length'), '0', useCase)
  t.equal(
    locationOf(reply),
    `${sandbox.url}/customer/v2/webform?session=${sessionOf(reply)}&useCase=${useCase}`
  )
  t.match(sessionOf(reply), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
}

t.test('a tenant without a licence is sent to the web form, and nothing is added yet', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const id = randomUUID()
  const bodies = [
    { [id]: {} },
    { [id]: { providerId: DEMO } },
    { [id]: { providerId: DEMO, credentials: { userid: 'demo1', pin: 'demo1' } } }
  ]
  for (const body of bodies)
    for (const query of ['', '?callbackUrl=https%3A%2F%2Fportal.example', '?refresh=true']) {
      const reply = await sandbox.call('POST', ACCESSES + query, { token, body })
      checkWebform(t, sandbox, reply, 'CREATE_ACCOUNT')
    }
  t.equal((await sandbox.call('GET', `${ACCESSES}/${id}`, { token })).status, 404)
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
})

t.test('after the web form the access is there, and a refresh needs none', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const id = randomUUID()
  await addedInWebform(sandbox, token, id)
  const { body } = await sandbox.call('GET', ACCESSES, { token })
  t.match(body[id], { status: 'VOLLSTAENDIG', sync: true, bankprodukte: [{ id: GIRO }] })
  t.equal(body[id].bankprodukte.length, 1)
  await sandbox.pass(60_000)
  for (const query of ['', '?refresh=true']) {
    const path = ACCESSES + query
    const reply = await sandbox.call('POST', path, { token, body: { [id]: {} } })
    t.equal(reply.status, 201, path)
    t.equal(locationOf(reply), `${sandbox.url}${ACCESSES}/${id}`)
  }
  const after = (await follow(sandbox, token, body[id], 'self')).body
  t.equal(after.aktualisierungszeitpunkt, '2026-11-21 10:01:00')
  const gone = await follow(sandbox, token, body[id], 'delete_bankzugang', { method: 'DELETE' })
  t.equal(gone.status, 200)
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
})

t.test('the products of an access are chosen again in the web form', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const id = randomUUID()
  const path = `${ACCESSES}/${id}/selectedbankproducts`
  t.equal((await sandbox.call('PUT', path, { token })).status, 404)
  await addedInWebform(sandbox, token, id)
  for (const body of [undefined, {}, { products: [GIRO] }]) {
    const reply = await sandbox.call('PUT', path, { token, ...(body && { body }) })
    checkWebform(t, sandbox, reply, 'CHANGE_BANK_PRODUCT_SELECTION')
  }
})

t.test('a tenant with a licence has no web form for its products', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { id } = await added(sandbox, token)
  const { status, text } = await sandbox.call('PUT', `${ACCESSES}/${id}/selectedbankproducts`, {
    token
  })
  t.equal(status, 403)
  t.equal(text, '')
})

t.test('several web forms may be open, unless the switch says otherwise', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const other = await unregulated(sandbox, 'berta')
  const open = (by = token) => add(sandbox, by, { data: { credentials: undefined } })
  t.equal((await open()).status, 451)
  t.equal((await open()).status, 451)
  await sandbox.behave({ 'banksapi.regprotect.singleSession': true })
  const refused = await open()
  t.equal(refused.status, 400)
  t.match(refused.body, { code: '400', message: /./ })
  t.equal(locationOf(refused), '')
  t.equal((await open(other)).status, 451, 'the web form of somebody else is no matter')
  const reply = await sandbox.call('DELETE', SESSIONS, { token })
  t.equal(reply.status, 200)
  t.equal(reply.text, '')
  t.equal((await open()).status, 451)
  t.equal((await open()).status, 400)
  t.equal((await open(other)).status, 400, 'and was not deleted')
})

t.test('sessions can be deleted without one, by tenants of both kinds', async t => {
  const sandbox = await createSandbox(t)
  for (const token of [await unregulated(sandbox), await regulated(sandbox)]) {
    const customer = await sandbox.call('GET', '/customer/v2', { token })
    for (const _ of [1, 2]) {
      const reply = await follow(sandbox, token, customer.body, 'delete_regprotect_sessions', {
        method: 'DELETE'
      })
      t.equal(reply.status, 200)
      t.equal(reply.text, '')
    }
  }
})

t.test('a deleted session can no longer be used', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const reply = await add(sandbox, token)
  const path = `/_sandkasten/flows/${sessionOf(reply)}`
  t.equal((await sandbox.call('GET', path)).status, 200)
  await sandbox.call('DELETE', SESSIONS, { token })
  t.equal((await sandbox.call('GET', path)).status, 404)
})

const PUBLIC = [
  '203.0.113.1',
  '192.0.2.7',
  '198.51.100.9',
  '8.8.8.8',
  '2001:db8::1',
  '2a00:1450:4001::8',
  '::ffff:8.8.8.8'
]
const NOT_PUBLIC = [
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '8.8.8.8, 9.9.9.9',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.1.1',
  '172.16.0.1',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fe80::1',
  'ff02::1',
  '::ffff:10.0.0.1'
]

/** The calls that need the customer, each on an access of its own, with the status of their success. */
async function present(sandbox: Sandbox, token: string, ip: string | undefined) {
  const headers = ip === undefined ? {} : { [IP]: ip }
  const { id } = await added(sandbox, token, { headers: { [IP]: '8.8.8.8' } })
  const path = `${ACCESSES}/${id}`
  const sent = { token, headers }
  return [
    (await add(sandbox, token, { headers })).status,
    (await sandbox.call('POST', `${path}/consent`, { ...sent, body: {} })).status,
    (await sandbox.call('DELETE', path, sent)).status,
    (await sandbox.call('DELETE', ACCESSES, sent)).status
  ]
}

const FINE = [201, 201, 200, 200]
const REFUSED = [400, 400, 400, 400]

t.test('an address of the customer has to be a public one', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  t.strictSame(await present(sandbox, token, undefined), FINE)
  for (const ip of PUBLIC) t.strictSame(await present(sandbox, token, ip), FINE, ip)
  for (const ip of NOT_PUBLIC) t.strictSame(await present(sandbox, token, ip), REFUSED, ip)
  const reply = await add(sandbox, token, { headers: { [IP]: '10.0.0.1' } })
  t.match(reply.body, { code: '400', message: /Customer-IP-Address/ })
  t.equal(locationOf(reply), '')
})

t.test('strict asks for the address where the documentation does, off for nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await sandbox.behave({ 'banksapi.customerIpAddress': 'strict' })
  t.strictSame(await present(sandbox, token, undefined), REFUSED)
  t.strictSame(await present(sandbox, token, '8.8.8.8'), FINE)
  const headers = { [IP]: '8.8.8.8' }
  const access = await added(sandbox, token, { login: 'test_sca_method', headers })
  const body = { chosenScaMethodId: '1' }
  const moved = await follow(sandbox, token, access, 'set_method', { method: 'POST', body })
  t.equal(moved.status, 200)
  t.ok(rels(moved.body).includes('authenticate'))
  await sandbox.behave({ 'banksapi.customerIpAddress': 'off' })
  for (const ip of [undefined, '127.0.0.1', 'nobody'])
    t.strictSame(await present(sandbox, token, ip), FINE)
})

t.test('the address is ignored where nobody needs it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { id } = await added(sandbox, token)
  const headers = { [IP]: '10.0.0.1' }
  for (const path of ['/customer/v2', ACCESSES, `${ACCESSES}/${id}`, `${ACCESSES}/${id}/issues`])
    t.equal((await sandbox.call('GET', path, { token, headers })).status, 200, path)
})
