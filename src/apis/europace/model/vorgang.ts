import type { components } from '../../../contract/types/europace-kundenangaben.ts'
import { findAuffaelligkeiten, ratesWithoutRestschuld } from './auffaelligkeiten.ts'
import {
  type Betreuung,
  bearbeiterAfterReplacing,
  betreuungFor,
  exists,
  mayRead,
  type Partnerregel
} from './betreuung.ts'
import { bestandOf, kennungenFor, MIT_KENNUNG, withId } from './kennungen.ts'
import { keepValidation, kontakteOf } from './kontaktpruefung.ts'
import type { Partnerbaum } from './partner.ts'
import { collectReferenzen, danglingLoans, dropDangling, VERWEISENDE } from './referenzen.ts'
import { applyServerregeln, GEREGELTE } from './serverregeln.ts'
import type { Hinweis, Objekt, Umbau } from './umbau.ts'
import { replaceDeprecated, VERALTETE } from './veraltet.ts'

type Schemas = components['schemas']
export type Kundenangaben = Schemas['Kundenangaben']
type ImportMetadaten = Schemas['ImportMetadaten']

/** A case as BaufiSmart keeps it. Instants are epoch milliseconds. */
export type Vorgang = {
  /** The Vorgangsnummer. */
  readonly id: string
  readonly produkt: 'BAUFISMART'
  readonly status: 'AKTIV' | 'ARCHIVIERT'
  readonly datenkontext: ImportMetadaten['datenkontext']
  readonly betreuung: Betreuung
  readonly metadaten: Omit<ImportMetadaten, 'datenkontext' | 'betreuung' | 'tippgeber'>
  readonly tippgeber?: Schemas['Tippgeber'] | undefined
  readonly kundenangaben: Kundenangaben
  /** Linked cases of KreditSmart. */
  readonly verknuepft?: readonly string[] | undefined
  readonly angelegtAt: number
  readonly geaendertAt: number
  readonly ereignisse: readonly Ereignis[]
}

export type Ereignis = {
  readonly at: number
  readonly aktivitaet: string
  readonly meldung: string
}

/** Who asks, what is known, and how this workspace decides. */
export type Umstaende = {
  readonly subject: string
  readonly scopes: ReadonlySet<string>
  /** The client may set what else only the server sets. */
  readonly trusted: boolean
  readonly baum: Partnerbaum
  readonly now: number
  /** The day in Berlin. */
  readonly today: string
  readonly umbau: Umbau
  /** Makes internal ids. */
  readonly neueId: () => string
  readonly regeln: Regeln
}

export type Regeln = {
  readonly partners: Partnerregel
  readonly bearbeiter: 'takeover' | 'strict'
  readonly requireEchtgeschaeftOnRead: boolean
  readonly fillNebenkosten: boolean
  readonly hiddenRules: boolean
}

export type Ablehnung = { readonly abgelehnt: 403 | 409 | 422; readonly detail: string }

export type Ergebnis =
  | { readonly vorgang: Vorgang; readonly hinweise: readonly Hinweis[] }
  | Ablehnung

/** A new case from a request that was read and checked. documented: dossier B5, in its order */
export function vorgangAnlegen(
  nummer: string,
  request: Schemas['ImportKundenangabenRequest'],
  umstaende: Umstaende
): Ergebnis {
  const { datenkontext, betreuung: wunsch, tippgeber, ...metadaten } = request.importMetadaten
  const { subject, baum, now, regeln } = umstaende
  if (!mayTouch(datenkontext, umstaende)) return echtgeschaeftFehlt()
  const rollen = betreuungFor(subject, wunsch, baum, regeln.partners)
  if ('verboten' in rollen) {
    return { abgelehnt: 409, detail: `importMetadaten.betreuung.${rollen.verboten} is not allowed` }
  }
  const bearbeitet = bearbeiten(
    request.kundenangaben,
    undefined,
    tippgeber,
    'importMetadaten',
    umstaende
  )
  if ('abgelehnt' in bearbeitet) return bearbeitet

  const text = metadaten.zusaetzlicherEreignistext
  const meldung = text === undefined ? 'Vorgang angelegt' : `Vorgang angelegt: ${text}`
  const vorgang: Vorgang = {
    id: nummer,
    produkt: 'BAUFISMART',
    status: 'AKTIV',
    datenkontext,
    betreuung: rollen.betreuung,
    metadaten,
    tippgeber,
    kundenangaben: bearbeitet.kundenangaben,
    angelegtAt: now,
    geaendertAt: now,
    ereignisse: [{ at: now, aktivitaet: 'VORGANG_ANGELEGT', meldung }]
  }
  return { vorgang, hinweise: bearbeitet.hinweise }
}

/** The case after its Kundenangaben were replaced as a whole. documented: dossier B6 */
export function kundenangabenErsetzen(
  vorgang: Vorgang,
  request: Schemas['UpdateKundenangabenRequest'],
  umstaende: Umstaende
): Ergebnis {
  const { subject, baum, now, regeln } = umstaende
  if (!mayTouchExisting(vorgang, umstaende)) return echtgeschaeftFehlt()
  const bearbeiter = bearbeiterAfterReplacing(vorgang.betreuung, subject, baum, regeln.bearbeiter)
  if (!bearbeiter) return { abgelehnt: 403, detail: `${subject} may not edit case ${vorgang.id}` }
  if (vorgang.status === 'ARCHIVIERT')
    return { abgelehnt: 422, detail: `Case ${vorgang.id} is archived` }

  const { tippgeber } = request.updateMetadaten
  const bearbeitet = bearbeiten(
    request.kundenangaben,
    vorgang.kundenangaben,
    tippgeber,
    'updateMetadaten',
    umstaende
  )
  if ('abgelehnt' in bearbeitet) return bearbeitet

  const takenOver = bearbeiter !== vorgang.betreuung.bearbeiter
  const ereignisse: Ereignis[] = [
    ...(takenOver
      ? [{ at: now, aktivitaet: 'BEARBEITER_GEAENDERT', meldung: `Bearbeiter ist ${bearbeiter}` }]
      : []),
    { at: now, aktivitaet: 'ERFASSTE_DATEN_GEAENDERT', meldung: 'Erfasste Daten geändert' }
  ]
  const ersetzt: Vorgang = {
    ...vorgang,
    betreuung: { ...vorgang.betreuung, bearbeiter },
    tippgeber: tippgeber ?? vorgang.tippgeber,
    kundenangaben: bearbeitet.kundenangaben,
    geaendertAt: now,
    ereignisse: [...vorgang.ereignisse, ...ereignisse]
  }
  return { vorgang: ersetzt, hinweise: bearbeitet.hinweise }
}

/** Why the caller may not read a case; `undefined` when nothing is against it. */
export function leseverbot(
  vorgang: Vorgang,
  umstaende: Pick<Umstaende, 'subject' | 'scopes' | 'baum' | 'regeln'>
): Ablehnung | undefined {
  if (!mayTouchExisting(vorgang, umstaende)) return echtgeschaeftFehlt()
  if (mayRead(vorgang.betreuung, umstaende.subject, umstaende.baum)) return undefined
  return { abgelehnt: 403, detail: `${umstaende.subject} may not read case ${vorgang.id}` }
}

/** What becomes of Kundenangaben on their way into a case. */
function bearbeiten(
  angaben: Kundenangaben,
  vorher: Kundenangaben | undefined,
  tippgeber: Schemas['Tippgeber'] | undefined,
  metadaten: string,
  umstaende: Umstaende
): { readonly kundenangaben: Kundenangaben; readonly hinweise: readonly Hinweis[] } | Ablehnung {
  const { umbau, baum, regeln } = umstaende
  if (tippgeber && !exists(baum, tippgeber.tippgeberPartnerId, regeln.partners)) {
    return { abgelehnt: 422, detail: `${metadaten}.tippgeber.tippgeberPartnerId is not a partner` }
  }
  const current = umbau(
    angaben,
    (objekt, { schema }) => replaceDeprecated(objekt, schema),
    VERALTETE
  )
  const { referenzen, doppelt } = collectReferenzen(current, umbau)
  if (doppelt.length > 0) return { abgelehnt: 422, detail: `Not unique: ${named(doppelt)}` }
  const lost = danglingLoans(current, referenzen, umbau)
  if (lost.length > 0) return { abgelehnt: 422, detail: `There is no such loan: ${named(lost)}` }
  const hidden = regeln.hiddenRules ? ratesWithoutRestschuld(current, umbau) : []
  if (hidden.length > 0)
    return { abgelehnt: 422, detail: `restschuld is missing: ${named(hidden)}` }
  return vervollstaendigen(current, vorher, referenzen, umstaende)
}

/** The objects that change on their way into a case. */
const BEARBEITETE: ReadonlySet<string> = new Set([...VERWEISENDE, ...GEREGELTE, ...MIT_KENNUNG])

function vervollstaendigen(
  angaben: Kundenangaben,
  vorher: Kundenangaben | undefined,
  referenzen: ReturnType<typeof collectReferenzen>['referenzen'],
  { umbau, neueId, trusted, today, regeln }: Umstaende
): { readonly kundenangaben: Kundenangaben; readonly hinweise: readonly Hinweis[] } {
  const hinweise: Hinweis[] = []
  const rahmen = { ...rahmenOf(angaben), today, fillNebenkosten: regeln.fillNebenkosten }
  const kennungen = kennungenFor(angaben, bestandOf(vorher ?? {}, umbau), neueId, umbau)
  const kontakte = kontakteOf(vorher ?? {}, umbau)
  const kundenangaben = umbau(
    angaben,
    (objekt, { schema, path }) => {
      const linked = dropDangling(objekt, schema, path, referenzen, hinweise)
      const ruled = applyServerregeln(linked, schema, path, rahmen, hinweise)
      const identified = withId(ruled, schema, path, kennungen, hinweise)
      return schema === 'Kunde'
        ? keepValidation(identified, path, kontakte, trusted, hinweise)
        : identified
    },
    BEARBEITETE
  )
  const rooted = [...hinweise, ...findAuffaelligkeiten(kundenangaben, rahmen.zweck, umbau)]
  return {
    kundenangaben,
    hinweise: rooted.map(one => ({ ...one, path: `kundenangaben.${one.path}` }))
  }
}

function rahmenOf(angaben: Kundenangaben): { zweck: string | undefined; plz: string | undefined } {
  const zweck = angaben.finanzierungsbedarf?.finanzierungszweck as Objekt | undefined
  return {
    zweck: zweck?.['@type'] as string | undefined,
    plz: angaben.finanzierungsobjekt?.immobilie?.adresse?.plz
  }
}

function mayTouch(
  datenkontext: Vorgang['datenkontext'],
  { scopes }: Pick<Umstaende, 'scopes'>
): boolean {
  return datenkontext === 'TEST_MODUS' || scopes.has('baufinanzierung:echtgeschaeft')
}

/** assumed: the contract asks for the scope only at creation, the README for production mode in general (G9) */
function mayTouchExisting(
  vorgang: Vorgang,
  umstaende: Pick<Umstaende, 'scopes' | 'regeln'>
): boolean {
  return !umstaende.regeln.requireEchtgeschaeftOnRead || mayTouch(vorgang.datenkontext, umstaende)
}

function echtgeschaeftFehlt(): Ablehnung {
  return { abgelehnt: 403, detail: 'Scope baufinanzierung:echtgeschaeft is missing' }
}

function named(places: readonly string[]): string {
  return places.map(place => `kundenangaben.${place}`).join(', ')
}
