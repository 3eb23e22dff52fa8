import { type Meldung, meldung } from './meldung.ts'
import { medienVon, type Verfahren, verfahrenMit } from './verfahren.ts'

/** A strong authentication that is under way. Instants are epoch milliseconds. */
export type Sca = {
  /** The consent id. */
  readonly id: string
  readonly schritt: 'METHODE' | 'MEDIUM' | 'CHALLENGE'
  /** Codes of the procedures on offer. */
  readonly angebot: readonly number[]
  /** Names of the customer's media. */
  readonly medien: readonly string[]
  readonly verfahren?: number
  readonly medium?: string
  /** The TAN that was sent by SMS, for procedures that send one. */
  readonly tan?: string
  readonly fehlversuche: number
  /** How often a client asked whether the customer has confirmed. */
  readonly abfragen: number
  /** What the customer decided on the phone or on the page of the bank. */
  readonly entscheidung?: 'bestaetigt' | 'abgelehnt'
  readonly begonnenAt: number
}

/** What the customer or the client does. */
export type ScaEvent =
  | { readonly type: 'method'; readonly kodierung: number }
  | { readonly type: 'medium'; readonly name: string }
  | { readonly type: 'tan'; readonly tan: string }
  /** A client asks whether the customer has confirmed. */
  | { readonly type: 'polled' }
  /** “I have confirmed in the app”. */
  | { readonly type: 'claimed' }
  | { readonly type: 'decided'; readonly entscheidung: 'bestaetigt' | 'abgelehnt' }
  | { readonly type: 'cancelled' }

export type ScaOutcome =
  | { readonly is: 'open'; readonly sca: Sca; readonly meldungen: readonly Meldung[] }
  | { readonly is: 'done'; readonly sca: Sca }
  | { readonly is: 'failed'; readonly meldung: Meldung }

export type Einstellung = { readonly verfahren: number; readonly medium?: string }

/** How decoupled procedures are confirmed: by themselves after so many polls, or by the phone alone with 0. */
export type Regeln = { readonly pollsUntilConfirmed: number }

const MOST_FAILURES = 3

/** documented: three wrong TANs; assumed: how long a step may take (dossier D0) */
export const SCA_TIMEOUT_MINUTES = 5

/**
 * A new authentication. Saved settings and choices with one answer are not asked for. `undefined` when the bank offers
 * no procedure. documented: dossier D2 and D3 (queryTanSettings)
 */
export function startSca(
  id: string,
  angebot: readonly number[],
  medien: readonly string[],
  gespeichert: Einstellung | undefined,
  now: number,
  neueTan: () => string
): Sca | undefined {
  if (angebot.length === 0) return undefined
  const sca: Sca = {
    id,
    schritt: 'METHODE',
    angebot,
    medien,
    fehlversuche: 0,
    abfragen: 0,
    begonnenAt: now
  }
  const isOffered = gespeichert !== undefined && angebot.includes(gespeichert.verfahren)
  if (isOffered) return chooseMethod(sca, gespeichert.verfahren, now, neueTan, gespeichert.medium)
  return angebot.length === 1 ? chooseMethod(sca, angebot[0] as number, now, neueTan) : sca
}

/** What becomes of an authentication when something happens. What does not fit the step changes nothing. */
export function advanceSca(
  sca: Sca,
  event: ScaEvent,
  regeln: Regeln,
  now: number,
  neueTan: () => string
): ScaOutcome {
  const art = verfahrenOf(sca)?.art
  if (event.type === 'cancelled')
    return art === 'umleitung' ? failed('Redirect-SCA wurde abgebrochen') : open(sca)
  switch (sca.schritt) {
    case 'METHODE':
      return event.type === 'method' ? withMethod(sca, event.kodierung, now, neueTan) : open(sca)
    case 'MEDIUM':
      return event.type === 'medium' ? withMedium(sca, event.name, now, neueTan) : open(sca)
    case 'CHALLENGE':
      return art === 'tan' ? judgeTan(sca, event) : judgeDecision(sca, event, regeln)
  }
}

/** The message of an authentication that nobody finished in time. documented: dossier F */
export function timedOut(): Meldung {
  return meldung('BA3040', 'Zeit abgelaufen')
}

/** The message of an open step. documented: dossier D0 */
export function meldungOf(sca: Sca): Meldung {
  if (sca.schritt === 'METHODE') return meldung('BA3010')
  if (sca.schritt === 'MEDIUM') return meldung('BA3020')
  if (verfahrenOf(sca)?.art === 'umleitung') return meldung('BA3005')
  if (sca.fehlversuche === 0) return meldung('BA3030')
  const left = MOST_FAILURES - sca.fehlversuche
  return meldung('BA3030', `TAN falsch. Noch ${left} ${left === 1 ? 'Versuch' : 'Versuche'}.`)
}

/** The procedure that was chosen. */
export function verfahrenOf(sca: Sca): Verfahren | undefined {
  return sca.verfahren === undefined ? undefined : verfahrenMit(sca.verfahren)
}

/** Settings worth saving after a success. */
export function einstellungOf(sca: Sca): Einstellung | undefined {
  if (sca.verfahren === undefined) return undefined
  return { verfahren: sca.verfahren, ...(sca.medium !== undefined && { medium: sca.medium }) }
}

function withMethod(sca: Sca, kodierung: number, now: number, neueTan: () => string): ScaOutcome {
  // assumed: an unknown choice is told, and the step stays (dossier D2)
  if (!sca.angebot.includes(kodierung)) return open(sca, meldung('BA1101'))
  return open(chooseMethod(sca, kodierung, now, neueTan))
}

function withMedium(sca: Sca, name: string, now: number, neueTan: () => string): ScaOutcome {
  const known = usableMedien(sca).some(medium => medium.name === name)
  if (!known) return open(sca, meldung('BA1102'))
  return open(challenge({ ...sca, medium: name }, now, neueTan))
}

/** The media that go with the chosen procedure. */
export function usableMedien(sca: Sca): ReturnType<typeof medienVon> {
  const verfahren = verfahrenOf(sca)
  return verfahren ? medienVon(sca.medien, verfahren) : []
}

function chooseMethod(
  sca: Sca,
  kodierung: number,
  now: number,
  neueTan: () => string,
  medium?: string
): Sca {
  const chosen: Sca = { ...sca, verfahren: kodierung, begonnenAt: now }
  const medien = usableMedien(chosen)
  if (medien.length === 0) return challenge(chosen, now, neueTan)
  const name = medien.length === 1 ? medien[0]?.name : medium
  const isKnown = name !== undefined && medien.some(one => one.name === name)
  return isKnown
    ? challenge({ ...chosen, medium: name }, now, neueTan)
    : { ...chosen, schritt: 'MEDIUM' }
}

function challenge(sca: Sca, now: number, neueTan: () => string): Sca {
  const verfahren = verfahrenOf(sca)
  const isSent = verfahren?.art === 'tan' && verfahren.isRight === undefined
  return {
    ...sca,
    schritt: 'CHALLENGE',
    begonnenAt: now,
    ...(isSent && { tan: neueTan() })
  }
}

function judgeTan(sca: Sca, event: ScaEvent): ScaOutcome {
  if (event.type !== 'tan') return open(sca)
  const isRight = verfahrenOf(sca)?.isRight ?? (tan => tan === sca.tan)
  if (isRight(event.tan.trim())) return { is: 'done', sca }
  const fehlversuche = sca.fehlversuche + 1
  return fehlversuche < MOST_FAILURES
    ? open({ ...sca, fehlversuche })
    : failed('TAN dreimal falsch eingegeben')
}

/** Decoupled and redirect: the customer decides somewhere else. */
function judgeDecision(sca: Sca, event: ScaEvent, { pollsUntilConfirmed }: Regeln): ScaOutcome {
  if (event.type === 'decided') return open({ ...sca, entscheidung: event.entscheidung })
  if (event.type !== 'polled' && event.type !== 'claimed') return open(sca)
  if (sca.entscheidung === 'abgelehnt') return failed('Vorgang abgelehnt')
  if (sca.entscheidung === 'bestaetigt') return { is: 'done', sca }
  if (verfahrenOf(sca)?.art === 'umleitung' || event.type === 'claimed') return open(sca)
  const abfragen = sca.abfragen + 1
  // assumed: confirmed by itself, so that a client can be tested without a hand on the phone (dossier D2)
  return pollsUntilConfirmed > 0 && abfragen >= pollsUntilConfirmed
    ? { is: 'done', sca }
    : open({ ...sca, abfragen })
}

function open(sca: Sca, ...before: readonly Meldung[]): ScaOutcome {
  return { is: 'open', sca, meldungen: [...before, meldungOf(sca)] }
}

function failed(details: string): ScaOutcome {
  return { is: 'failed', meldung: meldung('BA3040', details) }
}
