import { composeIBAN } from 'ibantools'
import type { Reply, Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  added,
  CUSTOMER,
  DEMO,
  follow,
  hrefOf,
  pathOf,
  rels,
  submit,
  type Wish
} from './customer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
export type Any = any
type Values = Readonly<Record<string, unknown>>

export const ARTEN = ['single-transfer', 'bulk-transfer', 'single-debit', 'bulk-debit'] as const
export type Art = (typeof ARTEN)[number]
export const PAYMENT = `${CUSTOMER}/payment`
/** The first account of demo1. */
export const GIRO = 'DE00123456789012345678'
/** A login with several media, and its account. */
export const MEDIA = 'test_sca_method_media'
export const MEDIA_GIRO = ibanAt('5012345678')
export const TODAY = '2026-11-21'

/** The IBAN of an account number at a bank, by default at the demo bank. */
export function ibanAt(kontonummer: string, blz = '12345678'): string {
  return composeIBAN({ countryCode: 'DE', bban: blz + kontonummer }) ?? ''
}

export function isDebit(art: Art): boolean {
  return art.endsWith('debit')
}

/** What a successful payment of today ends with. */
export function endOf(art: Art): string {
  if (isDebit(art)) return 'BA1212'
  return art === 'single-transfer' ? 'BA1111' : 'BA1112'
}

/** What a payment of a later day ends with, as long as its day has not come. */
export function laterOf(art: Art): string {
  return isDebit(art) ? 'BA1212' : 'BA1112'
}

/** One order of a transfer. */
export function transfer(more: Values = {}) {
  return {
    recipient: 'UNICEF',
    purpose: 'Spende UNICEF',
    iban: 'DE57370205000000300000',
    bic: 'BFSWDE33XXX',
    currency: 'EUR',
    amount: 1.5,
    ...more
  }
}

/** One debit. */
export function debit(more: Values = {}) {
  return {
    amount: 2.5,
    currency: 'EUR',
    purpose: 'Beitrag November',
    endToEndId: '123',
    debtorName: 'Max Mustermann',
    debtorIban: 'DE62430609671149278400',
    debtorBic: 'GENODEM1GLS',
    mandateIdentification: 'M-1',
    mandateDateOfSignature: '2026-02-02',
    ...more
  }
}

/** What stands beside the debits. */
export const RAHMEN = {
  business: false,
  sequenceType: 'OOFF',
  creditorSchemeIdentification: 'DE98ZZZ09999999999',
  requestedCollectionDate: TODAY
} as const

/** A body of a kind with one order, or with two; `posten` changes the first, `more` what stands beside. */
export function orderOf(art: Art, posten: Values = {}, more: Values = {}): Values {
  switch (art) {
    case 'single-transfer':
      return { transferDetails: transfer(posten), ...more }
    case 'bulk-transfer':
      return { transferDetails: [transfer(posten), transfer({ amount: 0.25 })], ...more }
    case 'single-debit':
      return { ...RAHMEN, debitDetails: debit(posten), ...more }
    case 'bulk-debit': {
      const second = debit({ amount: 0.75, mandateIdentification: 'M-2' })
      return { ...RAHMEN, debitDetails: [debit(posten), second], ...more }
    }
  }
}

/** The day of execution of a kind. */
export function onDay(art: Art, day: string): Values {
  return isDebit(art) ? { requestedCollectionDate: day } : { requestedExecutionDate: day }
}

export type Auftrag = {
  readonly login?: string
  readonly pin?: string
  readonly credentials?: Values
  readonly provider?: string
  readonly product?: string
  /** Changes of the first order, and of what stands beside. */
  readonly posten?: Values
  readonly more?: Values
  readonly query?: string
}

/** Starts a payment with credentials. */
export function start(
  sandbox: Sandbox,
  token: string,
  art: Art,
  { login = 'demo1', pin, credentials, provider = DEMO, product = GIRO, ...rest }: Auftrag = {}
): Promise<Reply> {
  const { posten, more, query = '' } = rest
  const body = {
    provider,
    credentials: credentials ?? { userid: login, pin: pin ?? login.split('+')[0] },
    product,
    ...orderOf(art, posten, more)
  }
  return sandbox.call('POST', `${PAYMENT}/${art}${query}`, { token, body })
}

/** Starts a payment on an access. */
export function startOn(
  sandbox: Sandbox,
  token: string,
  art: Art,
  access: Any,
  { product = access.bankprodukte[0].id, posten, more, query = '' }: Auftrag = {}
): Promise<Reply> {
  const path = `${ACCESSES}/${access.id}/${encodeURIComponent(product)}/payment/${art}${query}`
  return sandbox.call('POST', path, { token, body: orderOf(art, posten, more) })
}

/** The order within the answer of a payment. */
export function orderIn(body: Any): Any {
  return body.transfer ?? body.debit
}

/** A payment as its address shows it. */
export async function read(sandbox: Sandbox, token: string, art: Art, id: string): Promise<Any> {
  const reply = await sandbox.call('GET', `${PAYMENT}/${art}/${id}`, { token })
  if (reply.status !== 200) throw new Error(`no payment: ${reply.status} ${reply.text}`)
  return reply.body
}

export type Weg = { readonly method?: number; readonly medium?: string; readonly tan?: string }

/** The next step of an authentication, by its relation; `undefined` when there is none. */
export async function step(
  sandbox: Sandbox,
  token: string,
  from: Any,
  { method = 1, medium = 'Mobil', tan = '42' }: Weg = {}
): Promise<Any> {
  const has = (rel: string) => rels(from).includes(rel)
  const send = async (rel: string, body: Values) =>
    (await submit(sandbox, token, from, rel, body)).body
  if (has('set_method')) return send('set_method', { chosenScaMethodId: method })
  if (has('set_medium')) return send('set_medium', { chosenScaMedia: medium })
  if (has('authenticate_decoupled'))
    return (await follow(sandbox, token, from, 'authenticate_decoupled')).body
  if (has('authenticate')) return send('authenticate', { scaAuthenticationData: tan })
  if (!has('redirect_url')) return undefined
  await comeBack(sandbox, from, '?code=1')
  return (await follow(sandbox, token, from, 'self')).body
}

/** Walks an authentication to its end, by the relations alone. */
export async function walk(sandbox: Sandbox, token: string, from: Any, weg?: Weg): Promise<Any> {
  let last = from
  for (let n = 0; n < 20; n++) {
    const next = await step(sandbox, token, last, weg)
    if (next === undefined) return last
    last = next
  }
  throw new Error('the authentication does not end')
}

/** What the component of a redirect does when the customer comes back from the bank with a query. */
export async function comeBack(sandbox: Sandbox, from: Any, query: string): Promise<Reply> {
  const url = new URL(hrefOf(from, 'redirect_url'))
  const session = pathOf(sandbox, url.searchParams.get('sessionUrl') ?? '')
  const { body } = await sandbox.call('GET', session)
  return sandbox.call('POST', pathOf(sandbox, body.authenticateRedirectUrl), {
    token: body.userToken,
    headers: { 'x-correlation-id': body.correlationId },
    body: { scaAuthenticationData: query }
  })
}

/** Makes a payment with credentials to its end and returns it. */
export async function pay(
  sandbox: Sandbox,
  token: string,
  art: Art,
  auftrag: Auftrag = {},
  weg?: Weg
): Promise<Any> {
  const { status, body, text } = await start(sandbox, token, art, auftrag)
  if (status !== 200) throw new Error(`no payment: ${status} ${text}`)
  await walk(sandbox, token, body, weg)
  return read(sandbox, token, art, orderIn(body).paymentId)
}

/** An access whose authentications are all through. */
export async function ready(sandbox: Sandbox, token: string, wish: Wish = {}): Promise<Any> {
  const access = await added(sandbox, token, wish)
  const walked = await walk(sandbox, token, access)
  if (walked.bankprodukte.length === 0) throw new Error(`no products: ${JSON.stringify(walked)}`)
  return walked
}

/** What was booked at the banks beside the patterns of the accounts. */
export async function buecher(sandbox: Sandbox, workspace = 'default'): Promise<readonly Any[]> {
  const path = `/_sandkasten/state?collection=bank-buecher&workspace=${workspace}`
  return (await sandbox.call('GET', path)).body.collections['bank-buecher'] ?? []
}
