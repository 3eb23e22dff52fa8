import { globFits } from './glob.ts'
import { nameOf, valuesAt } from './places.ts'

/** What a request has to look like; everything given has to fit. */
export type Pattern = {
  readonly operationId?: string
  readonly method?: string
  readonly path?: string
  readonly query?: Readonly<Record<string, string>>
  readonly status?: number
  readonly client?: string
  readonly correlationId?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A part of the body. */
  readonly body?: unknown
  /** The whole body. */
  readonly bodyIs?: unknown
  /** Places of the body, as `haushalte[0].kunden[*].name`, and what has to stand there. */
  readonly bodyPaths?: Readonly<Record<string, Condition | string | number | boolean | null>>
  readonly since?: string
}

/** What has to be true of a value; everything given has to be. No regular expressions: none of these can hang the server. */
type Condition = {
  readonly equals?: unknown
  readonly in?: readonly unknown[]
  /** Text in which `*` stands for any text. */
  readonly like?: string
  readonly atLeast?: number | string
  readonly atMost?: number | string
  /** Of a list or a text. */
  readonly length?: number
  readonly exists?: boolean
}

/** What is compared with a pattern: a request as it was, or one that is just coming in. */
export type Compared = {
  readonly operationId?: string | undefined
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly status?: number | undefined
  readonly client?: string | undefined
  readonly correlationId?: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  /** Read from its text only where a pattern asks for it. */
  readonly body: () => unknown
}

/** A criterion that was not met. */
export type Mismatch = {
  readonly criterion: keyof Pattern
  /** Header, query parameter or place of the body. */
  readonly at?: string
  readonly expected: unknown
  /** Left out where nothing was there. */
  readonly actual?: unknown
}

/** One thing that was looked at: how well it fits, from 0 to 1, and what is wrong if it does not. */
type Verdict = { readonly weight: number; readonly fit: number; readonly mismatch?: Mismatch }

/** Criteria that say which call was meant weigh more than what it carried. */
const HEAVY = 3

/** Whether everything in a pattern fits. Ends at the first thing that does not. */
export function fits(one: Compared, pattern: Pattern): boolean {
  for (const { mismatch } of verdicts(one, pattern)) if (mismatch) return false
  return true
}

/** How close it comes, from 0 to 1, and every criterion that is not met. */
export function compare(
  one: Compared,
  pattern: Pattern
): { readonly score: number; readonly mismatches: readonly Mismatch[] } {
  const all = [...verdicts(one, pattern)]
  const most = all.reduce((sum, { weight }) => sum + weight, 0)
  const reached = all.reduce((sum, { weight, fit }) => sum + weight * fit, 0)
  const mismatches = all.flatMap(({ mismatch }) => mismatch ?? [])
  return { score: most === 0 ? 1 : Math.round((reached / most) * 100) / 100, mismatches }
}

/** A mismatch as a sentence. */
export function tellMismatch({ criterion, at, expected, actual }: Mismatch): string {
  const where = at === undefined ? criterion : `${criterion} ${at}`
  return `${where}: expected ${inShort(expected)}, ${actual === undefined ? 'nothing is there' : `was ${inShort(actual)}`}`
}

function inShort(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}

function* verdicts(one: Compared, pattern: Pattern): Generator<Verdict> {
  yield* scalar('operationId', pattern.operationId, one.operationId, HEAVY)
  yield* scalar('method', pattern.method?.toUpperCase(), one.method)
  if (pattern.path !== undefined) yield pathVerdict(pattern.path, one.path)
  yield* scalar('status', pattern.status, one.status)
  yield* scalar('client', pattern.client, one.client)
  yield* scalar('correlationId', pattern.correlationId, one.correlationId)
  for (const [name, value] of Object.entries(pattern.query ?? {}))
    yield verdict('query', name, value, one.query?.[name])
  for (const [name, value] of Object.entries(pattern.headers ?? {})) {
    const actual = one.headers[name.toLowerCase()]
    yield verdict('headers', name, value, actual === undefined ? undefined : String(actual))
  }
  yield* bodyVerdicts(one, pattern)
}

function* scalar(
  criterion: keyof Pattern,
  expected: unknown,
  actual: unknown,
  weight = 1
): Generator<Verdict> {
  if (expected !== undefined) yield { ...verdict(criterion, undefined, expected, actual), weight }
}

function verdict(
  criterion: keyof Pattern,
  at: string | undefined,
  expected: unknown,
  actual: unknown,
  isMet = expected === actual
): Verdict {
  if (isMet) return { weight: 1, fit: 1 }
  const mismatch: Mismatch = {
    criterion,
    ...(at !== undefined && { at }),
    expected,
    ...(actual !== undefined && { actual })
  }
  return { weight: 1, fit: 0, mismatch }
}

/** A path that differs only at its end is closer than one that has nothing in common. */
function pathVerdict(expected: string, actual: string): Verdict {
  const found = verdict('path', undefined, expected, actual, globFits(expected, actual))
  if (!found.mismatch) return { ...found, weight: HEAVY }
  const [wanted, there] = [expected.split('/').slice(1), actual.split('/').slice(1)]
  const shared = wanted.filter((step, index) => globFits(step, there[index] ?? '')).length
  const fit = Math.min(shared / Math.max(wanted.length, there.length), 0.9)
  return { ...found, weight: HEAVY, fit }
}

function* bodyVerdicts(one: Compared, pattern: Pattern): Generator<Verdict> {
  const { body, bodyIs, bodyPaths = {} } = pattern
  if (body === undefined && bodyIs === undefined && Object.keys(bodyPaths).length === 0) return
  const sent = one.body()
  if (body !== undefined) yield* share([...differences('body', sent, body, '', false)])
  if (bodyIs !== undefined) yield* share([...differences('bodyIs', sent, bodyIs, '', true)])
  for (const [path, wanted] of Object.entries(bodyPaths)) {
    const found = valuesAt(sent, path)
    const condition = isCondition(wanted) ? wanted : { equals: wanted }
    const isMet = condition.exists === false ? found.length === 0 : meets(found, condition)
    yield verdict('bodyPaths', path, wanted, found.length > 1 ? found : found[0], isMet)
  }
}

/** A body weighs as much as three other criteria, however many values are in it. */
function share(all: readonly Verdict[]): Verdict[] {
  return all.map(one => ({ ...one, weight: HEAVY / all.length }))
}

/** Compares value by value. A part need not name every property; the whole has to. */
function* differences(
  criterion: 'body' | 'bodyIs',
  actual: unknown,
  part: unknown,
  at: string,
  isWhole: boolean
): Generator<Verdict> {
  if (part === null || typeof part !== 'object') {
    yield verdict(criterion, at || undefined, part, actual)
    return
  }
  const isList = Array.isArray(part)
  if (isList ? !Array.isArray(actual) : actual === null || typeof actual !== 'object') {
    yield verdict(criterion, at || undefined, part, actual, false)
    return
  }
  const value = actual as Record<string, unknown>
  const sizes = [Object.keys(part).length, Object.keys(value).length]
  const isSameSize = isList ? part.length === (actual as unknown[]).length : sizes[0] === sizes[1]
  if ((isList || isWhole) && !isSameSize) yield surplus(criterion, part, value, at)
  else yield { weight: 1, fit: 1 }
  for (const [key, inner] of Object.entries(part)) {
    const there = Object.hasOwn(value, key) ? value[key] : undefined
    yield* differences(criterion, there, inner, nameOf(at, key, isList), isWhole)
  }
}

/** A list of another length, or an object with more or fewer properties. */
function surplus(criterion: 'body' | 'bodyIs', part: object, actual: object, at: string): Verdict {
  if (Array.isArray(part)) {
    const place = at === '' ? 'length' : `${at}.length`
    return verdict(criterion, place, part.length, (actual as unknown[]).length)
  }
  const keys = [Object.keys(part).sort(), Object.keys(actual).sort()]
  return verdict(criterion, at === '' ? 'properties' : `${at} (properties)`, keys[0], keys[1])
}

const OPERATORS = ['equals', 'in', 'like', 'atLeast', 'atMost', 'length', 'exists']

function isCondition(value: unknown): value is Condition {
  if (value === null || typeof value !== 'object') return false
  return Object.keys(value).every(key => OPERATORS.includes(key))
}

/** Whether one of the values does. */
function meets(values: readonly unknown[], condition: Condition): boolean {
  return values.some(value => meetsAll(value, condition))
}

function meetsAll(value: unknown, condition: Condition): boolean {
  const { equals, in: choices, like, atLeast, atMost, length } = condition
  return (
    (equals === undefined || isSame(value, equals)) &&
    (choices === undefined || choices.some(one => isSame(value, one))) &&
    (like === undefined || (typeof value === 'string' && globFits(like, value))) &&
    (atLeast === undefined || (isComparable(value, atLeast) && value >= atLeast)) &&
    (atMost === undefined || (isComparable(value, atMost) && value <= atMost)) &&
    (length === undefined || (value as { length?: unknown } | null)?.length === length)
  )
}

function isSame(value: unknown, other: unknown): boolean {
  for (const { mismatch } of differences('bodyIs', value, other, '', true))
    if (mismatch) return false
  return true
}

/** Numbers with numbers; texts with texts, as dates and instants are. */
function isComparable<T extends number | string>(value: unknown, other: T): value is T {
  return typeof value === typeof other
}
