import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { createSandbox, type Reply } from '../../sandbox.ts'
import { clientToken, HOSTING, userToken } from './calls.ts'
import {
  ACCESSES,
  add,
  added,
  CUSTOMER,
  DEMO,
  dataOf,
  follow,
  locationOf,
  regulated,
  rels
} from './customer.ts'

const GIRO = 'DE00123456789012345678'
const TAGESGELD = 'DE00123456789012345679'
const DEPOT = '9012345680'
const SCA = 'test_sca_method'

/** An access that the caller cannot see. */
function checkUnknown(t: Test, reply: Reply, what: string): void {
  t.equal(reply.status, 404, what)
  t.equal(reply.text, '', what)
}

t.test('a new access is found at its Location, complete at once', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const reply = await add(sandbox, token, { id })
  t.equal(reply.status, 201)
  t.equal(reply.text, '')
  t.equal(locationOf(reply), `${sandbox.url}${ACCESSES}/${id}`)
  const { status, body } = await sandbox.call('GET', `${ACCESSES}/${id}`, { token })
  t.equal(status, 200)
  const { bankprodukte, relations, ...rest } = body
  t.strictSame(rest, {
    id,
    providerId: DEMO,
    status: 'VOLLSTAENDIG',
    aktualisierungszeitpunkt: '2026-11-21 10:00:00',
    messages: [],
    tanMedien: [],
    sicherheitsverfahren: [],
    sync: true
  })
  t.strictSame(rels({ relations }).toSorted(), [
    'delete_bankzugang',
    'get_issues',
    'refresh_bankzugang',
    'self'
  ])
  t.strictSame(
    bankprodukte.map((one: { id: string }) => one.id),
    [GIRO, TAGESGELD, DEPOT]
  )
})

t.test('products are those of the documentation', async t => {
  const sandbox = await createSandbox(t)
  const { bankprodukte } = await added(sandbox, await regulated(sandbox))
  t.match(bankprodukte[0], {
    kategorie: 'GIROKONTO',
    kontonummer: '9012345678',
    iban: GIRO,
    bic: 'XXX12345678',
    blz: '12345678',
    kreditinstitut: 'Demo Provider',
    inhaber: 'Fritz Testmüller',
    saldo: 2145.78,
    waehrung: 'EUR',
    ueberziehungslimit: 3000,
    verfuegungsrahmen: 2045.78,
    verfuegterBetrag: 100,
    status: 'VOLLSTAENDIG',
    messages: []
  })
  t.match(bankprodukte[1], { kategorie: 'TAGESGELDKONTO', saldo: 27365.56, transferSupport: true })
  t.match(bankprodukte[1], { verfuegungsrahmen: 27365.56, verfuegterBetrag: 0 })
  t.match(bankprodukte[2], { kategorie: 'DEPOT', saldo: 25843.69, saldoDatenquelle: 'SONSTIGE' })
  t.notOk('iban' in bankprodukte[2])
  t.ok(rels(bankprodukte[0]).includes('get_kontoumsaetze_business_partners'))
  t.ok(rels(bankprodukte[0]).includes('get_kontoumsaetze_kategorisiert'))
  t.notOk(rels(bankprodukte[0]).includes('get_depotpositionen'))
  t.ok(rels(bankprodukte[2]).includes('get_depotpositionen'))
  t.notOk(rels(bankprodukte[2]).includes('get_kontoumsaetze'))
})

t.test('the customer names all accesses and what can be done with them', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const empty = await sandbox.call('GET', CUSTOMER, { token })
  t.match(empty.body, { messages: [], bankzugaenge: {} })
  t.strictSame((await follow(sandbox, token, empty.body, 'get_bankzugaenge')).body, {})
  t.notOk(rels(empty.body).some(rel => /sca|authenticate|method/.test(rel)))
  const id = randomUUID()
  const made = await follow(sandbox, token, empty.body, 'add_bankzugaenge', {
    method: 'POST',
    body: { [id]: dataOf({}) }
  })
  t.equal(made.status, 201)
  const { body } = await sandbox.call('GET', CUSTOMER, { token })
  t.strictSame(Object.keys(body.bankzugaenge), [id])
  const own = await follow(sandbox, token, body.bankzugaenge[id], 'self')
  t.strictSame(body.bankzugaenge[id], own.body)
  t.strictSame((await follow(sandbox, token, body, 'get_bankzugaenge')).body, body.bankzugaenge)
})

t.test('several accesses at once are found in the list', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const [one, two] = [randomUUID(), randomUUID()]
  const reply = await sandbox.call('POST', ACCESSES, {
    token,
    body: { [one]: dataOf({}), [two]: dataOf({ login: SCA }) }
  })
  t.equal(reply.status, 201)
  t.equal(locationOf(reply), sandbox.url + ACCESSES)
  const { body } = await sandbox.call('GET', ACCESSES, { token })
  t.strictSame(Object.keys(body).toSorted(), [one, two].toSorted())
  t.equal(body[one].status, 'VOLLSTAENDIG')
  t.equal(body[two].status, 'INTERAKTION')
})

t.test('an access that is there is left alone unless it is refreshed', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const before = await added(sandbox, token, { id })
  await sandbox.pass(60_000)
  t.strictSame(await added(sandbox, token, { id, login: 'demo2', pin: 'wrong' }), before)
  const empty = await sandbox.call('POST', ACCESSES, { token, body: { [id]: {} } })
  t.equal(empty.status, 201)
  t.strictSame((await follow(sandbox, token, before, 'self')).body, before)
})

t.test('a deleted access is gone, and its id is free again', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const access = await added(sandbox, token, { id })
  const other = await added(sandbox, token)
  const reply = await follow(sandbox, token, access, 'delete_bankzugang', { method: 'DELETE' })
  t.equal(reply.status, 200)
  t.equal(reply.text, '')
  checkUnknown(t, await follow(sandbox, token, access, 'self'), 'GET')
  checkUnknown(
    t,
    await follow(sandbox, token, access, 'delete_bankzugang', { method: 'DELETE' }),
    'again'
  )
  checkUnknown(t, await follow(sandbox, token, access, 'get_issues'), 'issues')
  const list = await sandbox.call('GET', ACCESSES, { token })
  t.strictSame(Object.keys(list.body), [other.id])
  t.equal((await add(sandbox, token, { id })).status, 201)
  const all = await sandbox.call('DELETE', ACCESSES, { token })
  t.equal(all.status, 200)
  t.equal(all.text, '')
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
  t.equal((await sandbox.call('DELETE', ACCESSES, { token })).status, 200)
})

/** Every call on an access, with its method; `consent` is one of its authentications. */
function callsOn(id: string, consent: string): readonly (readonly [string, string, object?])[] {
  const access = `${ACCESSES}/${id}`
  return [
    ['GET', access],
    ['DELETE', access],
    ['GET', `${access}/issues`],
    ['GET', `${access}/challenge/pdf`],
    ['GET', `${access}/${GIRO}`],
    ['GET', `${access}/${GIRO}/kontoumsaetze`],
    ['GET', `${access}/${DEPOT}/depotpositionen`],
    ['POST', `${access}/consent`, {}],
    ['GET', `${access}/consent/${consent}`],
    ['POST', `${access}/consent/${consent}`, { chosenScaMethodId: '1' }],
    ['POST', `${access}/consent/${consent}/cancel`],
    ['PUT', `${access}/selectedbankproducts`]
  ]
}

t.test('the access of somebody else is unknown', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const stranger = await regulated(sandbox, 'stranger')
  const access = await added(sandbox, token, { login: SCA })
  const consent = access.relations.at(-1).href.split('/').at(-1)
  for (const [method, path, body] of callsOn(access.id, consent))
    checkUnknown(
      t,
      await sandbox.call(method, path, { token: stranger, body }),
      `${method} ${path}`
    )
  t.strictSame((await sandbox.call('GET', ACCESSES, { token: stranger })).body, {})
  t.equal((await sandbox.call('DELETE', ACCESSES, { token: stranger })).status, 200)
  t.strictSame((await follow(sandbox, token, access, 'self')).body, access)
})

t.test('two users may call their accesses the same', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const other = await regulated(sandbox, 'other')
  const id = randomUUID()
  t.equal((await added(sandbox, token, { id })).bankprodukte.length, 3)
  t.equal((await added(sandbox, other, { id, login: 'demo2' })).bankprodukte.length, 5)
  await sandbox.call('DELETE', `${ACCESSES}/${id}`, { token: other })
  t.equal((await sandbox.call('GET', `${ACCESSES}/${id}`, { token })).status, 200)
})

/** Bodies that are no accesses. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ['no JSON', '{"a":'],
  ['a list', []],
  ['a text', '"demo1"'],
  ['a key that is no UUID', { mine: dataOf({}) }],
  ['an access that is a text', { [DEMO]: 'demo1' }],
  ['credentials as a text', { [DEMO]: { providerId: DEMO, credentials: 'demo1' } }],
  ['credentials as a list', { [DEMO]: { providerId: DEMO, credentials: ['demo1'] } }],
  ['a login as an object', { [DEMO]: { providerId: DEMO, credentials: { userid: {}, pin: '' } } }],
  ['a provider that is no UUID', { [DEMO]: { ...dataOf({}), providerId: 'demo' } }],
  ['no provider', { [DEMO]: { credentials: { userid: 'demo1', pin: 'demo1' } } }],
  ['sync as a word', { [DEMO]: dataOf({ data: { sync: 'perhaps' } }) }]
]

t.test('a body of the wrong shape is told as such and adds nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [title, body] of WRONG) {
    const reply = await sandbox.call('POST', ACCESSES, { token, body })
    t.equal(reply.status, 400, title)
    t.strictSame(Object.keys(reply.body ?? {}).toSorted(), ['code', 'message'], title)
    t.match(reply.body, { code: '400', message: /./ }, title)
  }
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
})

t.test('an access whose id is no UUID is refused, never an error of the server', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [method, path, body] of callsOn('mine', 'yours'))
    t.match((await sandbox.call(method, path, { token, body })).status, /^40[04]$/, path)
})

t.test('accesses are for tokens of users with the right scope', async t => {
  const sandbox = await createSandbox(t)
  const reader = (
    await sandbox.call('POST', '/auth/oauth2/token', {
      basic: `${HOSTING}:demo-secret`,
      body: new URLSearchParams({
        grant_type: 'password',
        username: 'demouser',
        password: 'secret',
        scope: 'http://banksapi.io/customer/read'
      })
    })
  ).body.access_token
  const access = await added(sandbox, await userToken(sandbox), { login: SCA })
  const client = await clientToken(sandbox, HOSTING)
  for (const [method, path, body] of callsOn(access.id, DEMO)) {
    const status = async (token?: string) =>
      (await sandbox.call(method, path, { body, ...(token && { token }) })).status
    t.equal(await status(), 401, `${method} ${path}`)
    t.equal(await status(randomUUID()), 401, `${method} ${path}`)
    t.equal(await status(client), 403, `${method} ${path}`)
    if (method === 'GET') t.not(await status(reader), 403, `${method} ${path}`)
    else t.equal(await status(reader), 403, `${method} ${path}`)
  }
  t.equal((await add(sandbox, reader)).status, 403)
})
