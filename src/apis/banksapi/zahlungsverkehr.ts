import { MINUTE } from '../../world/clock.ts'
import type { Turn, World } from '../../world/world.ts'
import { createTans } from './bank.ts'
import { type Bankblick, kontoIn, logIn, saldoVon } from './bankblick.ts'
import { bookAll } from './bankbuch.ts'
import { verfahrenFor } from './model/abruf.ts'
import type { Zugangsdaten } from './model/anmeldung.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import { type Mandat, mandateOf, mandatsfehler } from './model/mandat.ts'
import { type Meldung, meldung } from './model/meldung.ts'
import { einstellungOf, type ScaEvent } from './model/sca.ts'
import {
  type Annahme,
  alsGebucht,
  bewegen,
  einreichen,
  scheitern,
  terminieren,
  type Zahlung,
  type Zahlungsschritt
} from './model/zahlung.ts'
import { saetzeFor } from './model/zahlungsbuchung.ts'
import { wunschterminOf } from './model/zahlungsinhalt.ts'
import {
  deckungsfehler,
  hinweiseFor,
  pruefen,
  verfuegbar,
  type Zahlungslage,
  zahlungskontoOf
} from './model/zahlungspruefung.ts'
import { zahlungswirkungen } from './model/zahlungswirkungen.ts'
import type { Behaviour } from './switches.ts'

/** What a move came to: the payment as it is kept, and the messages of this answer. */
export type Zahlungsbewegung = { readonly zahlung: Zahlung; readonly told: readonly Meldung[] }

/** Hands a payment to the bank, in a turn, and keeps what becomes of it. */
export async function submitZahlung(
  world: World,
  state: Turn,
  entwurf: Zahlung,
  credentials: Zugangsdaten,
  queryTanSettings: boolean
): Promise<Zahlungsbewegung> {
  const now = world.clock.now()
  const blick = await logIn(world, state, entwurf.providerId ?? '', credentials)
  const konto = zahlungskontoOf(entwurf, blick.konten)
  const zugang = entwurf.zugang && (await state.get<Bankzugang>('bankzugaenge', entwurf.zugang))
  const einstellung = queryTanSettings || !zugang ? undefined : zugang.einstellung
  const faelligAt = faelligkeitOf(entwurf, world)
  const zahlung: Zahlung = {
    ...entwurf,
    credentials,
    ebics: blick.anbieter.bank.ebics !== undefined,
    ...(konto && { konto: konto.id }),
    ...(faelligAt !== undefined && { faelligAt })
  }
  const annahme = { ...(await annahmeOf(world, state, zahlung, blick)), einstellung }
  const tans = createTans(world, zahlung.id)
  const schritt = einreichen(zahlung, annahme, now, tans)
  return keep(world, state, undefined, schritt)
}

/** The customer's next move in the authentication of a payment, in a turn. */
export async function moveZahlung(
  world: World,
  state: Turn,
  zahlung: Zahlung,
  event: ScaEvent
): Promise<Zahlungsbewegung> {
  const behaviour = world.behaviour() as Behaviour
  const regeln = { pollsUntilConfirmed: behaviour['banksapi.decoupledPolls'] }
  const tans = createTans(world, zahlung.id)
  const schritt = bewegen(zahlung, event, regeln, world.clock.now(), tans)
  if (schritt.isFrei) await saveSettings(state, zahlung)
  return keep(world, state, zahlung, schritt)
}

/** Ends a payment in a turn, whatever it was waiting for. */
export function failZahlung(
  world: World,
  state: Turn,
  vorher: Zahlung,
  meldungen: readonly Meldung[]
): Zahlung {
  const zahlung = scheitern(vorher, meldungen)
  state.perform(zahlungswirkungen(vorher, zahlung, world.clock.now()))
  return zahlung
}

/** Books a payment in a turn, if the money is there. */
export async function executeZahlung(
  world: World,
  state: Turn,
  vorher: Zahlung,
  hinweise: readonly Meldung[]
): Promise<Zahlung> {
  const zahlung = await gebucht(world, state, vorher, hinweise)
  state.perform(zahlungswirkungen(vorher, zahlung, world.clock.now()))
  return zahlung
}

async function keep(
  world: World,
  state: Turn,
  vorher: Zahlung | undefined,
  { zahlung, told, isFrei }: Zahlungsschritt
): Promise<Zahlungsbewegung> {
  const now = world.clock.now()
  const hinweise = hinweiseFor(zahlung)
  const isLater = zahlung.faelligAt !== undefined && zahlung.faelligAt > now
  const accepted = () =>
    isLater ? terminieren(zahlung, hinweise) : gebucht(world, state, zahlung, hinweise)
  const next = isFrei ? await accepted() : zahlung
  state.perform(zahlungswirkungen(vorher, next, now))
  return { zahlung: next, told: isFrei ? next.meldungen : told }
}

/** The payment after its money has moved, or because it is missing. */
async function gebucht(
  world: World,
  state: Turn,
  zahlung: Zahlung,
  hinweise: readonly Meldung[]
): Promise<Zahlung> {
  const konto = await kontoIn(state, zahlung.konto ?? '', zahlung.providerId ?? '')
  if (!konto) return scheitern(zahlung, [meldung('BA1104')])
  const saldo = await saldoVon(world, state, konto, zahlung.providerId ?? '')
  const fehler = deckungsfehler(zahlung, verfuegbar(konto, saldo))
  if (fehler) return scheitern(zahlung, [fehler])
  const saetze = saetzeFor(zahlung, konto, world.clock.today())
  await bookAll(world, state, saetze)
  state.perform(
    mandateOf(zahlung).map(document => ({ do: 'put', collection: 'bank-mandate', document }))
  )
  return alsGebucht(zahlung, hinweise)
}

/** When the bank executes a payment of a later day; nothing when it does so at once. */
function faelligkeitOf({ inhalt }: Zahlung, world: World): number | undefined {
  const at = wunschterminOf(inhalt)
  return at !== undefined && at > world.clock.now() ? at : undefined
}

async function annahmeOf(
  world: World,
  state: Turn,
  zahlung: Zahlung,
  blick: Bankblick
): Promise<Annahme> {
  const { anmeldung, anbieter } = blick
  const fehler = pruefen(zahlung, await lageOf(world, state, zahlung, blick))
  if (anmeldung.is === 'refused')
    return { fehler, hinweise: [], verfahren: [], medien: [], ohneSca: false }
  const { login, zusatz } = anmeldung
  return {
    fehler,
    hinweise: hinweiseFor(zahlung),
    verfahren: verfahrenFor(anbieter, login, zusatz),
    medien: login.medien ?? [],
    ohneSca: zusatz.worte.has('nosca') || anbieter.bank.ebics !== undefined
  }
}

async function lageOf(
  world: World,
  state: Turn,
  zahlung: Zahlung,
  { anbieter, anmeldung, konten, saldo }: Bankblick
): Promise<Zahlungslage> {
  const behaviour = world.behaviour() as Behaviour
  const strict = behaviour['banksapi.payments.mandates'] === 'strict'
  return {
    anbieter,
    anmeldung,
    konten,
    verfuegbar: konto => verfuegbar(konto, saldo(konto)),
    isDoppelt:
      behaviour['banksapi.payments.refuseDuplicates'] && (await isTwice(world, state, zahlung)),
    mandatsfehler: strict ? await mandateFaultOf(state, zahlung) : undefined,
    heute: world.clock.today()
  }
}

/** documented: dossier D7, the same order twice; assumed: within five minutes */
async function isTwice(world: World, state: Turn, zahlung: Zahlung): Promise<boolean> {
  const since = world.clock.now() - 5 * MINUTE
  const text = JSON.stringify(zahlung.inhalt)
  const all = await state.list<Zahlung>('zahlungen')
  return all.some(
    one =>
      one.id !== zahlung.id &&
      one.user === zahlung.user &&
      one.produktId === zahlung.produktId &&
      one.stand !== 'gescheitert' &&
      one.stand !== 'entwurf' &&
      one.angelegtAt > since &&
      JSON.stringify(one.inhalt) === text
  )
}

async function mandateFaultOf(state: Turn, zahlung: Zahlung): Promise<string | undefined> {
  for (const { id, letzte } of mandateOf(zahlung)) {
    const fault = mandatsfehler(await state.get<Mandat>('bank-mandate', id), letzte)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** What was chosen is saved with the access that paid. documented: dossier D3, queryTanSettings */
async function saveSettings(state: Turn, { zugang: id, sca }: Zahlung): Promise<void> {
  const zugang = id && (await state.get<Bankzugang>('bankzugaenge', id))
  const einstellung = sca && einstellungOf(sca)
  if (!zugang || !einstellung) return
  state.perform([
    { do: 'put', collection: 'bankzugaenge', document: { ...zugang, einstellung } as Bankzugang }
  ])
}
