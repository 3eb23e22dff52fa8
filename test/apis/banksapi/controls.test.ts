import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { PROTECT, userToken } from './calls.ts'
import {
  ACCESS,
  accessIn,
  createVisitor,
  DEMO_BANK,
  NORD,
  openForm,
  PORTAL,
  sessionIn,
  withCallback
} from './webform.ts'

function createFlow(sandbox: Sandbox, link: string, workspace = 'default') {
  const path = `/_sandkasten/flows/${sessionIn(link)}`
  const headers = { 'X-Sandkasten-Workspace': workspace }
  return {
    get: () => sandbox.call('GET', path, { headers }),
    act: (action: string, fields: object = {}) =>
      sandbox.call('POST', `${path}/act`, { headers, body: { action, ...fields } })
  }
}

t.test('an access is added without a browser', async t => {
  const sandbox = await createSandbox(t)
  const { get, act } = createFlow(sandbox, await openForm(sandbox))
  t.match((await get()).body, { useCase: 'CREATE_ACCOUNT', step: 'terms', done: false })
  t.match((await act('accept-terms')).body, { step: 'provider' })
  const { body: login } = await act('choose-provider', { providerId: DEMO_BANK })
  t.match(login, {
    step: 'credentials',
    actions: [
      {
        name: 'enter-credentials',
        fields: [
          { name: 'userid', type: 'text' },
          { name: 'pin', type: 'password' }
        ]
      },
      { name: 'change-provider' },
      { name: 'cancel' }
    ]
  })
  const { body: accounts } = await act('enter-credentials', { userid: 'demo1', pin: 'demo1' })
  t.equal(accounts.step, 'accounts')
  const { options, labels } = accounts.actions[0].fields[0]
  t.equal(options.length, labels.length)
  const { body: done } = await act('choose-accounts', { accounts: options, callbackUrl: PORTAL })
  t.match(done, {
    step: 'done',
    done: true,
    baReentry: 'ACCOUNT_CREATED',
    location: `${PORTAL}&baReentry=ACCOUNT_CREATED`
  })
  t.same(done.actions, [])
  t.equal((await accessIn(sandbox))?.produkte.length, options.length)
})

t.test('methods, media and TANs are entered, numbers as well as texts', async t => {
  const sandbox = await createSandbox(t)
  const { act } = createFlow(sandbox, await openForm(sandbox, { providerId: NORD }))
  await act('accept-terms')
  const login = { userid: 'test_sca_method_media', pin: 'test_sca_method_media' }
  t.match((await act('enter-credentials', login)).body, { step: 'method' })
  t.match((await act('choose-method', { method: 1 })).body, { step: 'medium' })
  t.match((await act('choose-medium', { medium: 'Mobil' })).body, { step: 'tan' })
  t.match((await act('enter-tan', { tan: '1' })).body, { hint: 'TAN falsch. Noch 2 Versuche.' })
  const { body } = await act('enter-tan', { tan: 42 })
  t.equal(body.step, 'accounts')
  const [first] = body.actions[0].fields[0].options
  const { body: done } = await act('choose-accounts', { accounts: first })
  t.match(done, { done: true, baReentry: 'ACCOUNT_CREATED' })
  t.notOk('location' in done, 'no callback was ever given')
})

t.test('decoupled and redirect are confirmed', async t => {
  const sandbox = await createSandbox(t)
  const { act } = createFlow(sandbox, await openForm(sandbox, { providerId: DEMO_BANK }))
  await act('accept-terms')
  const login = (word: string) => ({ userid: `demo1+${word}`, pin: 'demo1' })
  t.match((await act('enter-credentials', login('decoupled'))).body, { step: 'decoupled' })
  for (let n = 0; n < 3; n++) t.match((await act('confirm')).body, { step: 'decoupled' })
  t.match((await act('confirm')).body, { step: 'accounts' })

  const other = 'e48744c0-132c-4ae4-a909-1ff771f61503'
  const redirect = createFlow(
    sandbox,
    await openForm(sandbox, { providerId: DEMO_BANK, accessId: other })
  )
  t.match((await redirect.act('enter-credentials', login('redirect'))).body, { step: 'redirect' })
  t.match((await redirect.act('confirm')).body, { step: 'redirect' }, 'the second channel')
  t.match((await redirect.act('decline')).body, { done: true, baReentry: 'INVALID_TAN' })
})

t.test('what the step does not have is a conflict, a wrong field a bad request', async t => {
  const sandbox = await createSandbox(t)
  const { act } = createFlow(sandbox, await openForm(sandbox))
  t.match(await act('enter-tan', { tan: '1' }), {
    status: 409,
    body: {
      detail:
        'There is no enter-tan at the step terms; there is accept-terms, decline-terms, cancel'
    }
  })
  t.equal((await act('accept-terms', { callbackUrl: 'javascript:alert(1)' })).status, 400)
  await act('accept-terms')
  t.match(await act('choose-provider'), {
    status: 400,
    body: { detail: 'providerId is missing' }
  })
  t.match(await act('choose-provider', { providerId: 'x' }), {
    status: 400,
    body: { detail: /^providerId is none of 00000000-/ }
  })
  await act('cancel')
  t.match(await act('cancel'), { status: 409, body: { detail: /; it is done$/ } })
})

t.test('a flow is found in its own workspace as long as it lives', async t => {
  const sandbox = await createSandbox(t)
  const link = await openForm(sandbox, { client: `${PROTECT}+ci-5` })
  t.equal((await createFlow(sandbox, link).get()).status, 404)
  t.equal((await createFlow(sandbox, link, 'ci-5').get()).status, 200)
  const here = createFlow(sandbox, await openForm(sandbox))
  t.equal((await here.get()).status, 200)
  await sandbox.pass(31 * 60_000)
  t.equal((await here.get()).status, 404)
  t.equal((await here.act('accept-terms')).status, 404)
})

t.test('a renewal asks the bank at the first look', async t => {
  const sandbox = await createSandbox(t)
  const { act } = createFlow(sandbox, await openForm(sandbox, { providerId: NORD }))
  await act('accept-terms')
  await act('enter-credentials', { userid: 'demo1', pin: 'demo1' })
  await act('choose-method', { method: '1' })
  const { body } = await act('enter-tan', { tan: '2' })
  await act('choose-accounts', { accounts: body.actions[0].fields[0].options })
  await sandbox.pass(91 * 24 * 3_600_000)
  const reply = await sandbox.call('POST', `/customer/v2/bankzugaenge/${ACCESS}/consent`, {
    token: await userToken(sandbox, PROTECT),
    body: {}
  })
  const renewal = createFlow(sandbox, reply.headers.get('location') ?? '')
  t.match((await renewal.get()).body, { useCase: 'AUTHENTICATE_ACCOUNT', step: 'tan' })
  t.match((await renewal.act('enter-tan', { tan: '2' })).body, { baReentry: 'FINISHED' })
})

t.test('browser and control API see the same session', async t => {
  const sandbox = await createSandbox(t)
  const link = await openForm(sandbox)
  const { act } = createFlow(sandbox, link)
  await act('accept-terms')
  const visitor = createVisitor(sandbox)
  await visitor.go(withCallback(link))
  t.equal(visitor.heading(), 'Bank auswählen', 'the link is not used up by the control API')
  await visitor.send({ action: 'choose-provider', providerId: DEMO_BANK })
  await act('cancel')
  await visitor.go(visitor.address())
  t.equal(visitor.address(), `${PORTAL}&baReentry=USER_CANCELLED`)
})
