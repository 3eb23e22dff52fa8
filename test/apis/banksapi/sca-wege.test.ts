import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import {
  added,
  codes,
  follow,
  hrefOf,
  MINUTE,
  pathOf,
  regulated,
  rels,
  submit
} from './customer.ts'

/** A login whose accounts are in two channels, with one medium. */
const TWO = 'test_sca_method'
const STRANDBANK = '40be6f97-8152-4d3a-bf9c-6d8125fb0745'
const WATTBANK = '3fad5e86-7041-4c29-ae8b-5c7014eaf634'
const METHOD = { chosenScaMethodId: 999 }
const TAN = { scaAuthenticationData: '12' }
const LOGIN = 'demo1+decoupled'
const ONE = { query: { paymentAccountsOnly: 'true' } }

async function opened(t: Parameters<typeof createSandbox>[0], wish: object) {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, wish)
  const self = async () => (await follow(sandbox, token, access, 'self')).body
  return { sandbox, token, access, self }
}

/** The push message that a person has to answer. */
async function pushOf(sandbox: Sandbox, person: string): Promise<string> {
  const { body } = await sandbox.call('GET', `/_sandkasten/phone/${person}/messages`)
  return `/_sandkasten/phone/${person}/approvals/${body[0].approval.id}`
}

t.test('a decoupled authentication is asked about until it is confirmed', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: LOGIN, ...ONE })
  t.match(access, {
    status: 'INTERAKTION',
    messages: [{ level: 'INFO', code: 'BA3030' }],
    challenge: {
      name: 'Entkoppelte Authentifizierung',
      decoupled: true,
      content: { instructions: 'Bitte führen Sie die entkoppelte Authentifizierung durch.' }
    }
  })
  t.ok(rels(access).includes('authenticate'))
  const poll = () => follow(sandbox, token, access, 'authenticate_decoupled')
  const first = await poll()
  t.equal(first.status, 200)
  t.strictSame(first.body, access)
  for (const _ of [1, 2, 3]) t.strictSame(await self(), access, 'to look is not to ask')
  const second = (await poll()).body
  t.match(second, { status: 'VOLLSTAENDIG', messages: [] })
  t.ok(second.bankprodukte.length > 0)
})

t.test('how often to ask can be switched', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: LOGIN, ...ONE })
  await sandbox.behave({ 'banksapi.decoupledPolls': 4 })
  for (const _ of [1, 2, 3]) {
    await follow(sandbox, token, access, 'authenticate_decoupled')
    t.equal((await self()).status, 'INTERAKTION')
  }
  await follow(sandbox, token, access, 'authenticate_decoupled')
  t.equal((await self()).status, 'VOLLSTAENDIG')
})

t.test('the phone alone confirms when polls do not', async t => {
  for (const way of ['authenticate', 'authenticate_decoupled']) {
    const { sandbox, token, access } = await opened(t, { providerId: WATTBANK, ...ONE })
    await sandbox.behave({ 'banksapi.decoupledPolls': 0 })
    const ask = () =>
      way === 'authenticate'
        ? submit(sandbox, token, access, way, {})
        : follow(sandbox, token, access, way)
    for (const _ of [1, 2, 3, 4]) t.strictSame((await ask()).body, access, way)
    await sandbox.call('POST', `${await pushOf(sandbox, 'demo1')}/approve`)
    t.equal((await ask()).body.status, 'VOLLSTAENDIG', way)
  }
})

t.test('a rejection on the phone ends the authentication', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: LOGIN, ...ONE })
  await sandbox.call('POST', `${await pushOf(sandbox, 'demo1')}/reject`)
  const { status, body } = await follow(sandbox, token, access, 'authenticate_decoupled')
  t.equal(status, 200)
  t.match(body.messages, [{ code: 'BA3040', details: 'Vorgang abgelehnt' }, { code: 'BA3000' }])
  t.match(body, { status: 'VOLLSTAENDIG', bankprodukte: [] })
  t.ok(rels(body).includes('start_sca'))
  t.strictSame(codes(await self()), ['BA3000'])
})

/** The page that leads to the bank: its session, and how it says that the customer is back. */
async function redirectOf(sandbox: Sandbox, access: object) {
  const consent = pathOf(sandbox, hrefOf(access, 'cancel')).split('/').at(-2)
  const { status, body } = await sandbox.call('GET', `/customer/v2/redirect/sessions/${consent}`)
  if (status !== 200) throw new Error(`no session: ${status}`)
  const post = (href: string, sent?: object, token: string = body.userToken): Promise<Reply> =>
    sandbox.call('POST', pathOf(sandbox, href), {
      token,
      headers: { 'x-correlation-id': body.correlationId, 'content-type': 'application/json' },
      ...(sent && { body: sent })
    })
  return { body, post }
}

const back = (query: string) => ({ scaAuthenticationData: query })

t.test('a redirect leads to the bank and back', async t => {
  for (const wish of [{ login: 'demo1+redirect' }, { providerId: STRANDBANK }]) {
    const { sandbox, access, self } = await opened(t, { ...wish, ...ONE })
    t.match(access, {
      status: 'INTERAKTION',
      messages: [{ level: 'INFO', code: 'BA3005' }],
      challenge: { redirect: true }
    })
    t.match(hrefOf(access, 'redirect_url'), `${sandbox.url}/redirect/?`)
    const { body, post } = await redirectOf(sandbox, access)
    t.equal((await post(body.confirmRedirectUrl)).status, 200)
    t.strictSame(await self(), access)
    t.equal((await post(body.authenticateRedirectUrl, back('?code=abc&state=1'))).status, 200)
    t.match(await self(), { status: 'VOLLSTAENDIG', messages: [] })
  }
})

t.test('a customer who declines at the bank has no access', async t => {
  for (const query of ['?error=access_denied&error_description=No', '?error=x&error_uri=y']) {
    const { sandbox, access, self } = await opened(t, { login: 'demo1+redirect', ...ONE })
    const { body, post } = await redirectOf(sandbox, access)
    await post(body.authenticateRedirectUrl, back(query))
    const failed = await self()
    t.match(failed, { status: 'VOLLSTAENDIG', bankprodukte: [] }, query)
    t.strictSame(codes(failed), ['BA3000'], query)
    t.ok(rels(failed).includes('start_sca'), query)
  }
})

t.test('only the customer gets on with a redirect', async t => {
  const { sandbox, access, self } = await opened(t, { login: 'demo1+redirect', ...ONE })
  const { body, post } = await redirectOf(sandbox, access)
  const stranger = await regulated(sandbox, 'stranger')
  for (const href of [body.confirmRedirectUrl, body.authenticateRedirectUrl])
    t.equal((await post(href, {}, stranger)).status, 404)
  t.equal((await post(body.authenticateRedirectUrl, {}, randomUUID())).status, 401)
  const unknown = `/customer/v2/redirect/sessions/${randomUUID()}`
  t.equal((await sandbox.call('GET', unknown)).status, 404)
  t.strictSame(await self(), access)
})

t.test('a redirect can be cancelled, nothing else can', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: 'demo1+redirect', ...ONE })
  const cancel = () => follow(sandbox, token, access, 'cancel', { method: 'POST' })
  const { status, body } = await cancel()
  t.equal(status, 200)
  t.match(body, { status: 'VOLLSTAENDIG', tanMedien: [], sicherheitsverfahren: [] })
  t.match(body.messages, [
    { level: 'ERROR', code: 'BA3040', details: 'Redirect-SCA wurde abgebrochen' },
    { level: 'INFO', code: 'BA3000', message: 'SCA notwendig' }
  ])
  t.notOk('details' in body.messages[1])
  for (const rel of ['self', 'delete_bankzugang', 'get_issues', 'start_sca'])
    t.ok(rels(body).includes(rel), rel)
  t.strictSame(codes(await self()), ['BA3000'])
  const other = await added(sandbox, token, { login: TWO })
  const path = `${pathOf(sandbox, hrefOf(other, 'set_method'))}/cancel`
  t.equal((await sandbox.call('POST', path, { token })).status, 400)
  t.strictSame((await follow(sandbox, token, other, 'self')).body, other)
})

t.test('each of several authentications has a consent of its own', async t => {
  const { sandbox, token, access } = await opened(t, { login: TWO })
  const asked = (await submit(sandbox, token, access, 'set_method', METHOD)).body
  const second = (await submit(sandbox, token, asked, 'authenticate', TAN)).body
  t.match(second, { status: 'INTERAKTION', bankprodukte: [] })
  const rel = rels(second).at(-1) as string
  t.not(hrefOf(second, rel), hrefOf(asked, 'authenticate'))
  const late = await submit(sandbox, token, asked, 'authenticate', TAN)
  t.equal(late.status, 200, 'the one that just ended answers with the state')
  t.strictSame(late.body, second)
  const next =
    rel === 'set_method' ? (await submit(sandbox, token, second, rel, METHOD)).body : second
  const done = (await submit(sandbox, token, next, 'authenticate', TAN)).body
  t.match(done, { status: 'VOLLSTAENDIG', messages: [] })
  t.equal(done.bankprodukte.length, 3)
  t.equal((await submit(sandbox, token, asked, 'authenticate', TAN)).status, 404, 'an old one')
  t.equal((await follow(sandbox, token, asked, 'authenticate')).status, 404)
  const again = await submit(sandbox, token, next, 'authenticate', TAN)
  t.equal(again.status, 200, 'a TAN for what is finished')
  t.strictSame(again.body, done)
})

t.test('of two submissions of one TAN one wins, the other gets the state', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: TWO, ...ONE })
  const asked = (await submit(sandbox, token, access, 'set_method', METHOD)).body
  const replies = await Promise.all(
    [1, 2].map(() => submit(sandbox, token, asked, 'authenticate', TAN))
  )
  const state = await self()
  t.equal(state.status, 'VOLLSTAENDIG')
  for (const { status, body } of replies) {
    t.equal(status, 200)
    t.strictSame(body, state)
  }
})

t.test('a TAN that is sent twice at once is not worth two authentications', async t => {
  const { sandbox, token, access, self } = await opened(t, { login: TWO })
  const asked = (await submit(sandbox, token, access, 'set_method', METHOD)).body
  await Promise.all([1, 2].map(() => submit(sandbox, token, asked, 'authenticate', TAN)))
  t.equal((await self()).status, 'INTERAKTION', 'the second one still waits')
})

t.test('wrong TANs at once count one by one', async t => {
  const { sandbox, token, access } = await opened(t, { login: TWO, ...ONE })
  const asked = (await submit(sandbox, token, access, 'set_method', METHOD)).body
  const wrong = { scaAuthenticationData: '0' }
  const replies = await Promise.all(
    [1, 2, 3].map(() => submit(sandbox, token, asked, 'authenticate', wrong))
  )
  const told = replies.map(({ body }) => body.messages[0]).toSorted(byCode)
  t.strictSame(
    told.map(({ code }) => code),
    ['BA3030', 'BA3030', 'BA3040']
  )
  t.not(told[0].details, told[1].details)
})

type Told = { readonly code: string }

function byCode(one: Told, other: Told): number {
  return one.code.localeCompare(other.code)
}

t.test('pushes and redirects that nobody answers have failed', async t => {
  for (const login of [LOGIN, 'demo1+redirect']) {
    const { sandbox, token, access, self } = await opened(t, { login, ...ONE })
    await sandbox.pass(5 * MINUTE)
    const over = await self()
    t.strictSame(codes(over), ['BA3000'], login)
    t.ok(rels(over).includes('start_sca'), login)
    const rel = login === LOGIN ? 'authenticate_decoupled' : 'cancel'
    const method = login === LOGIN ? 'GET' : 'POST'
    const late = await follow(sandbox, token, access, rel, { method })
    t.ok(late.status === 200 || late.status === 404, login)
    t.strictSame((await self()).bankprodukte, [], login)
  }
})
