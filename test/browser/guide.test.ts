import t from 'tap'
import { createSandbox } from '../sandbox.ts'
import { launch, skip } from './chromium.ts'
import { checkPage, newPhone, tabTo, watch } from './visit.ts'

/** The index, and pages with wide tables, long blocks and every kind of text. */
const PAGES = ['', 'banksapi', 'configuration', 'test-libraries', 'nothing']

t.test('everybody can read the guide, in the dark and on a small phone', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const phone = await newPhone(t, sandbox)
  for (const name of PAGES) {
    await phone.goto(`${sandbox.url}/docs/guide/${name}`)
    await checkPage(t, phone, `the guide’s page ${name}`)
  }
})

t.test('the guide is read on a large screen, by keyboard and in English', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const page = await (await launch(t)).newPage({
    locale: 'de-DE',
    viewport: { width: 1200, height: 900 }
  })
  watch(t, page, sandbox.url)
  await page.goto(sandbox.url)
  await page.getByRole('link', { name: 'Anleitungen' }).click()
  await page.getByRole('heading', { name: 'Documentation', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'English' }).click()
  await tabTo(page, /^Time/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Time', level: 1 }).waitFor()
  t.equal(await page.locator('html').getAttribute('lang'), 'en', 'the language stays')
  t.match(await page.locator('main').textContent(), `${sandbox.url}/_sandkasten`)
  await page.getByRole('link', { name: 'API documentation' }).click()
  await page.getByRole('link', { name: /^Guide/ }).click()
  await page.getByRole('heading', { name: /^Europace/, level: 1 }).waitFor()
})
