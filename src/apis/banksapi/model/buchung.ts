import type { Umsatz } from './konto.ts'

/** A booking of a user, and where it stands. */
export type Buchung = {
  readonly umsatz: Umsatz
  readonly accessId: string
  readonly productId: string
  /** As ISO 4217. */
  readonly waehrung: string
}

/** The other side of bookings; empty texts stand for what is not known. */
export type Gegenkonto = { readonly name: string; readonly iban: string }

/** Names a booking among all of a user, as ids are unique in a product only. */
export function buchungId({ accessId, productId, umsatz }: Buchung): string {
  return `${accessId.toLowerCase()} ${productId} ${umsatz.id.toLowerCase()}`
}

/** The other side of a booking; nothing for cash and for what the bank books itself. */
export function gegenkontoOf({ umsatz }: Buchung): Gegenkonto | undefined {
  const { gegenkontoInhaber: name, gegenkontoIban: iban } = umsatz
  return keyOf({ name, iban }) === undefined ? undefined : { name, iban }
}

/** Whether a booking is one with somebody. documented: dossier D9, the IBAN decides, else the name */
export function isWith({ umsatz }: Buchung, gegenkonto: Gegenkonto): boolean {
  const iban = normaliseIban(gegenkonto.iban)
  if (iban !== '') return iban === normaliseIban(umsatz.gegenkontoIban)
  const name = normaliseName(gegenkonto.name)
  return name !== '' && name === normaliseName(umsatz.gegenkontoInhaber)
}

/** Somebody by the IBAN, else by the name; nothing when both are empty. */
export function keyOf({ name, iban }: Gegenkonto): string | undefined {
  return normaliseIban(iban) || normaliseName(name) || undefined
}

/** A name as it is compared: in small letters, umlauts spelled out, one blank for whatever is no letter or number. */
export function normaliseName(name: string): string {
  const spelled = UMLAUTE.reduce(
    (text, [one, two]) => text.replaceAll(one, two),
    name.toLowerCase()
  )
  return spelled.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

const UMLAUTE = [
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
  ['ß', 'ss']
] as const

function normaliseIban(iban: string): string {
  return iban.replaceAll(' ', '').toUpperCase()
}
