import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { UUID } from './calls.ts'
import { added, CUSTOMER, follow, hrefOf, pathOf, regulated } from './customer.ts'
import { built, push, umsaetze, umsatz } from './umsaetze.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

const LISTS = [
  'get_contracts',
  'get_sales_triggers',
  'get_life_events',
  'get_life_stages',
  'get_cashflow',
  'get_affinities',
  'get_tagging_rules'
]
const ALL = [...LISTS, 'get_credit_check', 'get_disposable_money', 'get_credit_attributes']
const PERSONEN = ['demo1', 'anna', 'brandt', 'yildiz', 'testerine', 'tester']

/** Reads an analysis by its relation. */
async function look(sandbox: Sandbox, token: string, rel: string): Promise<Any> {
  const { body: customer } = await sandbox.call('GET', CUSTOMER, { token })
  const reply = await follow(sandbox, token, customer, rel)
  if (reply.status !== 200) throw new Error(`${rel}: ${reply.status} ${reply.text}`)
  return reply.body
}

/** A user with the accounts of a person, a year of them. */
async function living(sandbox: Sandbox, person: string): Promise<string> {
  const token = await regulated(sandbox, person)
  await added(sandbox, token, { login: person, query: { maxTransactions: 'all' } })
  return token
}

t.test('every analysis says that nobody documents it', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { body: customer } = await sandbox.call('GET', CUSTOMER, { token })
  for (const rel of ALL) {
    const { status, headers } = await follow(sandbox, token, customer, rel)
    t.equal(status, 200, rel)
    t.equal(headers.get('x-sandkasten-fidelity'), 'proposed', rel)
  }
})

t.test('without bookings lists are empty and figures zero', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const rel of LISTS) t.strictSame(await look(sandbox, token, rel), [], rel)
  t.match(await look(sandbox, token, 'get_credit_check'), {
    result: 'INSUFFICIENT_DATA',
    monthlyIncome: 0,
    monthlyFixedCosts: 0,
    returnDebits: 0,
    gambling: 0,
    currency: 'EUR'
  })
  t.match(await look(sandbox, token, 'get_disposable_money'), {
    month: /^\d{4}-\d\d$/,
    income: 0,
    disposable: 0,
    currency: 'EUR'
  })
})

t.test('tags of a user are about the user and come from the tree of their kind', async t => {
  const sandbox = await createSandbox(t)
  const found = new Set<string>()
  for (const person of PERSONEN) {
    const token = await living(sandbox, person)
    for (const [rel, systemName] of [
      ['get_sales_triggers', 'SALES_TRIGGERS'],
      ['get_life_events', 'LIFE_EVENTS'],
      ['get_life_stages', 'LIFE_STAGES'],
      ['get_affinities', 'AFFINITIES']
    ] as const) {
      const tags = await look(sandbox, token, rel)
      if (tags.length > 0) found.add(rel)
      t.equal(new Set(tags.map((tag: Any) => tag.id)).size, tags.length)
      for (const tag of tags) {
        t.match(tag, {
          id: UUID,
          entity: { entityClass: 'USER', displayName: 'USER', id: UUID, accountId: '' },
          tagTreeItem: { tagTree: { systemName } }
        })
        const item = pathOf(sandbox, hrefOf(tag.tagTreeItem, 'self'))
        t.equal((await sandbox.call('GET', item, { token })).status, 200)
        if (rel === 'get_life_events') t.match(tag.occurred, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
      }
      t.strictSame(await look(sandbox, token, rel), tags, 'the same when asked again')
    }
  }
  const always = ['get_sales_triggers', 'get_life_stages', 'get_affinities']
  for (const rel of always) t.ok(found.has(rel), `${rel} finds something with somebody`)
})

t.test('a salary from somebody else is an event of its day', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  const salary = (month: string, gegenkontoInhaber: string) =>
    umsatz('Gehalt', `2026-${month}-27 00:00:00`, { betrag: 3000, gegenkontoInhaber })
  await push(sandbox, token, path, [
    ...['03', '04', '05', '06', '07', '08'].map(month => salary(month, 'Alt AG')),
    ...['09', '10'].map(month => salary(month, 'Neu GmbH'))
  ])
  t.match(await look(sandbox, token, 'get_life_events'), [
    { tagTreeItem: { systemName: 'NEW_JOB' }, occurred: /^2026-09-27 / }
  ])
})

t.test('a contract names bookings that are there', async t => {
  const sandbox = await createSandbox(t)
  const token = await living(sandbox, 'anna')
  const contracts = await look(sandbox, token, 'get_contracts')
  t.ok(contracts.length > 3)
  t.ok(contracts.some((one: Any) => one.insuranceType))
  t.ok(contracts.some((one: Any) => one.businessPartner))
  t.equal(new Set(contracts.map((one: Any) => one.id)).size, contracts.length)
  const { body: customer } = await sandbox.call('GET', CUSTOMER, { token })
  for (const one of contracts) {
    t.match(one, {
      category: { tagTree: { systemName: 'CATEGORIES' } },
      period: { tagTree: { systemName: 'PERIODS' } },
      currency: 'EUR'
    })
    const zugang = customer.bankzugaenge[one.accountId]
    const produkt = zugang.bankprodukte.find(({ id }: Any) => id === one.productId)
    const path = pathOf(sandbox, hrefOf(produkt, 'get_kontoumsaetze'))
    const all = await umsaetze(sandbox, token, path)
    const its = all.filter(({ id }) => one.transactionIds.includes(id))
    t.equal(its.length, one.transactionIds.length)
    const days = its.map(({ buchungsdatum }) => buchungsdatum).sort()
    t.strictSame([days[0], days.at(-1)], [one.firstBooking, one.lastBooking])
    if (one.nextExpected) t.ok(one.nextExpected > one.lastBooking, one.nextExpected)
    t.ok(
      its.some(({ betrag }) => betrag === one.amount),
      'the amount is that of a booking'
    )
  }
})

const cents = (euros: number) => Math.round(euros * 100)

t.test('cash flow adds up, month by month', async t => {
  const sandbox = await createSandbox(t)
  const token = await living(sandbox, 'anna')
  const months = await look(sandbox, token, 'get_cashflow')
  const names = months.map((one: Any) => one.month)
  t.strictSame(names, names.toSorted())
  t.ok(months.length >= 12)
  for (const { month, income, expenses, balance, categories } of months) {
    t.match(month, /^\d{4}-(0[1-9]|1[0-2])$/)
    t.equal(cents(income) - cents(expenses), cents(balance), month)
    const sum = categories.reduce((total: number, one: Any) => total + cents(one.amount), 0)
    t.equal(sum, cents(balance), `${month}: categories`)
  }
})

t.test('cash flow reads its window as the list of bookings does', async t => {
  const sandbox = await createSandbox(t)
  const token = await living(sandbox, 'anna')
  const read = (query: string) => sandbox.call('GET', `${CUSTOMER}/cashflow?${query}`, { token })
  const { body } = await read('from=2026-02-28T23:59:59&to=2026-05-01T00:00:00')
  t.strictSame(
    body.map((one: Any) => one.month),
    ['2026-03', '2026-04']
  )
  const all = await look(sandbox, token, 'get_cashflow')
  t.strictSame(
    body,
    all.filter((one: Any) => ['2026-03', '2026-04'].includes(one.month))
  )
  const same = await read('from=2026-02-28T22:59:59Z&to=2026-04-30T22:00:00Z')
  t.strictSame(same.body, body, 'with offsets')
  t.strictSame((await read('from=2027-01-01T00:00:00')).body, [])
  for (const wrong of [
    'from=2026-03-01',
    'to=2026-03-01',
    'from=x',
    'to=',
    'from=2026-02-30T00:00:00'
  ])
    t.match(await read(wrong), { status: 400, body: { code: '400' } }, wrong)
})

t.test('cash flow leaves out what was booked at its bounds', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  await push(sandbox, token, path, [
    umsatz('erste', '2026-03-31 00:00:00', { betrag: 1 }),
    umsatz('zweite', '2026-04-01 00:00:00', { betrag: 10 })
  ])
  for (const [query, months] of [
    ['', ['2026-03', '2026-04']],
    ['from=2026-03-31T00:00:00', ['2026-04']],
    ['from=2026-03-30T22:00:00Z', ['2026-04']],
    ['from=2026-03-30T23:59:59', ['2026-03', '2026-04']],
    ['to=2026-04-01T00:00:00', ['2026-03']],
    ['to=2026-04-01T00:00:01', ['2026-03', '2026-04']]
  ] as const) {
    const { body } = await sandbox.call('GET', `${CUSTOMER}/cashflow?${query}`, { token })
    t.strictSame(
      body.map((one: Any) => one.month),
      months,
      query
    )
  }
})

t.test('figures are those of the persons that they belong to', async t => {
  const sandbox = await createSandbox(t)
  const results = new Set<string>()
  for (const person of PERSONEN) {
    const token = await living(sandbox, person)
    const check = await look(sandbox, token, 'get_credit_check')
    results.add(check.result)
    t.ok(check.monthlyIncome > 0 && check.monthlyFixedCosts > 0, person)
    const money = await look(sandbox, token, 'get_disposable_money')
    t.equal(cents(money.disposable), cents(money.income) - cents(money.necessities), person)
    const attributes = await look(sandbox, token, 'get_credit_attributes')
    t.ok(attributes.length > 0, person)
    const income = attributes.find(({ name }: Any) => name === 'monthlyIncome')
    t.equal(income.value, check.monthlyIncome)
    for (const { name, from, to } of attributes) t.ok(from < to, `${person}: ${name}`)
  }
  t.ok(results.has('POSITIVE'))
})
