import type { ScalarShape } from './shape.ts'

/** What became of a scalar: kept or adapted, ignored as if empty, or unreadable. */
export type Scalar =
  | { readonly is: 'value'; readonly value: string | number | boolean; readonly note?: string }
  | { readonly is: 'ignored'; readonly reason: string }
  | { readonly is: 'unreadable' }

/** The types whose values are adapted when they are nearly right; values of the others have to be right. */
export type ScalarPolicy = ReadonlySet<ScalarShape['type']>

export const COERCE: ScalarPolicy = new Set(['text', 'number', 'integer', 'boolean', 'date'])
export const STRICT: ScalarPolicy = new Set()

/**
 * Reads a scalar as the vendor's parser does: numbers become text, numeric text becomes a number, decimals are cut.
 * assumed: dossier B8, from the defaults of Jackson and one observation; `STRICT` refuses all of it (G32)
 */
export function readScalar(shape: ScalarShape, value: unknown, policy: ScalarPolicy): Scalar {
  if (typeof value === 'object') return UNREADABLE
  if (shape.type === 'choice') return readChoice(shape, value)
  if (value === '' && shape.type !== 'text') return { is: 'ignored', reason: 'empty text' }
  const read = READERS[shape.type](value)
  if (read.is === 'value' && read.note && !policy.has(shape.type)) return UNREADABLE
  return read
}

/** Whether a value is of the right type as it is, which nearly all values are. */
export function isRight(shape: ScalarShape, value: unknown): boolean {
  switch (shape.type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return Number.isFinite(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice':
      return shape.choices?.has(value) === true
    case 'integer':
      return typeof value === 'number' && Math.trunc(value) === value && isInt32(value)
    case 'date':
      return typeof value === 'string' && isDay(value)
  }
}

const UNREADABLE: Scalar = { is: 'unreadable' }

const READERS: Record<Exclude<ScalarShape['type'], 'choice'>, (value: unknown) => Scalar> = {
  text: value =>
    typeof value === 'string' ? { is: 'value', value } : adapted(String(value), 'read as text'),
  number: readNumber,
  integer: readInteger,
  boolean: readBoolean,
  date: readDate
}

function readChoice(shape: ScalarShape, value: unknown): Scalar {
  if (shape.choices?.has(value)) return { is: 'value', value: value as string }
  return { is: 'ignored', reason: value === '' ? 'empty text' : 'unknown value' }
}

function readNumber(value: unknown): Scalar {
  // JSON has room for numbers that no double holds.
  if (typeof value === 'number') return Number.isFinite(value) ? { is: 'value', value } : UNREADABLE
  if (typeof value !== 'string') return UNREADABLE
  const number = NUMERIC.test(value.trim()) ? Number(value) : Number.NaN
  return Number.isFinite(number) ? adapted(number, 'text read as a number') : UNREADABLE
}

function readInteger(value: unknown): Scalar {
  if (typeof value === 'number') {
    const cut = Math.trunc(value)
    if (!isInt32(cut)) return UNREADABLE
    return cut === value ? { is: 'value', value } : adapted(cut + 0, 'decimals cut')
  }
  if (typeof value !== 'string' || !INTEGER.test(value.trim())) return UNREADABLE
  const read = readInteger(Number(value))
  return read.is === 'value' ? adapted(read.value, 'text read as a number') : read
}

function readBoolean(value: unknown): Scalar {
  if (typeof value === 'boolean') return { is: 'value', value }
  if (typeof value === 'number') return adapted(value !== 0, 'number read as true or false')
  if (typeof value !== 'string') return UNREADABLE
  if (/^(true|True|TRUE)$/.test(value.trim())) return adapted(true, 'text read as true')
  if (/^(false|False|FALSE)$/.test(value.trim())) return adapted(false, 'text read as false')
  return UNREADABLE
}

function readDate(value: unknown): Scalar {
  if (typeof value !== 'string') return UNREADABLE
  if (isDay(value)) return { is: 'value', value }
  const day = INSTANT.exec(value)?.[1]
  return day && isDay(day) ? adapted(day, 'time of day cut') : UNREADABLE
}

/** Whether a text is a day of the calendar, as `2026-02-28` is. */
function isDay(text: string): boolean {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return false
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 7)
  const day = digits(text, 8, 10)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && leap ? 29 : DAYS[month - 1]
  return year >= 0 && days !== undefined && day >= 1 && day <= days
}

/** The number that stands at a place of a text; none where anything else than digits does. */
function digits(text: string, start: number, end: number): number {
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

function isInt32(value: number): boolean {
  return value <= MOST_INT32 && value >= -MOST_INT32 - 1
}

function adapted(value: string | number | boolean, note: string): Scalar {
  return { is: 'value', value, note }
}

const MOST_INT32 = 2 ** 31 - 1
const NUMERIC = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i
const INTEGER = /^[+-]?\d+$/
const INSTANT = /^(\d{4}-\d{2}-\d{2})T.*$/
const ZERO = 0x30
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
