import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import {
  anonymise,
  countApplications,
  HOUR,
  moveOn,
  ofCrefo,
  patientToken,
  read,
  STAYS
} from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

const body = ofCrefo(STAYS)
const KEY = { 'idempotency-key': 'key-1' }
const REPLAYED = 'idempotency-replayed'

/** A patient token, and the answer to the first request with the key. */
async function begin(sandbox: Sandbox): Promise<{ token: string; first: Reply }> {
  const token = await patientToken(sandbox)
  return { token, first: await submit(sandbox, token, body, KEY) }
}

/** A copy whose names stand in the opposite order, at every depth. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([name, inner]) => [name, turned(inner)]))
}

t.test('a repeated request gets the first answer again, byte for byte', async t => {
  const sandbox = await createSandbox(t)
  const { token, first } = await begin(sandbox)
  t.match(first, { status: 201, body: { status: 'CREATED', version: 0 } })
  t.equal(first.headers.get(REPLAYED), null)
  const replayed = async (title: string) => {
    const again = await submit(sandbox, token, body, KEY)
    t.match(again, { status: 201, text: first.text }, title)
    t.equal(again.headers.get('content-type'), first.headers.get('content-type'))
    t.equal(again.headers.get(REPLAYED), 'true', title)
  }
  await replayed('at once')
  await sandbox.pass(HOUR)
  await replayed('later')
  await moveOn(sandbox, first.body.application_id, 'REJECTED')
  await replayed('after the application moved on')
  await anonymise(sandbox, first.body.application_id)
  await replayed('after it was anonymised')
  await sandbox.behave({ 'ing.createdStatus': 202, 'ing.duplicatePolicy': 'flag' })
  await replayed('with another status for new ones')
  t.equal(await countApplications(sandbox), 1)
})

t.test('a rejection is repeated too, spelled as it was', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const rejected = ofCrefo('9990000108')
  const first = await submit(sandbox, token, rejected, KEY)
  t.match(first.body, { status: 'REJECTED' })
  await sandbox.behave({ 'ing.camelCaseRejectionReasons': true })
  const again = await submit(sandbox, token, rejected, KEY)
  t.match(again, { status: 201, text: first.text })
  t.equal(again.headers.get(REPLAYED), 'true')
})

t.test('a key that comes again with another body is a conflict', async t => {
  const sandbox = await createSandbox(t)
  const { token, first } = await begin(sandbox)
  const others = [
    ofCrefo('2010000001'),
    { ...body, note: 'unknown, but another request all the same' },
    { ...body, details: { ...body.details, request_amount: '200000' } },
    { details: 'wrong' },
    {}
  ]
  for (const other of others) {
    const reply = await submit(sandbox, token, other, KEY)
    t.equal(reply.status, 409)
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
    t.strictSame(reply.body, { title: 'Conflict', status: 409, detail: reply.body.detail })
    t.match(reply.body.detail, /\w/)
  }
  await sandbox.behave({ 'ing.idempotencyConflict': 422 })
  const reply = await submit(sandbox, token, ofCrefo('2010000001'), KEY)
  t.match(reply, { status: 422, body: { title: 'Unprocessable Entity', status: 422 } })
  t.equal((await submit(sandbox, token, body, KEY)).text, first.text, 'the first answer stays')
  t.equal(await countApplications(sandbox), 1)
})

t.test('order of names, blanks and spelling of numbers make no other request', async t => {
  const sandbox = await createSandbox(t)
  const { token, first } = await begin(sandbox)
  const text = JSON.stringify(body)
  const same: readonly (readonly [title: string, sent: string])[] = [
    ['names in another order', JSON.stringify(turned(body))],
    ['with line breaks', JSON.stringify(body, null, 4).replaceAll('\n', '\r\n')],
    ['numbers spelled otherwise', text.replace(':2000000,', ':2.0e6,')],
    ['letters escaped', text.replace('Wonderland', '\\u0057onderland')],
    ['blanks around', ` \n${text}\t`]
  ]
  for (const [title, sent] of same) {
    t.not(sent, text, title)
    const reply = await submit(sandbox, token, sent, KEY)
    t.match(reply, { status: 201, text: first.text }, title)
    t.equal(reply.headers.get(REPLAYED), 'true', title)
  }
  const roles = right(({ company }) => {
    company.representatives[0].roles = ['APPLICANT', 'MD']
  })
  t.equal((await submit(sandbox, token, roles, { 'idempotency-key': 'key-2' })).status, 201)
  roles.company.representatives[0].roles.reverse()
  const swapped = await submit(sandbox, token, roles, { 'idempotency-key': 'key-2' })
  t.equal(swapped.status, 409, 'a list in another order is another request')
})

t.test('a key belongs to one partner in one workspace, and has upper and lower case', async t => {
  const sandbox = await createSandbox(t)
  const { token, first } = await begin(sandbox)
  const other = await ingToken(sandbox, 'other-client')
  const elsewhere = await ingToken(sandbox, 'demo-client+ci-1')
  const otherBody = ofCrefo('2010000001')
  for (const [title, bearer] of [
    ['another partner', other],
    ['another workspace', elsewhere]
  ] as const) {
    const reply = await submit(sandbox, bearer, otherBody, KEY)
    t.equal(reply.status, 201, title)
    t.equal(reply.headers.get(REPLAYED), null, title)
    const again = await submit(sandbox, bearer, otherBody, KEY)
    t.equal(again.text, reply.text, title)
  }
  t.equal((await submit(sandbox, token, body, KEY)).text, first.text)
  const upper = await submit(sandbox, token, body, { 'idempotency-key': 'KEY-1' })
  t.not(upper.body.application_id, first.body.application_id)
  t.equal(await countApplications(sandbox), 3)
  t.equal(await countApplications(sandbox, 'ci-1'), 1)
})

t.test('a key is kept for 24 hours of the clock', async t => {
  const sandbox = await createSandbox(t)
  const { token, first } = await begin(sandbox)
  await sandbox.pass(12 * HOUR)
  t.equal((await submit(sandbox, token, body, KEY)).text, first.text)
  await sandbox.pass(12 * HOUR - 1)
  t.equal((await submit(sandbox, token, body, KEY)).text, first.text, 'until the last moment')
  t.equal((await submit(sandbox, token, right(), KEY)).status, 409)
  await sandbox.pass(1)
  const next = await submit(sandbox, token, right(), KEY)
  t.equal(next.status, 201, 'then it is free, for another body as well')
  t.equal(next.headers.get(REPLAYED), null)
  t.not(next.body.application_id, first.body.application_id)
  t.equal((await read(sandbox, token, first.body.application_id)).status, 200)
  await sandbox.pass(24 * HOUR - 1)
  t.equal((await submit(sandbox, token, right(), KEY)).text, next.text, 'for 24 hours again')
})

t.test('a reset frees all keys', async t => {
  const sandbox = await createSandbox(t)
  await begin(sandbox)
  await sandbox.call('POST', '/_sandkasten/reset')
  const token = await ingToken(sandbox)
  const reply = await submit(sandbox, token, right(), KEY)
  t.equal(reply.status, 201)
  t.equal(reply.headers.get(REPLAYED), null)
})

t.test('what was refused is not kept: the corrected request may use the same key', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const refused: readonly (readonly [status: number, sent: unknown])[] = [
    [400, '{"company":'],
    [400, { ...body, company: null }],
    [400, { ...body, details: { ...body.details, request_term_unit: 'CENTURY' } }],
    [422, { ...body, details: { ...body.details, currency: 'USD' } }],
    [429, ofCrefo('9990000199')],
    [500, ofCrefo('9990000190')],
    [503, ofCrefo('9990000191')]
  ]
  for (const [index, [status, sent]] of refused.entries()) {
    const headers = { 'idempotency-key': `key-${index}` }
    t.equal((await submit(sandbox, token, sent, headers)).status, status)
    t.equal((await submit(sandbox, token, sent, headers)).status, status, 'each time')
    const corrected = await submit(sandbox, token, ofCrefo(`20100000${index + 10}`), headers)
    t.equal(corrected.status, 201, `after ${status}`)
    t.equal(corrected.headers.get(REPLAYED), null)
  }
  const first = ofCrefo('2010000001')
  await submit(sandbox, token, first)
  t.equal((await submit(sandbox, token, first, KEY)).status, 409, 'key-1 is in use')
  const closed = await submit(sandbox, token, first, { 'idempotency-key': 'closed' })
  t.equal(closed.status, 429)
  await sandbox.behave({ 'ing.crefoWindowSeconds': 0 })
  const later = await submit(sandbox, token, first, { 'idempotency-key': 'closed' })
  t.equal(later.status, 201, 'after a closed Crefo number')
})
