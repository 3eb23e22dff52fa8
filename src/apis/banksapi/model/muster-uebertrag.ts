import { type Betrag, monatlich, type Regel, regel, vierteljaehrlich } from './regel.ts'

/** A transfer between two accounts of one person: the booking that leaves, and its mirror that arrives. */
export type Uebertrag = { readonly ab: Regel; readonly zu: Regel }

type Uebertragsangaben = {
  readonly id: string
  readonly tag: number | 'ultimo'
  /** Cents. */
  readonly betrag: number
  readonly von: string
  /** An account, or who keeps it for accounts without IBAN. */
  readonly nach: string
  readonly zweck: string
  readonly kategorien: readonly [ab: string, zu: string]
}

function uebertrag(angaben: Uebertragsangaben): Uebertrag {
  const { id, tag, betrag, von, nach, zweck, kategorien } = angaben
  const wann = monatlich(tag)
  return {
    ab: regel(id, 'dauerauftrag', wann, -betrag, nach, zweck, { kategorie: kategorien[0] }),
    zu: regel(id, 'gutschrift', wann, betrag, von, zweck, { kategorie: kategorien[1] })
  }
}

export function sparen(tag: number, betrag: number, von: string, nach: string): Uebertrag {
  const kategorien = ['TRANSFER_SAVINGS', 'INCOME_SAVINGS'] as const
  return uebertrag({ id: `sparen ${nach}`, tag, betrag, von, nach, zweck: 'Sparen', kategorien })
}

/** Saving with a building society: the contract has no IBAN, the society has. */
export function bausparen(tag: number, betrag: number, von: string): Uebertrag {
  const zweck = 'Sparbeitrag {monat}'
  const kategorien = ['SAVINGS_BUILDING', 'INCOME_SAVINGS'] as const
  return uebertrag({ id: 'bausparen', tag, betrag, von, nach: 'DEICHBAU', zweck, kategorien })
}

/** An instalment into a loan account of the same bank. */
export function rate(tag: number, betrag: number, von: string, nach: string): Uebertrag {
  const zweck = 'Darlehensrate {monat}'
  const kategorien = ['BANKFINANCE_CREDITPAYMENT', 'TRANSFER_BANKFINANCE'] as const
  return uebertrag({ id: 'rate', tag, betrag, von, nach, zweck, kategorien })
}

/** Interest at the end of a quarter. `zins` is the rate of a year; a balance below zero owes it. */
export function zinsen(zins: number): Regel {
  const zweck = 'ABSCHLUSS PER {datum} HABENZINSEN'
  return regel(
    'zinsen',
    'abschluss',
    vierteljaehrlich('ultimo', 3),
    { zins, teile: 4 },
    '',
    zweck,
    {
      kategorie: 'INCOME_INVESTMENT'
    }
  )
}

export function sollzinsen(zins: number): Regel {
  const zweck = 'SOLLZINSEN {monat} KONTO {konto}'
  return regel('sollzinsen', 'abschluss', monatlich('ultimo'), { zins, teile: 12 }, '', zweck, {
    kategorie: 'BANKFINANCE_CREDITPAYMENT'
  })
}

/** What a card has spent in a month is settled in the next one, on both sides. */
export function kartenabrechnung(tag: number, karte: string): Uebertrag {
  const merkmale = { kategorie: 'TRANSFER_CREDITCARDSETTLEMENT' }
  const zweck = 'KREDITKARTENABRECHNUNG {monat}'
  const auf = (seite: 'giro' | 'karte'): Betrag => ({ karte, seite })
  return {
    ab: regel('abrechnung', 'abrechnung', monatlich(tag), auf('giro'), '', zweck, merkmale),
    zu: regel('abrechnung', 'abrechnung', monatlich(tag), auf('karte'), '', zweck, merkmale)
  }
}
