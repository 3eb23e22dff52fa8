import { variantsOf } from './discriminator.ts'
import type { Contract, OpenApi, Schema } from './document.ts'
import { resolve } from './document.ts'

/** A schema as the tolerant reader walks it: references followed, `allOf` merged, variants by their discriminator. */
export type Shape = ObjectShape | VariantsShape | ListShape | ScalarShape | AnyShape

export type ObjectShape = {
  readonly kind: 'object'
  /** Name of the schema, where it has one. */
  readonly name: string
  readonly properties: ReadonlyMap<string, Shape>
  /** What stands under any other name (`additionalProperties` with a schema). */
  readonly rest?: Shape | undefined
  /** Those of them that hold objects. */
  readonly nested: readonly { readonly key: string; readonly inner: Shape }[]
  readonly required: readonly string[]
  /** Those of them that say which kind of object it is, and the values that they may have. */
  readonly tags: readonly { readonly key: string; readonly choices: ReadonlySet<unknown> }[]
  /** What a missing required property means (`x-sandkasten-when-missing`). */
  readonly whenMissing: 'unreadable' | 'violation'
}

export type VariantsShape = {
  readonly kind: 'variants'
  readonly property: string
  readonly byValue: ReadonlyMap<string, ObjectShape>
  readonly otherwise: ObjectShape | undefined
}

export type ListShape = { readonly kind: 'list'; readonly items: Shape }

export type ScalarShape = {
  readonly kind: 'scalar'
  readonly type: 'text' | 'number' | 'integer' | 'boolean' | 'date' | 'choice'
  /** The values of a choice. */
  readonly choices?: ReadonlySet<unknown> | undefined
  /** A text that does not match is dropped (`x-sandkasten-when-invalid: drop`). */
  readonly dropUnless?: RegExp | undefined
  /** A value outside of this list is odd, but kept (`x-sandkasten-values`). */
  readonly usual?: readonly unknown[] | undefined
  readonly date?: DateRule | undefined
  /** More values may come (`x-sandkasten-open`). */
  readonly isOpen?: boolean
  /** None of the above is left to look at once the type is right. */
  readonly isPlain: boolean
}

type AnyShape = {
  readonly kind: 'any'
  /** Where it is one of several schemas that no property tells apart. */
  readonly members?: readonly Shape[]
}

/** A rule that the documentation states in prose (`x-sandkasten-date`). */
export type DateRule = {
  readonly rule: 'past' | 'future' | 'stillValid' | 'withinDays'
  /** Refused by default; otherwise only with strict dates. */
  readonly enforced?: boolean
  readonly days?: number
  readonly message?: string
}

/** The shapes of a contract. Its document is read with the first of them, so that a start need not wait for it. */
export function shapesIn(contract: Pick<Contract, 'document'>): (schema: Schema) => Shape {
  let shapeOf: ReturnType<typeof shapesOf> | undefined
  return schema => {
    shapeOf ??= shapesOf(contract.document)
    return shapeOf(schema)
  }
}

/** The shapes of a document, each made on first use and only once. */
export function shapesOf(document: OpenApi): (schema: Schema) => Shape {
  const byReference = new Map<string, Shape>()

  function shapeOf(schema: Schema): Shape {
    if (typeof schema.$ref !== 'string') return inline(schema, '')
    const known = byReference.get(schema.$ref)
    if (known) return known
    const name = schema.$ref.split('/').at(-1) as string
    const made = inline(resolve(document, schema), name)
    byReference.set(schema.$ref, made)
    return made
  }

  function inline(schema: Schema, name: string): Shape {
    const variants = variantsOf(document, schema)
    if (variants) return choose(variants)
    if (schema.allOf || schema.properties) return merge(schema, name)
    if (schema.type === 'array') return { kind: 'list', items: shapeOf(schema.items ?? {}) }
    if (schema.type === 'object') return { ...EMPTY, name, rest: restOf(schema) }
    if (schema.anyOf) return { kind: 'any', members: schema.anyOf.map(shapeOf) }
    return scalar(schema)
  }

  function choose({
    property,
    byValue,
    otherwise
  }: NonNullable<ReturnType<typeof variantsOf>>): VariantsShape {
    const shapes = [...byValue].map(
      ([value, $ref]) => [value, shapeOf({ $ref }) as ObjectShape] as const
    )
    const rest = otherwise ? (shapeOf({ $ref: otherwise }) as ObjectShape) : undefined
    return { kind: 'variants', property, byValue: new Map(shapes), otherwise: rest }
  }

  function merge(schema: Schema, name: string): ObjectShape {
    const inherited = (schema.allOf ?? []).filter((part: Schema) => part.$ref)
    const own = (schema.allOf ?? []).filter((part: Schema) => !part.$ref)
    const parts: ObjectShape[] = [...inherited, ...own].map(part => shapeOf(part) as ObjectShape)
    // A variant pins the discriminator that its base leaves open, so what is its own comes last.
    const properties = new Map<string, Shape>(parts.flatMap(part => [...part.properties]))
    for (const [key, value] of Object.entries(schema.properties ?? {}))
      properties.set(key, shapeOf(value))
    const required = [
      ...new Set<string>([...parts.flatMap(part => part.required), ...(schema.required ?? [])])
    ]
    const whenMissing = schema['x-sandkasten-when-missing'] ?? 'unreadable'
    const nested = [...properties]
      .filter(([, inner]) => holdsObjects(inner))
      .map(([key, inner]) => ({ key, inner }))
    const tags = required
      .filter(key => key.startsWith('@'))
      .flatMap(key => {
        const choices = choicesOf(properties.get(key))
        return choices ? [{ key, choices }] : []
      })
    const rest = restOf(schema)
    return { kind: 'object', name, properties, rest, nested, required, tags, whenMissing }
  }

  function restOf({ additionalProperties: rest }: Schema): Shape | undefined {
    return typeof rest === 'object' ? shapeOf(rest) : undefined
  }

  return shapeOf
}

const EMPTY: ObjectShape = {
  kind: 'object',
  name: '',
  properties: new Map(),
  nested: [],
  required: [],
  tags: [],
  whenMissing: 'unreadable'
}

function choicesOf(shape: Shape | undefined): ReadonlySet<unknown> | undefined {
  return shape?.kind === 'scalar' ? shape.choices : undefined
}

function holdsObjects(shape: Shape): boolean {
  if (shape.kind === 'list') return holdsObjects(shape.items)
  return shape.kind === 'object' || shape.kind === 'variants'
}

function scalar(schema: Schema): ScalarShape | AnyShape {
  const choices: unknown[] | undefined =
    schema.enum ?? (schema.const === undefined ? undefined : [schema.const])
  const type = choices ? 'choice' : scalarType(schema)
  if (!type) return { kind: 'any' }
  const drop = schema['x-sandkasten-when-invalid'] === 'drop' && schema.pattern
  return {
    kind: 'scalar',
    type,
    choices: choices && new Set(choices),
    dropUnless: drop ? new RegExp(schema.pattern, 'u') : undefined,
    usual: schema['x-sandkasten-values'],
    date: schema['x-sandkasten-date'],
    ...(schema['x-sandkasten-open'] && { isOpen: true }),
    isPlain: !drop && !schema['x-sandkasten-values'] && !schema['x-sandkasten-date']
  }
}

function scalarType(schema: Schema): ScalarShape['type'] | undefined {
  if (schema.type === 'string') return schema.format === 'date' ? 'date' : 'text'
  if (schema.type === 'number' || schema.type === 'integer' || schema.type === 'boolean')
    return schema.type
  return undefined
}
