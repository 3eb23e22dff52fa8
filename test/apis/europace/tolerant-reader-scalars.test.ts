import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { create, lastExchange, newCase, withKunde } from './cases.ts'

const FAIL = Symbol('unreadable')
const ABSENT = undefined

type Property = {
  /** The Kundenangaben around a JSON text, which may be one that `JSON.stringify` does not write. */
  readonly around: (json: string) => string
  // biome-ignore lint/suspicious/noExplicitAny: an answer is walked
  readonly at: (angaben: any) => unknown
}

const TEXT: Property = {
  around: json => `{"haushalte":[{"kunden":[{"referenzId":"k","externeKundenId":${json}}]}]}`,
  at: angaben => angaben.haushalte[0].kunden[0].externeKundenId
}
const DOUBLE: Property = {
  around: json => `{"haushalte":[{"zusatzangaben":{"lebenshaltungskostenMonatlich":${json}}}]}`,
  at: angaben => angaben.haushalte[0].zusatzangaben.lebenshaltungskostenMonatlich
}
const INT32: Property = {
  around: json => `{"haushalte":[{"zusatzangaben":{"kfzAnzahl":${json}}}]}`,
  at: angaben => angaben.haushalte[0].zusatzangaben.kfzAnzahl
}
const BOOLEAN: Property = {
  around: json => `{"haushalte":[{"erfahrungImmobilienFinanzierung":${json}}]}`,
  at: angaben => angaben.haushalte[0].erfahrungImmobilienFinanzierung
}
const DATE: Property = {
  around: json => `{"haushalte":[{"kinder":[{"geburtsdatum":${json}}]}]}`,
  at: angaben => angaben.haushalte[0].kinderErfassung.kinder[0].geburtsdatum
}

/** What is kept of a JSON text, by the kind of the property. dossier B8 */
const TABLES: readonly [name: string, Property, readonly (readonly [json: string, unknown])[]][] = [
  [
    'text',
    TEXT,
    [
      ['"a"', 'a'],
      ['""', ''],
      ['7', '7'],
      ['1.50', '1.5'],
      ['true', 'true'],
      ['false', 'false'],
      ['{}', FAIL],
      ['["a"]', FAIL],
      ['null', ABSENT]
    ]
  ],
  [
    'double',
    DOUBLE,
    [
      ['1.25', 1.25],
      ['-3', -3],
      ['1e3', 1000],
      ['"12.5"', 12.5],
      ['"12,5"', FAIL],
      ['"viel"', FAIL],
      ['"0x10"', FAIL],
      ['"Infinity"', FAIL],
      ['true', FAIL],
      ['""', ABSENT],
      ['{}', FAIL],
      ['[1]', FAIL],
      ['null', ABSENT]
    ]
  ],
  [
    'int32',
    INT32,
    [
      ['2', 2],
      ['2.9', 2],
      ['-2.9', -2],
      ['0.5', 0],
      ['-0.5', 0],
      ['2147483647', 2147483647],
      ['-2147483648', -2147483648],
      ['2147483648', FAIL],
      ['1e30', FAIL],
      ['"3"', 3],
      ['"3.5"', FAIL],
      ['"2147483648"', FAIL],
      ['true', FAIL],
      ['""', ABSENT],
      ['{}', FAIL],
      ['[]', FAIL],
      ['null', ABSENT]
    ]
  ],
  [
    'boolean',
    BOOLEAN,
    [
      ['true', true],
      ['false', false],
      ['0', false],
      ['1', true],
      ['-0.5', true],
      ['"true"', true],
      ['"TRUE"', true],
      ['"False"', false],
      ['"ja"', FAIL],
      ['"1"', FAIL],
      ['""', ABSENT],
      ['{}', FAIL],
      ['[true]', FAIL],
      ['null', ABSENT]
    ]
  ],
  [
    'date',
    DATE,
    [
      ['"2020-02-29"', '2020-02-29'],
      ['"2020-02-29T23:59:59Z"', '2020-02-29'],
      ['"2020-02-29T00:00:00.000+01:00"', '2020-02-29'],
      ['"2021-02-29"', FAIL],
      ['"2020-02-31"', FAIL],
      ['"2020-13-01"', FAIL],
      ['"2020-00-10"', FAIL],
      ['"01.01.2016"', FAIL],
      ['"2016-1-1"', FAIL],
      ['"2016"', FAIL],
      ['20160101', FAIL],
      ['true', FAIL],
      ['""', ABSENT],
      ['{}', FAIL],
      ['[2016,1,1]', FAIL],
      ['null', ABSENT]
    ]
  ]
]

for (const [name, { around, at }, cases] of TABLES) {
  t.test(`a scalar is read as ${name}`, async t => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token()
    for (const [json, stored] of cases) {
      const body = `{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":${around(json)}}`
      const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
      t.equal(reply.status, stored === FAIL ? 400 : 201, json)
      if (stored === FAIL) t.match(reply.body.detail, /^Cannot deserialize into 'kundenangaben\./)
      if (reply.status !== 201) continue
      const path = `/kundenangaben/${reply.body.vorgangsnummer}`
      const read = await sandbox.call('GET', path, { token })
      t.strictSame(at(read.body), stored, json)
    }
  })
}

t.test('the metadata are read with the same tolerance', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const metadaten = {
    externeVorgangsId: 4711,
    prioritaet: 'EILIG',
    quelle: 'unknown',
    leadtracking: { sendNotification: 'true', kampagne: null }
  }
  const nummer = await create(sandbox, token, newCase({}, metadaten))
  const vorgang = await (await sandbox.workspace()).store.get('vorgaenge', nummer)
  t.strictSame((vorgang as unknown as { metadaten: object }).metadaten, {
    externeVorgangsId: '4711',
    leadtracking: { sendNotification: true }
  })
})

t.test('the parts of the envelope have to be there', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const kontext = { datenkontext: 'TEST_MODUS' }
  const bodies: [method: string, body: object, fields: string[]][] = [
    ['POST', {}, ['importMetadaten', 'kundenangaben']],
    ['POST', { importMetadaten: null, kundenangaben: null }, ['importMetadaten', 'kundenangaben']],
    ['POST', { importMetadaten: kontext }, ['kundenangaben']],
    ['POST', { kundenangaben: {} }, ['importMetadaten']],
    ['POST', newCase({}, { datenkontext: undefined }), ['importMetadaten.datenkontext']],
    ['POST', newCase({}, { datenkontext: null }), ['importMetadaten.datenkontext']],
    ['POST', newCase({}, { datenkontext: 'ECHTGESCHAEFT' }), ['importMetadaten.datenkontext']],
    ['PUT', {}, ['kundenangaben', 'updateMetadaten']],
    ['PUT', { kundenangaben: {} }, ['updateMetadaten']],
    ['PUT', { updateMetadaten: {} }, ['kundenangaben']],
    ['PUT', { importMetadaten: kontext, kundenangaben: {} }, ['updateMetadaten']]
  ]
  for (const [method, body, fields] of bodies) {
    const path = method === 'PUT' ? '/kundenangaben/YX4MDU' : '/kundenangaben'
    const reply = await sandbox.call(method, path, { token, body })
    const title = `${method} ${JSON.stringify(body)}`
    t.equal(reply.status, 400, title)
    t.equal(reply.body.title, 'Constraint Violation', title)
    const violations = fields.map(field => ({ field, message: 'must not be null' }))
    const byField = (one: { field: string }, other: { field: string }) =>
      one.field < other.field ? -1 : 1
    t.strictSame(reply.body.violations?.sort(byField), violations, title)
  }
})

t.test('a replacement reports what it ignored as well', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const headers = { prefer: 'respond-async, Handling="report"' }
  const body = { kundenangaben: withKunde({ neu: 1 }), updateMetadaten: { alt: 2 } }
  const reply = await sandbox.call('PUT', '/kundenangaben/YX4MDU', { token, headers, body })
  t.equal(reply.status, 204)
  const told = [
    { path: 'kundenangaben.haushalte[0].kunden[0].neu', value: 1, reason: 'unknown property' },
    { path: 'updateMetadaten.alt', value: 2, reason: 'unknown property' }
  ]
  t.strictSame(JSON.parse(reply.headers.get('x-sandkasten-diagnostics') ?? ''), told)
  t.strictSame((await lastExchange(sandbox)).dropped, told)
})

t.test('the report fits into a header field, however much was ignored', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const headers = { prefer: 'handling=report' }
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`ä€😀\u0007${n}`, 'ö']))
  const body = newCase({ ...many, passwort: 'geheim', iban: 'DE02120300000000202051' })
  const reply = await sandbox.call('POST', '/kundenangaben', { token, headers, body })
  const header = reply.headers.get('x-sandkasten-diagnostics') ?? ''
  t.ok(header.length <= 4096, `${header.length} characters`)
  t.match(header, /^[\x20-\x7e]+$/, 'in ASCII')
  const told = JSON.parse(header)
  t.same(told[0], { path: 'kundenangaben.ä€😀\u00070', value: 'ö', reason: 'unknown property' })
  t.match(told.at(-1), { reason: `${502 - (told.length - 1)} more, see the journal` })

  const { dropped } = await lastExchange(sandbox)
  t.equal(dropped.length, 502)
  t.notMatch(JSON.stringify(dropped), /geheim|DE02120300000000202051/, 'secrets stay secret')
  t.notMatch(header, /geheim|DE02120300000000202051/)

  const path = '/kundenangaben/body-validation'
  const checked = await sandbox.call('POST', path, { token, headers, body })
  t.equal(checked.body.diagnostics.length, 502, 'a body has room for all')
})
