import t from 'tap'
import { createSandbox, type Sandbox, START } from '../../sandbox.ts'
import { ANTRAG, byNummer, keptAntraege, NUMMER, sendStatus, shown, simulate } from './antraege.ts'
import { create, newCase } from './cases.ts'

const NOW = Date.parse(START)
const CASE = '985132'
const LENDER_NUMBER = /^[1-9]\d{7}$/

/** The number of a KreditSmart case that was just imported. */
async function imported(sandbox: Sandbox, client = 'demo-client'): Promise<string> {
  const token = await sandbox.token(client)
  const body = { kundenbetreuer: { partnerId: 'ABC12' } }
  const reply = await sandbox.call('POST', '/vorgang', { token, body })
  if (reply.status !== 201) throw new Error(`no case: ${reply.text}`)
  return reply.body.vorgangsnummer
}

t.test('an accepted offer makes an application with the usual lender', async t => {
  const sandbox = await createSandbox(t)
  const nummer = await imported(sandbox)
  await sandbox.pass(1)
  const reply = await simulate(sandbox, { vorgangsnummer: nummer })
  t.equal(reply.status, 201)
  const { antragsnummer, produktanbieterantragsnummer, ...rest } = reply.body
  t.equal(antragsnummer, `${nummer}/1/1`)
  t.match(produktanbieterantragsnummer, LENDER_NUMBER)
  t.strictSame(rest, {})
  const at = NOW + 1
  t.strictSame(await shown(sandbox, 'antraege', antragsnummer), {
    id: antragsnummer,
    vorgang: nummer,
    produktanbieter: 'Musterbank',
    produktanbieterantragsnummer,
    produktanbieterstatus: { status: 'NICHT_BEARBEITET', letzteAenderungAt: at },
    antragstellerstatus: { status: 'BEANTRAGT', letzteAenderungAt: at },
    kommentare: [],
    verlauf: [
      { at, seite: 'PRODUKTANBIETER', nach: 'NICHT_BEARBEITET' },
      { at, seite: 'ANTRAGSTELLER', nach: 'BEANTRAGT' }
    ],
    angelegtAt: at,
    geaendertAt: at
  })
})

t.test('lender and number may be given', async t => {
  const sandbox = await createSandbox(t)
  const given = { produktanbieter: 'Nordbank', produktanbieterantragsnummer: 'K-2026/0815 ä' }
  const reply = await simulate(sandbox, { vorgangsnummer: CASE, ...given })
  t.equal(reply.status, 201)
  const { produktanbieterantragsnummer } = given
  t.strictSame(reply.body, { antragsnummer: '985132/2/1', produktanbieterantragsnummer })
  t.match(await shown(sandbox, 'antraege', '985132/2/1'), given)
  const token = await sandbox.token()
  const body = { produktanbieterantragsnummer, antragstellerstatus: 'UNTERSCHRIEBEN' }
  t.equal((await sendStatus(sandbox, { token, body })).status, 200)
  const { antragstellerstatus } = await shown(sandbox, 'antraege', '985132/2/1')
  t.equal(antragstellerstatus.status, 'UNTERSCHRIEBEN')
})

t.test('the applications of a case are counted, and the case tells of them', async t => {
  const sandbox = await createSandbox(t)
  const before = await shown(sandbox, 'vorgaenge', CASE)
  const first = await shown(sandbox, 'antraege', ANTRAG)
  const numbers = new Set([NUMMER])
  for (const n of [2, 3]) {
    const { body } = await simulate(sandbox, { vorgangsnummer: CASE, produktanbieter: `Bank ${n}` })
    t.equal(body.antragsnummer, `985132/${n}/1`)
    numbers.add(body.produktanbieterantragsnummer)
  }
  t.equal(numbers.size, 3, 'each has its own number')
  const told = (n: number) => ({
    at: NOW,
    aktivitaet: 'ANTRAG_GESTELLT',
    meldung: `Antrag 985132/${n}/1 bei Bank ${n} gestellt`
  })
  t.strictSame(await shown(sandbox, 'vorgaenge', CASE), {
    ...before,
    antraege: [ANTRAG, '985132/2/1', '985132/3/1'],
    geaendertAt: NOW,
    ereignisse: [...before.ereignisse, told(2), told(3)]
  })
  t.strictSame(await shown(sandbox, 'antraege', ANTRAG), first, 'the first is left alone')
})

t.test('what cannot be is refused, and nothing changes', async t => {
  const sandbox = await createSandbox(t)
  const baufi = await create(sandbox, await sandbox.token(), newCase())
  const lender = (produktanbieter: unknown) => ({ vorgangsnummer: CASE, produktanbieter })
  const number = (produktanbieterantragsnummer: unknown) => ({
    vorgangsnummer: CASE,
    produktanbieterantragsnummer
  })
  const cases: readonly (readonly [status: number, title: string, body: unknown])[] = [
    [404, 'an unknown case', { vorgangsnummer: 'ABC123' }],
    [404, 'a new case of BaufiSmart', { vorgangsnummer: baufi }],
    [404, 'a seeded case of BaufiSmart', { vorgangsnummer: 'YX4MDU' }],
    [404, 'an application', { vorgangsnummer: ANTRAG }],
    [404, 'a name that objects have', { vorgangsnummer: '__proto__' }],
    [409, 'a number that the lender has given', number(NUMMER)],
    [409, 'the same, with the lender named', { ...number(NUMMER), produktanbieter: 'Musterbank' }],
    [400, 'no case', {}],
    [400, 'null for the case', { vorgangsnummer: null }],
    [400, 'a number for the case', { vorgangsnummer: 985132 }],
    [400, 'an unknown property', { vorgangsnummer: CASE, farbe: 'gelb' }],
    [400, 'an empty lender', lender('')],
    [400, 'a lender with a long name', lender('x'.repeat(101))],
    [400, 'an object for the lender', lender({ name: 'Nordbank' })],
    [400, 'an empty number', number('')],
    [400, 'a long number', number('1'.repeat(101))],
    [400, 'a JSON number', number(12919352)],
    [400, 'a list', [{ vorgangsnummer: CASE }]],
    [400, 'nothing', undefined]
  ]
  const before = await keptAntraege(sandbox)
  for (const [status, title, body] of cases) {
    const reply = await simulate(sandbox, body)
    t.match(reply, { status, body: { type: 'about:blank', status, detail: /./ } }, title)
    t.equal(reply.headers.get('content-type'), 'application/problem+json', title)
    t.equal(await keptAntraege(sandbox), before, title)
  }
  const next = await simulate(sandbox, { vorgangsnummer: CASE })
  t.equal(next.body.antragsnummer, '985132/2/1', 'no number was used up')
})

t.test('two lenders may give the same number, which then needs the other one too', async t => {
  const sandbox = await createSandbox(t)
  const same = { vorgangsnummer: CASE, produktanbieter: 'Nordbank', ...byNummer() }
  const reply = await simulate(sandbox, same)
  t.match(reply, {
    status: 201,
    body: { antragsnummer: '985132/2/1', produktanbieterantragsnummer: NUMMER }
  })
  t.equal((await simulate(sandbox, same)).status, 409, 'each only once')
  const other = { ...same, vorgangsnummer: await imported(sandbox) }
  t.equal((await simulate(sandbox, other)).status, 409, 'for another case neither')
  const token = await sandbox.token()
  const body = byNummer({ produktanbieterstatus: 'ABGELEHNT' })
  t.equal((await sendStatus(sandbox, { token, body })).status, 422)
})

t.test('an application belongs to one workspace', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+there')
  const here = await simulate(sandbox, { vorgangsnummer: CASE })
  t.equal(await shown(sandbox, 'antraege', '985132/2/1', 'there'), undefined)
  const body = { antragsnummer: '985132/2/1' }
  t.equal((await sendStatus(sandbox, { token, body })).status, 404)

  const nummer = await imported(sandbox, 'demo-client+there')
  t.equal((await simulate(sandbox, { vorgangsnummer: nummer })).status, 404)
  t.equal((await simulate(sandbox, { vorgangsnummer: nummer }, 'there')).status, 201)
  const there = await simulate(sandbox, { vorgangsnummer: CASE }, 'there')
  t.strictSame(there.body, here.body, 'the same requests make the same numbers')
})

t.test('two sandboxes of the same seed make the same numbers, others do not', async t => {
  const [one, same, other] = await Promise.all(
    ['a', 'a', 'b'].map(async randomSeed => {
      const sandbox = await createSandbox(t, { randomSeed, strict: false })
      const { body } = await simulate(sandbox, { vorgangsnummer: CASE })
      return body.produktanbieterantragsnummer
    })
  )
  t.match(one, LENDER_NUMBER)
  t.equal(same, one)
  t.not(other, one)
})

t.test('a number that was made up is not one that any lender has given', async t => {
  const first = await createSandbox(t)
  const second = await createSandbox(t)
  const { body } = await simulate(first, { vorgangsnummer: CASE })
  const { produktanbieterantragsnummer: taken } = body
  const vorgangsnummer = await imported(second)
  await simulate(second, {
    vorgangsnummer,
    produktanbieter: 'Nordbank',
    produktanbieterantragsnummer: taken
  })
  const reply = await simulate(second, { vorgangsnummer: CASE })
  t.equal(reply.body.antragsnummer, body.antragsnummer)
  t.match(reply.body.produktanbieterantragsnummer, LENDER_NUMBER)
  t.not(reply.body.produktanbieterantragsnummer, taken)
})

t.test('offers that are accepted at the same time make applications of their own', async t => {
  const sandbox = await createSandbox(t)
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => simulate(sandbox, { vorgangsnummer: CASE }))
  )
  const ids = replies.map(({ body }) => body.antragsnummer)
  const { antraege } = await shown(sandbox, 'vorgaenge', CASE)
  t.strictSame([ANTRAG, ...ids].sort(), [...antraege].sort())
  t.equal(new Set(ids).size, 10)
  t.equal(new Set(replies.map(({ body }) => body.produktanbieterantragsnummer)).size, 10)
})
