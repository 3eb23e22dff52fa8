import t from 'tap'
import {
  cents,
  faultOf,
  type GeschobenerUmsatz,
  schieben
} from '../../../../src/apis/banksapi/model/schieben.ts'
import { createChance } from '../../../../src/world/chance.ts'

const chance = createChance('pushed')
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const UUID_OF_NAME = /^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

type Neu = Parameters<typeof schieben>[1][number]

const miete: Neu = {
  betrag: -850,
  verwendungszweck: 'Miete November',
  buchungsdatum: '2026-11-02 00:00:00',
  gegenkontoInhaber: 'Hausverwaltung Sand'
}

function push(
  neue: readonly Neu[],
  vorhandene: readonly GeschobenerUmsatz[] = [],
  produkt = 'access giro'
): readonly GeschobenerUmsatz[] {
  return schieben(vorhandene, neue, produkt, chance)
}

t.test('a pushed booking is kept with an id, a hash and cents', async t => {
  const [one, ...more] = push([miete])
  const { id, hash, ...rest } = one as GeschobenerUmsatz
  t.strictSame(more, [])
  t.match(id, UUID)
  t.match(hash, UUID)
  t.strictSame(rest, {
    betrag: -85000,
    verwendungszweck: 'Miete November',
    buchungstext: '',
    buchungsdatum: '2026-11-02',
    wertstellungsdatum: '2026-11-02',
    gegenkontoInhaber: 'Hausverwaltung Sand',
    gegenkontoIban: '',
    gegenkontoBic: '',
    primanotaNummer: '',
    buchungszeit: '00:00:00',
    wertstellungszeit: '00:00:00',
    mehr: {},
    merkmale: {}
  })
})

t.test('a hash is made from the content, as those of the banks are', async t => {
  t.match(push([miete])[0]?.hash, UUID_OF_NAME)
})

t.test('everything that may be pushed is kept', async t => {
  const [one] = push([
    {
      ...miete,
      betrag: '-12.34',
      buchungstext: 'LASTSCHRIFT',
      buchungsdatum: '2026-11-02T13:14:15',
      wertstellungsdatum: '2026-11-03 16:17:18',
      gegenkontoIban: 'DE62430609671149278400',
      gegenkontoBic: 'GENODEM1GLS',
      gegenkontoInhaberAbweichend: 'Sand',
      primanotaNummer: '421337',
      waehrung: 'EUR',
      gvCode: '105',
      identifier: { endToEndId: 'E2E' }
    } as Neu
  ])
  t.match(one, {
    betrag: -1234,
    buchungstext: 'LASTSCHRIFT',
    buchungsdatum: '2026-11-02',
    buchungszeit: '13:14:15',
    wertstellungsdatum: '2026-11-03',
    wertstellungszeit: '16:17:18',
    gegenkontoIban: 'DE62430609671149278400',
    gegenkontoBic: 'GENODEM1GLS',
    gegenkontoInhaberAbweichend: 'Sand',
    primanotaNummer: '421337',
    mehr: { waehrung: 'EUR', gvCode: '105', identifier: { endToEndId: 'E2E' } }
  })
})

t.test('the same content is not kept twice, in one call or in two', async t => {
  const first = push([miete, miete])
  t.equal(first.length, 1)
  const second = push([miete, { ...miete, betrag: -851 }], first)
  t.equal(second.length, 2)
  t.equal(second[0], first[0], 'what was there stays')
  t.strictSame(push([miete], second), second)
  t.strictSame(push([{ ...miete, betrag: '-850.00' }], first), first, 'the same amount')
  t.strictSame(push([]), [])
})

t.test('whatever differs in a booking makes it another one', async t => {
  const changes: readonly Partial<Neu>[] = [
    { betrag: 850 },
    { verwendungszweck: 'Miete Dezember' },
    { buchungsdatum: '2026-11-03 00:00:00' },
    { buchungsdatum: '2026-11-02 00:00:01' },
    { wertstellungsdatum: '2026-11-03 00:00:00' },
    { gegenkontoInhaber: 'Andere' },
    { gegenkontoIban: 'DE62430609671149278400' },
    { buchungstext: 'DAUERAUFTRAG' }
  ]
  const all = push([miete, ...changes.map(change => ({ ...miete, ...change }))])
  t.equal(all.length, 1 + changes.length)
  t.equal(new Set(all.map(({ id }) => id)).size, all.length)
})

t.test('the same content has the same hash again, and another one at another product', async t => {
  t.strictSame(push([miete]), push([miete]))
  const [here] = push([miete])
  const [there] = push([miete], [], 'access savings')
  t.not(here?.id, there?.id)
})

t.test('amounts are numbers or texts with a dot', async t => {
  const cases: readonly (readonly [number | string, number | undefined])[] = [
    [0, 0],
    [12.34, 1234],
    [-12.34, -1234],
    [0.1 + 0.2, 30],
    [19.99, 1999],
    [200000, 20000000],
    ['200000.00', 20000000],
    ['12.3', 1230],
    ['-0.01', -1],
    [' 12.34 ', 1234],
    ['12', 1200],
    ['12,34', undefined],
    ['1.234,56', undefined],
    ['1.234', undefined],
    ['1e3', undefined],
    ['', undefined],
    [' ', undefined],
    ['abc', undefined],
    ['0x10', undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [1e15, undefined]
  ]
  for (const [amount, expected] of cases) t.equal(cents(amount), expected, `${amount}`)
})

t.test('what is wrong with a booking is told with its place', async t => {
  const cases: readonly (readonly [readonly Partial<Neu>[], string | undefined])[] = [
    [[], undefined],
    [[{}], undefined],
    [[{ wertstellungsdatum: '2026-11-03 00:00:00' }], undefined],
    [[{ betrag: 'viel' }], '[0].betrag has to be an amount'],
    [[{}, { betrag: '1,00' }], '[1].betrag has to be an amount'],
    [[{ buchungsdatum: '2026-11-02' }], '[0].buchungsdatum has to be a timestamp'],
    [[{ buchungsdatum: 'heute' }], '[0].buchungsdatum has to be a timestamp'],
    [[{ wertstellungsdatum: '2026-11-02' }], '[0].wertstellungsdatum has to be a timestamp'],
    [[{}, {}, { wertstellungsdatum: '' }], '[2].wertstellungsdatum has to be a timestamp']
  ]
  for (const [changes, expected] of cases)
    t.equal(
      faultOf(changes.map(change => ({ ...miete, ...change }))),
      expected,
      expected ?? 'right'
    )
})

t.test('a time that no calendar and no clock knows is no timestamp', async t => {
  for (const buchungsdatum of [
    '2026-02-30 00:00:00',
    '2026-13-01 00:00:00',
    '2026-11-02 25:00:00',
    '2026-11-02 10:61:00',
    '2026-11-02 10:00:00 and more'
  ])
    t.equal(
      faultOf([{ ...miete, buchungsdatum }]),
      '[0].buchungsdatum has to be a timestamp',
      buchungsdatum
    )
})
