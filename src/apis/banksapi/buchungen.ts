import type { World } from '../../world/world.ts'
import { kontoIn } from './bankblick.ts'
import type { Context } from './context.ts'
import { type Bankprodukt, hasUmsaetze } from './model/bankprodukt.ts'
import { type Bankzugang, produktKey } from './model/bankzugang.ts'
import type { Buchung } from './model/buchung.ts'
import { buchId, type Hauptbuch } from './model/hauptbuch.ts'
import type { Tagwissen } from './model/kategorisierung.ts'
import type { Umsatz } from './model/konto.ts'
import type { GeschobenerUmsatz } from './model/schieben.ts'
import { indexItems, type TagItem } from './model/tagbaum.ts'
import { tagText, tagVon } from './model/tage.ts'
import { sortRegeln, type Tagregel, type Zuordnung } from './model/tagregel.ts'
import { umsaetzeVon } from './model/umsaetze.ts'
import { listZugaenge } from './zugang-lesen.ts'

/** The bookings that a customer pushed to a product. */
export type Geschoben = { readonly id: string; readonly umsaetze: readonly GeschobenerUmsatz[] }

/** The bookings of a product as far as they were fetched, the oldest first. */
export async function buchungenOf(
  { world }: Context,
  zugang: Bankzugang,
  produkt: Bankprodukt,
  store: Pick<World['store'], 'get'> = world.store
): Promise<readonly Buchung[]> {
  const wo = {
    accessId: zugang.accessId,
    productId: produkt.id,
    waehrung: produkt.waehrung ?? 'EUR'
  }
  const pushed = await store.get<Geschoben>('umsaetze', produktKey(zugang, produkt.id))
  const fetched = await bookingsOf(world, zugang, produkt, store)
  const all = [...fetched, ...(pushed?.umsaetze ?? [])]
  return all.map(umsatz => ({ umsatz, ...wo }))
}

/** What the bank had at the last fetch: the bookings of its pattern, and the entries of its book that were there. */
export async function bookingsOf(
  world: World,
  { providerId }: Bankzugang,
  { konto: kontoId, zeitraum, kategorie, buchungen = 0 }: Bankprodukt,
  store: Pick<World['store'], 'get'>
): Promise<readonly Umsatz[]> {
  const konto = kontoId && (await kontoIn(store, kontoId, providerId))
  if (!konto || !zeitraum || !hasUmsaetze(kategorie)) return []
  const usual = umsaetzeVon(konto, zeitraum.von, zeitraum.bis, world.chance)
  if (buchungen === 0) return usual
  const buch = await store.get<Hauptbuch>('bank-buecher', buchId(konto, providerId))
  const entries = (buch?.umsaetze ?? []).slice(0, buchungen)
  const all = [...usual, ...entries.filter(one => one.buchungsdatum >= zeitraum.von)]
  return all.sort((one, other) => one.buchungsdatum.localeCompare(other.buchungsdatum))
}

/** What came between two fetches of a product: later days of its pattern, and later entries of its book. */
export async function bookingsBetween(
  world: World,
  { providerId }: Bankzugang,
  vorher: Bankprodukt,
  nachher: Bankprodukt,
  store: Pick<World['store'], 'get'>
): Promise<readonly Umsatz[]> {
  const konto = nachher.konto && (await kontoIn(store, nachher.konto, providerId))
  if (!konto || !vorher.zeitraum || !nachher.zeitraum || !hasUmsaetze(nachher.kategorie)) return []
  const next = tagText(tagVon(vorher.zeitraum.bis) + 1)
  const usual = umsaetzeVon(konto, next, nachher.zeitraum.bis, world.chance)
  const buch = await store.get<Hauptbuch>('bank-buecher', buchId(konto, providerId))
  return [...usual, ...(buch?.umsaetze ?? []).slice(vorher.buchungen ?? 0, nachher.buchungen ?? 0)]
}

/** All bookings of the caller. */
export async function alleBuchungen(context: Context): Promise<readonly Buchung[]> {
  const zugaenge = await listZugaenge(context)
  const found = zugaenge.flatMap(zugang =>
    zugang.produkte.map(produkt => buchungenOf(context, zugang, produkt))
  )
  return (await Promise.all(found)).flat()
}

/** What is known of the caller's tags. */
export async function tagwissenOf(
  { world, caller, base }: Context,
  store: Pick<World['store'], 'list'> = world.store
): Promise<Tagwissen> {
  const user = caller.user ?? ''
  const zuordnungen = await store.list<Zuordnung>('zuordnungen')
  const regeln = await store.list<Tagregel>('tagregeln')
  const own = zuordnungen.filter(one => one.user === user)
  return {
    user,
    items: indexItems(await store.list<TagItem>('tag-items')),
    zuordnungen: new Map(own.map(one => [one.id, one])),
    regeln: sortRegeln(regeln.filter(one => one.user === user)),
    base,
    chance: world.chance
  }
}
