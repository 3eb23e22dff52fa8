import type { Path } from './path.ts'
import type { ObjectShape, Shape } from './shape.ts'

/** An object of a document: which schema it follows and where it is. `path` is only valid during the call. */
export type Place = { readonly schema: string; readonly path: Path }

type Value = Readonly<Record<string, unknown>>

/** Rebuilds a document: `change` gets every object, the innermost first, and says what stands there instead. */
export function mapObjects<T>(
  shape: Shape,
  value: T,
  change: (object: Value, place: Place) => Value
): T {
  const path: (string | number)[] = []

  function map(shape: Shape, value: unknown): unknown {
    if (value === undefined) return value
    switch (shape.kind) {
      case 'object':
        return mapObject(shape, value as Value)
      case 'variants':
        return mapObject(variantOf(shape, value as Value), value as Value)
      case 'list':
        return (value as unknown[]).map((item, index) => step(index, () => map(shape.items, item)))
      default:
        return value
    }
  }

  function mapObject(shape: ObjectShape, value: Value): Value {
    const result: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      const property = shape.properties.get(key)
      result[key] = property ? step(key, () => map(property, value[key])) : value[key]
    }
    return change(result, { schema: shape.name, path })
  }

  function step<R>(key: string | number, work: () => R): R {
    path.push(key)
    const result = work()
    path.pop()
    return result
  }

  return map(shape, value) as T
}

/** Shows every object of a document, the innermost first. */
export function visitObjects(
  shape: Shape,
  value: unknown,
  visit: (object: Value, place: Place) => void
): void {
  mapObjects(shape, value, (object, place) => {
    visit(object, place)
    return object
  })
}

function variantOf(shape: Extract<Shape, { kind: 'variants' }>, value: Value): ObjectShape {
  const variant = shape.byValue.get(value[shape.property] as string) ?? shape.otherwise
  if (!variant)
    throw new Error(`a document holds the unknown ${shape.property} ${value[shape.property]}`)
  return variant
}
