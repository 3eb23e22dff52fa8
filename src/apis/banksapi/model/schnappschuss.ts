import { composeIBAN } from 'ibantools'
import type { Tiefe } from './abruf.ts'
import type { Anbieter } from './anbieter.ts'
import { type Bankprodukt, hasUmsaetze, produktId } from './bankprodukt.ts'
import type { Konto } from './konto.ts'
import { tagText, tagVon } from './tage.ts'

/** What the bank knows of its accounts at a moment. */
export type Stand = {
  readonly anbieter: Anbieter
  /** The day in Berlin. */
  readonly heute: string
  readonly now: number
  /** The balance of an account at the end of today, in cents. */
  readonly saldo: (konto: Konto) => number
  /** How many entries the book of an account has. */
  readonly buchungen: (konto: Konto) => number
}

/** An account as the API shows it after a fetch. documented: dossier C4; the days: D3 */
export function schnappschuss(konto: Konto, tiefe: Tiefe, stand: Stand): Bankprodukt {
  const { id, saldo: _, muster: _m, unbekannt: _u, referenzkonto: _r, ...known } = konto
  const { positionen, transferSupport, ...facts } = known
  const base = {
    ...facts,
    id: produktId(konto),
    konto: id,
    kreditinstitut: stand.anbieter.name,
    transferSupport: transferSupport ?? false,
    aktualisiertAt: stand.now,
    meldungen: []
  }
  // assumed: the banks of the sandbox remember a year
  // documented: header data alone have neither balance nor bookings
  if (tiefe === 'kopf') return base
  const von = tagText(
    tagVon(stand.heute) -
      Math.min(tiefe === 'alles' ? 365 : 90, stand.anbieter.bank.umsatzTage ?? 365)
  )
  return {
    ...base,
    saldo: stand.saldo(konto),
    saldoAt: stand.now,
    zeitraum: { von, bis: stand.heute },
    ...(stand.buchungen(konto) > 0 && { buchungen: stand.buchungen(konto) }),
    ...(positionen && !hasUmsaetze(konto.kategorie) && { positionen })
  }
}

/**
 * An account as it stands at a bank. At the bank of the documentation it has its documented numbers, elsewhere numbers of
 * that bank. assumed: the demo logins have their accounts at every bank
 */
export function kontoBei(konto: Konto, anbieter: Anbieter): Konto {
  const { blz, bic } = anbieter
  if (blz === undefined || blz === konto.blz) return konto
  const there = { ...konto, blz, ...(bic !== undefined && { bic }) }
  if (konto.iban === undefined) return there
  const bban = blz + konto.kontonummer.replace(/\D/g, '').slice(-10).padStart(10, '0')
  return { ...there, iban: composeIBAN({ countryCode: 'DE', bban }) ?? konto.iban }
}

/** Whether a bank has products of a kind. */
export function fuehrt(anbieter: Anbieter, konto: Konto): boolean {
  if (konto.kategorie === 'DEPOT') return anbieter.capabilities.includes('DEPOTS')
  if (konto.kategorie === 'BAUSPARVERTRAG')
    return anbieter.capabilities.some(one => one === 'BAUSPAR' || one === 'KONTEN')
  const isCard = /KREDITKARTE|SONSTIGEKARTE/.test(konto.kategorie)
  return anbieter.capabilities.includes(isCard ? 'KARTEN' : 'KONTEN')
}
