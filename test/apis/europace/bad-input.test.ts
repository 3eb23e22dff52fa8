import { connect } from 'node:net'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { type Exact, exactly, keptCases, lastExchange, newCase, withoutIds } from './cases.ts'

const CASES = '/kundenangaben'
const METADATEN = '"importMetadaten":{"datenkontext":"TEST_MODUS"}'
const UNREADABLE = 'The request is not readable'
/** As deep as a body may be, the objects around it included. */
const DEPTH = 90

const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const objects = (depth: number, name = 'a') =>
  `${`{"${name}":`.repeat(depth)}{}${'}'.repeat(depth)}`
const text = (kundenangaben: string) => `{${METADATEN},"kundenangaben":${kundenangaben}}`

async function post(sandbox: Sandbox, body: string | Uint8Array, path = CASES): Promise<Reply> {
  return sandbox.call('POST', path, { token: await sandbox.token(), body })
}

/** What is shown of a case that this body makes. */
async function stored(sandbox: Sandbox, body: string | Uint8Array): Promise<unknown> {
  const token = await sandbox.token()
  const reply = await sandbox.call('POST', CASES, { token, body })
  if (reply.status !== 201) return reply.text
  const path = `${CASES}/${reply.body.vorgangsnummer}`
  return withoutIds((await sandbox.call('GET', path, { token })).body)
}

t.test('a body that is no JSON object is a 400, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  const bodies: [title: string, body: string | Uint8Array][] = [
    ['blanks', ' \r\n\t'],
    ['a word', 'undefined'],
    ['a text', '"text"'],
    ['a number', '12'],
    ['true', 'true'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a list of cases', `[${text('{}')}]`],
    ['a cut object', text('{}').slice(0, -1)],
    ['a comma too much', text('{},')],
    ['single quotes', text('{}').replaceAll('"', "'")],
    ['a comment', `/* */${text('{}')}`],
    ['two objects', text('{}') + text('{}')],
    ['NaN', text('{"haushalte":NaN}')],
    ['a raw line break in a text', text('{"x":"\n"}')],
    ['a byte order mark alone', '\ufeff'],
    ['two byte order marks', `\ufeff\ufeff${text('{}')}`],
    ['UTF-16', Buffer.from(text('{}'), 'utf16le')],
    ['zero bytes', new Uint8Array(1000)],
    ['a form', 'datenkontext=TEST_MODUS'],
    ['an unfinished nesting', '['.repeat(100_000)],
    ['a finished one', lists(100_000)]
  ]
  for (const [title, body] of bodies) {
    for (const path of [CASES, `${CASES}/body-validation`]) {
      const reply = await post(sandbox, body, path)
      t.match(reply, { status: 400, body: { title: 'Bad Request', detail: UNREADABLE } }, title)
    }
    const request = { token: await sandbox.token(), body }
    t.match(await sandbox.call('PUT', `${CASES}/YX4MDU`, request), { status: 400 }, title)
  }
  t.equal(await keptCases(sandbox), before)
})

t.test('an empty body is a 400, with and without a media type', async t => {
  const sandbox = await createSandbox(t)
  const authorization = `Bearer ${await sandbox.token()}`
  const types = [{}, { 'content-type': 'application/json' }]
  const framings = [{}, { 'content-length': '0' }, { 'transfer-encoding': 'chunked' }]
  for (const type of types) {
    for (const framing of framings) {
      const headers = { authorization, ...type, ...framing }
      const reply = await sandbox.inject({ method: 'POST', url: CASES, headers })
      t.equal(reply.statusCode, 400, JSON.stringify({ ...type, ...framing }))
      t.equal(reply.json<{ detail: string }>().detail, UNREADABLE)
    }
    const overTheWire = await exactly(sandbox, { headers: { authorization, ...type } })
    t.match(overTheWire, { status: 400, body: { detail: UNREADABLE } })
  }
})

t.test('a byte order mark before the body does not matter', async t => {
  const sandbox = await createSandbox(t)
  t.strictSame(await stored(sandbox, `\ufeff${text('{"haushalte":[{}]}')}`), { haushalte: [{}] })
})

t.test('of a name that stands twice the last counts', async t => {
  const sandbox = await createSandbox(t)
  const kunde = '{"referenzId":"a","externeKundenId":"1","externeKundenId":"2","referenzId":"b"}'
  const body = text(`{"haushalte":{},"haushalte":[{"kunden":[],"kunden":[${kunde}]}]}`)
  const kunden = [{ externeKundenId: '2', referenzId: 'b' }]
  t.same(await stored(sandbox, body), { haushalte: [{ kunden }] })

  const wrong = text('{"haushalte":[],"haushalte":{}}')
  const column = wrong.lastIndexOf('{}') + 1
  const { body: problem } = await post(sandbox, wrong)
  t.match(problem.detail, new RegExp(`'kundenangaben.haushalte' at line: 1, column: ${column}$`))
})

t.test('names that all objects have are unknown properties like others', async t => {
  const sandbox = await createSandbox(t)
  const odd =
    '{"constructor":{"prototype":{"x":1}},"__proto__":{"x":1},"toString":1,"hasOwnProperty":2}'
  const kunde = odd.replace('{', '{"referenzId":"k",')
  const body = text(odd.replace('{', `{"haushalte":[{"kunden":[${kunde}]}],`))
  t.strictSame(await stored(sandbox, body), { haushalte: [{ kunden: [{ referenzId: 'k' }] }] })
  const { dropped } = (await lastExchange(sandbox, '?operationId=importKundenangaben')) ?? {}
  const paths = dropped.map((one: { path: string }) => one.path)
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    t.ok(paths.includes(`kundenangaben.${name}`), name)
  t.notOk('x' in {}, 'no object has more than before')

  for (const type of ['__proto__', 'constructor', 'toString', '']) {
    const zweck = `{"finanzierungsbedarf":{"finanzierungszweck":{"@type":"${type}"}}}`
    t.strictSame(await stored(sandbox, text(zweck)), { finanzierungsbedarf: {} }, `@type ${type}`)
    const anrede = `{"personendaten":{"person":{"anrede":"${type}"}},"referenzId":"k"}`
    const kunden = [{ personendaten: { person: {} }, referenzId: 'k' }]
    const result = await stored(sandbox, text(`{"haushalte":[{"kunden":[${anrede}]}]}`))
    t.same(result, { haushalte: [{ kunden }] }, `anrede ${type}`)
  }
  const envelope = `{"__proto__":{${METADATEN}},"kundenangaben":{}}`
  t.match(await post(sandbox, envelope), { status: 400, body: { title: 'Constraint Violation' } })
})

t.test('half of a character survives, bytes that are none are replaced', async t => {
  const sandbox = await createSandbox(t)
  const kunde = (json: string) => text(`{"haushalte":[{"kunden":[{"referenzId":${json}}]}]}`)
  const shown = (referenzId: string) => ({ haushalte: [{ kunden: [{ referenzId }] }] })
  for (const half of ['\\ud83d', '\\ude00', '\\ude00\\ud83d', 'a\\ud83db']) {
    const json = `"${half}"`
    t.strictSame(await stored(sandbox, kunde(json)), shown(JSON.parse(json)), half)
  }
  t.strictSame(await stored(sandbox, kunde('"\\u0000\\u2028😀"')), shown('\u0000\u2028😀'))
  const [before = '', after = ''] = kunde('"?"').split('?')
  const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xff, 0xfe]), Buffer.from(after)])
  t.strictSame(await stored(sandbox, bytes), shown('\ufffd\ufffd'))
  const reported = { prefer: 'handling=report' }
  const body = text('{"\\ud83d":"\\ude00"}')
  const token = await sandbox.token()
  const reply = await sandbox.call('POST', CASES, { token, headers: reported, body })
  t.equal(reply.status, 201)
  t.match(JSON.parse(reply.headers.get('x-sandkasten-diagnostics') ?? ''), [{ value: '\ude00' }])
})

t.test('a deep nesting is ignored where it is unknown, and a 400 where it is known', async t => {
  const sandbox = await createSandbox(t)
  for (const [title, deep] of [
    ['lists', lists(DEPTH)],
    ['objects', objects(DEPTH)],
    ['objects of a known name', objects(DEPTH, 'kundenangaben')]
  ] as const) {
    t.strictSame(await stored(sandbox, text(`{"unknown":${deep}}`)), {}, `${title} in the unknown`)
    const token = await sandbox.token()
    const headers = { prefer: 'handling=report' }
    const body = text(`{"unknown":${deep}}`)
    const path = `${CASES}/body-validation`
    const checked = await sandbox.call('POST', path, { token, headers, body })
    t.match(checked, { status: 200, body: { diagnostics: [{ path: 'kundenangaben.unknown' }] } })

    const before = await keptCases(sandbox)
    const known = await post(sandbox, text(`{"haushalte":[{"kunden":{"a":${deep}}}]}`))
    t.equal(known.status, 400, `${title} in the known`)
    t.match(known.body?.detail, /'kundenangaben\.haushalte\.\[0\]\.kunden' at line: 1, column: \d+/)
    const beside = await post(sandbox, text(`{"unknown":${deep},"haushalte":{}}`))
    t.equal(beside.status, 400, `${title} beside a mistake`)
    t.match(beside.body?.detail, /'kundenangaben\.haushalte' at line: 1, column: \d+/)
    t.equal(await keptCases(sandbox), before)
  }
  const journal = await sandbox.call('GET', '/_sandkasten/requests')
  t.equal(journal.status, 200, 'the journal can show all of it')
})

t.test('2 MB are read like 2 kB', async t => {
  const sandbox = await createSandbox(t)
  const kunden = [{ referenzId: 'k', externeKundenId: 'x'.repeat(2_000_000) }]
  const large = JSON.stringify(newCase({ haushalte: [{ kunden }] }))
  t.strictSame(await stored(sandbox, large), { haushalte: [{ kunden }] })
  const unknown = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`u${n}`, 'x']))
  t.strictSame(await stored(sandbox, JSON.stringify(newCase(unknown))), {})
  const many = Array.from({ length: 30_000 }, (_, n) => ({ referenzId: `k${n}` }))
  const reply = await post(sandbox, JSON.stringify(newCase({ haushalte: [{ kunden: many }] })))
  const violations = [{ field: 'kundenangaben.haushalte[0].kunden', message: /between 0 and 2/ }]
  t.match(reply, { status: 400, body: { violations } })
})

const SOME: readonly Exact[] = [
  { path: '/kundenangaben/' },
  { path: '/kundenangaben//' },
  { path: '//kundenangaben' },
  { path: '/kundenangaben/a/b' },
  { path: '/kundenangaben/%' },
  { path: '/kundenangaben/%ff' },
  { path: '/kundenangaben/%00' },
  { path: '/kundenangaben/..%2f..' },
  { path: `/kundenangaben/${'A'.repeat(10_000)}` },
  { path: '/kundenangaben?datenkontext=TEST_MODUS&datenkontext=&%' },
  { path: '/KUNDENANGABEN' },
  { path: '/auth/token?scope=a&scope=b&%ff=%' },
  { path: '/auth/token', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  { path: '/auth/token', body: '%&=%ff&&grant_type=%zz', headers: { 'content-type': 'a/b' } },
  { path: '/kundenangaben', headers: { prefer: '=;,,code=;delay=-1;code=999' } },
  { path: '/kundenangaben', headers: { authorization: 'Bearer' } },
  { path: '/kundenangaben', headers: { accept: ';;q=,,/' } },
  { path: '/kundenangaben', headers: { 'content-type': ';;;' } },
  { path: '/kundenangaben', headers: { 'content-encoding': 'gzip' }, body: 'x' }
]

t.test('no path, method or header field is a 5xx, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  const token = await sandbox.token()
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND']
  for (const method of methods) {
    for (const { headers = {}, ...sent } of SOME) {
      const authorized = { authorization: `Bearer ${token}`, ...headers }
      const reply = await exactly(sandbox, { method, ...sent, headers: authorized })
      t.ok(reply.status >= 400 && reply.status < 500, `${reply.status} ${method} ${sent.path}`)
      if (method === 'HEAD') t.equal(reply.text, '', `HEAD ${sent.path} has no body`)
    }
  }
  t.equal(await keptCases(sandbox), before)
})

t.test('HEAD and OPTIONS are methods that do not exist here', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const method of ['HEAD', 'OPTIONS']) {
    for (const [path, allow] of [
      ['/kundenangaben', 'POST'],
      ['/kundenangaben/YX4MDU', 'GET, PUT'],
      ['/auth/token', 'POST']
    ] as const) {
      const reply = await sandbox.call(method, path, { token })
      t.equal(reply.status, 405, `${method} ${path}`)
      t.equal(reply.headers.get('allow'), allow, `${method} ${path}`)
    }
  }
})

t.test('what is no HTTP at all ends with the connection, not with the server', async t => {
  const sandbox = await createSandbox(t)
  const { hostname, port } = new URL(sandbox.url)
  for (const bytes of ['\0\0\0\0\r\n\r\n', 'POST /kundenangaben HTTP/1.1\r\n\r\n', 'GET\r\n\r\n']) {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(bytes))
      let received = ''
      socket.on('data', chunk => {
        received += chunk
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(received))
    })
    t.match(answer, /^HTTP\/1\.1 4\d\d /, JSON.stringify(bytes))
  }
  t.match(await sandbox.call('GET', '/health'), { status: 200 })
})
