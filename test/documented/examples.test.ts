import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { createSandbox } from '../sandbox.ts'

const FOLDER = 'fixtures/examples'

t.test('every example is taken without a loss and can be read back', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const file of readdirSync(FOLDER).filter(name => name.startsWith('kundenangaben-'))) {
    const body = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
    const headers = { prefer: 'handling=report' }
    const created = await sandbox.call('POST', '/kundenangaben', { token, body, headers })
    t.equal(created.status, 201, file)
    const told = JSON.parse(created.headers.get('x-sandkasten-diagnostics') ?? '[]')
    const lost = told.filter((one: { reason: string }) => !one.reason.endsWith('(kept)'))
    t.same(lost, [], `${file}: nothing is ignored`)
    const path = `/kundenangaben/${created.body.vorgangsnummer}`
    const read = await sandbox.call('GET', path, { token })
    if (!file.includes('veraltet')) t.match(read.body, body.kundenangaben, `${file}: all is there`)
    const replace = { kundenangaben: read.body, updateMetadaten: {} }
    t.equal((await sandbox.call('PUT', path, { token, body: replace })).status, 204)
    t.same((await sandbox.call('GET', path, { token })).body, read.body, `${file}: ids are kept`)
  }
})

t.test('a case of deprecated fields holds their successors', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = JSON.parse(readFileSync(`${FOLDER}/kundenangaben-veraltet.json`, 'utf8'))
  const created = await sandbox.call('POST', '/kundenangaben', { token, body })
  const read = await sandbox.call('GET', `/kundenangaben/${created.body.vorgangsnummer}`, { token })
  t.equal(read.body.haushalte[0].kinder, undefined)
  t.match(read.body.haushalte[0].kinderErfassung, {
    '@type': 'VORHANDENE_KINDER',
    kinder: body.kundenangaben.haushalte[0].kinder
  })
})

t.test('the documented cases can be read and replaced with their documented numbers', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const read = await sandbox.call('GET', '/kundenangaben/YX4MDU', { token })
  t.match(read.body, {
    haushalte: [
      {
        id: '65c388f13e1fd44cbadab021',
        kunden: [
          { id: '65c388f1d087ea4f0edd01a1', externeKundenId: 'extKunde1', referenzId: 'jsonRef1' }
        ]
      }
    ]
  })
  const tippgeber = {
    tippgeberPartnerId: 'AAV43',
    tippgeberprovisionswunsch: { '@type': 'BETRAG', betrag: 567.1 }
  }
  const body = { updateMetadaten: { tippgeber }, kundenangaben: read.body }
  t.equal((await sandbox.call('PUT', '/kundenangaben/A65JS6', { token, body })).status, 204)
})
