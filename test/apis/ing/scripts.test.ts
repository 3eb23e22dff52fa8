import t from 'tap'
import { createSandbox, type Sandbox, START } from '../../sandbox.ts'
import {
  apply,
  DAY,
  MINUTE,
  moveOn,
  ofCrefo,
  patientToken,
  read,
  SECOND,
  STAYS,
  stepsAhead
} from './progress.ts'
import { right, submit } from './requests.ts'

const NOW = Date.parse(START)
const REASONS = ['INTERNAL_REASON']

/** Crefo numbers and what becomes of their applications by themselves. */
const SCRIPTS: readonly (readonly [crefoId: string, ...steps: readonly string[]])[] = [
  ['9990000150', 'RISK_CHECK', 'REJECTED'],
  ['9990000151', 'RISK_CHECK', 'OFFER', 'ACTIVATED'],
  ['9990000152', 'RISK_CHECK', 'OFFER', 'ABANDONED'],
  ['9990000153', 'ABANDONED'],
  ['9990000154'],
  ['9990000155', 'REJECTED']
]

function after(ms: number): string {
  return new Date(NOW + ms).toISOString()
}

async function advance(sandbox: Sandbox, by: string) {
  const reply = await sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by } })
  if (reply.status !== 200) throw new Error(reply.text)
  return reply.body.fired
}

for (const [crefoId, ...steps] of SCRIPTS)
  t.test(`an application of ${crefoId} goes ${['CREATED', ...steps].join(' → ')}`, async t => {
    const sandbox = await createSandbox(t)
    const token = await patientToken(sandbox)
    await sandbox.behave({ 'ing.stepSeconds': 120 })
    const submitted = await submit(sandbox, token, ofCrefo(crefoId))
    let shown = submitted.body
    t.match(shown, { status: 'CREATED', version: 0 })
    const id = shown.application_id
    for (const [index, to] of steps.entries()) {
      const at = after((index + 1) * 2 * MINUTE)
      const ahead = await stepsAhead(sandbox, id)
      t.match(ahead, [{ at, about: to }], 'the next step can be seen')
      t.equal(ahead.length, 1)
      await sandbox.pass(2 * MINUTE - 1)
      t.strictSame((await read(sandbox, token, id)).body, shown, 'not before its time')
      await sandbox.pass(1)
      shown = (await read(sandbox, token, id)).body
      t.strictSame(shown, {
        version: index + 1,
        application_id: id,
        last_updated_at: at,
        last_updated_by: 'SYSTEM',
        status: to,
        ...(to === 'REJECTED' && { rejection_reasons: REASONS })
      })
    }
    t.strictSame(await stepsAhead(sandbox, id), [])
    await sandbox.pass(400 * DAY)
    t.strictSame((await read(sandbox, token, id)).body, shown, 'and there it stays')
  })

t.test('one long advance takes all steps in their order and tells them', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.stepSeconds': 60 })
  const one = await apply(sandbox, token, ofCrefo('9990000151'))
  await sandbox.pass(30 * SECOND)
  const two = await apply(sandbox, token, ofCrefo('9990000150'))
  const fired = await advance(sandbox, 'PT1H')
  const steps = fired.filter((event: { kind: string }) => event.kind === 'ing/transition')
  const expected: readonly (readonly [seconds: number, id: string, to: string])[] = [
    [60, one, 'RISK_CHECK'],
    [90, two, 'RISK_CHECK'],
    [120, one, 'OFFER'],
    [150, two, 'REJECTED'],
    [180, one, 'ACTIVATED']
  ]
  t.equal(steps.length, expected.length)
  for (const [index, [seconds, id, to]] of expected.entries()) {
    t.equal(steps[index].at, after(seconds * SECOND))
    t.ok(steps[index].about.includes(id) && steps[index].about.includes(to), steps[index].about)
  }
  const last = (await read(sandbox, token, one)).body
  t.match(last, { status: 'ACTIVATED', version: 3, last_updated_at: after(180 * SECOND) })
})

t.test('applications go on by themselves only with the switch', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const manual = await submit(sandbox, token, ofCrefo('2010000001'))
  await sandbox.behave({ 'ing.autoAdvance': true, 'ing.stepSeconds': 1 })
  const id = await apply(sandbox, token, ofCrefo('2010000002'))
  const stays = await submit(sandbox, token, ofCrefo(STAYS))
  const rejected = await submit(sandbox, token, ofCrefo('9990000101'))
  const scripted = await apply(sandbox, token, ofCrefo('9990000153'))
  for (const [index, status] of ['RISK_CHECK', 'OFFER', 'ACTIVATED'].entries()) {
    await sandbox.pass(SECOND)
    const { body } = await read(sandbox, token, id)
    t.match(body, { status, version: index + 1, last_updated_by: 'SYSTEM' })
  }
  await sandbox.pass(400 * DAY)
  t.match((await read(sandbox, token, id)).body, { status: 'ACTIVATED', version: 3 })
  t.match((await read(sandbox, token, scripted)).body, { status: 'ABANDONED', version: 1 })
  for (const { body } of [manual, stays, rejected])
    t.strictSame((await read(sandbox, token, body.application_id)).body, body)
})

t.test('the time of a step is taken when it is planned', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  const { body } = await sandbox.call('GET', '/_sandkasten/behaviour')
  const seconds = body['ing.stepSeconds']
  const id = await apply(sandbox, token, ofCrefo('9990000151'))
  t.match(await stepsAhead(sandbox, id), [{ at: after(seconds * SECOND) }], 'by default')
  await sandbox.behave({ 'ing.stepSeconds': 5 })
  await sandbox.pass(seconds * SECOND)
  t.match((await read(sandbox, token, id)).body, { status: 'RISK_CHECK' })
  t.match(await stepsAhead(sandbox, id), [{ at: after((seconds + 5) * SECOND) }])
})

/** A script, and a step of the back office before its first one. */
const INTERRUPTED: readonly (readonly [crefoId: string, to: string])[] = [
  ['9990000150', 'RISK_CHECK'],
  ['9990000150', 'REJECTED'],
  ['9990000151', 'RISK_CHECK'],
  ['9990000151', 'ABANDONED'],
  ['9990000152', 'RISK_CHECK'],
  ['9990000153', 'RISK_CHECK'],
  ['9990000153', 'ABANDONED'],
  ['9990000155', 'RISK_CHECK'],
  ['9990000155', 'ABANDONED']
]

for (const [crefoId, to] of INTERRUPTED)
  t.test(`a step to ${to} by hand stops the script of ${crefoId}`, async t => {
    const sandbox = await createSandbox(t)
    const token = await patientToken(sandbox)
    const id = await apply(sandbox, token, ofCrefo(crefoId))
    await sandbox.pass(SECOND)
    const { status, body } = await moveOn(sandbox, id, to)
    t.equal(status, 200)
    t.strictSame(await stepsAhead(sandbox, id), [], 'nothing is planned any more')
    await advance(sandbox, 'P1D')
    t.strictSame((await read(sandbox, token, id)).body, body)
  })

t.test('a step by hand in the middle stops a script as well', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.stepSeconds': 60 })
  const id = await apply(sandbox, token, ofCrefo('9990000152'))
  await sandbox.pass(2 * MINUTE)
  t.match((await read(sandbox, token, id)).body, { status: 'OFFER', last_updated_by: 'SYSTEM' })
  const { body } = await moveOn(sandbox, id, 'ACTIVATED')
  await advance(sandbox, 'P1D')
  t.strictSame((await read(sandbox, token, id)).body, body)
  t.match(body, { status: 'ACTIVATED', version: 3, last_updated_by: 'BACKOFFICE' })
})

t.test('steps run in the background too when the clock does', async t => {
  const sandbox = await createSandbox(t)
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.autoAdvance': true, 'ing.stepSeconds': 60 })
  const id = await apply(sandbox, token, right())
  await sandbox.call('PUT', '/_sandkasten/clock', { body: { speed: 1_000_000 } })
  let { body } = await read(sandbox, token, id)
  while (body.status !== 'ACTIVATED') body = (await read(sandbox, token, id)).body
  t.match(body, { version: 3, last_updated_by: 'SYSTEM' })
})
