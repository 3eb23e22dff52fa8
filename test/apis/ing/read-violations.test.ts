import t from 'tap'
import { at, type Changes, createTaker, EMPTY, set, violationsOf } from './read-cases.ts'

/** Objects of the request, how violations call them, and what they need: texts, and all else. */
const REQUIRED: readonly (readonly [string, string, Fields, Fields])[] = [
  [
    '',
    '',
    {},
    { company: 'company', details: 'details', partner_account_manager: 'partnerAccountManager' }
  ],
  [
    'company',
    'company.',
    { name: 'name' },
    {
      address: 'address',
      financials: 'financials',
      representatives: 'representatives',
      legal_form: 'legalForm',
      foundation_date: 'foundationDate',
      bookkeeping_standard: 'bookkeepingStandard',
      credit_scores: 'creditScores'
    }
  ],
  [
    'company.address',
    'company.address.',
    { city: 'city', zip: 'zip', line_1: 'line1', country_code: 'countryCode' },
    { type: 'type' }
  ],
  [
    'company.financials.0',
    'company.financials[].',
    { currency: 'currency' },
    { year: 'year', revenue: 'revenue' }
  ],
  [
    'company.representatives.1',
    'company.representatives[].',
    {
      email: 'email',
      nationality: 'nationality',
      first_name: 'firstName',
      last_name: 'lastName',
      phone_number: 'phoneNumber'
    },
    { roles: 'roles', salutation: 'salutation', birthday: 'birthday', addresses: 'addresses' }
  ],
  [
    'company.representatives.1.addresses.0',
    'company.representatives[].addresses[].',
    { city: 'city', zip: 'zip', line_1: 'line1', country_code: 'countryCode' },
    { type: 'type' }
  ],
  ['company.credit_scores.0', 'company.creditScores[].', { id: 'id' }, { type: 'type' }],
  [
    'company.credit_scores.0.history.0',
    'company.creditScores[].history[].',
    { score_value: 'scoreValue' },
    { date: 'date' }
  ],
  [
    'details',
    'details.',
    { purpose: 'purpose', currency: 'currency' },
    {
      product_code: 'productCode',
      request_amount: 'requestAmount',
      request_term: 'requestTerm',
      request_term_unit: 'requestTermUnit'
    }
  ],
  [
    'partner_account_manager',
    'partnerAccountManager.',
    {
      email: 'email',
      first_name: 'firstName',
      last_name: 'lastName',
      phone_number: 'phoneNumber'
    },
    { salutation: 'salutation' }
  ]
]

type Fields = Readonly<Record<string, string>>

/** Each required field as path in JSON, path in violations, and whether it is a text. */
const FIELDS = REQUIRED.flatMap(([parent, java, texts, others]) =>
  [...Object.entries(texts), ...Object.entries(others)].map(([name, field]) => ({
    path: parent === '' ? name : `${parent}.${name}`,
    field: java + field,
    isText: name in texts
  }))
)

/** A second representative without whom the request would be right too. */
const withSecond = (body: Parameters<NonNullable<Changes>>[0]) => {
  const { representatives } = body.company
  representatives.push({ ...structuredClone(representatives[0]), roles: ['MD'] })
}

t.test('each required field that is missing, null or blank is named in camel case', async t => {
  const { take, count } = await createTaker(t)
  for (const { path, field, isText } of FIELDS)
    for (const value of isText ? [undefined, null, '', ' \t'] : [undefined, null]) {
      const reply = await take(body => {
        withSecond(body)
        set(path, value)(body)
      })
      t.strictSame(violationsOf(reply), [`${field}: ${EMPTY}`], `${path}: ${String(value)}`)
    }
  t.equal(await count(), 0)
})

t.test('blank days and numbers are as good as missing too', async t => {
  const { take } = await createTaker(t)
  const names = /(?:date|birthday|year|revenue|_amount|_term)$/
  for (const { path, field } of FIELDS.filter(one => names.test(one.path))) {
    const reply = await take(body => {
      withSecond(body)
      set(path, '')(body)
    })
    t.strictSame(violationsOf(reply), [`${field}: ${EMPTY}`], path)
  }
})

t.test('optional fields may be missing or null, and most of them empty', async t => {
  const { keep } = await createTaker(t)
  const optional = [
    'company.fax',
    'company.iban',
    'company.bic',
    'company.address.line_2',
    'company.representatives.0.title',
    'company.representatives.0.addresses.0.line_2',
    'company.credit_scores.0.history'
  ]
  for (const path of optional)
    for (const value of [undefined, null]) {
      const kept = await keep(set(path, value))
      t.equal(at(kept, path), undefined, `${path}: ${value}`)
    }
  for (const path of optional.filter(one => one.endsWith('line_2')))
    t.equal(at(await keep(set(path, '')), path), undefined, `${path} is as good as missing`)
  for (const path of ['company.fax', 'company.iban', 'company.bic'])
    t.equal(at(await keep(set(path, '')), path), '', path)
  t.strictSame(
    at(await keep(set('company.credit_scores.0.history', [])), 'company.credit_scores.0.history'),
    []
  )
})

t.test('empty lists are refused, and so are lists of nothing', async t => {
  const { take } = await createTaker(t)
  const lists = {
    'company.financials': 'company.financials',
    'company.representatives': 'company.representatives',
    'company.credit_scores': 'company.creditScores',
    'company.representatives.1.roles': 'company.representatives[].roles',
    'company.representatives.1.addresses': 'company.representatives[].addresses'
  }
  for (const [path, field] of Object.entries(lists))
    for (const value of [[], [null]]) {
      const reply = await take(body => {
        withSecond(body)
        set(path, value)(body)
      })
      t.strictSame(violationsOf(reply), [`${field}: ${EMPTY}`], `${path}: ${value.length}`)
    }
})

/** Texts with their limits, and a letter that each may consist of. */
const SIZES: readonly (readonly [string, string, number, number])[] = [
  ['company.name', 'company.name', 1, 400],
  ['company.fax', 'company.fax', 0, 30],
  ['company.iban', 'company.iban', 0, 40],
  ['company.bic', 'company.bic', 0, 30],
  ['company.address.city', 'company.address.city', 0, 100],
  ['company.address.line_1', 'company.address.line1', 0, 255],
  ['company.address.line_2', 'company.address.line2', 0, 255],
  ['company.representatives.0.title', 'company.representatives[].title', 0, 100],
  ['company.representatives.0.first_name', 'company.representatives[].firstName', 0, 100],
  ['company.representatives.0.last_name', 'company.representatives[].lastName', 0, 100],
  [
    'company.representatives.0.addresses.0.city',
    'company.representatives[].addresses[].city',
    0,
    100
  ],
  ['company.credit_scores.0.id', 'company.creditScores[].id', 0, 100],
  [
    'company.credit_scores.0.history.0.score_value',
    'company.creditScores[].history[].scoreValue',
    0,
    10
  ],
  ['details.purpose', 'details.purpose', 0, 255],
  ['partner_account_manager.first_name', 'partnerAccountManager.firstName', 0, 100],
  ['partner_account_manager.last_name', 'partnerAccountManager.lastName', 0, 100]
]

t.test('texts may have their full length and not one letter more', async t => {
  const { take } = await createTaker(t)
  for (const [path, field, least, most] of SIZES) {
    t.equal((await take(set(path, 'ä'.repeat(most)))).status, 201, path)
    const message = `size must be between ${least} and ${most}`
    const reply = await take(set(path, 'ä'.repeat(most + 1)))
    t.strictSame(violationsOf(reply), [`${field}: ${message}`], path)
  }
})

t.test('amounts are greater than 0, terms at least 1', async t => {
  const { take } = await createTaker(t)
  for (const amount of [0, -1, -0.01, '0', '0.00', '-1'])
    t.strictSame(
      violationsOf(await take(set('details.request_amount', amount))),
      ['details.requestAmount: must be greater than 0'],
      String(amount)
    )
  for (const term of [0, -1, '0', '-12'])
    t.strictSame(
      violationsOf(await take(set('details.request_term', term))),
      ['details.requestTerm: must be greater than or equal to 1'],
      String(term)
    )
  t.equal((await take(set('details.request_amount', 0.01))).status, 201)
  t.equal((await take(set('details.request_term', 1))).status, 201)
})

t.test('all violations are told at once, sorted by field', async t => {
  const { take } = await createTaker(t)
  const reply = await take(body => {
    withSecond(body)
    body.company.address.line_1 = ''
    body.company.name = 'x'.repeat(401)
    body.company.financials = []
    body.company.representatives[1].phone_number = '+43 1 234567'
    body.company.representatives[0].birthday = '2100-01-01'
    delete body.company.legal_form
    body.details.request_amount = 0
    body.details.request_term = 0
    body.partner_account_manager.email = null
  })
  const told = violationsOf(reply)
  t.strictSame(
    told.map(one => one.slice(0, one.indexOf(':'))),
    [
      'company.address.line1',
      'company.financials',
      'company.legalForm',
      'company.name',
      'company.representatives[].birthday',
      'company.representatives[].phoneNumber',
      'details.requestAmount',
      'details.requestTerm',
      'partnerAccountManager.email'
    ]
  )
  t.equal(told.at(-1), `partnerAccountManager.email: ${EMPTY}`)
  t.match(reply.headers.get('content-type'), /^application\/problem\+json/)
})
