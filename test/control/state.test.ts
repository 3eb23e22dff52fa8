import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
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
  t.strictSame(Object.keys(body), ['formatVersion', 'workspace', 'clock', 'collections'])
  t.strictSame(
    { ...body, collections: {} },
    {
      formatVersion: 1,
      workspace: 'default',
      clock: { now: START, mode: 'frozen', speed: 0 },
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
