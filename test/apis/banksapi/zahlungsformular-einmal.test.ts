import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { codes, DEMO, MINUTE, rels, sessionOf, unregulated } from './customer.ts'
import {
  accept,
  atDemoBank,
  BACK,
  beginne,
  booked,
  GIRO,
  loginAs,
  ORDER,
  send,
  TYPED,
  toReview
} from './formular.ts'
import { createVisitor, withCallback } from './webform.ts'

const NORD = 'ca650b48-3edc-45f4-938d-d21df8cba761'
const tan = { action: 'enter-tan', tan: '42' }
const method = { action: 'choose-method', method: '1' }

t.test('before the end the tenant learns nothing and can do nothing', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  const consent = `/customer/v2/consent/${gang.self.split('/').at(-1)}`
  const check = async (about: string) => {
    t.same(await gang.outcome(), { codes: [], rels: ['self', 'get_webform'] }, about)
    const { body } = await sandbox.call('GET', gang.self, { token: gang.token })
    t.same(Object.keys(body).sort(), ['relations', 'transfer'], about)
    for (const data of [{ chosenScaMethodId: '1' }, { scaAuthenticationData: '42' }]) {
      const reply = await sandbox.call('POST', consent, { token: gang.token, body: data })
      t.equal(reply.status, 404, about)
    }
    t.equal(
      (await sandbox.call('GET', `${consent}/poll`, { token: gang.token })).status,
      404,
      about
    )
    t.equal(
      (await sandbox.call('POST', `${consent}/cancel`, { token: gang.token })).status,
      404,
      about
    )
    const seen = await sandbox.call('GET', consent, { token: gang.token })
    t.same([codes(seen.body), rels(seen.body)], [[], ['self', 'get_webform']], about)
  }
  await check('terms')
  await gang.act(...toReview())
  await check('review')
  await gang.act(send)
  await check('method')
  await gang.act({ action: 'choose-method', method: '1' })
  await check('TAN')
})

t.test('what cannot be paid is told at the data, and can be corrected', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO })
  await gang.act(accept, loginAs('demo1+nosca'))
  for (const [wrong, field] of [
    [{ iban: 'DE89370400440532013001' }, 'IBAN'],
    [{ amount: '0' }, 'Betrag in Euro'],
    [{ amount: '1,234' }, 'Betrag in Euro'],
    [{ amount: 'viel' }, 'Betrag in Euro'],
    [{ purpose: 'x'.repeat(141) }, 'Verwendungszweck'],
    [{ requestedExecutionDate: '2026-11-20' }, 'Ausführung am'],
    [{ requestedExecutionDate: '2026-02-30', iban: 'DE1' }, 'IBAN, Ausführung am']
  ] as const) {
    const hint = `Bitte prüfen Sie die markierten Felder: ${field}`
    t.match(await gang.act({ ...TYPED, ...wrong }), { step: 'payment', hint })
    t.same(await gang.outcome(), { codes: [], rels: ['self', 'get_webform'] })
  }
  t.equal(await booked(sandbox), 0)
  const end = await gang.act(TYPED, send)
  t.match(end, { baReentry: 'FINISHED' })
  t.notOk('hint' in end)
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
})

t.test('what the bank alone knows to be wrong is told at the data too', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO })
  const accounts = await gang.act(accept, loginAs('demo2+nosca'))
  const [, tagesgeld] = accounts.actions[0].fields[0].options
  const choice = { action: 'choose-accounts', accounts: tagesgeld }
  const refused = await gang.act(choice, TYPED, send)
  t.match(refused, { step: 'payment', hint: /nur auf das Referenzkonto/ })
  t.same(await gang.outcome(), { codes: [], rels: ['self', 'get_webform'] })
  const [giro] = accounts.actions[0].fields[0].options
  t.match(await gang.act({ ...TYPED, iban: giro }, send), { baReentry: 'FINISHED' })
  t.equal(await booked(sandbox, tagesgeld), -133742)
  t.equal(await booked(sandbox, giro), 133742, 'the money arrives')
})

t.test('what is left out or made up is refused before anything happens', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-debit', { provider: DEMO, product: GIRO })
  await gang.act(accept, loginAs('demo1+nosca'))
  const act = (body: object) =>
    sandbox.call('POST', `/_sandkasten/flows/${gang.session}/act`, { body })
  t.match(await act({ action: 'enter-payment', debtorName: 'K' }), {
    status: 400,
    body: { detail: 'debtorIban is missing' }
  })
  const blank = { ...TYPED, debtorName: ' ', debtorIban: GIRO }
  t.match(await act(blank), { status: 400, body: { detail: 'debtorName is missing' } })
  t.match(await act({ action: 'submit' }), {
    status: 409,
    body: { detail: /no submit at the step payment/ }
  })
  t.equal((await gang.flow()).step, 'payment')
})

t.test('a draft that nobody finishes has failed after half an hour', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(...toReview())
  await sandbox.pass(30 * MINUTE - 1)
  t.same(await gang.outcome(), { codes: [], rels: ['self', 'get_webform'] })
  await sandbox.pass(1)
  t.same(await gang.outcome(), { codes: ['BA3040'], rels: ['self'] })
  t.equal((await sandbox.call('GET', `/_sandkasten/flows/${gang.session}`)).status, 404)
  t.equal(await booked(sandbox), 0)
})

t.test('an authentication that nobody finishes has failed after five minutes', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(...toReview(), send, method)
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(gang.opened.headers.get('location') ?? '', BACK))
  t.equal(visitor.heading(), 'TAN eingeben')
  await sandbox.pass(5 * MINUTE)
  t.same(await gang.outcome(), { codes: ['BA1103', 'BA3040'], rels: ['self'] })
  await visitor.send(tan)
  t.equal(visitor.address(), `${BACK}&baReentry=INVALID_TAN`)
  t.match(await gang.flow(), { step: 'done', baReentry: 'INVALID_TAN' })
  t.same(await gang.outcome(), { codes: ['BA1103', 'BA3040'], rels: ['self'] })
  t.equal(await booked(sandbox), 0)
})

t.test('who looks at a form whose authentication is over is led home', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  for (const look of ['page', 'flow'] as const) {
    const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO }, token)
    if ((await gang.flow()).step === 'terms') await gang.act(accept)
    await gang.act(loginAs('demo1'), TYPED, send)
    const visitor = createVisitor(sandbox)
    await visitor.go(withCallback(gang.opened.headers.get('location') ?? '', BACK))
    await visitor.send({ action: 'nothing' })
    t.equal(visitor.heading(), 'Verfahren auswählen')
    await sandbox.pass(5 * MINUTE)
    if (look === 'page') {
      await visitor.go(visitor.address())
      t.equal(visitor.address(), `${BACK}&baReentry=INVALID_TAN`)
    } else t.match(await gang.flow(), { step: 'done', baReentry: 'INVALID_TAN' })
  }
})

/** A browser at the review of a transfer. */
async function atReview(sandbox: Sandbox, userid: string) {
  const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO })
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(gang.opened.headers.get('location') ?? '', BACK))
  await visitor.send({ action: 'accept-terms' })
  await visitor.send(loginAs(userid) as Record<string, string>)
  await visitor.send(TYPED)
  return { gang, visitor }
}

/** Sends the form of a page again that was left, as a second tab does. */
async function again(sandbox: Sandbox, page: string, fields: Record<string, string>) {
  const tab = createVisitor(sandbox)
  await tab.go(page, { method: 'POST', body: new URLSearchParams(fields) })
  return tab
}

t.test('who sends twice pays once', async t => {
  const sandbox = await createSandbox(t)
  const { gang, visitor } = await atReview(sandbox, 'demo1+nosca')
  t.equal(visitor.heading(), 'Zahlung prüfen')
  const page = visitor.address()
  const both = await Promise.all([again(sandbox, page, send), again(sandbox, page, send)])
  for (const tab of both) t.equal(tab.address(), `${BACK}&baReentry=FINISHED`)
  const late = await again(sandbox, page, send)
  t.equal(late.address(), `${BACK}&baReentry=FINISHED`)
  t.equal(await booked(sandbox), -133742)
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
})

t.test('a TAN that is sent twice pays once, an older page nothing at all', async t => {
  const sandbox = await createSandbox(t)
  const { gang, visitor } = await atReview(sandbox, 'demo1')
  const page = visitor.address()
  await visitor.send(send)
  t.equal(visitor.heading(), 'Verfahren auswählen')
  const older = await again(sandbox, page, send)
  t.equal(older.heading(), 'Verfahren auswählen')
  await visitor.send(method)
  const data = await again(sandbox, page, { ...TYPED, amount: '1' })
  t.equal(data.heading(), 'TAN eingeben')
  await Promise.all([again(sandbox, page, tan), again(sandbox, page, tan)])
  const end = await again(sandbox, page, tan)
  t.equal(end.address(), `${BACK}&baReentry=FINISHED`)
  t.equal(await booked(sandbox), -133742)
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
})

t.test('the data that were reviewed last are the ones that are paid', async t => {
  const sandbox = await createSandbox(t)
  const { visitor } = await atReview(sandbox, 'demo1+nosca')
  const page = visitor.address()
  await again(sandbox, page, { action: 'change-payment' })
  const other = await again(sandbox, page, { ...TYPED, amount: '2,50' })
  t.match(other.text(), /2,50\s€/)
  await visitor.go(page)
  t.match(visitor.text(), /2,50\s€/)
  await visitor.send(send)
  t.equal(await booked(sandbox), -250)
})

t.test('another bank can be chosen at the login', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(accept, atDemoBank, { action: 'change-provider' })
  const fromNord = { action: 'choose-accounts', accounts: 'DE48901100109012345678' }
  const nord = { action: 'choose-provider', providerId: NORD }
  await gang.act(nord, loginAs('demo1+nosca'), fromNord, TYPED)
  t.match(await gang.act(send), { baReentry: 'FINISHED' })
  const { body } = await sandbox.call('GET', gang.self, { token: gang.token })
  t.equal(body.transfer.provider, NORD)
})

t.test('a customer whose forms were ended pays nothing', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-transfer', {
    provider: DEMO,
    product: GIRO,
    transferDetails: ORDER
  })
  await gang.act(accept, loginAs('demo1+decoupled'), TYPED, send)
  const { token } = gang
  t.equal((await sandbox.call('DELETE', '/customer/v2/regprotect/sessions', { token })).status, 200)
  t.equal(sessionOf(gang.opened), gang.session)
  t.equal((await sandbox.call('GET', `/_sandkasten/flows/${gang.session}`)).status, 404)
  t.same(await gang.outcome(), { codes: ['BA3040'], rels: ['self'] })
  t.equal(await booked(sandbox), 0)
})
