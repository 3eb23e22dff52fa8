import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import t from 'tap'
import { loadContract } from '../src/contract/document.ts'

/** The import table of style.md: which rooms a room may look into, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // Further faces of the package: fixtures for the runners of tests, on top of what programs use.
  testing: ['top', 'client'],
  top: [
    'client',
    'control',
    'console',
    'drift',
    'apis',
    'api',
    'oauth',
    'http',
    'contract',
    'types',
    'world'
  ],
  // Writes the parts of the documentation that are made from the sources; not a part of the package.
  docs: ['top', 'apis', 'model', 'contract', 'world'],
  // Programs steer a sandbox from outside, so all that it knows is the contract.
  client: ['types'],
  control: ['world', 'contract', 'types', 'http'],
  console: ['world', 'contract', 'types', 'http'],
  drift: ['world', 'contract'],
  // The list of the APIs and the type of an API, between the top and the single APIs.
  apis: ['api', 'http', 'contract', 'world'],
  api: ['apis', 'model', 'oauth', 'http', 'contract', 'types', 'world'],
  model: ['types', 'world'],
  oauth: ['http', 'world'],
  http: ['contract', 'world'],
  world: [],
  contract: ['types'],
  types: [],
  build: []
}

/** What a model may know of the world. */
const WORLD_OF_MODELS = ['effects', 'berlin', 'chance'].map(name => `world/${name}.ts`)

const TOP = [
  'index.ts',
  'cli.ts',
  'cli-text.ts',
  'settings.ts',
  'config.ts',
  'app.ts',
  'not-found.ts',
  'data.ts',
  'listen.ts',
  'seed.ts',
  'replay.ts'
]
const MARKS = ['documented', 'observed', 'assumed', 'differs']
const LONGEST_FILE = 300

type File = { readonly path: string; readonly text: string }
type Import = { readonly from: string; readonly to: string; readonly isType: boolean }

const files: readonly File[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => /\.(ts|js)$/.test(path))
  .map(path => ({ path, text: readFileSync(`src/${path}`, 'utf8') }))
const written = files.filter(({ path }) => roomOf(path) !== 'types')
const imports = written.flatMap(importsOf)

/** The room of a file; `undefined` for one that stands where nothing belongs. */
function roomOf(path: string): string | undefined {
  if (TOP.includes(path)) return 'top'
  if (path.startsWith('contract/types/')) return 'types'
  if (/^apis\/[^/]+\.ts$/.test(path)) return 'apis'
  if (/^apis\/[^/]+\/model\//.test(path)) return 'model'
  if (path.startsWith('apis/')) return 'api'
  const [room = ''] = path.split('/')
  return path.includes('/') && room in MAY_IMPORT ? room : undefined
}

/** `europace` for everything under `apis/europace`. */
function apiOf(path: string): string | undefined {
  return /^apis\/([^/]+)\//.exec(path)?.[1]
}

/** What a file imports; what is ours as a path below `src`, anything else as it is named. */
function importsOf({ path, text }: File): Import[] {
  const found = text.matchAll(
    /^(import|export)( type)?\b[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm
  )
  return [...found].map(([, , type, named, bare, dynamic]) => {
    const to = named ?? bare ?? dynamic ?? ''
    const isOurs = to.startsWith('.')
    const isType = type !== undefined
    return { from: path, to: isOurs ? posix.join(posix.dirname(path), to) : to, isType }
  })
}

function isOurs({ to }: Import): boolean {
  return /\.(ts|js)$/.test(to) && files.some(({ path }) => path === to)
}

function show({ from, to }: Import): string {
  return `${from} imports ${to}`
}

/** The comments of a file, each line by itself. */
function commentsOf({ text }: File): readonly string[] {
  const lines = text.split('\n')
  return lines.flatMap(line => {
    const found = /^\s*(?:\/\*\*|\*)\s?(.*?)(?:\*\/)?$|(?:^|\s)\/\/\s(.*)$/.exec(line)
    return found ? [(found[1] ?? found[2] ?? '').trim()] : []
  })
}

t.test('every file stands in a room of the house', async t => {
  t.ok(written.length > 50)
  const homeless = files.filter(({ path }) => roomOf(path) === undefined)
  t.strictSame(
    homeless.map(({ path }) => path),
    []
  )
})

t.test('imports are found, and those of ours name a file', async t => {
  t.ok(imports.filter(isOurs).length > 150)
  const broken = imports.filter(one => one.to.startsWith('.') || /^[\w./-]+\.ts$/.test(one.to))
  t.strictSame(broken.filter(one => !isOurs(one)).map(show), [])
})

t.test('imports look down, never up or sideways', async t => {
  const forbidden = imports.filter(isOurs).filter(({ from, to }) => {
    const [mine = '', other = ''] = [roomOf(from), roomOf(to)]
    return mine !== other && !MAY_IMPORT[mine]?.includes(other)
  })
  t.strictSame(forbidden.map(show), [])
})

t.test('no API knows another one', async t => {
  const sideways = imports.filter(({ from, to }) => {
    const [mine, other] = [apiOf(from), apiOf(to)]
    return mine !== undefined && other !== undefined && mine !== other
  })
  t.strictSame(sideways.map(show), [])
})

t.test(
  'an API is known by its face alone, and knows of the others only what an API is',
  async t => {
    const list = imports.filter(one => roomOf(one.from) === 'apis' && apiOf(one.to) !== undefined)
    t.ok(list.length > 0)
    for (const one of list) t.match(one, { from: 'apis/all.ts', to: /^apis\/[^/]+\/api\.ts$/ })
    const up = imports.filter(one => roomOf(one.from) === 'api' && roomOf(one.to) === 'apis')
    for (const one of up) t.equal(one.to, 'apis/api.ts', show(one))
  }
)

t.test('a model knows types, effects, days and chance, and no Node', async t => {
  const mine = imports.filter(({ from }) => roomOf(from) === 'model')
  t.ok(mine.length > 10)
  const forbidden = mine.filter(one => {
    const room = roomOf(one.to)
    if (room === 'world') return !WORLD_OF_MODELS.includes(one.to)
    if (room === 'types') return !one.isType
    return !isOurs(one) && one.to !== 'ibantools'
  })
  t.strictSame(forbidden.map(show), [])
})

t.test('a module of Node is called node:', async t => {
  const bare = imports.filter(({ to }) => builtinModules.includes(to))
  t.strictSame(bare.map(show), [])
})

t.test('build stands alone', async t => {
  const inside = imports.filter(one => roomOf(one.from) === 'build' && isOurs(one))
  const outside = imports.filter(one => roomOf(one.to) === 'build')
  t.strictSame([...inside, ...outside].map(show), [])
})

t.test(`no file has more than ${LONGEST_FILE} lines`, async t => {
  const long = written.filter(({ text }) => text.trimEnd().split('\n').length > LONGEST_FILE)
  t.strictSame(
    long.map(({ path }) => path),
    []
  )
})

t.test('no barrels, no default exports, no classes but Problem, no changing variables', async t => {
  const rules: readonly (readonly [title: string, pattern: RegExp, but: readonly string[]])[] = [
    ['re-exports', /^export (type )?(\*|\{[^}]*\}) from /m, []],
    ['default exports', /^export default /m, []],
    ['classes', /^(export )?(abstract )?class /m, ['http/problem.ts']],
    ['module variables that change', /^(export )?(let|var) /m, []],
    ['enums and namespaces', /^(export )?(const )?(enum|namespace) /m, []],
    ['TODO', /\bTODO\b|\bFIXME\b/, []]
  ]
  for (const [title, pattern, but] of rules) {
    const found = written.filter(({ path, text }) => pattern.test(text) && !but.includes(path))
    t.strictSame(
      found.map(({ path }) => path),
      [],
      title
    )
  }
})

t.test('a rule says where it comes from with one of the four marks', async t => {
  // A small word and a colon that begin a comment or a sentence, or a word that is nearly a mark.
  const label = /(?:^|[.;]\s)([a-z]+):(?=\s|$)/g
  const near = /\b((?:undocumented|observ|assum|differ|infer|propos|guess)[a-z]*) ?:/gi
  let count = 0
  for (const file of written)
    for (const comment of commentsOf(file)) {
      const found = [...comment.matchAll(label), ...comment.matchAll(near)].map(([, word]) => word)
      for (const word of found) {
        count++
        t.ok(MARKS.includes(word ?? ''), `${file.path}: ${word}: is one of the marks`)
        t.match(comment, new RegExp(`\\b${word}: \\S`), `${file.path}: ${word}: says something`)
      }
    }
  t.ok(count > 30, 'marks are found')
})

t.test('every operation is marked in its contract', async t => {
  const contracts = readdirSync('openapi').filter(name => /^(?!redocly|\.).*\.yaml$/.test(name))
  t.ok(contracts.length >= 3)
  for (const file of contracts)
    for (const { id, fidelity } of loadContract(file.replace('.yaml', '')).operations)
      t.ok(MARKS.includes(fidelity), `${id}: ${fidelity}`)
})
