import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const FOLDER = 'fixtures/examples'

/** Examples that stand for themselves, without a case in KreditSmart. */
const SINGLE = ['quick-start', 'veraltet', 'vollstaendig']

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Json = any

/** Paths separated by a bar, through lists; `*` stands for every property. Or a way to find out. */
type Says = string | ((said: Json) => unknown)

/** What both systems ask for: where Kundenangaben say it, where the import of KreditSmart. */
type Pair = readonly [what: string, kundenangaben: Says, kex: Says]

/** One word in Kundenangaben, another in KreditSmart. */
const SAME: Readonly<Record<string, string>> = {
  DAUERAUFENTHALT_EU: 'ERLAUBNIS_ZUM_DAUERAUFENTHALT_EU',
  HAUSHALTENDE_PERSON: 'HAUSFRAU',
  LEBENSPARTNERSCHAFT: 'EINGETRAGENE_LEBENSPARTNERSCHAFT',
  PRODUKTION_INDUSTRIE: 'VERARBEITENDES_GEWERBE'
}

const TAETIGKEIT = 'finanzielles.beschaeftigung.taetigkeit'
const VERHAELTNIS = 'finanzielles.beschaeftigung.beschaeftigungsverhaeltnis'
const ING = 'zusatzangaben.zusatzangabenProProduktanbieter'
const TITEL = 'personendaten.nichtEuBuerger.aufenthaltstitel'
const ARBEIT = 'beschaeftigung.*'
const STELLE = 'beschaeftigung.*.beschaeftigungsverhaeltnis'

const ofPerson: readonly Pair[] = [
  ['Anrede', 'personendaten.person.anrede', 'personendaten.anrede'],
  ['Titel', ({ personendaten }) => titel(personendaten.person.titel), 'personendaten.titel'],
  ['Vorname', 'personendaten.person.vorname', 'personendaten.vorname'],
  ['Nachname', 'personendaten.person.nachname', 'personendaten.nachname'],
  ['Geburtsdatum', 'personendaten.geburtsdatum', 'personendaten.geburtsdatum'],
  ['Geburtsort', 'personendaten.geburtsort', 'personendaten.geburtsort'],
  ['Geburtsland', `${ING}.geburtsland`, 'personendaten.geburtsland'],
  ['Familienstand', 'personendaten.familienstand.@type', 'personendaten.familienstand'],
  ['Staatsangehörigkeit', 'personendaten.staatsangehoerigkeit', 'herkunft.staatsangehoerigkeit'],
  ['Einreise', 'personendaten.nichtEuBuerger.inDeutschlandSeit', 'herkunft.inDeutschlandSeit'],
  ['Aufenthalt', `${TITEL}.@type`, 'herkunft.aufenthaltstitel'],
  ['Aufenthalt bis', `${TITEL}.befristetBis`, 'herkunft.aufenthaltBefristetBis'],
  ['Arbeit bis', `${TITEL}.arbeitserlaubnis.befristetBis`, 'herkunft.arbeitserlaubnisBefristetBis'],
  ['Steuer-ID', 'finanzielles.steuerId', 'herkunft.steuerId'],
  ['E-Mail', 'kontakt.email', 'personendaten.email'],
  ['Telefon', parts('kontakt.telefonnummer', 'vorwahl', 'nummer'), 'personendaten.telefonPrivat'],
  ['Anschrift', adresse('anschrift'), adresse('anschrift')],
  ['wohnhaft seit', 'wohnsituation.wohnhaftSeit', 'wohnsituation.anschrift.wohnhaftSeit'],
  ['Voranschrift', adresse('voranschrift'), adresse('voranschrift')],
  ['Beschäftigung', 'finanzielles.beschaeftigung.@type', 'beschaeftigung.beschaeftigungsart'],
  ['Beruf', beruf, `${STELLE}.berufsbezeichnung | ${ARBEIT}.berufsbezeichnung`],
  ['Arbeitgeber', `${VERHAELTNIS}.arbeitgeber.name`, `${STELLE}.arbeitgeber.name`],
  ['Firma', `${TAETIGKEIT}.firma`, `${ARBEIT}.firma.name`],
  ['Branche des Arbeitgebers', `${ING}.branche`, `${STELLE}.arbeitgeber.branche`],
  ['beschäftigt seit', `${VERHAELTNIS}.beschaeftigtSeit`, `${STELLE}.beschaeftigtSeit`],
  ['selbstständig seit', `${TAETIGKEIT}.taetigSeit`, `${ARBEIT}.selbststaendigSeit`],
  ['Befristung', 'finanzielles.beschaeftigung.beschaeftigungsstatus', `${STELLE}.befristung`],
  ['Probezeit', `${VERHAELTNIS}.probezeit`, `${STELLE}.inProbezeit`],
  ['Nettoeinkommen im Jahr', ({ finanzielles }) => 12 * finanzielles.einkommenNetto, nettoImJahr]
]

const KINDER = 'haushalte.kinderErfassung.kinder'
const EIN = 'haushalte.finanzielleSituation.einnahmen'
const AUS = 'haushalte.finanzielleSituation.ausgaben'
const NEBEN = 'einkuenfteAusNebentaetigkeit'
const SCHULDEN = ['ratenkredite', 'sonstigeVerbindlichkeit']
const VERMOEGEN = 'haushalte.finanzielleSituation.vermoegen'
const HAEUSER = 'haushalt.immobilien'

const ofCase: readonly Pair[] = [
  ['Nummer im eigenen System', 'externeVorgangsId', 'eigeneVorgangsnummer'],
  ['Tippgeber', 'tippgeber.tippgeberPartnerId', 'tippgeber.partnerId'],
  ['Zahl der Personen', personen, 'antragsteller1.wohnsituation.anzahlPersonenImHaushalt'],
  ['Pkw', 'haushalte.zusatzangaben.kfzAnzahl', 'antragsteller1.wohnsituation.anzahlPkw'],
  ['IBAN', 'bankverbindung.iban', 'haushalt.kontoverbindung.iban'],
  ['BIC', 'bankverbindung.bic', 'haushalt.kontoverbindung.bic'],
  ['Kontoinhaber', inhaber, ({ haushalt }) => (isOfBoth(haushalt.kontoverbindung) ? 2 : 1)],
  ['Zahl der Kinder', said => kinder(said).length, said => (said.haushalt.kinder ?? []).length],
  ['Kinder', `${KINDER}.name`, 'haushalt.kinder.name'],
  ['Kindergeld', `${KINDER}.kindergeldWirdBezogen`, kindergeld],
  ['Unterhalt', `${KINDER}.unterhalt`, 'haushalt.kinder.unterhaltseinnahmenMonatlich'],
  ['Miete', `${AUS}.summeMietausgaben.betragMonatlich`, betrag('mietausgaben')],
  [
    'PKV',
    `${AUS}.summePrivaterKrankenversicherungenMonatlich`,
    betrag('privateKrankenversicherungen')
  ],
  [
    'zahlt Unterhalt',
    `${AUS}.unterhaltsverpflichtungenMonatlich`,
    betrag('unterhaltsverpflichtungen')
  ],
  ['Sonstiges', `${AUS}.summeSonstigerAusgabenMonatlich.betrag`, betrag('sonstigeAusgaben')],
  ['Nebentätigkeit', `${EIN}.${NEBEN}.betragMonatlich`, betrag(NEBEN)],
  ['ihr Beginn', `${EIN}.${NEBEN}.beginnDerTaetigkeit`, `haushalt.*.${NEBEN}.beginnDerTaetigkeit`],
  ['Ehegattenunterhalt', `${EIN}.summeEhegattenunterhalt`, betrag('ehegattenunterhalt')],
  [
    'Zusatzrenten',
    `${EIN}.summeUnbefristeteZusatzrentenMonatlich.betrag`,
    betrag('unbefristeteZusatzrenten')
  ],
  [
    'andere Einnahmen',
    `${EIN}.summeSonstigeEinnahmenMonatlich.betrag`,
    betrag('sonstigeEinnahmen')
  ],
  ['Gläubiger', schulden('glaeubiger'), kredite('glaeubiger')],
  ['Raten', schulden('rateMonatlich'), kredite('rateMonatlich')],
  ['Restschuld', schulden('restschuld'), kredite('restschuld', 'beanspruchterBetrag')],
  ['letzte Rate', schulden('laufzeitende'), kredite('datumLetzteRate')],
  ['abzulösen', schulden('wirdAbgeloest'), kredite('abloesen')],
  [
    'Bausparen',
    `${VERMOEGEN}.bausparvertraege.sparbeitragMonatlich`,
    'haushalt.*.bausparvertraege.sparbeitragMonatlich'
  ],
  [
    'Lebensversicherung',
    `${VERMOEGEN}.lebensOderRentenversicherungen.praemieMonatlich`,
    'haushalt.*.lebensversicherungen.praemieMonatlich'
  ],
  ['Wert der Immobilien', 'immobilien.wert', `${HAEUSER}.wert`],
  ['Wohnfläche', 'immobilien.wohnen.gesamtflaeche', `${HAEUSER}.wohnflaeche`],
  ['Nutzung', 'immobilien.wohnen.nutzungsart.@type', `${HAEUSER}.nutzungsart`],
  [
    'Kaltmiete',
    'immobilien.wohnen.nutzungsart.mieteinnahmenNettoKaltMonatlich',
    `${HAEUSER}.mieteinnahmenKaltMonatlich`
  ],
  ['Restschuld darauf', 'immobilien.darlehen.restschuld.aktuell', `${HAEUSER}.darlehen.restschuld`],
  ['Rate dafür', 'immobilien.darlehen.rateMonatlich', `${HAEUSER}.darlehen.rateMonatlich`],
  ['Zinsbindung', 'immobilien.darlehen.zinsbindungBis', `${HAEUSER}.darlehen.zinsbindungBis`]
]

const personas = namesOf('kex-import-')

t.test('every persona can walk through both systems', async t => {
  t.same(
    personas,
    namesOf('kundenangaben-').filter(name => !SINGLE.includes(name))
  )
  t.ok(personas.length >= 8)
})

t.test('a persona says the same in both systems', async t => {
  const unsaid = new Set([...ofPerson, ...ofCase].map(([what]) => what))
  const compare = (pairs: readonly Pair[], kundenangaben: Json, kex: Json, who: string) => {
    for (const [what, left, right] of pairs) {
      const said = find(kundenangaben, left)
      if (said !== undefined) unsaid.delete(what)
      t.strictSame(find(kex, right), said, `${who}: ${what}`)
    }
  }
  for (const name of personas) {
    const kex = read(`kex-import-${name}`)
    const kundenangaben = overview(read(`kundenangaben-${name}`))
    compare(ofCase, kundenangaben, kex, name)
    const { kunden } = kundenangaben.haushalte[0]
    const antragsteller = [kex.antragsteller1, kex.antragsteller2].filter(one => one !== undefined)
    t.equal(antragsteller.length, kunden.length, `${name}: as many applicants`)
    for (const [index, kunde] of kunden.entries())
      compare(ofPerson, kunde, antragsteller[index], kunde.referenzId)
  }
  t.same([...unsaid], [], 'somebody says everything that is compared')
})

t.test('every purpose of a consumer loan has its persona', async t => {
  const zwecke = personas.map(name => read(`kex-import-${name}`).finanzbedarf.finanzierungszweck)
  const all = ['FAHRZEUGKAUF', 'FREIE_VERWENDUNG', 'MODERNISIEREN', 'UMSCHULDUNG']
  t.same([...new Set(zwecke)].sort(), all)
})

t.test('the list of the examples names all of them', async t => {
  const list = readFileSync(`${FOLDER}/README.md`, 'utf8')
  const named = [...list.matchAll(/^(?:\| |- )`([^`]+)`/gm)].map(row => row[1])
  t.same(named.sort(), [...personas, ...SINGLE.map(name => `kundenangaben-${name}.json`)].sort())
})

function namesOf(prefix: string): readonly string[] {
  const files = readdirSync(FOLDER).filter(file => file.startsWith(prefix))
  return files.map(file => file.slice(prefix.length, -'.json'.length)).sort()
}

function read(name: string): Json {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'))
}

/** With the metadata beside, and the properties that belong to the household already in one list. */
function overview({ importMetadaten, kundenangaben }: Json): Json {
  const { finanzierungsbedarf, finanzierungsobjekt, haushalte } = kundenangaben
  const { marktwertFinanzierungsobjekt } = finanzierungsbedarf.finanzierungszweck
  const objekt = { ...finanzierungsobjekt, marktwert: marktwertFinanzierungsobjekt }
  const { bestehendeImmobilien } = haushalte[0].finanzielleSituation.bestehendeImmobilienErfassung
  const own = [marktwertFinanzierungsobjekt ? objekt : [], bestehendeImmobilien ?? []].flat()
  const immobilien = own.map(({ marktwert, immobilie, darlehenslisteErfassung }) => ({
    wert: marktwert,
    wohnen: immobilie.typ.gebaeude.nutzung.wohnen,
    darlehen: (darlehenslisteErfassung.darlehensliste ?? []).map((one: Json) => one.darlehen ?? one)
  }))
  return { ...importMetadaten, ...kundenangaben, immobilien }
}

/** What somebody says: texts one after the other, amounts added up, as is what is true. */
function find(said: Json, how: Says): unknown {
  const found =
    typeof how === 'string' ? how.split(' | ').map(path => follow(said, path)) : how(said)
  const values = [found].flat(2).filter(value => value !== undefined)
  if (values.length === 0) return undefined
  if (values.every(value => typeof value === 'string'))
    return values.map(value => SAME[value] ?? value).join(' ')
  return values.reduce<number>((all, value) => all + Math.round(100 * Number(value)), 0)
}

function follow(said: Json, path: string): Json[] {
  return path.split('.').reduce(
    (values, key) =>
      values
        .filter(value => typeof value === 'object')
        .flatMap(value => [key === '*' ? Object.values(value) : value[key]].flat(2))
        .filter(value => value !== undefined),
    [said]
  )
}

function parts(of: string, ...names: readonly string[]): string {
  return names.map(name => `${of}.${name}`).join(' | ')
}

function adresse(which: string): string {
  return parts(`wohnsituation.${which}`, 'strasse', 'hausnummer', 'plz', 'ort')
}

function betrag(list: string): string {
  return `haushalt.*.${list}.betragMonatlich`
}

function schulden(what: string): string {
  return SCHULDEN.map(kind => `haushalte.*.verbindlichkeiten.${kind}.${what}`).join(' | ')
}

function kredite(...what: readonly string[]): string {
  return what.map(one => `haushalt.verbindlichkeiten.*.${one}`).join(' | ')
}

function titel(said: Json): readonly string[] {
  return [said?.prof ? ['PROFESSOR'] : [], said?.dr ? ['DOKTOR'] : []].flat()
}

/** KreditSmart asks for it only of those who work. */
function beruf({ finanzielles }: Json): string | undefined {
  const { beruf, beschaeftigungsverhaeltnis, taetigkeit } = finanzielles.beschaeftigung
  return beschaeftigungsverhaeltnis || taetigkeit ? beruf : undefined
}

function nettoImJahr({ beschaeftigung }: Json): number | undefined {
  const amount = (name: string) => follow(beschaeftigung, name)[0]
  const monatlich =
    amount('*.beschaeftigungsverhaeltnis.nettoeinkommenMonatlich') ??
    amount('*.staatlicheRenteMonatlich') ??
    amount('*.sonstigesEinkommenMonatlich')
  return monatlich === undefined ? amount('*.nettoeinkommenJaehrlich') : 12 * monatlich
}

function kinder({ haushalte }: Json): readonly Json[] {
  return haushalte[0].kinderErfassung.kinder ?? []
}

function kindergeld({ haushalt }: Json): number | undefined {
  return haushalt.kinder?.filter((kind: Json) => kind.kindergeldFuer !== undefined).length
}

function inhaber({ bankverbindung }: Json): number {
  return bankverbindung.kundenreferenzIdsDerKontoinhaber.length
}

function isOfBoth({ gehoertZuAntragsteller }: Json): boolean {
  return gehoertZuAntragsteller === 'BEIDE'
}

function personen(said: Json): number {
  const erwachsene = follow(said, `haushalte.${ING}.anzahlErwachseneImHaushalt`)[0]
  return erwachsene + kinder(said).length
}
