import t from 'tap'
import { burdenOf, parseJson } from '../../src/world/json.ts'

t.test('JSON is read as it is', async t => {
  for (const value of [null, 7, 'a', [], {}, [[1, { a: ['{', '"', '\\'] }]], { 'a"]': '}]' }])
    t.strictSame(parseJson(JSON.stringify(value)), value)
  for (const text of ['', '{', ']', '"', '"\\', '"\\"', "{'a':1}"])
    t.throws(() => parseJson(text), SyntaxError, text)
})

t.test('a hundred levels are read, more are too many', async t => {
  const lists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  for (const make of [lists, objects]) {
    t.equal(burdenOf(make(100)), undefined)
    t.equal(burdenOf(make(101)), 'is nested too deeply')
    t.equal(burdenOf(make(2_000_000)), 'is nested too deeply')
    t.throws(() => parseJson(make(101)), { message: 'The JSON is nested too deeply' })
  }
  t.equal(burdenOf(`[${'[],'.repeat(500)}1]`), undefined, 'one beside the other')
})

t.test('brackets in a text are no nesting, whatever is escaped in it', async t => {
  const brackets = '[{'.repeat(200)
  for (const text of [brackets, `"${brackets}`, `\\${brackets}`, `\\"${brackets}\\\\`, '\\'])
    t.equal(burdenOf(JSON.stringify([text, { [text]: 1 }])), undefined, text.slice(0, 5))
  t.equal(burdenOf(`["\\\\",${brackets}`), 'is nested too deeply', 'the text had ended')
  t.equal(burdenOf(`["\\\\\\",${brackets}`), undefined, 'it had not')
})

t.test('half a million values are read, more are too many', async t => {
  const many = (count: number) => `[${'1,'.repeat(count - 1)}1]`
  t.equal((parseJson(many(500_000)) as unknown[]).length, 500_000)
  t.equal(burdenOf(many(500_001)), 'holds more than 500000 values')
  t.equal(burdenOf(`[${'{},'.repeat(250_001)}{}]`), 'holds more than 500000 values')
})
