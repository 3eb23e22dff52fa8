import fc from 'fast-check'
import t from 'tap'
import { evolve, type Growth, NEW_ENUM_VALUE } from '../../src/contract/evolve.ts'
import { shapesOf } from '../../src/contract/shape.ts'
import { createChance } from '../../src/world/chance.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'

const document = documentOf({
  ...ANIMALS,
  Farbe: { type: 'string', enum: ['ROT', 'BLAU'], 'x-sandkasten-open': true },
  Stand: { type: 'string', enum: ['OFFEN', 'ZU'] },
  Ding: {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string' },
      farbe: refTo('Farbe'),
      farben: { type: 'array', items: refTo('Farbe') },
      stand: refTo('Stand'),
      zahl: { type: 'number' },
      frei: {},
      teile: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
      nachNamen: { type: 'object', additionalProperties: refTo('Kiste') },
      tier: { oneOf: [refTo('Hund'), refTo('Katze')] },
      wahl: { anyOf: [refTo('Kiste'), { type: 'object', properties: { a: { type: 'string' } } }] }
    }
  },
  Kiste: { type: 'object', required: ['breite'], properties: { breite: { type: 'number' } } }
})
const shape = shapesOf(document)(refTo('Ding'))
const ALL: readonly Growth[] = ['fields', 'values', 'order']

const ding = fc.record(
  {
    id: fc.string(),
    farbe: fc.constantFrom('ROT', 'BLAU'),
    farben: fc.array(fc.constantFrom('ROT', 'BLAU'), { maxLength: 3 }),
    stand: fc.constantFrom('OFFEN', 'ZU'),
    zahl: fc.integer(),
    frei: fc.oneof(fc.constant(null), fc.constant({ x: { y: 1 } }), fc.string()),
    teile: fc.array(fc.record({ n: fc.integer() }), { maxLength: 30 }),
    nachNamen: fc.dictionary(
      fc.constantFrom('a/b', 'c~d', 'é', '%', '1'),
      fc.record({ breite: fc.nat() })
    ),
    tier: fc.oneof(
      fc.record({ '@type': fc.constant('HUND'), gewicht: fc.nat() }),
      fc.record({ '@type': fc.constant('WOLF') })
    ),
    wahl: fc.oneof(fc.record({ breite: fc.nat() }), fc.record({ a: fc.string() }))
  },
  { requiredKeys: ['id'] }
)

function drawOf(seed: string) {
  const chance = createChance(seed)
  return (at: string, what: string) => chance.bytes(at, what).readUInt32BE(0) / 2 ** 32
}

// biome-ignore lint/suspicious/noExplicitAny: a document is walked
type Any = any

t.test(
  'an evolved body without what was added is the plain one, and nothing is mutated',
  async t => {
    fc.assert(
      fc.property(ding, fc.string(), fc.subarray([...ALL]), (body, seed, growth) => {
        const before = JSON.stringify(body)
        const { body: grown, evolutions } = evolve(shape, body, new Set(growth), drawOf(seed))
        const plain: Any = structuredClone(grown)
        for (const one of evolutions.toReversed()) {
          if (one.do === 'order') continue
          const steps = one.at
            .split('/')
            .slice(1)
            .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'))
          const last = steps.pop() as string
          const holder = steps.reduce((inner, step) => inner[step], plain)
          if (one.do === 'replace') {
            if (holder[last] !== NEW_ENUM_VALUE) return false
            holder[last] = one.was
          } else if (Array.isArray(holder)) holder.splice(Number(last), 1)
          else delete holder[last]
        }
        t.same(plain, body)
        if (growth.length === 0 || !growth.includes('order')) t.equal(JSON.stringify(plain), before)
        return JSON.stringify(body) === before && evolutions.length <= 41
      }),
      { numRuns: 200 }
    )
  }
)

t.test('it grows where the contract says what stands there, and only as promised', async t => {
  const body = {
    id: 'x',
    farbe: 'ROT',
    farben: ['ROT'],
    stand: 'OFFEN',
    frei: { x: 1 },
    nachNamen: { a: { breite: 1 } },
    tier: { '@type': 'HUND', gewicht: 1 }
  }
  const runs = Array.from({ length: 60 }, (_, n) =>
    evolve(shape, body, new Set(ALL), drawOf(`${n}`))
  )
  const places = new Set(
    runs.flatMap(run =>
      run.evolutions.map(one =>
        one.do === 'order' ? 'order' : one.at.replace(/sandkasten\w+/, '*')
      )
    )
  )
  t.strictSame([...places].sort(), [
    '/*',
    '/farbe',
    '/farben/1',
    '/nachNamen/a/*',
    '/tier/*',
    'order'
  ])
  for (const { body: grown } of runs) {
    t.match(grown, { stand: 'OFFEN', frei: { x: 1 } }, 'closed enumerations and free parts stay')
    t.strictSame(Object.keys((grown as Any).nachNamen), ['a'], 'the keys of a map are data')
  }
  const only = (growth: Growth) => evolve(shape, body, new Set([growth]), drawOf('1')).evolutions
  t.ok(only('order').every(one => one.do === 'order'))
  t.ok(only('fields').every(one => one.do === 'add'))
  t.strictSame(
    evolve(shape, body, new Set(ALL), drawOf('1')),
    evolve(shape, body, new Set(ALL), drawOf('1'))
  )
})

t.test('what is no object of the contract stays as it is', async t => {
  for (const body of ['text', 4, [1, 2], null, undefined])
    t.strictSame(evolve(shape, body, new Set(ALL), drawOf('1')), { body, evolutions: [] })
})
