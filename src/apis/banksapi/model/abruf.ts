import type { Anbieter, Produktkategorie } from './anbieter.ts'
import { type Anmeldung, codesFrom, type Zugangsdaten, type Zusatz } from './anmeldung.ts'
import { type Bankprodukt, hasUmsaetze, produktId } from './bankprodukt.ts'
import {
  type Abrufwunsch,
  type Bankzugang,
  expire,
  type Freigabeschritt,
  waitForSca,
  withFailure
} from './bankzugang.ts'
import type { Konto, Login } from './konto.ts'
import { type Code, meldung } from './meldung.ts'
import { startSca } from './sca.ts'

/** What a fetch knows beside the access. */
export type Umstaende = {
  readonly anbieter: Anbieter
  readonly anmeldung: Anmeldung
  readonly credentials: Zugangsdaten
  /** The accounts of the login at this bank, as they are now. */
  readonly konten: readonly Konto[]
  /** What an account looks like in the API, with bookings from a day on. */
  readonly schnappschuss: (konto: Konto, tiefe: Tiefe) => Bankprodukt
  readonly now: number
  /** Whether the caller can lead the customer through an authentication; else only the need for it is told. */
  readonly canAsk: boolean
  readonly neueScaId: () => string
  readonly neueTan: () => string
}

/** How far back bookings are fetched. documented: dossier D3, 90 days without a wish */
export type Tiefe = 'kopf' | '90 Tage' | 'alles'

/** Gets the data of a bank, as far as it comes without the customer. documented: dossier D0, D2 and D3 */
export function abrufen(before: Bankzugang, wunsch: Abrufwunsch, umstaende: Umstaende): Bankzugang {
  const asking = { ...before, abrufe: before.abrufe + 1 }
  const { anbieter, anmeldung, credentials, now } = umstaende
  const gestoert = stoerungOf(anbieter)
  if (gestoert) return withFailure(asking, [meldung(gestoert)], now)
  if (anmeldung.is === 'refused') return withFailure(asking, [anmeldung.meldung], now)
  const { login, zusatz } = anmeldung
  const fatal = codesFrom(zusatz, asking.abrufe).find(isAborting)
  if (fatal) return withFailure(asking, [meldung(fatal)], now)
  // assumed: credentials that the bank accepts replace those that were kept
  const zugang = { ...asking, ...(asking.sync && { credentials }) }
  const verfahren = verfahrenFor(anbieter, login, zusatz)
  const schritte = schritteFor(zugang, wunsch, umstaende, login, zusatz)
  if (schritte.length === 0) return abschliessen(zugang, wunsch, umstaende)
  const refreshed = refreshOthers(zugang, schritte, wunsch, umstaende)
  // documented: a REG/Protect tenant is told, and starts the authentication in the web form
  if (!umstaende.canAsk) return expire(refreshed, now)
  return nextSchritt(refreshed, schritte, wunsch, verfahren, login, umstaende)
}

/** Begins the authentication of the first of some steps. */
export function nextSchritt(
  zugang: Bankzugang,
  schritte: readonly Freigabeschritt[],
  wunsch: Abrufwunsch,
  verfahren: readonly number[],
  login: Login,
  { now, neueScaId, neueTan, credentials }: Umstaende
): Bankzugang {
  const gespeichert = wunsch.queryTanSettings ? undefined : zugang.einstellung
  const sca = startSca(neueScaId(), verfahren, login.medien ?? [], gespeichert, now, neueTan)
  if (!sca) return withFailure(zugang, [meldung('BA3060')], now)
  return waitForSca(zugang, { sca, schritte, abruf: wunsch, credentials }, now)
}

/** The fetch is through: what the bank has is the stable state. */
export function abschliessen(
  zugang: Bankzugang,
  wunsch: Abrufwunsch,
  umstaende: Umstaende
): Bankzugang {
  const { konten, now } = umstaende
  const raised = raisedBy(zugang, umstaende)
  // assumed: the bank has read the signed letter after a day (dossier I-19)
  const waits = zugang.brief === true && now - zugang.createdAt < ACTIVATION_MS
  const wanted = waits ? [] : wantedOf(zugang, wunsch, umstaende)
  const told = [
    ...(konten.some(konto => konto.unbekannt) ? [meldung('BA2003')] : []),
    ...(waits ? [meldung('BA2004')] : []),
    ...raised.filter(code => OF_ACCESS.has(code)).map(code => meldung(code))
  ]
  const others = raised.filter(code => !OF_ACCESS.has(code) && !OF_PRODUCTS_ALONE.has(code))
  const { offen: _, brief: _brief, ...known } = zugang
  const { scaNoetig: _noetig, entzogen: _entzogen, gemeldet: _gemeldet, ...rest } = known
  return {
    ...rest,
    ...(waits && { brief: true as const }),
    aktualisiertAt: now,
    meldungen: told,
    stabil: told,
    produkte: wanted.map(konto => produktOf(konto, zugang, wunsch, umstaende)),
    versuch: { at: now, meldungen: [...told, ...others.map(code => meldung(code))] }
  }
}

/** Products of channels that need no authentication now come at once. documented: dossier D4 */
function refreshOthers(
  zugang: Bankzugang,
  schritte: readonly Freigabeschritt[],
  wunsch: Abrufwunsch,
  umstaende: Umstaende
): Bankzugang {
  const waiting = new Set(schritte.map(({ kanal }) => kanal))
  const isFree = ({ kategorie }: Konto) => !waiting.has(kanalOf(umstaende.anbieter, kategorie))
  const free = wantedOf(zugang, wunsch, umstaende).filter(isFree)
  if (zugang.stabil === undefined || free.length === 0) return zugang
  const fresh = new Map(
    free.map(konto => [produktId(konto), produktOf(konto, zugang, wunsch, umstaende)])
  )
  const produkte = zugang.produkte.map(old => fresh.get(old.id) ?? old)
  const known = new Set(produkte.map(({ id }) => id))
  return {
    ...zugang,
    produkte: [...produkte, ...[...fresh.values()].filter(one => !known.has(one.id))]
  }
}

function produktOf(
  konto: Konto,
  zugang: Bankzugang,
  wunsch: Abrufwunsch,
  umstaende: Umstaende
): Bankprodukt {
  const produkt = withHistorie(
    umstaende.schnappschuss(konto, tiefeOf(konto, wunsch)),
    zugang.produkte
  )
  const meldungen = raisedBy(zugang, umstaende)
    .filter(code => OF_PRODUCTS[code]?.(konto.kategorie))
    .map(code => meldung(code))
  return meldungen.length > 0 ? { ...produkt, meldungen } : produkt
}

/** Older bookings that were fetched once stay. */
function withHistorie(produkt: Bankprodukt, before: readonly Bankprodukt[]): Bankprodukt {
  const { zeitraum } = produkt
  const von = before.find(({ id }) => id === produkt.id)?.zeitraum?.von
  if (!zeitraum || von === undefined || von >= zeitraum.von) return produkt
  return { ...produkt, zeitraum: { ...zeitraum, von } }
}

/** The accounts that a fetch is about. */
function wantedOf(
  zugang: Bankzugang,
  wunsch: Abrufwunsch,
  { konten, anmeldung }: Umstaende
): readonly Konto[] {
  if (anmeldung.is === 'in' && anmeldung.zusatz.worte.has('noaccounts')) return []
  return konten.filter(konto => isWanted(konto, zugang, wunsch) && !konto.unbekannt)
}

function raisedBy({ abrufe }: Bankzugang, { anmeldung }: Umstaende): readonly Code[] {
  return anmeldung.is === 'in' ? codesFrom(anmeldung.zusatz, abrufe) : []
}

/** Whether a code ends a fetch. */
export function isAborting(code: Code): boolean {
  return ABORTING.has(code)
}

const ACTIVATION_MS = 24 * 60 * 60 * 1000

const ABORTING: ReadonlySet<Code> = new Set<Code>([
  'BA999',
  'BA1000',
  'BA1001',
  'BA1010',
  'BA1011',
  'BA1012',
  'BA1013',
  'BA1014',
  'BA1020',
  'BA1051',
  'BA1053',
  'BA3060'
])
/** At which products a code is told. documented: dossier F */
const OF_PRODUCTS: Readonly<Partial<Record<Code, (kategorie: Produktkategorie) => boolean>>> = {
  BA1060: () => true,
  BA1062: hasUmsaetze,
  BA1063: kategorie => kategorie === 'DEPOT',
  BA2021: () => true,
  BA2062: hasUmsaetze
}
const OF_PRODUCTS_ALONE: ReadonlySet<Code> = new Set<Code>(['BA2021', 'BA2062'])
const OF_ACCESS: ReadonlySet<Code> = new Set<Code>(['BA2002', 'BA2003', 'BA2004'])

/** What is wrong with a bank at the moment. */
export function stoerungOf({ bank }: Anbieter): Code | undefined {
  if (bank.stoerung === 'wartung') return 'BA1000'
  if (bank.stoerung === 'inaktiv') return 'BA1001'
  return bank.stoerung === 'gestoert' ? 'BA1051' : undefined
}

/** The procedures of a login at a bank. assumed: words behind the user id change them (dossier E3) */
export function verfahrenFor(
  { bank }: Anbieter,
  login: Login,
  { worte }: Zusatz
): readonly number[] {
  if (worte.has('nosupport')) return []
  if (worte.has('redirect')) return [REDIRECT]
  if (worte.has('decoupled')) return [DECOUPLED]
  return login.verfahren ?? bank.verfahren
}

const REDIRECT = 990
const DECOUPLED = 946

/** What the customer has to authenticate before the fetch can be done. */
function schritteFor(
  zugang: Bankzugang,
  wunsch: Abrufwunsch,
  umstaende: Umstaende,
  login: Login,
  { worte }: Zusatz
): readonly Freigabeschritt[] {
  const { anbieter, now } = umstaende
  const usual = scaOf(anbieter, login, worte)
  const sca = zugang.entzogen && usual === 'nie' ? 'einmal' : usual
  const wanted = wantedOf(zugang, wunsch, umstaende)
  const kanaele = kanaeleOf(anbieter, wanted)
  const isFree = (kanal: number) =>
    sca === 'nie' ||
    (sca === 'einmal' && zugang.freigaben.some(one => one.kanal === kanal && now < one.bisAt))
  const zugriffe = kanaele.filter(kanal => !isFree(kanal))
  // assumed: a second one of the same channel stands for banks that ask twice
  const twice = worte.has('twosca') && zugriffe.length === 1 ? [...zugriffe, ...zugriffe] : zugriffe
  const forced = worte.has('hist3') && !worte.has('nosca')
  const historie = sca === 'nie' && !forced ? [] : historieOf(wunsch, forced, anbieter, wanted)
  return [
    ...twice.map(kanal => ({ kanal, art: 'zugriff' }) as const),
    ...historie.map(kanal => ({ kanal, art: 'historie' }) as const)
  ]
}

function scaOf(
  { bank }: Anbieter,
  login: Login,
  worte: Zusatz['worte']
): NonNullable<Login['sca']> {
  if (worte.has('nosca')) return 'nie'
  const needs = ['redirect', 'decoupled', 'twosca', 'nosupport'] as const
  const usual = login.sca ?? bank.sca
  return usual === 'nie' && needs.some(wort => worte.has(wort)) ? 'einmal' : usual
}

/** documented: none to three more for older bookings; assumed: one more of each channel that has some (dossier D3) */
function historieOf(
  { maxTransactions, headOnly }: Abrufwunsch,
  forced: boolean,
  anbieter: Anbieter,
  wanted: readonly Konto[]
): readonly number[] {
  if (headOnly || maxTransactions === 'none') return []
  const older =
    maxTransactions === 'all' ? wanted : wanted.filter(({ kategorie }) => kategorie === 'GIROKONTO')
  const kanaele = kanaeleOf(anbieter, older)
  const [first] = kanaele
  if (forced && first !== undefined) return [first, first, first]
  return kanaele.slice(0, 3)
}

function kanaeleOf(anbieter: Anbieter, konten: readonly Konto[]): readonly number[] {
  return [...new Set(konten.map(({ kategorie }) => kanalOf(anbieter, kategorie)))].sort()
}

/** The channel of a kind of product; what is in none belongs to the first. */
export function kanalOf({ channels }: Anbieter, kategorie: Produktkategorie): number {
  return Math.max(
    0,
    channels.findIndex(channel => channel.includes(kategorie))
  )
}

function isWanted(
  konto: Konto,
  { selectedBankProducts }: Bankzugang,
  { paymentAccountsOnly }: Abrufwunsch
): boolean {
  if (paymentAccountsOnly && konto.kategorie !== 'GIROKONTO') return false
  return selectedBankProducts === undefined || selectedBankProducts.includes(produktId(konto))
}

function tiefeOf({ kategorie }: Konto, { headOnly, maxTransactions }: Abrufwunsch): Tiefe {
  if (headOnly) return 'kopf'
  if (maxTransactions === 'all') return 'alles'
  return maxTransactions === 'paymentAccounts' && kategorie === 'GIROKONTO' ? 'alles' : '90 Tage'
}
