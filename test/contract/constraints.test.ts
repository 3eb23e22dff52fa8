import t from 'tap'
import { onlyConstraints } from '../../src/contract/constraints.ts'
import { loadContract, type Schema } from '../../src/contract/document.ts'
import { createValidators } from '../../src/contract/validate.ts'
import { ANIMALS, broken, contractOf, documentOf, refTo } from './documents.ts'

t.test('of a schema only what a value of the right type can break is left', async t => {
  const ends = { exclusiveMinimum: 0, exclusiveMaximum: 9 }
  const texts = { minLength: 1, maxLength: 3, pattern: 'a' }
  const lists = { minItems: 1, maxItems: 3 }
  const cases: [string, Schema, Schema | undefined][] = [
    ['types go', { type: 'string', format: 'date', description: 'x' }, undefined],
    ['values go', { enum: ['A'], const: 'A' }, undefined],
    ['numbers', { type: 'number', minimum: 0, maximum: 9 }, { minimum: 0, maximum: 9 }],
    ['open ends', { type: 'number', ...ends }, ends],
    ['texts', { type: 'string', ...texts }, texts],
    ['lists', { type: 'array', ...lists, items: { type: 'string' } }, lists],
    ['items', { type: 'array', items: { minimum: 1 } }, { items: { minimum: 1 } }],
    ['demands', { required: ['a', '@type'], properties: { a: {} } }, { required: ['a'] }],
    ['a demanded discriminator is seen to before', { required: ['@type'] }, undefined],
    [
      'properties',
      { properties: { a: { minimum: 1 }, b: { type: 'string' } } },
      { properties: { a: { minimum: 1 } } }
    ],
    [
      'parts',
      { allOf: [{ type: 'object' }, { required: ['a'] }, refTo('Leer')] },
      { allOf: [{ required: ['a'] }] }
    ],
    [
      'references to constraints stay, others go',
      { properties: { a: refTo('Zahl'), b: refTo('Leer'), c: refTo('Zahl') } },
      { properties: { a: refTo('Zahl'), c: refTo('Zahl') } }
    ],
    ['a schema that is only a reference', refTo('Zahl'), { minimum: 1 }]
  ]
  for (const [title, schema, left] of cases) {
    const document = documentOf({ X: schema, Leer: { type: 'object' }, Zahl: { minimum: 1 } })
    t.strictSame(onlyConstraints(document).components.schemas['X'], left, title)
  }
})

t.test('constraints of a choice count only for the chosen variant', async t => {
  const validators = await createValidators(contractOf(ANIMALS))()
  const check = validators.constraintsAt('#/components/schemas/Halter')
  const cases: [string, object, string[][]][] = [
    ['nothing given', {}, []],
    ['a dog that fits', { tier: { '@type': 'HUND', gewicht: 1 } }, []],
    ['too light', { tier: { '@type': 'HUND', gewicht: 0 } }, [['tier.gewicht', 'minimum']]],
    ['no weight', { tier: { '@type': 'HUND' } }, [['tier', 'required']]],
    ['the rule of another', { tier: { '@type': 'HUND', gewicht: 1, leben: 10 } }, []],
    ['too many', { tier: { '@type': 'KATZE', leben: 10 } }, [['tier.leben', 'maximum']]],
    [
      'deeper choices',
      { tier: { '@type': 'KATZE', jagt: { '@type': 'HUND', gewicht: 0 } } },
      [['tier.jagt.gewicht', 'minimum']]
    ],
    ['a variant without rules', { tier: { '@type': 'KATZE', jagt: { '@type': 'FISCH' } } }, []],
    [
      'the base of a variant',
      { fund: { '@type': 'MARKE', ort: 'x' } },
      [['fund.ort', 'minLength']]
    ],
    ['without a discriminator', { fund: { ort: 'x' } }, [['fund.ort', 'minLength']]]
  ]
  for (const [title, value, expected] of cases) t.strictSame(broken(check(value)), expected, title)
})

t.test('a schema that contains itself is read to an end', async t => {
  const kette = { properties: { wert: { minimum: 1 }, weiter: refTo('Kette') } }
  const validators = await createValidators(contractOf({ Kette: kette }))()
  const check = validators.constraintsAt('#/components/schemas/Kette')
  t.strictSame(broken(check({ wert: 0 })), [['wert', 'minimum']])
  t.strictSame(check({ wert: 1, weiter: { wert: 1 } }), [])
})

/** Constraints of the real contract, as the dossier lists them (B9). */
const limits: [string, string, number | undefined, number | undefined][] = [
  ['Baugrundstueck', 'grundstuecksgroesse', 0, undefined],
  ['Doppelhaushaelfte', 'grundstuecksgroesse', 0, undefined],
  ['Eigentumswohnung', 'grundstuecksgroesse', 0, undefined],
  ['Einfamilienhaus', 'grundstuecksgroesse', 0, undefined],
  ['ImmobilieOhneTyp', 'grundstuecksgroesse', 0, undefined],
  ['Mehrfamilienhaus', 'grundstuecksgroesse', 0, undefined],
  ['Reihenhaus', 'grundstuecksgroesse', 0, undefined],
  ['Zweifamilienhaus', 'grundstuecksgroesse', 0, undefined],
  ['Flaechennutzung', 'gesamtflaeche', 0, undefined],
  ['Teilvermietet', 'vermieteteFlaeche', 0, undefined],
  ['Flurstueck', 'groesse', 0, undefined],
  ['Beleihungswertangaben', 'kubatur', 0, undefined],
  ['Beleihungswertangaben', 'keinBaulandFlaeche', 0, undefined],
  ['Konstantdarlehen', 'bereitstellungszinsfreieZeitInMonaten', 0, undefined],
  ['KfwProgramm124', 'laufzeitInJahren', 1, 35],
  ['KfwProgramm124', 'tilgungsfreieAnlaufjahre', 1, 10],
  ...['151', '152', '153', '159', '261Neubau', '261Sanierung', '262'].map(number =>
    range(number, 4, 30)
  ),
  ...['297', '298', '300'].map(number => range(number, 10, 35)),
  range('308', 7, 35),
  ...['358', '359'].map(number => range(number, 4, 35)),
  ['KfwProgramm167', 'laufzeitUndZinsbindungInJahren', 4, 10]
]

function range(number: string, least: number, most: number): [string, string, number, number] {
  return [`KfwProgramm${number}`, 'laufzeitInJahren', least, most]
}

const sizes: [string, string, number][] = [
  ['Kundenangaben', 'haushalte', 4],
  ['Haushalt', 'kunden', 2],
  ['Finanzierungsbedarf', 'finanzierungsbausteine', 5],
  ['Finanzierungsbedarf', 'externeBausparangebote', 3],
  ['Finanzierungsbedarf', 'ratenschutzbausteine', 2],
  ['Bauspardarlehen', 'wunschparameter', 4],
  ['Haushaltsverbindlichkeiten', 'ratenkredite', 3],
  ['Haushaltsverbindlichkeiten', 'privatdarlehen', 3],
  ['VorhandeneWeitereStaatsangehoerigkeiten', 'weitereStaatsangehoerigkeiten', 2],
  ['ZusatzangabenKundeIng', 'weitereStaatsangehoerigkeiten', 2]
]

const laufzeitAnlaufUndZinsbindung = [
  'laufzeitInJahren',
  'tilgungsfreieAnlaufjahre',
  'zinsbindungInJahren'
]

const demands: Record<string, readonly string[]> = {
  ImportKundenangabenRequest: ['importMetadaten', 'kundenangaben'],
  UpdateKundenangabenRequest: ['kundenangaben', 'updateMetadaten'],
  ImportMetadaten: ['datenkontext'],
  Betreuung: ['kundenbetreuer'],
  Tippgeber: ['tippgeberPartnerId'],
  Kunde: ['referenzId'],
  BestehendesDarlehenDesFinanzierungsobjektes: ['darlehen'],
  KfwDarlehen: ['darlehensbetrag', 'programm'],
  RegionalFoerderDarlehen: ['darlehensbetrag', 'programm'],
  Stellplatz: ['typ'],
  UnbesichertesExternesDarlehen: ['typ'],
  WertInEuroOderProzent: ['einheit', 'wert'],
  Zuteilungszeitpunkt: ['zeitpunkt'],
  KfwProgramm124: laufzeitAnlaufUndZinsbindung,
  KfwProgramm152: ['laufzeitInJahren', 'tilgungsfreieAnlaufjahre'],
  KfwProgramm153: laufzeitAnlaufUndZinsbindung,
  KfwProgramm159: ['tilgungsfreieAnlaufjahre'],
  KfwProgramm167: ['laufzeitUndZinsbindungInJahren', 'tilgungsfreieAnlaufjahre'],
  ...Object.fromEntries(
    ['297', '298', '300', '308', '358', '359'].map(number => [
      `KfwProgramm${number}`,
      ['tilgungsfreieAnlaufjahre']
    ])
  ),
  ...Object.fromEntries(
    [
      'LBankKombiDarlehenWohnen',
      'LBankWohnenMitKind',
      'LBankWohnenMitZukunft',
      'NRWBankGebaeudesanierung',
      'NRWBankNachhaltigWohnen',
      'NRWBankWohneigentum'
    ].map(name => [name, laufzeitAnlaufUndZinsbindung])
  ),
  IbshImmoeigentum: ['zinsbindungInJahren'],
  IbshImmofix: ['zinsbindungInJahren'],
  IbshImmoflex: ['zinsbindungInJahren'],
  IbshImmokonstant: ['volltilgerWennAnnuitaetenOderForward']
}

t.test('the real contract has the constraints of the dossier', async t => {
  const contract = loadContract('europace-kundenangaben')
  const validators = await createValidators(contract)()
  const keywords = (schema: string, property: string, value: unknown) =>
    validators
      .constraintsAt(`#/components/schemas/${schema}`)({ [property]: value })
      .filter(breach => breach.path[0] === property && breach.path.length === 1)
      .map(breach => breach.keyword)

  for (const [schema, property, least, most] of limits) {
    const title = `${schema}.${property}`
    if (least !== undefined) {
      t.strictSame(keywords(schema, property, least), [], title)
      t.strictSame(keywords(schema, property, least - 1), ['minimum'], title)
    }
    t.strictSame(keywords(schema, property, most ?? 1_000_000), [], title)
    if (most !== undefined) t.strictSame(keywords(schema, property, most + 1), ['maximum'], title)
  }
  for (const [schema, property, most] of sizes) {
    const list = (length: number) => Array.from({ length }, () => ({}))
    t.strictSame(keywords(schema, property, list(most)), [], `${schema}.${property}`)
    t.strictSame(keywords(schema, property, list(most + 1)), ['maxItems'], `${schema}.${property}`)
  }
  t.strictSame(keywords('Kundenangaben', 'sicherungsgeberHaushalte', Array(50).fill({})), [])
  t.strictSame(keywords('Kunde', 'referenzId', ''), ['minLength'])
  const details = 'ratenschutzDetailsBase64'
  t.strictSame(keywords('Ratenschutz', details, 'x'.repeat(140_000)), [])
  t.strictSame(keywords('Ratenschutz', details, 'x'.repeat(140_001)), ['maxLength'])
})

t.test('the real contract demands what the dossier says and nothing else', async t => {
  const { document } = loadContract('europace-kundenangaben')
  const { schemas } = document.components
  const requests = Object.keys(schemas).filter(name => !/^Problem$|Response$|Problem$/.test(name))
  const found = requests.map(name => [name, demandsOf(schemas[name])] as const)
  t.strictSame(
    Object.fromEntries(found.filter(([, names]) => names.length > 0)),
    Object.fromEntries(Object.entries(demands).map(([name, names]) => [name, [...names].sort()]))
  )
})

function demandsOf(schema: Schema): string[] {
  const own = [schema, ...(schema.allOf ?? [])].flatMap(part => part.required ?? [])
  return own.filter(name => name !== '@type').sort()
}
