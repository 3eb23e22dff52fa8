import t from 'tap'
import { DEMO, regulated } from '../apis/banksapi/customer.ts'
import { takenAway, toldIn } from '../evolved.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const PATH = `/providers/v2/${DEMO}`

async function ask(sandbox: Sandbox, token: string, prefer?: string) {
  const headers = prefer === undefined ? {} : { Prefer: prefer }
  const reply = await sandbox.call('GET', PATH, { token, headers })
  return { ...reply, evolved: reply.headers.get('x-sandkasten-evolved') }
}

t.test('a request or its workspace wants answers of a later version', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const plain = await ask(sandbox, token)
  t.equal(plain.evolved, null)
  const later = await ask(sandbox, token, 'evolve=1')
  t.ok(toldIn(later.evolved).length > 0)
  t.notSame(later.body, plain.body)
  t.same(takenAway(later.body, later.evolved), plain.body)
  t.equal((await ask(sandbox, token, 'evolve=true')).text, later.text, 'the same every time')
  t.equal((await ask(sandbox, token, 'evolve=maybe')).evolved, null)

  await sandbox.behave({ 'sandbox.evolve': true })
  t.equal((await ask(sandbox, token)).text, later.text)
  t.equal((await ask(sandbox, token, 'evolve=0')).text, plain.text)
  const control = await sandbox.call('GET', '/_sandkasten/clock')
  t.notOk(control.headers.has('x-sandkasten-evolved'), 'the control API stays as it is')
  const { body } = await sandbox.call('GET', '/_sandkasten/requests?limit=2')
  const keys = (value: object) => Object.keys(value)
  t.strictSame(keys(body[0].response.body), keys(later.body), 'the journal shows what was sent')
})

t.test('another seed evolves in another way', async t => {
  const bodies = await Promise.all(
    ['one', 'two'].map(async randomSeed => {
      const sandbox = await createSandbox(t, { randomSeed })
      return (await ask(sandbox, await regulated(sandbox), 'evolve=1')).evolved
    })
  )
  t.not(bodies[0], bodies[1])
})

t.test('errors and tokens grow too, pictures and empty answers do not', async t => {
  const sandbox = await createSandbox(t, {})
  await sandbox.behave({ 'sandbox.evolve': true })
  const token = await sandbox.token()
  const refused = await sandbox.call('GET', '/kundenangaben/NIX123', { token })
  t.match(refused, { status: 404, body: { status: 404 } })
  t.match(refused.headers.get('x-sandkasten-evolved'), /^\+\/sandkasten\w+/)
  const none = await sandbox.call('GET', '/kundenangaben/NIX123')
  t.match([none.status, none.text], [401, ''])
  t.notOk(none.headers.has('x-sandkasten-evolved'))
})
