import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { ACCESSES, add, added, codes, follow, MINUTE, regulated, rels } from './customer.ts'

const REFRESH = { refresh: 'true' }
const LATER = '2026-11-21 10:01:00'

t.test('a fetch that fails leaves the access alone and is told by the issues', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const access = await added(sandbox, token, { id })
  await sandbox.pass(MINUTE)
  const reply = await add(sandbox, token, { id, pin: 'changed', query: REFRESH })
  t.equal(reply.status, 201)
  t.strictSame((await follow(sandbox, token, access, 'self')).body, access)
  const issues = (await follow(sandbox, token, access, 'get_issues')).body
  t.strictSame(codes(issues), ['BA1011'])
  t.match(issues, {
    id,
    aktualisierungszeitpunkt: LATER,
    sicherheitsverfahren: [],
    tanMedien: []
  })
  t.ok(rels(issues).includes('delete_bankzugang'))
})

t.test('the next success clears what the issues told', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const access = await added(sandbox, token, { id })
  await add(sandbox, token, { id, pin: 'changed', query: REFRESH })
  await sandbox.pass(MINUTE)
  const path = `${ACCESSES}?refresh=true`
  await sandbox.call('POST', path, { token, body: { [id]: {} } })
  const issues = (await follow(sandbox, token, access, 'get_issues')).body
  t.match(issues, { messages: [], aktualisierungszeitpunkt: LATER })
  const after = (await follow(sandbox, token, access, 'self')).body
  t.equal(after.aktualisierungszeitpunkt, LATER)
})

t.test('a first fetch that fails is told by access and issues alike', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const wish of [{ pin: 'wrong' }, { login: 'demo1+ba1013' }, { login: 'demo1+nosupport' }]) {
    const access = await added(sandbox, token, wish)
    t.match(access, { status: 'VOLLSTAENDIG', bankprodukte: [], messages: [{ level: 'ERROR' }] })
    t.strictSame(rels(access).toSorted(), ['delete_bankzugang', 'get_issues', 'self'])
    const issues = (await follow(sandbox, token, access, 'get_issues')).body
    t.strictSame(issues.messages, access.messages)
    t.equal(issues.aktualisierungszeitpunkt, access.aktualisierungszeitpunkt)
  }
})

t.test('a second attempt that fails tells the newer failure in the issues', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const first = await added(sandbox, token, { id, pin: 'wrong' })
  await sandbox.pass(MINUTE)
  await add(sandbox, token, { id, login: 'demo1+ba1051', query: REFRESH })
  const issues = (await follow(sandbox, token, first, 'get_issues')).body
  t.strictSame(codes(issues), ['BA1051'])
  t.equal(issues.aktualisierungszeitpunkt, LATER)
  const good = await added(sandbox, token, { id, query: REFRESH })
  t.match(good, { messages: [], status: 'VOLLSTAENDIG' })
  t.equal(good.bankprodukte.length, 3)
})

t.test('a failure from a later fetch on changes the issues alone', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, { login: 'demo1+ba1051@3' })
  t.match(access, { messages: [], status: 'VOLLSTAENDIG' })
  const path = `${ACCESSES}?refresh=true`
  const refresh = () => sandbox.call('POST', path, { token, body: { [access.id]: {} } })
  const issues = async () => (await follow(sandbox, token, access, 'get_issues')).body
  await refresh()
  t.strictSame(codes(await issues()), [])
  const before = (await follow(sandbox, token, access, 'self')).body
  for (const _ of [3, 4]) {
    await sandbox.pass(MINUTE)
    await refresh()
    t.strictSame(codes(await issues()), ['BA1051'])
    t.strictSame((await follow(sandbox, token, access, 'self')).body, before)
  }
})

t.test('two fetches at once leave one state', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const replies = await Promise.all([1, 2, 3].map(() => add(sandbox, token, { id })))
  t.strictSame(
    replies.map(({ status }) => status),
    [201, 201, 201]
  )
  t.strictSame(Object.keys((await sandbox.call('GET', ACCESSES, { token })).body), [id])
  const path = `${ACCESSES}?refresh=true`
  const refresh = () => sandbox.call('POST', path, { token, body: { [id]: {} } })
  await Promise.all([refresh(), refresh()])
  const { body } = await sandbox.call('GET', `${ACCESSES}/${id}`, { token })
  t.match(body, { status: 'VOLLSTAENDIG', messages: [] })
  t.equal(body.bankprodukte.length, 3)
})
