import t from 'tap'
import { ACCESSES, DEMO, regulated } from '../apis/banksapi/customer.ts'
import { CLIENT, newCase, tokenForm, withKunde } from '../apis/europace/cases.ts'
import { ingToken, right, submit, withFreshCrefo } from '../apis/ing/requests.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const STRICT = { Prefer: 'strictness=strict' }
const LENIENT = { Prefer: 'strictness=lenient' }

type Sent = { readonly token?: string; readonly basic?: string; readonly body?: unknown }

/** The statuses of a request that is read strictly, as ever, and leniently. */
async function statuses(sandbox: Sandbox, method: string, path: string, sent: Sent) {
  const ask = async (headers: Readonly<Record<string, string>>) =>
    (await sandbox.call(method, path, { ...sent, headers })).status
  return [await ask(STRICT), await ask({}), await ask(LENIENT)]
}

t.test('strict names all that Europace ignores in a case', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = newCase(
    withKunde({ personendaten: { person: { vorname: 7, anrede: 'DIVERS', hut: 1 } }, nix: {} })
  )
  const sent = { token, body }
  const reply = await sandbox.call('POST', '/kundenangaben?foo=1', { ...sent, headers: STRICT })
  t.match(reply, { status: 400, body: { title: 'Constraint Violation', status: 400 } })
  const kunde = 'kundenangaben.haushalte[0].kunden[0]'
  t.strictSame(reply.body.violations.map((one: { field: string }) => one.field).sort(), [
    'foo',
    `${kunde}.nix`,
    `${kunde}.personendaten.person.anrede`,
    `${kunde}.personendaten.person.hut`,
    `${kunde}.personendaten.person.vorname`
  ])
  t.equal((await sandbox.call('POST', '/kundenangaben', sent)).status, 201)
  const fine = { token, body: newCase(withKunde()) }
  t.strictSame(await statuses(sandbox, 'POST', '/kundenangaben', fine), [201, 201, 201])
})

t.test('the switch is for a workspace, the request for itself', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = newCase({ nix: 1 })
  await sandbox.behave({ 'sandbox.strictness': 'strict' })
  const ask = async (prefer: string) =>
    (await sandbox.call('POST', '/kundenangaben', { token, body, headers: { Prefer: prefer } }))
      .status
  t.equal(await ask('x'), 400)
  t.equal(await ask('strictness=real'), 201)
  t.equal(await ask('strictness=lenient'), 201)
  t.equal(await ask('strictness=harsh'), 400, 'an unknown wish is none')
})

t.test('lenient leaves out what a case has of the wrong type', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = newCase(
    withKunde({ personendaten: { person: { vorname: {}, nachname: 'Muster' } } })
  )
  t.strictSame(await statuses(sandbox, 'POST', '/kundenangaben', { token, body }), [400, 400, 201])
  const [entry] = (await sandbox.call('GET', '/_sandkasten/requests?limit=1')).body
  t.match(entry.dropped, [{ path: /vorname$/, reason: 'wrong type' }])
  const path = '/kundenangaben'
  for (const wrong of [[], 'x', { importMetadaten: 3 }, newCase(7)])
    t.match(
      await sandbox.call('POST', path, { token, body: JSON.stringify(wrong), headers: LENIENT }),
      { status: /^(400|201)$/ },
      JSON.stringify(wrong)
    )
})

t.test('KreditSmart tells in its message, and reads numbers leniently', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = { kundenbetreuer: { partnerId: 'ABC12', hut: 1 }, nix: true }
  const reply = await sandbox.call('POST', '/vorgang', { token, body, headers: STRICT })
  t.match(reply, { status: 400, body: { message: /kundenbetreuer\.hut: unknown property; nix: / } })
  t.equal((await sandbox.call('POST', '/vorgang', { token, body })).status, 201)
})

t.test('BANKSapi refuses unknown fields, parameters and values, or bears them', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = (more: object) => ({
    [crypto.randomUUID()]: {
      providerId: DEMO,
      credentials: { userid: 'demo1', pin: 'demo1' },
      ...more
    }
  })
  const add = async (more: object, headers = {}) =>
    (await sandbox.call('POST', ACCESSES, { token, body: access(more), headers })).status
  t.equal(await add({ farbe: 'rot' }), 201)
  const told = await sandbox.call('POST', ACCESSES, {
    token,
    body: access({ farbe: 'rot' }),
    headers: STRICT
  })
  t.match(told, { status: 400, body: { code: '400', message: /farbe unknown property/ } })
  t.strictSame(await statuses(sandbox, 'GET', `${ACCESSES}?farbe=rot`, { token }), [400, 200, 200])
  t.equal(await add({ sync: {} }), 400)
  t.equal(await add({ sync: {} }, STRICT), 400)
  t.equal(await add({ sync: {} }, LENIENT), 201)
})

t.test('ING refuses what it ignores, or ignores what it refuses', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const send = async (change: (body: ReturnType<typeof right>) => void, headers: object) =>
    submit(sandbox, token, withFreshCrefo(right(change)), headers as Record<string, string>)
  const unknown = (body: ReturnType<typeof right>) => {
    body.company.hut = 1
  }
  const strict = await send(unknown, STRICT)
  t.match(strict, { status: 400, body: { title: 'Constraint Violation', violations: Array } })
  t.equal(strict.body.violations[0].field, 'company.hut')
  t.equal((await send(unknown, {})).status, 201)
  const wrong = (body: ReturnType<typeof right>) => {
    body.company.name = { kurz: 'x' }
  }
  t.match((await send(wrong, {})).body.detail, /parse error/)
  t.match(await send(wrong, LENIENT), { status: 400 }, 'what has to be there is asked for')
})

t.test('forms of tokens have no unknown fields', async t => {
  const sandbox = await createSandbox(t)
  const europace = { basic: CLIENT, body: tokenForm('hut=1') }
  t.strictSame(await statuses(sandbox, 'POST', '/auth/token', europace), [400, 200, 200])
  const reply = await sandbox.call('POST', '/auth/token', { ...europace, headers: STRICT })
  t.match(reply.body, { error: 'invalid_request', error_description: 'hut: unknown property' })
  const right = { basic: CLIENT, body: tokenForm('subject=ABC12') }
  t.equal((await statuses(sandbox, 'POST', '/auth/token', right))[0], 200)
  const form = { client_id: 'demo-client', client_secret: 'demo-secret', hut: '1' }
  const ing = { body: new URLSearchParams(form) }
  t.strictSame(await statuses(sandbox, 'POST', '/token-api/oauth2/token', ing), [400, 200, 200])
})
