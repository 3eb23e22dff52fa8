import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { countApplications, ofCrefo, patientToken, STAYS } from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

const REPLAYED = 'idempotency-replayed'

/** Posts without any key. */
function submitBare(sandbox: Sandbox, token: string, body: unknown, headers = {}) {
  return sandbox.call('POST', '/partner-api/applications', { token, body, headers })
}

function violation(message: string | RegExp) {
  return {
    title: 'Constraint Violation',
    status: 400,
    type: 'https://zalando.github.io/problem/constraint-violation',
    violations: [{ field: 'Idempotency-Key', message }]
  }
}

const EMPTY = violation('value must not be empty or null.')

t.test('a new application needs a key', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  for (const headers of [{}, { 'idempotency-key': '' }, { 'idempotency-key': ' \t ' }]) {
    const reply = await submitBare(sandbox, token, right(), headers)
    t.equal(reply.status, 400, JSON.stringify(headers))
    t.equal(reply.headers.get('content-type'), 'application/problem+json')
    t.strictSame(reply.body, EMPTY)
  }
  const bare = await submitBare(sandbox, token, { company: {} })
  t.strictSame(bare.body, EMPTY, 'before any rule of the body')
  t.equal(await countApplications(sandbox), 0)
})

t.test('the key is looked at after the type of the body, and before the body', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const typed = await submitBare(sandbox, token, '<a/>', { 'content-type': 'text/xml' })
  t.equal(typed.status, 415)
  const broken = await submitBare(sandbox, token, '{"company":')
  t.equal(broken.status, 400)
  t.strictSame(broken.body, EMPTY)
})

t.test('a key is any text of up to 255 characters', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  for (const key of ['1', randomUUID(), 'a b', '{"a":1}', 'é', '__proto__', 'k'.repeat(255)]) {
    const headers = { 'idempotency-key': key }
    const first = await submit(sandbox, token, ofCrefo(STAYS), headers)
    t.equal(first.status, 201, key)
    const again = await submit(sandbox, token, ofCrefo(STAYS), headers)
    t.match(again, { status: 201, text: first.text }, key)
    t.equal(again.headers.get(REPLAYED), 'true', key)
  }
  t.equal(await countApplications(sandbox), 7)
  const headers = { 'idempotency-key': 'k'.repeat(256) }
  const reply = await submit(sandbox, token, ofCrefo(STAYS), headers)
  t.equal(reply.status, 400)
  t.match(reply.body, violation(/^size must be between \d and 255$/))
})

t.test('with the switch a key may be missing, and then nothing is repeated', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.idempotencyKeyRequired': false })
  const body = ofCrefo(STAYS)
  const replies = [
    await submitBare(sandbox, token, body),
    await submitBare(sandbox, token, body),
    await submitBare(sandbox, token, body, { 'idempotency-key': '' })
  ]
  for (const reply of replies) {
    t.equal(reply.status, 201)
    t.equal(reply.headers.get(REPLAYED), null)
  }
  t.equal(idsOf(replies).size, 3)
  const keyed = await submit(sandbox, token, body, { 'idempotency-key': 'key-1' })
  const again = await submit(sandbox, token, body, { 'idempotency-key': 'key-1' })
  t.equal(again.text, keyed.text, 'one that is sent counts')
})

function idsOf(replies: readonly Reply[]): Set<string> {
  return new Set(replies.map(({ body }) => body.application_id))
}

const FIFTY = Array.from({ length: 50 }, (_, index) => index)

t.test('fifty requests at the same time with one key make one application', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const headers = { 'idempotency-key': 'key-1' }
  const replies = await Promise.all(FIFTY.map(() => submit(sandbox, token, right(), headers)))
  t.strictSame(new Set(replies.map(({ status }) => status)), new Set([201]))
  t.equal(new Set(replies.map(({ text }) => text)).size, 1)
  const originals = replies.filter(({ headers }) => headers.get(REPLAYED) === null)
  t.equal(originals.length, 1, 'one of them is no replay')
  t.equal(await countApplications(sandbox), 1)
})

t.test('fifty requests at the same time for fifty companies make fifty applications', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const replies = await Promise.all(
    FIFTY.map(index => submit(sandbox, token, ofCrefo(`20100000${index + 10}`)))
  )
  for (const { status, body, headers } of replies) {
    t.match({ status, body }, { status: 201, body: { status: 'CREATED' } })
    t.equal(headers.get(REPLAYED), null)
  }
  t.equal(idsOf(replies).size, 50)
  t.equal(await countApplications(sandbox), 50)
})

t.test('a mix of both at the same time keeps every key to itself', async t => {
  const sandbox = await createSandbox(t)
  const tokens = [await ingToken(sandbox), await ingToken(sandbox, 'demo-client+ci-1')] as const
  const replies = await Promise.all(
    FIFTY.map(async index => {
      const company = index % 10
      const [token, world] = [tokens[company % 2] as string, company % 2]
      const headers = { 'idempotency-key': `key-${company >> 1}` }
      const reply = await submit(sandbox, token, ofCrefo(`201000000${company}`), headers)
      return { ...reply, key: `${world} ${company >> 1}` }
    })
  )
  t.strictSame(new Set(replies.map(({ status }) => status)), new Set([201]))
  for (const key of new Set(replies.map(reply => reply.key))) {
    const texts = replies.filter(reply => reply.key === key).map(({ text }) => text)
    t.equal(texts.length, 5, key)
    t.equal(new Set(texts).size, 1, key)
  }
  const originals = replies.filter(({ headers }) => headers.get(REPLAYED) === null)
  t.equal(originals.length, 10)
  t.equal(await countApplications(sandbox), 5)
  t.equal(await countApplications(sandbox, 'ci-1'), 5)
})

t.test('of two bodies at the same time with one key one is a conflict', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const headers = { 'idempotency-key': 'key-1' }
  const replies = await Promise.all(
    FIFTY.map(index => submit(sandbox, token, ofCrefo(`201000000${index % 2}`), headers))
  )
  const created = replies.filter(({ status }) => status === 201)
  t.equal(created.length, 25)
  t.equal(idsOf(created).size, 1)
  t.equal(replies.filter(({ status }) => status === 409).length, 25)
  t.equal(await countApplications(sandbox), 1)
})

t.test('requests that overlap while the server waits make one application too', async t => {
  let address = ''
  const pause = async () => {
    for (let times = 0; times < 20; times++) await fetch(`${address}/health`)
  }
  const sandbox = await createSandbox(t, { internals: { pause } })
  address = sandbox.url
  const token = await ingToken(sandbox)
  const headers = { 'idempotency-key': 'key-1' }
  const slow = ofCrefo('9990000192')
  const ten = FIFTY.slice(0, 10)
  const replies = await Promise.all(ten.map(() => submit(sandbox, token, slow, headers)))
  t.strictSame(new Set(replies.map(({ status }) => status)), new Set([201]))
  t.equal(new Set(replies.map(({ text }) => text)).size, 1)
  const originals = replies.filter(({ headers }) => headers.get(REPLAYED) === null)
  t.equal(originals.length, 1)
  t.equal(await countApplications(sandbox), 1)
})

t.test('a replay does not wait', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const headers = { 'idempotency-key': 'key-1' }
  const first = await submit(sandbox, token, ofCrefo('9990000192'), headers)
  const again = await submit(sandbox, token, ofCrefo('9990000192'), headers)
  t.equal(again.text, first.text)
  t.strictSame(sandbox.pauses, [10_000])
})
