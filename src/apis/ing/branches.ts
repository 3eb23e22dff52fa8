import type { components } from '../../contract/types/ing-partner.ts'
import type { Branches } from '../api.ts'

type Schemas = components['schemas']

const STATES = 'ING application states'
const REASONS = 'ING rejection reasons'

/** Every state and reason of the contract; a new one that is missing here does not compile. */
const ALL_STATES: Readonly<Record<Schemas['ApplicationStatus'], true>> = {
  CREATED: true,
  RISK_CHECK: true,
  OFFER: true,
  ACTIVATED: true,
  REJECTED: true,
  ABANDONED: true
}
const ALL_REASONS: Readonly<Record<Schemas['RejectionReason'], true>> = {
  COMPANY_REVENUE_TOO_LOW: true,
  COMPANY_TOO_YOUNG: true,
  COMPANY_LOCATION: true,
  BAD_LEGAL_FORM: true,
  POOR_COMPANY_CREDIT_SCORE: true,
  BAD_INDUSTRY_CODE: true,
  COMPANY_CREFO_ID_NOT_FOUND: true,
  INTERNAL_REASON: true,
  ALREADY_BEING_PROCESSED: true,
  RECENTLY_REJECTED: true
}

export const ingBranches: Branches = {
  known: { [STATES]: Object.keys(ALL_STATES), [REASONS]: Object.keys(ALL_REASONS) },
  touched({ api, responseBody }) {
    if (api !== 'ing-partner' || responseBody === null || typeof responseBody !== 'object')
      return []
    const answer = readAnswer(responseBody)
    const { status } = answer
    const reasons = answer['rejection_reasons'] ?? answer['rejectionReasons']
    return [
      ...(typeof status === 'string' ? [[STATES, status] as const] : []),
      ...(Array.isArray(reasons) ? reasons.map(one => [REASONS, String(one)] as const) : [])
    ]
  }
}

/** Answers are kept as bytes, to be sent again for the same key. */
function readAnswer(body: object): Readonly<Record<string, unknown>> {
  if (!Buffer.isBuffer(body)) return body as Readonly<Record<string, unknown>>
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
