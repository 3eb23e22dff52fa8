import { readFileSync } from 'node:fs'
import t from 'tap'
import {
  type Ergebnis,
  type Kundenangaben,
  kundenangabenErsetzen,
  leseverbot,
  type Umstaende,
  type Vorgang,
  vorgangAnlegen
} from '../../../../src/apis/europace/model/vorgang.ts'
import { mit, NOW, neueIds, umbau, umstaende } from './umbau-helper.ts'

type Anlage = Parameters<typeof vorgangAnlegen>[1]
type Ersatz = Parameters<typeof kundenangabenErsetzen>[1]

function anlegen(
  angaben: object = {},
  metadaten: Partial<Anlage['importMetadaten']> = {},
  wer: Umstaende = umstaende()
): Ergebnis {
  const importMetadaten = { datenkontext: 'TEST_MODUS', ...metadaten } as const
  return vorgangAnlegen('A1B2C3', { importMetadaten, kundenangaben: angaben }, wer)
}

function ersetzen(
  vorgang: Vorgang,
  angaben: object = {},
  updateMetadaten: Ersatz['updateMetadaten'] = {},
  wer: Umstaende = umstaende({ now: NOW + 1000 })
): Ergebnis {
  return kundenangabenErsetzen(vorgang, { updateMetadaten, kundenangaben: angaben }, wer)
}

function done(ergebnis: Ergebnis): Exclude<Ergebnis, { abgelehnt: number }> {
  if ('abgelehnt' in ergebnis) throw new Error(ergebnis.detail)
  return ergebnis
}
const neu = (...args: Parameters<typeof anlegen>) => done(anlegen(...args)).vorgang

const noReal = new Set(['baufinanzierung:vorgang:schreiben'])
const loan = { referenzId: 'd1', darlehen: {} }
const abloesung = (referenzIdAbzuloesendesDarlehen: string) =>
  mit.zweck('ANSCHLUSSFINANZIERUNG', {
    abloesungDarlehenDesFinanzierungsobjektes: [{ referenzIdAbzuloesendesDarlehen }]
  })
const twice = mit.haushalt({ kunden: [{ referenzId: 'a' }, { referenzId: 'a' }] })
const onlyRate = mit.finanzen({ verbindlichkeiten: { ratenkredite: [{ rateMonatlich: 1 }] } })

t.test('a new case keeps what was said of it', async t => {
  const leadtracking = { kampagne: 'Sommer', sendNotification: true }
  const told = { externeVorgangsId: 'Lead 7', zusaetzlicherEreignistext: 'Premium' }
  const metadaten = {
    ...told,
    importquelle: 'Landingpage',
    prioritaet: 'HOCH',
    leadtracking
  } as const
  const tippgeber = { tippgeberPartnerId: 'AAV43' }
  const betreuung = { kundenbetreuer: 'TEST', bearbeiter: 'ABC12' }
  const { vorgang, hinweise } = done(anlegen({}, { ...metadaten, tippgeber, betreuung }))
  t.strictSame(hinweise, [])
  t.strictSame(vorgang, {
    id: 'A1B2C3',
    produkt: 'BAUFISMART',
    status: 'AKTIV',
    datenkontext: 'TEST_MODUS',
    betreuung,
    metadaten,
    tippgeber,
    kundenangaben: {},
    angelegtAt: NOW,
    geaendertAt: NOW,
    ereignisse: [{ at: NOW, aktivitaet: 'VORGANG_ANGELEGT', meldung: 'Vorgang angelegt: Premium' }]
  })
})

t.test('without roles the subject looks after the case', async t => {
  for (const subject of ['ABC12', 'XYZ54', 'DIV95'])
    t.strictSame(neu({}, {}, umstaende({ subject })).betreuung, { kundenbetreuer: subject })
  t.match(neu().ereignisse, [{ meldung: /^Vorgang angelegt$/ }])
})

const fremd = 'DIV95'
const named = { betreuung: { kundenbetreuer: fremd } }
const edited = { betreuung: { kundenbetreuer: 'ABC12', bearbeiter: fremd } }
const tipped = { tippgeber: { tippgeberPartnerId: 'nobody' } }
const TIPP = 'importMetadaten.tippgeber.tippgeberPartnerId'
const ROLLE = 'importMetadaten.betreuung'

/** Everything that is wrong with one request, in the order in which it is told, with a part of the text. */
const faults: [string, Partial<Anlage['importMetadaten']>, object, number, string][] = [
  ['real', { datenkontext: 'ECHT_GESCHAEFT' }, {}, 403, 'baufinanzierung:echtgeschaeft'],
  ['Kundenbetreuer', named, {}, 409, `${ROLLE}.kundenbetreuer is not allowed`],
  ['Bearbeiter', edited, {}, 409, `${ROLLE}.bearbeiter is not allowed`],
  ['Tippgeber', tipped, {}, 422, TIPP],
  ['same names', {}, twice, 422, 'kundenangaben.haushalte[0].kunden[1].referenzId'],
  ['missing loan', {}, { ...abloesung('gone') }, 422, '[0].referenzIdAbzuloesendesDarlehen'],
  ['hidden rule', {}, onlyRate, 422, 'verbindlichkeiten.ratenkredite[0]']
]
const strenge = umstaende({ scopes: noReal, regeln: { hiddenRules: true } })

t.test('a request that cannot be processed is refused with its cause', async t => {
  for (const [title, metadaten, angaben, abgelehnt, detail] of faults)
    t.match(anlegen(angaben, metadaten, strenge), { abgelehnt, detail }, title)
  const text = `${ROLLE}.kundenbetreuer is not allowed`
  t.strictSame(anlegen({}, named), { abgelehnt: 409, detail: text }, 'to the letter')
})

t.test('of several causes the first in the documented order is told', async t => {
  for (const [n, [title, , , abgelehnt, detail]] of faults.entries()) {
    const rest = faults.slice(n).reverse()
    const metadaten = Object.assign({}, ...rest.map(one => one[1]))
    const angaben = Object.assign({}, ...rest.map(one => one[2]))
    t.match(anlegen(angaben, metadaten, strenge), { abgelehnt, detail }, title)
  }
})

t.test('what is no fault is not refused', async t => {
  const real = { datenkontext: 'ECHT_GESCHAEFT' } as const
  t.match(neu({}, real), { datenkontext: 'ECHT_GESCHAEFT' })
  t.match(neu(onlyRate), { status: 'AKTIV' }, 'hidden rules are off by default')
  t.match(neu({ ...abloesung('d1'), ...mit.darlehen(loan) }), { status: 'AKTIV' })
  t.match(neu({ ...abloesung('d1'), ...mit.objekt({ darlehensliste: [loan] }) }), {
    kundenangaben: { finanzierungsobjekt: { darlehenslisteErfassung: { darlehensliste: [loan] } } }
  })
  const both = { ...mit.darlehen(loan).finanzierungsobjekt, darlehensliste: [loan] }
  t.match(neu(mit.objekt(both)), { status: 'AKTIV' }, 'the ignored twin does not count')
  const unknown = { tippgeber: { tippgeberPartnerId: 'QQQ99' } }
  t.match(neu({}, unknown), unknown)
  t.match(anlegen({}, unknown, umstaende({ regeln: { partners: 'strict' } })), { abgelehnt: 422 })
})

t.test('Kundenangaben pass all rules on their way, and people are told', async t => {
  const angaben = {
    haushalte: [
      {
        kinder: [{ kundenreferenzIdRiesterzuordnung: 'gone' }],
        kunden: [{ id: 'own', referenzId: 'k1', kontakt: { validierungEmail: 'UNGEPRUEFT' } }]
      }
    ],
    finanzierungsobjekt: {
      immobilie: {
        adresse: { plz: '10179' },
        typ: { '@type': 'REIHENHAUS', gebaeude: { baujahr: 2026 } }
      }
    },
    finanzierungsbedarf: {
      finanzierungszweck: { '@type': 'KAUF_NEUBAU_VOM_BAUTRAEGER' },
      finanzierungsbausteine: [
        { '@type': 'VARIABLES_DARLEHEN', tilgungswunsch: { '@type': 'VOLLTILGER' } }
      ]
    }
  }
  const before = JSON.stringify(angaben)
  const { vorgang, hinweise } = done(anlegen(angaben))
  t.equal(JSON.stringify(angaben), before, 'the request is left alone')
  t.match(vorgang.kundenangaben, {
    haushalte: [{ id: /^neu/, kinderErfassung: { '@type': 'VORHANDENE_KINDER' } }],
    finanzierungsobjekt: { immobilie: { id: /^neu/ } },
    finanzierungsbedarf: {
      finanzierungszweck: { nebenkosten: { grunderwerbsteuer: { wert: 6, einheit: 'PROZENT' } } }
    }
  })
  t.strictSame(vorgang.kundenangaben.haushalte?.[0]?.kunden?.[0]?.kontakt, {})
  t.notMatch(JSON.stringify(vorgang.kundenangaben), /baujahr|Riester|"kinder":\[\]|"own"/)
  t.strictSame(hinweise.map(({ path }) => path).sort(), [
    'kundenangaben.finanzierungsbedarf.finanzierungsbausteine[0].tilgungswunsch',
    'kundenangaben.finanzierungsobjekt.immobilie.typ.gebaeude.baujahr',
    'kundenangaben.haushalte[0].kinderErfassung.kinder[0].kundenreferenzIdRiesterzuordnung',
    'kundenangaben.haushalte[0].kunden[0].id',
    'kundenangaben.haushalte[0].kunden[0].kontakt.validierungEmail'
  ])
})

t.test('rules can be switched off, and trusted clients know better', async t => {
  const off = umstaende({ regeln: { fillNebenkosten: false } })
  const filled = mit.zweck('KAUF', { nebenkosten: {} })
  t.match(neu(mit.zweck('KAUF')).kundenangaben, filled)
  t.notMatch(neu(mit.zweck('KAUF'), {}, off).kundenangaben, filled)
  const kontakt = { validierungEmail: 'BERATER_VERIFIZIERT' }
  const trusted = neu(mit.kunde({ kontakt }), {}, umstaende({ trusted: true }))
  t.strictSame(trusted.kundenangaben.haushalte?.[0]?.kunden?.[0]?.kontakt, kontakt)
})

const AT = NOW + 1000
const GEAENDERT = { at: AT, aktivitaet: 'ERFASSTE_DATEN_GEAENDERT', meldung: /./ }

t.test('replacing changes all Kundenangaben and nothing that belongs to the creation', async t => {
  const betreuung = { kundenbetreuer: 'ABC12', bearbeiter: 'ABC12' }
  const tippgeber = { tippgeberPartnerId: 'AAV43' }
  const vorher = neu(mit.kunde({ referenzId: 'a' }), {
    betreuung,
    tippgeber,
    externeVorgangsId: 'Lead 7'
  })
  const before = JSON.stringify(vorher)
  const { vorgang } = done(ersetzen(vorher, { bankverbindung: { bic: 'X' } }))
  t.equal(JSON.stringify(vorher), before, 'the case before is left alone')
  const { kundenangaben, geaendertAt, ereignisse, ...rest } = vorgang
  const { kundenangaben: _, geaendertAt: __, ereignisse: first, ...restBefore } = vorher
  t.strictSame(rest, restBefore)
  t.match(kundenangaben, { bankverbindung: { bic: 'X' } })
  t.strictSame(Object.keys(kundenangaben), ['bankverbindung'])
  t.equal(geaendertAt, AT)
  t.strictSame(ereignisse.slice(0, 1), first)
  t.match(ereignisse.slice(1), [GEAENDERT])
  t.equal(ereignisse.length, 2, 'the Bearbeiter has not changed')
})

t.test('the Tippgeber stays unless another is named', async t => {
  const vorher = neu({}, { tippgeber: { tippgeberPartnerId: 'AAV43' } })
  const other = { tippgeberPartnerId: 'TEST' }
  t.match(done(ersetzen(vorher)).vorgang.tippgeber, { tippgeberPartnerId: 'AAV43' })
  t.strictSame(done(ersetzen(vorher, {}, { tippgeber: other })).vorgang.tippgeber, other)
  t.equal(done(ersetzen(neu())).vorgang.tippgeber, undefined)
})

t.test('who replaces a case without a Bearbeiter becomes one', async t => {
  for (const subject of ['ABC12', 'XYZ54']) {
    const wer = umstaende({ subject, now: AT })
    const { betreuung, ereignisse } = done(ersetzen(neu(), {}, {}, wer)).vorgang
    t.strictSame(betreuung, { kundenbetreuer: 'ABC12', bearbeiter: subject })
    t.match(ereignisse.slice(1), [
      { at: AT, aktivitaet: 'BEARBEITER_GEAENDERT', meldung: new RegExp(subject) },
      GEAENDERT
    ])
  }
})

/** What is wrong with replacing, in the order in which it is told. */
const update: [string, Partial<Vorgang>, Partial<Umstaende>, Ersatz, number, RegExp][] = [
  ['real', { datenkontext: 'ECHT_GESCHAEFT' }, { scopes: noReal }, ersatz(), 403, /echtgeschaeft/],
  ['a stranger', {}, { subject: fremd }, ersatz(), 403, /DIV95.*A1B2C3/],
  ['archived', { status: 'ARCHIVIERT' }, {}, ersatz(), 422, /A1B2C3/],
  ['Tippgeber', {}, {}, { ...ersatz(), updateMetadaten: tipped }, 422, /^updateMetadaten\.tippg/],
  ['same names', {}, {}, ersatz(twice), 422, /kunden\[1\]\.referenzId/],
  ['missing loan', {}, {}, ersatz(abloesung('x')), 422, /referenzIdAbzuloesendesDarlehen/]
]

function ersatz(kundenangaben: object = {}): Ersatz {
  return { kundenangaben: kundenangaben as Kundenangaben, updateMetadaten: {} }
}

t.test('replacing is refused with its cause, the first in the documented order', async t => {
  for (const [n, [title, , , , abgelehnt, detail]] of update.entries()) {
    const rest = update.slice(n).reverse()
    const vorgang = Object.assign({}, neu(), ...rest.map(one => one[1]))
    const wer = umstaende(Object.assign({}, ...rest.map(one => one[2])))
    const request = ersatz(Object.assign({}, ...rest.map(one => one[3].kundenangaben)))
    const updateMetadaten = Object.assign({}, ...rest.map(one => one[3].updateMetadaten))
    const found = kundenangabenErsetzen(vorgang, { ...request, updateMetadaten }, wer)
    t.match(found, { abgelehnt, detail }, title)
  }
  const strict = umstaende({ regeln: { bearbeiter: 'strict' } })
  t.match(ersetzen(neu(), {}, {}, strict), { abgelehnt: 403 }, 'nobody edits it yet')
})

t.test('reading is refused to strangers and without the scope for real cases', async t => {
  const real = neu({}, { datenkontext: 'ECHT_GESCHAEFT' })
  const off = { requireEchtgeschaeftOnRead: false }
  const cases: [string, Vorgang, Umstaende, RegExp | undefined][] = [
    ['the Kundenbetreuer', neu(), umstaende({ scopes: noReal }), undefined],
    ['the organisation above', neu(), umstaende({ subject: 'XYZ54' }), undefined],
    ['a colleague', neu(), umstaende({ subject: 'AAV43' }), /AAV43.*A1B2C3/],
    ['a real case', real, umstaende(), undefined],
    ['without the scope', real, umstaende({ scopes: noReal }), /baufinanzierung:echtgeschaeft/],
    ['not required', real, umstaende({ scopes: noReal, regeln: off }), undefined]
  ]
  for (const [title, vorgang, wer, detail] of cases) {
    const expected = detail && { abgelehnt: 403, detail }
    t.match(leseverbot(vorgang, wer), expected, title)
    t.equal(leseverbot(vorgang, wer) === undefined, detail === undefined, title)
  }
  const wer = umstaende({ scopes: noReal, regeln: off })
  t.match(ersetzen(real, {}, {}, wer), { vorgang: { id: 'A1B2C3' } }, 'nor for replacing')
})

const examples = ['quick-start', 'vollstaendig', 'veraltet'].map(name => {
  const text = readFileSync(`fixtures/examples/kundenangaben-${name}.json`, 'utf8')
  return { name, angaben: JSON.parse(text).kundenangaben }
})

t.test('what was kept of the examples can be sent back unchanged', async t => {
  for (const { name, angaben } of examples) {
    const vorgang = neu(angaben)
    const wer = umstaende({ neueId: neueIds('other') })
    const again = done(ersetzen(vorgang, vorgang.kundenangaben, {}, wer)).vorgang
    t.strictSame(again.kundenangaben, vorgang.kundenangaben, name)
  }
})

t.test('to look only at the objects that matter changes nothing', async t => {
  const everywhere = umstaende({ umbau: (value, change) => umbau(value, change) })
  for (const { name, angaben } of examples)
    t.strictSame(anlegen(angaben), anlegen(angaben, {}, { ...everywhere, neueId: neueIds() }), name)
})
