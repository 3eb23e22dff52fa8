import t from 'tap'
import type { Exchange } from '../../src/world/exchange.ts'
import { createJournal } from '../../src/world/journal.ts'
import type { Pattern } from '../../src/world/match.ts'
import { exchange, idsOf } from './small-world.ts'

const json = { 'content-type': 'application/json' }
const open = new AbortController().signal

function journalOf(exchanges: readonly Partial<Exchange>[], entries = 1_000, bytes = 1e9) {
  const journal = createJournal({ entries, bytes })
  for (const one of exchanges) journal.add(exchange(one))
  return journal
}

const urls = (count: number) => Array.from({ length: count }, (_, n) => ({ url: `/${n + 1}` }))
const body = (value: unknown) => Buffer.from(JSON.stringify(value))

t.test('an entry is shown as people may see it', async t => {
  const journal = journalOf([
    {
      method: 'POST',
      url: '/tiere/a?farbe=rot&token=geheim',
      operationId: 'postTier',
      api: 'tiere',
      client: 'demo-client+ci',
      correlationId: 'c-1',
      status: 201,
      fault: 'delay=1',
      requestHeaders: { ...json, authorization: 'Bearer abc' },
      requestBody: body({ name: 'Rex', pin: '1234' }),
      requestBytes: 28,
      responseHeaders: { 'Content-Type': 'application/json' },
      responseBody: { id: 'a', iban: 'DE89370400440532013000' },
      responseBytes: 43,
      changes: [{ change: 'created', collection: 'tiere', id: 'a' }],
      dropped: [
        { path: 'kunden[0].pin', value: '1234', reason: 'unknown property' },
        { path: 'konto', value: { iban: 'DE89370400440532013000' }, reason: 'unknown property' },
        { path: 'leer', reason: 'empty' }
      ]
    }
  ])
  t.strictSame(journal.find({}), [
    {
      id: '1',
      at: '2026-11-21T12:00:00.000Z',
      durationMs: 1.5,
      method: 'POST',
      operationId: 'postTier',
      api: 'tiere',
      workspace: 'small',
      client: 'demo-client+ci',
      correlationId: 'c-1',
      status: 201,
      fault: 'delay=1',
      changes: [{ change: 'created', collection: 'tiere', id: 'a' }],
      dropped: [
        { path: 'kunden[0].pin', value: '[redacted]', reason: 'unknown property' },
        { path: 'konto', value: { iban: 'DE89***************000' }, reason: 'unknown property' },
        { path: 'leer', reason: 'empty' }
      ],
      path: '/tiere/a',
      query: { farbe: 'rot', token: '[redacted]' },
      request: {
        headers: { ...json, authorization: 'Bearer [redacted]' },
        body: { name: 'Rex', pin: '[redacted]' }
      },
      response: { headers: json, body: { id: 'a', iban: 'DE89***************000' } }
    }
  ])
  t.strictSame(journal.get('1'), journal.find({})[0])
})

t.test('what an exchange does not have is not shown', async t => {
  const journal = journalOf([{ operationId: undefined, requestBody: Buffer.alloc(0) }])
  t.strictSame(journal.get('1'), {
    id: '1',
    at: '2026-11-21T12:00:00.000Z',
    durationMs: 1.5,
    method: 'GET',
    workspace: 'small',
    status: 200,
    changes: [],
    dropped: [],
    path: '/tiere',
    request: { headers: {} },
    response: { headers: {} }
  })
})

t.test('a body is shown as what it is', async t => {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const cases: [string, Record<string, string>, string, unknown][] = [
    ['JSON', json, '{"a":[1,null]}', { a: [1, null] }],
    ['JSON without a type', {}, '[1]', [1]],
    ['a form', form, 'a=1&client_secret=x', { a: '1', client_secret: '[redacted]' }],
    ['broken JSON', json, '{"a":', '{"a":'],
    ['broken JSON with a secret', json, '{"pin": "1234",', '{"pin": "[redacted]",'],
    ['other text', { 'content-type': 'text/plain' }, 'Grüße', 'Grüße']
  ]
  for (const [title, headers, text, shown] of cases) {
    const journal = journalOf([
      { requestHeaders: headers, requestBody: Buffer.from(text), requestBytes: text.length }
    ])
    t.strictSame(journal.get('1')?.request.body, shown, title)
  }
})

const exchanges: Partial<Exchange>[] = [
  { operationId: 'listTiere', url: '/tiere?farbe=rot', client: 'demo', correlationId: 'x' },
  {
    operationId: 'postTier',
    method: 'POST',
    status: 201,
    requestHeaders: { ...json, 'x-art': 'HUND' },
    requestBody: body({ name: 'Rex', halter: { alter: 7, namen: ['Max', 'Mia'] }, chip: null })
  },
  { operationId: 'getTier', url: '/tiere/a/namen', status: 404, client: 'demo' },
  { url: '/konten/DE89370400440532013000' }
]

t.test('a pattern finds the exchanges that fit in everything given', async t => {
  const cases: [Pattern, string[]][] = [
    [{}, ['1', '2', '3', '4']],
    [{ operationId: 'getTier' }, ['3']],
    [{ operationId: 'einhorn' }, []],
    [{ method: 'post' }, ['2']],
    [{ status: 404 }, ['3']],
    [{ client: 'demo' }, ['1', '3']],
    [{ client: 'demo', status: 200 }, ['1']],
    [{ correlationId: 'x' }, ['1']],
    [{ headers: { 'X-Art': 'HUND' } }, ['2']],
    [{ headers: { 'x-art': 'KATZE' } }, []],
    [{ headers: { 'x-art': 'HUND', 'x-fehlt': 'ja' } }, []],
    [{ since: '2' }, ['3', '4']],
    [{ since: '4' }, []],
    [{ path: '/tiere' }, ['1', '2']],
    [{ path: '/tiere?farbe=rot' }, []],
    [{ path: '/tiere/*/namen' }, ['3']],
    [{ path: '/tiere*' }, ['1', '2', '3']],
    [{ path: '*' }, ['1', '2', '3', '4']],
    [{ path: '*namen' }, ['3']],
    [{ path: '*t*e*' }, ['1', '2', '3', '4']],
    [{ path: '*e*t*' }, []],
    [{ path: '/tiere/a*a/namen' }, []],
    [{ path: '/x*' }, []],
    [{ body: { name: 'Rex' } }, ['2']],
    [{ body: { name: 'Max' } }, []],
    [{ body: { halter: { alter: 7 } } }, ['2']],
    [{ body: { halter: { alter: '7' } } }, []],
    [{ body: { halter: { namen: ['Max', 'Mia'] } } }, ['2']],
    [{ body: { halter: { namen: ['Max'] } } }, []],
    [{ body: { halter: ['Max'] } }, []],
    [{ body: { chip: null } }, ['2']],
    [{ body: { name: { first: 'Rex' } } }, []],
    [{ body: { chip: {} } }, []],
    [{ body: { fehlt: null } }, []],
    [{ body: { toString: {} } }, []],
    [{ body: {} }, ['2']]
  ]
  const journal = journalOf(exchanges)
  for (const [pattern, ids] of cases)
    t.strictSame(idsOf(journal.find(pattern)), ids, JSON.stringify(pattern))
})

t.test('no pattern can hang the server', async t => {
  const journal = journalOf([{ url: `/${'a'.repeat(5_000)}` }])
  t.strictSame(journal.find({ path: `${'*a'.repeat(2_000)}*b` }), [])
  t.equal(journal.find({ path: `${'*a'.repeat(2_000)}*` }).length, 1)
})

t.test('a path shows no whole IBAN', async t => {
  t.equal(journalOf(exchanges).get('4')?.path, '/konten/DE89***************000')
})

t.test('only the last entries are kept', async t => {
  const journal = journalOf(urls(5), 3)
  t.equal(journal.size, 3)
  t.strictSame(idsOf(journal.find({})), ['3', '4', '5'])
  t.equal(journal.get('2'), undefined)
  t.equal(journal.get('5')?.path, '/5')
  t.equal(journal.get('05'), undefined)

  const long = journalOf(urls(2_000), 10)
  t.equal(long.size, 10)
  t.strictSame(idsOf(long.find({}))[0], '1991')
  t.strictSame(idsOf(long.find({ since: '1998' })), ['1999', '2000'])
})

t.test('only so many bytes are kept, but always the last entry', async t => {
  const half = { requestBytes: 2_500, responseBytes: 2_500 }
  const journal = journalOf([...urls(1), half, half, half], 1_000, 12_500)
  t.strictSame(idsOf(journal.find({})), ['3', '4'])
  journal.add(exchange({ requestBytes: 100_000 }))
  t.strictSame(idsOf(journal.find({})), ['5'])
  for (const one of urls(3)) journal.add(exchange(one))
  t.strictSame(idsOf(journal.find({})), ['6', '7', '8'], 'its bytes are free again')
  t.ok(journalOf(urls(10_000), 100_000, 50_000).size <= 50, 'small entries cost something too')
})

t.test('a journal that was cleared goes on counting', async t => {
  const journal = journalOf(urls(3))
  journal.clear()
  t.strictSame([journal.size, journal.find({})], [0, []])
  journal.add(exchange())
  t.strictSame(idsOf(journal.find({})), ['4'])
  t.strictSame(idsOf(journal.find({ since: '3' })), ['4'])
})

t.test('who waits gets what was there and what comes', async t => {
  const journal = journalOf(urls(2))
  t.strictSame(idsOf(await journal.wait({}, 2, open)), ['1', '2'])
  t.strictSame(await journal.wait({ path: '/x' }, 0, open), [])

  const waiting = journal.wait({ path: '/tiere' }, 2, open)
  const all = journal.wait({}, 5, open)
  journal.add(exchange())
  journal.add(exchange({ url: '/orte' }))
  journal.add(exchange())
  t.strictSame(idsOf(await waiting), ['3', '5'])
  t.strictSame(idsOf(await all), ['1', '2', '3', '4', '5'])
})

t.test('nothing is made readable for nothing', async t => {
  let shown = 0
  const told = {
    path: 'a',
    get reason() {
      shown++
      return 'unknown property'
    }
  }
  const journal = journalOf([{ dropped: [told] }, { dropped: [told] }, { dropped: [told] }])
  const waiting = journal.wait({}, 5, open)
  journal.add(exchange({ dropped: [told] }))
  t.equal(journal.count({}), 4)
  t.equal(shown, 0)
  const latest = journal.latest(() => true, 1)
  const seen = shown
  t.ok(seen > 0, 'it is seen when it is')
  t.strictSame(idsOf(latest), ['4'])

  journal.add(exchange())
  t.strictSame(idsOf(await waiting), ['1', '2', '3', '4', '5'])
  t.equal(shown, 5 * seen, 'each once')
})

t.test('what was there before a reset does not count for those who wait', async t => {
  const journal = journalOf(urls(2))
  const waiting = journal.wait({}, 3, open)
  journal.clear()
  journal.add(exchange({ url: '/a' }))
  journal.add(exchange({ url: '/b' }))
  t.equal(await Promise.race([waiting, 'still waiting']), 'still waiting')
  journal.add(exchange({ url: '/c' }))
  t.strictSame(
    (await waiting).map(({ path }) => path),
    ['/a', '/b', '/c']
  )
})

t.test('who waits is told of those that made room for others meanwhile', async t => {
  const journal = journalOf(urls(1), 1)
  const waiting = journal.wait({ method: 'GET' }, 3, open)
  for (const url of ['/b', '/c']) journal.add(exchange({ url }))
  t.strictSame(idsOf(await waiting), ['1', '2', '3'])
  t.equal(journal.size, 1)
})

t.test('the text of a body is read when somebody looks at it', async t => {
  const text = (requestBody: string) => ({ requestBody, requestBytes: requestBody.length })
  const journal = journalOf([
    text('{"name":"Rex","pin":"1234"}'),
    text('"Rex"'),
    text('[redacted]'),
    { requestHeaders: json, requestBytes: 5, requestBody: body('Rex') }
  ])
  t.strictSame(
    journal.find({}).map(({ request }) => request.body),
    [{ name: 'Rex', pin: '[redacted]' }, 'Rex', '[redacted]', 'Rex']
  )
  t.strictSame(idsOf(journal.find({ body: { name: 'Rex' } })), ['1'])
  t.strictSame(idsOf(journal.find({ bodyIs: 'Rex' })), ['2', '4'])
  const [answered] = journalOf([{ responseBody: '12', responseBytes: 2 }]).find({})
  t.equal(answered?.response.body, '12', 'an answer is what was sent')
})

t.test('who gives up waiting gets what there is', async t => {
  const journal = journalOf(urls(1))
  const abort = new AbortController()
  const waiting = journal.wait({}, 9, abort.signal)
  journal.add(exchange())
  abort.abort()
  t.strictSame(idsOf(await waiting), ['1', '2'])
  t.strictSame(idsOf(await journal.wait({}, 9, abort.signal)), ['1', '2'], 'at once')
})

t.test('documents of changes are shown only where one request is asked for', async t => {
  const konto = { id: 'k', iban: 'DE89370400440532013000', pin: '1234', stand: 7 }
  const text = 'Überweisung an DE89370400440532013000.'
  const changes = [
    { change: 'created', collection: 'konten', id: 'k', document: konto },
    { change: 'replaced', collection: 'notizen', id: 'n', document: { id: 'n', text } },
    { change: 'removed', collection: 'tiere', id: 'a' }
  ] as const
  const short = changes.map(({ change, collection, id }) => ({ change, collection, id }))
  const journal = journalOf([{ changes }])
  t.strictSame(journal.find({})[0]?.changes, short)
  t.strictSame((await journal.wait({}, 1, open))[0]?.changes, short)
  t.strictSame(journal.get('1')?.changes, [
    {
      ...short[0],
      document: { id: 'k', iban: 'DE89***************000', pin: '[redacted]', stand: 7 }
    },
    { ...short[1], document: { id: 'n', text: 'Überweisung an DE89***************000.' } },
    short[2]
  ])
  t.equal(konto.iban, 'DE89370400440532013000', 'the document itself is left alone')
})

t.test('why a place was ignored is told without the middle of an IBAN', async t => {
  const reason = 'Der Wert "DE89370400440532013000" für iban wurde nicht übernommen.'
  const journal = journalOf([{ dropped: [{ path: 'iban', reason }] }])
  const told = 'Der Wert "DE89***************000" für iban wurde nicht übernommen.'
  t.strictSame(journal.get('1')?.dropped, [{ path: 'iban', reason: told }])
  t.strictSame(journal.find({})[0]?.dropped, [{ path: 'iban', reason: told }])
})
