import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Request, type Sandbox } from '../../sandbox.ts'
import { type Exact, exactly, newCase, quickStart, withKunde } from './cases.ts'

const BASE = 'https://api.europace.de/kundenangaben/problem/'
const UPDATE = { kundenangaben: {}, updateMetadaten: {} }

type Told = {
  readonly detail?: RegExp | string | undefined
  readonly violations?: readonly object[]
}

/** A problem has its type, title and status, a trace id, and nothing that is not documented. */
function isProblem(t: Test, reply: Reply, status: number, title: string, told: Told = {}): void {
  t.equal(reply.status, status)
  t.equal(reply.headers.get('content-type'), 'application/problem+json')
  const { detail, traceId, violations, ...rest } = reply.body
  const type = BASE + title.toLowerCase().replaceAll(' ', '-')
  t.strictSame(rest, { type, title, status })
  t.equal(traceId, reply.headers.get('x-traceid'))
  if (told.detail instanceof RegExp) t.match(detail, told.detail)
  else if ('detail' in told) t.equal(detail, told.detail)
  t.strictSame(violations, told.violations)
}

async function post(sandbox: Sandbox, body: unknown, more: Request = {}): Promise<Reply> {
  const token = await sandbox.token()
  return sandbox.call('POST', '/kundenangaben', { token, body, ...more })
}

async function postExactly(sandbox: Sandbox, sent: Exact): Promise<Reply> {
  const authorization = `Bearer ${await sandbox.token()}`
  return exactly(sandbox, { ...sent, headers: { authorization, ...sent.headers } })
}

t.test('400: a value of the wrong type is named with its place', async t => {
  const sandbox = await createSandbox(t)
  const darlehen = { '@type': 'BESTEHENDES_IMMOBILIENDARLEHEN', zinsbindungBis: '01.02.2030' }
  const cases: [kundenangaben: unknown, path: string, start: string][] = [
    [[], 'kundenangaben', '[]'],
    [{ haushalte: {} }, 'kundenangaben.haushalte', '{}'],
    [{ haushalte: [{}, 'x'] }, 'kundenangaben.haushalte.[1]', '"x"'],
    [{ haushalte: [{ kunden: 'x' }] }, 'kundenangaben.haushalte.[0].kunden', '"x"'],
    [
      withKunde({ kontakt: { email: ['x'] } }),
      'kundenangaben.haushalte.[0].kunden.[0].kontakt.email',
      '["x"]'
    ],
    [
      { finanzierungsobjekt: { darlehensliste: [{ darlehen: {} }, { darlehen }] } },
      'kundenangaben.finanzierungsobjekt.darlehensliste.[1].darlehen',
      '{"@type":"BESTEHENDES_IMMO'
    ]
  ]
  for (const [kundenangaben, path, start] of cases) {
    const text = JSON.stringify(newCase(kundenangaben))
    const reply = await post(sandbox, text)
    const place = `at line: 1, column: ${text.lastIndexOf(start) + 1}`
    const detail = `Cannot deserialize into '${path}' ${place}`
    isProblem(t, reply, 400, 'Bad Request', { detail })
  }
})

t.test('400: line and column count in the body as it was sent', async t => {
  const sandbox = await createSandbox(t)
  const text = '{\r\n  "importMetadaten": {"datenkontext": "TEST_MODUS"},\n\n  "kundenangaben":\t7}'
  const told = (line: number, column: number) => ({
    detail: `Cannot deserialize into 'kundenangaben' at line: ${line}, column: ${column}`
  })
  isProblem(t, await post(sandbox, text), 400, 'Bad Request', told(4, 20))
  const umlauts = '{"importMetadaten":{"importquelle":"Müller"},"kundenangaben":7}'
  const column = umlauts.indexOf('7') + 1
  isProblem(t, await post(sandbox, umlauts), 400, 'Bad Request', told(1, column))
})

t.test('400: a missing part of a nested object is named as well', async t => {
  const sandbox = await createSandbox(t)
  const darlehensliste = [{ referenzId: 'd' }]
  const parts: [body: unknown, path: string][] = [
    [
      newCase({ finanzierungsobjekt: { darlehensliste } }),
      'kundenangaben.finanzierungsobjekt.darlehensliste.[0].darlehen'
    ],
    [newCase({}, { betreuung: {} }), 'importMetadaten.betreuung.kundenbetreuer'],
    [newCase({}, { tippgeber: {} }), 'importMetadaten.tippgeber.tippgeberPartnerId'],
    [
      newCase({}, { tippgeber: { tippgeberPartnerId: null } }),
      'importMetadaten.tippgeber.tippgeberPartnerId'
    ]
  ]
  for (const [body, path] of parts) {
    const [before, after] = ["Cannot deserialize into '", "' at line: \\d+, column: \\d+$"]
    const detail = new RegExp(`^${before}${path.replace(/[.[\]]/g, '\\$&')}${after}`)
    isProblem(t, await post(sandbox, body), 400, 'Bad Request', { detail })
  }
})

t.test('400: what is no JSON object cannot be read', async t => {
  const sandbox = await createSandbox(t)
  const headers = { 'content-type': 'application/json' }
  for (const body of ['', ' ', '{', '{]', 'null', '7', '"text"', '[]', '{} {}']) {
    const reply = await postExactly(sandbox, { headers, body })
    isProblem(t, reply, 400, 'Bad Request', { detail: 'The request is not readable' })
  }
})

t.test('400: all broken constraints are told at once', async t => {
  const sandbox = await createSandbox(t)
  const haushalt = { kunden: [{}, { referenzId: '' }, { referenzId: 'c' }] }
  const reply = await post(sandbox, {
    importMetadaten: {},
    kundenangaben: {
      haushalte: [haushalt, {}, {}, {}, {}],
      finanzierungsobjekt: {
        immobilie: { typ: { '@type': 'BAUGRUNDSTUECK', grundstuecksgroesse: -1 } }
      },
      finanzierungsbedarf: { ratenschutzbausteine: [{}, {}, {}] },
      sicherungsgeberHaushalte: [{ kinder: [{ geburtsdatum: '2030-01-01' }] }]
    }
  })
  const size = (least: number, most: number) => `size must be between ${least} and ${most}`
  const broken: [field: string, message: string][] = [
    ['importMetadaten.datenkontext', 'must not be null'],
    ['kundenangaben.finanzierungsbedarf.ratenschutzbausteine', size(0, 2)],
    [
      'kundenangaben.finanzierungsobjekt.immobilie.typ.grundstuecksgroesse',
      'must be greater than or equal to 0'
    ],
    ['kundenangaben.haushalte', size(0, 4)],
    ['kundenangaben.haushalte[0].kunden', size(0, 2)],
    ['kundenangaben.haushalte[0].kunden[0].referenzId', 'must not be null'],
    ['kundenangaben.haushalte[0].kunden[1].referenzId', size(1, 2147483647)],
    ['kundenangaben.sicherungsgeberHaushalte[0].kinder[0].geburtsdatum', 'must be a past date']
  ]
  t.ok(Array.isArray(reply.body.violations), 'violations are an array')
  reply.body.violations.sort((a: { field: string }, b: { field: string }) =>
    a.field < b.field ? -1 : 1
  )
  const violations = broken.map(([field, message]) => ({ field, message }))
  isProblem(t, reply, 400, 'Constraint Violation', { detail: undefined, violations })
})

t.test('403: the scope is missing, or the case belongs to others', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('readonly-client')
  const calls: [method: string, path: string, request: Request][] = [
    ['POST', '/kundenangaben', { token, body: newCase() }],
    ['PUT', '/kundenangaben/ED7PIS', { token, body: UPDATE }],
    ['GET', '/kundenangaben/CH6407', { token }],
    ['GET', '/kundenangaben/YX4MDU', { token }]
  ]
  for (const call of calls)
    isProblem(t, await sandbox.call(...call), 403, 'Forbidden', { detail: /./ })
})

t.test('404: the number or the path is unknown', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const paths = [
    '/NONE00',
    '/yx4mdu',
    '/Yx4mdu',
    '/YX4MDU/',
    '/YX4MDU/haushalte',
    '/YX4MDU%20',
    '/__proto__',
    '/constructor',
    `/${'A'.repeat(400)}`,
    '/'
  ]
  for (const path of paths) {
    const reply = await sandbox.call('GET', `/kundenangaben${path}`, { token })
    t.equal(reply.status, 404, path)
    isProblem(t, reply, 404, 'Not Found', { detail: /./ })
  }
  for (const path of ['/kundenangaben/', '/kundenangaben/body-validation/']) {
    const reply = await sandbox.call('POST', path, { token, body: newCase() })
    isProblem(t, reply, 404, 'Not Found', { detail: /./ })
  }
  const put = await sandbox.call('PUT', '/kundenangaben/yx4mdu', { token, body: UPDATE })
  isProblem(t, put, 404, 'Not Found', { detail: /./ })
})

t.test('405: the method does not exist, Allow tells which do', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const calls: [method: string, path: string, allow: string[]][] = [
    ['GET', '/kundenangaben', ['POST']],
    ['PATCH', '/kundenangaben', ['POST']],
    ['DELETE', '/kundenangaben/YX4MDU', ['GET', 'PUT']],
    ['POST', '/kundenangaben/YX4MDU', ['GET', 'PUT']]
  ]
  for (const [method, path, allow] of calls) {
    const reply = await sandbox.call(method, path, { token })
    isProblem(t, reply, 405, 'Method Not Allowed', { detail: /./ })
    t.same(reply.headers.get('allow')?.split(', ').sort(), allow, `${method} ${path}`)
  }
})

t.test('406: the client takes no JSON', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const calls: [method: string, path: string, body?: object][] = [
    ['POST', '/kundenangaben', newCase()],
    ['POST', '/kundenangaben/body-validation', newCase()],
    ['GET', '/kundenangaben/YX4MDU'],
    ['PUT', '/kundenangaben/YX4MDU', UPDATE]
  ]
  for (const [method, path, body] of calls) {
    const ask = (accept: string) =>
      sandbox.call(method, path, { token, headers: { accept }, ...(body ? { body } : {}) })
    for (const accept of ['text/html', 'application/xml, text/*;q=0.5']) {
      const reply = await ask(accept)
      t.equal(reply.status, 406, `${method} ${path}`)
      if (reply.status === 406) isProblem(t, reply, 406, 'Not Acceptable', { detail: /./ })
    }
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;version=1.0;q=0.1'])
      t.ok((await ask(accept)).status < 300, `${method} ${path} ${accept}`)
  }
})

t.test('409: the partner named cannot have the role', async t => {
  const sandbox = await createSandbox(t)
  for (const role of ['kundenbetreuer', 'bearbeiter']) {
    const betreuung = { kundenbetreuer: 'ABC12', [role]: 'DIV95' }
    const reply = await post(sandbox, newCase({}, { betreuung }))
    const detail = `importMetadaten.betreuung.${role} is not allowed`
    isProblem(t, reply, 409, 'Conflict', { detail })
  }
})

t.test('413: the body is larger than the limit', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 2048 })
  const padded = (length: number) => JSON.stringify(newCase()).padEnd(length, ' ')
  t.equal((await post(sandbox, padded(2048))).status, 201, 'as large as the limit')
  isProblem(t, await post(sandbox, padded(2049)), 413, 'Payload Too Large')
  const token = await sandbox.token()
  const put = await sandbox.call('PUT', '/kundenangaben/YX4MDU', { token, body: padded(5000) })
  isProblem(t, put, 413, 'Payload Too Large')
})

t.test('415: the body is no JSON of version 1', async t => {
  const sandbox = await createSandbox(t)
  const body = JSON.stringify(newCase())
  const types = [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json;version=2.0',
    'application/json;version=1.1',
    'json',
    ''
  ]
  for (const type of types) {
    const reply = await postExactly(sandbox, { headers: { 'content-type': type }, body })
    t.equal(reply.status, 415, type)
    isProblem(t, reply, 415, 'Unsupported Media Type', { detail: /./ })
  }
  const untyped = await postExactly(sandbox, { body })
  isProblem(t, untyped, 415, 'Unsupported Media Type', { detail: /./ })
})

t.test('422: readable, but not to be processed', async t => {
  const sandbox = await createSandbox(t)
  const abloesungDarlehenDesFinanzierungsobjektes = [{ referenzIdAbzuloesendesDarlehen: 'none' }]
  const zweck = { '@type': 'KAUF', abloesungDarlehenDesFinanzierungsobjektes }
  const rang = [{ referenzIdBestehendesDarlehen: 'none' }]
  const nachrang = { '@type': 'KAUF', rangruecktrittDarlehenDesFinanzierungsobjektes: rang }
  const bodies: [body: unknown, detail: RegExp][] = [
    [newCase({}, { tippgeber: { tippgeberPartnerId: '?' } }), /importMetadaten\.tippgeber/],
    [newCase({ haushalte: [...withKunde().haushalte, ...withKunde().haushalte] }), /referenzId/],
    [newCase({ finanzierungsbedarf: { finanzierungszweck: zweck } }), /AbzuloesendesDarlehen/],
    [newCase({ finanzierungsbedarf: { finanzierungszweck: nachrang } }), /BestehendesDarlehen/]
  ]
  for (const [body, detail] of bodies)
    isProblem(t, await post(sandbox, body), 422, 'Unprocessable Entity', { detail })
})

t.test('429: too many requests, by the switch or on request', async t => {
  const sandbox = await createSandbox(t)
  const headers = { prefer: 'code=429' }
  const asked = await post(sandbox, newCase(), { headers })
  isProblem(t, asked, 429, 'Too Many Requests', { detail: /./ })
  await sandbox.behave({ 'europace.rateLimit': 1 })
  t.equal((await post(sandbox, newCase())).status, 201)
  isProblem(t, await post(sandbox, newCase()), 429, 'Too Many Requests', { detail: /./ })
})

t.test('503: the service is down on request, and nothing happens', async t => {
  const sandbox = await createSandbox(t)
  const headers = { prefer: 'code=503' }
  const reply = await post(sandbox, quickStart, { headers })
  const detail = 'The server is not ready to handle the request'
  isProblem(t, reply, 503, 'Service Unavailable', { detail })
  const { body } = await sandbox.call('GET', '/_sandkasten/requests')
  t.match(body.at(-1), { status: 503, fault: 'code=503', changes: [] })
})
