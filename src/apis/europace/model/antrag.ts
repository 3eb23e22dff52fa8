import type { components } from '../../../contract/types/kreditsmart-antragsstatus.ts'
import type { Effect } from '../../../world/effects.ts'
import type { Kreditvorgang } from './kreditvorgang.ts'

type Schemas = components['schemas']
export type Statuswechsel = Schemas['Statuswechsel']

/** An application for a consumer loan. Instants are epoch milliseconds. */
export type Antrag = {
  /** The Antragsnummer: case, running number of the accepted offer, running number in it. */
  readonly id: string
  readonly vorgang: string
  readonly produktanbieter: string
  readonly produktanbieterantragsnummer: string
  readonly produktanbieterstatus: Stand<Schemas['Produktanbieterstatus']>
  readonly antragstellerstatus: Stand<Schemas['Antragstellerstatus']>
  /** Every comment with its hints, the oldest first. */
  readonly kommentare: readonly Kommentar[]
  /** Every change of a status, the oldest first. */
  readonly verlauf: readonly Wechsel[]
  readonly angelegtAt: number
  readonly geaendertAt: number
}

/** One side of an application: its status, and the last that was said with it. documented: the export API (dossier D2) */
type Stand<Status> = Gesagtes & { readonly status: Status; readonly letzteAenderungAt: number }

type Gesagtes = {
  readonly kommentar?: string | undefined
  readonly hinweise?: readonly string[] | undefined
}

type Kommentar = Gesagtes & { readonly at: number }

type Wechsel = {
  readonly at: number
  readonly seite: 'PRODUKTANBIETER' | 'ANTRAGSTELLER'
  readonly von?: string
  readonly nach: string
}

/** The application that comes of an accepted offer, and its case. assumed: its numbers and first states (dossier D3) */
export function antragAnlegen(
  vorgang: Kreditvorgang,
  produktanbieter: string,
  produktanbieterantragsnummer: string,
  now: number
): { readonly antrag: Antrag; readonly effects: readonly Effect[] } {
  const id = nextAntragsnummer(vorgang)
  const antrag: Antrag = {
    id,
    vorgang: vorgang.id,
    produktanbieter,
    produktanbieterantragsnummer,
    produktanbieterstatus: { status: 'NICHT_BEARBEITET', letzteAenderungAt: now },
    antragstellerstatus: { status: 'BEANTRAGT', letzteAenderungAt: now },
    kommentare: [],
    verlauf: [
      { at: now, seite: 'PRODUKTANBIETER', nach: 'NICHT_BEARBEITET' },
      { at: now, seite: 'ANTRAGSTELLER', nach: 'BEANTRAGT' }
    ],
    angelegtAt: now,
    geaendertAt: now
  }
  const meldung = `Antrag ${id} bei ${produktanbieter} gestellt`
  const verlaengert: Kreditvorgang = {
    ...vorgang,
    antraege: [...vorgang.antraege, id],
    geaendertAt: now,
    ereignisse: [...vorgang.ereignisse, { at: now, aktivitaet: 'ANTRAG_GESTELLT', meldung }]
  }
  return {
    antrag,
    effects: [
      { do: 'put', collection: 'antraege', document: antrag },
      { do: 'put', collection: 'vorgaenge', document: verlaengert }
    ]
  }
}

export function nextAntragsnummer({ id, antraege }: Kreditvorgang): string {
  return `${id}/${antraege.length + 1}/1`
}

/**
 * An application after a call; the same one when the call says nothing new. Any status may follow any other.
 * documented: seed 3; a comment of a repeated status is added all the same
 */
export function statusAendern(antrag: Antrag, wechsel: Statuswechsel, now: number): Antrag {
  const gesagt = gesagtesIn(wechsel)
  const { produktanbieterstatus: beimAnbieter, antragstellerstatus: beimAntragsteller } = wechsel
  // assumed: the lender calls, so what is said without a status is said by its side
  const isOnlySaid = beimAnbieter === undefined && beimAntragsteller === undefined
  const current = isOnlySaid ? antrag.produktanbieterstatus.status : beimAnbieter
  const anbieter = fortschreiben(antrag.produktanbieterstatus, current, gesagt, now)
  const antragsteller = fortschreiben(antrag.antragstellerstatus, beimAntragsteller, gesagt, now)
  const verlauf: Wechsel[] = []
  if (anbieter.status !== antrag.produktanbieterstatus.status) {
    const von = antrag.produktanbieterstatus.status
    verlauf.push({ at: now, seite: 'PRODUKTANBIETER', von, nach: anbieter.status })
  }
  if (antragsteller.status !== antrag.antragstellerstatus.status) {
    const von = antrag.antragstellerstatus.status
    verlauf.push({ at: now, seite: 'ANTRAGSTELLER', von, nach: antragsteller.status })
  }
  if (verlauf.length === 0 && !gesagt) return antrag
  return {
    ...antrag,
    produktanbieterstatus: anbieter,
    antragstellerstatus: antragsteller,
    kommentare: gesagt ? [...antrag.kommentare, { at: now, ...gesagt }] : antrag.kommentare,
    verlauf: [...antrag.verlauf, ...verlauf],
    geaendertAt: now
  }
}

/** What a call says beside the status; empty texts say nothing. */
function gesagtesIn({ kommentar, hinweise }: Statuswechsel): Gesagtes | undefined {
  const hints = (hinweise ?? []).filter(text => text !== '')
  if (!kommentar && hints.length === 0) return undefined
  return { ...(kommentar && { kommentar }), ...(hints.length > 0 && { hinweise: hints }) }
}

/** One side after a call that names a status for it. What was said with an earlier status does not stay. */
function fortschreiben<Status extends string>(
  stand: Stand<Status>,
  status: Status | undefined,
  gesagt: Gesagtes | undefined,
  now: number
): Stand<Status> {
  if (status === undefined) return stand
  if (status === stand.status) return gesagt ? { ...stand, ...gesagt } : stand
  return { status, letzteAenderungAt: now, ...gesagt }
}
