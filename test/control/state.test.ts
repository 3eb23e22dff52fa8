import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { unregulated } from '../apis/banksapi/customer.ts'
import { create, newCase } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'

const STATE = '/_sandkasten/state'
const FIXTURES = 'fixtures/europace'

const fixture = (name: string) => JSON.parse(readFileSync(`${FIXTURES}/${name}.json`, 'utf8'))

async function collections(sandbox: Sandbox, query = '') {
  return (await sandbox.call('GET', STATE + query)).body.collections
}

t.test('the state of a new workspace is its seed', async t => {
  const sandbox = await createSandbox(t)
  const { status, body } = await sandbox.call('GET', STATE)
  t.equal(status, 200)
  t.strictSame(Object.keys(body), [
    'formatVersion',
    'workspace',
    'clock',
    'behaviour',
    'collections'
  ])
  t.strictSame(body.behaviour, (await sandbox.call('GET', '/_sandkasten/behaviour')).body)
  t.strictSame(
    { ...body, behaviour: {}, collections: {} },
    {
      formatVersion: 1,
      workspace: 'default',
      clock: { now: START, mode: 'frozen', speed: 0 },
      behaviour: {},
      collections: {}
    }
  )
  for (const name of ['antraege', 'partner', 'vorgaenge'])
    t.strictSame(body.collections[name], fixture(name), name)
  const clients = fixture('clients').map((one: object) => ({ ...one, secret: '[redacted]' }))
  t.strictSame(body.collections.clients, clients, 'without their secrets')
})

t.test('the state goes with what is done, in the order of creation', async t => {
  const sandbox = await createSandbox(t)
  const seeded = (await collections(sandbox))['vorgaenge'].length
  const token = await sandbox.token()
  const numbers: string[] = []
  for (let n = 0; n < 3; n++) numbers.push(await create(sandbox, token, newCase()))
  await sandbox.pass(60_000)
  const { body } = await sandbox.call('GET', STATE)
  const made = body.collections.vorgaenge.slice(seeded)
  t.strictSame(
    made.map((one: { id: string }) => one.id),
    numbers
  )
  t.match(made[0], { produkt: 'BAUFISMART', angelegtAt: Date.parse(START) })
  t.equal(body.clock.now, '2026-11-21T09:01:00.000Z')
  t.notOk('requests' in body.collections, 'the journal is no part of it')

  await sandbox.call('POST', '/_sandkasten/reset')
  t.equal((await collections(sandbox))['vorgaenge'].length, seeded)
})

t.test('reading the state changes nothing', async t => {
  const sandbox = await createSandbox(t)
  const first = await sandbox.call('GET', STATE)
  t.equal((await sandbox.call('GET', STATE)).text, first.text)
})

t.test('one collection may be asked for', async t => {
  const sandbox = await createSandbox(t)
  const all = await collections(sandbox)
  for (const name of Object.keys(all)) {
    const { status, body } = await sandbox.call('GET', `${STATE}?collection=${name}`)
    t.equal(status, 200, name)
    t.strictSame(body.collections, { [name]: all[name] }, name)
    t.match(body, { formatVersion: 1, workspace: 'default', clock: { now: START } })
  }
})

t.test('an unknown collection is empty, whatever its name', async t => {
  const sandbox = await createSandbox(t)
  const names = ['einhoerner', 'Antraege', '__proto__', 'constructor', 'toString', 'a b', 'ä', '']
  for (const name of names) {
    const reply = await sandbox.call('GET', `${STATE}?collection=${encodeURIComponent(name)}`)
    t.equal(reply.status, 200, name)
    t.strictSame(Object.entries(reply.body.collections), [[name, []]], name)
  }
  const twice = await sandbox.call('GET', `${STATE}?collection=antraege&collection=partner`)
  t.match(twice, { status: 400, body: { title: 'Bad Request' } })
})

t.test('no secret of the fixtures is in it, and no token', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const files = readdirSync(FIXTURES).map(name => readFileSync(`${FIXTURES}/${name}`, 'utf8'))
  t.ok(
    files.some(text => text.includes('demo-secret')),
    'there is one to be found'
  )
  const { d: signingKey } = fixture('signing-key')
  const secrets = ['demo-secret', token, ...token.split('.'), signingKey]
  for (const query of ['', '?collection=clients', '?collection=tokens']) {
    const { text } = await sandbox.call('GET', STATE + query)
    for (const secret of secrets) t.notOk(text.includes(secret), query)
  }
  const { tokens } = await collections(sandbox)
  t.match(tokens, [{ client: 'demo-client', subject: 'ABC12' }], 'what is kept of a token')
})

t.test('account numbers are complete, so that the state can be compared', async t => {
  const sandbox = await createSandbox(t)
  const { text } = await sandbox.call('GET', `${STATE}?collection=vorgaenge`)
  t.ok(text.includes('DE02120300000000202051'))
})

t.test('each workspace has its own state', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+ci')
  const nummer = await create(sandbox, token, newCase())
  const headers = { 'X-Sandkasten-Workspace': 'ci' }
  const byHeader = await sandbox.call('GET', STATE, { headers })
  const byQuery = await sandbox.call('GET', `${STATE}?workspace=ci`)
  t.equal(byHeader.body.workspace, 'ci')
  t.strictSame(byQuery.body, byHeader.body)
  const has = (all: { vorgaenge: { id: string }[] }) => all.vorgaenge.some(one => one.id === nummer)
  t.ok(has(byHeader.body.collections))
  t.notOk(has(await collections(sandbox)))
  t.match(await sandbox.call('GET', `${STATE}?workspace=NO`), { status: 400 })
})

t.test('with a control token only its bearer sees the state', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'open sesame' })
  const closed: readonly (string | undefined)[] = [undefined, 'open', await sandbox.token()]
  for (const token of closed) {
    const reply = await sandbox.call('GET', STATE, token === undefined ? {} : { token })
    t.match(reply, { status: 401, body: { title: 'Unauthorized' } }, String(token))
    t.notOk('collections' in reply.body)
  }
  t.equal((await sandbox.call('GET', STATE, { token: 'open sesame' })).status, 200)
})

const exported = async (sandbox: Sandbox, query = '?secrets=include') =>
  (await sandbox.call('GET', STATE + query)).body

t.test('a state is taken in by another server, and everything goes on', async t => {
  const here = await createSandbox(t)
  const there = await createSandbox(t, { clockStart: '2030-01-01T00:00:00Z' })
  const token = await here.token()
  const nummer = await create(here, token, newCase())
  const session = (await openForm(here)).session
  await here.behave({ 'europace.partners': 'strict' })
  const file = await exported(here)
  const taken = await there.call('PUT', STATE, { body: file })
  t.match(taken, { status: 200, body: { workspace: 'default', clock: { now: START } } })
  t.strictSame(await exported(there), file)
  t.equal((await there.call('GET', `/kundenangaben/${nummer}`, { token })).status, 200, 'tokens')
  const flow = await there.call('GET', `/_sandkasten/flows/${session}`)
  t.match(flow, { status: 200, body: { step: 'terms' } }, 'web forms')
  t.match(
    (await there.call('POST', `/_sandkasten/flows/${session}/act`, { body: ACCEPT })).body,
    (await here.call('POST', `/_sandkasten/flows/${session}/act`, { body: ACCEPT })).body
  )
  const fired = async (sandbox: Sandbox) =>
    (await sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by: 'P2D' } })).body
  t.strictSame(await fired(there), await fired(here), 'and events')
  t.equal(
    await create(there, await there.token(), newCase()),
    await create(here, await here.token(), newCase()),
    'with the same numbers'
  )
})

const ACCEPT = { action: 'accept-terms' }

async function openForm(sandbox: Sandbox) {
  const access = { '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11': {} }
  const token = await unregulated(sandbox)
  const { headers } = await sandbox.call('POST', '/customer/v2/bankzugaenge', {
    token,
    body: access
  })
  const link = new URL(headers.get('location') as string)
  return { token, session: link.searchParams.get('session') as string }
}

t.test('a redacted secret of the fixtures is kept, one of nobody is refused', async t => {
  const sandbox = await createSandbox(t)
  const file = await exported(sandbox, '')
  t.equal((await sandbox.call('PUT', STATE, { body: file })).status, 200)
  t.ok(await sandbox.token(), 'the secret of the client is that of the seed')
  const clients = [...file.collections.clients, { id: 'mine', secret: '[redacted]' }]
  const collections = { ...file.collections, clients }
  const refused = await sandbox.call('PUT', STATE, { body: { ...file, collections } })
  t.match(refused, {
    status: 400,
    body: { violations: [{ field: `clients[${clients.length - 1}].secret` }] }
  })
})

t.test('what is wrong with a state is named, and nothing of it is taken in', async t => {
  const sandbox = await createSandbox(t)
  const before = await exported(sandbox)
  const good = { formatVersion: 1, collections: { things: [{ id: 'a' }] } }
  const clock = { now: START, mode: 'frozen' }
  const wrong: readonly (readonly [unknown, RegExp | undefined])[] = [
    [{ ...good, formatVersion: 2 }, /formatVersion/],
    [{ collections: {} }, /formatVersion/],
    [{ formatVersion: 1 }, /collections/],
    [{ ...good, surprise: 1 }, /surprise/],
    [{ ...good, workspace: 'NO' }, /workspace/],
    [{ ...good, collections: { things: {} } }, /things/],
    [{ ...good, collections: { things: [{}] } }, /things/],
    [{ ...good, collections: { things: [{ id: 1 }] } }, /things/],
    [{ ...good, collections: { things: [null] } }, /things/],
    [{ ...good, collections: { things: [{ id: 'a' }, { id: 'a' }] } }, /things\[1\]\.id/],
    [{ ...good, collections: { 'a b': [] } }, undefined],
    ['{"formatVersion":1,"collections":{"__proto__":[]}}', undefined],
    [{ ...good, collections: { jobs: [{ id: 'a', dueAt: 'soon' }] } }, /jobs\[0\]/],
    [{ ...good, collections: { serials: [{ id: 'a' }] } }, /serials\[0\]/],
    [{ ...good, collections: { zaehler: [{ id: 'a', n: 'x' }] } }, /zaehler\[0\]/],
    [{ ...good, behaviour: { 'europace.partners': 'odd' } }, /behaviour/],
    [{ ...good, behaviour: { nothing: true } }, /behaviour/],
    [{ ...good, clock: { now: 'soon' } }, /clock/],
    [{ ...good, clock: { ...clock, speed: 2 } }, /clock/],
    [{ ...good, clock: { now: START, mode: 'scaled' } }, /clock/],
    [[], undefined],
    ['{', undefined],
    ['', undefined]
  ]
  for (const [body, place] of wrong) {
    const reply = await sandbox.call('PUT', STATE, { body })
    t.match(reply, { status: 400, body: { title: 'Bad Request' } }, JSON.stringify(body))
    if (place) t.match(JSON.stringify(reply.body.violations), place)
    t.strictSame(await exported(sandbox), before)
  }
  const alone = await sandbox.call('PUT', STATE, { body: good })
  t.match(alone, { status: 200, body: { counts: { things: 1 }, clock: { now: START } } })
  t.strictSame((await exported(sandbox)).collections, good.collections, 'the rest is gone')
})
