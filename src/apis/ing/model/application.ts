import type { components } from '../../../contract/types/ing-partner.ts'
import type { Effect } from '../../../world/effects.ts'
import { anonymise } from './anonymise.ts'
import type { ApplicationRequest, RejectionReason } from './prevalidation.ts'
import { type Script, scriptFor, stepOf } from './script.ts'

type Schemas = components['schemas']
export type Status = Schemas['ApplicationStatus']
export type Actor = 'PARTNER' | 'SYSTEM' | 'BACKOFFICE'

/** An application as the bank keeps it. Instants are epoch milliseconds. */
export type Application = {
  /** `de.ing.business.application.` and a UUID. */
  readonly id: string
  /** Partner-Company-Id of whoever submitted it. */
  readonly partner: string
  readonly status: Status
  readonly version: number
  readonly rejectionReasons: readonly RejectionReason[]
  /** What the back office should look at (switch `ing.duplicatePolicy`). */
  readonly flags: readonly RejectionReason[]
  readonly lastUpdatedAt: number
  readonly lastUpdatedBy: Actor
  /** What was submitted, in the names of the contract; without personal data once it was anonymised. */
  readonly request: object
  readonly history: readonly Change[]
  readonly createdAt: number
  readonly anonymisedAt?: number
}

type Change = { readonly at: number; readonly to: Status; readonly by: Actor }

/** How this workspace lets applications go on. */
export type Pace = {
  readonly autoAdvance: boolean
  readonly stepMs: number
  readonly gdprAfterMs: number
}

export const TRANSITION = 'ing/transition'
export const ANONYMISATION = 'ing/anonymisation'

/** documented: the arrows of the status diagram (dossier 9) */
const ARROWS: Readonly<Record<Status, readonly Status[]>> = {
  CREATED: ['RISK_CHECK', 'REJECTED', 'ABANDONED'],
  RISK_CHECK: ['OFFER', 'REJECTED'],
  OFFER: ['ACTIVATED', 'ABANDONED'],
  ACTIVATED: [],
  REJECTED: [],
  ABANDONED: []
}

/** A new application, rejected at once if there are reasons. */
export function submit(
  id: string,
  partner: string,
  request: ApplicationRequest,
  verdict: {
    readonly reasons: readonly RejectionReason[]
    readonly flags: readonly RejectionReason[]
  },
  now: number,
  pace: Pace
): { readonly application: Application; readonly effects: readonly Effect[] } {
  const status = verdict.reasons.length > 0 ? 'REJECTED' : 'CREATED'
  const application: Application = {
    id,
    partner,
    status,
    version: 0,
    rejectionReasons: verdict.reasons,
    flags: verdict.flags,
    lastUpdatedAt: now,
    lastUpdatedBy: 'PARTNER',
    request,
    history: [{ at: now, to: status, by: 'PARTNER' }],
    createdAt: now
  }
  const crefoIds = request.company.credit_scores.map(score => score.id)
  const script = scriptFor(crefoIds, pace.autoAdvance)
  const next = status === 'CREATED' ? scheduleStep(application, script, 0, now, pace) : []
  return {
    application,
    effects: [keep(application), ...next, ...afterwards(application, now, pace)]
  }
}

/** The statuses that may follow. */
export function allowedAfter(status: Status): readonly Status[] {
  return ARROWS[status]
}

/** An application after a step that is allowed. Without reasons a rejection has an internal one. */
export function transition(
  application: Application,
  to: Status,
  by: Actor,
  reasons: readonly RejectionReason[],
  now: number,
  pace: Pace
): { readonly application: Application; readonly effects: readonly Effect[] } {
  const rejection: readonly RejectionReason[] = reasons.length > 0 ? reasons : ['INTERNAL_REASON']
  const changed: Application = {
    ...application,
    status: to,
    version: application.version + 1,
    rejectionReasons: to === 'REJECTED' ? rejection : [],
    lastUpdatedAt: now,
    lastUpdatedBy: by,
    history: [...application.history, { at: now, to, by }]
  }
  // assumed: what goes on by itself stops where somebody takes a hand
  const stop: readonly Effect[] =
    by === 'BACKOFFICE' ? [{ do: 'cancel', job: stepJob(application) }] : []
  return {
    application: changed,
    effects: [keep(changed), ...stop, ...afterwards(changed, now, pace)]
  }
}

/** The step of a script whose time has come, and the next one; nothing where somebody else was quicker. */
export function advance(
  application: Application,
  script: Script,
  index: number,
  now: number,
  pace: Pace
): readonly Effect[] {
  const step = stepOf(script, index)
  if (!step || !ARROWS[application.status].includes(step.to)) return []
  const moved = transition(application, step.to, 'SYSTEM', step.reasons ?? [], now, pace)
  return [...moved.effects, ...scheduleStep(application, script, index + 1, now, pace)]
}

/** An application without personal data. Status, version and times stay. documented: seed 5 and dossier 7.4 */
export function forget(application: Application, now: number): Application {
  if (application.anonymisedAt !== undefined) return application
  const request = anonymise(application.request as ApplicationRequest)
  return { ...application, request, anonymisedAt: now }
}

/** Whether nothing can become of it any more that would need the personal data. */
export function isOver(status: Status): boolean {
  return status === 'REJECTED' || status === 'ABANDONED'
}

function keep(application: Application): Effect {
  return { do: 'put', collection: 'applications', document: application }
}

function scheduleStep(
  { id }: Application,
  script: Script,
  index: number,
  now: number,
  pace: Pace
): readonly Effect[] {
  const step = stepOf(script, index)
  if (!step) return []
  const job = {
    id: stepJob({ id }),
    kind: TRANSITION,
    dueAt: now + pace.stepMs,
    about: `application ${id} goes on to ${step.to}`,
    payload: { application: id, script, index }
  }
  return [{ do: 'schedule', job }]
}

function stepJob({ id }: Pick<Application, 'id'>): string {
  return `${TRANSITION}-${id}`
}

function afterwards({ id, status }: Application, now: number, pace: Pace): readonly Effect[] {
  if (!isOver(status)) return []
  const job = {
    id: `${ANONYMISATION}-${id}`,
    kind: ANONYMISATION,
    dueAt: now + pace.gdprAfterMs,
    about: `personal data of application ${id} are anonymised`,
    payload: { application: id }
  }
  return [{ do: 'schedule', job }]
}
