import type { Effect } from '../../world/effects.ts'
import type { Turn, World } from '../../world/world.ts'
import { fetchEntwurf, moveEntwurf } from './bank.ts'
import type { Eingabe } from './eingabe.ts'
import { isAborting } from './model/abruf.ts'
import { loginOf, type Zugangsdaten, zusatzOf } from './model/anmeldung.ts'
import { type Bankzugang, neuerBankzugang } from './model/bankzugang.ts'
import { nachwirkungen, telefonWirkungen } from './model/nachwirkungen.ts'
import {
  advanceSitzung,
  type BankAnswer,
  begun,
  isUnbegun,
  type Sitzung,
  withoutLogin
} from './model/regprotect.ts'
import type { ScaEvent } from './model/sca.ts'
import { isOffen, type Zahlung } from './model/zahlung.ts'
import { isAlive } from './sitzung-oeffnen.ts'
import { moveFormular } from './zahlungsformular.ts'

/** The session after the customer did something, in a turn; all that follows from it is kept. */
export async function act(
  world: World,
  id: string,
  eingabe: Eingabe
): Promise<Sitzung | undefined> {
  return world.turn(state => actIn(world, state, id, eingabe))
}

/** The same inside a turn. */
export async function actIn(
  world: World,
  state: Turn,
  id: string,
  eingabe: Eingabe
): Promise<Sitzung | undefined> {
  const sitzung = await state.get<Sitzung>('sitzungen', id)
  if (!sitzung || !isAlive(sitzung, world)) return undefined
  const next = await (sitzung.zahlung === undefined ? move : moveFormular)(
    world,
    state,
    sitzung,
    eingabe
  )
  if (next !== sitzung) state.perform(folgen(sitzung, next, eingabe, world))
  return next
}

/** A session as it is to be shown: the bank was asked where it has to be, and what ended elsewhere ended here too. */
export async function lookAt(world: World, sitzung: Sitzung): Promise<Sitzung> {
  const { id, schritt, zahlung: zahlungId = '' } = sitzung
  const zahlung = await world.store.get<Zahlung>('zahlungen', zahlungId)
  const isOver = zahlung !== undefined && !isOffen(zahlung) && schritt !== 'ENDE'
  if (!isOver && !isUnbegun(sitzung)) return sitzung
  return (await act(world, id, { type: 'begin' })) ?? sitzung
}

async function move(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  eingabe: Eingabe
): Promise<Sitzung> {
  switch (eingabe.type) {
    case 'enter-credentials':
      return sitzung.schritt === 'LOGIN'
        ? login(world, state, sitzung, eingabe.credentials)
        : sitzung
    case 'begin':
      return isUnbegun(sitzung) ? begin(world, state, begun(sitzung)) : sitzung
    case 'sca':
      return step(world, state, sitzung, eingabe.event)
    case 'decide': {
      const decided = { type: 'decided', entscheidung: eingabe.entscheidung } as const
      const told = await step(world, state, sitzung, decided)
      return step(world, state, told, { type: 'polled' })
    }
    case 'choose-access':
    case 'enter-payment':
    case 'change-payment':
    case 'submit':
      return sitzung
    default:
      return advanceSitzung(sitzung, eingabe)
  }
}

/** assumed: an access without stored credentials asks for them (dossier D3) */
async function begin(world: World, state: Turn, sitzung: Sitzung): Promise<Sitzung> {
  const { credentials = {} } = sitzung
  return Object.keys(credentials).length > 0
    ? login(world, state, sitzung, credentials)
    : withoutLogin(sitzung)
}

async function login(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  credentials: Zugangsdaten
): Promise<Sitzung> {
  const { worte, codes } = zusatzOf(credentials['userid'] ?? '')
  const broken = (baReentry: 'BACKEND_ERROR' | 'ERROR') =>
    advanceSitzung({ ...sitzung, credentials }, { type: 'broken', baReentry })
  // assumed: how these outcomes are provoked (dossier D1b and E3)
  if (worte.has('backend')) return broken('BACKEND_ERROR')
  if (codes.some(({ code }) => code === 'BA999')) return broken('ERROR')
  const entwurf = entwurfOf(sitzung, credentials, world)
  const fetched = await fetchEntwurf(world, state, entwurf, sitzung.wunsch, credentials, true)
  return advanceSitzung(sitzung, {
    type: 'bank-answered',
    answer: answerOf(fetched),
    credentials
  })
}

async function step(
  world: World,
  state: Turn,
  sitzung: Sitzung,
  event: ScaEvent
): Promise<Sitzung> {
  if (sitzung.schritt !== 'SCA' || !sitzung.entwurf) return sitzung
  const { zugang, told } = await moveEntwurf(world, state, sitzung.entwurf, event)
  const failed = told.some(({ code }) => code === 'BA3040')
  const hinweis = told.find(({ level }) => level === 'ERROR')?.message ?? changed(told[0]?.details)
  const answer: BankAnswer = failed
    ? { entwurf: zugang, is: 'sca-failed' }
    : { ...answerOf(zugang), ...(hinweis !== undefined && { hinweis }) }
  return advanceSitzung(sitzung, { type: 'bank-answered', answer })
}

/** The usual text of a challenge is no news. */
function changed(details: string | undefined): string | undefined {
  return details?.startsWith('TAN falsch') ? details : undefined
}

function answerOf(entwurf: Bankzugang): BankAnswer {
  if (entwurf.offen) return { entwurf, is: 'sca' }
  // What only some products suffer from is no reason to stop.
  const error = entwurf.versuch.meldungen.find(one => one.level === 'ERROR' && isAborting(one.code))
  if (!error) return { entwurf, is: 'done' }
  const hinweis = [error.message, error.details].filter(Boolean).join('. ')
  if (error.code === 'BA1010') return { entwurf, is: 'locked', hinweis }
  const isWrong = error.code === 'BA1011' || error.code === 'BA1012'
  return { entwurf, is: isWrong ? 'wrong-login' : 'failed', hinweis }
}

function entwurfOf(sitzung: Sitzung, credentials: Zugangsdaten, world: World): Bankzugang {
  const { entwurf, user, tenant, accessId, providerId = '' } = sitzung
  if (entwurf && entwurf.providerId === providerId) return { ...entwurf, credentials }
  const was = { user, tenant, accessId, providerId, type: 'DEFAULT', sync: true } as const
  return { ...neuerBankzugang(was, world.clock.now()), credentials }
}

/** What is kept after a step: the session, messages on the phone, in the end the access itself. */
function folgen(
  vorher: Sitzung,
  sitzung: Sitzung,
  eingabe: Eingabe,
  world: World
): readonly Effect[] {
  const now = world.clock.now()
  const person = loginOf(sitzung.credentials?.['userid'] ?? '')
  const halter = { collection: 'sitzungen', id: sitzung.id }
  const isKept = sitzung.baReentry === 'ACCOUNT_CREATED' || sitzung.baReentry === 'FINISHED'
  return [
    { do: 'put', collection: 'sitzungen', document: sitzung },
    ...telefonWirkungen(
      vorher.entwurf?.offen?.sca,
      sitzung.entwurf?.offen?.sca,
      halter,
      person,
      now
    ),
    ...(eingabe.type === 'accept-terms'
      ? [{ do: 'put', collection: 'einwilligungen', document: { id: sitzung.user } } as const]
      : []),
    ...(isKept && sitzung.entwurf ? nachwirkungen(undefined, sitzung.entwurf, person, now) : [])
  ]
}
