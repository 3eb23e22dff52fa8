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
    default:
      return false
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
    if (cut > MOST_INT32 || cut < -MOST_INT32 - 1) return UNREADABLE
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
  const day = DATE.exec(value)?.[1]
  if (!day || !isDay(day)) return UNREADABLE
  return day === value ? { is: 'value', value } : adapted(day, 'time of day cut')
}

/** Whether a text of the form `2026-02-28` is a day of the calendar. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && leap ? 29 : DAYS[month - 1]
  return days !== undefined && day >= 1 && day <= days
}

function adapted(value: string | number | boolean, note: string): Scalar {
  return { is: 'value', value, note }
}

const MOST_INT32 = 2 ** 31 - 1
const NUMERIC = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i
const INTEGER = /^[+-]?\d+$/
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
