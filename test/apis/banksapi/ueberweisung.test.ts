import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, UUID } from './calls.ts'
import {
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
import { type Any, buecher, comeBack, GIRO, MEDIA, MEDIA_GIRO, TODAY } from './zahlungen.ts'

type Values = Readonly<Record<string, unknown>>
type Tap = Parameters<typeof createSandbox>[0]

const UEBERWEISUNG = `${CUSTOMER}/ueberweisung`
const SINGLE = `${UEBERWEISUNG}/${DEMO}/${GIRO}`
const BULK = `${UEBERWEISUNG}/bulk/${DEMO}/${GIRO}`
const OF_MEDIA = `${UEBERWEISUNG}/${DEMO}/${MEDIA_GIRO}`
const CREDENTIALS = { userid: 'demo1', pin: 'demo1' }
const TAN_NEEDED = {
  level: 'INFO',
  code: 'BA1110',
  message: 'TAN-Eingabe nötig',
  details: 'Bitte geben Sie die TAN ein'
}

/** One order. */
function posten(more: Values = {}) {
  return {
    empfaenger: 'Jane Doe',
    verwendungszweck: 'Test',
    iban: 'DE44500105175407324931',
    waehrung: 'EUR',
    betrag: 0.01,
    ...more
  }
}

const einzeln = (more: Values = {}) => ({ credentials: CREDENTIALS, ...posten(), ...more })
const sammel = (more: Values = {}) => ({
  credentials: CREDENTIALS,
  payments: [posten(), posten({ bic: 'INGDDEFFXXX', betrag: '150.00' })],
  ...more
})
const ofLogin = (userid: string, more: Values = {}) =>
  einzeln({ credentials: { userid, pin: userid.split('+')[0] }, ...more })

async function opened(t: Tap) {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const post = (path: string, body: unknown) => sandbox.call('POST', path, { token, body })
  const put = (path: string, body: unknown) => sandbox.call('PUT', path, { token, body })
  return { sandbox, token, post, put }
}

/** The id of an Überweisung, which stands only in its addresses. */
function idIn({ relations = [] }: Any): string {
  for (const { href } of relations) {
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}(?=\/consent$|$|\/poll$|\/cancel$)/.exec(href)?.[0]
    if (id) return id
  }
  throw new Error('no id')
}

/** The address that a TAN is sent to. */
const tanPath = (sandbox: Sandbox, from: Any) => pathOf(sandbox, hrefOf(from, 'submit_text_tan'))

t.test('an Überweisung without a method asks for one', async t => {
  const { sandbox, post } = await opened(t)
  const body = einzeln({ ausfuehrungsdatum: `${TODAY} 08:00:00`, bic: 'INGDDEFFXXX' })
  const reply = await post(SINGLE, body)
  t.equal(reply.status, 200)
  const id = idIn(reply.body)
  t.match(id, UUID)
  const { sicherheitsverfahren, ...rest } = reply.body
  t.strictSame(rest, {
    ueberweisung: posten({ bic: 'INGDDEFFXXX' }),
    ausfuehrungsdatum: `${TODAY} 08:00:00`,
    tanMedien: [],
    messages: [
      {
        level: 'INFO',
        code: 'BA3010',
        message: 'SCA benötigt',
        details: 'Bitte wählen Sie eine SCA-Methode aus'
      }
    ],
    relations: [{ rel: 'set_method', href: `${sandbox.url}${UEBERWEISUNG}/${id}/consent` }]
  })
  t.strictSame(sicherheitsverfahren[0], {
    kodierung: 1,
    name: 'mockTAN',
    hinweis: 'Gib eine durch 2 teilbare Zahl ein'
  })
})

t.test('a method, a medium and a TAN lead it to its end', async t => {
  const { sandbox, token, post, put } = await opened(t)
  const login = { credentials: { userid: MEDIA, pin: MEDIA } }
  for (const [path, start, end] of [
    [OF_MEDIA, einzeln(login), 'BA1111'],
    [OF_MEDIA.replace('ueberweisung', 'ueberweisung/bulk'), sammel(login), 'BA1112']
  ] as const) {
    const { body } = await post(path, start)
    t.match(body.tanMedien, [{ name: 'Mobil', medienklasse: 'MOBIL' }, {}, {}, {}])
    const echo = 'payments' in start ? 'payments' : 'ueberweisung'
    t.strictSame(
      body[echo],
      echo === 'payments' ? [posten(), posten({ bic: 'INGDDEFFXXX', betrag: 150 })] : posten()
    )
    const medium = await submit(sandbox, token, body, 'set_method', { chosenScaMethodId: '1' })
    t.strictSame(codes(medium.body), ['BA3020'])
    t.strictSame(rels(medium.body), ['set_medium'])
    t.match(medium.body.aktivesSicherheitsverfahren, { kodierung: 1, name: 'mockTAN' })
    t.strictSame(medium.body[echo], body[echo])
    const sent = { chosenScaMedia: 'Handy Eins' }
    const asked = (await submit(sandbox, token, medium.body, 'set_medium', sent)).body
    t.strictSame(asked.messages, [TAN_NEEDED])
    t.strictSame(rels(asked), ['submit_text_tan', 'authenticate'])
    t.match(asked.challenge, { name: 'Mock-TAN-Verfahren' })
    t.equal(asked.timeout, `${TODAY} 10:05:00`)
    t.equal(tanPath(sandbox, asked), `${path}/${idIn(asked)}`)
    t.equal(hrefOf(asked, 'authenticate'), `${sandbox.url}${UEBERWEISUNG}/${idIn(asked)}/consent`)
    const done = await put(tanPath(sandbox, asked), { tan: '42' })
    t.match(done, { status: 200, body: { messages: [{ level: 'INFO', code: end }] } })
    t.strictSame(done.body.relations, [])
    t.strictSame(Object.keys(done.body).sort(), ['messages', 'relations'])
    t.strictSame(await put(tanPath(sandbox, asked), { tan: '42' }).then(r => r.body), done.body)
  }
})

t.test('the TAN may also go to the consent', async t => {
  const { sandbox, token, post } = await opened(t)
  const { body } = await post(SINGLE, einzeln({ sicherheitsverfahrenKodierung: 1 }))
  const tan = { scaAuthenticationData: '42' }
  const done = await submit(sandbox, token, body, 'authenticate', tan)
  t.strictSame(codes(done.body), ['BA1111'])
  t.strictSame(done.body.relations, [])
  t.strictSame(done.body.ueberweisung, posten())
  for (const gone of ['timeout', 'challenge', 'sicherheitsverfahren', 'tanMedien'])
    t.notOk(gone in done.body, gone)
})

t.test('the Java client chooses its method at once, with an empty medium', async t => {
  const { sandbox, post, put } = await opened(t)
  const sent = { sicherheitsverfahrenKodierung: '1', tanMediumName: '' }
  for (const [path, start, end] of [
    [SINGLE, einzeln(sent), 'BA1111'],
    [BULK, sammel(sent), 'BA1112']
  ] as const) {
    const { status, body } = await post(path, start)
    t.equal(status, 200)
    t.strictSame(body.messages, [TAN_NEEDED])
    t.strictSame(rels(body), ['submit_text_tan', 'authenticate'])
    t.equal(body.timeout, `${TODAY} 10:05:00`)
    t.equal(body.tanMediumName, '')
    t.match(body.challenge, { name: 'Mock-TAN-Verfahren', content: { instructions: /./ } })
    t.match(body.aktivesSicherheitsverfahren, { kodierung: 1 })
    const done = await put(tanPath(sandbox, body), { tan: '42' })
    t.strictSame(codes(done.body), [end])
    t.strictSame(done.body.relations, [])
    t.notOk('timeout' in done.body)
  }
})

t.test('method and medium at once go straight to the TAN', async t => {
  const { post } = await opened(t)
  for (const [kodierung, medium, title] of [
    [1, 'Handy Eins', 'Mock-TAN-Verfahren'],
    ['902', 'Mobil', 'photoTAN'],
    [999, 'Mobil', '1-Schritt-TAN-Verfahren']
  ]) {
    const choice = { sicherheitsverfahrenKodierung: kodierung, tanMediumName: medium }
    const { body } = await post(OF_MEDIA, ofLogin(MEDIA, choice))
    t.strictSame(codes(body), ['BA1110'], String(kodierung))
    t.equal(body.challenge.name, title)
    t.equal(body.tanMediumName, medium)
  }
  for (const tanMediumName of ['', undefined]) {
    const choice = { sicherheitsverfahrenKodierung: 1, tanMediumName }
    const { body } = await post(OF_MEDIA, ofLogin(MEDIA, choice))
    t.strictSame(codes(body), ['BA3020'], 'with several media one has to be chosen')
  }
  const { body } = await post(OF_MEDIA, ofLogin(MEDIA, { tanMediumName: 'Mobil' }))
  t.strictSame(codes(body), ['BA3010'], 'a medium alone is too little')
})

t.test('an unknown method or medium at once is told, and the step stays', async t => {
  const { sandbox, token, post } = await opened(t)
  for (const kodierung of [4711, '4711', 'mockTAN', '', 942]) {
    const { status, body } = await post(
      SINGLE,
      einzeln({ sicherheitsverfahrenKodierung: kodierung })
    )
    t.equal(status, 200, String(kodierung))
    t.strictSame(codes(body), ['BA1101', 'BA3010'], String(kodierung))
    t.match(body.messages[0], { level: 'ERROR', message: 'Ungültiges TAN-Verfahren' })
    t.strictSame(rels(body), ['set_method'])
  }
  const choice = { sicherheitsverfahrenKodierung: 1, tanMediumName: 'Fax' }
  const { body } = await post(OF_MEDIA, ofLogin(MEDIA, choice))
  t.strictSame(codes(body), ['BA1102', 'BA3020'])
  t.strictSame(rels(body), ['set_medium'])
  const told = await submit(sandbox, token, body, 'set_medium', { chosenScaMedia: 'Fax' })
  t.strictSame(codes(told.body), ['BA1102', 'BA3020'])
  const method = (await post(SINGLE, einzeln())).body
  const again = await submit(sandbox, token, method, 'set_method', { chosenScaMethodId: 4711 })
  t.strictSame(codes(again.body), ['BA1101', 'BA3010'])
})

t.test('a wrong TAN may be corrected twice, with a new timeout', async t => {
  const { sandbox, post, put } = await opened(t)
  for (const [path, start, hour] of [
    [SINGLE, einzeln({ sicherheitsverfahrenKodierung: 1 }), '10'],
    [BULK, sammel({ sicherheitsverfahrenKodierung: 1 }), '11']
  ] as const) {
    const { body } = await post(path, start)
    for (const [left, timeout] of [
      ['TAN falsch. Noch 2 Versuche.', `${hour}:09:00`],
      ['TAN falsch. Noch 1 Versuch.', `${hour}:13:00`]
    ] as const) {
      await sandbox.pass(4 * MINUTE)
      const wrong = await put(tanPath(sandbox, body), { tan: '41' })
      t.equal(wrong.status, 200)
      t.strictSame(wrong.body.messages, [{ ...TAN_NEEDED, details: left }])
      t.ok(rels(wrong.body).includes('submit_text_tan'))
      t.match(wrong.body, { timeout: `${TODAY} ${timeout}`, challenge: body.challenge })
    }
    const last = await put(tanPath(sandbox, body), { tan: '41' })
    t.match(last.body.messages, [
      { level: 'ERROR', code: 'BA1103' },
      { level: 'ERROR', code: 'BA3040' }
    ])
    t.strictSame(last.body.relations, [])
    t.notOk('timeout' in last.body || 'challenge' in last.body)
    const late = await put(tanPath(sandbox, body), { tan: '42' })
    t.strictSame(late.body, last.body)
    await sandbox.pass(52 * MINUTE)
  }
  t.strictSame(await buecher(sandbox), [])
})

t.test('a TAN after its five minutes is too late', async t => {
  const { sandbox, post, put } = await opened(t)
  const { body } = await post(SINGLE, einzeln({ sicherheitsverfahrenKodierung: 1 }))
  await sandbox.pass(5 * MINUTE)
  const late = await put(tanPath(sandbox, body), { tan: '42' })
  t.equal(late.status, 200)
  t.strictSame(codes(late.body), ['BA1103', 'BA3040'])
  t.strictSame(late.body.relations, [])
  t.strictSame(await buecher(sandbox), [])
})

t.test('the id of the payment decides, whatever else stands in the path', async t => {
  const { post, put } = await opened(t)
  const other = 'ca650b48-3edc-45f4-938d-d21df8cba761'
  for (const place of [
    (id: string) => `${UEBERWEISUNG}/${DEMO}/DE00123456789012345679/${id}`,
    (id: string) => `${UEBERWEISUNG}/${other}/x%20y/${id}`,
    (id: string) => `${UEBERWEISUNG}/${GIRO}/${id}`,
    (id: string) => `${UEBERWEISUNG}/bulk/${DEMO}/${GIRO}/${id}`,
    (id: string) => `${SINGLE}/${id.toUpperCase()}`,
    (id: string) => `/v2${SINGLE.replace('/v2', '')}/${id}`
  ]) {
    const { body } = await post(SINGLE, einzeln({ sicherheitsverfahrenKodierung: '1' }))
    const done = await put(place(idIn(body)), { tan: '42' })
    t.equal(done.status, 200, place('id'))
    t.strictSame(codes(done.body), ['BA1111'], place('id'))
  }
})

t.test('an Überweisung is found by its user alone', async t => {
  const { sandbox, post, put } = await opened(t)
  const { body } = await post(SINGLE, einzeln({ sicherheitsverfahrenKodierung: '1' }))
  const path = tanPath(sandbox, body)
  const stranger = await regulated(sandbox, 'stranger')
  const tan = { tan: '42' }
  t.match(await sandbox.call('PUT', path, { token: stranger, body: tan }), {
    status: 404,
    text: ''
  })
  t.equal((await put(`${SINGLE}/${randomUUID()}`, tan)).status, 404)
  t.equal((await put(`${BULK}/${randomUUID()}`, tan)).status, 404)
  const consent = `${UEBERWEISUNG}/${randomUUID()}/consent`
  t.equal((await post(consent, { chosenScaMethodId: 1 })).status, 404)
  const client = await clientToken(sandbox, HOSTING)
  t.equal((await sandbox.call('PUT', path, { token: client, body: tan })).status, 403)
  t.strictSame(codes((await put(path, tan)).body), ['BA1111'])
})

t.test('a TAN has to be there, and there has to be a challenge', async t => {
  const { sandbox, post, put } = await opened(t)
  const { body } = await post(SINGLE, einzeln({ sicherheitsverfahrenKodierung: '1' }))
  for (const sent of [{}, { tan: null }, '[]', '{', ''])
    t.equal((await put(tanPath(sandbox, body), sent)).status, 400, JSON.stringify(sent))
  const method = (await post(SINGLE, einzeln())).body
  const early = await put(`${SINGLE}/${idIn(method)}`, { tan: '42' })
  t.equal(early.status, 200)
  t.strictSame(codes(early.body), ['BA3010'], 'the step stays')
  t.strictSame(rels(early.body), ['set_method'])
})

t.test('polls and redirects are found where payments have them', async t => {
  const { sandbox, token, post } = await opened(t)
  const decoupled = (await post(SINGLE, ofLogin('demo1+decoupled'))).body
  t.strictSame(codes(decoupled), ['BA3030'])
  t.strictSame(rels(decoupled), ['authenticate', 'authenticate_decoupled'])
  const poll = () => follow(sandbox, token, decoupled, 'authenticate_decoupled')
  t.strictSame(codes((await poll()).body), ['BA3030'])
  t.strictSame(codes((await poll()).body), ['BA1111'])

  const redirect = (await post(SINGLE, ofLogin('demo1+redirect'))).body
  t.strictSame(codes(redirect), ['BA3005'])
  t.strictSame(rels(redirect), ['redirect_url', 'cancel'])
  t.equal((await comeBack(sandbox, redirect, '?code=1')).status, 200)
  const id = idIn({ relations: [{ href: hrefOf(redirect, 'cancel').replace('/cancel', '') }] })
  const payment = await sandbox.call('GET', `${CUSTOMER}/payment/single-transfer/${id}`, { token })
  t.strictSame(codes(payment.body), ['BA1111'])

  const given = (await post(SINGLE, ofLogin('demo1+redirect'))).body
  const cancelled = await follow(sandbox, token, given, 'cancel', { method: 'POST' })
  t.strictSame(codes(cancelled.body), ['BA3040'])
  t.strictSame(cancelled.body.relations, [])
})

t.test('what needs no authentication is over at once', async t => {
  const { post } = await opened(t)
  const one = (await post(SINGLE, ofLogin('demo1+nosca'))).body
  t.strictSame(codes(one), ['BA1111'])
  t.strictSame(one.relations, [])
  const credentials = { userid: 'demo1+nosca', pin: 'demo1' }
  const all = (await post(BULK, sammel({ credentials }))).body
  t.strictSame(codes(all), ['BA1112'])
  t.strictSame(all.relations, [])
})

t.test('a later moment is submitted and executed when it comes', async t => {
  const { sandbox, token, post } = await opened(t)
  const start = ofLogin('demo1+nosca', { ausfuehrungsdatum: `${TODAY} 13:37:00` })
  const { body } = await post(SINGLE, start)
  t.strictSame(codes(body), ['BA1112'])
  t.equal(body.ausfuehrungsdatum, `${TODAY} 13:37:00`)
  const state = '/_sandkasten/state?collection=zahlungen'
  const [{ id }] = (await sandbox.call('GET', state)).body.collections.zahlungen
  const payment = () => sandbox.call('GET', `${CUSTOMER}/payment/single-transfer/${id}`, { token })
  await sandbox.pass(3 * 60 * MINUTE + 37 * MINUTE - 1000)
  t.strictSame(codes((await payment()).body), ['BA1112'])
  t.strictSame(await buecher(sandbox), [])
  await sandbox.pass(1000)
  t.strictSame(codes((await payment()).body), ['BA1111'])
  t.equal((await buecher(sandbox)).length, 2)
  const days = (await post(SINGLE, ofLogin('demo1+nosca', { ausfuehrungsdatum: '2026-11-23' })))
    .body
  t.strictSame(codes(days), ['BA1112'])
  await sandbox.pass(DAY)
})

/** What the bank refuses in an Überweisung. */
const WRONG: readonly Values[] = [
  { iban: 'DE44500105175407324932' },
  { betrag: 0 },
  { betrag: '-1' },
  { betrag: 0.001 },
  { waehrung: 'USD' },
  { empfaenger: '' },
  { verwendungszweck: ' ' },
  { verwendungszweck: 'x'.repeat(141) }
]

t.test('the bank refuses wrong data, accounts and credentials', async t => {
  const { sandbox, post } = await opened(t)
  const refused = async (path: string, body: unknown, code: string) => {
    const reply = await post(path, body)
    const title = JSON.stringify(body).slice(0, 200)
    t.equal(reply.status, 200, title)
    t.strictSame(codes(reply.body), [code], title)
    t.strictSame(reply.body.relations, [], title)
    t.notOk('sicherheitsverfahren' in reply.body || 'timeout' in reply.body, title)
  }
  for (const more of WRONG) {
    await refused(SINGLE, einzeln(more), 'BA1100')
    await refused(BULK, sammel({ payments: [posten(), posten(more)] }), 'BA1100')
  }
  for (const ausfuehrungsdatum of [
    '2016-12-24',
    `${TODAY} 24:61:00`,
    'morgen',
    '2026-11-20 23:59:59'
  ])
    for (const [path, body] of [
      [SINGLE, einzeln({ ausfuehrungsdatum })],
      [BULK, sammel({ ausfuehrungsdatum })]
    ] as const)
      await refused(path, body, 'BA1100')
  await refused(BULK, sammel({ payments: [] }), 'BA1100')
  await refused(`${UEBERWEISUNG}/${DEMO}/unbekannt`, einzeln(), 'BA1104')
  await refused(SINGLE, ofLogin('demo1+ba1064'), 'BA1064')
  await refused(SINGLE, einzeln({ verwendungszweck: 'BA1104' }), 'BA1104')
  await refused(SINGLE, einzeln({ betrag: 100_000 }), 'BA1104')
  await refused(SINGLE, einzeln({ credentials: {} }), 'BA1012')
  await refused(SINGLE, ofLogin('demo1+nosupport'), 'BA3060')
  for (const [provider, code] of [
    ['a614c5fd-e7b8-4d90-95f2-c3e78b516dab', 'BA1000'],
    ['f0000000-0000-4000-8000-000000000000', 'BA1001']
  ] as const)
    await refused(`${UEBERWEISUNG}/${provider}/${GIRO}`, einzeln(), code)
  for (const code of ['BA1011', 'BA1011', 'BA1010'])
    await refused(SINGLE, einzeln({ credentials: { userid: 'demo1', pin: 'x' } }), code)
  t.strictSame(await buecher(sandbox), [])
})

t.test('what is left out is a 400 that names it in German', async t => {
  const { post } = await opened(t)
  const missing = async (path: string, body: unknown, name: string) => {
    const reply = await post(path, body)
    t.equal(reply.status, 400, name)
    t.strictSame(reply.body, { code: '400', message: `${name} is missing` })
  }
  const names = ['empfaenger', 'verwendungszweck', 'iban', 'waehrung', 'betrag']
  for (const name of names) {
    await missing(SINGLE, einzeln({ [name]: undefined }), name)
    await missing(SINGLE, einzeln({ [name]: null }), name)
    const payments = [posten(), posten({ [name]: undefined })]
    await missing(BULK, sammel({ payments }), `payments[1].${name}`)
  }
  await missing(SINGLE, einzeln({ credentials: undefined }), 'credentials')
  await missing(BULK, sammel({ credentials: undefined }), 'credentials')
  await missing(BULK, { credentials: CREDENTIALS }, 'payments')
  await missing(SINGLE, {}, 'credentials')
  for (const body of ['{', '[]', einzeln({ betrag: 'viel' }), einzeln({ betrag: '1,50' })])
    t.equal((await post(SINGLE, body)).status, 400, JSON.stringify(body).slice(0, 80))
})

t.test('a tenant without a licence is led to the web form, without a body', async t => {
  const sandbox = await createSandbox(t)
  const token = await unregulated(sandbox)
  for (const [path, body, useCase] of [
    [SINGLE, {}, 'START_PAYMENT_SINGLE_TRANSFER'],
    [SINGLE, einzeln(), 'START_PAYMENT_SINGLE_TRANSFER'],
    [BULK, sammel(), 'START_PAYMENT_BULK_TRANSFER']
  ] as const) {
    const reply = await sandbox.call('POST', path, { token, body })
    t.match(reply, { status: 451, text: '' }, useCase)
    const location = new URL(locationOf(reply))
    t.equal(location.pathname, `${CUSTOMER}/webform`)
    t.equal(location.searchParams.get('useCase'), useCase)
    t.match(location.searchParams.get('session'), UUID)
  }
})

t.test('a product leads to the older transfer', async t => {
  const { sandbox, token } = await opened(t)
  const [giro, , depot] = (await added(sandbox, token)).bankprodukte
  t.equal(pathOf(sandbox, hrefOf(giro, 'start_ueberweisung')), SINGLE)
  const { body } = await submit(sandbox, token, giro, 'start_ueberweisung', einzeln())
  t.strictSame(codes(body), ['BA3010'])
  t.notOk(rels(depot).includes('start_ueberweisung'))
})
