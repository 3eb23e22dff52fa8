import t from 'tap'
import { quickStart } from '../apis/europace/cases.ts'
import { createSandbox } from '../sandbox.ts'

const REQUESTS = '/_sandkasten/requests'

/** The sandbox of all tests that only read its journal: a token, a case, the case read, another one not found. */
const sandbox = await createSandbox(t)
const token = await sandbox.token()
const headers = { 'X-TraceId': 't-1' }
await sandbox.call('POST', '/kundenangaben', { token, headers, body: quickStart })
await sandbox.call('GET', '/kundenangaben/UNKNOWN?x=1&y=zwei', { token })

const ask = (path: string, body: object) => sandbox.call('POST', `${REQUESTS}/${path}`, { body })

t.test('near misses tell how close a request comes and why it does not fit', async t => {
  const match = {
    operationId: 'importKundenangaben',
    status: 201,
    body: { importMetadaten: { datenkontext: 'TEST_MODUS' } }
  }
  const { status, body } = await ask('near-misses', { match })
  t.equal(status, 200)
  t.equal(body.length, 3)
  t.match(body[0], {
    score: Number,
    mismatches: [
      {
        criterion: 'body',
        at: 'importMetadaten.datenkontext',
        expected: 'TEST_MODUS',
        actual: 'ECHT_GESCHAEFT',
        message: 'body importMetadaten.datenkontext: expected "TEST_MODUS", was "ECHT_GESCHAEFT"'
      }
    ],
    request: { id: '2', operationId: 'importKundenangaben' }
  })
  t.ok(body[0].score > body[1].score)
  t.equal((await ask('near-misses', { match, limit: 1 })).body.length, 1)
  t.strictSame((await ask('near-misses', { match: {} })).body, [])
})

t.test('a verification passes with the number of requests that fit', async t => {
  const match = { client: 'demo-client' }
  for (const bounds of [{}, { count: 3 }, { atLeast: 1 }, { atLeast: 3, atMost: 3 }, { atMost: 4 }])
    t.match(
      await ask('verify', { match, ...bounds }),
      { status: 200, body: { verified: true, count: 3 } },
      JSON.stringify(bounds)
    )
  const none = { match: { status: 500 } }
  for (const bounds of [{ count: 0 }, { atMost: 2 }, { atLeast: 0 }])
    t.match(await ask('verify', { ...none, ...bounds }), { status: 200, body: { count: 0 } })
})

t.test('a verification that fails explains itself', async t => {
  const match = { method: 'POST', path: '/kundenangaben', status: 200 }
  const few = await ask('verify', { match, count: 1 })
  t.equal(few.status, 409)
  t.equal(few.headers.get('content-type'), 'application/problem+json')
  t.match(few.body, { title: 'Not as expected', status: 409, count: 0 })
  t.match(few.body.detail, /^Expected exactly 1, found 0: \{"method":"POST"/)
  t.match(
    few.body.detail,
    /^Nearly \(80 %\): #2 POST \/kundenangaben 201\n {2}status: expected 200, was 201$/m
  )
  t.equal(few.body.nearMisses[0].request.id, '2')

  const many = await ask('verify', { match: { client: 'demo-client' }, atMost: 1 })
  t.match(many, { status: 409, body: { count: 3, nearMisses: [] } })
  t.match(many.body.detail, /^Expected at most 1, found 3.*\nThe last that fit: #1 POST .*#3 GET/)
  t.match(
    (await ask('verify', { match: {}, atLeast: 4, atMost: 5 })).body.detail,
    /^Expected 4 to 5, found 3/
  )
})

t.test('a verification that makes no sense is refused', async t => {
  for (const body of [
    {},
    { match: {}, count: 1, atLeast: 1 },
    { match: {}, count: -1 },
    { match: {}, count: '1' },
    { match: { colour: 'yellow' } },
    { match: { bodyPaths: { a: { near: 1 } } } },
    { match: {}, more: 1 }
  ])
    t.equal((await ask('verify', body)).status, 400, JSON.stringify(body))
  t.equal((await ask('near-misses', { match: {}, limit: 0 })).status, 400)
})

t.test('a verification that fails tells no secrets', async t => {
  const match = { headers: { Authorization: 'Bearer geheim' }, body: { pin: 'geheim' } }
  const { status, text } = await ask('verify', { match })
  t.equal(status, 409)
  t.notMatch(text, 'geheim')
})

t.test('an empty journal is told of', async t => {
  const body = { match: { status: 200 } }
  const reply = await sandbox.call('POST', `${REQUESTS}/verify?workspace=empty`, { body })
  t.match(reply, { status: 409, body: { detail: /The journal is empty/ } })
})

t.test('the journal leaves as HAR 1.2, without secrets', async t => {
  const { body, text, headers } = await sandbox.call('GET', `${REQUESTS}.har`)
  t.match(headers.get('content-disposition'), 'default.har')
  t.match(body.log, { version: '1.2', creator: { name: 'Sandkasten', version: String } })
  t.equal(body.log.entries.length, 3)
  for (const entry of body.log.entries) {
    t.match(entry, {
      startedDateTime: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
      time: Number,
      cache: {},
      timings: { send: 0, wait: Number, receive: 0 },
      request: { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: Number },
      response: { statusText: String, content: { size: Number, mimeType: String } }
    })
    const { send, wait, receive } = entry.timings
    t.equal(entry.time, send + wait + receive)
    t.ok(URL.canParse(entry.request.url), entry.request.url)
  }
  const [tokens, made, missing] = body.log.entries
  t.match(tokens.request.postData, {
    mimeType: 'application/x-www-form-urlencoded',
    text: 'grant_type=client_credentials',
    params: [{ name: 'grant_type', value: 'client_credentials' }]
  })
  t.match(JSON.parse(made.request.postData.text), quickStart)
  t.match(made, { _operationId: 'importKundenangaben', response: { status: 201 } })
  t.match(missing.request, {
    method: 'GET',
    url: `${sandbox.url}/kundenangaben/UNKNOWN?x=1&y=zwei`,
    queryString: [
      { name: 'x', value: '1' },
      { name: 'y', value: 'zwei' }
    ]
  })
  t.notMatch(text, token)
  const chosen = await sandbox.call(
    'GET',
    `${REQUESTS}.har?operationId=createToken&client=demo-client`
  )
  t.equal(chosen.body.log.entries.length, 1)
})
