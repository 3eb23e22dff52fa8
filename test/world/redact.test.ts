import t from 'tap'
import {
  redact,
  redactHeaders,
  redactRaw,
  redactText,
  withoutSecrets
} from '../../src/world/redact.ts'

const HIDDEN = '[redacted]'

t.test('secrets are hidden by their name, wherever they are', async t => {
  const secrets = [
    'secret',
    'client_secret',
    'clientSecret',
    'password',
    'Passwort',
    'oldPassword',
    'access_token',
    'accessToken',
    'refresh_token',
    'id_token',
    'token',
    'pin',
    'PIN',
    'tan',
    'credentials'
  ]
  for (const name of secrets) {
    t.strictSame(redact({ [name]: 'geheim' }), { [name]: HIDDEN }, name)
    t.strictSame(redact({ a: [{ [name]: 'geheim' }] }), { a: [{ [name]: HIDDEN }] }, name)
    t.equal(redact('geheim', name), HIDDEN, name)
  }
  t.strictSame(redact({ pin: 1234, tan: ['1', '2'], token: { a: 1 } }), {
    pin: HIDDEN,
    tan: HIDDEN,
    token: HIDDEN
  })
  t.strictSame(redact({ pin: null }), { pin: null }, 'there is nothing to hide')
})

t.test('everything else is shown as it is', async t => {
  const open = {
    token_type: 'Bearer',
    tokenizer: 1,
    spinne: 'x',
    tante: 'y',
    expires_in: 3600,
    ja: true,
    nichts: null,
    liste: [1, 'x', [false]],
    leer: {}
  }
  t.strictSame(redact(open), open)
  t.equal(redact(undefined), undefined)
  t.equal(redact(7), 7)
})

t.test('what is nested without end is not shown to the end', async t => {
  const deep = JSON.parse(`${'[{"a":'.repeat(10_000)}1${'}]'.repeat(10_000)}`)
  const shown = JSON.stringify(redact(deep))
  t.ok(shown.includes('"…"'))
  t.ok(shown.length < 1_000)
  t.strictSame(redact({ a: { b: { c: 1 } } }, '', 2), { a: { b: '…' } })
})

t.test('of an IBAN only the beginning and the end are left', async t => {
  const cases: [string, string][] = [
    ['DE89370400440532013000', 'DE89***************000'],
    ['DE89 3704 0044 0532 0130 00', `DE89${'*'.repeat(20)} 00`],
    ['NO9386011117947', 'NO93********947'],
    ['MT84MALT011000012345MTLCAST001S', 'MT84************************01S'],
    [
      'von DE89370400440532013000 an NO9386011117947.',
      'von DE89***************000 an NO93********947.'
    ],
    ['(DE89370400440532013000)', '(DE89***************000)'],
    ['DE89', 'DE89'],
    ['DE89 3704', 'DE89 3704'],
    ['Vorgang YX4MDU', 'Vorgang YX4MDU'],
    ['', '']
  ]
  for (const [text, shown] of cases) t.equal(redactText(text), shown, text)
  t.strictSame(redact({ konto: ['DE89370400440532013000'] }), { konto: ['DE89***************000'] })
})

t.test('of a secret header only its scheme is left', async t => {
  const cases: [string, unknown, string, string][] = [
    ['authorization', 'Basic ZGVtbzpkZW1v', 'authorization', `Basic ${HIDDEN}`],
    ['Authorization', 'Bearer a.b.c', 'authorization', `Bearer ${HIDDEN}`],
    ['authorization', 'ZGVtbzpkZW1v', 'authorization', HIDDEN],
    ['proxy-authorization', 'Basic x', 'proxy-authorization', `Basic ${HIDDEN}`],
    ['cookie', 'session=geheim; b=c', 'cookie', HIDDEN],
    ['Set-Cookie', ['session=geheim', 'b=c'], 'set-cookie', HIDDEN],
    ['Subscription-Key', 'demo-subscription-key', 'subscription-key', HIDDEN],
    ['x-api-key', 'geheim', 'x-api-key', HIDDEN],
    ['Accept', ['a/b', 'c/d'], 'accept', 'a/b, c/d'],
    ['Content-Length', 12, 'content-length', '12']
  ]
  for (const [name, value, shownName, shown] of cases)
    t.strictSame(redactHeaders({ [name]: value }), { [shownName]: shown }, `${name}: ${value}`)
})

t.test('text that could not be read hides what looks like a secret', async t => {
  const cases: [string, string][] = [
    ['{"client_secret": "geheim", "a": 1', `{"client_secret": "${HIDDEN}", "a": 1`],
    ["{'pin':'1234'}}", `{'pin':'${HIDDEN}'}}`],
    ['grant_type=x&client_secret=geheim&a=1', `grant_type=x&client_secret=${HIDDEN}&a=1`],
    ['password: geheim', `password: ${HIDDEN}`],
    ['{"access_token":"a.b-c","tan":123456,', `{"access_token":"${HIDDEN}","tan":${HIDDEN},`],
    ['{"konto": "DE89370400440532013000"', '{"konto": "DE89***************000"'],
    ['{"spinne": "x", "name": "Rex"', '{"spinne": "x", "name": "Rex"']
  ]
  for (const [text, shown] of cases) t.equal(redactRaw(text), shown, text)
})

t.test('text that could not be read hides the whole of a quoted secret', async t => {
  for (const secret of ['correct horse', 'a,geheim', 'a}geheim', 'a&geheim', "a'geheim"]) {
    const shown = redactRaw(`{"password": "${secret}", "a": `)
    t.notMatch(shown, /horse|geheim/, secret)
    t.ok(shown.endsWith('", "a": '), secret)
  }
})

t.test('a value without its secrets lacks them and nothing else', async t => {
  const iban = 'DE89370400440532013000'
  const open = {
    iban,
    kontonummer: '0532013000',
    text: `von ${iban}`,
    liste: [1, 'x', [false, null], {}],
    token_type: 'Bearer',
    tokens: [{ id: 'a', expiresAt: 7 }],
    nichts: null
  }
  t.strictSame(withoutSecrets(open), open, 'account numbers stay')
  t.strictSame(
    withoutSecrets({
      clients: [{ id: 'a', secret: 'geheim', scopes: ['x'] }],
      tief: { oldPassword: 'geheim', n: [{ pin: 1234 }, { tan: ['1', '2'] }] },
      credentials: { userid: 'geheim' }
    }),
    {
      clients: [{ id: 'a', secret: HIDDEN, scopes: ['x'] }],
      tief: { oldPassword: HIDDEN, n: [{ pin: HIDDEN }, { tan: HIDDEN }] },
      credentials: HIDDEN
    }
  )
  for (const value of ['secret', 7, true, null, undefined]) t.equal(withoutSecrets(value), value)
})

t.test('a value without its secrets is another one', async t => {
  const value = JSON.parse('{"secret": "geheim", "__proto__": {"pin": "1"}, "a": [{"tan": "2"}]}')
  const before = JSON.stringify(value)
  t.equal(
    JSON.stringify(withoutSecrets(value)),
    `{"secret":"${HIDDEN}","__proto__":{"pin":"${HIDDEN}"},"a":[{"tan":"${HIDDEN}"}]}`
  )
  t.equal(JSON.stringify(value), before)
})
