import t from 'tap'
import { at, loadContract, resolve } from '../../src/contract/document.ts'
import { HOME } from '../../src/contract/home.ts'
import { outlineOf, readContract, written } from '../../src/contract/outline.ts'
import { documentOf, refTo } from './documents.ts'

const json = { content: { 'application/json': { schema: refTo('Tier') } } }

const paths = {
  '/tiere/{tier-id}': {
    'x-sandkasten-aliases': ['/animals/{tier-id}'],
    parameters: [{ $ref: '#/components/parameters/TierId' }],
    get: {
      operationId: 'getTier',
      summary: 'Read an animal',
      'x-sandkasten-fidelity': 'documented',
      security: [{ oauth: ['lesen'] }, { oauth: ['lesen'], extra: ['alles'] }],
      parameters: [{ name: 'farbe', in: 'query', required: false, schema: { type: 'string' } }],
      responses: { 200: json, '4XX': { $ref: '#/components/responses/Fehler' } }
    },
    delete: { operationId: 'deleteTier', security: [], responses: { 204: { description: '' } } }
  },
  '/tiere': {
    post: {
      operationId: 'postTier',
      requestBody: { required: true, ...json },
      responses: { 201: { content: { 'a/b~c;v=1.0': { schema: refTo('Tier') } } } }
    },
    put: {
      operationId: 'putTier',
      requestBody: { $ref: '#/components/requestBodies/Tier' },
      responses: {}
    }
  }
}

const document = {
  ...documentOf({ Tier: { title: 'Some animal' }, Alias: refTo('Tier') }, paths),
  security: [{ oauth: ['grund'] }]
}
const tierId = { name: 'tier-id', in: 'path', required: true, schema: { type: 'string' } }
Object.assign(document.components, {
  parameters: { TierId: tierId },
  requestBodies: { Tier: json },
  responses: { Fehler: { content: { 'application/problem+json': { schema: {} } } } }
})
const contract = readContract('tiere', document)

function operation(id: string) {
  const found = contract.operations.find(one => one.id === id)
  if (!found) throw new Error(`no operation ${id}`)
  return found
}

t.test('every method of every path is an operation', async t => {
  t.strictSame([contract.name, contract.title], ['tiere', 'Small'])
  t.strictSame(
    contract.operations.map(one => [one.id, one.method, one.path]),
    [
      ['getTier', 'GET', '/tiere/{tier-id}'],
      ['deleteTier', 'DELETE', '/tiere/{tier-id}'],
      ['putTier', 'PUT', '/tiere'],
      ['postTier', 'POST', '/tiere']
    ]
  )
})

t.test('an operation knows what the contract says about it, references followed', async t => {
  const { contract: home, aliases, summary, fidelity, security } = operation('getTier')
  t.strictSame(
    { contract: home, aliases, summary, fidelity, security },
    {
      contract: 'tiere',
      aliases: ['/animals/{tier-id}'],
      summary: 'Read an animal',
      fidelity: 'documented',
      security: [['lesen'], ['lesen', 'alles']]
    }
  )
  t.strictSame(
    operation('getTier').parameters.map(one => [one.in, one.name]),
    [
      ['path', 'tier-id'],
      ['query', 'farbe']
    ],
    'those of the path come before its own'
  )
  const bare = operation('postTier')
  t.strictSame([bare.aliases, bare.summary, bare.parameters], [[], '', []])
})

t.test('security is that of the operation, else that of the document, else none', async t => {
  t.strictSame(operation('deleteTier').security, [], 'an empty list opens the operation')
  t.strictSame(operation('postTier').security, [['grund']])
  const get = { operationId: 'get', responses: {} }
  const open = readContract('offen', documentOf({}, { '/': { get } }))
  t.strictSame(open.operations[0]?.security, [])
})

t.test('the schema of a body is found again by its pointer', async t => {
  const { getTier, postTier, putTier, deleteTier } = Object.fromEntries(
    contract.operations.map(one => [one.id, one])
  )
  t.equal(getTier?.body, undefined)
  t.equal(postTier?.body?.required, true)
  t.strictSame(
    postTier?.body?.media.map(one => one.type),
    ['application/json']
  )
  t.equal(putTier?.body?.required, false)
  t.strictSame(
    putTier?.body?.media.map(one => one.pointer),
    ['#/components/requestBodies/Tier/content/application~1json/schema'],
    'a body by reference keeps its home'
  )

  const pointers = [
    postTier?.body?.media,
    putTier?.body?.media,
    getTier?.responses.get('200'),
    postTier?.responses.get('201')
  ].flatMap(media => media?.map(one => one.pointer) ?? [])
  t.equal(pointers.length, 4)
  for (const pointer of pointers) t.strictSame(at(document, pointer), refTo('Tier'), pointer)
  t.strictSame(at(document, getTier?.responses.get('4XX')?.[0]?.pointer ?? ''), {})
  t.strictSame(deleteTier?.responses.get('204'), [], 'an answer without a body')
})

t.test('references are followed to the end', async t => {
  const tier = { title: 'Some animal' }
  t.strictSame(resolve(document, refTo('Alias')), tier)
  t.strictSame(resolve(document, tier), tier)
  t.equal(resolve(document, undefined), undefined)
  t.equal(resolve(document, refTo('Einhorn')), undefined)
  t.equal(at(document, '#/nirgends/wo'), undefined)
})

t.test('contracts that were built can be loaded, others stop the start', async t => {
  const loaded = loadContract('europace-kundenangaben')
  t.strictSame(loaded.operations.map(one => `${one.method} ${one.path} ${one.id}`).sort(), [
    'GET /kundenangaben/{vorgangsnummer} getKundenangaben',
    'POST /kundenangaben importKundenangaben',
    'POST /kundenangaben/body-validation importKundenangabenBodyValidation',
    'PUT /kundenangaben/{vorgangsnummer} updateKundenangaben'
  ])
  for (const { id, fidelity } of loaded.operations)
    t.match(fidelity, /^(documented|observed|assumed|differs)$/, id)
  t.equal(HOME, process.cwd(), 'they are looked for in the folder of the package')
  t.throws(() => loadContract('einhorn'), { code: 'ENOENT' })
  const broken = { operationId: 'get', responses: { 200: refTo('Einhorn') } }
  t.throws(() => readContract('kaputt', documentOf({}, { '/': { get: broken } })), TypeError)
})

t.test('the schema of a parameter is there even if the contract names it by reference', async t => {
  const { operations } = readContract('tiere', {
    openapi: '3.1.0',
    info: { title: 'Tiere' },
    paths: {
      '/tiere': {
        get: {
          operationId: 'listTiere',
          parameters: [{ name: 'art', in: 'query', schema: { $ref: '#/components/schemas/Art' } }],
          responses: {}
        }
      }
    },
    components: { schemas: { Art: { enum: ['HUND'] } } }
  })
  t.strictSame(operations[0]?.parameters[0]?.schema, { enum: ['HUND'] })
})

t.test('the outline that the build writes down is that of the document', async t => {
  for (const name of ['europace-kundenangaben', 'banksapi-auth', 'ing-partner', 'control']) {
    const { document, ...outline } = loadContract(name)
    t.equal(written(outline), written(outlineOf(name, document)), name)
  }
})
