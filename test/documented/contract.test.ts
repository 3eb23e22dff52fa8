import t from 'tap'
import { variantsOf } from '../../src/contract/discriminator.ts'
import { loadContract, type Schema } from '../../src/contract/document.ts'

const { document } = loadContract('europace-kundenangaben')
const schemas: Record<string, Schema> = document.components.schemas

/** The properties of a schema without those of its bases. */
function propertiesOf(schema: Schema): [string, Schema][] {
  const parts: Schema[] = [schema, ...(schema.allOf ?? [])]
  return parts.flatMap(part => Object.entries<Schema>(part.properties ?? {}))
}

const properties = Object.entries(schemas).flatMap(([name, schema]) =>
  propertiesOf(schema).map(([property, value]) => ({ name, property, value }))
)

t.test('the contract is as large as the vendor’s', async t => {
  t.equal(Object.keys(schemas).length, 330)
  t.equal(Object.values(schemas).filter(schema => schema.discriminator).length, 45)
  const own = properties.filter(({ property }) => property !== '@type')
  t.equal(own.length, 843)
  const choices = (name: string, property: string) => {
    const found = properties.find(one => one.name === name && one.property === property)?.value
    return (found?.enum ?? found?.items?.enum)?.length
  }
  t.equal(choices('ProduktanbieterDarlehensgeber', 'produktanbieter'), 1165)
  t.equal(choices('Bauspardarlehen', 'tarifListe'), 656)
  t.equal(choices('SelbststaendigeTaetigkeit', 'berufsbezeichnung'), 51)
  t.equal(choices('BausparAngebotExtern', 'bausparkasse'), 25)
})

t.test('every schema and every property says what it is', async t => {
  t.same(
    Object.keys(schemas).filter(name => !schemas[name].description),
    []
  )
  const silent = properties.filter(
    ({ property, value }) => property !== '@type' && !value.description
  )
  t.same(
    silent.map(({ name, property }) => `${name}.${property}`),
    []
  )
})

t.test('every variant pins the @type under which its base knows it', async t => {
  for (const [name, { discriminator }] of Object.entries(schemas)) {
    if (!discriminator) continue
    const oneOf = Object.values(discriminator.mapping).map($ref => ({ $ref }))
    const pinned = Object.fromEntries(variantsOf(document, { oneOf })?.byValue ?? [])
    t.same(pinned, discriminator.mapping, name)
  }
})
