import { readFileSync } from 'node:fs'
import t from 'tap'
import { HOSTING, PROTECT, userToken } from '../apis/banksapi/calls.ts'
import { CUSTOMER, codes, hrefOf, pathOf, rels, submit } from '../apis/banksapi/customer.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: examples are walked
type Any = any

/** The examples of the contract, which are those of the documentation. */
const { examples } = JSON.parse(
  readFileSync('dist/openapi/banksapi-payment.json', 'utf8')
).components
const printed = (name: string): Any => structuredClone(examples[name].value)

/** The printed credentials are encrypted with a key that nobody has; these are the ones that stand for them. */
const credentials = { userid: 'cust0815', pin: 'verySecret' }
const ID = '3e97fa51-ce7b-42a0-9101-50fd67dbc3e7'
const PRINTED_IDS = new RegExp(
  `${ID}|fdc61bcd-d0ee-4999-9c77-eff3ba8db0ce|07788639-abd7-4009-9c9d-2d79079f3f26|0b1937c7-82eb-49d4-99cb-6fdca765c450`,
  'g'
)

/** A printed answer with the ids and the address of this one. */
function expectedOf(name: string, sandbox: Sandbox, id: string): Any {
  const text = JSON.stringify(printed(name))
    .replaceAll('https://banksapi.io', sandbox.url)
    .replaceAll(PRINTED_IDS, id)
  return JSON.parse(text)
}

type Case = readonly [
  example: string,
  kind: string,
  end: string,
  /** A day on which the printed dates are not over. */
  day: string
]

const CASES: readonly Case[] = [
  ['SingleTransfer', 'single-transfer', 'BA1111', '2020-01-15'],
  ['BulkTransfer', 'bulk-transfer', 'BA1112', '2020-01-15'],
  ['SingleDebit', 'single-debit', 'BA1212', '2022-02-22'],
  ['BulkDebit', 'bulk-debit', 'BA1212', '2022-02-22']
]

for (const [example, kind, end, day] of CASES) {
  const clock = { clockStart: `${day}T09:00:00.000Z` }

  t.test(`the printed ${kind} gives the printed answers`, async t => {
    const sandbox = await createSandbox(t, clock)
    const token = await userToken(sandbox, HOSTING)
    const body = { ...printed(`${example}Data`), credentials }
    const path = `${CUSTOMER}/payment/${kind}`
    const started = await sandbox.call('POST', path, { token, body })
    t.equal(started.status, 200)
    const { paymentId: id } = started.body.transfer ?? started.body.debit
    const expected = expectedOf(`${example}ChooseMethod`, sandbox, id)
    // The printed bank has two methods, of which ours has one.
    const { scaMethods, ...shown } = started.body
    t.strictSame(
      { ...shown, scaMethods: expected.scaMethods },
      expected,
      'relations, messages and the order as they are printed'
    )
    t.match(scaMethods[0], { code: 1, name: 'mockTAN', hint: /./ })

    const sent = { chosenScaMethodId: 1 }
    const medium = await submit(sandbox, token, started.body, 'set_method', sent)
    const chooseMedium = expectedOf('ConsentChooseMedium', sandbox, id)
    t.strictSame(medium.body.messages, chooseMedium.messages)
    t.strictSame(medium.body.relations, chooseMedium.relations)
    t.match(medium.body.scaMediums.at(-1), chooseMedium.scaMediums[0])
    const choice = printed('SubmitMedium')
    const asked = await submit(sandbox, token, medium.body, 'set_medium', choice)
    const challenge = expectedOf('ConsentChallenge', sandbox, id)
    t.strictSame(asked.body.messages, challenge.messages)
    t.strictSame(asked.body.relations, challenge.relations)
    t.equal(asked.body.challenge.name, challenge.challenge.name)
    const done = await submit(sandbox, token, asked.body, 'authenticate', printed('SubmitTan'))
    t.strictSame(codes(done.body), [end])
    if (kind === 'single-transfer')
      t.strictSame(done.body, expectedOf('ConsentFinished', sandbox, id))
    const finished = await sandbox.call('GET', `${path}/${id}`, { token })
    t.strictSame(finished.body, expectedOf(`${example}Finished`, sandbox, id))
  })

  t.test(`the printed ${kind} of an access gives the printed answer`, async t => {
    const sandbox = await createSandbox(t, clock)
    const token = await userToken(sandbox, HOSTING)
    const { provider: providerId, product } = printed(`${example}Data`)
    const id = 'd48744c0-132c-4ae4-a909-1ff771f61503'
    const access = `${CUSTOMER}/bankzugaenge`
    const sent = { [id]: { providerId, credentials } }
    await sandbox.call('POST', access, { token, body: sent })
    let zugang = (await sandbox.call('GET', `${access}/${id}`, { token })).body
    zugang = (await submit(sandbox, token, zugang, 'set_method', { chosenScaMethodId: 999 })).body
    const tan = { scaAuthenticationData: '12' }
    zugang = (await submit(sandbox, token, zugang, 'authenticate', tan)).body
    t.equal(zugang.bankprodukte[0]?.id, product)
    const path = `${access}/${id}/${product}/payment/${kind}`
    const body = printed(`${example}DataBankAccess`)
    const started = await sandbox.call('POST', path, { token, body })
    t.equal(started.status, 200)
    const order = started.body.transfer ?? started.body.debit
    const expected = expectedOf(`${example}ChooseMethod`, sandbox, order.paymentId)
    t.strictSame(order, expected.transfer ?? expected.debit)
    const done = await submit(sandbox, token, started.body, 'authenticate', tan)
    t.strictSame(codes(done.body), [end], 'the settings of the access are used again')
  })

  t.test(`the printed ${kind} of a tenant without a licence leads to the web form`, async t => {
    const sandbox = await createSandbox(t, clock)
    const token = await userToken(sandbox, PROTECT)
    const { credentials: _, ...body } = printed(`${example}Data`)
    const path = `${CUSTOMER}/payment/${kind}`
    const reply = await sandbox.call('POST', path, { token, body })
    t.equal(reply.status, 451)
    const order = reply.body.transfer ?? reply.body.debit
    const expected = expectedOf(`${example}Prepared`, sandbox, order.paymentId)
    t.strictSame(rels(reply.body), rels(expected))
    t.equal(hrefOf(reply.body, 'self'), hrefOf(expected, 'self'))
    const [own, theirs] = [hrefOf(reply.body, 'get_webform'), hrefOf(expected, 'get_webform')]
    const isSession = /session=[0-9a-f-]{36}/
    t.equal(own.replace(isSession, ''), theirs.replace(isSession, ''))
    t.equal(reply.headers.get('location'), own)
  })
}

t.test('the printed answers of a redirect that was given up and of three wrong TANs', async t => {
  const sandbox = await createSandbox(t)
  const token = await userToken(sandbox, HOSTING)
  const start = async (userid: string) => {
    const body = { ...printed('SingleTransferData'), credentials: { ...credentials, userid } }
    return (await sandbox.call('POST', `${CUSTOMER}/payment/single-transfer`, { token, body })).body
  }
  const redirect = await start('cust0815+redirect')
  const cancel = pathOf(sandbox, hrefOf(redirect, 'cancel'))
  const cancelled = await sandbox.call('POST', cancel, { token })
  const { messages } = printed('ConsentCancelled')
  t.strictSame(cancelled.body, { messages, relations: [] })
  const media = await start('cust0815+decoupled')
  const { paymentId } = media.transfer
  const medium = printed('SubmitMedium')
  const decoupled = (await submit(sandbox, token, media, 'set_medium', medium)).body
  const pending = expectedOf('ConsentDecoupled', sandbox, paymentId)
  const poll = pathOf(sandbox, hrefOf(decoupled, 'authenticate_decoupled'))
  const polled = (await sandbox.call('GET', poll, { token })).body
  t.strictSame({ ...polled, challenge: pending.challenge }, pending)
  t.match(polled.challenge, { ...pending.challenge, redirect: undefined })
  const asked = await start('cust0815')
  const method = { chosenScaMethodId: 999 }
  const { body } = await submit(sandbox, token, asked, 'set_method', method)
  const tan = { scaAuthenticationData: '13' }
  for (const _ of [1, 2]) await submit(sandbox, token, body, 'authenticate', tan)
  const failed = await submit(sandbox, token, body, 'authenticate', tan)
  t.strictSame(failed.body, expectedOf('ConsentFailed', sandbox, asked.transfer.paymentId))
})

const OLDER = `${CUSTOMER}/ueberweisung`
const PLACE = 'ca650b48-3edc-45f4-938d-d21df8cba761/DE89370400440532013000'

t.test('the printed Überweisung gives the printed answers', async t => {
  const sandbox = await createSandbox(t, { clockStart: '2016-12-24T09:00:00.000Z' })
  const token = await userToken(sandbox, HOSTING)
  const full = { ...printed('CreateTransfer'), credentials }
  const { sicherheitsverfahrenKodierung: _, ...body } = full
  const started = await sandbox.call('POST', `${OLDER}/${PLACE}`, { token, body })
  t.equal(started.status, 200)
  const id = /ueberweisung\/([0-9a-f-]{36})\/consent/.exec(hrefOf(started.body, 'set_method'))?.[1]
  const expected = expectedOf('UeberweisungChooseMethod', sandbox, id ?? '')
  const { tanMedien, sicherheitsverfahren, ...shown } = started.body
  const { tanMedien: _m, sicherheitsverfahren: _s, ...rest } = expected
  t.strictSame(shown, rest)
  t.match(tanMedien[0], { name: 'Mobil', medienklasse: 'MOBIL' })
  t.match(sicherheitsverfahren[0], { kodierung: 1, name: /./, hinweis: /./ })

  const asked = await sandbox.call('POST', `${OLDER}/${PLACE}`, { token, body: full })
  t.strictSame(codes(asked.body), codes(printed('UeberweisungTan')))
  t.strictSame(rels(asked.body), rels(printed('UeberweisungTan')))
  const put = pathOf(sandbox, hrefOf(asked.body, 'submit_text_tan'))
  const done = await sandbox.call('PUT', put, { token, body: printed('CreateTextTan') })
  t.strictSame(done.body, printed('InteractionRight'))
})

t.test('the printed Sammelüberweisung gives the printed answer', async t => {
  const sandbox = await createSandbox(t, { clockStart: '2016-12-24T09:00:00.000Z' })
  const token = await userToken(sandbox, HOSTING)
  const body = { ...printed('CreateBulkTransferLegacy'), credentials }
  const started = await sandbox.call('POST', `${OLDER}/bulk/${PLACE}`, { token, body })
  t.equal(started.status, 200)
  const expected = printed('SammelueberweisungChooseMethod')
  for (const name of ['payments', 'ausfuehrungsdatum', 'messages'])
    t.strictSame(started.body[name], expected[name], name)
  t.strictSame(rels(started.body), rels(expected))
})
