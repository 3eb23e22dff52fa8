import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import t from 'tap'
import { testsIn } from './suite.ts'

const suites = readdirSync('test/suites')
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.test.ts'))

/** The folders that a suite names in its one call. */
function foldersOf(suite: string): readonly string[] {
  const text = readFileSync(`test/suites/${suite}`, 'utf8')
  const [, named = ''] = /^runFolders\(([^)]*)\)$/m.exec(text) ?? []
  return [...named.matchAll(/'([^']+)'/g)].map(([, folder = '']) => folder)
}

t.test('every folder with tests belongs to exactly one suite', async t => {
  const folders = [...new Set(files.map(path => posix.dirname(path)))]
  t.strictSame(suites.flatMap(foldersOf).sort(), folders.sort())
})

t.test('every suite runs something, and npm test runs every suite', async t => {
  for (const suite of suites) t.ok(foldersOf(suite).length > 0, suite)
  const { tap } = JSON.parse(readFileSync('package.json', 'utf8'))
  t.strictSame(tap.include, ['test/suites/*.ts'])
  t.ok(suites.every(suite => suite.endsWith('.ts')))
})

t.test('a suite reads every test file of its folders', async t => {
  const read = suites.flatMap(foldersOf).flatMap(testsIn)
  t.strictSame([...read].sort(), [...files].sort())
})
