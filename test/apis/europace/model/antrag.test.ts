import t from 'tap'
import {
  type Antrag,
  antragAnlegen,
  type Statuswechsel,
  statusAendern
} from '../../../../src/apis/europace/model/antrag.ts'
import type { Kreditvorgang } from '../../../../src/apis/europace/model/kreditvorgang.ts'
import { NOW } from './umbau-helper.ts'

const LATER = NOW + 60_000
const LAST = LATER + 60_000

const ANBIETER = ['NICHT_BEARBEITET', 'UNTERSCHRIEBEN', 'ABGELEHNT', 'ZURUECKGESTELLT'] as const
const ANTRAGSTELLER = ['BEANTRAGT', 'UNTERSCHRIEBEN', 'NICHT_ANGENOMMEN', 'WIDERRUFEN'] as const
type Anbieterstatus = (typeof ANBIETER)[number]
type Antragstellerstatus = (typeof ANTRAGSTELLER)[number]

const vorgang: Kreditvorgang = {
  id: 'GE0203',
  produkt: 'KREDITSMART',
  status: 'AKTIV',
  datenkontext: 'TEST_MODUS',
  betreuung: { kundenbetreuer: 'ABC12' },
  angaben: { kundenbetreuer: { partnerId: 'ABC12' } },
  antragsteller: ['1'],
  antraege: [],
  angelegtAt: NOW,
  geaendertAt: NOW,
  ereignisse: [{ at: NOW, aktivitaet: 'VORGANG_ANGELEGT', meldung: 'Vorgang importiert' }]
}

const start: Antrag = antragAnlegen(vorgang, 'Musterbank', '12919351', NOW).antrag

/** An application that has these two states since it was made. */
function antragIn(anbieter: Anbieterstatus, antragsteller: Antragstellerstatus): Antrag {
  return {
    ...start,
    produktanbieterstatus: { status: anbieter, letzteAenderungAt: NOW },
    antragstellerstatus: { status: antragsteller, letzteAenderungAt: NOW }
  }
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap(von => all.map(nach => [von, nach] as const))
}

const change = (seite: string, von: string, nach: string) =>
  von === nach ? [] : [{ at: LATER, seite, von, nach }]

const sideIn = (von: string, nach: string) => ({
  status: nach,
  letzteAenderungAt: von === nach ? NOW : LATER
})

t.test('an application begins as BEANTRAGT and NICHT_BEARBEITET', async t => {
  t.strictSame(start, {
    id: 'GE0203/1/1',
    vorgang: 'GE0203',
    produktanbieter: 'Musterbank',
    produktanbieterantragsnummer: '12919351',
    produktanbieterstatus: { status: 'NICHT_BEARBEITET', letzteAenderungAt: NOW },
    antragstellerstatus: { status: 'BEANTRAGT', letzteAenderungAt: NOW },
    kommentare: [],
    verlauf: [
      { at: NOW, seite: 'PRODUKTANBIETER', nach: 'NICHT_BEARBEITET' },
      { at: NOW, seite: 'ANTRAGSTELLER', nach: 'BEANTRAGT' }
    ],
    angelegtAt: NOW,
    geaendertAt: NOW
  })
})

t.test('the applications of a case are counted, and the case knows them', async t => {
  let current = vorgang
  for (const id of ['GE0203/1/1', 'GE0203/2/1', 'GE0203/3/1']) {
    const before = structuredClone(current)
    const { antrag, effects } = antragAnlegen(current, 'Nordbank', id, LATER)
    t.strictSame(current, before, 'what is given is not touched')
    t.equal(antrag.id, id)
    t.match(antrag, { produktanbieter: 'Nordbank', produktanbieterantragsnummer: id })
    const meldung = `Antrag ${id} bei Nordbank gestellt`
    const extended = {
      ...before,
      antraege: [...before.antraege, id],
      geaendertAt: LATER,
      ereignisse: [...before.ereignisse, { at: LATER, aktivitaet: 'ANTRAG_GESTELLT', meldung }]
    }
    t.strictSame(effects, [
      { do: 'put', collection: 'antraege', document: antrag },
      { do: 'put', collection: 'vorgaenge', document: extended }
    ])
    current = extended as Kreditvorgang
  }
})

t.test('any status of the lender may follow any other', async t => {
  for (const [von, nach] of pairs(ANBIETER)) {
    const before = antragIn(von, 'WIDERRUFEN')
    const after = statusAendern(before, { produktanbieterstatus: nach }, LATER)
    const title = `${von} → ${nach}`
    t.strictSame(after.produktanbieterstatus, sideIn(von, nach), title)
    t.equal(after.antragstellerstatus, before.antragstellerstatus, `${title}: the other side`)
    t.strictSame(
      after.verlauf,
      [...start.verlauf, ...change('PRODUKTANBIETER', von, nach)],
      `${title}: history`
    )
    t.equal(after === before, von === nach, `${title}: the same one if nothing is new`)
    t.equal(after.geaendertAt, von === nach ? NOW : LATER, title)
  }
})

t.test('any status of the applicant may follow any other', async t => {
  for (const [von, nach] of pairs(ANTRAGSTELLER)) {
    const before = antragIn('ABGELEHNT', von)
    const after = statusAendern(before, { antragstellerstatus: nach }, LATER)
    const title = `${von} → ${nach}`
    t.strictSame(after.antragstellerstatus, sideIn(von, nach), title)
    t.equal(after.produktanbieterstatus, before.produktanbieterstatus, `${title}: the other side`)
    t.strictSame(
      after.verlauf,
      [...start.verlauf, ...change('ANTRAGSTELLER', von, nach)],
      `${title}: history`
    )
    t.equal(after === before, von === nach, `${title}: the same one if nothing is new`)
    t.equal(after.geaendertAt, von === nach ? NOW : LATER, title)
  }
})

t.test('both may change in one call, with one history entry each', async t => {
  for (const [von, nach] of pairs(ANBIETER))
    for (const [vorher, nachher] of pairs(ANTRAGSTELLER)) {
      const before = antragIn(von, vorher)
      const wechsel = { produktanbieterstatus: nach, antragstellerstatus: nachher }
      const after = statusAendern(before, wechsel, LATER)
      const isSame = von === nach && vorher === nachher
      const expected: unknown = {
        ...before,
        produktanbieterstatus: sideIn(von, nach),
        antragstellerstatus: sideIn(vorher, nachher),
        verlauf: [
          ...start.verlauf,
          ...change('PRODUKTANBIETER', von, nach),
          ...change('ANTRAGSTELLER', vorher, nachher)
        ],
        geaendertAt: isSame ? NOW : LATER
      }
      t.strictSame(after, expected, `${von} → ${nach}, ${vorher} → ${nachher}`)
    }
})

const HINTS = ['Personalausweis', 'Geburtsurkunde']
const said = { kommentar: 'Bitte nachreichen:', hinweise: HINTS }

/** What a call says, where it is shown, and what is kept of it. */
const SAID: readonly (readonly [
  string,
  Statuswechsel,
  { readonly anbieter?: object; readonly antragsteller?: object; readonly kept: object }
])[] = [
  [
    'with a status that is reached already',
    { produktanbieterstatus: 'NICHT_BEARBEITET', ...said },
    { anbieter: said, kept: said }
  ],
  [
    'with a status of the applicant that is reached already',
    { antragstellerstatus: 'BEANTRAGT', ...said },
    { antragsteller: said, kept: said }
  ],
  [
    'with both',
    { produktanbieterstatus: 'NICHT_BEARBEITET', antragstellerstatus: 'BEANTRAGT', ...said },
    { anbieter: said, antragsteller: said, kept: said }
  ],
  ['without any status', said, { anbieter: said, kept: said }],
  [
    'a comment alone',
    { kommentar: 'Hallo' },
    { anbieter: { kommentar: 'Hallo' }, kept: { kommentar: 'Hallo' } }
  ],
  [
    'hints alone',
    { hinweise: HINTS },
    { anbieter: { hinweise: HINTS }, kept: { hinweise: HINTS } }
  ],
  [
    'hints and an empty comment',
    { kommentar: '', hinweise: ['', 'Ausweis', ''] },
    { anbieter: { hinweise: ['Ausweis'] }, kept: { hinweise: ['Ausweis'] } }
  ],
  [
    'a comment and empty hints',
    { kommentar: 'Hallo', hinweise: ['', ''] },
    { anbieter: { kommentar: 'Hallo' }, kept: { kommentar: 'Hallo' } }
  ]
]

t.test('what is said is added, even if no status changes', async t => {
  for (const [title, wechsel, { anbieter, antragsteller, kept }] of SAID) {
    const after = statusAendern(start, wechsel, LATER)
    t.strictSame(
      after,
      {
        ...start,
        produktanbieterstatus: { ...start.produktanbieterstatus, ...anbieter },
        antragstellerstatus: { ...start.antragstellerstatus, ...antragsteller },
        kommentare: [{ at: LATER, ...kept }],
        geaendertAt: LATER
      } as unknown,
      title
    )
  }
})

t.test('a comment with a change of both states is one comment, shown at both', async t => {
  const both = { produktanbieterstatus: 'ABGELEHNT', antragstellerstatus: 'WIDERRUFEN' } as const
  const after = statusAendern(start, { ...both, ...said }, LATER)
  const shown = { letzteAenderungAt: LATER, ...said }
  t.strictSame(after.produktanbieterstatus, { status: 'ABGELEHNT', ...shown })
  t.strictSame(after.antragstellerstatus, { status: 'WIDERRUFEN', ...shown })
  t.strictSame(after.kommentare, [{ at: LATER, ...said }])
  t.equal(after.verlauf.length, 4)
})

t.test('a call that says nothing changes nothing', async t => {
  const nothing: readonly Statuswechsel[] = [
    {},
    { antragsnummer: 'GE0203/1/1', produktanbieterantragsnummer: '12919351' },
    { kommentar: '' },
    { hinweise: [] },
    { hinweise: ['', ''] },
    { kommentar: '', hinweise: [''] },
    { produktanbieterstatus: 'NICHT_BEARBEITET', antragstellerstatus: 'BEANTRAGT' },
    { produktanbieterstatus: 'NICHT_BEARBEITET', kommentar: '', hinweise: [''] }
  ]
  for (const wechsel of nothing)
    t.equal(statusAendern(start, wechsel, LATER), start, JSON.stringify(wechsel))
})

t.test('comments are never replaced, and each side shows its latest', async t => {
  const calls: readonly Statuswechsel[] = [
    { produktanbieterstatus: 'ZURUECKGESTELLT', kommentar: 'eins', hinweise: ['a'] },
    { antragstellerstatus: 'UNTERSCHRIEBEN', kommentar: 'zwei' },
    { produktanbieterstatus: 'ZURUECKGESTELLT', kommentar: 'drei', hinweise: ['b', 'c'] }
  ]
  const before = structuredClone(start)
  const after = calls.reduce((antrag, call, n) => statusAendern(antrag, call, LATER + n), start)
  t.strictSame(start, before, 'what is given is not touched')
  t.strictSame(after.kommentare, [
    { at: LATER, kommentar: 'eins', hinweise: ['a'] },
    { at: LATER + 1, kommentar: 'zwei' },
    { at: LATER + 2, kommentar: 'drei', hinweise: ['b', 'c'] }
  ])
  t.match(after.produktanbieterstatus, { kommentar: 'drei', hinweise: ['b', 'c'] })
  t.equal(after.produktanbieterstatus.letzteAenderungAt, LATER, 'the status came with the first')
  t.match(after.antragstellerstatus, { kommentar: 'zwei', hinweise: undefined })
  t.equal(after.geaendertAt, LATER + 2)

  const hinted = statusAendern(after, { hinweise: ['d'] }, LAST)
  t.match(hinted.produktanbieterstatus, { kommentar: 'drei', hinweise: ['d'] }, 'the latest each')
  const next = statusAendern(hinted, { produktanbieterstatus: 'UNTERSCHRIEBEN' }, LAST)
  t.strictSame(
    next.produktanbieterstatus,
    { status: 'UNTERSCHRIEBEN', letzteAenderungAt: LAST },
    'a comment belongs to the status with which it came'
  )
  t.equal(next.kommentare, hinted.kommentare)
})
