import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createOutgoing } from '../../src/http/outgoing.ts'
import { type Reach, refusalOf } from '../../src/http/targets.ts'

const HEADERS = {
  'User-Agent': 'BANKSapi Notifier',
  'Content-Type': 'application/json',
  Accept: '*/*'
}

/** A receiver on this machine, with the requests that came. */
async function createReceiver(t: Test, answer: RequestListener) {
  const requests: (IncomingMessage & { text?: string })[] = []
  const server = createServer(async (request, response) => {
    requests.push(request)
    Object.assign(request, { text: Buffer.concat(await request.toArray()).toString() })
    answer(request, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function open(reach: Reach = 'any', timeoutMs = 5_000, publicUrl: string | null = null) {
  return createOutgoing({ reach, publicUrl, timeoutMs })
}

t.test('a notification goes out with the headers given and no others', async t => {
  const { requests, url } = await createReceiver(t, (_, response) => response.writeHead(204).end())
  const body = '{"serial":1,"payeeName":"Müller"}'
  const call = { url: `${url}/hook?a=1`, headers: HEADERS, body }
  t.strictSame(await open().post(call), { status: 204 })
  const [request] = requests
  t.match(request, { method: 'POST', url: '/hook?a=1', text: body })
  const sent = Object.fromEntries(
    (request?.rawHeaders ?? []).flatMap((name, index, all) =>
      index % 2 === 0 ? [[name.toLowerCase(), all[index + 1]]] : []
    )
  )
  t.strictSame(sent, {
    host: url.slice('http://'.length),
    connection: 'close',
    'user-agent': 'BANKSapi Notifier',
    'content-type': 'application/json',
    accept: '*/*',
    'content-length': String(Buffer.byteLength(body))
  })
})

t.test('redirects are answers like any other', async t => {
  const { requests, url } = await createReceiver(t, (_, response) =>
    response.writeHead(307, { location: '/elsewhere' }).end()
  )
  t.strictSame(await open().post({ url, headers: HEADERS, body: '{}' }), { status: 307 })
  t.equal(requests.length, 1)
})

t.test('one that does not answer, or not to its end, is given up', async t => {
  const silent = await createReceiver(t, () => {})
  const endless = await createReceiver(t, (_, response) => response.writeHead(200).write('…'))
  for (const { url } of [silent, endless])
    t.strictSame(await open('any', 50).post({ url, headers: HEADERS, body: '{}' }), {
      error: 'no answer within 50 ms'
    })
})

t.test('of a long answer only the beginning is read', async t => {
  const { url } = await createReceiver(t, (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    }
    response.writeHead(200).on('drain', more)
    more()
  })
  t.strictSame(await open().post({ url, headers: HEADERS, body: '{}' }), { status: 200 })
})

t.test('what goes wrong is told in words', async t => {
  const gone = await createReceiver(t, request => request.socket.destroy())
  const reset = await createReceiver(t, request => request.socket.resetAndDestroy())
  const noise = await createReceiver(t, request => request.socket.end('HELLO\r\n\r\n'))
  const closed = 'http://127.0.0.1:1'
  const rows: readonly [string, RegExp][] = [
    [gone.url, /^connection closed without an answer$/],
    [reset.url, /^connection reset$/],
    [noise.url, /HTTP/],
    [closed, /^connection refused$/],
    ['ftp://127.0.0.1/', /http and https/],
    ['http://user:secret@127.0.0.1/', /without a user name/],
    ['einhorn', /einhorn is no address/]
  ]
  for (const [url, error] of rows)
    t.match(await open().post({ url, headers: HEADERS, body: '{}' }), { error }, url)
  const headers = { 'Bad Header': 'x' }
  t.match(await open().post({ url: gone.url, headers, body: '' }), { error: /header/ })
})

t.test('some addresses are never called, private ones only where it is allowed', async t => {
  const never = `169.254.169.254 169.254.0.1 169.254.170.2 100.100.100.200 168.63.129.16 192.0.0.192
    224.0.0.1 239.255.255.250 255.255.255.255 240.0.0.1 fe80::1 febf::1 fe80::1%eth0 fd00:ec2::254
    fd20:ce::254 ff02::1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::169.254.169.254 64:ff9b::a9fe:a9fe
    64:ff9b::169.254.169.254 2002:a9fe:a9fe::1 2001:0:4136:e378::1 ::ffff:224.0.0.1`
  const inside = `127.0.0.1 127.255.0.1 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.1
    192.168.1.1 100.64.0.1 100.127.0.1 198.18.0.1 192.0.0.1 ::1 :: fc00::1 fd12:3456::1 fec0::1
    ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.1.1.1 ::10.0.0.1 64:ff9b::c0a8:101 ::ffff:0.0.0.0`
  const outside = `1.1.1.1 8.8.8.8 93.184.216.34 172.15.0.1 172.32.0.1 192.167.1.1 100.63.0.1
    100.128.0.1 169.253.0.1 169.255.0.1 11.0.0.1 128.0.0.1 2606:4700::1111 2a00:1450:4001::1 2001:db8::1
    ::ffff:8.8.8.8 64:ff9b::808:808`
  const verdict = (address: string) => [
    refusalOf(address, 'any') === undefined,
    refusalOf(address, 'public') === undefined
  ]
  const check = (list: string, expected: readonly boolean[]) => {
    for (const address of list.split(/\s+/)) t.strictSame(verdict(address), expected, address)
  }
  check(never, [false, false])
  check(inside, [true, false])
  check(outside, [true, true])
  t.match(refusalOf('10.0.0.1', 'public'), /10\.0\.0\.1 is a private address; webhookTargets=any/)
})

t.test('an address is judged by what it means, however it is spelled', async t => {
  const rows: readonly [string, RegExp][] = [
    ['http://127.0.0.1:3000/hook', /private/],
    ['http://2130706433/', /127\.0\.0\.1 is a private/],
    ['http://0x7f.1/', /private/],
    ['http://017700000001/', /private/],
    ['http://127.1/', /private/],
    ['http://[::ffff:7f00:1]/', /private/],
    ['http://[::1]:80/', /private/],
    ['http://localhost/', /private/],
    ['http://METADATA.google.internal./', /metadata/],
    ['http://0xA9FEA9FE/latest/meta-data', /169\.254\.169\.254 is never/],
    ['javascript:alert(1)', /http and https/],
    ['file:///etc/passwd', /http and https/]
  ]
  const { refusal, post } = open('public')
  for (const [url, reason] of rows) {
    t.match(await refusal(url), reason, url)
    t.match(await post({ url, headers: {}, body: '' }), { error: reason }, `${url} is not called`)
  }
  t.match(await open('any').refusal('http://169.254.169.254/'), /never/)
  for (const url of ['http://localhost:9/', 'http://127.0.0.1/', 'https://[::1]/x'])
    t.equal(await open('any').refusal(url), undefined, url)
  t.equal(await refusal('http://93.184.216.34/'), undefined)
  t.equal(await open('public', 50).refusal('http://einhorn.invalid/'), undefined, 'known later')
})

t.test('the inbox of this server may always be called, and nothing else of it', async t => {
  const { requests, url } = await createReceiver(t, (_, response) => response.end())
  const outgoing = open('public', 5_000, 'http://localhost:1/prefix/')
  t.match(await outgoing.refusal(`${url}/_sandkasten/inbox/demo`), /private/)
  outgoing.opened([url])
  const inbox = outgoing.complete('/_sandkasten/inbox/demo')
  t.equal(inbox, `${url}/_sandkasten/inbox/demo`)
  t.equal(outgoing.complete('https://elsewhere.example/'), 'https://elsewhere.example/')
  for (const own of [inbox, 'http://localhost:1/prefix/_sandkasten/inbox/x'])
    t.equal(await outgoing.refusal(own), undefined, own)
  t.strictSame(await outgoing.post({ url: inbox, headers: {}, body: '' }), { status: 200 })
  for (const path of [
    '/',
    '/_sandkasten/clock/advance',
    '/_sandkasten/inbox/../reset',
    '/_sandkasten/inbox/%2e%2e/reset',
    '/x/_sandkasten/inbox/demo'
  ])
    t.match(await outgoing.refusal(url + path), /private/, path)
  t.match(await outgoing.refusal('http://localhost:1/_sandkasten/inbox/x'), /private/, 'no prefix')
  t.equal(requests.length, 1)
})
