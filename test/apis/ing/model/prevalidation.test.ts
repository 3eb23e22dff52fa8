import { readFileSync } from 'node:fs'
import t from 'tap'
import {
  isAboutDuplicates,
  isMagic,
  type Knowledge,
  prevalidate,
  type RejectionReason
} from '../../../../src/apis/ing/model/prevalidation.ts'
import { right } from '../requests.ts'

const TODAY = '2026-11-21'

const [{ values: badLegalForms }] = JSON.parse(readFileSync('fixtures/ing/ing-rules.json', 'utf8'))

type Changes = Parameters<typeof right>[0]

/** The verdict on the documented request, changed. */
function judge(changes?: Changes, knowledge: Partial<Knowledge> = {}): readonly RejectionReason[] {
  return prevalidate(right(changes), {
    today: TODAY,
    badLegalForms,
    isInProcess: false,
    wasRejected: false,
    ...knowledge
  })
}

const entry = (year: number, revenue: number) => ({ year, revenue, currency: 'EUR' })
const earning = (...financials: object[]): Changes => {
  return body => Object.assign(body.company, { financials })
}
const founded = (day: string): Changes => {
  return body => Object.assign(body.company, { foundation_date: day })
}
const scored = (...history: [string, string][]): Changes => {
  return body => {
    body.company.credit_scores[0].history = history.map(([date, value]) => ({
      date,
      score_value: value
    }))
  }
}
const withId = (id: string): Changes => {
  return body => Object.assign(body.company.credit_scores[0], { id })
}

t.test('the documented request passes, and so do all documented crefo ids', async t => {
  t.strictSame(judge(), [])
  for (const id of ['2010000001', '201000454565', '2000000021', '0000000000'])
    t.strictSame(judge(withId(id)), [], id)
})

t.test('a company needs 50,000 euros in its newest year', async t => {
  const cases: readonly [string, Changes, boolean][] = [
    ['exactly', earning(entry(2025, 50_000)), false],
    ['a cent less', earning(entry(2025, 49_999.99)), true],
    ['nothing', earning(entry(2025, 0)), true],
    ['a loss', earning(entry(2025, -1_000_000)), true],
    ['an old year is as good', earning(entry(1998, 50_000)), false],
    ['rich long ago', earning(entry(2023, 9e6), entry(2025, 1)), true],
    ['poor long ago', earning(entry(2025, 9e6), entry(2023, 1)), false],
    ['the highest of the newest year', earning(entry(2025, 1), entry(2025, 50_000)), false],
    ['in either order', earning(entry(2025, 50_000), entry(2025, 1)), false],
    ['all too low', earning(entry(2025, 1), entry(2025, 2), entry(2024, 9e6)), true]
  ]
  for (const [title, changes, isTooLow] of cases)
    t.strictSame(judge(changes), isTooLow ? ['COMPANY_REVENUE_TOO_LOW'] : [], title)
})

t.test('a company has to be two years old to the day', async t => {
  const cases: readonly [string, string, boolean][] = [
    ['2024-11-20', TODAY, false],
    ['2024-11-21', TODAY, false],
    ['2024-11-22', TODAY, true],
    ['2025-01-01', TODAY, true],
    [TODAY, TODAY, true],
    ['1977-01-12', TODAY, false],
    ['2024-12-31', '2026-12-30', true],
    ['2024-12-31', '2026-12-31', false],
    ['2025-01-01', '2027-01-01', false],
    ['2024-02-29', '2026-02-27', true],
    ['2024-02-29', '2026-03-01', false],
    ['2026-02-28', '2028-02-28', false],
    ['2026-03-01', '2028-02-29', true],
    ['0977-01-12', TODAY, false]
  ]
  for (const [day, today, isTooYoung] of cases) {
    const reasons = isTooYoung ? ['COMPANY_TOO_YOUNG'] : []
    t.strictSame(judge(founded(day), { today }), reasons, `${day} on ${today}`)
  }
})

t.test('a company has to be in Germany, whoever represents it', async t => {
  for (const country of ['AT', 'US', 'XX']) {
    const abroad: Changes = body => Object.assign(body.company.address, { country_code: country })
    t.strictSame(judge(abroad), ['COMPANY_LOCATION'], country)
  }
})

t.test('six legal forms are bad, the others are not', async t => {
  const { components } = JSON.parse(readFileSync('dist/openapi/ing-partner.json', 'utf8'))
  const forms: readonly string[] = components.schemas.Company.properties.legal_form.enum
  t.equal(forms.length, 31)
  const refused = forms.filter(form => {
    const reasons = judge(body => Object.assign(body.company, { legal_form: form }))
    t.strictSame(reasons, reasons.length > 0 ? ['BAD_LEGAL_FORM'] : [], form)
    return reasons.length > 0
  })
  t.strictSame(refused.toSorted(), [
    'GBR_ARGE',
    'GGMBH',
    'KORPERSCHAFT_OFFENTLICHEN_RECHTS',
    'LANDWIRTSCHAFTLICHER_BETRIEB',
    'VEREIN',
    'WIRTSCHAFTLICHE_ZWECKGEMEINSCHAFT'
  ])
})

t.test('the newest score has to be below 350 if it is a number', async t => {
  const cases: readonly [string, Changes, boolean][] = [
    ['good', scored(['2025-01-01', '100']), false],
    ['the samples', scored(['2021-11-24', '200'], ['2021-05-21', '300']), false],
    ['just below', scored(['2025-01-01', '349']), false],
    ['a fraction below', scored(['2025-01-01', '349.9']), false],
    ['the limit', scored(['2025-01-01', '350']), true],
    ['bad', scored(['2025-01-01', '600']), true],
    ['with blanks', scored(['2025-01-01', ' 600 ']), true],
    ['no number', scored(['2025-01-01', 'bad']), false],
    ['half a number', scored(['2025-01-01', '600 bad']), false],
    ['a dash', scored(['2025-01-01', '-']), false],
    ['a word that JavaScript counts with', scored(['2025-01-01', 'Infinity']), false],
    ['bad before', scored(['2024-12-31', '600'], ['2025-01-01', '200']), false],
    ['bad by now', scored(['2025-01-01', '600'], ['2024-12-31', '200']), true],
    ['no number by now', scored(['2025-01-01', 'n/a'], ['2024-12-31', '600']), false],
    ['empty history', scored(), false],
    ['no history', body => delete body.company.credit_scores[0].history, false],
    ['bad elsewhere', body => body.company.credit_scores.push(poor('1')), true]
  ]
  for (const [title, changes, isPoor] of cases)
    t.strictSame(judge(changes), isPoor ? ['POOR_COMPANY_CREDIT_SCORE'] : [], title)
})

function poor(id: string) {
  return { id, type: 'CREFO', history: [{ date: '2025-01-01', score_value: '500' }] }
}

t.test('what the bank knows of the company counts too', async t => {
  t.strictSame(judge(undefined, { isInProcess: true }), ['ALREADY_BEING_PROCESSED'])
  t.strictSame(judge(undefined, { wasRejected: true }), ['RECENTLY_REJECTED'])
  t.strictSame(judge(undefined, { badLegalForms: ['GMBH'] }), ['BAD_LEGAL_FORM'])
})

const MAGIC: readonly [string, ...RejectionReason[]][] = [
  ['9990000100'],
  ['9990000101', 'BAD_INDUSTRY_CODE'],
  ['9990000102', 'POOR_COMPANY_CREDIT_SCORE'],
  ['9990000103', 'COMPANY_CREFO_ID_NOT_FOUND'],
  ['9990000104', 'INTERNAL_REASON'],
  ['9990000105', 'ALREADY_BEING_PROCESSED'],
  ['9990000106', 'RECENTLY_REJECTED'],
  ['9990000107', 'BAD_LEGAL_FORM'],
  ['9990000108', 'COMPANY_REVENUE_TOO_LOW', 'BAD_INDUSTRY_CODE'],
  ['9990000109'],
  ['9990000150'],
  ['9990000155'],
  ['9990000199']
]

t.test('magic crefo ids bring their reasons, wherever they stand', async t => {
  for (const [id, ...reasons] of MAGIC) {
    t.strictSame(judge(withId(id)), reasons, id)
    const second: Changes = body => body.company.credit_scores.push({ id, type: 'CREFO' })
    t.strictSame(judge(second), reasons, `${id} as the second`)
    t.ok(isMagic(id), id)
  }
  const both: Changes = body => {
    body.company.credit_scores = ['9990000104', '9990000101'].map(id => ({ id, type: 'CREFO' }))
  }
  t.strictSame(judge(both), ['BAD_INDUSTRY_CODE', 'INTERNAL_REASON'])
  t.strictSame(
    judge(body => body.company.credit_scores.push(poor('9990000102'))),
    ['POOR_COMPANY_CREDIT_SCORE'],
    'a reason stands once'
  )
})

t.test('other crefo ids are not magic, not even those that look like it', async t => {
  const others = [
    '999000010',
    '99900001010',
    '9990000201',
    ' 9990000101',
    '9990000101 ',
    'x9990000101',
    '201000454565',
    'constructor',
    '__proto__'
  ]
  for (const id of others) {
    t.notOk(isMagic(id), id)
    t.strictSame(judge(withId(id)), [], id)
  }
})

t.test('all reasons are given, in the order of the documentation', async t => {
  const reasons = judge(
    body => {
      Object.assign(body.company, {
        financials: [entry(2025, 1)],
        foundation_date: '2026-01-01',
        legal_form: 'VEREIN',
        credit_scores: [
          { id: '9990000104', type: 'CREFO' },
          { id: '9990000103', type: 'CREFO' },
          poor('9990000101')
        ]
      })
      body.company.address.country_code = 'AT'
    },
    { isInProcess: true, wasRejected: true }
  )
  t.strictSame(reasons, [
    'COMPANY_REVENUE_TOO_LOW',
    'COMPANY_TOO_YOUNG',
    'COMPANY_LOCATION',
    'BAD_LEGAL_FORM',
    'POOR_COMPANY_CREDIT_SCORE',
    'BAD_INDUSTRY_CODE',
    'COMPANY_CREFO_ID_NOT_FOUND',
    'INTERNAL_REASON',
    'ALREADY_BEING_PROCESSED',
    'RECENTLY_REJECTED'
  ])
  t.strictSame(reasons.filter(isAboutDuplicates), ['ALREADY_BEING_PROCESSED', 'RECENTLY_REJECTED'])
})
