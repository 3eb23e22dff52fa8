import * as system from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readSeed } from '../../src/app.ts'
import { openDataDir } from '../../src/world/data-dir.ts'
import type { Files } from '../../src/world/disk/turn-log.ts'
import { createSandbox } from '../sandbox.ts'
import { folderFor } from '../world/disk.ts'

/** A sandbox on a disk that is full when the test says so. */
async function onDisk(t: Test) {
  const disk = { isFull: false, troubles: 0 }
  const writeSync = (descriptor: number, line: Buffer, at: number) => {
    if (disk.isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    return system.writeSync(descriptor, line, at)
  }
  const storage = openDataDir({
    folder: join(folderFor(t), 'data'),
    seed: readSeed(),
    durability: 'kill',
    turnBytes: 1_000_000,
    files: { ...system, writeSync: writeSync as Files['writeSync'] },
    onError(error) {
      throw error
    }
  })
  const sandbox = await createSandbox(t, { internals: { storage } })
  return { disk, sandbox }
}

const CASE = {
  importMetadaten: { datenkontext: 'TEST_MODUS' },
  kundenangaben: { haushalte: [{ kunden: [{ referenzId: 'k1' }] }] }
}

t.test('every API says in its own form that nothing was kept, and reads go on', async t => {
  const { disk, sandbox } = await onDisk(t)
  const token = await sandbox.token()
  const created = await sandbox.call('POST', '/kundenangaben', { token, body: CASE })
  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  disk.isFull = true
  const basic = 'demo-client:demo-secret'
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const refused = {
    europace: await sandbox.call('POST', '/kundenangaben', { token, body: CASE }),
    authorization: await sandbox.call('POST', '/auth/token', { basic, body: form }),
    banksapi: await sandbox.call('POST', '/auth/oauth2/token', {
      basic: 'demo/demo-client:demo-secret',
      body: form
    }),
    ing: await sandbox.call('POST', '/token-api/oauth2/token', {
      headers: { 'Subscription-Key': 'demo-subscription-key' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'demo-client',
        client_secret: 'demo-secret'
      })
    }),
    control: await sandbox.call('PATCH', '/_sandkasten/behaviour', {
      body: { 'europace.partners': 'strict' }
    }),
    clock: await sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by: 'PT1H' } }),
    reset: await sandbox.call('POST', '/_sandkasten/reset'),
    workspace: await sandbox.call('PUT', '/_sandkasten/workspaces/new')
  }
  for (const [name, { status, text }] of Object.entries(refused)) {
    t.equal(status, 507, `${name}: ${status}`)
    // BANKSapi's tokens answer errors of servers without a body.
    if (name !== 'banksapi') t.match(text, /no space is left/, text)
  }
  t.equal((await sandbox.call('GET', path, { token })).status, 200)
  t.match(await sandbox.call('GET', '/_sandkasten/behaviour'), {
    body: { 'europace.partners': 'lenient' }
  })

  disk.isFull = false
  t.equal((await sandbox.call('POST', '/kundenangaben', { token, body: CASE })).status, 201)
  const state = await sandbox.call('GET', '/_sandkasten/state')
  const own = state.body.collections.vorgaenge.length - (readSeed()['vorgaenge'] ?? []).length
  const counter = state.body.collections.zaehler.find((one: { id: string }) => one.id === 'vorgang')
  t.strictSame([own, counter.n], [2, 2], 'no half turn')
})

t.test('what was due stays due until it can be kept', async t => {
  const { disk, sandbox } = await onDisk(t)
  const token = await sandbox.token()
  const advance = () => sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by: 'PT2H' } })
  disk.isFull = true
  t.equal((await advance()).status, 507)
  t.equal((await sandbox.call('GET', '/_sandkasten/events')).body.length, 1)
  disk.isFull = false
  t.match((await advance()).body.fired, [{ kind: 'oauth/token-expiry' }])
  t.equal((await sandbox.call('GET', '/kundenangaben/YX4MDU', { token })).status, 401)
})
