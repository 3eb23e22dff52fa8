import type { Freiberufliches, Periode, Versicherungsart } from './merkmale.ts'

/** A habit or a contract of an account: what is booked again and again. */
export type Regel = {
  /** Names the rule within its pattern; what chance gives it hangs on this name. */
  readonly id: string
  readonly art: Art
  readonly wann: Wann
  readonly betrag: Betrag
  /** Names of counterparties, of which one is drawn; none for cash and for what the bank does itself. */
  readonly bei: readonly string[]
  /** The purpose with places to fill, see `umsatztext.ts`. */
  readonly zweck: string
  readonly merkmale: Regelmerkmale
  /** The ultimate party, where somebody else collects or pays. */
  readonly abweichend?: string
}

export type Regelmerkmale = {
  /** The first category of the business partner when left out. */
  readonly kategorie?: string
  readonly periode?: Periode
  readonly versicherungsart?: Versicherungsart
  readonly freiberuflich?: Freiberufliches
}

/** When a rule is due. Closed days move it to the next banking day. */
export type Wann =
  /** A day of the named months; the last one of shorter months; `ultimo` is the last banking day. */
  | { readonly tag: number | 'ultimo'; readonly monate: readonly number[] }
  /** Each week; 0 is Sunday. */
  | { readonly wochentag: number }
  /** How often in a thousand calendar days. */
  | { readonly promille: number }
  /** How many times on each banking day. */
  | { readonly jeBanktag: number }

/** Cents: fixed, drawn from a range in steps, interest on the balance, or what a card has spent in a month. */
export type Betrag =
  | number
  | readonly [von: number, bis: number, stufe?: number]
  | { readonly zins: number; readonly teile: number }
  | { readonly karte: string; readonly seite: 'giro' | 'karte' }

/**
 * What kind of booking it is: how the bank calls it, and whether its value date is that of the purchase.
 * assumed: the documentation shows an empty buchungstext and two numbers
 */
export const ARTEN = {
  lastschrift: { buchungstext: 'LASTSCHRIFT', primanota: '9248' },
  dauerauftrag: { buchungstext: 'DAUERAUFTRAG', primanota: '9251' },
  ueberweisung: { buchungstext: 'ONLINE-UEBERWEISUNG', primanota: '9310' },
  echtzeit: { buchungstext: 'ECHTZEIT-UEBERWEISUNG', primanota: '9320' },
  gutschrift: { buchungstext: 'GUTSCHRIFT', primanota: '9249' },
  gehalt: { buchungstext: 'LOHN/GEHALT', primanota: '9250' },
  rente: { buchungstext: 'RENTE', primanota: '9250' },
  karte: { buchungstext: 'KARTENZAHLUNG', primanota: '9245', valuta: 'kauf' },
  bar: { buchungstext: 'BARGELDAUSZAHLUNG', primanota: '9244', valuta: 'kauf' },
  umsatz: { buchungstext: 'KARTENUMSATZ', primanota: '0', valuta: 'kauf' },
  abrechnung: { buchungstext: 'KREDITKARTENABRECHNUNG', primanota: '9260' },
  ruecklastschrift: { buchungstext: 'RUECKLASTSCHRIFT', primanota: '9247' },
  abschluss: { buchungstext: 'ABSCHLUSS', primanota: '9999' }
} as const satisfies Readonly<Record<string, Artangaben>>

export type Art = keyof typeof ARTEN

export type Artangaben = {
  readonly buchungstext: string
  readonly primanota: string
  readonly valuta?: 'kauf'
}

const KARTENTEXT = '{name}//{ort}/DE {datum}T{zeit} Folgenr. 01'
const MANDATSTEXT = '{name} Vertrag {vertrag} MREF+{mandat} CRED+{glaeubiger}'
const BARTEXT = 'GA NR{geraet} BLZ99012300 1 {kurz}/{zeit}UHR {ORT},KARD EUR {betrag} ENTGELT 0,00'

/** The purpose of a kind of booking for which a rule says nothing else. */
const TEXTE: Partial<Readonly<Record<Art, string>>> = {
  karte: KARTENTEXT,
  umsatz: KARTENTEXT,
  bar: BARTEXT,
  lastschrift: MANDATSTEXT
}

/** A rule as one line. `bei` holds names, separated by blanks. */
export function regel(
  id: string,
  art: Art,
  wann: Wann,
  betrag: Betrag,
  bei = '',
  zweck: string | undefined = TEXTE[art],
  { abweichend, ...merkmale }: Regelmerkmale & Pick<Regel, 'abweichend'> = {}
): Regel {
  const periode = periodeVon(wann)
  return {
    id,
    art,
    wann,
    betrag,
    bei: bei.split(' ').filter(name => name !== ''),
    zweck: zweck ?? '',
    merkmale: { ...(periode && { periode }), ...merkmale },
    ...(abweichend && { abweichend })
  }
}

const MONATE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

export function monatlich(tag: number | 'ultimo'): Wann {
  return { tag, monate: MONATE }
}

/** Every third month, beginning with the named one. */
export function vierteljaehrlich(tag: number | 'ultimo', ab = 1): Wann {
  return { tag, monate: MONATE.filter(monat => monat % 3 === ab % 3) }
}

export function halbjaehrlich(tag: number, ab: number): Wann {
  return { tag, monate: MONATE.filter(monat => monat % 6 === ab % 6) }
}

export function jaehrlich(tag: number, monat: number): Wann {
  return { tag, monate: [monat] }
}

export function woechentlich(wochentag: number): Wann {
  return { wochentag }
}

export function oft(promille: number): Wann {
  return { promille: Math.round(promille) }
}

const PERIODEN_JE_JAHR: Readonly<Record<number, Periode>> = {
  12: 'MONTHLY',
  4: 'QUARTERLY',
  2: 'HALF_YEARLY',
  1: 'YEARLY'
}

function periodeVon(wann: Wann): Periode | undefined {
  if ('wochentag' in wann) return 'WEEKLY'
  return 'monate' in wann ? PERIODEN_JE_JAHR[wann.monate.length] : undefined
}
