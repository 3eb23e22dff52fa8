import t from 'tap'
import {
  collectReferenzen,
  danglingLoans,
  dropDangling,
  showInternalIds
} from '../../../../src/apis/europace/model/referenzen.ts'
import { mit, rebuild, umbau } from './umbau-helper.ts'

const BAUSTEINE = [
  'ANNUITAETENDARLEHEN',
  'FORWARDDARLEHEN',
  'KONSTANTDARLEHEN',
  'PRIVATDARLEHEN',
  'VARIABLES_DARLEHEN',
  'ZWISCHENFINANZIERUNG'
]

/** The parts of a message; each has its own place, so that they can stand together. */
const kunden = (...ids: string[]) => ids.map(id => ({ referenzId: id, id: `id-${id}` }))
const loan = (id: string) => ({
  referenzId: id,
  darlehen: { '@type': 'BESTEHENDES_IMMOBILIENDARLEHEN', id: `id-${id}` }
})
const baustein = (id: string, typ = 'PRIVATDARLEHEN', rest: object = {}) => ({
  '@type': typ,
  id: `id-${id}`,
  referenzId: id,
  ...rest
})

type Teile = {
  readonly haushalt?: object
  readonly bausteine?: readonly object[]
  readonly bedarf?: object
  readonly bankverbindung?: object
}

/** A message that defines the customers k1, k2 and s1, the loans d1 and d2, and the components b1 and b2. */
function message({ haushalt = {}, bausteine = [], bedarf = {}, ...rest }: Teile = {}) {
  return {
    ...rest,
    haushalte: [{ kunden: kunden('k1'), ...haushalt }, { kunden: kunden('k2') }],
    sicherungsgeberHaushalte: [{ kunden: kunden('s1') }],
    ...mit.darlehen(loan('d1'), loan('d2')),
    ...mit.bedarf({
      finanzierungsbausteine: [baustein('b1'), baustein('b2'), ...bausteine],
      ...bedarf
    })
  }
}

const zweck = (name: string, one: object) => ({
  bedarf: { finanzierungszweck: { '@type': 'ANSCHLUSSFINANZIERUNG', [name]: [one] } }
})
const abloesung = 'abloesungDarlehenDesFinanzierungsobjektes'
const rangruecktritt = 'rangruecktrittDarlehenDesFinanzierungsobjektes'
const zweckOf = (one: object) => mit.bedarf(zweck(abloesung, one).bedarf)
const where = `finanzierungsbedarf.finanzierungszweck`

type Verweis = {
  readonly path: string
  readonly auf: readonly string[]
  readonly teile: (object: object) => Teile
}

/** Everything that refers to something, where it stands in the message, and what it may name. */
const verweise: Readonly<Record<string, Verweis>> = {
  kundenreferenzIdDerRiesterGefoerdertenPerson: {
    path: 'finanzierungsbedarf.finanzierungsbausteine[2]',
    auf: ['k1', 's1'],
    teile: one => ({ bausteine: [baustein('b3', 'ANNUITAETENDARLEHEN', one)] })
  },
  kundenreferenzIdsDerKontoinhaber: {
    path: 'bankverbindung',
    auf: ['k1', 'k2'],
    teile: one => ({ bankverbindung: one })
  },
  kundenreferenzIdsDerVertragspartner: {
    path: 'finanzierungsbedarf.finanzierungsbausteine[2]',
    auf: ['k2', 's1'],
    teile: one => ({ bausteine: [{ '@type': 'BAUSPARDARLEHEN', ...one }] })
  },
  kundenreferenzIdRiesterzuordnung: {
    path: 'haushalte[0].kinderErfassung.kinder[0]',
    auf: ['k1'],
    teile: one => ({
      haushalt: { kinderErfassung: { '@type': 'VORHANDENE_KINDER', kinder: [one] } }
    })
  },
  kundenreferenzIdDerVersichertenPerson: {
    path: 'finanzierungsbedarf.ratenschutzbausteine[0]',
    auf: ['k2'],
    teile: one => ({ bedarf: { ratenschutzbausteine: [one] } })
  },
  referenzIdAbzuloesendesDarlehen: {
    path: `${where}.${abloesung}[0]`,
    auf: ['d1', 'd2'],
    teile: one => zweck(abloesung, one)
  },
  referenzIdFinanzierungsbaustein: {
    path: `${where}.${abloesung}[0]`,
    auf: ['b1', 'b2'],
    teile: one => zweck(abloesung, one)
  },
  referenzIdBestehendesDarlehen: {
    path: `${where}.${rangruecktritt}[0]`,
    auf: ['d1'],
    teile: one => zweck(rangruecktritt, one)
  }
}
const PFLICHT = ['referenzIdAbzuloesendesDarlehen', 'referenzIdBestehendesDarlehen']
const isList = (name: string) => name.includes('Ids')
/** Handles of every other kind, and one of nothing. */
const wrong = (auf: readonly string[]) =>
  ['k1', 'd1', 'b1', 'nothing'].filter(one => one[0] !== auf[0]?.[0])

const clean = (angaben: object) => {
  const { referenzen } = collectReferenzen(angaben, umbau)
  return rebuild(angaben, (objekt, schema, path, to) =>
    dropDangling(objekt, schema, path, referenzen, to)
  )
}

t.test('every handle is found with the id of what it names', async t => {
  const { referenzen, doppelt } = collectReferenzen(
    message({ bausteine: BAUSTEINE.map((typ, n) => baustein(`c${n}`, typ)) }),
    umbau
  )
  t.strictSame(doppelt, [])
  t.strictSame([...referenzen.kunde].sort(), [
    ['k1', 'id-k1'],
    ['k2', 'id-k2'],
    ['s1', 'id-s1']
  ])
  t.strictSame(
    [...referenzen.darlehen],
    [
      ['d1', 'id-d1'],
      ['d2', 'id-d2']
    ]
  )
  const names = ['b1', 'b2', ...BAUSTEINE.map((_, n) => `c${n}`)]
  t.strictSame(
    [...referenzen.baustein],
    names.map(name => [name, `id-${name}`])
  )
})

t.test('a handle may stand once per kind and message', async t => {
  const twice = (angaben: object) => collectReferenzen(angaben, umbau).doppelt
  t.strictSame(twice(message()), [])
  t.strictSame(twice(mit.haushalt({ kunden: kunden('a', 'b', 'a') })), [
    'haushalte[0].kunden[2].referenzId'
  ])
  t.strictSame(
    twice({
      haushalte: [{ kunden: kunden('a') }, { kunden: kunden('a') }],
      sicherungsgeberHaushalte: [{ kunden: kunden('a') }]
    }).length,
    2,
    'borrowers and guarantors share their names'
  )
  t.strictSame(twice(mit.darlehen(loan('a'), loan('a'))), [
    'finanzierungsobjekt.darlehenslisteErfassung.darlehensliste[1].referenzId'
  ])
  for (const typ of BAUSTEINE) {
    const finanzierungsbausteine = [baustein('a'), baustein('a', typ)]
    t.strictSame(
      twice(mit.bedarf({ finanzierungsbausteine })),
      ['finanzierungsbedarf.finanzierungsbausteine[1].referenzId'],
      typ
    )
  }
  t.strictSame(twice(mit.darlehen({}, {})), [], 'none twice is not twice the same')
})

t.test('a loan without an id is known all the same', async t => {
  const { referenzen } = collectReferenzen(
    mit.darlehen({ referenzId: 'a', darlehen: {} }, { referenzId: 'b' }),
    umbau
  )
  t.strictSame(
    [...referenzen.darlehen],
    [
      ['a', undefined],
      ['b', undefined]
    ]
  )
})

for (const [name, { path, auf, teile }] of Object.entries(verweise)) {
  const single = (value: string) => message(teile({ [name]: isList(name) ? [value] : value }))

  t.test(`${name} may name what was defined`, async t => {
    const values = isList(name) ? [auf, []] : auf
    for (const value of values) {
      const angaben = message(teile({ [name]: value }))
      t.strictSame(clean(angaben), { result: angaben, hinweise: [] })
    }
  })

  t.test(`${name} is dropped when it names nothing of its kind`, async t => {
    for (const value of wrong(auf)) {
      const { result, hinweise } = clean(single(value))
      t.strictSame(result, message(teile(isList(name) ? { [name]: [] } : {})), value)
      t.match(hinweise, [{ path: `${path}.${name}`, reason: /reference to nothing/ }])
      t.equal(hinweise.length, 1)
    }
  })

  t.test(`${name} ${PFLICHT.includes(name) ? 'has to' : 'need not'} name a loan`, async t => {
    for (const value of wrong(auf)) {
      const angaben = single(value)
      const { referenzen } = collectReferenzen(angaben, umbau)
      const expected = PFLICHT.includes(name) ? [`${path}.${name}`] : []
      t.strictSame(danglingLoans(angaben, referenzen, umbau), expected, value)
    }
    const right = single(auf[0] as string)
    const { referenzen } = collectReferenzen(right, umbau)
    t.strictSame(danglingLoans(right, referenzen, umbau), [])
    t.strictSame(danglingLoans(message(teile({})), referenzen, umbau), [], 'it may be left out')
  })

  t.test(`${name} is shown as an internal id`, async t => {
    const angaben = message(teile({ [name]: isList(name) ? auf : auf[0] }))
    const ids = JSON.stringify(angaben).replace(/"([ksdb]\d)"/g, '"id-$1"')
    t.strictSame(showInternalIds(angaben, umbau), JSON.parse(ids))
  })
}

t.test('the same handle may name a loan and a component', async t => {
  const both = { referenzIdAbzuloesendesDarlehen: 'x', referenzIdFinanzierungsbaustein: 'x' }
  const angaben = {
    ...mit.darlehen({ ...loan('d1'), referenzId: 'x' }),
    ...mit.bedarf({
      finanzierungsbausteine: [{ ...baustein('b1'), referenzId: 'x' }],
      ...zweck(abloesung, both).bedarf
    })
  }
  t.strictSame(collectReferenzen(angaben, umbau).doppelt, [])
  t.strictSame(clean(angaben), { result: angaben, hinweise: [] })
  const shown = {
    referenzIdAbzuloesendesDarlehen: 'id-d1',
    referenzIdFinanzierungsbaustein: 'id-b1'
  }
  t.match(showInternalIds(angaben, umbau), zweckOf(shown))
})

t.test('of a list only the references to nothing are dropped', async t => {
  const sent = { kundenreferenzIdsDerKontoinhaber: ['k1', 'nothing', 'k2'] }
  const { result, hinweise } = clean(message({ bankverbindung: sent }))
  const bankverbindung = { kundenreferenzIdsDerKontoinhaber: ['k1', 'k2'] }
  t.strictSame(result, message({ bankverbindung }))
  t.match(hinweise, [{ value: ['k1', 'nothing', 'k2'] }])
})

t.test('handles are shown as internal ids where there are some', async t => {
  const shown = showInternalIds(
    {
      ...mit.haushalt({ kunden: [{ referenzId: 'k1', id: 'id-k1' }, { referenzId: 'k2' }] }),
      ...mit.darlehen(loan('d1'))
    },
    umbau
  )
  t.strictSame(shown, {
    ...mit.haushalt({ kunden: [{ referenzId: 'id-k1', id: 'id-k1' }, { referenzId: 'k2' }] }),
    ...mit.darlehen({ ...loan('d1'), referenzId: 'id-d1' })
  })
  const without = mit.darlehen({ darlehen: loan('d1').darlehen })
  t.strictSame(showInternalIds(without, umbau), without, 'none is made up')
})
