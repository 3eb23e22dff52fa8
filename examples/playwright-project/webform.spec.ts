import { expect, test } from 'sandkasten/playwright'
import { createBankClient } from '../banksapi-client/client.js'

test('a customer adds a bank in the web form', async ({ page, sandbox }) => {
  // A tenant without a licence: the first step makes a user of it.
  const { banksapiRegProtect, banksapiRegProtectAdmin } = sandbox.credentials
  const user = { username: 'anna', password: 'Sommer-2027!' }
  await createUser(banksapiRegProtectAdmin, sandbox.url, user)
  const bank = createBankClient({
    baseUrl: sandbox.baseUrls.banksapi,
    ...banksapiRegProtect,
    ...user
  })

  const { id, webform } = await bank.addAccess()
  const callback = sandbox.inbox('portal').url
  await page.goto(`${webform}&callbackUrl=${encodeURIComponent(callback)}`)
  await page.getByRole('button', { name: 'Zustimmen' }).click()
  await page.getByRole('button', { name: /Demo Provider/ }).click()
  await page.getByLabel('Demo-User').fill('demo1')
  await page.getByLabel('Demo-Passwort').fill('demo1')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.getByRole('heading', { name: 'Konten auswählen' })).toBeVisible()
  await page.getByRole('button', { name: 'Konten anbinden' }).click()

  await page.waitForURL(/baReentry=ACCOUNT_CREATED/)
  expect((await bank.access(id)).bankprodukte.length).toBeGreaterThan(0)
  expect(await sandbox.requests.count({ status: 451 })).toBe(1)
})

/** What an application does for every customer that it signs up. */
async function createUser(client: Client, url: string, user: object): Promise<void> {
  const basic = btoa(`${client.clientId}:${client.clientSecret}`)
  const granted = await fetch(client.tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  const { access_token: token } = (await granted.json()) as { access_token: string }
  const created = await fetch(`${url}/auth/mgmt/v1/tenants/${client.tenant}/users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(user)
  })
  expect(created.status).toBe(201)
}

type Client = { tenant: string; clientId: string; clientSecret: string; tokenUrl: string }
