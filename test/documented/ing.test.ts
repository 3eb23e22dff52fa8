import t from 'tap'
import { documented, ingToken, right, submit } from '../apis/ing/requests.ts'
import { createSandbox, START } from '../sandbox.ts'

const ID =
  /^de\.ing\.business\.application\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The answer as the documentation prints it. */
const PRINTED = {
  version: 0,
  rejectionReasons: ['BAD_INDUSTRY_CODE'],
  application_id: 'de.ing.business.application.eb237cea-1f7d-4e87-9a45-53ee3665b5fa',
  last_updated_at: '2021-12-06T08:26:38.458Z',
  last_updated_by: 'PARTNER',
  status: 'REJECTED'
}

/** A copy of the printed request with another Crefo number. */
function ofCrefo(id: string) {
  const body = structuredClone(documented)
  body.company.credit_scores[0].id = id
  return body
}

t.test('the printed request is accepted, with its texts for numbers and its line1', async t => {
  const { company, details } = documented
  t.equal(company.financials[0].revenue, '2000000.00')
  t.equal(details.request_amount, '200000.00')
  t.match(company.address, { line_1: 'Some street. 81', line_2: '4 floor' })
  t.match(company.representatives[0].addresses[0], { line1: 'Some Street 7', line2: '4 floor' })
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const reply = await submit(sandbox, token, JSON.stringify(documented, null, 2))
  t.equal(reply.status, 201)
  const { application_id: id, ...rest } = reply.body
  t.match(id, ID)
  t.strictSame(rest, {
    version: 0,
    last_updated_at: START,
    last_updated_by: 'PARTNER',
    status: 'CREATED'
  })
  await sandbox.behave({ 'ing.getIncludesPayload': true })
  const read = await sandbox.call('GET', `/partner-api/applications/${id}`, { token })
  t.strictSame(read.body, { ...reply.body, ...right() })
})

t.test('the printed answer is that of a bad industry code', async t => {
  const sandbox = await createSandbox(t, { clockStart: PRINTED.last_updated_at })
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.camelCaseRejectionReasons': true })
  const { status, body } = await submit(sandbox, token, ofCrefo('9990000101'))
  t.equal(status, 201)
  t.match(body.application_id, ID)
  t.match(PRINTED.application_id, ID)
  const { application_id } = PRINTED
  t.equal(JSON.stringify({ ...body, application_id }), JSON.stringify(PRINTED), 'names in order')
})

t.test('the table of fields names the reasons in snake case, and so does an answer', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { body } = await submit(sandbox, token, ofCrefo('9990000101'))
  const names = ['version', 'rejection_reasons', 'application_id', 'last_updated_at']
  t.strictSame(Object.keys(body), [...names, 'last_updated_by', 'status'])
  t.strictSame(body.rejection_reasons, PRINTED.rejectionReasons)
})

t.test('every Crefo number of the samples is clean', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  for (const id of ['2010000001', '201000454565', '2000000021', '0000000000']) {
    const reply = await submit(sandbox, token, ofCrefo(id))
    t.match(reply, { status: 201, body: { status: 'CREATED' } }, id)
  }
})

t.test('the printed violation is that of an account manager without an e-mail address', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  for (const email of [undefined, null, '', '  ']) {
    const manager = { ...documented.partner_account_manager, email }
    const reply = await submit(sandbox, token, { ...documented, partner_account_manager: manager })
    t.equal(reply.status, 400)
    t.strictSame(reply.body, {
      title: 'Constraint Violation',
      status: 400,
      type: 'https://zalando.github.io/problem/constraint-violation',
      violations: [
        { field: 'partnerAccountManager.email', message: 'value must not be empty or null.' }
      ]
    })
  }
})

t.test('the printed refusal of a currency is that of US dollars', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const dollars = { ...documented, details: { ...documented.details, currency: 'USD' } }
  const reply = await submit(sandbox, token, dollars)
  t.equal(reply.status, 422)
  t.strictSame(reply.body, {
    title: 'Unprocessable Entity',
    status: 422,
    detail: 'currency [USD] is not supported yet, please contact the system admin.'
  })
})

t.test('the printed pair of reasons can be had by a Crefo number', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { body } = await submit(sandbox, token, ofCrefo('9990000108'))
  const printed = ['BAD_INDUSTRY_CODE', 'COMPANY_REVENUE_TOO_LOW']
  t.strictSame([...body.rejection_reasons].sort(), printed)
})
