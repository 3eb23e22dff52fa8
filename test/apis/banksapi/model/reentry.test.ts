import t from 'tap'
import { isCallback, reentryUrl } from '../../../../src/apis/banksapi/model/regprotect.ts'

const HOST = 'https://app.example'
const OUTCOME = 'baReentry=FINISHED'

/** A callback and what becomes of it. */
const ADDRESSES: readonly (readonly [string, string])[] = [
  ['', `?${OUTCOME}`],
  ['/', `/?${OUTCOME}`],
  ['/back', `/back?${OUTCOME}`],
  ['/back?', `/back?${OUTCOME}`],
  ['/back?a=1', `/back?a=1&${OUTCOME}`],
  ['/back?b=2&a=1', `/back?b=2&a=1&${OUTCOME}`],
  ['/back?a', `/back?a&${OUTCOME}`],
  ['/back?a=b?c=d/e', `/back?a=b?c=d/e&${OUTCOME}`],
  ['/back#top', `/back?${OUTCOME}#top`],
  ['/back?a=1#top', `/back?a=1&${OUTCOME}#top`],
  ['/back#', `/back?${OUTCOME}#`],
  ['/#/route?x=1', `/?${OUTCOME}#/route?x=1`],
  ['/#a#b', `/?${OUTCOME}#a#b`]
]

const OWN: readonly (readonly [string, string])[] = [
  ['/back?baReentry=ERROR', `/back?${OUTCOME}`],
  ['/back?baReentry', `/back?${OUTCOME}`],
  ['/back?baReentry=', `/back?${OUTCOME}`],
  ['/back?a=1&baReentry=ERROR&b=2', `/back?a=1&b=2&${OUTCOME}`],
  ['/back?baReentry=A&baReentry=B', `/back?${OUTCOME}`],
  ['/back?baReentry=A#baReentry=B', `/back?${OUTCOME}#baReentry=B`],
  [
    '/back?xbaReentry=1&baReentry2=2&bareentry=3',
    `/back?xbaReentry=1&baReentry2=2&bareentry=3&${OUTCOME}`
  ]
]

const ENCODINGS = [
  'a=%20b',
  'a=+b',
  'a=%c3%a4',
  'a=%C3%A4',
  'a=%E4',
  'a=%',
  'a=%zz',
  'a=ä',
  "a='(*)!~",
  'a[]=1&a[]=2',
  'next=https%3A%2F%2Fx.example%2F%3Fy%3D1%26z%3D2',
  'a=1;b=2',
  '=1',
  'a=b=c'
]

t.test('the outcome stands behind the query and before the fragment', async t => {
  for (const [callback, expected] of ADDRESSES)
    t.equal(reentryUrl(HOST + callback, 'FINISHED'), HOST + expected, callback)
})

t.test('an outcome that is there already is overwritten', async t => {
  for (const [callback, expected] of OWN)
    t.equal(reentryUrl(HOST + callback, 'FINISHED'), HOST + expected, callback)
})

t.test('everything else is kept letter by letter', async t => {
  for (const query of ENCODINGS)
    t.equal(
      reentryUrl(`${HOST}/%7e/A b?${query}#%C3`, 'FINISHED'),
      `${HOST}/%7e/A b?${query}&${OUTCOME}#%C3`
    )
  t.equal(
    reentryUrl('HTTPS://App.Example:443/x', 'FINISHED'),
    `HTTPS://App.Example:443/x?${OUTCOME}`
  )
  t.equal(reentryUrl('bwd://return', 'FINISHED'), `bwd://return?${OUTCOME}`)
})

t.test('even an empty part of a query is kept', async t => {
  t.equal(reentryUrl(`${HOST}/?a=1&&b=2`, 'FINISHED'), `${HOST}/?a=1&&b=2&${OUTCOME}`)
})

t.test('every outcome is told by its name', async t => {
  const outcomes = [
    'ACCOUNT_CREATED',
    'FINISHED',
    'LEGAL_NOT_ACCEPTED',
    'USER_CANCELLED',
    'INVALID_CREDENTIALS',
    'INVALID_TAN',
    'BACKEND_ERROR',
    'ERROR',
    'NO_ACCOUNTS'
  ] as const
  for (const outcome of outcomes)
    t.equal(new URL(reentryUrl(`${HOST}/?a=1`, outcome)).searchParams.get('baReentry'), outcome)
})

t.test('a customer may be sent to pages and to apps', async t => {
  const good = [
    'https://app.example',
    'https://app.example/back?a=1#top',
    'http://localhost:3000/back',
    'HTTP://APP.EXAMPLE',
    'http://[::1]:8080/',
    'https://münchen.example/ä',
    'bwd://return',
    'com.example.app://callback',
    'myapp:callback',
    'javascripts://x'
  ]
  for (const address of good) t.ok(isCallback(address), address)
})

t.test('a customer is not sent to anything that a browser would run or open itself', async t => {
  const bad = [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'javascript://app.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example/1',
    'about:blank',
    'view-source:https://app.example'
  ]
  for (const address of bad) t.notOk(isCallback(address), JSON.stringify(address))
})

t.test('what is no address is no callback', async t => {
  const bad = [
    '',
    ' ',
    '/back',
    'back',
    '//app.example/back',
    '?a=1',
    '#top',
    'app.example/back',
    'https://',
    'http:',
    '://x',
    'https://a b/',
    'https://app.example/\r\nSet-Cookie: a=b'
  ]
  for (const address of bad) t.notOk(isCallback(address), JSON.stringify(address))
})
