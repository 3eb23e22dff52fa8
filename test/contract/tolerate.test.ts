import t from 'tap'
import { toViolations } from '../../src/apis/europace/violations.ts'
import { loadContract } from '../../src/contract/document.ts'
import { jacksonPath } from '../../src/contract/path.ts'
import { COERCE, STRICT } from '../../src/contract/scalar.ts'
import { type ObjectShape, shapesOf } from '../../src/contract/shape.ts'
import { type Reading, type Tolerance, tolerate } from '../../src/contract/tolerate.ts'
import { createValidators } from '../../src/contract/validate.ts'
import { START } from '../sandbox.ts'
import { ANIMALS, documentOf, refTo } from './documents.ts'
import { bodyText, type Outcome, REQUIRED_CASES } from './required-cases.ts'

const contract = loadContract('europace-kundenangaben')
const shapeOf = shapesOf(contract.document)

const usual: Tolerance = {
  scalars: COERCE,
  wrongType: 'unreadable',
  unknownType: 'drop',
  dates: 'documented',
  today: START.slice(0, 10)
}

t.test('the table of required cases: what the tolerant reader makes of a body', async t => {
  const { constraintsAt } = await createValidators(contract)()
  const check = constraintsAt('#/components/schemas/ImportKundenangabenRequest')

  function outcomeOf(reading: Reading): Outcome {
    if (!reading.readable) return { failsAt: jacksonPath(reading.path) }
    const broken = [...toViolations(check(reading.value), true), ...reading.violations]
    const fields = broken.map(one => one.field).sort()
    return fields.length > 0 ? { violates: fields } : { left: reading.value as object }
  }

  for (const { title, body, outcome, told } of REQUIRED_CASES) {
    const value = JSON.parse(bodyText(body))
    const reading = tolerate(shapeOf(refTo('ImportKundenangabenRequest')), value, usual)
    t.strictSame(outcomeOf(reading), outcome, title)
    if (reading.readable)
      t.strictSame(
        reading.findings.map(one => one.path),
        told ?? [],
        `${title}: findings`
      )
  }
})

/** Rules in descriptions (dossier B9): a day that keeps the rule, one that breaks it, what the caller would be told. */
const PAST = ['2026-11-20', '2026-11-21', 'must be a past date'] as const
const FUTURE = ['2026-11-22', '2026-11-21', 'must be a future date'] as const
const VALID = [
  '2026-11-21',
  '2026-11-20',
  'must be a date in the present or in the future'
] as const
const DATES: readonly [string, string, readonly [string, string, string], 'enforced' | 'told'][] = [
  ['Personendaten', 'geburtsdatum', PAST, 'enforced'],
  ['Kind', 'geburtsdatum', PAST, 'enforced'],
  [
    'Legitimationsdaten',
    'ausstellungsdatum',
    ['2026-11-20', '2026-11-21', 'The date of issue must be in the past'],
    'enforced'
  ],
  ['ArbeitserlaubnisVorhanden', 'befristetBis', FUTURE, 'told'],
  ['Annuitaetendetails', 'auszahlungszeitpunkt', FUTURE, 'told'],
  ['Rate', 'tilgungsbeginn', FUTURE, 'told'],
  ['TilgungInProzent', 'tilgungsbeginn', FUTURE, 'told'],
  ['Volltilger', 'tilgungsbeginn', FUTURE, 'told'],
  ['Sparbeginn', 'beginn', FUTURE, 'told'],
  ['Zuteilungszeitpunkt', 'zeitpunkt', FUTURE, 'told'],
  ['Ratenschutz', 'versicherungsbeginn', FUTURE, 'told'],
  ['UnbesichertesExternesDarlehen', 'laufzeitende', FUTURE, 'told'],
  ['Visum', 'befristetBis', VALID, 'told'],
  ['Aufenthaltserlaubnis', 'befristetBis', VALID, 'told'],
  ['BlaueKarteEu', 'befristetBis', VALID, 'told'],
  [
    'EinkuenfteAusNebentaetigkeit',
    'beginnDerTaetigkeit',
    ['2027-11-21', '2027-11-22', 'must be at most 365 days in the future'],
    'told'
  ],
  [
    'Wohnsituation',
    'wohnhaftSeit',
    ['2027-01-20', '2027-01-21', 'must be at most 60 days in the future'],
    'told'
  ]
]

t.test('of the rules about past and future three are enforced, the others only told', async t => {
  for (const [schema, property, [good, bad, message], usually] of DATES) {
    // What else the schema demands is of no interest here.
    const shape = { ...(shapeOf(refTo(schema)) as ObjectShape), required: [] }
    const read = (day: string, dates: Tolerance['dates']) =>
      tolerate(shape, { [property]: day }, { ...usual, dates })
    const title = `${schema}.${property}`
    const kept = (value: string) => ({ readable: true, value: { [property]: value } })
    const refused = { findings: [], violations: [{ field: property, message }] }
    const told = {
      findings: [{ path: property, value: bad, reason: `${message} (kept)` }],
      violations: []
    }
    const fine = { findings: [], violations: [] }
    t.strictSame(read(good, 'documented'), { ...kept(good), ...fine }, title)
    t.strictSame(read(good, 'strict'), { ...kept(good), ...fine }, title)
    const outcome = usually === 'enforced' ? refused : told
    t.strictSame(read(bad, 'documented'), { ...kept(bad), ...outcome }, title)
    t.strictSame(read(bad, 'strict'), { ...kept(bad), ...refused }, `${title}, strict`)
  }
  const free = tolerate(
    shapeOf(refTo('Konstantdarlehen')),
    { '@type': 'KONSTANTDARLEHEN', auszahlungszeitpunkt: '2000-01-01' },
    usual
  )
  t.strictSame(free.findings, [], 'the same field of a Konstantdarlehen has no rule')
})

const animals = shapesOf(
  documentOf({
    ...ANIMALS,
    Zoo: {
      properties: {
        halter: refTo('Halter'),
        notiz: {},
        zahl: { type: 'integer', 'x-sandkasten-values': [5, 10] }
      }
    }
  })
)
const zoo = (value: object, tolerance: Partial<Tolerance> = {}) =>
  tolerate(animals(refTo('Zoo')), value, { ...usual, ...tolerance })

t.test('a stricter reader refuses what is adapted and what it does not know', async t => {
  const hund = { '@type': 'HUND', gewicht: '7' }
  const maus = { halter: { tier: { '@type': 'MAUS' } } }
  const path = ['halter', 'tier']
  t.strictSame(leftOf(zoo({ halter: { tier: hund } })), {
    halter: { tier: { '@type': 'HUND', gewicht: 7 } }
  })
  t.strictSame(placeOf(zoo({ halter: { tier: hund } }, { scalars: STRICT })), path)
  t.strictSame(leftOf(zoo(maus)), { halter: {} })
  t.strictSame(placeOf(zoo(maus, { unknownType: 'reject' })), path)
  const findings = [{ path: 'fremd', value: 1, reason: 'unknown property' }]
  t.strictSame(zoo({ fremd: 1, ...maus }, { unknownType: 'reject' }), {
    readable: false,
    path,
    findings
  })
})

t.test('an error below several choices is reported at the outermost', async t => {
  const tier = { '@type': 'KATZE', jagt: { '@type': 'HUND', gewicht: 'schwer' } }
  t.strictSame(placeOf(zoo({ halter: { tier } })), ['halter', 'tier'])
})

t.test('what is left starts with the discriminator, and what was sent is not touched', async t => {
  const sent = {
    halter: { tier: { gewicht: 7, name: 'Rex', '@type': 'HUND' } },
    notiz: { a: [1] }
  }
  const before = structuredClone(sent)
  const reading = zoo(sent)
  t.equal(
    JSON.stringify(leftOf(reading)),
    '{"halter":{"tier":{"@type":"HUND","gewicht":7,"name":"Rex"}},"notiz":{"a":[1]}}',
    'free places are kept as they are'
  )
  t.strictSame(sent, before)
})

t.test('an unusual value is kept and told', async t => {
  t.strictSame(zoo({ zahl: 10 }).findings, [])
  t.strictSame(zoo({ zahl: '7' }), {
    readable: true,
    value: { zahl: 7 },
    findings: [
      { path: 'zahl', value: '7', reason: 'text read as a number' },
      { path: 'zahl', value: '7', reason: 'unusual, expected 5, 10 (kept)' }
    ],
    violations: []
  })
})

t.test('dropped places are told in short', async t => {
  const cases: [unknown, unknown][] = [
    [null, null],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(200)}…`],
    [
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5]
    ],
    [{ a: { b: { c: 1 }, d: [], e: 1 } }, { a: { b: '…', d: '…', e: 1 } }],
    [
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, i])),
      Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`k${i}`, i]))
    ],
    [{ ['k'.repeat(300)]: 1 }, { [`${'k'.repeat(200)}…`]: 1 }]
  ]
  for (const [value, told] of cases)
    t.strictSame(zoo({ fremd: value }).findings, [
      { path: 'fremd', value: told, reason: 'unknown property' }
    ])
})

t.test('no name of a property is dangerous', async t => {
  const sent = JSON.parse('{"__proto__":{"a":1},"constructor":2,"halter":{"toString":3}}')
  const reading = zoo(sent)
  t.strictSame(leftOf(reading), { halter: {} })
  t.strictSame(
    reading.findings.map(one => one.path),
    ['__proto__', 'constructor', 'halter.toString']
  )
})

function leftOf(reading: Reading): unknown {
  return reading.readable ? reading.value : 'unreadable'
}

function placeOf(reading: Reading): unknown {
  return reading.readable ? 'readable' : reading.path
}
