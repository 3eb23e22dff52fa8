import fc from 'fast-check'
import t from 'tap'
import { userToken } from '../apis/banksapi/calls.ts'
import { added, regulated } from '../apis/banksapi/customer.ts'
import { create, newCase } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'

const CONTROL = '/_sandkasten'
const ACCESS = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'

async function control(sandbox: Sandbox, method: string, path: string, body?: object, at = '') {
  const headers = { ...(at && { 'X-Sandkasten-Workspace': at }) }
  return sandbox.call(method, CONTROL + path, { headers, ...(body && { body }) })
}

const stateOf = async (sandbox: Sandbox, at = '') =>
  (await control(sandbox, 'GET', '/state?secrets=include', undefined, at)).body

t.test('a workspace returns to what a snapshot holds, as often as one likes', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const nummer = await create(sandbox, token, newCase())
  const before = await stateOf(sandbox)
  const made = await control(sandbox, 'PUT', '/snapshots/one')
  t.match(made, {
    status: 201,
    body: {
      name: 'one',
      formatVersion: 1,
      workspace: 'default',
      clock: { now: START, mode: 'frozen', speed: 0 },
      counts: { vorgaenge: before.collections.vorgaenge.length, tokens: 1 }
    }
  })
  for (let n = 0; n < 2; n++) {
    const other = await create(sandbox, token, newCase())
    await sandbox.behave({ 'europace.partners': 'strict' })
    await sandbox.pass(2 * 60 * 60 * 1000)
    const read = () => sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
    t.equal((await read()).status, 401, 'the token is over')
    const back = await control(sandbox, 'POST', '/snapshots/one/restore')
    t.match(back, { status: 200, body: { workspace: 'default', clock: { now: START } } })
    t.strictSame(await stateOf(sandbox), before)
    t.equal((await read()).status, 200, 'the token lives')
    t.equal((await sandbox.call('GET', `/kundenangaben/${other}`, { token })).status, 404)
    const { body } = await control(sandbox, 'GET', '/behaviour')
    t.equal(body['europace.partners'], 'lenient')
  }
  const { body } = await control(sandbox, 'GET', '/requests')
  t.ok(body.length > 6, 'the journal stays')
})

t.test('events come back with the snapshot, and the clock with them', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.token()
  await control(sandbox, 'PUT', '/snapshots/x')
  const planned = (await control(sandbox, 'GET', '/events')).body
  await sandbox.pass(24 * 60 * 60 * 1000)
  t.strictSame((await control(sandbox, 'GET', '/events')).body, [])
  await control(sandbox, 'POST', '/snapshots/x/restore')
  t.strictSame((await control(sandbox, 'GET', '/events')).body, planned)
  const { body } = await control(sandbox, 'POST', '/clock/advance', { by: 'PT1H' })
  t.match(body.fired, [{ kind: 'oauth/token-expiry' }], 'and fire again')
})

t.test('the clock may be kept as it is', async t => {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/snapshots/x')
  await sandbox.pass(60_000)
  const back = await control(sandbox, 'POST', '/snapshots/x/restore', { clock: 'keep' })
  t.match(back.body.clock, { now: '2026-11-21T09:01:00.000Z' })
  const wrong = await control(sandbox, 'POST', '/snapshots/x/restore', { clock: 'break' })
  t.equal(wrong.status, 400)
})

t.test('a running clock runs on from the instant of the snapshot', async t => {
  const sandbox = await createSandbox(t, { clockFrozen: false })
  await control(sandbox, 'PUT', '/snapshots/x')
  await control(sandbox, 'PUT', '/clock', { mode: 'frozen', now: '2030-01-01T00:00:00Z' })
  const { body } = await control(sandbox, 'POST', '/snapshots/x/restore')
  t.match(body.clock, { mode: 'running', speed: 1 })
  t.ok(body.clock.now < '2026-12')
})

t.test('snapshots are listed, replaced, kept over a reset, and deleted', async t => {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/snapshots/a')
  await control(sandbox, 'PUT', '/snapshots/b')
  const again = await control(sandbox, 'PUT', '/snapshots/a')
  t.equal(again.status, 200)
  await control(sandbox, 'POST', '/reset')
  const names = async () =>
    (await control(sandbox, 'GET', '/snapshots')).body.map((one: { name: string }) => one.name)
  t.strictSame(await names(), ['b', 'a'])
  t.strictSame((await control(sandbox, 'GET', '/snapshots', undefined, 'other')).body, [])
  t.equal((await control(sandbox, 'DELETE', '/snapshots/b')).status, 204)
  t.equal((await control(sandbox, 'DELETE', '/snapshots/b')).status, 404)
  t.strictSame(await names(), ['a'])
  for (const [method, path] of [
    ['GET', '/snapshots/b'],
    ['POST', '/snapshots/b/restore']
  ] as const)
    t.match(await control(sandbox, method, path), { status: 404, body: { title: 'Not Found' } })
  const wrong = ['a b', 'ä', 'x'.repeat(61)]
  for (const name of wrong)
    t.equal(
      (await control(sandbox, 'PUT', `/snapshots/${encodeURIComponent(name)}`)).status,
      400,
      name
    )
})

t.test('there is room for fifty, and for 32 MB beside the fixtures', async t => {
  const sandbox = await createSandbox(t)
  for (let n = 0; n < 50; n++) await control(sandbox, 'PUT', `/snapshots/${n}`)
  t.match(await control(sandbox, 'PUT', '/snapshots/x'), { status: 409, body: { detail: /50/ } })
  t.equal((await control(sandbox, 'PUT', '/snapshots/7')).status, 200, 'one may be replaced')
  const { body } = await control(sandbox, 'GET', '/snapshots')
  t.ok(body.every((one: { bytes: number }) => one.bytes === 0))

  const world = await sandbox.workspace('big')
  const text = 'x'.repeat(20 * 1024 * 1024)
  const document = { id: 'big', text }
  await world.turn(async state => state.perform([{ do: 'put', collection: 'grosses', document }]))
  t.equal((await control(sandbox, 'PUT', '/snapshots/a', undefined, 'big')).status, 201)
  const full = await control(sandbox, 'PUT', '/snapshots/b', undefined, 'big')
  t.match(full, { status: 413, body: { detail: /32 MB/ } })
})

t.test('a snapshot moves to another server as one file', async t => {
  const here = await createSandbox(t)
  const there = await createSandbox(t)
  const token = await regulated(here)
  await added(here, token, { id: ACCESS })
  await control(here, 'PUT', '/snapshots/x')
  const hidden = (await control(here, 'GET', '/snapshots/x')).body
  const refused = await control(there, 'PUT', '/snapshots/x', hidden)
  t.match(refused, {
    status: 400,
    body: { violations: [{ field: /^bankzugaenge\[0\]/, message: /secrets=include/ }] }
  })
  const file = (await control(here, 'GET', '/snapshots/x?secrets=include')).body
  t.equal((await control(there, 'PUT', '/snapshots/y', file)).status, 201)
  t.strictSame((await control(there, 'GET', '/snapshots/y?secrets=include')).body, file)
  await control(there, 'POST', '/snapshots/y/restore')
  t.strictSame(await stateOf(there), await stateOf(here))
  const shown = await there.call('GET', `/customer/v2/bankzugaenge/${ACCESS}`, { token })
  t.equal(shown.status, 200, 'the token goes on over there')
})

t.test('a workspace may begin as a snapshot of another', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  await added(sandbox, token, { id: ACCESS })
  await control(sandbox, 'PUT', '/webhooks', { url: '/_sandkasten/inbox/demo' })
  await control(sandbox, 'PUT', '/snapshots/x')
  const snapshot = { workspace: 'default', name: 'x' }
  const made = await control(sandbox, 'PUT', '/workspaces/copy', { snapshot })
  t.match(made, { status: 201, body: { name: 'copy' } })
  const { collections } = await stateOf(sandbox, 'copy')
  t.match(collections.bankzugaenge, [{ accessId: ACCESS }])
  t.notOk('tokens' in collections, 'a token belongs to one workspace')
  t.match(collections.webhooks, [{ url: /inbox\/demo\?workspace=copy$/ }])
  const own = await userToken(sandbox, 'demo/demo-client+copy')
  const path = `/customer/v2/bankzugaenge/${ACCESS}`
  t.equal((await sandbox.call('GET', path, { token: own })).status, 200)
  await sandbox.call('DELETE', path, { token: own })
  t.equal((await sandbox.call('GET', path, { token })).status, 200, 'the other one has its own')

  t.equal((await control(sandbox, 'PUT', '/workspaces/copy', { snapshot })).status, 409)
  t.equal((await control(sandbox, 'PUT', '/workspaces/copy')).status, 200)
  for (const wrong of [
    { workspace: 'default', name: 'y' },
    { workspace: 'nowhere', name: 'x' }
  ]) {
    const reply = await control(sandbox, 'PUT', '/workspaces/new', { snapshot: wrong })
    t.equal(reply.status, 404)
  }
  const { body } = await control(sandbox, 'GET', '/workspaces')
  t.strictSame(
    body.map((one: { name: string }) => one.name),
    ['default', 'copy'],
    'nothing was made in passing'
  )
})

/** Something that changes the state, by number. */
const steps: readonly ((sandbox: Sandbox) => Promise<unknown>)[] = [
  sandbox => sandbox.token(),
  async sandbox => create(sandbox, await sandbox.token(), newCase()),
  async sandbox => added(sandbox, await regulated(sandbox), { id: crypto.randomUUID() }),
  sandbox => control(sandbox, 'POST', '/clock/advance', { by: 'PT7H' }),
  sandbox => sandbox.behave({ 'europace.partners': 'strict' }),
  sandbox => control(sandbox, 'POST', '/simulate/background-update', {}),
  sandbox => control(sandbox, 'PUT', '/webhooks', { url: '/_sandkasten/inbox/a' }),
  sandbox => control(sandbox, 'POST', '/simulate/lock-login', { login: 'demo2' }),
  sandbox => control(sandbox, 'POST', '/inbox/b', { n: 1 }),
  sandbox => control(sandbox, 'PUT', '/clock', { now: '2026-12-24T18:00:00Z' })
]

t.test('whatever happens before and after, a restore brings back the state', async t => {
  const sandbox = await createSandbox(t)
  const sequence = fc.array(fc.nat(steps.length - 1), { maxLength: 6 })
  const run = async (numbers: readonly number[]) => {
    for (const number of numbers) await steps[number]?.(sandbox)
  }
  await fc.assert(
    fc.asyncProperty(sequence, sequence, async (before, after) => {
      await control(sandbox, 'POST', '/reset')
      await run(before)
      await control(sandbox, 'PUT', '/snapshots/x')
      const state = await stateOf(sandbox)
      const events = (await control(sandbox, 'GET', '/events')).body
      await run(after)
      await control(sandbox, 'POST', '/snapshots/x/restore')
      t.strictSame(await stateOf(sandbox), state)
      t.strictSame((await control(sandbox, 'GET', '/events')).body, events)
    }),
    { numRuns: 25 }
  )
})
