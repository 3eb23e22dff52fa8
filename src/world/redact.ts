const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'subscription-key',
  'x-api-key'
])

const SECRET_NAME =
  /(secret|passwor[dt]|access_?token|refresh_?token|id_?token|^token$|^pin$|^tan$|credentials)/i

const IBAN = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b/g

const SECRET_PAIR =
  /((?:secret|passwor[dt]|token|credentials|\bpin|\btan)\w{0,20}["']?\s{0,5}[:=]\s{0,5}["']?)[^"'&\s,}]+/gi

/** A body may be nested without end; what lies deeper is not shown. */
const DEEPEST = 60

const HIDDEN = '[redacted]'

/** Header fields as people may see them, in lower case: of a secret only its scheme is left. */
export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([field, value]) => {
      const name = field.toLowerCase()
      const text = Array.isArray(value) ? value.join(', ') : String(value)
      return [name, SECRET_HEADERS.has(name) ? redactCredential(text) : text]
    })
  )
}

/** A body, query or other value as people may see it: secrets hidden by name, IBANs without their middle. */
export function redact(value: unknown, name = '', depth = DEEPEST): unknown {
  if (value === null || value === undefined) return value
  if (SECRET_NAME.test(name)) return HIDDEN
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object') return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.map(item => redact(item, '', depth - 1))
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, inner]) => [key, redact(inner, key, depth - 1)]))
}

/** Text without the middle of the IBANs in it. */
export function redactText(text: string): string {
  return text.replace(
    IBAN,
    iban => `${iban.slice(0, 4)}${'*'.repeat(iban.length - 7)}${iban.slice(-3)}`
  )
}

/** Text that should have been JSON or a form: what looks like a secret is hidden as well. */
export function redactRaw(text: string): string {
  return redactText(text.replace(SECRET_PAIR, `$1${HIDDEN}`))
}

function redactCredential(text: string): string {
  const scheme = /^([A-Za-z]+) /.exec(text)?.[1]
  return scheme ? `${scheme} ${HIDDEN}` : HIDDEN
}
