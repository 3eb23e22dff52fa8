import type { Turn, World } from '../../world/world.ts'
import { logIn } from './bankblick.ts'
import type { Eingabe } from './eingabe.ts'
import { stoerungOf } from './model/abruf.ts'
import { type Zugangsdaten, zusatzOf } from './model/anmeldung.ts'
import { type Bankzugang, zugangId } from './model/bankzugang.ts'
import { meldung } from './model/meldung.ts'
import { advanceSitzung, goTo, isUnbegun, type Sitzung, withoutLogin } from './model/regprotect.ts'
import type { ScaEvent } from './model/sca.ts'
import { schnappschuss } from './model/schnappschuss.ts'
import { isOffen, type Zahlung } from './model/zahlung.ts'
import {
  type Anmeldeantwort,
  abbruchOf,
  ausgefuellt,
  isKorrigierbar,
  nachAnmeldung,
  nachBank,
  nachEnde,
  zurEingabe
} from './model/zahlungsformular.ts'
import { falscheFelder, isGeeignet } from './model/zahlungspruefung.ts'
import { zahlungswirkungen } from './model/zahlungswirkungen.ts'
import { DE } from './webform-deutsch.ts'
import { failZahlung, moveZahlung, submitZahlung } from './zahlungsverkehr.ts'

/** The way through the form, and the payment as far as it is. */
type Gang = { readonly sitzung: Sitzung; readonly zahlung: Zahlung }

/** The session of a payment after the customer did something, in a turn. documented: dossier D7, REG/Protect */
export async function moveFormular(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  eingabe: Eingabe
): Promise<Sitzung> {
  const zahlung = await state.get<Zahlung>('zahlungen', sitzung.zahlung ?? '')
  if (!zahlung) return sitzung
  // What ended elsewhere, by the clock or by command, ends here too.
  if (!isOffen(zahlung)) return nachEnde(sitzung, zahlung)
  const gang = { sitzung, zahlung }
  const next = sitzung.schritt === 'ENDE' ? gang : await step(world, state, gang, eingabe)
  const abbruch = abbruchOf(next.sitzung, next.zahlung)
  if (abbruch) failZahlung(world, state, next.zahlung, [abbruch])
  return next.sitzung
}

async function step(world: World, state: Turn, gang: Gang, eingabe: Eingabe): Promise<Gang> {
  const { sitzung, zahlung } = gang
  const { schritt } = sitzung
  switch (eingabe.type) {
    case 'begin':
      return isUnbegun(sitzung) ? useAccess(world, state, gang) : gang
    case 'enter-credentials': {
      // Whoever types a login may be somebody else than the access belongs to.
      const { zugang: _, ...ohneZugang } = zahlung
      return schritt === 'LOGIN'
        ? login(world, state, { sitzung, zahlung: ohneZugang }, eingabe.credentials)
        : gang
    }
    case 'choose-access': {
      const { accessId } = eingabe
      return schritt === 'ANBIETER'
        ? useAccess(world, state, { zahlung, sitzung: { ...sitzung, accessId } })
        : gang
    }
    case 'choose-accounts':
      return schritt === 'KONTEN' ? choose(world, state, gang, eingabe.accounts) : gang
    case 'enter-payment':
      return schritt === 'DATEN' ? fill(world, state, gang, eingabe.werte) : gang
    case 'change-payment':
      return schritt === 'PRUEFEN' ? { zahlung, sitzung: zurEingabe(sitzung, zahlung) } : gang
    case 'submit':
      return schritt === 'PRUEFEN' ? submit(world, state, gang) : gang
    case 'sca':
      return authenticate(world, state, gang, eingabe.event)
    case 'decide': {
      const decided = { type: 'decided', entscheidung: eingabe.entscheidung } as const
      return authenticate(world, state, gang, decided, { type: 'polled' })
    }
    default: {
      const next = { zahlung, sitzung: advanceSitzung(sitzung, eingabe) }
      return isUnbegun(next.sitzung) ? useAccess(world, state, next) : next
    }
  }
}

/** The credentials that an access has stored. */
async function useAccess(world: World, state: Turn, { sitzung, zahlung }: Gang): Promise<Gang> {
  const id = zugangId(sitzung.user, sitzung.accessId)
  const zugang = await state.get<Bankzugang>('bankzugaenge', id)
  if (!zugang) return { zahlung, sitzung: goTo(sitzung, 'ANBIETER') }
  const chosen = { ...sitzung, providerId: zugang.providerId }
  if (!zugang.credentials) return { zahlung, sitzung: withoutLogin(chosen) }
  const gang = { sitzung: chosen, zahlung: { ...zahlung, zugang: id } }
  return login(world, state, gang, zugang.credentials)
}

async function login(
  world: World,
  state: Turn,
  { sitzung, zahlung }: Gang,
  credentials: Zugangsdaten
): Promise<Gang> {
  const { worte, codes } = zusatzOf(credentials['userid'] ?? '')
  const broken = (baReentry: 'BACKEND_ERROR' | 'ERROR') => ({
    zahlung,
    sitzung: advanceSitzung({ ...sitzung, credentials }, { type: 'broken', baReentry })
  })
  // assumed: how these outcomes are provoked (dossier D1b and E3)
  if (worte.has('backend')) return broken('BACKEND_ERROR')
  if (codes.some(({ code }) => code === 'BA999')) return broken('ERROR')
  const { providerId = '' } = sitzung
  const antwort = await answerOf(world, state, providerId, credentials, zahlung)
  return {
    sitzung: nachAnmeldung(sitzung, credentials, antwort, zahlung),
    zahlung: keepDraft(world, state, { ...zahlung, providerId })
  }
}

/** The accounts that a login can pay from. assumed: a look at them needs no authentication of its own */
async function answerOf(
  world: World,
  state: Turn,
  providerId: string,
  credentials: Zugangsdaten,
  { art }: Zahlung
): Promise<Anmeldeantwort> {
  const { anbieter, anmeldung, konten, saldo } = await logIn(world, state, providerId, credentials)
  const stoerung = stoerungOf(anbieter)
  if (stoerung) return { is: 'refused', meldung: meldung(stoerung) }
  if (anmeldung.is === 'refused') return { is: 'refused', meldung: anmeldung.meldung }
  if (anmeldung.zusatz.worte.has('noaccounts')) return { is: 'in', konten: [] }
  const now = world.clock.now()
  const stand = { anbieter, heute: world.clock.today(), now, saldo, buchungen: () => 0 }
  const usable = konten.filter(konto => isGeeignet(konto, art))
  return { is: 'in', konten: usable.map(konto => schnappschuss(konto, '90 Tage', stand)) }
}

function choose(
  world: World,
  state: Turn,
  { sitzung, zahlung }: Gang,
  [account]: readonly string[]
): Gang {
  const known = sitzung.zahlungskonten?.some(({ id }) => id === account)
  if (account === undefined || !known)
    return { zahlung, sitzung: { ...sitzung, hinweis: 'Bitte wählen Sie ein Konto aus.' } }
  const chosen = keepDraft(world, state, { ...zahlung, produktId: account })
  return { zahlung: chosen, sitzung: zurEingabe(sitzung, chosen) }
}

function fill(
  world: World,
  state: Turn,
  { sitzung, zahlung }: Gang,
  werte: Readonly<Record<string, string>>
): Gang {
  const inhalt = ausgefuellt(zahlung.inhalt, werte)
  const filled = keepDraft(world, state, { ...zahlung, inhalt })
  const falsch = falscheFelder(inhalt, world.clock.today())
  if (falsch.length === 0) return { zahlung: filled, sitzung: goTo(sitzung, 'PRUEFEN') }
  const names = falsch.map(name => DE.fields[name as keyof typeof DE.fields]).join(', ')
  const hinweis = `Bitte prüfen Sie die markierten Felder: ${names}`
  return { zahlung: filled, sitzung: { ...sitzung, hinweis, falsch } }
}

async function submit(
  world: World,
  state: Turn,
  { sitzung, zahlung: entwurf }: Gang
): Promise<Gang> {
  const { credentials = {}, callbackUrl } = sitzung
  const paying = { ...entwurf, callbackUrl }
  const { zahlung, told } = await submitZahlung(world, state, paying, credentials, false)
  const next = nachBank(sitzung, zahlung, told)
  const isBack = isKorrigierbar(zahlung)
  return { zahlung: isBack ? keepDraft(world, state, entwurf) : zahlung, sitzung: next }
}

async function authenticate(
  world: World,
  state: Turn,
  gang: Gang,
  ...events: readonly ScaEvent[]
): Promise<Gang> {
  const { sitzung, zahlung } = gang
  if (sitzung.schritt !== 'SCA') return gang
  let current = { zahlung, told: zahlung.meldungen }
  for (const event of events)
    if (current.zahlung.sca) current = await moveZahlung(world, state, current.zahlung, event)
  return {
    zahlung: current.zahlung,
    sitzung: nachBank(sitzung, current.zahlung, current.told)
  }
}

function keepDraft(world: World, state: Turn, zahlung: Zahlung): Zahlung {
  state.perform(zahlungswirkungen(zahlung, zahlung, world.clock.now()))
  return zahlung
}
