import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import * as chromium from '../browser/chromium.ts'
import { BANK, openForm, startDemo, TOKEN } from './demo.ts'
import * as nginx from './nginx.ts'

const skip = nginx.skip || chromium.skip

/** A browser that trusts the proxy's certificate, and tells what it could not load and what was forbidden. */
async function browse(t: Test) {
  const demo = await startDemo(t)
  const page = await (await chromium.launch(t)).newPage({
    ignoreHTTPSErrors: true,
    locale: 'de-DE'
  })
  page.on('console', message => {
    if (message.type() === 'error') t.fail(message.text())
  })
  page.on('request', request => {
    const isOwn = request.url().startsWith(`${demo.url}/`) || /^data:/.test(request.url())
    if (!isOwn) t.fail(`asks for ${request.url()}`)
  })
  return { demo, page }
}

function styled(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.styleSheets[0].cssRules.length > 10')
}

t.test('the console lives behind the proxy', { skip }, async t => {
  const { demo, page } = await browse(t)
  await page.goto(`${demo.url}/`)
  t.ok(await styled(page))
  await page.locator('#token').fill(TOKEN)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Anfragen' }).first().click()
  await page.waitForURL(`${demo.url}/console/requests`)
  // The stream is open; what happens from now on arrives without a reload, one event at a time.
  await page.locator('[data-status].on').waitFor()
  await page.evaluate('globalThis.isSame = true')
  await demo.login('/auth/token', 'demo-client', { grant_type: 'client_credentials' })
  await page.getByText('createToken').first().waitFor()
  await demo.call('/kundenangaben/AAAAAA')
  await page.getByText('getKundenangaben').first().waitFor()
  t.ok(await page.evaluate('globalThis.isSame'), 'the page is still the same')
  const [cookie] = await page.context().cookies()
  t.match(cookie, { path: '/sandkasten/', secure: true, httpOnly: true })

  await page.getByRole('link', { name: 'Uhr' }).first().click()
  await page
    .getByRole('button', { name: /anhalten/i })
    .first()
    .click()
  await page.getByText(/\(200\)/).waitFor()
  t.ok(page.url().startsWith(`${demo.url}/console/clock`), page.url())
})

t.test('the web form works behind the proxy', { skip }, async t => {
  const { demo, page } = await browse(t)
  await page.goto(await openForm(demo))
  t.ok(await styled(page))
  await page.getByRole('button', { name: /^Zustimmen/ }).click()
  await page.locator(`button[value="${BANK}"]`).click()
  await page.locator('input[name="userid"]').fill('demo1')
  await page.locator('input[type="password"]').fill('demo1')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Konten auswählen' }).waitFor()
  t.ok(page.url().startsWith(`${demo.url}/`), page.url())
})

t.test('Swagger UI shows the contracts and calls the sandbox', { skip }, async t => {
  const { demo, page } = await browse(t)
  await page.goto(`${demo.url}/docs/`)
  await page.getByText('/auth/token', { exact: true }).first().waitFor()
  const [server] = await page.locator('.servers option').allTextContents()
  t.match(server, `${demo.url}/`)
})
