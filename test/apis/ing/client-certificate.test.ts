import { Agent } from 'node:https'
import t, { type Test } from 'tap'
import { issueClientCertificate, type Pair } from '../../../src/http/tls.ts'
import { certify } from '../../certificates.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { overTls, type SecureRequest } from '../../secure.ts'
import { ingToken } from './requests.ts'
import { complete, ping, SIGNING_KEY, verdict } from './signed.ts'

const BAD = 'Invalid client certificate'

/** Tries the connection over TLS with all that profile `full` asks for. */
async function pingOverTls(sandbox: Sandbox, token: string, sent: SecureRequest = {}) {
  const headers = { ...complete(), authorization: `Bearer ${token}`, ...sent.headers }
  return overTls(`${sandbox.tlsUrl}/partner-api/ping`, { ...sent, headers })
}

async function encrypted(t: Test, switches: Readonly<Record<string, string>>) {
  const sandbox = await createSandbox(t, { tls: true })
  const token = await ingToken(sandbox)
  await sandbox.behave(switches)
  const ask = async (client?: Pair) =>
    verdict(await pingOverTls(sandbox, token, client && { client }))
  return { sandbox, token, ask }
}

/** A certificate for the pair of keys with which the demo client signs. */
function forSigningKey(): Promise<Pair> {
  return certify({ keys: SIGNING_KEY })
}

t.test('over TLS profile full asks for a certificate', async t => {
  const { sandbox, token, ask } = await encrypted(t, { 'ing.profile': 'full' })
  const refused = await pingOverTls(sandbox, token)
  t.equal(refused.status, 401)
  t.strictSame(refused.body, {
    title: BAD,
    status: '401',
    detail: 'Invalid certificate provided, please try again with a valid certificate'
  })
  t.equal(await ask(await issueClientCertificate('demo-client')), 200)
  t.equal(await ask(await certify({ by: 'itself' })), BAD)
  t.equal(await ask(await forSigningKey()), BAD)
})

t.test('the control API issues a certificate that is taken', async t => {
  const { sandbox, ask } = await encrypted(t, { 'ing.profile': 'full' })
  const path = '/_sandkasten/ing/clients/demo-client/certificate'
  const { body } = await sandbox.call('POST', path)
  t.equal(await ask(body), 200)
})

t.test('a registered signing key may not be shown as a certificate any more', async t => {
  const { sandbox, ask } = await encrypted(t, { 'ing.clientCertificate': 'on' })
  const pair = await issueClientCertificate('demo-client')
  t.equal(await ask(pair), 200)
  const body = { certificate: pair.certificate }
  await sandbox.call('PUT', '/_sandkasten/ing/clients/demo-client/signing-key', { body })
  t.equal(await ask(pair), BAD)
  t.equal(await ask(await forSigningKey()), 200, 'the seeded pair signs no longer')
})

t.test('the token service asks for a certificate over TLS too', async t => {
  const { sandbox } = await encrypted(t, { 'ing.profile': 'full' })
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const ask = async (client?: Pair) => {
    const sent = { method: 'POST', headers: complete(), body, ...(client && { client }) }
    return verdict(await overTls(`${sandbox.tlsUrl}/token-api/oauth2/token`, sent))
  }
  t.equal(await ask(), BAD)
  t.equal(await ask(await forSigningKey()), BAD)
  t.equal(await ask(await issueClientCertificate('demo-client')), 200)
})

t.test('over TLS no certificate is asked for in profile simple, or when it is off', async t => {
  const { sandbox, ask } = await encrypted(t, {})
  t.equal(await ask(), 200)
  t.equal(await ask(await certify({ by: 'itself' })), 200)
  await sandbox.behave({ 'ing.clientCertificate': 'on' })
  t.equal(await ask(), BAD)
  await sandbox.behave({ 'ing.profile': 'full', 'ing.clientCertificate': 'off' })
  t.equal(await ask(), 200)
})

t.test('over TLS the certificate of the connection counts, not X-Client-Cert', async t => {
  const { sandbox, token } = await encrypted(t, { 'ing.profile': 'full' })
  const right = await issueClientCertificate('demo-client')
  const headers = { 'x-client-cert': encodeURIComponent(right.certificate) }
  t.equal(verdict(await pingOverTls(sandbox, token, { headers })), BAD)
  const client = right
  const wrong = { 'x-client-cert': 'nonsense' }
  t.equal(verdict(await pingOverTls(sandbox, token, { client, headers: wrong })), 200)
})

t.test('a certificate stays with its connection and with its session', async t => {
  const { sandbox, token } = await encrypted(t, { 'ing.profile': 'full' })
  const client = await issueClientCertificate('demo-client')
  const keeping = new Agent({ keepAlive: true, maxSockets: 1 })
  const resuming = new Agent({ keepAlive: false, maxCachedSessions: 10 })
  t.teardown(() => {
    for (const agent of [keeping, resuming]) agent.destroy()
  })
  for (const agent of [keeping, keeping, resuming, resuming])
    t.equal(verdict(await pingOverTls(sandbox, token, { client, agent })), 200)
  t.equal(verdict(await pingOverTls(sandbox, token)), BAD, 'another connection has none')
})

t.test('over plain HTTP X-Client-Cert carries the certificate, where it is wanted', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.clientCertificate': 'on' })
  const ask = async (header: string) =>
    verdict(await ping(sandbox, token, { 'x-client-cert': header }))
  t.equal(verdict(await ping(sandbox, token)), BAD)
  for (const nonsense of ['', 'nonsense', '%', '%E0%A4%A', encodeURIComponent('-----BEGIN')])
    t.equal(await ask(nonsense), BAD, nonsense)
  const right = await issueClientCertificate('demo-client')
  t.equal(await ask(encodeURIComponent(right.certificate)), 200)
  for (const wrong of [await certify({ by: 'itself' }), await forSigningKey()])
    t.equal(await ask(encodeURIComponent(wrong.certificate)), BAD)
})

t.test('the life of a certificate is that of the wall, not of the workspace', async t => {
  const sandbox = await createSandbox(t, { clockStart: '2040-01-01T00:00:00Z' })
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.clientCertificate': 'on' })
  const ask = async ({ certificate }: Pair) =>
    verdict(await ping(sandbox, token, { 'x-client-cert': encodeURIComponent(certificate) }))
  t.equal(await ask(await issueClientCertificate('demo-client')), 200)
  const later = { from: new Date('2039-12-01'), to: new Date('2040-02-01') }
  t.equal(await ask(await certify(later)), BAD)
})
