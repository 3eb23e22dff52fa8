import fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { bind, toRoute, type Wire } from '../../src/contract/bind.ts'
import { type Contract, loadContract } from '../../src/contract/document.ts'
import type { AnyAnswer, AnyCall } from '../../src/contract/operation.ts'
import { type Breach, inWords } from '../../src/contract/validate.ts'
import { contractOf } from './documents.ts'

const query = (name: string, schema: object, required = false) => ({
  name,
  in: 'query',
  required,
  schema
})
const header = (name: string, schema: object) => ({ name, in: 'header', schema })
const pathParameter = (name: string, schema: object) => ({
  name,
  in: 'path',
  required: true,
  schema
})

const contract = contractOf(
  {},
  {
    '/tiere/{tier-id}/namen/{n}': {
      'x-sandkasten-aliases': ['/animals/{tier-id}/names/{n}'],
      get: {
        operationId: 'getName',
        parameters: [
          pathParameter('tier-id', { type: 'string' }),
          pathParameter('n', { type: 'integer', minimum: 1 }),
          query('anzahl', { type: 'integer', maximum: 9 }),
          query('farbe', { type: 'string' }),
          header('X-Art', { type: 'string', enum: ['HUND', 'KATZE'] }),
          { name: 'sitzung', in: 'cookie', schema: { type: 'integer' } }
        ],
        responses: {}
      }
    },
    '/tiere': {
      get: {
        operationId: 'listTiere',
        parameters: [query('farbe', { type: 'string' })],
        responses: {}
      },
      post: {
        operationId: 'postTier',
        parameters: [query('grund', { type: 'string' }, true)],
        requestBody: { content: { 'application/json': { schema: {} } } },
        responses: {}
      }
    }
  }
)

/** Answers what the handler was called with. */
const echo = async (call: AnyCall, context: unknown): Promise<AnyAnswer> => {
  const { accept, host, connection, ...headers } = call.headers
  return { status: 200, body: { ...call, headers, context } }
}
const handlers = { getName: echo, listTiere: echo, postTier: echo }

/** Notes what happens on the way of a call, and tells refusals in the body. */
function createWire(): Wire<string> {
  return {
    async begin(request, operation) {
      if (request.headers.authorization === 'none') throw new Error('you may not')
      return `context of ${operation.id}`
    },
    async readBody(request, operation, context) {
      if (request.body === undefined) throw new Error('no body')
      return { read: request.body, operation: operation.id, context }
    },
    refuseParameters(breaches, operation) {
      const words = inWords(breaches as Breach[]).map(one => `${one.field} ${one.message}`)
      throw new Error(`${operation.id}: ${words.join('; ')}`)
    },
    answer: async (_, reply, __, { status, body }) => reply.code(status).send(body),
    refuse: async (_, reply, operation, error) =>
      reply.code(400).send({ operation: operation.id, refused: (error as Error).message })
  }
}

async function serve(t: Test, with_: Record<string, unknown> = handlers, of: Contract = contract) {
  const app: FastifyInstance = fastify({ bodyLimit: 100 })
  app.decorateRequest('context', null)
  t.teardown(() => app.close())
  bind(app, of, with_, createWire())
  await app.ready()
  return async (method: 'GET' | 'POST' | 'HEAD', url: string, more: object = {}) => {
    const reply = await app.inject({ method, url, headers: { 'user-agent': 'x' }, ...more })
    return { status: reply.statusCode, body: reply.body === '' ? undefined : reply.json() }
  }
}

t.test('a path is spelled for Fastify with numbered parameters', async t => {
  t.strictSame(toRoute('/tiere'), { url: '/tiere', names: [] })
  t.strictSame(toRoute('/a/{access-id}/b/{n}.json'), {
    url: '/a/:p0/b/:p1.json',
    names: ['access-id', 'n']
  })
})

t.test('a missing handler or surplus handler stops the start', async t => {
  const { getName, ...less } = handlers
  const start = (with_: object) => () => bind(fastify(), contract, { ...with_ }, createWire())
  t.throws(start(less), { message: 'contract small: no handler for getName' })
  t.throws(start({}), { message: 'contract small: no handler for getName, listTiere, postTier' })
  t.throws(start({ ...handlers, einhorn: echo }), {
    message: 'contract small: no operation for einhorn'
  })
  t.throws(start({ ...less, toString: echo }), { message: /no handler for getName/ })
  t.doesNotThrow(start(handlers))
})

t.test('a handler is given what the call brings, on every path of the operation', async t => {
  const call = await serve(t)
  const expected = {
    status: 200,
    body: {
      path: { 'tier-id': 'a b', n: '2' },
      query: { anzahl: 3, farbe: '7' },
      headers: { 'user-agent': 'x', 'x-art': 'HUND' },
      context: 'context of getName'
    }
  }
  const headers = { 'X-Art': 'HUND', 'user-agent': 'x' }
  const search = 'anzahl=3&farbe=7'
  t.strictSame(await call('GET', `/tiere/a%20b/namen/2?${search}`, { headers }), expected)
  t.strictSame(await call('GET', `/animals/a%20b/names/2?${search}`, { headers }), expected)
  t.match(await call('GET', '/tiere?farbe=rot&fremd=1'), {
    status: 200,
    body: { path: {}, query: { farbe: 'rot', fremd: '1' }, context: 'context of listTiere' }
  })
})

t.test('a parameter that breaks the contract is refused before the handler', async t => {
  const call = await serve(t)
  const cases: [string, object, RegExp][] = [
    ['/tiere/a/namen/0', {}, /^getName: n must be >= 1$/],
    ['/tiere/a/namen/eins', {}, /^getName: n must be integer$/],
    ['/tiere/a/namen/1?anzahl=10', {}, /^getName: anzahl must be <= 9$/],
    [
      '/tiere/a/namen/1',
      { 'x-art': 'MAUS' },
      /^getName: x-art must be equal to one of .*HUND, KATZE$/
    ],
    ['/tiere/a/namen/0?anzahl=x', {}, /n must be >= 1; anzahl must be integer$/]
  ]
  for (const [url, headers, refused] of cases)
    t.match(await call('GET', url, { headers }), { status: 400, body: { refused } }, url)
})

t.test('a text that is sent twice is no text', async t => {
  const call = await serve(t)
  for (const url of ['/tiere?farbe=rot&farbe=blau', '/tiere/a/namen/1?farbe=rot&farbe=blau'])
    t.match(
      await call('GET', url),
      { status: 400, body: { refused: /farbe must stand only once/ } },
      url
    )
})

t.test('a demanded parameter has to be there, even if any text will do', async t => {
  const call = await serve(t)
  const payload = { name: 'Rex' }
  t.match(await call('POST', '/tiere', { payload }), {
    status: 400,
    body: { operation: 'postTier', refused: /must have required property 'grund'/ }
  })
  t.match(await call('POST', '/tiere?grund=', { payload }), { status: 200 })
})

t.test('a body is read where the contract has one, with the context of the call', async t => {
  const call = await serve(t)
  t.strictSame((await call('POST', '/tiere?grund=x', { payload: { name: 'Rex' } })).body.body, {
    read: { name: 'Rex' },
    operation: 'postTier',
    context: 'context of postTier'
  })
  t.notOk('body' in (await call('GET', '/tiere')).body, 'elsewhere there is none')
})

t.test('every refusal goes the way of its operation', async t => {
  const failing = async () => {
    throw new Error('broken handler')
  }
  const call = await serve(t, { ...handlers, listTiere: failing })
  const headers = { authorization: 'none' }
  const cases: [string, Promise<object>, string, RegExp][] = [
    ['at the beginning', call('GET', '/tiere', { headers }), 'listTiere', /^you may not$/],
    ['reading the body', call('POST', '/tiere?grund=x'), 'postTier', /^no body$/],
    ['in the handler', call('GET', '/tiere'), 'listTiere', /^broken handler$/],
    [
      'by the server',
      call('POST', '/tiere?grund=x', { payload: { name: 'x'.repeat(200) } }),
      'postTier',
      /too large/
    ]
  ]
  for (const [title, reply, operation, refused] of cases)
    t.match(await reply, { status: 400, body: { operation, refused } }, title)
})

t.test('there is no HEAD beside a GET unless the contract has one', async t => {
  const call = await serve(t)
  t.match(await call('HEAD', '/tiere'), { status: 404 })
})

t.test('every operation of the real contract becomes a route', async t => {
  const real = loadContract('europace-kundenangaben')
  const all = Object.fromEntries(real.operations.map(({ id }) => [id, echo]))
  const call = await serve(t, all, real)
  t.match(await call('GET', '/kundenangaben/YX4MDU'), {
    status: 200,
    body: { path: { vorgangsnummer: 'YX4MDU' }, context: 'context of getKundenangaben' }
  })
  t.match(await call('POST', '/kundenangaben/body-validation', { payload: {} }), {
    body: { context: 'context of importKundenangabenBodyValidation' }
  })
})
