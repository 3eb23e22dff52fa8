import type { components } from '../../../contract/types/kreditsmart-vorgang-import.ts'
import type { Effect } from '../../../world/effects.ts'
import { type Betreuung, betreuungFor, exists, mayRead, type Partnerregel } from './betreuung.ts'
import { applyImportregeln } from './importregeln.ts'
import { type Importhinweis, nichtUebernommen } from './meldung.ts'
import { PARTNER_ID, type Partnerbaum } from './partner.ts'
import { type Objekt, type Umbau, without } from './umbau.ts'
import type { Ablehnung, Ereignis, Vorgang } from './vorgang.ts'

type Schemas = components['schemas']
export type Importangaben = Schemas['Vorgang']

/** A case as KreditSmart keeps it. Instants are epoch milliseconds. */
export type Kreditvorgang = {
  /** The Vorgangsnummer. */
  readonly id: string
  readonly produkt: 'KREDITSMART'
  readonly status: 'AKTIV' | 'ARCHIVIERT'
  readonly datenkontext: 'ECHT_GESCHAEFT' | 'TEST_MODUS'
  readonly betreuung: Betreuung
  /** What was imported, without all that was not processed. It follows the schema Vorgang of the contract. */
  readonly angaben: Importangaben
  /** Ids of the one or two Antragsteller. */
  readonly antragsteller: readonly string[]
  /** Antragsnummern, the oldest first. */
  readonly antraege: readonly string[]
  /** Linked cases of BaufiSmart. */
  readonly verknuepft?: readonly string[]
  readonly angelegtAt: number
  readonly geaendertAt: number
  readonly ereignisse: readonly Ereignis[]
}

/** Who asks, what is known, and how this workspace decides. */
export type Importumstaende = {
  readonly subject: string
  readonly isProduction: boolean
  readonly baum: Partnerbaum
  readonly now: number
  /** The day in Berlin. */
  readonly today: string
  readonly umbau: Umbau
  /** Makes ids, the same for the same name. */
  readonly neueId: (name: string) => string
  /** The case that baufiSmartVorgangsnummer names, if there is one. */
  readonly verwandter: Vorgang | Kreditvorgang | undefined
  readonly regeln: { readonly partners: Partnerregel; readonly updateRules: boolean | 'all' }
}

export type Importiert = {
  readonly vorgang: Kreditvorgang
  readonly hinweise: readonly Importhinweis[]
  readonly effects: readonly Effect[]
}

/** A new case from a body that was read. Nothing but the Kundenbetreuer can refuse it. documented: dossier C1 and C3 */
export function vorgangImportieren(
  nummer: string,
  body: Importangaben,
  umstaende: Importumstaende
): Importiert | Ablehnung {
  const { subject, isProduction, baum, now, neueId } = umstaende
  if (isProduction && !baum.get(subject)?.rechte.includes('KREDIT_SMART_ECHTGESCHAEFT')) {
    return { abgelehnt: 403, detail: `${subject} has no right to production cases of KreditSmart` }
  }
  const besetzt = besetzen(body, umstaende)
  if ('abgelehnt' in besetzt) return besetzt
  const verknuepfung = verknuepfen(besetzt.angaben, umstaende)
  const { vorgang: angaben, hinweise } = applyImportregeln(
    withoutEmptyKommentare(besetzt.angaben),
    lageOf(besetzt.angaben, umstaende),
    umstaende.umbau
  )
  const vorgang: Kreditvorgang = {
    id: nummer,
    produkt: 'KREDITSMART',
    status: 'AKTIV',
    datenkontext: isProduction ? 'ECHT_GESCHAEFT' : 'TEST_MODUS',
    betreuung: besetzt.betreuung,
    angaben,
    // assumed: the answer always shows a first one, so there always is one
    antragsteller: ['1', ...(angaben.antragsteller2 ? ['2'] : [])].map(neueId),
    antraege: [],
    ...(verknuepfung.mit && { verknuepft: [verknuepfung.mit.id] }),
    angelegtAt: now,
    geaendertAt: now,
    ereignisse: [{ at: now, aktivitaet: 'VORGANG_ANGELEGT', meldung: 'Vorgang importiert' }]
  }
  return {
    vorgang,
    hinweise: [...besetzt.hinweise, ...verknuepfung.hinweise, ...hinweise],
    effects: [
      { do: 'put', collection: 'vorgaenge', document: vorgang },
      ...(verknuepfung.mit ? [linked(verknuepfung.mit, nummer)] : []),
      ...mailFor(vorgang, umstaende)
    ]
  }
}

/**
 * Who looks after the case. documented: seed 2, “A valid Kundenbetreuer-Partner-ID is missing”;
 * assumed: the others are left out when they may not be named
 */
function besetzen(body: Importangaben, { subject, baum, regeln }: Importumstaende) {
  const kundenbetreuer = body.kundenbetreuer?.partnerId
  if (kundenbetreuer === undefined) return ohneKundenbetreuer('kundenbetreuer.partnerId is missing')
  if (!PARTNER_ID.test(kundenbetreuer) && !baum.has(kundenbetreuer))
    return ohneKundenbetreuer('kundenbetreuer.partnerId is not of the form ABC12')
  const bearbeiter = body.bearbeiter?.partnerId
  const wunsch = { kundenbetreuer, bearbeiter }
  const rollen = betreuungFor(subject, wunsch, baum, regeln.partners)
  if ('verboten' in rollen && rollen.verboten === 'kundenbetreuer')
    return ohneKundenbetreuer(
      `${kundenbetreuer} is not a partner for whom ${subject} may take over`
    )

  const tippgeber = body.tippgeber?.partnerId
  const lost = [
    ...(body.bearbeiter && ('verboten' in rollen || bearbeiter === undefined)
      ? ['bearbeiter']
      : []),
    ...(body.tippgeber && !(tippgeber && exists(baum, tippgeber, regeln.partners))
      ? ['tippgeber']
      : [])
  ]
  return {
    betreuung: 'verboten' in rollen ? { kundenbetreuer } : rollen.betreuung,
    angaben: without(body as unknown as Objekt, ...lost) as unknown as Importangaben,
    hinweise: lost.map(name => nichtUebernommen(name, 'nennt keinen zulässigen Partner'))
  }
}

function ohneKundenbetreuer(detail: string): Ablehnung {
  return { abgelehnt: 422, detail: `A valid Kundenbetreuer-Partner-ID is missing: ${detail}` }
}

/** assumed: an unknown number is stored with a hint, a known one links both cases (dossier C2) */
function verknuepfen(
  { baufiSmartVorgangsnummer: gesucht }: Importangaben,
  { verwandter, subject, baum }: Importumstaende
): { readonly mit?: Vorgang; readonly hinweise: readonly Importhinweis[] } {
  if (!gesucht) return { hinweise: [] }
  const isTheirs = verwandter && mayRead(verwandter.betreuung, subject, baum)
  if (isTheirs && verwandter.produkt === 'BAUFISMART') return { mit: verwandter, hinweise: [] }
  const path = 'baufiSmartVorgangsnummer'
  const reason = 'Zur Angabe {} wurde kein Vorgang gefunden; sie wurde trotzdem übernommen.'
  return { hinweise: [{ path, value: gesucht, reason, lost: false }] }
}

function linked(vorgang: Vorgang, nummer: string): Effect {
  const document: Vorgang = {
    ...vorgang,
    verknuepft: [...(vorgang.verknuepft ?? []), nummer]
  }
  return { do: 'put', collection: 'vorgaenge', document }
}

function lageOf(angaben: Importangaben, { today, regeln }: Importumstaende) {
  return {
    today,
    hasSecond: angaben.antragsteller2 !== undefined,
    finanzierungszweck: angaben.finanzbedarf?.finanzierungszweck,
    updateRules: regeln.updateRules
  }
}

/** assumed: as the update API has it (dossier C3, rule 12) */
function withoutEmptyKommentare(angaben: Importangaben): Importangaben {
  if (!angaben.kommentare) return angaben
  return { ...angaben, kommentare: angaben.kommentare.filter(text => text.trim() !== '') }
}

/** documented: seed 2, “the Kundenbetreuer receives a confirmation email” */
function mailFor(
  { id, angaben, betreuung }: Kreditvorgang,
  { now, neueId }: Importumstaende
): readonly Effect[] {
  if (angaben.benachrichtigung?.aktiv !== true) return []
  const document = {
    id: neueId('email'),
    an: betreuung.kundenbetreuer,
    betreff: `Vorgang ${id} wurde importiert`,
    vorgang: id,
    at: now
  }
  return [{ do: 'put', collection: 'emails', document }]
}
