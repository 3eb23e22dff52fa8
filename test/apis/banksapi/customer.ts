import { randomUUID } from 'node:crypto'
import type { Reply, Request, Sandbox } from '../../sandbox.ts'
import { HOSTING, makeUser, PROTECT, userToken } from './calls.ts'

export const DEMO = '00000000-0000-0000-0000-000000000000'
export const CUSTOMER = '/customer/v2'
export const ACCESSES = `${CUSTOMER}/bankzugaenge`
export const DAY = 24 * 60 * 60 * 1000
export const MINUTE = 60 * 1000

type Fields = Readonly<Record<string, string>>

/** An object of an answer that may have relations. */
type Related = {
  readonly relations?: readonly { readonly rel: string; readonly href: string }[]
}

/** What to add an access with; the login is also the PIN, words behind `+` excepted. */
export type Wish = {
  readonly id?: string
  readonly login?: string
  readonly pin?: string
  readonly providerId?: string
  /** Further fields of CreateBankAccessData. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly query?: Fields
  readonly headers?: Fields
}

/** The token of a new user of the tenant that may send credentials. */
export async function regulated(sandbox: Sandbox, username = 'demouser'): Promise<string> {
  if (username !== 'demouser') await makeUser(sandbox, HOSTING, username)
  return userToken(sandbox, HOSTING, username)
}

/** The token of a new user of the tenant without a licence. */
export async function unregulated(sandbox: Sandbox, username = 'anna'): Promise<string> {
  await makeUser(sandbox, PROTECT, username)
  return userToken(sandbox, PROTECT, username)
}

/** Adds an access and returns its answer as it is. */
export function add(sandbox: Sandbox, token: string, wish: Wish = {}): Promise<Reply> {
  const { id = randomUUID(), query = {}, headers = {} } = wish
  const search = new URLSearchParams(query).toString()
  return sandbox.call('POST', ACCESSES + (search && `?${search}`), {
    token,
    headers,
    body: { [id]: dataOf(wish) }
  })
}

/** What a body says of one access. */
export function dataOf({ login = 'demo1', pin, providerId = DEMO, data }: Wish) {
  const credentials = { userid: login, pin: pin ?? login.split('+')[0] }
  return { providerId, credentials, ...data }
}

/** Adds an access, which has to succeed, and returns it. */
export async function added(
  sandbox: Sandbox,
  token: string,
  wish: Wish = {}
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
): Promise<any> {
  const reply = await add(sandbox, token, wish)
  if (reply.status !== 201) throw new Error(`no access: ${reply.status} ${reply.text}`)
  return (await sandbox.call('GET', pathOf(sandbox, locationOf(reply)), { token })).body
}

export function locationOf(reply: Reply): string {
  return reply.headers.get('location') ?? ''
}

/** The path of an address that an answer named. */
export function pathOf(sandbox: Sandbox, href: string): string {
  if (!href.startsWith(sandbox.url)) throw new Error(`not an address of the sandbox: ${href}`)
  return href.slice(sandbox.url.length)
}

export function rels({ relations = [] }: Related): readonly string[] {
  return relations.map(({ rel }) => rel)
}

export function hrefOf({ relations = [] }: Related, rel: string): string {
  const found = relations.find(relation => relation.rel === rel)
  if (!found) throw new Error(`no relation ${rel} among ${relations.map(({ rel }) => rel)}`)
  return found.href
}

/** Calls the address of a relation, by its name only. */
export function follow(
  sandbox: Sandbox,
  token: string,
  from: Related,
  rel: string,
  { method = 'GET', ...request }: Omit<Request, 'token'> & { readonly method?: string } = {}
): Promise<Reply> {
  return sandbox.call(method, pathOf(sandbox, hrefOf(from, rel)), { token, ...request })
}

/** Sends the data of a step of strong customer authentication. */
export function submit(
  sandbox: Sandbox,
  token: string,
  from: Related,
  rel: string,
  body: Readonly<Record<string, unknown>>
): Promise<Reply> {
  return follow(sandbox, token, from, rel, { method: 'POST', body })
}

/** The codes of messages in their order. */
export function codes(from: {
  readonly messages?: readonly { readonly code: string }[]
}): readonly string[] {
  return (from.messages ?? []).map(({ code }) => code)
}

/** The id of the web form that a 451 leads to. */
export function sessionOf(reply: Reply): string {
  return new URL(locationOf(reply)).searchParams.get('session') ?? ''
}

/** Does what the customer would do in a web form, one action after the other. */
export async function inWebform(
  sandbox: Sandbox,
  reply: Reply,
  ...actions: readonly Readonly<Record<string, unknown>>[]
): Promise<Reply> {
  let last = reply
  for (const body of actions) {
    const path = `/_sandkasten/flows/${sessionOf(reply)}/act`
    last = await sandbox.call('POST', path, { body })
    if (last.status !== 200) throw new Error(`${body['action']}: ${last.status} ${last.text}`)
  }
  return last
}

/** Adds an access with one account in the web form, the first of a user without a licence. */
export async function addedInWebform(
  sandbox: Sandbox,
  token: string,
  id: string,
  { login = 'demo1', account = 'DE00123456789012345678' } = {}
): Promise<void> {
  const reply = await sandbox.call('POST', ACCESSES, {
    token,
    body: { [id]: { providerId: DEMO } }
  })
  if (reply.status !== 451) throw new Error(`no web form: ${reply.status} ${reply.text}`)
  await inWebform(
    sandbox,
    reply,
    { action: 'accept-terms', callbackUrl: 'https://portal.example/back' },
    { action: 'enter-credentials', userid: login, pin: login.split('+')[0] },
    { action: 'choose-accounts', accounts: [account] }
  )
}
