import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const MEGABYTE = 1_000_000
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

type Packed = {
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string; readonly size: number }[]
}

const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'])
const [packed] = JSON.parse(`${told}`) as [Packed]
const paths = packed.files.map(({ path }) => path)

/** All files of a folder, from here on. */
function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.filter(one => one.isFile()).map(one => `${one.parentPath}/${one.name}`)
}

t.test('the tarball is small, and brings nothing else along', async t => {
  t.comment(`${paths.length} files, ${packed.size} bytes, ${packed.unpackedSize} unpacked`)
  t.ok(packed.size < 3 * MEGABYTE, `${packed.size} bytes`)
  t.ok(packed.unpackedSize < 15 * MEGABYTE, `${packed.unpackedSize} bytes unpacked`)
  t.equal(manifest.dependencies, undefined, 'everything that runs is bundled')
  t.notOk(Object.keys(manifest.scripts).some(name => /^(pre|post)?install$/.test(name)))
})

t.test('it holds what the package promises', async t => {
  const { bin, exports } = manifest
  type Entry = string | { readonly types: string; readonly default: string }
  const entries = Object.values(exports as Record<string, Entry>).flatMap(entry =>
    typeof entry === 'string' ? entry : [entry.types, entry.default]
  )
  const promised = [...entries, bin.sandkasten].map(path => path.replace(/^\.\//, ''))
  t.ok(promised.length > 10)
  const papers = ['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/THIRD-PARTY-LICENSES.txt']
  const contracts = filesOf('openapi').filter(path => path !== 'openapi/redocly.yaml')
  const needed = [...promised, ...papers, ...contracts, ...filesOf('fixtures')]
  t.same(
    needed.filter(path => !paths.includes(path)),
    []
  )
  for (const path of contracts)
    t.ok(paths.includes(`dist/${path.replace('.yaml', '.json')}`), `${path} as the server reads it`)
})

t.test('and nothing of how it is made', async t => {
  const folders = new Set(paths.map(path => path.split('/')[0]))
  const papers = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json']
  t.same([...folders].sort(), [...papers, 'dist', 'fixtures', 'openapi'].sort())
  const foreign = /(^|\/)\.|\.(map|tgz|log|har)$|\.test\.|node_modules|(?<!\.d)\.ts$|redocly/
  t.same(
    paths.filter(path => foreign.test(path)),
    []
  )
  // The keys of the demo are part of it; any other would be somebody's.
  t.same(paths.filter(path => /key.*\.pem$|\.key$/.test(path)).sort(), [
    'fixtures/banksapi/credentials-key.pem',
    'fixtures/tls/ca-key.pem'
  ])
})
