import type { Chance } from '../../../world/chance.ts'
import type { Konto, Umsatz } from './konto.ts'
import { namenUuid } from './umsaetze.ts'

/**
 * What was booked on an account beside the pattern of its fixture: payments, and what was pushed to the bank by hand. It
 * only grows. Everybody who sees the account sees the same book.
 */
export type Hauptbuch = {
  /** The IBAN, or the bank and the number of an account without one. */
  readonly id: string
  /** Cents, of all entries together. */
  readonly summe: number
  /** In the order in which they were booked. */
  readonly umsaetze: readonly Umsatz[]
}

/** An entry before it has its ids. */
export type Eintrag = Omit<Umsatz, 'id' | 'hash'>

/** An entry and the book that it belongs to. */
export type Buchungssatz = { readonly buch: string; readonly eintrag: Eintrag }

/** Names the book of an account. Two banks with one bank code have the same accounts. */
export function buchId(
  { iban, kontonummer }: Pick<Konto, 'iban' | 'kontonummer'>,
  providerId: string
): string {
  return iban === undefined ? `${providerId} ${kontonummer}` : normaliseIban(iban)
}

export function normaliseIban(iban: string): string {
  return iban.replace(/\s/g, '').toUpperCase()
}

/** The books after some entries; each book once, however many entries it gets. */
export function buchen(
  saetze: readonly Buchungssatz[],
  buecher: ReadonlyMap<string, Hauptbuch>,
  chance: Chance
): readonly Hauptbuch[] {
  const changed = new Map<string, Hauptbuch>()
  for (const { buch, eintrag } of saetze) {
    const known = changed.get(buch) ?? buecher.get(buch) ?? { id: buch, summe: 0, umsaetze: [] }
    changed.set(buch, withEintrag(known, eintrag, chance))
  }
  return [...changed.values()]
}

function withEintrag(buch: Hauptbuch, eintrag: Eintrag, chance: Chance): Hauptbuch {
  const n = buch.umsaetze.length
  const umsatz: Umsatz = {
    id: chance.uuid('eintrag', buch.id, n),
    hash: namenUuid(chance.bytes('eintragsinhalt', buch.id, n, JSON.stringify(eintrag))),
    ...eintrag
  }
  return {
    id: buch.id,
    summe: buch.summe + eintrag.betrag,
    umsaetze: [...buch.umsaetze, umsatz]
  }
}
