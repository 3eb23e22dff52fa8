import t from 'tap'
import { documented } from '../apis/ing/requests.ts'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'

const KEY = '0f6f7f2c-7d5e-4f0c-9b0a-0f6e0c2b8f11'

async function connect(sandbox: Sandbox): Promise<string> {
  const form = { client_id: 'demo-client', client_secret: 'demo-secret' }
  const body = new URLSearchParams(form)
  const reply = await sandbox.call('POST', '/token-api/oauth2/token', { body })
  return reply.body.access_token
}

/** Reads an application once a minute until its status is another one. */
async function poll(sandbox: Sandbox, token: string, id: string, status: string) {
  const path = `/partner-api/applications/${id}`
  for (let minutes = 0; minutes < 60; minutes++) {
    const reply = await sandbox.call('GET', path, { token })
    if (reply.body.status !== status) return reply.body
    await sandbox.call('POST', '/_sandkasten/clock/advance', { body: { by: 'PT1M' } })
  }
  throw new Error(`still ${status} after an hour`)
}

t.test('from the first token to an active loan', async t => {
  const sandbox = await createSandbox(t)
  const token = await connect(sandbox)
  const ping = await sandbox.call('GET', '/partner-api/ping', { token })
  t.match(ping, { status: 200, text: 'You are connected to partner API!' })

  await sandbox.behave({ 'ing.autoAdvance': true, 'ing.stepSeconds': 600 })
  const request = { token, headers: { 'idempotency-key': KEY }, body: documented }
  const submitted = await sandbox.call('POST', '/partner-api/applications', request)
  t.match(submitted, { status: 201, body: { status: 'CREATED', version: 0 } })
  const { application_id: id } = submitted.body

  let shown = submitted.body
  const seen = [shown.status]
  while (seen.length < 4) {
    shown = await poll(sandbox, token, id, shown.status)
    seen.push(shown.status)
    t.match(shown, { application_id: id, version: seen.length - 1, last_updated_by: 'SYSTEM' })
    const passed = Date.parse(shown.last_updated_at) - Date.parse(START)
    t.equal(passed, (seen.length - 1) * 600_000)
  }
  t.strictSame(seen, ['CREATED', 'RISK_CHECK', 'OFFER', 'ACTIVATED'])

  const again = await sandbox.call('POST', '/partner-api/applications', request)
  t.equal(again.text, submitted.text, 'a late repetition makes no second loan')
})

t.test(
  'an application is refused, corrected, offered by the back office and abandoned',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await connect(sandbox)
    const send = (body: unknown) => {
      const headers = { 'idempotency-key': KEY }
      return sandbox.call('POST', '/partner-api/applications', { token, headers, body })
    }
    const { phone_number: _, ...manager } = documented.partner_account_manager
    const refused = await send({ ...documented, partner_account_manager: manager })
    t.match(refused, {
      status: 400,
      body: { violations: [{ field: 'partnerAccountManager.phoneNumber' }] }
    })
    const submitted = await send(documented)
    t.match(submitted, { status: 201, body: { status: 'CREATED' } }, 'with the same key')
    const { application_id } = submitted.body

    let { status } = submitted.body
    for (const to of ['RISK_CHECK', 'OFFER', 'ABANDONED']) {
      const body = { application_id, to }
      await sandbox.call('POST', '/_sandkasten/simulate/ing-transition', { body })
      const shown = await poll(sandbox, token, application_id, status)
      t.match(shown, { status: to, last_updated_by: 'BACKOFFICE' })
      status = shown.status
    }
  }
)

t.test('the life of a token is shorter than a decision, and a new one goes on', async t => {
  const sandbox = await createSandbox(t)
  const first = await connect(sandbox)
  const body = structuredClone(documented)
  body.company.credit_scores[0].id = '9990000150'
  await sandbox.behave({ 'ing.stepSeconds': 3000 })
  const headers = { 'idempotency-key': KEY }
  const sent = { token: first, headers, body }
  const submitted = await sandbox.call('POST', '/partner-api/applications', sent)
  const path = `/partner-api/applications/${submitted.body.application_id}`
  await sandbox.pass(3_000_000)
  const checked = await sandbox.call('GET', path, { token: first })
  t.match(checked.body, { status: 'RISK_CHECK', version: 1 })
  await sandbox.pass(3_000_000)
  t.equal((await sandbox.call('GET', path, { token: first })).status, 401)
  const decided = await sandbox.call('GET', path, { token: await connect(sandbox) })
  t.match(decided.body, {
    status: 'REJECTED',
    version: 2,
    rejection_reasons: ['INTERNAL_REASON']
  })
})
