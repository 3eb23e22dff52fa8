import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { ACCESSES, addedInWebform, DEMO, unregulated } from './customer.ts'
import {
  accept,
  atDemoBank,
  BACK,
  beginne,
  booked,
  CLAIM,
  FRAME,
  fromGiro,
  GIRO,
  gangOf,
  loginAs,
  ORDER,
  send,
  TYPED,
  toReview,
  type Zahlungsgang
} from './formular.ts'
import { ACCESS, createVisitor, withCallback } from './webform.ts'

const SCA_GIRO = { action: 'choose-accounts', accounts: 'DE74123456784012345678' }
const MEDIA_GIRO = { action: 'choose-accounts', accounts: 'DE29123456785012345678' }
const FAILING_GIRO = { action: 'choose-accounts', accounts: 'DE81123456786012345678' }
const tan = (value: string) => ({ action: 'enter-tan', tan: value })
const method = (value: string) => ({ action: 'choose-method', method: value })

/** The customer is through: what the flow, the tenant and the book of the account say. */
async function expectEnd(
  t: Test,
  sandbox: Sandbox,
  gang: Zahlungsgang,
  baReentry: string,
  messages: readonly string[]
): Promise<void> {
  const location = `${BACK}&baReentry=${baReentry}`
  t.match(await gang.flow(), { step: 'done', done: true, actions: [], baReentry, location })
  t.same(await gang.outcome(), { codes: messages, rels: ['self'] }, baReentry)
  const isPaid = baReentry === 'FINISHED'
  const { body } = await sandbox.call('GET', '/_sandkasten/state?collection=bank-buecher')
  const books = body.collections['bank-buecher'] ?? []
  t.equal(books.length > 0, isPaid, `money moves only with success: ${baReentry}`)
  const shown = await sandbox.call('GET', gang.self, { token: gang.token })
  const levels = shown.body.messages.map(({ level }: { level: string }) => level)
  t.equal(levels.includes('ERROR'), !isPaid, 'an error is told wherever it did not succeed')
  t.notOk('challenge' in shown.body || 'scaMethods' in shown.body)
}

t.test('a method and a TAN', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  const choice = await gang.act(...toReview(), send)
  t.match(choice, { step: 'method', actions: [{ name: 'choose-method' }, { name: 'cancel' }] })
  t.same(choice.actions[0].fields[0].options, ['1', '902', '999', '911', '946'])
  t.equal((await gang.act(method('902'))).step, 'tan')
  t.match(await gang.act(tan('1')), { step: 'tan', hint: 'TAN falsch. Noch 2 Versuche.' })
  await gang.act(tan('8534842'))
  await expectEnd(t, sandbox, gang, 'FINISHED', ['BA1111'])
  t.equal(await booked(sandbox), -133742)
})

t.test('a method, a medium and a TAN', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(...toReview('test_sca_method_media', MEDIA_GIRO), send)
  const media = await gang.act(method('902'))
  t.match(media, {
    step: 'medium',
    actions: [{ fields: [{ options: ['Mobil', 'Handy Eins'] }] }, {}]
  })
  t.equal((await gang.act({ action: 'choose-medium', medium: 'Handy Eins' })).step, 'tan')
  await gang.act(tan('8534842'))
  await expectEnd(t, sandbox, gang, 'FINISHED', ['BA1111'])
})

t.test('an approval on the phone, which says what is paid', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.decoupledPolls': 0 })
  const gang = await beginne(sandbox)
  t.equal((await gang.act(...toReview('demo1+decoupled'), send)).step, 'decoupled')
  t.equal((await gang.act({ action: 'confirm' })).step, 'decoupled', 'not yet')
  const phone = '/_sandkasten/phone/demo1'
  const { body } = await sandbox.call('GET', `${phone}/messages`)
  t.match(body, [{ type: 'push', text: /Überweisung über 1\.337,42\s€ an Kunigunde Kunde/ }])
  t.equal((await sandbox.call('POST', `${phone}/approvals/${body[0].id}/approve`)).status, 200)
  t.equal(await booked(sandbox), 0, 'the customer comes back first')
  await gang.act({ action: 'confirm' })
  await expectEnd(t, sandbox, gang, 'FINISHED', ['BA1111'])
  const late = await sandbox.call('POST', `${phone}/approvals/${body[0].id}/reject`)
  t.equal(late.status, 409)
})

t.test('who rejects on the phone has not paid', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(...toReview('demo1+decoupled'), send)
  const phone = '/_sandkasten/phone/demo1'
  const { body } = await sandbox.call('GET', `${phone}/messages`)
  await sandbox.call('POST', `${phone}/approvals/${body[0].id}/reject`)
  await gang.act({ action: 'confirm' })
  await expectEnd(t, sandbox, gang, 'INVALID_TAN', ['BA3040'])
})

for (const [decision, baReentry, messages] of [
  ['approve', 'FINISHED', ['BA1111']],
  ['decline', 'INVALID_TAN', ['BA3040']]
] as const)
  t.test(`the page of the bank: ${decision}`, async t => {
    const sandbox = await createSandbox(t)
    const gang = await beginne(sandbox)
    t.equal((await gang.act(...toReview('demo1+redirect'), send)).step, 'redirect')
    const id = gang.self.split('/').at(-1)
    const visitor = createVisitor(sandbox)
    await visitor.go(`${sandbox.url}/bank/${id}`)
    t.match(visitor.text(), /1\.337,42\s€[\s\S]*Kunigunde Kunde[\s\S]*Miete/)
    await visitor.send({ decision })
    t.equal(visitor.address(), `${BACK}&baReentry=${baReentry}`)
    await expectEnd(t, sandbox, gang, baReentry, messages)
    await visitor.go(`${sandbox.url}/bank/${id}`)
    t.equal(visitor.status(), 404)
    const component = await sandbox.call('GET', `/customer/v2/redirect/sessions/${id}`)
    t.equal(component.status, 404)
  })

t.test('a customer leaves at every step', async t => {
  const sandbox = await createSandbox(t)
  const declined = await beginne(sandbox)
  await declined.act({ ...accept, action: 'decline-terms' })
  await expectEnd(t, sandbox, declined, 'LEGAL_NOT_ACCEPTED', ['BA3040'])
  const steps = [accept, atDemoBank, loginAs('demo1'), fromGiro, TYPED, send, method('1')]
  const { token } = declined
  for (let n = 0; n <= steps.length; n++) {
    const gang = await beginne(sandbox, 'single-transfer', {}, token)
    // The terms are accepted once.
    await gang.act(...(n === 0 ? [] : steps.slice(0, n).filter((_, i) => i > 0 || n === 1)))
    await gang.act({ action: 'cancel', callbackUrl: BACK })
    await expectEnd(t, sandbox, gang, 'USER_CANCELLED', ['BA3040'])
  }
})

t.test('three wrong PINs and three wrong TANs', async t => {
  const sandbox = await createSandbox(t)
  const pins = await beginne(sandbox)
  const first = await pins.act(accept, atDemoBank, loginAs('demo2', 'wrong'))
  t.match(first, { step: 'credentials', hint: /^Zugangsdaten nicht korrekt/ })
  await pins.act(loginAs('demo2', 'wrong'), loginAs('demo2', 'wrong'))
  await expectEnd(t, sandbox, pins, 'INVALID_CREDENTIALS', ['BA1010'])
  const locked = await beginne(sandbox, 'single-transfer', {}, pins.token)
  await locked.act({ ...atDemoBank, callbackUrl: BACK }, loginAs('demo2'))
  await expectEnd(t, sandbox, locked, 'INVALID_CREDENTIALS', ['BA1010'])
  const tans = await beginne(sandbox, 'single-transfer', {}, pins.token)
  await tans.act(...toReview('test_sca_method', SCA_GIRO).slice(1), send, method('1'))
  await tans.act({ ...tan('1'), callbackUrl: BACK }, tan('3'), tan('5'))
  await expectEnd(t, sandbox, tans, 'INVALID_TAN', ['BA1103', 'BA3040'])
})

t.test('what the customer has no part in', async t => {
  const sandbox = await createSandbox(t)
  const { token } = await beginne(sandbox)
  const cases = [
    ['demo1+backend', 'BACKEND_ERROR', 'BA999'],
    ['demo1+ba999', 'ERROR', 'BA999'],
    ['demo1+noaccounts', 'NO_ACCOUNTS', 'BA1104'],
    ['nurdepot', 'NO_ACCOUNTS', 'BA1104']
  ] as const
  for (const [userid, baReentry, code] of cases) {
    const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO }, token)
    if ((await gang.flow()).step === 'terms') await gang.act(accept)
    await gang.act({ ...loginAs(userid), callbackUrl: BACK })
    await expectEnd(t, sandbox, gang, baReentry, [code])
  }
  const debit = await beginne(sandbox, 'single-debit', { provider: DEMO }, token)
  await debit.act({ ...loginAs('nurdepot'), callbackUrl: BACK })
  await expectEnd(t, sandbox, debit, 'NO_ACCOUNTS', ['BA1204'])
})

t.test('what the bank refuses for good', async t => {
  const sandbox = await createSandbox(t)
  const failing = await beginne(sandbox)
  await failing.act(...toReview('test_failing_payment', FAILING_GIRO), send)
  await expectEnd(t, sandbox, failing, 'ERROR', ['BA1104'])
  const { token } = failing
  const more = [
    [{ ...TYPED, amount: '6.000,00' }, 'BA1104'],
    [{ ...TYPED, purpose: 'Bitte BA1051' }, 'BA1051']
  ] as const
  for (const [typed, code] of more) {
    const gang = await beginne(sandbox, 'single-transfer', { provider: DEMO, product: GIRO }, token)
    await gang.act({ ...loginAs('demo1'), callbackUrl: BACK }, typed, send)
    await expectEnd(t, sandbox, gang, 'ERROR', [code])
  }
  const orders = {
    provider: DEMO,
    product: GIRO,
    transferDetails: [ORDER, { ...ORDER, amount: 0 }]
  }
  const bulk = await beginne(sandbox, 'bulk-transfer', orders, token)
  await bulk.act({ ...loginAs('demo1'), callbackUrl: BACK }, send)
  await expectEnd(t, sandbox, bulk, 'ERROR', ['BA1100'])
  const claims = {
    provider: DEMO,
    product: GIRO,
    ...FRAME,
    debitDetails: [{ ...CLAIM, debtorIban: 'FR1420041010050500013M02606' }]
  }
  const debits = await beginne(sandbox, 'bulk-debit', claims, token)
  await debits.act({ ...loginAs('demo1'), callbackUrl: BACK }, send)
  await expectEnd(t, sandbox, debits, 'ERROR', ['BA1204'])
})

t.test('a TAN comes by SMS, which says what is paid', async t => {
  const sandbox = await createSandbox(t)
  const provider = '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301'
  const gang = await beginne(sandbox, 'single-transfer', { provider })
  const { actions } = await gang.act(accept, loginAs('demo1'))
  const [giro] = actions[0].fields[0].options
  t.equal((await gang.act({ action: 'choose-accounts', accounts: giro }, TYPED, send)).step, 'tan')
  const { body } = await sandbox.call('GET', '/_sandkasten/phone/demo1/messages')
  t.match(body, [
    { type: 'sms', text: /^Ihre TAN für die Überweisung über 1\.337,42\s€ an Kunigunde Kunde/ }
  ])
  await gang.act(tan('x'))
  const end = await gang.act(tan(body[0].tan))
  t.notOk('hint' in end, 'the wrong TAN is forgotten')
  await expectEnd(t, sandbox, gang, 'FINISHED', ['BA1111'])
})

t.test('a customer reads why the bank refused, and then goes back', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(gang.opened.headers.get('location') ?? '', BACK))
  await visitor.send({ action: 'accept-terms' })
  await visitor.send({ action: 'choose-provider', providerId: DEMO })
  await visitor.send({
    action: 'enter-credentials',
    userid: 'test_failing_payment',
    pin: 'test_failing_payment'
  })
  await visitor.send(FAILING_GIRO)
  await visitor.send(TYPED)
  await visitor.send(send)
  t.match(visitor.text(), /<h1>Der Auftrag wurde nicht ausgeführt<\/h1>/)
  t.match(visitor.text(), /role="alert"[^>]*>Überweisung nicht möglich/)
  const [, address = ''] = /class="primary" href="([^"]+)"/.exec(visitor.text()) ?? []
  t.equal(address.replaceAll('&amp;', '&').replaceAll('&#38;', '&'), `${BACK}&baReentry=ERROR`)
  await expectEnd(t, sandbox, gang, 'ERROR', ['BA1104'])
})

t.test('a link whose use case was changed ends the payment', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  const visitor = createVisitor(sandbox)
  const link = gang.opened.headers.get('location') ?? ''
  await visitor.go(withCallback(link.replace('SINGLE_TRANSFER', 'BULK_TRANSFER'), BACK))
  t.equal(visitor.address(), `${BACK}&baReentry=ERROR`)
  await expectEnd(t, sandbox, gang, 'ERROR', ['BA999'])
})

t.test('an access remembers how its customer authenticates, a typed login does not', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  await addedInWebform(sandbox, token, ACCESS)
  const path = `${ACCESSES}/${ACCESS}/${GIRO}/payment/single-transfer`
  const pay = async () => {
    const opened = await sandbox.call('POST', path, { token, body: { transferDetails: ORDER } })
    const gang = gangOf(sandbox, opened, token)
    const { step } = await gang.act({ ...TYPED, callbackUrl: BACK }, send)
    if (step === 'method') await gang.act(method('1'))
    t.equal((await gang.act(tan('42'))).baReentry, 'FINISHED')
    return step
  }
  t.equal(await pay(), 'method')
  t.equal(await pay(), 'tan')
  const typed = await beginne(sandbox, 'single-transfer', {}, token)
  t.equal((await typed.act(...toReview().slice(1), send)).step, 'method')
  const chosen = await beginne(sandbox, 'single-transfer', {}, token)
  const access = { action: 'choose-access', accessId: ACCESS }
  t.equal((await chosen.act(access, fromGiro, TYPED, send)).step, 'tan')
})
