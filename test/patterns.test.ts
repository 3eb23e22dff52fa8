import { readdirSync, readFileSync } from 'node:fs'
import { check } from 'recheck'
import t from 'tap'
import {
  createSourceFile,
  forEachChild,
  isNewExpression,
  isRegularExpressionLiteral,
  type Node,
  ScriptTarget
} from 'typescript'
import { loadContract } from '../src/contract/document.ts'
import { COERCE, readScalar } from '../src/contract/scalar.ts'
import { withoutSlash } from '../src/http/links.ts'

type Pattern = { readonly source: string; readonly flags: string; readonly where: string }

/** Where patterns are put together from the paths of contracts, or come from contracts; both are looked at below. */
const MADE = ['contract/shape.ts', 'drift/places.ts', 'not-found.ts']

/** What runs when the project is built reads nothing but its own files. */
const OF_THE_BUILD = /^(build|docs)\//

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => /\.(ts|js)$/.test(path) && !path.startsWith('contract/types/'))
  .filter(path => !OF_THE_BUILD.test(path))

/** The nodes of a source file that are wanted. */
function nodesIn<Wanted extends Node>(path: string, isWanted: (node: Node) => node is Wanted) {
  const found: Wanted[] = []
  const walk = (node: Node): void => {
    if (isWanted(node)) found.push(node)
    forEachChild(node, walk)
  }
  walk(createSourceFile(path, readFileSync(`src/${path}`, 'utf8'), ScriptTarget.Latest, true))
  return found
}

function literalsIn(path: string): Pattern[] {
  return nodesIn(path, isRegularExpressionLiteral).map(({ text }) => {
    const end = text.lastIndexOf('/')
    return { source: text.slice(1, end), flags: text.slice(end + 1), where: `src/${path}` }
  })
}

/** Every `pattern` of a contract, as ajv reads it. */
function patternsIn(name: string): Pattern[] {
  const found: Pattern[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { pattern } = value as { readonly pattern?: unknown }
    if (typeof pattern === 'string')
      found.push({ source: pattern, flags: 'u', where: `openapi/${name}` })
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(loadContract(name).document)
  return found
}

const contracts = readdirSync('dist/openapi').map(name => name.replace('.json', ''))
const literals = files.flatMap(literalsIn)
const patterns = contracts.flatMap(patternsIn)

t.test('patterns are written out, so that they can be judged', async t => {
  const made = files.filter(path =>
    nodesIn(path, isNewExpression).some(({ expression }) => expression.getText() === 'RegExp')
  )
  t.strictSame(made.sort(), MADE)
  for (const name of contracts)
    for (const { path } of loadContract(name).operations)
      t.notMatch(path, /\}\{|\}[^/]*\{/, `${path}: between two parameters is a slash`)
})

/** What no automaton can judge, and why it is harmless. */
const JUDGED: Readonly<Record<string, string>> = {
  '^::ffff:(?=\\d+\\.)': 'one place, one way',
  '^.*?\\/partner-api(?=\\/)': 'one place, and of a header field',
  '(?:^|,)\\s*([A-Za-z]{1,20})="([^"]*)"\\s*(?=,|$)': 'every step ends at a character of its own',
  '\\beyJ[\\w-]{5,}\\.[\\w-]+\\.[\\w-]*': 'of a file that somebody recorded',
  '((?:secret|passwor[dt]|token|credentials|authenticationdata|\\bpin|\\btan)\\w{0,20}["\']?\\s{0,5}[:=]\\s{0,5})("(?:[^"\\\\]|\\\\.)*"?|\'(?:[^\'\\\\]|\\\\.)*\'?)':
    'a bounded beginning, and an end with one way through it',
  '((?:secret|passwor[dt]|token|credentials|authenticationdata|\\bpin|\\btan)\\w{0,20}["\']?\\s{0,5}[:=]\\s{0,5})[^"\'&\\s,}]+':
    'a bounded beginning, and an end with one way through it',
  '(name="[^"\\r\\n]{0,40}(?:secret|passwor[dt]|token|credentials|pin|tan)[^"\\r\\n]{0,20}"[^\\r\\n]{0,99}\\s{1,8})\\S+':
    'a bounded beginning, and an end with one way through it'
}

t.test('no text can keep a pattern busy longer than its length', async t => {
  t.ok(literals.length > 150)
  t.ok(patterns.length > 20)
  const known = new Map([...literals, ...patterns].map(one => [`/${one.source}/${one.flags}`, one]))
  const open = [...known].filter(([, { source }]) => !Object.hasOwn(JUDGED, source))
  t.equal(known.size - open.length, Object.keys(JUDGED).length, 'each of them is still there')
  for (const [name, { source, flags, where }] of open) {
    const found = await check(source, flags, { timeout: 30_000, checker: 'automaton' })
    const attack = found.status === 'vulnerable' ? found.attack.pattern : undefined
    t.equal(found.status, 'safe', `${where}: ${name}`, { attack })
  }
})

t.test('a long text is read in no time where it once took minutes', async t => {
  // Each of these kept the server busy for more than half a minute; a regression ends in the time-out of the test.
  const number = { kind: 'scalar', type: 'number', isPlain: true } as const
  t.match(readScalar(number, `${'0'.repeat(500_000)}x`, COERCE), { is: 'unreadable' })
  t.equal(withoutSlash(`${'/'.repeat(1_000_000)}x`).length, 1_000_001)
  const [email] = patterns.filter(({ source }) => source.startsWith('^[^@'))
  const isMail = new RegExp(email?.source ?? '', 'u')
  t.notOk(isMail.test(`a@a${'.a'.repeat(300_000)}@`))
  for (const mail of ['a@b.c', 'a@b.c.d', 'a@.b.c', 'a@b..c', 'a@b.c.'])
    t.ok(isMail.test(mail), mail)
  for (const mail of ['a@b', 'a@.b', 'a@b.', '@b.c', 'a@b@c.d', 'a b@c.d'])
    t.notOk(isMail.test(mail), mail)
})

t.test('the judge knows a bad pattern when it sees one', async t => {
  for (const source of ['^(a+)+$', '^\\d+\\.?\\d*$', '\\s+$'])
    t.equal((await check(source, '', { checker: 'automaton' })).status, 'vulnerable', source)
})
