import t from 'tap'
import { createSandbox, START } from '../../sandbox.ts'
import { countApplications, moveOn, ofCrefo, read } from './progress.ts'
import { documented, ingToken, right, submit } from './requests.ts'

const APPLICATIONS = '/partner-api/applications'
const PROBLEM = 'application/problem+json'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const PREFIX = 'de.ing.business.application.'

t.test('ping answers with one sentence', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const reply = await sandbox.call('GET', '/partner-api/ping', { token })
  t.equal(reply.status, 200)
  t.equal(reply.headers.get('content-type'), 'text/plain; charset=utf-8')
  t.equal(reply.text, 'You are connected to partner API!')
  t.equal((await sandbox.call('GET', '/partner-api/ping?x=1', { token })).text, reply.text)
})

t.test('the documented request makes an application that passes the first screening', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const reply = await submit(sandbox, token, documented)
  t.equal(reply.status, 201)
  t.equal(reply.headers.get('content-type'), 'application/json')
  const { application_id: id, ...rest } = reply.body
  t.strictSame(rest, {
    version: 0,
    last_updated_at: START,
    last_updated_by: 'PARTNER',
    status: 'CREATED'
  })
  t.ok(id.startsWith(PREFIX))
  t.match(id.slice(PREFIX.length), UUID)
  t.strictSame(sandbox.pauses, [], 'it is answered at once')
  const again = await submit(sandbox, token, ofCrefo('2010000001'))
  t.not(again.body.application_id, id, 'every application has an id of its own')
})

t.test('a rejected application shows its reasons, in camel case only with the switch', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const rejected = await submit(sandbox, token, ofCrefo('9990000101'))
  const { application_id: id, ...rest } = rejected.body
  const shown = { version: 0, last_updated_at: START, last_updated_by: 'PARTNER' }
  const reasons = ['BAD_INDUSTRY_CODE']
  t.equal(rejected.status, 201, 'it exists all the same')
  t.strictSame(rest, { ...shown, status: 'REJECTED', rejection_reasons: reasons })
  t.strictSame((await read(sandbox, token, id)).body, rejected.body)

  await sandbox.behave({ 'ing.camelCaseRejectionReasons': true, 'ing.crefoWindowSeconds': 0 })
  const camelCase = { ...shown, status: 'REJECTED', rejectionReasons: reasons }
  t.strictSame((await read(sandbox, token, id)).body, { ...camelCase, application_id: id })
  const other = await submit(sandbox, token, ofCrefo('9990000101'))
  const application_id = other.body.application_id
  t.strictSame(other.body, { ...camelCase, application_id })
  const created = await submit(sandbox, token, right())
  t.notOk('rejectionReasons' in created.body, 'without reasons there is no place for them')
})

t.test('the status of the answer is a switch, for created and rejected alike', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  for (const status of [200, 202, 201]) {
    await sandbox.behave({ 'ing.createdStatus': status, 'ing.crefoWindowSeconds': 0 })
    const created = await submit(sandbox, token, ofCrefo('9990000154'))
    t.match(created, { status, body: { status: 'CREATED', version: 0 } })
    const rejected = await submit(sandbox, token, ofCrefo('9990000101'))
    t.match(rejected, { status, body: { status: 'REJECTED', version: 0 } })
    t.equal((await read(sandbox, token, created.body.application_id)).status, 200)
  }
})

t.test('an application is read by the clients of its partner alone', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const other = await ingToken(sandbox, 'other-client')
  const mine = await submit(sandbox, token, right())
  const id = mine.body.application_id
  const reply = await read(sandbox, token, id)
  t.equal(reply.status, 200)
  t.equal(reply.headers.get('content-type'), 'application/json')
  t.strictSame(reply.body, mine.body)
  t.strictSame((await read(sandbox, await ingToken(sandbox), id)).body, mine.body, 'any token')

  const foreign = await read(sandbox, other, id)
  t.equal(foreign.status, 401)
  t.equal(foreign.headers.get('content-type'), PROBLEM)
  t.strictSame(foreign.body, {
    title: 'Unauthorized',
    status: 401,
    detail: 'Unauthorized access to the resource, please contact the system admin.'
  })
  const theirs = await submit(sandbox, other, ofCrefo('2010000001'))
  t.equal((await read(sandbox, other, theirs.body.application_id)).status, 200)
  t.equal((await read(sandbox, token, theirs.body.application_id)).status, 401)
})

t.test('an application that nobody submitted is not found, whatever its id looks like', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { body } = await submit(sandbox, token, right())
  const id: string = body.application_id
  const uuid = id.slice(PREFIX.length)
  const unknown = `${PREFIX}eb237cea-1f7d-4e87-9a45-53ee3665b5fa`
  const odd = ['%20', '%00', 'ä', '%2F', '..%2Fping', '%3Cb%3E', '*', '__proto__', 'constructor']
  const near = [`${id}x`, `${id}%20`, id.toUpperCase(), `${id};a=1`, `${id}%2F`]
  for (const one of [unknown, uuid, PREFIX, 'x'.repeat(300), ...near, ...odd]) {
    const reply = await read(sandbox, token, one)
    t.equal(reply.status, 404, one)
    t.equal(reply.headers.get('content-type'), PROBLEM)
    t.strictSame(reply.body, { title: 'Not Found', status: 404 }, one)
  }
  t.equal((await read(sandbox, token, `${id}?x=1`)).status, 200)
  t.equal((await read(sandbox, token, id.replace('business', '%62usiness'))).status, 200)
  const reply = await read(sandbox, token, '%E0%A4%A')
  t.match(reply, { status: 400, body: { title: 'Bad Request', status: 400 } }, 'no UTF-8')
})

t.test('with the switch an application shows what was submitted, as it was understood', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const body = structuredClone(documented)
  Object.assign(body.company, { colour: 'blue', website: null })
  body.details.request_term = '30'
  const submitted = await submit(sandbox, token, body)
  const id = submitted.body.application_id
  t.strictSame((await read(sandbox, token, id)).body, submitted.body)
  await sandbox.behave({ 'ing.getIncludesPayload': true })
  t.strictSame((await read(sandbox, token, id)).body, { ...submitted.body, ...right() })
  const other = await submit(sandbox, token, ofCrefo('2010000001'))
  t.notOk('company' in other.body, 'only reading shows it')
})

t.test('other methods are refused in the form of the vendor', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { body } = await submit(sandbox, token, right())
  const one = `${APPLICATIONS}/${body.application_id}`
  const cases: readonly (readonly [path: string, allowed: string, methods: readonly string[]])[] = [
    ['/partner-api/ping', 'GET', ['POST', 'PUT', 'DELETE', 'PATCH']],
    [APPLICATIONS, 'POST', ['GET', 'PUT', 'DELETE', 'PATCH']],
    [one, 'GET', ['POST', 'PUT', 'DELETE', 'PATCH']]
  ]
  for (const [path, allowed, methods] of cases)
    for (const method of methods) {
      const sent = method === 'GET' ? {} : { body: right() }
      const reply = await sandbox.call(method, path, { token, ...sent })
      t.equal(reply.status, 405, `${method} ${path}`)
      t.equal(reply.headers.get('content-type'), PROBLEM)
      t.equal(reply.headers.get('allow'), allowed)
      t.match(reply.body, { title: 'Method Not Allowed', status: 405 })
    }
  t.strictSame((await read(sandbox, token, body.application_id)).body, body, 'nothing has changed')
})

t.test('unknown paths are refused in the form of the vendor, without a detail', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  for (const path of [
    '/partner-api',
    '/partner-api/pong',
    '/partner-api/Ping',
    '/partner-api/oauth2',
    `${APPLICATIONS}/a/b`,
    '/token-api/oauth2/tokens'
  ]) {
    const reply = await sandbox.call('GET', path, { token })
    t.equal(reply.status, 404, path)
    t.equal(reply.headers.get('content-type'), PROBLEM)
    t.strictSame(reply.body, { title: 'Not Found', status: 404 }, path)
  }
})

t.test('bodies that are too large or no JSON make no application', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const small = await createSandbox(t, { bodyLimit: 10_000 })
  const smallToken = await ingToken(small)
  const large = (size: number) => ({ ...right(), comment: 'x'.repeat(size) })
  for (const tooLarge of [
    await submit(sandbox, token, large(1_100_000)),
    await submit(small, smallToken, large(10_000))
  ]) {
    t.equal(tooLarge.headers.get('content-type'), PROBLEM)
    t.match(tooLarge, { status: 413, body: { title: 'Request too large', status: 413 } })
  }
  for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded']) {
    const reply = await submit(sandbox, token, right(), { 'content-type': type })
    t.match(reply, { status: 415, body: { title: 'Unsupported Media Type', status: 415 } }, type)
    t.equal(reply.headers.get('content-type'), PROBLEM)
  }
  t.equal(await countApplications(sandbox), 0)
})

t.test('the journal tells which application a request made', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox, 'other-client')
  const { body } = await submit(sandbox, token, right())
  const id = body.application_id
  await moveOn(sandbox, id, 'RISK_CHECK')
  const entries = (await sandbox.call('GET', '/_sandkasten/requests')).body
  const entry = entries.find((one: { path: string }) => one.path === APPLICATIONS)
  t.match(entry, { operationId: 'submitApplication', client: 'other-client', status: 201 })
  const changes = entry.changes.filter((one: { id: string }) => one.id === id)
  t.strictSame(changes, [{ change: 'created', collection: 'applications', id }])
})
