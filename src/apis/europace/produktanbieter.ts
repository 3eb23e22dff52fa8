import type { Turn, World } from '../../world/world.ts'
import { type Antrag, nextAntragsnummer } from './model/antrag.ts'
import type { Kreditvorgang } from './model/kreditvorgang.ts'
import { produktanbieterantragsnummer } from './model/nummer.ts'

/** The lender of applications that name none. */
export const MUSTERBANK = 'Musterbank'

/** The applications that carry a number of their lender; it is unique for each lender. */
export async function findByNummer(
  store: Pick<Turn, 'list'>,
  nummer: string
): Promise<readonly Antrag[]> {
  const antraege = await store.list<Antrag>('antraege')
  return antraege.filter(one => one.produktanbieterantragsnummer === nummer)
}

/** A number for the next application of a case that no lender has given yet. */
export async function freieProduktanbieterantragsnummer(
  world: World,
  state: Turn,
  vorgang: Kreditvorgang
): Promise<string> {
  const antragsnummer = nextAntragsnummer(vorgang)
  for (let attempt = 0; ; attempt++) {
    const nummer = produktanbieterantragsnummer(world.chance, antragsnummer, attempt)
    if ((await findByNummer(state, nummer)).length === 0) return nummer
  }
}
