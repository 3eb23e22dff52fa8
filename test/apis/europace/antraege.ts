import type { Reply, Sandbox } from '../../sandbox.ts'

/** The documented application and its number at the lender. */
export const ANTRAG = '985132/1/1'
export const NUMMER = '12919351'

/** Bodies that name it one way or the other. */
export const byAntrag = (more: object = {}) => ({ antragsnummer: ANTRAG, ...more })
export const byNummer = (more: object = {}) => ({ produktanbieterantragsnummer: NUMMER, ...more })

export type Sent = {
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export const STATUS = '/kreditsmart/kex/antraege/status'

/** A call of the KEX-Antragsstatus API. */
export function sendStatus(sandbox: Sandbox, sent: Sent): Promise<Reply> {
  return sandbox.call('POST', STATUS, sent)
}

/** An offer is accepted, in the default workspace or another one. */
export function simulate(sandbox: Sandbox, body: unknown, workspace = 'default'): Promise<Reply> {
  const headers = { 'X-Sandkasten-Workspace': workspace }
  return sandbox.call('POST', '/_sandkasten/simulate/kreditsmart-antrag', { headers, body })
}

/** A document as the state of a workspace shows it. */
export async function shown(
  sandbox: Sandbox,
  collection: 'antraege' | 'vorgaenge',
  id: string,
  workspace = 'default'
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
): Promise<any> {
  const path = `/_sandkasten/state?collection=${collection}&workspace=${workspace}`
  const { body } = await sandbox.call('GET', path)
  return body.collections[collection].find((one: { id: string }) => one.id === id)
}

/** All cases and applications. */
export async function keptAntraege(sandbox: Sandbox): Promise<string> {
  const { list } = (await sandbox.workspace()).store
  return JSON.stringify([await list('antraege'), await list('vorgaenge')])
}
