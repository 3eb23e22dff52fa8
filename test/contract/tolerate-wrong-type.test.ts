import t from 'tap'
import { COERCE, STRICT } from '../../src/contract/scalar.ts'
import { shapesOf } from '../../src/contract/shape.ts'
import { type Reading, type Tolerance, tolerate } from '../../src/contract/tolerate.ts'
import { START } from '../sandbox.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'

const lenient: Tolerance = {
  scalars: COERCE,
  wrongType: 'drop',
  unknownType: 'drop',
  dates: 'documented',
  today: START.slice(0, 10)
}

const text = { type: 'string' }
const hof = shapesOf(
  documentOf({
    ...ANIMALS,
    Hof: {
      type: 'object',
      required: ['name'],
      properties: {
        name: text,
        halter: refTo('Halter'),
        tiere: { type: 'array', items: refTo('Haustier') },
        felder: { type: 'array', items: { type: 'array', items: text } },
        adresse: { type: 'object', properties: { ort: text, nummer: { type: 'number' } } },
        zahl: { type: 'integer', format: 'int32' },
        offen: { type: 'boolean' },
        seit: { type: 'string', format: 'date' },
        farbe: { type: 'string', enum: ['ROT'] }
      }
    }
  })
)

const hund = { '@type': 'HUND', name: 'Rex', gewicht: 7 }
const fisch = { '@type': 'FISCH', schuppen: true }
const gut = {
  name: 'Gut Neuland',
  halter: { tier: hund },
  tiere: [hund, fisch],
  felder: [['a', 'b'], ['c']],
  adresse: { ort: 'Berlin', nummer: 5 },
  zahl: 3,
  offen: true,
  seit: '2020-02-29',
  farbe: 'ROT'
}

/** What is sent instead of some places, what is left there, and which places are told. */
const MISTYPED: readonly [string, object, object, Record<string, unknown>][] = [
  ['a text for an object', { adresse: 'Berlin' }, { adresse: undefined }, { adresse: 'Berlin' }],
  ['a list for an object', { adresse: [1] }, { adresse: undefined }, { adresse: [1] }],
  ['an object for a list', { felder: { a: 1 } }, { felder: undefined }, { felder: { a: 1 } }],
  ['a number for a list', { tiere: 7 }, { tiere: undefined }, { tiere: 7 }],
  ['an object for a text', { name: { a: 1 } }, { name: undefined }, { name: { a: 1 } }],
  ['a list for a choice', { farbe: ['ROT'] }, { farbe: undefined }, { farbe: ['ROT'] }],
  ['a text for a number', { zahl: 'drei' }, { zahl: undefined }, { zahl: 'drei' }],
  ['a text for a boolean', { offen: 'ja' }, { offen: undefined }, { offen: 'ja' }],
  ['a German date', { seit: '29.02.2020' }, { seit: undefined }, { seit: '29.02.2020' }],
  [
    'false for several kinds',
    { halter: { tier: false } },
    { halter: {} },
    { 'halter.tier': false }
  ],
  [
    'a list for one of several kinds',
    { halter: { tier: [hund] } },
    { halter: {} },
    { 'halter.tier': [{ ...hund }] }
  ],
  [
    'a scalar inside of an object',
    { adresse: { ort: 'Berlin', nummer: 'fünf' } },
    { adresse: { ort: 'Berlin' } },
    { 'adresse.nummer': 'fünf' }
  ],
  [
    'a required scalar inside of one of several kinds',
    { halter: { tier: { ...hund, gewicht: 'schwer' } } },
    { halter: { tier: { '@type': 'HUND', name: 'Rex' } } },
    { 'halter.tier.gewicht': 'schwer' }
  ],
  [
    'elements of lists',
    { tiere: ['Rex', hund, 7, { ...fisch, schuppen: 'ja' }], felder: ['a', ['b', {}], [[], 'c']] },
    { tiere: [hund, { '@type': 'FISCH' }], felder: [['b'], ['c']] },
    {
      'tiere[0]': 'Rex',
      'tiere[2]': 7,
      'tiere[3].schuppen': 'ja',
      'felder[0]': 'a',
      'felder[1][1]': {},
      'felder[2][0]': []
    }
  ],
  [
    'all of it',
    { name: [], halter: 1, tiere: {}, felder: 'x', adresse: true, zahl: {}, offen: [], seit: 1 },
    { ...Object.fromEntries(Object.keys(gut).map(name => [name, undefined])), farbe: 'ROT' },
    { name: [], halter: 1, tiere: {}, felder: 'x', adresse: true, zahl: {}, offen: [], seit: 1 }
  ]
]

t.test('a lenient reader drops what is of the wrong type and nothing else', async t => {
  const shape = hof(refTo('Hof'))
  const others: Tolerance = { ...lenient, wrongType: 'unreadable' }
  for (const [title, wrong, left, told] of MISTYPED) {
    const sent = { ...gut, ...wrong }
    const before = structuredClone(sent)
    t.strictSame(
      tolerate(shape, sent, lenient),
      {
        readable: true,
        value: JSON.parse(JSON.stringify({ ...gut, ...left })),
        findings: Object.entries(told).map(([path, value]) => ({
          path,
          value,
          reason: 'wrong type'
        })),
        violations: []
      },
      title
    )
    t.strictSame(sent, before, `${title}: what was sent is not touched`)
    t.notOk(tolerate(shape, sent, others).readable, `${title}: unreadable for others`)
  }
  t.equal(leftOf(tolerate(shape, gut, lenient)), gut, 'what is right is not copied')
})

t.test('what is not of the wrong type is read as ever by a lenient reader', async t => {
  const read = (value: object, scalars = lenient.scalars) =>
    tolerate(hof(refTo('Hof')), { name: 'x', ...value }, { ...lenient, scalars })
  t.strictSame(
    leftOf(read({ zahl: '3', offen: 1 })),
    { name: 'x', zahl: 3, offen: true },
    'adapted'
  )
  t.strictSame(leftOf(read({ zahl: '3', offen: 1 }, STRICT)), { name: 'x' }, 'not adapted')
  const others = { farbe: 'BLAU', fremd: 1, felder: [null], halter: { tier: { '@type': 'MAUS' } } }
  const reading = read(others)
  t.strictSame(leftOf(reading), { name: 'x', felder: [], halter: {} })
  t.strictSame(
    reading.findings.map(one => one.reason),
    ['unknown value', 'unknown property', 'empty list element', 'unknown @type']
  )
})

function leftOf(reading: Reading): unknown {
  return reading.readable ? reading.value : 'unreadable'
}
