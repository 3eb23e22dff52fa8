import type { ApplicationRequest } from './prevalidation.ts'

const GONE = 'ANONYMIZED'

/** A request without what tells who somebody is. assumed: which fields these are (dossier 7.4) */
export function anonymise(request: ApplicationRequest): object {
  const { company, partner_account_manager: manager } = request
  return {
    ...request,
    company: {
      ...company,
      name: GONE,
      ...emptied(company, 'iban', 'bic', 'fax'),
      representatives: company.representatives.map(one => ({
        ...one,
        ...PERSON,
        birthday: null,
        addresses: one.addresses.map(address => ({
          ...address,
          line_1: GONE,
          ...emptied(address, 'line_2'),
          city: GONE,
          zip: GONE
        }))
      }))
    },
    partner_account_manager: { ...manager, ...PERSON }
  }
}

const PERSON = { first_name: GONE, last_name: GONE, email: GONE, phone_number: GONE }

/** Those of the fields that were there, now without a value. */
function emptied(from: object, ...names: readonly string[]): Record<string, null> {
  return Object.fromEntries(names.filter(name => name in from).map(name => [name, null]))
}
