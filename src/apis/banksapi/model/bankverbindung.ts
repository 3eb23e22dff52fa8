import { composeIBAN } from 'ibantools'

export type Bankverbindung = {
  readonly iban: string
  readonly bic: string
  /** Names who collects direct debits. */
  readonly creditorId: string
}

/** Invented banks: no clearing area begins with 9, and a 0 in the eighth place of a BIC is for tests. */
const BANKEN = [
  { blz: '99012300', bic: 'SNDBDEF0XXX' },
  { blz: '99045600', bic: 'NSDKDEH0XXX' },
  { blz: '99078900', bic: 'SSDKDEM0XXX' }
] as const

/** An invented bank account that belongs to a name: the same name, the same account. */
export function bankverbindungVon(name: string): Bankverbindung {
  const zahl = streuwert(name)
  const { blz, bic } = BANKEN[zahl % BANKEN.length] as (typeof BANKEN)[number]
  const kontonummer = String(1_000_000_000 + (zahl % 899_999_999))
  return { iban: ibanVon(blz, kontonummer), bic, creditorId: creditorIdVon(zahl) }
}

export function ibanVon(blz: string, kontonummer: string): string {
  return composeIBAN({ countryCode: 'DE', bban: blz + kontonummer.padStart(10, '0') }) ?? ''
}

/** documented: EPC262-08; the business code ZZZ is left out of the check digits */
function creditorIdVon(zahl: number): string {
  const nummer = String(zahl % 100_000_000_000).padStart(11, '0')
  const rest = Number(BigInt(`${nummer}131400`) % 97n)
  return `DE${String(98 - rest).padStart(2, '0')}ZZZ${nummer}`
}

/** A number of up to 32 bits that spreads names well (FNV-1a). */
function streuwert(name: string): number {
  return [...name].reduce(
    (wert, zeichen) => Math.imul(wert ^ (zeichen.codePointAt(0) ?? 0), 0x01000193) >>> 0,
    0x811c9dc5
  )
}
