import { canonical } from './idempotency.ts'
import type { ApplicationRequest } from './prevalidation.ts'

export type Violation = { readonly field: string; readonly message: string }

/** documented: the text for what is missing, null or blank (dossier 5) */
export const EMPTY = 'value must not be empty or null.'

/**
 * A body with the names of the contract: samples write `line1` and `line2` in addresses, and a blank second line is as
 * good as none (dossier 7.1 and 7.2, 1).
 */
export function renameLines(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(renameLines)
  if (typeof body !== 'object' || body === null) return body
  const renamed = Object.entries(body).flatMap(([name, value]) => {
    const proper = LINES.get(name)
    if (proper === undefined)
      return name === 'line_2' && isBlank(value) ? [] : [[name, renameLines(value)]]
    const isSaid = (body as Record<string, unknown>)[proper] ?? null
    return isSaid === null ? [[proper, value]] : []
  })
  return Object.fromEntries(renamed)
}

const LINES: ReadonlyMap<string, string> = new Map([
  ['line1', 'line_1'],
  ['line2', 'line_2']
])

/** Lists are sets to the vendor: what stands twice counts once (dossier 7.2, 17). */
export function mergeDuplicates<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const seen = new Set<string>()
    return value.map(mergeDuplicates).filter(one => {
      const text = canonical(one)
      const isNew = !seen.has(text)
      seen.add(text)
      return isNew
    }) as T
  }
  const entries = Object.entries(value).map(([name, inner]) => [name, mergeDuplicates(inner)])
  return Object.fromEntries(entries) as T
}

/** A value without its blank texts: to the vendor they are as good as missing. */
export function withoutBlanks<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutBlanks) as T
  const said = Object.entries(value).filter(([, inner]) => !isBlank(inner))
  return Object.fromEntries(said.map(([name, inner]) => [name, withoutBlanks(inner)])) as T
}

/**
 * The rules that the contract leaves to prose, on a request of which any part may be missing. Field names as in JSON.
 * documented: German numbers, an applicant; assumed: their errors, days that have to be past (dossier 7.2)
 */
export function checkProse(request: Partial<ApplicationRequest>, today: string): Violation[] {
  const { company, partner_account_manager: manager } = request
  const representatives = company?.representatives ?? []
  const found = representatives.flatMap((one, index) => [
    ...phone(one.phone_number, `company.representatives[${index}].phone_number`),
    ...past(one.birthday, `company.representatives[${index}].birthday`, today)
  ])
  const hasApplicant = representatives.some(one => one.roles?.includes('APPLICANT'))
  return [
    ...past(company?.foundation_date, 'company.foundation_date', today),
    ...(representatives.length > 0 && !hasApplicant
      ? [{ field: 'company.representatives', message: 'at least one APPLICANT must be provided' }]
      : []),
    ...found,
    ...phone(manager?.phone_number, 'partner_account_manager.phone_number')
  ]
}

/** Why a request that is right all the same cannot be processed; the first cause. documented: the text for currencies */
export function unsupported({ company, details }: ApplicationRequest): string | undefined {
  const currencies = [...company.financials.map(one => one.currency), details.currency]
  const currency = currencies.find(one => one !== 'EUR')
  if (currency !== undefined) return notYet('currency', currency)
  const addresses = company.representatives.flatMap(one => one.addresses)
  const country = addresses.map(one => one.country_code).find(one => one !== 'DE')
  return country === undefined ? undefined : notYet('country', country)
}

function notYet(what: string, value: string): string {
  return `${what} [${value}] is not supported yet, please contact the system admin.`
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

/** assumed: how a German number looks (dossier 7.2, 7) */
function phone(number: string | undefined, field: string): Violation[] {
  const digits = number?.replace(/[\s\-/()]/g, '')
  if (digits === undefined || /^(\+49|0049|0)\d{4,14}$/.test(digits)) return []
  return [{ field, message: 'must be a German phone number' }]
}

function past(day: string | undefined, field: string, today: string): Violation[] {
  if (day === undefined || day <= today) return []
  return [{ field, message: 'must be a date in the past or in the present' }]
}
