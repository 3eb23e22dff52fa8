import fc from 'fast-check'

/** Anything that JSON can say, with a taste for what parsers stumble over. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    null,
    '',
    ' ',
    'true',
    '2026-02-30',
    '0',
    -0,
    1e308,
    -1,
    2 ** 31,
    0.1,
    [],
    {},
    [null],
    [[]],
    { '@type': 'KAUF' },
    { '@type': 'GIBTESNICHT' },
    { '@type': 7 },
    JSON.parse('{"__proto__": {"x": 1}}'),
    '\ud800',
    '\u0000'
  )
)

export type Mutation = {
  readonly place: number
  readonly how: 'replace' | 'remove' | 'rename' | 'wrap'
  readonly value: unknown
}

/** One change somewhere in a document. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'rename', 'wrap'),
  value: anything
})

/** Changes one place of a document; the number picks which. */
export function mutate(document: unknown, { place, how, value }: Mutation): unknown {
  const places = placesOf(document)
  const chosen = places[place % places.length]
  if (!chosen) return value
  const [parent, key] = chosen
  const target = parent as Record<string | number, unknown>
  if (how === 'replace') target[key] = structuredClone(value)
  else if (how === 'wrap') target[key] = [target[key]]
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else {
    if (how === 'rename') target[`${key}x`] = target[key]
    delete target[key]
  }
  return document
}

function placesOf(value: unknown): [object, string | number][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    [value, Array.isArray(value) ? Number(key) : key] as [object, string | number],
    ...placesOf(inner)
  ])
}
