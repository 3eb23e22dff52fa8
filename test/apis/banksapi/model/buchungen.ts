import { readFileSync } from 'node:fs'
import type { Auswertung } from '../../../../src/apis/banksapi/model/auswertung.ts'
import type { Buchung } from '../../../../src/apis/banksapi/model/buchung.ts'
import type { Tagwissen } from '../../../../src/apis/banksapi/model/kategorisierung.ts'
import type { Merkmale, Umsatz } from '../../../../src/apis/banksapi/model/konto.ts'
import { indexItems, type TagItem } from '../../../../src/apis/banksapi/model/tagbaum.ts'
import { createChance } from '../../../../src/world/chance.ts'

const chance = createChance('tags')
export const BASE = 'http://localhost:4030'
export const USER = '156ca508-c0e2-42c5-9202-8de20e7ed12b'
export const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'
export const GIRO = 'DE00123456789012345678'
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export const tagItems: readonly TagItem[] = JSON.parse(
  readFileSync('fixtures/banksapi/tag-items.json', 'utf8')
)

export const items = indexItems(tagItems)

/** What is known of a user who has said nothing yet. */
export const nothingSaid: Tagwissen = {
  user: USER,
  items,
  zuordnungen: new Map(),
  regeln: [],
  base: BASE,
  chance
}

/** An analysis on a day. */
export function am(heute: string): Auswertung {
  return { user: USER, items, base: BASE, chance, heute }
}

/** A booking of some cents on a day; without a counterparty unless there is one. */
export function buchung(
  tag: string,
  betrag: number,
  merkmale: Merkmale = {},
  more: Partial<Umsatz> & { readonly produkt?: string; readonly waehrung?: string } = {}
): Buchung {
  const { produkt = GIRO, waehrung = 'EUR', ...rest } = more
  const content = JSON.stringify([tag, betrag, merkmale, more])
  const umsatz: Umsatz = {
    id: chance.uuid('booking', content),
    hash: chance.uuid('hash', content),
    betrag,
    verwendungszweck: '',
    buchungstext: '',
    buchungsdatum: tag,
    wertstellungsdatum: tag,
    gegenkontoInhaber: '',
    gegenkontoIban: '',
    gegenkontoBic: '',
    primanotaNummer: '0',
    merkmale,
    ...rest
  }
  return { umsatz, accessId: ACCESS, productId: produkt, waehrung }
}

/** One booking on the same day of each month, the first one included. */
export function monthly(
  first: string,
  count: number,
  betrag: number,
  merkmale: Merkmale,
  gegenkontoInhaber: string
): readonly Buchung[] {
  return Array.from({ length: count }, (_, n) => {
    const months = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + n
    const month = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
    return buchung(`${month}${first.slice(7)}`, betrag, merkmale, { gegenkontoInhaber })
  })
}

/** Names of the items of tags. */
export function namesOf(
  tags: readonly { readonly tagTreeItem: { readonly systemName: string } }[]
): readonly string[] {
  return tags.map(({ tagTreeItem }) => tagTreeItem.systemName)
}
