import { randomUUID } from 'node:crypto'
import t from 'tap'
import { CODES } from '../../../src/apis/banksapi/model/meldung.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  add,
  added,
  codes,
  DAY,
  follow,
  MINUTE,
  regulated,
  submit,
  type Wish
} from './customer.ts'

type Shown =
  /** Nothing could be fetched: the access and its issues tell it. */
  | 'failure'
  /** The accounts are there: only the issues tell it. */
  | 'issues'
  /** The accounts are there: the access and its issues tell it. */
  | 'access'
  /** The accounts are there: products of these kinds and the issues tell it. */
  | RegExp

type Case = readonly [code: string, level: 'INFO' | 'ERROR', shown: Shown, message: string]

const BOOKED = /^(GIROKONTO|TAGESGELDKONTO)$/

/** Codes that come with a word behind the user id, where they are shown, and what customers read. */
const BY_WORD: readonly Case[] = [
  ['BA999', 'ERROR', 'failure', 'Interner Fehler'],
  ['BA1000', 'ERROR', 'failure', 'Wartungsarbeiten beim Anbieter'],
  ['BA1001', 'ERROR', 'failure', 'Anbieter nicht mehr aktiv'],
  ['BA1010', 'ERROR', 'failure', 'Zugang gesperrt'],
  ['BA1011', 'ERROR', 'failure', 'Zugangsdaten nicht korrekt'],
  ['BA1012', 'ERROR', 'failure', 'Zugangsdaten unvollständig'],
  ['BA1013', 'ERROR', 'failure', 'Bankzugang nicht freigeschaltet'],
  ['BA1014', 'ERROR', 'failure', 'Zu viele erfolglose Anmeldungen'],
  ['BA1020', 'ERROR', 'failure', 'Unzureichende Berechtigungen'],
  ['BA1051', 'ERROR', 'failure', 'Bankzugang nicht verfügbar'],
  ['BA1052', 'ERROR', 'issues', 'Bankzugang nicht vollständig verfügbar'],
  ['BA1053', 'ERROR', 'failure', 'Zugriffe überschritten'],
  ['BA1060', 'ERROR', /./, 'Produkt konnte nicht aktualisiert werden'],
  ['BA1062', 'ERROR', BOOKED, 'Umsätze konnten nicht aktualisiert werden'],
  ['BA1063', 'ERROR', /^DEPOT$/, 'Depotpositionen konnten nicht aktualisiert werden'],
  ['BA1064', 'ERROR', 'issues', 'Mitteilung Ihrer Bank'],
  ['BA2002', 'INFO', 'access', 'Es liegen Nachrichten Ihrer Bank vor'],
  ['BA2003', 'INFO', 'access', 'Produkttyp nicht unterstützt'],
  ['BA2004', 'INFO', 'access', 'Bankzugang noch nicht freigeschaltet'],
  ['BA2021', 'INFO', /./, 'Fehlende Berechtigung'],
  ['BA2062', 'INFO', BOOKED, 'Umsätze nicht verfügbar'],
  ['BA3060', 'ERROR', 'failure', 'Keine unterstützte SCA-Methode gefunden']
]

/** Codes of the steps of an authentication; tested below and with the authentications. */
const OF_SCA = ['BA1101', 'BA1102', 'BA3000', 'BA3005', 'BA3010', 'BA3020', 'BA3030', 'BA3040']

/** Codes that the issues leave to the product. documented: dossier F */
const PRODUCTS_ALONE = ['BA2021', 'BA2062']

/** Codes that payments raise. */
const OF_PAYMENTS = [
  'BA1100',
  'BA1103',
  'BA1104',
  'BA1110',
  'BA1111',
  'BA1112',
  'BA1200',
  'BA1204',
  'BA1212'
]

const EBICS = {
  providerId: '84f2a3db-c596-4b7e-b3d0-a1c5693f4b89',
  data: { ebics: true, credentials: { userid: 'yildiz', partnerid: 'KUNDE001' } }
}
const ONE = { query: { paymentAccountsOnly: 'true' } }
const MEDIA = { login: 'test_sca_method_media', ...ONE }

type Access = Awaited<ReturnType<typeof added>>

async function issuesOf(sandbox: Sandbox, token: string, access: Access) {
  return (await follow(sandbox, token, access, 'get_issues')).body
}

t.test('every code that there is has its test', t => {
  const tested = [...BY_WORD.map(([code]) => code), ...OF_SCA, ...OF_PAYMENTS]
  t.strictSame(tested.toSorted(), CODES.toSorted())
  t.end()
})

t.test('every code comes with a word and is shown where it belongs', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [code, level, shown, message] of BY_WORD) {
    const access = await added(sandbox, token, { login: `demo1+${code.toLowerCase()}` })
    t.equal(access.status, 'VOLLSTAENDIG', code)
    const issues = await issuesOf(sandbox, token, access)
    const inIssues = PRODUCTS_ALONE.includes(code) ? [] : [{ code, level, message }]
    t.match(issues.messages, inIssues, code)
    t.equal(issues.messages.length, inIssues.length, code)
    const isTold = shown === 'failure' || shown === 'access'
    t.strictSame(codes(access), isTold ? [code] : [], code)
    t.equal(access.bankprodukte.length, shown === 'failure' ? 0 : 3, code)
    for (const product of access.bankprodukte) {
      const isMeant = shown instanceof RegExp && shown.test(product.kategorie)
      t.strictSame(codes(product), isMeant ? [code] : [], `${code} ${product.kategorie}`)
    }
  }
})

t.test('words are read in any case, several at once, some only later', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const both = await added(sandbox, token, { login: 'demo1+BA2002+whatever+Ba1064' })
  t.strictSame(codes(both), ['BA2002'])
  t.strictSame(codes(await issuesOf(sandbox, token, both)).toSorted(), ['BA1064', 'BA2002'])
  const unknown = await added(sandbox, token, { login: 'demo1+ba9999+ba+bank' })
  t.strictSame(codes(await issuesOf(sandbox, token, unknown)), [])
  for (const [code, , shown] of BY_WORD) {
    if (shown !== 'failure') continue
    const access = await added(sandbox, token, { login: `demo1+${code.toLowerCase()}@2` })
    t.strictSame(codes(access), [], code)
    const body = { [access.id]: {} }
    await sandbox.call('POST', `${ACCESSES}?refresh=true`, { token, body })
    t.strictSame(codes(await issuesOf(sandbox, token, access)), [code])
    t.strictSame((await follow(sandbox, token, access, 'self')).body, access, code)
  }
})

t.test('codes of payments and authentications come with a word too', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const code of [...OF_SCA, ...OF_PAYMENTS]) {
    const access = await added(sandbox, token, { login: `demo1+${code.toLowerCase()}` })
    t.strictSame(codes(await issuesOf(sandbox, token, access)), [code])
  }
})

/** What a first fetch tells by itself. */
const NATURAL: readonly (readonly [code: string, title: string, wish: Wish, details?: string])[] = [
  ['BA1000', 'maintenance', { providerId: 'a614c5fd-e7b8-4d90-95f2-c3e78b516dab' }],
  ['BA1001', 'an inactive provider', { providerId: 'b725d60e-f8c9-4ea1-a603-d4f89c627ebc' }],
  ['BA1001', 'an unknown provider', { providerId: 'f0000000-0000-4000-8000-000000000000' }],
  ['BA1051', 'a broken provider', { providerId: 'c836e71f-09da-4fb2-b714-e5092d738fcd' }],
  ['BA1011', 'a wrong PIN', { pin: 'demo2' }, 'Ungültige Zugangsdaten'],
  ['BA1011', 'a PIN in other case', { pin: 'DEMO1' }, 'Ungültige Zugangsdaten'],
  ['BA1011', 'an unknown login', { login: 'nobody' }, 'Ungültige Zugangsdaten'],
  [
    'BA1012',
    'no PIN',
    { data: { credentials: { userid: 'demo1' } } },
    'Folgende Zugangsdaten werden benötigt: Demo-Passwort'
  ],
  [
    'BA1012',
    'an empty login',
    { login: '', pin: ' ' },
    'Folgende Zugangsdaten werden benötigt: Demo-User, Demo-Passwort'
  ],
  [
    'BA1012',
    'no credentials at all',
    { data: { credentials: undefined } },
    'Folgende Zugangsdaten werden benötigt: Demo-User, Demo-Passwort'
  ],
  [
    'BA1012',
    'a third field',
    { providerId: 'ea580931-2bfc-41d4-9936-072b4f95a1ef', login: 'yildiz' },
    'Folgende Zugangsdaten werden benötigt: Firmen-ID'
  ],
  ['BA2003', 'a product of an unknown kind', { login: 'demo3' }],
  ['BA2004', 'EBICS before its activation', EBICS],
  ['BA3005', 'a redirect', { login: 'demo1+redirect', ...ONE }],
  ['BA3010', 'several methods', { login: 'test_sca_method' }],
  ['BA3030', 'a push', { login: 'demo1+decoupled', ...ONE }],
  ['BA3030', 'a TAN', { providerId: 'e966438b-83cf-49b7-bdcb-3d0550bfd8b2' }],
  ['BA3060', 'no method', { login: 'demo1+nosupport' }]
]

t.test('codes of a first fetch come by themselves', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [code, title, wish, details] of NATURAL) {
    const access = await added(sandbox, token, wish)
    t.strictSame(codes(access), [code], title)
    if (details !== undefined) t.equal(access.messages[0].details, details, title)
    t.strictSame((await issuesOf(sandbox, token, access)).messages, access.messages, title)
    const isOpen = ['BA3005', 'BA3010', 'BA3030'].includes(code)
    t.equal(access.status, isOpen ? 'INTERAKTION' : 'VOLLSTAENDIG', title)
  }
})

t.test('BA1010 comes with the third wrong PIN and stays for a day', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': (3 * DAY) / 1000 })
  const token = await regulated(sandbox)
  const other = await regulated(sandbox, 'other')
  const attempt = async (pin: string, login = 'demo1', by = token) =>
    codes(await added(sandbox, by, { login, pin }))
  t.strictSame(await attempt('wrong'), ['BA1011'])
  t.strictSame(await attempt('wrong', 'demo1+mine'), ['BA1011'], 'words are no other login')
  t.strictSame(await attempt('demo1'), [], 'a right PIN in between')
  t.strictSame(await attempt('wrong'), ['BA1011'])
  t.strictSame(await attempt('wrong'), ['BA1011'])
  t.strictSame(await attempt('wrong', 'demo1', other), ['BA1010'], 'whoever types it')
  t.strictSame(await attempt('demo1'), ['BA1010'], 'even the right PIN')
  t.strictSame(await attempt('demo2', 'demo2'), [], 'another login')
  await sandbox.pass(DAY - MINUTE)
  t.strictSame(await attempt('demo1'), ['BA1010'])
  await sandbox.pass(MINUTE)
  t.strictSame(await attempt('demo1'), [])
  t.strictSame(await attempt('wrong'), ['BA1011'], 'the count begins again')
})

t.test('BA1010 says why', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const _ of [1, 2]) await added(sandbox, token, { pin: 'wrong' })
  const { messages } = await added(sandbox, token, { pin: 'wrong' })
  t.match(messages, [
    {
      level: 'ERROR',
      message: 'Zugang gesperrt',
      details: /^Die PIN wurde dreimal falsch eingegeben\./
    }
  ])
})

t.test('BA1012 comes with a refresh for which no login is kept', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, { data: { sync: false } })
  const body = { [access.id]: {} }
  await sandbox.call('POST', `${ACCESSES}?refresh=true`, { token, body })
  t.strictSame(codes(await issuesOf(sandbox, token, access)), ['BA1012'])
  t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), [])
})

t.test('BA1101, BA1102 and BA3020 come with the choices', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, MEDIA)
  const choose = (rel: string, body: object, from: Access) =>
    submit(sandbox, token, from, rel, { ...body })
  const wrong = (await choose('set_method', { chosenScaMethodId: '7' }, access)).body
  t.strictSame(codes(wrong), ['BA1101', 'BA3010'])
  const right = (await choose('set_method', { chosenScaMethodId: '1' }, access)).body
  t.match(right.messages, [
    { message: 'SCA Medium auswählen', details: 'Bitte wählen Sie ein SCA-Medium aus' }
  ])
  t.strictSame(codes(right), ['BA3020'])
  t.strictSame(codes(await issuesOf(sandbox, token, access)), ['BA3020'])
  const fax = (await choose('set_medium', { chosenScaMedia: 'Fax' }, right)).body
  t.strictSame(codes(fax), ['BA1102', 'BA3020'])
})

t.test('BA3040 and BA3000 come with an authentication that failed', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, { login: 'demo1+redirect', ...ONE })
  const { body } = await follow(sandbox, token, access, 'cancel', { method: 'POST' })
  t.strictSame(codes(body), ['BA3040', 'BA3000'])
  t.match(body.messages, [{ level: 'ERROR', message: 'SCA fehlgeschlagen' }, { level: 'INFO' }])
  t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), ['BA3000'])
  t.ok(codes(await issuesOf(sandbox, token, access)).includes('BA3040'), 'in the issues')
})

t.test('an access that is only added again tells nothing new', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  const access = await added(sandbox, token, { id, login: 'demo1+ba2002' })
  await add(sandbox, token, { id, login: 'demo1+ba1051' })
  t.strictSame(codes(await issuesOf(sandbox, token, access)), ['BA2002'])
})
