import type { Produktkategorie } from './anbieter.ts'

/** An account, card, depot or contract at a fictitious bank, as the fixtures describe it. Money is in cents. */
export type Konto = {
  /** Names the account among the fixtures, as `demo1-giro`. */
  readonly id: string
  readonly kategorie: Produktkategorie
  readonly bezeichnung: string
  readonly kontonummer: string
  readonly iban?: string
  readonly bic?: string
  readonly blz?: string
  readonly inhaber: string
  readonly waehrung: string
  /** Balance in cents on the evening before the day on which the bank opened in this workspace. */
  readonly saldo: number
  readonly ueberziehungslimit?: number
  /** Cents that are earmarked already. */
  readonly verfuegterBetrag?: number
  readonly transferSupport?: boolean
  /** The only account that this one can transfer to. */
  readonly referenzkonto?: string
  /** Names the pattern that its bookings follow (see `umsaetze.ts`); none has no bookings. */
  readonly muster?: string
  readonly positionen?: readonly Position[]
  readonly bausparvertrag?: Bausparvertrag
  /** The product is of a kind that the API does not know (message BA2003). */
  readonly unbekannt?: boolean
}

/** A position of a depot. Prices and amounts as the API shows them. */
export type Position = {
  readonly name: string
  readonly menge: number
  readonly handelseinheit: 'STUECK' | 'NOMINAL'
  readonly isin: string
  readonly wkn: string
  readonly kurs: number
  /** Day as `2026-11-20`. */
  readonly kursDatum: string
  readonly waehrung: string
  readonly waehrungskurs?: number
  readonly handelsplatz?: string
  /** In euros. */
  readonly gesamtwert: number
}

export type Bausparvertrag = {
  readonly vertragsnummer: string
  readonly vertragstyp: string
  readonly vertragsstatus: string
  readonly rating: number
  readonly vertragssumme: number
  readonly sparzinssatz: number
  readonly schuldzinssatz: number
  readonly sparzustand: boolean
  /** Day as `2019-04-01`. */
  readonly vertragsDatum: string
}

/** A person's login at the fictitious banks. */
export type Login = {
  /** The user id that is typed in. */
  readonly id: string
  readonly pins: readonly string[]
  readonly name: string
  /** Ids of the accounts. */
  readonly konten: readonly string[]
  /** Overrides what the bank does. */
  readonly sca?: 'nie' | 'einmal' | 'immer'
  readonly verfahren?: readonly number[]
  /** Names of the media that the person has. */
  readonly medien?: readonly string[]
  /** Whether payments of this login fail. */
  readonly zahlungScheitert?: boolean
}

/** A booking at the bank. Days are calendar days in Berlin. */
export type Umsatz = {
  /** Stable for one booking of one account. */
  readonly id: string
  /** Stable for the content: the same content of the same account has the same hash. */
  readonly hash: string
  /** Cents; negative when money goes out. */
  readonly betrag: number
  readonly verwendungszweck: string
  readonly buchungstext: string
  readonly buchungsdatum: string
  readonly wertstellungsdatum: string
  readonly gegenkontoInhaber: string
  readonly gegenkontoIban: string
  readonly gegenkontoBic: string
  readonly gegenkontoInhaberAbweichend?: string
  readonly primanotaNummer: string
  /** What a categoriser makes of it: system names of tag tree items. */
  readonly merkmale: Merkmale
}

export type Merkmale = {
  /** Of the tree CATEGORIES, as LIVING_GROCERIES. */
  readonly kategorie?: string
  readonly geschaeftspartner?: string
  readonly periode?: string
  readonly versicherungsart?: string
  readonly freiberuflich?: string
}
