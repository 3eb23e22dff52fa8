import t from 'tap'
import {
  checkProse,
  mergeDuplicates,
  renameLines,
  unsupported,
  withoutBlanks
} from '../../../../src/apis/ing/model/request.ts'
import { documented, right } from '../requests.ts'

const TODAY = '2026-11-21'
const PHONE = 'must be a German phone number'
const PAST = 'must be a date in the past or in the present'

t.test('line1 and line2 are read as line_1 and line_2, at any depth', async t => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['both', { line1: 'a', line2: 'b' }, { line_1: 'a', line_2: 'b' }],
    ['the proper names stay', { line_1: 'a', line_2: 'b' }, { line_1: 'a', line_2: 'b' }],
    ['a mixture', { line_1: 'a', line2: 'b' }, { line_1: 'a', line_2: 'b' }],
    ['the proper name wins', { line1: 'x', line_1: 'a' }, { line_1: 'a' }],
    ['in either order', { line_1: 'a', line1: 'x' }, { line_1: 'a' }],
    ['null is as good as missing', { line_1: null, line1: 'a' }, { line_1: 'a' }],
    ['in lists', [{ a: [{ line1: 'a' }] }], [{ a: [{ line_1: 'a' }] }]],
    ['names alone', ['line1', { a: 'line2' }], ['line1', { a: 'line2' }]],
    ['others', { line3: 'a', line: 'b', LINE1: 'c' }, { line3: 'a', line: 'b', LINE1: 'c' }],
    ['names that every object has', { constructor: 1 }, { constructor: 1 }],
    ['null', null, null],
    ['a text', 'line1', 'line1'],
    ['a number', 1, 1],
    ['nothing', undefined, undefined]
  ]
  for (const [title, value, renamed] of cases) t.strictSame(renameLines(value), renamed, title)
})

t.test('the documented request has the names of the contract then, and is not changed', async t => {
  const before = structuredClone(documented)
  const renamed = renameLines(documented) as typeof documented
  const [address] = renamed.company.representatives[0].addresses
  t.match(address, { line_1: 'Some Street 7', line_2: '4 floor' })
  t.notOk('line1' in address || 'line2' in address)
  t.strictSame(documented, before)
})

t.test('what stands twice in a list counts once, the first', async t => {
  const address = { city: 'Berlin', zip: '10000' }
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['texts', ['MD', 'APPLICANT', 'MD'], ['MD', 'APPLICANT']],
    ['three times', [1, 1, 1], [1]],
    ['objects', [{ a: 1 }, { a: 2 }, { a: 1 }], [{ a: 1 }, { a: 2 }]],
    [
      'the names in another order',
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 }
      ],
      [{ a: 1, b: 2 }]
    ],
    ['nothing twice', [2, 1], [2, 1]],
    ['a number and its text', [1, '1'], [1, '1']],
    ['true and its text', [true, 'true'], [true, 'true']],
    ['a list and its text', [[1], '[1]'], [[1], '[1]']],
    ['lists in lists', [[1, 1], [1]], [[1]]],
    [
      'what is equal once its lists are merged',
      [{ roles: ['MD', 'MD'] }, { roles: ['MD'] }],
      [{ roles: ['MD'] }]
    ],
    ['deep inside', { a: { b: [address, { ...address }] } }, { a: { b: [address] } }],
    ['empty lists', { a: [] }, { a: [] }],
    ['no list', { a: 1, b: 1 }, { a: 1, b: 1 }],
    ['a text', 'MD', 'MD'],
    ['null', null, null]
  ]
  for (const [title, value, merged] of cases) t.strictSame(mergeDuplicates(value), merged, title)
})

t.test('20,000 elements that stand twice are 20,000', async t => {
  const elements = Array.from({ length: 20_000 }, (_, n) => ({ year: 2021, revenue: n }))
  t.strictSame(mergeDuplicates([...elements, ...elements.toReversed()]).length, 20_000)
})

t.test('blank texts are as good as missing, at any depth', async t => {
  const cases: readonly (readonly [string, unknown, unknown])[] = [
    ['empty', { a: '', b: 'x' }, { b: 'x' }],
    ['blanks', { a: ' \t\n', b: ' x ' }, { b: ' x ' }],
    ['deep inside', { a: [{ b: '' }, { b: 'x' }] }, { a: [{}, { b: 'x' }] }],
    ['an object that is empty then stays', { a: { b: '' } }, { a: {} }],
    ['numbers and truth values', { a: 0, b: false, c: null }, { a: 0, b: false, c: null }],
    ['lists', { a: [] }, { a: [] }],
    ['a text', 'x', 'x']
  ]
  for (const [title, value, said] of cases) t.strictSame(withoutBlanks(value), said, title)
  const value = { a: '' }
  withoutBlanks(value)
  t.strictSame(value, { a: '' }, 'what was given is not changed')
})

const RIGHT_NUMBERS = [
  '+490000000000',
  '+491700000000',
  '00491700000000',
  '01700000000',
  '+49 (0) 30 / 123-456',
  '030 1234',
  '01234',
  '+491234',
  '00491234',
  `0${'1'.repeat(14)}`,
  `+49${'1'.repeat(14)}`,
  `0049${'1'.repeat(14)}`
]

const WRONG_NUMBERS = [
  '+49123',
  '0123',
  `0${'1'.repeat(15)}`,
  `+49${'1'.repeat(15)}`,
  `0049${'1'.repeat(15)}`,
  '+43 1 234567',
  '49 170 0000000',
  '1700000000',
  '030.123456',
  '030 12 34 5x',
  '+49+30123456',
  'x+490000000000',
  '+490000000000x',
  'none'
]

t.test('numbers of the account manager and of representatives have to be German', async t => {
  const manager = 'partner_account_manager.phone_number'
  const second = 'company.representatives[1].phone_number'
  const checked = (phone_number: string) => {
    const request = right(({ company, partner_account_manager }) => {
      company.representatives.push({ ...company.representatives[0], phone_number })
      Object.assign(partner_account_manager, { phone_number })
    })
    return checkProse(request, TODAY)
  }
  for (const number of RIGHT_NUMBERS) t.strictSame(checked(number), [], number)
  const both = [second, manager].map(field => ({ field, message: PHONE }))
  for (const number of WRONG_NUMBERS) t.strictSame(checked(number), both, number)
})

t.test('days of foundation and birth may be today, not later', async t => {
  const checked = (day: string) =>
    checkProse(
      right(({ company }) => {
        company.foundation_date = day
        company.representatives[0].birthday = day
      }),
      TODAY
    )
  for (const day of ['1977-01-12', '2026-11-20', TODAY]) t.strictSame(checked(day), [], day)
  for (const day of ['2026-11-22', '2100-01-01'])
    t.strictSame(
      checked(day).toSorted((one, other) => (one.field < other.field ? -1 : 1)),
      [
        { field: 'company.foundation_date', message: PAST },
        { field: 'company.representatives[0].birthday', message: PAST }
      ],
      day
    )
})

t.test('one of the representatives has to be the applicant', async t => {
  const checked = (...roles: unknown[]) =>
    checkProse(
      right(({ company }) => {
        const [one] = company.representatives
        company.representatives = roles.map(some => ({ ...one, roles: some }))
      }),
      TODAY
    ).map(({ field }) => field)
  t.strictSame(checked(['APPLICANT']), [])
  t.strictSame(checked(['MD', 'APPLICANT']), [])
  t.strictSame(checked(['MD'], ['APPLICANT']), [])
  t.strictSame(checked(['MD'], ['UBO', 'SME']), ['company.representatives'])
  t.strictSame(checked(undefined), ['company.representatives'])
  t.strictSame(checked(), [], 'that there is none at all is told elsewhere')
})

t.test('what is missing is passed over', async t => {
  t.strictSame(checkProse({}, TODAY), [])
  const poor = right(({ company, partner_account_manager }) => {
    delete company.foundation_date
    delete company.representatives[0].birthday
    delete company.representatives[0].phone_number
    delete partner_account_manager.phone_number
  })
  t.strictSame(checkProse(poor, TODAY), [])
  const { company, ...rest } = right()
  delete company.representatives
  t.strictSame(checkProse(rest, TODAY), [])
  t.strictSame(checkProse({ company }, TODAY), [])
})

t.test('only euros, and only representatives in Germany, are supported', async t => {
  const text = (what: string) => `${what} is not supported yet, please contact the system admin.`
  const abroad = { type: 'MAILING', country_code: 'AT' }
  const dollars = { year: 2020, revenue: 1, currency: 'USD' }
  const cases: readonly (readonly [string, Parameters<typeof right>[0], string | undefined])[] = [
    ['the documented request', undefined, undefined],
    ['the loan', body => Object.assign(body.details, { currency: 'USD' }), 'currency [USD]'],
    ['a revenue', body => body.company.financials.push(dollars), 'currency [USD]'],
    [
      'the second address',
      body => body.company.representatives[0].addresses.push(abroad),
      'country [AT]'
    ],
    ['the company', body => Object.assign(body.company.address, abroad), undefined],
    ['a nationality', ({ company }) => (company.representatives[0].nationality = 'AT'), undefined]
  ]
  for (const [title, changes, what] of cases)
    t.equal(unsupported(right(changes)), what && text(what), title)
  const both = right(({ company, details }) => {
    details.currency = 'CHF'
    company.representatives[0].addresses.push(abroad)
  })
  t.equal(unsupported(both), text('currency [CHF]'), 'currencies first')
})
