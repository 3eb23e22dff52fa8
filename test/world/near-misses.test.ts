import t from 'tap'
import type { Exchange } from '../../src/world/exchange.ts'
import { createJournal } from '../../src/world/journal.ts'
import { type Compared, compare, fits, type Pattern, tellMismatch } from '../../src/world/match.ts'
import { exchange } from './small-world.ts'

const body = {
  name: 'Max',
  kinder: [
    { name: 'Eva', alter: 7 },
    { name: 'Udo', alter: 9 }
  ],
  plan: { betrag: 250_000, beginn: '2027-01-01', frei: null }
}

const request: Compared = {
  operationId: 'postFall',
  method: 'POST',
  path: '/faelle/4711/kunden',
  query: { art: 'test' },
  status: 201,
  client: 'demo',
  correlationId: 't-1',
  headers: { 'x-note': 'a' },
  body: () => body
}

const told = (pattern: Pattern) => compare(request, pattern).mismatches.map(tellMismatch)

t.test('every criterion fits or says why it does not', async t => {
  const cases: readonly (readonly [Pattern, readonly string[]])[] = [
    [{}, []],
    [
      { operationId: 'postFall', method: 'post', path: '/faelle/*', status: 201, client: 'demo' },
      []
    ],
    [{ operationId: 'getFall' }, ['operationId: expected "getFall", was "postFall"']],
    [{ method: 'PUT' }, ['method: expected "PUT", was "POST"']],
    [{ path: '/fall' }, ['path: expected "/fall", was "/faelle/4711/kunden"']],
    [{ status: 200 }, ['status: expected 200, was 201']],
    [{ client: 'other' }, ['client: expected "other", was "demo"']],
    [{ correlationId: 't-2' }, ['correlationId: expected "t-2", was "t-1"']],
    [{ query: { art: 'echt' } }, ['query art: expected "echt", was "test"']],
    [{ query: { seite: '1' } }, ['query seite: expected "1", nothing is there']],
    [{ headers: { 'X-Note': 'b' } }, ['headers X-Note: expected "b", was "a"']],
    [{ headers: { accept: 'b' } }, ['headers accept: expected "b", nothing is there']],
    [{ body: { kinder: [{}, { name: 'Udo' }] } }, []],
    [{ body: { name: 'Moritz' } }, ['body name: expected "Moritz", was "Max"']],
    [
      { body: { kinder: [{ alter: 8 }] } },
      ['body kinder.length: expected 1, was 2', 'body kinder[0].alter: expected 8, was 7']
    ],
    [
      { body: { plan: { zins: 1 }, ort: { plz: '1' } } },
      [
        'body plan.zins: expected 1, nothing is there',
        'body ort: expected {"plz":"1"}, nothing is there'
      ]
    ],
    [{ bodyIs: body }, []],
    [
      { bodyIs: { name: 'Max', plan: body.plan } },
      ['bodyIs properties: expected ["name","plan"], was ["kinder","name","plan"]']
    ]
  ]
  for (const [pattern, expected] of cases) {
    t.strictSame(told(pattern), expected, JSON.stringify(pattern))
    t.equal(fits(request, pattern), expected.length === 0)
  }
})

t.test('places of a body are held to values and conditions', async t => {
  const cases: readonly (readonly [string, unknown, boolean])[] = [
    ['name', 'Max', true],
    ['$.name', 'Max', true],
    ['kinder[1].alter', 9, true],
    ['kinder[1].alter', '9', false],
    ['kinder[*].alter', 9, true],
    ['kinder[*].alter', 8, false],
    ['kinder[2].alter', 9, false],
    ['plan.frei', null, true],
    ['plan.betrag', { atLeast: 250_000, atMost: 250_000 }, true],
    ['plan.betrag', { atLeast: 250_001 }, false],
    ['plan.betrag', { atLeast: '1' }, false],
    ['plan.beginn', { atLeast: '2026-12-31', atMost: '2027-12-31' }, true],
    ['plan.beginn', { like: '2027-*' }, true],
    ['plan.betrag', { like: '*' }, false],
    ['kinder', { length: 2 }, true],
    ['name', { length: 4 }, false],
    ['name', { in: ['Eva', 'Max'] }, true],
    ['name', { in: [] }, false],
    ['kinder[0]', { equals: { alter: 7, name: 'Eva' } }, true],
    ['kinder[0]', { equals: { name: 'Eva' } }, false],
    ['plan.zins', { exists: false }, true],
    ['plan.zins', { exists: true }, false],
    ['plan.frei', { exists: true }, true],
    ['plan.frei', { exists: false }, false],
    ['plan.__proto__', { exists: true }, false]
  ]
  for (const [place, condition, expected] of cases) {
    const pattern = { bodyPaths: { [place]: condition } } as Pattern
    t.equal(fits(request, pattern), expected, JSON.stringify(pattern))
  }
  t.strictSame(told({ bodyPaths: { 'kinder[*].alter': 8 } }), [
    'bodyPaths kinder[*].alter: expected 8, was [7,9]'
  ])
})

t.test('a long value is shortened where it is told', async t => {
  t.ok((told({ body: { name: 'x'.repeat(5_000) } })[0] ?? '').length < 200)
})

t.test('the nearest come first, those that fit are no near misses', async t => {
  const journal = createJournal({ entries: 10, bytes: 1e6 })
  const add = (more: Partial<Exchange>) => journal.add(exchange(more))
  add({ method: 'GET', url: '/faelle/1' })
  add({ method: 'POST', url: '/faelle', requestBody: { name: 'Max', alter: 7 }, requestBytes: 9 })
  add({ method: 'POST', url: '/faelle', requestBody: { name: 'Eva', alter: 8 }, requestBytes: 9 })
  add({ method: 'POST', url: '/faelle', requestBody: { name: 'Max', alter: 8 }, requestBytes: 9 })
  add({ method: 'GET', url: '/ganz/anders' })
  const pattern: Pattern = { method: 'POST', path: '/faelle', body: { name: 'Max', alter: 8 } }
  const found = journal.nearest(pattern, 10)
  t.strictSame(
    found.map(({ request }) => request.id),
    ['3', '2', '1', '5']
  )
  t.strictSame(found[1]?.mismatches, [{ criterion: 'body', at: 'alter', expected: 8, actual: 7 }])
  for (const { score } of found) t.ok(score >= 0 && score < 1, String(score))
  t.equal(journal.nearest(pattern, 1).length, 1)
  t.strictSame(journal.nearest({ ...pattern, since: '4' }, 10).length, 1)
  t.equal(journal.count(pattern), 1)
})

t.test('what nearly fitted is told without secrets', async t => {
  const journal = createJournal({ entries: 10, bytes: 1e6 })
  const requestHeaders = { authorization: 'Bearer geheim' }
  const requestBody = { pin: '4711', konto: 'DE02120300000000202051' }
  journal.add(exchange({ requestHeaders, requestBody, requestBytes: 9, url: '/?token=geheim' }))
  const found = journal.nearest(
    {
      headers: { Authorization: 'Bearer anders' },
      query: { token: 'anders' },
      body: { pin: '0815', konto: 'DE' },
      bodyPaths: { pin: '0816' }
    },
    1
  )
  t.equal(found[0]?.mismatches.length, 5)
  t.notMatch(JSON.stringify(found), /geheim|anders|4711|0815|0816|DE02120300000000202051/)
})
