import fc from 'fast-check'

// biome-ignore lint/suspicious/noExplicitAny: contracts are walked
type Any = any

/** Schemas that hold themselves end here. */
const DEEPEST = 6

/** Values that a schema of a contract allows, most of them. */
export function valuesOf(document: Any, schema: Any, depth = DEEPEST): fc.Arbitrary<unknown> {
  if (typeof schema?.$ref === 'string') return valuesOf(document, at(document, schema.$ref), depth)
  if (!schema || depth === 0) return fc.constant(null)
  const inner = (one: Any) => valuesOf(document, one, depth - 1)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return fc.oneof(...choices.map(inner))
  if (schema.allOf) {
    const parts = [...schema.allOf, ...(schema.properties ? [{ ...schema, allOf: undefined }] : [])]
    return fc.tuple(...parts.map(inner)).map(all => Object.assign({}, ...all))
  }
  const type = [schema.type].flat().find(one => one !== 'null')
  switch (type) {
    case 'object':
      return objects(schema, inner)
    case 'array':
      return fc.array(inner(schema.items), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'integer':
      return fc.integer(limits(schema))
    case 'number':
      return fc.integer(limits(schema)).map(cents => cents / 100)
    case 'boolean':
      return fc.boolean()
    case 'string':
      return texts(schema)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

function objects({ properties, required, additionalProperties }: Any, inner: (one: Any) => Any) {
  const known = Object.entries<Any>(properties ?? {}).map(([name, one]) => [name, inner(one)])
  const named = fc.record(Object.fromEntries(known), {
    requiredKeys: (required ?? []).filter((name: string) => known.some(([key]) => key === name))
  })
  if (typeof additionalProperties !== 'object') return named
  return fc
    .tuple(named, fc.dictionary(fc.uuid(), inner(additionalProperties), { maxKeys: 2 }))
    .map(([one, more]) => ({ ...one, ...more }))
}

function limits({ minimum = -10, maximum = 1_000_000 }: Any) {
  return { min: Math.ceil(minimum), max: Math.floor(maximum) }
}

function texts({
  format,
  pattern,
  minLength = 0,
  maxLength = 20,
  example
}: Any): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'date') return days.map(one => one.slice(0, 10))
  if (format === 'date-time') return days
  // fast-check knows no texts for a pattern that looks ahead, as that of durations does.
  if (pattern?.includes('(?=') || pattern?.includes('(?!')) return fc.constantFrom('P1D', 'PT90S')
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  const plain = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)) })
  return typeof example === 'string' ? fc.oneof(fc.constant(example), plain) : plain
}

const days = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(day => day.toISOString())

function at(document: Any, pointer: string): Any {
  return pointer
    .slice(2)
    .split('/')
    .reduce((value, part) => value?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}
