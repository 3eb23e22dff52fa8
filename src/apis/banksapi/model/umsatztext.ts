import type { Gegenueber } from './gegenkonten.ts'
import type { Konto } from './konto.ts'
import type { Regel } from './regel.ts'
import { datumVon, type Tag, tagText, zweistellig } from './tage.ts'

/** What a purpose is made of. */
export type Textstoff = {
  readonly konto: Konto
  /** Where the owner lives and buys. */
  readonly ort: string
  readonly regel: Regel
  /** The calendar day on which it happened. */
  readonly tag: Tag
  /** Cents. */
  readonly betrag: number
  readonly gegenueber: Gegenueber
  /** Numbers drawn for this booking; the nth by its place. */
  readonly zahl: (n: number) => number
  /** Numbers drawn for the rule, the same in all of its bookings. */
  readonly dauerzahl: (n: number) => number
}

/** assumed: one rate, so that the euros of a text agree with its dollars */
const DOLLAR_JE_EURO = 1.085

/** What stands for each `{place}` of a purpose. */
const STELLEN: Readonly<Record<string, (stoff: Textstoff) => string>> = {
  name: ({ gegenueber }) => gegenueber.name,
  ort: ({ ort }) => ort,
  ORT: ({ ort }) => ort.toUpperCase(),
  glaeubiger: ({ gegenueber }) => gegenueber.creditorId,
  datum: ({ tag }) => tagText(tag),
  kurz: ({ tag }) => `${zweistellig(datumVon(tag).tag)}.${zweistellig(datumVon(tag).monat)}`,
  monat: ({ tag }) => `${zweistellig(datumVon(tag).monat)}/${datumVon(tag).jahr}`,
  jahr: ({ tag }) => String(datumVon(tag).jahr),
  zeit: ({ zahl }) => `${zweistellig(8 + (zahl(4) % 13))}:${zweistellig(zahl(5) % 60)}`,
  nummer: ({ zahl }) => ziffern(zahl(5), 7),
  geraet: ({ zahl }) => ziffern(zahl(6), 8),
  vertrag: ({ dauerzahl }) => ziffern(dauerzahl(0), 9),
  mandat: ({ dauerzahl, konto }) => `M${ziffern(dauerzahl(1), 7)}-${konto.kontonummer.slice(-4)}`,
  steuernummer: ({ dauerzahl }) => `0${ziffern(dauerzahl(2), 2)}/${ziffern(dauerzahl(3), 8)}`,
  konto: ({ konto }) => konto.kontonummer,
  betrag: ({ betrag }) => komma(Math.abs(betrag)),
  dollar: ({ betrag }) => komma(Math.round(Math.abs(betrag) * DOLLAR_JE_EURO))
}

/** The purpose of a booking: that of its rule with its places filled. */
export function verwendungszweckAus(stoff: Textstoff): string {
  return stoff.regel.zweck.replace(/\{(\w+)\}/g, (_, stelle) => STELLEN[stelle]?.(stoff) ?? '')
}

function ziffern(zahl: number, anzahl: number): string {
  return String(zahl % 10 ** anzahl).padStart(anzahl, '0')
}

/** Cents as `1234,56`. */
function komma(cent: number): string {
  return `${Math.floor(cent / 100)},${zweistellig(cent % 100)}`
}
