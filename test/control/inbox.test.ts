import t from 'tap'
import { createSandbox, type Request, type Sandbox, START } from '../sandbox.ts'

const INBOX = '/_sandkasten/inbox/demo'

function read(sandbox: Sandbox, inbox = INBOX) {
  return sandbox.call('GET', `${inbox}/messages`)
}

t.test('an inbox receives anything, by any method', async t => {
  const sandbox = await createSandbox(t)
  const json = { 'content-type': 'application/json; charset=utf-8' }
  const deep = '['.repeat(200) + ']'.repeat(200)
  const rows: readonly [string, Request, unknown][] = [
    ['POST', { body: { a: [1, { b: null }] } }, { a: [1, { b: null }] }],
    ['POST', { body: '"text"', headers: json }, 'text'],
    ['POST', { body: 'no JSON', headers: json }, 'no JSON'],
    ['POST', { body: deep, headers: json }, deep],
    ['PUT', { body: new URLSearchParams({ a: '1' }) }, 'a=1'],
    ['PATCH', { body: '<a/>', headers: { 'content-type': 'text/xml' } }, '<a/>'],
    ['DELETE', {}, undefined],
    ['GET', {}, undefined]
  ]
  for (const [method, request] of rows)
    t.match(await sandbox.call(method, `${INBOX}?x=1&y=2&y=3`, request), { status: 200, text: '' })
  const { body } = await read(sandbox)
  t.equal(body.length, rows.length)
  for (const [index, [method, , expected]] of rows.entries()) {
    const { id, at, query } = body[index]
    t.strictSame(
      { id, at, query },
      { id: String(index + 1), at: START, query: { x: '1', y: ['2', '3'] } }
    )
    t.equal(body[index].method, method)
    t.strictSame(body[index].body, expected)
  }
  t.match(body[0].headers, { 'content-type': 'application/json', host: String })
})

t.test('it answers as the sender wishes', async t => {
  const sandbox = await createSandbox(t)
  for (const status of [200, 201, 202, 204, 302, 404, 410, 500, 503, 599])
    t.equal((await sandbox.call('POST', `${INBOX}?status=${status}`)).status, status)
  t.equal((await read(sandbox)).body.length, 10, 'whatever it answers, it has received it')
  for (const status of ['100', '600', 'x'])
    t.equal((await sandbox.call('POST', `${INBOX}?status=${status}`)).status, 400)
  t.equal((await sandbox.call('POST', '/_sandkasten/inbox/a%20b')).status, 400)
  t.equal((await sandbox.call('OPTIONS', INBOX)).status, 405)
})

t.test('whoever sends needs no token, whoever reads needs one', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'secret' })
  t.equal((await sandbox.call('POST', INBOX)).status, 200)
  t.equal((await read(sandbox)).status, 401)
  t.equal((await sandbox.call('DELETE', `${INBOX}/messages`)).status, 401)
  const reply = await sandbox.call('GET', `${INBOX}/messages`, { token: 'secret' })
  t.equal(reply.body.length, 1)
  t.equal((await sandbox.call('POST', `${INBOX}?workspace=new`)).status, 404, 'nor makes it worlds')
})

t.test('inboxes are apart, and each can be emptied', async t => {
  const sandbox = await createSandbox(t)
  const other = '/_sandkasten/inbox/other'
  t.strictSame((await read(sandbox)).body, [], 'one that is new is empty')
  t.equal((await sandbox.call('DELETE', `${INBOX}/messages`)).status, 204)
  for (const inbox of [INBOX, INBOX, other]) await sandbox.call('POST', inbox)
  t.equal((await sandbox.call('DELETE', `${INBOX}/messages`)).status, 204)
  t.strictSame((await read(sandbox)).body, [])
  t.equal((await read(sandbox, other)).body.length, 1)
  await sandbox.call('POST', INBOX)
  t.match((await read(sandbox)).body, [{ id: '3' }], 'numbers go on')
})

t.test('an inbox is bounded: messages, bytes, and inboxes themselves', async t => {
  const sandbox = await createSandbox(t)
  const post = (url: string, payload = '') => sandbox.inject({ method: 'POST', url, payload })
  for (let n = 0; n < 1_010; n++) await post(INBOX)
  const { body } = await read(sandbox)
  t.match([body.length, body[0].id, body.at(-1).id], [1_000, '11', '1010'])

  const big = '/_sandkasten/inbox/big'
  for (let n = 0; n < 20; n++) await post(big, 'x'.repeat(70_000))
  const messages = (await read(sandbox, big)).body
  t.equal(messages.at(-1).id, '20')
  t.ok(messages.length > 10 && messages.length < 17, String(messages.length))
  t.strictSame([messages[0].isCut, messages[0].body.length], [true, 65_536])

  for (let n = 2; n < 100; n++) await post(`/_sandkasten/inbox/box-${n}`)
  t.equal((await post('/_sandkasten/inbox/one-more')).statusCode, 409)
  t.equal((await post(INBOX)).statusCode, 200)
})
