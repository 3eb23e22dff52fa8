import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Reply, Sandbox } from '../../sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test changes it anywhere
type Body = any

const contract = JSON.parse(readFileSync('dist/openapi/ing-partner.json', 'utf8'))
const { requestBody } = contract.paths['/partner-api/applications'].post

/** The documented request: texts for numbers, and an address with line1 and line2. */
export const documented: Body = requestBody.content['application/json'].examples.documented.value

/** A copy of the documented request that follows the schema exactly, then changed. */
export function right(changes: (body: Body) => void = () => {}): Body {
  const body = structuredClone(documented)
  const { company, details } = body
  company.financials[0].revenue = 2_000_000
  details.request_amount = 200_000
  const [representative] = company.representatives
  const { line1, line2, ...address } = representative.addresses[0]
  representative.addresses = [{ line_1: line1, line_2: line2, ...address }]
  changes(body)
  return body
}

let lastCrefoId = 3_100_000_000

/** Gives a body a Crefo number that nobody used before. */
export function withFreshCrefo(body: Body): Body {
  lastCrefoId += 1
  body.company.credit_scores[0].id = String(lastCrefoId)
  return body
}

/** Posts an application, with an Idempotency-Key of its own unless one is given. */
export function submit(
  sandbox: Sandbox,
  token: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {}
): Promise<Reply> {
  const key = { 'idempotency-key': randomUUID() }
  return sandbox.call('POST', '/partner-api/applications', {
    token,
    body,
    headers: { ...key, ...headers }
  })
}

/** An access token of a demo client. */
export async function ingToken(sandbox: Sandbox, client = 'demo-client'): Promise<string> {
  const body = new URLSearchParams({ client_id: client, client_secret: 'demo-secret' })
  const reply = await sandbox.call('POST', '/token-api/oauth2/token', { body })
  if (reply.status !== 200) throw new Error(`no token for ${client}: ${reply.text}`)
  return reply.body.access_token
}
