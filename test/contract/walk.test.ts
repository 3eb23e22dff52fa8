import t from 'tap'
import { beanPath } from '../../src/contract/path.ts'
import { shapesOf } from '../../src/contract/shape.ts'
import { createMapper } from '../../src/contract/walk.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'

const zoo = {
  type: 'object',
  properties: {
    halter: { type: 'array', items: refTo('Halter') },
    gehege: { type: 'array', items: { type: 'array', items: refTo('Fisch') } },
    namen: { type: 'array', items: { type: 'string' } },
    notiz: {}
  }
}
const shape = shapesOf(documentOf({ ...ANIMALS, Zoo: zoo }))(refTo('Zoo'))
const mapZoo = createMapper(() => shape)

const document = {
  halter: [
    { tier: { '@type': 'KATZE', jagt: { '@type': 'FISCH' } } },
    { fund: { ort: 'Ulm' }, tier: { '@type': 'HUND', gewicht: 7 } }
  ],
  gehege: [[], [{ '@type': 'FISCH', schuppen: true }]],
  namen: ['Rex'],
  notiz: { frei: { '@type': 'HUND' } }
}

t.test('every object is shown with its schema and its place, the innermost first', async t => {
  const seen: string[] = []
  mapZoo(document, (object, { schema, path }) => {
    seen.push(`${schema} ${beanPath(path)}`)
    return object
  })
  t.strictSame(seen, [
    'Fisch halter[0].tier.jagt',
    'Katze halter[0].tier',
    'Halter halter[0]',
    'Hund halter[1].tier',
    'Fund halter[1].fund',
    'Halter halter[1]',
    'Fisch gehege[1][0]',
    'Zoo '
  ])
})

t.test('a change of an object changes the document around it, and nothing else', async t => {
  const before = structuredClone(document)
  const mapped = mapZoo(document, (object, { schema }) =>
    schema === 'Hund' ? { ...object, gewicht: 8 } : object
  )
  t.strictSame(mapped, {
    ...document,
    halter: [document.halter[0], { fund: { ort: 'Ulm' }, tier: { '@type': 'HUND', gewicht: 8 } }]
  })
  t.strictSame(document, before, 'the original is not touched')
  t.equal(mapped.halter[0], document.halter[0], 'what does not change is not copied')
  t.equal(mapped.gehege, document.gehege)
})

t.test('a document that nothing changes is the same document', async t => {
  t.equal(
    mapZoo(document, object => object),
    document
  )
})

t.test('an outer change sees what became of the inner objects', async t => {
  const counts: unknown[] = []
  mapZoo(document, (object, { schema }) => {
    if (schema === 'Katze') counts.push(object['jagt'])
    return schema === 'Fisch' ? { ...object, schuppen: false } : object
  })
  t.strictSame(counts, [{ '@type': 'FISCH', schuppen: false }])
})

t.test('objects can be exchanged and grow', async t => {
  const mapped = mapZoo(document, (object, { schema }) =>
    schema === 'Katze' ? { '@type': 'HUND', gewicht: 3 } : { ...object, gesehen: schema }
  )
  t.match(mapped, {
    halter: [
      { gesehen: 'Halter', tier: { '@type': 'HUND', gewicht: 3 } },
      { gesehen: 'Halter', tier: { gesehen: 'Hund' }, fund: { gesehen: 'Fund' } }
    ],
    gesehen: 'Zoo'
  })
  t.strictSame(mapped.notiz, document.notiz, 'free places are left alone')
})

t.test('a walk for some schemas shows only their objects', async t => {
  const map = createMapper(() => shape)
  const seenBy = (...names: readonly string[]) => {
    const only = new Set(names)
    const walks = [0, 1].map(() => {
      const seen: string[] = []
      map(
        document,
        (object, { schema, path }) => {
          seen.push(`${schema} ${beanPath(path)}`)
          return object
        },
        only
      )
      return seen
    })
    t.strictSame(walks[1], walks[0], 'the second time as the first')
    return walks[0]
  }
  t.strictSame(seenBy('Fisch'), ['Fisch halter[0].tier.jagt', 'Fisch gehege[1][0]'])
  t.strictSame(seenBy('Hund', 'Halter'), [
    'Halter halter[0]',
    'Hund halter[1].tier',
    'Halter halter[1]'
  ])
  t.strictSame(seenBy('Fund'), ['Fund halter[1].fund'])
  t.strictSame(seenBy('Zoo'), ['Zoo '])
  t.strictSame(seenBy('Einhorn'), [])
})

t.test('a change of some objects changes those around them that are not shown', async t => {
  const map = createMapper(() => shape)
  const mapped = map(document, object => ({ ...object, schuppen: 7 }), new Set(['Fisch']))
  t.strictSame(mapped, {
    ...document,
    halter: [
      { tier: { '@type': 'KATZE', jagt: { '@type': 'FISCH', schuppen: 7 } } },
      document.halter[1]
    ],
    gehege: [[], [{ '@type': 'FISCH', schuppen: 7 }]]
  })
  t.equal(mapped.halter[1], document.halter[1])
})

t.test('a document that holds no object stays as it is', async t => {
  const change = () => ({ changed: true })
  t.equal(createMapper(() => shapesOf(documentOf({}))({ type: 'string' }))('Rex', change), 'Rex')
})

t.test('a document with a variant that the contract does not know is a bug', async t => {
  const broken = { halter: [{ tier: { '@type': 'MAUS' } }] }
  t.throws(() => mapZoo(broken, object => object), {
    message: 'a document holds the unknown @type MAUS'
  })
})
