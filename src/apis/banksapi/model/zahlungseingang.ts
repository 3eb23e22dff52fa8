import type { components } from '../../../contract/types/banksapi-payment.ts'
import type { Altangaben } from './zahlung.ts'
import type {
  Lastschriftposten,
  Lastschriftrahmen,
  Ueberweisungsposten,
  Zahlungsinhalt
} from './zahlungsinhalt.ts'

type Schemas = components['schemas']
type Transfer = Schemas['TransferDetailsInput']
type Debit = Schemas['DebitDetailsInput']
type Rahmen = Schemas['DebitBaseInfoInput']
type Ueberweisung = Schemas['UeberweisungDetailsInput']

/** What a request says of its transfers. */
type TransferBody = {
  readonly transferDetails?: Transfer | readonly Transfer[] | undefined
  readonly requestedExecutionDate?: string | undefined
}

type DebitBody = Rahmen & { readonly debitDetails?: Debit | readonly Debit[] | undefined }

/** The content of a transfer as it was sent. */
export function transferIn({
  transferDetails,
  requestedExecutionDate
}: TransferBody): Zahlungsinhalt {
  const posten = listed(transferDetails).map(withNumber)
  const ausfuehrung = requestedExecutionDate
  return { is: 'ueberweisung', posten, ...(ausfuehrung !== undefined && { ausfuehrung }) }
}

/** The content of a debit as it was sent. */
export function debitIn({ debitDetails, ...body }: DebitBody): Zahlungsinhalt {
  const { business, sequenceType, creditorSchemeIdentification, requestedCollectionDate } = body
  const rahmen: Lastschriftrahmen = {
    ...(business !== undefined && { business }),
    ...(sequenceType !== undefined && { sequenceType }),
    ...(creditorSchemeIdentification !== undefined && { creditorSchemeIdentification }),
    ...(requestedCollectionDate !== undefined && { requestedCollectionDate })
  }
  const posten: readonly Lastschriftposten[] = listed(debitDetails).map(withNumber)
  return { is: 'lastschrift', posten, rahmen }
}

/** The content of an Überweisung as it was sent. */
export function ueberweisungIn(
  posten: readonly Ueberweisung[],
  ausfuehrung: string | undefined
): Zahlungsinhalt {
  return {
    is: 'ueberweisung',
    posten: posten.map(inEnglish),
    ...(ausfuehrung !== undefined && { ausfuehrung })
  }
}

/** What an Überweisung says of its authentication; an empty medium counts as none. observed: dossier C6 */
export function altangabenIn(body: {
  readonly ausfuehrungsdatum?: string
  readonly tanMediumName?: string
  readonly sicherheitsverfahrenKodierung?: string | number
}): Altangaben {
  const { ausfuehrungsdatum, tanMediumName, sicherheitsverfahrenKodierung: kodierung } = body
  return {
    ...(ausfuehrungsdatum !== undefined && { ausfuehrungsdatum }),
    ...(tanMediumName !== undefined && { tanMediumName }),
    ...(kodierung !== undefined && { kodierung: Number(kodierung) })
  }
}

/** The first member that a bank needs and that was not sent, as a path; `undefined` when all are there. */
export function missingIn(inhalt: Zahlungsinhalt, isBulk: boolean): string | undefined {
  const name = inhalt.is === 'ueberweisung' ? 'transferDetails' : 'debitDetails'
  if (inhalt.is === 'lastschrift') {
    const missing = RAHMEN.find(one => inhalt.rahmen[one] === undefined)
    if (missing) return missing
  }
  const needed: readonly string[] = inhalt.is === 'ueberweisung' ? TRANSFER : DEBIT
  for (const [index, posten] of inhalt.posten.entries()) {
    const missing = needed.find(one => (posten as Record<string, unknown>)[one] === undefined)
    if (missing) return isBulk ? `${name}[${index}].${missing}` : `${name}.${missing}`
  }
  return inhalt.is === 'lastschrift' ? missingOnce(inhalt) : undefined
}

/** documented: dossier K50, what stands beside all debits or in each of them */
function missingOnce({
  posten,
  rahmen
}: Extract<Zahlungsinhalt, { is: 'lastschrift' }>): string | undefined {
  return (['business', 'sequenceType'] as const).find(
    name => rahmen[name] === undefined && posten.some(one => one[name] === undefined)
  )
}

const TRANSFER = ['recipient', 'purpose', 'iban', 'currency', 'amount'] as const
const DEBIT = [
  'amount',
  'currency',
  'purpose',
  'endToEndId',
  'debtorName',
  'debtorIban',
  'mandateIdentification',
  'mandateDateOfSignature'
] as const
const RAHMEN = ['creditorSchemeIdentification', 'requestedCollectionDate'] as const

/** What an Überweisung calls the members of a transfer. */
export const DEUTSCH: Readonly<Record<string, string>> = {
  recipient: 'empfaenger',
  purpose: 'verwendungszweck',
  iban: 'iban',
  currency: 'waehrung',
  amount: 'betrag'
}

function listed<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value as T]
}

/** documented: dossier K2, an amount is a number in answers however it was sent */
function withNumber<T extends { readonly amount?: string | number }>(
  posten: T
): Omit<T, 'amount'> & { readonly amount?: number } {
  const { amount, ...rest } = posten
  return amount === undefined ? rest : { ...rest, amount: Number(amount) }
}

function inEnglish(posten: Ueberweisung): Ueberweisungsposten {
  const { empfaenger, verwendungszweck, iban, bic, waehrung, betrag } = posten
  return {
    ...(empfaenger !== undefined && { recipient: empfaenger }),
    ...(verwendungszweck !== undefined && { purpose: verwendungszweck }),
    ...(iban !== undefined && { iban }),
    ...(bic !== undefined && { bic }),
    ...(waehrung !== undefined && { currency: waehrung }),
    ...(betrag !== undefined && { amount: Number(betrag) })
  }
}
