import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { ACCESS, control, makeTraffic } from '../console/traffic.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { launch, skip } from './chromium.ts'

const PAGES = [
  '',
  'console/requests',
  'console/requests?id=2',
  `console/flow?q=${ACCESS}`,
  'console/clock',
  'console/webhooks',
  'console/inbox',
  'console/faults',
  'console/switches',
  'console/workspaces',
  'console/things?kind=vorgaenge',
  'console/things?kind=bankzugaenge',
  'console/things?kind=zahlungen',
  'console/things?kind=telefone',
  'console/things?kind=antraege&id=985132%2F1%2F1'
]

/** A page with traffic behind it; what breaks or is blocked fails the test. */
async function openConsole(t: Test, javaScriptEnabled = true) {
  const sandbox = await createSandbox(t)
  const ids = await makeTraffic(sandbox)
  const browser = await launch(t)
  const page = await browser.newPage({ locale: 'de-DE', javaScriptEnabled })
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('request', request => {
    if (!/^data:/.test(request.url()) && !request.url().startsWith(sandbox.url))
      errors.push(`asks ${request.url()}`)
  })
  return { sandbox, ids, page, errors }
}

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
  })
}

function go(page: Page, sandbox: Sandbox, path: string) {
  return page.goto(`${sandbox.url}/${path}`, { waitUntil: 'domcontentloaded' })
}

t.test('everybody can use every page, in the dark and on a small phone', { skip }, async t => {
  const { sandbox, page, errors } = await openConsole(t)
  for (const path of PAGES)
    for (const [lang, colorScheme] of [
      ['de', 'light'],
      ['de', 'dark'],
      ['en', 'light'],
      ['en', 'dark']
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(
        lang === 'de' ? { width: 1280, height: 900 } : { width: 390, height: 844 }
      )
      const query = `${path.includes('?') ? '&' : '?'}lang=${lang}`
      await go(page, sandbox, path + query)
      t.equal(await page.locator('html').getAttribute('lang'), lang)
      t.same(await violationsOf(page), [], `${path}, ${lang}, ${colorScheme}`)
      const tooWide = await page.evaluate<number>(
        'document.documentElement.scrollWidth - innerWidth'
      )
      t.ok(tooWide <= 0, `${path} fits its window, ${lang}`)
    }
  t.same(errors, [], 'nothing breaks, is blocked or loaded from elsewhere')
})

t.test('a request appears without a reload, and what is open stays open', { skip }, async t => {
  const { sandbox, page, errors } = await openConsole(t)
  await go(page, sandbox, 'console/requests')
  await page.locator('.status.on').waitFor()
  await page.evaluate('window.mine = true')
  await page.locator('input[type=search]').fill('half a wo')
  await sandbox.call('GET', '/kundenangaben/LIVE')
  await page.locator('tr', { hasText: '/kundenangaben/LIVE' }).waitFor()
  t.equal(await page.evaluate('window.mine'), true)
  t.equal(await page.locator('input[type=search]').inputValue(), 'half a wo')

  await go(page, sandbox, 'console/clock')
  await page.locator('.status.on').waitFor()
  const twin = page.locator('details.twin').nth(1)
  await twin.locator('summary').click()
  await control(sandbox, 'PUT', '/clock', { now: '2027-01-01T11:00:00Z' })
  await page.getByText('2027-01-01 12:00:00').first().waitFor()
  t.ok(await page.locator('details.twin[open]').count())
  t.same(errors, [])
})

t.test('the keyboard is enough to find and push a button', { skip }, async t => {
  const { sandbox, page } = await openConsole(t)
  await go(page, sandbox, 'console/clock')
  await page.keyboard.press('Tab')
  t.equal(await page.evaluate('document.activeElement.className'), 'skip')
  await page.keyboard.press('Enter')
  for (let n = 0; n < 30; n++) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate('document.activeElement.textContent')) === '+ 1 Tag') break
  }
  const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
  t.equal(outline, 'solid', 'the focus is seen')
  await page.keyboard.press('Enter')
  await page.getByRole('status').waitFor()
  t.equal((await control(sandbox, 'GET', '/clock')).now, '2026-11-22T09:00:00.000Z')
})

t.test('everything works without JavaScript', { skip }, async t => {
  const { sandbox, page, ids } = await openConsole(t, false)
  await go(page, sandbox, '?lang=en')
  await page.getByRole('link', { name: 'ING applications', exact: true }).click()
  await page.getByRole('button', { name: 'to RISK_CHECK' }).click()
  await page.getByRole('status').waitFor()
  t.match(await page.getByRole('status').textContent(), 'simulate/ing-transition')
  t.equal(await page.locator('html').getAttribute('lang'), 'en', 'the language stays')
  await page.getByRole('button', { name: 'to OFFER' }).waitFor()
  const { collections } = await control(sandbox, 'GET', '/state?collection=applications')
  t.match(collections.applications, [{ id: ids.application, status: 'RISK_CHECK' }])

  await page.getByRole('link', { name: 'Workspaces' }).click()
  await page.getByLabel(/^Name/).fill('my-team')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('link', { name: 'my-team' }).click()
  t.match(await page.locator('main').textContent(), 'demo-client+my-team')
  await page.getByRole('link', { name: 'Requests', exact: true }).click()
  t.match(await page.locator('main').textContent(), /No request yet/)
})
