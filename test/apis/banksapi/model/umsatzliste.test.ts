import t from 'tap'
import type { GeschobenerUmsatz } from '../../../../src/apis/banksapi/model/schieben.ts'
import {
  liegtIn,
  presentUmsatz,
  readFenster
} from '../../../../src/apis/banksapi/model/umsatzliste.ts'
import { buchung } from './buchungen.ts'

const at = (instant: string) => Date.parse(instant)

t.test(
  'a booking is shown in euros, with days as times and without what is kept aside',
  async t => {
    const one = buchung(
      '2026-11-02',
      -8599,
      { kategorie: 'HOUSING_RENT' },
      { gegenkontoInhaber: 'Sand' }
    )
    const { id, hash, ...rest } = presentUmsatz(one, undefined)
    t.strictSame([id, hash], [one.umsatz.id, one.umsatz.hash])
    t.strictSame(rest, {
      betrag: -85.99,
      verwendungszweck: '',
      buchungstext: '',
      buchungsdatum: '2026-11-02 00:00:00',
      wertstellungsdatum: '2026-11-02 00:00:00',
      gegenkontoInhaber: 'Sand',
      gegenkontoIban: '',
      gegenkontoBic: '',
      primanotaNummer: '0'
    })
  }
)

t.test('a pushed booking has its times and all that came with it', async t => {
  const pushed: Partial<GeschobenerUmsatz> = {
    buchungszeit: '13:14:15',
    wertstellungszeit: '16:17:18',
    wertstellungsdatum: '2026-11-03',
    mehr: { waehrung: 'USD', gvCode: '105' }
  }
  const shown = presentUmsatz(buchung('2026-11-02', 1, {}, pushed), undefined)
  t.match(shown, {
    betrag: 0.01,
    buchungsdatum: '2026-11-02 13:14:15',
    wertstellungsdatum: '2026-11-03 16:17:18',
    waehrung: 'USD',
    gvCode: '105'
  })
  for (const name of ['mehr', 'buchungszeit', 'wertstellungszeit', 'merkmale'])
    t.notOk(name in shown, name)
})

t.test('tags are there when they were asked for', async t => {
  const one = buchung('2026-11-02', 1)
  t.notOk('tags' in presentUmsatz(one, undefined))
  t.strictSame(presentUmsatz(one, []).tags, [])
})

t.test('a window is read in the forms that clients write', async t => {
  const cases: readonly (readonly [string, string])[] = [
    ['2026-11-21T00:00:00', '2026-11-20T23:00:00Z'],
    ['2026-11-21 00:00:00', '2026-11-20T23:00:00Z'],
    ['2026-07-01T00:00:00', '2026-06-30T22:00:00Z'],
    ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['2026-11-21T00:00:00.123Z', '2026-11-21T00:00:00Z'],
    ['2026-11-21T00:00:00+01:00', '2026-11-20T23:00:00Z'],
    ['2026-11-21T00:00:00 01:00', '2026-11-20T23:00:00Z'],
    ['2026-11-21T00:00:00+0100', '2026-11-20T23:00:00Z'],
    ['2026-11-21T00:00:00-05:30', '2026-11-21T05:30:00Z'],
    ['2026-11-21T00:00:00+00:00', '2026-11-21T00:00:00Z'],
    ['2026-11-21 10:11:12Z', '2026-11-21T10:11:12Z']
  ]
  for (const [text, instant] of cases) {
    t.strictSame(readFenster({ from: text }), { von: at(instant) }, text)
    t.strictSame(readFenster({ to: text }), { bis: at(instant) }, text)
  }
})

t.test('a window may have no ends', async t => {
  t.strictSame(readFenster({}), {})
  const both = readFenster({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' })
  t.strictSame(both, { von: at('2026-11-01T00:00:00Z'), bis: at('2026-11-02T00:00:00Z') })
})

t.test('what is no time is refused by its name', async t => {
  const wrong = [
    '2026-11-21',
    '',
    'yesterday',
    '21.11.2026 00:00:00',
    '2026-11-21T00:00',
    '2026-11-21T00:00:00X',
    ' 2026-11-21T00:00:00',
    '2026-11-21T00:00:00+1',
    '2026-13-01T00:00:00',
    '2026-02-30T00:00:00',
    '2026-11-21T25:00:00',
    '1763679600'
  ]
  for (const text of wrong) {
    t.match(readFenster({ from: text }), /^from has to be a time/, text)
    t.match(readFenster({ to: text, from: '2026-11-21T00:00:00' }), /^to has to be a time/, text)
  }
})

t.test('a day that no calendar knows is refused with an offset as well', async t => {
  for (const text of ['2026-02-30T00:00:00Z', '2026-02-30T00:00:00+01:00', '2026-11-21T24:00:00Z'])
    t.match(readFenster({ from: text }), /^from has to be a time/, text)
})

const midnight = at('2026-11-02T00:00:00+01:00')
const booked = buchung('2026-11-02', 1)

t.test(
  'bookings lie after and before the ends of a window, or at them with the switch',
  async t => {
    const cases: readonly (readonly [object, boolean, boolean])[] = [
      [{}, true, true],
      [{ von: midnight - 1 }, true, true],
      [{ von: midnight }, false, true],
      [{ von: midnight + 1 }, false, false],
      [{ bis: midnight + 1 }, true, true],
      [{ bis: midnight }, false, true],
      [{ bis: midnight - 1 }, false, false],
      [{ von: midnight, bis: midnight }, false, true],
      [{ von: midnight + 1, bis: midnight - 1 }, false, false]
    ]
    for (const [fenster, exclusive, inclusive] of cases) {
      t.equal(liegtIn(booked, fenster, false), exclusive, JSON.stringify(fenster))
      t.equal(liegtIn(booked, fenster, true), inclusive, `${JSON.stringify(fenster)} inclusive`)
    }
  }
)

t.test('a pushed booking lies where its time of the day is', async t => {
  const noon = buchung('2026-11-02', 1, {}, { buchungszeit: '12:00:00' } as object)
  const at12 = at('2026-11-02T12:00:00+01:00')
  t.ok(liegtIn(noon, { von: midnight, bis: at12 + 1 }, false))
  t.notOk(liegtIn(noon, { bis: at12 }, false))
  t.ok(liegtIn(noon, { bis: at12 }, true))
})
