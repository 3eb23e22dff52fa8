import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { ingToken } from './requests.ts'
import { type Fields, ping } from './signed.ts'

/** Stands for a text that the documentation does not give. */
export const FREE = 'in words of its own'

export type Ask = (sandbox: Sandbox, token: string) => Promise<Reply>

/** What was done under which switches, and the body of the answer, which names its status. */
export type Row = readonly [
  title: string,
  switches: Readonly<Record<string, unknown>>,
  ask: Ask,
  body: {
    readonly status: number | string
    readonly detail?: string
    readonly [name: string]: unknown
  }
]

/** Tries the connection with headers that are made at that time. */
export function pinged(headers: () => Fields): Ask {
  return (sandbox, token) => ping(sandbox, token, headers())
}

/** Tests that every row is answered with exactly its body. */
export function testRows(rows: readonly Row[]): void {
  for (const [title, switches, ask, expected] of rows)
    t.test(`the answer to ${title} is as documented`, async t => {
      const sandbox = await createSandbox(t, { trustProxy: true, bodyLimit: 15_000 })
      const token = await ingToken(sandbox)
      await sandbox.behave(switches)
      const { status, headers, body } = await ask(sandbox, token)
      t.equal(status, Number(expected.status))
      t.equal(headers.get('content-type'), 'application/problem+json')
      const isFree = expected.detail === FREE && /\w/.test(body.detail ?? '')
      t.strictSame(isFree ? { ...body, detail: FREE } : body, expected)
    })
}
