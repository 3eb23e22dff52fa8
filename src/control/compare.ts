import { fromIso } from '../world/clock.ts'

/** A place where an answer is another one than before. */
export type Difference = {
  /** `status`, `headers.location`, or a JSON path of the body. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

/** How far instants may be apart: reading a running clock is never done at the same moment twice. */
export type Tolerance = { readonly ms: number }

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** Fields that the wall clock or true chance makes, by operation. */
const VOLATILE: Readonly<Record<string, readonly string[]>> = {
  putSnapshot: ['$.createdAt', '$.bytes'],
  createIngClientCertificate: ['$', '$.certificate', '$.privateKey', '$.expiresAt']
}

/** Names of a request on the wire; each has its own. */
const NAMES_OF_REQUESTS = /^(traceId|correlationId|trace_id|correlation_id)$/i

/** How long something lasts, in seconds. */
const LASTING = /^(expires_in|expiresIn)$/

const INSTANT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/

const MOST = 50

/** What differs between an answer that was recorded and the one that came now. */
export function compare(
  expected: Answer,
  actual: Answer,
  tolerance: Tolerance,
  operationId = ''
): readonly Difference[] {
  const found: Difference[] = []
  if (expected.status !== actual.status)
    found.push({ path: 'status', expected: expected.status, actual: actual.status })
  for (const name of new Set([...Object.keys(expected.headers), ...Object.keys(actual.headers)]))
    walk(expected.headers[name], actual.headers[name], `headers.${name}`, '', tolerance, found)
  walk(expected.body, actual.body, '$', '', tolerance, found)
  const volatile = VOLATILE[operationId] ?? []
  return found.filter(({ path }) => !volatile.includes(path)).slice(0, MOST)
}

function walk(
  expected: unknown,
  actual: unknown,
  path: string,
  name: string,
  tolerance: Tolerance,
  found: Difference[]
): void {
  if (isSame(expected, actual, name, tolerance)) return
  if (!isTree(expected) || !isTree(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push({ path, expected, actual })
    return
  }
  const step = (key: string) => (Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`)
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
    walk(expected[key], actual[key], step(key), key, tolerance, found)
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isSame(expected: unknown, actual: unknown, name: string, { ms }: Tolerance): boolean {
  if (Object.is(expected, actual)) return true
  if (NAMES_OF_REQUESTS.test(name)) return typeof expected === typeof actual
  // A secret that has no name is another text now.
  if (typeof expected === 'string' && /\{\{(hidden|token):/.test(expected))
    return typeof actual === 'string'
  if (ms === 0) return false
  if (typeof expected === 'number' && typeof actual === 'number')
    return LASTING.test(name) && Math.abs(expected - actual) * 1000 <= ms
  return areNear(expected, actual, ms)
}

function areNear(expected: unknown, actual: unknown, ms: number): boolean {
  if (typeof expected !== 'string' || typeof actual !== 'string') return false
  if (!INSTANT.test(expected) || !INSTANT.test(actual)) return false
  return Math.abs((fromIso(expected) ?? 0) - (fromIso(actual) ?? 0)) <= ms
}
