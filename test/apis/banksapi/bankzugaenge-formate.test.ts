import { constants, publicEncrypt, randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  added,
  CUSTOMER,
  codes,
  DEMO,
  follow,
  pathOf,
  regulated,
  rels
} from './customer.ts'

const KONTORBANK = '84f2a3db-c596-4b7e-b3d0-a1c5693f4b89'
const EBICS = {
  ebics: true,
  hostId: 'KONTOR01',
  hostUrl: 'https://ebics.kontorbank.example/ebics',
  credentials: { userid: 'yildiz', partnerid: 'KUNDE001' }
}

/** Encrypts as tenants do, with the key that the sandbox publishes. */
async function encryptFor(sandbox: Sandbox): Promise<(text: string) => string> {
  const { status, text: key } = await sandbox.call('GET', '/_sandkasten/public-key.pem')
  if (status !== 200) throw new Error(`no public key: ${status}`)
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return text => publicEncrypt({ key, padding }, Buffer.from(text, 'utf8')).toString('base64')
}

t.test('encrypted credentials are as good as plain ones, each value by itself', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const encrypt = await encryptFor(sandbox)
  t.equal(encrypt('demo2').length, 684)
  const lines = (text: string) => text.replace(/.{64}/g, '$&\r\n')
  const cases = [
    { userid: encrypt('demo2'), pin: encrypt('demo2') },
    { userid: 'demo2', pin: encrypt('demo2') },
    { userid: encrypt('demo2'), pin: 'demo2' },
    { userid: lines(encrypt('demo2')), pin: lines(encrypt('demo2')) }
  ]
  for (const credentials of cases)
    t.equal((await added(sandbox, token, { data: { credentials } })).bankprodukte.length, 5)
  const wrong = { userid: encrypt('demo2'), pin: encrypt('wrong') }
  t.strictSame(codes(await added(sandbox, token, { data: { credentials: wrong } })), ['BA1011'])
})

t.test('what the server itself encrypted is as good', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { status, text } = await sandbox.call('PUT', '/encrypt', {
    token,
    body: Buffer.from('demo1').toString('base64'),
    headers: { 'content-type': 'application/octet-stream+base64' }
  })
  t.equal(status, 200)
  const credentials = { userid: text, pin: text }
  t.equal((await added(sandbox, token, { data: { credentials } })).bankprodukte.length, 3)
})

t.test('plain credentials are refused only if the switch says so', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const foreign = { userid: 'A'.repeat(684), pin: 'A'.repeat(684) }
  const data = { credentials: foreign }
  t.strictSame(codes(await added(sandbox, token, { data })), ['BA1011'])
  await sandbox.behave({ 'banksapi.credentials': 'strict' })
  t.strictSame(codes(await added(sandbox, token, { data })), ['BA1012'])
  t.strictSame(codes(await added(sandbox, token)), ['BA1012'])
  const encrypt = await encryptFor(sandbox)
  const credentials = { userid: encrypt('demo1'), pin: encrypt('demo1') }
  t.strictSame(codes(await added(sandbox, token, { data: { credentials } })), [])
})

t.test('an EBICS access has a letter for its activation', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, { providerId: KONTORBANK, data: EBICS })
  t.equal(access.type, 'EBICS')
  const { status, headers, text } = await follow(sandbox, token, access, 'get_challenge_pdf')
  t.equal(status, 200)
  t.equal(headers.get('content-type'), 'application/pdf')
  t.match(text, /^%PDF-1\.\d[\s\S]*%%EOF\s*$/)
})

t.test('an access without a letter has none', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token)
  t.notOk(rels(access).includes('get_challenge_pdf'))
  const path = `${ACCESSES}/${access.id}/challenge/pdf`
  const headers = { accept: 'application/pdf' }
  const { status, text } = await sandbox.call('GET', path, { token, headers })
  t.equal(status, 404)
  t.equal(text, '')
})

t.test('issues are the attempt alone, without products and status', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token)
  const { status, body } = await follow(sandbox, token, access, 'get_issues')
  t.equal(status, 200)
  const { relations, ...rest } = body
  t.strictSame(rest, {
    id: access.id,
    providerId: DEMO,
    aktualisierungszeitpunkt: '2026-11-21 10:00:00',
    messages: [],
    tanMedien: [],
    sicherheitsverfahren: []
  })
  t.ok(rels({ relations }).includes('delete_bankzugang'))
})

/** Ways to write the address of an access. */
const SPELLINGS = [
  (id: string) => `/customer/v2/bankzugaenge/${id}`,
  (id: string) => `/customer/v2/bankzugaenge/${id}/`,
  (id: string) => `/v2/customer/bankzugaenge/${id}`,
  (id: string) => `/v2/customer/bankzugaenge/${id}/`,
  (id: string) => `/customer/v2/bankzugaenge/${id.toUpperCase()}`
]

t.test('both spellings of paths are accepted, one is given', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token)
  for (const spell of SPELLINGS)
    t.strictSame((await sandbox.call('GET', spell(access.id), { token })).body, access)
  for (const path of ['/customer/v2/', '/v2/customer', '/v2/customer/']) {
    const { status, text } = await sandbox.call('GET', path, { token })
    t.equal(status, 200, path)
    t.notMatch(text, /v2\/customer/, path)
  }
  for (const path of ['/v2/customer/bankzugaenge', '/customer/v2/bankzugaenge/?refresh=false']) {
    const body = { [randomUUID()]: { providerId: DEMO, credentials: { userid: 'a', pin: 'b' } } }
    const reply = await sandbox.call('POST', path, { token, body })
    t.equal(reply.status, 201, path)
    t.match(reply.headers.get('location'), `${sandbox.url}${ACCESSES}/`, path)
  }
})

t.test('a JSON header without a body is no error where there is none', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const headers = { 'content-type': 'application/json' }
  const access = await added(sandbox, token)
  const path = `${ACCESSES}/${access.id}`
  const cases = [
    ['GET', CUSTOMER, 200],
    ['GET', path, 200],
    ['GET', `${path}/issues`, 200],
    ['POST', `${path}/consent`, 201],
    ['PUT', `${path}/selectedbankproducts`, 403],
    ['DELETE', '/customer/v2/regprotect/sessions', 200],
    ['DELETE', path, 200],
    ['DELETE', ACCESSES, 200]
  ] as const
  for (const [method, path, status] of cases)
    t.equal((await sandbox.call(method, path, { token, headers })).status, status, method + path)
  t.equal((await sandbox.call('POST', ACCESSES, { token, headers })).status, 400)
})

t.test('null in a request is as good as nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const data = {
    sync: null,
    selectedBankProducts: null,
    ebics: null,
    hostId: null,
    hostUrl: null,
    ansprechpartner: null
  }
  const access = await added(sandbox, token, { login: 'test_sca_method', data })
  t.match(access, { sync: true, status: 'INTERAKTION' })
  t.notOk('type' in access)
  const moved = await follow(sandbox, token, access, 'set_method', {
    method: 'POST',
    body: { chosenScaMethodId: 1, chosenScaMedia: null, scaAuthenticationData: null }
  })
  t.ok(rels(moved.body).includes('authenticate'))
  const none = { [randomUUID()]: { providerId: null, credentials: null } }
  t.equal((await sandbox.call('POST', ACCESSES, { token, body: none })).status, 400)
})

const EVERYBODY = [
  'demo1',
  'demo2',
  'demo3',
  'ohneiban',
  'leer',
  'fremd',
  'nurdepot',
  'test_sca_method',
  'test_sca_method_media',
  'demo1+redirect',
  'demo1+decoupled',
  'demo1+ba1051',
  'demo1+ba1062'
]

t.test('no answer has a null in it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const login of EVERYBODY) await added(sandbox, token, { login })
  const seen = new Set<string>()
  const queue = [CUSTOMER]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const { status, text } = await sandbox.call('GET', path, { token })
    t.notMatch(text, /[:[,]null\b/, path)
    if (status !== 200) continue
    for (const [, rel, href] of text.matchAll(/"rel":"(\w+)","href":"([^"]+)"/g)) {
      const next = pathOf(sandbox, href as string)
      if (seen.has(next) || !/^(self|get_)/.test(rel as string)) continue
      seen.add(next)
      queue.push(next)
    }
  }
  t.ok(seen.size > 100)
})
