import type { Path } from './path.ts'
import type { ObjectShape, Shape, VariantsShape } from './shape.ts'

/** An object of a document: which schema it follows and where it is. `path` is only valid during the call. */
type Place = { readonly schema: string; readonly path: Path }

type Value = Readonly<Record<string, unknown>>
type Change = (object: Value, place: Place) => Value

/** Rebuilds documents of one shape. */
export type Mapper = <T>(value: T, change: Change, only?: ReadonlySet<string>) => T

/**
 * Rebuilds a document: `change` gets every object, the innermost first, and says what stands there instead. What does not
 * change is not copied. With `only`, objects of other schemas are passed over, and branches without one are not entered.
 */
export function createMapper(shape: () => Shape): Mapper {
  const routes = new WeakMap<ReadonlySet<string>, Routes>()
  const everywhere = createRoutes(undefined)

  return (value, change, only) => {
    const known = only ? (routes.get(only) ?? createRoutes(only)) : everywhere
    if (only) routes.set(only, known)
    const place = { schema: '', path: [] }
    return mapValue(shape(), value, { change, place, only, routes: known }) as typeof value
  }
}

/** One place for a whole walk: making one for each object would cost as much as the walk itself. */
type Walk = {
  readonly change: Change
  readonly place: { schema: string; readonly path: (string | number)[] }
  readonly only: ReadonlySet<string> | undefined
  readonly routes: Routes
}

/** The properties of an object that lead somewhere. */
type Routes = (shape: ObjectShape) => ObjectShape['nested']

function createRoutes(only: ReadonlySet<string> | undefined): Routes {
  if (!only) return shape => shape.nested
  const known = new Map<ObjectShape, ObjectShape['nested']>()
  const routes: Routes = shape => {
    const found = known.get(shape) ?? shape.nested.filter(({ inner }) => leads(inner))
    known.set(shape, found)
    return found
  }
  const leadsInto = (shape: ObjectShape) => only.has(shape.name) || routes(shape).length > 0
  function leads(shape: Shape): boolean {
    if (shape.kind === 'list') return leads(shape.items)
    if (shape.kind === 'object') return leadsInto(shape)
    if (shape.kind !== 'variants') return false
    return [...shape.byValue.values(), shape.otherwise].some(one => one && leadsInto(one))
  }
  return routes
}

function mapValue(shape: Shape, value: unknown, walk: Walk): unknown {
  switch (shape.kind) {
    case 'object':
      return mapObject(shape, value as Value, walk)
    case 'variants':
      return mapObject(variantOf(shape, value as Value), value as Value, walk)
    case 'list':
      return mapList(shape.items, value as readonly unknown[], walk)
    default:
      return value
  }
}

function mapObject(shape: ObjectShape, value: Value, walk: Walk): Value {
  const { path } = walk.place
  let result = value
  for (const { key, inner } of walk.routes(shape)) {
    const before = value[key]
    if (before === undefined) continue
    path.push(key)
    const after = mapValue(inner, before, walk)
    path.pop()
    if (after === before) continue
    if (result === value) result = { ...value }
    ;(result as Record<string, unknown>)[key] = after
  }
  if (walk.only && !walk.only.has(shape.name)) return result
  walk.place.schema = shape.name
  return walk.change(result, walk.place)
}

function mapList(items: Shape, value: readonly unknown[], walk: Walk): readonly unknown[] {
  const { path } = walk.place
  let result = value
  for (let index = 0; index < value.length; index++) {
    path.push(index)
    const after = mapValue(items, value[index], walk)
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
