import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  add,
  added,
  codes,
  DAY,
  dataOf,
  follow,
  hrefOf,
  inWebform,
  locationOf,
  MINUTE,
  regulated,
  rels,
  sessionOf,
  submit,
  unregulated,
  type Wish
} from './customer.ts'

const MEDIA = 'test_sca_method_media'
const ONE = { login: MEDIA, query: { paymentAccountsOnly: 'true' } }
/** One TAN procedure, one channel, one authentication for 90 days. */
const SUED = 'e966438b-83cf-49b7-bdcb-3d0550bfd8b2'
/** Accounts and cards are in two channels. */
const DOPPEL = '62d081b9-a374-4f5c-91be-8fa3471d2967'
const TAN = { scaAuthenticationData: '42' }
const CALLBACK = 'https://portal.example/back?mine=1'

/** A sandbox whose tokens outlive a consent, and in which only the test fetches. */
async function longSandbox(t: Parameters<typeof createSandbox>[0]): Promise<Sandbox> {
  const sandbox = await createSandbox(t)
  await sandbox.behave({
    'banksapi.tokenTtlSeconds': (400 * DAY) / 1000,
    'banksapi.background.runsPerDay': 0
  })
  return sandbox
}

type Access = Awaited<ReturnType<typeof added>>

/** Answers every step with the first method and medium and an even TAN. */
async function finish(sandbox: Sandbox, token: string, from: Access): Promise<Access> {
  let access = from
  for (let moves = 0; access.status === 'INTERAKTION' && moves < 20; moves++) {
    const [rel = '', body] = STEPS.find(([name]) => rels(access).includes(name)) ?? []
    access = (await submit(sandbox, token, access, rel, body ?? {})).body
  }
  return access
}

const STEPS = [
  ['set_method', { chosenScaMethodId: '1' }],
  ['set_medium', { chosenScaMedia: 'Mobil' }],
  ['authenticate', TAN]
] as const

async function refreshed(
  sandbox: Sandbox,
  token: string,
  access: Access,
  query = ''
): Promise<Access> {
  const path = `${ACCESSES}?refresh=true${query}`
  const reply = await sandbox.call('POST', path, { token, body: { [access.id]: {} } })
  if (reply.status !== 201) throw new Error(`no refresh: ${reply.status}`)
  return (await follow(sandbox, token, access, 'self')).body
}

async function connected(t: Parameters<typeof createSandbox>[0], wish: Wish) {
  const sandbox = await longSandbox(t)
  const token = await regulated(sandbox)
  const access = await finish(sandbox, token, await added(sandbox, token, wish))
  return { sandbox, token, access }
}

t.test('a consent lasts 90 days, then the next fetch asks again', async t => {
  const { sandbox, token, access } = await connected(t, { providerId: SUED })
  await sandbox.pass(90 * DAY - 1000)
  const before = await refreshed(sandbox, token, access)
  t.match(before, { status: 'VOLLSTAENDIG', messages: [] }, 'the last second')
  await sandbox.pass(1000)
  t.strictSame((await follow(sandbox, token, access, 'self')).body, before, 'nobody fetches')
  const asked = await refreshed(sandbox, token, access)
  t.equal(asked.status, 'INTERAKTION')
  const done = await finish(sandbox, token, asked)
  t.match(done, { status: 'VOLLSTAENDIG', messages: [] })
  t.not(done.aktualisierungszeitpunkt, before.aktualisierungszeitpunkt)
  t.equal((await refreshed(sandbox, token, access)).status, 'VOLLSTAENDIG', 'it is new')
})

t.test('how long a consent lasts can be switched', async t => {
  const sandbox = await longSandbox(t)
  await sandbox.behave({ 'banksapi.consentDays': 180 })
  const token = await regulated(sandbox)
  const access = await finish(sandbox, token, await added(sandbox, token, { providerId: SUED }))
  await sandbox.pass(179 * DAY)
  t.equal((await refreshed(sandbox, token, access)).status, 'VOLLSTAENDIG')
  await sandbox.pass(DAY)
  t.equal((await refreshed(sandbox, token, access)).status, 'INTERAKTION')
})

t.test('while a refresh waits for the customer the old accounts stay visible', async t => {
  const { sandbox, token, access } = await connected(t, { providerId: SUED })
  await sandbox.pass(91 * DAY)
  const asked = await refreshed(sandbox, token, access)
  t.equal(asked.aktualisierungszeitpunkt, access.aktualisierungszeitpunkt)
  t.equal(asked.bankprodukte.length, access.bankprodukte.length)
  const pairs = asked.bankprodukte.map((one: Access, index: number) => [
    one,
    access.bankprodukte[index]
  ])
  for (const [now, then] of pairs) {
    t.strictSame({ ...now, status: then.status }, then)
    t.equal(now.status, asked.status)
  }
  await sandbox.pass(5 * MINUTE)
  const failed = (await follow(sandbox, token, access, 'self')).body
  t.strictSame(failed.bankprodukte, access.bankprodukte)
  t.strictSame(codes(failed), ['BA3000'])
})

t.test('a consent that was not given is asked for with start_sca', async t => {
  const { sandbox, token, access } = await connected(t, ONE)
  await sandbox.pass(91 * DAY)
  await refreshed(sandbox, token, access)
  await sandbox.pass(5 * MINUTE)
  const failed = (await follow(sandbox, token, access, 'self')).body
  t.notMatch(hrefOf(failed, 'start_sca'), /consent\/./, 'without a consent id')
  const issues = (await follow(sandbox, token, access, 'get_issues')).body
  t.strictSame(codes(issues), ['BA3040', 'BA3000'])
  t.notOk(rels(issues).includes('start_sca'), 'a relation of the access alone')
  const headers = { 'Customer-IP-Address': '203.0.113.1' }
  const reply = await follow(sandbox, token, failed, 'start_sca', {
    method: 'POST',
    body: {},
    headers
  })
  t.equal(reply.status, 201)
  t.equal(reply.text, '')
  t.equal(locationOf(reply), hrefOf(access, 'self'))
  const asked = (await follow(sandbox, token, access, 'self')).body
  t.ok(rels(asked).includes('authenticate'), 'with the saved method and medium')
  const done = await finish(sandbox, token, asked)
  t.match(done, { status: 'VOLLSTAENDIG', messages: [] })
  t.notOk(rels(done).includes('start_sca'))
})

t.test('only the channel whose consent is over is asked for, the other is fetched', async t => {
  const sandbox = await longSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const wish = { id, providerId: DOPPEL }
  const all = await finish(sandbox, token, await added(sandbox, token, wish))
  const giro = all.bankprodukte[0].id
  await sandbox.call('DELETE', `${ACCESSES}/${id}`, { token })
  const first = { ...wish, data: { selectedBankProducts: [giro] } }
  await finish(sandbox, token, await added(sandbox, token, first))
  await sandbox.pass(60 * DAY)
  const ids = all.bankprodukte.map((one: Access) => one.id)
  const more = { ...wish, data: { selectedBankProducts: ids }, query: { refresh: 'true' } }
  const both = await finish(sandbox, token, await added(sandbox, token, more))
  t.equal(both.bankprodukte.length, 2)
  await sandbox.pass(35 * DAY)
  const asked = await refreshed(sandbox, token, both)
  t.equal(asked.status, 'INTERAKTION')
  const [before, after] = [both, asked].map(one => one.bankprodukte)
  t.equal(after[0].aktualisierungszeitpunkt, before[0].aktualisierungszeitpunkt)
  t.equal(after[1].aktualisierungszeitpunkt, '2027-02-24 10:00:00', 'the other channel')
  const done = (await submit(sandbox, token, asked, 'authenticate', TAN)).body
  t.equal(done.status, 'VOLLSTAENDIG', 'one authentication is enough')
})

t.test('saved settings are used again, unless they are asked for', async t => {
  const { sandbox, token, access } = await connected(t, ONE)
  await sandbox.pass(91 * DAY)
  const saved = await refreshed(sandbox, token, access, '&paymentAccountsOnly=true')
  t.match(saved, { aktivesSicherheitsverfahren: { kodierung: 1 } })
  t.strictSame(codes(saved), ['BA3030'])
  await finish(sandbox, token, saved)
  await sandbox.pass(91 * DAY)
  const fresh = await refreshed(
    sandbox,
    token,
    access,
    '&paymentAccountsOnly=true&queryTanSettings=true'
  )
  t.strictSame(codes(fresh), ['BA3010'])
  t.ok(rels(fresh).includes('set_method'))
  await sandbox.pass(5 * MINUTE)
  for (const [query, code] of [
    ['', 'BA3030'],
    ['?queryTanSettings=true', 'BA3010']
  ] as const) {
    const path = `${ACCESSES}/${access.id}/consent${query}`
    t.equal((await sandbox.call('POST', path, { token, body: {} })).status, 201)
    t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), [code], query)
    await sandbox.pass(5 * MINUTE)
  }
})

t.test('some logins are asked at every fetch', async t => {
  const { sandbox, token, access } = await connected(t, { login: 'test_sca_method' })
  t.equal(access.status, 'VOLLSTAENDIG')
  const asked = await refreshed(sandbox, token, access)
  t.equal(asked.status, 'INTERAKTION')
  t.equal((await finish(sandbox, token, asked)).status, 'VOLLSTAENDIG')
  t.equal((await refreshed(sandbox, token, access)).status, 'INTERAKTION')
})

t.test('a login that is not kept has to be sent to renew a consent', async t => {
  const { sandbox, token, access } = await connected(t, { ...ONE, data: { sync: false } })
  const path = `${ACCESSES}/${access.id}/consent`
  t.equal((await sandbox.call('POST', path, { token, body: {} })).status, 201)
  const issues = (await follow(sandbox, token, access, 'get_issues')).body
  t.strictSame(codes(issues), ['BA1012'])
  t.strictSame((await follow(sandbox, token, access, 'self')).body, access)
  const body = { [access.id]: dataOf({ login: MEDIA }) }
  const query = '?queryTanSettings=true&maxTransactions=all'
  t.equal((await sandbox.call('POST', path + query, { token, body })).status, 201)
  const asked = (await follow(sandbox, token, access, 'self')).body
  t.strictSame(codes(asked), ['BA3010'])
  t.equal((await finish(sandbox, token, asked)).status, 'VOLLSTAENDIG')
})

/** Adds an access in the web form of a bank with one TAN procedure, with all its accounts. */
async function addedWithTan(sandbox: Sandbox, token: string): Promise<Access> {
  const reply = await add(sandbox, token, { providerId: SUED })
  const flow = await inWebform(
    sandbox,
    reply,
    { action: 'accept-terms', callbackUrl: CALLBACK },
    { action: 'enter-credentials', userid: 'demo1', pin: 'demo1' },
    { action: 'enter-tan', tan: '42' }
  )
  const accounts = flow.body.actions[0].fields[0].options
  await inWebform(sandbox, reply, { action: 'choose-accounts', accounts })
  const { body } = await sandbox.call('GET', ACCESSES, { token })
  return Object.values(body)[0]
}

t.test('without a licence a consent that is over is only told', async t => {
  const sandbox = await longSandbox(t)
  const token = await unregulated(sandbox)
  const access = await addedWithTan(sandbox, token)
  t.notOk(rels(access).includes('start_sca'))
  await sandbox.pass(91 * DAY)
  const over = await refreshed(sandbox, token, access)
  t.match(over.messages, [{ level: 'INFO', code: 'BA3000', message: 'SCA notwendig' }])
  t.equal(over.messages.length, 1)
  t.equal(over.status, 'VOLLSTAENDIG')
  t.strictSame(over.bankprodukte, access.bankprodukte)
  t.equal(over.aktualisierungszeitpunkt, access.aktualisierungszeitpunkt)
  const issues = (await follow(sandbox, token, access, 'get_issues')).body
  t.strictSame(codes(issues), ['BA3000'])
  t.notOk(rels(issues).includes('start_sca'), 'a relation of the access alone')
})

t.test('without a licence the customer renews the consent in the web form', async t => {
  const sandbox = await longSandbox(t)
  const token = await unregulated(sandbox)
  const access = await addedWithTan(sandbox, token)
  await sandbox.pass(91 * DAY)
  const over = await refreshed(sandbox, token, access)
  const old = await follow(sandbox, token, over, 'start_sca')
  t.equal(old.status, 451, 'old clients start with GET')
  const reply = await follow(sandbox, token, over, 'start_sca', { method: 'POST', body: {} })
  t.equal(reply.status, 451)
  t.match(locationOf(reply), /\/customer\/v2\/webform\?session=.+&useCase=AUTHENTICATE_ACCOUNT$/)
  const path = `/_sandkasten/flows/${sessionOf(reply)}`
  t.match((await sandbox.call('GET', path)).body, { step: 'tan', done: false })
  const flow = await inWebform(sandbox, reply, { action: 'enter-tan', tan: '42' })
  t.match(flow.body, { done: true, baReentry: 'FINISHED' })
  const done = (await follow(sandbox, token, access, 'self')).body
  t.match(done, { status: 'VOLLSTAENDIG', messages: [] })
  t.not(done.aktualisierungszeitpunkt, access.aktualisierungszeitpunkt)
  t.notOk(rels(done).includes('start_sca'))
})
