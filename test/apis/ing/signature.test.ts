import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign
} from 'node:crypto'
import t from 'tap'
import {
  checkDate,
  checkDigest,
  checkSignature,
  readHttpDate,
  type Signed
} from '../../../src/apis/ing/signature.ts'
import type { Problem } from '../../../src/http/problem.ts'
import { digestOf, type Fields, type Message, SIGNING_KEY, signed, without } from './signed.ts'

const publicKey = createPublicKey(SIGNING_KEY.publicKey)
const privateKey = createPrivateKey(SIGNING_KEY.privateKey)
const AT = Date.UTC(2021, 11, 6, 8, 26, 38)
const MINUTE = 60_000
const BAD_SIGNATURE = { status: 401, title: 'Signature could not be successfully verified.' }
const NO_DATE = { status: 400, title: '401' }
const NO_DIGEST = { status: 400, detail: /- \[Digest Header\]\.$/ }

const onlyDemo = (keyId: string) => (keyId === 'demo-client' ? publicKey : undefined)

/** What a check throws; nothing when all is well. */
function refusal(check: () => void): Partial<Problem> | undefined {
  try {
    check()
  } catch (error) {
    const { status, title, detail } = error as Problem
    return { status, title, ...(detail !== undefined && { detail }) }
  }
  return undefined
}

/** A request as the server sees it. */
function arrived(headers: Fields, change: Partial<Signed> = {}): Signed {
  const targets = ['/partner-api/ping', '/ping']
  return { method: 'GET', targets, headers, body: new Uint8Array(), ...change }
}

t.test('a date may end in GMT, UTC, Z, +0000 or +00:00', async t => {
  for (const zone of ['GMT', 'UTC', 'Z', '+0000', '+00:00'])
    t.equal(readHttpDate(`Mon, 06 Dec 2021 08:26:38 ${zone}`), AT, zone)
})

t.test('a date is read with blanks around it, without its weekday and in every month', async t => {
  t.equal(readHttpDate('  Mon, 06 Dec 2021 08:26:38 GMT '), AT)
  t.equal(readHttpDate('06 Dec 2021 08:26:38 GMT'), AT)
  t.equal(readHttpDate('Mon, 6 Dec 2021 08:26:38 GMT'), AT)
  for (let month = 0; month < 12; month++) {
    const at = Date.UTC(2024, month, 29, 23, 59, 59)
    t.equal(readHttpDate(new Date(at).toUTCString()), at, new Date(at).toUTCString())
  }
  t.equal(readHttpDate('Sat, 31 Dec 2016 23:59:60 GMT'), Date.UTC(2017, 0, 1), 'a leap second')
})

t.test('what is no date is none', async t => {
  const nonsense = [
    '',
    'yesterday',
    '2021-12-06T08:26:38Z',
    '1638779198',
    'Monday, 06-Dec-21 08:26:38 GMT',
    'Mon Dec  6 08:26:38 2021',
    'Mon, 06 Dec 2021 08:26:38',
    'Mon, 06 Dec 2021 08:26:38 CET',
    'Mon, 06 Dec 2021 08:26:38 +0100',
    'Mon, 06 Dec 2021 08:26:38 +01:00',
    'Mon, 06 Dec 2021 08:26 GMT',
    'Mon, 06 Dez 2021 08:26:38 GMT',
    'Mon, 06 dec 2021 08:26:38 GMT',
    'Mon, 00 Dec 2021 08:26:38 GMT',
    'Mon, 32 Dec 2021 08:26:38 GMT',
    'Mon, 06 Dec 2021 24:26:38 GMT',
    'Mon, 06 Dec 2021 08:60:38 GMT',
    'Mon, 06 Dec 2021 08:26:61 GMT',
    'Mon, 06 Dec 21 08:26:38 GMT',
    'Mon, 06 Dec 2021 08:26:38 GMT, Mon, 06 Dec 2021 08:26:38 GMT'
  ]
  for (const text of nonsense) t.equal(readHttpDate(text), undefined, text)
})

t.test('a date may be three minutes off in both directions, and no more', async t => {
  const request = arrived({ date: 'Mon, 06 Dec 2021 08:26:38 GMT' })
  const check = (offMs: number) => () => checkDate(request, AT + offMs, 3 * MINUTE)
  for (const offMs of [0, 3 * MINUTE, -3 * MINUTE]) t.doesNotThrow(check(offMs), String(offMs))
  for (const offMs of [3 * MINUTE + 1, -3 * MINUTE - 1, 24 * 60 * MINUTE])
    t.match(refusal(check(offMs)), { status: 401, title: 'Unauthorized' }, String(offMs))
})

t.test('a date that is missing or unreadable is refused', async t => {
  t.match(
    refusal(() => checkDate(arrived({}), AT, MINUTE)),
    NO_DATE
  )
  t.match(
    refusal(() => checkDate(arrived({ date: '' }), AT, MINUTE)),
    NO_DATE
  )
  t.match(
    refusal(() => checkDate(arrived({ date: 'today' }), AT, MINUTE)),
    NO_DATE
  )
})

t.test('the digest is the SHA-256 of the body, of an empty one too', async t => {
  const empty = 'SHA-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
  t.doesNotThrow(() => checkDigest(arrived({ digest: empty })))
  t.doesNotThrow(() => checkDigest(arrived({ digest: ` ${empty} ` })), 'blanks around it')
  const body = Buffer.from('{"a":"ü"}')
  t.doesNotThrow(() => checkDigest(arrived({ digest: digestOf(body) }, { body })))
  const differs = { status: 400, detail: /payload digest diverge of provided digest/ }
  t.match(
    refusal(() => checkDigest(arrived({ digest: empty }, { body }))),
    differs
  )
  t.match(
    refusal(() => checkDigest(arrived({ digest: digestOf(body) }))),
    differs
  )
})

t.test('a digest that is missing or malformed is refused', async t => {
  const hex = createHash('sha256').update('').digest('hex')
  const md5 = createHash('md5').update('').digest('base64')
  const base64 = createHash('sha256').update('').digest('base64')
  const malformed = ['', base64, `SHA-256=${hex}`, `MD5=${md5}`, 'SHA-256=', `SHA-512=${base64}`]
  t.match(
    refusal(() => checkDigest(arrived({}))),
    NO_DIGEST
  )
  for (const digest of malformed)
    t.match(
      refusal(() => checkDigest(arrived({ digest }))),
      NO_DIGEST,
      digest
    )
})

/** What was signed, and what the server saw where it differs. */
type Case = readonly [title: string, message: Message, seen?: Partial<Signed>, sent?: Fields]

const post = { method: 'POST', target: '/applications', body: '{}' } as const
const seenPost = { method: 'POST', targets: ['/partner-api/applications', '/applications'] }

const RIGHT: readonly Case[] = [
  ['the short path', {}],
  ['the whole path', { target: '/partner-api/ping' }],
  ['a body', post, { ...seenPost, body: Buffer.from('{}') }],
  ['a query', { target: '/ping?a=1&b=%20' }, { targets: ['/ping?a=1&b=%20'] }],
  ['another order', { names: ['digest', 'date', '(request-target)'] }],
  [
    'more headers',
    {
      names: ['(request-target)', 'host', 'date', 'digest', 'x-more'],
      headers: { host: 'localhost', 'x-more': '1' }
    }
  ],
  ['blanks around a value on the wire', { date: 'today' }, {}, { date: '  today ' }],
  ['the text of the draft, put together by hand', {}, {}, signedBy(text => text)]
]

t.test('a signature over the three lines is right', async t => {
  for (const [title, message, seen, sent] of RIGHT) {
    const headers = { ...signed(message), ...sent }
    t.doesNotThrow(() => checkSignature(arrived(headers, seen), onlyDemo), title)
  }
})

t.test('parameters stand in any order, with blanks around the commas', async t => {
  const { signature = '', ...headers } = signed()
  const parts = signature.split(',')
  const spellings = [parts.join(', '), parts.join(' , '), parts.reverse().join(',')]
  for (const spelling of [...spellings, ` ${signature} `, `${signature},created="1"`])
    t.doesNotThrow(
      () => checkSignature(arrived({ ...headers, signature: spelling }), onlyDemo),
      spelling.slice(0, 60)
    )
})

const other = generateKeyPairSync('rsa', { modulusLength: 2048 })

const WRONG: readonly Case[] = [
  ['another path', { target: '/applications' }],
  ['another case of the path', { target: '/Ping' }],
  ['a method in capitals', {}, {}, signedBy(text => text.replace('get ', 'GET '))],
  ['another method', { method: 'POST' }],
  ['a query that was not signed', {}, { targets: ['/partner-api/ping?a=1', '/ping?a=1'] }],
  ['a line feed at the end', {}, {}, signedBy(text => `${text}\n`)],
  ['carriage returns', {}, {}, signedBy(text => text.replaceAll('\n', '\r\n'))],
  ['another date', {}, {}, { date: 'Mon, 06 Dec 2021 08:26:39 GMT' }],
  ['another digest', {}, {}, { digest: digestOf('other') }],
  ['a signed header that is not there', { names: ['(request-target)', 'date', 'digest', 'x-a'] }],
  ['an unknown client', { keyId: 'nobody' }],
  ['an empty client', { keyId: '' }],
  ['the key of somebody else', { key: other.privateKey }],
  ['no request target', { names: ['date', 'digest'] }],
  ['no date', { names: ['(request-target)', 'digest'] }],
  ['no digest', { names: ['(request-target)', 'date'] }],
  ['no headers at all', { names: [] }],
  ['SHA-1', {}, {}, signedBy(text => text, 'RSA-SHA1')],
  ['PSS instead of PKCS#1 v1.5', {}, {}, signedBy(text => text, 'RSA-SHA256', pss())]
]

t.test('every other signature is wrong', async t => {
  for (const [title, message, seen, sent] of WRONG) {
    const headers = { ...signed(message), ...sent }
    t.match(
      refusal(() => checkSignature(arrived(headers, seen), onlyDemo)),
      BAD_SIGNATURE,
      title
    )
  }
})

t.test('a signature that is missing or malformed is wrong', async t => {
  const headers = signed()
  const { signature = '' } = headers
  const spellings = [
    '',
    'nonsense',
    signature.replaceAll('"', ''),
    signature.replace(/,signature=.*/, ''),
    signature.replace(/signature=".*"/, 'signature=""'),
    signature.replace(/signature=".*"/, 'signature="AAAA"'),
    signature.replace(/signature=".*"/, 'signature="?!"'),
    signature.replace('keyId="demo-client",', ''),
    signature.replace('algorithm="rsa-sha256",', ''),
    signature.replace('rsa-sha256', 'hs2019'),
    signature.replace('rsa-sha256', 'rsa-sha512'),
    signature.replace(/headers="[^"]*",/, ''),
    signature.replace('(request-target) date digest', 'date (request-target) digest'),
    signature.replace('(request-target) date digest', '(request-target) Date Digest')
  ]
  const check = (one: Fields) => () => checkSignature(arrived(one), onlyDemo)
  t.match(refusal(check(without(headers, 'signature'))), BAD_SIGNATURE)
  for (const spelling of spellings)
    t.match(
      refusal(check({ ...headers, signature: spelling })),
      BAD_SIGNATURE,
      spelling.slice(0, 70)
    )
})

type Key = KeyObject | { readonly key: KeyObject; readonly padding: number }

/** A Signature header over a changed text, or made in another way. */
function signedBy(change: (text: string) => string, algorithm?: string, key?: Key): Fields {
  const { date, digest } = signed()
  const text = change(`(request-target): get /ping\ndate: ${date}\ndigest: ${digest}`)
  const made = sign(algorithm ?? 'RSA-SHA256', Buffer.from(text), key ?? privateKey)
  const parameters = 'keyId="demo-client",algorithm="rsa-sha256"'
  const headers = 'headers="(request-target) date digest"'
  const signature = `${parameters},${headers},signature="${made.toString('base64')}"`
  return { date: date ?? '', digest: digest ?? '', signature }
}

function pss(): Key {
  return { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }
}
