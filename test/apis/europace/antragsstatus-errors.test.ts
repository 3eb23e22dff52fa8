import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import {
  ANTRAG,
  byAntrag,
  byNummer,
  keptAntraege,
  NUMMER,
  type Sent,
  STATUS,
  sendStatus,
  simulate
} from './antraege.ts'
import { lastExchange } from './cases.ts'

const JSON_TYPE = 'application/json'
const typed = (type: string, body: unknown = byAntrag()) => ({
  headers: { 'content-type': type },
  body
})
const status = (value: unknown) => ({ body: byAntrag({ produktanbieterstatus: value }) })
const side = (value: unknown) => ({ body: byAntrag({ antragstellerstatus: value }) })
const said = (more: object) => ({ body: byAntrag({ antragstellerstatus: 'WIDERRUFEN', ...more }) })
const nobody = (more: object) => ({ body: { produktanbieterstatus: 'ABGELEHNT', ...more } })

const REFUSED: readonly (readonly [number, title: string, sent: Sent])[] = [
  [400, 'no JSON', { body: '{"antragsnummer": ' }],
  [400, 'nothing', { headers: { 'content-type': JSON_TYPE } }],
  [400, 'a list', { body: [byAntrag()] }],
  [400, 'a text', { body: '"985132/1/1"' }],
  [400, 'null', { body: 'null' }],
  [415, 'plain text', typed('text/plain')],
  [415, 'a form', typed('application/x-www-form-urlencoded', 'antragsnummer=985132/1/1')],
  [415, 'an unknown charset', typed('application/json; charset=klingon')],
  [404, 'an unknown application', nobody({ antragsnummer: '985132/1/2' })],
  [404, 'an unknown case', nobody({ antragsnummer: 'ABC123/1/1' })],
  [404, 'another shape', nobody({ antragsnummer: '985132/01/1' })],
  [404, 'a case', nobody({ antragsnummer: 985132 })],
  [404, 'a name that objects have', nobody({ antragsnummer: '__proto__' })],
  [404, 'an unknown number of a lender', nobody({ produktanbieterantragsnummer: 12919352 })],
  [404, 'the two numbers exchanged', nobody({ antragsnummer: NUMMER })],
  [422, 'no number', nobody({})],
  [422, 'empty numbers', nobody({ antragsnummer: '', produktanbieterantragsnummer: '' })],
  [422, 'null for both', nobody({ antragsnummer: null, produktanbieterantragsnummer: null })],
  [422, 'the older name of a number', nobody({ teilantragsnummer: ANTRAG })],
  [422, 'a list for a number', nobody({ antragsnummer: [ANTRAG] })],
  [422, 'an object for one of two numbers', { body: byNummer({ antragsnummer: {} }) }],
  [422, 'a status of the read side', status('AUTOMATISCH_ABGELEHNT')],
  [422, 'an unknown status', status('GENEHMIGT')],
  [422, 'another case of letters', status('unterschrieben')],
  [422, 'a status of the other side', status('WIDERRUFEN')],
  [422, 'an empty status', status('')],
  [422, 'a number for a status', status(1)],
  [422, 'an object for a status', status({ status: 'ABGELEHNT' })],
  [422, 'an unknown status of the applicant', side('GENEHMIGT')],
  [422, 'a status of the lender', side('ABGELEHNT')],
  [422, 'a list for a status', side(['WIDERRUFEN'])],
  [422, 'one status right, one wrong', said({ produktanbieterstatus: 'GENEHMIGT' })],
  [422, 'an object for the comment', said({ kommentar: { text: 'Hallo' } })],
  [422, 'a list for the comment', said({ kommentar: ['Hallo'] })],
  [422, 'a text for the hints', said({ hinweise: 'Ausweis' })],
  [422, 'an object among the hints', said({ hinweise: ['Ausweis', {}] })]
]

/** That an answer has the form of the KEX APIs, and that nothing came of the call. */
async function refused(t: Test, sandbox: Sandbox, sent: Sent, code: number, title: string) {
  const before = await keptAntraege(sandbox)
  const reply = await sendStatus(sandbox, sent)
  t.equal(reply.status, code, title)
  t.equal(reply.headers.get('content-type'), JSON_TYPE, title)
  t.strictSame(Object.keys(reply.body ?? {}).sort(), ['message', 'traceId'], title)
  t.match(reply.body, { message: /./, traceId: reply.headers.get('x-traceid') }, title)
  t.equal(await keptAntraege(sandbox), before, `${title}: nothing changed`)
  return reply
}
t.test('what is wrong is refused, and nothing changes', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const [code, title, sent] of REFUSED) {
    await refused(t, sandbox, { token, ...sent }, code, title)
    t.match(await lastExchange(sandbox), { status: code, changes: [] }, title)
  }
  const reply = await sandbox.call('GET', STATUS, { token })
  t.equal(reply.status, 405)
  t.equal(reply.headers.get('allow'), 'POST')
})

t.test('without a good token nobody is told more than that', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = byAntrag({ produktanbieterstatus: 'ABGELEHNT' })
  const INVALID = 'Bearer error="invalid_token"'
  const unsigned = token.replace(/[^.]+$/, 'AAAA')
  const cases: readonly (readonly [title: string, sent: Sent, challenge: string])[] = [
    ['no token', { body }, 'Bearer'],
    ['another scheme', { headers: { authorization: 'Basic ZGVtbzpkZW1v' }, body }, 'Bearer'],
    ['no token and no JSON', { body: '{' }, 'Bearer'],
    ['no token and a form', typed('application/x-www-form-urlencoded', 'a=1'), 'Bearer'],
    ['nonsense', { token: 'nonsense', body }, INVALID],
    ['another signature', { token: unsigned, body }, INVALID]
  ]
  for (const [title, sent, challenge] of cases) {
    const reply = await refused(t, sandbox, sent, 401, title)
    t.equal(reply.headers.get('www-authenticate'), challenge, title)
  }
  await sandbox.pass(3_600_000)
  const reply = await refused(t, sandbox, { token, body }, 401, 'a token that is over')
  t.equal(reply.headers.get('www-authenticate'), INVALID)
})

t.test('the scope is needed, and access to the case', async t => {
  const sandbox = await createSandbox(t)
  const as = (partner: string) => ({ actor: partner, subject: partner })
  const denied: readonly (readonly [title: string, token: string])[] = [
    ['readonly-client', await sandbox.token('readonly-client')],
    [
      'another scope',
      await sandbox.token('demo-client', { scope: 'privatkredit:vorgang:schreiben' })
    ],
    ['foreign-client', await sandbox.token('foreign-client')],
    ['the organisation above it', await sandbox.token('foreign-client', as('MNC81'))],
    ['a colleague', await sandbox.token('demo-client', as('AAV43'))],
    [
      'a colleague to whose cases the Kundenbetreuer has access',
      await sandbox.token('demo-client', as('TEST'))
    ]
  ]
  for (const [title, token] of denied)
    for (const body of [byAntrag({ kommentar: 'Hallo' }), byNummer({ kommentar: 'Hallo' })]) {
      const reply = await refused(t, sandbox, { token, body }, 403, title)
      t.equal(reply.headers.get('www-authenticate'), null, title)
    }
  const granted: readonly (readonly [title: string, token: string])[] = [
    ['the Kundenbetreuer', await sandbox.token('demo-client', as('ABC12'))],
    ['the organisation above', await sandbox.token('demo-client', as('XYZ54'))],
    [
      'no other scope',
      await sandbox.token('demo-client', { scope: 'privatkredit:antrag:schreiben' })
    ],
    ['another client of the partner', await sandbox.token('test-only-client')]
  ]
  for (const [title, token] of granted)
    t.equal((await sendStatus(sandbox, { token, body: byAntrag() })).status, 200, title)
})

t.test('an unknown number is a 404 for everybody', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('foreign-client')
  await refused(t, sandbox, { token, body: { antragsnummer: 'ABC123/1/1' } }, 404, 'unknown')
})

t.test('two numbers have to name one application', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const { body: second } = await simulate(sandbox, { vorgangsnummer: '985132' })
  const both = (antragsnummer: string, produktanbieterantragsnummer: string) => ({
    token,
    body: { antragsnummer, produktanbieterantragsnummer, produktanbieterstatus: 'ABGELEHNT' }
  })
  await refused(t, sandbox, both(second.antragsnummer, NUMMER), 422, 'of the first and the second')
  const other = both(ANTRAG, second.produktanbieterantragsnummer)
  await refused(t, sandbox, other, 422, 'of the second and the first')
  await refused(t, sandbox, both('985132/9/1', NUMMER), 404, 'one that nobody knows')
  await refused(t, sandbox, both(ANTRAG, '1'), 404, 'another one that nobody knows')
  const right = both(second.antragsnummer, second.produktanbieterantragsnummer)
  t.equal((await sendStatus(sandbox, right)).status, 200)
})

t.test('a number that several lenders gave names none of their applications', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const produktanbieter = 'Nordbank'
  await simulate(sandbox, { vorgangsnummer: '985132', produktanbieter, ...byNummer() })
  const body = byNummer({ produktanbieterstatus: 'ABGELEHNT' })
  await refused(t, sandbox, { token, body }, 422, 'the number alone')
  for (const antragsnummer of [ANTRAG, '985132/2/1']) {
    const reply = await sendStatus(sandbox, { token, body: { antragsnummer, ...body } })
    t.equal(reply.status, 200, `with ${antragsnummer} it is clear`)
  }
})
