import t from 'tap'
import { createTaker, EMPTY, set, violationsOf } from './read-cases.ts'
import { documented, submit, withFreshCrefo } from './requests.ts'

// What the documentation says in two ways, and how the server takes it: one test each, in the order of the dossier.

const REPRESENTATIVE = 'company.representatives.0'

t.test('1: line1 and line2 are as good as line_1 and line_2, which win', async t => {
  const { keep, take } = await createTaker(t)
  const kept = await keep(({ company }) => {
    const { line_1, line_2, ...address } = company.address
    company.address = { line1: line_1, line2: line_2, ...address }
    Object.assign(company.representatives[0].addresses[0], { line1: 'wrong', line2: 'wrong' })
  })
  t.match(kept.company.address, { line_1: 'Some street. 81', line_2: '4 floor' })
  const [address] = kept.company.representatives[0].addresses
  t.match(address, { line_1: 'Some Street 7', line_2: '4 floor' })
  t.notMatch(JSON.stringify(kept), /line1|line2/)
  const blank = await take(({ company }) => {
    company.address.line1 = ''
    delete company.address.line_1
  })
  t.strictSame(violationsOf(blank), [`company.address.line1: ${EMPTY}`])
  const missing = await take(({ company }) => {
    company.address.line1 = 'Some street. 81'
    company.address.line_1 = null
  })
  t.equal(missing.status, 201, 'null is as good as missing')
})

t.test('2: reasons are rejection_reasons, with a switch rejectionReasons', async t => {
  const { sandbox, take } = await createTaker(t)
  const crefo = set('company.credit_scores.0.id', '9990000101')
  await sandbox.behave({ 'ing.crefoWindowSeconds': 0 })
  const { body: snake } = await take(crefo)
  t.strictSame(snake.rejection_reasons, ['BAD_INDUSTRY_CODE'])
  t.notOk('rejectionReasons' in snake)
  await sandbox.behave({ 'ing.camelCaseRejectionReasons': true })
  const { body: camel } = await take(crefo)
  t.strictSame(camel.rejectionReasons, ['BAD_INDUSTRY_CODE'])
  t.notOk('rejection_reasons' in camel)
})

t.test('3: revenue and amount are numbers or texts of them, kept as numbers', async t => {
  const { keep, take } = await createTaker(t)
  const values: readonly [unknown, number][] = [
    ['2000000.00', 2_000_000],
    [2000000, 2_000_000],
    ['200000.55', 200_000.55],
    ['3e5', 300_000],
    [' 60000 ', 60_000]
  ]
  for (const [sent, kept] of values) {
    const { company, details } = await keep(body => {
      body.company.financials[0].revenue = sent
      body.details.request_amount = sent
    })
    t.strictSame([company.financials[0].revenue, details.request_amount], [kept, kept], `${sent}`)
  }
  t.equal((await take(set('details.request_amount', '200.000,00'))).status, 400)
})

t.test('4: term and year are whole numbers or texts of them, kept as numbers', async t => {
  const { keep, take } = await createTaker(t)
  for (const sent of ['30', 30, 30.0]) {
    const { company, details } = await keep(body => {
      body.company.financials[0].year = sent
      body.details.request_term = sent
    })
    t.strictSame([company.financials[0].year, details.request_term], [30, 30], `${typeof sent}`)
  }
  for (const sent of ['30.5', 30.5, '30 months']) {
    t.equal((await take(set('details.request_term', sent))).status, 400, `${sent}`)
    t.equal((await take(set('company.financials.0.year', sent))).status, 400, `${sent}`)
  }
})

t.test('5: fax may be empty, and stays as it was sent', async t => {
  const { keep } = await createTaker(t)
  for (const fax of ['', '+49 (0) XXXX XXXX-39'])
    t.equal((await keep(set('company.fax', fax))).company.fax, fax)
})

t.test('6: an iban is any text of 40 letters at most', async t => {
  const { keep, take } = await createTaker(t)
  for (const iban of ['DEXXXXXXXXXXXXXXXXXXXX', 'DE00', 'x'.repeat(40)])
    t.equal((await keep(set('company.iban', iban))).company.iban, iban)
  t.equal((await take(set('company.iban', 'x'.repeat(41)))).status, 400)
})

t.test('7: a telephone number is German in one of its spellings, kept as sent', async t => {
  const { keep, take } = await createTaker(t)
  const paths = {
    [`${REPRESENTATIVE}.phone_number`]: 'company.representatives[].phoneNumber: ',
    'partner_account_manager.phone_number': 'partnerAccountManager.phoneNumber: '
  }
  const numbers = ['+490000000000', '+491700000000', '0049 (30) 123/45-6', '030 12345']
  for (const number of numbers) {
    const kept = await keep(({ company, partner_account_manager }) => {
      company.representatives[0].phone_number = number
      partner_account_manager.phone_number = number
    })
    t.equal(kept.company.representatives[0].phone_number, number)
    t.equal(kept.partner_account_manager.phone_number, number)
  }
  for (const [path, told] of Object.entries(paths))
    for (const number of ['+4312345678', '+49123', '123456', 'none']) {
      const [first = '', ...more] = violationsOf(await take(set(path, number)))
      t.ok(first.startsWith(told), `${number}: ${first}`)
      t.strictSame(more, [])
    }
})

t.test('8: what the tables show as e-mail and birthday is an error of theirs', async t => {
  const { keep, take } = await createTaker(t)
  t.equal((await take(set(`${REPRESENTATIVE}.email`, '4o Flor'))).status, 400)
  t.equal((await take(set(`${REPRESENTATIVE}.birthday`, 'DE'))).status, 400)
  const { company } = await keep(set(`${REPRESENTATIVE}.email`, 'Some.One@Provider.com'))
  t.equal(company.representatives[0].email, 'Some.One@Provider.com')
})

t.test('9: a postcode is needed and has five digits', async t => {
  const { take } = await createTaker(t)
  for (const zip of ['00000', '10000'])
    t.equal((await take(set('company.address.zip', zip))).status, 201, zip)
  const missing = await take(set('company.address.zip', undefined))
  t.strictSame(violationsOf(missing), [`company.address.zip: ${EMPTY}`])
  t.equal((await take(set('company.address.zip', '123456'))).status, 400)
})

t.test('10: an address has one of three types, not of bookkeeping standards', async t => {
  const { take } = await createTaker(t)
  for (const type of ['PRIMARY', 'SECONDARY', 'MAILING'])
    t.equal((await take(set('company.address.type', type))).status, 201, type)
  t.equal((await take(set('company.address.type', 'ESTG'))).status, 400)
})

t.test('11: a legal form is spelled in capitals', async t => {
  const { take } = await createTaker(t)
  t.equal((await take(set('company.legal_form', 'GMBH'))).status, 201)
  const { status, body } = await take(set('company.legal_form', 'GmBH'))
  t.equal(status, 400)
  t.notOk('violations' in body)
})

t.test('12: a score needs its date and its value', async t => {
  const { take } = await createTaker(t)
  const reply = await take(set('company.credit_scores.0.history', [{}]))
  t.strictSame(violationsOf(reply), [
    `company.creditScores[].history[].date: ${EMPTY}`,
    `company.creditScores[].history[].scoreValue: ${EMPTY}`
  ])
})

t.test('13: a crefo id is any text of 1 to 100 letters', async t => {
  const { keep, take } = await createTaker(t)
  const ids = ['201000454565', '2010000001', '2000000021', '0000000000', 'x', 'ä'.repeat(100)]
  for (const id of [...ids, 'constructor', '__proto__', 'toString', '../..', '李 😀']) {
    const { status, body } = await take(set('company.credit_scores.0.id', id))
    t.match({ status, body }, { status: 201, body: { status: 'CREATED' } }, id)
  }
  t.equal((await take(set('company.credit_scores.0.id', 'x'.repeat(101)))).status, 400)
  const { company } = await keep(set('company.credit_scores.0.id', ' 1 '))
  t.equal(company.credit_scores[0].id, ' 1 ')
})

t.test('14: a company abroad is rejected, a representative abroad is not supported', async t => {
  const { take } = await createTaker(t)
  const { status, body } = await take(set('company.address.country_code', 'AT'))
  t.equal(status, 201)
  t.match(body, { status: 'REJECTED', rejection_reasons: ['COMPANY_LOCATION'] })
  const refused = await take(set(`${REPRESENTATIVE}.addresses.0.country_code`, 'AT'))
  t.equal(refused.status, 422)
  t.match(refused.body.detail, 'country [AT] is not supported yet')
  t.equal((await take(set(`${REPRESENTATIVE}.nationality`, 'AT'))).status, 201)
})

t.test('15: another currency is not supported, what is none is refused', async t => {
  const { take } = await createTaker(t)
  for (const path of ['details.currency', 'company.financials.0.currency']) {
    const { status, body } = await take(set(path, 'USD'))
    t.equal(status, 422, path)
    t.match(body.detail, 'currency [USD] is not supported yet')
    t.equal((await take(set(path, 'Dollar'))).status, 400, path)
  }
})

t.test('16: a revenue of nothing or less is rejected, not refused', async t => {
  const { take } = await createTaker(t)
  for (const revenue of [0, -1, '-2000000.00']) {
    const { status, body } = await take(set('company.financials.0.revenue', revenue))
    t.equal(status, 201)
    t.strictSame(body.rejection_reasons, ['COMPANY_REVENUE_TOO_LOW'])
  }
})

t.test('17: what stands twice in a list is kept once', async t => {
  const { keep } = await createTaker(t)
  const { company } = await keep(({ company: sent }) => {
    const { financials, representatives, credit_scores } = sent
    financials.push({ currency: 'EUR', revenue: '2000000.00', year: '2021' })
    credit_scores[0].history.push({ ...credit_scores[0].history[0] })
    credit_scores.push(structuredClone(credit_scores[0]))
    representatives[0].roles.push('APPLICANT', 'MD')
    const [{ line_1, ...address }] = representatives[0].addresses
    representatives[0].addresses.push({ ...address, line1: line_1 })
    representatives.push(structuredClone(representatives[0]))
  })
  t.equal(company.financials.length, 1)
  t.equal(company.credit_scores.length, 1)
  t.equal(company.credit_scores[0].history.length, 1)
  t.equal(company.representatives.length, 1)
  t.strictSame(company.representatives[0].roles, ['APPLICANT', 'MD'])
  t.equal(company.representatives[0].addresses.length, 1)
})

t.test('18: one representative has to be the applicant', async t => {
  const { take } = await createTaker(t)
  const [told = '', ...more] = violationsOf(await take(set(`${REPRESENTATIVE}.roles`, ['MD'])))
  t.match(told, /^company\.representatives: /)
  t.strictSame(more, [])
  const second = await take(({ company }) => {
    company.representatives.unshift({ ...company.representatives[0], roles: ['MD', 'UBO'] })
  })
  t.equal(second.status, 201, 'whichever it is')
})

t.test('19: a purpose must not be blank', async t => {
  const { take } = await createTaker(t)
  for (const purpose of ['', '   ', null, undefined])
    t.strictSame(violationsOf(await take(set('details.purpose', purpose))), [
      `details.purpose: ${EMPTY}`
    ])
})

t.test('20: the version of a new application is 0, also of one that is rejected', async t => {
  const { take } = await createTaker(t)
  t.match((await take()).body, { version: 0, status: 'CREATED' })
  const rejected = await take(set('company.legal_form', 'VEREIN'))
  t.match(rejected.body, { version: 0, status: 'REJECTED', last_updated_by: 'PARTNER' })
})

t.test('the documented request, with all its oddities, is accepted as it is', async t => {
  const { sandbox, token } = await createTaker(t)
  const first = await submit(sandbox, token, documented)
  t.equal(first.status, 201)
  t.match(first.body, { status: 'CREATED', version: 0 })
  const body = withFreshCrefo(structuredClone(documented))
  t.equal((await submit(sandbox, token, body)).status, 201)
})
