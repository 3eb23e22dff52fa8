import type { Turn, World } from '../../world/world.ts'
import type { Anbieter } from './model/anbieter.ts'
import {
  type Anmeldung,
  anmelden,
  loginOf,
  nachAnmeldung,
  type Sperre,
  type Zugangsdaten
} from './model/anmeldung.ts'
import { buchId, type Hauptbuch } from './model/hauptbuch.ts'
import type { Konto, Login } from './model/konto.ts'
import { fuehrt, kontoBei } from './model/schnappschuss.ts'
import { tagText, tagVon } from './model/tage.ts'
import { saldoAm } from './model/umsaetze.ts'
import { stoeren } from './stoerungen.ts'

/** What a bank answers to a login at this moment. */
export type Bankblick = {
  readonly anbieter: Anbieter
  readonly anmeldung: Anmeldung
  /** The accounts of the login as they stand at this bank. */
  readonly konten: readonly Konto[]
  readonly buch: (konto: Konto) => Hauptbuch | undefined
  /** Cents at the end of today. */
  readonly saldo: (konto: Konto) => number
}

type Store = Pick<Turn, 'get'>

/** Logs in at a bank, in a turn. The first login opens the banks of the workspace; a wrong PIN is counted. */
export async function logIn(
  world: World,
  state: Turn,
  providerId: string,
  credentials: Zugangsdaten
): Promise<Bankblick> {
  const heute = world.clock.today()
  const userid = credentials['userid'] ?? ''
  const now = world.clock.now()
  const { anbieter, gesperrt } = await stoeren(
    state,
    await findAnbieter(state, providerId),
    userid,
    now
  )
  const login = await state.get<Login>('bank-logins', loginOf(userid))
  const id = sperreId(providerId, loginOf(userid))
  const kept = await state.get<Sperre>('bank-sperren', id)
  const sperre = gesperrt ? { id, fehlversuche: 0, ...gesperrt } : kept
  const anmeldung = anmelden(anbieter, credentials, login, sperre, now)
  countAttempt(world, state, anbieter, anmeldung, sperre, id)
  const eroeffnung = await openBanks(state, heute)
  const konten = login ? await kontenOf(state, login, anbieter) : []
  const buecher = await buecherOf(state, konten, anbieter.id)
  const buch = (konto: Konto) => buecher.get(konto.id)
  const saldo = (konto: Konto) =>
    saldoAm(konto, eroeffnung, heute, world.chance) + (buch(konto)?.summe ?? 0)
  return { anbieter, anmeldung, konten, buch, saldo }
}

/** Cents of an account at the end of today. */
export async function saldoVon(
  world: World,
  store: Store,
  konto: Konto,
  providerId: string
): Promise<number> {
  const heute = world.clock.today()
  const eroeffnung = (await eroeffnungOf(store)) ?? tomorrow(heute)
  const buch = await store.get<Hauptbuch>('bank-buecher', buchId(konto, providerId))
  return saldoAm(konto, eroeffnung, heute, world.chance) + (buch?.summe ?? 0)
}

/** A provider; one that is in no list any more is told as inactive. */
async function findAnbieter(store: Store, id: string): Promise<Anbieter> {
  return (await store.get<Anbieter>('anbieter', id)) ?? { ...NOWHERE, id }
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
  store: Store,
  id: string,
  providerId: string
): Promise<Konto | undefined> {
  const konto = await store.get<Konto>('bank-konten', id)
  const anbieter = await store.get<Anbieter>('anbieter', providerId)
  return konto && anbieter ? kontoBei(konto, anbieter) : konto
}

export function sperreId(providerId: string, login: string): string {
  return `${providerId} ${login}`
}

/** The accounts of a login as they stand at a bank. */
async function kontenOf(store: Store, login: Login, anbieter: Anbieter): Promise<readonly Konto[]> {
  const found = await Promise.all(login.konten.map(id => store.get<Konto>('bank-konten', id)))
  return found
    .filter(konto => konto !== undefined)
    .filter(konto => fuehrt(anbieter, konto))
    .map(konto => kontoBei(konto, anbieter))
}

/** The books of accounts by the id of the account. */
async function buecherOf(
  store: Store,
  konten: readonly Konto[],
  providerId: string
): Promise<ReadonlyMap<string, Hauptbuch>> {
  const found = new Map<string, Hauptbuch>()
  for (const konto of konten) {
    const buch = await store.get<Hauptbuch>('bank-buecher', buchId(konto, providerId))
    if (buch) found.set(konto.id, buch)
  }
  return found
}

type Eroeffnung = { readonly id: 'eroeffnung'; readonly tag: string }

/** The day before which balances are those of the fixtures: the one after the first on which anybody asked. */
async function openBanks(state: Turn, heute: string): Promise<string> {
  const known = await eroeffnungOf(state)
  if (known) return known
  const tag = tomorrow(heute)
  const document: Eroeffnung = { id: 'eroeffnung', tag }
  state.perform([{ do: 'put', collection: 'bank', document }])
  return tag
}

async function eroeffnungOf(store: Store): Promise<string | undefined> {
  return (await store.get<Eroeffnung>('bank', 'eroeffnung'))?.tag
}

function tomorrow(heute: string): string {
  return tagText(tagVon(heute) + 1)
}

/** A wrong PIN is counted at the bank, whoever typed it. */
function countAttempt(
  world: World,
  state: Turn,
  { bank }: Anbieter,
  anmeldung: Anmeldung,
  sperre: Sperre | undefined,
  id: string
): void {
  if (bank.stoerung !== undefined) return
  const isWrong = anmeldung.is === 'refused' && anmeldung.isWrongPin
  if (!isWrong && (anmeldung.is === 'refused' || !sperre)) return
  const document = nachAnmeldung(id, sperre, isWrong, world.clock.now())
  state.perform([{ do: 'put', collection: 'bank-sperren', document }])
}
