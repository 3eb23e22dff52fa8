import t from 'tap'
import { loadContract, type Schema } from '../../src/contract/document.ts'
import {
  type ListShape,
  type ObjectShape,
  type ScalarShape,
  shapesOf,
  type VariantsShape
} from '../../src/contract/shape.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'

const document = documentOf({ ...ANIMALS, Postleitzahl: { type: 'string', pattern: '^\\d{5}$' } })
const shapeOf = shapesOf(document)

t.test('a scalar is known by its type, its format and its values', async t => {
  const none = {
    choices: undefined,
    dropUnless: undefined,
    usual: undefined,
    date: undefined
  }
  const cases: [Schema, object][] = [
    [{ type: 'string' }, { type: 'text' }],
    [{ type: 'string', format: 'uri' }, { type: 'text' }],
    [{ type: 'string', format: 'date' }, { type: 'date' }],
    [{ type: 'number', format: 'double' }, { type: 'number' }],
    [{ type: 'integer' }, { type: 'integer' }],
    [{ type: 'boolean' }, { type: 'boolean' }],
    [{ enum: ['A', 'B'] }, { type: 'choice', choices: new Set(['A', 'B']) }],
    [
      { type: 'string', const: 'A' },
      { type: 'choice', choices: new Set(['A']) }
    ],
    [
      { type: 'integer', 'x-sandkasten-values': [5, 10] },
      { type: 'integer', usual: [5, 10] }
    ],
    [
      { type: 'string', format: 'date', 'x-sandkasten-date': { rule: 'past' } },
      { type: 'date', date: { rule: 'past' } }
    ]
  ]
  for (const [schema, expected] of cases) {
    const { type, choices, dropUnless, usual, date } = shapeOf(schema) as ScalarShape
    const found = { type, choices, dropUnless, usual, date }
    t.strictSame(found, { ...none, ...expected }, JSON.stringify(schema))
  }
})

t.test('a pattern drops a value only where the contract says so', async t => {
  const plz = { type: 'string', pattern: '^\\d{5}$' }
  t.equal((shapeOf(plz) as ScalarShape).dropUnless, undefined)
  const drop = { 'x-sandkasten-when-invalid': 'drop' }
  const dropping = shapeOf({ ...plz, ...drop }) as ScalarShape
  t.strictSame(dropping.dropUnless, /^\d{5}$/u)
  t.equal((shapeOf({ type: 'string', ...drop }) as ScalarShape).dropUnless, undefined)
})

t.test('a schema that says nothing takes anything', async t => {
  for (const schema of [{}, { type: ['string', 'null'] }, { description: 'free' }])
    t.strictSame(shapeOf(schema), { kind: 'any' })
  t.strictSame(shapeOf({ type: 'array' }), { kind: 'list', items: { kind: 'any' } })
})

t.test('an object has the properties and demands of all its parts, its own count last', async t => {
  const hund = shapeOf(refTo('Hund')) as ObjectShape
  t.strictSame([hund.kind, hund.name, hund.whenMissing], ['object', 'Hund', 'unreadable'])
  t.strictSame([...hund.properties.keys()], ['@type', 'name', 'gewicht'])
  t.strictSame(hund.required, ['@type', 'gewicht'])
  t.strictSame((hund.properties.get('@type') as ScalarShape).choices, new Set(['HUND']))

  const own = shapeOf({
    allOf: [{ required: ['a'], properties: { a: { const: 1 } } }, refTo('Tier')],
    required: ['a', 'b'],
    properties: { b: { type: 'boolean' }, '@type': { const: 'X' } },
    'x-sandkasten-when-missing': 'violation'
  }) as ObjectShape
  t.strictSame([...own.required].sort(), ['@type', 'a', 'b'], 'each once')
  t.strictSame((own.properties.get('@type') as ScalarShape).choices, new Set(['X']))
  t.strictSame([own.name, own.whenMissing], ['', 'violation'])
  t.strictSame(shapeOf({ type: 'object' }), shapeOf({ properties: {} }), 'it may have none')
  t.strictSame((shapeOf({ allOf: [refTo('Tier')] }) as ObjectShape).required, ['@type'])
})

t.test('a choice holds the shapes of its variants', async t => {
  const { tier, fund } = ANIMALS['Halter'].properties
  const choice = shapeOf(tier) as VariantsShape
  t.match(choice, { kind: 'variants', property: '@type', otherwise: undefined })
  t.equal(choice.byValue.get('HUND'), shapeOf(refTo('Hund')), 'each schema has one shape')
  t.equal(choice.byValue.get('KATZE')?.name, 'Katze')
  t.equal((shapeOf(fund) as VariantsShape).otherwise?.name, 'Fund')
})

t.test('an object knows which of its properties hold objects', async t => {
  const { nested } = shapeOf({
    properties: {
      text: { type: 'string' },
      texts: { type: 'array', items: { type: 'string' } },
      any: {},
      object: refTo('Tier'),
      choice: { oneOf: [refTo('Hund')] },
      lists: { type: 'array', items: { type: 'array', items: refTo('Tier') } }
    }
  }) as ObjectShape
  t.strictSame(
    nested.map(one => one.key),
    ['object', 'choice', 'lists']
  )
})

t.test('lists have the shape of their items', async t => {
  const list = shapeOf({ type: 'array', items: refTo('Postleitzahl') }) as ListShape
  t.equal(list.items, shapeOf(refTo('Postleitzahl')))
})

t.test('every schema of the real contract has a shape of its name', async t => {
  const contract = loadContract('europace-kundenangaben')
  const realShapeOf = shapesOf(contract.document)
  const shapes = Object.keys(contract.document.components.schemas).map(name => ({
    name,
    shape: realShapeOf(refTo(name))
  }))
  t.ok(shapes.length >= 330, 'as the dossier counted (B14)')
  for (const { name, shape } of shapes)
    if (shape.kind === 'object') t.equal(shape.name, name)
    else t.not(shape.kind, 'any', name)
})
