import type { Turn, World } from '../../world/world.ts'
import { vorgangsnummer } from './model/nummer.ts'

type Zaehler = { readonly id: string; readonly n: number }

/** The next free number, the same row for all products. It is used up only if the turn is kept. */
export async function nextNummer(world: World, state: Turn) {
  const n = ((await state.get<Zaehler>('zaehler', 'vorgang'))?.n ?? 0) + 1
  let nummer = vorgangsnummer(world.chance, n, 0)
  for (let attempt = 1; await state.get('vorgaenge', nummer); attempt++) {
    nummer = vorgangsnummer(world.chance, n, attempt)
  }
  const zaehler = { id: 'vorgang', n }
  return { n, nummer, effects: [{ do: 'put', collection: 'zaehler', document: zaehler }] as const }
}
