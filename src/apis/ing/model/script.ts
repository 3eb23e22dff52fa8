import type { RejectionReason } from './prevalidation.ts'

type Step = {
  readonly to: 'RISK_CHECK' | 'OFFER' | 'ACTIVATED' | 'REJECTED' | 'ABANDONED'
  readonly reasons?: readonly RejectionReason[]
}

/** assumed: what becomes of an application by itself, by its crefo id or by the switch `ing.autoAdvance` (dossier 8) */
const SCRIPTS = {
  stay: [],
  auto: [{ to: 'RISK_CHECK' }, { to: 'OFFER' }, { to: 'ACTIVATED' }],
  rejectedInRiskCheck: [{ to: 'RISK_CHECK' }, { to: 'REJECTED', reasons: ['INTERNAL_REASON'] }],
  offerAbandoned: [{ to: 'RISK_CHECK' }, { to: 'OFFER' }, { to: 'ABANDONED' }],
  abandoned: [{ to: 'ABANDONED' }],
  rejected: [{ to: 'REJECTED', reasons: ['INTERNAL_REASON'] }]
} as const satisfies Readonly<Record<string, readonly Step[]>>

export type Script = keyof typeof SCRIPTS

const BY_CREFO_ID: ReadonlyMap<string, Script> = new Map([
  ['9990000150', 'rejectedInRiskCheck'],
  ['9990000151', 'auto'],
  ['9990000152', 'offerAbandoned'],
  ['9990000153', 'abandoned'],
  ['9990000154', 'stay'],
  ['9990000155', 'rejected']
])

export function scriptFor(crefoIds: readonly string[], autoAdvance: boolean): Script {
  const magic = crefoIds.map(id => BY_CREFO_ID.get(id)).find(script => script !== undefined)
  return magic ?? (autoAdvance ? 'auto' : 'stay')
}

export function stepOf(script: Script, index: number): Step | undefined {
  return SCRIPTS[script][index]
}

/** assumed: what the server does to a request by its crefo id instead of answering at once (dossier 8) */
export type Trick = 'internal' | 'unavailable' | 'slow' | 'crefoLimit'

const TRICKS: ReadonlyMap<string, Trick> = new Map([
  ['9990000190', 'internal'],
  ['9990000191', 'unavailable'],
  ['9990000192', 'slow'],
  ['9990000199', 'crefoLimit']
])

export function trickFor(crefoIds: readonly string[]): Trick | undefined {
  return crefoIds.map(id => TRICKS.get(id)).find(trick => trick !== undefined)
}
