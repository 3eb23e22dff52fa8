import type { Anbieter } from './anbieter.ts'
import type { Login } from './konto.ts'
import { type Code, isCode, type Meldung, meldung } from './meldung.ts'

/** What somebody typed in: values by `fieldkey`. */
export type Zugangsdaten = Readonly<Record<string, string>>

/** The words behind a user id, as in `demo1+redirect+ba2002`. assumed: dossier E3 */
export type Zusatz = {
  /** Codes to raise, some only from the n-th fetch on. */
  readonly codes: readonly { readonly code: Code; readonly abruf: number }[]
  readonly worte: ReadonlySet<Wort>
}

const WORTE = [
  'redirect',
  'decoupled',
  'twosca',
  'hist3',
  'nosca',
  'nosupport',
  'backend',
  'slow',
  'timeout504',
  'noaccounts'
] as const

type Wort = (typeof WORTE)[number]

/** How often the PIN of a login was wrong in a row, and until when it is locked. */
export type Sperre = {
  readonly id: string
  readonly fehlversuche: number
  readonly gesperrtBisAt?: number
}

export type Anmeldung =
  | { readonly is: 'in'; readonly login: Login; readonly zusatz: Zusatz }
  | { readonly is: 'refused'; readonly meldung: Meldung; readonly isWrongPin: boolean }

/** The user id without the words behind it. */
export function loginOf(userid: string): string {
  return userid.split('+', 1)[0] as string
}

/** The words behind a user id. What is none of them only makes the login unique. */
export function zusatzOf(userid: string): Zusatz {
  const parts = userid.split('+').slice(1)
  const codes = parts.flatMap(part => {
    const [, digits, abruf] = /^ba(\d{3,4})(?:@(\d{1,4}))?$/i.exec(part) ?? []
    const code = `BA${digits}`
    return digits !== undefined && isCode(code) ? [{ code, abruf: Number(abruf ?? 1) }] : []
  })
  const worte = parts.filter((part): part is Wort => (WORTE as readonly string[]).includes(part))
  return { codes, worte: new Set(worte) }
}

/** The codes that words behind a user id raise at the n-th question to the bank. */
export function codesFrom({ codes }: Zusatz, abruf = 1): readonly Code[] {
  return codes.filter(one => abruf >= one.abruf).map(one => one.code)
}

/**
 * Whether a bank lets somebody in. An EBICS access has no PIN.
 * documented: BA1010 to BA1012; assumed: the demo logins work at every bank of the catalogue
 */
export function anmelden(
  anbieter: Anbieter,
  daten: Zugangsdaten,
  login: Login | undefined,
  sperre: Sperre | undefined,
  now: number
): Anmeldung {
  const missing = anbieter.fields.filter(field => (daten[field.fieldkey] ?? '').trim() === '')
  if (missing.length > 0) {
    const labels = missing.map(field => field.label).join(', ')
    return refuse(meldung('BA1012', `Folgende Zugangsdaten werden benötigt: ${labels}`), false)
  }
  if (sperre?.gesperrtBisAt !== undefined && now < sperre.gesperrtBisAt)
    return refuse(meldung('BA1010'), false)
  const wantsPin = anbieter.fields.some(field => field.fieldkey === 'pin')
  const isRight = login !== undefined && (!wantsPin || login.pins.includes(daten['pin'] as string))
  if (isRight) return { is: 'in', login, zusatz: zusatzOf(daten['userid'] ?? '') }
  const isLast = (sperre?.fehlversuche ?? 0) + 1 >= MOST_FAILURES
  return refuse(meldung(isLast ? 'BA1010' : 'BA1011'), true)
}

/** The lock of a login after a wrong PIN, or after a right one. assumed: locked for 24 hours (dossier D2f) */
export function nachAnmeldung(
  id: string,
  sperre: Sperre | undefined,
  isWrongPin: boolean,
  now: number
): Sperre {
  if (!isWrongPin) return { id, fehlversuche: 0 }
  const fehlversuche = (sperre?.fehlversuche ?? 0) + 1
  return fehlversuche < MOST_FAILURES
    ? { id, fehlversuche }
    : { id, fehlversuche: 0, gesperrtBisAt: now + LOCKED_MS }
}

const MOST_FAILURES = 3
const LOCKED_MS = 24 * 60 * 60 * 1000

function refuse(told: Meldung, isWrongPin: boolean): Anmeldung {
  return { is: 'refused', meldung: told, isWrongPin }
}
