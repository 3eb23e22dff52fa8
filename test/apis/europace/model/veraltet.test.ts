import t from 'tap'
import { addDeprecated, replaceDeprecated } from '../../../../src/apis/europace/model/veraltet.ts'
import { mit, umbau } from './umbau-helper.ts'

const kinder = [{ name: 'Kim' }, { name: 'Toni' }]
const immobilien = [{ bezeichnung: 'Ferienhaus' }]
const darlehen = [{ '@type': 'BESTEHENDES_PRIVATDARLEHEN', restschuld: 1000 }]
const objektdarlehen = [{ referenzId: 'd1', darlehen: darlehen[0] }]
const erbbaurecht = { erbbauzinsJaehrlich: 700, laufzeitBis: 2090 }
const stellplaetze = [{ typ: 'GARAGE' }]
const grundbuch = { amtsgericht: 'Spandau', blatt: '7', flurstuecke: [{ groesse: 12 }] }
const kosten = { renovierungskosten: 500, modernisierungskostenInklEigenleistungen: 9000 }
const kapital = { betrag: 5000, kommentar: 'Auto' }
const gewerbe = { gesamtflaeche: 40, nutzungsart: { '@type': 'EIGENGENUTZT' } }
const { haushalt, finanzen, objekt, bestand, immobilie, gebaeude, zweck, zusatz } = mit
const stellplatz = (one: object) =>
  immobilie({
    stellplaetzeErfassung: {
      '@type': 'VORHANDENE_STELLPLAETZE',
      stellplaetze: [{ typ: 'GARAGE', ...one }]
    }
  })
const nutzung = (one: object) => gebaeude({ nutzung: one })
const kauf = (one: object) => zweck('KAUF', one)
const anschluss = (one: object) => zweck('ANSCHLUSSFINANZIERUNG', one)
const umbauen = (one: object) => zweck('MODERNISIERUNG_UMBAU_ANBAU', one)
const neubau = (one: object) => zweck('NEUBAU', one)
const bautraeger = (one: object) => zweck('KAUF_NEUBAU_VOM_BAUTRAEGER', one)
const kostenDesUmbaus = (one: object) => umbauen({ modernisierung: { ...kosten, ...one } })
const ing = (one: object) => zusatz('ZUSATZANGABEN_KUNDE_ING', one)

// biome-ignore format: a table, as in the dossier
const tabelle: [string, (one: object) => object, 'inside' | 'flat', string, unknown, string, string, string][] = [
  // owner, its place, whether the old value is a property of the variant or is the variant, old, value, new, variants
  ['Haushalt', haushalt, 'inside', 'kinder', kinder, 'kinderErfassung', 'VORHANDENE_KINDER', 'KEINE_KINDER'],
  ['FinanzielleSituation', finanzen, 'inside', 'bestehendeImmobilien', immobilien, 'bestehendeImmobilienErfassung', 'VORHANDENE_BESTEHENDE_IMMOBILIEN', 'KEINE_BESTEHENDEN_IMMOBILIEN'],
  ['Finanzierungsobjekt', objekt, 'inside', 'darlehensliste', objektdarlehen, 'darlehenslisteErfassung', 'VORHANDENE_BESTEHENDE_DARLEHEN_DES_FINANZIERUNGSOBJEKTES', 'KEINE_BESTEHENDE_DARLEHEN_DES_FINANZIERUNGSOBJEKTES'],
  ['BestehendeImmobilie', bestand, 'inside', 'darlehensliste', darlehen, 'darlehenslisteErfassung', 'VORHANDENE_BESTEHENDE_DARLEHEN', 'KEINE_BESTEHENDEN_DARLEHEN'],
  ['Immobilie', immobilie, 'flat', 'erbbaurecht', erbbaurecht, 'erbbaurechtErfassung', 'VORHANDENES_ERBBAURECHT', 'KEIN_ERBBAURECHT'],
  ['Immobilie', immobilie, 'inside', 'stellplaetze', stellplaetze, 'stellplaetzeErfassung', 'VORHANDENE_STELLPLAETZE', 'KEINE_STELLPLAETZE'],
  ['Immobilie', immobilie, 'flat', 'grundbuchangabe', grundbuch, 'grundbuchangabeErfassung', 'VORHANDENE_GRUNDBUCHANGABE', 'KEINE_GRUNDBUCHANGABE'],
  ['Stellplatz', stellplatz, 'inside', 'mieteMonatlich', 80, 'vermietungErfassung', 'VORHANDENE_STELLPLATZ_VERMIETUNG', 'KEINE_STELLPLATZ_VERMIETUNG'],
  ['Gebaeude', gebaeude, 'flat', 'modernisierung', { grad: 'HOCH', jahr: 2015 }, 'modernisierungErfassung', 'VORHANDENE_MODERNISIERUNG', 'KEINE_MODERNISIERUNG'],
  ['Nutzung', nutzung, 'inside', 'gewerbe', gewerbe, 'gewerbeErfassung', 'VORHANDENES_GEWERBE', 'KEIN_GEWERBE'],
  ['Kauf', kauf, 'flat', 'modernisierung', kosten, 'modernisierungskostenErfassung', 'VORHANDENE_MODERNISIERUNGSKOSTEN', 'KEINE_MODERNISIERUNGSKOSTEN'],
  ['Anschlussfinanzierung', anschluss, 'flat', 'modernisierung', kosten, 'modernisierungskostenErfassung', 'VORHANDENE_MODERNISIERUNGSKOSTEN', 'KEINE_MODERNISIERUNGSKOSTEN'],
  ['Neubau', neubau, 'inside', 'eigenleistung', 900, 'eigenleistungErfassung', 'VORHANDENE_EIGENLEISTUNG', 'KEINE_EIGENLEISTUNG'],
  ['KaufNeubauVomBautraeger', bautraeger, 'inside', 'eigenleistung', 900, 'eigenleistungErfassung', 'VORHANDENE_EIGENLEISTUNG', 'KEINE_EIGENLEISTUNG'],
  ['Modernisierungskosten', kostenDesUmbaus, 'inside', 'eigenleistung', 0, 'eigenleistungErfassung', 'VORHANDENE_EIGENLEISTUNG', 'KEINE_EIGENLEISTUNG'],
  ['Anschlussfinanzierung', anschluss, 'inside', 'zuBeschaffendesKapital', kapital, 'zuBeschaffendesKapitalErfassung', 'VORHANDENES_ZU_BESCHAFFENDES_KAPITAL', 'KEIN_ZU_BESCHAFFENDES_KAPITAL'],
  ['ModernisierungUmbauAnbau', umbauen, 'inside', 'zuBeschaffendesKapital', kapital, 'zuBeschaffendesKapitalErfassung', 'VORHANDENES_ZU_BESCHAFFENDES_KAPITAL', 'KEIN_ZU_BESCHAFFENDES_KAPITAL'],
  ['ZusatzangabenKundeIng', ing, 'inside', 'weitereStaatsangehoerigkeiten', ['AT', 'CH'], 'weitereStaatsangehoerigkeitenErfassung', 'VORHANDENE_WEITERE_STAATSANGEHOERIGKEITEN', 'KEINE_WEITERE_STAATSANGEHOERIGKEITEN']
]

const move = (angaben: object) =>
  umbau(angaben, (objekt, { schema }) => replaceDeprecated(objekt, schema))
const show = (angaben: object) => addDeprecated(angaben, umbau)

/** The objects of a kind. A list that is shown twice counts once. */
function all(angaben: object, schema: string): unknown[] {
  const found = new Set<string>()
  umbau(angaben, (objekt, ort) => {
    if (ort.schema === schema) found.add(JSON.stringify(objekt))
    return objekt
  })
  return [...found].map(text => JSON.parse(text))
}

t.test('every pair of the documentation is looked at', async t => {
  t.equal(tabelle.length, 18)
})

for (const [owner, an, kind, alt, wert, neu, typ, keine] of tabelle) {
  const full = { '@type': typ, ...(kind === 'inside' ? { [alt]: wert } : (wert as object)) }
  const asked = an({ [neu]: { '@type': keine } })

  t.test(`${owner}.${alt} is moved into ${neu} if that is empty, else ignored`, async t => {
    const other = an({ [neu]: { '@type': typ } })
    t.strictSame(move(an({ [alt]: wert })), an({ [neu]: full }), 'moved')
    t.strictSame(move(an({ [neu]: full })), an({ [neu]: full }), 'nothing to do')
    t.strictSame(move(an({ [alt]: wert, [neu]: { '@type': keine } })), asked, 'ignored')
    t.strictSame(move(an({ [alt]: wert, [neu]: { '@type': typ } })), other, 'never merged')
    if (Array.isArray(wert)) t.strictSame(move(an({ [alt]: [] })), an({}), 'an empty list is none')
  })

  t.test(`${owner}.${alt} is shown again beside ${neu}`, async t => {
    const both = an({ [neu]: full, [alt]: wert })
    t.strictSame(all(show(an({ [neu]: full })), owner), all(both, owner))
    t.strictSame(all(show(asked), owner), all(asked, owner), 'unless it says that there is none')
    t.strictSame(all(show(an({})), owner), all(an({}), owner), 'unless it is empty')
    const bare = an({ [neu]: { '@type': typ } })
    if (kind === 'inside') t.strictSame(all(show(bare), owner), all(bare, owner), 'or says no more')
  })
}

t.test('rights in the land register are moved inside of their entry', async t => {
  const rechte = { beschreibung: 'Wegerecht', betrag: 100 }
  const alt = { ...grundbuch, rechteInAbteilung2: rechte }
  const neu = {
    '@type': 'VORHANDENE_GRUNDBUCHANGABE',
    ...grundbuch,
    rechteInAbteilung2: { '@type': 'VORHANDENE_RECHTE_ABTEILUNG_2', ...rechte }
  }
  const moved = immobilie({ grundbuchangabeErfassung: neu })
  t.strictSame(move(immobilie({ grundbuchangabe: alt })), moved)
  t.strictSame(
    show(moved),
    immobilie({ grundbuchangabeErfassung: neu, grundbuchangabe: alt }),
    'and shown again'
  )
  const none = { ...neu, rechteInAbteilung2: { '@type': 'KEINE_RECHTE_ABTEILUNG_2' } }
  t.strictSame(
    show(immobilie({ grundbuchangabeErfassung: none })),
    immobilie({ grundbuchangabeErfassung: none, grundbuchangabe: grundbuch }),
    'the old entry cannot say that there are none'
  )
})

t.test('deprecated properties inside of deprecated ones are moved too', async t => {
  const eigenleistungErfassung = { '@type': 'VORHANDENE_EIGENLEISTUNG', eigenleistung: 900 }
  t.strictSame(
    move(kauf({ modernisierung: { ...kosten, eigenleistung: 900 } })),
    kauf({
      modernisierungskostenErfassung: {
        '@type': 'VORHANDENE_MODERNISIERUNGSKOSTEN',
        ...kosten,
        eigenleistungErfassung
      }
    })
  )
  t.strictSame(
    move(immobilie({ stellplaetze: [{ typ: 'GARAGE', mieteMonatlich: 80 }] })),
    stellplatz({
      vermietungErfassung: { '@type': 'VORHANDENE_STELLPLATZ_VERMIETUNG', mieteMonatlich: 80 }
    })
  )
})

t.test('what was sent in deprecated properties alone is shown in all of them', async t => {
  const sent = {
    ...haushalt({ kinder }),
    ...immobilie({
      stellplaetze: [{ typ: 'GARAGE', mieteMonatlich: 80 }],
      grundbuchangabe: { blatt: '7', rechteInAbteilung2: { betrag: 1 } }
    }),
    ...kauf({ modernisierung: { ...kosten, eigenleistung: 900 } })
  }
  t.match(show(move(sent)), sent)
})

t.test('what has no twin stays where it is', async t => {
  const alone = [
    umbauen({ modernisierung: kosten }),
    zweck('KAPITALBESCHAFFUNG', { zuBeschaffendesKapital: kapital }),
    mit.bedarf({ ratenschutzbausteine: [{ versicherungsdauerInJahren: 5 }] })
  ]
  for (const angaben of alone) {
    t.strictSame(move(angaben), angaben)
    t.strictSame(show(angaben), angaben)
  }
})
