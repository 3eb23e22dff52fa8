import type { components } from '../../../contract/types/banksapi-payment.ts'
import { challengeOf } from './challenge.ts'
import type { Meldung } from './meldung.ts'
import type { UseCase } from './regprotect.ts'
import { type Adressen, type Relation, scaRelations } from './relationen.ts'
import { type Sca, usableMedien, verfahrenOf } from './sca.ts'
import { mediaClassOf, verfahrenMit } from './verfahren.ts'
import { isInWebform, isOffen, isSammel, type Zahlung } from './zahlung.ts'

type Schemas = components['schemas']

/** A payment as its address shows it. documented: dossier C6 and D7; `told` are messages of this answer alone */
export function presentZahlung(
  zahlung: Zahlung,
  adressen: Adressen,
  told: readonly Meldung[] = zahlung.meldungen
) {
  return {
    ...schrittOf(zahlung, adressen, told),
    relations: [...zahlungRelations(zahlung, adressen)],
    ...auftragOf(zahlung)
  }
}

/** A payment that waits for the web form. documented: field note 8; the answer of a 451 */
export function presentEntwurf(zahlung: Zahlung, adressen: Adressen) {
  return { relations: [...zahlungRelations(zahlung, adressen)], ...auftragOf(zahlung) }
}

/** The consent of a payment. documented: dossier D7, one id for both (K49); nothing to do after a cancelled redirect */
export function presentConsent(
  zahlung: Zahlung,
  adressen: Adressen,
  told: readonly Meldung[] = zahlung.meldungen
): Schemas['Consent'] {
  const shown = schrittOf(zahlung, adressen, told)
  if (zahlung.abgebrochen) return { ...shown, relations: [] }
  const self = { rel: 'self', href: consentHref(zahlung, adressen) }
  if (isOffen(zahlung))
    return { ...shown, relations: [self, ...offeneRelations(zahlung, adressen)] }
  const get = { rel: `get_${zahlung.art.replace('-', '_')}`, href: selfHref(zahlung, adressen) }
  return { ...shown, relations: [self, get] }
}

function selfHref({ art, id }: Zahlung, { base }: Adressen): string {
  return `${base}/customer/v2/payment/${art}/${id}`
}

export function consentHref({ id }: Zahlung, { base }: Adressen): string {
  return `${base}/customer/v2/consent/${id}`
}

function zahlungRelations(zahlung: Zahlung, adressen: Adressen): readonly Relation[] {
  const self = { rel: 'self', href: selfHref(zahlung, adressen) }
  return [self, ...offeneRelations(zahlung, adressen)]
}

/** What can be done next: by the caller, or by the customer in the web form. */
function offeneRelations(zahlung: Zahlung, adressen: Adressen): readonly Relation[] {
  if (!isOffen(zahlung)) return []
  const { sitzung, sca, callbackUrl } = zahlung
  if (sitzung !== undefined)
    return [{ rel: 'get_webform', href: webformHref(zahlung, sitzung, adressen) }]
  const consent = consentHref(zahlung, adressen)
  return sca ? scaRelations(sca, consent, callbackUrl, adressen.base, `${consent}/poll`) : []
}

/** The link of a web form that makes a payment. documented: dossier B7 */
function webformHref({ art }: Zahlung, sitzung: string, { base }: Adressen): string {
  return `${base}/customer/v2/webform?session=${sitzung}&useCase=${useCaseOf(art)}`
}

export function useCaseOf(art: Zahlung['art']): UseCase {
  return USE_CASES[art]
}

const USE_CASES = {
  'single-transfer': 'START_PAYMENT_SINGLE_TRANSFER',
  'bulk-transfer': 'START_PAYMENT_BULK_TRANSFER',
  'single-debit': 'START_PAYMENT_SINGLE_DEBIT',
  'bulk-debit': 'START_PAYMENT_BULK_DEBIT'
} as const satisfies Readonly<Record<Zahlung['art'], UseCase>>

/** The step of an authentication, in English. */
function schrittOf(
  zahlung: Zahlung,
  { photo }: Adressen,
  told: readonly Meldung[]
): Pick<Schemas['Consent'], 'scaMethods' | 'scaMediums' | 'challenge'> & {
  readonly messages: Schemas['Message'][]
} {
  if (isInWebform(zahlung)) return { messages: [] }
  const messages = told.map(alsZahlungsmeldung)
  const { sca } = zahlung
  if (!sca) return { messages }
  const verfahren = verfahrenOf(sca)
  switch (sca.schritt) {
    case 'METHODE':
      return { messages, scaMethods: methodsOf(sca) }
    case 'MEDIUM':
      return { messages, scaMediums: usableMedien(sca).map(inEnglish) }
    case 'CHALLENGE':
      return { messages, ...(verfahren && { challenge: challengeOf(verfahren, photo) }) }
  }
}

/** documented: dossier F, payments have a text of their own for BA3010 */
function alsZahlungsmeldung(one: Meldung): Meldung {
  return one.code === 'BA3010' ? { ...one, message: 'SCA Methode auswählen' } : one
}

function methodsOf(sca: Sca): Schemas['SecurityProcedureEn'][] {
  return sca.angebot
    .map(verfahrenMit)
    .filter(one => one !== undefined)
    .map(({ kodierung: code, name, hinweis: hint }) => ({ code, name, hint }))
}

function inEnglish({
  name,
  medienklasse
}: ReturnType<typeof usableMedien>[number]): Schemas['TanMediumEn'] {
  return { name, mediaClass: mediaClassOf(medienklasse) }
}

function auftragOf(zahlung: Zahlung) {
  const { id: paymentId, providerId, produktId, ebics, inhalt } = zahlung
  const base = {
    ...(providerId !== undefined && { provider: providerId }),
    ...(produktId !== undefined && { product: produktId }),
    ebics,
    paymentId
  }
  if (inhalt.is === 'ueberweisung') {
    const transferDetails = eineOderAlle(zahlung, inhalt.posten)
    return { transfer: { ...base, ...(transferDetails && { transferDetails }) } }
  }
  const debitDetails = eineOderAlle(zahlung, inhalt.posten.map(withFolge))
  return { debit: { ...base, ...withFolge(inhalt.rahmen), ...(debitDetails && { debitDetails }) } }
}

/** One order as it is, several as a list; a single one that is not known yet is nothing. */
function eineOderAlle<T>(zahlung: Zahlung, posten: readonly T[]): T | readonly T[] | undefined {
  return isSammel(zahlung) ? posten : posten[0]
}

const FOLGEN = ['FRST', 'RCUR', 'FNAL', 'OOFF'] as const

/** A sequence that is none is refused by the bank, and not shown. */
function withFolge<T extends { readonly sequenceType?: string }>({ sequenceType, ...rest }: T) {
  const known = FOLGEN.find(one => one === sequenceType)
  return { ...rest, ...(known && { sequenceType: known }) }
}
