import { once } from 'node:events'
import { Agent } from 'node:https'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import t, { type Test } from 'tap'
import { createSandkasten, type SandkastenOptions } from '../src/index.ts'
import { certify, rsaKeys } from './certificates.ts'
import { createSandbox } from './sandbox.ts'
import { AUTHORITY, overTls } from './secure.ts'

/** The certificate that a server shows. */
async function shownBy(tlsUrl: string | null, ca = AUTHORITY) {
  const { hostname: host, port } = new URL(tlsUrl ?? '')
  const socket = connect({ host, port: Number(port), ca, servername: 'localhost' })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerX509Certificate()
  socket.destroy()
  if (!certificate) throw new Error('no certificate')
  return certificate
}

/** A port that somebody else has. */
async function takenPort(t: Test): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** Why a sandbox does not start, in one line that names a setting or file and no place in the code. */
async function refusal(t: Test, options: SandkastenOptions): Promise<string> {
  try {
    const sandkasten = await createSandkasten(options)
    await sandkasten.close()
  } catch (error) {
    const { message, isBadSetting } = error as Error & { isBadSetting?: true }
    t.equal(isBadSetting, true, message)
    t.notMatch(message, /\n/)
    return message
  }
  return 'it starts'
}

t.test('without TLS there is one port', async t => {
  const { url, tlsUrl } = await createSandbox(t)
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.equal(tlsUrl, null)
})

t.test('with TLS there are two, and they differ', async t => {
  const { url, tlsUrl } = await createSandbox(t, { tls: true })
  t.match(tlsUrl, /^https:\/\/127\.0\.0\.1:\d+$/)
  t.not(new URL(tlsUrl ?? '').port, new URL(url).port)
  const { status, body } = await overTls(`${tlsUrl}/ready`)
  t.match({ status, body }, { status: 200, body: { ready: true } })
})

t.test('the port for TLS may be chosen', async t => {
  const free = await createSandkasten({ tls: true, tlsPort: 0 })
  const tlsPort = Number(new URL(free.tlsUrl ?? '').port)
  await free.close()
  const { tlsUrl } = await createSandbox(t, { tls: true, tlsPort })
  t.equal(tlsUrl, `https://127.0.0.1:${tlsPort}`)
})

t.test('the certificate holds for all names of this machine', async t => {
  const { tlsUrl } = await createSandbox(t, { tls: true })
  const certificate = await shownBy(tlsUrl)
  for (const name of ['localhost', 'sandkasten', 'host.docker.internal', hostname()])
    t.ok(certificate.checkHost(name), name)
  for (const address of ['127.0.0.1', '::1']) t.ok(certificate.checkIP(address), address)
  t.notOk(certificate.checkHost('sandkasten.example'))
})

t.test('the certificate holds for the name of the public address', async t => {
  const publicUrl = 'https://sandkasten.example:8452/prefix'
  const { tlsUrl } = await createSandbox(t, { tls: true, publicUrl })
  const certificate = await shownBy(tlsUrl)
  t.ok(certificate.checkHost('sandkasten.example'))
  t.ok(certificate.checkHost('localhost'))
  t.notOk(certificate.checkHost('other.example'))
})

t.test('the public address may be a number', async t => {
  for (const [publicUrl, address] of [
    ['https://[2001:db8::7]:8452', '2001:db8::7'],
    ['https://192.0.2.7', '192.0.2.7']
  ] as const) {
    const { tlsUrl } = await createSandbox(t, { tls: true, publicUrl })
    t.ok((await shownBy(tlsUrl)).checkIP(address), address)
  }
})

t.test('the certificate holds for the address that is bound, and for localhost on all', async t => {
  const here = await createSandbox(t, { tls: true, host: '127.0.0.2' })
  t.match(here.tlsUrl, /^https:\/\/127\.0\.0\.2:\d+$/)
  t.ok((await shownBy(here.tlsUrl)).checkIP('127.0.0.2'))
  const everywhere = await createSandbox(t, { tls: true, host: '0.0.0.0', insecureControl: true })
  t.match(everywhere.tlsUrl, /^https:\/\/127\.0\.0\.1:\d+$/)
  const certificate = await shownBy(everywhere.tlsUrl)
  t.ok(certificate.checkHost('localhost'))
  t.notOk(certificate.checkIP('0.0.0.0'))
})

/** Files of a certificate for localhost, which its own issuer alone vouches for. */
async function ownFiles(t: Test) {
  const pair = await certify({ by: 'itself', hosts: ['localhost'], name: 'own' })
  const folder = t.testdir({
    'cert.pem': pair.certificate,
    'key.pem': pair.privateKey,
    'other.pem': rsaKeys().privateKey,
    'nonsense.pem': 'nonsense\n',
    'empty.pem': ''
  })
  const file = (name: string) => join(folder, name)
  return { certificate: pair.certificate, file }
}

t.test('an own certificate turns TLS on by itself', async t => {
  const { certificate, file } = await ownFiles(t)
  const own = { tlsCert: file('cert.pem'), tlsKey: file('key.pem') }
  for (const options of [own, { ...own, tls: true }]) {
    const { tlsUrl } = await createSandbox(t, options)
    t.equal((await shownBy(tlsUrl, certificate)).subject, 'CN=own')
    const port = new URL(tlsUrl ?? '').port
    const url = `https://localhost:${port}/ready`
    t.equal((await overTls(url, { ca: certificate })).status, 200)
    await t.rejects(overTls(url), 'the CA of the sandbox does not vouch for it')
  }
})

t.test('the file of a certificate may hold those of its issuers', async t => {
  const root = await certify({ by: 'itself', isCa: true, name: 'root', keys: rsaKeys() })
  const issuer = await certify({ by: root, isCa: true, name: 'issuer', keys: rsaKeys() })
  const leaf = await certify({ by: issuer, hosts: ['localhost'], name: 'leaf' })
  const folder = t.testdir({
    'chain.pem': `${leaf.certificate}\n${issuer.certificate}\n`,
    'key.pem': leaf.privateKey
  })
  const files = { tlsCert: join(folder, 'chain.pem'), tlsKey: join(folder, 'key.pem') }
  const { tlsUrl } = await createSandbox(t, files)
  const url = `https://localhost:${new URL(tlsUrl ?? '').port}/ready`
  t.equal((await overTls(url, { ca: root.certificate })).status, 200)
})

t.test('certificate and key that cannot be used are told in one line', async t => {
  const { file } = await ownFiles(t)
  const [cert, key] = [file('cert.pem'), file('key.pem')]
  const cases: readonly (readonly [SandkastenOptions, RegExp])[] = [
    [{ tlsCert: cert }, /tlsCert and tlsKey belong together/],
    [{ tlsKey: key }, /tlsCert and tlsKey belong together/],
    [{ tls: true, tlsCert: cert }, /tlsCert and tlsKey belong together/],
    [{ tlsCert: file('none.pem'), tlsKey: key }, /none\.pem cannot be read: ENOENT/],
    [{ tlsCert: cert, tlsKey: file('none.pem') }, /none\.pem cannot be read: ENOENT/],
    [{ tlsCert: file(''), tlsKey: key }, /cannot be read: EISDIR/],
    [{ tlsCert: file('nonsense.pem'), tlsKey: key }, /nonsense\.pem and .*key\.pem/],
    [{ tlsCert: cert, tlsKey: file('nonsense.pem') }, /cert\.pem and .*nonsense\.pem/],
    [{ tlsCert: file('empty.pem'), tlsKey: key }, /empty\.pem and .*key\.pem/],
    [{ tlsCert: cert, tlsKey: file('empty.pem') }, /cert\.pem and .*empty\.pem/],
    [{ tlsCert: cert, tlsKey: file('other.pem') }, /cert\.pem and .*other\.pem/],
    [{ tlsCert: key, tlsKey: cert }, /key\.pem and .*cert\.pem/],
    [{ tlsCert: '', tlsKey: '' }, /tlsCert/]
  ]
  for (const [options, expected] of cases)
    t.match(await refusal(t, options), expected, JSON.stringify(options))
})

t.test('a port in use is told in one line, and nothing stays open', async t => {
  const port = await takenPort(t)
  const inUse = new RegExp(`127\\.0\\.0\\.1:${port}: EADDRINUSE`)
  t.match(await refusal(t, { port }), inUse)
  t.match(await refusal(t, { port, tls: true }), inUse)

  const free = await createSandkasten()
  const plain = Number(new URL(free.url).port)
  await free.close()
  t.match(await refusal(t, { port: plain, tls: true, tlsPort: port }), inUse)
  const { url } = await createSandbox(t, { port: plain })
  t.equal(url, `http://127.0.0.1:${plain}`, 'the first port was given back')
})

t.test('one port cannot serve both', async t => {
  const free = await createSandkasten()
  const port = Number(new URL(free.url).port)
  await free.close()
  t.match(await refusal(t, { port, tls: true, tlsPort: port }), /EADDRINUSE/)
})

t.test('close ends both ports, idle connections included', async t => {
  const sandkasten = await createSandkasten({ tls: true })
  const agent = new Agent({ keepAlive: true })
  t.teardown(() => agent.destroy())
  const secure = `${sandkasten.tlsUrl}/ready`
  t.equal((await overTls(secure, { agent })).status, 200)
  t.equal((await fetch(`${sandkasten.url}/ready`)).status, 200)
  await sandkasten.close()
  await t.rejects(overTls(secure), { code: 'ECONNREFUSED' })
  await t.rejects(fetch(`${sandkasten.url}/ready`))
})
