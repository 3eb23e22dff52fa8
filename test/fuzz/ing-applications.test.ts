import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { loadContract } from '../../src/contract/document.ts'
import { createValidators } from '../../src/contract/validate.ts'
import { documented, ingToken, right, submit, withFreshCrefo } from '../apis/ing/requests.ts'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'
import { mutate, mutation } from './mutate.ts'

const SCHEMA = '#/components/schemas/ApplicationRequest'

/** Whatever happens to a right request: nothing else is answered. */
const EXPECTED = new Set([201, 400, 422, 429])

/** Posts bodies, and fails if an answer is unexpected or if what is kept breaks the schema. */
async function createPoster(t: Test): Promise<{
  readonly sandbox: Sandbox
  post(body: unknown): Promise<Reply>
}> {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { store } = await sandbox.workspace()
  const check = (await createValidators(loadContract('ing-partner'))()).at(SCHEMA)

  return {
    sandbox,
    async post(body) {
      const before = (await store.list('applications')).length
      const reply = await submit(sandbox, token, body)
      if (!EXPECTED.has(reply.status)) throw new Error(`${reply.status} ${reply.text}`)
      const isCreated = reply.status === 201
      if ((await store.list('applications')).length !== before + (isCreated ? 1 : 0))
        throw new Error('an application came or went')
      if (!isCreated) return reply
      const kept = (await store.get('applications', reply.body.application_id)) as object
      const breaches = check('request' in kept ? kept.request : undefined)
      if (breaches.length > 0)
        throw new Error(breaches.map(one => `${one.path.join('.')}: ${one.keyword}`).join())
      return reply
    }
  }
}

t.test('a body mutated anywhere is answered as documented, and what is kept is right', async t => {
  const { post } = await createPoster(t)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(documented, right()),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      async (example, mutations) => {
        const body = withFreshCrefo(structuredClone(example))
        await post(mutations.reduce(mutate, body))
      }
    ),
    { numRuns: 400 }
  )
})

/** What parsers stumble over, once in every place. */
const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  '0',
  'constructor',
  '__proto__',
  'Infinity',
  '0001-01-01',
  '\ud800',
  0,
  -1,
  1e308,
  true,
  [],
  [null],
  {},
  { constructor: 1 }
]

t.test('an odd value in any place is answered as documented as well', async t => {
  const { post } = await createPoster(t)
  for (let place = 0; place < placesIn(right()); place++)
    for (const value of ODD) {
      const body = mutate(withFreshCrefo(right()), { place, how: 'replace', value })
      const failure = await post(body).then(
        () => undefined,
        (error: Error) => error.message
      )
      t.equal(failure, undefined, `${JSON.stringify(value)} in place ${place}`)
    }
})

/** How many values there are in a document, itself not counted. */
function placesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, inner) => sum + 1 + placesIn(inner), 0)
}

t.test('a request that was refused leaves the same request right', async t => {
  const { post } = await createPoster(t)
  await fc.assert(
    fc.asyncProperty(mutation, async one => {
      const body = withFreshCrefo(right())
      const refused = await post(mutate(structuredClone(body), one))
      if (refused.status === 201) return
      const { status, text } = await post(body)
      if (status !== 201) throw new Error(`${status} ${text}`)
    }),
    { numRuns: 100 }
  )
})

t.test('any text as a crefo id is kept as it is, or refused', async t => {
  const { sandbox, post } = await createPoster(t)
  const { store } = await sandbox.workspace()
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 110 }))
  const isHarmless = (id: string) => !/^999000019[0-9]$/.test(id)
  await fc.assert(
    fc.asyncProperty(text.filter(isHarmless), async id => {
      const body = right()
      body.company.credit_scores[0].id = id
      const { status, body: shown } = await post(body)
      if (status !== 201) return
      const kept = (await store.get('applications', shown.application_id)) as unknown as {
        readonly request: { readonly company: { readonly credit_scores: readonly object[] } }
      }
      if (!isDeepStrictEqual(kept.request.company.credit_scores, body.company.credit_scores))
        throw new Error('the score was changed')
    }),
    { numRuns: 200 }
  )
})

t.test('any text as a body, or any JSON, is refused without a 5xx', async t => {
  const { post } = await createPoster(t)
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async body => {
      const { status } = await post(body)
      if (status !== 400) throw new Error(String(status))
    }),
    { numRuns: 200 }
  )
})
