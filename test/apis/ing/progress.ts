import type { Reply, Sandbox } from '../../sandbox.ts'
import { ingToken, right, submit } from './requests.ts'

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The Crefo number that brings applications which stay as they are, and which may come again and again. */
export const STAYS = '9990000154'

/** The right request for a company with these Crefo numbers. */
export function ofCrefo(...ids: readonly string[]) {
  return right(({ company }) => {
    const [score] = company.credit_scores
    company.credit_scores = ids.map(id => ({ ...score, id }))
  })
}

/** A token that outlives the test, in a workspace where a Crefo number is never closed. */
export async function patientToken(sandbox: Sandbox): Promise<string> {
  await sandbox.behave({ 'ing.tokenTtlSeconds': 1e9, 'ing.crefoWindowSeconds': 0 })
  return ingToken(sandbox)
}

/** The id of a new application. */
export async function apply(sandbox: Sandbox, token: string, body: unknown): Promise<string> {
  const reply = await submit(sandbox, token, body)
  if (reply.status !== 201) throw new Error(`no application: ${reply.text}`)
  return reply.body.application_id
}

export function read(sandbox: Sandbox, token: string, id: string): Promise<Reply> {
  return sandbox.call('GET', `/partner-api/applications/${id}`, { token })
}

/** Moves an application on as the back office would. */
export function moveOn(sandbox: Sandbox, id: string, to: string, more: object = {}) {
  const body = { application_id: id, to, ...more }
  return sandbox.call('POST', '/_sandkasten/simulate/ing-transition', { body })
}

export function anonymise(sandbox: Sandbox, id: string): Promise<Reply> {
  const body = { application_id: id }
  return sandbox.call('POST', '/_sandkasten/simulate/ing-anonymise', { body })
}

/** When an application goes on by itself, and what is said of it. */
export async function stepsAhead(
  sandbox: Sandbox,
  id: string
): Promise<readonly { readonly at: string; readonly about: string }[]> {
  const { body } = await sandbox.call('GET', '/_sandkasten/events')
  return body.filter(
    (one: { kind: string; about: string }) =>
      one.kind === 'ing/transition' && one.about.includes(id)
  )
}

/** How many applications a workspace holds. */
export async function countApplications(sandbox: Sandbox, workspace = 'default'): Promise<number> {
  const query = `collection=applications&workspace=${workspace}`
  const { body } = await sandbox.call('GET', `/_sandkasten/state?${query}`)
  return body.collections.applications.length
}
