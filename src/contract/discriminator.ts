import { type OpenApi, resolve, type Schema } from './document.ts'

/** The variants at a place of a contract, by the value of `@type`. */
export type Variants = {
  readonly property: string
  /** Schema references by discriminator value. */
  readonly byValue: ReadonlyMap<string, string>
  /** What to read when the discriminator is missing, where the contract allows that. */
  readonly otherwise?: string | undefined
}

/**
 * The variants of a `oneOf` or `anyOf` whose members each pin one value of the same property; `undefined` when the schema
 * is nothing of the kind. A member that pins no value is what counts without the discriminator.
 */
export function variantsOf(document: OpenApi, schema: Schema): Variants | undefined {
  const members: Schema[] | undefined = schema.oneOf ?? schema.anyOf
  if (!members?.every(member => typeof member.$ref === 'string')) return undefined
  const byValue = new Map<string, string>()
  let property: string | undefined
  let otherwise: string | undefined
  for (const { $ref } of members) {
    const pinned = pinnedBy(document, { $ref })
    if (pinned) {
      property ??= pinned.property
      byValue.set(pinned.value, $ref)
    } else otherwise = $ref
  }
  return property ? { property, byValue, otherwise } : undefined
}

/**
 * A copy of the document in which such a choice is written as conditions: the value of the discriminator picks the schema
 * that counts. A plain `oneOf` tries every variant and reports the errors of all of them.
 */
export function withConditions(document: OpenApi): OpenApi {
  return rewrite(document, document)
}

function rewrite(document: OpenApi, node: Schema): Schema {
  if (Array.isArray(node)) return node.map(item => rewrite(document, item))
  if (node === null || typeof node !== 'object') return node
  const variants = variantsOf(document, node)
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, rewrite(document, value)])
  )
  if (!variants) return copy
  const { oneOf, anyOf, ...rest } = copy
  return { ...rest, type: 'object', ...conditions(variants) }
}

function conditions({ property, byValue, otherwise }: Variants): Schema {
  const branches = [...byValue].map(([value, $ref]) => ({
    if: { type: 'object', required: [property], properties: { [property]: { const: value } } },
    then: { $ref }
  }))
  const known = { properties: { [property]: { enum: [...byValue.keys()] } } }
  const rest = otherwise
    ? [{ if: { not: { required: [property] } }, then: { $ref: otherwise } }]
    : []
  return { allOf: [...branches, ...rest], ...known, ...(otherwise ? {} : { required: [property] }) }
}

function pinnedBy(
  document: OpenApi,
  node: Schema
): { property: string; value: string } | undefined {
  const schema = resolve(document, node)
  for (const [property, raw] of Object.entries<Schema>(schema?.properties ?? {})) {
    const value = raw.const ?? (raw.enum?.length === 1 ? raw.enum[0] : undefined)
    if (property.startsWith('@') && typeof value === 'string') return { property, value }
  }
  for (const part of schema?.allOf ?? []) {
    const found = typeof part.$ref === 'string' ? undefined : pinnedBy(document, part)
    if (found) return found
  }
  return undefined
}
