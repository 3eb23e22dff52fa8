import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { ingToken, right, submit, withFreshCrefo } from '../apis/ing/requests.ts'
import { createSandbox } from '../sandbox.ts'
import { mutate, mutation } from './mutate.ts'

const LENIENT = { Prefer: 'strictness=lenient' }
const example = JSON.parse(
  readFileSync('fixtures/examples/kundenangaben-vollstaendig.json', 'utf8')
)

t.test('a case that is read leniently is refused or can be read', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { maxLength: 5 }), async mutations => {
      const body = mutations.reduce(mutate, structuredClone(example) as unknown)
      const sent = { token, body: JSON.stringify(body), headers: LENIENT }
      const reply = await sandbox.call('POST', '/kundenangaben', sent)
      if (reply.status >= 500) throw new Error(reply.text)
      if (reply.status !== 201) return
      const kept = await sandbox.call('GET', `/kundenangaben/${reply.body.vorgangsnummer}`, {
        token
      })
      if (kept.status >= 500) throw new Error(kept.text)
    }),
    { numRuns: 150 }
  )
})

t.test('an application that is read leniently is refused or can be read', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { maxLength: 3 }), async mutations => {
      const body = mutations.reduce(mutate, withFreshCrefo(right()) as unknown)
      const reply = await submit(sandbox, token, JSON.stringify(body), LENIENT)
      if (reply.status >= 500) throw new Error(reply.text)
    }),
    { numRuns: 100 }
  )
})
