import type { Chance } from '../../../world/chance.ts'
import { anlaesseAm, type Buchungsanlass } from './buchungsanlass.ts'
import { gegenueberMit } from './gegenkonten.ts'
import type { Geschaeftspartner } from './geschaeftspartner.ts'
import type { Konto, Merkmale, Umsatz } from './konto.ts'
import { type DokumentierterUmsatz, musterMit } from './muster.ts'
import { ARTEN, type Artangaben } from './regel.ts'
import { banktagBis, isBanktag, type Tag, tagText, tagVon } from './tage.ts'
import { verwendungszweckAus } from './umsatztext.ts'

type Inhalt = Omit<Umsatz, 'id' | 'hash'>

/**
 * All bookings of an account from one day to another, both included, oldest first. Days as `2026-11-20`.
 * The same chance, account and day always give the same bookings, whatever window they are asked in.
 */
export function umsaetzeVon(
  konto: Konto,
  von: string,
  bis: string,
  chance: Chance
): readonly Umsatz[] {
  return banktage(tagVon(von), tagVon(bis)).flatMap(tag => umsaetzeAm(konto, tag, chance))
}

/** Cents at the end of a day. `konto.saldo` is the balance on the evening before the day `eroeffnung`. */
export function saldoAm(konto: Konto, eroeffnung: string, tag: string, chance: Chance): number {
  const [erster, gefragt] = [tagVon(eroeffnung), tagVon(tag)]
  if (gefragt >= erster) return konto.saldo + summe(konto, erster, gefragt, chance)
  return konto.saldo - summe(konto, gefragt + 1, erster - 1, chance)
}

function summe(konto: Konto, von: Tag, bis: Tag, chance: Chance): number {
  return banktage(von, bis).reduce((gesamt, tag) => {
    const anlaesse = anlaesseAm(konto, tag, chance)
    const betraege = [...anlaesse, ...dokumentierteAm(konto, tag)].map(({ betrag }) => betrag)
    return betraege.reduce((a, b) => a + b, gesamt)
  }, 0)
}

function banktage(von: Tag, bis: Tag): readonly Tag[] {
  const tage = Array.from({ length: Math.max(0, bis - von + 1) }, (_, n) => von + n)
  return tage.filter(isBanktag)
}

function umsaetzeAm(konto: Konto, tag: Tag, chance: Chance): readonly Umsatz[] {
  const inhalte: readonly DokumentierterUmsatz[] = [
    ...anlaesseAm(konto, tag, chance).map(anlass => inhaltVon(konto, anlass, tag, chance)),
    ...dokumentierteAm(konto, tag)
  ]
  const gesehen = new Map<string, number>()
  return inhalte.map((inhalt, n) => {
    const { merkmale: _, ...sichtbar } = inhalt
    const text = JSON.stringify(sichtbar)
    const wievielter = gesehen.get(text) ?? 0
    gesehen.set(text, wievielter + 1)
    return {
      id: chance.uuid('umsatz', konto.id, tag, n),
      hash: namenUuid(chance.bytes('umsatzinhalt', konto.id, text, wievielter)),
      ...inhalt
    }
  })
}

function dokumentierteAm(konto: Konto, tag: Tag): readonly DokumentierterUmsatz[] {
  const { dokumentiert } = musterMit(konto.muster)
  return dokumentiert.filter(({ buchungsdatum }) => buchungsdatum === tagText(tag))
}

function inhaltVon(konto: Konto, anlass: Buchungsanlass, tag: Tag, chance: Chance): Inhalt {
  const { regel, betrag, zahl } = anlass
  const art: Artangaben = ARTEN[regel.art]
  const gegenueber = gegenueberMit(regel.bei[zahl(2) % regel.bei.length] ?? '', zahl(3), konto)
  const dauerzahlen = () => chance.bytes('vertrag', konto.id, regel.id)
  const verwendungszweck = verwendungszweckAus({
    konto,
    ort: musterMit(konto.muster).ort,
    regel,
    tag: anlass.tag,
    betrag,
    gegenueber,
    zahl,
    dauerzahl: n => dauerzahlen().readUInt32BE(n * 4)
  })
  return {
    betrag,
    verwendungszweck,
    buchungstext: art.buchungstext,
    buchungsdatum: tagText(tag),
    // documented: dossier E6, the value date of cash drawn at a weekend is the Friday before
    wertstellungsdatum: tagText(art.valuta === 'kauf' ? banktagBis(anlass.tag) : tag),
    gegenkontoInhaber: gegenueber.name,
    gegenkontoIban: gegenueber.iban,
    gegenkontoBic: gegenueber.bic,
    ...(regel.abweichend && { gegenkontoInhaberAbweichend: regel.abweichend }),
    primanotaNummer: art.primanota,
    merkmale: merkmaleVon(anlass, gegenueber.partner)
  }
}

function merkmaleVon({ regel }: Buchungsanlass, partner?: Geschaeftspartner): Merkmale {
  const kategorie = regel.merkmale.kategorie ?? partner?.categories[0]
  return {
    ...(kategorie && { kategorie }),
    ...(partner && { geschaeftspartner: partner.systemName }),
    ...regel.merkmale
  }
}

/** observed: the hashes of the documentation are UUIDs of version 3, those of a name */
export function namenUuid(bytes: Uint8Array): string {
  const [a = 0, b = 0] = [bytes[6], bytes[8]]
  const ganz = Uint8Array.from(bytes.subarray(0, 16))
  ganz[6] = (a & 0x0f) | 0x30
  ganz[8] = (b & 0x3f) | 0x80
  const hex = [...ganz].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
