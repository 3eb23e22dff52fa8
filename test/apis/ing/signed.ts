import { createHash, type KeyLike, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Keys } from '../../certificates.ts'
import type { Reply, Sandbox } from '../../sandbox.ts'

const read = (name: string) => JSON.parse(readFileSync(`fixtures/ing/${name}.json`, 'utf8'))

const [{ publicKey, privateKey }] = read('ing-signing-keys')

/** The pair with which the demo client signs. */
export const SIGNING_KEY: Keys = { publicKey, privateKey }

type Client = {
  readonly id: string
  readonly partner: string
  readonly subscriptionKey: string
}

/** A client of the seed, with all that the seed says of it. */
export function seeded(id: string): Client {
  return read('ing-clients').find((client: Client) => client.id === id)
}

export type Fields = Readonly<Record<string, string>>

export type Message = {
  readonly method?: string
  /** As it stands in the request target: without `/partner-api`, as the samples sign it. */
  readonly target?: string
  readonly body?: string | Uint8Array
  readonly date?: string
  readonly digest?: string
  readonly keyId?: string
  readonly key?: KeyLike
  /** What is signed, in this order. */
  readonly names?: readonly string[]
  /** Further headers that are signed. */
  readonly headers?: Fields
}

/** Date, Digest and Signature of a request; `GET /ping` unless told otherwise. */
export function signed(message: Message = {}): Fields {
  const { method = 'GET', target = '/ping', body = '', key = SIGNING_KEY.privateKey } = message
  const { date = httpDate(), digest = digestOf(body), keyId = 'demo-client' } = message
  const names = message.names ?? ['(request-target)', 'date', 'digest']
  const values: Fields = {
    ...message.headers,
    date,
    digest,
    '(request-target)': `${method.toLowerCase()} ${target}`
  }
  const text = names.map(name => `${name}: ${values[name]}`).join('\n')
  const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64')
  const parameters = `keyId="${keyId}",algorithm="rsa-sha256",headers="${names.join(' ')}"`
  return {
    ...message.headers,
    date,
    digest,
    signature: `${parameters},signature="${signature}"`
  }
}

/** All that the profile `full` asks for over plain HTTP, but for the token. */
export function complete(message: Message = {}, client = 'demo-client'): Fields {
  const { partner, subscriptionKey } = seeded(client)
  return {
    ...signed(message),
    'subscription-key': subscriptionKey,
    'partner-company-id': partner
  }
}

export function digestOf(body: string | Uint8Array): string {
  return `SHA-256=${createHash('sha256').update(body).digest('base64')}`
}

/** A moment of the wall clock as RFC 7231 has it, by default this one. */
export function httpDate(ageMs = 0): string {
  return new Date(Date.now() - ageMs).toUTCString()
}

/** Fields without some of them. */
export function without(headers: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}

/** Tries the connection. */
export function ping(sandbox: Sandbox, token?: string, headers: Fields = {}): Promise<Reply> {
  return sandbox.call('GET', '/partner-api/ping', { ...(token && { token }), headers })
}

/** The title of a refusal, or the status of anything else. */
export function verdict({ status, body }: Reply): string | number {
  return body?.title ?? status
}
