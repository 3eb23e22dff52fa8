import type { Turn, World } from '../../world/world.ts'
import { type Buchungssatz, buchen, type Hauptbuch } from './model/hauptbuch.ts'

/** Books in a turn; each book is read once. */
export async function bookAll(
  world: World,
  state: Turn,
  saetze: readonly Buchungssatz[]
): Promise<readonly Hauptbuch[]> {
  const buecher = new Map<string, Hauptbuch>()
  for (const { buch } of saetze) {
    const known = await state.get<Hauptbuch>('bank-buecher', buch)
    if (known) buecher.set(buch, known)
  }
  const books = buchen(saetze, buecher, world.chance)
  state.perform(books.map(document => ({ do: 'put', collection: 'bank-buecher', document })))
  return books
}
