import type { Zugangsdaten } from './anmeldung.ts'
import type { Bankprodukt } from './bankprodukt.ts'
import type { Abrufwunsch, Bankzugang } from './bankzugang.ts'

export type UseCase =
  | 'CREATE_ACCOUNT'
  | 'AUTHENTICATE_ACCOUNT'
  | 'CHANGE_BANK_PRODUCT_SELECTION'
  | `START_PAYMENT_${'SINGLE' | 'BULK'}_${'TRANSFER' | 'DEBIT'}`

/** How a customer leaves the web form. documented: dossier D1b */
export type BaReentry =
  | 'ACCOUNT_CREATED'
  | 'FINISHED'
  | 'LEGAL_NOT_ACCEPTED'
  | 'USER_CANCELLED'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_TAN'
  | 'BACKEND_ERROR'
  | 'ERROR'
  | 'NO_ACCOUNTS'

export type Schritt =
  | 'BEDINGUNGEN'
  | 'ANBIETER'
  | 'LOGIN'
  | 'SCA'
  | 'KONTEN'
  /** What is to be paid, and the same once more before it is sent. */
  | 'DATEN'
  | 'PRUEFEN'
  | 'ENDE'

/** A customer's way through the web form. */
export type Sitzung = {
  /** The session of the link. */
  readonly id: string
  /** What the pages after the first one are found by: the link itself works once. */
  readonly key: string
  readonly user: string
  readonly tenant: string
  readonly useCase: UseCase
  /** Empty for a payment without an access. */
  readonly accessId: string
  readonly providerId?: string | undefined
  readonly callbackUrl?: string | undefined
  readonly wunsch: Abrufwunsch
  readonly schritt: Schritt
  readonly isOpened: boolean
  /** The access as it comes into being, or as it is renewed. */
  readonly entwurf?: Bankzugang
  readonly credentials?: Zugangsdaten
  readonly fehlversuche: number
  /** What the customer should read on the page, in German. */
  readonly hinweis?: string | undefined
  /** Names of the fields that it is about. */
  readonly falsch?: readonly string[]
  readonly baReentry?: BaReentry
  /** Id of the payment that the form makes. */
  readonly zahlung?: string
  /** The accounts that can make it. */
  readonly zahlungskonten?: readonly Bankprodukt[]
  /** Ids of the products that the access has had so far, where the customer chooses anew. */
  readonly auswahl?: readonly string[]
  readonly createdAt: number
}

/** What the customer does. */
export type SitzungEvent =
  | { readonly type: 'accept-terms' }
  | { readonly type: 'decline-terms' }
  | { readonly type: 'choose-provider'; readonly providerId: string }
  | { readonly type: 'change-provider' }
  /** The bank has answered to a login or to a step of an authentication. */
  | {
      readonly type: 'bank-answered'
      readonly answer: BankAnswer
      readonly credentials?: Zugangsdaten
    }
  | { readonly type: 'choose-accounts'; readonly accounts: readonly string[] }
  /** Something that the customer has no part in. */
  | { readonly type: 'broken'; readonly baReentry: 'BACKEND_ERROR' | 'ERROR' | 'NO_ACCOUNTS' }
  | { readonly type: 'cancel' }

/** What the bank said, as far as the way through the form depends on it. */
export type BankAnswer = {
  readonly entwurf: Bankzugang
  readonly is: 'wrong-login' | 'locked' | 'failed' | 'sca' | 'sca-failed' | 'done'
  /** In German, for the customer. */
  readonly hinweis?: string
}

const MOST_FAILURES = 3

/** Where the customer begins. documented: terms only the first time, the choice of a bank only without one */
export function firstSchritt(
  {
    useCase,
    providerId,
    accessId
  }: Pick<Sitzung, 'useCase' | 'providerId'> & Partial<Pick<Sitzung, 'accessId'>>,
  hasAccepted: boolean
): Schritt {
  if (useCase === 'AUTHENTICATE_ACCOUNT') return 'SCA'
  if (useCase === 'CHANGE_BANK_PRODUCT_SELECTION') return 'KONTEN'
  if (!hasAccepted) return 'BEDINGUNGEN'
  // A payment of an access: the bank is asked first, with the credentials that are stored.
  if (useCase !== 'CREATE_ACCOUNT' && accessId) return 'KONTEN'
  return providerId === undefined ? 'ANBIETER' : 'LOGIN'
}

/** Whether the bank has yet to be asked before the first page of a session can be shown. */
export function isUnbegun(sitzung: Sitzung): boolean {
  const { schritt, useCase, entwurf, auswahl, zahlung, zahlungskonten } = sitzung
  if (zahlung !== undefined) return schritt === 'KONTEN' && !zahlungskonten
  if (schritt === 'SCA') return !entwurf?.offen
  return schritt === 'KONTEN' && useCase === 'CHANGE_BANK_PRODUCT_SELECTION' && !auswahl
}

/** A session that begins with the bank. A choice is made anew among all products that the bank has. */
export function begun(sitzung: Sitzung): Sitzung {
  const { useCase, entwurf } = sitzung
  if (useCase !== 'CHANGE_BANK_PRODUCT_SELECTION' || !entwurf) return sitzung
  const { selectedBankProducts: _, ...whole } = entwurf
  return { ...sitzung, entwurf: whole, auswahl: entwurf.produkte.map(({ id }) => id) }
}

/** A session that needs the customer's login because none is kept. */
export function withoutLogin(sitzung: Sitzung): Sitzung {
  return goTo(sitzung, 'LOGIN')
}

/** What a session becomes when the customer does something. What does not fit the step changes nothing. */
export function advanceSitzung(sitzung: Sitzung, event: SitzungEvent): Sitzung {
  if (sitzung.schritt === 'ENDE') return sitzung
  if (event.type === 'cancel') return end(sitzung, 'USER_CANCELLED')
  if (event.type === 'broken') return end(sitzung, event.baReentry)
  if (event.type === 'bank-answered') return wasAsked(sitzung) ? afterBank(sitzung, event) : sitzung
  switch (sitzung.schritt) {
    case 'BEDINGUNGEN':
      if (event.type === 'decline-terms') return end(sitzung, 'LEGAL_NOT_ACCEPTED')
      if (event.type === 'accept-terms') return goTo(sitzung, firstSchritt(sitzung, true))
      break
    case 'ANBIETER':
      if (event.type === 'choose-provider')
        return goTo({ ...sitzung, providerId: event.providerId }, 'LOGIN')
      break
    case 'LOGIN':
      if (event.type === 'change-provider' && mayChangeProvider(sitzung))
        return goTo({ ...sitzung, providerId: undefined }, 'ANBIETER')
      break
    case 'KONTEN':
      if (event.type === 'choose-accounts') return choose(sitzung, event.accounts)
      break
    case 'SCA':
    case 'DATEN':
    case 'PRUEFEN':
      break
  }
  return sitzung
}

/** Whether another bank can be chosen. */
export function mayChangeProvider({ useCase, zahlung }: Sitzung): boolean {
  return useCase === 'CREATE_ACCOUNT' || zahlung !== undefined
}

/**
 * The address that the customer goes back to: the callback as it was, letter by letter, with the outcome behind its query
 * and before its fragment. documented: dossier D1; assumed: an outcome that is there already is overwritten (I-24)
 */
export function reentryUrl(callbackUrl: string, baReentry: BaReentry): string {
  const [, address = '', query = '', fragment = ''] =
    /^([^?#]*)\??([^#]*)(#.*)?$/s.exec(callbackUrl) ?? []
  const pairs = query === '' ? [] : query.split('&')
  const kept = pairs.filter(pair => !/^baReentry(=|$)/.test(pair))
  return `${address}?${[...kept, `baReentry=${baReentry}`].join('&')}${fragment}`
}

/** Whether a customer may be sent to an address. assumed: http, https and schemes of apps (dossier I-23) */
export function isCallback(text: string): boolean {
  if (!URL.canParse(text) || /[\p{Cc}\p{Cs}]/u.test(text)) return false
  return !/^(javascript|data|vbscript|file|blob|filesystem|about|view-source):$/i.test(
    new URL(text).protocol
  )
}

/** Whether the bank has got anything to answer to. */
function wasAsked({ schritt }: Sitzung): boolean {
  return schritt !== 'BEDINGUNGEN' && schritt !== 'ANBIETER'
}

function afterBank(
  sitzung: Sitzung,
  { answer, credentials }: Extract<SitzungEvent, { type: 'bank-answered' }>
): Sitzung {
  const { entwurf, hinweis } = answer
  const known = { ...sitzung, entwurf, ...(credentials && { credentials }), hinweis }
  switch (answer.is) {
    case 'wrong-login': {
      const fehlversuche = sitzung.fehlversuche + 1
      const failing = { ...known, fehlversuche }
      return fehlversuche < MOST_FAILURES
        ? { ...failing, schritt: 'LOGIN' }
        : end(failing, 'INVALID_CREDENTIALS')
    }
    case 'locked':
      return end(known, 'INVALID_CREDENTIALS')
    case 'failed':
      return { ...known, schritt: 'LOGIN' }
    case 'sca':
      return { ...known, schritt: 'SCA' }
    case 'sca-failed':
      return end(known, 'INVALID_TAN')
    case 'done':
      return arrive(known, entwurf)
  }
}

/** The data are there: the customer chooses accounts, or is through. */
function arrive(sitzung: Sitzung, entwurf: Bankzugang): Sitzung {
  if (sitzung.useCase === 'AUTHENTICATE_ACCOUNT') return end(sitzung, 'FINISHED')
  return entwurf.produkte.length === 0
    ? end(sitzung, 'NO_ACCOUNTS')
    : { ...sitzung, schritt: 'KONTEN' }
}

function choose(sitzung: Sitzung, accounts: readonly string[]): Sitzung {
  const produkte = sitzung.entwurf?.produkte ?? []
  const chosen = produkte.filter(({ id }) => accounts.includes(id))
  if (!sitzung.entwurf || chosen.length === 0)
    return { ...sitzung, hinweis: 'Bitte wählen Sie mindestens ein Konto aus.' }
  const isAll = chosen.length === produkte.length
  const entwurf: Bankzugang = {
    ...sitzung.entwurf,
    produkte: chosen,
    ...(!isAll && { selectedBankProducts: chosen.map(({ id }) => id) })
  }
  const baReentry = sitzung.useCase === 'CREATE_ACCOUNT' ? 'ACCOUNT_CREATED' : 'FINISHED'
  return end({ ...sitzung, entwurf }, baReentry)
}

export function goTo({ falsch: _, ...sitzung }: Sitzung, schritt: Schritt): Sitzung {
  return { ...sitzung, schritt, hinweis: undefined }
}

export function end(sitzung: Sitzung, baReentry: BaReentry): Sitzung {
  const isThrough = baReentry === 'FINISHED' || baReentry === 'ACCOUNT_CREATED'
  return { ...sitzung, schritt: 'ENDE', baReentry, ...(isThrough && { hinweis: undefined }) }
}
