import t from 'tap'
import {
  canonical,
  IDEMPOTENCY_EXPIRY,
  idempotencyId,
  remember
} from '../../../../src/apis/ing/model/idempotency.ts'

/** JSON texts that say the same. */
const SAME: readonly (readonly [string, string, string])[] = [
  ['other order of names', '{"a":1,"b":2}', '{"b":2,"a":1}'],
  ['deep inside', '{"a":[{"b":1,"c":{"d":2,"e":3}}]}', '{"a":[{"c":{"e":3,"d":2},"b":1}]}'],
  ['names that look like numbers', '{"10":1,"9":2}', '{"9":2,"10":1}'],
  ['other blanks', '{ "a" : [ 1 ,2 ] }', '{"a":[1,2]}'],
  ['other spelling of a number', '[1.0,1e2]', '[1,100]'],
  ['escaped letters', '"\\u00fc"', '"ü"'],
  ['a name twice, the last counts', '{"a":1,"a":2}', '{"a":2}']
]

/** JSON texts that say something else. */
const OTHER: readonly (readonly [string, string, string])[] = [
  ['another value', '{"a":1}', '{"a":2}'],
  ['another name', '{"a":1}', '{"b":1}'],
  ['one name more', '{"a":1}', '{"a":1,"b":1}'],
  ['null is not missing', '{"a":null}', '{}'],
  ['another order in a list', '[1,2]', '[2,1]'],
  ['another order of objects in a list', '[{"a":1},{"a":2}]', '[{"a":2},{"a":1}]'],
  ['once more in a list', '[1]', '[1,1]'],
  ['a number and its text', '{"a":1}', '{"a":"1"}'],
  ['true and its text', 'true', '"true"'],
  ['null and its text', 'null', '"null"'],
  ['an empty list and an empty object', '[]', '{}'],
  ['nothing and zero', 'null', '0'],
  ['another nesting', '[[1],2]', '[1,[2]]'],
  ['a list and an object of the same', '["a"]', '{"0":"a"}'],
  ['signs inside of a text', '["a,b"]', '["a","b"]'],
  ['quotes inside of a name', '{"a\\":1,\\"b":2}', '{"a":1,"b":2}'],
  ['capitals', '{"A":1}', '{"a":1}'],
  ['a name that every object has', '{"__proto__":{"a":1}}', '{}']
]

t.test('objects that say the same have the same text', async t => {
  for (const [title, one, other] of SAME)
    t.equal(canonical(JSON.parse(one)), canonical(JSON.parse(other)), title)
})

t.test('values that say something else have another text', async t => {
  for (const [title, one, other] of OTHER)
    t.not(canonical(JSON.parse(one)), canonical(JSON.parse(other)), title)
})

t.test('the text is JSON of the same value', async t => {
  const value = { b: [1, '2', null, true, { d: [], c: {} }], a: 'ü"\\\n' }
  t.strictSame(JSON.parse(canonical(value)), value)
})

t.test('keys are those of one client', async t => {
  t.equal(idempotencyId('demo-client', 'k'), idempotencyId('demo-client', 'k'))
  t.not(idempotencyId('demo-client', 'k'), idempotencyId('other-client', 'k'))
  t.not(idempotencyId('demo-client', 'k'), idempotencyId('demo-client', 'K'))
})

t.test('an answer is kept until it expires, and the job tells the key', async t => {
  const id = idempotencyId('demo-client', 'a key of words')
  const answered = { id, hash: 'h', status: 201, body: { version: 0 }, expiresAt: 42 } as const
  const effects = remember(answered)
  t.strictSame(effects[0], { do: 'put', collection: 'ing-answers', document: answered })
  t.match(effects[1], {
    do: 'schedule',
    job: { kind: IDEMPOTENCY_EXPIRY, dueAt: 42, payload: { answered: id } }
  })
  t.match(effects[1], { job: { about: /a key of words/ } })
  t.equal(effects.length, 2)
})

t.test('jobs of two keys have two ids', async t => {
  const jobOf = (key: string) => {
    const id = idempotencyId('demo-client', key)
    return remember({ id, hash: 'h', status: 201, body: {}, expiresAt: 42 })[1]
  }
  t.notSame(jobOf('one'), jobOf('other'))
})
