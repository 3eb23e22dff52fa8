import { Problem } from '../../http/problem.ts'
import { MINUTE } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import type { Context } from './context.ts'
import { type Abrufwunsch, type Bankzugang, zugangId } from './model/bankzugang.ts'
import { firstSchritt, type Sitzung, type UseCase } from './model/regprotect.ts'

/** assumed: how long a link and its pages live (dossier D1) */
export const LIFETIME_MS = 30 * MINUTE

type Anlass = {
  readonly useCase: UseCase
  readonly accessId: string
  readonly providerId?: string | undefined
  readonly callbackUrl?: string | undefined
  readonly wunsch?: Abrufwunsch
}

const EINFACH: Abrufwunsch = {
  queryTanSettings: false,
  headOnly: false,
  maxTransactions: 'none',
  paymentAccountsOnly: false
}

type Zaehler = { readonly id: string; readonly n: number }

/** Opens a session of the web form and answers with its link; `prepare` makes the payment that it is about. documented: dossier A10 and D1 */
export async function openSession(
  context: Context,
  anlass: Anlass,
  prepare?: (state: Turn, sitzung: string) => Promise<string>
): Promise<string> {
  const { world, caller, behaviour, base, trail } = context
  const sitzung = await world.turn(async state => {
    const user = caller.user ?? ''
    if (behaviour['banksapi.regprotect.singleSession']) await refuseSecond(world, state, user)
    const n = ((await state.get<Zaehler>('zaehler', 'sitzung'))?.n ?? 0) + 1
    const entwurf = await state.get<Bankzugang>('bankzugaenge', zugangId(user, anlass.accessId))
    const accepted = await state.get('einwilligungen', user)
    // Workspaces share their chance, and a link has to name its own.
    const id = world.chance.uuid('sitzung', world.name, n)
    const zahlung = await prepare?.(state, id)
    const document: Sitzung = {
      id,
      key: world.chance.bytes('sitzung key', world.name, n).toString('base64url'),
      user,
      tenant: caller.tenant,
      ...anlass,
      wunsch: anlass.wunsch ?? EINFACH,
      schritt: firstSchritt(anlass, accepted !== undefined),
      isOpened: false,
      ...(zahlung !== undefined && { zahlung }),
      ...(entwurf && !zahlung && { entwurf, credentials: entwurf.credentials ?? {} }),
      fehlversuche: 0,
      createdAt: world.clock.now()
    }
    state.perform([
      { do: 'put', collection: 'zaehler', document: { id: 'sitzung', n } as Zaehler },
      { do: 'put', collection: 'sitzungen', document },
      { do: 'put', collection: 'sitzung-schluessel', document: schluesselOf(document) }
    ])
    return document
  }, trail.changes)
  return `${base}/customer/v2/webform?session=${sitzung.id}&useCase=${sitzung.useCase}`
}

/** Where the pages after the first one find their session. */
export type Schluessel = { readonly id: string; readonly sitzung: string }

function schluesselOf({ id, key }: Sitzung): Schluessel {
  return { id: key, sitzung: id }
}

/** observed: a session that is left open refuses the next one, with the switch for it */
async function refuseSecond(world: World, state: Turn, user: string): Promise<void> {
  const all = await state.list<Sitzung>('sitzungen')
  const open = all.some(one => one.user === user && isAlive(one, world) && one.schritt !== 'ENDE')
  if (open) throw new Problem(400, 'Bad Request', 'Another web form of this user is still open')
}

/** Whether a session can still be used. */
export function isAlive({ createdAt }: Sitzung, world: World): boolean {
  return world.clock.now() - createdAt < LIFETIME_MS
}
