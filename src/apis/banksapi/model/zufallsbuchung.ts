import type { Chance } from '../../../world/chance.ts'
import { bankverbindungVon } from './bankverbindung.ts'
import { type Buchungssatz, type Eintrag, normaliseIban } from './hauptbuch.ts'
import type { Konto } from './konto.ts'

/** Who books something when nobody says what, and for how many euros. */
const ANLAESSE = [
  ['Sandbäckerei Krume', 'Einkauf vom Vortag', 'KARTENZAHLUNG', -4, -28],
  ['Lebensmittel Düne', 'Einkauf', 'KARTENZAHLUNG', -12, -140],
  ['Stadtwerke Musterstadt', 'Abschlag Strom', 'LASTSCHRIFT', -45, -110],
  ['Fahrrad Kette', 'Rechnung 4711', 'ONLINE-UEBERWEISUNG', -20, -240],
  ['Erika Beispiel', 'Danke für die Auslage', 'GUTSCHRIFT', 5, 90],
  ['Kieswerk Musterstadt GmbH', 'Erstattung Reisekosten', 'GUTSCHRIFT', 30, 400]
] as const

/** A booking that the bank makes up: the n-th of a book, always the same one. `tag` is the day in Berlin. */
export function vonSelbst(buch: string, n: number, tag: string, chance: Chance): Eintrag {
  const zahl = chance.bytes('zufallsbuchung', buch, n)
  const anlass = ANLAESSE[zahl.readUInt8(0) % ANLAESSE.length] as (typeof ANLAESSE)[number]
  const [name, verwendungszweck, buchungstext, least, most] = anlass
  const range = Math.abs(most - least) * 100
  const cents = Math.abs(least) * 100 + (zahl.readUInt32BE(1) % range)
  const { iban, bic } = bankverbindungVon(name)
  return {
    betrag: least < 0 ? -cents : cents,
    verwendungszweck,
    buchungstext,
    buchungsdatum: tag,
    wertstellungsdatum: tag,
    gegenkontoInhaber: name,
    gegenkontoIban: iban,
    gegenkontoBic: bic,
    primanotaNummer: '0',
    merkmale: {}
  }
}

/** The book of everybody whose account has no number. */
const DRAUSSEN = 'draussen'

/** The other side of a booking, so that no money comes from nowhere. */
export function gegenbuchung(eintrag: Eintrag, konto: Konto): Buchungssatz {
  const { gegenkontoIban } = eintrag
  return {
    buch: gegenkontoIban === '' ? DRAUSSEN : normaliseIban(gegenkontoIban),
    eintrag: {
      ...eintrag,
      betrag: 0 - eintrag.betrag,
      gegenkontoInhaber: konto.inhaber,
      gegenkontoIban: konto.iban ?? '',
      gegenkontoBic: konto.bic ?? ''
    }
  }
}
