import { randomUUID } from 'node:crypto'
import type { Reply, Sandbox } from '../../sandbox.ts'
import { ACCESSES, added, DEMO, follow, hrefOf, pathOf, regulated, type Wish } from './customer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

/** An access and the path of the bookings of its first product. */
export type Konto = { readonly zugang: Any; readonly produkt: Any; readonly path: string }

/** The token of a user that outlives a year of the clock. */
export async function lasting(sandbox: Sandbox, username?: string): Promise<string> {
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': 400 * 86_400 })
  return regulated(sandbox, username)
}

/** Adds an access whose first product has bookings. */
export async function addKonto(sandbox: Sandbox, token: string, wish: Wish = {}): Promise<Konto> {
  const zugang = await added(sandbox, token, wish)
  const [produkt] = zugang.bankprodukte
  return { zugang, produkt, path: pathOf(sandbox, hrefOf(produkt, 'get_kontoumsaetze')) }
}

/** Bookings, which have to be there; `query` as it stands in the address. */
export async function umsaetze(
  sandbox: Sandbox,
  token: string,
  path: string,
  query = ''
): Promise<Any[]> {
  const reply = await sandbox.call('GET', path + (query && `?${query}`), { token })
  if (reply.status !== 200) throw new Error(`no bookings: ${reply.status} ${reply.text}`)
  return reply.body
}

/** Fetches an access again, by its relation. */
export async function refresh(sandbox: Sandbox, token: string, zugang: Any): Promise<Any> {
  const body = { [zugang.id]: {} }
  const reply = await follow(sandbox, token, zugang, 'refresh_bankzugang', { method: 'POST', body })
  if (reply.status !== 201) throw new Error(`not refreshed: ${reply.status} ${reply.text}`)
  return (await follow(sandbox, token, zugang, 'self')).body
}

export function cents(euros: number): number {
  return Math.round(euros * 100)
}

/** The system names of the tags of a booking. */
export function tagsOf({ tags }: Any): readonly string[] {
  return tags.map((tag: Any) => tag.tagTreeItem.systemName)
}

/** What a booking to push needs at least. */
export function umsatz(verwendungszweck: string, buchungsdatum: string, more: object = {}) {
  return { betrag: -1.5, verwendungszweck, buchungsdatum, gegenkontoInhaber: 'Kiosk', ...more }
}

/** Builds an access of one product and returns the answer. */
export function build(
  sandbox: Sandbox,
  token: string,
  { id = randomUUID(), produkt = {} as object, more = {} as object } = {}
): Promise<Reply> {
  const bankprodukte = [{ id: 'DE89370400440532013000', kategorie: 'GIROKONTO', ...produkt }]
  return sandbox.call('PUT', `${ACCESSES}/builder`, {
    token,
    body: { id, providerId: DEMO, bankprodukte, ...more }
  })
}

/** Builds an access and reads it. */
export async function built(sandbox: Sandbox, token: string, produkt: object = {}): Promise<Konto> {
  const reply = await build(sandbox, token, { produkt })
  if (reply.status !== 201) throw new Error(`not built: ${reply.status} ${reply.text}`)
  const path = pathOf(sandbox, reply.headers.get('location') ?? '')
  const zugang = (await sandbox.call('GET', path, { token })).body
  const [first] = zugang.bankprodukte
  return { zugang, produkt: first, path: `${path}/${encodeURIComponent(first.id)}/kontoumsaetze` }
}

export function push(sandbox: Sandbox, token: string, path: string, body: unknown): Promise<Reply> {
  return sandbox.call('POST', path, { token, body })
}
