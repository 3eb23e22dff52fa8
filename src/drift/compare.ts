import type { Field } from '../contract/fields.ts'
import { jsonIn } from './archive.ts'

/** Something in which the sandbox differs from what was recorded; never a mere value. */
export type Difference = {
  readonly kind:
    | 'status'
    | 'header'
    | 'relation'
    | 'missing field'
    | 'extra field'
    | 'type'
    | 'enum'
  /** Header or place of the body. */
  readonly where: string
  readonly recorded: string
  readonly sandbox: string
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Header fields on which clients rely. Of the first two the value counts, of the others that they are there. */
const VALUES = ['content-type', 'allow']
const PRESENT = ['location', 'www-authenticate', 'retry-after', 'content-disposition']

const NOTHING = 'nothing'

/** What differs between two answers. Bodies of different statuses are not compared: nothing in them would fit. */
export function differencesOf(
  recorded: Reply,
  ours: Reply,
  fields: readonly Field[]
): readonly Difference[] {
  if (recorded.status !== ours.status) {
    const [was, is] = [String(recorded.status), String(ours.status)]
    return [{ kind: 'status', where: 'status', recorded: was, sandbox: is }]
  }
  return [...headerDifferences(recorded, ours), ...bodyDifferences(recorded, ours, fields)]
}

function headerDifferences({ headers: recorded }: Reply, { headers: ours }: Reply): Difference[] {
  const read = (headers: Reply['headers'], name: string) => {
    const value = headers[name]
    if (value === undefined) return NOTHING
    return VALUES.includes(name) ? plain(value) : 'present'
  }
  return [...VALUES, ...PRESENT].flatMap(where => {
    const [was, is] = [read(recorded, where), read(ours, where)]
    return was === is ? [] : [{ kind: 'header' as const, where, recorded: was, sandbox: is }]
  })
}

/** Without charset and order. */
function plain(value: string): string {
  const parts = (value.split(';')[0] as string).toLowerCase().split(',')
  return parts
    .map(part => part.trim())
    .sort()
    .join(', ')
}

function bodyDifferences(recorded: Reply, ours: Reply, fields: readonly Field[]): Difference[] {
  const [was, is] = [jsonIn(recorded.body), jsonIn(ours.body)]
  if (was === undefined || is === undefined) {
    const [one, other] = [kindOf(recorded.body), kindOf(ours.body)]
    return one === other ? [] : [{ kind: 'type', where: 'body', recorded: one, sandbox: other }]
  }
  const known = new Map(fields.map(({ path, values }) => [path, values] as const))
  return compareShapes(shapeOf(was, known), shapeOf(is, known))
}

function kindOf(body: string | undefined): string {
  if (body === undefined || body === '') return NOTHING
  return jsonIn(body) === undefined ? 'text' : 'JSON'
}

/** What stands at each place of a body, items of lists taken together. */
type Shape = {
  readonly types: ReadonlyMap<string, ReadonlySet<string>>
  readonly choices: ReadonlyMap<string, ReadonlySet<string>>
  readonly relations: ReadonlyMap<string, ReadonlySet<string>>
}

type Known = ReadonlyMap<string, readonly string[] | undefined>

function shapeOf(body: unknown, known: Known): Shape {
  const types = new Map<string, Set<string>>()
  const choices = new Map<string, Set<string>>()
  const relations = new Map<string, Set<string>>()
  const add = (to: Map<string, Set<string>>, path: string, text: string) => {
    to.set(path, (to.get(path) ?? new Set()).add(text))
  }

  function walk(value: unknown, path: string): void {
    add(types, path, typeOf(value))
    if (known.get(path) && value !== null) add(choices, path, String(value))
    if (Array.isArray(value)) {
      if (value.length > 0 && value.every(isRelation))
        for (const { rel } of value) add(relations, path, rel)
      else for (const item of value) walk(item, `${path}[]`)
    } else if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) walk(inner, below(path, key, known))
    }
  }

  walk(body, '')
  return { types, choices, relations }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}

function isRelation(value: unknown): value is { readonly rel: string } {
  return typeof (value as { rel?: unknown } | null)?.rel === 'string'
}

/** The name of a place, with `*` for a name that is an id. */
function below(path: string, key: string, known: Known): string {
  const prefix = path === '' ? '' : `${path}.`
  const isNamed = known.has(prefix + key)
  const isAny = !isNamed && (known.has(`${prefix}*`) || /^[0-9a-f]{8}-|\d{6}/i.test(key))
  return prefix + (isAny ? '*' : key)
}

function compareShapes(was: Shape, is: Shape): Difference[] {
  const found: Difference[] = []
  const tell = (kind: Difference['kind'], where: string, recorded: string, sandbox: string) =>
    found.push({ kind, where: where === '' ? 'body' : where, recorded, sandbox })
  for (const [path, types] of was.types) {
    const others = is.types.get(path)
    if (!others) {
      if (isComparable(path, is)) tell('missing field', path, names(types), NOTHING)
    } else if (names(types) !== names(others)) tell('type', path, names(types), names(others))
  }
  for (const [path, types] of is.types)
    if (!was.types.has(path) && isComparable(path, was))
      tell('extra field', path, NOTHING, names(types))
  for (const path of new Set([...was.choices.keys(), ...is.choices.keys()])) {
    const [one, other] = [was.choices.get(path), is.choices.get(path)]
    if (one && other && names(one) !== names(other)) tell('enum', path, names(one), names(other))
  }
  for (const path of new Set([...was.relations.keys(), ...is.relations.keys()])) {
    const [one, other] = [was.relations.get(path), is.relations.get(path)]
    if (names(one) !== names(other)) tell('relation', path, names(one), names(other))
  }
  return found
}

/** What lies in an object or a list that is missing as a whole, or in an empty list, is not told once more. */
function isComparable(path: string, other: Shape): boolean {
  const last = Math.max(path.lastIndexOf('.'), path.lastIndexOf(']') + 1)
  return !path.endsWith('[]') && other.types.has(path.slice(0, last))
}

function names(set: ReadonlySet<string> | undefined): string {
  return set === undefined ? NOTHING : [...set].sort().join(', ')
}
