import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import {
  create,
  exactly,
  kept,
  keptCases,
  lastExchange,
  newCase,
  quickStart,
  withKunde,
  withoutIds
} from './cases.ts'

const JSON_1 = 'application/json;version=1.0'
const ID = /^[0-9a-f]{24}$/
const update = (kundenangaben: unknown, updateMetadaten: object = {}) => ({
  kundenangaben,
  updateMetadaten
})

t.test('a new case is answered with its number and nothing else', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const reply = await sandbox.call('POST', '/kundenangaben', { token, body: newCase() })
  t.equal(reply.status, 201)
  t.equal(reply.headers.get('content-type'), JSON_1)
  t.equal(reply.headers.get('location'), null)
  t.same(Object.keys(reply.body), ['vorgangsnummer'])
  t.match(reply.body.vorgangsnummer, /^[A-Z][A-Z0-9]{5}$/)
  t.equal(reply.headers.get('content-length'), String(reply.text.length))

  const nummer = reply.body.vorgangsnummer
  const { changes, ...exchange } = await lastExchange(sandbox)
  t.match(exchange, { operationId: 'importKundenangaben', status: 201, client: 'demo-client' })
  t.same(
    changes.filter((one: { collection: string }) => one.collection === 'vorgaenge'),
    [{ change: 'created', collection: 'vorgaenge', id: nummer }],
    'the journal tells what was made'
  )

  const read = await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
  t.match(read, { status: 200, body: {} })
  t.equal(read.headers.get('content-type'), JSON_1)
  t.equal(read.text, '{}', 'an empty case has no envelope')
})

t.test('the same request twice makes two cases, the same ones in every run', async t => {
  const numbers = async () => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token()
    const body = newCase(withKunde())
    const first = await create(sandbox, token, body)
    const second = await create(sandbox, token, body)
    return [first, second, JSON.stringify(await kept(sandbox, second))]
  }
  const run = await numbers()
  t.not(run[0], run[1])
  t.same(await numbers(), run)
})

t.test('the media type may name version 1', async t => {
  const sandbox = await createSandbox(t)
  const authorization = `Bearer ${await sandbox.token()}`
  const types = [
    'application/json',
    JSON_1,
    'application/json; version="1.0"',
    'application/json;charset=utf-8',
    'Application/JSON',
    'application/vnd.europace+json'
  ]
  for (const type of types) {
    const headers = { authorization, 'content-type': type, accept: JSON_1 }
    const body = JSON.stringify(newCase(withKunde({ externeKundenId: 'Müller' })))
    const reply = await exactly(sandbox, { headers, body })
    t.equal(reply.status, 201, type)
    t.equal(reply.headers.get('content-type'), JSON_1, type)
  }
})

t.test('a check of the body creates nothing and uses no number', async t => {
  const path = '/kundenangaben/body-validation'
  const [sandbox, other] = [await createSandbox(t), await createSandbox(t)]
  const [token, otherToken] = [await sandbox.token(), await other.token()]
  const before = await keptCases(sandbox)
  const reply = await sandbox.call('POST', path, { token, body: quickStart })
  t.equal(reply.status, 200)
  t.strictSame(reply.body, { vorgangsnummer: '' })
  t.equal(reply.headers.get('content-type'), JSON_1)
  t.equal(await keptCases(sandbox), before)
  t.same((await lastExchange(sandbox)).changes, [])
  t.equal(await create(sandbox, token, newCase()), await create(other, otherToken, newCase()))
})

t.test('a check of the body refuses what a creation refuses', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('test-only-client')
  const bodies: [status: number, body: unknown][] = [
    [400, '{'],
    [400, newCase([])],
    [400, newCase({ haushalte: [{}, {}, {}, {}, {}] })],
    [403, quickStart],
    [409, newCase({}, { betreuung: { kundenbetreuer: 'DIV95' } })],
    [422, newCase({}, { tippgeber: { tippgeberPartnerId: '?' } })]
  ]
  for (const [status, body] of bodies) {
    const headers = { 'x-traceid': 'same' }
    const created = await sandbox.call('POST', '/kundenangaben', { token, headers, body })
    const path = '/kundenangaben/body-validation'
    const checked = await sandbox.call('POST', path, { token, headers, body })
    t.equal(created.status, status)
    t.strictSame([checked.status, checked.text], [status, created.text])
  }
})

t.test(
  'of several reasons against a case the first in the order of the checks is told',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token('test-only-client')
    const metadaten = {
      datenkontext: 'ECHT_GESCHAEFT',
      betreuung: { kundenbetreuer: 'DIV95' },
      tippgeber: { tippgeberPartnerId: '?' }
    }
    const doppelt = { haushalte: [{ kunden: [{ referenzId: 'k' }, { referenzId: 'k' }] }] }
    const steps: [status: number, repair: object, kundenangaben: object][] = [
      [400, {}, { haushalte: [{ kunden: [{}] }, ...doppelt.haushalte], bankverbindung: 'x' }],
      [400, {}, { haushalte: [{ kunden: [{}] }, ...doppelt.haushalte] }],
      [403, {}, doppelt],
      [409, { datenkontext: 'TEST_MODUS' }, doppelt],
      [422, { betreuung: undefined }, doppelt],
      [422, { tippgeber: undefined }, doppelt],
      [201, {}, withKunde()]
    ]
    const told: string[] = []
    for (const [status, repair, kundenangaben] of steps) {
      Object.assign(metadaten, repair)
      const body = newCase(kundenangaben, metadaten)
      const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
      t.equal(reply.status, status)
      told.push(reply.body.type?.split('/').at(-1))
    }
    t.same(told.slice(0, 3), ['bad-request', 'constraint-violation', 'forbidden'])
  }
)

t.test('everything of the metadata is kept, but nothing of it is shown', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const nummer = await create(sandbox, token, quickStart)
  const { datenkontext, betreuung, tippgeber, ...metadaten } = quickStart.importMetadaten
  const vorgang = await kept(sandbox, nummer)
  t.match(vorgang, { datenkontext, betreuung, tippgeber, metadaten, status: 'AKTIV' })
  t.match(vorgang.ereignisse, [{ aktivitaet: 'VORGANG_ANGELEGT', meldung: /Premium-Kunde/ }])
  t.equal(vorgang.ereignisse.length, 1)
  const { text } = await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
  t.notMatch(text, /Trisalis AG 2021|ECHT_GESCHAEFT|Premium-Kunde|AAV43|teilvorgang/)
})

t.test('ids in a creation have no effect', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const chosen = '65c388f13e1fd44cbadab021'
  const body = newCase(withKunde({ id: chosen }, { id: chosen }))
  const nummer = await create(sandbox, token, body)
  const { body: read } = await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
  t.match(read, { haushalte: [{ id: ID, kunden: [{ id: ID, referenzId: 'k1' }] }] })
  t.notMatch(JSON.stringify(read), chosen)
  t.not(read.haushalte[0].id, read.haushalte[0].kunden[0].id)
})

t.test('a replacement is complete: what is not sent is gone', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const nummer = await create(sandbox, token, quickStart)
  const path = `/kundenangaben/${nummer}`
  const before = await kept(sandbox, nummer)
  await sandbox.pass(60_000)

  const kunden = [{ referenzId: 'b' }, { referenzId: 'a', externeKundenId: null }]
  const body = update({ haushalte: [{ kunden }], finanzierungsbedarf: null })
  const reply = await sandbox.call('PUT', path, { token, body })
  t.equal(reply.status, 204)
  t.equal(reply.text, '')
  t.equal(reply.headers.get('content-type'), null)
  t.same((await lastExchange(sandbox)).changes, [
    { change: 'replaced', collection: 'vorgaenge', id: nummer }
  ])

  const read = await sandbox.call('GET', path, { token })
  const left = { haushalte: [{ kunden: [{ referenzId: 'b' }, { referenzId: 'a' }] }] }
  t.strictSame(withoutIds(read.body), left, 'lists are in the order in which they were sent')
  const after = await kept(sandbox, nummer)
  const replaced = { kundenangaben: undefined, ereignisse: undefined, geaendertAt: undefined }
  t.strictSame({ ...after, ...replaced }, { ...before, ...replaced }, 'the Tippgeber stays too')
  t.equal(after.geaendertAt, before.geaendertAt + 60_000)
  t.match(after.ereignisse[1], { aktivitaet: 'ERFASSTE_DATEN_GEAENDERT', at: after.geaendertAt })
  t.equal(after.ereignisse.length, 2)
})

t.test('a replacement may bring another Tippgeber', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const tippgeber = {
    tippgeberPartnerId: 'TEST',
    tippgeberprovisionswunsch: { '@type': 'BETRAG', betrag: 567.1 }
  }
  const body = update({}, { tippgeber })
  t.match(await sandbox.call('PUT', '/kundenangaben/YX4MDU', { token, body }), { status: 204 })
  t.strictSame((await kept(sandbox, 'YX4MDU')).tippgeber, tippgeber)
})

t.test(
  'ids of a replacement are kept where the case has them for the same kind of object',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token()
    const { body: read } = await sandbox.call('GET', '/kundenangaben/YX4MDU', { token })
    const [haushalt] = read.haushalte
    const [kunde] = haushalt.kunden
    const baustein = read.finanzierungsbedarf.finanzierungsbausteine[0]
    const body = update({
      ...read,
      haushalte: [
        { kunden: [{ referenzId: 'new' }, { referenzId: 'wrong kind', id: haushalt.id }] },
        { ...haushalt, kunden: [kunde, { referenzId: 'twice', id: kunde.id }] },
        { id: '65c388f13e1fd44cbadab0ff', kunden: [] }
      ],
      finanzierungsbedarf: { ...read.finanzierungsbedarf, id: undefined }
    })
    await sandbox.call('PUT', '/kundenangaben/YX4MDU', { token, body })
    const { body: after } = await sandbox.call('GET', '/kundenangaben/YX4MDU', { token })
    const [added, same, unknown] = after.haushalte
    t.equal(same.id, haushalt.id, 'the household stays the same at another place')
    t.equal(same.kunden[0].id, kunde.id, 'and so does the customer')
    t.equal(after.finanzierungsbedarf.id, read.finanzierungsbedarf.id, 'there is only one')
    t.equal(after.finanzierungsbedarf.finanzierungsbausteine[0].id, baustein.id)
    const fresh = [added.id, added.kunden[0].id, added.kunden[1].id, same.kunden[1].id, unknown.id]
    for (const id of fresh) {
      t.match(id, ID)
      t.notMatch(JSON.stringify(body), id, 'without an id, or with a wrong one, it is new')
    }
    t.equal(new Set(fresh).size, fresh.length)
  }
)

t.test('a replacement that fails changes nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const bodies: [status: number, body: unknown][] = [
    [400, '['],
    [400, update([])],
    [400, { kundenangaben: {} }],
    [400, { updateMetadaten: {} }],
    [400, update({ haushalte: [{ kunden: [{}, {}, {}] }] })],
    [422, update({}, { tippgeber: { tippgeberPartnerId: '?' } })],
    [422, update({ haushalte: [{ kunden: [{ referenzId: 'k' }, { referenzId: 'k' }] }] })]
  ]
  for (const nummer of ['YX4MDU', 'A65JS6']) {
    const before = JSON.stringify(await kept(sandbox, nummer))
    for (const [status, body] of bodies) {
      const reply = await sandbox.call('PUT', `/kundenangaben/${nummer}`, { token, body })
      t.equal(reply.status, status, JSON.stringify(body))
      t.same((await lastExchange(sandbox)).changes, [])
    }
    t.equal(JSON.stringify(await kept(sandbox, nummer)), before)
  }
})

t.test('the seeded cases show the documented example', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const nummer of ['YX4MDU', 'A65JS6']) {
    const path = `/kundenangaben/${nummer}`
    const { status, body } = await sandbox.call('GET', path, { token })
    t.equal(status, 200, nummer)
    t.strictSame(withoutIds(body), quickStart.kundenangaben, nummer)
    const replaced = await sandbox.call('PUT', path, { token, body: update(body) })
    t.equal(replaced.status, 204, nummer)
    t.strictSame((await sandbox.call('GET', path, { token })).body, body, 'unchanged')
  }
})
