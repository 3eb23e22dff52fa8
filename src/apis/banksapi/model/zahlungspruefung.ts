import { isValidIBAN } from 'ibantools'
import { fromBerlin } from '../../../world/berlin.ts'
import { stoerungOf } from './abruf.ts'
import type { Anbieter } from './anbieter.ts'
import { type Anmeldung, codesFrom, zusatzOf } from './anmeldung.ts'
import { produktId } from './bankprodukt.ts'
import { buchId, normaliseIban } from './hauptbuch.ts'
import type { Konto } from './konto.ts'
import { CODES, type Code, type Meldung, meldung } from './meldung.ts'
import { isLastschrift, type Zahlung } from './zahlung.ts'
import {
  type Lastschriftposten,
  type Lastschriftrahmen,
  type Posten,
  postenOf,
  wunschtagOf,
  wunschterminOf,
  type Zahlungsinhalt
} from './zahlungsinhalt.ts'

/** What a bank knows when it judges a payment. */
export type Zahlungslage = {
  readonly anbieter: Anbieter
  readonly anmeldung: Anmeldung
  /** All accounts of the login at this bank. */
  readonly konten: readonly Konto[]
  /** Cents that an account may still spend, its overdraft included. */
  readonly verfuegbar: (konto: Konto) => number
  /** Whether the same order came a moment ago, and whether that matters. */
  readonly isDoppelt: boolean
  /** What is wrong with the mandates of a debit; nothing when nobody looks. */
  readonly mandatsfehler: string | undefined
  /** The day in Berlin. */
  readonly heute: string
}

/** Why a bank refuses a payment, or nothing. documented: dossier D7, failures; assumed: in which order it looks */
export function pruefen(zahlung: Zahlung, lage: Zahlungslage): Meldung | undefined {
  const { anbieter, anmeldung } = lage
  const stoerung = stoerungOf(anbieter)
  if (stoerung) return meldung(stoerung)
  if (anmeldung.is === 'refused') return anmeldung.meldung
  const raised = [...codesFrom(anmeldung.zusatz), ...worteIn(zahlung.inhalt)]
  const error = raised.map(code => meldung(code)).find(({ level }) => level === 'ERROR')
  if (error) return error
  // assumed: the code of this login is not known (dossier D7)
  if (anmeldung.login.zahlungScheitert) return meldung('BA1104', 'Der Auftrag wurde abgelehnt.')
  return (
    inhaltsfehler(zahlung, lage.heute) ??
    kontofehler(zahlung, lage) ??
    auftragsfehler(zahlung, lage)
  )
}

/** The account of a payment, if the login has it and it can pay. */
export function zahlungskontoOf(
  { produktId: id }: Zahlung,
  konten: readonly Konto[]
): Konto | undefined {
  const wanted = normaliseIban(id ?? '')
  return konten.find(konto => normaliseIban(produktId(konto)) === wanted)
}

/** Whether an account is offered for a payment. */
export function isGeeignet(konto: Konto, art: Zahlung['art']): boolean {
  if (konto.transferSupport !== true || konto.unbekannt) return false
  return !isLastschrift({ art }) || konto.kategorie === 'GIROKONTO'
}

/** Cents that an account may still spend. documented: dossier K35; assumed: the overdraft counts for payments */
export function verfuegbar(konto: Konto, saldo: number): number {
  return saldo - (konto.verfuegterBetrag ?? 0) + (konto.ueberziehungslimit ?? 0)
}

/** Messages that stand beside the outcome, for words behind the user id and in the purpose. */
export function hinweiseFor({ inhalt, credentials }: Zahlung): readonly Meldung[] {
  const codes = codesFrom(zusatzOf(credentials?.['userid'] ?? ''))
  return [...codes, ...worteIn(inhalt)]
    .map(code => meldung(code))
    .filter(({ level, code }) => level === 'INFO' && !OWN_COURSE.has(code))
}

/** Why the money of a payment is not there any more on the day of its execution. */
export function deckungsfehler(zahlung: Zahlung, cents: number): Meldung | undefined {
  if (isLastschrift(zahlung) || summeOf(zahlung) <= cents) return undefined
  return meldung('BA1104', 'Der verfügbare Betrag reicht nicht aus.')
}

/** Cents of all movements together. */
export function summeOf({ inhalt }: Zahlung): number {
  return postenOf(inhalt).reduce((sum, { betrag }) => sum + (betrag ?? 0), 0)
}

/** Words as `BA1104` in the purpose of a payment. assumed: dossier F */
function worteIn(inhalt: Zahlungsinhalt): readonly Code[] {
  const words = postenOf(inhalt).flatMap(
    ({ zweck }) => zweck.toUpperCase().match(/\bBA\d{3,4}\b/g) ?? []
  )
  return CODES.filter(code => words.includes(code))
}

/** The course of a payment itself brings these. */
const OWN_COURSE: ReadonlySet<Code> = new Set<Code>([
  'BA1110',
  'BA1111',
  'BA1112',
  'BA1212',
  'BA3000',
  'BA3005',
  'BA3010',
  'BA3020',
  'BA3030'
])

function inhaltsfehler(zahlung: Zahlung, heute: string): Meldung | undefined {
  const { inhalt } = zahlung
  const code = isLastschrift(zahlung) ? 'BA1200' : 'BA1100'
  const posten = postenOf(inhalt)
  const isWrong =
    posten.length === 0 ||
    posten.some(isFalsch) ||
    !isTermin(inhalt, heute) ||
    (inhalt.is === 'lastschrift' && isRahmenFalsch(inhalt.rahmen, inhalt.posten))
  return isWrong ? meldung(code) : undefined
}

/** Names of the fields of the web form whose values no bank would take. assumed: the form looks before the bank does */
export function falscheFelder(inhalt: Zahlungsinhalt, heute: string): readonly string[] {
  const [posten] = postenOf(inhalt)
  if (!posten) return []
  const { betrag, iban, zweck } = posten
  const isDebit = inhalt.is === 'lastschrift'
  return [
    ...(isIban(iban) ? [] : [isDebit ? 'debtorIban' : 'iban']),
    ...(betrag !== undefined && betrag > 0 ? [] : ['amount']),
    ...(zweck.length > LONGEST_PURPOSE ? ['purpose'] : []),
    ...(isTermin(inhalt, heute)
      ? []
      : [isDebit ? 'requestedCollectionDate' : 'requestedExecutionDate'])
  ]
}

const LONGEST_PURPOSE = 140

function isFalsch({ betrag, waehrung, name, iban, zweck }: Posten): boolean {
  return (
    betrag === undefined ||
    betrag <= 0 ||
    waehrung !== 'EUR' ||
    name.trim() === '' ||
    zweck.trim() === '' ||
    zweck.length > LONGEST_PURPOSE ||
    !isIban(iban)
  )
}

/** documented: the accounts of the demo bank, whose check digits are wrong */
const DEMO_IBANS: ReadonlySet<string> = new Set([
  'DE00123456789012345678',
  'DE00123456789012345679'
])

function isIban(text: string): boolean {
  const iban = normaliseIban(text)
  return DEMO_IBANS.has(iban) || isValidIBAN(iban)
}

/** A day that the calendar has and that is not over. */
function isTermin(inhalt: Zahlungsinhalt, heute: string): boolean {
  const tag = wunschtagOf(inhalt)
  if (tag === undefined) return true
  return wunschterminOf(inhalt) !== undefined && tag >= heute
}

const FOLGEN: ReadonlySet<string> = new Set(['FRST', 'RCUR', 'FNAL', 'OOFF'])

/** documented: dossier K50, on one level or the other; a sequence that is none of the four */
function isRahmenFalsch(rahmen: Lastschriftrahmen, posten: readonly Lastschriftposten[]): boolean {
  const isTwice = (['business', 'sequenceType'] as const).some(
    name => rahmen[name] !== undefined && posten.some(one => one[name] !== undefined)
  )
  const folgen = [rahmen, ...posten].flatMap(({ sequenceType }) => sequenceType ?? [])
  const { creditorSchemeIdentification = '' } = rahmen
  return (
    isTwice ||
    folgen.some(one => !FOLGEN.has(one)) ||
    creditorSchemeIdentification.trim() === '' ||
    posten.some(isMandatFalsch)
  )
}

/** A debit without a reference or a mandate, or with one of a day that no calendar has. */
function isMandatFalsch({
  endToEndId = '',
  mandateIdentification = '',
  mandateDateOfSignature = ''
}: Lastschriftposten): boolean {
  const isNamed = endToEndId.trim() !== '' && mandateIdentification.trim() !== ''
  return !isNamed || fromBerlin(`${mandateDateOfSignature} 00:00:00`) === undefined
}

function kontofehler(zahlung: Zahlung, { konten, anbieter }: Zahlungslage): Meldung | undefined {
  const konto = zahlungskontoOf(zahlung, konten)
  if (isLastschrift(zahlung)) {
    const isFremd = postenOf(zahlung.inhalt).some(
      ({ iban }) => !normaliseIban(iban).startsWith('DE')
    )
    return konto && isGeeignet(konto, zahlung.art) && !isFremd ? undefined : meldung('BA1204')
  }
  if (!konto || !isGeeignet(konto, zahlung.art))
    return meldung('BA1104', 'Überweisungen werden nur für Girokonten unterstützt.')
  if (konto.waehrung !== 'EUR')
    return meldung('BA1104', 'Überweisungen sind nur von Konten in Euro möglich.')
  return referenzfehler(zahlung, konto, konten, anbieter)
}

/** documented: “Transfers are only possible to the reference account”; assumed: which accounts have one */
function referenzfehler(
  { inhalt }: Zahlung,
  { referenzkonto }: Konto,
  konten: readonly Konto[],
  { id }: Anbieter
): Meldung | undefined {
  if (referenzkonto === undefined) return undefined
  const referenz = konten.find(konto => konto.id === referenzkonto)
  const allowed = referenz && buchId(referenz, id)
  const isElsewhere = postenOf(inhalt).some(({ iban }) => normaliseIban(iban) !== allowed)
  return isElsewhere
    ? meldung('BA1100', 'Überweisungen sind nur auf das Referenzkonto möglich.')
    : undefined
}

function auftragsfehler(zahlung: Zahlung, lage: Zahlungslage): Meldung | undefined {
  if (lage.isDoppelt) return meldung('BA1104', 'Auftrag wegen Doppeleinreichung abgelehnt (9390).')
  if (lage.mandatsfehler !== undefined) return meldung('BA1200', lage.mandatsfehler)
  const konto = zahlungskontoOf(zahlung, lage.konten)
  const isHeute = (wunschtagOf(zahlung.inhalt) ?? lage.heute) === lage.heute
  return konto && isHeute ? deckungsfehler(zahlung, lage.verfuegbar(konto)) : undefined
}
