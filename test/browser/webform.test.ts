import t from 'tap'
import { HOSTING, userToken } from '../apis/banksapi/calls.ts'
import { ACCESS, DEMO_BANK, NORD, openForm, withCallback } from '../apis/banksapi/webform.ts'
import { createSandbox } from '../sandbox.ts'
import { launch, skip } from './chromium.ts'
import { checkPage, createPortal, newPhone, outcomeOf, tabTo, watch } from './visit.ts'

const KIESEL = '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301'
const MUSCHEL = '1d8b3c64-5e2f-4a07-8c69-3a5ef2c8d412'

t.test('the whole way works by keyboard alone', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const portal = await createPortal(t)
  const page = await (await launch(t)).newPage({ locale: 'de-DE' })
  watch(t, page, sandbox.url)
  await page.goto(withCallback(await openForm(sandbox), portal))
  const press = async (name: RegExp) => {
    await tabTo(page, name)
    await page.keyboard.press('Enter')
  }
  await press(/^Zustimmen/)
  await page.getByRole('heading', { name: 'Bank auswählen' }).waitFor()
  await tabTo(page, /Name, BIC/)
  await page.keyboard.type('sandbank nord')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=sandbank/)
  await press(/Sandbank Nord/)
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  await tabTo(page, /Anmeldename/)
  await page.keyboard.type('test_sca_method_media')
  await tabTo(page, /PIN/)
  await page.keyboard.type('test_sca_method_media')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Verfahren auswählen' }).waitFor()
  await tabTo(page, /mockTAN/)
  await page.keyboard.press('ArrowDown')
  t.ok(await page.getByLabel('mockPhotoTAN').isChecked())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'TAN-Medium auswählen' }).waitFor()
  await tabTo(page, /Mobil/)
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'TAN eingeben' }).waitFor()
  await tabTo(page, /^\s*TAN/)
  await page.keyboard.type('8534842')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Konten auswählen' }).waitFor()
  await tabTo(page, /Girokonto/)
  await page.keyboard.press('Space')
  t.notOk(await page.getByLabel(/Girokonto/).isChecked())
  await press(/^Konten anbinden/)
  await page.waitForURL(/home/)
  t.equal(outcomeOf(page), 'ACCOUNT_CREATED')
  t.equal(new URL(page.url()).searchParams.get('kunde'), '7')
})

for (const javaScriptEnabled of [true, false])
  t.test(
    `it works in English, JavaScript ${javaScriptEnabled ? 'on' : 'off'}`,
    { skip },
    async t => {
      const sandbox = await createSandbox(t)
      const portal = await createPortal(t)
      const browser = await launch(t)
      const context = await browser.newContext({ javaScriptEnabled, locale: 'en-GB' })
      const page = await context.newPage()
      watch(t, page, sandbox.url)
      await page.goto(withCallback(await openForm(sandbox), portal))
      t.equal(await page.title(), 'Terms and privacy – Account connection')
      await page.getByRole('button', { name: 'Accept' }).click()
      await page.getByRole('button', { name: /Demo Provider/ }).click()
      await page.getByLabel('Demo-User').fill('demo1+decoupled')
      await page.getByLabel('Demo-Passwort').fill('nope')
      await page.getByRole('button', { name: 'Log in' }).click()
      t.equal(await page.getByRole('alert').textContent(), 'The credentials are wrong.')
      await page.reload()
      t.equal(await page.getByLabel('Demo-User').inputValue(), 'demo1+decoupled')
      await page.getByLabel('Demo-Passwort').fill('demo1')
      await page.getByRole('button', { name: 'Log in' }).click()
      for (const rest of ['One more approval follows.', undefined]) {
        if (rest) await page.getByText(rest).waitFor()
        const opening = context.waitForEvent('page')
        await page.getByRole('link', { name: /virtual phone/ }).click()
        const phone = await opening
        await phone.getByRole('button', { name: 'Approve' }).click()
        await phone.getByText('Approved.').first().waitFor()
        await phone.close()
        await page.getByRole('button', { name: 'I have approved' }).click()
      }
      await page.getByRole('heading', { name: 'Choose accounts' }).waitFor()
      await page.getByRole('link', { name: 'Deutsch' }).click()
      await page.getByRole('button', { name: 'Konten anbinden' }).click()
      await page.waitForURL(/home/)
      t.equal(outcomeOf(page), 'ACCOUNT_CREATED')
    }
  )

t.test('the bank is asked on its own page and leads back', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const portal = await createPortal(t)
  const page = await (await launch(t)).newPage({ locale: 'de-DE' })
  watch(t, page, sandbox.url)
  await page.goto(withCallback(await openForm(sandbox, { providerId: DEMO_BANK }), portal))
  await page.getByRole('button', { name: 'Zustimmen' }).click()
  await page.getByLabel('Demo-User').fill('demo1+redirect')
  await page.getByLabel('Demo-Passwort').fill('demo1')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Weiter zur Bank' }).click()
  await page.getByRole('button', { name: 'Freigeben' }).click()
  await page.getByRole('link', { name: 'Weiter zur Bank' }).click()
  await page.getByRole('button', { name: 'Ablehnen' }).click()
  await page.waitForURL(/home/)
  t.equal(outcomeOf(page), 'INVALID_TAN')
})

t.test('a regulated tenant leads its customer to the bank and back', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const portal = await createPortal(t)
  const token = await userToken(sandbox, HOSTING)
  const credentials = { userid: 'demo1+redirect', pin: 'demo1' }
  await sandbox.call(
    'POST',
    `/customer/v2/bankzugaenge?callbackUrl=${encodeURIComponent(portal)}`,
    {
      token,
      body: { [ACCESS]: { providerId: DEMO_BANK, credentials } }
    }
  )
  const { body } = await sandbox.call('GET', `/customer/v2/bankzugaenge/${ACCESS}`, { token })
  const relations = body.relations as { rel: string; href: string }[]
  const page = await (await launch(t)).newPage({ locale: 'de-DE' })
  watch(t, page, sandbox.url)
  await page.goto(relations.find(({ rel }) => rel === 'redirect_url')?.href ?? '')
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.waitForURL(/home/)
  t.equal(new URL(page.url()).search, '?kunde=7')
})

t.test('every page of the way to an access is for everybody', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const page = await newPhone(t, sandbox)
  const check = (name: string) => checkPage(t, page, name)
  await page.goto(withCallback(await openForm(sandbox)))
  await check('terms')
  await page.getByRole('button', { name: 'Zustimmen' }).click()
  await check('choice of a bank')
  await page.getByRole('searchbox').fill('nothing like it')
  await page.getByRole('button', { name: 'Suchen' }).click()
  await check('no bank found')
  await page.getByRole('searchbox').fill('Nord')
  await page.getByRole('button', { name: 'Suchen' }).click()
  await page.getByRole('button', { name: /Sandbank Nord/ }).click()
  await check('login')
  const enter = async (pin: string) => {
    await page.getByLabel('Anmeldename').fill('test_sca_method_media')
    await page.getByLabel('PIN').fill(pin)
    await page.getByRole('button', { name: 'Anmelden' }).click()
  }
  await enter('wrong')
  await check('wrong PIN')
  await enter('test_sca_method_media')
  await check('method')
  await page.getByLabel('mockPhotoTAN').check()
  await page.getByRole('button', { name: 'Weiter' }).click()
  await check('medium')
  await page.getByLabel('Handy Eins').check()
  await page.getByRole('button', { name: 'Weiter' }).click()
  await check('photoTAN')
  await page.getByLabel('TAN', { exact: true }).fill('1')
  await page.getByRole('button', { name: 'Bestätigen' }).click()
  await check('wrong TAN')
  await page.getByLabel('TAN', { exact: true }).fill('8534842')
  await page.getByRole('button', { name: 'Bestätigen' }).click()
  await check('accounts')
})

t.test('so are the pages of banks, phones and errors', { skip }, async t => {
  const sandbox = await createSandbox(t)
  const page = await newPhone(t, sandbox)
  const check = (name: string) => checkPage(t, page, name)
  const loginAt = async (providerId: string, userid: string) => {
    await page.goto(withCallback(await openForm(sandbox, { providerId })))
    const accept = page.getByRole('button', { name: 'Zustimmen' })
    if (await accept.isVisible()) await accept.click()
    await page.locator('input[name=userid]').fill(userid)
    await page.locator('input[name=pin]').fill('demo1')
    await page.getByRole('button', { name: 'Anmelden' }).click()
  }
  await page.goto(`${sandbox.url}/phone/demo1`)
  await check('empty phone')
  await loginAt(KIESEL, 'demo1')
  await check('SMS')
  await loginAt(MUSCHEL, 'demo1')
  await check('chipTAN')
  await loginAt(DEMO_BANK, 'demo1+decoupled')
  await check('decoupled')
  await page.getByRole('button', { name: 'Ich habe freigegeben' }).click()
  await check('not approved yet')
  await page.goto(`${sandbox.url}/phone/demo1`)
  await check('phone')
  await loginAt(DEMO_BANK, 'demo1+redirect')
  await check('redirect')
  await page.getByRole('link', { name: 'Weiter zur Bank' }).click()
  await check('bank')
  await page.goto(await openForm(sandbox, { providerId: NORD }))
  await check('error')
})
