import t from 'tap'
import { create, newCase, quickStart, tokenForm } from '../apis/europace/cases.ts'
import { createSandbox, type Reply, type Sandbox, START } from '../sandbox.ts'

const REQUESTS = '/_sandkasten/requests'

/** The sandbox of all tests that only read its journal. */
const { sandbox, nummer } = await createTraffic()

/** Four requests: a token, a case, the case read, another one not found. */
async function createTraffic() {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const headers = { 'X-TraceId': 't-1', 'X-Note': 'a' }
  const made = await sandbox.call('POST', '/kundenangaben', { token, headers, body: quickStart })
  const nummer: string = made.body.vorgangsnummer
  await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })
  await sandbox.call('GET', '/kundenangaben/UNKNOWN?x=1&y=zwei', { token })
  return { sandbox, nummer }
}

function idsOf({ body }: Reply): readonly string[] {
  return body.map((one: { id: string }) => one.id)
}

t.test('an entry tells what was asked, answered and changed', async t => {
  const { body } = await sandbox.call('GET', REQUESTS)
  t.match(body[1], {
    id: '2',
    at: START,
    durationMs: Number,
    method: 'POST',
    path: '/kundenangaben',
    operationId: 'importKundenangaben',
    api: 'europace-kundenangaben',
    workspace: 'default',
    client: 'demo-client',
    correlationId: 't-1',
    status: 201,
    request: { headers: { 'x-note': 'a' }, body: quickStart },
    response: { headers: { 'x-traceid': 't-1' }, body: { vorgangsnummer: nummer } }
  })
  const made = { change: 'created', collection: 'vorgaenge', id: nummer }
  t.strictSame(
    body[1].changes.filter((one: { id: string }) => one.id === nummer),
    [made]
  )
  t.notOk('query' in body[1] || 'fault' in body[1], 'what is not there is left out')
  t.match(body[3], {
    status: 404,
    path: '/kundenangaben/UNKNOWN',
    query: { x: '1', y: 'zwei' },
    changes: []
  })
  t.ok(body[0].changes.some((one: { collection: string }) => one.collection === 'tokens'))
})

t.test('an entry tells what the tolerant reader ignored', async t => {
  const sandbox = await createSandbox(t)
  const body = { ...newCase(), farbe: 'gelb' }
  await create(sandbox, await sandbox.token(), body)
  const { body: entry } = await sandbox.call('GET', `${REQUESTS}/2`)
  t.match(entry.dropped, [{ path: 'farbe', value: 'gelb', reason: String }])
})

t.test('the newest come last and can be asked for alone', async t => {
  const list = async (query: string) => idsOf(await sandbox.call('GET', REQUESTS + query))
  t.strictSame(await list(''), ['1', '2', '3', '4'])
  t.strictSame(await list('?limit=1'), ['4'])
  t.strictSame(await list('?limit=3'), ['2', '3', '4'])
  t.strictSame(await list('?limit=10000'), ['1', '2', '3', '4'])
  t.strictSame(await list('?operationId=getKundenangaben'), ['3', '4'])
  t.strictSame(await list('?operationId=getKundenangaben&limit=1'), ['4'])
  t.strictSame(await list('?operationId=nothing'), [])
  for (const limit of ['0', '-1', '1.5', 'many', '10001', ''])
    t.match(
      await sandbox.call('GET', `${REQUESTS}?limit=${limit}`),
      { status: 400, body: { violations: [{ field: 'limit' }] } },
      `limit=${limit}`
    )
})

t.test('one entry is read by its number', async t => {
  const { body } = await sandbox.call('GET', REQUESTS)
  const one = await sandbox.call('GET', `${REQUESTS}/3`)
  t.equal(one.status, 200)
  t.strictSame(one.body, body[2])
  for (const id of ['5', '0', '-1', '03', 'x', '1.0'])
    t.match(await sandbox.call('GET', `${REQUESTS}/${id}`), { status: 404, body: { detail: id } })
})

t.test('a journal is emptied, and later entries have numbers of their own', async t => {
  const sandbox = await createSandbox(t)
  for (let n = 0; n < 4; n++) await sandbox.token()
  t.match(await sandbox.call('DELETE', REQUESTS), { status: 204, text: '' })
  t.strictSame((await sandbox.call('GET', REQUESTS)).body, [])
  t.equal((await sandbox.call('GET', `${REQUESTS}/1`)).status, 404)
  await sandbox.token()
  const ids = idsOf(await sandbox.call('GET', REQUESTS))
  t.equal(ids.length, 1)
  t.notOk(['1', '2', '3', '4'].includes(ids[0] ?? '1'))
})

t.test('calls of the control API and pages are not in the journal', async t => {
  const sandbox = await createSandbox(t)
  for (const path of [REQUESTS, '/_sandkasten/nothing', '/health', '/', '/nothing'])
    await sandbox.call('GET', path)
  t.strictSame((await sandbox.call('GET', REQUESTS)).body, [])
})

t.test('the journal remembers as many requests as the configuration says', async t => {
  const sandbox = await createSandbox(t, { journalEntries: 3 })
  for (let n = 0; n < 5; n++) await sandbox.token()
  t.strictSame(idsOf(await sandbox.call('GET', REQUESTS)), ['3', '4', '5'])
})

t.test('patterns find and count the requests that fit', async t => {
  const [haushalt] = quickStart.kundenangaben.haushalte
  const cases: readonly (readonly [pattern: object, ids: string])[] = [
    [{}, '1234'],
    [{ operationId: 'getKundenangaben' }, '34'],
    [{ method: 'post' }, '12'],
    [{ method: 'POST', status: 201 }, '2'],
    [{ status: 500 }, ''],
    [{ path: '*' }, '1234'],
    [{ path: '/kundenangaben' }, '2'],
    [{ path: '/kundenangaben/*' }, '34'],
    [{ path: '/kundenangaben*' }, '234'],
    [{ path: '*angaben' }, '2'],
    [{ path: `*/${nummer}` }, '3'],
    [{ path: '/*th/*ken' }, '1'],
    [{ path: 'kundenangaben' }, ''],
    [{ path: '/kundenangaben/.' }, ''],
    [{ client: 'demo-client' }, '1234'],
    [{ client: 'demo' }, ''],
    [{ correlationId: 't-1' }, '2'],
    [{ headers: { 'X-NOTE': 'a' } }, '2'],
    [{ headers: { 'x-note': 'b' } }, ''],
    [{ headers: { 'x-nothing': 'a' } }, ''],
    [{ body: {} }, '12'],
    [{ body: { importMetadaten: { datenkontext: 'ECHT_GESCHAEFT' } } }, '2'],
    [{ body: { importMetadaten: { datenkontext: 'TEST_MODUS' } } }, ''],
    [{ body: { kundenangaben: { haushalte: [{}] } } }, '2'],
    [{ body: { kundenangaben: { haushalte: [haushalt] } } }, '2'],
    [{ body: { kundenangaben: { haushalte: [] } } }, ''],
    [{ since: '2' }, '34'],
    [{ since: '4' }, ''],
    [{ since: '1', method: 'GET', status: 404 }, '4']
  ]
  for (const [body, expected] of cases) {
    const found = await sandbox.call('POST', `${REQUESTS}/find`, { body })
    t.equal(found.status, 200)
    t.equal(idsOf(found).join(''), expected, JSON.stringify(body))
    const counted = await sandbox.call('POST', `${REQUESTS}/count`, { body })
    t.match(counted, { status: 200, body: { count: expected.length } })
  }
})

t.test('a pattern that the contract does not know is refused', async t => {
  const sandbox = await createSandbox(t)
  for (const body of [
    { status: '201' },
    { status: 1.5 },
    { colour: 'yellow' },
    { headers: { a: 1 } },
    { headers: 'a' },
    { path: null },
    { since: 2 }
  ])
    for (const [path, sent] of [
      ['find', body],
      ['count', body],
      ['wait', { match: body, timeoutMs: 0 }]
    ] as const)
      t.match(
        await sandbox.call('POST', `${REQUESTS}/${path}`, { body: sent }),
        { status: 400, body: { violations: [{ field: String, message: String }] } },
        `${path} ${JSON.stringify(body)}`
      )
  for (const body of [
    { count: 0 },
    { count: 10_001 },
    { count: '1' },
    { timeoutMs: -1 },
    { timeoutMs: 60_001 },
    { timeoutMs: 0.5 },
    { status: 200 }
  ])
    t.equal((await sandbox.call('POST', `${REQUESTS}/wait`, { body })).status, 400)
})

t.test('waiting ends at once when enough requests came before', async t => {
  const wait = (body: object) => sandbox.call('POST', `${REQUESTS}/wait`, { body })
  const two = await wait({ match: { method: 'GET' }, count: 2, timeoutMs: 0 })
  t.equal(two.status, 200)
  t.strictSame(idsOf(two), ['3', '4'])
  t.strictSame(idsOf(await wait({})), ['1', '2', '3', '4'], 'any request, if nothing is said')
})

t.test('waiting in vain ends with a 408', async t => {
  const wait = (body: object) => sandbox.call('POST', `${REQUESTS}/wait`, { body })
  t.match(await wait({ match: { status: 201 }, count: 2, timeoutMs: 0 }), {
    status: 408,
    body: { status: 408, title: 'Request Timeout', detail: /1 of 2/ }
  })
  t.match(await wait({ match: { since: '4' }, timeoutMs: 20 }), { status: 408 })
})

t.test('waiting ends with the request that was missing', async t => {
  const sandbox = await createSandbox(t)
  const ended: string[] = []
  const wait = async (name: string, pattern: object) => {
    const body = { ...pattern, timeoutMs: 60_000 }
    const reply = await sandbox.call('POST', `${REQUESTS}/wait`, { body })
    ended.push(name)
    return reply
  }
  const one = wait('one', { match: { operationId: 'createToken' } })
  const two = wait('two', { match: { path: '/auth/token' }, count: 2 })
  const both = wait('both', { count: 3 })
  await settle(sandbox)
  t.strictSame(ended, [], 'all wait')

  await sandbox.token('demo-client+elsewhere')
  await settle(sandbox)
  t.strictSame(ended, [], 'another workspace does not count')

  await sandbox.token()
  t.strictSame(idsOf(await one), ['1'])
  t.strictSame(ended, ['one'])
  await sandbox.token()
  t.strictSame(idsOf(await two), ['1', '2'])
  await sandbox.call('GET', '/kundenangaben/NIX')
  t.match((await both).body, [{ id: '1' }, { id: '2' }, { id: '3', status: 401 }])
})

/** Some requests back and forth, so that what was sent before has arrived. */
async function settle(sandbox: Sandbox): Promise<void> {
  for (let n = 0; n < 3; n++) await sandbox.call('GET', '/health')
}

t.test('a refused request has the time of its workspace too', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.call('POST', '/auth/token', { basic: 'nobody:nothing', body: tokenForm() })
  await sandbox.call('GET', '/kundenangaben/NIX')
  await sandbox.call('GET', '/kundenangaben/NIX/nothing')
  const { body } = await sandbox.call('GET', REQUESTS)
  t.strictSame(
    body.map((one: { at: string; status: number }) => [one.status, one.at]),
    [
      [401, START],
      [401, START],
      [404, START]
    ]
  )
})
