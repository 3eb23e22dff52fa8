import t from 'tap'
import type { Sitzung } from '../../../src/apis/banksapi/model/regprotect.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { PROTECT, userToken } from './calls.ts'
import {
  ACCESS,
  accessIn,
  createVisitor,
  DEMO_BANK,
  login,
  NORD,
  openForm,
  PORTAL,
  sessionIn,
  toLogin,
  withCallback
} from './webform.ts'

const MINUTE = 60_000

async function sessionOf(sandbox: Sandbox, link: string, workspace = 'default'): Promise<Sitzung> {
  const world = await sandbox.workspace(workspace)
  return (await world.store.get<Sitzung>('sitzungen', sessionIn(link))) as Sitzung
}

t.test('a customer accepts, chooses a bank, logs in and confirms the accounts', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await visitor.go(withCallback(link))
  t.equal(visitor.status(), 200)
  t.equal(visitor.heading(), 'Bedingungen und Datenschutz')
  await visitor.send({ action: 'accept-terms' })
  t.equal(visitor.heading(), 'Bank auswählen')
  await visitor.send({ action: 'choose-provider', providerId: DEMO_BANK })
  t.equal(visitor.heading(), 'Anmelden')
  t.match(visitor.text(), 'Der Demo Provider bietet drei Zugänge')
  t.match(visitor.text(), /<label for="pin" lang="de">Demo-Passwort<\/label>/)
  t.match(visitor.text(), /name="userid" type="text"[\s\S]*name="pin" type="password"/)
  t.match(visitor.text(), 'Format <code>|5</code>')
  t.equal(await accessIn(sandbox), undefined, 'nothing is kept before the end')
  await login(visitor, 'demo1')
  t.equal(visitor.heading(), 'Konten auswählen')
  const chosen = (await sessionOf(sandbox, link)).entwurf?.produkte.map(({ id }) => id) ?? []
  t.equal(visitor.text().match(/type="checkbox"[^>]* checked/g)?.length, chosen.length)
  await visitor.send([
    ['action', 'choose-accounts'],
    ...chosen.map(id => ['accounts', id] as const)
  ])
  t.equal(visitor.address(), `${PORTAL}&baReentry=ACCOUNT_CREATED`)
  t.equal(visitor.status(), 303)
  const token = await userToken(sandbox, PROTECT)
  const { body } = await sandbox.call('GET', `/customer/v2/bankzugaenge/${ACCESS}`, { token })
  t.match(body, { status: 'VOLLSTAENDIG', sync: true, providerId: DEMO_BANK })
  t.equal(body.bankprodukte.length, chosen.length)
})

t.test('terms are asked for once, a named bank is not asked for', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(await openForm(sandbox, { providerId: DEMO_BANK })))
  await visitor.send({ action: 'accept-terms' })
  t.equal(visitor.heading(), 'Anmelden')
  await visitor.go(withCallback(await openForm(sandbox)))
  t.equal(visitor.heading(), 'Bank auswählen')
  await visitor.go(withCallback(await openForm(sandbox, { providerId: NORD })))
  t.match(visitor.text(), 'Sandbank Nord')
})

t.test('a link works once, its pages can be loaded again', async t => {
  const sandbox = await createSandbox(t)
  const [first, second] = [createVisitor(sandbox), createVisitor(sandbox)]
  const link = withCallback(await openForm(sandbox))
  await first.go(link)
  await second.go(link)
  t.equal(second.status(), 400)
  t.equal(second.alert(), 'Dieser Link wurde schon benutzt. Er funktioniert nur ein Mal.')
  t.match(second.text(), `href="${PORTAL.replace('&', '&#38;')}&#38;baReentry=ERROR"`)
  t.notMatch(second.text(), '<form')
  await first.send({ action: 'accept-terms' })
  const page = first.address()
  await first.go(page)
  t.equal(first.status(), 200)
  t.equal(first.heading(), 'Bank auswählen')
})

t.test('sessions that are unknown, deleted or too old show an error', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const address = `${sandbox.url}/customer/v2/webform`
  await visitor.go(address)
  t.equal(visitor.status(), 400)
  t.match(visitor.alert(), 'Parameter session')
  await visitor.go(`${address}?session=${ACCESS}&callbackUrl=https://portal.example`)
  t.equal(visitor.status(), 404)
  t.notMatch(visitor.text(), 'portal.example"', 'nobody is led away by a made-up link')
  await visitor.go(`${address}/unknown-key`)
  t.equal(visitor.status(), 404)

  const link = await openForm(sandbox)
  await sandbox.pass(30 * MINUTE)
  await visitor.go(withCallback(link))
  t.equal(visitor.status(), 400)
  t.equal(visitor.alert(), 'Diese Sitzung ist abgelaufen.')

  const other = await openForm(sandbox)
  await visitor.go(withCallback(other))
  const page = `${address}/${(await sessionOf(sandbox, other)).key}`
  await sandbox.pass(30 * MINUTE - 1)
  await visitor.go(page)
  t.equal(visitor.status(), 200)
  await sandbox.pass(1)
  await visitor.go(page)
  t.equal(visitor.alert(), 'Diese Sitzung ist abgelaufen.')
  const form = new URLSearchParams({ action: 'accept-terms' })
  await visitor.go(page, { method: 'POST', body: form })
  t.equal(visitor.status(), 400)
  await visitor.go(`${address}/unknown-key`, { method: 'POST', body: form })
  t.equal(visitor.status(), 404)

  const gone = await openForm(sandbox)
  await visitor.go(withCallback(gone))
  const token = await userToken(sandbox, PROTECT)
  await sandbox.call('DELETE', '/customer/v2/regprotect/sessions', { token })
  await visitor.send({ action: 'accept-terms' })
  t.equal(visitor.status(), 404)
})

t.test('the callback of the link counts before the one of the call', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const both = await openForm(sandbox, { callbackUrl: 'https://first.example/' })
  await visitor.go(withCallback(both, 'https://second.example/'))
  await visitor.send({ action: 'cancel' })
  t.equal(visitor.address(), 'https://second.example/?baReentry=USER_CANCELLED')
  await visitor.go(await openForm(sandbox, { callbackUrl: 'https://first.example/' }))
  await visitor.send({ action: 'cancel' })
  t.equal(visitor.address(), 'https://first.example/?baReentry=USER_CANCELLED')
})

t.test('callbacks come back as they were, of whatever scheme', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const cases = [
    ['bwd://app/back', 'bwd://app/back?baReentry=USER_CANCELLED'],
    ['http://localhost:3000', 'http://localhost:3000?baReentry=USER_CANCELLED'],
    [
      'https://a.example/?id=a%20b&id=2',
      'https://a.example/?id=a%20b&id=2&baReentry=USER_CANCELLED'
    ],
    ['https://a.example/?x=1#/route', 'https://a.example/?x=1&baReentry=USER_CANCELLED#/route'],
    ['https://a.example/?baReentry=FINISHED', 'https://a.example/?baReentry=USER_CANCELLED'],
    ['https://a.example/ä?ö=1 2', 'https://a.example/%C3%A4?%C3%B6=1%202&baReentry=USER_CANCELLED']
  ] as const
  for (const [callback, expected] of cases) {
    await visitor.go(withCallback(await openForm(sandbox), callback))
    await visitor.send({ action: 'cancel' })
    t.equal(visitor.address(), expected)
  }
})

t.test('without a callback, or with one that runs something, nothing begins', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await visitor.go(link)
  t.equal(visitor.status(), 400)
  t.match(visitor.alert(), 'callbackUrl')
  for (const callback of ['javascript:alert(1)', '/relative', 'data:text/html,x']) {
    await visitor.go(withCallback(link, callback))
    t.equal(visitor.status(), 400)
    t.match(visitor.alert(), 'callbackUrl', callback)
  }
  await visitor.go(withCallback(link))
  t.equal(visitor.status(), 200, 'the link is not used up by a mistake in it')
})

t.test('a use case that was changed on the link ends with ERROR', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = withCallback(await openForm(sandbox))
  await visitor.go(link.replace('CREATE_ACCOUNT', 'AUTHENTICATE_ACCOUNT'))
  t.equal(visitor.address(), `${PORTAL}&baReentry=ERROR`)
  await visitor.go(link)
  t.equal(visitor.status(), 400)
})

t.test('customers leave with what happened', async t => {
  const sandbox = await createSandbox(t)
  const expect = async (
    baReentry: string,
    walk: (v: ReturnType<typeof createVisitor>) => Promise<void>
  ) => {
    const visitor = createVisitor(sandbox)
    await walk(visitor)
    t.equal(visitor.address(), `${PORTAL}&baReentry=${baReentry}`)
  }
  await expect('LEGAL_NOT_ACCEPTED', async visitor => {
    await visitor.go(withCallback(await openForm(sandbox)))
    await visitor.send({ action: 'decline-terms' })
  })
  const atLogin = async (visitor: ReturnType<typeof createVisitor>, providerId = DEMO_BANK) =>
    toLogin(visitor, await openForm(sandbox), providerId)
  await expect('USER_CANCELLED', async visitor => {
    await atLogin(visitor)
    await visitor.send({ action: 'change-provider' })
    t.equal(visitor.heading(), 'Bank auswählen')
    await visitor.send({ action: 'cancel' })
  })
  await expect('USER_CANCELLED', async visitor => {
    await atLogin(visitor)
    await login(visitor, 'demo1')
    await visitor.send({ action: 'cancel' })
  })
  for (const [word, baReentry] of [
    ['backend', 'BACKEND_ERROR'],
    ['ba999', 'ERROR'],
    ['noaccounts', 'NO_ACCOUNTS']
  ] as const)
    await expect(baReentry, async visitor => {
      await atLogin(visitor)
      await login(visitor, `demo1+${word}`)
    })
  await expect('INVALID_CREDENTIALS', async visitor => {
    await atLogin(visitor)
    await login(visitor, 'demo2', 'wrong')
    t.match(visitor.alert(), 'Zugangsdaten nicht korrekt')
    await login(visitor, 'demo2', 'wrong')
    t.match(visitor.text(), 'value="demo2"', 'the name needs not be typed in again')
    t.notMatch(visitor.text(), 'wrong')
    await login(visitor, 'demo2', 'wrong')
  })
  await expect('INVALID_TAN', async visitor => {
    await atLogin(visitor)
    await login(visitor, 'test_sca_method')
    await visitor.send({ action: 'choose-method', method: '1' })
    await visitor.send({ action: 'enter-tan', tan: '1' })
    t.equal(visitor.alert(), 'TAN falsch. Noch 2 Versuche.')
    await visitor.send({ action: 'enter-tan', tan: '3' })
    await visitor.send({ action: 'enter-tan', tan: '5' })
  })
  t.equal(await accessIn(sandbox), undefined, 'none of them made an access')
})

t.test('a bank is found by its name, its BIC and its BLZ', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(await openForm(sandbox)))
  await visitor.send({ action: 'accept-terms' })
  const page = visitor.address()
  const search = async (q: string) => {
    await visitor.go(`${page}&q=${encodeURIComponent(q)}`)
    return [...visitor.text().matchAll(/<strong>([^<]+)<\/strong>/g)].map(([, name]) => name)
  }
  t.equal((await search('')).length, 20, 'no more than twenty at once')
  t.same(await search('sandbank n'), ['Sandbank Nord'])
  t.same(await search('  SANDBANK   Süd '), ['Sandbank Süd'])
  t.same(await search('sdbnde20'), ['Sandbank Nord'])
  t.same(await search('901 100 10'), ['Sandbank Nord'])
  t.same(await search('<b>'), [])
  t.match(visitor.text(), 'Keine Bank passt')
  t.match(visitor.text(), 'value="&#60;b&#62;"')
  t.same(await search('Kontorbank'), [], 'banks that are not for consumers are left out')
})

t.test('what is missing or made up is told and does not count as a try', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await toLogin(visitor, link)
  for (let n = 0; n < 4; n++) await login(visitor, 'demo1', '')
  t.equal(visitor.status(), 400)
  t.equal(visitor.alert(), 'Bitte füllen Sie alle Felder aus.')
  t.equal((await sessionOf(sandbox, link)).fehlversuche, 0)
  await visitor.send({ action: 'change-provider' })
  await visitor.send({ action: 'choose-provider', providerId: 'unknown' })
  t.equal(visitor.alert(), 'Bitte treffen Sie eine Auswahl.')
  await visitor.send({ action: 'choose-provider' })
  t.equal(visitor.status(), 400)
})

t.test('a form of an older step changes nothing', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox))
  for (const action of ['accept-terms', 'enter-tan', 'choose-accounts', '', 'nonsense']) {
    await visitor.send({ action })
    t.equal(visitor.status(), 200)
    t.equal(visitor.heading(), 'Anmelden')
  }
})

t.test('at least one account has to be chosen, and only the chosen ones are kept', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await toLogin(visitor, link)
  await login(visitor, 'demo1')
  await visitor.send({ action: 'choose-accounts' })
  t.equal(visitor.alert(), 'Bitte wählen Sie mindestens ein Konto aus.')
  const [first] = (await sessionOf(sandbox, link)).entwurf?.produkte ?? []
  await visitor.send({ action: 'choose-accounts', accounts: first?.id ?? '' })
  t.match(visitor.address(), 'ACCOUNT_CREATED')
  t.match(await accessIn(sandbox), {
    selectedBankProducts: [first?.id],
    produkte: [{ id: first?.id }]
  })
})

t.test('only some products suffering is no reason to stop', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox))
  await login(visitor, 'demo1+ba1062')
  t.equal(visitor.heading(), 'Konten auswählen')
})

t.test('banks that cannot answer are told at the login', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox), 'a614c5fd-e7b8-4d90-95f2-c3e78b516dab')
  await login(visitor, 'demo1')
  t.match(visitor.alert(), 'Wartungsarbeiten beim Anbieter')
  t.equal(visitor.heading(), 'Anmelden')
})

t.test('a renewed consent asks for a TAN alone', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox), NORD)
  await login(visitor, 'demo1')
  await visitor.send({ action: 'choose-method', method: '1' })
  await visitor.send({ action: 'enter-tan', tan: '42' })
  t.equal(visitor.heading(), 'Konten auswählen')
  const ids = [...visitor.text().matchAll(/name="accounts" value="([^"]+)"/g)].map(([, id]) => id)
  await visitor.send([
    ['action', 'choose-accounts'],
    ...ids.map(id => ['accounts', `${id}`] as const)
  ])
  t.match(visitor.address(), 'ACCOUNT_CREATED')
  await sandbox.pass(91 * 24 * 60 * MINUTE)
  const token = await userToken(sandbox, PROTECT)
  const path = `/customer/v2/bankzugaenge/${ACCESS}/consent`
  const reply = await sandbox.call('POST', path, { token, body: {} })
  t.equal(reply.status, 451)
  const link = reply.headers.get('location') ?? ''
  t.match(link, 'useCase=AUTHENTICATE_ACCOUNT')
  await visitor.go(withCallback(link))
  t.equal(visitor.heading(), 'TAN eingeben', 'the procedure was saved')
  await visitor.send({ action: 'enter-tan', tan: '44' })
  t.equal(visitor.address(), `${PORTAL}&baReentry=FINISHED`)
  t.notOk((await accessIn(sandbox))?.scaNoetig)
})

t.test('a renewal whose TAN is wrong three times leaves the access as it was', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.background.runsPerDay': 0 })
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox), NORD)
  await login(visitor, 'demo1')
  await visitor.send({ action: 'choose-method', method: '1' })
  await visitor.send({ action: 'enter-tan', tan: '42' })
  const [, id = ''] = /name="accounts" value="([^"]+)"/.exec(visitor.text()) ?? []
  await visitor.send({ action: 'choose-accounts', accounts: id })
  const before = await accessIn(sandbox)
  await sandbox.pass(91 * 24 * 60 * MINUTE)
  const token = await userToken(sandbox, PROTECT)
  const path = `/customer/v2/bankzugaenge/${ACCESS}/consent`
  const reply = await sandbox.call('POST', path, { token, body: {} })
  await visitor.go(withCallback(reply.headers.get('location') ?? ''))
  for (const tan of ['1', '3', '5']) await visitor.send({ action: 'enter-tan', tan })
  t.equal(visitor.address(), `${PORTAL}&baReentry=INVALID_TAN`)
  t.same((await accessIn(sandbox))?.produkte, before?.produkte)
})

t.test('a choice can be made anew among all accounts of the bank', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await toLogin(visitor, link)
  await login(visitor, 'demo1')
  const all = (await sessionOf(sandbox, link)).entwurf?.produkte.map(({ id }) => id) ?? []
  await visitor.send({ action: 'choose-accounts', accounts: all[0] ?? '' })
  const token = await userToken(sandbox, PROTECT)
  const path = `/customer/v2/bankzugaenge/${ACCESS}/selectedbankproducts`
  const change = async () => {
    const reply = await sandbox.call('PUT', path, { token })
    t.equal(reply.status, 451)
    await visitor.go(withCallback(reply.headers.get('location') ?? ''))
    t.equal(visitor.heading(), 'Konten auswählen')
  }
  await change()
  t.equal(visitor.text().match(/type="checkbox"/g)?.length, all.length)
  t.equal(visitor.text().match(/type="checkbox"[^>]* checked/g)?.length, 1, 'the present choice')
  await visitor.send([['action', 'choose-accounts'], ...all.map(id => ['accounts', id] as const)])
  t.equal(visitor.address(), `${PORTAL}&baReentry=FINISHED`)
  t.notOk((await accessIn(sandbox))?.selectedBankProducts)
  t.equal((await accessIn(sandbox))?.produkte.length, all.length)
})

t.test('sessions stay in their workspace', async t => {
  const sandbox = await createSandbox(t)
  const [here, there] = [
    await openForm(sandbox),
    await openForm(sandbox, { client: `${PROTECT}+ci-1` })
  ]
  t.not(sessionIn(here), sessionIn(there))
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, there)
  await login(visitor, 'demo1+decoupled')
  t.match(visitor.text(), 'phone/demo1?workspace=ci-1')
  await visitor.send({ action: 'confirm' })
  t.match(visitor.text(), 'Es gibt noch keine Freigabe.')
  await visitor.send({ action: 'cancel' })
  t.equal((await sessionOf(sandbox, here)).schritt, 'BEDINGUNGEN')
  t.equal((await sessionOf(sandbox, there, 'ci-1')).baReentry, 'USER_CANCELLED')
})

t.test('who comes back after the end is led home again', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const link = await openForm(sandbox)
  await visitor.go(withCallback(link))
  const page = `${sandbox.url}/customer/v2/webform/${(await sessionOf(sandbox, link)).key}`
  await visitor.send({ action: 'cancel' })
  await visitor.go(page)
  t.equal(visitor.address(), `${PORTAL}&baReentry=USER_CANCELLED`)
})

t.test('pages speak the language of the reader and keep it', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox, 'en-GB')
  await visitor.go(withCallback(await openForm(sandbox)))
  t.equal(visitor.heading(), 'Terms and privacy')
  t.match(visitor.text(), '<html lang="en">')
  await visitor.send({ action: 'accept-terms' })
  t.match(visitor.address(), 'lang=en')
  await visitor.send({ action: 'choose-provider', providerId: DEMO_BANK })
  await login(visitor, 'demo1', 'wrong')
  t.equal(visitor.alert(), 'The credentials are wrong.')
  t.match(visitor.text(), '<title>Error: Log in – Account connection</title>')
  await visitor.go(visitor.address().replace('lang=en', 'lang=de'))
  t.match(visitor.alert(), 'Zugangsdaten nicht korrekt')
})

t.test('pages run nothing, are not kept, and lead only where the callback is', async t => {
  const sandbox = await createSandbox(t)
  const open = async (callback: string) => {
    const link = withCallback(await openForm(sandbox), callback)
    const { headers } = await sandbox.call('GET', link.replace(sandbox.url, ''))
    t.equal(headers.get('cache-control'), 'no-store')
    t.equal(headers.get('referrer-policy'), 'no-referrer')
    return headers.get('content-security-policy') ?? ''
  }
  t.match(await open('https://portal.example'), /form-action 'self' http: https:$/)
  t.match(await open('bwd://app'), /form-action 'self' bwd:$/)
  t.notMatch(await open('https://portal.example'), 'unsafe')
})

t.test('behind a path prefix every link of a page works', async t => {
  const sandbox = await createSandbox(t, { publicUrl: 'https://sandkasten.example/bank' })
  const link = new URL(withCallback(await openForm(sandbox)))
  t.equal(link.origin + link.pathname, 'https://sandkasten.example/bank/customer/v2/webform')
  const { text } = await sandbox.call('GET', link.pathname + link.search)
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(text) ?? []
  const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(text) ?? []
  t.equal((await sandbox.call('GET', new URL(style, link).pathname)).status, 200)
  const form = new URL(action, link)
  const body = new URLSearchParams({ action: 'accept-terms' })
  const next = await sandbox.call('POST', form.pathname + form.search, { body })
  t.equal(next.status, 303)
  t.equal(next.headers.get('location'), String(form))
  const page = await sandbox.call('GET', form.pathname + form.search)
  t.match(page.text, '<h1>Bank auswählen</h1>')
  t.equal((await sandbox.call('GET', new URL('../../../style.css', form).pathname)).status, 200)
})
