import type { Path } from './path.ts'
import type { ObjectShape, Shape, VariantsShape } from './shape.ts'

/** An object of a document: which schema it follows and where it is. `path` is only valid during the call. */
export type Place = { readonly schema: string; readonly path: Path }

type Value = Readonly<Record<string, unknown>>
type Change = (object: Value, place: Place) => Value

/**
 * Rebuilds a document: `change` gets every object, the innermost first, and says what stands there instead. What does not
 * change is not copied.
 */
export function mapObjects<T>(shape: Shape, value: T, change: Change): T {
  return mapValue(shape, value, change, []) as T
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

function mapValue(
  shape: Shape,
  value: unknown,
  change: Change,
  path: (string | number)[]
): unknown {
  switch (shape.kind) {
    case 'object':
      return mapObject(shape, value as Value, change, path)
    case 'variants':
      return mapObject(variantOf(shape, value as Value), value as Value, change, path)
    case 'list':
      return mapList(shape.items, value as readonly unknown[], change, path)
    default:
      return value
  }
}

function mapObject(
  shape: ObjectShape,
  value: Value,
  change: Change,
  path: (string | number)[]
): Value {
  let result = value
  for (const [key, inner] of shape.nested) {
    const before = value[key]
    if (before === undefined) continue
    path.push(key)
    const after = mapValue(inner, before, change, path)
    path.pop()
    if (after === before) continue
    if (result === value) result = { ...value }
    ;(result as Record<string, unknown>)[key] = after
  }
  return change(result, { schema: shape.name, path })
}

function mapList(
  items: Shape,
  value: readonly unknown[],
  change: Change,
  path: (string | number)[]
): readonly unknown[] {
  let result = value
  for (let index = 0; index < value.length; index++) {
    path.push(index)
    const after = mapValue(items, value[index], change, path)
    path.pop()
    if (after === value[index]) continue
    if (result === value) result = [...value]
    ;(result as unknown[])[index] = after
  }
  return result
}

function variantOf(shape: VariantsShape, value: Value): ObjectShape {
  const variant = shape.byValue.get(value[shape.property] as string) ?? shape.otherwise
  if (variant) return variant
  throw new Error(`a document holds the unknown ${shape.property} ${value[shape.property]}`)
}
