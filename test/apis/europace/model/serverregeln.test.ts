import t from 'tap'
import { applyServerregeln, type Rahmen } from '../../../../src/apis/europace/model/serverregeln.ts'
import { mit, rebuild } from './umbau-helper.ts'

const BERLIN: Rahmen = { zweck: 'KAUF', plz: '10179', today: '2026-11-21', fillNebenkosten: true }

function apply(angaben: object, rahmen: Partial<Rahmen> = {}) {
  return rebuild(angaben, (objekt, schema, path, to) =>
    applyServerregeln(objekt, schema, path, { ...BERLIN, ...rahmen }, to)
  )
}
const asIs = (angaben: object) => ({ result: angaben, hinweise: [] })

/** The classes of the Gebäudeenergiegesetz at their borders. */
const classes: [number, string][] = [
  [0, 'A_PLUS'],
  [29, 'A_PLUS'],
  [30, 'A'],
  [49.9, 'A'],
  [50, 'B'],
  [75, 'C'],
  [100, 'D'],
  [130, 'E'],
  [160, 'F'],
  [200, 'G'],
  [249, 'G'],
  [250, 'H'],
  [1000, 'H']
]
const ausweis = (one: object) => mit.gebaeude({ energieEffizienzAusweis: one })
const umbauen = (one: object) => mit.zweck('MODERNISIERUNG_UMBAU_ANBAU', { modernisierung: one })
const kosten = (typ: string) => (one: object) =>
  mit.zweck(typ, {
    nebenkosten: { grunderwerbsteuer: 1, notargebuehr: 1 },
    modernisierungskostenErfassung: { '@type': 'VORHANDENE_MODERNISIERUNGSKOSTEN', ...one }
  })

t.test('the energy class follows from the final energy, whatever is sent', async t => {
  const places: [string, (one: object) => object, string][] = [
    ['certificate', ausweis, 'endEnergie'],
    ['modernisation', umbauen, 'endEnergieGeplant'],
    ['purchase', kosten('KAUF'), 'endEnergieGeplant'],
    ['follow-up', kosten('ANSCHLUSSFINANZIERUNG'), 'endEnergieGeplant']
  ]
  for (const [title, an, energie] of places) {
    for (const [value, energieEffizienzklasse] of classes) {
      const expected = an({ [energie]: value, energieEffizienzklasse })
      t.strictSame(apply(an({ [energie]: value })), asIs(expected), `${title} ${value}`)
    }
    const wrong = apply(an({ [energie]: 10, energieEffizienzklasse: 'H' }))
    t.strictSame(wrong.result, an({ [energie]: 10, energieEffizienzklasse: 'A_PLUS' }), title)
    t.match(wrong.hinweise, [{ path: /\.energieEffizienzklasse$/, value: 'H' }])
    t.strictSame(apply(an({ energieEffizienzklasse: 'A' })).result, an({}), `${title} without`)
    t.strictSame(apply(an({})), asIs(an({})), `${title} empty`)
  }
})

t.test('a new building has no year of construction', async t => {
  const built = { ...mit.gebaeude({ baujahr: 2026, zustand: 'GUT' }) }
  for (const zweck of ['NEUBAU', 'KAUF_NEUBAU_VOM_BAUTRAEGER']) {
    const { result, hinweise } = apply(built, { zweck })
    t.strictSame(result, mit.gebaeude({ zustand: 'GUT' }), zweck)
    const path = 'finanzierungsobjekt.immobilie.typ.gebaeude.baujahr'
    t.match(hinweise, [{ path, value: 2026, reason: /new building/ }])
    t.strictSame(apply(mit.gebaeude({}), { zweck }), asIs(mit.gebaeude({})))
  }
  for (const zweck of ['KAUF', 'ANSCHLUSSFINANZIERUNG', 'KAPITALBESCHAFFUNG', undefined])
    t.strictSame(apply(built, { zweck }), asIs(built), String(zweck))

  const { immobilie } = mit.gebaeude({ baujahr: 1950 }).finanzierungsobjekt as { immobilie: object }
  const owned = mit.bestand({ immobilie })
  t.strictSame(apply(owned, { zweck: 'NEUBAU' }), asIs(owned), 'the old house of the customers has')
})

const percent = (wert: number) => ({ wert, einheit: 'PROZENT' })
const euro = (wert: number) => ({ wert, einheit: 'EURO' })

/** What is sent as Nebenkosten, and what is kept of it, for Berlin and for a place nobody knows. */
const nebenkosten: [string, object, object, object][] = [
  [
    'all is missing',
    {},
    { grunderwerbsteuer: percent(6), notargebuehr: percent(2) },
    { notargebuehr: percent(2) }
  ],
  [
    'the notary is there',
    { notargebuehr: euro(1500) },
    { grunderwerbsteuer: percent(6), notargebuehr: euro(1500) },
    { notargebuehr: euro(1500) }
  ],
  [
    'the tax is there',
    { grunderwerbsteuer: percent(0), maklergebuehr: percent(3) },
    { grunderwerbsteuer: percent(0), maklergebuehr: percent(3), notargebuehr: percent(2) },
    { grunderwerbsteuer: percent(0), maklergebuehr: percent(3), notargebuehr: percent(2) }
  ]
]

t.test('missing costs of a purchase are filled in', async t => {
  for (const typ of ['KAUF', 'KAUF_NEUBAU_VOM_BAUTRAEGER']) {
    for (const [title, sent, berlin, nowhere] of nebenkosten) {
      const angaben = mit.zweck(typ, { nebenkosten: sent })
      const known = mit.zweck(typ, { nebenkosten: berlin })
      t.strictSame(apply(angaben), asIs(known), `${typ}: ${title}`)
      const unknown = mit.zweck(typ, { nebenkosten: nowhere })
      t.strictSame(apply(angaben, { plz: undefined }), asIs(unknown), `${typ}: ${title}, no place`)
      t.strictSame(apply(angaben, { fillNebenkosten: false }), asIs(angaben), 'unless switched off')
    }
    const filled = mit.zweck(typ, { kaufpreis: 1, nebenkosten: nebenkosten[0]?.[2] })
    t.strictSame(apply(mit.zweck(typ, { kaufpreis: 1 })).result, filled, 'also without any')
  }
})

t.test('the tax is that of the day', async t => {
  const tax = (today: string) => apply(mit.zweck('KAUF'), { plz: '28195', today }).result
  t.match(tax('2025-06-30'), mit.zweck('KAUF', { nebenkosten: { grunderwerbsteuer: percent(5) } }))
  t.match(
    tax('2025-07-01'),
    mit.zweck('KAUF', { nebenkosten: { grunderwerbsteuer: percent(5.5) } })
  )
})

t.test('no other purpose gets costs', async t => {
  for (const typ of ['ANSCHLUSSFINANZIERUNG', 'KAPITALBESCHAFFUNG', 'MODERNISIERUNG_UMBAU_ANBAU'])
    t.strictSame(apply(mit.zweck(typ)), asIs(mit.zweck(typ)), typ)
})

t.test('of each kind of wish for a Bauspardarlehen the first counts', async t => {
  const wishes = (...wunschparameter: object[]) =>
    mit.baustein('BAUSPARDARLEHEN', { wunschparameter })
  const sum = (betrag: number) => ({ '@type': 'BAUSPARSUMME', betrag })
  const saving = { '@type': 'MONATLICHER_SPARBEITRAG', betrag: 50 }
  t.strictSame(apply(wishes(sum(1), saving)), asIs(wishes(sum(1), saving)))
  t.strictSame(apply(mit.baustein('BAUSPARDARLEHEN')), asIs(mit.baustein('BAUSPARDARLEHEN')))
  const { result, hinweise } = apply(wishes(sum(1), saving, sum(2), sum(3)))
  t.strictSame(result, wishes(sum(1), saving))
  t.match(hinweise, [
    {
      path: 'finanzierungsbedarf.finanzierungsbausteine[0].wunschparameter',
      reason: /only the first/
    }
  ])
  t.equal(hinweise.length, 1)
})

t.test('of the Ratenschutz of each customer the first counts', async t => {
  const schutz = (...list: [string | undefined, string][]) =>
    mit.bedarf({
      ratenschutzbausteine: list.map(([kunde, id]) => ({
        id,
        ...(kunde && { kundenreferenzIdDerVersichertenPerson: kunde })
      }))
    })
  const fine = schutz(['k1', 'a'], ['k2', 'b'], [undefined, 'c'], [undefined, 'd'])
  t.strictSame(apply(fine), asIs(fine), 'one for each, and those for nobody named')
  const { result, hinweise } = apply(schutz(['k1', 'a'], ['k2', 'b'], ['k1', 'c']))
  t.strictSame(result, schutz(['k1', 'a'], ['k2', 'b']))
  t.match(hinweise, [{ path: 'finanzierungsbedarf.ratenschutzbausteine' }])
})

/** A household with what its customers say that they pay, and the sum that it says itself. */
function versichert(shares: (number | undefined)[], sum?: number) {
  const ausgaben = sum === undefined ? {} : { summePrivaterKrankenversicherungenMonatlich: sum }
  const kunden = shares.map((share, n) => ({
    referenzId: `k${n}`,
    zusatzangaben: {
      branche: 'HANDEL',
      zusatzangabenProProduktanbieter: [
        { '@type': 'ZUSATZANGABEN_KUNDE_DSL' },
        {
          '@type': 'ZUSATZANGABEN_KUNDE_ING',
          geburtsland: 'DE',
          ...(share !== undefined && { privateKrankenversicherungMonatlicheAusgaben: share })
        }
      ]
    }
  }))
  return mit.haushalt({ kunden, finanzielleSituation: { ausgaben } })
}

t.test('private health costs per customer count if they add up to the household', async t => {
  const fine = [
    versichert([300, 200], 500),
    versichert([0.1, 0.2], 0.3),
    versichert([500, undefined], 500),
    versichert([undefined, undefined], 500),
    versichert([], 500),
    versichert([300, 200]),
    mit.kunde({ referenzId: 'k' }),
    mit.haushalt({ finanzielleSituation: {} })
  ]
  for (const angaben of fine) t.strictSame(apply(angaben), asIs(angaben))

  for (const shares of [[300, 200], [499.99, undefined], [0]] as (number | undefined)[][]) {
    const { result, hinweise } = apply(versichert(shares, 501))
    const none = shares.map(() => undefined)
    t.strictSame(result, versichert(none, 501), `${shares}: all are dropped`)
    t.match(hinweise, [{ path: 'haushalte[0].kunden', reason: /does not add up/ }])
  }
})

t.test('customers who say nothing of it are left as they are', async t => {
  const [household] = versichert([300], 1).haushalte as [{ kunden: object[] }]
  const others = [{}, { zusatzangaben: { branche: 'HANDEL' } }]
  const { result } = apply(mit.haushalt({ ...household, kunden: [...household.kunden, ...others] }))
  const [cleaned] = versichert([undefined], 1).haushalte as [{ kunden: object[] }]
  t.strictSame(result, mit.haushalt({ ...cleaned, kunden: [...cleaned.kunden, ...others] }))
})
