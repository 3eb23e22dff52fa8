import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { load } from 'js-yaml'
import t, { type Test } from 'tap'
import { HOME } from '../../src/contract/home.ts'
import { serve } from '../cli-process.ts'
import { checkSettings, IMAGE_SETTINGS } from './settings.ts'
import { type Job, readWorkflow } from './workflows.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** The tests of a client: it asks for a token where `SANDKASTEN_URL` says. */
const CLIENT_TEST = `
const headers = { authorization: 'Basic ' + btoa('demo-client:demo-secret') }
const body = new URLSearchParams({ grant_type: 'client_credentials' })
const reply = await fetch(process.env.SANDKASTEN_URL + '/auth/token', { method: 'POST', headers, body })
if (reply.status !== 200) throw new Error('no token: ' + reply.status)
`

/** A project with such tests, and this package where npm would put it. */
function createProject(t: Test): string {
  const name = 'client'
  const folder = t.testdir({
    'package.json': JSON.stringify({ name, type: 'module', scripts: { test: 'node test.js' } }),
    'package-lock.json': JSON.stringify({ name, lockfileVersion: 3, packages: {} }),
    'test.js': CLIENT_TEST
  })
  return folder
}

/** Runs the lines of a step as a pipeline does: one failure ends it, and at the end whatever it started goes. */
function runStep(t: Test, cwd: string, script: string, env: Readonly<Record<string, string>>) {
  const { PATH = '', HOME: home = '' } = process.env
  const known = { PATH, HOME: home, npm_config_offline: 'true', ...env }
  const args = ['-eo', 'pipefail', '-c', script]
  // Detached it is a group of processes of its own.
  const child = spawn('bash', args, { cwd, env: known, stdio: 'pipe', detached: true })
  t.teardown(() => endGroup(child.pid))
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', chunk => {
      printed += chunk
    })
  return once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`${script}: ${printed}`)
    return printed
  })
}

function endGroup(pid = 0): void {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // Nothing was left behind.
  }
}

t.test('GitHub: the sandbox as a service of the job', async t => {
  const { service } = readWorkflow('examples/ci/github-actions.yml').jobs as { service: Job }
  const { image, env, ports, options } = service.services?.['sandkasten'] ?? fail()
  t.match(image, `/sandkasten:${version}`)
  t.same(ports, ['8451:8451'])
  t.match(options, '--health-cmd "node dist/cli.js health"')
  t.equal(service.env?.['SANDKASTEN_URL'], 'http://localhost:8451')
  await checkSettings(t, { ...IMAGE_SETTINGS, ...env }, 'the service')

  const folder = createProject(t)
  const { url } = await serve(t, [], { env })
  const summary = join(folder, 'summary.md')
  const variables = { SANDKASTEN_URL: url, GITHUB_STEP_SUMMARY: summary }
  for (const { run } of service.steps) if (run) await runStep(t, folder, run, variables)
  t.match(readFileSync(summary, 'utf8'), '| POST /auth/token | 1 | 200 |')
  const bundle = JSON.parse(readFileSync(join(folder, 'sandkasten-bundle.json'), 'utf8'))
  t.match(bundle, { calls: Array })
  await t.rejects(runStep(t, folder, 'npm test', { SANDKASTEN_URL: `${url}/nowhere` }), /no token/)
})

t.test('GitHub: the package without Docker', async t => {
  const job = readWorkflow('examples/ci/github-actions.yml').jobs['package'] ?? fail()
  const folder = createProject(t)
  const port = await freePort()
  const variables = { SANDKASTEN_URL: String(job.env?.['SANDKASTEN_URL']).replace('8451', port) }
  for (const { run = '' } of job.steps) {
    await runStep(t, folder, run.replaceAll('8451', port), variables)
    if (run === 'npm ci') installOurs(folder)
  }
  const log = readFileSync(join(folder, 'sandkasten.log'), 'utf8')
  t.match(log, `is ready: http://127.0.0.1:${port}`)
})

t.test('GitLab: the sandbox as a service', async t => {
  const text = readFileSync('examples/ci/gitlab-ci.yml', 'utf8')
  const { test: job } = load(text) as Record<'test', GitlabJob>
  const [service = fail()] = job.services
  t.match(service, { name: new RegExp(`/sandkasten:${version}$`), alias: 'sandkasten' })
  t.equal(job.variables['SANDKASTEN_URL'], `http://${service.alias}:8451`)
  // The runner gives the variables of the job to the service too.
  const env = { ...job.variables, ...service.variables }
  await checkSettings(t, { ...IMAGE_SETTINGS, ...env }, 'the service')

  const folder = createProject(t)
  const { url } = await serve(t, [], { env })
  for (const line of [...job.script, ...job.after_script])
    await runStep(t, folder, line, { SANDKASTEN_URL: url })
  const report = readFileSync(join(folder, job.artifacts.reports.junit), 'utf8')
  t.match(report, /<testsuites[\s\S]*POST \/auth\/token/)
  const bundle = readFileSync(join(folder, job.artifacts.paths[0] ?? ''), 'utf8')
  t.match(JSON.parse(bundle), { calls: Array })
})

t.test('Testcontainers: the sandbox of one test run', async t => {
  const folder = createProject(t)
  installOurs(folder)
  // What Testcontainers does with an engine, done with a process: the same calls in the same order.
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, 'testcontainers'))
  const standIn = readFileSync('test/shipped/testcontainers.js', 'utf8')
  writeFileSync(join(modules, 'testcontainers', 'index.mjs'), standIn)
  const main = { name: 'testcontainers', main: 'index.mjs' }
  writeFileSync(join(modules, 'testcontainers', 'package.json'), JSON.stringify(main))

  const source = readFileSync('examples/ci/testcontainers.ts', 'utf8')
  writeFileSync(join(folder, 'recipe.mjs'), transformSync(source, { loader: 'ts' }).code)
  const env = { SANDKASTEN_CLI: join(HOME, 'dist', 'cli.js'), IMAGE: `sandkasten:${version}` }
  const printed = await runStep(t, folder, 'node recipe.mjs', env)
  t.equal(printed, 'demo-client+my-test: 200\nstopped with 0\n')
})

type GitlabJob = {
  readonly services: readonly {
    readonly name: string
    readonly alias: string
    readonly variables: Readonly<Record<string, string>>
  }[]
  readonly variables: Readonly<Record<string, string>>
  readonly script: readonly string[]
  readonly after_script: readonly string[]
  readonly artifacts: {
    readonly paths: readonly string[]
    readonly reports: { readonly junit: string }
  }
}

/** As `npm install` of this package does it, without the network. */
function installOurs(folder: string): void {
  mkdirSync(join(folder, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(HOME, join(folder, 'node_modules', 'sandkasten'))
  symlinkSync('../sandkasten/dist/cli.js', join(folder, 'node_modules', '.bin', 'sandkasten'))
}

function fail(): never {
  throw new Error('the recipe has no such part')
}

async function freePort(): Promise<string> {
  const server = createServer()
  const port = await new Promise<string>(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(String(typeof address === 'object' && address?.port))
    })
  })
  await new Promise(resolve => server.close(resolve))
  return port
}
