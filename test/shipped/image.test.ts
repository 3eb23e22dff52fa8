import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { SETTINGS } from '../../src/settings.ts'
import { COMPOSE_FILES, readCompose, type Service } from './compose.ts'
import { runContainer, runOnce, skip } from './container.ts'
import { buildImage, type Image } from './dockerfile.ts'
import { settable } from './settings.ts'

const TOKEN = { SANDKASTEN_CONTROL_TOKEN: 'geheim' }
const MOST_BYTES = 15_000_000

/** The folder of the image that `docker run` would start, with these variables and arguments. */
function containerOf(image: Image, env: Readonly<Record<string, string>>, ...args: string[]) {
  return { ...image, env: { ...image.env, ...env }, command: [...image.entrypoint, ...args] }
}

/** What a program inside gets as an answer. */
function asking(url: string, init: object = {}): readonly string[] {
  const program = `fetch(${JSON.stringify(url)}, ${JSON.stringify(init)})
    .then(async reply => console.log(reply.status, await reply.text()))`
  return ['node', '-e', program]
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
    statSync(join(folder, path)).isFile()
  )
}

t.test('the Dockerfile makes an image that runs', { skip, timeout: 240_000 }, async t => {
  const image = await buildImage(t)
  const home = join(image.root, image.workdir)
  // A volume begins as the folder of the image, owner included.
  const mounts = { '/data': join(image.root, 'data') }

  await t.test('it holds what the server needs, and nothing else', async t => {
    t.same(readdirSync(home).sort(), ['LICENSE', 'dist', 'fixtures', 'openapi', 'package.json'])
    const files = filesOf(home)
    const bytes = files.reduce((sum, path) => sum + statSync(join(home, path)).size, 0)
    t.comment(`${files.length} files with ${bytes} bytes beside the base image`)
    t.ok(bytes < MOST_BYTES)
    t.same(
      files.filter(path => /node_modules|\.(ts|map|npmrc)$|^\.|\.env/.test(path)),
      []
    )
  })

  await t.test('it says what it is', async t => {
    const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'))
    const prefix = 'org.opencontainers.image.'
    t.match(image.labels, { [`${prefix}version`]: version, [`${prefix}licenses`]: license })
    t.same(image.ports, [SETTINGS.port.default, SETTINGS.tlsPort.default].map(String))
    t.match(image.user, /^[1-9]\d*:[1-9]\d*$/, 'a number that is not root')
    t.same(image.volumes, Object.keys(mounts))
  })

  await t.test('it does not start without a control token', async t => {
    const { code, stdout, stderr } = await runOnce(containerOf(image, {}))
    t.equal(code, 2)
    t.match(stderr, /^sandkasten: host 0\.0\.0\.0 .*--control-token[^\n]*\n$/)
    t.equal(stdout, '')
  })

  for (const [title, env, port] of [
    ['its port', {}, 8451],
    ['SANDKASTEN_PORT', { SANDKASTEN_PORT: '24001' }, 24001],
    ['PORT', { PORT: '24002' }, 24002]
  ] as const)
    await t.test(`its health check follows ${title}`, async t => {
      const { exec, stop } = await runContainer(t, containerOf(image, { ...TOKEN, ...env }))
      t.match(await exec(...image.healthcheck), { code: 0, stdout: 'ready\n' })
      t.match(await exec(...asking(`http://127.0.0.1:${port}/health`)), { stdout: /^200 / })
      const wrong = ['env', 'SANDKASTEN_PORT=1', ...image.healthcheck]
      t.match(await exec(...wrong), { code: 1, stdout: /not ready/ })
      t.match(await stop(), { code: 0 })
    })

  await t.test('as a user without rights it writes nowhere but to its volume', async t => {
    const container = { ...containerOf(image, TOKEN, '--tls'), mounts }
    const { exec, stop } = await runContainer(t, container)
    for (const folder of ['/', image.workdir, '/etc', '/usr'])
      t.not((await exec('touch', join(folder, 'mine'))).code, 0, `${folder} cannot be written to`)
    t.match(await exec('touch', '/data/mine'), { code: 0 }, 'the volume can')
    t.match(await exec('rm', '/data/mine'), { code: 0 })
    await answers(t, exec)
    t.match(await stop(), { code: 0 })
  })

  for (const name of COMPOSE_FILES)
    await t.test(`it runs as ${name} says`, async t => {
      const service = readCompose(name, TOKEN).services['sandkasten'] as Service
      const { environment = {}, healthcheck, stop_grace_period: grace = '10s' } = service
      const container = { ...containerOf(image, settable(environment)), mounts }
      const { exec, stop } = await runContainer(t, container)
      const check = healthcheck?.test.slice(1) ?? image.healthcheck
      t.match(await exec(...check), { code: 0, stdout: 'ready\n' })
      const clock = await exec(...asking('http://127.0.0.1:8451/_sandkasten/clock'))
      const isOpen = 'SANDKASTEN_INSECURE_CONTROL' in environment
      t.match(clock.stdout, isOpen ? /^200 / : /^401 /)
      t.match(await stop(Number.parseInt(grace, 10) * 1000), { code: 0 })
    })

  await t.test('it stops in the time that Docker gives it, whatever waits', async t => {
    const { exec, stop } = await runContainer(t, containerOf(image, TOKEN))
    t.match(await exec('cat', '/proc/1/cmdline'), { stdout: /node\0dist\/cli\.js/ })
    const headers = { authorization: 'Bearer geheim', 'content-type': 'application/json' }
    const wish = { method: 'POST', headers, body: '{"timeoutMs":60000}' }
    const waiting = exec(...asking('http://127.0.0.1:8451/_sandkasten/requests/wait', wish))
    await exec(...asking('http://127.0.0.1:8451/health'))
    t.match(await stop(), { code: 0, stderr: /"signal":"SIGTERM"/ })
    t.match(await waiting, { stdout: '' })
  })

  await t.test('what it was told is there after a restart', async t => {
    const env = { ...TOKEN, SANDKASTEN_DATA_DIR: '/data' }
    const first = await runContainer(t, { ...containerOf(image, env), mounts })
    const number = await createCase(first.exec)
    t.match(await first.stop(), { code: 0 })
    const second = await runContainer(t, { ...containerOf(image, env), mounts })
    t.match(await readCase(second.exec, number), /^200 /)
    t.match(await second.stop(), { code: 0 })
  })
})

type Exec = Awaited<ReturnType<typeof runContainer>>['exec']

/** A token, a case, a page, the health over TLS, and a control API that is closed. */
async function answers(t: Test, exec: Exec): Promise<void> {
  t.match(await readCase(exec, await createCase(exec)), /^200 /)
  t.match(await exec(...asking('http://127.0.0.1:8451/docs/')), { stdout: /^200 [\s\S]*swagger/ })
  const secure = ['env', 'NODE_EXTRA_CA_CERTS=fixtures/tls/ca.pem']
  const health = asking('https://localhost:8452/health')
  t.match(await exec(...secure, ...health), { stdout: /^200 / })
  t.match(await exec(...asking('http://127.0.0.1:8451/_sandkasten/clock')), { stdout: /^401 / })
}

async function authorize(exec: Exec): Promise<Record<string, string>> {
  const authorization = `Basic ${btoa('demo-client:demo-secret')}`
  const form = { 'content-type': 'application/x-www-form-urlencoded', authorization }
  const wish = { method: 'POST', headers: form, body: 'grant_type=client_credentials' }
  const { stdout } = await exec(...asking('http://127.0.0.1:8451/auth/token', wish))
  const [, token = ''] = /"access_token":"([^"]+)"/.exec(stdout) ?? []
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

/** The number of a new case. */
async function createCase(exec: Exec): Promise<string> {
  const headers = await authorize(exec)
  const body = '{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":{}}'
  const wish = { method: 'POST', headers, body }
  const { stdout } = await exec(...asking('http://127.0.0.1:8451/kundenangaben', wish))
  return /"vorgangsnummer":"(\w+)"/.exec(stdout)?.[1] ?? 'none'
}

async function readCase(exec: Exec, number: string): Promise<string> {
  const headers = await authorize(exec)
  const url = `http://127.0.0.1:8451/kundenangaben/${number}`
  return (await exec(...asking(url, { headers }))).stdout
}
