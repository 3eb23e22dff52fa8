import t from 'tap'
import { locate } from '../../src/contract/locate.ts'
import type { Path } from '../../src/contract/path.ts'

const text = `{
  "a": { "b": [10, { "c": null }] },
  "leer": {},
  "kurz": 1, "doppelt": "x",
  "doppelt": "y"
}`

t.test('a place is counted from 1, by the line and column where its value starts', async t => {
  const cases: [string, Path, number, number][] = [
    ['the whole', [], 1, 1],
    ['a property', ['a'], 2, 8],
    ['a list', ['a', 'b'], 2, 15],
    ['an element', ['a', 'b', 0], 2, 16],
    ['inside of an element', ['a', 'b', 1, 'c'], 2, 27],
    ['another property of a line', ['kurz'], 4, 11],
    ['the last of two of one name, which JSON.parse takes', ['doppelt'], 5, 14],
    ['a missing property is where its object ends', ['leer', 'x'], 3, 12],
    ['a missing element is where its list ends', ['a', 'b', 7], 2, 33],
    ['below a missing property it is the same place', ['leer', 'x', 0, 'y'], 3, 12],
    ['a missing property of the whole is at its end', ['einhorn'], 6, 1]
  ]
  for (const [title, path, line, column] of cases)
    t.strictSame(await locate(text, path), { line, column }, title)
})

t.test('of two properties of one name only the last counts, with all that is below', async t => {
  const cases: [string, Path, number][] = [
    ['{"a":{"b":1},"a":{}}', ['a', 'b'], 19],
    ['{"a":{},"a":{"b":1}}', ['a', 'b'], 18],
    ['{"a":{"b":1},"a":5}', ['a'], 18],
    ['{"a":[1,{"b":2}],"a":[{"b":3}]}', ['a', 0, 'b'], 28],
    ['{"a":[1,{"b":2}],"a":[{"b":3}]}', ['a', 1, 'b'], 30]
  ]
  for (const [twice, path, column] of cases)
    t.strictSame(await locate(twice, path), { line: 1, column }, `${twice} ${path}`)
})

t.test('texts of one line and empty texts have places too', async t => {
  t.strictSame(await locate('{"a":{"b":1}}', ['a', 'b']), { line: 1, column: 11 })
  t.strictSame(await locate('', ['a']), { line: 1, column: 1 })
  t.strictSame(await locate('\r\n{\r\n"a":1}', ['a']), { line: 3, column: 5 })
})

t.test('a body that is nested without end has places like any other', async t => {
  const deep = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"a":1}`
  t.ok(JSON.parse(deep), 'the parser of the server reads it')
  t.strictSame(await locate(deep, ['a']), { line: 1, column: deep.length - 1 })
})
