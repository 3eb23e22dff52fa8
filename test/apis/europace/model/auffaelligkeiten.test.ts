import t from 'tap'
import {
  findAuffaelligkeiten,
  ratesWithoutRestschuld
} from '../../../../src/apis/europace/model/auffaelligkeiten.ts'
import { mit, umbau } from './umbau-helper.ts'

const find = (angaben: object, zweck?: string) => findAuffaelligkeiten(angaben, zweck, umbau)

/** What ING wants to know of the property to be financed. */
const ing = (typ: object | undefined, beleihungsobjekt?: object) =>
  mit.immobilie({
    ...(typ && { typ }),
    zusatzangaben: {
      zusatzangabenProProduktanbieter: [
        { '@type': 'ZUSATZANGABEN_IMMOBILIE_GENOPACE' },
        { '@type': 'ZUSATZANGABEN_IMMOBILIE_ING', ...(beleihungsobjekt && { beleihungsobjekt }) }
      ]
    }
  })
const haus = { '@type': 'ING_HAUS' }
const wohnung = { '@type': 'ING_EIGENTUMSWOHNUNG' }
const grundstueck = { '@type': 'ING_GRUNDSTUECK' }
const ZUSATZ = 'finanzierungsobjekt.immobilie.zusatzangaben'

const fitting: [string, object][] = [
  ['EIGENTUMSWOHNUNG', wohnung],
  ['BAUGRUNDSTUECK', grundstueck],
  ['EINFAMILIENHAUS', haus],
  ['ZWEIFAMILIENHAUS', haus],
  ['MEHRFAMILIENHAUS', haus],
  ['DOPPELHAUSHAELFTE', haus],
  ['REIHENHAUS', haus]
]

t.test('the collateral of ING has to be of the kind of the property', async t => {
  for (const [typ, right] of fitting) {
    for (const one of [haus, wohnung, grundstueck]) {
      const told = find(ing({ '@type': typ }, one)).map(({ path }) => path)
      t.strictSame(told, one === right ? [] : [ZUSATZ], `${typ} ${one['@type']}`)
    }
  }
  for (const typ of [undefined, { '@type': 'IMMOBILIE_OHNE_TYP' }])
    t.strictSame(find(ing(typ, wohnung)), [], 'a property of no kind fits all')
  t.strictSame(find(ing({ '@type': 'REIHENHAUS' })), [])
  t.strictSame(find(mit.immobilie({ typ: { '@type': 'REIHENHAUS' } })), [])
})

t.test('a finished cellar needs a cellar', async t => {
  const keller = (unterkellerung?: string, gebaude: object = { kellerausbau: 'AUSGEBAUT' }) =>
    ing(
      { '@type': 'EINFAMILIENHAUS', ...(unterkellerung && { nutzflaechen: { unterkellerung } }) },
      { ...haus, gebaude }
    )
  t.match(find(keller('NICHT_UNTERKELLERT')), [{ path: ZUSATZ, reason: /cellar/ }])
  for (const fine of ['UNTERKELLERT', 'TEILWEISE_UNTERKELLERT', undefined])
    t.strictSame(find(keller(fine)), [], String(fine))
  t.strictSame(find(keller('NICHT_UNTERKELLERT', {})), [], 'none was told')
})

const gebender = (produktanbieter: string) => ({
  darlehen: {
    '@type': 'BESTEHENDES_IMMOBILIENDARLEHEN',
    darlehensgeber: { '@type': 'PRODUKTANBIETER_DARLEHENSGEBER', produktanbieter }
  }
})
/** The property with loans of these lenders on it. */
const withLoans = (angaben: { finanzierungsobjekt: object }, ...lenders: string[]) => ({
  finanzierungsobjekt: {
    ...angaben.finanzierungsobjekt,
    ...mit.darlehen(...lenders.map(gebender)).finanzierungsobjekt
  }
})

t.test('a recent prolongation counts for raising capital on a loan of ING', async t => {
  const told = ing(
    { '@type': 'REIHENHAUS' },
    { ...haus, gebaude: { kuerzlicheProlongation: true } }
  )
  const path = /\.beleihungsobjekt\.gebaude\.kuerzlicheProlongation$/
  t.strictSame(find(withLoans(told, 'ING_DIBA'), 'KAPITALBESCHAFFUNG'), [])
  for (const zweck of ['KAUF', 'ANSCHLUSSFINANZIERUNG', undefined])
    t.match(find(withLoans(told, 'ING_DIBA'), zweck), [{ path, value: true }], String(zweck))
  t.match(find(told, 'KAPITALBESCHAFFUNG'), [{ path, value: true }], 'no loan at all')
  t.match(find(withLoans(told, 'BHW'), 'KAPITALBESCHAFFUNG'), [{ path }], 'a loan of another')
  const none = ing({ '@type': 'REIHENHAUS' }, { ...haus, gebaude: { aufzugVorhanden: true } })
  t.strictSame(find(none, 'KAUF'), [])
})

t.test('supplementary financing by DSL needs a loan of DSL', async t => {
  const dsl = mit.immobilie({
    zusatzangaben: {
      zusatzangabenProProduktanbieter: [
        { '@type': 'ZUSATZANGABEN_IMMOBILIE_DSL', nachfinanzierung: true }
      ]
    }
  })
  t.strictSame(find(withLoans(dsl, 'DSL_BANK')), [])
  for (const angaben of [dsl, withLoans(dsl, 'ING_DIBA')])
    t.match(find(angaben), [{ path: /nachfinanzierung|zusatzangaben/, reason: /./ }])
})

t.test('details of a job are told of employed customers only', async t => {
  const worker = (typ: string, zusatz: object) =>
    mit.kunde({
      finanzielles: { beschaeftigung: { '@type': typ } },
      zusatzangaben: { zusatzangabenProProduktanbieter: [zusatz] }
    })
  const details = [
    { '@type': 'ZUSATZANGABEN_KUNDE_ING', branche: 'HANDEL' },
    { '@type': 'ZUSATZANGABEN_KUNDE_MHB', branche: 'HANDEL' },
    { '@type': 'ZUSATZANGABEN_KUNDE_DSL', beschaeftigungImOeffentlichenDienst: true }
  ]
  for (const one of details) {
    t.strictSame(find(worker('ANGESTELLTER', one)), [], one['@type'])
    t.match(find(worker('RENTNER', one)), [{ path: /^haushalte\[0\]\.kunden\[0\]/ }], one['@type'])
  }
})

t.test('a loan with a variable rate is not repaid in full by its end', async t => {
  const variabel = (typ: string) =>
    mit.baustein('VARIABLES_DARLEHEN', { tilgungswunsch: { '@type': typ } })
  t.match(find(variabel('VOLLTILGER')), [
    {
      path: 'finanzierungsbedarf.finanzierungsbausteine[0].tilgungswunsch',
      value: { '@type': 'VOLLTILGER' }
    }
  ])
  t.strictSame(find(variabel('TILGUNG_IN_PROZENT')), [])
  t.strictSame(find(mit.baustein('VARIABLES_DARLEHEN')), [])
  const annuitaet = { annuitaetendetails: { tilgungswunsch: { '@type': 'VOLLTILGER' } } }
  t.strictSame(find(mit.baustein('ANNUITAETENDARLEHEN', annuitaet)), [], 'others are')
})

t.test('suspended repayment needs a substitute that is assigned', async t => {
  const ausgesetzt = (rest: object) =>
    mit.baustein('ANNUITAETENDARLEHEN', {
      annuitaetendetails: { tilgungswunsch: { '@type': 'TILGUNG_AUSGESETZT', ...rest } }
    })
  const bausparen = (verwendung?: string) => ({
    bausparwunsch: { '@type': 'BAUSPARDARLEHEN', ...(verwendung && { verwendung }) }
  })
  t.strictSame(find(ausgesetzt(bausparen('ABTRETEN'))), [])
  t.strictSame(find(ausgesetzt({ tilgungsersatzProduktId: 'a' })), [])
  for (const odd of [{}, bausparen(), bausparen('AUFLOESEN')])
    t.match(find(ausgesetzt(odd)), [{ path: /\.tilgungswunsch\.bausparwunsch$/ }])
})

const schulden = (verbindlichkeiten: object) => mit.finanzen({ verbindlichkeiten })

t.test('an instalment loan with a rate has its remaining debt beside it', async t => {
  const rates = schulden({
    ratenkredite: [
      { rateMonatlich: 100 },
      { rateMonatlich: 100, restschuld: 0 },
      { restschuld: 900 },
      {}
    ],
    privatdarlehen: [{ rateMonatlich: 100 }],
    sonstigeVerbindlichkeit: { rateMonatlich: 100 }
  })
  const place = 'haushalte[0].finanzielleSituation.verbindlichkeiten.ratenkredite[0]'
  t.strictSame(
    find(rates).map(({ path }) => path),
    [`${place}.restschuld`]
  )
  t.strictSame(ratesWithoutRestschuld(rates, umbau), [place])
  t.strictSame(ratesWithoutRestschuld(schulden({ ratenkredite: [] }), umbau), [])
  t.strictSame(ratesWithoutRestschuld({}, umbau), [])
})

t.test('nothing odd is found where nothing is, and nothing is changed', async t => {
  t.strictSame(find({}), [])
  const angaben = ing({ '@type': 'REIHENHAUS' }, wohnung)
  const before = JSON.stringify(angaben)
  find(angaben, 'KAUF')
  t.equal(JSON.stringify(angaben), before)
})
