import t, { type Test } from 'tap'
import { geregelt } from './kredit-helper.ts'

const LOST = 'nicht übernommen'
const FIRST = 'auf ANTRAGSTELLER_1 geändert'

const erster = (antragsteller1: object) => ({ antragsteller1 })
const zweiter = (antragsteller2: object) => ({ antragsteller2 })
const wohnen = (wohnsituation: object) => erster({ wohnsituation })
const arbeit = (beschaeftigung: object) => erster({ beschaeftigung })
const bedarf = (finanzbedarf: object) => ({ finanzbedarf })
const wunsch = (finanzierungswunsch: object) => bedarf({ finanzierungswunsch })

/** What was sent, what is stored of it, and which places are told how. */
type Case = readonly [
  title: string,
  sent: object,
  stored: object,
  told: Readonly<Record<string, string>>
]

/** What the rules leave alone. */
const same = (title: string, sent: object): Case => [title, sent, sent, {}]

function check(test: Test, cases: readonly Case[], rest: Parameters<typeof geregelt>[1] = {}) {
  for (const [title, sent, stored, told] of cases) {
    const before = structuredClone(sent)
    test.strictSame(geregelt(sent, rest), { stored, told }, title)
    test.strictSame(sent, before, `${title}: what was sent stays as it was`)
  }
}

t.test('gemeinsamerHaushalt is for the second applicant', async t => {
  const beide = { gemeinsamerHaushalt: false, anzahlPkw: 1 }
  check(t, [
    [
      'of the first',
      wohnen(beide),
      wohnen({ anzahlPkw: 1 }),
      { 'antragsteller1.wohnsituation.gemeinsamerHaushalt': LOST }
    ],
    same('of the second', zweiter({ wohnsituation: beide })),
    same('not said', wohnen({ anzahlPkw: 1 }))
  ])
})

t.test('a former address matters for three years', async t => {
  const voranschrift = { ort: 'Kiel' }
  const seit = (wohnhaftSeit: string) => ({ anschrift: { wohnhaftSeit } })
  const kept = (day: string) => same(day, wohnen({ ...seit(day), voranschrift }))
  const dropped = (title: string, rest: object): Case => [
    title,
    wohnen({ ...rest, voranschrift }),
    wohnen(rest),
    { 'antragsteller1.wohnsituation.voranschrift': LOST }
  ]
  check(t, [
    kept('2026-11-22'),
    kept('2026-11-21'),
    kept('2023-11-22'),
    dropped('exactly three years', seit('2023-11-21')),
    dropped('longer', seit('2023-11-20')),
    dropped('much longer', seit('1999-12-31')),
    dropped('nobody knows since when', { anschrift: { ort: 'Bonn' } }),
    dropped('no address at all', {}),
    same('none was sent', wohnen(seit('1999-12-31')))
  ])
  check(t, [kept('2021-03-01'), dropped('a leap day', seit('2021-02-28'))], {
    today: '2024-02-29'
  })
  const path = 'antragsteller2.wohnsituation.voranschrift'
  const both = zweiter({ wohnsituation: { ...seit('2023-11-21'), voranschrift } })
  t.strictSame(geregelt(both).told, { [path]: LOST }, 'also of the second applicant')
})

/** Every kind of occupation with something in it. */
const BLOECKE: Readonly<Record<string, object>> = {
  angestellter: { beschaeftigungsverhaeltnis: { inProbezeit: false } },
  arbeiter: { vorherigesBeschaeftigungsverhaeltnis: { arbeitgeber: { name: 'Werft' } } },
  arbeitsloser: { sonstigesEinkommenMonatlich: 0 },
  beamter: { beschaeftigungsverhaeltnis: { verbeamtetSeit: '2010-01-01' } },
  freiberufler: { firma: { anschrift: { ort: 'Ulm' } } },
  hausfrau: { sonstigesEinkommenMonatlich: 1 },
  rentner: { rentenversicherung: { name: '' } },
  selbststaendiger: { berufsbezeichnung: 'Imker' }
}

t.test('the Beschäftigungsart chooses its block, and each of the others is told', async t => {
  const cases = Object.entries(BLOECKE).map(([name, block]): Case => {
    const beschaeftigungsart = name.toUpperCase()
    const others = Object.keys(BLOECKE).filter(other => other !== name)
    return [
      name,
      arbeit({ beschaeftigungsart, ...BLOECKE }),
      arbeit({ beschaeftigungsart, [name]: block }),
      Object.fromEntries(others.map(one => [`antragsteller1.beschaeftigung.${one}`, LOST]))
    ]
  })
  check(t, cases)
  const alone = Object.entries(BLOECKE).map(([name, block]) =>
    same(name, arbeit({ beschaeftigungsart: name.toUpperCase(), [name]: block }))
  )
  check(t, alone)
  const path = 'antragsteller2.beschaeftigung.rentner'
  const { rentner } = BLOECKE
  const beschaeftigung = { beschaeftigungsart: 'HAUSFRAU', hausfrau: BLOECKE['hausfrau'], rentner }
  t.strictSame(geregelt(zweiter({ beschaeftigung })).told, { [path]: LOST })
})

t.test('without its kind or its block an occupation is left out as a whole', async t => {
  const ignored = (title: string, beschaeftigung: object): Case => [
    title,
    arbeit(beschaeftigung),
    erster({}),
    { 'antragsteller1.beschaeftigung': LOST }
  ]
  const { rentner } = BLOECKE
  check(t, [
    ignored('no kind', { rentner }),
    ignored('no block', { beschaeftigungsart: 'RENTNER' }),
    ignored('an empty block', { beschaeftigungsart: 'RENTNER', rentner: {} }),
    ignored('nothing in it, however deep', {
      beschaeftigungsart: 'ARBEITER',
      arbeiter: { beschaeftigungsverhaeltnis: { arbeitgeber: { anschrift: {} } } }
    }),
    ignored('only the block of another kind', { beschaeftigungsart: 'ARBEITER', rentner }),
    [
      'an empty block of another kind is not worth a word',
      arbeit({ beschaeftigungsart: 'RENTNER', rentner, hausfrau: {}, arbeiter: {} }),
      arbeit({ beschaeftigungsart: 'RENTNER', rentner }),
      {}
    ],
    same('nothing at all', erster({}))
  ])
  t.strictSame(geregelt(arbeit({})).told, {}, 'nor is an occupation without a word in it')
})

t.test('a Fahrzeugkauf is for the purpose of that name', async t => {
  const fahrzeugkauf = { kaufpreis: 9900 }
  const bought = (rest: object) => bedarf({ ...rest, fahrzeugkauf })
  const path = 'finanzbedarf.fahrzeugkauf'
  const others = ['UMSCHULDUNG', 'MODERNISIEREN', 'FREIE_VERWENDUNG'].map(
    (finanzierungszweck): Case => [
      finanzierungszweck,
      bought({ finanzierungszweck }),
      bedarf({ finanzierungszweck }),
      { [path]: LOST }
    ]
  )
  check(t, [
    ...others,
    ['no purpose', bought({}), bedarf({}), { [path]: LOST }],
    same('the right one', bought({ finanzierungszweck: 'FAHRZEUGKAUF' })),
    same('without a vehicle', bedarf({ finanzierungszweck: 'FAHRZEUGKAUF' }))
  ])
})

t.test('the Ratenschutz of a person gives way to the insured risks of that person', async t => {
  const schutz = { todesfallAbsicherung: { gewuenscht: true } }
  const both = { ratenschutzAntragsteller1: schutz, ratenschutzAntragsteller2: schutz }
  const old = (...persons: number[]) => ({
    ratenschutz: Object.fromEntries(
      persons.map(n => [`versicherteRisikenAntragsteller${n}`, ['LEBEN']])
    )
  })
  const zwei = (finanzbedarf: object) => ({ antragsteller2: {}, finanzbedarf })
  const { ratenschutzAntragsteller1, ratenschutzAntragsteller2 } = both
  const one = 'finanzbedarf.ratenschutzAntragsteller1'
  const two = 'finanzbedarf.ratenschutzAntragsteller2'
  const empty = { ratenschutz: { versicherteRisikenAntragsteller1: [] } }
  check(t, [
    same('no risks', zwei(both)),
    same('an empty list of risks', zwei({ ...empty, ...both })),
    same('risks alone', zwei(old(1, 2))),
    [
      'of the first',
      zwei({ ...old(1), ...both }),
      zwei({ ...old(1), ratenschutzAntragsteller2 }),
      { [one]: LOST }
    ],
    [
      'of the second',
      zwei({ ...old(2), ...both }),
      zwei({ ...old(2), ratenschutzAntragsteller1 }),
      { [two]: LOST }
    ],
    ['of both', zwei({ ...old(1, 2), ...both }), zwei(old(1, 2)), { [one]: LOST, [two]: LOST }],
    ['for nobody', bedarf(both), bedarf({ ratenschutzAntragsteller1 }), { [two]: LOST }],
    [
      'for nobody, insured',
      bedarf({ ...old(2), ...both }),
      bedarf({ ...old(2), ratenschutzAntragsteller1 }),
      { [two]: LOST }
    ]
  ])
})

/** Where positions stand: the list, and whether one of them can belong to both. */
const POSITIONEN: readonly (readonly [path: string, both: boolean])[] = [
  ['ausgaben.mietausgaben', true],
  ['ausgaben.privateKrankenversicherungen', false],
  ['ausgaben.unterhaltsverpflichtungen', false],
  ['ausgaben.sonstigeAusgaben', true],
  ['einnahmen.ehegattenunterhalt', false],
  ['einnahmen.einkuenfteAusNebentaetigkeit', false],
  ['einnahmen.sonstigeEinnahmen', false],
  ['einnahmen.unbefristeteZusatzrenten', false],
  ['verbindlichkeiten.dispositionskredite', true],
  ['verbindlichkeiten.kreditkarten', true],
  ['verbindlichkeiten.leasings', true],
  ['verbindlichkeiten.ratenkredite', true],
  ['verbindlichkeiten.sonstigeVerbindlichkeiten', true],
  ['vermoegen.bausparvertraege', true],
  ['vermoegen.lebensversicherungen', true],
  ['immobilien', true],
  ['kinder', true]
]

t.test('what belongs to somebody who is not there belongs to the first', async t => {
  const of = (gehoertZuAntragsteller: string) => ({ gehoertZuAntragsteller })
  for (const [path, isForBoth] of [...POSITIONEN, ['kontoverbindung', true] as const]) {
    const place = (position: object) => ({ haushalt: nested(path, position) })
    const first = place(of('ANTRAGSTELLER_1'))
    const where = `haushalt.${path}${path === 'kontoverbindung' ? '' : '[0]'}`
    const told = { [`${where}.gehoertZuAntragsteller`]: FIRST }
    const absent = ['ANTRAGSTELLER_2', ...(isForBoth ? ['BEIDE'] : [])]
    check(t, [
      ...absent.map((wer): Case => [`${path} of ${wer}`, place(of(wer)), first, told]),
      ...absent.map(wer => same(`${path}, ${wer} is there`, { ...zweiter({}), ...place(of(wer)) })),
      same(`${path} of the first`, first),
      same(`${path} of nobody`, place({}))
    ])
  }
})

/** A value in a list at the end of a path; an account stands alone. */
function nested(path: string, value: object): object {
  const [last = '', ...before] = path.split('.').reverse()
  const inner = { [last]: last === 'kontoverbindung' ? value : [value] }
  return before.reduce<object>((result, step) => ({ [step]: result }), inner)
}

t.test(
  'a rate beside a term is left out, and a missing Ratenzahlungstermin is the end',
  async t => {
    const MITTE = { ratenzahlungstermin: 'MONATSMITTE' }
    const ENDE = { ratenzahlungstermin: 'MONATSENDE' }
    const rate = 'finanzbedarf.finanzierungswunsch.rateMonatlich'
    const both = { laufzeitInMonaten: 60, rateMonatlich: 200 }
    const cases: readonly Case[] = [
      same('a rate alone', wunsch({ rateMonatlich: 200, ...ENDE })),
      same('a term alone', wunsch({ laufzeitInMonaten: 60, ...MITTE })),
      same('no wish', bedarf({})),
      ['nothing said', wunsch({}), wunsch(ENDE), {}],
      ['an amount', wunsch({ kreditbetrag: 1 }), wunsch({ kreditbetrag: 1, ...ENDE }), {}],
      [
        'both',
        wunsch({ ...both, ...MITTE }),
        wunsch({ laufzeitInMonaten: 60, ...MITTE }),
        { [rate]: LOST }
      ]
    ]
    check(t, cases)
    check(t, cases, { updateRules: 'all' })
    check(t, [same('both', wunsch(both)), same('nothing said', wunsch({}))], { updateRules: false })
  }
)
