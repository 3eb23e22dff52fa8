import t from 'tap'
import {
  COERCE,
  isRight,
  readScalar,
  type Scalar,
  type ScalarPolicy,
  STRICT
} from '../../src/contract/scalar.ts'
import { type ScalarShape, shapesOf } from '../../src/contract/shape.ts'
import { documentOf } from './documents.ts'

/** What the dossier's table says: a value, `absent` or FAIL. */
type Expected = { keep: unknown } | { becomes: unknown } | 'absent' | 'FAIL'

const keep = (value: unknown) => ({ keep: value })
const becomes = (value: unknown) => ({ becomes: value })

/** A value that no JSON number can be written for. */
const TOO_LARGE = JSON.parse('1e999')

const shapeOf = shapesOf(documentOf({}))
const text = { type: 'string' }
const double = { type: 'number', format: 'double' }
const int32 = { type: 'integer', format: 'int32' }
const boolean = { type: 'boolean' }
const date = { type: 'string', format: 'date' }
const uri = { type: 'string', format: 'uri' }
const choice = { type: 'string', enum: ['JA', 'NEIN', ''] }
const pinned = { const: 'JA' }

/** The dossier's table B8, row by row: number, string, boolean, empty text, object and list. */
const rows: [string, object, [unknown, Expected][]][] = [
  [
    'string',
    text,
    [
      [12, becomes('12')],
      [-0.5, becomes('-0.5')],
      ['Max', keep('Max')],
      [' 12 ', keep(' 12 ')],
      [true, becomes('true')],
      [false, becomes('false')],
      ['', keep('')]
    ]
  ],
  [
    'double',
    double,
    [
      [12.5, keep(12.5)],
      [0, keep(0)],
      ['12.5', becomes(12.5)],
      ['-3', becomes(-3)],
      ['+.5', becomes(0.5)],
      ['1e3', becomes(1000)],
      [' 7 ', becomes(7)],
      ['12,5', 'FAIL'],
      ['viel', 'FAIL'],
      ['0x10', 'FAIL'],
      ['1e999', 'FAIL'],
      [TOO_LARGE, 'FAIL'],
      [true, 'FAIL'],
      ['', 'absent']
    ]
  ],
  [
    'int32',
    int32,
    [
      [12, keep(12)],
      [12.9, becomes(12)],
      [-12.9, becomes(-12)],
      [-0.5, becomes(0)],
      [2147483647, keep(2147483647)],
      [2147483647.5, becomes(2147483647)],
      [2147483648, 'FAIL'],
      [-2147483648, keep(-2147483648)],
      [-2147483649, 'FAIL'],
      [TOO_LARGE, 'FAIL'],
      ['12', becomes(12)],
      ['-12', becomes(-12)],
      [' 12 ', becomes(12)],
      ['12.5', 'FAIL'],
      ['zwölf', 'FAIL'],
      ['2147483648', 'FAIL'],
      [true, 'FAIL'],
      ['', 'absent']
    ]
  ],
  [
    'boolean',
    boolean,
    [
      [0, becomes(false)],
      [1, becomes(true)],
      [-2.5, becomes(true)],
      ['true', becomes(true)],
      ['True', becomes(true)],
      ['TRUE', becomes(true)],
      ['false', becomes(false)],
      ['False', becomes(false)],
      ['FALSE', becomes(false)],
      ['ja', 'FAIL'],
      ['1', 'FAIL'],
      [true, keep(true)],
      [false, keep(false)],
      ['', 'absent']
    ]
  ],
  [
    'date',
    date,
    [
      [20160101, 'FAIL'],
      ['2016-09-03', keep('2016-09-03')],
      ['2016-09-03T04:27:00Z', becomes('2016-09-03')],
      ['01.01.2016', 'FAIL'],
      ['2016-02-31', 'FAIL'],
      ['2016-02-31T00:00:00', 'FAIL'],
      ['2016-04-31', 'FAIL'],
      ['2016-13-01', 'FAIL'],
      ['2016-00-01', 'FAIL'],
      ['2016-01-00', 'FAIL'],
      ['2016-1-1', 'FAIL'],
      ['20x6-01-01', 'FAIL'],
      ['2016-O1-01', 'FAIL'],
      ['2016-01-1x', 'FAIL'],
      ['2016/01/01', 'FAIL'],
      ['2016-01-01x', 'FAIL'],
      ['2016-09-03 04:27', 'FAIL'],
      ['2016-02-29', keep('2016-02-29')],
      ['2015-02-29', 'FAIL'],
      ['1900-02-29', 'FAIL'],
      ['2000-02-29', keep('2000-02-29')],
      [true, 'FAIL'],
      ['', 'absent']
    ]
  ],
  [
    'uri',
    uri,
    [
      [12, becomes('12')],
      ['no uri at all', keep('no uri at all')],
      ['', keep('')]
    ]
  ],
  [
    'enum',
    choice,
    [
      ['JA', keep('JA')],
      ['ja', 'absent'],
      ['VIELLEICHT', 'absent'],
      [1, 'absent'],
      [true, 'absent'],
      ['', keep('')]
    ]
  ],
  [
    'single value',
    pinned,
    [
      ['JA', keep('JA')],
      ['NEIN', 'absent'],
      ['', 'absent']
    ]
  ]
]

const objects: [unknown, Expected][] = [{}, { a: 1 }, [], ['JA']].map(value => [value, 'FAIL'])

for (const [name, schema, cells] of rows) {
  const shape = shapeOf(schema) as ScalarShape

  t.test(`a ${name} is read as the table of the dossier says`, async t => {
    for (const [value, expected] of [...cells, ...objects])
      t.strictSame(simple(readScalar(shape, value, COERCE)), expected, named(value))
  })

  t.test(`a ${name} is only kept or unreadable where scalars are strict`, async t => {
    for (const [value, expected] of [...cells, ...objects]) {
      const isAdapted = typeof expected === 'object' && 'becomes' in expected
      const read = simple(readScalar(shape, value, STRICT))
      t.strictSame(read, isAdapted ? 'FAIL' : expected, named(value))
    }
  })
}

t.test('a value that is right as it is, is one that is kept', async t => {
  for (const [name, schema, cells] of rows) {
    const shape = shapeOf(schema) as ScalarShape
    for (const [value, expected] of [...cells, ...objects]) {
      const isKept = typeof expected === 'object' && 'keep' in expected
      t.equal(isRight(shape, value), isKept, `${name}: ${named(value)}`)
    }
  }
})

t.test('what was adapted or ignored is told in words', async t => {
  const cases: [object, unknown, string][] = [
    [text, 1, 'read as text'],
    [double, '1', 'text read as a number'],
    [double, '', 'empty text'],
    [int32, '1', 'text read as a number'],
    [int32, 1.5, 'decimals cut'],
    [boolean, 1, 'number read as true or false'],
    [boolean, 'true', 'text read as true'],
    [boolean, 'false', 'text read as false'],
    [date, '2016-09-03T00:00', 'time of day cut'],
    [choice, 'VIELLEICHT', 'unknown value'],
    [pinned, '', 'empty text']
  ]
  for (const [schema, value, words] of cases) {
    const read = readScalar(shapeOf(schema) as ScalarShape, value, COERCE)
    t.equal(read.is === 'value' ? read.note : read.is === 'ignored' && read.reason, words)
  }
})

t.test('a policy adapts values of the types that it names, and of no others', async t => {
  const policies = [['text'], ['text', 'number', 'integer'], ['boolean', 'date']] as const
  for (const types of policies) {
    const policy: ScalarPolicy = new Set(types)
    for (const [name, schema, cells] of rows) {
      const shape = shapeOf(schema) as ScalarShape
      for (const [value, expected] of [...cells, ...objects]) {
        const isAdapted = typeof expected === 'object' && 'becomes' in expected
        const read = simple(readScalar(shape, value, policy))
        const isRefused = isAdapted && !policy.has(shape.type)
        t.strictSame(read, isRefused ? 'FAIL' : expected, `${types}: ${name}: ${named(value)}`)
      }
    }
  }
})

t.test('where only texts are adapted a number is a text, and a text is no number', async t => {
  const TEXTS: ScalarPolicy = new Set(['text'])
  const cases: [object, unknown, Expected][] = [
    [text, 12919351, becomes('12919351')],
    [uri, 12, becomes('12')],
    [double, '12.5', 'FAIL'],
    [int32, '12', 'FAIL'],
    [int32, 12.9, 'FAIL'],
    [boolean, '1', 'FAIL'],
    [boolean, 1, 'FAIL'],
    [boolean, 'true', 'FAIL'],
    [date, '2016-09-03T04:27:00Z', 'FAIL'],
    [double, 12.5, keep(12.5)],
    [double, '', 'absent'],
    [choice, 'VIELLEICHT', 'absent']
  ]
  for (const [schema, value, expected] of cases)
    t.strictSame(
      simple(readScalar(shapeOf(schema) as ScalarShape, value, TEXTS)),
      expected,
      named(value)
    )
})

function simple(scalar: Scalar): Expected {
  if (scalar.is === 'unreadable') return 'FAIL'
  if (scalar.is === 'ignored') return 'absent'
  return scalar.note === undefined ? keep(scalar.value) : becomes(scalar.value)
}

function named(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
