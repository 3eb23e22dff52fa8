import type { Page } from 'playwright-core'
import t from 'tap'
import { addedInWebform, DEMO, unregulated } from '../apis/banksapi/customer.ts'
import {
  atDemoBank,
  beginne,
  booked,
  CLAIM,
  EMPFAENGER,
  GIRO,
  type Kind,
  loginAs,
  ORDER,
  send,
  TYPED,
  type Zahlungsgang
} from '../apis/banksapi/formular.ts'
import { withCallback } from '../apis/banksapi/webform.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { launch, skip } from './chromium.ts'
import { checkPage, createPortal, newPhone, outcomeOf, tabTo, watch } from './visit.ts'

const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'

function linkOf({ opened }: Zahlungsgang, portal?: string): string {
  return withCallback(opened.headers.get('location') ?? '', portal)
}

/** From the terms to the choice of an account at the demo bank. */
async function toAccounts(page: Page, userid = 'demo1'): Promise<void> {
  await page.getByRole('button', { name: /^Zustimmen/ }).click()
  await page.getByRole('button', { name: /Demo Provider/ }).click()
  await page.getByLabel('Demo-User').fill(userid)
  await page.getByLabel('Demo-Passwort').fill('demo1')
  await page.getByRole('button', { name: 'Anmelden' }).click()
}

/** The data of a transfer, up to its review. */
async function fillTransfer(page: Page, iban = EMPFAENGER): Promise<void> {
  await page.getByLabel('Empfänger').fill('Kunigunde Kunde')
  await page.getByLabel('IBAN').fill(iban)
  await page.getByLabel('Betrag in Euro').fill('1.337,42')
  await page.getByLabel('Verwendungszweck').fill('Miete')
  await page.getByRole('button', { name: 'Weiter' }).click()
}

for (const javaScriptEnabled of [true, false])
  t.test(
    `a transfer is made, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`,
    { skip },
    async t => {
      const sandbox = await createSandbox(t)
      const portal = await createPortal(t)
      const gang = await beginne(sandbox)
      const browser = await launch(t)
      const context = await browser.newContext({ javaScriptEnabled, locale: 'de-DE' })
      const page = await context.newPage()
      watch(t, page, sandbox.url)
      await page.goto(linkOf(gang, portal))
      t.equal(await page.title(), 'Bedingungen und Datenschutz – Überweisung')
      await toAccounts(page)
      await page.getByRole('heading', { name: 'Konto auswählen' }).waitFor()
      await page.getByRole('radio', { name: /Girokonto/ }).check()
      await page.getByRole('button', { name: 'Weiter' }).click()
      await fillTransfer(page, 'DE89 3704 0044 0532 0130 01')
      t.match(await page.getByRole('alert').textContent(), /markierten Felder: IBAN/)
      t.equal(await page.locator('[aria-invalid=true]').getAttribute('name'), 'iban')
      t.equal(await page.getByLabel('Betrag in Euro').inputValue(), '1337,42')
      await fillTransfer(page)
      await page.getByRole('heading', { name: 'Zahlung prüfen' }).waitFor()
      t.match(
        await page.locator('main').textContent(),
        /1\.337,42\s€[\s\S]*Girokonto[\s\S]*DE89 3704/
      )
      await page.getByRole('button', { name: 'Jetzt überweisen' }).click()
      await page.getByRole('radio', { name: /mockTAN/ }).check()
      await page.getByRole('button', { name: 'Weiter' }).click()
      await page.getByLabel('TAN', { exact: true }).fill('42')
      await page.getByRole('button', { name: 'Bestätigen' }).click()
      await page.waitForURL(/home/)
      t.equal(outcomeOf(page), 'FINISHED')
      t.equal(await booked(sandbox), -133742)
      t.same((await gang.outcome()).codes, ['BA1111'])
      await page.goBack()
      t.equal(await booked(sandbox), -133742, 'who goes back pays nothing again')
    }
  )

t.test('a transfer needs no mouse', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const portal = await createPortal(t)
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO })
  await gang.act({ action: 'accept-terms' }, loginAs('demo1'))
  const page = await (await launch(t)).newPage({ locale: 'de-DE' })
  watch(t, page, sandbox.url)
  await page.goto(linkOf(gang, portal))
  await tabTo(page, /Girokonto/)
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Zahlungsdaten' }).waitFor()
  for (const [label, text] of [
    [/Empfänger/, 'Kunigunde Kunde'],
    [/IBAN/, EMPFAENGER],
    [/Betrag/, '13,37'],
    [/Verwendungszweck/, 'Miete']
  ] as const) {
    await tabTo(page, label)
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Zahlung prüfen' }).waitFor()
  await tabTo(page, /^Jetzt überweisen/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Verfahren auswählen' }).waitFor()
  await tabTo(page, /mockTAN/)
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'TAN eingeben' }).waitFor()
  await tabTo(page, /^\s*TAN/)
  await page.keyboard.type('42')
  await page.keyboard.press('Enter')
  await page.waitForURL(/home/)
  t.equal(outcomeOf(page), 'FINISHED')
})

t.test('the pages of a payment speak English too', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO })
  await gang.act({ action: 'accept-terms' }, loginAs('demo1'))
  const page = await (await launch(t)).newPage({ locale: 'en-GB' })
  watch(t, page, sandbox.url)
  await page.goto(linkOf(gang))
  t.equal(await page.title(), 'Payment details – Transfer')
  await page.getByLabel('Recipient').fill('Kunigunde Kunde')
  await page.getByLabel('IBAN').fill('DE00')
  await page.getByLabel('Amount').fill('1,337.42')
  await page.getByLabel('Purpose').fill('Rent')
  await page.getByRole('button', { name: 'Continue' }).click()
  t.equal(await page.getByRole('alert').textContent(), 'Please check the marked fields.')
  await page.getByLabel('IBAN').fill(EMPFAENGER)
  await page.getByRole('button', { name: 'Continue' }).click()
  t.match(await page.locator('main').textContent(), '€1,337.42')
  await page.getByRole('button', { name: 'Pay now' }).click()
  await page.getByText('How do you want to approve the payment?').waitFor()
})

t.test('the bank shows what is paid, and leads back', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const portal = await createPortal(t)
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO })
  await gang.act({ action: 'accept-terms' }, loginAs('demo1+redirect'), TYPED, send)
  const page = await newPhone(t, sandbox)
  await page.goto(linkOf(gang, portal))
  await checkPage(t, page, 'redirect')
  await page.getByRole('link', { name: 'Weiter zur Bank' }).click()
  await page.getByRole('heading', { name: 'Zahlung freigeben' }).waitFor()
  t.match(await page.locator('main').textContent(), /1\.337,42\s€[\s\S]*Kunigunde Kunde/)
  await checkPage(t, page, 'bank')
  await page.getByRole('button', { name: 'Freigeben' }).click()
  await page.waitForURL(/home/)
  t.equal(outcomeOf(page), 'FINISHED')
})

type Way = readonly [Kind, object, ...Readonly<Record<string, unknown>>[]]

/** A form that was driven somewhere, as its first page shows it. */
async function open(page: Page, sandbox: Sandbox, token: string, way: Way): Promise<void> {
  const [kind, body, ...actions] = way
  const gang = await beginne(sandbox, kind, body, token)
  await gang.act(...actions)
  await page.goto(linkOf(gang))
}

t.test('every page of a payment is for everybody', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const page = await newPhone(t, sandbox)
  await page.goto(linkOf(await beginne(sandbox, 'single-debit', {}, token)))
  await checkPage(t, page, 'terms')
  await addedInWebform(sandbox, token, ACCESS)
  const place = { provider: DEMO, product: GIRO }
  const claims = { ...place, debitDetails: [CLAIM, CLAIM] }
  const orders = { ...place, transferDetails: [ORDER, { ...ORDER, recipient: 'Ä'.repeat(70) }] }
  const into = loginAs('demo1')
  const pages: Readonly<Record<string, Way>> = {
    'banks and saved access': ['single-transfer', {}],
    accounts: ['single-transfer', {}, atDemoBank, into],
    'data of a transfer': ['single-transfer', place, into],
    'wrong data': ['single-transfer', place, into, { ...TYPED, iban: 'DE1', amount: '0' }],
    'data of a debit': ['single-debit', place, into],
    review: ['single-transfer', place, into, { ...TYPED, requestedExecutionDate: '2026-12-24' }],
    'review of transfers': ['bulk-transfer', orders, into],
    'review of debits': ['bulk-debit', claims, into],
    method: ['single-transfer', place, into, TYPED, send],
    TAN: ['single-transfer', place, into, TYPED, send, { action: 'choose-method', method: '902' }],
    decoupled: ['single-transfer', place, loginAs('demo1+decoupled'), TYPED, send]
  }
  for (const [name, way] of Object.entries(pages)) {
    await open(page, sandbox, token, way)
    t.equal(await page.locator('h1').count(), 1, name)
    t.equal(await page.getByText('abgelaufen').count(), 0, name)
    await checkPage(t, page, name)
  }
  await page.goto(`${sandbox.url}/phone/demo1`)
  await page.getByText(/Überweisung über 1\.337,42\s€ an Kunigunde Kunde/).waitFor()
  await checkPage(t, page, 'phone')
})
