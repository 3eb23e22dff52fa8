import t from 'tap'
import { baseUrl, type Outside } from '../../src/http/links.ts'
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
