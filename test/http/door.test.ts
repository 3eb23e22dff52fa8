import { once } from 'node:events'
import t, { type Test } from 'tap'
import { CLIENT } from '../apis/europace/cases.ts'
import { converse, dial } from '../raw.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const FORM = 'application/x-www-form-urlencoded'
const BASIC = `Basic ${Buffer.from(CLIENT).toString('base64')}`

/** A request as it goes over the wire, the last one of its connection. */
function get(path: string, ...fields: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close', ...fields, '', ''].join('\r\n')
}

/** The same for a form to the token endpoint. */
function post(fields: readonly string[], body = ''): string {
  const all = ['Host: x', `Authorization: ${BASIC}`, `Content-Type: ${FORM}`, ...fields]
  return `POST /auth/token HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`
}

/** Both ports of a sandbox. */
async function ports(t: Test): Promise<readonly (readonly [string, Sandbox])[]> {
  const sandbox = await createSandbox(t, { tls: true })
  return [
    [sandbox.url, sandbox],
    [sandbox.tlsUrl ?? '', sandbox]
  ]
}

t.test('what is no request is refused in words, and the connection ends', async t => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['garbage', '\x16\x03\x01\x02\x00\x01\r\n\r\n', 400],
    ['a method that is none', get('/ready').replace('GET', 'FOO'), 400],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['another version', get('/ready').replace('1.1', '3.7'), 400],
    ['a NUL in the address', get('/kundenangaben/\0'), 400],
    ['bytes that no address has', get('/kundenangaben/\xe4'), 400],
    ['a lonely CR in a header', get('/ready', 'X-TraceId: a\rb'), 400],
    [
      'a lonely LF before a header',
      get('/ready', 'X-TraceId: a\nX-Injected: b').replace('\nX', '\n\0X'),
      400
    ],
    ['a header that is folded', get('/ready', 'X-TraceId: a', ' b'), 400],
    ['no host', 'GET /ready HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two lengths', post(['Content-Length: 5', 'Content-Length: 6'], 'abcdef'), 400],
    ['a negative length', post(['Content-Length: -5']), 400],
    [
      'a length beside chunks',
      post(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'),
      400
    ],
    [
      'chunks that are not the last coding',
      post(['Transfer-Encoding: chunked, x'], '0\r\n\r\n'),
      400
    ],
    [
      'a chunk without a length',
      post(['Transfer-Encoding: chunked'], 'ZZ\r\nabc\r\n0\r\n\r\n'),
      400
    ],
    [
      'a chunk longer than it says',
      post(['Transfer-Encoding: chunked'], '1\r\nabc\r\n0\r\n\r\n'),
      400
    ],
    ['large fields', get('/ready', `X-Big: ${'a'.repeat(20_000)}`), 431],
    ['many fields', get('/ready', ...Array.from({ length: 3_000 }, (_, n) => `a${n}: 1`)), 431],
    ['a long address', get(`/kundenangaben/${'a'.repeat(20_000)}`), 431],
    ['a proxy that is wanted', get('elsewhere.example:443').replace('GET', 'CONNECT'), 405]
  ]
  for (const [address] of await ports(t))
    for (const [name, sent, status] of cases) {
      const replies = await converse(address, sent)
      t.match(replies, [{ status, headers: { connection: 'close' } }], `${name}, ${address}`)
      t.equal(replies.length, 1, 'once')
      t.notMatch(replies[0]?.text, /node|Error|parse/i, 'without a word about our inside')
    }
})

t.test('what nobody has to understand is answered as if it were not there', async t => {
  for (const [address] of await ports(t)) {
    const upgrade = ['Upgrade: websocket', 'Sec-WebSocket-Key: x']
    const asked = get('/ready', ...upgrade).replace('close', 'close, Upgrade')
    t.match(await converse(address, asked), [{ status: 200 }])
    t.match(await converse(address, get('http://elsewhere.example/ready')), [{ status: 200 }])
    t.match(await converse(address, get('/ready', 'Expect: magic')), [{ status: 417 }])
    for (const method of ['TRACE', 'PURGE', 'PROPFIND', 'M-SEARCH', 'UNSUBSCRIBE']) {
      const [reply] = await converse(address, get('/kundenangaben').replace('GET', method))
      t.match(
        reply,
        { status: 405, headers: { allow: 'POST' }, text: /Method Not Allowed/ },
        method
      )
    }
  }
})

t.test(
  'an address that is not decoded, or too long, is refused in the form of its API',
  async t => {
    const { call } = await createSandbox(t)
    const long = 'a'.repeat(9_000)
    for (const [path, expected] of [
      ['/kundenangaben/%ZZ', { status: 400, body: { title: 'Bad Request', traceId: String } }],
      [`/kundenangaben/${long}`, { status: 414, body: { title: 'URI Too Long', traceId: String } }],
      [`/customer/v2/bankzugaenge/${long}`, { status: 414 }],
      [`/partner-api/applications/${long}`, { status: 414, body: { title: 'URI Too Long' } }],
      [`/_sandkasten/phone/${long}/messages`, { status: 414, body: { type: 'about:blank' } }]
    ] as const) {
      const reply = await call('GET', path)
      t.match(reply, expected, path.slice(0, 30))
      t.ok(reply.text.length < 500, 'it is not sent back')
    }
  }
)

t.test('a body that is too large is refused in the form of its API, however it comes', async t => {
  const { call, token, url } = await createSandbox(t, { bodyLimit: 2_000 })
  const bearer = await token()
  const large = JSON.stringify({ x: 'a'.repeat(3_000) })
  t.match(await call('POST', '/kundenangaben', { token: bearer, body: large }), {
    status: 413,
    body: { type: /problem/, title: 'Payload Too Large', traceId: String }
  })
  const chunked = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`
  const fields = ['Transfer-Encoding: chunked', 'Connection: close']
  t.match(await converse(url, post(fields, chunked)), [{ status: 413 }])
  t.match(await converse(url, post(['Content-Length: 99999999999'])), [
    { status: 413, headers: { connection: 'close' } }
  ])
})

t.test('requests that come in one go are answered in order', async t => {
  for (const [address, { pauses }] of await ports(t)) {
    const before = pauses.length
    const requests = [
      get('/kundenangaben/A', 'Prefer: delay=1'),
      post(['Content-Length: 29'], 'grant_type=client_credentials'),
      get('/nowhere')
    ].map(one => one.replace('Connection: close\r\n', ''))
    const replies = await converse(address, requests.join('') + get('/ready'))
    t.strictSame(
      replies.map(({ status }) => status),
      [401, 200, 404, 200]
    )
    t.equal(pauses.length, before + 1)
  }
})

t.test('a bad request does not spoil the answers to those before it', async t => {
  for (const [address] of await ports(t)) {
    const good = get('/kundenangaben/A', 'Prefer: delay=1').replace('Connection: close\r\n', '')
    const cutOff = post(['Transfer-Encoding: chunked'], 'ZZ\r\n')
    for (const bad of ['BAD\r\n\r\n', cutOff])
      t.match(await converse(address, good + good + bad), [
        { status: 401, headers: { 'www-authenticate': 'Bearer' } },
        { status: 401 },
        { status: 400, headers: { connection: 'close' } }
      ])
    const refused = `POST /kundenangaben HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`
    const replies = await converse(address, refused, 'ZZ\r\n')
    t.ok(replies.length === 1, 'a request that breaks off has one answer')
  }
})

t.test('who sends slowly is told so, and the connection ends', async t => {
  const sandbox = await createSandbox(t, { tls: true, requestSeconds: 0.2 })
  const late = [{ status: 408, headers: { connection: 'close' }, text: /too long to arrive/ }]
  for (const address of [sandbox.url, sandbox.tlsUrl ?? '']) {
    const started = [
      '',
      'GET /ready HTTP/1.1\r\nHost: x\r\nX-Sl',
      post(['Content-Length: 29'], 'grant')
    ]
    const expecting = post(['Content-Length: 29', 'Expect: 100-continue'])
    const answers = await Promise.all(started.map(one => converse(address, one)))
    for (const replies of answers) t.match(replies, late, address)
    t.match(await converse(address, expecting), [{ status: 100 }, ...late])
    const refused = 'POST /kundenangaben HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab'
    const replies = await converse(address, refused)
    t.strictSame(
      replies.map(({ status }) => status),
      [401],
      'one that was answered before it had arrived is not answered again'
    )
  }
})

t.test('more connections than are allowed are closed, the others work on', async t => {
  const { url } = await createSandbox(t, { connections: 3 })
  const idle = [await dial(url), await dial(url)]
  const [busy, surplus] = [await dial(url), await dial(url)]
  await once(surplus, 'close')
  busy.write(get('/ready'))
  const [answer] = await once(busy, 'data')
  t.match(String(answer), /^HTTP\/1\.1 200 /)
  for (const socket of idle) socket.destroy()
})

t.test('uploads that are broken off leave nothing behind', async t => {
  const errors: unknown[] = []
  const log = { level: 'info', info() {}, error: (what: unknown) => void errors.push(what) }
  const { url, call, token } = await createSandbox(t, { log })
  const bearer = await token()
  for (const fields of [['Content-Length: 100000'], ['Transfer-Encoding: chunked']]) {
    const socket = await dial(url)
    socket.write(post(fields, fields[0]?.startsWith('C') ? 'grant' : '5\r\ngrant\r\n'))
    socket.end()
    await once(socket.resume(), 'close')
  }
  t.equal((await call('GET', '/kundenangaben/YX4MDU', { token: bearer })).status, 200)
  t.strictSame(errors, [])
})
