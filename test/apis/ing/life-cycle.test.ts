import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Sandbox, START } from '../../sandbox.ts'
import {
  apply,
  countApplications,
  DAY,
  MINUTE,
  moveOn,
  ofCrefo,
  patientToken,
  read,
  STAYS,
  stepsAhead
} from './progress.ts'
import { ingToken, right, submit } from './requests.ts'

const NOW = Date.parse(START)

function after(ms: number): string {
  return new Date(NOW + ms).toISOString()
}

/** Each status: how an application gets there, and where it may go on to. */
const ARROWS: Readonly<Record<string, { path: readonly string[]; allowed: readonly string[] }>> = {
  CREATED: { path: [], allowed: ['RISK_CHECK', 'REJECTED', 'ABANDONED'] },
  RISK_CHECK: { path: ['RISK_CHECK'], allowed: ['OFFER', 'REJECTED'] },
  OFFER: { path: ['RISK_CHECK', 'OFFER'], allowed: ['ACTIVATED', 'ABANDONED'] },
  ACTIVATED: { path: ['RISK_CHECK', 'OFFER', 'ACTIVATED'], allowed: [] },
  REJECTED: { path: ['REJECTED'], allowed: [] },
  ABANDONED: { path: ['ABANDONED'], allowed: [] }
}

const TARGETS = Object.keys(ARROWS).filter(status => status !== 'CREATED')

t.test('the back office may take every arrow of the diagram, and no other', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  for (const [from, { path, allowed }] of Object.entries(ARROWS))
    for (const to of TARGETS) {
      const title = `${from} → ${to}`
      const id = await apply(sandbox, token, ofCrefo(STAYS))
      for (const step of path) t.equal((await moveOn(sandbox, id, step)).status, 200, title)
      const before = await read(sandbox, token, id)
      t.match(before.body, { status: from, version: path.length })
      const reply = await moveOn(sandbox, id, to)
      const { body } = await read(sandbox, token, id)
      if (allowed.includes(to)) {
        t.match(reply, { status: 200, body: { status: to, version: path.length + 1 } }, title)
        t.strictSame(body, reply.body, title)
      } else {
        checkRefusal(t, reply, from, title)
        t.strictSame(body, before.body, `${title}: nothing has changed`)
      }
    }
})

function checkRefusal(t: Test, reply: Reply, from: string, title: string) {
  t.equal(reply.status, 409, title)
  t.equal(reply.headers.get('content-type'), 'application/problem+json')
  const named = TARGETS.filter(status => status !== from && reply.body.detail.includes(status))
  t.strictSame(
    named.sort(),
    [...(ARROWS[from]?.allowed ?? [])].sort(),
    `${title}: the allowed ones`
  )
}

t.test(
  'nothing goes back to the beginning, and unknown steps and applications are refused',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await patientToken(sandbox)
    const id = await apply(sandbox, token, right())
    for (const to of ['CREATED', 'RECEIVED', 'risk_check', '', null])
      t.equal((await moveOn(sandbox, id, to as string)).status, 400, String(to))
    t.equal((await moveOn(sandbox, `${id}x`, 'RISK_CHECK')).status, 404)
    t.match((await read(sandbox, token, id)).body, { status: 'CREATED', version: 0 })
  }
)

t.test('every step counts, and tells when it was and whose it was', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const { body: first } = await submit(sandbox, token, ofCrefo(STAYS))
  const id = first.application_id
  t.match(first, { version: 0, last_updated_at: START, last_updated_by: 'PARTNER' })
  for (const [index, to] of ['RISK_CHECK', 'OFFER', 'ACTIVATED'].entries()) {
    await sandbox.pass(MINUTE)
    const { body } = await moveOn(sandbox, id, to)
    t.strictSame(body, {
      version: index + 1,
      application_id: id,
      last_updated_at: after((index + 1) * MINUTE),
      last_updated_by: 'BACKOFFICE',
      status: to
    })
    t.strictSame((await read(sandbox, token, id)).body, body)
  }
})

t.test('reasons go with a rejection alone; without them it has an internal one', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const cases: readonly (readonly [given: object, shown: readonly string[]])[] = [
    [{}, ['INTERNAL_REASON']],
    [{ rejection_reasons: [] }, ['INTERNAL_REASON']],
    [{ rejection_reasons: ['BAD_INDUSTRY_CODE'] }, ['BAD_INDUSTRY_CODE']],
    [
      { rejection_reasons: ['COMPANY_TOO_YOUNG', 'BAD_INDUSTRY_CODE'] },
      ['COMPANY_TOO_YOUNG', 'BAD_INDUSTRY_CODE']
    ]
  ]
  for (const [given, shown] of cases) {
    const id = await apply(sandbox, token, ofCrefo(STAYS))
    t.equal((await moveOn(sandbox, id, 'RISK_CHECK')).body.rejection_reasons, undefined)
    const rejected = await moveOn(sandbox, id, 'REJECTED', given)
    t.strictSame(rejected.body.rejection_reasons, shown, JSON.stringify(given))
    t.strictSame((await read(sandbox, token, id)).body, rejected.body)
  }
  const id = await apply(sandbox, token, ofCrefo(STAYS))
  const given = { rejection_reasons: ['BAD_INDUSTRY_CODE'] }
  for (const to of ['RISK_CHECK', 'ABANDONED', 'OFFER'])
    t.equal((await moveOn(sandbox, id, to, given)).status, 400, to)
  const unknown = await moveOn(sandbox, id, 'REJECTED', { rejection_reasons: ['NO_LUCK'] })
  t.equal(unknown.status, 400)
  t.match((await read(sandbox, token, id)).body, { status: 'CREATED', version: 0 })
  await sandbox.behave({ 'ing.camelCaseRejectionReasons': true })
  const camelCase = await moveOn(sandbox, id, 'REJECTED', given)
  t.match(camelCase.body, { rejectionReasons: ['BAD_INDUSTRY_CODE'] }, 'spelled as everywhere')
})

t.test('a step is taken in the workspace that is named', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox, 'demo-client+ci-1')
  const id = await apply(sandbox, token, right())
  t.equal((await moveOn(sandbox, id, 'RISK_CHECK')).status, 404, 'unknown at home')
  const reply = await inWorkspace(sandbox, id, 'RISK_CHECK')
  t.match(reply, { status: 200, body: { status: 'RISK_CHECK', last_updated_by: 'BACKOFFICE' } })
  t.match((await read(sandbox, token, id)).body, { status: 'RISK_CHECK' })
})

function inWorkspace(sandbox: Sandbox, id: string, to: string): Promise<Reply> {
  const path = '/_sandkasten/simulate/ing-transition?workspace=ci-1'
  return sandbox.call('POST', path, { body: { application_id: id, to } })
}

t.test('a reset forgets applications and what they would have done', async t => {
  const sandbox = await createSandbox(t)
  const first = await ingToken(sandbox)
  const id = await apply(sandbox, first, ofCrefo('9990000151'))
  await apply(sandbox, first, ofCrefo('9990000101'))
  t.equal((await stepsAhead(sandbox, id)).length, 1)
  await sandbox.call('POST', '/_sandkasten/reset')
  t.strictSame((await sandbox.call('GET', '/_sandkasten/events')).body, [])
  t.equal((await read(sandbox, first, id)).status, 401, 'tokens are gone')
  const token = await patientToken(sandbox)
  t.equal((await read(sandbox, token, id)).status, 404)
  t.equal((await moveOn(sandbox, id, 'RISK_CHECK')).status, 404)
  await sandbox.pass(100 * DAY)
  t.equal(await countApplications(sandbox), 0)
  const again = await submit(sandbox, token, ofCrefo('9990000151'))
  t.match(again, { status: 201, body: { status: 'CREATED' } }, 'and numbers are free again')
})
