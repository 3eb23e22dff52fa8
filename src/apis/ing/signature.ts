import { createHash, type KeyObject, verify } from 'node:crypto'
import { problem } from './problems.ts'

/** A request as it was signed. Header names are in lower case. */
export type Signed = {
  readonly method: string
  /** The paths with query that the client may have meant: the whole one, and the one below `/partner-api`. */
  readonly targets: readonly string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** Refuses a Date that is missing, unreadable or too far from `wall`, all in milliseconds. documented: dossier 4 */
export function checkDate({ headers }: Signed, wall: number, skewMs: number): void {
  const sent = headers['date'] === undefined ? undefined : readHttpDate(headers['date'])
  if (sent === undefined) throw problem('dateMissing')
  if (Math.abs(wall - sent) > skewMs) throw problem('dateSkewed')
}

/** Refuses a Digest that is missing or malformed or is not that of the body. An empty body has one too. */
export function checkDigest({ headers, body }: Signed): void {
  const sent = /^\s*SHA-256=([A-Za-z0-9+/]{43}=)\s*$/i.exec(headers['digest'] ?? '')?.[1]
  if (sent === undefined) throw problem('digestMissing')
  if (sent !== createHash('sha256').update(body).digest('base64')) throw problem('digestDiffers')
}

/**
 * Refuses a Signature that is missing, malformed or wrong. documented: draft-cavage-http-signatures-10 with RSA-SHA256;
 * observed: the samples sign the path without `/partner-api`
 */
export function checkSignature(
  signed: Signed,
  keyOf: (keyId: string) => KeyObject | undefined
): void {
  const parameters = readParameters(signed.headers['signature'] ?? '')
  const { keyId, algorithm, headers = '', signature } = parameters
  const names = headers.split(' ')
  const isComplete = ['(request-target)', 'date', 'digest'].every(name => names.includes(name))
  const key = keyId === undefined ? undefined : keyOf(keyId)
  if (!key || !signature || !isComplete || algorithm !== 'rsa-sha256')
    throw problem('signatureWrong')
  const bytes = Buffer.from(signature, 'base64')
  const isRight = signed.targets.some(target => {
    const text = signingString(signed, target, names)
    return text !== undefined && verify('RSA-SHA256', Buffer.from(text), key, bytes)
  })
  if (!isRight) throw problem('signatureWrong')
}

/** What is signed: a line a header, without a line feed at the end. `undefined` where a header is not there. */
function signingString(
  { method, headers }: Signed,
  target: string,
  names: readonly string[]
): string | undefined {
  const lines = names.map(name => {
    if (name === '(request-target)') return `${name}: ${method.toLowerCase()} ${target}`
    const value = headers[name]
    return value === undefined ? undefined : `${name}: ${value.trim()}`
  })
  return lines.includes(undefined) ? undefined : lines.join('\n')
}

/** `name="value"` pairs with commas between them. Blanks around the commas are fine. */
function readParameters(header: string): Partial<Record<string, string>> {
  const pairs = header.matchAll(/(?:^|,)\s*([A-Za-z]{1,20})="([^"]*)"\s*(?=,|$)/g)
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, value]))
}

/** The longest each month can be. */
const DAYS_OF = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** An RFC 7231 date in milliseconds. observed: UTC, Z and +00:00 in place of GMT */
export function readHttpDate(text: string): number | undefined {
  const found =
    /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC|Z|\+00:?00)$/.exec(
      text.trim()
    )
  const [, day = '', month = '', year = '', hour = '', minute = '', second = ''] = found ?? []
  const index = MONTHS.indexOf(month) / 3
  if (!found || !Number.isInteger(index)) return undefined
  const [d, h, m, s] = [day, hour, minute, second].map(Number) as [number, number, number, number]
  if (d < 1 || d > 31 || h > 23 || m > 59 || s > 60) return undefined
  if (d > (DAYS_OF[index] as number)) return undefined
  // biome-ignore lint/style/noRestrictedGlobals: arithmetic on a given date, it asks no clock
  return Date.UTC(Number(year), index, d, h, m, s)
}
