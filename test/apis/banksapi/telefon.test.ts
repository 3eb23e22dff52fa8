import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { HOSTING, PROTECT, userToken } from './calls.ts'
import { ACCESS, createVisitor, DEMO_BANK, login, openForm, PORTAL, toLogin } from './webform.ts'

const KIESEL = '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301'
const PHONE = '/_sandkasten/phone/demo1'

async function messages(sandbox: Sandbox, query = '') {
  const { body } = await sandbox.call('GET', `${PHONE}/messages${query}`)
  return body as { id: string; at: string; type: string; tan?: string; approval?: object }[]
}

/** An access of a regulated tenant that waits for the app. */
async function openDecoupled(sandbox: Sandbox, userid = 'demo1+decoupled') {
  const token = await userToken(sandbox, HOSTING)
  await sandbox.call('POST', '/customer/v2/bankzugaenge', {
    token,
    body: { [ACCESS]: { providerId: DEMO_BANK, credentials: { userid, pin: 'demo1' } } }
  })
  return token
}

async function codes(sandbox: Sandbox, token: string): Promise<string[]> {
  const address = `/customer/v2/bankzugaenge/${ACCESS}`
  const { body } = await sandbox.call('GET', address, { token })
  return body.messages.map(({ code }: { code: string }) => code)
}

t.test('a TAN comes by SMS and opens the accounts', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox), KIESEL)
  t.same(await messages(sandbox), [])
  await login(visitor, 'demo1')
  t.match(visitor.text(), /<a href="[./]+phone\/demo1" target="_blank" rel="noopener">/)
  const [sms] = await messages(sandbox)
  t.match(sms, { type: 'sms', tan: /^\d{6}$/, text: `Ihre TAN lautet ${sms?.tan}` })
  t.notOk('approval' in (sms ?? {}))
  await visitor.send({ action: 'enter-tan', tan: sms?.tan === '000000' ? '1' : '000000' })
  t.match(visitor.alert(), 'TAN falsch')
  t.equal((await messages(sandbox)).length, 1)
  await visitor.send({ action: 'enter-tan', tan: sms?.tan ?? '' })
  t.equal(visitor.heading(), 'Konten auswählen')
})

t.test('a push is approved by hand, and the client learns of it when it asks', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.decoupledPolls': 0 })
  const token = await openDecoupled(sandbox)
  const [push] = await messages(sandbox)
  t.match(push, { type: 'push', approval: { id: push?.id, state: 'open' } })
  const decided = await sandbox.call('POST', `${PHONE}/approvals/${push?.id}/approve`)
  t.match(decided, { status: 200, body: { approval: { state: 'approved' } } })
  t.same(await codes(sandbox, token), ['BA3030'])
  const consent = `/customer/v2/bankzugaenge/${ACCESS}/consent/${push?.id}`
  t.equal((await sandbox.call('GET', consent, { token })).status, 200)
  const [next, former] = await messages(sandbox)
  t.match(next, { approval: { state: 'open' } }, 'the second channel asks anew')
  t.match(former, { id: push?.id, approval: { state: 'approved' } })
  const again = await sandbox.call('POST', `${PHONE}/approvals/${push?.id}/reject`)
  t.match(again, { status: 409, body: { detail: /is not open/ } })
})

t.test('a push that is rejected ends the authentication', async t => {
  const sandbox = await createSandbox(t)
  const token = await openDecoupled(sandbox)
  const [push] = await messages(sandbox)
  const decided = await sandbox.call('POST', `${PHONE}/approvals/${push?.id}/reject`)
  t.match(decided, { status: 200, body: { approval: { state: 'rejected' } } })
  const consent = `/customer/v2/bankzugaenge/${ACCESS}/consent/${push?.id}`
  const { body } = await sandbox.call('GET', consent, { token })
  t.match(body.messages, [{ code: 'BA3040' }, { code: 'BA3000' }])
})

t.test('what nobody answered is over with its authentication', async t => {
  const sandbox = await createSandbox(t)
  const token = await openDecoupled(sandbox)
  const [push] = await messages(sandbox)
  const consent = `/customer/v2/bankzugaenge/${ACCESS}/consent/${push?.id}`
  await sandbox.call('GET', consent, { token })
  await sandbox.call('GET', consent, { token })
  t.match((await messages(sandbox)).at(-1), { id: push?.id, approval: { state: 'over' } })
  const late = await sandbox.call('POST', `${PHONE}/approvals/${push?.id}/approve`)
  t.equal(late.status, 409)
  await sandbox.pass(6 * 60_000)
  for (const message of await messages(sandbox)) t.match(message.approval, { state: 'over' })
})

t.test('what is not there cannot be approved', async t => {
  const sandbox = await createSandbox(t)
  await openDecoupled(sandbox)
  const [push] = await messages(sandbox)
  for (const address of [
    `${PHONE}/approvals/unknown/approve`,
    `/_sandkasten/phone/demo2/approvals/${push?.id}/approve`,
    `${PHONE}/approvals/${push?.id}/approve?workspace=ci-3`
  ])
    t.equal((await sandbox.call('POST', address)).status, 404, address)
})

t.test('words behind the login do not make another phone', async t => {
  const sandbox = await createSandbox(t)
  await openDecoupled(sandbox)
  const { body } = await sandbox.call('GET', '/_sandkasten/phone/demo1+decoupled/messages')
  t.equal(body.length, 1)
})

t.test('somebody can wait for a message, and leave out older ones', async t => {
  const sandbox = await createSandbox(t)
  t.same(await messages(sandbox, '?wait=20ms'), [])
  const waiting = messages(sandbox, '?wait=10s')
  await openDecoupled(sandbox)
  t.equal((await waiting).length, 1)
  const { body: clock } = await sandbox.call('GET', '/_sandkasten/clock')
  t.equal((await messages(sandbox, `?since=${clock.now}`)).length, 1)
  await sandbox.pass(1)
  const { body: later } = await sandbox.call('GET', '/_sandkasten/clock')
  t.equal((await messages(sandbox, `?since=${later.now}&wait=10ms`)).length, 0)
  for (const query of ['?wait=long', '?wait=10', '?since=yesterday'])
    t.equal((await sandbox.call('GET', `${PHONE}/messages${query}`)).status, 400, query)
})

t.test('the page shows messages, the newest first, and takes decisions', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await visitor.go(`${sandbox.url}/phone/demo1`)
  t.match(visitor.text(), 'Keine Nachrichten.')
  const web = createVisitor(sandbox)
  await toLogin(web, await openForm(sandbox))
  await login(web, 'demo1+decoupled')
  const open = await sandbox.call('GET', '/phone/demo1')
  t.equal(open.headers.get('refresh'), '5')
  await visitor.go(`${sandbox.url}/phone/demo1`)
  t.equal(visitor.heading(), 'Telefon von demo1')
  const [push] = await messages(sandbox)
  await visitor.send({ id: push?.id ?? '', decision: 'maybe' })
  t.match(visitor.text(), 'Wartet auf Ihre Freigabe.')
  await visitor.send({ id: push?.id ?? '', decision: 'approve' })
  t.match(visitor.text(), 'Freigegeben.')
  t.notMatch(visitor.text(), '<form')
  t.equal((await sandbox.call('GET', '/phone/demo1')).headers.get('refresh'), null)
  await web.send({ action: 'confirm' })
  const [next] = await messages(sandbox)
  await visitor.go(`${sandbox.url}/phone/demo1`)
  t.ok(visitor.text().indexOf(`value="${next?.id}"`) < visitor.text().indexOf('Freigegeben.'))
  await visitor.send({ id: next?.id ?? '', decision: 'reject' })
  t.match(visitor.text(), 'Abgelehnt.')
  await web.send({ action: 'confirm' })
  t.equal(web.address(), `${PORTAL}&baReentry=INVALID_TAN`)
})

t.test('a phone belongs to a workspace, and none is made by looking for it', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox, 'en')
  await visitor.go(`${sandbox.url}/phone/demo1?workspace=ci-4`)
  t.equal(visitor.status(), 404)
  t.equal(visitor.alert(), 'There is no such workspace.')
  await visitor.go(`${sandbox.url}/phone/demo1?workspace=ci-4`, { method: 'POST' })
  t.equal(visitor.status(), 404)
  const web = createVisitor(sandbox)
  await toLogin(web, await openForm(sandbox, { client: `${PROTECT}+ci-4` }))
  await login(web, 'demo1+decoupled')
  await visitor.go(`${sandbox.url}/phone/demo1?workspace=ci-4`)
  t.match(visitor.text(), 'Waits for your approval.')
  const id = /name="id" value="([^"]+)"/.exec(visitor.text())?.[1] ?? ''
  await visitor.send({ id, decision: 'approve' })
  t.match(visitor.text(), 'Approved.')
  t.same(await messages(sandbox), [])
})
