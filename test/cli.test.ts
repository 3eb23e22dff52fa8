import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { flagOf } from '../src/config.ts'
import { loadContract } from '../src/contract/document.ts'
import { HOME } from '../src/contract/home.ts'
import { SETTINGS } from '../src/settings.ts'
import { askForToken, launch, type Outcome, run, serve } from './cli-process.ts'

const { version } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'))
const CONTRACTS = readdirSync('dist/openapi').map(name => name.replace('.json', ''))

/** A refusal of the command line: exit code 2, one line, no stack. */
function isRefused(t: Test, { code, stdout, stderr }: Outcome, expected: RegExp, title: string) {
  t.equal(code, 2, `${title} ends with 2`)
  t.match(stderr, /^sandkasten: [^\n]+\n$/, `${title}: one line`)
  t.match(stderr, expected)
  t.equal(stdout, '', 'nothing on standard output')
}

t.jobs = 4

t.test('--help names every command and flag, --version the version', async t => {
  const [help, short, versionLong, versionShort] = await Promise.all(
    [['--help'], ['-h'], ['--version'], ['-v']].map(args => run(args))
  )
  t.match(help, { code: 0, stderr: '' })
  t.equal(short?.stdout, help?.stdout)
  for (const name of ['start', 'init', 'validate', 'health', 'routes', '--config'])
    t.match(help?.stdout, new RegExp(`^ *${name}\\b`, 'm'))
  for (const name of Object.keys(SETTINGS)) t.match(help?.stdout, `--${flagOf(name)}`)
  for (const outcome of [versionLong, versionShort])
    t.strictSame(outcome, { code: 0, stdout: `${version}\n`, stderr: '' })
})

t.test('--json prints one line once the server answers, and nothing else', async t => {
  const { ready, url, stop } = await serve(t)
  t.strictSame(ready, { ready: true, url, tlsUrl: null, version })
  t.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
  t.equal((await fetch(`${url}/ready`)).status, 200)
  t.equal((await askForToken(url)).status, 200)
  const { code, stdout, stderr } = await stop()
  t.equal(code, 0)
  t.equal(stdout, `${JSON.stringify(ready)}\n`)
  const lines = stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.match(lines, [{ msg: 'GET /ready' }, { msg: 'POST /auth/token', operation: 'createToken' }, {}])
  t.notMatch(stderr, /demo-secret/, 'the log holds no secret')
})

t.test('the built server too tells where a body cannot be read', async t => {
  const { url, stop } = await serve(t)
  const { access_token: token } = (await (await askForToken(url)).json()) as {
    readonly access_token: string
  }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = '{"kundenangaben": 7}'
  const reply = await fetch(`${url}/kundenangaben`, { method: 'POST', headers, body })
  t.equal(reply.status, 400)
  t.match(await reply.json(), { detail: /'kundenangaben' at line: 1, column: 19/ })
  await stop()
})

t.test('notifications leave the built server too', async t => {
  const { url, stop } = await serve(t)
  const call = async (method: string, path: string, body: unknown, token?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` })
    }
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    return fetch(url + path, { method, headers, ...sent })
  }
  const form = { grant_type: 'password', username: 'demouser', password: 'secret' }
  const basic = Buffer.from('demo/demo-client:demo-secret').toString('base64')
  const login = await fetch(`${url}/auth/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form)
  })
  const { access_token: token } = (await login.json()) as { access_token: string }
  const accessId = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
  const providerId = '00000000-0000-0000-0000-000000000000'
  const credentials = { userid: 'demo1', pin: 'demo1' }
  const added = { [accessId]: { providerId, credentials } }
  await call('POST', '/customer/v2/bankzugaenge', added, token)
  await call('PUT', '/_sandkasten/webhooks', { url: '/_sandkasten/inbox/cli' })
  const wish = { accessId, notificationType: 'BALANCE' }
  await call('POST', '/_sandkasten/simulate/notification', wish)
  const messages = await call('GET', '/_sandkasten/inbox/cli/messages', undefined)
  t.match(await messages.json(), [{ body: { serial: 1, notificationType: 'BALANCE' } }])
  await stop()
})

t.test('people are shown addresses and credentials', async t => {
  const server = launch(['start', '--port', '0'])
  t.teardown(() => server.kill('SIGKILL'))
  await server.printed()
  server.kill('SIGTERM')
  const { code, stdout } = await server.end
  t.equal(code, 0)
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)?.[0] ?? 'none'
  for (const part of ['/auth/token', '/kundenangaben', '/docs', '/docs/guide/', '/_sandkasten'])
    t.match(stdout, url + part)
  t.match(stdout, /demo-client \/ demo-secret/)
  t.match(stdout, /readonly-client \/ demo-secret/)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  t.test(`${signal} lets a running request finish and ends with 0`, async t => {
    const { url, stop } = await serve(t)
    const running = askForToken(url, undefined, { prefer: 'delay=0.3' })
    for (let n = 0; n < 3; n++) await (await fetch(`${url}/health`)).text()
    const outcome = stop(signal)
    const reply = await running
    t.equal(reply.status, 200)
    t.match(await reply.json(), { access_token: String })
    t.equal((await outcome).code, 0)
    await t.rejects(fetch(`${url}/health`), 'nobody listens any more')
  })

t.test('a request that waits for long does not hold up the end', async t => {
  const { url, stop } = await serve(t)
  const body = JSON.stringify({ timeoutMs: 60_000 })
  const headers = { 'content-type': 'application/json' }
  const waiting = fetch(`${url}/_sandkasten/requests/wait`, { method: 'POST', headers, body })
  waiting.catch(() => {})
  for (let n = 0; n < 3; n++) await (await fetch(`${url}/health`)).text()
  const stoppedAt = performance.now()
  const { code } = await stop()
  t.equal(code, 0)
  t.ok(performance.now() - stoppedAt < 5_000, 'within five seconds')
})

t.test('what is used wrongly ends with 2 and one line', async t => {
  const folder = t.testdir({
    'wrong.yaml': 'prot: 1\n',
    'broken.yaml': 'clients: [',
    'list.yaml': 'clients:\n  - secret: x\n',
    'short.yaml': 'clients:\n  - id: our-client\n',
    'odd.yaml': 'banksapi-users:\n  - { id: a, roles: all }\n'
  })
  const cases: readonly (readonly [args: string, RegExp])[] = [
    ['frobnicate', /no command "frobnicate".*--help/],
    ['start now', /no command "start now"/],
    ['toString', /no command "toString"/],
    ['--frobnicate', /--frobnicate.*--help/],
    ['-x', /-x/],
    ['--port', /--port/],
    ['--port -1', /--port/],
    ['--port many', /port/],
    ['--json=yes', /--json/],
    ['--host 0.0.0.0', /--control-token/],
    ['--set strict', /name=value/],
    ['--set europace.nothing=1', /europace\.nothing/],
    ['--public-url https://[x', /publicUrl/],
    ['--config missing.yaml', /missing\.yaml/],
    ['--config wrong.yaml', /no setting prot/],
    ['--seed missing.yaml', /missing\.yaml/],
    ['--seed broken.yaml', /broken\.yaml is not YAML/],
    ['--seed list.yaml', /list\.yaml.*clients/],
    ['--seed short.yaml', /short\.yaml: clients our-client needs the list scopes/],
    ['validate --seed odd.yaml', /odd\.yaml: banksapi-users a needs the list roles/],
    ['validate --seed broken.yaml', /broken\.yaml/],
    ['validate --port many', /port/],
    ['health --config wrong.yaml', /no setting prot/]
  ]
  const outcomes = cases.map(([line]) => run(line.split(' '), { cwd: folder }))
  for (const [index, [line, expected]] of cases.entries())
    isRefused(t, (await outcomes[index]) as Outcome, expected, line)
  const env = { SANDKASTEN_PROT: '1' }
  isRefused(t, await run(['validate'], { env }), /SANDKASTEN_PROT/, 'a wrong variable')
})

t.test('a port that is taken ends with 2 and one line', async t => {
  const { port, stop } = await serve(t)
  isRefused(t, await run(['--port', port]), new RegExp(`127.0.0.1:${port}.*EADDRINUSE`), 'start')
  await stop()
})

t.test('init writes a file that validate accepts, and overwrites none', async t => {
  const cwd = t.testdir({})
  const file = join(cwd, 'sandkasten.config.yaml')
  t.match(await run(['init'], { cwd }), { code: 0, stdout: /sandkasten\.config\.yaml/ })
  const written = readFileSync(file, 'utf8')
  for (const name of Object.keys(SETTINGS)) t.match(written, new RegExp(`^(# )?${name}:`, 'm'))
  t.match(await run(['validate'], { cwd }), { code: 0, stderr: '' }, 'as it was written')

  writeFileSync(file, 'port: 9000\n')
  isRefused(t, await run(['init'], { cwd }), /exists already/, 'a second init')
  t.equal(readFileSync(file, 'utf8'), 'port: 9000\n')
})

t.test('every line of that file may be uncommented', async t => {
  const cwd = t.testdir({})
  await run(['init'], { cwd })
  const file = join(cwd, 'sandkasten.config.yaml')
  const lines = readFileSync(file, 'utf8').split('\n')
  const used = lines.map(line => line.replace(/^( *)# ([a-zA-Z.]+: \S+)$/, '$1$2'))
  t.ok(used.filter((line, index) => line !== lines[index]).length > 25)
  writeFileSync(file, used.join('\n'))
  t.match(await run(['validate'], { cwd }), { code: 0, stderr: '' })
})

t.test('flags win over variables, those over the file, and PORT is honoured', async t => {
  const free = await freePorts(4)
  const [file = 0, common = 0, own = 0, flag = 0] = free
  const cwd = t.testdir({ 'sandkasten.config.yaml': `port: ${file}\n`, 'b.yaml': 'port: 1\n' })
  const asked = async (args: readonly string[], env: Record<string, string> = {}) => {
    const { code, stdout } = await run(['health', ...args], { cwd, env })
    t.equal(code, 1)
    return Number(/:(\d+)\/ready/.exec(stdout)?.[1])
  }
  const PORT = String(common)
  const SANDKASTEN_PORT = String(own)
  t.equal(await asked([]), file)
  t.equal(await asked([], { PORT }), common)
  t.equal(await asked([], { PORT, SANDKASTEN_PORT }), own)
  t.equal(await asked(['--port', String(flag)], { PORT, SANDKASTEN_PORT }), flag)
  t.equal(await asked([], { SANDKASTEN_CONFIG: 'b.yaml' }), 1)
})

t.test('health tells whether the server of the configuration is ready', async t => {
  const { port, stop } = await serve(t, ['--control-token', 'open sesame'])
  t.strictSame(await run(['health', '--port', port]), { code: 0, stdout: 'ready\n', stderr: '' })
  t.equal((await run(['health'], { env: { PORT: port } })).code, 0)
  const host = ['--host', '0.0.0.0', '--control-token', 'x']
  t.equal((await run(['health', '--port', port, ...host])).code, 0, 'an address to bind, not call')
  await stop()
  t.match(await run(['health', '--port', port]), { code: 1, stdout: /not ready/ })
})

t.test('routes lists every operation of every contract', async t => {
  const { code, stdout, stderr } = await run(['routes'])
  t.strictSame([code, stderr], [0, ''])
  const lines = stdout.split('\n').map(line => line.trim().split(/ +/))
  const operations = CONTRACTS.flatMap(name => loadContract(name).operations)
  t.ok(operations.length > 20)
  for (const { id, method, path, fidelity } of operations)
    t.ok(
      lines.some(line => `${line}` === `${[method, path, id, `(${fidelity})`]}`),
      id
    )
  t.equal(
    lines.filter(line => line.length === 4 && line[3]?.startsWith('(')).length,
    operations.length
  )
})

t.test('--seed adds and replaces documents', async t => {
  const folder = t.testdir({
    'seed.yaml': [
      'clients:',
      '  - { id: my-client, secret: mine, partner: ABC12, scopes: ["baufinanzierung:vorgang:lesen"] }',
      '  - { id: demo-client, secret: changed, partner: ABC12, scopes: [] }'
    ].join('\n')
  })
  t.match(await run(['validate', '--seed', 'seed.yaml'], { cwd: folder }), { code: 0 })
  const { url, stop } = await serve(t, ['--seed', 'seed.yaml'], { cwd: folder })
  const status = async (client: string) => (await askForToken(url, client)).status
  t.equal(await status('my-client:mine'), 200)
  t.equal(await status('my-client+ci:mine'), 200, 'in every workspace')
  t.equal(await status('demo-client:demo-secret'), 401)
  t.equal(await status('demo-client:changed'), 200)
  t.equal(await status('readonly-client:demo-secret'), 200)
  await stop()
})

t.test('requests are logged on standard error, without secrets', async t => {
  const { url, stop } = await serve(t, ['--log-level', 'info'])
  const reply = await askForToken(url, 'demo-client+ci:demo-secret', { 'x-traceid': 't-1' })
  const { access_token: token } = (await reply.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  await (await fetch(`${url}/kundenangaben/DE02120300000000202051`, { headers })).text()
  const { stdout, stderr } = await stop()
  t.equal(stdout.trim().split('\n').length, 1)
  const lines = stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.match(lines, [
    { operation: 'createToken', workspace: 'ci', correlationId: 't-1', status: 200 },
    { operation: 'getKundenangaben', workspace: 'ci', status: 404 }
  ])
  for (const secret of ['demo-secret', token, '120300000000202']) t.notMatch(stderr, secret)
})

/** Ports on which nobody listens. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map(server => once(server.close(), 'close')))
  return ports
}
