import { randomUUID } from 'node:crypto'
import { HOSTING, makeUser } from '../apis/banksapi/calls.ts'
import { ACCESSES, added, CUSTOMER, DEMO, hrefOf } from '../apis/banksapi/customer.ts'
import { build, push, umsatz } from '../apis/banksapi/umsaetze.ts'
import type { Sandbox } from '../sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

export const GIRO = 'DE00123456789012345678'

/** A world in which most operations have something to work on, and the ids of that. */
export async function populate(sandbox: Sandbox, token: string) {
  const done = await added(sandbox, token)
  const open = await added(sandbox, token, { login: 'test_sca_method_media' })
  const away = await added(sandbox, token, { login: 'demo1+redirect' })
  const own = randomUUID()
  const iban = 'DE89370400440532013000'
  await build(sandbox, token, { id: own })
  const path = `${ACCESSES}/${own}/${iban}/kontoumsaetze`
  await push(sandbox, token, path, [umsatz('x', '2026-11-01 00:00:00')])
  const booked = await sandbox.call('GET', `${path}?tag=categories`, { token })
  const rule = await sandbox.call('POST', `${CUSTOMER}/tagging-rules`, {
    token,
    body: {
      counterparty: { name: 'Kiosk' },
      tagTreeItem: { systemName: 'BANKFINANCE', tagTree: { systemName: 'CATEGORIES' } }
    }
  })
  const consents = [hrefOf(open, 'set_method'), hrefOf(away, 'cancel').replace('/cancel', '')]
  const lastOf = (href: string) => href.split('/').at(-1) as string
  const payments = await Promise.all(
    ['demo1', 'demo1+redirect'].map(login => pay(sandbox, token, login))
  )
  return {
    'access-id': [own, own, done.id, open.id, away.id],
    'product-id': [iban, iban, ...done.bankprodukte.map((one: Any) => one.id)],
    'transaction-id': [booked.body[0].id],
    'consent-id': [...consents.map(lastOf), ...payments],
    'payment-id': payments,
    'session-id': consents.map(lastOf),
    'rule-id': [lastOf(rule.headers.get('location') ?? '')],
    'provider-id': [DEMO, '84f2a3db-c596-4b7e-b3d0-a1c5693f4b89'],
    group: ['demo'],
    'tag-tree-id': ['1', '6'],
    'tag-tree-item-id': ['1', '17'],
    'tenant-name': ['demo', 'demotenant'],
    'user-id': ['demouser', await makeUser(sandbox, HOSTING, 'fuzz')],
    'client-name': ['demo-client', 'admin-client'],
    'role-name': ['customer', 'payer']
  }
}

/** Starts a transfer and returns its id. */
export async function pay(sandbox: Sandbox, token: string, userid: string): Promise<string> {
  const transferDetails = {
    recipient: 'UNICEF',
    purpose: 'Spende',
    iban: 'DE57370205000000300000',
    currency: 'EUR',
    amount: 1
  }
  const body = {
    provider: DEMO,
    product: GIRO,
    credentials: { userid, pin: 'demo1' },
    transferDetails
  }
  const reply = await sandbox.call('POST', `${CUSTOMER}/payment/single-transfer`, { token, body })
  return reply.body.transfer.paymentId
}
