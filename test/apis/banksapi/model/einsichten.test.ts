import t from 'tap'
import {
  AFFINITAETEN,
  ANLAESSE,
  EREIGNISSE,
  PHASEN
} from '../../../../src/apis/banksapi/model/anzeichen.ts'
import {
  affinities,
  lifeEvents,
  lifeStages,
  salesTriggers
} from '../../../../src/apis/banksapi/model/einsichten.ts'
import { findItem, indexItems } from '../../../../src/apis/banksapi/model/tagbaum.ts'
import { am, BASE, buchung, items, monthly, namesOf, tagItems, USER, UUID } from './buchungen.ts'

const TODAY = am('2026-11-20')
const bread = buchung('2026-01-05', -300, { kategorie: 'LIVING_GROCERIES' })

t.test('what tells a tag of the user are items and categories of the trees', async t => {
  const trees = [
    ['SALES_TRIGGERS', 7, ANLAESSE],
    ['LIFE_STAGES', 9, PHASEN],
    ['AFFINITIES', 10, AFFINITAETEN],
    ['LIFE_EVENTS', 8, EREIGNISSE]
  ] as const
  for (const [baum, tree, list] of trees) {
    for (const { item } of list) t.ok(findItem(items, baum, item), `${baum} ${item}`)
    t.equal(list.length, tagItems.filter(one => one.tree === tree).length, `all of ${baum}`)
  }
  const named = [...ANLAESSE, ...PHASEN, ...AFFINITAETEN].flatMap(({ wenn, ohne = [] }) => [
    ...wenn,
    ...ohne
  ])
  for (const one of [...named, ...EREIGNISSE.flatMap(({ kategorien }) => kategorien)])
    t.ok(findItem(items, 'CATEGORIES', one), one)
})

t.test('nothing is found without bookings', async t => {
  for (const analyse of [salesTriggers, lifeStages, affinities, lifeEvents])
    t.strictSame(analyse([], TODAY), [])
})

t.test('a tag is attached to the user', async t => {
  const pension = monthly('2026-09-01', 3, 120000, { kategorie: 'INCOME_PENSION' }, 'Rente')
  const [tag] = lifeStages(pension, TODAY)
  t.match(tag, {
    id: UUID,
    tagTreeItem: {
      systemName: 'RETIREE',
      displayName: 'Ruhestand',
      tagTree: { systemName: 'LIFE_STAGES' },
      relations: [{ rel: 'self', href: `${BASE}/tags/v1/tag-trees/9/tag-tree-items/7/` }]
    }
  })
  t.strictSame(tag?.entity, {
    entityClass: 'USER',
    displayName: 'USER',
    id: USER,
    userId: USER,
    accountId: ''
  })
  t.strictSame(lifeStages(pension, am('2026-11-21')), [tag], 'its id stays')
})

t.test('a stage of life shows in the bookings of the last months', async t => {
  const income = (kategorie: string, first = '2026-09-01', count = 3) =>
    monthly(first, count, 100000, { kategorie }, 'X')
  const cases: readonly (readonly [string, readonly ReturnType<typeof buchung>[], string])[] = [
    ['salary', income('INCOME_SALARY'), 'EMPLOYEE'],
    ['once is too little', income('INCOME_SALARY', '2026-11-02', 1), ''],
    ['long ago', income('INCOME_SALARY', '2026-01-02'), ''],
    ['in the future', income('INCOME_SALARY', '2026-12-01'), ''],
    ['grants', income('INCOME_STATEEDUCATION'), 'STUDENT'],
    ['clients', income('INCOME_BUSINESS'), 'SELF_EMPLOYED'],
    ['benefits', income('INCOME_SOCIALBENEFIT'), 'JOB_SEEKER'],
    ['both', [...income('INCOME_SOCIALBENEFIT'), ...income('INCOME_SALARY')], 'EMPLOYEE'],
    ['child benefit', income('INCOME_STATEFAMILY'), 'FAMILY']
  ]
  for (const [title, some, stage] of cases)
    t.equal(namesOf(lifeStages(some, TODAY)).join(' '), stage, title)
})

t.test('likes need several bookings', async t => {
  const pets = (count: number) =>
    monthly('2026-02-03', count, -2000, { kategorie: 'RECREATION_PETS' }, 'Napf')
  t.strictSame(affinities(pets(2), TODAY), [])
  t.strictSame(namesOf(affinities(pets(3), TODAY)), ['PETS'])
})

t.test('a wish is seen where something is there and something else is missing', async t => {
  const fuel = buchung('2026-10-05', -6000, { kategorie: 'MOBILITY_FUEL' })
  const insurance = buchung('2026-01-05', -40000, { kategorie: 'INSURANCE_VEHICLE' })
  t.strictSame(namesOf(salesTriggers([fuel], TODAY)), ['VEHICLE_INSURANCE'])
  t.strictSame(salesTriggers([fuel, insurance], TODAY), [])
  t.strictSame(salesTriggers([insurance], TODAY), [])
  const old = buchung('2025-11-01', -40000, { kategorie: 'INSURANCE_VEHICLE' })
  t.strictSame(namesOf(salesTriggers([fuel, old], TODAY)), ['VEHICLE_INSURANCE'])
})

t.test('an event is told with the day of its booking', async t => {
  const child = monthly('2026-06-10', 5, 25500, { kategorie: 'INCOME_STATEFAMILY' }, 'Kasse')
  t.match(lifeEvents([...child, bread], TODAY), [
    {
      id: UUID,
      entity: { entityClass: 'USER', id: USER },
      tagTreeItem: { systemName: 'BIRTH_OF_CHILD', tagTree: { systemName: 'LIFE_EVENTS' } },
      occurred: '2026-06-10 00:00:00'
    }
  ])
})

t.test('what was there when the bookings of the product begin is no event', async t => {
  const child = monthly('2026-03-10', 5, 25500, { kategorie: 'INCOME_STATEFAMILY' }, 'Kasse')
  const on = (day: string) => buchung(day, -300, { kategorie: 'LIVING_GROCERIES' })
  t.strictSame(lifeEvents([on('2026-01-08'), ...child], TODAY), [], '61 days')
  t.equal(lifeEvents([on('2026-01-07'), ...child], TODAY).length, 1, '62 days')
  const elsewhere = buchung('2026-01-07', -1, {}, { produkt: '123' })
  t.strictSame(lifeEvents([elsewhere, ...child], TODAY), [])
})

t.test('somebody new behind rent or salary is an event, each with its last change', async t => {
  const rent = (first: string, count: number, name: string) =>
    monthly(first, count, -80000, { kategorie: 'HOUSING_RENT' }, name)
  const moves = [
    ...rent('2026-01-02', 3, 'Ziegelstein'),
    ...rent('2026-04-01', 2, 'Elbblick'),
    ...rent('2026-06-01', 3, 'Hausmann'),
    ...rent('2026-09-01', 2, 'ZIEGELSTEIN')
  ]
  const job = [
    ...monthly('2026-01-30', 3, 250000, { kategorie: 'INCOME_SALARY' }, 'Musterwerk'),
    ...monthly('2026-04-30', 3, 280000, { kategorie: 'INCOME_SALARY' }, 'Seestern')
  ]
  const found = lifeEvents([...moves, ...job], TODAY)
  t.strictSame(
    found.map(({ tagTreeItem, occurred }) => [tagTreeItem.systemName, occurred]),
    [
      ['NEW_JOB', '2026-04-30 00:00:00'],
      ['MOVE', '2026-06-01 00:00:00']
    ]
  )
  t.strictSame(lifeEvents(rent('2026-01-02', 6, 'Ziegelstein'), TODAY), [])
  const cash = monthly('2026-01-02', 6, 25500, { kategorie: 'INCOME_STATEFAMILY' }, '')
  t.strictSame(lifeEvents([bread, ...cash], TODAY), [], 'nobody')
})

t.test('tags whose item is gone are not told', async t => {
  const without = { ...TODAY, items: indexItems([]) }
  const pension = monthly('2026-09-01', 3, 120000, { kategorie: 'INCOME_PENSION' }, 'Rente')
  t.strictSame(lifeStages(pension, without), [])
  t.strictSame(lifeEvents([bread, ...pension], without), [])
})
