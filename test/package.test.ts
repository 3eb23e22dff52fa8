import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { HOME } from '../src/contract/home.ts'

const USE = `
  const sandkasten = await createSandkasten({ clockStart: '2026-11-21T09:00:00Z', clockFrozen: true })
  const workspace = await sandkasten.workspace('mine')
  await workspace.clock.advance('P1D')
  const connected = await connectSandkasten(sandkasten.url)
  console.log(JSON.stringify({
    now: await workspace.clock.now(),
    default: await connected.clock.now(),
    client: workspace.credentials.europace.clientId
  }))
  await sandkasten.close()
`
const SEEN = {
  now: '2026-11-22T09:00:00.000Z',
  default: '2026-11-21T09:00:00.000Z',
  client: 'demo-client+mine'
}

/** Every entry, and calls that compile only with the right types. */
const TYPED = `
import { createSandkasten, type Sandkasten, type Workspace } from 'sandkasten'
import { connectSandkasten, createControlClient } from 'sandkasten/client'
import { sandkasten } from 'sandkasten/tap'

export async function use(t: Parameters<typeof sandkasten>[0]): Promise<string> {
  const server: Sandkasten = await createSandkasten({ behaviour: { 'ing.profile': 'full' } })
  const workspace: Workspace = await server.workspace('typed')
  const { fired } = await workspace.clock.advance('P1D')
  const [message] = await workspace.phone('demo1').messages({ wait: '1s' })
  await workspace.webhooks.register('/_sandkasten/inbox/mine', { events: ['TRANSACTION'] })
  await workspace.simulate.lockLogin({ login: 'demo1' })
  // @ts-expect-error: there is no such pattern
  await workspace.requests.count({ verb: 'GET' })
  // @ts-expect-error: the body is missing
  await createControlClient(server.url).advanceClock()
  // @ts-expect-error: there is no such simulation
  await workspace.simulate.miracle({})
  await using mine = await sandkasten(t)
  await (await connectSandkasten(mine.url)).close()
  const when: string | undefined = fired[0]?.at ?? message?.at
  return when ?? workspace.credentials.banksapi.username
}
`
const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2022',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true
  }
}

/** Runs a command in a folder with nothing of what tap tells its own processes; what it printed. */
function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const { PATH = '', HOME: home = '' } = process.env
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env: { PATH, HOME: home } }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`))
      else resolve(stdout)
    })
  })
}

function emptyFolder(t: Test): string {
  // Not below this project, where more packages would be found than those that are installed.
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-package-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return folder
}

/** An empty project with the package installed from its tarball. */
async function project(t: Test, tarball: string, type: 'module' | 'commonjs'): Promise<string> {
  const folder = emptyFolder(t)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', type }))
  await run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball)
  return folder
}

t.test('the bill of materials names what is bundled, and nothing else', async t => {
  await run(HOME, process.execPath, 'src/build/sbom.js')
  const sbom = JSON.parse(readFileSync(join(HOME, 'dist', 'sbom.cdx.json'), 'utf8'))
  const { name, version } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'))
  t.match(sbom, { bomFormat: 'CycloneDX', metadata: { component: { name, version } } })
  const names = sbom.components.map((one: { readonly name: string }) => one.name)
  for (const bundled of ['fastify', 'ajv', 'pino', 'undici', 'jose', '@fastify/swagger-ui'])
    t.ok(names.includes(bundled), bundled)
  for (const tool of ['tap', 'typescript', 'esbuild', 'vitest']) t.notOk(names.includes(tool), tool)
  const licences = readFileSync(join(HOME, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  const told = licences.split('\n\n----\n\n').map(one => one.split(' ', 1)[0])
  t.strictSame([...new Set(names)].sort(), [...new Set(told)].sort())
})

t.test('the package works from its tarball', async t => {
  const folder = emptyFolder(t)
  await run(HOME, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder)
  const { version } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'))
  const tarball = join(folder, `sandkasten-${version}.tgz`)

  const [esm, commonjs] = await Promise.all([
    project(t, tarball, 'module'),
    project(t, tarball, 'commonjs')
  ])

  await t.test('in an ESM project, with the types of every entry', async t => {
    const imports = `import { createSandkasten } from 'sandkasten'
      import { connectSandkasten } from 'sandkasten/client'`
    writeFileSync(join(esm, 'use.js'), imports + USE)
    writeFileSync(join(esm, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    writeFileSync(join(esm, 'esm.mts'), TYPED)
    writeFileSync(join(esm, 'commonjs.cts'), TYPED)
    const tsc = join(HOME, 'node_modules', 'typescript', 'bin', 'tsc')
    const [seen, complaints] = await Promise.all([
      run(esm, process.execPath, 'use.js'),
      run(esm, process.execPath, tsc, '-p', '.')
    ])
    t.same(JSON.parse(seen), SEEN)
    t.equal(complaints, '')
  })

  await t.test('in a CommonJS project, and as a command', async t => {
    const requires = `const { createSandkasten } = require('sandkasten')
      const { connectSandkasten } = require('sandkasten/client')`
    writeFileSync(join(commonjs, 'use.js'), `${requires}\nasync function use() {${USE}}\nuse()`)
    t.same(JSON.parse(await run(commonjs, process.execPath, 'use.js')), SEEN)
    t.equal(await run(commonjs, 'npx', '--offline', 'sandkasten', '--version'), `${version}\n`)
  })
})
