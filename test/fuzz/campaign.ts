import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { type Attempt, attempts, type Operation, operationsOf } from './operations.ts'

/** What is known of one operation in the end. */
export type Tally = {
  readonly operation: Operation
  readonly statuses: Map<number, number>
  readonly durations: number[]
}

/** A request that was answered as none should be, and how to see it again. */
type Failure = { readonly why: string; readonly request: string }

export type Campaign = {
  readonly tallies: readonly Tally[]
  readonly failures: Failure[]
  /** Tries every operation so many times, in an order that the seed decides. */
  round(times: number): Promise<void>
}

/** Nothing takes longer, unless it is asked to wait. */
const LONGEST_MS = 10_000

/** Attempts that go on at the same time. */
const LANES = 4

/** Ids are forgotten, the oldest first. */
const MOST_IDS = 100

/** What is there from the beginning, by the name of a parameter. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  vorgangsnummer: ['YX4MDU', 'A65JS6'],
  'tenant-name': ['demo'],
  'client-name': ['demo-client', 'admin-client'],
  'user-id': ['demouser'],
  'provider-id': ['00000000-0000-0000-0000-000000000000'],
  'product-id': ['DE00123456789012345678'],
  'tag-tree-id': ['1'],
  'tag-tree-item-id': ['1', '17'],
  group: ['demo'],
  name: ['apart', 'one', 'two'],
  person: ['demo1'],
  clientId: ['demo-client']
}

/** Documented bodies of operations whose contract shows none. */
const BODIES: Readonly<Record<string, string>> = {
  importKundenangaben: 'kundenangaben-quick-start.json',
  importKundenangabenBodyValidation: 'kundenangaben-vollstaendig.json'
}

/** Calls that would take the others their world, their answers or their time. They have a workspace of their own. */
const APART = /workspace|reset|state$|snapshot|behaviour|fault|clock|Requests$|provider|Login/i

/** What is answered with a 5xx because it was asked for: magic ids, logins and parameters. */
const ASKED_FOR = /999000019[0-9]|timeout504|backend|[?&]status=5/

export async function openCampaign(url: string, seed: number): Promise<Campaign> {
  const names = readdirSync('dist/openapi').map(name => name.replace('.json', ''))
  const tallies = names
    .flatMap(operationsOf)
    .map(withBody)
    .map(operation => ({ operation, statuses: new Map(), durations: [] }) as Tally)
  const failures: Failure[] = []
  const ids: string[] = ['985132']
  let drawn = seed
  let tokens = await tokensOf(url)

  /** As many attempts as are wanted, with the ids that are known by now. */
  function draw(operation: Operation, count: number): readonly Attempt[] {
    const names = [...operation.path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name)
    const parts = names.map(name => [name, poolOf(name, ids)])
    return fc.sample(attempts(operation, Object.fromEntries(parts)), {
      numRuns: count,
      seed: drawn++
    })
  }

  async function attempt({ operation, statuses, durations }: Tally, one: Attempt): Promise<void> {
    const init = requestFor(operation, one, tokens)
    const request = `${operation.method} ${one.path} ${JSON.stringify(init.headers)} ${init.body ?? ''}`
    const isWaiting = /wait/i.test(operation.path + one.path)
    const startedAt = performance.now()
    try {
      const signal = AbortSignal.timeout(isWaiting ? 200 : LONGEST_MS)
      const reply = await fetch(url + one.path, { ...init, redirect: 'manual', signal })
      const text = await reply.text()
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      learn(text, reply.headers.get('location') ?? '')
      if (reply.status >= 500 && !ASKED_FOR.test(request))
        failures.push({ why: `${reply.status} ${text.slice(0, 500)}`, request })
    } catch (error) {
      if (!isWaiting) failures.push({ why: String((error as Error).cause ?? error), request })
    }
    durations.push(performance.now() - startedAt)
  }

  /** Ids stand in bodies and in addresses. */
  function learn(text: string, location: string): void {
    const found = `${location} ${text.slice(0, 100_000)}`.matchAll(ID)
    for (const [, id] of found) if (id !== undefined && !ids.includes(id)) ids.push(id)
    ids.splice(0, ids.length - MOST_IDS)
  }

  return {
    tallies,
    failures,
    async round(times) {
      tokens = await tokensOf(url)
      const order = fc.sample(fc.shuffledSubarray([...tallies], { minLength: tallies.length }), {
        numRuns: 1,
        seed: drawn++
      })
      const open = order
        .flat()
        .flatMap(tally => draw(tally.operation, times).map(one => () => attempt(tally, one)))
      await Promise.all(
        Array.from({ length: LANES }, async () => {
          for (let next = open.pop(); next; next = open.pop()) await next()
        })
      )
    }
  }
}

const ID =
  /(?:"(?:\w*[iI]d|vorgangsnummer|antragsnummer|application_id|session)":"|["/])([0-9a-f]{8}-[0-9a-f-]{27}|(?<=:")[\w.~-]{2,60})(?=["/?])/g

/** Of the ids that answers told, those that may stand at a place. */
function poolOf(name: string, ids: readonly string[]): readonly string[] {
  const known = KNOWN[name]
  if (known) return known
  const uuids = name.includes('-') ? ids.filter(one => one.length === 36) : []
  return uuids.length > 0 ? uuids.slice(-20) : ids.slice(-20)
}

function withBody(operation: Operation): Operation {
  const file = BODIES[operation.id]
  if (file === undefined) return operation
  return { ...operation, bodies: [JSON.parse(readFileSync(`fixtures/examples/${file}`, 'utf8'))] }
}

type Tokens = { readonly [api: string]: string }

/** A token of everybody who may do something, as long as they live. */
async function tokensOf(url: string): Promise<Tokens> {
  const token = async (path: string, form: Record<string, string>, basic?: string) => {
    const headers: Record<string, string> =
      basic === undefined ? {} : { authorization: basicOf(basic) }
    const body = new URLSearchParams(form)
    const reply = await fetch(url + path, { method: 'POST', headers, body })
    return ((await reply.json()) as { readonly access_token?: string }).access_token ?? ''
  }
  const client = { grant_type: 'client_credentials' }
  const user = { grant_type: 'password', username: 'demouser', password: 'secret' }
  const [europace, admin, customer, ing] = await Promise.all([
    token('/auth/token', client, 'demo-client:demo-secret'),
    token('/auth/oauth2/token', client, 'demo/admin-client:demo-secret'),
    token('/auth/oauth2/token', user, 'demo/demo-client:demo-secret'),
    token('/token-api/oauth2/token', { client_id: 'demo-client', client_secret: 'demo-secret' })
  ])
  return { europace, kreditsmart: europace, 'banksapi-auth': admin, banksapi: customer, ing }
}

function requestFor({ id, contract, method, media }: Operation, one: Attempt, tokens: Tokens) {
  const api = Object.keys(tokens).find(name => contract.startsWith(name))
  const isForm = /token|revoke/i.test(id)
  const who = basicOf(
    contract.startsWith('banksapi') ? 'demo/demo-client:demo-secret' : 'demo-client:demo-secret'
  )
  const headers: Record<string, string> = {
    ...(media !== undefined && { 'content-type': media }),
    ...(api !== undefined && { authorization: isForm ? who : `Bearer ${tokens[api]}` }),
    ...(contract === 'ing-partner' && { 'idempotency-key': randomUUID() }),
    ...(contract === 'control' && APART.test(id) && { 'x-sandkasten-workspace': 'apart' }),
    ...one.headers
  }
  const { body } = one
  if (body === undefined || method === 'GET') return { method, headers }
  return { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

function basicOf(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
