import t from 'tap'
import { clientToken, HOSTING } from '../apis/banksapi/calls.ts'
import { ACCESSES, add, added, DEMO, regulated } from '../apis/banksapi/customer.ts'
import { CLIENT, create, newCase, tokenForm } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const FAULTS = '/_sandkasten/faults'

/** Makes a rule that has to be right. */
async function makeFault(sandbox: Sandbox, body: object, workspace = 'default') {
  const headers = { 'X-Sandkasten-Workspace': workspace }
  const reply = await sandbox.call('POST', FAULTS, { headers, body })
  if (reply.status !== 201) throw new Error(reply.text)
  return reply.body
}

async function list(sandbox: Sandbox, workspace = 'default') {
  return (await sandbox.call('GET', `${FAULTS}?workspace=${workspace}`)).body
}

async function lastOf(sandbox: Sandbox) {
  return (await sandbox.call('GET', '/_sandkasten/requests?limit=1')).body[0]
}

t.test('a rule is made, shown, counted, spent and removed', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const rule = await makeFault(sandbox, {
    operationId: 'importKundenangaben',
    status: 503,
    times: 2
  })
  t.match(rule, {
    id: 'fault-1',
    state: 'active',
    struck: 0,
    createdAt: '2026-11-21T09:00:00.000Z'
  })
  const ask = () => sandbox.call('POST', '/kundenangaben', { token, body: newCase() })
  for (const struck of [1, 2]) {
    t.match(await ask(), { status: 503, body: { title: 'Service Unavailable' } })
    t.match(await lastOf(sandbox), { fault: 'code=503', faultId: 'fault-1', changes: [] })
    t.match(await list(sandbox), [{ struck }])
  }
  t.match(await list(sandbox), [{ state: 'spent' }])
  t.equal((await ask()).status, 201)
  t.notOk('fault' in (await lastOf(sandbox)))

  t.equal((await sandbox.call('DELETE', `${FAULTS}/fault-1`)).status, 204)
  t.equal((await sandbox.call('DELETE', `${FAULTS}/fault-1`)).status, 404)
  t.equal((await makeFault(sandbox, { status: 500 })).id, 'fault-2', 'no id comes twice')
  t.equal((await sandbox.call('DELETE', FAULTS)).status, 204)
  t.strictSame(await list(sandbox), [])
})

t.test('a rule lives on the clock of the workspace, and ends with a reset', async t => {
  const sandbox = await createSandbox(t)
  await makeFault(sandbox, { path: '/auth/*', status: 503, ttl: 'PT10M' })
  const ask = async () => (await sandbox.call('GET', '/auth/signing-keys')).status
  t.equal(await ask(), 503)
  await sandbox.pass(600_000)
  t.equal(await ask(), 200)
  t.match(await list(sandbox), [
    { state: 'expired', expiresAt: '2026-11-21T09:10:00.000Z', struck: 1 }
  ])
  await sandbox.call('POST', '/_sandkasten/reset')
  t.strictSame(await list(sandbox), [])
})

t.test('a rule is that of its workspace, and may be that of one client', async t => {
  const sandbox = await createSandbox(t)
  const [mine, other] = [await sandbox.token(), await sandbox.token('demo-client+ci')]
  await makeFault(sandbox, { status: 503, method: 'get', client: 'demo-client' }, 'ci')
  const read = async (token: string) =>
    (await sandbox.call('GET', '/kundenangaben/YX4MDU', { token })).status
  t.equal(await read(mine), 200)
  t.equal(await read(other), 503)
  await makeFault(sandbox, { status: 500, client: 'readonly-client' })
  t.equal(await read(mine), 200)
  t.equal(await read(await sandbox.token('readonly-client')), 500)
  t.equal((await sandbox.call('GET', FAULTS)).status, 200, 'the control API is spared')
})

t.test('the client of an ING token is known by its form', async t => {
  const sandbox = await createSandbox(t)
  const ask = async (client: string) => {
    const body = new URLSearchParams({ client_id: client, client_secret: 'demo-secret' })
    return (await sandbox.call('POST', '/token-api/oauth2/token', { body })).status
  }
  t.equal(await ask('demo-client+ci'), 200)
  await makeFault(sandbox, { operationId: 'createPartnerToken', status: 500 }, 'ci')
  t.equal(await ask('demo-client+ci'), 500)
  t.equal(await ask('demo-client'), 200)
})

t.test('a rule strikes whoever comes, with a right token or none', async t => {
  const sandbox = await createSandbox(t)
  await makeFault(sandbox, { operationId: 'getKundenangaben', status: 502 })
  t.equal((await sandbox.call('GET', '/kundenangaben/NIX')).status, 502)
  const headers = { Prefer: 'code=418' }
  t.equal(
    (await sandbox.call('GET', '/kundenangaben/NIX', { headers })).status,
    418,
    'Prefer first'
  )
  t.match(await list(sandbox), [{ struck: 1 }])
})

t.test('answers arrive late, empty, cut off, as a page, or not at all', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const ask = () => sandbox.call('POST', '/kundenangaben', { token, body: newCase() })
  const once = (effect: object) =>
    makeFault(sandbox, { operationId: 'importKundenangaben', times: 1, ...effect })

  await once({ delay: { p50: '1s', p99: '1s' }, status: 504 })
  t.equal((await ask()).status, 504)
  t.strictSame(sandbox.pauses, [1000])
  t.match(await lastOf(sandbox), { fault: 'delay=1, code=504' })

  await once({ empty: true })
  const empty = await ask()
  t.match(empty, { status: 201, text: '' })
  t.match(empty.headers.get('content-type'), 'application/json')
  t.equal(empty.headers.get('content-length'), '0')
  t.equal((await lastOf(sandbox)).changes.at(-1).collection, 'vorgaenge', 'it was served')

  await once({ html: true })
  const page = await ask()
  t.match(page, { status: 502, text: /^<html>.*502 Bad Gateway/s })
  t.equal(page.headers.get('content-type'), 'text/html')
  t.match(await lastOf(sandbox), { fault: 'fault=html', changes: [] })

  await once({ reset: true })
  await t.rejects(ask())
  t.match(await lastOf(sandbox), { status: 0, fault: 'fault=reset', changes: [] })

  await once({ malformed: true })
  const cut = await fetch(`${sandbox.url}/kundenangaben/YX4MDU`, {
    headers: { authorization: `Bearer ${token}`, prefer: 'fault=malformed' }
  })
  t.equal(cut.status, 200)
  t.match(cut.headers.get('content-type'), 'json')
  await t.rejects(cut.json())
  t.match(await lastOf(sandbox), { fault: 'fault=malformed' })
  await t.rejects(ask(), 'what was cut cannot be parsed')
  await t.resolves(create(sandbox, token, newCase()))
})

t.test('a single request asks for the same with Prefer', async t => {
  const sandbox = await createSandbox(t)
  const ask = async (prefer: string) =>
    fetch(`${sandbox.url}/auth/signing-keys`, { headers: { prefer } })
  t.equal(await (await ask('fault=empty')).text(), '')
  await t.rejects((await ask('fault=malformed')).json())
  const page = await ask('fault=html, code=503')
  t.match([page.status, await page.text()], [503, /503 Service Unavailable/])
  const refused = await ask('fault=malformed, code=500')
  t.equal(refused.status, 500)
  await t.rejects(refused.json())
})

t.test('a rule about a provider strikes all that is about it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const one = await added(sandbox, token)
  await makeFault(sandbox, { providerId: DEMO, status: 503 })
  const status = async (method: string, path: string, body?: object) =>
    (await sandbox.call(method, path, { token, ...(body && { body }) })).status
  t.equal(await status('GET', `/providers/v2/${DEMO}`), 503)
  t.equal(await status('GET', `${ACCESSES}/${one.id}`), 503)
  t.equal((await add(sandbox, token)).status, 503)
  t.equal(await status('POST', '/customer/v2/payment/single-transfer', { provider: DEMO }), 503)
  t.equal(await status('GET', ACCESSES), 200)
  t.equal(await status('GET', '/providers/v2'), 200)
})

t.test('a bank is down for a while, and a login is locked', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const codes = async () => {
    const zugang = await added(sandbox, token)
    return (zugang.messages ?? []).map((one: { code: string }) => one.code)
  }
  await makeFault(sandbox, { domain: 'bank-down', providerId: DEMO, code: 'BA1000', times: 1 })
  t.strictSame(await codes(), ['BA1000'])
  const { body } = await sandbox.call('POST', '/_sandkasten/requests/find', {
    body: { operationId: 'addBankzugaenge' }
  })
  t.match(body.at(-1), { fault: 'bank-down', faultId: 'fault-1' })
  t.strictSame(await codes(), [])

  await makeFault(sandbox, { domain: 'login-locked', login: 'demo1', ttl: 'P1D' })
  t.strictSame(await codes(), ['BA1010'])
  await makeFault(sandbox, { domain: 'bank-down', ttl: 'PT1H' })
  t.match(await list(sandbox), [{ state: 'spent' }, { state: 'active', struck: 1 }, { struck: 0 }])
  await sandbox.call('DELETE', `${FAULTS}/fault-2`)
  t.strictSame(await codes(), ['BA1051'])
  await sandbox.pass(3_600_000)
  t.strictSame(await codes(), [])
})

t.test('token endpoints refuse as each vendor has it', async t => {
  const sandbox = await createSandbox(t)
  const ing = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const ask = {
    europace: () => sandbox.call('POST', '/auth/token', { basic: CLIENT, body: tokenForm() }),
    ing: () => sandbox.call('POST', '/token-api/oauth2/token', { body: ing }),
    banksapi: () =>
      sandbox.call('POST', '/auth/oauth2/token', {
        basic: `${HOSTING}:demo-secret`,
        body: new URLSearchParams({ grant_type: 'client_credentials' })
      })
  }
  const once = (api: string, part: object = {}) =>
    makeFault(sandbox, { domain: 'token-endpoint', api, times: 1, ...part })
  await once('europace')
  t.match(await ask.europace(), { status: 401, body: { error: 'invalid_client' } })
  t.match(await lastOf(sandbox), { fault: 'token-endpoint=invalid_client', faultId: 'fault-1' })
  await once('europace', { error: 'invalid_scope', description: 'no such scope' })
  const scope = { error: 'invalid_scope', error_description: 'no such scope' }
  t.match(await ask.europace(), { status: 400, body: scope })
  await once('ing', { error: 'temporarily_unavailable' })
  t.match(await ask.ing(), { status: 503, body: { error: 'temporarily_unavailable' } })
  await once('banksapi')
  t.match(await ask.banksapi(), { status: 401, text: '' })
  await once('banksapi', { error: 'invalid_grant', description: 'gone' })
  t.match(await ask.banksapi(), { status: 400, body: { code: '400', message: 'gone' } })
  for (const again of Object.values(ask)) t.equal((await again()).status, 200)
  t.ok(await clientToken(sandbox, HOSTING))
})

t.test('a wrong rule is refused with every reason, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [{}, /./],
    [{ status: 200 }, /./],
    [{ status: 503, unknown: 1 }, /./],
    [{ status: 503, times: 0 }, /./],
    [{ status: 503, probability: 2 }, /./],
    [{ delay: {} }, /./],
    [{ delay: { min: 1 } }, /./],
    [{ path: '/x' }, /a rule does something/],
    [{ reset: true, empty: true, ttl: 'x' }, /reset and empty .*; x is no duration/],
    [{ domain: 'login-locked' }, /needs login/],
    [{ domain: 'volcano' }, /./],
    [
      { operationId: 'getBankzugan', status: 503 },
      /no operation getBankzugan that faults can strike/
    ],
    [{ operationId: 'getClock', status: 503 }, /no operation getClock that faults can strike/],
    [[], /./],
    ['{', /./]
  ]
  for (const [body, detail] of cases) {
    const reply = await sandbox.call('POST', FAULTS, { body })
    t.match(reply, { status: 400, body: { title: 'Bad Request' } }, JSON.stringify(body))
    t.match(reply.body.detail, detail)
  }
  t.strictSame(await list(sandbox), [])
})

t.test('there is room for a hundred active rules', async t => {
  const sandbox = await createSandbox(t)
  const body = { path: '/nowhere', status: 503, ttl: 'PT1M' }
  for (let n = 0; n < 100; n++) await makeFault(sandbox, body)
  t.equal((await sandbox.call('POST', FAULTS, { body })).status, 409)
  await sandbox.pass(60_000)
  await makeFault(sandbox, body)
  t.equal((await list(sandbox)).length, 1, 'those that are over make room')
})
