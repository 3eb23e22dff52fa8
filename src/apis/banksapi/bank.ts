import { DAY } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import { abrufen, abschliessen, nextSchritt, type Umstaende, verfahrenFor } from './model/abruf.ts'
import type { Anbieter } from './model/anbieter.ts'
import {
  anmelden,
  loginOf,
  nachAnmeldung,
  type Sperre,
  type Zugangsdaten
} from './model/anmeldung.ts'
import {
  type Abrufwunsch,
  type Bankzugang,
  giveUp,
  keepWaiting,
  withFreigabe
} from './model/bankzugang.ts'
import type { Konto, Login } from './model/konto.ts'
import { type Meldung, meldung } from './model/meldung.ts'
import { nachwirkungen } from './model/nachwirkungen.ts'
import { advanceSca, type ScaEvent } from './model/sca.ts'
import { fuehrt, kontoBei, schnappschuss } from './model/schnappschuss.ts'
import { tagText, tagVon } from './model/tage.ts'
import { saldoAm } from './model/umsaetze.ts'
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
  const umstaende = await umstaendeOf(world, state, entwurf, credentials, canAsk)
  await keepSperre(world, state, entwurf, credentials, umstaende)
  return abrufen(entwurf, wunsch, umstaende)
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

/** What a bank knows about a login, in a turn. The first question opens the banks of the workspace. */
async function umstaendeOf(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  credentials: Zugangsdaten,
  canAsk: boolean
): Promise<Umstaende> {
  const now = world.clock.now()
  const heute = world.clock.today()
  const anbieter = await findAnbieter(state, zugang.providerId)
  const login = await state.get<Login>('bank-logins', loginOf(credentials['userid'] ?? ''))
  const sperre = await state.get<Sperre>('bank-sperren', sperreId(zugang, credentials))
  const eroeffnung = await openBanks(state, heute)
  const konten = login ? await kontenOf(state, login, anbieter) : []
  const saldo = (konto: Konto) => saldoAm(konto, eroeffnung, heute, world.chance)
  const n = zugang.abrufe
  let sequence = 0
  const neueScaId = () =>
    world.chance.uuid(
      'sca',
      world.name,
      zugang.id,
      zugang.createdAt,
      n,
      now,
      sequence++,
      zugang.letzteSca ?? ''
    )
  return {
    anbieter,
    anmeldung: anmelden(anbieter, credentials, login, sperre, now),
    credentials,
    konten,
    schnappschuss: (konto, tiefe) => schnappschuss(konto, tiefe, { anbieter, heute, now, saldo }),
    now,
    canAsk,
    neueScaId,
    neueTan: createTans(world, `${zugang.id} ${n}`)
  }
}

/** A provider; one that is in no list any more is told as inactive. */
async function findAnbieter(state: Turn, id: string): Promise<Anbieter> {
  const known = await state.get<Anbieter>('anbieter', id)
  return known ?? { ...NOWHERE, id }
}

const NOWHERE: Anbieter = {
  id: '',
  name: 'Unbekannter Anbieter',
  consumerRelevant: false,
  capabilities: [],
  channels: [],
  fields: [],
  bank: { sca: 'nie', verfahren: [], stoerung: 'inaktiv' }
}

/** An account as it stands at a bank. */
export async function kontoIn(
  store: Pick<World['store'], 'get'>,
  id: string,
  providerId: string
): Promise<Konto | undefined> {
  const konto = await store.get<Konto>('bank-konten', id)
  const anbieter = await store.get<Anbieter>('anbieter', providerId)
  return konto && anbieter ? kontoBei(konto, anbieter) : konto
}

/** The accounts of a login as they stand at a bank. */
async function kontenOf(
  state: Pick<Turn, 'get'>,
  login: Login,
  anbieter: Anbieter
): Promise<readonly Konto[]> {
  const found = await Promise.all(login.konten.map(id => state.get<Konto>('bank-konten', id)))
  return found
    .filter(konto => konto !== undefined)
    .filter(konto => fuehrt(anbieter, konto))
    .map(konto => kontoBei(konto, anbieter))
}

type Eroeffnung = { readonly id: 'eroeffnung'; readonly tag: string }

/** The day before which balances are those of the fixtures: the one after the first on which anybody asked. */
async function openBanks(state: Turn, heute: string): Promise<string> {
  const known = await state.get<Eroeffnung>('bank', 'eroeffnung')
  if (known) return known.tag
  const tag = tagText(tagVon(heute) + 1)
  const document: Eroeffnung = { id: 'eroeffnung', tag }
  state.perform([{ do: 'put', collection: 'bank', document }])
  return tag
}

/** A wrong PIN is counted at the bank, whoever typed it. */
async function keepSperre(
  world: World,
  state: Turn,
  zugang: Bankzugang,
  credentials: Zugangsdaten,
  { anmeldung, anbieter }: Umstaende
): Promise<void> {
  if (anbieter.bank.stoerung !== undefined) return
  const id = sperreId(zugang, credentials)
  const sperre = await state.get<Sperre>('bank-sperren', id)
  const isWrong = anmeldung.is === 'refused' && anmeldung.isWrongPin
  if (!isWrong && (anmeldung.is === 'refused' || !sperre)) return
  const document = nachAnmeldung(id, sperre, isWrong, world.clock.now())
  state.perform([{ do: 'put', collection: 'bank-sperren', document }])
}

function sperreId({ providerId }: Bankzugang, credentials: Zugangsdaten): string {
  return `${providerId} ${loginOf(credentials['userid'] ?? '')}`
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
function createTans(world: World, name: string): () => string {
  return () => {
    const bytes = world.chance.bytes('tan', name, world.clock.now())
    return String(bytes.readUInt32BE(0) % 1_000_000).padStart(6, '0')
  }
}

/** The message of an access that has no login to fetch with. */
export function withoutLogin(): Meldung {
  return meldung('BA1012', 'Es sind keine Zugangsdaten gespeichert.')
}
