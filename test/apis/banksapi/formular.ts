import type { Reply, Sandbox } from '../../sandbox.ts'
import { codes, DEMO, hrefOf, inWebform, pathOf, rels, sessionOf, unregulated } from './customer.ts'

export const BACK = 'https://portal.example/back?kunde=7'
export const GIRO = 'DE00123456789012345678'
export const TAGESGELD = 'DE00123456789012345679'
export const PAYMENT = '/customer/v2/payment'

/** An account outside of all fictitious banks. */
export const EMPFAENGER = 'DE89370400440532013000'

export type Kind = 'single-transfer' | 'bulk-transfer' | 'single-debit' | 'bulk-debit'

/** What a customer types into the form of a transfer. */
export const TYPED = {
  action: 'enter-payment',
  recipient: 'Kunigunde Kunde',
  iban: 'DE89 3704 0044 0532 0130 00',
  amount: '1.337,42',
  purpose: 'Miete'
}

/** The same as a tenant sends it. */
export const ORDER = {
  recipient: 'Kunigunde Kunde',
  iban: EMPFAENGER,
  amount: 1337.42,
  currency: 'EUR',
  purpose: 'Miete'
}

/** One debit as a tenant sends it. */
export const CLAIM = {
  amount: 49.9,
  currency: 'EUR',
  purpose: 'Beitrag',
  endToEndId: 'E2E-1',
  debtorName: 'Kunigunde Kunde',
  debtorIban: EMPFAENGER,
  mandateIdentification: 'M-1',
  mandateDateOfSignature: '2026-01-02'
}

/** What stands beside all debits. */
export const FRAME = {
  creditorSchemeIdentification: 'DE98ZZZ09999999999',
  requestedCollectionDate: '2026-11-21',
  sequenceType: 'OOFF',
  business: false
}

type Action = Readonly<Record<string, unknown>>

/** A customer in the web form of a payment, and the tenant that waits for it. */
export type Zahlungsgang = {
  readonly opened: Reply
  readonly session: string
  readonly token: string
  /** The path of the payment. */
  readonly self: string
  /** Takes actions and returns the flow after them. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  act(...actions: readonly Action[]): Promise<any>
  /** The flow as it is. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  flow(): Promise<any>
  /** Messages and relations of the payment. */
  outcome(): Promise<{ readonly codes: readonly string[]; readonly rels: readonly string[] }>
}

/** Begins a payment as a tenant without a licence. */
export async function beginne(
  sandbox: Sandbox,
  kind: Kind = 'single-transfer',
  body: object = {},
  token?: string
): Promise<Zahlungsgang> {
  const as = token ?? (await unregulated(sandbox))
  return gangOf(sandbox, await sandbox.call('POST', `${PAYMENT}/${kind}`, { token: as, body }), as)
}

/** The way through a form that a 451 led to. */
export function gangOf(sandbox: Sandbox, opened: Reply, token: string): Zahlungsgang {
  if (opened.status !== 451) throw new Error(`no web form: ${opened.status} ${opened.text}`)
  const session = sessionOf(opened)
  const self = opened.body === undefined ? '' : pathOf(sandbox, hrefOf(opened.body, 'self'))
  return {
    opened,
    session,
    token,
    self,
    act: async (...actions) => (await inWebform(sandbox, opened, ...actions)).body,
    flow: async () => (await sandbox.call('GET', `/_sandkasten/flows/${session}`)).body,
    async outcome() {
      const { body } = await sandbox.call('GET', self, { token })
      return { codes: codes(body), rels: rels(body) }
    }
  }
}

export const accept = { action: 'accept-terms', callbackUrl: BACK }
export const atDemoBank = { action: 'choose-provider', providerId: DEMO }
export const fromGiro = { action: 'choose-accounts', accounts: GIRO }
export const send = { action: 'submit' }

export function loginAs(userid: string, pin = userid.split('+')[0]): Action {
  return { action: 'enter-credentials', userid, pin }
}

/** From the first page to the review of a transfer that was typed. */
export function toReview(userid = 'demo1', account: Action = fromGiro): readonly Action[] {
  return [accept, atDemoBank, loginAs(userid), account, TYPED]
}

/** Cents that were booked on an account beside what it had. */
export async function booked(sandbox: Sandbox, iban = GIRO): Promise<number> {
  const { body } = await sandbox.call('GET', '/_sandkasten/state?collection=bank-buecher')
  const books = body.collections['bank-buecher'] as {
    readonly id: string
    readonly summe: number
  }[]
  return books?.find(({ id }) => id === iban)?.summe ?? 0
}
