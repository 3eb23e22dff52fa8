import { test } from 'sandkasten/vitest'
import { expect } from 'vitest'
import { createBankClient } from '../banksapi-client/client.js'

const BANK_WITH_SMS = '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301'
const DEMO_BANK = '00000000-0000-0000-0000-000000000000'

test('a TAN opens the accounts', async ({ sandbox }) => {
  const bank = createBankClient({
    baseUrl: sandbox.baseUrls.banksapi,
    ...sandbox.credentials.banksapi
  })
  let { access } = await bank.addAccess({ userid: 'demo1', pin: 'demo1' }, BANK_WITH_SMS)

  // One TAN for payment accounts, one for the others.
  while (access.status === 'INTERAKTION') {
    const [sms] = await sandbox.phone('demo1').messages({ wait: '5s' })
    access = await bank.answer(access, 'authenticate', { scaAuthenticationData: sms?.tan })
  }

  expect(access.status).toBe('VOLLSTAENDIG')
  expect(access.bankprodukte.length).toBeGreaterThan(0)
  expect(await sandbox.requests.count({ operationId: 'createBanksapiToken', status: 200 })).toBe(1)
})

test('a notification comes when time passes', async ({ sandbox }) => {
  const bank = createBankClient({
    baseUrl: sandbox.baseUrls.banksapi,
    ...sandbox.credentials.banksapi
  })
  await sandbox.clock.freeze()
  await sandbox.webhooks.register('/_sandkasten/inbox/mine')
  const { id } = await bank.addAccess({ userid: 'demo1', pin: 'demo1' }, DEMO_BANK, true)
  await sandbox.simulate.newTransactions({
    accessId: id,
    productId: 'DE00123456789012345678',
    transactions: [{ betrag: 13.37, verwendungszweck: 'Rechnung 4711' }]
  })

  // The next of the four background updates of a day
  await sandbox.clock.advance('PT6H')

  const [message] = await sandbox.inbox('mine').messages({ type: 'TRANSACTION' })
  expect(message?.body).toMatchObject({ notificationType: 'TRANSACTION', serial: 1 })
  expect(await sandbox.webhooks.deliveries({ state: 'delivered' })).not.toHaveLength(0)
})

test('no test sees what another one did', async ({ sandbox, sandkasten }) => {
  expect(await sandbox.requests.list()).toEqual([])
  expect(sandbox.name).toMatch(/^no-test-sees-what-another/)
  expect(sandbox.url).toBe(sandkasten.url)
})
