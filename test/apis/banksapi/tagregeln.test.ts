import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { UUID } from './calls.ts'
import { CUSTOMER, DAY, follow, locationOf, pathOf, regulated } from './customer.ts'
import { addKonto, built, lasting, push, refresh, tagsOf, umsaetze, umsatz } from './umsaetze.ts'

const RULES = `${CUSTOMER}/tagging-rules`
const TREE = { systemName: 'CATEGORIES', systemId: 1 }
const KIOSK = { name: 'Kiosk am Eck', iban: 'DE89370400440532013000' }

function rule(systemName: string, counterparty: object = KIOSK) {
  return { counterparty, tagTreeItem: { systemName, tagTree: TREE } }
}

function addRule(sandbox: Sandbox, token: string, body: unknown) {
  return sandbox.call('POST', RULES, { token, body })
}

t.test('a rule is added, read, listed and deleted by relations', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { body: customer } = await sandbox.call('GET', CUSTOMER, { token })
  const go = (method: string, rel: string, body?: unknown) =>
    follow(sandbox, token, customer, rel, { method, ...(body !== undefined && { body }) })
  const made = await go('POST', 'add_tagging_rules', rule('LIVING_GROCERIES'))
  t.match(made, { status: 201, text: '' })
  const place = pathOf(sandbox, locationOf(made))
  t.ok(place.startsWith(`${RULES}/`))
  const read = await sandbox.call('GET', place, { token })
  t.match(read.body, {
    id: UUID,
    counterparty: KIOSK,
    tagTreeItem: { systemName: 'LIVING_GROCERIES', systemId: 17, tagTree: TREE },
    created: '2026-11-21 10:00:00'
  })
  t.equal(place, `${RULES}/${read.body.id}`)
  t.strictSame((await go('GET', 'get_tagging_rules')).body, [read.body])
  t.match(await sandbox.call('DELETE', place, { token }), { status: 200, text: '' })
  for (const method of ['GET', 'DELETE'])
    t.match(await sandbox.call(method, place, { token }), { status: 404, text: '' }, method)

  for (const name of ['Eins', 'Zwei'])
    await go('POST', 'add_tagging_rules', rule('BANKFINANCE', { name }))
  t.match((await go('GET', 'get_tagging_rules')).body, [
    { counterparty: { name: 'Eins' } },
    { counterparty: { name: 'Zwei' } }
  ])
  t.match(await go('DELETE', 'delete_tagging_rules'), { status: 200, text: '' })
  t.strictSame((await go('GET', 'get_tagging_rules')).body, [])
  t.match(await go('DELETE', 'delete_tagging_rules'), { status: 200, text: '' }, 'none are left')
})

t.test('a rule is about future bookings, and what it sorted stays when it goes', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  const shop = { gegenkontoInhaber: KIOSK.name, gegenkontoIban: KIOSK.iban }
  const pushOn = (day: string, more: object = shop) =>
    push(sandbox, token, path, [umsatz('Zeitung', `${day} 00:00:00`, more)])
  const categories = async () => {
    const all = await umsaetze(sandbox, token, path, 'tag=categories')
    return Object.fromEntries(
      all.map(one => [one.buchungsdatum.slice(0, 10), tagsOf(one).join()] as const)
    )
  }
  await pushOn('2026-11-01')
  const before = (await categories())['2026-11-01']
  const made = await addRule(sandbox, token, rule('BANKFINANCE'))
  t.equal((await categories())['2026-11-01'], before, 'it was there before')
  await pushOn('2026-11-02')
  await pushOn('2026-11-03', { ...shop, gegenkontoIban: 'DE57370205000000300000' })
  await pushOn('2026-11-04', { ...shop, gegenkontoInhaber: 'Anderer Name' })
  const sorted = await categories()
  t.equal(sorted['2026-11-02'], 'BANKFINANCE')
  t.equal(sorted['2026-11-03'], before, 'the IBAN decides')
  t.equal(sorted['2026-11-04'], 'BANKFINANCE', 'the IBAN decides')
  await addRule(sandbox, token, rule('LIVING_GROCERIES'))
  await pushOn('2026-11-05')
  t.match(await categories(), { ...sorted, '2026-11-05': 'LIVING_GROCERIES' }, 'the newest counts')
  await sandbox.call('DELETE', pathOf(sandbox, locationOf(made)), { token })
  await sandbox.call('DELETE', RULES, { token })
  await pushOn('2026-11-06')
  t.match(await categories(), {
    ...sorted,
    '2026-11-05': 'LIVING_GROCERIES',
    '2026-11-06': before
  })
})

t.test('a rule sorts what a refresh brings', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const { zugang, path } = await addKonto(sandbox, token)
  const name = 'Frischhof Lebensmittel'
  t.equal((await addRule(sandbox, token, rule('BANKFINANCE', { name }))).status, 201)
  await sandbox.pass(30 * DAY)
  await refresh(sandbox, token, zugang)
  const all = await umsaetze(sandbox, token, path, 'tag=categories')
  const its = all.filter(one => one.gegenkontoInhaber === name)
  const fresh = its.filter(one => one.buchungsdatum > '2026-11-22')
  t.ok(fresh.length > 0 && fresh.length < its.length)
  for (const one of its) {
    const isNew = fresh.includes(one)
    t.strictSame(tagsOf(one), [isNew ? 'BANKFINANCE' : 'LIVING_GROCERIES'], one.buchungsdatum)
  }
})

const REFUSED: readonly (readonly [title: string, body: unknown])[] = [
  ['an unknown item', rule('NICHTS')],
  ['no counterparty', { tagTreeItem: rule('BANKFINANCE').tagTreeItem }],
  ['an empty counterparty', rule('BANKFINANCE', {})],
  ['a counterparty of blanks', rule('BANKFINANCE', { name: ' ', iban: '' })],
  ['a counterparty that is a text', { ...rule('BANKFINANCE'), counterparty: 'Kiosk' }],
  ['no item', { counterparty: KIOSK }],
  ['no tree', { counterparty: KIOSK, tagTreeItem: { systemName: 'BANKFINANCE' } }],
  ['a list', [rule('BANKFINANCE')]],
  ['nothing', {}]
]

t.test('a rule that makes no sense is refused in words, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [title, body] of REFUSED)
    t.match(await addRule(sandbox, token, body), { status: 400, body: { code: '400' } }, title)
  const unknown = await addRule(sandbox, token, rule('NICHTS'))
  t.equal(
    unknown.body.message,
    'Tag with system name NICHTS does not exist for tag tree CATEGORIES'
  )
  t.strictSame((await sandbox.call('GET', RULES, { token })).body, [])
})

t.test('rules are those of a user alone', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const other = await regulated(sandbox, 'anna')
  const made = await addRule(sandbox, token, rule('BANKFINANCE'))
  const place = pathOf(sandbox, locationOf(made))
  for (const method of ['GET', 'DELETE'])
    t.match(await sandbox.call(method, place, { token: other }), { status: 404, text: '' })
  await sandbox.call('DELETE', RULES, { token: other })
  t.strictSame((await sandbox.call('GET', RULES, { token: other })).body, [])
  t.equal((await sandbox.call('GET', place, { token })).status, 200)
  for (const id of [randomUUID(), 'x'])
    t.match(await sandbox.call('GET', `${RULES}/${id}`, { token }), { status: 404, text: '' }, id)
})
