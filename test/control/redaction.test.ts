import { readFileSync } from 'node:fs'
import t from 'tap'
import { CLIENT, tokenForm } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const REQUESTS = '/_sandkasten/requests'

const complete = JSON.parse(
  readFileSync('fixtures/examples/kundenangaben-vollstaendig.json', 'utf8')
)
const BASIC = Buffer.from(CLIENT).toString('base64')

/** Everything that the journal says, by every operation that shows entries. */
async function shown(sandbox: Sandbox): Promise<readonly string[]> {
  const all = await sandbox.call('GET', REQUESTS)
  const found = await sandbox.call('POST', `${REQUESTS}/find`, { body: {} })
  const waited = await sandbox.call('POST', `${REQUESTS}/wait`, { body: { timeoutMs: 0 } })
  const single = await Promise.all(
    all.body.map((one: { id: string }) => sandbox.call('GET', `${REQUESTS}/${one.id}`))
  )
  return [all, found, waited, ...single].map(({ text }) => text)
}

async function hides(sandbox: Sandbox, secrets: readonly string[]): Promise<readonly string[]> {
  const texts = await shown(sandbox)
  return secrets.filter(secret => texts.some(text => text.includes(secret)))
}

t.test('secrets of clients are not shown, however they were sent', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'europace.allowBodyCredentials': true })
  const form = tokenForm('client_id=demo-client&client_secret=demo-secret')
  const post = async (path: string, request: object) =>
    (await sandbox.call('POST', path, request)).status
  const multipart =
    '--b\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\ndemo-secret\r\n--b--\r\n'
  const typed = (type: string) => ({ headers: { 'content-type': type } })

  t.equal(await post('/auth/token', { basic: CLIENT, body: tokenForm() }), 200, 'Basic')
  t.equal(await post('/auth/token', { body: form }), 200, 'form')
  t.equal(await post(`/auth/token?${form}`, {}), 200, 'query')
  for (const [name, request] of Object.entries({
    'a form that says to be JSON': { ...typed('application/json'), body: String(form) },
    'a form without a type': { ...typed('text/plain'), body: String(form) },
    'multipart, as an old page of the docs': {
      ...typed('multipart/form-data; boundary=b'),
      body: multipart
    },
    JSON: { body: { client_id: 'demo-client', client_secret: 'demo-secret' } },
    'a secret in a list': { body: { client_secret: ['demo-secret'] } },
    'broken JSON': { body: '{"client_secret": "demo-secret", ' },
    'another scheme': { headers: { authorization: 'demo-secret' } },
    'a cookie': { headers: { cookie: 'session=demo-secret' } }
  })) {
    t.ok((await post('/auth/token', request)) >= 400, `${name} is refused`)
    t.strictSame(await hides(sandbox, ['demo-secret', BASIC]), [], name)
    await sandbox.call('DELETE', REQUESTS)
  }
})

t.test('tokens are not shown, neither where they are issued nor where they are used', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  await sandbox.call('GET', '/kundenangaben/NIX', { token })
  await sandbox.call('GET', `/kundenangaben/NIX?access_token=${token}`)
  await sandbox.call('GET', '/kundenangaben/NIX', { headers: { authorization: token } })
  await sandbox.call('GET', '/kundenangaben/NIX', { headers: { cookie: `token=${token}` } })

  const parts = token.split('.').filter(part => part.length > 20)
  t.strictSame(await hides(sandbox, [token, ...parts]), [])
  const { body } = await sandbox.call('GET', REQUESTS)
  t.equal(body.length, 5)
  t.match(body[0], {
    request: { headers: { authorization: /^Basic \[redacted\]$/ } },
    response: { body: { access_token: '[redacted]', token_type: 'Bearer' } }
  })
  t.match(body[1], { request: { headers: { authorization: /^Bearer \[redacted\]$/ } } })
  t.match(body[2], { query: { access_token: '[redacted]' } })
})

t.test('an IBAN is shown without its middle, wherever it stands', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const iban: string = complete.kundenangaben.bankverbindung.iban
  const spaced = iban.replace(/(.{4})/g, '$1 ').trim()
  const middle = spaced.slice(4, -3)
  const middles = [iban.slice(4, -3), middle, encodeURIComponent(middle)]
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await sandbox.call(method, path, { token, body })
    const left = await hides(sandbox, middles)
    return { ...reply, left }
  }
  const withIban = (text: string) => ({
    ...complete,
    kundenangaben: { ...complete.kundenangaben, bankverbindung: { iban: text } }
  })

  const made = await ask('POST', '/kundenangaben', complete)
  t.match(made, { status: 201, left: [] })
  const read = await ask('GET', `/kundenangaben/${made.body.vorgangsnummer}`)
  t.match(read, { status: 200, body: { bankverbindung: { iban } } })
  t.strictSame(read.left, [], 'in an answer')
  const { body } = await sandbox.call('GET', `${REQUESTS}/3`)
  t.equal(body.response.body.bankverbindung.iban, 'DE02***************051')

  const places: readonly (readonly [string, string, string, unknown?])[] = [
    ['in groups of four', 'POST', '/kundenangaben', withIban(spaced)],
    ['in lower case', 'POST', '/kundenangaben', withIban(iban.toLowerCase())],
    ['in a sentence', 'POST', '/kundenangaben', withIban(`Konto ${spaced}, bitte`)],
    ['in a property that is ignored', 'POST', '/kundenangaben', { ...complete, konto: iban }],
    ['in broken JSON', 'POST', '/kundenangaben', `{"iban": "${iban}"`],
    ['in a path', 'GET', `/kundenangaben/${iban}`],
    ['in a path with spaces', 'GET', `/kundenangaben/${encodeURIComponent(spaced)}`],
    ['in a query', 'GET', `/kundenangaben/NIX?iban=${encodeURIComponent(spaced)}`]
  ]
  for (const [place, method, path, sent] of places) {
    const { left } = await ask(method, path, sent)
    t.strictSame(left, [], place)
    await sandbox.call('DELETE', REQUESTS)
  }
})

t.test('the diagnostics of an answer hide the middle of an IBAN too', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const iban = complete.kundenangaben.bankverbindung.iban
  const reply = await sandbox.call('POST', '/kundenangaben', {
    token,
    headers: { Prefer: 'handling=report' },
    body: { ...complete, konto: iban }
  })
  const diagnostics = reply.headers.get('x-sandkasten-diagnostics') ?? ''
  t.match(diagnostics, /"konto".*DE02\*+051/)
  t.notMatch(diagnostics, iban)
  t.strictSame(await hides(sandbox, [iban.slice(4, -3)]), [])
})
