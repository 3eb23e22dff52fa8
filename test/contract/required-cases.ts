/** What comes of a body: what is left of it, where it could not be read, or which fields break a constraint. */
export type Outcome =
  | { readonly left: object }
  | { readonly failsAt: string }
  | { readonly violates: readonly string[] }

/** A row of the dossier's required case table (B8): the body of a create request, as a value or as a text. */
type RequiredCase = {
  readonly title: string
  readonly body: object | string
  readonly outcome: Outcome
  /** Places that were dropped, adapted or found odd. Only the diagnostics tell them. */
  readonly told?: readonly string[]
}

export function bodyText(body: object | string): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

const importMetadaten = { datenkontext: 'TEST_MODUS' }

/** A body whose customer data are these. */
function angaben(kundenangaben: object) {
  return { importMetadaten, kundenangaben }
}

const kunde = (more: object) => angaben({ haushalte: [{ kunden: [{ referenzId: 'k', ...more }] }] })
const person = (more: object) => kunde({ personendaten: more })
const kredit = (darlehen: object) =>
  angaben({ finanzierungsobjekt: { darlehensliste: [darlehen] } })
const baustein = (more: object) =>
  angaben({ finanzierungsbedarf: { finanzierungsbausteine: [more] } })
const kfw = (more: object) => baustein({ '@type': 'KFW_DARLEHEN', darlehensbetrag: 1, ...more })
const ausgesetzt = (more: object) =>
  baustein({
    '@type': 'ANNUITAETENDARLEHEN',
    annuitaetendetails: { tilgungswunsch: { '@type': 'TILGUNG_AUSGESETZT', ...more } }
  })
const stellplatz = (more: object) =>
  angaben({ finanzierungsobjekt: { immobilie: { stellplaetze: [more] } } })
const kosten = (more: object) =>
  angaben({
    finanzierungsbedarf: {
      finanzierungszweck: { '@type': 'KAUF', nebenkosten: { maklergebuehr: more } }
    }
  })
const extern = (more: object) =>
  angaben({ finanzierungsbedarf: { unbesicherteExterneDarlehen: [more] } })
const adresse = (more: object) => angaben({ finanzierungsobjekt: { immobilie: { adresse: more } } })

const left = (body: object) => ({ left: body })
const failsAt = (path: string) => ({ failsAt: path })
const violates = (...fields: string[]) => ({ violates: fields })

const PERSON = 'kundenangaben.haushalte.[0].kunden.[0].personendaten'
const DARLEHEN = 'kundenangaben.finanzierungsobjekt.darlehensliste.[0].darlehen'
const BAUSTEIN = 'kundenangaben.finanzierungsbedarf.finanzierungsbausteine[0]'
const BAUSPARWUNSCH = `${BAUSTEIN}.annuitaetendetails.tilgungswunsch.bausparwunsch`

const IMMOBILIENDARLEHEN = { '@type': 'BESTEHENDES_IMMOBILIENDARLEHEN', sollzins: 2.5 }
const PROGRAMM = {
  '@type': 'KFW_PROGRAMM_124',
  laufzeitInJahren: 10,
  tilgungsfreieAnlaufjahre: 1,
  zinsbindungInJahren: 10
}
const BAUSPAREN = { '@type': 'BAUSPARDARLEHEN', tarifListe: ['FUCHS_IMMO_1'] }

/** Bodies that cannot be read, and where. */
const UNREADABLE: readonly (readonly [string, object, string])[] = [
  [
    'a missing required value fails at the path of the missing property',
    kredit({ referenzId: 'd' }),
    DARLEHEN
  ],
  ['null in a required property of an inner object', kredit({ darlehen: null }), DARLEHEN],
  [
    'a missing @type',
    person({ familienstand: { guetertrennungVereinbart: true } }),
    `${PERSON}.familienstand`
  ],
  ['an object in the place of a list', angaben({ haushalte: {} }), 'kundenangaben.haushalte'],
  ['a list in the place of an object', { importMetadaten, kundenangaben: [] }, 'kundenangaben'],
  ['a text in the place of an object', kunde({ personendaten: 'Max' }), PERSON],
  [
    'a list in the place of a polymorphic object',
    person({ familienstand: ['LEDIG'] }),
    `${PERSON}.familienstand`
  ],
  ['an object in the place of a scalar', person({ geburtsort: {} }), `${PERSON}.geburtsort`],
  [
    'an object in the place of an enum value',
    { ...angaben({}), importMetadaten: { ...importMetadaten, prioritaet: { wert: 'HOCH' } } },
    'importMetadaten.prioritaet'
  ],
  [
    'a scalar that cannot be coerced',
    angaben({ finanzierungsbedarf: { beratungshonorar: 'viel' } }),
    'kundenangaben.finanzierungsbedarf.beratungshonorar'
  ],
  ['a date that is none', person({ geburtsdatum: '01.01.1980' }), `${PERSON}.geburtsdatum`],
  [
    'a date that is none in a polymorphic object fails there',
    kredit({ darlehen: { ...IMMOBILIENDARLEHEN, zinsbindungBis: '01.01.2016' } }),
    DARLEHEN
  ],
  [
    'a date that is none in a polymorphic object without @type fails there too',
    kredit({ darlehen: { zinsbindungBis: '01.01.2016' } }),
    DARLEHEN
  ],
  [
    'a @type of null is a missing one',
    person({ familienstand: { '@type': null } }),
    `${PERSON}.familienstand`
  ],
  [
    'a missing kundenbetreuer fails as well',
    { ...angaben({}), importMetadaten: { ...importMetadaten, betreuung: {} } },
    'importMetadaten.betreuung.kundenbetreuer'
  ],
  [
    'a missing required value in a polymorphic object fails there',
    kfw({}),
    'kundenangaben.finanzierungsbedarf.finanzierungsbausteine.[0]'
  ],
  [
    'a missing required value below several polymorphic objects fails at the outermost',
    kfw({ programm: { ...PROGRAMM, laufzeitInJahren: undefined } }),
    'kundenangaben.finanzierungsbedarf.finanzierungsbausteine.[0]'
  ]
]

/** The table, row by row. */
export const REQUIRED_CASES: readonly RequiredCase[] = [
  ...UNREADABLE.map(([title, body, path]) => ({ title, body, outcome: failsAt(path) })),
  {
    title: 'an unknown property is dropped',
    body: { ...kunde({ vorname: 'Max', externeKundenId: 'x' }), kex: true },
    outcome: left(kunde({ externeKundenId: 'x' })),
    told: ['kundenangaben.haushalte[0].kunden[0].vorname', 'kex']
  },
  {
    title: 'an unknown enum value counts as empty',
    body: { ...angaben({}), importMetadaten: { ...importMetadaten, prioritaet: 'SOFORT' } },
    outcome: left(angaben({})),
    told: ['importMetadaten.prioritaet']
  },
  {
    title: 'an unknown enum value is removed from a list',
    body: baustein({ ...BAUSPAREN, tarifListe: ['FUCHS_IMMO_0', 'FUCHS_IMMO_1', 7] }),
    outcome: left(baustein(BAUSPAREN)),
    told: [`${BAUSTEIN}.tarifListe[0]`, `${BAUSTEIN}.tarifListe[2]`]
  },
  ...[
    {
      field: 'kundenangaben.finanzierungsobjekt.immobilie.stellplaetze[0].typ',
      body: stellplatz({ typ: 'HANGAR' })
    },
    {
      field: 'kundenangaben.finanzierungsbedarf.unbesicherteExterneDarlehen[0].typ',
      body: extern({ typ: 'PFANDLEIHE' })
    },
    {
      field:
        'kundenangaben.finanzierungsbedarf.finanzierungszweck.nebenkosten.maklergebuehr.einheit',
      body: kosten({ wert: 2, einheit: 'DOLLAR' })
    },
    {
      field: 'importMetadaten.datenkontext',
      body: { ...angaben({}), importMetadaten: { datenkontext: 'SPIEL_MODUS' } }
    }
  ].map(({ field, body }) => ({
    title: `an unknown enum value in the required ${field.split('.').at(-1)} is a missing one`,
    body,
    outcome: violates(field),
    told: [field]
  })),
  ...['1017', '101790', 'D-101', ''].map(plz => ({
    title: `the PLZ "${plz}" has not five digits and is dropped`,
    body: adresse({ plz, ort: 'Berlin' }),
    outcome: left(adresse({ ort: 'Berlin' })),
    told: ['kundenangaben.finanzierungsobjekt.immobilie.adresse.plz']
  })),
  {
    title: 'an object with an unknown @type is dropped',
    body: person({ familienstand: { '@type': 'EINSAM' }, geburtsort: 'Ulm' }),
    outcome: left(person({ geburtsort: 'Ulm' })),
    told: ['kundenangaben.haushalte[0].kunden[0].personendaten.familienstand']
  },
  {
    title: 'a list element with an unknown @type is removed',
    body: angaben({
      finanzierungsbedarf: { finanzierungsbausteine: [{ '@type': 'PUMP' }, BAUSPAREN] }
    }),
    outcome: left(baustein(BAUSPAREN)),
    told: [BAUSTEIN]
  },
  {
    title: 'an object of another kind than the only one that may stand there is dropped',
    body: ausgesetzt({ bausparwunsch: { ...BAUSPAREN, '@type': 'PUMP' } }),
    outcome: left(ausgesetzt({})),
    told: [BAUSPARWUNSCH]
  },
  {
    title: 'an unknown @type in the required programm is a missing one',
    body: kfw({ programm: { '@type': 'KFW_PROGRAMM_0' } }),
    outcome: violates(`${BAUSTEIN}.programm`),
    told: [`${BAUSTEIN}.programm`]
  },
  {
    title: 'an unknown @type in the required darlehen is a missing one',
    body: kredit({ darlehen: { '@type': 'PUMP' } }),
    outcome: violates('kundenangaben.finanzierungsobjekt.darlehensliste[0].darlehen'),
    told: ['kundenangaben.finanzierungsobjekt.darlehensliste[0].darlehen']
  },
  {
    title: 'a missing @type of a BestehendesDarlehen leaves the fields of the base',
    body: kredit({ darlehen: { sollzins: 2.5, grundschuldart: 'BRIEF_GRUNDSCHULD' } }),
    outcome: left(kredit({ darlehen: { sollzins: 2.5 } })),
    told: ['kundenangaben.finanzierungsobjekt.darlehensliste[0].darlehen.grundschuldart']
  },
  {
    title: 'a @type on an object that is not polymorphic is dropped',
    body: person({ '@type': 'PERSON', geburtsort: 'Ulm' }),
    outcome: left(person({ geburtsort: 'Ulm' })),
    told: ['kundenangaben.haushalte[0].kunden[0].personendaten.@type']
  },
  {
    title: 'a property of another subtype is dropped',
    body: person({ familienstand: { '@type': 'LEDIG', guetertrennungVereinbart: true } }),
    outcome: left(person({ familienstand: { '@type': 'LEDIG' } })),
    told: [
      'kundenangaben.haushalte[0].kunden[0].personendaten.familienstand.guetertrennungVereinbart'
    ]
  },
  {
    title: 'null is the same as absent',
    body: person({ geburtsort: null, familienstand: null }),
    outcome: left(person({}))
  },
  {
    title: 'null in a required top-level property breaks a constraint',
    body: kunde({ referenzId: null }),
    outcome: violates('kundenangaben.haushalte[0].kunden[0].referenzId')
  },
  {
    title: 'a null element of a list is removed',
    body: angaben({ haushalte: [null, { kunden: [null, { referenzId: 'k' }] }] }),
    outcome: left(kunde({})),
    told: ['kundenangaben.haushalte[0]', 'kundenangaben.haushalte[1].kunden[0]']
  },
  {
    title: 'of two properties of one name the last counts',
    body: JSON.stringify(person({ geburtsort: 'Ulm' })).replace(
      '"geburtsort"',
      '"geburtsort":{},"geburtsort"'
    ),
    outcome: left(person({ geburtsort: 'Ulm' }))
  },
  {
    title: 'a missing referenzId breaks a constraint',
    body: angaben({ haushalte: [{ kunden: [{}] }] }),
    outcome: violates('kundenangaben.haushalte[0].kunden[0].referenzId')
  },
  {
    title: 'a missing datenkontext breaks a constraint',
    body: { ...angaben({}), importMetadaten: {} },
    outcome: violates('importMetadaten.datenkontext')
  },
  { title: 'missing kundenangaben', body: { importMetadaten }, outcome: violates('kundenangaben') },
  {
    title: 'missing importMetadaten',
    body: { kundenangaben: {} },
    outcome: violates('importMetadaten')
  },
  {
    title: 'nothing at all lacks both',
    body: {},
    outcome: violates('importMetadaten', 'kundenangaben')
  },
  { title: 'empty kundenangaben are a case', body: angaben({}), outcome: left(angaben({})) },
  {
    title: 'a list that is too long',
    body: angaben({ haushalte: [{}, {}, {}, {}, {}] }),
    outcome: violates('kundenangaben.haushalte')
  },
  {
    title: 'a number below its minimum',
    body: kfw({ programm: { ...PROGRAMM, laufzeitInJahren: 0 } }),
    outcome: violates(`${BAUSTEIN}.programm.laufzeitInJahren`)
  },
  {
    title: 'a birth date that is not past',
    body: person({ geburtsdatum: '2026-11-21' }),
    outcome: violates('kundenangaben.haushalte[0].kunden[0].personendaten.geburtsdatum')
  },
  {
    title: 'a date that should be future but is not enforced',
    body: extern({ typ: 'RATENKREDIT', laufzeitende: '2020-01-01' }),
    outcome: left(extern({ typ: 'RATENKREDIT', laufzeitende: '2020-01-01' })),
    told: ['kundenangaben.finanzierungsbedarf.unbesicherteExterneDarlehen[0].laufzeitende']
  }
]
