import { readFileSync } from 'node:fs'
import { request as connect, type RequestOptions } from 'node:https'
import type { Pair } from '../src/http/tls.ts'
import type { Reply } from './sandbox.ts'

/** The CA of the sandbox. */
export const AUTHORITY = readFileSync('fixtures/tls/ca.pem', 'utf8')

export type SecureRequest = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | URLSearchParams
  /** What the client shows. */
  readonly client?: Pair
  readonly ca?: string
  readonly agent?: RequestOptions['agent']
}

/** A call over TLS that believes in the CA of the sandbox alone. */
export function overTls(url: string, sent: SecureRequest = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, body, client, ca = AUTHORITY, agent } = sent
  const type: Record<string, string> =
    body instanceof URLSearchParams ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...type, ...headers },
      ca,
      // Without an agent of its own a call may ride on the connection of an earlier one.
      agent: agent ?? false,
      ...(client && { cert: client.certificate, key: client.privateKey })
    }
    const outgoing = connect(url, options, incoming => {
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
    outgoing.end(body === undefined ? undefined : String(body))
  })
}
