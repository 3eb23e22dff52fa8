import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { ingToken } from './requests.ts'
import { ping, seeded, verdict } from './signed.ts'

const ON = { 'ing.ipAllowList': 'on' }

/** Tries the connection from an address that a proxy names. */
async function askFrom(sandbox: Sandbox, address: string, token?: string) {
  return verdict(await ping(sandbox, token, { 'x-forwarded-for': address }))
}

function withAddresses(allowedIps: readonly string[]) {
  return { 'ing-clients': [{ ...seeded('demo-client'), secret: 'demo-secret', allowedIps }] }
}

t.test('loopback and private ranges are registered, all else is not', async t => {
  const sandbox = await createSandbox(t, { trustProxy: true })
  const token = await ingToken(sandbox)
  await sandbox.behave(ON)
  const inside = [
    '127.0.0.1',
    '127.8.8.8',
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.178.1',
    '::1',
    'fc00::1',
    'fdff::1',
    '::ffff:10.1.2.3',
    '10.1.2.3, 203.0.113.1'
  ]
  for (const address of inside) t.equal(await askFrom(sandbox, address, token), 200, address)
  const outside = [
    '203.0.113.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.169.0.1',
    '2001:db8::1',
    '::ffff:203.0.113.1',
    '203.0.113.1, 10.1.2.3',
    'unknown',
    '10.1.2'
  ]
  for (const address of outside)
    t.equal(await askFrom(sandbox, address, token), 'Forbidden', address)
})

t.test('a client may have addresses of its own, and then no others', async t => {
  const own = ['203.0.113.0/24', '198.51.100.7', '2001:db8::/32', '2001:db9::7']
  const sandbox = await createSandbox(t, { trustProxy: true, documents: withAddresses(own) })
  const token = await ingToken(sandbox)
  const other = await ingToken(sandbox, 'other-client')
  await sandbox.behave(ON)
  for (const address of ['203.0.113.255', '198.51.100.7', '2001:db8:1::1', '2001:db9::7']) {
    t.equal(await askFrom(sandbox, address, token), 200, address)
    t.equal(await askFrom(sandbox, address, other), 'Forbidden', `${address}, another client`)
    t.equal(await askFrom(sandbox, address), 'Forbidden', `${address}, nobody`)
  }
  for (const address of ['127.0.0.1', '10.0.0.1', '198.51.100.8', '2001:db9::8', '::1'])
    t.equal(await askFrom(sandbox, address, token), 'Forbidden', address)
  t.equal(await askFrom(sandbox, '127.0.0.1', other), 200)
})

t.test('a client with an empty list may call from nowhere', async t => {
  const sandbox = await createSandbox(t, { documents: withAddresses([]) })
  const token = await ingToken(sandbox)
  await sandbox.behave(ON)
  t.equal(verdict(await ping(sandbox, token)), 'Forbidden')
})

t.test('the token service knows the addresses of the client that asks', async t => {
  const sandbox = await createSandbox(t, {
    trustProxy: true,
    documents: withAddresses(['203.0.113.9']),
    behaviour: ON
  })
  const ask = async (client: string, address: string) => {
    const body = new URLSearchParams({ client_id: client, client_secret: 'demo-secret' })
    const headers = { 'x-forwarded-for': address }
    return (await sandbox.call('POST', '/token-api/oauth2/token', { headers, body })).status
  }
  t.equal(await ask('demo-client', '203.0.113.9'), 200)
  t.equal(await ask('demo-client+ci-1', '203.0.113.9'), 200)
  t.equal(await ask('demo-client', '127.0.0.1'), 403)
  t.equal(await ask('other-client', '203.0.113.9'), 403)
  t.equal(await ask('other-client', '127.0.0.1'), 200)
})

t.test('what X-Forwarded-For says counts only behind a trusted proxy', async t => {
  const sandbox = await createSandbox(t, { trustProxy: false })
  const token = await ingToken(sandbox)
  await sandbox.behave(ON)
  t.equal(await askFrom(sandbox, '203.0.113.1', token), 200)
})
