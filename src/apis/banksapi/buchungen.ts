import type { World } from '../../world/world.ts'
import { kontoIn } from './bank.ts'
import type { Context } from './context.ts'
import { type Bankprodukt, hasUmsaetze } from './model/bankprodukt.ts'
import { type Bankzugang, produktKey } from './model/bankzugang.ts'
import type { Buchung } from './model/buchung.ts'
import type { Tagwissen } from './model/kategorisierung.ts'
import type { GeschobenerUmsatz } from './model/schieben.ts'
import { indexItems, type TagItem } from './model/tagbaum.ts'
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
  const konto = produkt.konto && (await kontoIn(store, produkt.konto, zugang.providerId))
  const { zeitraum } = produkt
  const fetched =
    konto && zeitraum && hasUmsaetze(produkt.kategorie)
      ? umsaetzeVon(konto, zeitraum.von, zeitraum.bis, world.chance)
      : []
  const all = [...fetched, ...(pushed?.umsaetze ?? [])]
  return all.map(umsatz => ({ umsatz, ...wo }))
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
