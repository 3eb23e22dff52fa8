import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import t from 'tap'
import { issueClientCertificate } from '../../../src/http/tls.ts'
import { rsaKeys } from '../../certificates.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { AUTHORITY } from '../../secure.ts'
import { ingToken } from './requests.ts'
import { ping, SIGNING_KEY, signed, verdict } from './signed.ts'

const BAD_SIGNATURE = 'Signature could not be successfully verified.'
const DAY = 86_400_000

/** The keys of a client, by its id as the client uses it. */
function keysOf(sandbox: Sandbox, client = 'demo-client', workspace?: string) {
  const path = `/_sandkasten/ing/clients/${client}`
  const headers: Record<string, string> = workspace ? { 'X-Sandkasten-Workspace': workspace } : {}
  return {
    get: () => sandbox.call('GET', `${path}/signing-key`, { headers }),
    put: (body: unknown) => sandbox.call('PUT', `${path}/signing-key`, { headers, body }),
    issue: () => sandbox.call('POST', `${path}/certificate`, { headers })
  }
}

/** Whether a workspace takes signatures of a key, under the name of a client of its own. */
async function checker(sandbox: Sandbox, client = 'demo-client') {
  const token = await ingToken(sandbox, client)
  await sandbox.behave({ 'ing.signature': 'on' }, client.split('+')[1] ?? 'default')
  return async (key: string) => verdict(await ping(sandbox, token, signed({ key, keyId: client })))
}

t.test('the seeded pair is there in full', async t => {
  const { status, body } = await keysOf(await createSandbox(t)).get()
  t.equal(status, 200)
  t.strictSame(body, { keyId: 'demo-client', ...SIGNING_KEY })
})

t.test('a public key takes the place of the one before', async t => {
  const sandbox = await createSandbox(t)
  const check = await checker(sandbox)
  const mine = rsaKeys()
  t.strictSame(
    [await check(SIGNING_KEY.privateKey), await check(mine.privateKey)],
    [200, BAD_SIGNATURE]
  )
  const { publicKey } = mine
  const put = await keysOf(sandbox).put({ publicKey })
  t.equal(put.status, 200)
  t.strictSame(put.body, { keyId: 'demo-client', publicKey })
  t.strictSame((await keysOf(sandbox).get()).body, { keyId: 'demo-client', publicKey })
  t.strictSame(
    [await check(SIGNING_KEY.privateKey), await check(mine.privateKey)],
    [BAD_SIGNATURE, 200]
  )
})

t.test('a certificate is taken for its key', async t => {
  const sandbox = await createSandbox(t)
  const check = await checker(sandbox)
  const { certificate, privateKey } = await issueClientCertificate('somebody')
  const { status, body } = await keysOf(sandbox).put({ certificate })
  t.equal(status, 200)
  const { publicKey } = new X509Certificate(certificate)
  t.equal(body.publicKey, publicKey.export({ type: 'spki', format: 'pem' }))
  t.equal(await check(privateKey), 200)
  t.equal(await check(SIGNING_KEY.privateKey), BAD_SIGNATURE)
})

t.test('a reset brings the seeded pair back', async t => {
  const sandbox = await createSandbox(t)
  await keysOf(sandbox).put({ publicKey: rsaKeys().publicKey })
  await sandbox.call('POST', '/_sandkasten/reset')
  t.equal((await keysOf(sandbox).get()).body.privateKey, SIGNING_KEY.privateKey)
})

t.test('a client without a key has none until one is registered', async t => {
  const sandbox = await createSandbox(t)
  const keys = keysOf(sandbox, 'other-client')
  t.match(await keys.get(), { status: 404, body: { title: 'Not Found', detail: /other-client/ } })
  const { publicKey } = rsaKeys()
  t.equal((await keys.put({ publicKey })).status, 200)
  t.strictSame((await keys.get()).body, { keyId: 'other-client', publicKey })
})

t.test('what is no strong RSA key is refused, and nothing changes', async t => {
  const sandbox = await createSandbox(t)
  const keys = keysOf(sandbox)
  const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' } } as const
  const rest = { privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256', ...pem, ...rest })
  const edwards = generateKeyPairSync('ed25519', { ...pem, ...rest })
  const weak = rsaKeys(1024)
  const { publicKey } = SIGNING_KEY
  const { certificate } = await issueClientCertificate('demo-client')
  const refused: readonly (readonly [title: string, body: object, name: string])[] = [
    ['an EC key', { publicKey: elliptic.publicKey }, 'publicKey'],
    ['an Ed25519 key', { publicKey: edwards.publicKey }, 'publicKey'],
    ['1024 bits', { publicKey: weak.publicKey }, 'publicKey'],
    ['nonsense', { publicKey: 'nonsense' }, 'publicKey'],
    ['an empty key', { publicKey: '' }, 'publicKey'],
    ['half a key', { publicKey: publicKey.slice(0, 120) }, 'publicKey'],
    ['a nonsense certificate', { certificate: 'nonsense' }, 'certificate'],
    ['an empty certificate', { certificate: '' }, 'certificate'],
    ['a key as a certificate', { certificate: publicKey }, 'certificate']
  ]
  for (const [title, body, name] of refused) {
    const reply = await keys.put(body)
    t.equal(reply.status, 400, title)
    t.match(reply.body, { title: 'Bad Request', detail: new RegExp(`^${name}.*2048`) }, title)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
  }
  const misshapen = [{}, { publicKey, certificate }, { key: publicKey }, { publicKey: 1 }, []]
  for (const body of misshapen)
    t.equal((await keys.put(body)).status, 400, Object.keys(body).join(', '))
  t.equal((await keys.get()).body.publicKey, publicKey)
})

t.test('an unknown client has no keys', async t => {
  const sandbox = await createSandbox(t)
  for (const client of ['nobody', 'nobody+ci-1', 'demo-client+CI', 'demo-client+', '%20']) {
    const keys = keysOf(sandbox, client)
    const replies = [
      await keys.get(),
      await keys.put({ publicKey: SIGNING_KEY.publicKey }),
      await keys.issue()
    ]
    t.strictSame(
      replies.map(({ status }) => status),
      [404, 404, 404],
      client
    )
    t.match(replies[0], { body: { title: 'Not Found', detail: /There is no ING client/ } })
  }
})

t.test('a suffix names the workspace whose key it is', async t => {
  const sandbox = await createSandbox(t)
  const mine = rsaKeys()
  const there = keysOf(sandbox, 'demo-client+ci-1')
  t.strictSame((await there.get()).body, { keyId: 'demo-client+ci-1', ...SIGNING_KEY })
  const { publicKey } = mine
  const put = await there.put({ publicKey })
  t.strictSame(put.body, { keyId: 'demo-client+ci-1', publicKey })
  t.equal((await keysOf(sandbox, 'demo-client%2Bci-1').get()).body.publicKey, publicKey)
  t.equal((await keysOf(sandbox).get()).body.publicKey, SIGNING_KEY.publicKey)

  const [check, checkThere] = [await checker(sandbox), await checker(sandbox, 'demo-client+ci-1')]
  t.strictSame(
    [await check(SIGNING_KEY.privateKey), await check(mine.privateKey)],
    [200, BAD_SIGNATURE]
  )
  t.strictSame(
    [await checkThere(SIGNING_KEY.privateKey), await checkThere(mine.privateKey)],
    [BAD_SIGNATURE, 200]
  )
})

t.test('the workspace may also stand in the header; a suffix wins over it', async t => {
  const sandbox = await createSandbox(t)
  const publicKeyOf = async (...client: [string, string?]) =>
    (await keysOf(sandbox, ...client).get()).body.publicKey
  const { publicKey } = rsaKeys()
  await keysOf(sandbox, 'demo-client', 'ci-1').put({ publicKey })
  t.equal(await publicKeyOf('demo-client', 'ci-1'), publicKey)
  t.equal(await publicKeyOf('demo-client+ci-1'), publicKey)
  t.equal(await publicKeyOf('demo-client+ci-1', 'ci-2'), publicKey)
  t.equal(await publicKeyOf('demo-client+ci-2', 'ci-1'), SIGNING_KEY.publicKey)
})

t.test('a certificate is issued with its key and the CA', async t => {
  const sandbox = await createSandbox(t)
  for (const client of ['demo-client', 'other-client']) {
    const { status, body } = await keysOf(sandbox, client).issue()
    t.equal(status, 201)
    t.strictSame(Object.keys(body).sort(), ['authority', 'certificate', 'privateKey'])
    t.equal(body.authority, AUTHORITY)
    const certificate = new X509Certificate(body.certificate)
    const authority = new X509Certificate(body.authority)
    t.equal(certificate.subject, `CN=${client}`)
    t.ok(certificate.checkIssued(authority) && certificate.verify(authority.publicKey))
    t.ok(certificate.checkPrivateKey(createPrivateKey(body.privateKey)))
    t.strictSame(certificate.keyUsage, ['1.3.6.1.5.5.7.3.2'], 'it is for clients')
    t.equal(certificate.ca, false)
    t.equal(certificate.publicKey.asymmetricKeyDetails?.modulusLength, 2048)
    const life = Date.parse(certificate.validTo) - Date.now()
    t.ok(life > 360 * DAY && life < 370 * DAY, 'good for a year of the wall')
  }
})

t.test('a certificate names its client with the workspace', async t => {
  const { body } = await keysOf(await createSandbox(t), 'demo-client+ci-1').issue()
  t.equal(
    new X509Certificate(body.certificate).subject,
    'CN=demo-client\\+ci-1',
    'the plus is escaped'
  )
})

t.test('every certificate is another one', async t => {
  const keys = keysOf(await createSandbox(t))
  const [one, other] = [await keys.issue(), await keys.issue()]
  t.not(one.body.certificate, other.body.certificate)
  t.not(one.body.privateKey, other.body.privateKey)
  const serials = [one, other].map(({ body }) => new X509Certificate(body.certificate).serialNumber)
  t.not(serials[0], serials[1])
})

t.test('ca.pem is the CA', async t => {
  const { status, text, headers } = await (await createSandbox(t)).call(
    'GET',
    '/_sandkasten/ca.pem'
  )
  t.strictSame([status, text], [200, AUTHORITY])
  t.equal(headers.get('content-type'), 'application/x-pem-file')
  t.notMatch(text, /PRIVATE/)
})

t.test('keys need the control token where there is one; the CA is for everybody', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'open sesame' })
  const keys = keysOf(sandbox)
  const replies = [await keys.get(), await keys.put({}), await keys.issue()]
  for (const reply of replies) t.equal(reply.status, 401)
  t.equal((await sandbox.call('GET', '/_sandkasten/ca.pem')).status, 200)
})
