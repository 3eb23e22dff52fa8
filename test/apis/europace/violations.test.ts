import t from 'tap'
import { toViolations, withoutRoot } from '../../../src/apis/europace/violations.ts'
import { loadContract } from '../../../src/contract/document.ts'
import { type Breach, createValidators } from '../../../src/contract/validate.ts'

const contract = loadContract('europace-kundenangaben')

function breach(keyword: string, rest: Partial<Breach> = {}): Breach {
  const path = ['kundenangaben', 'haushalte', 0, 'kunden']
  return { path, keyword, params: {}, schema: {}, message: `as ${keyword} says`, ...rest }
}
const missing = (missingProperty: string, path: Breach['path'] = []) =>
  breach('required', { path, params: { missingProperty } })

const messages: [string, Breach, string][] = [
  ['required', missing('kundenangaben'), 'must not be null'],
  ['maxItems', breach('maxItems', { schema: { maxItems: 2 } }), 'size must be between 0 and 2'],
  [
    'minItems',
    breach('minItems', { schema: { minItems: 1, maxItems: 4 } }),
    'size must be between 1 and 4'
  ],
  [
    'minLength',
    breach('minLength', { schema: { minLength: 1 } }),
    'size must be between 1 and 2147483647'
  ],
  [
    'maxLength',
    breach('maxLength', { schema: { minLength: 0, maxLength: 140_000 } }),
    'size must be between 0 and 140000'
  ],
  ['minimum', breach('minimum', { schema: { minimum: 0 } }), 'must be greater than or equal to 0'],
  [
    'maximum',
    breach('maximum', { schema: { minimum: 4, maximum: 30 } }),
    'must be less than or equal to 30'
  ],
  ['anything else', breach('const'), 'as const says']
]

t.test('broken constraints are told in the words of Bean Validation', async t => {
  for (const [title, one, message] of messages)
    t.match(toViolations([one], true), [{ message }], title)
})

const fields: [Breach, string, string][] = [
  [breach('maxItems'), 'kundenangaben.haushalte[0].kunden', 'haushalte[0].kunden'],
  [
    missing('datenkontext', ['importMetadaten']),
    'importMetadaten.datenkontext',
    'importMetadaten.datenkontext'
  ],
  [
    missing('referenzId', ['kundenangaben', 'haushalte', 1, 'kunden', 0]),
    'kundenangaben.haushalte[1].kunden[0].referenzId',
    'haushalte[1].kunden[0].referenzId'
  ],
  [missing('updateMetadaten'), 'updateMetadaten', 'updateMetadaten'],
  [missing('kundenangaben'), 'kundenangaben', 'kundenangaben']
]

t.test('the field is a bean path, with kundenangaben in front or as in 2020', async t => {
  for (const [one, rooted, bare] of fields) {
    t.match(toViolations([one], true), [{ field: rooted }])
    t.match(toViolations([one], false), [{ field: bare }], `${rooted} without its root`)
  }
})

t.test('only the root is taken away from a field', async t => {
  t.equal(withoutRoot('kundenangaben.haushalte[0]'), 'haushalte[0]')
  t.equal(withoutRoot('importMetadaten.kundenangaben.x'), 'importMetadaten.kundenangaben.x')
})

t.test('all violations of a request are told, each once and in its place', async t => {
  const validators = await createValidators(contract)()
  const check = validators.constraintsAt('#/components/schemas/ImportKundenangabenRequest')
  const kunden = [{ referenzId: 'a' }, {}, { referenzId: '' }]
  const typ = { '@type': 'EINFAMILIENHAUS', grundstuecksgroesse: -1 }
  const broken = check({
    importMetadaten: {},
    kundenangaben: {
      haushalte: [{ kunden }, {}, {}, {}, {}],
      finanzierungsobjekt: { immobilie: { typ } }
    }
  })
  const told = toViolations(broken, true).sort((a, b) => (a.field < b.field ? -1 : 1))
  t.strictSame(told, [
    { field: 'importMetadaten.datenkontext', message: 'must not be null' },
    {
      field: 'kundenangaben.finanzierungsobjekt.immobilie.typ.grundstuecksgroesse',
      message: 'must be greater than or equal to 0'
    },
    { field: 'kundenangaben.haushalte', message: 'size must be between 0 and 4' },
    { field: 'kundenangaben.haushalte[0].kunden', message: 'size must be between 0 and 2' },
    { field: 'kundenangaben.haushalte[0].kunden[1].referenzId', message: 'must not be null' },
    {
      field: 'kundenangaben.haushalte[0].kunden[2].referenzId',
      message: 'size must be between 1 and 2147483647'
    }
  ])
  t.strictSame(toViolations([], true), [])
})
