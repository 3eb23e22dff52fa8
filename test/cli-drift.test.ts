import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { run } from './cli-process.ts'
import { createSandbox, type Request } from './sandbox.ts'

const folder = mkdtempSync(join(tmpdir(), 'sandkasten-drift-'))
const read = (name: string) => JSON.parse(readFileSync(`fixtures/examples/${name}`, 'utf8'))
const application = JSON.parse(readFileSync('examples/ing-client/application.json', 'utf8'))

const ACCESS = '6cd55eb8-6d0e-4c9a-9c44-9ad4d5a0d9a1'

// biome-ignore lint/suspicious/noExplicitAny: tests change what they like
type Entry = any

/** A session with the three APIs, recorded by a client that hides nothing. */
const session = await record()

async function record(): Promise<readonly Entry[]> {
  const sandbox = await createSandbox(t)
  const entries: Entry[] = []
  const pairs = (headers: Iterable<[string, string]>) =>
    [...headers].map(([name, value]) => ({ name, value }))
  let time = Date.UTC(2026, 10, 21, 9)

  async function call(host: string, method: string, path: string, request: Request = {}) {
    const { token, basic, body } = request
    const isForm = body instanceof URLSearchParams
    const mimeType = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
    const headers: Record<string, string> = {
      ...request.headers,
      ...(body !== undefined && { 'Content-Type': mimeType }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(basic !== undefined && {
        Authorization: `Basic ${Buffer.from(basic).toString('base64')}`
      })
    }
    const reply = await sandbox.call(method, path, request)
    const text = isForm ? body.toString() : JSON.stringify(body)
    time += 1_000
    entries.push({
      startedDateTime: new Date(time).toISOString(),
      time: 12,
      request: {
        method,
        url: `https://${host}${path}`,
        httpVersion: 'HTTP/2',
        cookies: [],
        headers: [{ name: ':authority', value: host }, ...pairs(Object.entries(headers))],
        queryString: [],
        ...(body !== undefined && { postData: { mimeType, text } }),
        headersSize: -1,
        bodySize: -1
      },
      response: {
        status: reply.status,
        statusText: '',
        httpVersion: 'HTTP/2',
        cookies: [],
        headers: pairs(reply.headers),
        content: {
          size: reply.text.length,
          mimeType: reply.headers.get('content-type') ?? '',
          text: reply.text
        },
        redirectURL: '',
        headersSize: -1,
        bodySize: -1
      },
      cache: {},
      timings: { send: 0, wait: 12, receive: 0 }
    })
    return reply
  }

  await europace(call)
  await banksapi(call)
  await ing(call)
  await call('example.org', 'GET', '/kundenangaben/ABC123?token=fremd')
  await call('banksapi.io', 'GET', '/nothing/here')
  return entries
}

type Call = (
  host: string,
  method: string,
  path: string,
  request?: Request
) => ReturnType<Awaited<ReturnType<typeof createSandbox>>['call']>

async function europace(call: Call): Promise<void> {
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const made = await call('api.europace.de', 'POST', '/auth/token', {
    basic: 'demo-client:demo-secret',
    body
  })
  const token = made.body.access_token
  const host = 'baufinanzierung.api.europace.de'
  const {
    body: { vorgangsnummer }
  } = await call(host, 'POST', '/kundenangaben', {
    token,
    body: read('kundenangaben-quick-start.json')
  })
  await call(host, 'GET', `/kundenangaben/${vorgangsnummer}`, { token })
  await call(host, 'GET', `/kundenangaben/${vorgangsnummer}`)
  await call('kex-vorgang-import.ratenkredit.api.europace.de', 'POST', '/vorgang', {
    token,
    body: read('kex-import-paar.json')
  })
}

async function banksapi(call: Call): Promise<void> {
  const form = { grant_type: 'password', username: 'demouser', password: 'secret' }
  const made = await call('banksapi.io', 'POST', '/auth/oauth2/token', {
    basic: 'demo/demo-client:demo-secret',
    body: new URLSearchParams(form)
  })
  const token = made.body.access_token
  const access = {
    providerId: '00000000-0000-0000-0000-000000000000',
    credentials: { userid: 'demo1', pin: 'demo1' }
  }
  const path = `/customer/v2/bankzugaenge/${ACCESS}`
  await call('banksapi.io', 'POST', '/customer/v2/bankzugaenge', {
    token,
    body: { [ACCESS]: access }
  })
  await call('banksapi.io', 'GET', path, { token })
  const transferDetails = {
    recipient: 'Erika Mustermann',
    purpose: 'Geheimer Zweck',
    iban: 'DE62430609671149278400',
    currency: 'EUR',
    amount: 13.37
  }
  const paid = await call(
    'banksapi.io',
    'POST',
    `${path}/DE00123456789012345678/payment/single-transfer`,
    { token, body: { transferDetails } }
  )
  const consent = `/customer/v2/consent/${paid.body.transfer.paymentId}`
  await call('banksapi.io', 'POST', consent, { token, body: { chosenScaMethodId: '1' } })
  await call('banksapi.io', 'POST', consent, { token, body: { scaAuthenticationData: '42' } })
}

async function ing(call: Call): Promise<void> {
  const host = 'api.openbusiness.ing.de'
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const token = (await call(host, 'POST', '/token-api/oauth2/token', { body })).body.access_token
  const headers = { 'Idempotency-Key': 'first' }
  const made = await call(host, 'POST', '/partner-api/applications', {
    token,
    headers,
    body: application
  })
  await call(host, 'GET', `/partner-api/applications/${made.body.application_id}`, { token })
}

function write(name: string, entries: readonly Entry[]): string {
  const file = join(folder, name)
  writeFileSync(
    file,
    JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } })
  )
  return file
}

type Change = (body: Entry, response: Entry) => unknown

/** The session with the first entry changed that fits. */
function changed(entries: readonly Entry[], method: string, path: RegExp, change: Change): Entry[] {
  const copy = structuredClone(entries) as Entry[]
  const entry = copy.find(one => one.request.method === method && path.test(one.request.url))
  const body = JSON.parse(entry.response.content.text || 'null')
  change(body, entry.response)
  entry.response.content.text = body === null ? '' : JSON.stringify(body)
  return copy
}

t.test('a recording of the sandbox does not differ from it', async t => {
  const file = write('same.har', session)
  const copy = join(folder, 'copy.har')
  const { code, stdout, stderr } = await run(['drift', file, '--redact', copy])
  t.equal(stderr, '')
  t.equal(code, 0, stdout)
  t.match(stdout, `${session.length - 2} requests replayed, 2 skipped: no differences`)
  t.match(
    stdout,
    'GET https://example.org/kundenangaben/ABC123: the host is none of the three APIs'
  )
  t.match(stdout, 'GET https://banksapi.io/nothing/here: no contract has this operation')
  t.notMatch(stdout, 'fremd')

  const text = readFileSync(copy, 'utf8')
  const tokens = session.map(one => /"access_token":"([^"]+)"/.exec(one.response.content.text)?.[1])
  const secrets = ['demo-secret', ...tokens.filter(one => one !== undefined), 'fremd']
  for (const one of [
    ...secrets,
    ...secrets.map(secret => Buffer.from(`demo-client:${secret}`).toString('base64'))
  ])
    t.notOk(text.includes(one), `${one.slice(0, 20)} is not in the copy`)
  for (const one of [
    'Erika',
    'Mustermann',
    'Geheimer Zweck',
    'DE62430609671149278400',
    'DE00123456789012345678',
    'demouser',
    '"pin',
    'Waisenstra',
    application.company.name
  ])
    t.notOk(text.includes(one), `${one} is not in the copy`)
  const again = await run(['drift', copy, '--json'])
  t.match(JSON.parse(again.stdout), { differences: 0 }, 'the copy can be replayed too')
  t.equal(again.code, 0)
})

t.test('the journal of a sandbox is such a recording', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  await sandbox.call('POST', '/kundenangaben', {
    token,
    body: read('kundenangaben-quick-start.json')
  })
  const file = join(folder, 'journal.har')
  writeFileSync(file, (await sandbox.call('GET', '/_sandkasten/requests.har')).text)
  t.match(await run(['drift', file]), {
    code: 0,
    stdout: '2 requests replayed, 0 skipped: no differences\n'
  })
})

t.test('every kind of difference is reported, each by itself', async t => {
  const cases: readonly (readonly [string, RegExp, Change, object])[] = [
    [
      'POST',
      /\/kundenangaben$/,
      (_, response) => Object.assign(response, { status: 202 }),
      { kind: 'status', recorded: '202', sandbox: '201' }
    ],
    [
      'POST',
      /bankzugaenge$/,
      (_, { headers }) => headers.push({ name: 'Retry-After', value: '5' }),
      { kind: 'header', where: 'retry-after', recorded: 'present', sandbox: 'nothing' }
    ],
    [
      'GET',
      new RegExp(`bankzugaenge/${ACCESS}$`),
      body => body.relations.push({ rel: 'dance', href: 'x' }),
      { kind: 'relation', where: 'relations', recorded: /\bdance\b/ }
    ],
    [
      'POST',
      /\/vorgang$/,
      body => Object.assign(body, { vorgangsnummer: 4711 }),
      { kind: 'type', where: 'vorgangsnummer', recorded: 'number', sandbox: 'string' }
    ],
    [
      'GET',
      /applications\//,
      body => Object.assign(body, { colour: 'red' }),
      { kind: 'missing field', where: 'colour', recorded: 'string', sandbox: 'nothing' }
    ],
    [
      'GET',
      /applications\//,
      body => delete body.version,
      { kind: 'extra field', where: 'version', recorded: 'nothing', sandbox: 'number' }
    ],
    [
      'GET',
      /applications\//,
      body => Object.assign(body, { status: 'PAUSED' }),
      { kind: 'enum', where: 'status', recorded: 'PAUSED', sandbox: 'CREATED' }
    ]
  ]
  const entries = cases.reduce<readonly Entry[]>(
    (all, [method, path, change]) => changed(all, method, path, change),
    session
  )
  const { code, stdout } = await run(['drift', write('changed.har', entries), '--json'])
  t.equal(code, 1)
  const report = JSON.parse(stdout)
  t.equal(report.differences, cases.length, stdout)
  const found = report.operations.flatMap((one: Entry) => one.differences)
  for (const [, , , expected] of cases) {
    const { kind } = expected as { kind: string }
    const mine = found.filter((one: Entry) => one.kind === kind)
    t.match(mine, [{ ...expected, entries: [Number] }], kind)
  }
})

t.test('people read it by operation, and may ask for some alone', async t => {
  const entries = changed(session, 'GET', /applications\//, body =>
    Object.assign(body, { status: 'PAUSED' })
  )
  const file = write('people.har', entries)
  const { stdout } = await run(['drift', file])
  t.match(
    stdout,
    /^GET \/partner-api\/applications\/\{applicationId\} \(getApplication\)\n {2}enum status: recorded PAUSED, sandbox CREATED \(#\d+\)\n/
  )
  const other = await run(['drift', file, '--only', 'europace-kundenangaben,ping'])
  t.match(other, { code: 0, stdout: /3 requests replayed/ })
  const mine = await run(['drift', file, '--only', 'getApplication'])
  t.match(mine, { code: 1, stdout: /1 requests replayed, 2 skipped: 1 difference/ })
})

t.test('what cannot be read ends with 2 and one line', async t => {
  const files = {
    'no.json': '{',
    'no.har': '{"log":{}}',
    'bad.har': '{"log":{"entries":[{"request":{}}]}}'
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  for (const args of [
    ['drift'],
    ['drift', join(folder, 'none.har')],
    ...Object.keys(files).map(name => ['drift', join(folder, name)])
  ]) {
    const { code, stdout, stderr } = await run(args)
    t.match({ code, stdout }, { code: 2, stdout: '' }, args.join(' '))
    t.match(stderr, /^sandkasten: [^\n]+\n$/)
  }
})
