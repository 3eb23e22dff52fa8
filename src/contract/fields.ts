import { at, type OpenApi, resolve, type Schema } from './document.ts'

/** A place that a contract knows in a body: `haushalte[].kunden[].name`; `*` is any name. */
export type Field = {
  readonly path: string
  /** The values of an enum, as texts. */
  readonly values?: readonly string[]
}

/** The fields of the schema at a pointer, in the order of the contract. Variants are all taken together. */
export function fieldsAt(document: OpenApi, pointer: string): readonly Field[] {
  const found = new Map<string, Set<string> | undefined>()

  function add(path: string, values: readonly unknown[] | undefined): void {
    const known = found.get(path)
    if (!values) {
      if (!found.has(path)) found.set(path, undefined)
      return
    }
    found.set(path, new Set([...(known ?? []), ...values.filter(isShown).map(String)]))
  }

  function walk(schema: Schema, path: string, way: readonly string[]): void {
    if (typeof schema?.$ref === 'string') {
      // A schema that leads back to itself is entered once on one way.
      if (!way.includes(schema.$ref)) walk(resolve(document, schema), path, [...way, schema.$ref])
      return
    }
    if (schema === null || typeof schema !== 'object') return
    if (path !== '' && !path.endsWith('[]'))
      add(path, schema.enum ?? (schema.const === undefined ? undefined : [schema.const]))
    else if (schema.enum) add(path, schema.enum)
    for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
      walk(part, path, way)
    for (const [key, inner] of Object.entries<Schema>(schema.properties ?? {}))
      walk(inner, path === '' ? key : `${path}.${key}`, way)
    if (schema.items) walk(schema.items, `${path}[]`, way)
    if (typeof schema.additionalProperties === 'object')
      walk(schema.additionalProperties, path === '' ? '*' : `${path}.*`, way)
  }

  walk(at(document, pointer), '', [])
  return [...found].map(([path, values]) => ({ path, ...(values && { values: [...values] }) }))
}

function isShown(value: unknown): boolean {
  return value !== null
}
