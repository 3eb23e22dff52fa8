import fc from 'fast-check'
import t from 'tap'
import { loadContract } from '../../src/contract/document.ts'
import { readContract } from '../../src/contract/outline.ts'
import { createValidators } from '../../src/contract/validate.ts'
import { ADMIN, clientToken } from '../apis/banksapi/calls.ts'
import { regulated } from '../apis/banksapi/customer.ts'
import { create, quickStart } from '../apis/europace/cases.ts'
import { ingToken, right, submit, withFreshCrefo } from '../apis/ing/requests.ts'
import { takenAway, toldIn } from '../evolved.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { populate } from './banksapi-world.ts'
import { attempts, type Operation, operationsOf } from './operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: contracts are walked
type Any = any

/** The contract that a client tolerates: open enumerations have more values. */
function opened(node: Any): Any {
  if (Array.isArray(node)) return node.map(opened)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, inner]) => [key, opened(inner)])
  const { enum: values, ...rest } = Object.fromEntries(entries)
  return node['x-sandkasten-open'] || values === undefined ? rest : { ...rest, enum: values }
}

async function checkerOf(name: string) {
  const contract = readContract(name, opened(loadContract(name).document))
  const validators = await createValidators(contract)()
  return (id: string, status: number, body: unknown) => {
    const operation = contract.operations.find(one => one.id === id)
    const media = operation?.responses.get(String(status)) ?? operation?.responses.get('4XX')
    return validators.at(media?.[0]?.pointer as string)(body)
  }
}

/** Calls an operation plainly and evolved; returns how much was new. */
async function compare(
  sandbox: Sandbox,
  operation: Pick<Operation, 'id' | 'path'>,
  sent: { readonly token: string; readonly headers?: Readonly<Record<string, string>> },
  check: Awaited<ReturnType<typeof checkerOf>>
): Promise<readonly string[]> {
  const get = (headers: object) =>
    sandbox.call('GET', operation.path, { ...sent, headers: { ...sent.headers, ...headers } })
  const before = await get({})
  const later = await get({ Prefer: 'evolve=1' })
  const after = await get({})
  const header = later.headers.get('x-sandkasten-evolved')
  if (before.headers.has('x-sandkasten-evolved')) throw new Error('evolved without a wish')
  const [entry] = (await sandbox.call('GET', '/_sandkasten/requests?limit=1')).body
  // An odd address leads to another operation, or to none.
  if (header === null || entry.operationId !== operation.id) return []
  const tell = (what: string) => new Error(`${operation.id}: ${what}: ${header} in ${later.text}`)
  const breaches = check(operation.id, later.status, later.body)
  if (breaches.length > 0) throw tell(JSON.stringify(breaches[0]))
  // Some operations change what they show: a poll, a consent.
  if (before.text !== after.text || before.status >= 400) return toldIn(header)
  if (!t.same(takenAway(later.body, header), before.body)) throw tell('not the plain one')
  return toldIn(header)
}

const CONTRACTS = [
  'banksapi-auth',
  'banksapi-providers',
  'banksapi-customer',
  'banksapi-payment',
  'banksapi-tags'
]

t.test('every GET of BANKSapi evolves compatibly, whatever is asked', async t => {
  const sandbox = await createSandbox(t)
  const user = await regulated(sandbox)
  const admin = await clientToken(sandbox, ADMIN)
  const real = await populate(sandbox, user)
  const told: string[] = []
  for (const name of CONTRACTS) {
    const check = await checkerOf(name)
    const token = name === 'banksapi-auth' ? admin : user
    for (const operation of operationsOf(name).filter(({ method }) => method === 'GET'))
      await fc.assert(
        fc.asyncProperty(attempts(operation, real), async ({ path, headers }) => {
          const place = { id: operation.id, path }
          told.push(...(await compare(sandbox, place, { token, headers }, check)))
        }),
        { numRuns: 3 }
      )
  }
  t.ok(told.some(one => one.startsWith('+') && one.includes('sandkasten')))
  t.ok(
    told.some(one => one.startsWith('~') && one.includes('kategorie')),
    'enumerations grow too'
  )
})

t.test('cases of Europace get new fields, and keep their values', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const nummer = await create(sandbox, token, quickStart)
  const check = await checkerOf('europace-kundenangaben')
  const place = { id: 'getKundenangaben', path: `/kundenangaben/${nummer}` }
  const told = await compare(sandbox, place, { token }, check)
  t.ok(told.length > 3, told.join())
  t.ok(told.every(one => one.startsWith('+')))
})

t.test('ING promises nothing, so only the order of keys changes', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const { body } = await submit(sandbox, token, withFreshCrefo(right()))
  const path = `/partner-api/applications/${body.application_id}`
  const check = await checkerOf('ing-partner')
  t.strictSame(await compare(sandbox, { id: 'getApplication', path }, { token }, check), [])
})
