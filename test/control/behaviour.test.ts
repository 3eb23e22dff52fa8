import t from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const BEHAVIOUR = '/_sandkasten/behaviour'

/** The switches that the design and the dossier name, with their defaults. */
const DEFAULTS = {
  'europace.allowBodyCredentials': false,
  'europace.partners': 'lenient',
  'europace.bearbeiter': 'takeover',
  'europace.strictDates': false,
  'europace.rateLimit': 0
}

async function read(sandbox: Sandbox) {
  return (await sandbox.call('GET', BEHAVIOUR)).body
}

t.test('switches are shown flat, set one by one, and go back to their default', async t => {
  const sandbox = await createSandbox(t)
  const before = await read(sandbox)
  t.match(before, DEFAULTS)

  const patch = (body: object) => sandbox.call('PATCH', BEHAVIOUR, { body })
  const changed = { 'europace.partners': 'strict', 'europace.rateLimit': 3 }
  const reply = await patch(changed)
  t.equal(reply.status, 200)
  t.strictSame(reply.body, { ...before, ...changed }, 'the answer shows all of them')
  t.strictSame(await read(sandbox), { ...before, ...changed })

  const body = { 'europace.partners': null, 'europace.strictDates': true }
  const after = { ...before, 'europace.rateLimit': 3, 'europace.strictDates': true }
  t.strictSame((await patch(body)).body, after)
  t.strictSame((await patch({})).body, after, 'nothing to change is no mistake')
  await patch({ 'europace.rateLimit': null, 'europace.strictDates': null })
  t.strictSame(await read(sandbox), before)
})

t.test('one wrong switch or value and nothing is changed', async t => {
  const sandbox = await createSandbox(t)
  const before = await read(sandbox)
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ 'europace.partner': 'strict' }, /there is no switch europace\.partner/],
    [{ constructor: 'x' }, /there is no switch constructor/],
    [{ 'europace.nothing': null }, /there is no switch europace\.nothing/],
    [{ 'europace.partners': 'harsh' }, /europace\.partners is lenient or strict/],
    [{ 'europace.partners': true }, /europace\.partners/],
    [{ 'europace.strictDates': 'true' }, /europace\.strictDates is true or false/],
    [{ 'europace.rateLimit': -1 }, /europace\.rateLimit/],
    [{ 'europace.rateLimit': '5' }, /europace\.rateLimit/],
    [{ 'europace.rateLimit': true }, /europace\.rateLimit/]
  ]
  for (const [body, detail] of wrong) {
    const all = { 'europace.bearbeiter': 'strict', ...body, 'europace.emitNulls': true }
    const reply = await sandbox.call('PATCH', BEHAVIOUR, { body: all })
    t.match(reply, { status: 400, body: { title: 'Bad Request', detail } }, JSON.stringify(body))
    t.strictSame(await read(sandbox), before)
  }
  for (const value of [1.5, [], {}]) {
    const reply = await sandbox.call('PATCH', BEHAVIOUR, { body: { 'europace.rateLimit': value } })
    t.equal(reply.status, 400, JSON.stringify(value))
  }
  t.strictSame(await read(sandbox), before)
})

t.test('every mistake is named at once', async t => {
  const sandbox = await createSandbox(t)
  const body = { 'europace.partners': 'harsh', 'europace.nothing': 1, 'europace.rateLimit': -1 }
  const reply = await sandbox.call('PATCH', BEHAVIOUR, { body })
  for (const name of Object.keys(body)) t.match(reply.body.detail, name)
})

t.test('a switch works from the next request on', async t => {
  const sandbox = await createSandbox(t)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'demo-client',
    client_secret: 'demo-secret'
  })
  const ask = async () => (await sandbox.call('POST', '/auth/token', { body })).status
  t.equal(await ask(), 401)
  await sandbox.behave({ 'europace.allowBodyCredentials': true })
  t.equal(await ask(), 200)
  await sandbox.behave({ 'europace.allowBodyCredentials': null })
  t.equal(await ask(), 401)
})
