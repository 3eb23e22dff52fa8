import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  ADMIN,
  clientToken,
  HOSTING,
  makeUser,
  PROTECT,
  userToken
} from '../apis/banksapi/calls.ts'
import {
  ACCESSES,
  add,
  added,
  CUSTOMER,
  DEMO,
  hrefOf,
  regulated
} from '../apis/banksapi/customer.ts'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'
import { GIRO, pay, populate } from './banksapi-world.ts'
import { mutate, mutation } from './mutate.ts'
import { attempts, type Operation, operationsOf } from './operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

const CONTRACTS = [
  'banksapi-auth',
  'banksapi-providers',
  'banksapi-customer',
  'banksapi-payment',
  'banksapi-tags'
]

/** The documented bodies of payments, with a login that works and an account that can pay. */
function payable({ bodies, ...operation }: Operation): Operation {
  if (operation.contract !== 'banksapi-payment') return { ...operation, bodies }
  const usable = (body: Any) => ({
    ...body,
    ...(body.provider && { provider: DEMO, product: GIRO }),
    ...(body.credentials && { credentials: { userid: 'demo1', pin: 'demo1' } }),
    ...(body.requestedCollectionDate && { requestedCollectionDate: '2026-11-30' })
  })
  return { ...operation, bodies: bodies.map(usable) }
}

function tell(attempt: unknown, reply: Reply): Error {
  return new Error(`${reply.status} ${reply.text} after ${JSON.stringify(attempt)}`)
}

/** Whether a property of an answer is null. A text that was sent may say so, and come back. */
function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(inner => inner === null || holdsNull(inner))
}

/** Tries an operation many times; nothing breaks, and what is kept can be read afterwards. */
async function fuzz(sandbox: Sandbox, operation: Operation): Promise<void> {
  const user = await regulated(sandbox)
  const real = await populate(sandbox, user)
  const isAuth = operation.contract === 'banksapi-auth'
  const basic = { basic: `${HOSTING}:demo-secret` }
  const token = isAuth ? await clientToken(sandbox, ADMIN) : user
  const isBasic = /token|revoke/i.test(operation.id)
  await fc.assert(
    fc.asyncProperty(attempts(operation, real), async attempt => {
      const { path, headers, body } = attempt
      const who = isBasic ? basic : { token }
      const sent = { ...who, headers, ...(body !== undefined && { body }) }
      const reply = await sandbox.call(operation.method, path, sent)
      if (reply.status >= 500) throw tell({ ...attempt, method: operation.method }, reply)
      if (holdsNull(reply.body)) throw tell(attempt, reply)
      const after = await sandbox.call('GET', CUSTOMER, { token: user })
      // The token goes with its user.
      if (after.status !== 200 && !(isAuth && after.status === 401)) throw tell(attempt, after)
    }),
    { numRuns: 30 }
  )
}

for (const operation of CONTRACTS.flatMap(operationsOf).map(payable))
  t.test(`${operation.id} answers whatever comes without a 5xx`, async t => {
    await fuzz(await createSandbox(t), operation)
  })

const WORDS = [
  'redirect',
  'decoupled',
  'twosca',
  'hist3',
  'nosca',
  'nosupport',
  'backend',
  'slow',
  'timeout504',
  'noaccounts',
  'ba999',
  'ba1060',
  'BA2003',
  'ba3000',
  'ba1110@2',
  'ba9999',
  'ba1011@0',
  '',
  'constructor'
]

t.test('whatever words stand behind a login, only timeout504 makes a 504', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 })
  const login = fc.constantFrom('demo1', 'test_sca_method', 'demo3', 'nurdepot', 'leer')
  const query = fc.record(
    { maxTransactions: fc.constantFrom('none', 'all'), queryTanSettings: fc.constant('true') },
    { requiredKeys: [] }
  )
  await fc.assert(
    fc.asyncProperty(login, words, query, async (name, some, query) => {
      const wish = { login: [name, ...some].join('+'), query: query as Record<string, string> }
      const reply = await add(sandbox, token, wish)
      const expected = some.includes('timeout504') ? 504 : 201
      if (reply.status !== expected) throw tell(wish, reply)
      const list = await sandbox.call('GET', ACCESSES, { token })
      if (list.status !== 200) throw tell(wish, list)
      await sandbox.call('DELETE', ACCESSES, { token })
    }),
    { numRuns: 100 }
  )
})

const STEPS = [
  { chosenScaMethodId: '1' },
  { chosenScaMethodId: 946 },
  { chosenScaMedia: 'Mobil' },
  { scaAuthenticationData: '42' },
  { scaAuthenticationData: '41' },
  {}
]

t.test('any steps in any order leave an access that can be read', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const step = fc.record({
    body: fc.constantFrom(...STEPS),
    changes: fc.array(mutation, { maxLength: 1 }),
    method: fc.constantFrom('POST', 'PUT', 'GET', 'CANCEL', 'START', 'TIME')
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async steps => {
      const zugang = await added(sandbox, token, { login: 'test_sca_method_media' })
      const self = `${ACCESSES}/${zugang.id}`
      let consent = hrefOf(zugang, 'set_method').slice(sandbox.url.length)
      for (const { body, changes, method } of steps) {
        const sent = { token, body: changes.reduce(mutate, structuredClone(body) as unknown) }
        if (method === 'TIME') await sandbox.pass(4 * 60_000)
        const reply =
          method === 'CANCEL' || method === 'START'
            ? await sandbox.call(
                'POST',
                method === 'START' ? `${self}/consent` : `${consent}/cancel`,
                { token, body: {} }
              )
            : await sandbox.call(
                method === 'TIME' ? 'GET' : method,
                consent,
                method === 'POST' || method === 'PUT' ? sent : { token }
              )
        if (reply.status >= 500) throw tell({ method, sent }, reply)
        const after = await sandbox.call('GET', self, { token })
        if (after.status !== 200) throw tell({ method, sent }, after)
        const next = after.body.relations.find((one: Any) => /\/consent\/[^/]+$/.test(one.href))
        if (next) consent = next.href.slice(sandbox.url.length)
      }
      await sandbox.call('DELETE', ACCESSES, { token })
    }),
    { numRuns: 60 }
  )
})

t.test('any steps in any order leave a payment that can be read, and no money is made', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const step = fc.record({
    body: fc.constantFrom(...STEPS),
    changes: fc.array(mutation, { maxLength: 1 }),
    what: fc.constantFrom('submit', 'poll', 'cancel', 'tan', 'time')
  })
  const login = fc.constantFrom('demo1', 'demo1+decoupled', 'demo1+redirect', 'demo1+nosca')
  await fc.assert(
    fc.asyncProperty(login, fc.array(step, { maxLength: 8 }), async (login, steps) => {
      const id = await pay(sandbox, await regulated(sandbox), login)
      const consent = `${CUSTOMER}/consent/${id}`
      for (const { body, changes, what } of steps) {
        const sent = changes.reduce(mutate, structuredClone(body) as unknown)
        if (what === 'time') await sandbox.pass(4 * 60_000)
        const reply =
          what === 'tan'
            ? await sandbox.call('PUT', `${CUSTOMER}/ueberweisung/x/y/${id}`, {
                token,
                body: { tan: '42' }
              })
            : what === 'submit'
              ? await sandbox.call('POST', consent, { token, body: sent })
              : what === 'cancel'
                ? await sandbox.call('POST', `${consent}/cancel`, { token, body: {} })
                : await sandbox.call('GET', `${consent}/poll`, { token })
        if (reply.status >= 500) throw tell({ what, sent }, reply)
      }
      const books = await sandbox.call('GET', '/_sandkasten/state?collection=bank-buecher')
      const sums = (books.body.collections['bank-buecher'] ?? []).map((one: Any) => one.summe)
      if (sums.reduce((sum: number, one: number) => sum + one, 0) !== 0) throw tell(steps, books)
    }),
    { numRuns: 60 }
  )
})

t.test('a tenant without a licence gets a web form or a refusal, whatever it sends', async t => {
  const sandbox = await createSandbox(t)
  await makeUser(sandbox, PROTECT, 'fuzz')
  const token = await userToken(sandbox, PROTECT, 'fuzz')
  const example = { [randomUUID()]: { providerId: DEMO, credentials: { userid: 'demo1' } } }
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { maxLength: 3 }), async mutations => {
      const body = mutations.reduce(mutate, structuredClone(example) as unknown)
      const reply = await sandbox.call('POST', ACCESSES, { token, body })
      if (![400, 451].includes(reply.status)) throw tell(body, reply)
    }),
    { numRuns: 150 }
  )
})
