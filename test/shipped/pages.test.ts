import { existsSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import t from 'tap'
import { variableOf } from '../../src/config.ts'
import { SETTINGS } from '../../src/settings.ts'
import { COMPOSE_FILES } from './compose.ts'

const PAGES = ['docs/docker.md', 'docs/ci.md']
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

t.test('the pages name settings and files that exist, and the version of today', async t => {
  const settings = Object.keys(SETTINGS).map(variableOf)
  const asked = COMPOSE_FILES.flatMap(name => [
    ...readFileSync(`docker/${name}`, 'utf8').matchAll(/\$\{(\w+):/g)
  ]).map(([, name]) => name)
  const others = ['SANDKASTEN_CONFIG', 'SANDKASTEN_URL']
  // What Kubernetes would set, and the page warns of.
  const known = [...settings, ...asked, ...others, 'SANDKASTEN_SERVICE_HOST', 'SANDKASTEN_']
  for (const page of PAGES) {
    const text = readFileSync(page, 'utf8')
    for (const [name] of text.matchAll(/SANDKASTEN_[A-Z_]*/g)) t.ok(known.includes(name), name)
    for (const [, path = ''] of text.matchAll(/`((?:docker|examples)\/[\w./-]+)`/g))
      t.ok(existsSync(path), `${page}: ${path}`)
    for (const [, path = ''] of text.matchAll(/\]\(([\w./-]+)[)#]/g))
      t.ok(existsSync(posix.join('docs', path)), `${page}: ${path}`)
    for (const [, tag] of text.matchAll(/sandkasten:(\d+\.[\w.]+)/g)) t.equal(tag, version, page)
  }
})

t.test('what the pages show of the recipes is what the recipes say', async t => {
  const squeeze = (text: string) => text.replace(/\s+/g, ' ')
  const page = squeeze(readFileSync('docs/ci.md', 'utf8'))
  const shown = [
    ['examples/ci/github-actions.yml', 'npx sandkasten --port', 'done'],
    ['examples/ci/github-actions.yml', '--health-cmd', '--health-retries 30'],
    ['examples/ci/testcontainers.ts', 'new GenericContainer', '.start()'],
    ['examples/ci/testcontainers.ts', 'const url', '(8451)}']
  ] as const
  for (const [file, from, to] of shown) {
    const text = squeeze(readFileSync(file, 'utf8'))
    const start = text.indexOf(from)
    const part = text.slice(start, text.indexOf(to, start) + to.length)
    t.ok(part.length > 20 && page.includes(part), part)
  }
})
