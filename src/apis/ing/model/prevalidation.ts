import type { components } from '../../../contract/types/ing-partner.ts'

type Schemas = components['schemas']
export type ApplicationRequest = Schemas['ApplicationRequest']
export type RejectionReason = Schemas['RejectionReason']

/** What the bank knows of a company beside the request. */
export type Knowledge = {
  /** The day in Berlin. */
  readonly today: string
  readonly badLegalForms: readonly string[]
  /** One of its crefo ids has an application that is not decided yet. */
  readonly isInProcess: boolean
  /** One of its crefo ids was rejected recently. */
  readonly wasRejected: boolean
}

/**
 * Why an application is rejected at once: all reasons that are true, in the order of the documentation.
 * documented: the reasons; assumed: what makes each of them true (dossier 8)
 */
export function prevalidate(
  request: ApplicationRequest,
  knowledge: Knowledge
): readonly RejectionReason[] {
  const { company } = request
  const ids = company.credit_scores.map(score => score.id)
  const said = new Set(ids.flatMap(id => MAGIC_REASONS.get(id) ?? []))
  const isTrue: Readonly<Record<RejectionReason, boolean>> = {
    COMPANY_REVENUE_TOO_LOW: newestRevenue(company) < LEAST_REVENUE,
    COMPANY_TOO_YOUNG: isYounger(company.foundation_date, knowledge.today),
    COMPANY_LOCATION: company.address.country_code !== 'DE',
    BAD_LEGAL_FORM: knowledge.badLegalForms.includes(company.legal_form),
    POOR_COMPANY_CREDIT_SCORE: company.credit_scores.some(isPoor),
    BAD_INDUSTRY_CODE: false,
    COMPANY_CREFO_ID_NOT_FOUND: false,
    INTERNAL_REASON: false,
    ALREADY_BEING_PROCESSED: knowledge.isInProcess,
    RECENTLY_REJECTED: knowledge.wasRejected
  }
  return REASONS.filter(reason => isTrue[reason] || said.has(reason))
}

/** Reasons that only mean that the same company asked before. */
export function isAboutDuplicates(reason: RejectionReason): boolean {
  return reason === 'ALREADY_BEING_PROCESSED' || reason === 'RECENTLY_REJECTED'
}

/** Crefo ids on which the sandbox acts; they can be used again and again. */
export function isMagic(crefoId: string): boolean {
  return /^99900001\d\d$/.test(crefoId)
}

const REASONS: readonly RejectionReason[] = [
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
]

/** assumed: ids of our own (dossier 8) */
const MAGIC_REASONS: ReadonlyMap<string, readonly RejectionReason[]> = new Map<
  string,
  readonly RejectionReason[]
>([
  ['9990000101', ['BAD_INDUSTRY_CODE']],
  ['9990000102', ['POOR_COMPANY_CREDIT_SCORE']],
  ['9990000103', ['COMPANY_CREFO_ID_NOT_FOUND']],
  ['9990000104', ['INTERNAL_REASON']],
  ['9990000105', ['ALREADY_BEING_PROCESSED']],
  ['9990000106', ['RECENTLY_REJECTED']],
  ['9990000107', ['BAD_LEGAL_FORM']],
  ['9990000108', ['BAD_INDUSTRY_CODE', 'COMPANY_REVENUE_TOO_LOW']]
])

/** documented: at least 50 k€, in euros */
const LEAST_REVENUE = 50_000

/** assumed: the index of Creditreform runs from 100, good, to 600; samples of 200 and 300 pass */
const POOR_SCORE = 350

/** assumed: of several entries for the newest year the highest counts (dossier I22) */
function newestRevenue({ financials }: Schemas['Company']): number {
  const newest = Math.max(...financials.map(one => one.year))
  return Math.max(...financials.filter(one => one.year === newest).map(one => one.revenue))
}

/** documented: at least two years; assumed: to the day (dossier I21) */
function isYounger(foundation: string, today: string): boolean {
  const year = String(Number(foundation.slice(0, 4)) + 2).padStart(4, '0')
  return `${year}${foundation.slice(4).replace('-02-29', '-02-28')}` > today
}

/** assumed: the newest score counts, one that is no number is passed over (dossier I23) */
function isPoor({ history = [] }: Schemas['CreditScore']): boolean {
  const newest = history.reduce<Schemas['Score'] | undefined>(
    (known, one) => (known && known.date >= one.date ? known : one),
    undefined
  )
  const value = newest?.score_value.trim() ?? ''
  return /^\d+(\.\d+)?$/.test(value) && Number(value) >= POOR_SCORE
}
