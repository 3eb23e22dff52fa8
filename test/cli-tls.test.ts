import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { SIGNING_KEY } from './apis/ing/signed.ts'
import { certify } from './certificates.ts'
import { launch, run, serve } from './cli-process.ts'
import { AUTHORITY, overTls } from './secure.ts'

const TLS = ['--tls', '--tls-port', '0']

/** A server with TLS, and its address. */
async function serveTls(t: Test, args: readonly string[] = TLS, surroundings = {}) {
  const server = await serve(t, args, surroundings)
  return { ...server, tlsUrl: String(server.ready.tlsUrl) }
}

t.jobs = 3

t.test('--tls adds its address to the ready line', async t => {
  const { ready, url, tlsUrl, stop } = await serveTls(t)
  t.strictSame(Object.keys(ready), ['ready', 'url', 'tlsUrl', 'version'])
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.match(tlsUrl, /^https:\/\/127\.0\.0\.1:\d+$/)
  t.equal((await fetch(`${url}/ready`)).status, 200)
  t.equal((await overTls(`${tlsUrl}/ready`)).status, 200)
  t.equal((await stop()).code, 0)
  await t.rejects(overTls(`${tlsUrl}/ready`), { code: 'ECONNREFUSED' })
})

t.test('people are shown both addresses', async t => {
  const server = launch(['--port', '0', ...TLS])
  t.teardown(() => server.kill('SIGKILL'))
  await server.printed()
  server.kill('SIGTERM')
  const { stdout } = await server.end
  t.match(stdout, /is ready: http:\/\/127\.0\.0\.1:\d+ and https:\/\/127\.0\.0\.1:\d+\n/)
})

t.test('variables and the file set it too', async t => {
  const env = { SANDKASTEN_TLS: 'true', SANDKASTEN_TLS_PORT: '0' }
  const byVariable = await serveTls(t, [], { env })
  t.equal((await overTls(`${byVariable.tlsUrl}/ready`)).status, 200)
  const cwd = t.testdir({ 'sandkasten.config.yaml': 'tls: true\ntlsPort: 0\n' })
  const byFile = await serveTls(t, [], { cwd })
  t.equal((await overTls(`${byFile.tlsUrl}/ready`)).status, 200)
  const off = await serve(t, ['--no-tls'], { cwd })
  t.equal(off.ready.tlsUrl, null)
})

t.test('--tls-cert and --tls-key turn it on', async t => {
  const own = await certify({ by: 'itself', hosts: ['localhost'] })
  const cwd = t.testdir({ 'c.pem': own.certificate, 'k.pem': own.privateKey })
  const args = ['--tls-cert', 'c.pem', '--tls-key', 'k.pem', '--tls-port', '0']
  const { tlsUrl } = await serveTls(t, args, { cwd })
  const url = `https://localhost:${new URL(tlsUrl).port}/ready`
  t.equal((await overTls(url, { ca: own.certificate })).status, 200)
})

t.test('what TLS cannot be started with ends with 2 and one line', async t => {
  const own = await certify({ by: 'itself' })
  const cwd = t.testdir({
    'c.pem': own.certificate,
    'k.pem': own.privateKey,
    'nonsense.pem': 'nonsense'
  })
  const taken = createServer().listen(0, '127.0.0.1')
  t.teardown(() => taken.close())
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const cases: readonly (readonly [line: string, RegExp])[] = [
    ['--tls-cert c.pem', /tlsCert and tlsKey belong together/],
    ['--tls-key k.pem', /tlsCert and tlsKey belong together/],
    ['validate --tls-key k.pem', /tlsCert and tlsKey belong together/],
    ['--port 0 --tls-cert none.pem --tls-key k.pem', /none\.pem cannot be read: ENOENT/],
    ['--port 0 --tls-cert c.pem --tls-key nonsense.pem', /nonsense\.pem/],
    ['--port 0 --tls-cert nonsense.pem --tls-key k.pem', /nonsense\.pem/],
    [`--port 0 --tls --tls-port ${port}`, new RegExp(`127\\.0\\.0\\.1:${port}: EADDRINUSE`)],
    ['--tls=yes', /--tls/],
    ['--tls-port many', /tlsPort/],
    ['--tls-port 70000', /tlsPort/]
  ]
  for (const [line, expected] of cases) {
    const { code, stdout, stderr } = await run(line.split(' '), { cwd })
    t.equal(code, 2, line)
    t.match(stderr, /^sandkasten: [^\n]+\n$/, line)
    t.match(stderr, expected, line)
    t.equal(stdout, '', line)
  }
})

t.test('a handshake that is never finished does not hold up the end', async t => {
  const { tlsUrl, stop } = await serveTls(t)
  const socket = connect(Number(new URL(tlsUrl).port), '127.0.0.1')
  socket.on('error', () => {})
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  t.equal((await overTls(`${tlsUrl}/ready`)).status, 200)
  t.equal((await stop()).code, 0)
})

t.test('init writes the keys of the demo client', async t => {
  const cwd = t.testdir({})
  const { code, stdout } = await run(['init'], { cwd })
  t.equal(code, 0)
  const folder = join(cwd, 'sandkasten-keys')
  const names = readdirSync(folder)
  t.strictSame(names.sort(), [
    'banksapi-certificate.pem',
    'ca.pem',
    'ing-demo-client-certificate-key.pem',
    'ing-demo-client-certificate.pem',
    'ing-demo-client-signing-key.pem',
    'ing-demo-client-signing-public-key.pem'
  ])
  for (const name of names) t.match(stdout, name)
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  t.equal(read('ca.pem'), AUTHORITY)
  t.equal(read('ing-demo-client-signing-key.pem'), SIGNING_KEY.privateKey)
  t.equal(read('ing-demo-client-signing-public-key.pem'), SIGNING_KEY.publicKey)
  const certificate = new X509Certificate(read('ing-demo-client-certificate.pem'))
  const key = createPrivateKey(read('ing-demo-client-certificate-key.pem'))
  t.ok(certificate.checkPrivateKey(key))
  t.ok(certificate.verify(createPublicKey(AUTHORITY)))
})

t.test('what init wrote is enough for a call in profile full over TLS', async t => {
  const cwd = t.testdir({})
  await run(['init'], { cwd })
  const read = (name: string) =>
    readFileSync(join(cwd, 'sandkasten-keys', `ing-demo-client-${name}.pem`), 'utf8')
  const client = { certificate: read('certificate'), privateKey: read('certificate-key') }
  const { tlsUrl } = await serveTls(t, [...TLS, '--set', 'ing.profile=full'], { cwd })
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const headers = { 'subscription-key': 'demo-subscription-key' }
  const ask = (more: object) =>
    overTls(`${tlsUrl}/token-api/oauth2/token`, { method: 'POST', headers, body, ...more })
  t.match(await ask({}), { status: 401, body: { title: 'Invalid client certificate' } })
  t.match(await ask({ client }), { status: 200, body: { token_type: 'Bearer' } })
})

t.test('init leaves keys of others alone when there is a configuration already', async t => {
  const cwd = t.testdir({ 'sandkasten.config.yaml': 'port: 1\n' })
  t.equal((await run(['init'], { cwd })).code, 2)
  t.strictSame(readdirSync(cwd), ['sandkasten.config.yaml'])
})
