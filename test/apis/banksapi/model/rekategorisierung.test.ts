import t from 'tap'
import type { Buchung } from '../../../../src/apis/banksapi/model/buchung.ts'
import { type Tagwissen, tagsFuer } from '../../../../src/apis/banksapi/model/kategorisierung.ts'
import {
  addRegel,
  keepSorted,
  presentRegeln,
  rekategorisieren
} from '../../../../src/apis/banksapi/model/rekategorisierung.ts'
import type { Umsatzbaum } from '../../../../src/apis/banksapi/model/tagbaum.ts'
import {
  sortRegeln,
  type Tagregel,
  type Zuordnung
} from '../../../../src/apis/banksapi/model/tagregel.ts'
import { ACCESS, BASE, buchung, GIRO, items, nothingSaid, UUID } from './buchungen.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const IBAN = 'DE62430609671149278400'
const other = { kategorie: 'OTHER_OTHER' }

const hof = { gegenkontoInhaber: 'Hofladen Grün', gegenkontoIban: IBAN }
const first = buchung('2026-10-05', -1200, other, hof)
const second = buchung('2026-11-05', -1300, other, { ...hof, gegenkontoInhaber: 'HOFLADEN' })
const elsewhere = buchung('2026-11-06', -900, other, { ...hof, produkt: '3223 ****** 4554' })
const kiosk = buchung('2026-11-07', -400, other, { gegenkontoInhaber: 'Kiosk am Eck' })
const cash = buchung('2026-11-08', -5000, { kategorie: 'BANKFINANCE_CASHWITHDRAWAL' })
const all = [first, second, elsewhere, kiosk, cash]
const later = buchung('2026-11-19', -1100, other, hof)

const GROCERIES = wrap('LIVING_GROCERIES')
const reichweite = { isKategorisiert: true, changeExisting: false, createRule: false }

/** A body that puts a booking somewhere. */
function wrap(systemName: string, baum: string = 'CATEGORIES') {
  return { tags: [{ tagTreeItem: { systemName, systemId: 17, tagTree: { systemName: baum } } }] }
}

function zielOf({ accessId, productId, umsatz }: Buchung) {
  return { accessId, productId, transactionId: umsatz.id }
}

/** What is known after something was said. */
function learn(
  wissen: Tagwissen,
  neu: { readonly zuordnungen?: readonly Zuordnung[]; readonly regeln?: readonly Tagregel[] }
): Tagwissen {
  const zuordnungen = new Map(wissen.zuordnungen)
  for (const one of neu.zuordnungen ?? []) zuordnungen.set(one.id, one)
  const regeln = new Map(wissen.regeln.map(one => [one.id, one]))
  for (const one of neu.regeln ?? []) regeln.set(one.id, one)
  return { ...wissen, zuordnungen, regeln: sortRegeln([...regeln.values()]) }
}

/** What is known after a booking was put elsewhere. */
function put(one: Buchung, body: object, more: object = {}, wissen = nothingSaid, now = NOW) {
  const done = rekategorisieren(all, zielOf(one), body, { ...reichweite, ...more }, wissen, now)
  return done.is === 'changed' ? learn(wissen, done) : wissen
}

function tagOf(one: Buchung, wissen: Tagwissen, baum: Umsatzbaum = 'CATEGORIES') {
  const [tag] = tagsFuer(one, { baum, form: 'neu' }, wissen)
  return tag && 'tagTreeItem' in tag ? tag.tagTreeItem.systemName : undefined
}

t.test('one booking is put elsewhere, and no other', async t => {
  const wissen = put(first, GROCERIES)
  t.equal(tagOf(first, wissen), 'LIVING_GROCERIES')
  for (const one of [second, elsewhere, kiosk, later]) t.equal(tagOf(one, wissen), 'OTHER_OTHER')
  t.equal(wissen.regeln.length, 0)
})

t.test('a later decision replaces the one before', async t => {
  const wissen = put(first, wrap('LIVING_CHARITY'), {}, put(first, GROCERIES))
  t.equal(tagOf(first, wissen), 'LIVING_CHARITY')
  t.match([...wissen.zuordnungen.values()], [{ nummer: 2 }])
  t.equal(wissen.zuordnungen.size, 1)
})

t.test('changeExisting changes all bookings of the counterparty, in all products', async t => {
  const wissen = put(first, GROCERIES, { changeExisting: true })
  for (const one of [first, second, elsewhere]) t.equal(tagOf(one, wissen), 'LIVING_GROCERIES')
  for (const one of [kiosk, later]) t.equal(tagOf(one, wissen), 'OTHER_OTHER')
})

t.test('createRule is about bookings that come later', async t => {
  const wissen = put(first, GROCERIES, { createRule: true })
  t.match(wissen.regeln, [
    {
      id: UUID,
      gegenkonto: { name: 'Hofladen Grün', iban: IBAN },
      baum: 'CATEGORIES',
      item: 'LIVING_GROCERIES',
      createdAt: NOW
    }
  ])
  t.equal(tagOf(later, wissen), 'LIVING_GROCERIES')
  t.equal(tagOf(first, wissen), 'LIVING_GROCERIES', 'the booking itself')
  for (const one of [second, elsewhere]) t.equal(tagOf(one, wissen), 'OTHER_OTHER')
})

t.test(
  'a new rule for the same counterparty replaces the old one, whose bookings stay',
  async t => {
    const wissen = put(first, GROCERIES, { createRule: true })
    const more = [...all, later]
    const body = wrap('LIVING_CHARITY')
    const done = rekategorisieren(
      more,
      zielOf(second),
      body,
      { ...reichweite, createRule: true },
      wissen,
      NOW
    )
    t.ok(done.is === 'changed')
    if (done.is !== 'changed') return
    const after = learn(wissen, done)
    t.equal(after.regeln.length, 1)
    t.equal(tagOf(later, after), 'LIVING_GROCERIES')
    t.equal(tagOf(second, after), 'LIVING_CHARITY')
    t.equal(tagOf(buchung('2026-11-20', -77, other, hof), after), 'LIVING_CHARITY')
  }
)

t.test('with both, what is there and what comes is changed', async t => {
  const wissen = put(first, GROCERIES, { changeExisting: true, createRule: true })
  const far = { changeExisting: true, createRule: true }
  const again = put(first, wrap('LIVING_CHARITY'), far, wissen)
  for (const one of [first, second, elsewhere, later]) t.equal(tagOf(one, again), 'LIVING_CHARITY')
  t.equal(new Set(again.zuordnungen.keys()).size, 3)
})

t.test('without an IBAN the name is the counterparty', async t => {
  const wissen = put(kiosk, GROCERIES, { createRule: true })
  t.match(wissen.regeln, [{ gegenkonto: { name: 'Kiosk am Eck', iban: '' } }])
  const same = buchung('2026-11-21', -1, other, { gegenkontoInhaber: 'KIOSK am Eck' })
  t.equal(tagOf(same, wissen), 'LIVING_GROCERIES')
})

t.test('cash has no counterparty, so only the booking itself is changed', async t => {
  const wissen = put(cash, GROCERIES, { changeExisting: true, createRule: true })
  t.equal(tagOf(cash, wissen), 'LIVING_GROCERIES')
  t.equal(wissen.zuordnungen.size, 1)
  t.equal(wissen.regeln.length, 0)
})

t.test('all trees of bookings can be set, several at once', async t => {
  const body = {
    tags: [
      ...wrap('LIVING_CHARITY').tags,
      ...GROCERIES.tags,
      ...wrap('CUSTOM_HOUSEHOLD', 'CUSTOM_CATEGORIES').tags
    ]
  }
  const wissen = put(first, body)
  t.equal(tagOf(first, wissen), 'LIVING_GROCERIES', 'the last of a tree')
  t.equal(tagOf(first, wissen, 'CUSTOM_CATEGORIES'), 'CUSTOM_HOUSEHOLD')
})

t.test('ids are found in any case', async t => {
  const { transactionId } = zielOf(first)
  const ziel = {
    accessId: ACCESS.toUpperCase(),
    productId: GIRO,
    transactionId: transactionId.toUpperCase()
  }
  t.match(rekategorisieren(all, ziel, GROCERIES, reichweite, nothingSaid, NOW), { is: 'changed' })
})

t.test('a booking that is not there is unknown', async t => {
  const right = zielOf(first)
  for (const wrong of [
    { ...right, transactionId: ACCESS },
    { ...right, productId: 'DE00' },
    { ...right, accessId: right.transactionId }
  ])
    t.strictSame(rekategorisieren(all, wrong, GROCERIES, reichweite, nothingSaid, NOW), {
      is: 'unknown'
    })
})

const tree = { systemName: 'CATEGORIES' }
const systemName = 'LIVING_GROCERIES'
const UNWRAPPED = 'The tagTreeItem has to be wrapped in tags: []'
const TREELESS = 'The tagTreeItem has to include a tagTree with a systemName'
const NAMELESS = 'The tagTreeItem has to include a systemName'

function unknown(item: string): string {
  return `Tag with system name ${item} does not exist for tag tree CATEGORIES`
}

/** A body with one item. */
function item(tagTreeItem: object) {
  return { tags: [{ tagTreeItem }] }
}

const refusals: readonly (readonly [string, object, string])[] = [
  ['no tags', {}, UNWRAPPED],
  ['empty tags', { tags: [] }, UNWRAPPED],
  ['an empty tag', { tags: [{}] }, 'A tag has to include a tagTreeItem'],
  ['no tree', item({ systemName }), TREELESS],
  ['a tree by its number alone', item({ systemName, tagTree: { systemId: 1 } }), TREELESS],
  ['an item by its number alone', item({ systemId: 17, tagTree: tree }), NAMELESS],
  ['an unknown item', wrap('INSURANCE_LIF'), unknown('INSURANCE_LIF')],
  ['an item of another tree', wrap('MONTHLY'), unknown('MONTHLY')],
  ['an unknown tree', wrap('LIVING', 'CATS'), 'Tag tree with system name CATS does not exist'],
  [
    'a tree of users',
    wrap('PETS', 'LIFE_EVENTS'),
    'Tag tree with system name LIFE_EVENTS does not exist'
  ],
  ['one mistake among others', { tags: [...GROCERIES.tags, ...wrap('X').tags] }, unknown('X')]
]

t.test('a body that names no item is refused', async t => {
  for (const [title, body, message] of refusals)
    t.strictSame(
      rekategorisieren(all, zielOf(first), body, reichweite, nothingSaid, NOW),
      { is: 'refused', message },
      title
    )
})

t.test('what was not categorised yet cannot be put elsewhere', async t => {
  const raw = { ...reichweite, isKategorisiert: false }
  t.match(rekategorisieren(all, zielOf(first), GROCERIES, raw, nothingSaid, NOW), {
    is: 'refused',
    message: /not been categorized/
  })
})

t.test('a rule can be added by itself, and leaves what is there alone', async t => {
  const [{ tagTreeItem } = {}] = GROCERIES.tags
  t.ok(tagTreeItem)
  if (!tagTreeItem) return
  const body = { counterparty: { iban: IBAN }, tagTreeItem }
  const added = addRegel(body, all, nothingSaid, NOW)
  t.match(added, { is: 'added', regel: { id: UUID, gegenkonto: { name: '', iban: IBAN } } })
  if (added.is !== 'added') return
  const wissen = learn(nothingSaid, { regeln: [added.regel] })
  t.equal(tagOf(later, wissen), 'LIVING_GROCERIES')
  t.equal(tagOf(first, wissen), 'OTHER_OTHER')
  const byName = addRegel({ ...body, counterparty: { name: 'Kiosk' } }, all, nothingSaid, NOW)
  t.match(byName, { regel: { gegenkonto: { name: 'Kiosk', iban: '' } } })
})

t.test('a rule needs a counterparty and an item', async t => {
  const nobody = { counterparty: { name: '-' }, tagTreeItem: {} }
  t.strictSame(addRegel(nobody, all, nothingSaid, NOW), {
    is: 'refused',
    message: 'The counterparty has to include a name or an iban'
  })
  const nothing = { counterparty: { name: 'Kiosk' }, tagTreeItem: { tagTree: tree } }
  t.strictSame(addRegel(nothing, all, nothingSaid, NOW), {
    is: 'refused',
    message: 'The tagTreeItem has to include a systemName'
  })
})

t.test('what a rule has sorted stays when the rule goes', async t => {
  const wissen = put(first, GROCERIES, { createRule: true })
  const [regel] = wissen.regeln
  t.ok(regel)
  if (!regel) return
  const kept = keepSorted(regel, [...all, later], wissen)
  t.match(kept, [{ umsatz: later.umsatz.id, item: 'LIVING_GROCERIES', nummer: 1 }])
  t.equal(kept.length, 1, 'neither older bookings nor those that were set by hand')
  const without = { ...learn(wissen, { zuordnungen: kept }), regeln: [] }
  t.equal(tagOf(later, without), 'LIVING_GROCERIES')
})

t.test('a rule keeps nothing where a newer one decides', async t => {
  const wissen = put(first, GROCERIES, { createRule: true })
  const [old] = wissen.regeln
  t.ok(old)
  if (!old) return
  const newer = { ...old, id: 'newer', createdAt: NOW + 1, item: 'LIVING_CHARITY' }
  t.strictSame(keepSorted(old, [later], learn(wissen, { regeln: [newer] })), [])
})

t.test('rules are shown in Berlin time, the oldest first', async t => {
  const base = { user: '', baum: 'CATEGORIES', item: 'LIVING_GROCERIES' } as const
  const rules: readonly Tagregel[] = [
    { ...base, id: 'b', gegenkonto: { name: '', iban: IBAN }, createdAt: NOW + 1000 },
    { ...base, id: 'a', gegenkonto: { name: 'Kiosk', iban: '' }, createdAt: NOW },
    { ...base, id: 'c', gegenkonto: { name: 'X', iban: '' }, createdAt: NOW, item: 'GONE' }
  ]
  const shown = presentRegeln(rules, { items, base: BASE })
  t.strictSame(
    shown.map(({ id, counterparty, created }) => ({ id, counterparty, created })),
    [
      { id: 'a', counterparty: { name: 'Kiosk' }, created: '2026-11-20 10:00:00' },
      { id: 'b', counterparty: { iban: IBAN }, created: '2026-11-20 10:00:01' }
    ]
  )
  t.match(shown[0], {
    tagTreeItem: { systemName: 'LIVING_GROCERIES', tagTree: { isTenantGenerated: true } }
  })
})
