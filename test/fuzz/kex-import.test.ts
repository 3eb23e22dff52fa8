import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { loadContract } from '../../src/contract/document.ts'
import { type Shape, shapesOf } from '../../src/contract/shape.ts'
import { createValidators } from '../../src/contract/validate.ts'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'
import { lueckenhaft, vorgang } from './kex-vorgang.ts'
import { type Mutation, mutate, mutation } from './mutate.ts'

const FOLDER = 'fixtures/examples'
const POINTER = '#/components/schemas/Vorgang'
const contract = loadContract('kreditsmart-vorgang-import')
const shape = shapesOf(contract.document)({ $ref: POINTER })

const examples: readonly unknown[] = readdirSync(FOLDER)
  .filter(name => /^kex-import-.*\.json$/.test(name))
  .map(name => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')))

/** Ids of other APIs, which are ignored in silence. */
const SILENT = new Set(['id', 'antragstellerIds'])

/** Values that are right somewhere, and so change what makes sense elsewhere. */
const known: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  how: fc.constant('replace' as const),
  value: fc.constantFrom(
    'UMSCHULDUNG',
    'RENTNER',
    'HAUSFRAU',
    'ANTRAGSTELLER_2',
    'BEIDE',
    'MONATSENDE',
    'XYZ54',
    'QQQ99',
    '2016-01-01',
    '2026-11-22',
    'TW',
    true,
    12
  )
})

const body = fc
  .tuple(
    fc.constantFrom(vorgang, lueckenhaft, ...examples),
    fc.array(fc.oneof(mutation, known), { minLength: 1, maxLength: 6 })
  )
  // As it arrives: JSON has no -0.
  .map(([one, all]) => JSON.parse(JSON.stringify(all.reduce(mutate, structuredClone(one)))))

t.test('what the bodies say before they are mutated is taken over as it is', async t => {
  const sandbox = await createSandbox(t)
  const { vorgangsnummer, messages } = (await post(sandbox, vorgang)).body
  t.strictSame(messages, [])
  t.strictSame((await kept(sandbox, vorgangsnummer)).angaben, vorgang)
})

t.test('a mutated body makes a whole case, or none without its Kundenbetreuer', async t => {
  const sandbox = await createSandbox(t)
  const valid = (await createValidators(contract)()).at(POINTER)
  await fc.assert(
    fc.asyncProperty(body, async sent => {
      const before = await cases(sandbox)
      const reply = await post(sandbox, sent)
      const isLookedAfter = sent.kundenbetreuer?.partnerId === 'ABC12'
      const expected = isLookedAfter ? [201] : [201, 400, 422]
      if (!expected.includes(reply.status)) throw new Error(`${reply.status} ${reply.text}`)
      if ((await cases(sandbox)) !== before + (reply.status === 201 ? 1 : 0))
        throw new Error('a case came or went')
      if (reply.status !== 201) return

      const { angaben, antragsteller } = await kept(sandbox, reply.body.vorgangsnummer)
      const breaches = valid(angaben)
      if (breaches.length > 0) throw new Error(`what is kept is wrong: ${JSON.stringify(breaches)}`)
      const { antragsteller1, antragsteller2 } = reply.body
      const ids = [antragsteller1, antragsteller2].flatMap(one => (one ? [one.id] : []))
      if (String(ids) !== String(antragsteller)) throw new Error(`other applicants: ${ids}`)

      const again = await post(sandbox, angaben)
      const left = again.body.messages?.filter((text: string) => !BAUFISMART.test(text))
      if (again.status !== 201 || left.length > 0)
        throw new Error(`what is kept is not taken over: ${again.text}`)
    }),
    { numRuns: 200 }
  )
})

/** A number without a case is kept, so it is told again. */
const BAUFISMART = /^Zur Angabe baufiSmartVorgangsnummer /

t.test('whatever is not taken over as it was sent is told', async t => {
  const sandbox = await createSandbox(t)
  const { journal } = await sandbox.workspace()
  let run = 0
  await fc.assert(
    fc.asyncProperty(body, async sent => {
      const correlationId = `run-${++run}`
      const reply = await post(sandbox, sent, { 'x-traceid': correlationId })
      if (reply.status !== 201) return
      const { angaben } = await kept(sandbox, reply.body.vorgangsnummer)
      const { messages } = reply.body
      if (new Set(messages).size < messages.length) throw new Error('a message stands there twice')
      const found = compare(shape, sent, angaben, '', messages)
      if (found.lost.length > 0)
        throw new Error(`${found.lost} not among the messages ${JSON.stringify(messages)}`)
      const told = journal.find({ correlationId })[0]?.dropped.map(one => one.path) ?? []
      const untold = found.unknown.filter(path => !told.includes(path))
      if (untold.length > 0) throw new Error(`${untold} not in the journal`)
    }),
    { numRuns: 200 }
  )
})

t.test('any text as a body is refused, or makes a case', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const types = ['application/json', 'application/json; charset=utf-16', 'text/plain', '']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/vorgang', '/kreditsmart/kex/vorgang?environment=PRODUCTION'),
      fc.constantFrom(...types),
      fc.oneof(fc.string(), fc.json()),
      async (path, type, text) => {
        const request = { token, headers: { 'content-type': type }, body: text }
        const { status } = await sandbox.call('POST', path, request)
        const expected = type.startsWith('application/json') ? [400, 422] : [415]
        if (!expected.includes(status)) throw new Error(`${path} ${type}: ${status}`)
      }
    ),
    { numRuns: 200 }
  )
})

type Found = { readonly lost: readonly string[]; readonly unknown: readonly string[] }

const NOTHING: Found = { lost: [], unknown: [] }

/** The places whose known value is not kept though no message is about them, and the unknown ones. */
function compare(
  shape: Shape,
  sent: unknown,
  stored: unknown,
  path: string,
  messages: readonly string[]
): Found {
  if (sent === null || isTold(path, messages)) return NOTHING
  const isRight = shape.kind === 'list' ? Array.isArray(sent) : isObject(sent)
  if ((shape.kind !== 'list' && shape.kind !== 'object') || !isRight)
    return stored === sent ? NOTHING : { lost: [path], unknown: [] }
  if (shape.kind === 'list') {
    const rest = survivors(sent as readonly unknown[], path, messages)
    return together(
      rest.map(({ inner, at }, index) =>
        compare(shape.items, inner, (stored as unknown[])?.[index], at, messages)
      )
    )
  }
  const properties = Object.entries(sent as object).filter(([key]) => !SILENT.has(key))
  return together(
    properties.map(([key, inner]) => {
      const at = path === '' ? key : `${path}.${key}`
      const property = shape.properties.get(key)
      if (!property) return { lost: [], unknown: [at] }
      return compare(property, inner, (stored as Record<string, unknown>)?.[key], at, messages)
    })
  )
}

/** The elements of a list that should be kept, with their places. */
function survivors(sent: readonly unknown[], path: string, messages: readonly string[]) {
  const isBlank = (inner: unknown) =>
    path === 'kommentare' && typeof inner === 'string' && inner.trim() === ''
  return sent
    .map((inner, index) => ({ inner, at: `${path}[${index}]` }))
    .filter(({ inner, at }) => {
      const isGone = isTold(at, messages, 'nicht übernommen.')
      return inner !== null && !isGone && !isBlank(inner)
    })
}

function isTold(path: string, messages: readonly string[], end = ''): boolean {
  return path !== '' && messages.some(text => text.includes(` ${path} `) && text.endsWith(end))
}

function together(all: readonly Found[]): Found {
  return { lost: all.flatMap(one => one.lost), unknown: all.flatMap(one => one.unknown) }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function post(
  sandbox: Sandbox,
  sent: unknown,
  headers: Readonly<Record<string, string>> = {}
): Promise<Reply> {
  const token = await sandbox.token()
  return sandbox.call('POST', '/vorgang', { token, headers, body: sent })
}

// biome-ignore lint/suspicious/noExplicitAny: a case as it is kept
async function kept(sandbox: Sandbox, nummer: string): Promise<any> {
  return (await sandbox.workspace()).store.get('vorgaenge', nummer)
}

async function cases(sandbox: Sandbox): Promise<number> {
  return (await (await sandbox.workspace()).store.list('vorgaenge')).length
}
