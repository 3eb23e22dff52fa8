import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  add,
  added,
  codes,
  DAY,
  DEMO,
  dataOf,
  follow,
  hrefOf,
  locationOf,
  MINUTE,
  pathOf,
  regulated,
  rels,
  submit,
  type Wish
} from './customer.ts'

const GIRO = 'DE00123456789012345678'
const TAGESGELD = 'DE00123456789012345679'
const HOUR = 60 * MINUTE
const SCHNECKENBANK = 'd947f820-1aeb-40c3-8825-f61a3e8490de'
const GEZEITENBANK = '9503b4ec-d6a7-4c8f-84e1-b2d67a405c9a'

type Product = {
  readonly id: string
  readonly kategorie: string
  readonly relations: readonly { readonly rel: string; readonly href: string }[]
}

const idsOf = ({ bankprodukte }: { readonly bankprodukte: readonly Product[] }) =>
  bankprodukte.map(({ id }) => id)

/** How many days ago the oldest booking of a product was, by the clock of the tests. */
async function oldest(sandbox: Sandbox, token: string, product: Product): Promise<number> {
  const { status, body } = await follow(sandbox, token, product, 'get_kontoumsaetze')
  if (status !== 200) throw new Error(`no bookings: ${status}`)
  const days = body.map((one: { buchungsdatum: string }) =>
    Date.parse(`${one.buchungsdatum.slice(0, 10)}T09:00:00Z`)
  )
  const now = (await sandbox.workspace()).clock.now()
  return Math.round((now - Math.min(...days)) / DAY)
}

t.test('a refresh fetches what is new and answers with the place of the access', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const before = await added(sandbox, token)
  await sandbox.pass(3 * HOUR)
  t.strictSame((await follow(sandbox, token, before, 'self')).body, before)
  const body = { [before.id]: {} }
  const reply = await follow(sandbox, token, before, 'refresh_bankzugang', { method: 'POST', body })
  t.equal(reply.status, 201)
  t.equal(reply.text, '')
  t.equal(locationOf(reply), hrefOf(before, 'self'))
  const after = (await follow(sandbox, token, before, 'self')).body
  t.equal(after.aktualisierungszeitpunkt, '2026-11-21 13:00:00')
  t.equal(after.bankprodukte[0].aktualisierungszeitpunkt, '2026-11-21 13:00:00')
  t.strictSame(rels(after), rels(before))
})

t.test('a refresh of nothing is unknown, and with credentials a new access', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const query = { refresh: 'true' }
  const path = `${ACCESSES}?refresh=true`
  t.equal((await sandbox.call('POST', path, { token, body: { [id]: {} } })).status, 404)
  t.equal((await added(sandbox, token, { id, query })).id, id)
})

t.test('a refresh with a new login keeps it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const query = { refresh: 'true' }
  await added(sandbox, token, { id })
  t.equal((await added(sandbox, token, { id, login: 'demo2', query })).bankprodukte.length, 5)
  const body = { [id]: {} }
  await sandbox.call('POST', `${ACCESSES}?refresh=true`, { token, body })
  const { bankprodukte } = (await sandbox.call('GET', `${ACCESSES}/${id}`, { token })).body
  t.equal(bankprodukte.length, 5)
})

t.test('without a wish there are 90 days of bookings, with one a year', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const cases = [
    ['none', true, true],
    ['all', false, false],
    ['paymentAccounts', false, true]
  ] as const
  for (const [maxTransactions, isGiroShort, isOtherShort] of cases) {
    const { status, bankprodukte } = await added(sandbox, token, { query: { maxTransactions } })
    t.equal(status, 'VOLLSTAENDIG', maxTransactions)
    const [giro, other] = bankprodukte
    t.equal((await oldest(sandbox, token, giro)) <= 90, isGiroShort, `${maxTransactions} giro`)
    t.equal((await oldest(sandbox, token, other)) <= 90, isOtherShort, `${maxTransactions} other`)
  }
  const [giro] = (await added(sandbox, token)).bankprodukte
  t.ok((await oldest(sandbox, token, giro)) > 80)
  const reply = await add(sandbox, token, { query: { maxTransactions: 'everything' } })
  t.equal(reply.status, 400)
})

t.test('a bank that has only 90 days gives no more', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const wish = { providerId: GEZEITENBANK, login: 'demo1+nosca', query: { maxTransactions: 'all' } }
  const { bankprodukte } = await added(sandbox, token, wish)
  t.ok((await oldest(sandbox, token, bankprodukte[0])) <= 90)
})

t.test('only the chosen products are fetched, and unknown ones are no error', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const selectedBankProducts = [TAGESGELD, 'DE00000000000000000000']
  const chosen = await added(sandbox, token, { id, data: { selectedBankProducts } })
  t.strictSame(idsOf(chosen), [TAGESGELD])
  const path = `${ACCESSES}?refresh=true`
  await sandbox.call('POST', path, { token, body: { [id]: {} } })
  t.strictSame(idsOf((await follow(sandbox, token, chosen, 'self')).body), [TAGESGELD])
  const body = { [id]: { selectedBankProducts: [GIRO] } }
  await sandbox.call('POST', path, { token, body })
  t.strictSame(idsOf((await follow(sandbox, token, chosen, 'self')).body), [GIRO])
})

t.test('paymentAccountsOnly leaves all other accounts out', async t => {
  const sandbox = await createSandbox(t)
  const query = { paymentAccountsOnly: 'true' }
  const { bankprodukte } = await added(sandbox, await regulated(sandbox), { login: 'demo2', query })
  t.strictSame(
    bankprodukte.map((one: Product) => one.kategorie),
    ['GIROKONTO']
  )
})

t.test('headOnly brings neither balances nor bookings', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const wish = { query: { headOnly: 'true' }, data: { sync: false } }
  const { bankprodukte } = await added(sandbox, token, wish)
  t.equal(bankprodukte.length, 3)
  for (const product of bankprodukte) {
    t.notOk('saldo' in product, product.id)
    t.strictSame(
      rels(product).filter(rel => /umsaetze|positionen/.test(rel)),
      [],
      product.id
    )
  }
})

t.test('headOnly is for accesses that are not kept, and without a choice', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const query = { headOnly: 'true' }
  const selectedBankProducts = [GIRO]
  for (const data of [{}, { sync: true }, { sync: false, selectedBankProducts }]) {
    const reply = await add(sandbox, token, { query, data })
    t.equal(reply.status, 400, JSON.stringify(data))
    t.match(reply.body, { code: '400', message: /headOnly/ })
  }
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
})

t.test('an access without background updates is forgotten after an hour', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, { data: { sync: false } })
  t.match(access, { sync: false, timeout: '2026-11-21 11:00:00' })
  await sandbox.pass(HOUR - 1000)
  t.equal((await follow(sandbox, token, access, 'self')).status, 200)
  await sandbox.pass(1000)
  for (const rel of ['self', 'get_issues'])
    t.equal((await follow(sandbox, token, access, rel)).status, 404, rel)
  t.equal((await follow(sandbox, token, access.bankprodukte[0], 'self')).status, 404)
  const gone = await follow(sandbox, token, access, 'delete_bankzugang', { method: 'DELETE' })
  t.equal(gone.status, 404)
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
  t.strictSame((await sandbox.call('GET', '/customer/v2', { token })).body.bankzugaenge, {})
  t.equal((await add(sandbox, token, { id: access.id })).status, 201)
  await sandbox.pass(2 * HOUR)
  t.equal((await follow(sandbox, token, access, 'self')).status, 200, 'the new one stays')
})

t.test('how long such an access lives can be switched', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await sandbox.behave({ 'banksapi.syncTimeoutMinutes': 5 })
  const access = await added(sandbox, token, { data: { sync: false } })
  t.equal(access.timeout, '2026-11-21 10:05:00')
  await sandbox.pass(5 * MINUTE)
  t.equal((await follow(sandbox, token, access, 'self')).status, 404)
})

t.test('credentials are not kept without background updates', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const access = await added(sandbox, token, { id, data: { sync: false } })
  await sandbox.pass(MINUTE)
  const path = `${ACCESSES}?refresh=true`
  const reply = await sandbox.call('POST', path, { token, body: { [id]: {} } })
  t.equal(reply.status, 201)
  t.strictSame((await follow(sandbox, token, access, 'self')).body, access)
  t.strictSame(codes((await follow(sandbox, token, access, 'get_issues')).body), ['BA1012'])
  await add(sandbox, token, { id, query: { refresh: 'true' } })
  t.strictSame(codes((await follow(sandbox, token, access, 'get_issues')).body), [])
})

t.test('a bank that does not answer in time is a 504, its answer comes later', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const slow: readonly Wish[] = [{ providerId: SCHNECKENBANK }, { login: 'demo1+timeout504' }]
  for (const wish of slow) {
    const id = randomUUID()
    const reply = await add(sandbox, token, { id, ...wish })
    t.equal(reply.status, 504)
    t.equal(reply.text, '')
    t.equal((await sandbox.call('GET', `${ACCESSES}/${id}`, { token })).status, 200)
  }
  t.strictSame(sandbox.pauses, [])
  t.equal((await add(sandbox, token, { login: 'demo1+slow' })).status, 201)
  t.equal(sandbox.pauses.length, 1)
})

/** Answers every step of an access with what is right for it, and says how many challenges there were. */
async function throughSca(sandbox: Sandbox, token: string, wish: Wish): Promise<number> {
  let access = await added(sandbox, token, wish)
  const next = (rel: string, body: object) => submit(sandbox, token, access, rel, { ...body })
  const consents = new Set<string>()
  for (let moves = 0; access.status === 'INTERAKTION' && moves < 20; moves++) {
    let reply: Reply
    if (rels(access).includes('set_method')) reply = await next('set_method', METHOD)
    else if (rels(access).includes('set_medium')) reply = await next('set_medium', MEDIUM)
    else {
      consents.add(pathOf(sandbox, hrefOf(access, 'authenticate')))
      reply = await next('authenticate', { scaAuthenticationData: '42' })
    }
    access = reply.body
  }
  if (access.status !== 'VOLLSTAENDIG') throw new Error('the authentication never ends')
  return consents.size
}

const METHOD = { chosenScaMethodId: '1' }
const MEDIUM = { chosenScaMedia: 'Mobil' }

t.test('older bookings ask for further authentications, each with its own consent', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const cases: readonly (readonly [number, Wish])[] = [
    [0, { query: { maxTransactions: 'all' } }],
    [2, { login: 'test_sca_method' }],
    [1, { login: 'test_sca_method', data: { selectedBankProducts: ['4711 ****** 0815'] } }],
    [1, { login: 'test_sca_method', query: { paymentAccountsOnly: 'true' } }],
    [4, { login: 'test_sca_method', query: { maxTransactions: 'all' } }],
    [3, { login: 'test_sca_method', query: { maxTransactions: 'paymentAccounts' } }],
    [5, { login: 'test_sca_method+hist3', query: { maxTransactions: 'all' } }],
    [2, { login: 'test_sca_method+hist3' }],
    [3, { login: 'demo1+hist3', query: { maxTransactions: 'all' } }],
    [2, { login: 'demo1+twosca' }],
    [0, { login: 'test_sca_method+nosca' }]
  ]
  for (const [count, wish] of cases)
    t.equal(await throughSca(sandbox, token, wish), count, JSON.stringify(wish))
})

t.test('data of a body are taken as one wish for each access', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const [short, kept] = [randomUUID(), randomUUID()]
  const body = { [short]: dataOf({ data: { sync: false } }), [kept]: dataOf({ providerId: DEMO }) }
  t.equal((await sandbox.call('POST', ACCESSES, { token, body })).status, 201)
  await sandbox.pass(HOUR)
  t.strictSame(Object.keys((await sandbox.call('GET', ACCESSES, { token })).body), [kept])
})
