import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { HOME } from '../../src/contract/home.ts'
import { skip } from '../browser/chromium.ts'
import { createSandbox } from '../sandbox.ts'

/** What a test does that fails: one request, where it expects two. */
const ONE_REQUEST = `
  await fetch(sandbox.url + '/auth/token', {
    method: 'POST',
    headers: { authorization: 'Basic ' + btoa(sandbox.credentials.europace.clientId + ':wrong') }
  })`

const FAILING = {
  vitest: `import { test } from 'sandkasten/vitest'
import { expect } from 'vitest'
test('it fails', async ({ sandbox }) => {${ONE_REQUEST}
  expect(await sandbox.requests.count()).toBe(2)
})
`,
  playwright: `import { expect, test } from 'sandkasten/playwright'
test('it fails', async ({ sandbox }) => {${ONE_REQUEST}
  expect(await sandbox.requests.count()).toBe(2)
})
`,
  tap: `import t from 'tap'
import { sandkasten } from 'sandkasten/tap'
t.test('it fails', async t => {
  const sandbox = await sandkasten(t)${ONE_REQUEST}
  t.equal(await sandbox.requests.count(), 2)
})
`
}

/** The examples beside a package that is installed as npm would do it, without the network. */
function install(t: Test): string {
  const folder = t.testdir()
  for (const name of ['banksapi-client', 'vitest-project', 'playwright-project', 'tap-project'])
    cpSync(join(HOME, 'examples', name), join(folder, name), { recursive: true })
  const modules = join(folder, 'node_modules')
  for (const name of ['package.json', 'dist', 'fixtures', 'openapi'])
    cpSync(join(HOME, name), join(modules, 'sandkasten', name), { recursive: true })
  mkdirSync(join(modules, '@playwright'))
  for (const name of ['vitest', 'tap', '@playwright/test'])
    symlinkSync(join(HOME, 'node_modules', name), join(modules, name))
  return folder
}

type Outcome = { readonly code: number; readonly output: string }

/** Runs Node there, with nothing of what tap tells its own processes. */
function run(cwd: string, args: readonly string[], env: Record<string, string> = {}) {
  const { PATH = '', HOME: home = '', CHROMIUM = '' } = process.env
  const known = { PATH, HOME: home, NO_COLOR: '1', CI: '1', ...(CHROMIUM && { CHROMIUM }) }
  return new Promise<Outcome>(resolve => {
    const options = { cwd, env: { ...known, ...env }, maxBuffer: 10_000_000 }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr })
    })
  })
}

t.test('real projects use the fixtures of their runners', async t => {
  const folder = install(t)
  const bin = (path: string) => join(folder, 'node_modules', path)

  await t.test('Vitest', async t => {
    const project = join(folder, 'vitest-project')
    writeFileSync(join(project, 'failing.test.ts'), FAILING.vitest)
    const { code, output } = await run(project, [bin('vitest/vitest.mjs'), 'run'])
    t.equal(code, 1, 'one test fails on purpose')
    t.match(output, /Tests +1 failed \| 3 passed/, 'those of the example pass')
    t.match(output, /failing\.test\.ts > it fails\s+requests in the workspace it-fails-\w+: 1/)
    t.match(output, /^ {2}401 POST \/auth\/token createToken$/m)
  })

  await t.test('tap, on a server that runs already', async t => {
    const sandbox = await createSandbox(t, { clockFrozen: false, controlToken: 'geheim' })
    const project = join(folder, 'tap-project')
    const env = { SANDKASTEN_URL: sandbox.url, SANDKASTEN_CONTROL_TOKEN: 'geheim' }
    const good = await run(project, ['test/bank.test.js'], env)
    t.match(good, { code: 0, output: /# \{ total: 5, pass: 5 \}/ })
    writeFileSync(join(project, 'failing.test.js'), FAILING.tap)
    const { code, output } = await run(project, ['failing.test.js'])
    t.equal(code, 1)
    t.match(output, /# requests in the workspace it-fails-\w+: 1\n *# +401 POST \/auth\/token/)
    const left = await sandbox.control.listWorkspaces()
    t.strictSame(
      left.map(one => one.name),
      ['default'],
      'nothing is left of the tests'
    )
  })

  await t.test('Playwright', async t => {
    const project = join(folder, 'playwright-project')
    writeFileSync(join(project, 'failing.spec.ts'), FAILING.playwright)
    const all = skip === false ? [] : ['failing']
    const args = [bin('@playwright/test/cli.js'), 'test', ...all, '--reporter=json']
    const { code, output } = await run(project, args)
    t.equal(code, 1, 'one test fails on purpose')
    const [, attached = ''] =
      /"name": "sandkasten-requests",[^}]*"body": "([^"]+)"/.exec(output) ?? []
    t.match(JSON.parse(atob(attached)), [{ status: 401, path: '/auth/token' }])
    await t.test('with a browser', { skip }, async t => {
      t.match(output, /"expected": 1,/, 'the test of the example passes')
    })
  })
})
