import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, UUID } from './calls.ts'
import {
  ACCESSES,
  added,
  CUSTOMER,
  codes,
  DAY,
  DEMO,
  follow,
  hrefOf,
  locationOf,
  MINUTE,
  pathOf,
  regulated,
  rels,
  submit,
  unregulated
} from './customer.ts'
import { build, refresh } from './umsaetze.ts'
import {
  type Any,
  ARTEN,
  type Art,
  buecher,
  comeBack,
  debit,
  endOf,
  GIRO,
  ibanAt,
  isDebit,
  laterOf,
  MEDIA,
  MEDIA_GIRO,
  onDay,
  orderIn,
  orderOf,
  PAYMENT,
  RAHMEN,
  read,
  ready,
  start,
  startOn,
  step,
  TODAY,
  transfer,
  walk
} from './zahlungen.ts'

const EBICS = '84f2a3db-c596-4b7e-b3d0-a1c5693f4b89'
const TOMORROW = '2026-11-22'
/** From the start of a test until its tomorrow begins in Berlin. */
const UNTIL_TOMORROW = 14 * 60 * MINUTE
const tan = (scaAuthenticationData: string) => ({ scaAuthenticationData })

type Steps = { readonly sandbox: Sandbox; readonly token: string }

/** A payment that was started: how, of which kind, and with which answer. */
type Opened = Steps & { readonly way: string; readonly art: Art; readonly body: Any }

async function opened(t: Parameters<typeof createSandbox>[0]): Promise<Steps> {
  const sandbox = await createSandbox(t)
  return { sandbox, token: await regulated(sandbox) }
}

/** Each kind of payment with credentials and on an access. */
async function* eachOf({ sandbox, token }: Steps, login: string, query = '') {
  for (const art of ARTEN) {
    const reply = await start(sandbox, token, art, { login, query })
    yield { sandbox, token, way: 'with credentials', art, body: bodyOf(reply) } as Opened
  }
  const access = await ready(sandbox, token, { login })
  for (const art of ARTEN) {
    const reply = await startOn(sandbox, token, art, access, { query })
    yield { sandbox, token, way: 'on an access', art, body: bodyOf(reply) } as Opened
  }
}

function bodyOf(reply: Reply): Any {
  if (reply.status !== 200) throw new Error(`no payment: ${reply.status} ${reply.text}`)
  return reply.body
}

const readOf = ({ sandbox, token, art, body }: Opened) =>
  read(sandbox, token, art, orderIn(body).paymentId)

const consentOf = async ({ sandbox, token, body }: Opened) =>
  (await sandbox.call('GET', `${CUSTOMER}/consent/${orderIn(body).paymentId}`, { token })).body

/** The payment is over: its address and that of its consent tell the same, and nothing is left to do. */
async function checkEnd(t: Tap, one: Opened, expected: readonly string[], title: string) {
  const { art, way, body } = one
  const label = `${art} ${way}: ${title}`
  const payment = await readOf(one)
  t.strictSame(codes(payment), expected, label)
  t.strictSame(rels(payment), ['self'], label)
  for (const gone of ['scaMethods', 'scaMediums', 'challenge']) t.notOk(gone in payment, label)
  t.strictSame(orderIn(payment), orderIn(body), label)
  const consent = await consentOf(one)
  t.strictSame(consent.messages, payment.messages, label)
  t.strictSame(rels(consent), ['self', `get_${art.replace('-', '_')}`], label)
  const from = await follow(one.sandbox, one.token, consent, rels(consent)[1] as string)
  t.strictSame(from.body, payment, label)
  return payment
}

type Tap = Parameters<typeof createSandbox>[0]

t.test('a method, a medium and a TAN lead each kind of payment to its end', async t => {
  const { sandbox, token } = await opened(t)
  for (const art of ARTEN) {
    const order = { login: MEDIA, product: MEDIA_GIRO }
    const { body } = await start(sandbox, token, art, order)
    const { paymentId: id } = orderIn(body)
    t.match(id, UUID)
    t.strictSame(body.messages, [
      {
        level: 'INFO',
        code: 'BA3010',
        message: 'SCA Methode auswählen',
        details: 'Bitte wählen Sie eine SCA-Methode aus'
      }
    ])
    t.strictSame(body.scaMethods[0], {
      code: 1,
      name: 'mockTAN',
      hint: 'Gib eine durch 2 teilbare Zahl ein'
    })
    t.strictSame(
      body.scaMethods.map((one: Any) => one.code),
      [1, 902, 999, 911, 946]
    )
    t.strictSame(body.relations, [
      { rel: 'self', href: `${sandbox.url}${PAYMENT}/${art}/${id}` },
      { rel: 'set_method', href: `${sandbox.url}${CUSTOMER}/consent/${id}` }
    ])
    const sent = orderOf(art) as Any
    t.strictSame(orderIn(body), {
      provider: DEMO,
      product: MEDIA_GIRO,
      ebics: false,
      paymentId: id,
      ...(isDebit(art) ? sent : { transferDetails: sent.transferDetails })
    })
    const one = { sandbox, token, way: '', art, body }
    /** What the addresses of the payment and of its consent show after a step. */
    const check = async (answer: Any, rel: string) => {
      t.strictSame(await consentOf(one), answer, `${art} ${rel}`)
      const { relations, ...shown } = await readOf(one)
      t.match(answer, { ...shown, transfer: undefined, debit: undefined }, `${art} ${rel}`)
      t.strictSame(rels({ relations }), ['self', rel])
      t.strictSame(rels(answer), ['self', rel])
      t.equal(hrefOf(answer, 'self'), `${sandbox.url}${CUSTOMER}/consent/${id}`)
    }
    t.strictSame(await readOf(one), body)
    const medium = await step(sandbox, token, body)
    t.strictSame(codes(medium), ['BA3020'])
    t.strictSame(medium.scaMediums, [
      { name: 'Mobil', mediaClass: 'MOBILE' },
      { name: 'Handy Eins', mediaClass: 'MOBILE' },
      { name: '+49-1111-11111', mediaClass: 'MOBILE' },
      { name: 'ChipTAN-Generator … 1234567890', mediaClass: 'GENERATOR' }
    ])
    t.notOk('scaMethods' in medium)
    await check(medium, 'set_medium')
    const challenge = await step(sandbox, token, medium, { medium: 'Handy Eins' })
    t.strictSame(codes(challenge), ['BA3030'])
    t.match(challenge.challenge, { name: 'Mock-TAN-Verfahren', decoupled: false })
    t.notOk('scaMediums' in challenge)
    await check(challenge, 'authenticate')
    const done = await step(sandbox, token, challenge)
    t.strictSame(codes(done), [endOf(art)])
    await checkEnd(t, one, [endOf(art)], 'the end')
    t.strictSame(
      (await submit(sandbox, token, challenge, 'authenticate', tan('42'))).body,
      done,
      'a TAN for what is over answers with the end'
    )
  }
})

t.test('each kind is executed or submitted, with credentials and on an access', async t => {
  const steps = await opened(t)
  for await (const one of eachOf(steps, 'demo1')) {
    t.match(codes(one.body), one.body.challenge ? ['BA3030'] : ['BA3010'])
    await walk(steps.sandbox, steps.token, one.body)
    const payment = await checkEnd(t, one, [endOf(one.art)], 'done')
    t.equal(payment.messages[0].level, 'INFO')
    t.equal(orderIn(payment).ebics, false)
  }
  const entries = (await buecher(steps.sandbox)).find(({ id }) => id === GIRO).umsaetze
  t.equal(entries.length, 2 * 6, 'one movement for each order')
})

t.test('the settings of an access are asked for once, those of no access every time', async t => {
  const { sandbox, token } = await opened(t)
  const access = await ready(sandbox, token)
  const first = bodyOf(await startOn(sandbox, token, 'single-transfer', access))
  t.strictSame(codes(first), ['BA3010'])
  await walk(sandbox, token, first)
  for (const art of ARTEN) {
    const { body } = await startOn(sandbox, token, art, access)
    t.strictSame(codes(body), ['BA3030'], art)
    t.ok(body.challenge && !body.scaMethods)
    t.strictSame(codes((await start(sandbox, token, art)).body), ['BA3010'], art)
  }
})

t.test('a wrong TAN leaves the step, the third one ends the payment', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  for await (const one of eachOf(steps, 'demo1')) {
    const { art, way } = one
    let last = one.body.challenge ? one.body : await step(sandbox, token, one.body)
    for (const left of ['Noch 2 Versuche.', 'Noch 1 Versuch.']) {
      last = await step(sandbox, token, last, { tan: '41' })
      t.strictSame(codes(last), ['BA3030'], `${art} ${way}`)
      t.match(last.messages[0], { level: 'INFO', details: `TAN falsch. ${left}` })
      t.strictSame(rels(last), ['self', 'authenticate'], `${art} ${way}`)
      t.strictSame((await readOf(one)).messages, last.messages)
    }
    const failed = await step(sandbox, token, last, { tan: '41' })
    t.match(failed.messages, [
      { level: 'ERROR', code: 'BA1103', message: 'TAN ungültig' },
      { level: 'ERROR', code: 'BA3040', details: 'TAN dreimal falsch eingegeben' }
    ])
    await checkEnd(t, one, ['BA1103', 'BA3040'], 'three wrong TANs')
    t.strictSame((await submit(sandbox, token, last, 'authenticate', tan('42'))).body, failed)
  }
  t.strictSame(await buecher(sandbox), [], 'no money moved')
})

t.test('an unknown method or medium is told once, and the step stays', async t => {
  const { sandbox, token } = await opened(t)
  for (const art of ARTEN) {
    const { body } = await start(sandbox, token, art, { login: MEDIA, product: MEDIA_GIRO })
    const one = { sandbox, token, way: '', art, body }
    for (const method of ['4711', 'mockTAN', '', 942]) {
      const sent = { chosenScaMethodId: method }
      const told = (await submit(sandbox, token, body, 'set_method', sent)).body
      t.strictSame(codes(told), ['BA1101', 'BA3010'], `${art} ${method}`)
      t.equal(told.messages[1].message, 'SCA Methode auswählen')
      t.strictSame(rels(told), ['self', 'set_method'])
      t.strictSame(codes(await readOf(one)), ['BA3010'])
      t.strictSame(codes(await consentOf(one)), ['BA3010'])
    }
    const medium = await step(sandbox, token, body)
    const told = (await submit(sandbox, token, medium, 'set_medium', { chosenScaMedia: 'Fax' }))
      .body
    t.strictSame(codes(told), ['BA1102', 'BA3020'], art)
    t.strictSame(codes(await readOf(one)), ['BA3020'])
    await walk(sandbox, token, medium)
    await checkEnd(t, one, [endOf(art)], 'the right choice after all')
  }
})

t.test('a medium of another method is unknown', async t => {
  const { sandbox, token } = await opened(t)
  const order = { login: MEDIA, product: MEDIA_GIRO }
  const { body } = await start(sandbox, token, 'single-transfer', order)
  const medium = await step(sandbox, token, body, { method: 902 })
  t.strictSame(
    medium.scaMediums.map(({ mediaClass }: Any) => mediaClass),
    ['MOBILE', 'MOBILE', 'MOBILE']
  )
  const generator = 'ChipTAN-Generator … 1234567890'
  const told = await step(sandbox, token, medium, { medium: generator })
  t.strictSame(codes(told), ['BA1102', 'BA3020'])
  t.strictSame(codes(await walk(sandbox, token, told, { tan: '8534842' })), ['BA1111'])
})

t.test('what does not fit the step is refused and changes nothing', async t => {
  const { sandbox, token } = await opened(t)
  const { body } = await start(sandbox, token, 'bulk-transfer')
  const one = { sandbox, token, way: '', art: 'bulk-transfer', body } as const
  const path = pathOf(sandbox, hrefOf(body, 'set_method'))
  const refused = async (sent: unknown) => {
    const before = await readOf(one)
    const reply = await sandbox.call('POST', path, { token, body: sent })
    t.match(reply, { status: 400, body: { code: '400', message: /./ } }, JSON.stringify(sent))
    t.strictSame(await readOf(one), before)
  }
  for (const sent of [{}, { chosenScaMedia: 'Mobil' }, tan('42'), '[]', '{']) await refused(sent)
  t.match((await sandbox.call('POST', path, { token, body: {} })).body, {
    message: 'chosenScaMethodId is missing'
  })
  await step(sandbox, token, body)
  for (const sent of [{}, { chosenScaMethodId: 1 }, { scaAuthenticationData: null }])
    await refused(sent)
  t.equal((await sandbox.call('POST', `${path}/cancel`, { token })).status, 400, 'no redirect')
  const polled = await sandbox.call('GET', `${path}/poll`, { token })
  t.equal(polled.status, 200, 'to ask about a TAN changes nothing')
  t.strictSame(codes(polled.body), ['BA3030'])
})

t.test('a step that takes too long has failed, whatever the answer is', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  for await (const one of eachOf(steps, 'demo1')) {
    const challenge = one.body.challenge ? one.body : await step(sandbox, token, one.body)
    await sandbox.pass(5 * MINUTE - 1000)
    t.strictSame(codes(await readOf(one)), ['BA3030'])
    await sandbox.pass(1000)
    const payment = await checkEnd(t, one, ['BA1103', 'BA3040'], 'too late')
    t.equal(payment.messages[1].details, 'Zeit abgelaufen')
    const late = await submit(sandbox, token, challenge, 'authenticate', tan('42'))
    t.equal(late.status, 200)
    t.strictSame(codes(late.body), ['BA1103', 'BA3040'])
  }
  t.strictSame(await buecher(sandbox), [])
})

t.test('every step has its own five minutes, the choice of a method too', async t => {
  const { sandbox, token } = await opened(t)
  const { body } = await start(sandbox, token, 'single-transfer')
  const one = { sandbox, token, way: '', art: 'single-transfer', body } as const
  await sandbox.pass(4 * MINUTE)
  const challenge = await step(sandbox, token, body)
  await sandbox.pass(4 * MINUTE)
  t.strictSame(codes(await step(sandbox, token, challenge)), ['BA1111'])
  const other = { ...one, body: (await start(sandbox, token, 'single-transfer')).body }
  await sandbox.pass(5 * MINUTE)
  await checkEnd(t, other, ['BA3040'], 'no method was chosen, so no TAN was wrong')
})

t.test('a decoupled payment is asked about until it is confirmed', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  for await (const one of eachOf(steps, 'demo1+decoupled')) {
    const { body } = one
    t.strictSame(codes(body), ['BA3030'])
    t.match(body.challenge, { name: 'Entkoppelte Authentifizierung', decoupled: true })
    t.strictSame(rels(body), ['self', 'authenticate', 'authenticate_decoupled'])
    t.equal(
      hrefOf(body, 'authenticate_decoupled'),
      `${sandbox.url}${CUSTOMER}/consent/${orderIn(body).paymentId}/poll`
    )
    const poll = () => follow(sandbox, token, body, 'authenticate_decoupled')
    const claimed = await submit(sandbox, token, body, 'authenticate', {})
    t.strictSame(codes(claimed.body), ['BA3030'], 'a claim does not confirm')
    t.strictSame(codes((await poll()).body), ['BA3030'])
    for (const _ of [1, 2, 3]) await consentOf(one)
    t.strictSame(codes(await readOf(one)), ['BA3030'], 'to look is not to ask')
    t.strictSame(codes((await poll()).body), [endOf(one.art)])
    await checkEnd(t, one, [endOf(one.art)], 'confirmed')
    t.strictSame(codes((await poll()).body), [endOf(one.art)], 'to ask once more changes nothing')
  }
})

/** Decides on the newest push of somebody's phone. */
async function decide(sandbox: Sandbox, person: string, how: 'approve' | 'reject') {
  const phone = `/_sandkasten/phone/${person}`
  const { body } = await sandbox.call('GET', `${phone}/messages`)
  const [push] = body
  await sandbox.call('POST', `${phone}/approvals/${push.approval.id}/${how}`)
  return push
}

t.test('the phone shows the payment, and what is decided there counts', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  const texts: Readonly<Record<Art, RegExp>> = {
    'single-transfer': /^Möchten Sie die Überweisung über 1,50\s€ an UNICEF freigeben\?$/,
    'bulk-transfer': /^Möchten Sie die Überweisung über 1,75\s€ mit 2 Aufträgen freigeben\?$/,
    'single-debit': /^Möchten Sie die Lastschrift über 2,50\s€ von Max Mustermann freigeben\?$/,
    'bulk-debit': /^Möchten Sie die Lastschrift über 3,25\s€ mit 2 Aufträgen freigeben\?$/
  }
  for (const how of ['approve', 'reject'] as const)
    for await (const one of eachOf(steps, 'demo1+decoupled')) {
      const push = await decide(sandbox, 'demo1', how)
      t.match(push.text, texts[one.art])
      t.strictSame(codes(await readOf(one)), ['BA3030'], 'the client learns of it when it asks')
      const { body } = await follow(sandbox, token, one.body, 'authenticate_decoupled')
      if (how === 'approve') {
        await checkEnd(t, one, [endOf(one.art)], how)
        continue
      }
      t.match(body.messages, [{ code: 'BA3040', details: 'Vorgang abgelehnt' }])
      await checkEnd(t, one, ['BA3040'], how)
    }
})

t.test('the TAN of an SMS is the one of the payment', async t => {
  const { sandbox, token } = await opened(t)
  const { body } = await start(sandbox, token, 'single-transfer', {
    credentials: { userid: 'cust0815', pin: 'verySecret' },
    provider: '0c1f6a52-7d0e-4b93-9a58-2f4de1b7c301',
    product: ibanAt('0532013000', '90210030')
  })
  t.strictSame(codes(body), ['BA3020'], 'the bank has one method')
  const challenge = await step(sandbox, token, body)
  t.match(challenge.challenge, { name: 'mTAN' })
  const [sms] = (await sandbox.call('GET', '/_sandkasten/phone/cust0815/messages')).body
  t.match(sms.text, /^Ihre TAN für die Überweisung über 1,50\s€ an UNICEF lautet \d{6}\./)
  const wrong = await step(sandbox, token, challenge, { tan: sms.tan === '42' ? '43' : '42' })
  t.strictSame(codes(wrong), ['BA3030'])
  t.strictSame(codes(await step(sandbox, token, wrong, { tan: sms.tan })), ['BA1111'])
})

t.test('a redirect leads each kind to the bank and back', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  const query = `?callbackUrl=${encodeURIComponent('https://portal.example/back?a=1')}`
  for await (const one of eachOf(steps, 'demo1+redirect', query)) {
    const { body, art, way } = one
    t.strictSame(codes(body), ['BA3005'])
    t.match(body.challenge, { redirect: true })
    t.strictSame(rels(body), ['self', 'redirect_url', 'cancel'])
    const url = new URL(hrefOf(body, 'redirect_url'))
    // documented: transfers have a callbackUrl
    const callbackUrl = url.searchParams.get('callbackUrl')
    if (!isDebit(art)) t.equal(callbackUrl, 'https://portal.example/back?a=1', way)
    t.equal((await comeBack(sandbox, body, '?code=abc&state=1')).status, 200)
    await checkEnd(t, one, [endOf(art)], 'approved')
    t.equal((await follow(sandbox, token, body, 'cancel', { method: 'POST' })).status, 200)
    await checkEnd(t, one, [endOf(art)], 'too late to cancel')
  }
})

t.test('who declines at the bank has not paid', async t => {
  const steps = await opened(t)
  for await (const one of eachOf(steps, 'demo1+redirect')) {
    t.notOk(new URL(hrefOf(one.body, 'redirect_url')).searchParams.has('callbackUrl'))
    await comeBack(steps.sandbox, one.body, '?error=access_denied')
    const payment = await checkEnd(t, one, ['BA3040'], 'declined')
    t.equal(payment.messages[0].details, 'Vorgang abgelehnt')
  }
  t.strictSame(await buecher(steps.sandbox), [])
})

t.test('a cancelled redirect leaves nothing to do', async t => {
  const steps = await opened(t)
  const { sandbox, token } = steps
  for await (const one of eachOf(steps, 'demo1+redirect')) {
    const { body, art, way } = one
    const { status, body: consent } = await follow(sandbox, token, body, 'cancel', {
      method: 'POST'
    })
    t.equal(status, 200)
    t.strictSame(
      consent,
      {
        messages: [
          {
            level: 'ERROR',
            code: 'BA3040',
            message: 'SCA fehlgeschlagen',
            details: 'Redirect-SCA wurde abgebrochen'
          }
        ],
        relations: []
      },
      `${art} ${way}`
    )
    t.strictSame(await consentOf(one), consent)
    const payment = await readOf(one)
    t.strictSame(payment.messages, consent.messages)
    t.strictSame(rels(payment), ['self'])
  }
})

t.test('a payment without authentication is through at once', async t => {
  const steps = await opened(t)
  for await (const one of eachOf(steps, 'demo1+nosca')) {
    t.strictSame(codes(one.body), [endOf(one.art)], `${one.art} ${one.way}`)
    t.strictSame(rels(one.body), ['self'])
    t.strictSame(await checkEnd(t, one, [endOf(one.art)], 'at once'), one.body)
  }
})

t.test('a bank without a method for the customer takes no payment', async t => {
  const { sandbox, token } = await opened(t)
  for (const art of ARTEN) {
    const { body } = await start(sandbox, token, art, { login: 'demo1+nosupport' })
    const one = { sandbox, token, way: '', art, body }
    t.strictSame(await checkEnd(t, one, ['BA3060'], 'no method'), body)
  }
})

t.test('an order by EBICS is signed with keys and needs nothing more', async t => {
  const { sandbox, token } = await opened(t)
  const credentials = { userid: 'yildiz', partnerid: 'KUNDE001' }
  const product = ibanAt('1300801029', '90260110')
  const access = await added(sandbox, token, {
    providerId: EBICS,
    data: { ebics: true, credentials }
  })
  await sandbox.pass(DAY - MINUTE)
  await sandbox.pass(2 * MINUTE)
  const fresh = await regulated(sandbox)
  const active = await refresh(sandbox, fresh, access)
  t.ok(active.bankprodukte.some(({ id }: Any) => id === product))
  const day = { requestedCollectionDate: TOMORROW }
  for (const art of ARTEN) {
    const more = isDebit(art) ? day : {}
    const order = { credentials, provider: EBICS, product, more }
    const { body } = await start(sandbox, fresh, art, order)
    const onAccess = await startOn(sandbox, fresh, art, active, { product, more })
    for (const answer of [body, onAccess.body]) {
      t.strictSame(codes(answer), [endOf(art)], art)
      t.match(orderIn(answer), { ebics: true, product, provider: EBICS })
      t.notOk('challenge' in answer)
      const one = { sandbox, token: fresh, way: 'EBICS', art, body: answer }
      await checkEnd(t, one, [endOf(art)], 'signed')
    }
  }
})

t.test('a payment of a later day is submitted, and executed when its day comes', async t => {
  const { sandbox } = await opened(t)
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': 400 * 86_400 })
  const steps = { sandbox, token: await regulated(sandbox) }
  const { token } = steps
  const access = await ready(sandbox, token)
  const all: Opened[] = []
  for (const art of ARTEN) {
    const more = onDay(art, TOMORROW)
    for (const reply of [
      await start(sandbox, token, art, { more }),
      await startOn(sandbox, token, art, access, { more })
    ]) {
      const one = { ...steps, art, way: '', body: reply.body }
      t.strictSame(codes(await walk(sandbox, token, reply.body)), [laterOf(art)], art)
      await checkEnd(t, one, [laterOf(art)], 'submitted')
      all.push(one)
    }
  }
  t.strictSame(await buecher(sandbox), [], 'no money moved yet')
  await sandbox.pass(UNTIL_TOMORROW - 1000)
  t.strictSame(await buecher(sandbox), [], 'not a second too early')
  await sandbox.pass(1000)
  for (const one of all) await checkEnd(t, one, [endOf(one.art)], 'executed')
  const book = (await buecher(sandbox)).find(({ id }) => id === GIRO)
  t.equal(book.umsaetze.length, 2 * 6)
  t.ok(book.umsaetze.every((one: Any) => one.buchungsdatum === TOMORROW))
  await sandbox.pass(30 * DAY)
  t.same(
    (await buecher(sandbox)).find(({ id }) => id === GIRO),
    book,
    'once and never again'
  )
})

t.test('a payment of a later day looks for its money on that day', async t => {
  const { sandbox } = await opened(t)
  await sandbox.behave({ 'banksapi.tokenTtlSeconds': 400 * 86_400 })
  const token = await regulated(sandbox)
  const leer = { login: 'leer+nosca', product: ibanAt('1600000001') }
  const more = { requestedExecutionDate: TOMORROW }
  for (const art of ['single-transfer', 'bulk-transfer'] as const) {
    const { body } = await start(sandbox, token, art, { ...leer, more })
    const one = { sandbox, token, art, way: '', body }
    t.strictSame(codes(body), ['BA1112'], 'nothing is there today')
    t.strictSame(codes((await start(sandbox, token, art, leer)).body), ['BA1104'])
    await sandbox.pass(DAY)
    const failed = await checkEnd(t, one, ['BA1104'], 'nothing is there tomorrow')
    t.equal(failed.messages[0].details, 'Der verfügbare Betrag reicht nicht aus.')
    t.strictSame(await buecher(sandbox), [])
    more.requestedExecutionDate = '2026-11-23'
  }
  more.requestedExecutionDate = '2026-11-25'
  const { body } = await start(sandbox, token, 'single-transfer', { ...leer, more })
  const gift = { recipient: 'Leonie Leer', iban: leer.product, amount: 2 }
  await start(sandbox, token, 'single-transfer', { login: 'demo1+nosca', posten: gift })
  await sandbox.pass(3 * DAY)
  const one = { sandbox, token, art: 'single-transfer', way: '', body } as const
  await checkEnd(t, one, ['BA1111'], 'somebody paid in')
})

t.test('messages of the bank stand beside the outcome, also on a later day', async t => {
  const { sandbox, token } = await opened(t)
  const login = 'demo1+nosca+ba2002'
  const posten = { purpose: 'Bitte BA2021 lesen' }
  const { body } = await start(sandbox, token, 'single-transfer', { login, posten })
  t.strictSame(codes(body), ['BA1111', 'BA2002', 'BA2021'])
  const more = { requestedExecutionDate: TOMORROW }
  const later = await start(sandbox, token, 'single-transfer', { login, posten, more })
  t.strictSame(codes(later.body), ['BA1112', 'BA2002', 'BA2021'])
  await sandbox.pass(UNTIL_TOMORROW)
  const { paymentId: id } = orderIn(later.body)
  t.strictSame(codes(await read(sandbox, token, 'single-transfer', id)), [
    'BA1111',
    'BA2002',
    'BA2021'
  ])
})

t.test('amounts may be texts and are told as numbers, and what goes along is told too', async t => {
  const { sandbox, token } = await opened(t)
  const posten = {
    amount: '1337.40',
    endToEndId: 'E2E-1',
    purposeCode: 'CHAR',
    ultimateDebtor: 'Fritz',
    ultimateCreditor: 'Kinder'
  }
  const more = { instant: true, vopOptOut: true, unknown: 1, requestedExecutionDate: TODAY }
  const { body } = await start(sandbox, token, 'single-transfer', { posten, more })
  t.strictSame(body.transfer.transferDetails, transfer({ ...posten, amount: 1337.4 }))
  for (const name of Object.keys(more)) t.notOk(name in body.transfer, name)
  const done = await walk(sandbox, token, body)
  t.strictSame(codes(done), ['BA1111'], 'today is no later day')
  const one = debit({ amount: '0.01', debtorAccountNumber: '1', debtorBankCode: '2' })
  const { business: _, sequenceType: _s, ...rahmen } = RAHMEN
  const sent = { ...one, business: true, sequenceType: 'RCUR' }
  const reply = await start(sandbox, token, 'single-debit', {
    more: { ...rahmen, business: undefined, sequenceType: undefined, debitDetails: sent }
  })
  t.strictSame(codes(reply.body), ['BA3010'])
  t.match(reply.body.debit, { ...rahmen, debitDetails: { ...sent, amount: 0.01 } })
  t.notOk('business' in reply.body.debit || 'sequenceType' in reply.body.debit)
})

t.test('a payment is found by its user alone, under its kind alone', async t => {
  const { sandbox, token } = await opened(t)
  const stranger = await regulated(sandbox, 'stranger')
  const { body } = await start(sandbox, token, 'single-transfer')
  const { paymentId: id } = orderIn(body)
  const consent = `${CUSTOMER}/consent/${id}`
  const method = { chosenScaMethodId: 1 }
  const status = async (as: string, verb: string, path: string, sent?: object) =>
    (await sandbox.call(verb, path, { token: as, ...(sent && { body: sent }) })).status
  for (const art of ARTEN) {
    const path = `${PAYMENT}/${art}/${id}`
    t.equal(await status(token, 'GET', path), art === 'single-transfer' ? 200 : 404, art)
    t.equal(await status(stranger, 'GET', path), 404)
    t.equal(await status(token, 'GET', `${PAYMENT}/${art}/${randomUUID()}`), 404)
    t.equal(await status(token, 'GET', `${PAYMENT}/${art}/undefined`), 404)
  }
  t.equal(await status(token, 'GET', `${PAYMENT}/single-transfer/${id.toUpperCase()}`), 200)
  for (const [as, at] of [
    [stranger, consent],
    [token, `${CUSTOMER}/consent/${randomUUID()}`]
  ] as const) {
    t.equal(await status(as, 'GET', at), 404)
    t.equal(await status(as, 'POST', at, method), 404)
    t.equal(await status(as, 'GET', `${at}/poll`), 404)
    t.equal(await status(as, 'POST', `${at}/cancel`), 404)
  }
  t.strictSame(await read(sandbox, token, 'single-transfer', id), body, 'nothing happened to it')
})

t.test('payments are for users, with the scope of payments', async t => {
  const { sandbox } = await opened(t)
  for (const art of ARTEN) {
    const client = await start(sandbox, await clientToken(sandbox, HOSTING), art)
    t.match(client, { status: 403, text: '' }, art)
    t.match(await start(sandbox, randomUUID(), art), { status: 401, text: '' }, art)
  }
})

t.test('an access pays only with stored credentials, and from a product of its own', async t => {
  const { sandbox, token } = await opened(t)
  const passing = await added(sandbox, token, { data: { sync: false } })
  await build(sandbox, token, { id: randomUUID() })
  const all = (await sandbox.call('GET', ACCESSES, { token })).body
  const builder = Object.values<Any>(all).find(({ type }) => type === 'BUILDER')
  const kept = await added(sandbox, token)
  for (const art of ARTEN) {
    t.match(await startOn(sandbox, token, art, passing), { status: 404, text: '' }, 'sync=false')
    t.match(await startOn(sandbox, token, art, builder), { status: 404, text: '' }, 'builder')
    for (const product of ['DE89370400440532013000', 'issues', 'consent'])
      t.equal((await startOn(sandbox, token, art, kept, { product })).status, 404, product)
    const unknown = { ...kept, id: randomUUID() }
    t.equal((await startOn(sandbox, token, art, unknown)).status, 404)
  }
  const stranger = await regulated(sandbox, 'stranger')
  t.equal((await startOn(sandbox, stranger, 'single-transfer', kept)).status, 404)
  for (const { relations } of builder.bankprodukte)
    t.notOk(rels({ relations }).some(rel => /initiate|ueberweisung/.test(rel)))
})

t.test('the products of an access lead to its payments', async t => {
  const { sandbox, token } = await opened(t)
  const [giro, tagesgeld, depot] = (await added(sandbox, token)).bankprodukte
  for (const [rel, art] of [
    ['initiate_single_transfer_with_saved_credentials', 'single-transfer'],
    ['initiate_bulk_transfer_with_saved_credentials', 'bulk-transfer']
  ] as const)
    for (const product of [giro, tagesgeld]) {
      const { status, body } = await submit(sandbox, token, product, rel, orderOf(art))
      t.equal(status, 200)
      t.equal(orderIn(body).product, product.id)
    }
  for (const [rel, art] of [
    ['initiate_single_transfer', 'single-transfer'],
    ['initiate_bulk_transfer', 'bulk-transfer']
  ] as const) {
    const credentials = { userid: 'demo1', pin: 'demo1' }
    const sent = { provider: DEMO, product: giro.id, credentials, ...orderOf(art) }
    t.equal((await submit(sandbox, token, giro, rel, sent)).status, 200)
  }
  t.notOk(rels(depot).some(rel => rel.startsWith('initiate')))
})

t.test(
  'the addresses that examples of the documentation print are those of the consent',
  async t => {
    const { sandbox, token } = await opened(t)
    for (const art of ARTEN) {
      const { body } = await start(sandbox, token, art)
      const { paymentId: id } = orderIn(body)
      const call = (method: string, path: string, sent?: object) =>
        sandbox.call(method, path, { token, ...(sent && { body: sent }) })
      const shown = (await call('GET', `${CUSTOMER}/consent/${id}`)).body
      for (const kind of ARTEN)
        for (const path of [
          `${PAYMENT}/${kind}/${id}/consent`,
          `/v2/customer/consent/${id}`,
          `/v2/customer/payment/${kind}/${id}/consent`,
          `${CUSTOMER}/consent/${id}/`
        ])
          t.strictSame((await call('GET', path)).body, shown, path)
      const method = { chosenScaMethodId: '1' }
      const alias = `${PAYMENT}/${art}/${id}/consent`
      t.strictSame(codes((await call('POST', alias, method)).body), ['BA3030'])
      t.strictSame(codes((await call('POST', `/v2/customer/consent/${id}`, tan('42'))).body), [
        endOf(art)
      ])
      t.equal((await call('GET', `/v2/customer/payment/${art}/${id}`)).status, 200)
    }
  }
)

t.test('of two submissions of one TAN one pays, the other gets the outcome', async t => {
  const { sandbox, token } = await opened(t)
  const { body } = await start(sandbox, token, 'single-transfer')
  const challenge = await step(sandbox, token, body)
  const replies = await Promise.all(
    [1, 2, 3].map(() => submit(sandbox, token, challenge, 'authenticate', tan('42')))
  )
  for (const reply of replies) t.strictSame(codes(reply.body), ['BA1111'])
  t.equal((await buecher(sandbox)).find(({ id }) => id === GIRO).umsaetze.length, 1)
})

const USE_CASES: Readonly<Record<Art, string>> = {
  'single-transfer': 'START_PAYMENT_SINGLE_TRANSFER',
  'bulk-transfer': 'START_PAYMENT_BULK_TRANSFER',
  'single-debit': 'START_PAYMENT_SINGLE_DEBIT',
  'bulk-debit': 'START_PAYMENT_BULK_DEBIT'
}

/** A 451 of a kind: the web form in the header and in the body, and the payment to be. */
function checkWebform(t: Tap, sandbox: Sandbox, art: Art, reply: Reply): string {
  t.equal(reply.status, 451, art)
  const { paymentId: id } = orderIn(reply.body)
  const location = new URL(locationOf(reply))
  t.equal(location.pathname, `${CUSTOMER}/webform`)
  t.match(location.searchParams.get('session'), UUID)
  t.equal(location.searchParams.get('useCase'), USE_CASES[art])
  t.strictSame(reply.body.relations, [
    { rel: 'self', href: `${sandbox.url}${PAYMENT}/${art}/${id}` },
    { rel: 'get_webform', href: location.href }
  ])
  t.notOk('messages' in reply.body || 'challenge' in reply.body)
  return id
}

t.test('a tenant without a licence is led to the web form', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  for (const art of ARTEN) {
    const post = (body: unknown) => sandbox.call('POST', `${PAYMENT}/${art}`, { token, body })
    const filled = await post({ provider: DEMO, product: GIRO, ...orderOf(art) })
    const id = checkWebform(t, sandbox, art, filled)
    t.match(orderIn(filled.body), { provider: DEMO, product: GIRO, paymentId: id })
    const read = await sandbox.call('GET', `${PAYMENT}/${art}/${id}`, { token })
    t.strictSame(read.body, filled.body, 'and can be asked about from then on')
    const consent = await sandbox.call('GET', `${CUSTOMER}/consent/${id}`, { token })
    t.strictSame(rels(consent.body), ['self', 'get_webform'])
    const moved = await sandbox.call('POST', `${CUSTOMER}/consent/${id}`, {
      token,
      body: { chosenScaMethodId: 1 }
    })
    t.equal(moved.status, 404, 'the customer does it in the web form')
    t.strictSame((await sandbox.call('GET', `${PAYMENT}/${art}/${id}`, { token })).body, read.body)
  }
})

t.test('several orders have to be there for the web form, a single one need not be', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  for (const art of ARTEN) {
    const name = isDebit(art) ? 'debitDetails' : 'transferDetails'
    const isBulk = art.startsWith('bulk')
    for (const body of [{}, { [name]: null }, ...(isBulk ? [{ [name]: [] }] : [])]) {
      const reply = await sandbox.call('POST', `${PAYMENT}/${art}`, { token, body })
      if (!isBulk) {
        checkWebform(t, sandbox, art, reply)
        continue
      }
      t.match(reply, { status: 400, body: { code: '400', message: `${name} is missing` } })
    }
  }
})

t.test('credentials of a tenant without a licence are not looked at', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  const reply = await start(sandbox, token, 'single-transfer', { pin: 'wrong' })
  checkWebform(t, sandbox, 'single-transfer', reply)
  const { body } = await sandbox.call('GET', '/_sandkasten/state?collection=zahlungen')
  t.notOk(JSON.stringify(body).includes('wrong'))
})
