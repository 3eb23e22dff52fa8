import t from 'tap'
import {
  type Importangaben,
  type Importiert,
  type Kreditvorgang,
  vorgangImportieren
} from '../../../../src/apis/europace/model/kreditvorgang.ts'
import { inWorten, meldungenIn } from '../../../../src/apis/europace/model/meldung.ts'
import type { Vorgang } from '../../../../src/apis/europace/model/vorgang.ts'
import { importumstaende, toldOf } from './kredit-helper.ts'
import { NOW } from './umbau-helper.ts'

type Umstaende = Parameters<typeof importumstaende>[0]

const betreut = (partnerId: string, rest: object = {}) =>
  ({ kundenbetreuer: { partnerId }, ...rest }) as Importangaben
const OWN = betreut('ABC12')
const STRICT: Umstaende = { regeln: { partners: 'strict' } }
const GONE = 'nicht übernommen'

/** The case that comes of a body; fails when it is refused. */
function importiert(body: Importangaben, umstaende: Umstaende = {}): Importiert {
  const result = vorgangImportieren('AB1234', body, importumstaende(umstaende))
  if ('abgelehnt' in result) throw new Error(result.detail)
  return result
}

function told(body: Importangaben, umstaende: Umstaende = {}) {
  return toldOf(meldungenIn(inWorten([], importiert(body, umstaende).hinweise, body)))
}

/** Why a body is refused; `undefined` when it is not. */
function refusal(body: object, umstaende: Umstaende = {}) {
  const result = vorgangImportieren('AB1234', body as Importangaben, importumstaende(umstaende))
  return 'abgelehnt' in result ? result : undefined
}

t.test('with a Kundenbetreuer alone there is a case of one applicant', async t => {
  const { vorgang, hinweise, effects } = importiert(OWN)
  t.strictSame(vorgang, {
    id: 'AB1234',
    produkt: 'KREDITSMART',
    status: 'AKTIV',
    datenkontext: 'TEST_MODUS',
    betreuung: { kundenbetreuer: 'ABC12' },
    angaben: OWN,
    antragsteller: ['id-1'],
    antraege: [],
    angelegtAt: NOW,
    geaendertAt: NOW,
    ereignisse: [{ at: NOW, aktivitaet: 'VORGANG_ANGELEGT', meldung: 'Vorgang importiert' }]
  })
  t.strictSame(hinweise, [])
  t.strictSame(effects, [{ do: 'put', collection: 'vorgaenge', document: vorgang }])
})

t.test('there is a second applicant only if one was sent, be it empty', async t => {
  const cases: readonly (readonly [rest: object, ids: readonly string[]])[] = [
    [{}, ['id-1']],
    [{ antragsteller1: {} }, ['id-1']],
    [{ antragsteller2: {} }, ['id-1', 'id-2']],
    [{ antragsteller1: {}, antragsteller2: { personendaten: {} } }, ['id-1', 'id-2']]
  ]
  for (const [rest, ids] of cases) {
    const { vorgang } = importiert(betreut('ABC12', rest))
    t.strictSame(vorgang.antragsteller, ids, JSON.stringify(rest))
    t.strictSame(vorgang.angaben, betreut('ABC12', rest))
  }
})

t.test('who may take over for a partner may make a case for it', async t => {
  const may: readonly (readonly [subject: string, kundenbetreuer: string])[] = [
    ['ABC12', 'ABC12'],
    ['ABC12', 'TEST'],
    ['TEST', 'TEST'],
    ['XYZ54', 'XYZ54'],
    ['XYZ54', 'AAV43'],
    ['XYZ54', 'TEST'],
    ['MNC81', 'EDY92']
  ]
  for (const [subject, kundenbetreuer] of may) {
    for (const regeln of [STRICT.regeln, {}]) {
      const { vorgang } = importiert(betreut(kundenbetreuer), { subject, regeln: regeln ?? {} })
      t.strictSame(vorgang.betreuung, { kundenbetreuer }, `${subject} for ${kundenbetreuer}`)
    }
  }
})

t.test('without a valid Kundenbetreuer there is no case', async t => {
  const refused: readonly (readonly [title: string, body: object, umstaende?: Umstaende])[] = [
    ['none', {}],
    ['no id', { kundenbetreuer: {} }],
    ['an empty one', betreut('')],
    ['lower case', betreut('abc12')],
    ['four characters', betreut('AB12')],
    ['six characters', betreut('ABC123')],
    ['blanks around it', betreut(' ABC12')],
    ['a line break after it', betreut('ABC12\n')],
    ['digits first', betreut('12ABC')],
    ['a word that is no partner', betreut('PROBE')],
    ['a colleague', betreut('AAV43')],
    ['the organisation above', betreut('XYZ54')],
    ['a stranger', betreut('DIV95')],
    ['TEST by somebody without Übernahmerecht', betreut('TEST'), { subject: 'AAV43' }],
    ['a stranger by an organisation', betreut('DIV95'), { subject: 'XYZ54' }],
    ['not in the fixtures, strict', betreut('QQQ99'), STRICT],
    ['TEST where it is not in the fixtures', betreut('TEST'), { baum: new Map() }]
  ]
  for (const [title, body, umstaende] of refused) {
    const found = refusal(body, umstaende)
    t.equal(found?.abgelehnt, 422, title)
    t.match(found?.detail, /^A valid Kundenbetreuer-Partner-ID is missing: /, title)
  }
  t.equal(refusal(betreut('QQQ99')), undefined, 'lenient, anybody may exist')
})

t.test('a Bearbeiter who may not be named is left out, the rest stays', async t => {
  const dropped: readonly (readonly [title: string, bearbeiter: object, umstaende?: Umstaende])[] =
    [
      ['a colleague', { partnerId: 'AAV43' }],
      ['a stranger', { partnerId: 'DIV95' }],
      ['malformed', { partnerId: 'abc' }],
      ['empty', { partnerId: '' }],
      ['no id', {}],
      ['an organisation', { partnerId: 'XYZ54' }, { subject: 'XYZ54' }],
      ['unknown, strict', { partnerId: 'QQQ99' }, STRICT]
    ]
  for (const [title, bearbeiter, umstaende] of dropped) {
    const body = betreut('ABC12', { bearbeiter, leadquelle: 'x' })
    const { vorgang } = importiert(body, umstaende)
    t.strictSame(vorgang.betreuung, { kundenbetreuer: 'ABC12' }, title)
    t.strictSame(vorgang.angaben, betreut('ABC12', { leadquelle: 'x' }), title)
    t.strictSame(told(body, umstaende), { bearbeiter: GONE }, title)
  }
  for (const partnerId of ['ABC12', 'TEST', 'QQQ99']) {
    const body = betreut('ABC12', { bearbeiter: { partnerId } })
    const { vorgang, hinweise } = importiert(body)
    t.strictSame(vorgang.betreuung, { kundenbetreuer: 'ABC12', bearbeiter: partnerId })
    t.strictSame([vorgang.angaben, hinweise], [body, []], partnerId)
  }
})

t.test('a Tippgeber who is nobody is left out, anybody else may be one', async t => {
  const dropped: readonly (readonly [tippgeber: object, umstaende?: Umstaende])[] = [
    [{ partnerId: 'abc' }],
    [{ partnerId: '' }],
    [{}],
    [{ partnerId: 'QQQ99' }, STRICT]
  ]
  for (const [tippgeber, umstaende] of dropped) {
    const body = betreut('ABC12', { tippgeber })
    t.strictSame(importiert(body, umstaende).vorgang.angaben, OWN, JSON.stringify(tippgeber))
    t.strictSame(told(body, umstaende), { tippgeber: GONE })
  }
  for (const partnerId of ['ABC12', 'AAV43', 'DIV95', 'XYZ54', 'TEST', 'QQQ99']) {
    const body = betreut('ABC12', { tippgeber: { partnerId } })
    const { vorgang, hinweise } = importiert(body)
    t.strictSame(
      [vorgang.angaben, vorgang.betreuung, hinweise],
      [body, { kundenbetreuer: 'ABC12' }, []]
    )
  }
  const both = betreut('ABC12', { tippgeber: {}, bearbeiter: {} })
  t.strictSame(told(both), { bearbeiter: GONE, tippgeber: GONE })
})

t.test('real business is for those who have the right to it', async t => {
  const real = { isProduction: true }
  for (const subject of ['ABC12', 'XYZ54', 'TEST']) {
    const { vorgang } = importiert(betreut(subject), { ...real, subject })
    t.equal(vorgang.datenkontext, 'ECHT_GESCHAEFT', subject)
  }
  for (const subject of ['AAV43', 'EDY92', 'QQQ99']) {
    const found = refusal(betreut(subject), { ...real, subject })
    t.match(found, { abgelehnt: 403, detail: new RegExp(subject) }, subject)
    const { vorgang } = importiert(betreut(subject), { subject })
    t.equal(vorgang.datenkontext, 'TEST_MODUS', `${subject} with a test case`)
  }
  const ofTest = betreut('AAV43')
  const { vorgang } = importiert(ofTest, { ...real, subject: 'XYZ54' })
  t.equal(vorgang.datenkontext, 'ECHT_GESCHAEFT', 'the right of the subject counts')
})

const baufismart: Vorgang = {
  id: 'YX4MDU',
  produkt: 'BAUFISMART',
  status: 'AKTIV',
  datenkontext: 'TEST_MODUS',
  betreuung: { kundenbetreuer: 'ABC12' },
  metadaten: {},
  kundenangaben: {},
  angelegtAt: 1,
  geaendertAt: 1,
  ereignisse: []
}
const related = betreut('ABC12', { baufiSmartVorgangsnummer: 'YX4MDU' })

t.test('a case of BaufiSmart and the new one know each other', async t => {
  const { vorgang, hinweise, effects } = importiert(related, { verwandter: baufismart })
  t.strictSame(vorgang.verknuepft, ['YX4MDU'])
  t.strictSame(vorgang.angaben, related)
  t.strictSame(hinweise, [])
  t.strictSame(effects, [
    { do: 'put', collection: 'vorgaenge', document: vorgang },
    { do: 'put', collection: 'vorgaenge', document: { ...baufismart, verknuepft: ['AB1234'] } }
  ])
  const verwandter = { ...baufismart, verknuepft: ['CD5678'] }
  const [, second] = importiert(related, { verwandter }).effects
  t.match(second, { document: { verknuepft: ['CD5678', 'AB1234'] } }, 'others stay')
})

t.test('a number that names no case of theirs is kept with a hint', async t => {
  const strange = { ...baufismart, betreuung: { kundenbetreuer: 'DIV95' } }
  const { vorgang: kreditsmart } = importiert(OWN)
  const cases: readonly (readonly [string, Vorgang | Kreditvorgang | undefined])[] = [
    ['unknown', undefined],
    ['of strangers', strange],
    ['of a colleague', { ...strange, betreuung: { kundenbetreuer: 'AAV43' } }],
    ['of KreditSmart', kreditsmart]
  ]
  for (const [title, verwandter] of cases) {
    const { vorgang, hinweise, effects } = importiert(related, { verwandter })
    t.strictSame(vorgang.angaben, related, title)
    t.notOk('verknuepft' in vorgang, title)
    t.strictSame(effects, [{ do: 'put', collection: 'vorgaenge', document: vorgang }], title)
    t.equal(hinweise.length, 1, title)
    t.match(hinweise, [{ path: 'baufiSmartVorgangsnummer', value: 'YX4MDU' }], title)
    t.equal(hinweise[0]?.reason, importiert(related).hinweise[0]?.reason, `${title}: no more`)
  }
})

t.test('a confirmation goes to the Kundenbetreuer who is to have one', async t => {
  for (const benachrichtigung of [undefined, {}, { aktiv: false }]) {
    const { effects } = importiert(betreut('ABC12', benachrichtigung && { benachrichtigung }))
    t.equal(effects.length, 1, JSON.stringify(benachrichtigung))
  }
  const body = betreut('TEST', {
    benachrichtigung: { aktiv: true },
    bearbeiter: { partnerId: 'ABC12' }
  })
  const [, mail, ...others] = importiert(body).effects
  t.match(mail, { do: 'put', collection: 'emails' })
  t.match(mail, { document: { an: 'TEST', vorgang: 'AB1234', betreff: /AB1234/, at: NOW } })
  t.strictSame(others, [])
})

t.test('comments without a word are left out in silence', async t => {
  const kommentare = (...texts: readonly string[]) => betreut('ABC12', { kommentare: texts })
  const { vorgang, hinweise } = importiert(kommentare('', 'eins', ' ', ' zwei ', '\n', 'eins'))
  t.strictSame(vorgang.angaben, kommentare('eins', ' zwei ', 'eins'))
  t.strictSame(hinweise, [])
  t.strictSame(importiert(kommentare()).vorgang.angaben, kommentare())
})

t.test('roles, the related case and the rules all tell what they found', async t => {
  const body = betreut('ABC12', {
    bearbeiter: {},
    baufiSmartVorgangsnummer: 'XX9999',
    finanzbedarf: {
      fahrzeugkauf: { kw: 1 },
      finanzierungswunsch: { laufzeitInMonaten: 12, rateMonatlich: 9 }
    }
  })
  const { hinweise, vorgang } = importiert(body)
  t.strictSame(hinweise.map(one => one.path).sort(), [
    'baufiSmartVorgangsnummer',
    'bearbeiter',
    'finanzbedarf.fahrzeugkauf',
    'finanzbedarf.finanzierungswunsch.rateMonatlich'
  ])
  t.match(vorgang.angaben.finanzbedarf, {
    finanzierungswunsch: { ratenzahlungstermin: 'MONATSENDE' }
  })
  const plain = importiert(body, { regeln: { updateRules: false } }).vorgang.angaben.finanzbedarf
  t.strictSame(plain?.finanzierungswunsch, { laufzeitInMonaten: 12, rateMonatlich: 9 })
})
