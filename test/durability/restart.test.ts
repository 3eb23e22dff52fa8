import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { SandkastenOptions } from '../../src/index.ts'
import {
  ACCESSES,
  added,
  DEMO,
  regulated,
  sessionOf,
  unregulated
} from '../apis/banksapi/customer.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { folderFor } from '../world/disk.ts'

const ACCESS = '0a5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
const GIRO = 'DE00123456789012345678'

/** Sandboxes one after the other in one directory. */
function livesIn(t: Test, usual: SandkastenOptions = {}) {
  const folder = folderFor(t)
  let life = 0
  return {
    folder: () => join(folder, String(life)),
    begin: (options: SandkastenOptions = {}) =>
      createSandbox(t, { dataDir: join(folder, String(life)), ...usual, ...options }),
    /** The files as they are at this instant are what the next one finds. */
    kill() {
      cpSync(join(folder, String(life)), join(folder, String(life + 1)), { recursive: true })
      life++
      rmSync(join(folder, String(life), 'lock'))
    }
  }
}

async function control(sandbox: Sandbox, method: string, path: string, body?: object) {
  const reply = await sandbox.call(method, `/_sandkasten${path}`, { ...(body && { body }) })
  if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`)
  return reply.body
}

const CASE = {
  importMetadaten: { datenkontext: 'TEST_MODUS' },
  kundenangaben: { haushalte: [{ kunden: [{ referenzId: 'k1' }] }] }
}

t.test('tokens, cases and the journal of numbers go on after a kill', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  const token = await first.token()
  const created = await first.call('POST', '/kundenangaben', { token, body: CASE })
  t.equal(created.status, 201)
  lives.kill()
  const second = await lives.begin()
  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  const read = await second.call('GET', path, { token })
  t.equal(read.status, 200)
  t.match(read.text, /"referenzId":"k1"/)
  const next = await second.call('POST', '/kundenangaben', { token, body: CASE })
  t.equal(next.status, 201)
  t.not(next.body.vorgangsnummer, created.body.vorgangsnummer)
  t.strictSame(
    (await control(second, 'GET', '/events')).map((one: { kind: string }) => one.kind),
    ['oauth/token-expiry']
  )
  await second.pass(3_600_000)
  t.equal((await second.call('GET', path, { token })).status, 401, 'its hour is over')
})

t.test('a frozen clock, a scaled one and switches are as they were', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  await control(first, 'POST', '/clock/advance', { by: 'P90D' })
  await first.behave({ 'europace.partners': 'strict' })
  await first.call('PUT', '/_sandkasten/clock?workspace=fast', { body: { speed: 3600 } })
  const before = await control(first, 'GET', '/clock?workspace=fast')
  lives.kill()
  const second = await lives.begin({ behaviour: { 'europace.partners': 'lenient' } })
  t.strictSame(await control(second, 'GET', '/clock'), {
    now: '2027-02-19T09:00:00.000Z',
    mode: 'frozen',
    speed: 0
  })
  t.match(await control(second, 'GET', '/behaviour'), { 'europace.partners': 'strict' })
  const after = await control(second, 'GET', '/clock?workspace=fast')
  t.match(after, { mode: 'scaled', speed: 3600 })
  t.ok(Date.parse(after.now) >= Date.parse(before.now), 'it went on in the meantime')
  await control(second, 'POST', '/reset')
  t.match(await control(second, 'GET', '/behaviour'), { 'europace.partners': 'lenient' })
  lives.kill()
  const third = await lives.begin()
  t.match(await control(third, 'GET', '/clock'), { now: '2026-11-21T09:00:00.000Z' })
})

t.test('a customer goes on where the page was', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  const token = await unregulated(first)
  const body = { [ACCESS]: { providerId: DEMO } }
  const session = sessionOf(await first.call('POST', ACCESSES, { token, body }))
  const flow = (sandbox: Sandbox, action: object) =>
    control(sandbox, 'POST', `/flows/${session}/act`, action)
  const callbackUrl = 'https://portal.example/back'
  await flow(first, { action: 'accept-terms', callbackUrl })
  lives.kill()
  const second = await lives.begin()
  await flow(second, { action: 'enter-credentials', userid: 'demo1', pin: 'demo1' })
  const done = await flow(second, { action: 'choose-accounts', accounts: [GIRO] })
  t.match(done, { done: true, baReentry: 'ACCOUNT_CREATED' })
  const path = `/customer/v2/bankzugaenge/${ACCESS}`
  t.match(await second.call('GET', path, { token }), { status: 200, body: { id: ACCESS } })
})

t.test('updates by the clock and notifications go on, their numbers without a gap', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  await control(first, 'PUT', '/webhooks', { url: 'http://127.0.0.1:9/dead' })
  await added(first, await regulated(first), { id: ACCESS })
  await control(first, 'POST', '/simulate/new-transactions', { accessId: ACCESS, productId: GIRO })
  await control(first, 'POST', '/simulate/background-update', {})
  const told = await control(first, 'GET', '/webhooks/deliveries')
  t.match(told, [
    { state: 'pending', notification: { serial: 1 } },
    { notification: { serial: 2 } }
  ])
  lives.kill()
  const second = await lives.begin()
  t.strictSame(
    (await control(second, 'GET', '/events')).map((one: { kind: string }) => one.kind).sort(),
    (await control(first, 'GET', '/events')).map((one: { kind: string }) => one.kind).sort()
  )
  const url = `${second.url}/_sandkasten/inbox/qa`
  await control(second, 'PUT', '/webhooks', { url })
  await control(second, 'POST', '/simulate/new-transactions', { accessId: ACCESS, productId: GIRO })
  const { fired } = await control(second, 'POST', '/clock/advance', { by: 'P1D' })
  t.ok(fired.some((one: { kind: string }) => one.kind === 'banksapi/background-update'))
  const inbox = await control(second, 'GET', '/inbox/qa/messages')
  const serials = inbox.map((one: { body: { serial: number } }) => one.body.serial)
  t.equal(serials[0], 3, 'the first two were meant for the dead address')
  t.strictSame(
    serials,
    serials.map((_: number, n: number) => n + 3)
  )
})

t.test('snapshots and bug bundles know what was before', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  const token = await first.token()
  await first.call('POST', '/kundenangaben', { token, body: CASE })
  await control(first, 'PUT', '/snapshots/one-case')
  await first.call('POST', '/kundenangaben', { token, body: CASE })
  lives.kill()
  const second = await lives.begin()
  const start = (await control(second, 'GET', '/bundle')).start
  t.equal(start.put.vorgaenge.length, 2, 'its story begins with what was there')
  t.match(await control(second, 'GET', '/snapshots'), [{ name: 'one-case' }])
  const restored = await control(second, 'POST', '/snapshots/one-case/restore')
  lives.kill()
  const third = await lives.begin()
  const state = await control(third, 'GET', '/state')
  t.equal(state.collections.vorgaenge.length, restored.counts.vorgaenge)
  await control(third, 'POST', '/snapshots/one-case/restore')
  await third.call('DELETE', '/_sandkasten/snapshots/one-case')
  lives.kill()
  t.strictSame(await control(await lives.begin(), 'GET', '/snapshots'), [])
})

t.test('workspaces are there again, and those that were dropped are not', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  const token = await first.token('demo-client+ci-1')
  const created = await first.call('POST', '/kundenangaben', { token, body: CASE })
  await first.token('demo-client+ci-2')
  t.equal((await first.call('DELETE', '/_sandkasten/workspaces/ci-2')).status, 204)
  lives.kill()
  const second = await lives.begin()
  t.strictSame(
    (await control(second, 'GET', '/workspaces')).map((one: { name: string }) => one.name),
    ['default', 'ci-1']
  )
  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  t.equal((await second.call('GET', path, { token })).status, 200)
  const bare = await unregulated(second)
  lives.kill()
  const third = await lives.begin()
  const reply = await third.call('GET', '/customer/v2/bankzugaenge', { token: bare })
  t.equal(reply.status, 200, 'a token that does not say where it belongs is found too')
})

t.test('a graceful end keeps everything, and gives the directory back', async t => {
  const folder = join(folderFor(t), 'data')
  const first = await createSandbox(t, { dataDir: folder, durability: 'power' })
  const token = await first.token()
  await t.rejects(createSandbox(t, { dataDir: folder }), /is used by process/)
  await first.close()
  const second = await createSandbox(t, { dataDir: folder })
  const reply = await second.call('POST', '/kundenangaben', { token, body: CASE })
  t.equal(reply.status, 201)
  await second.close()
})

t.test('a damaged workspace is told and left alone; the others work', async t => {
  const lives = livesIn(t)
  const first = await lives.begin()
  const token = await first.token('demo-client+bad')
  lives.kill()
  const log = join(lives.folder(), 'workspaces', 'bad', 'turns.000001.log')
  const good = readFileSync(log, 'utf8')
  writeFileSync(log, good.replace('"writes"', '"wrotes"'))
  const second = await lives.begin()
  const refused = await second.call('POST', '/kundenangaben', { token, body: CASE })
  t.equal(refused.status, 503)
  t.match(refused.text, /The state cannot be read: .*turns.000001.log is damaged in line 3/)
  t.equal(
    (await second.call('POST', '/kundenangaben', { token: await second.token(), body: CASE }))
      .status,
    201
  )
  t.match(await control(second, 'GET', '/workspaces'), [{ name: 'default' }])
  t.equal((await second.call('GET', '/ready')).status, 200, 'the server is ready all the same')
  writeFileSync(log, good)
  const mended = await second.call('POST', '/kundenangaben', { token, body: CASE })
  t.equal(mended.status, 201, 'mended it goes on')
  lives.kill()
  const standard = join(lives.folder(), 'workspaces', 'default', 'turns.000001.log')
  writeFileSync(standard, readFileSync(standard, 'utf8').replace('"writes"', '"wrotes"'))
  await t.rejects(lives.begin(), { message: /is damaged in line/, isBadSetting: true })
  writeFileSync(standard, readFileSync(standard, 'utf8').replace('"wrotes"', '"writes"'))
  t.ok(await lives.begin(), 'the directory was given back')
})
