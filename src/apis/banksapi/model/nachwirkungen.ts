import type { Effect, Job } from '../../../world/effects.ts'
import { type Bankzugang, produktKey } from './bankzugang.ts'
import { SCA_TIMEOUT_MINUTES, type Sca, verfahrenOf } from './sca.ts'

export const SCA_TIMEOUT = 'banksapi/sca-timeout'
export const ZUGANG_TIMEOUT = 'banksapi/zugang-timeout'
export const HINTERGRUND = 'banksapi/background-update'

/** Something on the virtual phone of a person. */
export type Nachricht = {
  readonly id: string
  /** The login at the bank. */
  readonly person: string
  readonly at: number
  readonly art: 'sms' | 'push'
  readonly text: string
  readonly tan?: string
  /** What a push asks about; `state` tells what became of it. */
  readonly freigabe?: { readonly sca: string; readonly halter: Halter; readonly state: Stand }
}

type Stand = 'offen' | 'bestaetigt' | 'abgelehnt'

/** The document that holds an authentication. */
export type Halter = { readonly collection: string; readonly id: string }

/** Everything that follows from a new state of an access: to keep it, timers, the phone. */
export function nachwirkungen(
  vorher: Bankzugang | undefined,
  zugang: Bankzugang,
  person: string,
  now: number
): readonly Effect[] {
  const halter = { collection: 'bankzugaenge', id: zugang.id }
  return [
    { do: 'put', collection: 'bankzugaenge', document: zugang },
    ...scaWirkungen(vorher?.offen?.sca, zugang.offen?.sca, halter, now),
    ...telefonWirkungen(vorher?.offen?.sca, zugang.offen?.sca, halter, person, now),
    ...(vorher === undefined ? [...timeoutOf(zugang), ...hintergrundOf(zugang, now)] : [])
  ]
}

/** Everything that goes with an access: its timers and the bookings that were pushed to it. */
export function vergessen(zugang: Bankzugang): readonly Effect[] {
  const schluessel = zugang.produkte.map(({ id }) => produktKey(zugang, id))
  return [
    { do: 'remove', collection: 'bankzugaenge', id: zugang.id },
    ...['umsaetze', 'kategorisiert'].flatMap(collection =>
      schluessel.map(id => ({ do: 'remove', collection, id }) as const)
    ),
    ...(zugang.offen ? [{ do: 'cancel', job: jobId(zugang.offen.sca) } as const] : []),
    { do: 'cancel', job: `${ZUGANG_TIMEOUT}-${zugang.id}` },
    { do: 'cancel', job: hintergrundJob(zugang, 0).id }
  ]
}

/** The timer of an authentication that began, or that is over. */
export function scaWirkungen(
  vorher: Sca | undefined,
  sca: Sca | undefined,
  halter: Halter,
  now: number
): readonly Effect[] {
  const ended = vorher && vorher.id !== sca?.id
  const gone: readonly Effect[] = ended ? [{ do: 'cancel', job: jobId(vorher) }] : []
  if (!sca || (!ended && sca.begonnenAt === vorher?.begonnenAt)) return gone
  const job = {
    id: jobId(sca),
    kind: SCA_TIMEOUT,
    dueAt: now + SCA_TIMEOUT_MINUTES * 60_000,
    about: `strong authentication ${sca.id} times out`,
    payload: { collection: halter.collection, id: halter.id, sca: sca.id }
  }
  return [...gone, { do: 'schedule', job }]
}

/** What a text message and a push say, as far as it depends on what is authenticated. */
export type Anlass = { readonly sms: string; readonly push: string }

const ZUGRIFF: Anlass = {
  sms: 'Ihre TAN lautet',
  push: 'Möchten Sie den Zugriff auf Ihre Konten freigeben?'
}

/** A new challenge of a kind that reaches the customer somewhere else. */
export function telefonWirkungen(
  vorher: Sca | undefined,
  sca: Sca | undefined,
  halter: Halter,
  person: string,
  now: number,
  anlass: Anlass = ZUGRIFF
): readonly Effect[] {
  if (sca?.schritt !== 'CHALLENGE') return []
  if (vorher?.id === sca.id && vorher.schritt === 'CHALLENGE') return []
  const base = { id: sca.id, person, at: now }
  if (sca.tan !== undefined) {
    const text = `${anlass.sms} ${sca.tan}. Geben Sie sie niemandem weiter.`
    const document: Nachricht = { ...base, art: 'sms', text, tan: sca.tan }
    return [{ do: 'put', collection: 'nachrichten', document }]
  }
  if (verfahrenOf(sca)?.art !== 'entkoppelt') return []
  const text = anlass.push
  const freigabe = { sca: sca.id, halter, state: 'offen' as const }
  const document: Nachricht = { ...base, art: 'push', text, freigabe }
  return [{ do: 'put', collection: 'nachrichten', document }]
}

function timeoutOf({ id, timeoutAt, accessId }: Bankzugang): readonly Effect[] {
  if (timeoutAt === undefined) return []
  const job = {
    id: `${ZUGANG_TIMEOUT}-${id}`,
    kind: ZUGANG_TIMEOUT,
    dueAt: timeoutAt,
    about: `bank access ${accessId} is forgotten`,
    payload: { zugang: id }
  }
  return [{ do: 'schedule', job }]
}

/** documented: dossier D6, up to four runs a day; assumed: the first one after six hours */
const FIRST_RUN_MS = 6 * 60 * 60 * 1000

function hintergrundOf(zugang: Bankzugang, now: number): readonly Effect[] {
  if (!zugang.sync || zugang.type === 'BUILDER') return []
  return [{ do: 'schedule', job: hintergrundJob(zugang, now + FIRST_RUN_MS) }]
}

/** The next background update of an access. */
export function hintergrundJob({ id, accessId }: Bankzugang, dueAt: number): Job {
  return {
    id: `${HINTERGRUND}-${id}`,
    kind: HINTERGRUND,
    dueAt,
    about: `bank access ${accessId} is updated in the background`,
    payload: { zugang: id }
  }
}

function jobId({ id }: Sca): string {
  return `${SCA_TIMEOUT}-${id}`
}
