import t from 'tap'
import { loadContract, type Parameter, type Schema } from '../../src/contract/document.ts'
import { createValidators, inWords, isOpen } from '../../src/contract/validate.ts'
import { ANIMALS, broken, contractOf, refTo } from './documents.ts'

const json = { content: { 'application/json': { schema: refTo('Halter') } } }
const contract = contractOf(ANIMALS, {
  '/halter': { post: { operationId: 'postHalter', requestBody: json, responses: {} } }
})

function parameter(name: string, schema: Schema, more: Partial<Parameter> = {}): Parameter {
  return { name, in: 'query', required: false, schema, ...more }
}

t.test('the library is loaded once, on first use', async t => {
  const validators = createValidators(contract)
  t.equal(validators(), validators())
  const { at, constraintsAt } = await validators()
  const halter = '#/components/schemas/Halter'
  t.equal(at(halter), at(halter), 'and a schema is compiled once')
  t.equal(constraintsAt(halter), constraintsAt(halter))
  t.not(at(halter), constraintsAt(halter))
})

t.test('breaches are those of the chosen variant, with the limits of its schema', async t => {
  const { at } = await createValidators(contract)()
  const check = at('#/components/schemas/Halter')
  t.strictSame(check({ tier: { '@type': 'HUND', gewicht: 7 } }), [])
  const light = check({ tier: { '@type': 'HUND', gewicht: 0 } })
  t.equal(light.length, 1)
  t.strictSame(
    { ...light[0], schema: light[0]?.schema['minimum'] },
    {
      path: ['tier', 'gewicht'],
      keyword: 'minimum',
      params: { comparison: '>=', limit: 1 },
      schema: 1,
      message: 'must be >= 1'
    }
  )
  const cases: [string, object, [string, string][]][] = [
    ['nothing chosen', { tier: {} }, [['tier', 'required']]],
    ['an unknown value', { tier: { '@type': 'MAUS' } }, [['tier.@type', 'enum']]],
    ['no object', { tier: 'Hund' }, [['tier', 'type']]],
    [
      'two at once',
      { tier: { '@type': 'HUND', name: 1, gewicht: 0 } },
      [
        ['tier.name', 'type'],
        ['tier.gewicht', 'minimum']
      ]
    ],
    ['the discriminator may be missing here', { fund: { ort: 'Ulm' } }, []],
    ['then the base counts', { fund: { ort: 'U' } }, [['fund.ort', 'minLength']]],
    [
      'deeper choices count too',
      { tier: { '@type': 'KATZE', jagt: { '@type': 'FISCH', schuppen: 1 } } },
      [['tier.jagt.schuppen', 'type']]
    ]
  ]
  for (const [title, value, expected] of cases) t.strictSame(broken(check(value)), expected, title)
})

t.test('bodies are found by the pointer of their operation', async t => {
  const { at } = await createValidators(contract)()
  const pointer = contract.operations[0]?.body?.media[0]?.pointer ?? ''
  t.strictSame(at(pointer)({}), [])
  t.strictSame(broken(at(pointer)({ fund: { ort: 'U' } })), [['fund.ort', 'minLength']])
  t.strictSame(at('#/components/schemas/Einhorn')({ any: 'thing' }), [], 'nothing is asked there')
})

t.test('a schema without constraints lets everything pass', async t => {
  const { constraintsAt } = await createValidators(contract)()
  t.strictSame(constraintsAt('#/components/schemas/Fisch')({ schuppen: 'viele' }), [])
  t.strictSame(broken(constraintsAt('#/components/schemas/Fund')({ ort: 'U' })), [
    ['ort', 'minLength']
  ])
})

t.test('formats are checked', async t => {
  const { at } = await createValidators(
    contractOf({ Tag: { properties: { am: { type: 'string', format: 'date' } } } })
  )()
  const check = at('#/components/schemas/Tag')
  t.strictSame(check({ am: '2016-09-03' }), [])
  t.strictSame(broken(check({ am: '2016-02-31' })), [['am', 'format']])
})

t.test('parameters are read as what the contract asks for', async t => {
  const { parameters } = await createValidators(contract)()
  const check = parameters([
    parameter('anzahl', { type: 'integer', minimum: 1 }),
    parameter('ja', { type: 'boolean' }),
    parameter('X-Art', { enum: ['A', 'B'] }, { in: 'header', required: true })
  ])
  const values = { anzahl: '12', ja: 'true', 'x-art': 'A' }
  t.strictSame(check(values), [])
  t.strictSame(values, { anzahl: 12, ja: true, 'x-art': 'A' })

  const cases: [object, string[][]][] = [
    [{ 'x-art': 'B' }, []],
    [{}, [['', 'required']]],
    [{ 'x-art': 'C' }, [['x-art', 'enum']]],
    [{ 'x-art': 'A', anzahl: '0' }, [['anzahl', 'minimum']]],
    [
      { 'x-art': 'A', anzahl: 'viele', ja: 'vielleicht' },
      [
        ['anzahl', 'type'],
        ['ja', 'type']
      ]
    ]
  ]
  for (const [given, expected] of cases)
    t.strictSame(broken(check({ ...given })), expected, JSON.stringify(given))
})

t.test('a parameter of free text needs no check, any other does', async t => {
  t.ok(isOpen(parameter('a', { type: 'string' })))
  t.ok(isOpen(parameter('a', { type: 'string', description: 'free', examples: ['x'] })))
  for (const rule of [
    { type: 'integer' },
    { type: 'string', pattern: 'a' },
    { type: 'string', enum: ['a'] },
    { type: 'string', minLength: 1 },
    { type: 'string', maxLength: 1 },
    { type: 'string', format: 'date' },
    refTo('Halter')
  ])
    t.notOk(isOpen(parameter('a', rule)), JSON.stringify(rule))
})

t.test('breaches are told in words, with the name and the values at issue', async t => {
  const wahl = { enum: ['JA', 'NEIN'] }
  const form = { additionalProperties: false, required: ['a'], properties: { a: {}, wahl } }
  const { at } = await createValidators(contractOf({ Form: { properties: { form } } }))()
  const check = at('#/components/schemas/Form')
  t.strictSame(inWords(check({ form: { b: 1, wahl: 'EGAL' } })), [
    { field: 'form.a', message: "must have required property 'a'" },
    { field: 'form.b', message: 'must NOT have additional properties' },
    { field: 'form.wahl', message: 'must be equal to one of the allowed values: JA, NEIN' }
  ])
  t.strictSame(inWords([]), [])
})

t.test('the answers of the real contract can be checked', async t => {
  const real = loadContract('europace-kundenangaben')
  const { at } = await createValidators(real)()
  const post = real.operations.find(one => one.id === 'importKundenangaben')
  const pointer = post?.responses.get('201')?.[0]?.pointer ?? ''
  t.strictSame(at(pointer)({ vorgangsnummer: 'YX4MDU' }), [])
  t.strictSame(broken(at(pointer)({})), [['', 'required']])

  const get = real.operations.find(one => one.id === 'getKundenangaben')
  const check = at(get?.responses.get('200')?.[0]?.pointer ?? '')
  const haushalt = (familienstand: object) => ({
    haushalte: [{ kunden: [{ referenzId: 'k', personendaten: { familienstand } }] }]
  })
  t.strictSame(check(haushalt({ '@type': 'LEDIG' })), [])
  t.strictSame(broken(check(haushalt({ '@type': 'EINSAM' }))), [
    ['haushalte.0.kunden.0.personendaten.familienstand.@type', 'enum']
  ])
})
