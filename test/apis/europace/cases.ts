import { readFileSync } from 'node:fs'
import { request as connect } from 'node:http'
import type { Reply, Sandbox } from '../../sandbox.ts'

/** The documented request for a new case. */
export const quickStart = JSON.parse(
  readFileSync('fixtures/examples/kundenangaben-quick-start.json', 'utf8')
)

/** Id and secret of the demo client, for Basic. */
export const CLIENT = 'demo-client:demo-secret'

/** The form of a token request, with more parameters as in a query. */
export function tokenForm(parameters = ''): URLSearchParams {
  const more = Object.fromEntries(new URLSearchParams(parameters))
  return new URLSearchParams({ grant_type: 'client_credentials', ...more })
}

/** The claims of a token, unchecked. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
}

/** A request for a new test case. */
export function newCase(kundenangaben: unknown = {}, metadaten: object = {}) {
  return { importMetadaten: { datenkontext: 'TEST_MODUS', ...metadaten }, kundenangaben }
}

/** Kundenangaben with one household of one customer. */
export function withKunde(kunde: object = {}, haushalt: object = {}) {
  return { haushalte: [{ kunden: [{ referenzId: 'k1', ...kunde }], ...haushalt }] }
}

/** A value without the ids that the server gave its objects. */
export function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => name !== 'id')
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutIds(inner)]))
}

/** The number of a case that was just made. */
export async function create(sandbox: Sandbox, token: string, body: unknown): Promise<string> {
  const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
  if (reply.status !== 201) throw new Error(`no case: ${reply.text}`)
  return reply.body.vorgangsnummer
}

/** A case as it is kept. */
// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
export async function kept(sandbox: Sandbox, nummer: string): Promise<any> {
  return (await sandbox.workspace()).store.get('vorgaenge', nummer)
}

/** All cases, and how many numbers were given. */
export async function keptCases(sandbox: Sandbox): Promise<string> {
  const { get, list } = (await sandbox.workspace()).store
  return JSON.stringify([await list('vorgaenge'), await get('zaehler', 'vorgang')])
}

/** What the journal holds of the last request. */
// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
export async function lastExchange(sandbox: Sandbox, query = ''): Promise<any> {
  const { body } = await sandbox.call('GET', `/_sandkasten/requests${query}`)
  return body.at(-1)
}

export type Exact = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A request with these header fields and no others, which fetch would not send. */
export function exactly(sandbox: Sandbox, sent: Exact): Promise<Reply> {
  const { method = 'POST', path = '/kundenangaben', headers = {}, body = '' } = sent
  return new Promise((resolve, reject) => {
    const length = method === 'GET' && body === '' ? {} : { 'content-length': bytesOf(body) }
    const url = sandbox.url + path
    const outgoing = connect(url, { method, headers: { ...length, ...headers } }, incoming => {
      const chunks: Buffer[] = []
      incoming.on('data', chunk => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const received = new Headers(incoming.headers as Record<string, string>)
        const isJson = /json/.test(received.get('content-type') ?? '') && text !== ''
        const parsed = isJson ? JSON.parse(text) : undefined
        resolve({ status: incoming.statusCode ?? 0, headers: received, text, body: parsed })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function bytesOf(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}
