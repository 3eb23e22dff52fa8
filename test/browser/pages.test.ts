import { readdirSync } from 'node:fs'
import t from 'tap'
import { loadContract } from '../../src/contract/document.ts'
import { createSandbox } from '../sandbox.ts'
import { launch, skip } from './chromium.ts'

const CONTRACTS = readdirSync('dist/openapi').map(name => name.replace('.json', ''))

t.test('all contracts can be read in Swagger UI, from this server alone', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const page = await (await launch(t)).newPage()
  const foreign: string[] = []
  const errors: string[] = []
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(sandbox.url))
      foreign.push(request.url())
  })
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text())
  })

  await page.goto(`${sandbox.url}/docs`)
  await page.getByRole('heading', { name: /Europace Authorization API/ }).waitFor()
  const names = await page.locator('select#select option').allInnerTexts()
  t.same([...names].sort(), CONTRACTS.map(name => loadContract(name).title).sort())

  await page.locator('select#select').selectOption({ label: names[1] as string })
  await page.getByRole('heading', { name: /Kundenangaben API/ }).waitFor()
  await page.getByText('/kundenangaben/body-validation').first().waitFor()
  t.same(foreign, [], 'nothing is loaded from elsewhere')
  t.same(errors, [], 'nothing breaks and nothing is blocked')
})

t.test(
  'the first page shows addresses and credentials in German and English',
  { skip },
  async t => {
    const sandbox = await createSandbox(t)
    const page = await (await launch(t)).newPage({ locale: 'de-DE' })
    await page.goto(sandbox.url)
    t.equal(await page.locator('html').getAttribute('lang'), 'de')
    t.match(
      await page.locator('main').textContent(),
      /Zugangsdaten[\s\S]*demo-client\s*demo-secret/
    )
    t.match(await page.locator('main').textContent(), `${sandbox.url}/kundenangaben`)
    await page.getByRole('link', { name: 'English' }).click()
    t.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.getByRole('link', { name: 'API documentation' }).click()
    await page.getByRole('heading', { name: /Europace Authorization API/ }).waitFor()
    t.equal(new URL(page.url()).pathname, '/docs/')
  }
)

t.test('contracts can be downloaded as YAML and JSON', async t => {
  const sandbox = await createSandbox(t)
  for (const name of CONTRACTS) {
    const yaml = await sandbox.call('GET', `/docs/contracts/${name}.yaml`)
    t.match(yaml, { status: 200, text: /^openapi: 3\.1\.0/ }, name)
    const json = await sandbox.call('GET', `/docs/contracts/${name}.json`)
    t.match(json.body, { openapi: '3.1.0', servers: [{ url: `${sandbox.url}/` }] }, name)
  }
})
