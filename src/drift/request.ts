import { isForm, jsonIn, type Recorded } from './archive.ts'
import type { Ids } from './ids.ts'

const DEMO_BANK = '00000000-0000-0000-0000-000000000000'
const DEMO_LOGIN = { userid: 'demo1', pin: 'demo1' }
const DEMO_IBAN = 'DE62430609671149278400'
const DEMO_TAN = '42'
const HIDDEN = '[redacted]'

/** Fields of a connection, and those whose values belong to the real service. */
const LEFT_OUT =
  /^(host|connection|content-length|transfer-encoding|accept-encoding|cookie|authorization|subscription-key|partner-company-id|date|digest|signature|x-client-cert|prefer|(x-forwarded|sec|proxy)-.*)$/

/** The header fields that are sent again. */
export function headersFor({ headers }: Recorded): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => !LEFT_OUT.test(name) && value !== HIDDEN)
  )
}

/** The body as it is sent again: ids of the sandbox, and a login that its demo bank knows. */
export function bodyFor(
  { body, headers }: Recorded,
  ids: Ids,
  isReal: boolean
): string | undefined {
  if (body === undefined) return undefined
  if (isForm(headers['content-type'])) {
    const fields = [...new URLSearchParams(body)].map(([name, value]): [string, string] => [
      name,
      ids.translate(value)
    ])
    return new URLSearchParams(fields).toString()
  }
  const value = jsonIn(body)
  return value === undefined ? body : JSON.stringify(substitute(value, '', ids, isReal))
}

function substitute(value: unknown, name: string, ids: Ids, isReal: boolean): unknown {
  if (name === 'credentials' && (isReal || value === HIDDEN)) return DEMO_LOGIN
  if (typeof value === 'string') return substituteText(value, name, ids, isReal)
  if (Array.isArray(value)) return value.map(item => substitute(item, name, ids, isReal))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      ids.translate(key),
      substitute(inner, key, ids, isReal)
    ])
  )
}

function substituteText(text: string, name: string, ids: Ids, isReal: boolean): string {
  const translated = ids.translate(text)
  if (translated !== text) return translated
  const isHidden = text === HIDDEN
  if (/^provider(Id)?$/.test(name) && isReal) return DEMO_BANK
  if (/password/i.test(name) && (isReal || isHidden)) return 'secret'
  if (/^(tan|scaAuthenticationData)$/.test(name) && (isReal || isHidden)) return DEMO_TAN
  if (isHidden) return 'demo1'
  return /^[A-Z]{2}\d{2}\*{4,}/.test(text) ? DEMO_IBAN : text
}
