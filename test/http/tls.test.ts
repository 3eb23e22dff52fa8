import { createPrivateKey, X509Certificate } from 'node:crypto'
import t from 'tap'
import {
  issueClientCertificate,
  issueServerCertificate,
  readAuthority
} from '../../src/http/tls.ts'
import { signed, verdict } from '../apis/ing/signed.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { AUTHORITY, overTls, type SecureRequest } from '../secure.ts'

const DAY = 86_400_000
const FOR_CLIENTS = '1.3.6.1.5.5.7.3.2'
const FOR_SERVERS = '1.3.6.1.5.5.7.3.1'

function over(sandbox: Sandbox, path: string, sent?: SecureRequest) {
  return overTls(`${sandbox.tlsUrl}${path}`, sent)
}

t.test('the CA of the package signs for itself and says what it is', async t => {
  const { certificate, privateKey } = readAuthority()
  t.equal(certificate, AUTHORITY)
  const read = new X509Certificate(certificate)
  t.equal(read.ca, true)
  t.match(read.subject, /trust it in tests alone/)
  t.ok(read.checkPrivateKey(createPrivateKey(privateKey)))
  t.ok(read.verify(read.publicKey))
  t.ok(Date.parse(read.validTo) - Date.now() > 3650 * DAY)
})

t.test('a server certificate holds for its names and addresses, and for no others', async t => {
  const { certificate, privateKey } = await issueServerCertificate([
    'qa.example',
    '10.1.2.3',
    '::1'
  ])
  const read = new X509Certificate(certificate)
  t.ok(read.checkHost('qa.example'))
  for (const address of ['10.1.2.3', '::1']) t.ok(read.checkIP(address), address)
  t.notOk(read.checkHost('localhost') ?? read.checkIP('10.1.2.4') ?? read.checkHost('10.1.2.3'))
  t.strictSame(read.keyUsage, [FOR_SERVERS])
  t.ok(read.checkPrivateKey(createPrivateKey(privateKey)))
})

t.test('what is issued is signed by the CA, strong, and good for a year of the wall', async t => {
  const authority = new X509Certificate(AUTHORITY)
  const issued = [
    [await issueClientCertificate('somebody'), 'CN=somebody', FOR_CLIENTS],
    [await issueServerCertificate(['localhost']), 'CN=localhost', FOR_SERVERS]
  ] as const
  for (const [{ certificate }, subject, usage] of issued) {
    const read = new X509Certificate(certificate)
    t.equal(read.subject, subject)
    t.strictSame(read.keyUsage, [usage], subject)
    t.equal(read.ca, false, subject)
    t.ok(read.checkIssued(authority) && read.verify(authority.publicKey), subject)
    t.equal(read.publicKey.asymmetricKeyDetails?.modulusLength, 2048, subject)
    t.ok(Date.parse(read.validFrom) <= Date.now(), subject)
    const life = Date.parse(read.validTo) - Date.now()
    t.ok(life > 360 * DAY && life < 370 * DAY, subject)
  }
})

t.test('every API, the control API and the pages answer over TLS', async t => {
  const sandbox = await createSandbox(t, { tls: true })
  const basic = `Basic ${Buffer.from('demo-client:demo-secret').toString('base64')}`
  const europace = await over(sandbox, '/auth/token', {
    method: 'POST',
    headers: { authorization: basic },
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  t.equal(europace.status, 200)
  const ing = await over(sandbox, '/token-api/oauth2/token', {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  })
  t.equal(ing.status, 200)

  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
  const token = bearer(europace.body.access_token)
  const pinged = await over(sandbox, '/partner-api/ping', bearer(ing.body.access_token))
  t.equal(pinged.text, 'You are connected to partner API!')
  t.equal((await over(sandbox, '/kundenangaben/NIX', token)).status, 404)
  t.equal((await over(sandbox, '/kreditsmart/kex/antraege/status/1', token)).status, 404)
  const created = await over(sandbox, '/kundenangaben', {
    method: 'POST',
    headers: { ...token.headers, 'content-type': 'application/json' },
    body: '{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":{}}'
  })
  t.equal(created.status, 201)
  for (const path of ['/health', '/ready', '/_sandkasten/clock', '/', '/style.css', '/docs/'])
    t.equal((await over(sandbox, path)).status, 200, path)
})

t.test('both ports have one and the same state', async t => {
  const sandbox = await createSandbox(t, { tls: true })
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const issued = await over(sandbox, '/token-api/oauth2/token', { method: 'POST', body })
  const plain = await sandbox.call('GET', '/partner-api/ping', { token: issued.body.access_token })
  t.equal(plain.status, 200)
  const { body: journal } = await sandbox.call('GET', '/_sandkasten/requests')
  t.strictSame(
    journal.map(({ operationId }: { operationId: string }) => operationId),
    ['createPartnerToken', 'ping']
  )
})

t.test('a signature holds over TLS as it does without', async t => {
  const sandbox = await createSandbox(t, { tls: true, behaviour: { 'ing.signature': 'on' } })
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const issued = await over(sandbox, '/token-api/oauth2/token', { method: 'POST', body })
  const authorization = `Bearer ${issued.body.access_token}`
  const ask = async (headers: Readonly<Record<string, string>>) =>
    verdict(await over(sandbox, '/partner-api/ping', { headers: { authorization, ...headers } }))
  t.equal(await ask(signed()), 200)
  t.equal(await ask(signed({ target: '/other' })), 'Signature could not be successfully verified.')
})

t.test('links start with https where the caller used TLS', async t => {
  const sandbox = await createSandbox(t, { tls: true })
  const path = '/.well-known/oauth-authorization-server'
  const secure = await over(sandbox, path)
  t.match(secure.body, {
    issuer: sandbox.tlsUrl,
    token_endpoint: `${sandbox.tlsUrl}/auth/token`
  })
  const plain = await sandbox.call('GET', path)
  t.match(plain.body, { issuer: sandbox.url, token_endpoint: `${sandbox.url}/auth/token` })
  const page = await over(sandbox, '/')
  t.match(page.text, `${sandbox.tlsUrl}/kundenangaben`)
  t.notMatch(page.text, sandbox.url)
  const contract = await over(sandbox, '/docs/contracts/ing-partner.json')
  t.equal(contract.body.servers[0].url, `${sandbox.tlsUrl}/`)
})

t.test('the port for TLS speaks nothing else, the other one no TLS', async t => {
  const sandbox = await createSandbox(t, { tls: true })
  const { port: secure } = new URL(sandbox.tlsUrl ?? '')
  const { port: plain } = new URL(sandbox.url)
  await t.rejects(fetch(`http://127.0.0.1:${secure}/health`))
  await t.rejects(overTls(`https://127.0.0.1:${plain}/health`))
  t.equal((await over(sandbox, '/health')).status, 200, 'and lives on')
  t.equal((await sandbox.call('GET', '/health')).status, 200)
})

t.test('a client that does not know the CA does not come in', async t => {
  const sandbox = await createSandbox(t, { tls: true })
  const ca = (await issueServerCertificate(['localhost'])).certificate
  await t.rejects(over(sandbox, '/health', { ca }), { code: /UNABLE_TO|SELF_SIGNED/ })
})
