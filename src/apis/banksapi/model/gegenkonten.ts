import { bankverbindungVon, ibanVon } from './bankverbindung.ts'
import { type Geschaeftspartner, geschaeftspartnerMit } from './geschaeftspartner.ts'
import type { Konto } from './konto.ts'

/** Who stands on the other side of a booking. */
export type Gegenueber = {
  readonly name: string
  readonly iban: string
  readonly bic: string
  readonly creditorId: string
  readonly partner?: Geschaeftspartner
}

type Inhaberkonto = Pick<Konto, 'inhaber' | 'blz' | 'bic'>

/** Private persons, employers and clients, whom no categoriser knows. All of them are invented. */
const NAMEN: Readonly<Record<string, string>> = {
  musterwerk: 'Musterwerk Maschinenbau GmbH',
  strandkorb: 'Strandkorb Manufaktur KG',
  seestern: 'Seestern Software GmbH',
  spreebogen: 'Spreebogen Handelskontor GmbH',
  gewaesserkunde: 'Landesamt für Gewässerkunde Ostwestfalen',
  elbkontor: 'Elbkontor Hochbau GmbH',
  buerobedarf: 'Bürobedarf Möwe e. K.',
  pflegekasse: 'Pflegekasse Hansegesund',
  witwenrente: 'Rentenversicherung Musterland Hinterbliebene',
  betriebsrente: 'Unterstützungskasse Havelwerk e. V.',
  vermieter: 'Günther Hausmann',
  grosseltern: 'Irmgard und Karl-Heinz Probst',
  enkel: 'Marie-Sophie Testerine',
  freundin: 'Çağla Öztürk',
  freund: 'Jürgen Groß',
  fussball: 'SV Möwe 09 e. V.',
  klavier: 'Klavierschule Ännchen Nöte',
  hausnotruf: 'Hausnotruf Havelland gGmbH',
  fusspflege: 'Mobile Fußpflege Süßmilch',
  gartenhilfe: 'Gartenhilfe Grünspan',
  haushaltskasse: 'Fatma Yıldız-Köhler und Stefan Köhler',
  aushilfe: 'Leonard Kümmel',
  kundeHochzeit: 'Weingut Sonnenhang GbR',
  kundeKanzlei: 'Kanzlei Feldmann Partnerschaft',
  kundeMesse: 'Messebau Mainufer GmbH',
  kundeAgentur: 'Agentur Rückenwind GmbH',
  kundeVerein: 'Kulturverein Höchster Brücke e. V.',
  lieferantTuch: 'Weberei Tuchfühlung GmbH',
  lieferantKeramik: 'Keramikhof Scherbenglück',
  payrollUsd: 'Harbor Example Trading LLC',
  sampleStore: 'Sample Street Deli'
}

/** Accounts of the fixtures that their owners send money to, by their number. */
const EIGENE: Readonly<Record<string, string>> = {
  'demo1-giro': '9012345678',
  'demo1-tagesgeld': '9012345679',
  'demo2-giro': '2012345678',
  'demo2-tagesgeld': '2012345679',
  'demo2-spar': '2012345681',
  'demo3-giro': '3012345678',
  'demo3-kredit': '3012345690',
  'sca-giro': '4012345678',
  'sca-tagesgeld': '4012345679',
  'media-giro': '5012345678',
  'media-tagesgeld': '5012345679',
  'anna-giro': '1100910617',
  'anna-tagesgeld': '1100910618',
  'brandt-giro': '1200780203',
  'brandt-darlehen': '1200780204',
  'brandt-spar': '1200780205',
  'yildiz-giro': '1300801029',
  'yildiz-ruecklage': '1300801031',
  'testerine-giro': '1400531109',
  'testerine-spar': '1400531110',
  'tester-giro': '1500870821',
  'tester-tagesgeld': '1500870822'
}

/** documented: dossier E4; the IBANs of this bank have no right check digits */
const DEMO_BLZ = '12345678'

const NIEMAND: Gegenueber = { name: '', iban: '', bic: '', creditorId: '' }

const ALLE = new Map(Object.entries(NAMEN).map(([key, name]) => [key, named(name)]))

const VORNAMEN =
  'Amélie Björn Clara Dörte Emre Fiete Greta Hüseyin Ilse Jörg Käthe Lukas Małgorzata Nils Özlem'.split(
    ' '
  )
const NACHNAMEN = 'Ährenfeld Çelik Fuß Größler Müßig Öhler'.split(' ')

const KUNDEN: readonly Gegenueber[] = NACHNAMEN.flatMap(nachname =>
  VORNAMEN.map(vorname => named(`${vorname} ${nachname}`))
)

/** The draw that stands for a customer of a shop instead of one named counterparty. */
export const KUNDSCHAFT = 'KUNDSCHAFT'

/**
 * The counterparty that an account has under a name: a company, a person, or another account of its owner at the same
 * bank. Customers are told apart by a number. Nobody for an unknown name.
 */
export function gegenueberMit(name: string, nummer: number, konto: Inhaberkonto): Gegenueber {
  if (name === KUNDSCHAFT) return KUNDEN[nummer % KUNDEN.length] ?? NIEMAND
  const eigenes = EIGENE[name]
  if (eigenes) return own(eigenes, konto)
  const partner = geschaeftspartnerMit(name)
  if (!partner) return ALLE.get(name) ?? NIEMAND
  const { displayName, iban, bic, creditorId } = partner
  return { name: displayName, iban, bic, creditorId, partner }
}

function named(name: string): Gegenueber {
  const { iban, bic, creditorId } = bankverbindungVon(name)
  return { name, iban, bic, creditorId }
}

function own(kontonummer: string, { inhaber, blz = '', bic = '' }: Inhaberkonto): Gegenueber {
  const iban = blz === DEMO_BLZ ? `DE00${blz}${kontonummer}` : ibanVon(blz, kontonummer)
  return { ...NIEMAND, name: inhaber, iban, bic }
}
