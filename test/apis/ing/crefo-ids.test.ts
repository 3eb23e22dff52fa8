import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import {
  countApplications,
  DAY,
  MINUTE,
  moveOn,
  ofCrefo,
  patientToken,
  read,
  STAYS
} from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

/** Crefo numbers that reject at once, and the reasons in the order of the documentation. */
const REJECTED: readonly (readonly [crefoId: string, ...reasons: readonly string[]])[] = [
  ['9990000101', 'BAD_INDUSTRY_CODE'],
  ['9990000102', 'POOR_COMPANY_CREDIT_SCORE'],
  ['9990000103', 'COMPANY_CREFO_ID_NOT_FOUND'],
  ['9990000104', 'INTERNAL_REASON'],
  ['9990000105', 'ALREADY_BEING_PROCESSED'],
  ['9990000106', 'RECENTLY_REJECTED'],
  ['9990000107', 'BAD_LEGAL_FORM'],
  ['9990000108', 'COMPANY_REVENUE_TOO_LOW', 'BAD_INDUSTRY_CODE']
]

t.test('some Crefo numbers are rejected at once, each time for the same reasons', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  for (const [crefoId, ...reasons] of [...REJECTED, ...REJECTED]) {
    const { status, body } = await submit(sandbox, token, ofCrefo(crefoId))
    t.equal(status, 201, crefoId)
    t.match(body, { version: 0, status: 'REJECTED', last_updated_by: 'PARTNER' }, crefoId)
    t.strictSame(body.rejection_reasons, reasons, crefoId)
  }
  t.equal(await countApplications(sandbox), 2 * REJECTED.length)
})

t.test('reasons of Crefo numbers and of the company stand together', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const body = ofCrefo('9990000101', '9990000103')
  Object.assign(body.company, { legal_form: 'VEREIN', foundation_date: '2026-01-01' })
  body.company.address.country_code = 'AT'
  body.company.financials[0].revenue = 49_999.99
  t.match(await submit(sandbox, token, body), {
    status: 201,
    body: {
      rejection_reasons: [
        'COMPANY_REVENUE_TOO_LOW',
        'COMPANY_TOO_YOUNG',
        'COMPANY_LOCATION',
        'BAD_LEGAL_FORM',
        'BAD_INDUSTRY_CODE',
        'COMPANY_CREFO_ID_NOT_FOUND'
      ]
    }
  })
})

t.test('other Crefo numbers of the sandbox and those of the documentation are clean', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const life = ['150', '151', '152', '153', '154', '155'].map(end => `9990000${end}`)
  const samples = ['2010000001', '201000454565', '2000000021', '0000000000']
  for (const crefoId of [...life, ...samples, '9990000100', '999000010', '19990000101']) {
    const { status, body } = await submit(sandbox, token, ofCrefo(crefoId))
    t.equal(status, 201, crefoId)
    t.match(body, { version: 0, status: 'CREATED', last_updated_by: 'PARTNER' }, crefoId)
    t.notOk('rejection_reasons' in body, crefoId)
  }
  t.strictSame(sandbox.pauses, [], 'none of them waits')
})

t.test('some Crefo numbers make the server fail, and nothing is stored', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const failed = await submit(sandbox, token, ofCrefo('9990000190'))
  t.equal(failed.headers.get('content-type'), 'application/problem+json')
  t.match(failed, { status: 500, body: { title: 'Internal Server Error', status: 500 } })
  t.match(failed.body.detail, /Exception/)
  const unavailable = await submit(sandbox, token, ofCrefo('9990000191'))
  t.equal(unavailable.headers.get('content-type'), 'application/problem+json')
  t.equal(unavailable.status, 503)
  t.strictSame(unavailable.body, { title: 'Service Unavailable', status: 503 })
  for (const title of ['at first', 'and always']) {
    const closed = await submit(sandbox, token, ofCrefo('9990000199'))
    t.equal(closed.status, 429, title)
    t.strictSame(closed.body, {
      title: 'Limit of requests by crefo Id exceeded.',
      status: 429,
      detail: 'Limit of requests, in a given amount of time, by crefo Id exceeded, try again later.'
    })
  }
  t.equal(await countApplications(sandbox), 0)
  t.equal((await submit(sandbox, token, ofCrefo(STAYS, '9990000190'))).status, 500, 'any of them')
  const wrong = await submit(sandbox, token, { ...ofCrefo('9990000190'), details: null })
  t.equal(wrong.status, 400, 'only a valid request gets as far')
})

t.test('one Crefo number is answered after ten seconds', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const reply = await submit(sandbox, token, ofCrefo('9990000192'))
  t.match(reply, { status: 201, body: { status: 'CREATED' } })
  t.strictSame(sandbox.pauses, [10_000])
  await read(sandbox, token, reply.body.application_id)
  t.strictSame(sandbox.pauses, [10_000], 'reading it does not wait')
})

const IN_PROCESS = ['ALREADY_BEING_PROCESSED']
const RECENTLY = ['RECENTLY_REJECTED']

/** How far the first application of a company came, and why its second one is rejected. */
const BEFORE: readonly (readonly [steps: readonly string[], reasons: readonly string[]])[] = [
  [[], IN_PROCESS],
  [['RISK_CHECK'], IN_PROCESS],
  [['RISK_CHECK', 'OFFER'], IN_PROCESS],
  [['RISK_CHECK', 'OFFER', 'ACTIVATED'], []],
  [['RISK_CHECK', 'OFFER', 'ABANDONED'], []],
  [['ABANDONED'], []],
  [['REJECTED'], RECENTLY],
  [['RISK_CHECK', 'REJECTED'], RECENTLY]
]

t.test('a company that is in process or was rejected recently is rejected', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  for (const [index, [steps, reasons]] of BEFORE.entries()) {
    const title = ['CREATED', ...steps].join(' → ')
    const body = ofCrefo(`20100000${index + 10}`)
    const first = await submit(sandbox, token, body)
    for (const to of steps) await moveOn(sandbox, first.body.application_id, to)
    const second = await submit(sandbox, token, body)
    t.equal(second.status, 201, title)
    t.equal(second.body.status, reasons.length > 0 ? 'REJECTED' : 'CREATED', title)
    t.strictSame(second.body.rejection_reasons ?? [], reasons, title)
  }
  const third = await submit(sandbox, token, ofCrefo('2010000010'))
  t.strictSame(third.body.rejection_reasons, [...IN_PROCESS, ...RECENTLY], 'both are true then')
  const either = await submit(sandbox, token, ofCrefo('2010000099', '2010000011'))
  t.match(either.body.rejection_reasons, IN_PROCESS, 'one of several numbers is enough')
  const other = await ingToken(sandbox, 'other-client')
  const theirs = await submit(sandbox, other, ofCrefo('2010000012'))
  t.match(theirs.body.rejection_reasons, IN_PROCESS, 'whoever the partner was')
})

t.test('the window of five minutes comes before both reasons', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  t.match((await submit(sandbox, token, right())).body, { status: 'CREATED' })
  t.equal((await submit(sandbox, token, right())).status, 429)
  await sandbox.pass(5 * MINUTE)
  const again = await submit(sandbox, token, right())
  t.match(again, { status: 201, body: { status: 'REJECTED', rejection_reasons: IN_PROCESS } })
})

t.test(
  'a rejection is recent for 30 days from its own day on, or as long as a switch says',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await patientToken(sandbox)
    const rejected = async (crefoId: string) => {
      const first = await submit(sandbox, token, ofCrefo(crefoId))
      await sandbox.pass(20 * DAY)
      await moveOn(sandbox, first.body.application_id, 'REJECTED')
    }
    const reasons = async (crefoId: string) =>
      (await submit(sandbox, token, ofCrefo(crefoId))).body.rejection_reasons
    await rejected('2010000001')
    await sandbox.pass(30 * DAY - 1)
    t.strictSame(await reasons('2010000001'), RECENTLY)
    await rejected('2010000002')
    await sandbox.pass(30 * DAY + 1)
    t.equal(await reasons('2010000002'), undefined)
    await sandbox.behave({ 'ing.recentRejectionDays': 1 })
    await rejected('2010000003')
    await sandbox.pass(DAY + 1)
    t.equal(await reasons('2010000003'), undefined)
  }
)

t.test('with the other policy a repeated company is only flagged', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.duplicatePolicy': 'flag' })
  const first = await submit(sandbox, token, right())
  const second = await submit(sandbox, token, right())
  t.match(second, { status: 201, body: { status: 'CREATED', version: 0 } })
  t.notOk('rejection_reasons' in second.body)
  const { body } = await sandbox.call('GET', '/_sandkasten/state?collection=applications')
  const marks = body.collections.applications.map(
    (one: { id: string; flags: readonly string[] }) => [one.id, one.flags]
  )
  t.strictSame(Object.fromEntries(marks), {
    [first.body.application_id]: [],
    [second.body.application_id]: IN_PROCESS
  })
  const poor = right(({ company }) => {
    company.financials[0].revenue = 1
  })
  const third = await submit(sandbox, token, poor)
  t.strictSame(third.body.rejection_reasons, ['COMPANY_REVENUE_TOO_LOW'], 'other reasons count')
})

t.test('Crefo numbers of the sandbox have no past', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const first = await submit(sandbox, token, ofCrefo(STAYS))
  t.match((await submit(sandbox, token, ofCrefo(STAYS))).body, { status: 'CREATED' })
  await moveOn(sandbox, first.body.application_id, 'REJECTED')
  t.match((await submit(sandbox, token, ofCrefo(STAYS))).body, { status: 'CREATED' })
})
