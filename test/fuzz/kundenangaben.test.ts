import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { mutate, mutation } from './mutate.ts'

const example = JSON.parse(
  readFileSync('fixtures/examples/kundenangaben-vollstaendig.json', 'utf8')
)

t.test(
  'a body mutated anywhere is answered as the contract says, and nothing is half stored',
  async t => {
    const sandbox = await createSandbox(t)
    const token = await sandbox.token()
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async mutations => {
        const body = mutations.reduce(mutate, structuredClone(example))
        const before = await cases(sandbox)
        const created = await sandbox.call('POST', '/kundenangaben', { token, body })
        const isCreated = created.status === 201
        if (!isCreated && ![400, 409, 422].includes(created.status))
          throw new Error(`${created.status} ${created.text}`)
        if ((await cases(sandbox)) !== before + (isCreated ? 1 : 0))
          throw new Error('a case came or went')
        if (!isCreated) return
        // The sandbox checks this answer against the contract: what is stored always validates.
        const read = await sandbox.call('GET', `/kundenangaben/${created.body.vorgangsnummer}`, {
          token
        })
        if (read.status !== 200) throw new Error(`${read.status} ${read.text}`)
        const again = await sandbox.call('POST', '/kundenangaben/body-validation', {
          token,
          body: { importMetadaten: { datenkontext: 'TEST_MODUS' }, kundenangaben: read.body }
        })
        if (again.status !== 200) throw new Error(`what was read is refused: ${again.text}`)
      }),
      { numRuns: 150 }
    )
  }
)

t.test('a replacement mutated anywhere changes all or nothing', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const created = await sandbox.call('POST', '/kundenangaben', { token, body: example })
  const path = `/kundenangaben/${created.body.vorgangsnummer}`
  const read = () => sandbox.call('GET', path, { token })
  const stored = (await read()).body
  await fc.assert(
    fc.asyncProperty(mutation, async one => {
      const before = (await read()).text
      const body = mutate({ kundenangaben: structuredClone(stored), updateMetadaten: {} }, one)
      const replaced = await sandbox.call('PUT', path, { token, body })
      if (![204, 400, 422].includes(replaced.status))
        throw new Error(`${replaced.status} ${replaced.text}`)
      const after = await read()
      if (after.status !== 200) throw new Error(after.text)
      if (replaced.status !== 204 && after.text !== before)
        throw new Error('a refused replacement changed the case')
    }),
    { numRuns: 150 }
  )
})

t.test('any text as a body of any operation is refused without a 5xx', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const targets = [
    ['POST', '/kundenangaben'],
    ['POST', '/kundenangaben/body-validation'],
    ['PUT', '/kundenangaben/YX4MDU'],
    ['POST', '/auth/token'],
    ['POST', '/_sandkasten/clock/advance'],
    ['POST', '/_sandkasten/requests/find'],
    ['PATCH', '/_sandkasten/behaviour']
  ] as const
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...targets),
      fc.oneof(fc.string(), fc.json()),
      async ([method, path], body) => {
        const answer = await sandbox.call(method, path, { token, body })
        if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status}`)
      }
    ),
    { numRuns: 300 }
  )
})

t.test('50 parallel creates give 50 numbers', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const body = { importMetadaten: { datenkontext: 'TEST_MODUS' }, kundenangaben: {} }
  const created = await Promise.all(
    Array.from({ length: 50 }, () => sandbox.call('POST', '/kundenangaben', { token, body }))
  )
  t.equal(new Set(created.map(answer => answer.body.vorgangsnummer)).size, 50)
  t.same([...new Set(created.map(answer => answer.status))], [201])
})

async function cases(sandbox: Sandbox): Promise<number> {
  return (await (await sandbox.workspace()).store.list('vorgaenge')).length
}
