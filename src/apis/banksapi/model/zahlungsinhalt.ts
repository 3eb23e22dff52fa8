import type { components } from '../../../contract/types/banksapi-payment.ts'
import { fromBerlin } from '../../../world/berlin.ts'

type Schemas = components['schemas']

/** What is to be paid or collected, as it was sent; in a web form as far as it is known. */
export type Zahlungsinhalt =
  | {
      readonly is: 'ueberweisung'
      readonly posten: readonly Ueberweisungsposten[]
      /** Day as `2026-11-21`, or a time in Berlin. */
      readonly ausfuehrung?: string
    }
  | {
      readonly is: 'lastschrift'
      readonly posten: readonly Lastschriftposten[]
      readonly rahmen: Lastschriftrahmen
    }

export type Ueberweisungsposten = Schemas['TransferDetailsPrepared']
export type Lastschriftposten = Omit<Schemas['DebitDetailsPrepared'], 'sequenceType'> & {
  readonly sequenceType?: string
}
export type Lastschriftrahmen = Omit<Schemas['DebitBaseInfoPrepared'], 'sequenceType'> & {
  readonly sequenceType?: string
}

/** One movement of money: from the account of the payment, or with a debit to it. */
export type Posten = {
  /** Cents; `undefined` when there are fractions of a cent, or too many of them. */
  readonly betrag: number | undefined
  readonly waehrung: string
  readonly name: string
  readonly iban: string
  readonly bic: string
  readonly zweck: string
}

/** The movements of a payment; what is not known is empty. */
export function postenOf(inhalt: Zahlungsinhalt): readonly Posten[] {
  if (inhalt.is === 'ueberweisung')
    return inhalt.posten.map(
      ({ amount, currency = '', recipient = '', iban = '', bic = '', purpose = '' }) => ({
        betrag: centsOf(amount),
        waehrung: currency,
        name: recipient,
        iban,
        bic,
        zweck: purpose
      })
    )
  return inhalt.posten.map(
    ({
      amount,
      currency = '',
      debtorName = '',
      debtorIban = '',
      debtorBic = '',
      purpose = ''
    }) => ({
      betrag: centsOf(amount),
      waehrung: currency,
      name: debtorName,
      iban: debtorIban,
      bic: debtorBic,
      zweck: purpose
    })
  )
}

/** Cents of euros with at most two decimals. */
function centsOf(amount: number | undefined): number | undefined {
  const text = String(amount ?? '')
  if (!/^-?\d+(\.\d{1,2})?$/.test(text)) return undefined
  const cents = Math.round(Number(text) * 100)
  return Number.isSafeInteger(cents) ? cents : undefined
}

/** When a payment is to be executed, in epoch milliseconds; nothing when it says nothing that can be read. */
export function wunschterminOf(inhalt: Zahlungsinhalt): number | undefined {
  const text =
    inhalt.is === 'ueberweisung' ? inhalt.ausfuehrung : inhalt.rahmen.requestedCollectionDate
  if (text === undefined) return undefined
  return fromBerlin(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text)
}

/** The calendar day in Berlin on which a payment is to be executed, as it was sent. */
export function wunschtagOf(inhalt: Zahlungsinhalt): string | undefined {
  const text =
    inhalt.is === 'ueberweisung' ? inhalt.ausfuehrung : inhalt.rahmen.requestedCollectionDate
  return text?.slice(0, 10)
}
