import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { isJson, mediaTypeOf, rawText, readForm, readJsonObject } from '../../src/http/body.ts'
import { Problem } from '../../src/http/problem.ts'

/** As much of a request as a reader of bodies looks at. */
function requestWith(part: { type?: string; body?: unknown }): FastifyRequest {
  const headers = part.type === undefined ? {} : { 'content-type': part.type }
  return { headers, body: part.body } as unknown as FastifyRequest
}

t.test('a media type is read with its parameters', async t => {
  const cases: readonly (readonly [string | undefined, string, Record<string, string>])[] = [
    [undefined, '', {}],
    ['', '', {}],
    ['application/json', 'application/json', {}],
    ['Application/JSON', 'application/json', {}],
    ['application/json;version=1.0', 'application/json', { version: '1.0' }],
    ['application/json ; Version = "1.0"', 'application/json', { version: '1.0' }],
    ['text/plain; charset=utf-8; a=b', 'text/plain', { charset: 'utf-8', a: 'b' }],
    ['text/plain; flag', 'text/plain', { flag: '' }]
  ]
  for (const [sent, type, parameters] of cases) {
    const read = mediaTypeOf(requestWith(sent === undefined ? {} : { type: sent }))
    t.equal(read.type, type, String(sent))
    t.strictSame(Object.fromEntries(read.parameters), parameters)
  }
})

t.test('JSON and its relatives are JSON', async t => {
  for (const type of [
    'application/json',
    'application/merge-patch+json',
    'application/problem+json',
    'application/vnd.europace.v1+json'
  ])
    t.ok(isJson(type), type)
  for (const type of ['', 'json', 'text/json', 'application/jsonp', 'application/+json', 'text/x'])
    t.notOk(isJson(type), type)
})

t.test('a raw body is text, without a byte order mark', async t => {
  t.equal(rawText(requestWith({ body: Buffer.from('Größe') })), 'Größe')
  t.equal(rawText(requestWith({ body: Buffer.from('\ufeff{}') })), '{}')
  t.equal(rawText(requestWith({ body: Buffer.from('') })), '')
  t.equal(rawText(requestWith({ body: undefined })), '')
})

t.test('a raw body is read in the charset that it names', async t => {
  const text = '{"ort":"Großröhrsdorf €"}'
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['iso-8859-1', Buffer.from('Größe', 'latin1'), 'Größe'],
    ['ISO-8859-1', Buffer.from('Größe', 'latin1'), 'Größe'],
    ['latin1', Buffer.from('Größe', 'latin1'), 'Größe'],
    ['utf-16le', Buffer.from(text, 'utf16le'), text],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le'), text],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16(), text],
    ['utf-8', Buffer.from(text), text],
    ['UTF-8', Buffer.from(text), text],
    ['utf8', Buffer.from(text), text],
    ['"utf-8"', Buffer.from(text), text],
    ['"UTF-8"', Buffer.from(`\ufeff${text}`), text],
    ['us-ascii', Buffer.from('{}'), '{}']
  ]
  for (const [charset, body, expected] of cases) {
    const type = `application/json; Charset=${charset}`
    t.equal(rawText(requestWith({ type, body })), expected, charset)
  }
})

t.test('a charset that nobody knows is refused, except for no body', async t => {
  const type = 'application/json; charset=klingon'
  const refusal = await Promise.resolve(requestWith({ type, body: Buffer.from('{}') }))
    .then(rawText)
    .catch(error => error)
  t.match(refusal, { status: 415, title: 'Unsupported Media Type', detail: /klingon/ })
  t.equal(rawText(requestWith({ type })), '')
})

t.test('of a form field that is sent twice the first counts', async t => {
  const form = readForm('a=1&b=x%20y+z&a=2&c')
  t.strictSame(Object.entries(form), [
    ['a', '1'],
    ['b', 'x y z'],
    ['c', '']
  ])
  t.equal(readForm('constructor=1')['constructor'], '1')
  t.equal(readForm('')['toString'], undefined, 'a form has only what was sent')
})

t.test('a JSON object is read, and anything else is refused in words', async t => {
  t.strictSame(readJsonObject('{"a": [1, {"b": null}]}'), { a: [1, { b: null }] })
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /empty/],
    ['{', /not JSON/],
    ["{'a': 1}", /not JSON/],
    ['NaN', /not JSON/],
    ['[]', /object/],
    ['null', /object/],
    ['1', /object/],
    ['"a"', /object/]
  ]
  for (const [text, detail] of cases)
    t.match(refusalOf(text), { status: 400, title: 'Bad Request', detail }, text)
  t.ok(refusalOf('') instanceof Problem)
})

t.test('a hundred levels of nesting are read, more are refused', async t => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const lists = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
  for (const text of [nested(100), lists(100)]) t.equal(refusalOf(text), undefined)
  for (const text of [nested(101), lists(101), lists(5_000)])
    t.match(refusalOf(text), { status: 400, detail: /nested too deeply/ })
})

function refusalOf(text: string): unknown {
  try {
    readJsonObject(text)
  } catch (error) {
    return error
  }
  return undefined
}
