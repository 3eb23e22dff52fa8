import t from 'tap'
import { type Changes, createTaker, EMPTY, set, violationsOf } from './read-cases.ts'
import { right, submit, withFreshCrefo } from './requests.ts'

const REPRESENTATIVE = 'company.representatives.0'

/** Types and values that cannot be read. */
const UNREADABLE: readonly (readonly [string, unknown])[] = [
  ['company', 'Wonderland company'],
  ['company', []],
  ['company', 7],
  ['details', []],
  ['partner_account_manager', 'MR'],
  ['company.name', {}],
  ['company.name', ['Wonderland company']],
  ['company.address', 'Berlin'],
  ['company.financials', {}],
  ['company.financials', [2021]],
  ['company.financials.0.year', 'last'],
  ['company.financials.0.year', 2021.5],
  ['company.financials.0.year', '2021.5'],
  ['company.financials.0.year', 2 ** 31],
  ['company.financials.0.year', true],
  ['company.financials.0.revenue', 'much'],
  ['company.financials.0.revenue', '2.000.000,00'],
  ['company.financials.0.revenue', '0x10'],
  ['company.financials.0.revenue', {}],
  ['company.financials.0.revenue', true],
  [`${REPRESENTATIVE}.roles`, 'APPLICANT'],
  [`${REPRESENTATIVE}.addresses`, {}],
  ['company.credit_scores.0.history', '200'],
  ['details.request_amount', '200000 EUR'],
  ['details.request_amount', []],
  ['details.request_term', 1.5],
  ['details.request_term', '1.5'],
  ['details.request_term', 'a year'],
  ['company.legal_form', 'GmBH'],
  ['company.legal_form', 'gmbh'],
  ['company.legal_form', 7],
  ['company.legal_form', ['GMBH']],
  ['company.bookkeeping_standard', 'HGB'],
  ['company.address.type', 'HOME'],
  ['company.credit_scores.0.type', 'SCHUFA'],
  [`${REPRESENTATIVE}.roles`, ['APPLICANT', 'CEO']],
  [`${REPRESENTATIVE}.salutation`, 'HERR'],
  [`${REPRESENTATIVE}.addresses.0.type`, 'primary'],
  ['details.product_code', 'TERM_LOAN'],
  ['details.request_term_unit', 'QUARTER'],
  ['partner_account_manager.salutation', 'Mr'],
  ['company.foundation_date', '12.01.1977'],
  ['company.foundation_date', '1977-13-01'],
  ['company.foundation_date', '1977-1-12'],
  ['company.foundation_date', '2023-02-29'],
  ['company.foundation_date', '1977-01-12T00:00:00Z'],
  ['company.foundation_date', 19770112],
  [`${REPRESENTATIVE}.birthday`, 'DE'],
  [`${REPRESENTATIVE}.birthday`, '1939-06-31'],
  ['company.credit_scores.0.history.0.date', 'today']
]

/** Bodies that are no application at all. */
const NO_APPLICATION: readonly string[] = [
  '',
  ' ',
  '{',
  '{"company":}',
  "{'company':{}}",
  'company=Wonderland',
  '[]',
  '[{}]',
  '"company"',
  '7',
  'true',
  'null'
]

t.test('what cannot be deserialised is refused without violations', async t => {
  const { sandbox, token, take, count } = await createTaker(t)
  for (const [path, value] of UNREADABLE) {
    const { status, body } = await take(set(path, value))
    const title = `${path}: ${JSON.stringify(value)}`
    t.equal(status, 400, title)
    t.match(body, { title: 'Bad Request', status: 400, detail: String }, title)
    t.notOk('violations' in body, title)
  }
  for (const text of NO_APPLICATION) {
    const { status, body } = await submit(sandbox, token, text)
    t.equal(status, 400, text)
    t.match(body, { title: 'Bad Request', status: 400, detail: String }, text)
    t.notOk('violations' in body, text)
  }
  t.equal(await count(), 0)
})

t.test('a number that no double holds is refused like any other wrong type', async t => {
  const { sandbox, token } = await createTaker(t)
  const text = JSON.stringify(right()).replace('2000000', '1e400')
  const { status, body } = await submit(sandbox, token, text)
  t.equal(status, 400)
  t.match(body, { title: 'Bad Request' })
})

t.test('types come before constraints', async t => {
  const { take } = await createTaker(t)
  const { body } = await take(request => {
    request.company.name = ''
    request.company.legal_form = 'GmBH'
  })
  t.match(body, { title: 'Bad Request', detail: /legal_?form/i })
  t.notOk('violations' in body)
})

t.test('what was refused does not close the Crefo number', async t => {
  const { sandbox, token } = await createTaker(t)
  const body = withFreshCrefo(right())
  const wrong: readonly Changes[] = [
    set('company.name', ''),
    set('company.legal_form', 'GmBH'),
    set('details.currency', 'USD')
  ]
  for (const change of wrong) {
    const copy = structuredClone(body)
    change?.(copy)
    t.match(String((await submit(sandbox, token, copy)).status), /^(400|422)$/)
  }
  t.equal((await submit(sandbox, token, body)).status, 201)
})

/** Puts an unknown field into every object of a body. */
function withUnknown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknown)
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.entries(value).map(([name, one]) => [name, withUnknown(one)])
  return { ...Object.fromEntries(inner), unknownField: { deep: [null, { line1: 'x' }] } }
}

t.test('unknown fields are ignored at any depth and not kept', async t => {
  const { keep } = await createTaker(t)
  const kept = await keep(body => Object.assign(body, withUnknown(body)))
  t.notMatch(JSON.stringify(kept), /unknownField|deep/)
  const { company, details, partner_account_manager } = kept
  const sent = right()
  sent.company.credit_scores[0].id = company.credit_scores[0].id
  t.strictSame({ company, details, partner_account_manager }, sent)
})

t.test('names that every object has are unknown fields like others', async t => {
  const { sandbox, token, keep } = await createTaker(t)
  const kept = await keep(body => Object.assign(body.company, { constructor: 1, toString: {} }))
  t.notOk(['constructor', 'toString'].some(name => Object.hasOwn(kept.company, name)))
  const body = JSON.stringify(withFreshCrefo(right())).replace('{', '{"__proto__":{"x":1},')
  t.equal((await submit(sandbox, token, body)).status, 201)
})

t.test('with a switch unknown fields are refused, and the message names the first', async t => {
  const { sandbox, token, take } = await createTaker(t)
  await sandbox.behave({ 'ing.strictUnknownFields': true })
  t.equal((await take()).status, 201)
  const changes: readonly [string, Changes][] = [
    ['comment', set('comment', 'x')],
    ['company.sector', set('company.sector', 'x')],
    [`company.representatives[0].age`, set(`${REPRESENTATIVE}.age`, 81)]
  ]
  for (const [path, change] of changes) {
    const { status, body } = await take(change)
    t.equal(status, 400, path)
    t.match(body, { title: 'Bad Request', status: 400 }, path)
    t.ok(body.detail.includes(path), body.detail)
    t.notOk('violations' in body, path)
  }
  const documentedNames = await take(body => {
    const [address] = body.company.representatives[0].addresses
    address.line1 = address.line_1
    delete address.line_1
  })
  t.equal(documentedNames.status, 201, 'line1 is known')
  const sent = withFreshCrefo(right(set('company.fax', null)))
  t.equal((await submit(sandbox, token, sent)).status, 201, 'null is not unknown')
})

const withTwo: Changes = ({ company }) => {
  const [one] = company.representatives
  company.representatives.push({ ...structuredClone(one), roles: ['MD'] })
  company.representatives[0].addresses.push({ ...one.addresses[0], type: 'MAILING' })
  for (const each of company.representatives) each.first_name = ''
  company.representatives[0].addresses[1].line_1 = ''
  company.financials = []
}

t.test('places in lists have empty brackets in the field of a violation', async t => {
  const { take } = await createTaker(t)
  t.strictSame(
    [...new Set(violationsOf(await take(withTwo)))],
    [
      `company.financials: ${EMPTY}`,
      `company.representatives[].addresses[].line1: ${EMPTY}`,
      `company.representatives[].firstName: ${EMPTY}`
    ]
  )
})

t.test('with a switch they have their index', async t => {
  const { sandbox, take } = await createTaker(t)
  await sandbox.behave({ 'ing.indexedPaths': true })
  t.strictSame(violationsOf(await take(withTwo)), [
    `company.financials: ${EMPTY}`,
    `company.representatives[0].addresses[1].line1: ${EMPTY}`,
    `company.representatives[0].firstName: ${EMPTY}`,
    `company.representatives[1].firstName: ${EMPTY}`
  ])
  const phones = await take(set(`${REPRESENTATIVE}.phone_number`, '+43 1 234567'))
  t.match(violationsOf(phones), [/^company\.representatives\[0\]\.phoneNumber: /])
})

t.test('currencies and countries that are not supported are a 422 with its text', async t => {
  const { take, count } = await createTaker(t)
  const text = (what: string) => `${what} is not supported yet, please contact the system admin.`
  const cases: readonly [Changes, string][] = [
    [set('details.currency', 'USD'), text('currency [USD]')],
    [set('company.financials.0.currency', 'CHF'), text('currency [CHF]')],
    [set(`${REPRESENTATIVE}.addresses.0.country_code`, 'AT'), text('country [AT]')]
  ]
  for (const [change, detail] of cases) {
    const { status, body, headers } = await take(change)
    t.equal(status, 422, detail)
    t.strictSame(body, { title: 'Unprocessable Entity', status: 422, detail })
    t.match(headers.get('content-type'), /^application\/problem\+json/)
  }
  const both = await take(body => {
    body.details.currency = 'USD'
    body.company.name = ''
  })
  t.strictSame(violationsOf(both), [`company.name: ${EMPTY}`], 'constraints come first')
  t.equal(await count(), 0)
})
