import t from 'tap'
import type { Bankprodukt } from '../../../../src/apis/banksapi/model/bankprodukt.ts'
import { produktRelationsOf } from '../../../../src/apis/banksapi/model/relationen.ts'
import { ACCESS, bauspar, depot, fertig, giro, karte, produkt } from './bankfaelle.ts'

const base = 'http://localhost:4010'

const TODAY: readonly (readonly [string, string])[] = [
  ['get_kontoumsaetze', ''],
  ['get_kontoumsaetze_categories', '?tag=categories'],
  ['get_kontoumsaetze_business_partners', '?tag=business-partners'],
  ['get_kontoumsaetze_periods', '?tag=periods'],
  ['get_kontoumsaetze_insurance_types', '?tag=insurance-types'],
  ['get_kontoumsaetze_freelancer_categories', '?tag=freelancer-categories']
]

const LEGACY: readonly (readonly [string, string])[] = [
  ['get_kontoumsaetze_tagged', '?tag=true'],
  ['get_kontoumsaetze_insurances', '?tag=insurances'],
  ['get_kontoumsaetze_kategorisiert', '?categorize=true']
]

const path = (id: string) => `${base}/customer/v2/bankzugaenge/${ACCESS}/${id}`

/** Relations of a product; those of payments are another matter. */
function of(one: Bankprodukt, legacy = true): readonly (readonly [string, string])[] {
  return produktRelationsOf(fertig(), one, { base, legacy, oldKinds: false, photo: '' })
    .filter(({ rel }) => !/transfer|ueberweisung|debit/.test(rel))
    .map(({ rel, href }) => [rel, href])
}

function with_(id: string, bookings: readonly (readonly [string, string])[]) {
  const umsaetze = bookings.map(([rel, query]) => [rel, `${path(id)}/kontoumsaetze${query}`])
  return [['self', path(id)], ...umsaetze]
}

t.test('bookings are found by the names of both generations', async t => {
  const { id } = produkt(giro)
  t.strictSame(
    new Map(of(produkt(giro)) as never),
    new Map(with_(id, [...TODAY, ...LEGACY]) as never)
  )
  t.equal(of(produkt(giro)).length, 1 + TODAY.length + LEGACY.length, 'each once')
})

t.test('the older names can be left out', async t => {
  const { id } = produkt(giro)
  t.strictSame(new Map(of(produkt(giro), false) as never), new Map(with_(id, TODAY) as never))
})

t.test('a depot has positions, and a contract has neither', async t => {
  t.strictSame(of(produkt(depot)), [
    ['self', path('9012345680')],
    ['get_depotpositionen', `${path('9012345680')}/depotpositionen`]
  ])
  t.strictSame(of(produkt(bauspar)), [['self', path('7012345681')]])
})

t.test('header data alone lead nowhere', async t => {
  for (const konto of [giro, depot, bauspar]) {
    const { zeitraum: _, ...head } = produkt(konto)
    t.strictSame(
      of(head).map(([rel]) => rel),
      ['self'],
      konto.kategorie
    )
  }
})

t.test('an id with blanks and stars is encoded so that it can be read back', async t => {
  const [self, umsaetze] = of(produkt(karte)).map(([, href]) => new URL(href).pathname.split('/'))
  t.equal(decodeURIComponent(self?.at(-1) ?? ''), '3223 ****** 4554')
  t.notOk(self?.at(-1)?.includes(' '))
  t.equal(decodeURIComponent(umsaetze?.at(-2) ?? ''), '3223 ****** 4554')
  const odd = of(produkt(karte, { id: 'a/b?c#d%e' })).map(([, href]) => new URL(href))
  t.equal(decodeURIComponent(odd[0]?.pathname.split('/').at(-1) ?? ''), 'a/b?c#d%e')
})
