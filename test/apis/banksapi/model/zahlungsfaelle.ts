import type { Annahme, Zahlung } from '../../../../src/apis/banksapi/model/zahlung.ts'
import type {
  Lastschriftposten,
  Lastschriftrahmen,
  Ueberweisungsposten
} from '../../../../src/apis/banksapi/model/zahlungsinhalt.ts'
import { anbieter, giro, HEUTE, NOW } from './bankfaelle.ts'

export const MORGEN = '2026-11-22'
export const GESTERN = '2026-11-20'

/** An order that a bank takes. */
export const posten: Ueberweisungsposten = {
  recipient: 'UNICEF',
  purpose: 'Spende',
  iban: 'DE57370205000000300000',
  bic: 'BFSWDE33XXX',
  currency: 'EUR',
  amount: 150
}

export const einzug: Lastschriftposten = {
  amount: 42,
  currency: 'EUR',
  purpose: 'Beitrag',
  endToEndId: '123',
  debtorName: 'Max Mustermann',
  debtorIban: 'DE62430609671149278400',
  mandateIdentification: 'M-1',
  mandateDateOfSignature: '2026-02-02'
}

export const rahmen: Lastschriftrahmen = {
  business: false,
  sequenceType: 'OOFF',
  creditorSchemeIdentification: 'DE98ZZZ09999999999',
  requestedCollectionDate: HEUTE
}

const base = {
  id: '3e97fa51-ce7b-42a0-9101-50fd67dbc3e7',
  user: 'user',
  tenant: 'demo',
  weg: 'payment',
  providerId: anbieter.id,
  produktId: giro.iban as string,
  konto: 'giro',
  ebics: false,
  credentials: { userid: 'demo1', pin: 'demo1' },
  stand: 'entwurf',
  meldungen: [],
  angelegtAt: NOW
} as const satisfies Partial<Zahlung>

/** A transfer that nobody has handed to a bank; several orders make it a bulk one. */
export function ueberweisung(
  orders: readonly Partial<Ueberweisungsposten>[] = [{}],
  more: Partial<Zahlung> = {},
  ausfuehrung?: string
): Zahlung {
  return {
    ...base,
    art: orders.length === 1 ? 'single-transfer' : 'bulk-transfer',
    inhalt: {
      is: 'ueberweisung',
      posten: orders.map(one => ({ ...posten, ...one })),
      ...(ausfuehrung !== undefined && { ausfuehrung })
    },
    ...more
  }
}

/** A debit that nobody has handed to a bank; several make it a bulk one. */
export function lastschrift(
  orders: readonly Partial<Lastschriftposten>[] = [{}],
  beside: { readonly [Key in keyof Lastschriftrahmen]?: Lastschriftrahmen[Key] | undefined } = {},
  more: Partial<Zahlung> = {}
): Zahlung {
  const known = Object.entries({ ...rahmen, ...beside }).filter(([, value]) => value !== undefined)
  return {
    ...base,
    art: orders.length === 1 ? 'single-debit' : 'bulk-debit',
    inhalt: {
      is: 'lastschrift',
      posten: orders.map(one => ({ ...einzug, ...one })),
      rahmen: Object.fromEntries(known)
    },
    ...more
  }
}

/** A bank that takes a payment and wants a TAN. */
export const annahme: Annahme = {
  hinweise: [],
  verfahren: [1, 999],
  medien: ['Mobil', 'Handy Eins', 'iTAN-Liste'],
  ohneSca: false
}
