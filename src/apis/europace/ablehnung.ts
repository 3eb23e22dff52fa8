import { Problem, titleOf } from '../../http/problem.ts'
import type { Ablehnung } from './model/vorgang.ts'

/** The outcome of a decision, unless it was a refusal. */
export function orRefuse<T extends object>(ergebnis: T | Ablehnung): T {
  if ('abgelehnt' in ergebnis) throw refusal(ergebnis)
  return ergebnis
}

export function refusal({ abgelehnt, detail }: Ablehnung): Problem {
  return new Problem(abgelehnt, titleOf(abgelehnt), detail)
}
