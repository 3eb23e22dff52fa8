import t from 'tap'
import { anonymise } from '../../../../src/apis/ing/model/anonymise.ts'
import { right } from '../requests.ts'

const PERSON = {
  first_name: 'ANONYMIZED',
  last_name: 'ANONYMIZED',
  email: 'ANONYMIZED',
  phone_number: 'ANONYMIZED'
}

/** A request in which every value that tells who somebody is contains the word. */
const telling = () =>
  right(({ company, partner_account_manager: manager }) => {
    const person = {
      first_name: 'secret',
      last_name: 'secret',
      email: 'secret@secret.de',
      phone_number: '+49secret'
    }
    const address = { line_1: 'secret', line_2: 'secret', city: 'secret', zip: 'secret' }
    Object.assign(company, { name: 'secret', iban: 'secret', bic: 'secret' })
    const [one] = company.representatives
    Object.assign(one, person, { birthday: 'secret' })
    Object.assign(one.addresses[0], address)
    one.addresses.push({ ...one.addresses[0], type: 'MAILING' })
    company.representatives.push(structuredClone(one))
    Object.assign(manager, person)
  })

t.test('nothing that tells who somebody is remains', async t => {
  const request = telling()
  const before = structuredClone(request)
  const text = JSON.stringify(anonymise(request))
  t.notMatch(text, /secret/)
  t.strictSame(request, before, 'what was given is not changed')
})

t.test('names become ANONYMIZED, the rest of what tells becomes null', async t => {
  // biome-ignore lint/suspicious/noExplicitAny: the values are no longer those of a request
  const { company, partner_account_manager: manager } = anonymise(telling()) as any
  t.match(company, { name: 'ANONYMIZED', iban: null, bic: null })
  t.match(manager, PERSON)
  t.equal(company.representatives.length, 2)
  for (const one of company.representatives) {
    t.match(one, { ...PERSON, birthday: null })
    t.strictSame(
      one.addresses.map(({ type, country_code }: Record<string, string>) => [type, country_code]),
      [
        ['PRIMARY', 'DE'],
        ['MAILING', 'DE']
      ]
    )
    for (const { line_1, line_2, city, zip } of one.addresses)
      t.strictSame([line_1, line_2, city, zip], ['ANONYMIZED', null, 'ANONYMIZED', 'ANONYMIZED'])
  }
})

t.test('figures, scores, roles and the loan stay', async t => {
  const request = right()
  // biome-ignore lint/suspicious/noExplicitAny: the values are no longer those of a request
  const anonymous = anonymise(request) as any
  t.strictSame(anonymous.details, request.details)
  for (const name of [
    'financials',
    'credit_scores',
    'legal_form',
    'foundation_date',
    'bookkeeping_standard',
    'address'
  ])
    t.strictSame(anonymous.company[name], request.company[name], name)
  t.strictSame(anonymous.company.representatives[0].roles, ['APPLICANT'])
  t.equal(anonymous.partner_account_manager.salutation, 'MR')
})

t.test('what was never given does not appear', async t => {
  const request = right(({ company }) => {
    delete company.iban
    delete company.bic
    delete company.fax
    delete company.representatives[0].addresses[0].line_2
  })
  // biome-ignore lint/suspicious/noExplicitAny: the values are no longer those of a request
  const { company } = anonymise(request) as any
  t.strictSame(Object.keys(company).toSorted(), Object.keys(request.company).toSorted())
  t.notOk('line_2' in company.representatives[0].addresses[0])
})

t.test('doing it again changes nothing', async t => {
  const once = anonymise(telling())
  t.strictSame(anonymise(once as Parameters<typeof anonymise>[0]), once)
})
