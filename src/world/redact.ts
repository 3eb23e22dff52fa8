/** Header fields that hold secrets. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'subscription-key',
  'x-api-key'
])

const SECRET_NAME =
  /(secret|passwor[dt]|access_?token|refresh_?token|id_?token|^token$|^pin$|^tan$|^scaauthenticationdata$|credentials|(private|subscription|api)_?key)/i

/** Whether what goes by this name is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

const IBAN = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b/g

/** A name and its quoted value, in text that is almost JSON. */
const QUOTED_PAIR =
  /((?:secret|passwor[dt]|token|credentials|authenticationdata|\bpin|\btan)\w{0,20}["']?\s{0,5}[:=]\s{0,5})("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/gi

/** A name and its bare value. */
const BARE_PAIR =
  /((?:secret|passwor[dt]|token|credentials|authenticationdata|\bpin|\btan)\w{0,20}["']?\s{0,5}[:=]\s{0,5})[^"'&\s,}]+/gi

/** Names of account numbers, however they are written. */
const ACCOUNT_NAME = /iban|kontonummer/i

/** A secret as a part of a multipart form. */
const SECRET_PART =
  /(name="[^"\r\n]{0,40}(?:secret|passwor[dt]|token|credentials|pin|tan)[^"\r\n]{0,20}"[^\r\n]{0,99}\s{1,8})\S+/gi

/** A body may be nested without end; what lies deeper is not shown. */
const DEEPEST = 60

/** Stands in the place of a secret. */
export const HIDDEN = '[redacted]'

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
  if (typeof value === 'string') return ACCOUNT_NAME.test(name) ? middle(value) : redactText(value)
  if (typeof value !== 'object') return value
  if (depth === 0) return '…'
  if (Array.isArray(value)) return value.map(item => redact(item, '', depth - 1))
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, inner]) => [key, redact(inner, key, depth - 1)]))
}

/** A value with its secrets hidden by name and nothing else, so that it can be taken in again. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, inner]) => {
      const isHidden = inner !== null && SECRET_NAME.test(key)
      return [key, isHidden ? HIDDEN : withoutSecrets(inner)]
    })
  )
}

/** Text without the middle of the IBANs in it. */
export function redactText(text: string): string {
  return text.replace(IBAN, middle)
}

/** Most paths hold nothing of the kind, which is seen at a glance. */
const MAY_HOLD_IBAN = /%|[A-Z]{2}\d{2}/

/** A path without the middle of the IBANs in it, percent-encoded ones too. */
export function redactPath(path: string): string {
  if (!MAY_HOLD_IBAN.test(path)) return path
  const decoded = decode(path)
  const redacted = redactText(decoded)
  return redacted === decoded ? path : redacted
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** An account number without its middle. */
function middle(account: string): string {
  if (account.length < 8) return account
  return `${account.slice(0, 4)}${'*'.repeat(account.length - 7)}${account.slice(-3)}`
}

/** Text that should have been JSON or a form: what looks like a secret is hidden as well. */
export function redactRaw(text: string): string {
  const hidden = text
    .replace(SECRET_PART, `$1${HIDDEN}`)
    .replace(QUOTED_PAIR, (_, name, value) => name + value[0] + HIDDEN + value[0])
    .replace(BARE_PAIR, `$1${HIDDEN}`)
  return redactText(hidden)
}

function redactCredential(text: string): string {
  const scheme = /^([A-Za-z]+) /.exec(text)?.[1]
  return scheme ? `${scheme} ${HIDDEN}` : HIDDEN
}
