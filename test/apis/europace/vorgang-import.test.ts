import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Request } from '../../sandbox.ts'
import { exactly, kept, keptCases, lastExchange } from './cases.ts'
import { post, teil, vorgang } from './kex.ts'

const NUMMER = /^[A-Z][A-Z0-9]{5}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The example of the documentation. */
const documented = {
  kundenbetreuer: { partnerId: 'TEST' },
  antragsteller1: { personendaten: { vorname: 'Max', nachname: 'Mustermann' } }
}

t.test('the documented example makes a test case, on both paths', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const numbers = new Set<string>()
  for (const path of ['/vorgang', '/kreditsmart/kex/vorgang']) {
    const headers = { 'content-type': 'application/json;charset=utf-8', 'x-traceid': 'sys12345678' }
    const reply = await post(sandbox, documented, { path, token, headers })
    t.equal(reply.status, 201, path)
    t.equal(reply.headers.get('content-type'), 'application/json')
    t.equal(reply.headers.get('x-traceid'), 'sys12345678')
    const { vorgangsnummer, antragsteller1, ...rest } = reply.body
    t.match(vorgangsnummer, NUMMER)
    t.match(antragsteller1, { id: UUID })
    t.strictSame(rest, { messages: [] }, 'no second applicant')
    t.match(await kept(sandbox, vorgangsnummer), {
      produkt: 'KREDITSMART',
      status: 'AKTIV',
      datenkontext: 'TEST_MODUS',
      betreuung: { kundenbetreuer: 'TEST' },
      angaben: documented,
      antragsteller: [antragsteller1.id],
      antraege: []
    })
    numbers.add(vorgangsnummer).add(antragsteller1.id)
  }
  t.equal(numbers.size, 4, 'two requests make two cases with applicants of their own')
})

t.test('a second applicant is in the answer only if there is one', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [title: string, parts: object, hasSecond: boolean])[] = [
    ['nobody', {}, false],
    ['the first alone', { antragsteller1: {} }, false],
    ['an empty second', { antragsteller2: {} }, true],
    ['both', { antragsteller1: {}, antragsteller2: { personendaten: {} } }, true],
    ['null', { antragsteller2: null }, false],
    ['a text', { antragsteller2: 'Erika' }, false],
    ['a list', { antragsteller2: [{}] }, false]
  ]
  for (const [title, parts, hasSecond] of cases) {
    const { body } = await post(sandbox, vorgang(parts))
    t.match(body.antragsteller1, { id: UUID }, title)
    t.equal('antragsteller2' in body, hasSecond, title)
    if (!hasSecond) continue
    t.match(body.antragsteller2, { id: UUID }, title)
    t.not(body.antragsteller2.id, body.antragsteller1.id, title)
    const ids = [body.antragsteller1.id, body.antragsteller2.id]
    t.strictSame((await kept(sandbox, body.vorgangsnummer)).antragsteller, ids, title)
  }
})

/** A refusal of a KEX API has a message and the trace id, and nothing else. */
function isRefusal(t: Test, reply: Reply, status: number, title: string): void {
  t.equal(reply.status, status, title)
  t.equal(reply.headers.get('content-type'), 'application/json', title)
  t.strictSame(Object.keys(reply.body).sort(), ['message', 'traceId'], title)
  t.equal(reply.body.traceId, reply.headers.get('x-traceid'), title)
  t.match(reply.body.message, /./, title)
}

t.test('without a valid token it is a 401 that says how to come in', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const expired = await sandbox.token('test-only-client')
  await sandbox.pass(60 * 60 * 1000)
  const own = await sandbox.token()
  const before = await keptCases(sandbox)
  const bearer = (authorization: string): Request => ({ headers: { authorization } })
  const INVALID = 'Bearer error="invalid_token"'
  const cases: readonly (readonly [title: string, request: Request, challenge: string])[] = [
    ['no token', {}, 'Bearer'],
    ['Basic', { basic: 'demo-client:demo-secret' }, 'Bearer'],
    ['no token of ours', bearer('Bearer abc'), INVALID],
    ['a broken signature', bearer(`Bearer ${own.slice(0, -4)}AAAA`), INVALID],
    ['unsigned', bearer(`Bearer ${own.split('.').slice(0, 2).join('.')}.`), INVALID],
    ['expired', { token: expired }, INVALID],
    ['expired too', { token }, INVALID]
  ]
  for (const [title, request, challenge] of cases) {
    const reply = await sandbox.call('POST', '/vorgang', { ...request, body: documented })
    isRefusal(t, reply, 401, title)
    t.equal(reply.headers.get('www-authenticate'), challenge, title)
  }
  t.equal(await keptCases(sandbox), before)
})

t.test('without the scope or the right to real business it is a 403', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  const scope = 'baufinanzierung:vorgang:schreiben privatkredit:antrag:schreiben'
  for (const token of [
    await sandbox.token('readonly-client'),
    await sandbox.token('demo-client', { scope })
  ]) {
    const reply = await post(sandbox, documented, { token })
    isRefusal(t, reply, 403, 'no scope')
    t.match(reply.body.message, /privatkredit:vorgang:schreiben/)
    t.equal(reply.headers.get('www-authenticate'), null)
  }
  const token = await sandbox.token('foreign-client', { actor: 'MNC81', subject: 'EDY92' })
  const body = { kundenbetreuer: { partnerId: 'EDY92' } }
  const path = '/vorgang?environment=PRODUCTION'
  isRefusal(t, await post(sandbox, body, { token, path }), 403, 'no right')
  t.equal(await keptCases(sandbox), before, 'no case, and no number used up')
  t.equal((await post(sandbox, body, { token })).status, 201, 'a test case needs no right')
})

t.test('what is not JSON by its header is a 415', async t => {
  const sandbox = await createSandbox(t)
  const authorization = `Bearer ${await sandbox.token()}`
  const before = await keptCases(sandbox)
  const types = [
    '',
    'text/plain',
    'text/json',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
    'application/json; charset=klingon'
  ]
  for (const type of types) {
    const headers = { authorization, ...(type && { 'content-type': type }) }
    const body = JSON.stringify(documented)
    isRefusal(t, await exactly(sandbox, { path: '/vorgang', headers, body }), 415, type || 'none')
  }
  t.equal(await keptCases(sandbox), before)
})

t.test('a body in another charset is read in it', async t => {
  const sandbox = await createSandbox(t)
  const body = JSON.stringify(vorgang(teil.person({ nachname: 'Müßig' })))
  const sent: readonly (readonly [type: string, encoding: BufferEncoding])[] = [
    ['application/json', 'utf8'],
    ['application/json;charset=utf-8', 'utf8'],
    ['APPLICATION/JSON; Charset="UTF-8"', 'utf8'],
    ['application/json; charset=iso-8859-1', 'latin1'],
    ['application/json;charset="ISO-8859-1"', 'latin1']
  ]
  for (const [type, encoding] of sent) {
    const headers = { 'content-type': type }
    const reply = await post(sandbox, Buffer.from(body, encoding), { headers })
    t.equal(reply.status, 201, type)
    const { angaben } = await kept(sandbox, reply.body.vorgangsnummer)
    t.equal(angaben.antragsteller1.personendaten.nachname, 'Müßig', type)
  }
})

t.test('a body that is no JSON object is a 400', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  const bodies = ['', ' ', '{', 'null', '[]', '"x"', '5', 'true', `[${JSON.stringify(documented)}]`]
  for (const body of [...bodies, '{"kundenbetreuer":{"partnerId":"TEST"},}', "{'a':1}"])
    isRefusal(t, await post(sandbox, body), 400, body)
  const deep = `{"haushalt":${'['.repeat(200)}${']'.repeat(200)}}`
  isRefusal(t, await post(sandbox, deep), 400, 'nested too deeply')
  t.equal(await keptCases(sandbox), before)
})

t.test('without a valid Kundenbetreuer it is a 422, and nothing is stored', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  const bodies = [
    {},
    { kundenbetreuer: null },
    { kundenbetreuer: 'ABC12' },
    { kundenbetreuer: [{ partnerId: 'ABC12' }] },
    { kundenbetreuer: {} },
    ...[null, '', 'abc12', 'ABC1', 12345, true, ['ABC12'], {}, 'DIV95', 'AAV43', 'PROBE'].map(
      partnerId => ({ kundenbetreuer: { partnerId } })
    )
  ]
  for (const body of bodies) {
    const sent = { ...documented, benachrichtigung: { aktiv: true }, ...body }
    if (!('kundenbetreuer' in body)) Reflect.deleteProperty(sent, 'kundenbetreuer')
    const reply = await post(sandbox, sent)
    isRefusal(t, reply, 422, JSON.stringify(body))
    t.match(reply.body.message, /^A valid Kundenbetreuer-Partner-ID is missing/)
    t.strictSame((await lastExchange(sandbox)).changes, [])
  }
  const unknown = { kundenbetreuer: { partnerId: 'QQQ99' } }
  await sandbox.behave({ 'europace.partners': 'strict' })
  isRefusal(t, await post(sandbox, unknown), 422, 'unknown')
  t.equal(await keptCases(sandbox), before, 'no case, and no number used up')
  const { store } = await sandbox.workspace()
  t.strictSame(await store.list('emails'), [])
  await sandbox.behave({ 'europace.partners': 'lenient' })
  t.equal((await post(sandbox, unknown)).status, 201, 'anybody may exist')
})

t.test('a fault on purpose has the form of this API, and no case comes of it', async t => {
  const sandbox = await createSandbox(t)
  const before = await keptCases(sandbox)
  for (const status of [400, 401, 403, 422, 429, 500, 503]) {
    const reply = await post(sandbox, documented, { headers: { prefer: `code=${status}` } })
    isRefusal(t, reply, status, String(status))
  }
  await sandbox.behave({ 'europace.rateLimit': 1 })
  t.equal(await keptCases(sandbox), before)
  const replies = [await post(sandbox, documented), await post(sandbox, documented)]
  t.strictSame(
    replies.map(reply => reply.status),
    [201, 429]
  )
  isRefusal(t, replies[1] as Reply, 429, 'too many')
})
