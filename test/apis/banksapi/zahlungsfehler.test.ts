import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { ACCESSES, codes, DAY, DEMO, MINUTE, regulated, rels } from './customer.ts'
import {
  type Any,
  ARTEN,
  type Art,
  type Auftrag,
  buecher,
  debit,
  endOf,
  GIRO,
  ibanAt,
  isDebit,
  orderIn,
  orderOf,
  PAYMENT,
  pay,
  read,
  ready,
  start,
  startOn,
  TODAY,
  transfer,
  walk
} from './zahlungen.ts'

type Values = Readonly<Record<string, unknown>>
type Case = readonly [title: string, posten: Values, more?: Values]

const TAGESGELD = 'DE00123456789012345679'
const NOSCA = 'demo1+nosca'
const CREDENTIALS = { userid: 'demo1', pin: 'demo1' }

/** The answer of a bank that refuses a payment, with the details of its first message. */
async function checkRefused(
  t: Parameters<typeof createSandbox>[0],
  sandbox: Sandbox,
  token: string,
  art: Art,
  reply: Reply,
  expected: string,
  title: string,
  details?: string
) {
  const label = `${art}: ${title}`
  t.equal(reply.status, 200, label)
  t.strictSame(codes(reply.body), [expected], label)
  t.equal(reply.body.messages?.[0].level, 'ERROR', label)
  if (details !== undefined) t.equal(reply.body.messages[0].details, details, label)
  t.strictSame(rels(reply.body), ['self'], label)
  for (const gone of ['scaMethods', 'scaMediums', 'challenge']) t.notOk(gone in reply.body, label)
  const { paymentId: id } = orderIn(reply.body)
  t.strictSame(await read(sandbox, token, art, id), reply.body, `${label}, asked later`)
}

/** What a bank refuses in an order of any kind. */
const WRONG_TRANSFER: readonly Case[] = [
  ['check digits', { iban: 'DE62430609671149278401' }],
  ['another account of the demo bank', { iban: 'DE00123456789012345680' }],
  ['an IBAN that is too short', { iban: 'DE6243060967' }],
  ['no IBAN', { iban: '' }],
  ['nothing', { amount: 0 }],
  ['minus zero', { amount: '-0' }],
  ['less than nothing', { amount: -1 }],
  ['less than nothing as a text', { amount: '-0.01' }],
  ['fractions of a cent', { amount: 1.005 }],
  ['fractions of a cent as a text', { amount: '1.001' }],
  ['almost nothing', { amount: 1e-7 }],
  ['more than there is', { amount: 1e21 }],
  ['dollars', { currency: 'USD' }],
  ['small letters', { currency: 'eur' }],
  ['no currency', { currency: '' }],
  ['nobody', { recipient: '' }],
  ['blanks for a name', { recipient: '  ' }],
  ['no purpose', { purpose: '' }],
  ['blanks for a purpose', { purpose: '\t ' }],
  ['a long purpose', { purpose: 'x'.repeat(141) }],
  ['yesterday', {}, { requestedExecutionDate: '2026-11-20' }],
  ['a day that is none', {}, { requestedExecutionDate: '2027-02-30' }],
  ['no day', {}, { requestedExecutionDate: 'morgen' }],
  ['an empty day', {}, { requestedExecutionDate: '' }]
]

const WRONG_DEBIT: readonly Case[] = [
  ['check digits', { debtorIban: 'DE62430609671149278401' }],
  ['no IBAN', { debtorIban: '' }],
  ['nothing', { amount: 0 }],
  ['less than nothing', { amount: '-3' }],
  ['fractions of a cent', { amount: 0.001 }],
  ['more than there is', { amount: 1e21 }],
  ['francs', { currency: 'CHF' }],
  ['nobody', { debtorName: ' ' }],
  ['no purpose', { purpose: '' }],
  ['a long purpose', { purpose: 'x'.repeat(141) }],
  ['yesterday', {}, { requestedCollectionDate: '2026-11-20' }],
  ['a day that is none', {}, { requestedCollectionDate: '2027-02-30' }],
  ['a sequence that is none', {}, { sequenceType: 'MANY' }],
  ['an empty sequence', {}, { sequenceType: '' }],
  ['a mandate signed on a day that no calendar has', { mandateDateOfSignature: '2026-13-45' }],
  ['no mandate reference', { mandateIdentification: ' ' }],
  ['no reference from end to end', { endToEndId: '' }],
  ['no creditor', {}, { creditorSchemeIdentification: '' }],
  ['a sequence on both levels', { sequenceType: 'OOFF' }],
  ['business on both levels', { business: false }]
]

t.test('the bank refuses orders whose data are wrong', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  for (const art of ARTEN) {
    const [code, details] = [isDebit(art) ? 'BA1200' : 'BA1100', 'Bitte prüfen Sie Ihre Eingaben.']
    for (const [title, posten, more = {}] of isDebit(art) ? WRONG_DEBIT : WRONG_TRANSFER)
      for (const reply of [
        await start(sandbox, token, art, { login: NOSCA, posten, more }),
        await startOn(sandbox, token, art, access, { posten, more })
      ])
        await checkRefused(t, sandbox, token, art, reply, code, title, details)
  }
  t.strictSame(await buecher(sandbox), [], 'no money moved')
})

t.test(
  'an empty list of orders is refused by the bank, and one wrong order spoils all',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await regulated(sandbox)
    for (const [art, name, right, wrong, code] of [
      ['bulk-transfer', 'transferDetails', transfer(), transfer({ iban: 'DE00' }), 'BA1100'],
      ['bulk-debit', 'debitDetails', debit(), debit({ amount: 0 }), 'BA1200']
    ] as const)
      for (const orders of [[], [right, wrong], [wrong, right], [right, right, wrong]]) {
        const reply = await start(sandbox, token, art, { login: NOSCA, more: { [name]: orders } })
        const title = `${orders.length} orders`
        await checkRefused(t, sandbox, token, art, reply, code, title)
        t.equal(orderIn(reply.body)[name].length, orders.length)
      }
    t.strictSame(await buecher(sandbox), [])
  }
)

t.test('what is just right is taken', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const cases: readonly (readonly [Values, Values?])[] = [
    [{ purpose: 'x'.repeat(140) }],
    [{ amount: '0.01' }],
    [{ amount: 0.1 }],
    [{ amount: 29.29 }],
    [{ iban: 'DE00123456789012345678' }],
    [{ iban: TAGESGELD }],
    [{ iban: 'de62 4306 0967 1149 2784 00' }],
    [{ iban: 'FR1420041010050500013M02606' }],
    [{}, { requestedExecutionDate: TODAY }],
    [{}, { requestedExecutionDate: `${TODAY} 08:00:00` }]
  ]
  for (const [posten, more] of cases) {
    const order = { login: NOSCA, posten, ...(more && { more }) }
    const { body } = await start(sandbox, token, 'single-transfer', order)
    t.strictSame(codes(body), ['BA1111'], JSON.stringify([posten, more]))
  }
  for (const debtorIban of [GIRO, 'de62 4306 0967 1149 2784 00']) {
    const { body } = await start(sandbox, token, 'single-debit', {
      login: NOSCA,
      posten: { debtorIban }
    })
    t.strictSame(codes(body), ['BA1212'], debtorIban)
  }
  for (const sequenceType of ['FRST', 'RCUR', 'FNAL', 'OOFF']) {
    const order = { login: NOSCA, more: { sequenceType, business: true } }
    const { body } = await start(sandbox, token, 'single-debit', order)
    t.strictSame(codes(body), ['BA1212'], sequenceType)
    t.match(body.debit, { sequenceType, business: true })
  }
})

type Konto = readonly [title: string, auftrag: Auftrag, details?: string]
const UNSUPPORTED = 'Überweisungen werden nur für Girokonten unterstützt.'

/** Accounts that cannot pay. */
const NO_TRANSFER: readonly Konto[] = [
  ['an unknown product', { product: 'DE89370400440532013000' }, UNSUPPORTED],
  ['the account of somebody else', { product: ibanAt('2012345678') }, UNSUPPORTED],
  ['an empty product', { product: '' }, UNSUPPORTED],
  ['a depot', { product: '9012345680' }, UNSUPPORTED],
  ['a card', { login: 'demo2', product: '3223 ****** 4554' }, UNSUPPORTED],
  ['a savings account', { login: 'demo2', product: ibanAt('2012345681') }, UNSUPPORTED],
  ['a loan', { login: 'demo3', product: ibanAt('3012345690') }, UNSUPPORTED],
  ['an unsupported product', { login: 'demo3', product: 'TV-3012345' }, UNSUPPORTED],
  [
    'an account in dollars',
    { login: 'fremd', product: ibanAt('1900000001') },
    'Überweisungen sind nur von Konten in Euro möglich.'
  ]
]

t.test('accounts that cannot pay are refused', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const art of ['single-transfer', 'bulk-transfer'] as const)
    for (const [title, auftrag, details] of NO_TRANSFER) {
      const reply = await start(sandbox, token, art, auftrag)
      await checkRefused(t, sandbox, token, art, reply, 'BA1104', title, details)
    }
  for (const art of ['single-debit', 'bulk-debit'] as const) {
    for (const [title, auftrag] of NO_TRANSFER) {
      // assumed: debits in euros are collected into any current account
      if (auftrag.login === 'fremd') continue
      const reply = await start(sandbox, token, art, auftrag)
      await checkRefused(t, sandbox, token, art, reply, 'BA1204', title)
    }
    const reply = await start(sandbox, token, art, { product: TAGESGELD })
    await checkRefused(t, sandbox, token, art, reply, 'BA1204', 'no current account')
    for (const debtorIban of ['FR1420041010050500013M02606', 'AT611904300234573201']) {
      const abroad = await start(sandbox, token, art, { posten: { debtorIban } })
      await checkRefused(t, sandbox, token, art, abroad, 'BA1204', debtorIban)
    }
  }
  t.strictSame(await buecher(sandbox), [])
})

t.test('products of an access that cannot pay are refused as well', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  for (const art of ARTEN) {
    const code = isDebit(art) ? 'BA1204' : 'BA1104'
    const reply = await startOn(sandbox, token, art, access, { product: '9012345680' })
    await checkRefused(t, sandbox, token, art, reply, code, 'a depot')
  }
})

t.test('an account with a reference account transfers to nowhere else', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const [product, reference] = [ibanAt('2012345679'), ibanAt('2012345678')]
  const order = { login: 'demo2+nosca', product }
  const details = 'Überweisungen sind nur auf das Referenzkonto möglich.'
  for (const art of ['single-transfer', 'bulk-transfer'] as const) {
    const reply = await start(sandbox, token, art, order)
    await checkRefused(t, sandbox, token, art, reply, 'BA1100', 'elsewhere', details)
  }
  const mixed = { transferDetails: [transfer({ iban: reference }), transfer()] }
  const some = await start(sandbox, token, 'bulk-transfer', { ...order, more: mixed })
  await checkRefused(t, sandbox, token, 'bulk-transfer', some, 'BA1100', 'some elsewhere', details)
  t.strictSame(await buecher(sandbox), [])
  for (const iban of [reference, reference.replace(/(.{4})/g, '$1 ').toLowerCase()]) {
    const posten = { iban }
    const { body } = await start(sandbox, token, 'single-transfer', { ...order, posten })
    t.strictSame(codes(body), ['BA1111'], iban)
  }
  const free = { login: 'demo1+nosca', product: TAGESGELD }
  const { body } = await start(sandbox, token, 'single-transfer', free)
  t.strictSame(codes(body), ['BA1111'], 'an account without one is free')
})

t.test('nobody spends more than there is, the overdraft included', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  // 5123.45 and an overdraft of 1000
  const cust = {
    credentials: { userid: 'cust0815+nosca', pin: 'verySecret' },
    product: ibanAt('0532013000')
  }
  const send = (art: Art, more: Values) => start(sandbox, token, art, { ...cust, more })
  const of = (...amounts: readonly number[]) => amounts.map(amount => transfer({ amount }))
  const details = 'Der verfügbare Betrag reicht nicht aus.'
  const much = await send('single-transfer', { transferDetails: transfer({ amount: 6123.46 }) })
  await checkRefused(t, sandbox, token, 'single-transfer', much, 'BA1104', 'a cent more', details)
  const sum = await send('bulk-transfer', { transferDetails: of(6000, 123.46) })
  await checkRefused(t, sandbox, token, 'bulk-transfer', sum, 'BA1104', 'in sum', details)
  t.strictSame(await buecher(sandbox), [], 'nothing of it')
  const all = await send('bulk-transfer', { transferDetails: of(6000, 123.45) })
  t.strictSame(codes(all.body), ['BA1112'], 'to the last cent')
  const more = await send('single-transfer', { transferDetails: transfer({ amount: 0.01 }) })
  await checkRefused(t, sandbox, token, 'single-transfer', more, 'BA1104', 'nothing is left')
  const debits = await send('single-debit', { debitDetails: debit({ amount: 0.01 }) })
  t.strictSame(codes(debits.body), ['BA1212'], 'a debit needs no money')
  const again = await send('single-transfer', { transferDetails: transfer({ amount: 0.01 }) })
  t.strictSame(codes(again.body), ['BA1111'], 'and brings some')
})

t.test('money that went elsewhere during an authentication is missing at its end', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const posten = { amount: 5000 }
  const { body } = await start(sandbox, token, 'single-transfer', { posten })
  await start(sandbox, token, 'single-transfer', { login: NOSCA, posten })
  const before = await buecher(sandbox)
  const done = await walk(sandbox, token, body)
  t.strictSame(codes(done), ['BA1104'])
  t.strictSame(rels(done), ['self', 'get_single_transfer'])
  t.strictSame(await buecher(sandbox), before)
})

t.test('the same order twice within five minutes is refused on demand', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const send = (art: Art, more: Auftrag = {}) =>
    start(sandbox, token, art, { login: NOSCA, ...more })
  for (const art of ARTEN)
    for (const _ of [1, 2]) t.strictSame(codes((await send(art)).body), [endOf(art)], 'by default')
  await sandbox.behave({ 'banksapi.payments.refuseDuplicates': true })
  const details = 'Auftrag wegen Doppeleinreichung abgelehnt (9390).'
  for (const art of ARTEN) {
    await sandbox.pass(5 * MINUTE)
    t.strictSame(codes((await send(art)).body), [endOf(art)], 'the last one is long ago')
    await sandbox.pass(5 * MINUTE - 1)
    const reply = await send(art)
    await checkRefused(t, sandbox, token, art, reply, 'BA1104', 'again', details)
    const other = await send(art, { posten: { amount: 1.51 } })
    t.strictSame(codes(other.body), [endOf(art)], 'another amount')
    await sandbox.pass(1)
    t.strictSame(codes((await send(art)).body), [endOf(art)], 'after five minutes')
  }
})

t.test('what failed, what another account pays and what others pay is no duplicate', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.payments.refuseDuplicates': true })
  const token = await regulated(sandbox)
  const other = await regulated(sandbox, 'other')
  const send = (more: Auftrag, as = token) =>
    start(sandbox, as, 'single-transfer', { login: NOSCA, ...more })
  t.strictSame(codes((await send({ pin: 'wrong' })).body), ['BA1011'])
  t.strictSame(codes((await send({})).body), ['BA1111'])
  t.strictSame(codes((await send({ product: TAGESGELD })).body), ['BA1111'])
  t.strictSame(codes((await send({}, other)).body), ['BA1111'])
  t.strictSame(codes((await send({})).body), ['BA1104'])
  const open = await start(sandbox, token, 'bulk-transfer', {})
  t.strictSame(codes(open.body), ['BA3010'])
  const twice = await start(sandbox, token, 'bulk-transfer', {})
  t.strictSame(codes(twice.body), ['BA1104'], 'one that waits for its TAN counts')
})

/** Debits of one mandate in their order, and whether a strict bank takes the last. */
const SERIES: readonly (readonly [last: string, earlier: readonly string[], isTaken: boolean])[] = [
  ['FRST', [], true],
  ['RCUR', [], true],
  ['FNAL', [], true],
  ['OOFF', [], true],
  ['RCUR', ['FRST'], true],
  ['FNAL', ['FRST'], true],
  ['FRST', ['FRST'], false],
  ['OOFF', ['FRST'], false],
  ['RCUR', ['FRST', 'RCUR'], true],
  ['FRST', ['RCUR'], false],
  ['RCUR', ['FRST', 'FNAL'], false],
  ['FNAL', ['FNAL'], false],
  ['RCUR', ['OOFF'], false],
  ['OOFF', ['OOFF'], false]
]

t.test('debits have to fit the series of their mandate on demand', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const strict of [false, true]) {
    if (strict) await sandbox.behave({ 'banksapi.payments.mandates': 'strict' })
    for (const [n, [last, earlier, isTaken]] of SERIES.entries()) {
      const mandateIdentification = `${strict}-${n}`
      const send = (art: Art, sequenceType: string) => {
        const posten = { mandateIdentification }
        return start(sandbox, token, art, { login: NOSCA, posten, more: { sequenceType } })
      }
      for (const one of earlier)
        t.strictSame(codes((await send('single-debit', one)).body), ['BA1212'])
      const title = `${earlier} ${last}`
      const reply = await send('single-debit', last)
      if (isTaken || !strict) t.strictSame(codes(reply.body), ['BA1212'], title)
      else await checkRefused(t, sandbox, token, 'single-debit', reply, 'BA1200', title)
    }
  }
})

t.test('a mandate belongs to its creditor, and a refused debit does not use it', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.payments.mandates': 'strict' })
  const token = await regulated(sandbox)
  const send = (more: Values, posten: Values = {}) =>
    start(sandbox, token, 'single-debit', { login: NOSCA, posten, more })
  t.strictSame(codes((await send({}, { amount: 0 })).body), ['BA1200'])
  t.strictSame(codes((await send({})).body), ['BA1212'], 'the mandate was not used yet')
  t.strictSame(codes((await send({})).body), ['BA1200'])
  const other = { creditorSchemeIdentification: 'DE02ZZZ0123456789' }
  t.strictSame(codes((await send(other)).body), ['BA1212'])
})

t.test('a payment of a login whose payments fail is refused', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const order = { login: 'test_failing_payment', product: ibanAt('6012345678') }
  for (const art of ARTEN) {
    const reply = await start(sandbox, token, art, order)
    const details = 'Der Auftrag wurde abgelehnt.'
    await checkRefused(t, sandbox, token, art, reply, 'BA1104', 'test_failing_payment', details)
  }
})

/** Credentials that a bank refuses. */
const LOGINS: readonly (readonly [title: string, Values, code: string, details?: string])[] = [
  ['a wrong PIN', { userid: 'demo1', pin: 'falsch' }, 'BA1011', 'Ungültige Zugangsdaten'],
  ['an unknown login', { userid: 'niemand', pin: 'niemand' }, 'BA1011'],
  ['no PIN', { userid: 'demo2' }, 'BA1012', 'Folgende Zugangsdaten werden benötigt: Demo-Passwort'],
  ['nothing', {}, 'BA1012', 'Folgende Zugangsdaten werden benötigt: Demo-User, Demo-Passwort'],
  ['an empty PIN', { userid: 'demo2', pin: ' ' }, 'BA1012']
]

t.test('wrong credentials are told', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [title, credentials, code, details] of LOGINS) {
    const reply = await start(sandbox, token, 'single-transfer', { credentials })
    await checkRefused(t, sandbox, token, 'single-transfer', reply, code, title, details)
  }
  for (const art of ARTEN) {
    const reply = await start(sandbox, token, art, { credentials: {} })
    await checkRefused(t, sandbox, token, art, reply, 'BA1012', 'nothing')
  }
})

t.test('three wrong PINs lock the login for a day, for payments too', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': 400 * 86_400 })
  const token = await regulated(sandbox)
  for (const [art, pin, code] of [
    ['single-transfer', 'falsch', 'BA1011'],
    ['bulk-debit', 'falsch', 'BA1011'],
    ['bulk-transfer', 'falsch', 'BA1010'],
    ['single-debit', 'demo1', 'BA1010']
  ] as const) {
    const reply = await start(sandbox, token, art, { pin })
    await checkRefused(t, sandbox, token, art, reply, code, pin)
  }
  const elsewhere = { login: 'demo1+nosca', provider: 'ca650b48-3edc-45f4-938d-d21df8cba761' }
  const product = ibanAt('9012345678', '90110010')
  const other = await start(sandbox, token, 'single-transfer', { ...elsewhere, product })
  t.strictSame(codes(other.body), ['BA1111'], 'another bank knows nothing of it')
  await sandbox.pass(DAY - 1)
  t.strictSame(codes((await start(sandbox, token, 'single-transfer', {})).body), ['BA1010'])
  await sandbox.pass(1)
  t.strictSame(codes((await start(sandbox, token, 'single-transfer', {})).body), ['BA3010'])
})

t.test('a right PIN in between forgives the wrong ones', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const pins = ['falsch', 'falsch', 'demo1', 'falsch', 'falsch']
  const seen: unknown[] = []
  for (const pin of pins)
    seen.push(...codes((await start(sandbox, token, 'single-transfer', { pin })).body))
  t.strictSame(seen, ['BA1011', 'BA1011', 'BA3010', 'BA1011', 'BA1011'])
})

t.test('providers out of order take no payments', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [provider, code] of [
    ['a614c5fd-e7b8-4d90-95f2-c3e78b516dab', 'BA1000'],
    ['b725d60e-f8c9-4ea1-a603-d4f89c627ebc', 'BA1001'],
    ['c836e71f-09da-4fb2-b714-e5092d738fcd', 'BA1051'],
    ['f0000000-0000-4000-8000-000000000000', 'BA1001']
  ] as const)
    for (const art of ARTEN) {
      const reply = await start(sandbox, token, art, { provider, pin: 'falsch' })
      await checkRefused(t, sandbox, token, art, reply, code, provider)
      t.equal(orderIn(reply.body).provider, provider)
    }
  const upper = { login: NOSCA, provider: DEMO.toUpperCase() }
  t.strictSame(codes((await start(sandbox, token, 'single-transfer', upper)).body), ['BA1111'])
  const slow = {
    login: 'demo1+nosca',
    provider: 'd947f820-1aeb-40c3-8825-f61a3e8490de',
    product: ibanAt('9012345678', '90550160')
  }
  const { body } = await start(sandbox, token, 'single-transfer', slow)
  t.strictSame(codes(body), ['BA1111'], 'a slow bank pays as well')
})

const ERRORS = ['BA999', 'BA1000', 'BA1010', 'BA1013', 'BA1020', 'BA1051', 'BA1064', 'BA1100']
const MORE_ERRORS = ['BA1101', 'BA1103', 'BA1104', 'BA1200', 'BA1204', 'BA3040', 'BA3060']

t.test('codes of errors come with a word behind the login and with one in the purpose', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  for (const code of [...ERRORS, ...MORE_ERRORS])
    for (const [n, art] of ARTEN.entries()) {
      const login = `demo1+${n % 2 ? code : code.toLowerCase()}`
      const byLogin = await start(sandbox, token, art, { login })
      await checkRefused(t, sandbox, token, art, byLogin, code, `${code} behind the login`)
      const purpose = n % 2 ? `Bitte ${code}, danke` : code.toLowerCase()
      const byPurpose = await start(sandbox, token, art, { posten: { purpose } })
      await checkRefused(t, sandbox, token, art, byPurpose, code, `${code} in the purpose`)
      const onAccess = await startOn(sandbox, token, art, access, { posten: { purpose } })
      await checkRefused(t, sandbox, token, art, onAccess, code, `${code} in the purpose`)
    }
  const purpose = 'BA11040 xBA1104 BA1104x BA 1104'
  const { body } = await start(sandbox, token, 'single-transfer', { posten: { purpose } })
  t.strictSame(codes(body), ['BA3010'], 'only as a word')
  t.strictSame(await buecher(sandbox), [])
})

/** What a tenant with a licence has to send, and how it is told what is missing. */
const NEEDED: Readonly<Record<Art, readonly string[]>> = {
  'single-transfer': ['transferDetails'],
  'bulk-transfer': [],
  'single-debit': ['creditorSchemeIdentification', 'requestedCollectionDate'],
  'bulk-debit': ['creditorSchemeIdentification', 'requestedCollectionDate']
}
const OF_TRANSFER = ['recipient', 'purpose', 'iban', 'currency', 'amount']
const OF_DEBIT = [
  'amount',
  'currency',
  'purpose',
  'endToEndId',
  'debtorName',
  'debtorIban',
  'mandateIdentification',
  'mandateDateOfSignature'
]

function without(body: Values, name: string): Values {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))
}

t.test('what a tenant with a licence leaves out is a 400 that names it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  const before = await sandbox.call('GET', '/_sandkasten/state?collection=zahlungen')
  for (const art of ARTEN) {
    const base: Values = { provider: DEMO, credentials: CREDENTIALS, product: GIRO }
    const details = isDebit(art) ? 'debitDetails' : 'transferDetails'
    const isBulk = art.startsWith('bulk')
    const missing = async (body: Values, name: string, onAccess: boolean) => {
      const path = onAccess
        ? `${ACCESSES}/${access.id}/${GIRO}/payment/${art}`
        : `${PAYMENT}/${art}`
      const reply = await sandbox.call('POST', path, { token, body })
      t.equal(reply.status, 400, `${art} ${name}`)
      t.strictSame(reply.body, { code: '400', message: `${name} is missing` }, art)
    }
    for (const name of ['provider', 'credentials', 'product']) {
      await missing({ ...without(base, name), ...orderOf(art) }, name, false)
      await missing({ ...base, ...orderOf(art), [name]: null }, name, false)
    }
    for (const onAccess of [false, true]) {
      const full = { ...(onAccess ? {} : base), ...orderOf(art) }
      for (const name of NEEDED[art]) await missing(without(full, name), name, onAccess)
      for (const name of isDebit(art) ? OF_DEBIT : OF_TRANSFER) {
        const one = without(isDebit(art) ? debit() : transfer(), name)
        const list = [isDebit(art) ? debit() : transfer(), one]
        const label = isBulk ? `${details}[1].${name}` : `${details}.${name}`
        await missing({ ...full, [details]: isBulk ? list : one }, label, onAccess)
      }
      if (!isDebit(art)) continue
      for (const name of ['business', 'sequenceType'])
        await missing(without(full, name), name, onAccess)
    }
  }
  const after = await sandbox.call('GET', '/_sandkasten/state?collection=zahlungen')
  t.strictSame(after.body.collections, before.body.collections, 'nothing is kept of it')
})

t.test('bodies that are none are refused', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  for (const art of ARTEN) {
    const details = isDebit(art) ? 'debitDetails' : 'transferDetails'
    const one = isDebit(art) ? debit() : transfer()
    const base = { provider: DEMO, credentials: CREDENTIALS, product: GIRO, ...orderOf(art) }
    const isBulk = art.startsWith('bulk')
    const bodies: readonly unknown[] = [
      '{',
      '[]',
      '"x"',
      '7',
      { ...base, [details]: isBulk ? one : [one] },
      { ...base, [details]: isBulk ? [{ ...one, amount: 'viel' }] : { ...one, amount: 'viel' } },
      { ...base, [details]: isBulk ? [{ ...one, amount: '1,50' }] : { ...one, amount: '1,50' } },
      { ...base, [details]: isBulk ? [{ ...one, amount: '1e3' }] : { ...one, amount: '1e3' } },
      { ...base, [details]: 'alles' }
    ]
    for (const body of bodies)
      for (const path of [`${PAYMENT}/${art}`, `${ACCESSES}/${access.id}/${GIRO}/payment/${art}`]) {
        const reply = await sandbox.call('POST', path, { token, body })
        const label = `${path} ${JSON.stringify(body).slice(0, 60)}`
        t.match(reply, { status: 400, body: { code: '400', message: /./ } }, label)
      }
    for (const provider of ['abc', '', '0000'])
      t.match(await start(sandbox, token, art, { provider }), {
        status: 400,
        body: { code: '400', message: /provider/ }
      })
    const text = { token, body: 'x', headers: { 'content-type': 'text/plain' } }
    t.equal((await sandbox.call('POST', `${PAYMENT}/${art}`, text)).status, 415)
  }
})

t.test('the address of a customer is looked at for transfers', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await ready(sandbox, token)
  const send = (path: string, ip?: string) =>
    sandbox.call('POST', path, {
      token,
      headers: ip === undefined ? {} : { 'Customer-IP-Address': ip },
      body: { provider: DEMO, credentials: CREDENTIALS, product: GIRO, ...transferBody }
    })
  const transferBody = orderOf('single-transfer')
  const [own, onAccess] = [
    `${PAYMENT}/single-transfer`,
    `${ACCESSES}/${access.id}/${GIRO}/payment/single-transfer`
  ]
  for (const path of [own, onAccess]) {
    t.equal((await send(path, '192.168.0.1')).status, 400, path)
    t.equal((await send(path, '93.184.216.34')).status, 200, path)
    t.equal((await send(path)).status, 200, path)
  }
  await sandbox.behave({ 'banksapi.customerIpAddress': 'strict' })
  t.equal((await send(own)).status, 400)
  t.equal((await send(onAccess)).status, 200, 'newer, so never asked for')
})

t.test('credentials in plain text are refused on demand, as incomplete', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.credentials': 'strict' })
  const token = await regulated(sandbox)
  for (const art of ARTEN)
    t.strictSame(codes((await start(sandbox, token, art)).body), ['BA1012'], art)
})

t.test('a refused payment keeps no credentials', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const credentials = { userid: 'demo1', pin: 'einsamesWort' }
  await start(sandbox, token, 'single-transfer', { credentials })
  await pay(sandbox, token, 'single-transfer')
  const zahlungen = await (await sandbox.workspace()).store.list<Any>('zahlungen')
  t.equal(zahlungen.length, 2)
  for (const one of zahlungen) t.notOk('credentials' in one, one.stand)
  t.equal((await sandbox.call('GET', `${PAYMENT}/single-transfer/${randomUUID()}`)).status, 401)
})
