import t from 'tap'
import { gegenueberMit, KUNDSCHAFT } from '../../../../src/apis/banksapi/model/gegenkonten.ts'
import {
  GESCHAEFTSPARTNER,
  geschaeftspartnerMit
} from '../../../../src/apis/banksapi/model/geschaeftspartner.ts'
import type { Konto } from '../../../../src/apis/banksapi/model/konto.ts'
import {
  FREIBERUFLICHES,
  PERIODEN,
  VERSICHERUNGSARTEN
} from '../../../../src/apis/banksapi/model/merkmale.ts'
import { musterMit } from '../../../../src/apis/banksapi/model/muster.ts'
import {
  halbjaehrlich,
  jaehrlich,
  monatlich,
  oft,
  regel,
  vierteljaehrlich,
  woechentlich
} from '../../../../src/apis/banksapi/model/regel.ts'
import { umsaetzeVon } from '../../../../src/apis/banksapi/model/umsaetze.ts'
import { createChance } from '../../../../src/world/chance.ts'
import { readFixtures } from '../../../../src/world/fixtures.ts'

type Item = { readonly tree: number; readonly systemName: string }

const fixtures = readFixtures('fixtures', ['banksapi'])
const konten = fixtures['bank-konten'] as readonly Konto[]
const items = fixtures['tag-items'] as unknown as readonly Item[]
const regeln = konten.flatMap(({ muster }) => musterMit(muster).regeln)
const jahr = konten
  .filter(({ id }) => id !== 'gross-giro')
  .flatMap(konto => umsaetzeVon(konto, '2025-12-01', '2026-11-30', createChance('seed')))

t.test('a rule tells how often it comes, unless it comes by chance', async t => {
  const cases = [
    [woechentlich(3), 'WEEKLY'],
    [monatlich(1), 'MONTHLY'],
    [vierteljaehrlich(1), 'QUARTERLY'],
    [halbjaehrlich(1, 2), 'HALF_YEARLY'],
    [jaehrlich(1, 12), 'YEARLY'],
    [oft(12.4), undefined]
  ] as const
  for (const [wann, periode] of cases)
    t.equal(regel('x', 'karte', wann, -1).merkmale.periode, periode)
  t.strictSame(vierteljaehrlich(1, 3), { tag: 1, monate: [3, 6, 9, 12] })
  t.strictSame(halbjaehrlich(1, 6), { tag: 1, monate: [6, 12] })
  t.strictSame(oft(12.4), { promille: 12 })
  t.match(regel('x', 'gutschrift', monatlich(1), 1), { bei: [], zweck: '' })
})

t.test('rules of one account have names of their own', async t => {
  for (const { id, muster } of konten) {
    const ids = musterMit(muster).regeln.map(regel => regel.id)
    t.strictSame(
      ids.filter((name, n) => ids.indexOf(name) !== n),
      [],
      id
    )
  }
})

t.test('every counterparty is known, and every business partner is somebody’s', async t => {
  const names = new Set(regeln.flatMap(({ bei }) => bei))
  for (const name of names) t.not(gegenueberMit(name, 0, konten[0] as Konto).name, '', name)
  t.ok(names.has(KUNDSCHAFT))
  const unused = GESCHAEFTSPARTNER.filter(({ systemName }) => !names.has(systemName))
  t.strictSame(
    unused.map(({ systemName }) => systemName),
    []
  )
})

t.test('the tag trees hold whatever bookings are marked with', async t => {
  const tables = [
    [2, GESCHAEFTSPARTNER],
    [3, PERIODEN],
    [4, VERSICHERUNGSARTEN],
    [5, FREIBERUFLICHES]
  ] as const
  const namesOf = (tree: number) =>
    items.filter(item => item.tree === tree).map(({ systemName }) => systemName)
  for (const [tree, table] of tables)
    t.strictSame(namesOf(tree).sort(), table.map(({ systemName }) => systemName).sort())

  const kategorien = new Set(namesOf(1))
  const used = [
    ...GESCHAEFTSPARTNER.flatMap(({ categories }) => categories),
    ...regeln.map(
      ({ merkmale, bei }) =>
        merkmale.kategorie ?? geschaeftspartnerMit(bei[0] ?? '')?.categories[0] ?? 'none'
    )
  ]
  t.strictSame(
    used.filter(name => !kategorien.has(name)),
    []
  )
})

t.test('a year of all accounts holds whatever a program has to cope with', async t => {
  const kinds: Readonly<Record<string, (umsatz: (typeof jahr)[number]) => boolean>> = {
    'empty purpose': one => one.verwendungszweck === '',
    'purpose of more than 140 characters': one => one.verwendungszweck.length > 140,
    umlauts: one => /[ÄÖÜäöüß]/.test(one.verwendungszweck),
    'names beyond German': one => /[ıÇğ]/.test(one.gegenkontoInhaber),
    'cash without counterparty': one =>
      one.gegenkontoInhaber === '' && one.buchungstext === 'BARGELDAUSZAHLUNG',
    'foreign currency': one => /USD \d+,\d\d KURS/.test(one.verwendungszweck),
    'ultimate party': one => one.gegenkontoInhaberAbweichend !== undefined,
    'value date before the booking': one => one.wertstellungsdatum < one.buchungsdatum
  }
  for (const [title, isOne] of Object.entries(kinds)) t.ok(jahr.some(isOne), title)

  const kategorien = new Set(jahr.map(({ merkmale }) => merkmale.kategorie))
  const wanted =
    'INCOME_SALARY INCOME_PENSION INCOME_STATEFAMILY INCOME_BUSINESS INCOME_REFUND INCOME_RETURNDEBIT INCOME_INVESTMENT TAXES_INCOME TAXES_SALES BANKFINANCE_CREDITPAYMENT TRANSFER_SAVINGS TRANSFER_CREDITCARDSETTLEMENT RECREATION_STREAMING MOBILITY_FUEL HOUSING_RENT BILLS_ENERGY'
  for (const kategorie of wanted.split(' ')) t.ok(kategorien.has(kategorie), kategorie)
  for (const [key, table] of [
    ['periode', PERIODEN],
    ['versicherungsart', VERSICHERUNGSARTEN],
    ['freiberuflich', FREIBERUFLICHES]
  ] as const) {
    const found = new Set(jahr.map(({ merkmale }) => merkmale[key]))
    for (const { systemName } of table) t.ok(found.has(systemName), `${key} ${systemName}`)
  }
})

t.test('no place of a purpose stays open', async t => {
  const open = jahr.filter(({ verwendungszweck }) => /[{}]|undefined|NaN/.test(verwendungszweck))
  t.strictSame(open, [])
})

t.test('what leaves one account of a person arrives on the other one, on the same day', async t => {
  const ofIban = new Map(
    konten.flatMap(konto => (konto.iban ? [[konto.iban, konto] as const] : []))
  )
  const chance = createChance('seed')
  let count = 0
  for (const konto of konten.filter(({ muster, id }) => muster && id !== 'gross-giro')) {
    for (const umsatz of umsaetzeVon(konto, '2026-01-01', '2026-06-30', chance)) {
      const other = ofIban.get(umsatz.gegenkontoIban)
      if (!other || umsatz.buchungsdatum < '2026') continue
      count++
      const day = umsatz.buchungsdatum
      const mirrored = umsaetzeVon(other, day, day, chance).map(({ betrag }) => betrag)
      t.ok(mirrored.includes(-umsatz.betrag) || !konto.iban, `${konto.id} ${other.id} ${day}`)
    }
  }
  t.ok(count > 100)
})

t.test('a card is settled with what it has spent in the month before', async t => {
  const chance = createChance('seed')
  const named = (id: string) => konten.find(konto => konto.id === id) as Konto
  for (const [giro, karte] of [
    ['demo2-giro', 'demo2-karte'],
    ['yildiz-giro', 'yildiz-karte']
  ] as const) {
    const isSettlement = ({ buchungstext }: { buchungstext: string }) =>
      buchungstext === 'KREDITKARTENABRECHNUNG'
    const september = umsaetzeVon(named(karte), '2026-09-01', '2026-09-30', chance)
    const spent = september
      .filter(one => !isSettlement(one))
      .reduce((sum, one) => sum + one.betrag, 0)
    const settled = (id: string) =>
      umsaetzeVon(named(id), '2026-10-01', '2026-10-31', chance)
        .filter(isSettlement)
        .map(({ betrag }) => betrag)
    t.ok(spent < 0)
    t.strictSame(settled(giro), [spent])
    t.strictSame(settled(karte), [-spent])
  }
})
