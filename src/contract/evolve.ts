import type { ObjectShape, Shape } from './shape.ts'

/** What a vendor promises that its clients bear (`x-sandkasten-evolution`). */
export type Growth = 'fields' | 'values' | 'order'

/** One thing that is new in an answer, and where (JSON Pointer). */
export type Evolution =
  | { readonly do: 'add'; readonly at: string }
  | { readonly do: 'replace'; readonly at: string; readonly was: string }
  | { readonly do: 'order' }

/** Chance by place: from 0 up to 1. */
type Draw = (at: string, what: string) => number

/** New fields start like this, so that nobody takes them for real ones. */
const NEW_FIELDS = ['sandkastenNeu', 'sandkastenExtra', 'sandkastenDetails', 'sandkastenFlags']
const NEW_VALUES: readonly unknown[] = ['neu', 4711, true, ['a', 'b'], { art: 'neu', anzahl: 2 }]
export const NEW_ENUM_VALUE = 'SANDKASTEN_NEU'

/** No answer has more that is new: it is all told in one header. */
const MOST = 40

/**
 * An answer as a later version of the API might give it: more fields, more values of open enumerations
 * (`x-sandkasten-open`), other orders of keys. Maps keep their keys, since those are data.
 */
export function evolve(
  shape: Shape,
  body: unknown,
  growth: ReadonlySet<Growth>,
  draw: Draw
): { readonly body: unknown; readonly evolutions: readonly Evolution[] } {
  const walk: Walk = { growth, draw, found: [], isReordered: false }
  const grown = grow(walk, shape, body, '')
  const order: readonly Evolution[] = walk.isReordered ? [{ do: 'order' }] : []
  return { body: grown, evolutions: [...walk.found, ...order] }
}

type Walk = {
  readonly growth: ReadonlySet<Growth>
  readonly draw: Draw
  readonly found: Evolution[]
  isReordered: boolean
}

type Value = Readonly<Record<string, unknown>>

function grow(walk: Walk, shape: Shape, value: unknown, at: string): unknown {
  if (value === null || value === undefined) return value
  if (shape.kind === 'list')
    return Array.isArray(value) ? growList(walk, shape.items, value, at) : value
  if (shape.kind === 'scalar' && shape.isOpen && typeof value === 'string')
    return growValue(walk, value, at)
  if (typeof value !== 'object' || Array.isArray(value)) return value
  const inner = objectOf(shape, value as Value)
  return inner ? growObject(walk, inner, value as Value, at) : value
}

/** The shape that an object follows; `undefined` where the contract leaves that open. */
function objectOf(shape: Shape, value: Value): ObjectShape | undefined {
  if (shape.kind === 'object') return shape
  if (shape.kind === 'variants')
    return shape.byValue.get(value[shape.property] as string) ?? shape.otherwise
  if (shape.kind !== 'any') return undefined
  const members = shape.members?.filter(one => one.kind === 'object') ?? []
  return members.find(one => one.required.every(key => value[key] !== undefined))
}

function growObject(walk: Walk, shape: ObjectShape, value: Value, at: string): Value {
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]): [string, unknown] => {
      const property = shape.properties.get(key) ?? shape.rest
      return [key, property ? grow(walk, property, inner, `${at}/${escaped(key)}`) : inner]
    })
  if (shape.rest || shape.properties.size === 0) return Object.fromEntries(entries)
  const field = newField(walk, shape, value, at)
  const turned = walk.growth.has('order') ? rotated(walk, entries, at) : entries
  return Object.fromEntries(field ? [field, ...turned] : turned)
}

function newField(
  walk: Walk,
  shape: ObjectShape,
  value: Value,
  at: string
): [string, unknown] | undefined {
  const isWanted = at === '' || walk.draw(at, 'field') < 0.5
  if (!isWanted || !isRoomFor(walk, 'fields')) return undefined
  const name = pick(NEW_FIELDS, walk.draw(at, 'name'))
  if (shape.properties.has(name) || name in value) return undefined
  walk.found.push({ do: 'add', at: `${at}/${name}` })
  return [name, pick(NEW_VALUES, walk.draw(at, 'value'))]
}

/** The keys of objects that are numbers come first whatever is done. */
function rotated(walk: Walk, entries: [string, unknown][], at: string): [string, unknown][] {
  const start = Math.floor(walk.draw(at, 'order') * entries.length)
  if (start > 0) walk.isReordered = true
  return [...entries.slice(start), ...entries.slice(0, start)]
}

/** Every element grows; a list of open values may get one more. */
function growList(walk: Walk, items: Shape, value: readonly unknown[], at: string): unknown {
  const isOpen = items.kind === 'scalar' && items.isOpen
  if (!isOpen) return value.map((item, index) => grow(walk, items, item, `${at}/${index}`))
  if (walk.draw(at, 'item') >= 0.5 || !isRoomFor(walk, 'values')) return value
  walk.found.push({ do: 'add', at: `${at}/${value.length}` })
  return [...value, NEW_ENUM_VALUE]
}

function growValue(walk: Walk, was: string, at: string): string {
  if (walk.draw(at, 'enum') >= 0.5 || !isRoomFor(walk, 'values')) return was
  walk.found.push({ do: 'replace', at, was })
  return NEW_ENUM_VALUE
}

function isRoomFor({ growth, found }: Walk, kind: Growth): boolean {
  return growth.has(kind) && found.length < MOST
}

function pick<T>(list: readonly T[], draw: number): T {
  return list[Math.floor(draw * list.length)] as T
}

function escaped(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1')
}
