import type { Anbieter } from './anbieter.ts'

/** A kind of generated providers. All of a kind share a logo. */
export type Art = Pick<Anbieter, 'capabilities' | 'channels'> & {
  readonly group: string
  /** The first four letters of the BIC. */
  readonly kuerzel: string
  readonly name: (ort: string) => string
  /** Labels of user id and PIN. */
  readonly felder: readonly [string, string]
  readonly verfahren: readonly number[]
}

/** A region: a digit of the bank code, a letter of the BIC, and how its places end. */
export type Region = {
  readonly ziffer: number
  readonly buchstabe: string
  readonly endung: string
}

export const REGIONEN: readonly Region[] = [
  { ziffer: 1, buchstabe: 'B', endung: 'walde' },
  { ziffer: 2, buchstabe: 'H', endung: 'büttel' },
  { ziffer: 3, buchstabe: 'D', endung: 'rath' },
  { ziffer: 4, buchstabe: 'F', endung: 'hövel' },
  { ziffer: 5, buchstabe: 'K', endung: 'scheid' },
  { ziffer: 6, buchstabe: 'S', endung: 'ingen' },
  { ziffer: 7, buchstabe: 'M', endung: 'moos' },
  { ziffer: 8, buchstabe: 'O', endung: 'itz' }
]

/** How places begin. */
export const ORTE: readonly string[] = `
  Ahren Amsel Bernhar Birken Blumen Brahm Buchen Dachs Dohlen Drossel Eichel Elster Erlen Falken Farn Fichten Finken
  Fuchsen Ginster Grill Habicht Hasel Heide Hirsch Holder Hummel Igel Iltis Kiebitz Klee Kranich Krähen Lerchen Linden
  Luchs Mohn Nelken Otter Pappel Raben Reiher Rotdorn Schilf Schleh Specht Sperling Stern Ulmen Wachtel Zeisig
`
  .trim()
  .split(/\s+/)

export const ARTEN: readonly Art[] = [
  {
    group: 'aehrenbank',
    kuerzel: 'AEHR',
    name: ort => `Ährenbank ${ort} eG`,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [['GIROKONTO', 'SPARKONTO', 'TAGESGELDKONTO', 'KREDITKONTO', 'KREDITKARTE', 'DEPOT']],
    felder: ['Ähren-Kennung', 'PIN'],
    verfahren: [911, 946]
  },
  {
    group: 'aehrenbank',
    kuerzel: 'AEHR',
    name: ort => `Vereinigte Ährenbank ${ort}-Land eG`,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [['GIROKONTO', 'SPARKONTO', 'TAGESGELDKONTO', 'KREDITKONTO', 'KREDITKARTE', 'DEPOT']],
    felder: ['Ähren-Kennung', 'PIN'],
    verfahren: [911, 946]
  },
  {
    group: 'talerkasse',
    kuerzel: 'TALR',
    name: ort => `Stadt-Talerkasse ${ort}`,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [
      ['GIROKONTO', 'SPARKONTO', 'FESTGELDKONTO', 'KREDITKONTO', 'KREDITKARTENKONTO'],
      ['DEPOT']
    ],
    felder: ['Anmeldename oder Legitimations-ID', 'PIN'],
    verfahren: [911, 980, 946]
  },
  {
    group: 'talerkasse',
    kuerzel: 'TALR',
    name: ort => `Kreis-Talerkasse ${ort}`,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [
      ['GIROKONTO', 'SPARKONTO', 'FESTGELDKONTO', 'KREDITKONTO', 'KREDITKARTENKONTO'],
      ['DEPOT']
    ],
    felder: ['Anmeldename oder Legitimations-ID', 'PIN'],
    verfahren: [911, 980, 946]
  },
  {
    group: 'gildenkontor',
    kuerzel: 'GLDK',
    name: ort => `Gildenkontor ${ort} AG`,
    capabilities: ['KONTEN', 'KARTEN'],
    channels: [['GIROKONTO', 'TAGESGELDKONTO'], ['KREDITKARTE']],
    felder: ['Teilnehmernummer', 'PIN'],
    verfahren: [902]
  },
  {
    group: 'laternenbank',
    kuerzel: 'LATN',
    name: ort => `Laternenbank Filiale ${ort}`,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [['GIROKONTO', 'TAGESGELDKONTO', 'KREDITKARTE', 'DEPOT']],
    felder: ['Zugangsnummer', 'Online-PIN'],
    verfahren: [946, 990]
  },
  {
    group: 'mauerseglerbank',
    kuerzel: 'MSGL',
    name: ort => `Mauerseglerbank ${ort} Direkt`,
    capabilities: ['KONTEN', 'KARTEN'],
    channels: [['GIROKONTO', 'TAGESGELDKONTO', 'KREDITKARTE']],
    felder: ['Benutzername', 'Passwort'],
    verfahren: [990]
  },
  {
    group: 'wimpel',
    kuerzel: 'WMPL',
    name: ort => `Privathaus Wimpel & Töchter, ${ort}`,
    capabilities: ['KONTEN', 'DEPOTS'],
    channels: [['GIROKONTO', 'FESTGELDKONTO'], ['DEPOT']],
    felder: ['Kundennummer', 'Passwort'],
    verfahren: [1, 999]
  },
  {
    group: 'ziegelsparer',
    kuerzel: 'ZGLS',
    name: ort => `Ziegelsparer Bausparkasse ${ort}`,
    capabilities: ['KONTEN', 'BAUSPAR'],
    channels: [['BAUSPARVERTRAG', 'KREDITKONTO']],
    felder: ['Vertragsnummer', 'Passwort'],
    verfahren: [980]
  },
  {
    group: 'depothaus',
    kuerzel: 'DPTH',
    name: ort => `Depothaus ${ort}`,
    capabilities: ['KONTEN', 'DEPOTS'],
    channels: [['DEPOT', 'SONSTIGESKONTO']],
    felder: ['Depotnummer', 'PIN'],
    verfahren: [911, 902]
  }
]
