import t from 'tap'
import { create, newCase } from '../apis/europace/cases.ts'
import { createSandbox, START } from '../sandbox.ts'

const WORKSPACES = '/_sandkasten/workspaces'

t.test('workspaces are made, kept, listed and dropped', async t => {
  const sandbox = await createSandbox(t)
  const names = async () => {
    const { body } = await sandbox.call('GET', WORKSPACES)
    return body.map((one: { name: string }) => one.name)
  }
  t.strictSame(await names(), ['default'], 'the default one is always there')

  for (const name of ['zebra', 'ci-4711', '0', 'a'.repeat(40)]) {
    const made = await sandbox.call('PUT', `${WORKSPACES}/${name}`)
    t.match(made, { status: 201, body: { name, requests: 0 } }, name)
    const kept = await sandbox.call('PUT', `${WORKSPACES}/${name}`)
    t.match(kept, { status: 200, body: { name, createdAt: made.body.createdAt } }, name)
  }
  t.strictSame(await names(), ['default', '0', 'a'.repeat(40), 'ci-4711', 'zebra'])

  const gone = await sandbox.call('DELETE', `${WORKSPACES}/zebra`)
  t.match(gone, { status: 204, text: '' })
  t.match(await sandbox.call('DELETE', `${WORKSPACES}/zebra`), {
    status: 404,
    body: { title: 'Not Found', detail: /zebra/ }
  })
  t.strictSame(await names(), ['default', '0', 'a'.repeat(40), 'ci-4711'])
})

t.test('a name that is none is refused wherever it stands', async t => {
  const sandbox = await createSandbox(t)
  for (const name of ['CI', 'a_b', 'a.b', '%C3%BC', 'a%20b', 'a%2Bb', 'a'.repeat(41)]) {
    for (const method of ['PUT', 'DELETE'])
      t.match(
        await sandbox.call(method, `${WORKSPACES}/${name}`),
        { status: 400, body: { status: 400, violations: [{ field: 'name' }] } },
        `${method} ${name}`
      )
    t.equal((await sandbox.call('GET', `/_sandkasten/clock?workspace=${name}`)).status, 400, name)
  }
  for (const name of ['CI', 'a b', 'a'.repeat(41)]) {
    const headers = { 'X-Sandkasten-Workspace': name }
    t.match(await sandbox.call('POST', '/_sandkasten/reset', { headers }), {
      status: 400,
      body: { detail: /workspace/ }
    })
  }
  t.equal((await sandbox.call('PUT', `${WORKSPACES}/`)).status, 400, 'no name at all')
  const { body } = await sandbox.call('GET', WORKSPACES)
  t.equal(body.length, 1, 'nothing was made')
})

t.test('header or query say which workspace is meant, and the header wins', async t => {
  const sandbox = await createSandbox(t)
  const reset = async (query: string, headers: Record<string, string> = {}) =>
    (await sandbox.call('POST', `/_sandkasten/reset${query}`, { headers })).body.name
  t.equal(await reset(''), 'default')
  t.equal(await reset('?workspace=blue'), 'blue')
  t.equal(await reset('', { 'X-Sandkasten-Workspace': 'red' }), 'red')
  t.equal(await reset('?workspace=blue', { 'X-Sandkasten-Workspace': 'red' }), 'red')
})

t.test('a workspace tells how many requests it has seen and when it was used', async t => {
  const sandbox = await createSandbox(t)
  const before = Date.now()
  await sandbox.token('demo-client+busy')
  await sandbox.token('demo-client+busy')
  const { body } = await sandbox.call('GET', WORKSPACES)
  t.match(body, [
    { name: 'default', requests: 0 },
    { name: 'busy', requests: 2 }
  ])
  const { createdAt, lastUsedAt } = body[1]
  t.ok(Date.parse(createdAt) >= before, 'by the wall clock')
  t.ok(lastUsedAt >= createdAt)
})

t.test('a dropped workspace takes its tokens with it and starts anew from the seed', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+ci')
  const nummer = await create(sandbox, token, newCase())
  await sandbox.call('DELETE', `${WORKSPACES}/ci`)
  t.equal((await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })).status, 401)

  const fresh = await sandbox.token('demo-client+ci')
  t.equal((await sandbox.call('GET', `/kundenangaben/${nummer}`, { token: fresh })).status, 404)
  t.equal(await create(sandbox, fresh, newCase()), nummer, 'numbers are counted anew')
})

t.test('the default workspace is reset instead of dropped', async t => {
  const sandbox = await createSandbox(t)
  const nummer = await create(sandbox, await sandbox.token(), newCase())
  t.equal((await sandbox.call('DELETE', `${WORKSPACES}/default`)).status, 204)

  const { body } = await sandbox.call('GET', WORKSPACES)
  t.match(body, [{ name: 'default', requests: 0 }])
  const token = await sandbox.token()
  t.equal((await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })).status, 404)
})

t.test(
  'reset brings back state, switches, clock, events and journal, and kills tokens',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token()
    const other = await sandbox.token('demo-client+other')
    const nummer = await create(sandbox, token, newCase())
    const kept = await create(sandbox, other, newCase())
    await sandbox.behave({ 'europace.partners': 'strict' })
    await sandbox.call('PUT', '/_sandkasten/clock', {
      body: { now: '2026-11-21T09:30:00Z', speed: 60 }
    })

    const reset = await sandbox.call('POST', '/_sandkasten/reset')
    t.match(reset, { status: 200, body: { name: 'default', requests: 0 } })
    const get = async (path: string) => (await sandbox.call('GET', `/_sandkasten${path}`)).body
    t.strictSame(await get('/clock'), { now: START, mode: 'frozen', speed: 0 })
    t.equal((await get('/behaviour'))['europace.partners'], 'lenient')
    t.strictSame(await get('/events'), [])
    t.strictSame(await get('/requests'), [])
    t.equal((await sandbox.call('GET', `/kundenangaben/${nummer}`, { token })).status, 401)

    const fresh = await sandbox.token()
    t.equal((await sandbox.call('GET', `/kundenangaben/${nummer}`, { token: fresh })).status, 404)
    t.equal(await create(sandbox, fresh, newCase()), nummer, 'numbers are counted anew')
    const spared = await sandbox.call('GET', `/kundenangaben/${kept}`, { token: other })
    t.equal(spared.status, 200, 'other workspaces stay as they are')
  }
)

t.test('reset goes back to the settings of the configuration', async t => {
  const sandbox = await createSandbox(t, { behaviour: { 'europace.partners': 'strict' } })
  await sandbox.behave({ 'europace.partners': 'lenient', 'europace.rateLimit': 7 })
  await sandbox.call('POST', '/_sandkasten/reset')
  const { body } = await sandbox.call('GET', '/_sandkasten/behaviour')
  t.match(body, { 'europace.partners': 'strict', 'europace.rateLimit': 0 })
})

t.test('a token stays dead when its workspace issues others after a reset', async t => {
  const sandbox = await createSandbox(t)
  const old = await sandbox.token('readonly-client')
  await sandbox.call('POST', '/_sandkasten/reset')
  await sandbox.token('demo-client')
  const reply = await sandbox.call('POST', '/kundenangaben', { token: old, body: newCase() })
  t.equal(reply.status, 401)
})

t.test('a token stays dead when its workspace is dropped and comes back', async t => {
  const sandbox = await createSandbox(t)
  const old = await sandbox.token('readonly-client+ci')
  await sandbox.call('DELETE', `${WORKSPACES}/ci`)
  await sandbox.token('demo-client+ci')
  const reply = await sandbox.call('POST', '/kundenangaben', { token: old, body: newCase() })
  t.equal(reply.status, 401)
})
