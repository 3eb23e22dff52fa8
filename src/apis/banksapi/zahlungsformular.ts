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
import type { Zahlung } from './model/zahlung.ts'
import {
  type Anmeldeantwort,
  abbruchOf,
  ausgefuellt,
  isKorrigierbar,
  nachAnmeldung,
  nachBank,
  zurEingabe
} from './model/zahlungsformular.ts'
import { isGeeignet } from './model/zahlungspruefung.ts'
import { zahlungswirkungen } from './model/zahlungswirkungen.ts'
import { failZahlung, moveZahlung, submitZahlung } from './zahlungsverkehr.ts'

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
  const current =
    zahlung.stand === 'entwurf' ? sitzung : nachBank(sitzung, zahlung, zahlung.meldungen)
  const next =
    current.schritt === 'ENDE' ? current : await step(world, state, sitzung, zahlung, eingabe)
  const abbruch = abbruchOf(next, zahlung)
  if (abbruch && next !== sitzung) failZahlung(world, state, zahlung, [abbruch])
  return next
}

async function step(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  zahlung: Zahlung,
  eingabe: Eingabe
): Promise<Sitzung> {
  const { schritt } = sitzung
  switch (eingabe.type) {
    case 'begin':
      return isUnbegun(sitzung) ? useAccess(world, state, sitzung, zahlung) : sitzung
    case 'enter-credentials':
      return schritt === 'LOGIN'
        ? login(world, state, sitzung, zahlung, eingabe.credentials)
        : sitzung
    case 'choose-access':
      return schritt === 'ANBIETER'
        ? useAccess(world, state, { ...sitzung, accessId: eingabe.accessId }, zahlung)
        : sitzung
    case 'choose-accounts':
      return schritt === 'KONTEN'
        ? choose(world, state, sitzung, zahlung, eingabe.accounts)
        : sitzung
    case 'enter-payment':
      return schritt === 'DATEN' ? fill(world, state, sitzung, zahlung, eingabe.werte) : sitzung
    case 'change-payment':
      return schritt === 'PRUEFEN' ? zurEingabe(sitzung, zahlung) : sitzung
    case 'submit':
      return schritt === 'PRUEFEN' ? submit(world, state, sitzung, zahlung) : sitzung
    case 'sca':
      return authenticate(world, state, sitzung, zahlung, eingabe.event)
    case 'decide':
      return authenticate(
        world,
        state,
        sitzung,
        zahlung,
        { type: 'decided', entscheidung: eingabe.entscheidung },
        { type: 'polled' }
      )
    default: {
      const next = advanceSitzung(sitzung, eingabe)
      return isUnbegun(next) ? useAccess(world, state, next, zahlung) : next
    }
  }
}

/** The credentials that an access has stored. */
async function useAccess(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  zahlung: Zahlung
): Promise<Sitzung> {
  const id = zugangId(sitzung.user, sitzung.accessId)
  const zugang = await state.get<Bankzugang>('bankzugaenge', id)
  if (!zugang) return goTo(sitzung, 'ANBIETER')
  const chosen = { ...sitzung, providerId: zugang.providerId }
  if (!zugang.credentials) return withoutLogin(chosen)
  return login(world, state, chosen, { ...zahlung, zugang: id }, zugang.credentials)
}

async function login(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  zahlung: Zahlung,
  credentials: Zugangsdaten
): Promise<Sitzung> {
  const { worte, codes } = zusatzOf(credentials['userid'] ?? '')
  const known = { ...sitzung, credentials }
  // assumed: how these outcomes are provoked (dossier D1b and E3)
  if (worte.has('backend'))
    return advanceSitzung(known, { type: 'broken', baReentry: 'BACKEND_ERROR' })
  if (codes.some(({ code }) => code === 'BA999'))
    return advanceSitzung(known, { type: 'broken', baReentry: 'ERROR' })
  const { providerId = '' } = sitzung
  const antwort = await answerOf(world, state, providerId, credentials, zahlung)
  const next = nachAnmeldung(sitzung, credentials, antwort, zahlung)
  keepDraft(world, state, { ...zahlung, providerId })
  return next
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
  sitzung: Sitzung,
  zahlung: Zahlung,
  [account]: readonly string[]
): Sitzung {
  const known = sitzung.zahlungskonten?.some(({ id }) => id === account)
  if (account === undefined || !known)
    return { ...sitzung, hinweis: 'Bitte wählen Sie ein Konto aus.' }
  keepDraft(world, state, { ...zahlung, produktId: account })
  return zurEingabe(sitzung, zahlung)
}

function fill(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  zahlung: Zahlung,
  werte: Readonly<Record<string, string>>
): Sitzung {
  keepDraft(world, state, { ...zahlung, inhalt: ausgefuellt(zahlung.inhalt, werte) })
  return goTo(sitzung, 'PRUEFEN')
}

async function submit(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  entwurf: Zahlung
): Promise<Sitzung> {
  const { credentials = {}, callbackUrl } = sitzung
  const paying = { ...entwurf, callbackUrl }
  const { zahlung, told } = await submitZahlung(world, state, paying, credentials, false)
  const next = nachBank(sitzung, zahlung, told)
  if (isKorrigierbar(zahlung)) keepDraft(world, state, entwurf)
  return next
}

async function authenticate(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  zahlung: Zahlung,
  ...events: readonly ScaEvent[]
): Promise<Sitzung> {
  if (sitzung.schritt !== 'SCA') return sitzung
  let current = { zahlung, told: zahlung.meldungen }
  for (const event of events)
    if (current.zahlung.sca) current = await moveZahlung(world, state, current.zahlung, event)
  return nachBank(sitzung, current.zahlung, current.told)
}

function keepDraft(world: World, state: Turn, zahlung: Zahlung): void {
  state.perform(zahlungswirkungen(zahlung, zahlung, world.clock.now()))
}
