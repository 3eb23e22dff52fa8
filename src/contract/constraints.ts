import { type Variants, variantsOf } from './discriminator.ts'
import { type OpenApi, resolve, type Schema } from './document.ts'

/** What a value may break although its type is right. */
const KEYWORDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern'
]

/**
 * A copy of the named schemas in which only constraints are left. The tolerant reader has already seen to types, unknown
 * names and values; what remains is a tenth of a large contract, and its validator is compiled in a tenth of the time.
 */
export function onlyConstraints(document: OpenApi): {
  components: { schemas: Record<string, Schema> }
} {
  const pruned = new Map<string, Schema | undefined>()

  function named(reference: string): Schema | undefined {
    if (!pruned.has(reference)) {
      pruned.set(reference, undefined)
      pruned.set(reference, prune(resolve(document, { $ref: reference })))
    }
    return pruned.get(reference)
  }

  function prune(schema: Schema): Schema | undefined {
    if (typeof schema.$ref === 'string') return named(schema.$ref) && { $ref: schema.$ref }
    const variants = variantsOf(document, schema)
    const parts = variants ? choices(variants) : (schema.allOf ?? []).map(prune)
    return whatIsLeft({
      ...Object.fromEntries(KEYWORDS.filter(key => key in schema).map(key => [key, schema[key]])),
      required: schema.required?.filter((name: string) => !name.startsWith('@')),
      properties: Object.fromEntries(left(Object.entries(schema.properties ?? {}), prune)),
      items: schema.items && prune(schema.items),
      allOf: parts.filter((part: Schema) => part !== undefined)
    })
  }

  function choices({ property, byValue, otherwise }: Variants): (Schema | undefined)[] {
    const known = [...byValue].map(([value, $ref]) =>
      onlyWhen(
        { properties: { [property]: { const: value } }, required: [property] },
        prune({ $ref })
      )
    )
    const rest = otherwise && prune({ $ref: otherwise })
    return [...known, onlyWhen({ not: { required: [property] } }, rest)]
  }

  const names = Object.keys(document.components.schemas)
  const schemas = left(
    names.map(name => [name, { $ref: `#/components/schemas/${name}` }]),
    one => named(one.$ref)
  )
  return { components: { schemas: Object.fromEntries(schemas) } }
}

function left(
  entries: [string, Schema][],
  prune: (schema: Schema) => Schema | undefined
): [string, Schema][] {
  return entries
    .map(([key, value]): [string, Schema] => [key, prune(value)])
    .filter(([, value]) => value !== undefined)
}

/** The schema without empty keywords; `undefined` when nothing is left. */
function whatIsLeft(schema: Schema): Schema | undefined {
  const entries = Object.entries<Schema>(schema).filter(([, value]) => {
    if (value === undefined) return false
    return typeof value !== 'object' || Object.keys(value).length > 0
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

function onlyWhen(condition: Schema, schema: Schema | undefined): Schema | undefined {
  return schema && { if: condition, then: schema }
}
