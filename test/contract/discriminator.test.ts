import t from 'tap'
import { variantsOf, withConditions } from '../../src/contract/discriminator.ts'
import { loadContract, type Schema } from '../../src/contract/document.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'

const document = documentOf({
  ...ANIMALS,
  Zahl: { type: 'number' },
  Art: { properties: { art: { const: 'A' } } },
  Auswahl: { properties: { '@type': { enum: ['A', 'B'] } } },
  Nummer: { properties: { '@type': { const: 1 } } }
})

t.test('a choice is one whose members pin a value of one property', async t => {
  const { tier, fund } = ANIMALS['Halter'].properties
  t.strictSame(variantsOf(document, tier), {
    property: '@type',
    byValue: new Map([
      ['HUND', '#/components/schemas/Hund'],
      ['KATZE', '#/components/schemas/Katze']
    ]),
    otherwise: undefined
  })
  t.strictSame(variantsOf(document, fund), {
    property: '@type',
    byValue: new Map([['MARKE', '#/components/schemas/FundMitMarke']]),
    otherwise: '#/components/schemas/Fund'
  })
})

t.test('everything else is no choice', async t => {
  const cases: [string, Schema][] = [
    ['a plain object', { type: 'object' }],
    ['no members', { oneOf: [] }],
    ['a member that is no reference', { oneOf: [refTo('Hund'), { type: 'object' }] }],
    ['members that pin nothing', { anyOf: [refTo('Zahl'), refTo('Fund')] }],
    ['a property that is no discriminator', { oneOf: [refTo('Art')] }],
    ['several values', { oneOf: [refTo('Auswahl')] }],
    ['a value that is no text', { oneOf: [refTo('Nummer')] }],
    ['a value that only the base knows', { oneOf: [refTo('Tier')] }],
    ['a reference to nothing', { oneOf: [refTo('Einhorn')] }]
  ]
  for (const [title, schema] of cases) t.equal(variantsOf(document, schema), undefined, title)
})

t.test('a choice becomes conditions, the rest of the document stays as it is', async t => {
  const { schemas } = withConditions(document).components
  t.strictSame(schemas.Hund, ANIMALS['Hund'])
  t.strictSame(schemas.Halter.properties.tier, {
    type: 'object',
    allOf: ['Hund', 'Katze'].map(name => {
      const value = { '@type': { const: name.toUpperCase() } }
      return when({ type: 'object', required: ['@type'], properties: value }, refTo(name))
    }),
    properties: { '@type': { enum: ['HUND', 'KATZE'] } },
    required: ['@type']
  })
  const { fund } = schemas.Halter.properties
  t.strictSame(fund.allOf[1], when({ not: { required: ['@type'] } }, refTo('Fund')))
  t.notOk('required' in fund, 'the discriminator may be missing where the contract allows that')
  t.notOk('anyOf' in fund)
  t.ok('anyOf' in ANIMALS['Halter'].properties.fund, 'the original is not touched')
})

t.test('lists, null and scalars of a document survive the rewriting', async t => {
  const odd = { a: null, b: [1, 'x', null, { oneOf: [refTo('Fisch')] }], c: false }
  const rewritten = withConditions({ ...document, odd }).odd
  t.strictSame([rewritten.a, rewritten.c], [null, false])
  t.strictSame(rewritten.b.slice(0, 3), [1, 'x', null])
  t.strictSame(rewritten.b[3].required, ['@type'])
})

t.test('every choice of the real contract is made by the values of its base', async t => {
  const contract = loadContract('europace-kundenangaben')
  const { schemas } = contract.document.components
  const bases = Object.values<Schema>(schemas).filter(schema => schema.discriminator)
  t.equal(bases.length, 45, 'as the dossier counted (B12)')
  const mappings = new Set(
    bases.map(base => Object.keys(base.discriminator.mapping).sort().join(' '))
  )

  const choices = [...collect(schemas)]
  t.ok(choices.length >= 45)
  for (const choice of choices) {
    const variants = variantsOf(contract.document, choice)
    const values = [...(variants?.byValue.keys() ?? [])].sort().join(' ')
    t.ok(mappings.has(values), values || JSON.stringify(choice))
    const isLoan = values.includes('BESTEHENDES_BAUSPARDARLEHEN')
    t.equal(variants?.otherwise, isLoan ? '#/components/schemas/BestehendesDarlehen' : undefined)
  }
})

function* collect(node: Schema): Generator<Schema> {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node.oneOf ?? node.anyOf)) yield node
  for (const inner of Object.values(node)) yield* collect(inner)
}

/** A condition; written so that nothing takes it for a promise. */
function when(condition: Schema, schema: Schema): Schema {
  return Object.fromEntries([
    ['if', condition],
    ['then', schema]
  ])
}
