import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { newCase, quickStart } from './cases.ts'

const UPDATE = { kundenangaben: {}, updateMetadaten: {} }

/** The documented switches with their defaults. */
const DEFAULTS = {
  'europace.allowBodyCredentials': false,
  'europace.partners': 'lenient',
  'europace.bearbeiter': 'takeover',
  'europace.requireEchtgeschaeftOnRead': true,
  'europace.echoReferenzId': true,
  'europace.emitLegacyTwins': false,
  'europace.emitNulls': false,
  'europace.fillNebenkosten': true,
  'europace.strictDates': false,
  'europace.strictScalars': false,
  'europace.unknownType': 'drop',
  'europace.hiddenRules': false,
  'europace.violationsRoot': true,
  'europace.rateLimit': 0
}

async function post(sandbox: Sandbox, body: unknown): Promise<Reply> {
  return sandbox.call('POST', '/kundenangaben', { token: await sandbox.token(), body })
}

t.test('every switch has its default, and refuses what it cannot be', async t => {
  const sandbox = await createSandbox(t)
  const { body } = await sandbox.call('GET', '/_sandkasten/behaviour')
  const ours = Object.entries(body).filter(([name]) => name.startsWith('europace.'))
  t.strictSame(Object.fromEntries(ours), DEFAULTS)
  for (const name of Object.keys(DEFAULTS)) {
    for (const value of ['sometimes', -1, [], 'true']) {
      const request = { body: { [name]: value } }
      const reply = await sandbox.call('PATCH', '/_sandkasten/behaviour', request)
      t.equal(reply.status, 400, `${name} = ${JSON.stringify(value)}`)
    }
  }
  const unchanged = await sandbox.call('GET', '/_sandkasten/behaviour')
  t.strictSame(unchanged.body, body)
})

t.test('a switch counts in its workspace, until it is taken back or the reset', async t => {
  const sandbox = await createSandbox(t, { behaviour: { 'europace.unknownType': 'reject' } })
  const odd = newCase({ finanzierungsbedarf: { finanzierungszweck: { '@type': 'ODD' } } })
  const status = async (client: string) => {
    const token = await sandbox.token(client)
    return (await sandbox.call('POST', '/kundenangaben', { token, body: odd })).status
  }
  t.equal(await status('demo-client'), 400, 'set at the start')
  await sandbox.token('demo-client+qa')
  await sandbox.behave({ 'europace.unknownType': 'drop' }, 'qa')
  t.same([await status('demo-client'), await status('demo-client+qa')], [400, 201])
  await sandbox.behave({ 'europace.unknownType': null }, 'qa')
  t.equal(await status('demo-client+qa'), 400, 'null is the default of this server')
  await sandbox.behave({ 'europace.unknownType': 'drop' })
  t.equal(await status('demo-client'), 201)
  await sandbox.call('POST', '/_sandkasten/reset')
  t.equal(await status('demo-client'), 400, 'after a reset')
})

t.test('partners: partners outside of the fixtures exist, or do not', async t => {
  const sandbox = await createSandbox(t)
  const statuses = async () => [
    (await post(sandbox, newCase({}, { betreuung: { kundenbetreuer: 'QQQ99' } }))).status,
    (await post(sandbox, newCase({}, { tippgeber: { tippgeberPartnerId: 'QQQ99' } }))).status,
    (await post(sandbox, newCase({}, { tippgeber: { tippgeberPartnerId: 'AAV43' } }))).status
  ]
  t.same(await statuses(), [201, 201, 201])
  await sandbox.behave({ 'europace.partners': 'strict' })
  t.same(await statuses(), [409, 422, 201])
})

t.test('bearbeiter: a case without Bearbeiter is taken over, or stays closed', async t => {
  const sandbox = await createSandbox(t)
  const replace = async (nummer: string, form = {}) => {
    const token = await sandbox.token('demo-client', form)
    const path = `/kundenangaben/${nummer}`
    return (await sandbox.call('PUT', path, { token, body: UPDATE })).status
  }
  const organisation = { actor: 'XYZ54', subject: 'XYZ54' }
  await sandbox.behave({ 'europace.bearbeiter': 'strict' })
  t.equal(await replace('A65JS6'), 403, 'the Kundenbetreuer')
  t.equal(await replace('YX4MDU', organisation), 403, 'the organisation above the Bearbeiter')
  t.equal(await replace('YX4MDU'), 204, 'the Bearbeiter')
  await sandbox.behave({ 'europace.bearbeiter': 'takeover' })
  t.equal(await replace('A65JS6'), 204, 'the Kundenbetreuer')
  t.equal(await replace('YX4MDU', organisation), 204, 'the organisation above the Bearbeiter')
})

t.test('requireEchtgeschaeftOnRead: the scope counts for existing cases, or not', async t => {
  const sandbox = await createSandbox(t)
  const statuses = async () => {
    const token = await sandbox.token('test-only-client')
    const path = '/kundenangaben/YX4MDU'
    return [
      (await sandbox.call('GET', path, { token })).status,
      (await sandbox.call('PUT', path, { token, body: UPDATE })).status,
      (await sandbox.call('POST', '/kundenangaben', { token, body: quickStart })).status
    ]
  }
  t.same(await statuses(), [403, 403, 403])
  await sandbox.behave({ 'europace.requireEchtgeschaeftOnRead': false })
  t.same(await statuses(), [200, 204, 403], 'a creation needs it always')
})

t.test('rateLimit: every client has its minute, or no limit', async t => {
  const sandbox = await createSandbox(t)
  const calls = async (n: number, client?: string) => {
    const token = await sandbox.token(client)
    const path = '/kundenangaben/ED7PIS'
    const all = Array.from({ length: n }, () => sandbox.call('GET', path, { token }))
    return (await Promise.all(all)).map(reply => reply.status).sort()
  }
  t.same(await calls(5), [200, 200, 200, 200, 200])
  await sandbox.behave({ 'europace.rateLimit': 2 })
  t.same(await calls(4), [200, 200, 429, 429])
  t.same(await calls(3, 'readonly-client'), [200, 200, 429], 'others have their own count')
  await sandbox.pass(59_999)
  t.same(await calls(1), [429], 'the minute is not over')
  await sandbox.pass(1)
  t.same(await calls(3), [200, 200, 429], 'a new minute')
  t.equal((await sandbox.call('GET', '/kundenangaben/ED7PIS')).status, 401, 'nobody is not counted')
})
