import { readFileSync } from 'node:fs'
import { ACCESSES, added, regulated } from '../apis/banksapi/customer.ts'
import { ingToken, right, submit } from '../apis/ing/requests.ts'
import type { Sandbox } from '../sandbox.ts'

export const ACCESS = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const GIRO = 'DE00123456789012345678'

/** Text that would do harm on a page that does not escape. */
export const HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'

/** A workspace in which something of everything happened. */
export async function makeTraffic(sandbox: Sandbox): Promise<{
  readonly vorgang: string
  readonly application: string
  readonly payment: string
}> {
  const vorgang = await makeVorgang(sandbox)
  await control(sandbox, 'PUT', '/webhooks', { url: '/_sandkasten/inbox/demo', tenant: 'demo' })
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: ACCESS, data: { sync: true } })
  const payment = await makePayment(sandbox, token)
  await control(sandbox, 'POST', '/simulate/new-transactions', {
    accessId: ACCESS,
    productId: GIRO
  })
  await control(sandbox, 'POST', '/simulate/background-update', {})
  const reply = await submit(sandbox, await ingToken(sandbox), right())
  if (reply.status !== 201) throw new Error(`no application: ${reply.text}`)
  return { vorgang, application: reply.body.application_id, payment }
}

/** A case with a hostile name, and with properties that nobody knows. */
async function makeVorgang(sandbox: Sandbox): Promise<string> {
  const example = 'fixtures/examples/kundenangaben-quick-start.json'
  const body = JSON.parse(readFileSync(example, 'utf8'))
  const kunde = body.kundenangaben.haushalte[0].kunden[0]
  kunde.personendaten.person.nachname = HOSTILE
  kunde.lieblingsfarbe = HOSTILE
  const reply = await sandbox.call('POST', '/kundenangaben', { token: await sandbox.token(), body })
  if (reply.status !== 201) throw new Error(`no case: ${reply.status} ${reply.text}`)
  return reply.body.vorgangsnummer
}

async function makePayment(sandbox: Sandbox, token: string): Promise<string> {
  const reply = await sandbox.call(
    'POST',
    `${ACCESSES}/${ACCESS}/${GIRO}/payment/single-transfer`,
    {
      token,
      body: {
        transferDetails: {
          recipient: 'UNICEF',
          purpose: 'Spende',
          iban: 'DE57370205000000300000',
          currency: 'EUR',
          amount: 150
        }
      }
    }
  )
  if (reply.status >= 300) throw new Error(`no payment: ${reply.status} ${reply.text}`)
  return reply.body.transfer.paymentId
}

/** What the control API answers, which has to be a success. */
export async function control(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
): Promise<any> {
  const reply = await sandbox.call(method, `/_sandkasten${path}`, { ...(body && { body }) })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`)
  return reply.body
}
