import { Problem } from '../../http/problem.ts'
import type { Turn, World } from '../../world/world.ts'
import type { Context } from './context.ts'
import type { Zahlung, Zahlungsart } from './model/zahlung.ts'
import { missingIn } from './model/zahlungseingang.ts'
import type { Zahlungsinhalt } from './model/zahlungsinhalt.ts'

/** A payment of the caller; of one kind where the address says so. */
export async function findZahlung(
  { world, caller }: Context,
  id: string,
  art?: Zahlungsart,
  store: Pick<World['store'], 'get'> = world.store
): Promise<Zahlung> {
  const zahlung = await store.get<Zahlung>('zahlungen', id.toLowerCase())
  if (zahlung?.user === caller.user && (art === undefined || zahlung?.art === art) && zahlung)
    return zahlung
  throw new Problem(404, 'Not Found', `There is no payment ${id}`)
}

/** What is known of a payment when it is asked for. */
export type NeueZahlung = Pick<Zahlung, 'art' | 'weg' | 'inhalt'> & Partial<Zahlung>

type Zaehler = { readonly id: string; readonly n: number }

/** A payment that nobody has handed to a bank yet, in a turn. */
export async function newZahlung(
  { world, caller }: Context,
  state: Turn,
  was: NeueZahlung
): Promise<Zahlung> {
  const n = ((await state.get<Zaehler>('zaehler', 'zahlung'))?.n ?? 0) + 1
  state.perform([{ do: 'put', collection: 'zaehler', document: { id: 'zahlung', n } as Zaehler }])
  return {
    ...was,
    // Workspaces share their chance, and a consent has to name its own.
    id: world.chance.uuid('zahlung', world.name, n),
    user: caller.user ?? '',
    tenant: caller.tenant,
    ebics: false,
    stand: 'entwurf',
    meldungen: [],
    angelegtAt: world.clock.now()
  }
}

/** Refuses what a tenant with a licence has to send. documented: the schemas of dossier C6; `names` as the API has them */
export function checkComplete(
  inhalt: Zahlungsinhalt,
  isBulk: boolean,
  nameOf: (path: string) => string = path => path
): void {
  const missing = missingIn(inhalt, isBulk)
  if (missing !== undefined) throw missingMember(nameOf(missing))
}

export function missingMember(name: string): Problem {
  return new Problem(400, 'Bad Request', `${name} is missing`)
}
