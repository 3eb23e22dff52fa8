import { DAY } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import { logIn } from './bankblick.ts'
import { abrufen, abschliessen, nextSchritt, type Umstaende, verfahrenFor } from './model/abruf.ts'
import { loginOf, type Zugangsdaten } from './model/anmeldung.ts'
import {
  type Abrufwunsch,
  type Bankzugang,
  giveUp,
  keepWaiting,
  withFreigabe
} from './model/bankzugang.ts'
import type { Konto } from './model/konto.ts'
import { type Meldung, meldung } from './model/meldung.ts'
import { nachwirkungen } from './model/nachwirkungen.ts'
import { advanceSca, type ScaEvent } from './model/sca.ts'
import { schnappschuss } from './model/schnappschuss.ts'
import type { Behaviour } from './switches.ts'

/** What a customer's move came to: the access as it is kept, and the messages of this answer. */
export type Bewegt = { readonly zugang: Bankzugang; readonly told: readonly Meldung[] }

/** Fetches an access in a turn and keeps what becomes of it. */
export async function fetchZugang(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  wunsch: Abrufwunsch,
  credentials: Zugangsdaten,
  canAsk: boolean
): Promise<Bewegt> {
  const vorher = await state.get<Bankzugang>('bankzugaenge', zugang.id)
  const fetched = await fetchEntwurf(world, state, zugang, wunsch, credentials, canAsk)
  return keep(world, state, vorher, { zugang: fetched, told: fetched.meldungen }, credentials)
}

/** The same for an access that is not kept yet. */
export async function fetchEntwurf(
  world: World,
  state: Turn,
  entwurf: Bankzugang,
  wunsch: Abrufwunsch,
  credentials: Zugangsdaten,
  canAsk: boolean
): Promise<Bankzugang> {
  return abrufen(entwurf, wunsch, await umstaendeOf(world, state, entwurf, credentials, canAsk))
}

/** The customer's next move in an authentication that is open, in a turn. */
export async function moveSca(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  event: ScaEvent
): Promise<Bewegt> {
  const bewegt = await moveEntwurf(world, state, zugang, event)
  return keep(world, state, zugang, bewegt, zugang.offen?.credentials ?? {})
}

/** The same for an access that is not kept yet. */
export async function moveEntwurf(
  world: World,
  state: Turn,
  entwurf: Bankzugang,
  event: ScaEvent
): Promise<Bewegt> {
  const { offen } = entwurf
  if (!offen) return { zugang: entwurf, told: entwurf.meldungen }
  const now = world.clock.now()
  const behaviour = world.behaviour() as Behaviour
  const regeln = { pollsUntilConfirmed: behaviour['banksapi.decoupledPolls'] }
  const outcome = advanceSca(offen.sca, event, regeln, now, createTans(world, offen.sca.id))
  if (outcome.is === 'open')
    return { zugang: keepWaiting(entwurf, outcome, now), told: outcome.meldungen }
  if (outcome.is === 'failed') {
    const zugang = giveUp(entwurf, outcome.meldung, now)
    return { zugang, told: zugang.versuch.meldungen }
  }
  const bisAt = now + behaviour['banksapi.consentDays'] * DAY
  const zugang = await goOn(world, state, withFreigabe(entwurf, outcome.sca, bisAt), offen)
  return { zugang, told: zugang.meldungen }
}

/** The next authentication of a fetch, or its end. */
async function goOn(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  { schritte, abruf, credentials }: NonNullable<Bankzugang['offen']>
): Promise<Bankzugang> {
  const umstaende = await umstaendeOf(world, state, zugang, credentials, true)
  const rest = schritte.slice(1)
  if (rest.length === 0) return abschliessen(zugang, abruf, umstaende)
  const { anmeldung, anbieter, now } = umstaende
  if (anmeldung.is === 'refused') return giveUp(zugang, anmeldung.meldung, now)
  const { login, zusatz } = anmeldung
  const verfahren = verfahrenFor(anbieter, login, zusatz)
  return nextSchritt(zugang, rest, abruf, verfahren, login, umstaende)
}

/** What a fetch knows of the bank, in a turn. */
async function umstaendeOf(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  credentials: Zugangsdaten,
  canAsk: boolean
): Promise<Umstaende> {
  const now = world.clock.now()
  const blick = await logIn(world, state, zugang.providerId, credentials)
  const { anbieter, anmeldung, konten } = blick
  const stand = {
    anbieter,
    heute: world.clock.today(),
    now,
    saldo: blick.saldo,
    buchungen: (konto: Konto) => blick.buch(konto)?.umsaetze.length ?? 0
  }
  return {
    anbieter,
    anmeldung,
    credentials,
    konten,
    schnappschuss: (konto, tiefe) => schnappschuss(konto, tiefe, stand),
    now,
    canAsk,
    neueScaId: createScaIds(world, zugang),
    neueTan: createTans(world, `${zugang.id} ${zugang.abrufe}`)
  }
}

/** Ids of the authentications of a fetch, one after the other. */
function createScaIds(world: World, { id, createdAt, abrufe, letzteSca = '' }: Bankzugang) {
  const now = world.clock.now()
  let sequence = 0
  return () =>
    world.chance.uuid('sca', world.name, id, createdAt, abrufe, now, sequence++, letzteSca)
}

function keep(
  world: World,
  state: Turn,
  vorher: Bankzugang | undefined,
  bewegt: Bewegt,
  credentials: Zugangsdaten
): Bewegt {
  const person = loginOf(credentials['userid'] ?? '')
  state.perform(nachwirkungen(vorher, bewegt.zugang, person, world.clock.now()))
  return bewegt
}

/** TANs of six digits that come by SMS. */
export function createTans(world: World, name: string): () => string {
  return () => {
    const bytes = world.chance.bytes('tan', name, world.clock.now())
    return String(bytes.readUInt32BE(0) % 1_000_000).padStart(6, '0')
  }
}

/** The message of an access that has no login to fetch with. */
export function withoutLogin(): Meldung {
  return meldung('BA1012', 'Es sind keine Zugangsdaten gespeichert.')
}
