import { beanPath, type Path } from './path.ts'
import { COERCE, isRight, readScalar, type ScalarPolicy } from './scalar.ts'
import type { DateRule, ObjectShape, ScalarShape, Shape, VariantsShape } from './shape.ts'

/** How tolerant the reader is. */
export type Tolerance = {
  readonly scalars: ScalarPolicy
  /** A value of the wrong type makes the body unreadable, or is dropped. */
  readonly wrongType: 'unreadable' | 'drop'
  /** An unknown discriminator drops its object, or makes the body unreadable. */
  readonly unknownType: 'drop' | 'reject'
  /** `documented` refuses only the rules that are known to be enforced. */
  readonly dates: 'documented' | 'strict'
  /** The day in Berlin, for rules about past and future. */
  readonly today: string
}

/** A place that was ignored, adapted or found odd. `value` is what was sent there. */
type Finding = { readonly path: string; readonly value?: unknown; readonly reason: string }

export type Violation = { readonly field: string; readonly message: string }

/** The outcome: what is left of the body, or the place where it could not be read. */
export type Reading =
  | {
      readonly readable: true
      readonly value: unknown
      readonly findings: readonly Finding[]
      readonly violations: readonly Violation[]
    }
  | { readonly readable: false; readonly path: Path; readonly findings: readonly Finding[] }

/**
 * The tolerant reader: an algorithm on contract and document. What the contract does not know is dropped as if it were
 * empty, a wrong data type makes the body unreadable or is dropped too, an error inside of a variant is reported at the
 * variant. documented: seed 1, “fields or enum values that are unknown to the API are ignored”; the rest: dossier B8
 */
export function tolerate(shape: Shape, body: unknown, tolerance: Tolerance): Reading {
  const reader: Reader = { tolerance, path: [], findings: [], violations: [], failedAt: [] }
  const value = read(reader, shape, body)
  const { findings, violations, failedAt } = reader
  if (value === FAILED) return { readable: false, path: failedAt, findings }
  return { readable: true, value, findings, violations }
}

/**
 * Reads more tolerantly than the real service: values of the wrong type and objects of unknown kinds are left out
 * first. What is left is read as ever, so that what has to be there is asked for.
 */
export function tolerateMore(shape: Shape, body: unknown, tolerance: Tolerance): Reading {
  const lenient = { scalars: COERCE, wrongType: 'drop', unknownType: 'drop' } as const
  const first = tolerate(shape, body, { ...tolerance, ...lenient, dates: 'documented' })
  if (!first.readable) return first
  const rest = tolerate(shape, first.value, tolerance)
  return { ...rest, findings: first.findings }
}

/** Where the reader is and what it has found so far. */
type Reader = {
  readonly tolerance: Tolerance
  readonly path: (string | number)[]
  readonly findings: Finding[]
  readonly violations: Violation[]
  failedAt: Path
}

const FAILED = Symbol('unreadable')
const DROPPED = undefined

function read(reader: Reader, shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return DROPPED
  switch (shape.kind) {
    case 'object':
      return isObject(value) ? readSingle(reader, shape, value) : mistyped(reader, value)
    case 'variants':
      return isObject(value) ? readVariant(reader, shape, value) : mistyped(reader, value)
    case 'list':
      return Array.isArray(value) ? readList(reader, shape.items, value) : mistyped(reader, value)
    case 'scalar':
      return readValue(reader, shape, value)
    case 'any':
      return value
  }
}

/** Only one kind of object may stand here; one that names another is treated as where there are several. documented: B8 */
function readSingle(reader: Reader, shape: ObjectShape, value: Record<string, unknown>): unknown {
  for (const { key, choices } of shape.tags) {
    const named = value[key]
    const isOther = named !== undefined && named !== null && !choices.has(named)
    if (isOther) return unknownVariant(reader, value, key)
  }
  return readObject(reader, shape, value)
}

/** What does not change is not copied: most bodies are right, and most objects of those that are not. */
function readObject(
  reader: Reader,
  shape: ObjectShape,
  value: Record<string, unknown>
): Record<string, unknown> | typeof FAILED {
  let changed: Map<string, unknown> | undefined
  for (const key in value) {
    const before = value[key]
    const property = shape.properties.get(key) ?? shape.rest
    // Most values are plain and right; they need no place of their own.
    if (property?.kind === 'scalar' && property.isPlain && isRight(property, before)) continue
    reader.path.push(key)
    const after = readProperty(reader, property, before)
    if (after === FAILED) return FAILED
    if (after !== before) changed = (changed ?? new Map()).set(key, after)
    reader.path.pop()
  }
  const missing = missingIn(shape, value)
  if (missing !== undefined) return fail(reader, [...reader.path, missing])
  return changed ? rebuilt(value, changed) : value
}

function readProperty(reader: Reader, property: Shape | undefined, value: unknown): unknown {
  return property ? read(reader, property, value) : note(reader, value, 'unknown property')
}

/** A required property that makes the body unreadable because it is not there. */
function missingIn(shape: ObjectShape, value: Record<string, unknown>): string | undefined {
  if (shape.whenMissing === 'violation') return undefined
  for (const key of shape.required) if (value[key] === undefined || value[key] === null) return key
  return undefined
}

function rebuilt(
  value: Record<string, unknown>,
  changed: ReadonlyMap<string, unknown>
): Record<string, unknown> {
  const kept: [string, unknown][] = []
  for (const key of Object.keys(value)) {
    const after = changed.has(key) ? changed.get(key) : value[key]
    if (after !== DROPPED) kept.push([key, after])
  }
  // Not by assignment: `__proto__` is a name like others in JSON.
  return Object.fromEntries(kept)
}

function readVariant(
  reader: Reader,
  shape: VariantsShape,
  value: Record<string, unknown>
): unknown {
  const type = value[shape.property]
  const isUntyped = type === undefined || type === null
  const variant = isUntyped ? shape.otherwise : shape.byValue.get(type as string)
  if (!variant) {
    return isUntyped ? fail(reader) : unknownVariant(reader, value, shape.property)
  }
  const depth = reader.path.length
  const result = readObject(reader, variant, value)
  if (result === FAILED) return fail(reader, reader.path.slice(0, depth))
  return isUntyped ? result : withFirst(shape.property, result)
}

function unknownVariant(
  reader: Reader,
  value: Record<string, unknown>,
  property: string
): typeof FAILED | typeof DROPPED {
  if (reader.tolerance.unknownType === 'reject') return fail(reader)
  return note(reader, value, `unknown ${property}`)
}

/** The discriminator comes first, wherever it was sent. */
function withFirst(property: string, value: Record<string, unknown>): Record<string, unknown> {
  for (const first in value) {
    if (first === property) return value
    break
  }
  return { [property]: value[property], ...value }
}

function readList(reader: Reader, items: Shape, value: readonly unknown[]): unknown {
  let result = value
  for (let index = 0; index < value.length; index++) {
    reader.path.push(index)
    if (value[index] === null) note(reader, null, 'empty list element')
    const item = read(reader, items, value[index])
    if (item === FAILED) return FAILED
    if (item !== value[index] && result === value) result = value.slice(0, index)
    if (result !== value && item !== DROPPED) (result as unknown[]).push(item)
    reader.path.pop()
  }
  return result
}

function readValue(reader: Reader, shape: ScalarShape, value: unknown): unknown {
  if (shape.isPlain && isRight(shape, value)) return value
  const scalar = readScalar(shape, value, reader.tolerance.scalars)
  if (scalar.is === 'unreadable') return mistyped(reader, value)
  if (scalar.is === 'ignored') return note(reader, value, scalar.reason)
  if (shape.dropUnless && !shape.dropUnless.test(scalar.value as string)) {
    return note(reader, value, 'wrong format')
  }
  if (scalar.note) note(reader, value, scalar.note)
  if (shape.usual && !shape.usual.includes(scalar.value)) {
    note(reader, value, `unusual, expected ${shape.usual.join(', ')} (kept)`)
  }
  if (shape.date) judge(reader, shape.date, scalar.value as string)
  return scalar.value
}

function judge(reader: Reader, rule: DateRule, day: string): void {
  const message = brokenRule(rule, day, reader.tolerance.today)
  if (!message) return
  const isRefused = rule.enforced || reader.tolerance.dates === 'strict'
  if (isRefused) reader.violations.push({ field: beanPath(reader.path), message })
  else note(reader, day, `${message} (kept)`)
}

function mistyped(reader: Reader, value: unknown): typeof FAILED | typeof DROPPED {
  return reader.tolerance.wrongType === 'drop' ? note(reader, value, 'wrong type') : fail(reader)
}

function fail(reader: Reader, at: Path = [...reader.path]): typeof FAILED {
  reader.failedAt = at
  return FAILED
}

function note(reader: Reader, value: unknown, reason: string): typeof DROPPED {
  reader.findings.push({ path: beanPath(reader.path), value: preview(value), reason })
  return DROPPED
}

/** What is wrong with a day; `undefined` when nothing is. */
function brokenRule(rule: DateRule, day: string, today: string): string | undefined {
  switch (rule.rule) {
    case 'past':
      return day < today ? undefined : (rule.message ?? 'must be a past date')
    case 'future':
      return day > today ? undefined : 'must be a future date'
    case 'stillValid':
      return day >= today ? undefined : 'must be a date in the present or in the future'
    case 'withinDays':
      return daysBetween(today, day) <= (rule.days ?? 0)
        ? undefined
        : `must be at most ${rule.days} days in the future`
  }
}

/** Days from one ISO day to another. */
function daysBetween(from: string, to: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: arithmetic on given days, it asks no clock
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}

/** A value short enough to be told: a dropped place may be megabytes long and nested without end. */
function preview(value: unknown, depth = 2): unknown {
  if (typeof value === 'string') return value.length > 200 ? `${value.slice(0, 200)}…` : value
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.slice(0, 5).map(item => preview(item, depth - 1))
  const entries = Object.entries(value).slice(0, 10)
  return Object.fromEntries(
    entries.map(([key, inner]) => [preview(key), preview(inner, depth - 1)])
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
