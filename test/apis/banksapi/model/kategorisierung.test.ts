import t from 'tap'
import {
  einordnen,
  kategorisieren,
  readTagWunsch,
  type TagWunsch,
  tagsFuer
} from '../../../../src/apis/banksapi/model/kategorisierung.ts'
import type { Umsatzbaum } from '../../../../src/apis/banksapi/model/tagbaum.ts'
import { type Zuordnung, zuordnungId } from '../../../../src/apis/banksapi/model/tagregel.ts'
import { ACCESS, BASE, buchung, GIRO, nothingSaid, USER, UUID } from './buchungen.ts'

const MERKMALE = {
  kategorie: 'INSURANCE_LIABILITY',
  geschaeftspartner: 'SONNENSCHIRM',
  periode: 'YEARLY',
  versicherungsart: 'LIABILITY',
  freiberuflich: 'INSURANCE'
} as const
const insured = buchung('2026-11-02', -6900, MERKMALE, { gegenkontoInhaber: 'Sonnenschirm' })
const groceries = buchung('2026-11-03', -2350, { kategorie: 'LIVING_GROCERIES' })

/** What the tags of a booking are called. */
function tagged(baum: Umsatzbaum, one = insured, wissen = nothingSaid): readonly string[] {
  const tags = tagsFuer(one, { baum, form: 'neu' }, wissen)
  return tags.map(tag => ('tagTreeItem' in tag ? tag.tagTreeItem.systemName : tag.systemName))
}

/** What somebody has said of a booking. */
function said(baum: Umsatzbaum, item: string, nummer = 1, one = insured): Zuordnung {
  const id = zuordnungId(USER, one, baum)
  const { umsatz, accessId, productId } = one
  return { id, user: USER, accessId, productId, umsatz: umsatz.id, baum, item, nummer }
}

t.test('each of the six values of tag asks for a tree', async t => {
  const cases: readonly (readonly [string, Umsatzbaum])[] = [
    ['categories', 'CATEGORIES'],
    ['business-partners', 'BUSINESS_PARTNERS'],
    ['periods', 'PERIODS'],
    ['insurance-types', 'INSURANCE_TYPES'],
    ['freelancer-categories', 'FREELANCER_CATEGORIES'],
    ['custom-categories', 'CUSTOM_CATEGORIES']
  ]
  for (const [tag, baum] of cases)
    t.strictSame(readTagWunsch({ tag }), { is: 'wish', wunsch: { baum, form: 'neu' } })
})

t.test('values of older versions are understood', async t => {
  const wishes: readonly (readonly [object, TagWunsch])[] = [
    [{ tag: 'true' }, { baum: 'CATEGORIES', form: 'neu' }],
    [{ tag: 'insurances' }, { baum: 'INSURANCE_TYPES', form: 'neu', nur: 'mit Tag' }],
    [{ categorize: 'true' }, { baum: 'CATEGORIES', form: 'alt' }],
    [
      { tag: 'periods', categorize: 'true' },
      { baum: 'PERIODS', form: 'neu' }
    ]
  ]
  for (const [query, wunsch] of wishes)
    t.strictSame(readTagWunsch(query), { is: 'wish', wunsch }, JSON.stringify(query))
})

t.test('nobody has to ask for tags', async t => {
  for (const query of [{}, { categorize: 'false' }, { categorize: '' }])
    t.strictSame(readTagWunsch(query), { is: 'none' })
})

t.test('an unknown value is refused with the six that there are', async t => {
  const message =
    'tag has to be one of categories, business-partners, periods, insurance-types, freelancer-categories, custom-categories'
  for (const tag of ['', 'false', 'Categories', 'insurance', 'CATEGORIES', 'constructor'])
    t.strictSame(readTagWunsch({ tag }), { is: 'refused', message }, tag)
})

t.test('a booking carries one tag of the tree that is asked for', async t => {
  t.strictSame(tagged('CATEGORIES'), ['INSURANCE_LIABILITY'])
  t.strictSame(tagged('BUSINESS_PARTNERS'), ['SONNENSCHIRM'])
  t.strictSame(tagged('PERIODS'), ['YEARLY'])
  t.strictSame(tagged('INSURANCE_TYPES'), ['LIABILITY'])
  t.strictSame(tagged('FREELANCER_CATEGORIES'), ['INSURANCE'])
  t.strictSame(tagged('CUSTOM_CATEGORIES'), [], 'these are only set by hand')
  t.strictSame(tagged('PERIODS', groceries), [])
})

t.test('a tag says what it is attached to', async t => {
  const [tag] = tagsFuer(groceries, { baum: 'CATEGORIES', form: 'neu' }, nothingSaid)
  t.match(tag, {
    id: UUID,
    entity: {
      entityClass: 'TRANSACTION',
      displayName: 'TRANSACTION',
      id: groceries.umsatz.id,
      userId: USER,
      accountId: ACCESS
    },
    tagTreeItem: {
      systemName: 'LIVING_GROCERIES',
      systemId: 17,
      systemNameParent: 'LIVING',
      tagTree: { systemName: 'CATEGORIES', isTenantGenerated: false, isClientGenerated: false },
      relations: [{ rel: 'self', href: `${BASE}/tags/v1/tag-trees/1/tag-tree-items/17/` }]
    }
  })
})

t.test('the older shape of a tag is flat, and its version a text', async t => {
  const wunsch = { baum: 'CATEGORIES', form: 'alt' } as const
  const [tag] = tagsFuer(groceries, wunsch, nothingSaid)
  t.match(tag, { tagId: UUID })
  t.strictSame(
    { ...tag, tagId: '' },
    {
      tagScope: 'transaction',
      tagId: '',
      tagType: 'CATEGORY',
      tagVersion: '3.7',
      systemName: 'LIVING_GROCERIES',
      displayName: 'Lebensmittel',
      parent: 'LIVING'
    }
  )
  const top = buchung('2026-11-02', -100, { kategorie: 'LIVING' })
  t.match(tagsFuer(top, wunsch, nothingSaid), [{ systemName: 'LIVING', parent: 'LIVING' }])
})

t.test('only the older insurances leaves bookings out', async t => {
  const both = [insured, groceries]
  const all = kategorisieren(both, { baum: 'INSURANCE_TYPES', form: 'neu' }, nothingSaid)
  t.strictSame(
    all.map(({ buchung: one, tags }) => [one, tags.length]),
    [
      [insured, 1],
      [groceries, 0]
    ]
  )
  const wunsch = { baum: 'INSURANCE_TYPES', form: 'neu', nur: 'mit Tag' } as const
  const some = kategorisieren(both, wunsch, nothingSaid)
  t.strictSame(
    some.map(one => one.buchung),
    [insured]
  )
})

t.test('ids of tags stay, and differ by booking, tree, user and assignment', async t => {
  const idOf = (baum: Umsatzbaum, wissen = nothingSaid, one = insured) =>
    tagsFuer(one, { baum, form: 'neu' }, wissen).map(tag => ('id' in tag ? tag.id : ''))[0]
  const knowing = (zuordnung: Zuordnung) => ({
    ...nothingSaid,
    zuordnungen: new Map([[zuordnung.id, zuordnung]])
  })
  t.equal(idOf('CATEGORIES'), idOf('CATEGORIES'))
  const ids = [
    idOf('CATEGORIES'),
    idOf('PERIODS'),
    idOf('CATEGORIES', nothingSaid, { ...insured, productId: 'DE00123456789012345679' }),
    idOf('CATEGORIES', { ...nothingSaid, user: ACCESS }),
    idOf('CATEGORIES', knowing(said('CATEGORIES', 'INSURANCE_LIABILITY'))),
    idOf('CATEGORIES', knowing(said('CATEGORIES', 'INSURANCE_LIABILITY', 2)))
  ]
  t.equal(new Set(ids).size, ids.length)
  t.notOk(ids.includes(undefined))
})

t.test(
  'what somebody said of a booking counts before a rule, and a rule before the bank',
  async t => {
    const regel = {
      id: 'r',
      user: USER,
      gegenkonto: { name: 'Sonnenschirm', iban: '' },
      baum: 'CATEGORIES',
      item: 'INSURANCE_OTHER',
      createdAt: 0
    } as const
    const ruled = { ...nothingSaid, regeln: [regel] }
    t.strictSame(tagged('CATEGORIES', insured, ruled), ['INSURANCE_OTHER'])
    t.strictSame(tagged('PERIODS', insured, ruled), ['YEARLY'], 'a rule is about one tree')
    t.strictSame(tagged('CATEGORIES', groceries, ruled), ['LIVING_GROCERIES'])
    const zuordnung = said('CATEGORIES', 'INSURANCE_LEGAL')
    const both = { ...ruled, zuordnungen: new Map([[zuordnung.id, zuordnung]]) }
    t.strictSame(tagged('CATEGORIES', insured, both), ['INSURANCE_LEGAL'])
    const manual = {
      tagTreeItem: { tagTree: { isTenantGenerated: true, isClientGenerated: true } }
    }
    for (const wissen of [ruled, both])
      t.match(tagsFuer(insured, { baum: 'CATEGORIES', form: 'neu' }, wissen), [manual])
  }
)

t.test('an item that is gone counts as not said', async t => {
  const zuordnung = said('CATEGORIES', 'GONE')
  const wissen = { ...nothingSaid, zuordnungen: new Map([[zuordnung.id, zuordnung]]) }
  t.strictSame(tagged('CATEGORIES', insured, wissen), ['INSURANCE_LIABILITY'])
  const unknown = buchung('2026-11-02', -100, { kategorie: 'GONE' })
  t.strictSame(tagged('CATEGORIES', unknown), [])
})

t.test('custom categories are those that somebody has set', async t => {
  const zuordnung = said('CUSTOM_CATEGORIES', 'CUSTOM_TAX_RELEVANT')
  const wissen = { ...nothingSaid, zuordnungen: new Map([[zuordnung.id, zuordnung]]) }
  t.strictSame(tagged('CUSTOM_CATEGORIES', insured, wissen), ['CUSTOM_TAX_RELEVANT'])
})

t.test('a booking without a category is sorted by its words', async t => {
  const pushed = buchung('2026-11-02', -85000, {}, { verwendungszweck: 'Miete November' })
  t.strictSame(tagged('CATEGORIES', pushed), ['HOUSING_RENT'])
  const named = buchung('2026-11-02', -500, { periode: 'MONTHLY' })
  t.strictSame(tagged('CATEGORIES', named), ['OTHER_OTHER'])
  t.strictSame(tagged('PERIODS', named), ['MONTHLY'], 'what is known stays')
})

t.test(
  'for analyses bookings carry what counts, from the words and from what was said',
  async t => {
    const pushed = buchung('2026-11-04', 180000, {}, { buchungstext: 'LOHN/GEHALT' })
    const zuordnung = said('CATEGORIES', 'LIVING_DRUGSTORE', 1, groceries)
    const wissen = { ...nothingSaid, zuordnungen: new Map([[zuordnung.id, zuordnung]]) }
    const [one, other, third] = einordnen([insured, groceries, pushed], wissen)
    t.strictSame(one, insured)
    t.strictSame(other?.umsatz.merkmale, { kategorie: 'LIVING_DRUGSTORE' })
    t.strictSame(third?.umsatz.merkmale, { kategorie: 'INCOME_SALARY' })
    t.equal(third?.productId, GIRO)
  }
)
