import type { Recht } from './scopes.ts'

/** A Plakette: a person or an organisation in the tree of partners. */
export type Partner = {
  readonly id: string
  readonly name: string
  readonly typ: 'PERSON' | 'ORGANISATION'
  /** The organisation above. */
  readonly oberhalb?: string
  readonly rechte: readonly Recht[]
  /** Partners whom this one may name as Kundenbetreuer or Bearbeiter, beside those below it. */
  readonly uebernahmerechtFuer?: readonly string[]
  /** Partners whose cases this one may see, beside those below it. */
  readonly zugriffsrechtAuf?: readonly string[]
}

/** The partners that matter to a question, with everybody above them. */
export type Partnerbaum = ReadonlyMap<string, Partner>

/** documented: the contract of Vorgänge v3 and all samples but `TEST` */
export const PARTNER_ID = /^[A-Z]{3}[0-9]{2}$/

/** Whether `partner` is `oben` or lies below it. */
export function isSameOrBelow(baum: Partnerbaum, partner: string, oben: string): boolean {
  for (let id: string | undefined = partner, steps = 0; id && steps < 50; steps++) {
    if (id === oben) return true
    id = baum.get(id)?.oberhalb
  }
  return false
}

/** assumed: an organisation holds the Übernahmerecht for everybody below it (dossier A9) */
export function mayTakeOverFor(baum: Partnerbaum, wer: string, fuer: string): boolean {
  return (
    isSameOrBelow(baum, fuer, wer) || (baum.get(wer)?.uebernahmerechtFuer?.includes(fuer) ?? false)
  )
}

/** assumed: an organisation sees the cases of everybody below it (dossier A9) */
export function mayAccess(baum: Partnerbaum, wer: string, auf: string): boolean {
  return isSameOrBelow(baum, auf, wer) || (baum.get(wer)?.zugriffsrechtAuf?.includes(auf) ?? false)
}
