import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { valuesOf } from './from-schema.ts'
import { type Mutation, mutate, mutation } from './mutate.ts'

// biome-ignore lint/suspicious/noExplicitAny: contracts are walked
type Any = any

/** What a contract says of one operation, as far as a caller needs it. */
export type Operation = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly contract: string
  /** Names of the parameters of the query and of the header. */
  readonly query: readonly string[]
  readonly headers: readonly string[]
  readonly media?: string
  /** Documented bodies. */
  readonly bodies: readonly unknown[]
  /** Bodies that the contract allows. */
  readonly allowed?: fc.Arbitrary<unknown>
}

export function operationsOf(contract: string): readonly Operation[] {
  const document = JSON.parse(readFileSync(`dist/openapi/${contract}.json`, 'utf8'))
  return Object.entries<Any>(document.paths).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap(method =>
      item[method] ? readOperation(document, contract, path, method) : []
    )
  )
}

function readOperation(document: Any, contract: string, path: string, method: string): Operation {
  const item = document.paths[path]
  const operation = item[method]
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(one =>
    resolve(document, one)
  )
  const names = (place: string) => all.filter(one => one.in === place).map(one => one.name)
  const [media, content] = Object.entries<Any>(operation.requestBody?.content ?? {})[0] ?? []
  const examples = Object.values<Any>(content?.examples ?? {}).map(
    one => resolve(document, one).value
  )
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    contract,
    query: names('query'),
    // Prefer asks for failures.
    headers: names('header').filter(name => name !== 'Prefer'),
    ...(media !== undefined && { media }),
    bodies: examples.length > 0 ? examples : [{}],
    ...(content?.schema && { allowed: valuesOf(document, content.schema) })
  }
}

function resolve(document: Any, value: Any): Any {
  if (typeof value?.$ref !== 'string') return value
  const parts = value.$ref.slice(2).split('/')
  return parts.reduce((inner: Any, part: string) => inner[part], document)
}

/** Texts that servers stumble over, as they stand in an address. */
const ODD = [
  '',
  '%20',
  '%00',
  '%ZZ',
  '%C0%AF',
  '..',
  '%2F..%2F',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '-1',
  '1e999',
  'true',
  'x'.repeat(600),
  '%F0%9F%92%B6',
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30T00:00:00',
  '9999-99-99',
  '[]',
  'a=b&a=c',
  '127.0.0.1',
  '::1',
  'javascript:alert(1)',
  'https://app.example/?a=1#b'
]

const odd = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(encodeURIComponent)
)

/** What parameters want to be, one or the other. */
const RIGHT = [
  'true',
  'false',
  'all',
  'none',
  'categories',
  'KARTEN',
  '7',
  'username',
  '2026-11-01T00:00:00',
  '2026-11-20%2000:00:00',
  'identifier.batchId=4711',
  '203.0.113.1',
  '2001:db8::1'
]

export type Attempt = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Calls of an operation: right ones, and what becomes of them by some changes. */
export function attempts(
  operation: Operation,
  real: Readonly<Record<string, readonly string[]>>
): fc.Arbitrary<Attempt> {
  const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
  const parts = names.map(name => {
    const right = fc.constantFrom(...(real[name] ?? ['x'])).map(encodeURIComponent)
    return fc.oneof({ weight: 8, arbitrary: right }, odd)
  })
  return fc
    .record({
      parts: fc.tuple(...parts),
      query: pairs(operation.query),
      headers: pairs(operation.headers),
      body: bodies(operation)
    })
    .map(({ parts, query, headers, body }) => {
      const path = names.reduce(
        (text, name, n) => text.replace(`{${name}}`, parts[n] ?? ''),
        operation.path
      )
      const search = query.map(([name, value]) => `${name}=${value}`).join('&')
      const sent = operation.media !== undefined && !/json/.test(operation.media)
      return {
        path: path + (search && `?${search}`),
        headers: {
          ...Object.fromEntries(headers.map(([name, value]) => [name, printable(value)])),
          ...(sent && { 'content-type': operation.media as string })
        },
        ...(body !== undefined && { body })
      }
    })
}

function pairs(names: readonly string[]): fc.Arbitrary<readonly (readonly [string, string])[]> {
  if (names.length === 0) return fc.constant([])
  return fc.array(fc.tuple(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...RIGHT), odd)), {
    maxLength: 2
  })
}

/** What a header can carry at all. */
function printable(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, '')
}

function bodies({ media, bodies, allowed, method }: Operation): fc.Arbitrary<unknown> {
  if (media === undefined)
    return method === 'GET' ? fc.constant(undefined) : fc.constantFrom(undefined, '{}', 'x')
  const changed = fc
    .tuple(
      allowed ? fc.oneof(fc.constantFrom(...bodies), allowed) : fc.constantFrom(...bodies),
      fc.array(mutation, { maxLength: 3 })
    )
    .map(([body, mutations]: [unknown, readonly Mutation[]]) =>
      mutations.reduce(mutate, structuredClone(body))
    )
  const raw = fc.oneof(fc.string(), fc.json(), fc.constant(undefined))
  const asJson = fc.oneof({ weight: 4, arbitrary: changed }, raw)
  return /json/.test(media) ? asJson : asJson.map(asText)
}

/** A body that is no JSON: a form of an object, or a text. */
function asText(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return String(body ?? '')
  const entries = Object.entries(body).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')] as [string, string]
  )
  return new URLSearchParams(entries).toString()
}
