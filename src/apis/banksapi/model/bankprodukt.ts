import type { Produktkategorie } from './anbieter.ts'
import type { Bausparvertrag, Konto, Position } from './konto.ts'
import type { Meldung } from './meldung.ts'

/** A product of an access as it was fetched. Money is in cents. */
export type Bankprodukt = {
  /** The IBAN where there is one, else the number of the account. */
  readonly id: string
  /** The account at the fictitious bank; a pushed product has none. */
  readonly konto?: string
  readonly kategorie: Produktkategorie
  readonly bezeichnung: string
  readonly kontonummer?: string
  readonly iban?: string
  readonly bic?: string
  readonly blz?: string
  readonly kreditinstitut?: string
  readonly inhaber?: string
  readonly waehrung?: string
  readonly saldo?: number
  readonly saldoAt?: number
  readonly ueberziehungslimit?: number
  readonly verfuegterBetrag?: number
  readonly transferSupport: boolean
  readonly positionen?: readonly Position[]
  readonly bausparvertrag?: Bausparvertrag
  /** The days of which bookings were fetched; none with header data alone. */
  readonly zeitraum?: { readonly von: string; readonly bis: string }
  /** How many entries of the bank's book were fetched. */
  readonly buchungen?: number
  readonly aktualisiertAt: number
  readonly meldungen: readonly Meldung[]
}

/** documented: seed, “IBAN if there is one, else account/card/depot number” */
export function produktId({ iban, kontonummer }: Pick<Konto, 'iban' | 'kontonummer'>): string {
  return iban ?? kontonummer
}

/** Kinds on which bookings happen; a depot has positions, a contract has neither. */
export function hasUmsaetze(kategorie: Produktkategorie): boolean {
  return kategorie !== 'DEPOT' && kategorie !== 'BAUSPARVERTRAG'
}
