import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import t from 'tap'
import { ingToken } from '../apis/ing/requests.ts'
import { complete, ping, SIGNING_KEY, verdict } from '../apis/ing/signed.ts'
import { rsaKeys } from '../certificates.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { AUTHORITY } from '../secure.ts'

const NAMES = [
  'banksapi-certificate.pem',
  'ing-demo-client-signing-key.pem',
  'ing-demo-client-signing-public-key.pem',
  'ing-demo-client-certificate.pem',
  'ing-demo-client-certificate-key.pem',
  'ca.pem'
]

async function download(sandbox: Sandbox, name: string): Promise<string> {
  return (await sandbox.call('GET', `/keys/${name}`)).text
}

/** The downloads that a page links to. */
function linksIn(page: string): readonly string[] {
  return [...page.matchAll(/<a href="(keys\/[^"]+)" download>/g)].map(found => found[1] ?? '')
}

t.test('the page links to every key, in both languages', async t => {
  const sandbox = await createSandbox(t)
  const headings = { de: 'Schlüssel und Zertifikate', en: 'Keys and certificates' }
  for (const [language, heading] of Object.entries(headings)) {
    const { text } = await sandbox.call('GET', `/?lang=${language}`)
    t.match(text, `<h2>${heading}</h2>`)
    t.strictSame(
      linksIn(text),
      NAMES.map(name => `keys/${name}`)
    )
  }
})

t.test('every link of the page leads to a PEM file', async t => {
  const sandbox = await createSandbox(t)
  const { text } = await sandbox.call('GET', '/')
  for (const link of linksIn(text)) {
    const reply = await sandbox.call('GET', `/${link}`)
    t.equal(reply.status, 200, link)
    t.equal(reply.headers.get('content-type'), 'application/x-pem-file', link)
    t.match(reply.text, /^-----BEGIN [A-Z ]+-----\n[\s\S]+\n-----END [A-Z ]+-----\n?$/, link)
  }
})

t.test('behind a path prefix the links work too', async t => {
  const sandbox = await createSandbox(t, { publicUrl: 'https://sandkasten.example/ing' })
  for (const link of linksIn((await sandbox.call('GET', '/ing/')).text))
    t.equal((await sandbox.call('GET', `/ing/${link}`)).status, 200, link)
})

t.test('what else could be asked for is not there', async t => {
  const sandbox = await createSandbox(t)
  const names = [
    '',
    'ca-key.pem',
    '..%2Ftls%2Fca-key.pem',
    '../fixtures/tls/ca-key.pem',
    'none.pem'
  ]
  for (const name of names) t.equal((await sandbox.call('GET', `/keys/${name}`)).status, 404, name)
})

t.test('the keys are those with which the demo client signs', async t => {
  const sandbox = await createSandbox(t)
  const [key, publicKey] = [
    await download(sandbox, 'ing-demo-client-signing-key.pem'),
    await download(sandbox, 'ing-demo-client-signing-public-key.pem')
  ]
  t.strictSame({ publicKey, privateKey: key }, SIGNING_KEY)
  t.equal(createPublicKey(key).export({ type: 'spki', format: 'pem' }), publicKey)
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.profile': 'full' })
  t.equal(verdict(await ping(sandbox, token, complete({ key }))), 200)
})

t.test('certificate and key belong together, and the CA signed them', async t => {
  for (const first of ['certificate', 'certificate-key']) {
    const sandbox = await createSandbox(t)
    await download(sandbox, `ing-demo-client-${first}.pem`)
    const pem = await download(sandbox, 'ing-demo-client-certificate.pem')
    const key = await download(sandbox, 'ing-demo-client-certificate-key.pem')
    const certificate = new X509Certificate(pem)
    t.ok(certificate.checkPrivateKey(createPrivateKey(key)), `${first} first`)
    t.equal(await download(sandbox, 'ca.pem'), AUTHORITY)
    t.ok(certificate.verify(createPublicKey(AUTHORITY)))
    t.equal(certificate.subject, 'CN=demo-client')
  }
})

t.test('the certificate is taken where one is wanted', async t => {
  const sandbox = await createSandbox(t, { behaviour: { 'ing.clientCertificate': 'on' } })
  const pem = await download(sandbox, 'ing-demo-client-certificate.pem')
  const headers = { 'x-client-cert': encodeURIComponent(pem) }
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const { status } = await sandbox.call('POST', '/token-api/oauth2/token', { headers, body })
  t.equal(status, 200)
})

t.test(
  'pairs of a seed of our own are offered, keys without their private half are not',
  async t => {
    const [mine, theirs] = [rsaKeys(), rsaKeys()]
    const sandbox = await createSandbox(t, {
      documents: {
        'ing-signing-keys': [
          { id: 'my-client', ...mine },
          { id: 'other-client', publicKey: theirs.publicKey }
        ] as { id: string }[]
      }
    })
    t.equal(await download(sandbox, 'ing-my-client-signing-key.pem'), mine.privateKey)
    t.equal(await download(sandbox, 'ing-my-client-signing-public-key.pem'), mine.publicKey)
    const links = linksIn((await sandbox.call('GET', '/')).text)
    t.ok(links.includes('keys/ing-my-client-signing-key.pem'))
    t.notMatch(links.join(), 'other-client')
  }
)
