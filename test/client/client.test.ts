import t, { type Test } from 'tap'
import { credentialsIn } from '../../src/apis/all.ts'
import { readSeed } from '../../src/app.ts'
import { connectSandkasten, createControlClient } from '../../src/client/client.ts'
import type { Connected, Workspace } from '../../src/client/handles.ts'
import { loadContract } from '../../src/contract/document.ts'
import { OPERATIONS } from '../../src/contract/types/control-operations.ts'
import { createSandkasten } from '../../src/index.ts'
import { createSandbox, START } from '../sandbox.ts'

const DEMO_BANK = '00000000-0000-0000-0000-000000000000'
const REFUSED = { name: 'ControlError', status: 404 }
const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'

type Client = {
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenUrl: string
}

/** What a client of the real APIs does: asks for a token. */
async function tokenOf(client: Client, form: Readonly<Record<string, string>> = {}) {
  const { clientId, clientSecret, tokenUrl } = client
  // ING wants them in the form.
  const isForm = tokenUrl.includes('/token-api/')
  const reply = await fetch(tokenUrl, {
    method: 'POST',
    headers: isForm ? {} : { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(isForm && { client_id: clientId, client_secret: clientSecret }),
      ...form
    })
  })
  const { access_token: token } = (await reply.json()) as { access_token?: string }
  return { status: reply.status, token }
}

async function addAccess(workspace: Workspace, userid: string): Promise<number> {
  const { banksapi } = workspace.credentials
  const { username, password } = banksapi
  const { token } = await tokenOf(banksapi, { grant_type: 'password', username, password })
  const reply = await fetch(`${workspace.baseUrls.banksapi}/customer/v2/bankzugaenge`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      [ACCESS]: { providerId: DEMO_BANK, sync: true, credentials: { userid, pin: userid } }
    })
  })
  return reply.status
}

/** A story with every handle, told by a server of this process and by one that is only known by its address. */
async function tellStory(t: Test, sandkasten: Connected): Promise<void> {
  const workspace = await sandkasten.workspace('story')
  const { clock, requests, webhooks, phone, simulate, behaviour } = workspace
  t.equal(workspace.name, 'story')

  t.match(await clock.set('2026-12-01T09:00:00Z'), { now: '2026-12-01T09:00:00.000Z' })
  t.match(await clock.run(60), { mode: 'scaled', speed: 60 })
  t.match(await clock.freeze(), { mode: 'frozen' })
  const { fired } = await clock.advance('P1D')
  t.strictSame(fired, [])
  t.match(await clock.now(), /^2026-12-02T/)

  t.equal((await tokenOf(workspace.credentials.europace)).status, 200)
  t.equal(await requests.count({ operationId: 'createToken' }), await requests.count())
  const [first] = await requests.find({ client: 'demo-client+story' })
  t.match(await requests.get(first?.id ?? ''), { status: 200, workspace: 'story' })
  t.equal((await requests.wait({ method: 'POST' }, { timeoutMs: 0 })).length, 1)
  t.equal((await requests.list({ limit: 1 })).length, 1)
  await t.rejects(requests.wait({ method: 'PUT' }, { timeoutMs: 0 }), {
    name: 'ControlError',
    operationId: 'waitForRequests',
    status: 408
  })
  await requests.clear()
  t.equal(await requests.count(), 0)

  t.equal(await addAccess(workspace, 'demo1'), 201)
  t.match(await webhooks.register('/_sandkasten/inbox/mine', { events: ['TRANSACTION'] }), {
    events: ['TRANSACTION']
  })
  await simulate.newTransactions({
    accessId: ACCESS,
    productId: 'DE00123456789012345678',
    count: 2
  })
  t.match(await simulate.backgroundUpdate({ accessId: ACCESS }), { updated: [ACCESS] })
  const [delivery] = await webhooks.wait({ type: 'TRANSACTION' })
  t.match(await webhooks.redeliver(delivery?.id ?? ''), { state: 'delivered' })
  t.equal((await webhooks.deliveries({ state: 'delivered' })).length, 1)
  t.equal((await webhooks.list()).length, 1)
  const inbox = workspace.inbox('mine')
  t.equal((await inbox.messages({ type: 'TRANSACTION' })).length, 2)
  await inbox.clear()
  await fetch(inbox.url, { method: 'POST', body: 'by hand' })
  t.match(await inbox.messages(), [{ body: 'by hand' }])

  t.match(await behaviour.set({ 'banksapi.decoupledPolls': 0 }), { 'banksapi.decoupledPolls': 0 })
  t.match(await behaviour.get(), { 'banksapi.decoupledPolls': 0 })
  t.strictSame(await phone('demo1').messages(), [])
  await t.rejects(phone('demo1').approve('none'), REFUSED)
  await t.rejects(workspace.flows.get('none'), REFUSED)
  const { collections } = await workspace.state('bankzugaenge')
  t.equal(collections['bankzugaenge']?.length, 1)

  t.equal(await sandkasten.requests.count(), 0, 'nothing of it is in the workspace default')
  await workspace.reset()
  t.equal(await requests.count(), 0)
  await workspace.close()
  t.notOk((await sandkasten.control.listWorkspaces()).some(one => one.name === 'story'))
}

t.test('a sandbox of this process and one elsewhere are steered alike', async t => {
  const sandbox = await createSandbox(t)
  await t.test('in process', t => tellStory(t, { ...sandbox, workspace: sandbox.open }))
  await t.test('connected', async t => tellStory(t, await connectSandkasten(`${sandbox.url}/`)))
})

t.test('the client has every operation of the contract at its place', async t => {
  const { operations } = loadContract('control')
  t.strictSame(
    OPERATIONS,
    Object.fromEntries(
      operations.map(({ id, method, path }) => [id, `${method.toUpperCase()} ${path}`])
    )
  )
  t.same(Object.keys(createControlClient('http://localhost')), Object.keys(OPERATIONS))
})

t.test('the credentials are those of the seed, and lead into the workspace', async t => {
  const sandbox = await createSandbox(t)
  const known = credentialsIn(readSeed()).map(({ client, secret }) => ({ client, secret }))
  for (const { clientId: client, clientSecret: secret } of Object.values(sandbox.credentials))
    t.ok(
      known.some(one => one.client === client && one.secret === secret),
      client
    )
  const workspace = await sandbox.open('ci-1')
  for (const credentials of Object.values(workspace.credentials))
    t.equal((await tokenOf(credentials)).status, 200, credentials.clientId)
  t.equal(await workspace.requests.count(), Object.keys(workspace.credentials).length)
})

t.test('a server with a control token wants it', async t => {
  const { url } = await createSandbox(t, { controlToken: 'geheim' })
  await t.rejects(connectSandkasten(url), /^there is no sandbox at .*listWorkspaces: .*token/)
  const sandkasten = await connectSandkasten(url, { token: 'geheim' })
  t.match(await sandkasten.clock.get(), { now: START })
  await sandkasten.close()
  t.match(await createControlClient(url).getHealth(), { status: 'ok' }, 'closing it stops nothing')
})

t.test('a refusal says what was wrong', async t => {
  const sandbox = await createSandbox(t)
  await t.rejects(sandbox.open('No Name'), {
    name: 'ControlError',
    message: /^putWorkspace: .*: name must match pattern/,
    status: 400,
    problem: { title: 'Bad Request' }
  })
  t.match(await sandbox.control.getAuthority(), /^-----BEGIN CERTIFICATE-----/)
})

t.test('several sandboxes run at once, each ends with its block', async t => {
  const urls = await Promise.all(
    [1, 2].map(async () => {
      await using sandkasten = await createSandkasten({ clockStart: START, clockFrozen: true })
      await using workspace = await sandkasten.workspace('mine')
      t.equal(await workspace.clock.now(), START)
      const { statusCode } = await sandkasten.inject({ method: 'GET', url: '/ready' })
      t.equal(statusCode, 200)
      return sandkasten.url
    })
  )
  t.equal(new Set(urls).size, 2)
  for (const url of urls) await t.rejects(connectSandkasten(url), /^there is no sandbox at http:/)
})

t.test('faults, verification, coverage and snapshots have handles of their own', async t => {
  const sandkasten = await createSandkasten()
  t.teardown(() => sandkasten.close())
  const workspace = await sandkasten.workspace('handles')
  const { faults, requests, snapshots, coverage, credentials, behaviour } = workspace

  const { id } = await faults.add({ operationId: 'createToken', status: 503, times: 1 })
  t.equal((await tokenOf(credentials.europace)).status, 503)
  t.match(await faults.list(), [{ id, struck: 1, state: 'spent' }])
  await faults.remove(id)
  t.strictSame(await faults.list(), [])
  t.equal((await tokenOf(credentials.europace)).status, 200)

  const match = { operationId: 'createToken' }
  t.match(await requests.verify({ match, count: 2 }), { verified: true, count: 2 })
  await t.rejects(requests.verify({ match, count: 3 }), { name: 'ControlError', status: 409 })
  const [nearest] = await requests.nearMisses({ match: { ...match, status: 201 } })
  t.match(nearest, { mismatches: [{ criterion: 'status', expected: 201 }] })
  t.match(await requests.har(), { log: { version: '1.2' } })
  t.match(await coverage({ format: 'json' }), { contracts: Array })

  await snapshots.take('before')
  await behaviour.set({ 'europace.partners': 'strict' })
  await snapshots.restore('before')
  t.match(await behaviour.get(), { 'europace.partners': 'lenient' })
  await snapshots.remove('before')
  t.strictSame(await snapshots.list(), [])
  await faults.add({ path: '/kundenangaben', delay: '1s' })
  await faults.clear()
  t.strictSame(await faults.list(), [])
})
