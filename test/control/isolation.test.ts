import t from 'tap'
import { CLIENT, create, newCase, quickStart, tokenForm } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox, START } from '../sandbox.ts'

/** The control API of one workspace. */
function controlOf(sandbox: Sandbox, workspace: string) {
  const headers = { 'X-Sandkasten-Workspace': workspace }
  return async (method: string, path: string, body?: unknown) =>
    (await sandbox.call(method, `/_sandkasten${path}`, { headers, body })).body
}

/** One and the same work: a token and two cases, with all that is kept of them. */
async function work(sandbox: Sandbox, client: string) {
  const token = await sandbox.token(client)
  const numbers = [
    await create(sandbox, token, quickStart),
    await create(sandbox, token, newCase())
  ]
  const { store, journal } = await sandbox.workspace(client.split('+')[1])
  const cases = await Promise.all(numbers.map(number => store.get('vorgaenge', number)))
  return { numbers, cases, changes: journal.get('2')?.changes }
}

t.test('the same requests give the same numbers and ids in every workspace', async t => {
  const sandbox = await createSandbox(t)
  const first = await work(sandbox, 'demo-client+first')
  t.equal(new Set(first.numbers).size, 2, 'two cases have two numbers')
  t.match(first.cases, [{ kundenangaben: { haushalte: [{ kunden: [{ id: String }] }] } }, {}])
  t.strictSame(await work(sandbox, 'demo-client+second'), first)
  t.strictSame(await work(sandbox, 'demo-client'), first)
})

t.test('two servers agree if they have the same seed, and only then', async t => {
  const [one, same, other] = await Promise.all(
    ['a', 'a', 'b'].map(randomSeed => createSandbox(t, { randomSeed, strict: false }))
  )
  const expected = await work(one as Sandbox, 'demo-client')
  t.strictSame(await work(same as Sandbox, 'demo-client'), expected)
  const { numbers } = await work(other as Sandbox, 'demo-client')
  for (const nummer of numbers) t.notOk(expected.numbers.includes(nummer))
})

t.test('a case is known in its own workspace only', async t => {
  const sandbox = await createSandbox(t)
  const here = await sandbox.token('demo-client+here')
  const there = await sandbox.token('demo-client+there')
  const [outside] = await Promise.all([sandbox.token(), create(sandbox, there, newCase())])
  await create(sandbox, here, newCase())
  const second = await create(sandbox, here, newCase())
  const status = async (token: string) =>
    (await sandbox.call('GET', `/kundenangaben/${second}`, { token })).status
  t.strictSame([await status(here), await status(there), await status(outside)], [200, 404, 404])
})

t.test('clock, switches, events and journal belong to one workspace', async t => {
  const sandbox = await createSandbox(t)
  const [here, there] = [controlOf(sandbox, 'here'), controlOf(sandbox, 'there')]
  await sandbox.token('demo-client+here')
  await sandbox.token('demo-client+there')
  const [before] = await there('GET', '/events')

  await here('POST', '/clock/advance', { by: 'P1D' })
  await here('PATCH', '/behaviour', { 'europace.partners': 'strict' })
  t.strictSame(await there('GET', '/clock'), { now: START, mode: 'frozen', speed: 0 })
  t.equal((await there('GET', '/behaviour'))['europace.partners'], 'lenient')
  t.strictSame(await there('GET', '/events'), [before])
  t.strictSame(await here('GET', '/events'), [])
  t.strictSame(await controlOf(sandbox, 'default')('GET', '/requests'), [])

  for (const [name, control] of Object.entries({ here, there })) {
    const entries = await control('GET', '/requests')
    t.match(entries, [{ id: '1', workspace: name, client: `demo-client+${name}` }])
    t.equal(entries.length, 1)
  }
  await here('DELETE', '/requests')
  t.equal((await there('GET', '/requests')).length, 1)
})

t.test('reset and drop leave the other workspaces alone', async t => {
  const sandbox = await createSandbox(t)
  const tokens = await Promise.all(
    ['a', 'b', 'c'].map(name => sandbox.token(`demo-client+${name}`))
  )
  const numbers = await Promise.all(tokens.map(token => create(sandbox, token, newCase())))
  await controlOf(sandbox, 'a')('POST', '/reset')
  await sandbox.call('DELETE', '/_sandkasten/workspaces/b')
  const statuses = tokens.map(async (token, index) => {
    const reply = await sandbox.call('GET', `/kundenangaben/${numbers[index]}`, { token })
    return reply.status
  })
  t.strictSame(await Promise.all(statuses), [401, 401, 200])
})

t.test(
  'a workspace comes into being with the first right secret, not with a wrong one',
  async t => {
    const sandbox = await createSandbox(t)
    const names = async () => {
      const { body } = await sandbox.call('GET', '/_sandkasten/workspaces')
      return body.map((one: { name: string }) => one.name)
    }
    for (const basic of ['demo-client+new:wrong', 'nobody+new:demo-secret', 'demo-client+N:x'])
      t.match(await sandbox.call('POST', '/auth/token', { basic, body: tokenForm() }), {
        status: 401
      })
    t.strictSame(await names(), ['default'])
    const basic = CLIENT.replace(':', '+new:')
    await sandbox.call('POST', '/auth/token', { basic, body: tokenForm() })
    t.strictSame(await names(), ['default', 'new'])
  }
)

t.test('refused requests are in the journal of the workspace that they name', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client+ci')
  const ci = controlOf(sandbox, 'ci')
  await ci('POST', '/clock/advance', { by: 'PT2H' })
  await ci('DELETE', '/requests')

  const basic = 'demo-client+ci:wrong'
  await sandbox.call('POST', '/auth/token', { basic, body: tokenForm() })
  await sandbox.call('GET', '/kundenangaben/NIX', { token })
  const seen = async (workspace: string) =>
    (await controlOf(sandbox, workspace)('GET', '/requests')).map(
      (one: { operationId: string; status: number }) => `${one.operationId} ${one.status}`
    )
  t.strictSame(await seen('ci'), ['createToken 401', 'getKundenangaben 401'])
  t.strictSame(await seen('default'), [], 'nothing leaks into the default one')
})
