import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { countApplications, MINUTE, ofCrefo, SECOND, STAYS } from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

const body = ofCrefo(STAYS)

t.test('a Crefo number is closed for five minutes, not a millisecond longer', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  t.equal((await submit(sandbox, token, body)).status, 201)
  const closed = await submit(sandbox, token, body)
  t.equal(closed.status, 429)
  t.equal(closed.headers.get('content-type'), 'application/problem+json')
  t.strictSame(closed.body, {
    title: 'Limit of requests by crefo Id exceeded.',
    status: 429,
    detail: 'Limit of requests, in a given amount of time, by crefo Id exceeded, try again later.'
  })
  await sandbox.pass(5 * MINUTE - 1)
  t.equal((await submit(sandbox, token, body)).status, 429)
  await sandbox.pass(1)
  t.equal((await submit(sandbox, token, body)).status, 201)
  t.equal((await submit(sandbox, token, body)).status, 429, 'and then it is closed again')
  t.equal(await countApplications(sandbox), 2)
})

t.test('tries in between do not make the window longer', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  t.equal((await submit(sandbox, token, body)).status, 201)
  for (let minute = 0; minute < 5; minute++) {
    t.equal((await submit(sandbox, token, body)).status, 429)
    await sandbox.pass(MINUTE)
  }
  t.equal((await submit(sandbox, token, body)).status, 201)
})

t.test('tries that are refused do not start the window', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const refused: readonly (readonly [status: number, body: unknown, key?: string])[] = [
    [400, { ...body, partner_account_manager: null }],
    [400, { ...body, company: { ...body.company, legal_form: 'GmBH' } }],
    [422, { ...body, details: { ...body.details, currency: 'USD' } }],
    [400, body, '']
  ]
  for (const [status, sent, key] of refused) {
    const headers = key === undefined ? {} : { 'idempotency-key': key }
    t.equal((await submit(sandbox, token, sent, headers)).status, status)
  }
  t.equal((await submit(sandbox, token, body)).status, 201)
})

t.test('a rejected application starts the window like every other', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const rejected = ofCrefo('9990000101')
  t.match((await submit(sandbox, token, rejected)).body, { status: 'REJECTED' })
  t.equal((await submit(sandbox, token, rejected)).status, 429)
})

t.test('a repeated request gets its answer, and neither starts nor extends the window', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const key = { 'idempotency-key': 'key-1' }
  const first = await submit(sandbox, token, body, key)
  for (const minutes of [0, 1, 3]) {
    await sandbox.pass(minutes * MINUTE)
    t.match(await submit(sandbox, token, body, key), { status: 201, text: first.text })
  }
  await sandbox.pass(MINUTE)
  t.match(await submit(sandbox, token, body, key), { status: 201, text: first.text })
  t.equal((await submit(sandbox, token, body)).status, 201, 'five minutes after the first try')
})

t.test('one closed number of several is enough, and a refused try closes none', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const [one, two, three, four] = ['2010000001', '2010000002', '2010000003', '2010000004']
  t.equal((await submit(sandbox, token, ofCrefo(one, two))).status, 201)
  t.equal((await submit(sandbox, token, ofCrefo(two))).status, 429)
  t.equal((await submit(sandbox, token, ofCrefo(three, two))).status, 429)
  t.equal((await submit(sandbox, token, ofCrefo(three))).status, 201)
  t.equal((await submit(sandbox, token, ofCrefo(four, four, three))).status, 429)
  t.equal((await submit(sandbox, token, ofCrefo(four, four))).status, 201, 'twice is once')
})

t.test('the window is one for all partners of a workspace', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const other = await ingToken(sandbox, 'other-client')
  const elsewhere = await ingToken(sandbox, 'demo-client+ci-1')
  t.equal((await submit(sandbox, token, right())).status, 201)
  t.equal((await submit(sandbox, other, right())).status, 429)
  t.equal((await submit(sandbox, elsewhere, right())).status, 201)
})

t.test('the length of the window is a switch, and 0 never closes', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.crefoWindowSeconds': 10 })
  t.equal((await submit(sandbox, token, body)).status, 201)
  await sandbox.pass(10 * SECOND - 1)
  t.equal((await submit(sandbox, token, body)).status, 429)
  await sandbox.pass(1)
  t.equal((await submit(sandbox, token, body)).status, 201)
  await sandbox.behave({ 'ing.crefoWindowSeconds': 0 })
  const replies = await Promise.all([1, 2, 3].map(() => submit(sandbox, token, body)))
  t.strictSame(
    replies.map(({ status }) => status),
    [201, 201, 201]
  )
})

t.test('of many at the same time one gets through', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const replies = await Promise.all(Array.from({ length: 20 }, () => submit(sandbox, token, body)))
  const statuses = replies.map(({ status }) => status).sort()
  t.strictSame(statuses, [201, ...Array(19).fill(429)])
  t.equal(await countApplications(sandbox), 1)
})
