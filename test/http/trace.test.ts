import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { createTracer } from '../../src/http/trace.ts'

const PLATFORM = /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/

function requestWith(value: unknown): FastifyRequest {
  return { headers: { 'x-traceid': value } } as unknown as FastifyRequest
}

t.test('the text of the client is taken over, as printable ASCII of at most 256', async t => {
  const trace = createTracer('x-traceid', 'seed')
  const cases: readonly (readonly [string, string])[] = [
    ['sys12345678', 'sys12345678'],
    ['a b~!', 'a b~!'],
    ['a\u0000b\r\nc\u007f\u00e4d', 'abcd'],
    ['x'.repeat(256), 'x'.repeat(256)],
    ['x'.repeat(300), 'x'.repeat(256)],
    [`ä${'x'.repeat(256)}`, 'x'.repeat(256)]
  ]
  for (const [sent, expected] of cases) t.equal(trace(requestWith(sent)), expected)
})

t.test('without one it is made in the form of the platform, and never twice the same', async t => {
  const trace = createTracer('x-traceid', 'seed')
  const made = [undefined, '', 'äöü', ['a', 'b'], undefined].map(value => trace(requestWith(value)))
  for (const text of made) t.match(text, PLATFORM)
  t.equal(new Set(made).size, made.length)
})

t.test('the end of it depends on the seed and the number of the request alone', async t => {
  const ends = (seed: string) => {
    const trace = createTracer('x-traceid', seed)
    return [1, 2, 3].map(() => trace(requestWith(undefined)).slice(-24))
  }
  t.strictSame(ends('a'), ends('a'))
  t.notMatch(ends('b')[0], ends('a')[0])
})
