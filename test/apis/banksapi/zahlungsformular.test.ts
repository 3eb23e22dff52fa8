import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { PROTECT, userToken } from './calls.ts'
import {
  ACCESSES,
  added,
  addedInWebform,
  codes,
  DEMO,
  MINUTE,
  regulated,
  rels,
  unregulated
} from './customer.ts'
import {
  accept,
  atDemoBank,
  BACK,
  beginne,
  booked,
  CLAIM,
  EMPFAENGER,
  FRAME,
  fromGiro,
  GIRO,
  gangOf,
  loginAs,
  ORDER,
  PAYMENT,
  send,
  TAGESGELD,
  TYPED,
  toReview
} from './formular.ts'

const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'

t.test('a transfer that nothing is known of is made from the terms to the end', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  t.match(
    gang.opened.headers.get('location'),
    /session=[0-9a-f-]+&useCase=START_PAYMENT_SINGLE_TRANSFER$/
  )
  t.match(gang.opened.body, { transfer: { ebics: false, paymentId: gang.self.split('/').at(-1) } })
  t.same(rels(gang.opened.body), ['self', 'get_webform'])
  t.match(await gang.flow(), { step: 'terms', useCase: 'START_PAYMENT_SINGLE_TRANSFER' })
  t.match(await gang.act(accept), {
    step: 'provider',
    actions: [{ name: 'choose-provider' }, { name: 'cancel' }]
  })
  t.equal((await gang.act(atDemoBank)).step, 'credentials')
  const accounts = await gang.act(loginAs('demo1+nosca'))
  t.match(accounts, {
    step: 'accounts',
    actions: [{ fields: [{ type: 'choice', options: [GIRO, TAGESGELD] }] }]
  })
  t.equal((await gang.act(fromGiro)).step, 'payment')
  t.match(await gang.act(TYPED), {
    step: 'review',
    actions: [{ name: 'submit' }, { name: 'change-payment' }, { name: 'cancel' }]
  })
  t.equal(await booked(sandbox), 0)
  t.same(await gang.act(send), {
    id: gang.session,
    useCase: 'START_PAYMENT_SINGLE_TRANSFER',
    step: 'done',
    done: true,
    actions: [],
    baReentry: 'FINISHED',
    location: `${BACK}&baReentry=FINISHED`
  })
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
  t.equal(await booked(sandbox), -133742)
  const { body } = await sandbox.call('GET', gang.self, { token: gang.token })
  t.match(body.transfer, {
    provider: DEMO,
    product: GIRO,
    transferDetails: {
      recipient: 'Kunigunde Kunde',
      amount: 1337.42,
      currency: 'EUR',
      purpose: 'Miete'
    }
  })
  t.notMatch(JSON.stringify(body), /nosca|callbackUrl/)
})

t.test('what the tenant knows is not asked for again, but can be changed', async t => {
  const sandbox = await createSandbox(t)
  const body = {
    provider: DEMO,
    product: TAGESGELD,
    transferDetails: { ...ORDER, purposeCode: 'RENT' }
  }
  const gang = await beginne(sandbox, 'single-transfer', body)
  t.equal((await gang.act(accept)).step, 'credentials')
  const form = await gang.act(loginAs('demo1+nosca'))
  t.match(form, { step: 'payment', actions: [{ name: 'enter-payment' }] })
  const values = form.actions[0].fields.map((one: { name: string; value?: string }) => [
    one.name,
    one.value
  ])
  t.same(Object.fromEntries(values), {
    recipient: 'Kunigunde Kunde',
    iban: EMPFAENGER,
    amount: '1337.42',
    purpose: 'Miete',
    bic: undefined,
    requestedExecutionDate: undefined
  })
  await gang.act(
    { ...TYPED, amount: '12,5' },
    { action: 'change-payment' },
    { ...TYPED, amount: '13 €' },
    send
  )
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
  t.equal(await booked(sandbox, TAGESGELD), -1300)
  const shown = await sandbox.call('GET', gang.self, { token: gang.token })
  t.match(
    shown.body.transfer.transferDetails,
    { amount: 13, purposeCode: 'RENT' },
    'what has no field stays'
  )
})

t.test('an account that the login does not have is chosen anew', async t => {
  const sandbox = await createSandbox(t)
  const body = { provider: DEMO, product: 'DE27990123001100910617' }
  const gang = await beginne(sandbox, 'single-transfer', body)
  t.equal((await gang.act(accept, loginAs('demo1+nosca'))).step, 'accounts')
  t.equal((await gang.act(fromGiro, TYPED, send)).baReentry, 'FINISHED')
})

t.test('several transfers go straight to the review and cannot be changed', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  for (const body of [{}, { transferDetails: [] }])
    t.equal((await sandbox.call('POST', `${PAYMENT}/bulk-transfer`, { token, body })).status, 400)
  const body = {
    provider: DEMO,
    product: GIRO,
    transferDetails: [ORDER, { ...ORDER, amount: 0.58 }]
  }
  const gang = await beginne(sandbox, 'bulk-transfer', body, token)
  t.equal((await gang.flow()).useCase, 'START_PAYMENT_BULK_TRANSFER')
  const review = await gang.act(accept, loginAs('demo1+nosca'))
  t.match(review, { step: 'review' })
  t.same(
    review.actions.map(({ name }: { name: string }) => name),
    ['submit', 'cancel']
  )
  t.equal((await gang.act(send)).baReentry, 'FINISHED')
  t.same(await gang.outcome(), { codes: ['BA1112'], rels: ['self'] })
  t.equal(await booked(sandbox), -133800)
})

t.test('one debit is typed, with everything that a mandate needs', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox, 'single-debit')
  t.match(gang.opened.headers.get('location'), /useCase=START_PAYMENT_SINGLE_DEBIT$/)
  const accounts = await gang.act(accept, atDemoBank, loginAs('demo1+nosca'))
  t.same(accounts.actions[0].fields[0].options, [GIRO], 'debits are for current accounts')
  await gang.act(fromGiro)
  const { currency: _, ...claim } = CLAIM
  const typed = { action: 'enter-payment', ...claim, ...FRAME, amount: '49,90', business: 'false' }
  t.equal((await gang.act(typed, send)).baReentry, 'FINISHED')
  t.same(await gang.outcome(), { codes: ['BA1212'], rels: ['self'] })
  t.equal(await booked(sandbox), 4990)
  const { body } = await sandbox.call('GET', gang.self, { token: gang.token })
  t.match(body.debit, {
    sequenceType: 'OOFF',
    business: false,
    debitDetails: { mandateIdentification: 'M-1' }
  })
})

t.test('several debits are sent as they came', async t => {
  const sandbox = await createSandbox(t)
  const debitDetails = [CLAIM, { ...CLAIM, amount: 0.1, mandateIdentification: 'M-2' }]
  const body = { provider: DEMO, product: GIRO, ...FRAME, debitDetails }
  const gang = await beginne(sandbox, 'bulk-debit', body)
  t.match(gang.opened.headers.get('location'), /useCase=START_PAYMENT_BULK_DEBIT$/)
  t.match(await gang.act(accept, loginAs('demo1+nosca'), send), { baReentry: 'FINISHED' })
  t.same(await gang.outcome(), { codes: ['BA1212'], rels: ['self'] })
  t.equal(await booked(sandbox), 5000)
})

t.test('a payment of an access needs no login, the account is known', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  await addedInWebform(sandbox, token, ACCESS, { login: 'demo1+nosca' })
  const path = `${ACCESSES}/${ACCESS}/${GIRO}/payment/single-transfer`
  const body = { transferDetails: ORDER }
  const opened = await sandbox.call('POST', path, { token, body })
  const gang = gangOf(sandbox, opened, token)
  t.match(gang.self, `${PAYMENT}/single-transfer/`)
  t.equal((await gang.flow()).step, 'payment')
  t.match(await gang.act(TYPED, send), { baReentry: 'FINISHED' })
  t.same(await gang.outcome(), { codes: ['BA1111'], rels: ['self'] })
  t.equal(await booked(sandbox), -133742)
})

t.test('at the choice of a bank stand the accounts that are connected already', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  await addedInWebform(sandbox, token, ACCESS, { login: 'demo1+nosca' })
  const other = await unregulated(sandbox, 'bert')
  const none = await beginne(sandbox, 'single-transfer', {}, other)
  t.same(
    (await none.act(accept)).actions.map(({ name }: { name: string }) => name),
    ['choose-provider', 'cancel']
  )
  const gang = await beginne(sandbox, 'single-transfer', {}, token)
  t.match(await gang.flow(), {
    step: 'provider',
    actions: [
      { name: 'choose-provider' },
      { name: 'choose-access', fields: [{ name: 'accessId', options: [ACCESS] }] }
    ]
  })
  t.equal((await gang.act({ action: 'choose-access', accessId: ACCESS })).step, 'accounts')
  t.match(await gang.act(fromGiro, TYPED, { ...send, callbackUrl: BACK }), {
    baReentry: 'FINISHED'
  })
  t.same((await gang.outcome()).codes, ['BA1111'])
})

t.test('an older Überweisung leads to the same form', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const path = `/customer/v2/ueberweisung/${DEMO}/${GIRO}`
  const opened = await sandbox.call('POST', path, { token, body: {} })
  t.equal(opened.text, '')
  t.match(opened.headers.get('location'), /useCase=START_PAYMENT_SINGLE_TRANSFER$/)
  const gang = gangOf(sandbox, opened, token)
  t.equal((await gang.act(accept, loginAs('demo1+nosca'))).step, 'payment')
  t.equal((await gang.act(TYPED, send)).baReentry, 'FINISHED')
  t.equal(await booked(sandbox), -133742)
})

t.test('a transfer of a later day waits for it', async t => {
  const sandbox = await createSandbox(t)
  const gang = await beginne(sandbox)
  await gang.act(...toReview('demo1+nosca'), { action: 'change-payment' })
  const later = { ...TYPED, requestedExecutionDate: '2026-11-24' }
  t.equal((await gang.act(later, send)).baReentry, 'FINISHED')
  t.same(await gang.outcome(), { codes: ['BA1112'], rels: ['self'] })
  t.equal(await booked(sandbox), 0)
  await sandbox.pass(3 * 24 * 60 * MINUTE)
  t.equal(await booked(sandbox), -133742)
  const token = await userToken(sandbox, PROTECT, 'anna')
  const { body } = await sandbox.call('GET', gang.self, { token })
  t.same(codes(body), ['BA1111'])
})

t.test('everybody who sees the account sees that the money is gone', async t => {
  const sandbox = await createSandbox(t)
  const witness = await regulated(sandbox)
  const saldo = async () => {
    const access = await added(sandbox, witness, { login: 'demo1' })
    return access.bankprodukte.find((one: { id: string }) => one.id === GIRO).saldo
  }
  const before = await saldo()
  const gang = await beginne(sandbox)
  await gang.act(...toReview('demo1+nosca'), send)
  t.equal(Math.round((before - (await saldo())) * 100), 133742)
})
