import t from 'tap'
import { baseUrl, clientAddress, type Outside } from '../../src/http/links.ts'
import { createSandbox } from '../sandbox.ts'

const FORWARDED = {
  host: 'inner:8451',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'qa.example.com',
  'x-forwarded-prefix': '/sandkasten'
}

t.test('links start with the address that the caller used', async t => {
  const cases: readonly (readonly [string | undefined, string])[] = [
    ['127.0.0.1:8451', 'http://127.0.0.1:8451'],
    ['localhost', 'http://localhost'],
    ['Sand-kasten.example.COM:80', 'http://Sand-kasten.example.COM:80'],
    ['[::1]:8451', 'http://[::1]:8451'],
    [undefined, 'http://localhost'],
    ['', 'http://localhost'],
    ['evil.example/path', 'http://localhost'],
    ['user@evil.example', 'http://localhost'],
    ['evil.example"onload=1', 'http://localhost'],
    ['a b', 'http://localhost'],
    ['host:123456', 'http://localhost'],
    ['host:', 'http://localhost']
  ]
  for (const [host, expected] of cases) {
    const headers = host === undefined ? {} : { host }
    t.equal(baseUrl({ headers, socket: {} }, { trustProxy: false }), expected, String(host))
  }
})

t.test('what a proxy says counts only if the proxy is trusted', async t => {
  t.equal(baseUrl({ headers: FORWARDED, socket: {} }, { trustProxy: false }), 'http://inner:8451')
  t.equal(
    baseUrl({ headers: FORWARDED, socket: {} }, { trustProxy: true }),
    'https://qa.example.com/sandkasten'
  )
})

t.test('a trusted proxy is still read with care', async t => {
  const cases: readonly (readonly [Record<string, string | string[]>, string])[] = [
    [{ 'x-forwarded-host': 'qa.example.com' }, 'http://qa.example.com'],
    [{ 'x-forwarded-host': 'qa.example.com, inner' }, 'http://qa.example.com'],
    [{ 'x-forwarded-host': 'evil.example/x' }, 'http://inner'],
    [{ 'x-forwarded-proto': 'https' }, 'https://inner'],
    [{ 'x-forwarded-proto': 'https, http' }, 'https://inner'],
    [{ 'x-forwarded-proto': 'javascript' }, 'http://inner'],
    [{ 'x-forwarded-prefix': '/a/b/' }, 'http://inner/a/b'],
    [{ 'x-forwarded-prefix': '/' }, 'http://inner'],
    [{ 'x-forwarded-prefix': 'a' }, 'http://inner'],
    [{ 'x-forwarded-prefix': '//evil.example' }, 'http://inner'],
    [{ 'x-forwarded-prefix': '/"><script>' }, 'http://inner'],
    [{ 'x-forwarded-host': ['first.example', 'second.example'] }, 'http://first.example']
  ]
  for (const [headers, expected] of cases)
    t.equal(
      baseUrl({ headers: { host: 'inner', ...headers }, socket: {} }, { trustProxy: true }),
      expected,
      JSON.stringify(headers)
    )
})

t.test('a public address wins over everything', async t => {
  const base = (publicUrl: string, trustProxy: boolean) =>
    baseUrl({ headers: FORWARDED, socket: {} }, { publicUrl, trustProxy } satisfies Outside)
  t.equal(base('https://sandkasten.example/europace/', true), 'https://sandkasten.example/europace')
  t.equal(base('https://sandkasten.example', false), 'https://sandkasten.example')
})

t.test('a path prefix works whether or not the proxy takes it off', async t => {
  const publicUrl = 'https://sandkasten.example/europace'
  const sandbox = await createSandbox(t, { publicUrl })
  for (const prefix of ['', '/europace']) {
    const path = `${prefix}/.well-known/oauth-authorization-server`
    const { status, body } = await sandbox.call('GET', path)
    t.equal(status, 200, path)
    t.match(body, { issuer: publicUrl, token_endpoint: `${publicUrl}/auth/token` })
  }
  t.equal((await sandbox.call('GET', '/europacex/health')).status, 404)
})

t.test('the prefix that a trusted proxy names may still be there', async t => {
  const headers = { 'x-forwarded-prefix': '/qa/sandkasten' }
  const status = async (trustProxy: boolean, path: string) =>
    (await (await createSandbox(t, { trustProxy })).call('GET', path, { headers })).status
  t.equal(await status(true, '/qa/sandkasten/health'), 200)
  t.equal(await status(true, '/health'), 200)
  t.equal(await status(true, '/qa/sandkastenx/health'), 404)
  t.equal(await status(false, '/qa/sandkasten/health'), 404)
})

t.test('a call over TLS has https in its links', async t => {
  const socket: object = { encrypted: true }
  const base = (headers: Record<string, string>, outside: Outside) =>
    baseUrl({ headers, socket }, outside)
  const alone = { trustProxy: false }
  const proxied = { trustProxy: true }
  t.equal(base({ host: 'localhost:8452' }, alone), 'https://localhost:8452')
  t.equal(base({}, alone), 'https://localhost')
  t.equal(base({ host: 'inner', 'x-forwarded-proto': 'http' }, alone), 'https://inner')
  t.equal(base({ host: 'inner' }, proxied), 'https://inner')
  t.equal(base({ host: 'inner', 'x-forwarded-proto': 'http' }, proxied), 'http://inner')
  t.equal(base({ host: 'inner', 'x-forwarded-proto': 'ftp' }, proxied), 'https://inner')
  t.equal(base(FORWARDED, proxied), 'https://qa.example.com/sandkasten')
  const publicUrl = 'http://sandkasten.example'
  t.equal(base({ host: 'inner' }, { publicUrl, trustProxy: false }), publicUrl)
})

t.test('the journal and the faults know no prefix', async t => {
  const headers = { 'x-forwarded-prefix': '/qa' }
  for (const [title, sandbox, path] of [
    ['of the settings', await createSandbox(t, { publicUrl: 'https://x.example/qa' }), '/qa'],
    ['of a proxy', await createSandbox(t, { trustProxy: true }), '/qa'],
    ['that a proxy took off', await createSandbox(t, { trustProxy: true }), '']
  ] as const) {
    const body = { path: '/kundenangaben/*', status: 503 }
    await sandbox.call('POST', '/_sandkasten/faults', { body })
    const { status } = await sandbox.call('GET', `${path}/kundenangaben/A%2FB?x=1`, { headers })
    t.equal(status, 503, title)
    const { body: requests } = await sandbox.call('GET', '/_sandkasten/requests')
    t.match(requests, [{ path: '/kundenangaben/A%2FB', query: { x: '1' } }], title)
  }
})

/** Where the connection comes from, what X-Forwarded-For says, and who calls without and with trust in it. */
type Way = readonly [
  remoteAddress: string | undefined,
  forwarded: string | string[] | undefined,
  alone: string,
  proxied: string
]

const WAYS: readonly Way[] = [
  ['127.0.0.1', undefined, '127.0.0.1', '127.0.0.1'],
  ['::1', undefined, '::1', '::1'],
  ['::ffff:10.1.2.3', undefined, '10.1.2.3', '10.1.2.3'],
  ['::ffff:a01:203', undefined, '::ffff:a01:203', '::ffff:a01:203'],
  [undefined, undefined, '', ''],
  ['127.0.0.1', '203.0.113.9', '127.0.0.1', '203.0.113.9'],
  ['127.0.0.1', '203.0.113.9, 10.0.0.1', '127.0.0.1', '203.0.113.9'],
  ['127.0.0.1', ' 203.0.113.9 ,10.0.0.1', '127.0.0.1', '203.0.113.9'],
  ['127.0.0.1', ['203.0.113.9', '10.0.0.1'], '127.0.0.1', '203.0.113.9'],
  ['127.0.0.1', '2001:db8::7', '127.0.0.1', '2001:db8::7'],
  ['127.0.0.1', '::ffff:203.0.113.9', '127.0.0.1', '203.0.113.9'],
  ['127.0.0.1', 'unknown', '127.0.0.1', ''],
  ['127.0.0.1', '203.0.113.999', '127.0.0.1', ''],
  [undefined, '203.0.113.9', '', '203.0.113.9']
]

t.test(
  'the caller is at the other end of the connection, or where a trusted proxy says',
  async t => {
    for (const [remoteAddress, forwarded, alone, proxied] of WAYS) {
      const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
      const raw = { headers, socket: { remoteAddress } } as Parameters<typeof clientAddress>[0]
      const title = `${remoteAddress} ${forwarded}`
      t.equal(clientAddress(raw, { trustProxy: false }), alone, `${title}, alone`)
      t.equal(clientAddress(raw, { trustProxy: true }), proxied, `${title}, behind a proxy`)
    }
  }
)
