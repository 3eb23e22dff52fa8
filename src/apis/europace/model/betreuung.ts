import {
  isSameOrBelow,
  mayAccess,
  mayTakeOverFor,
  PARTNER_ID,
  type Partnerbaum
} from './partner.ts'

/** Who looks after a case. */
export type Betreuung = {
  readonly kundenbetreuer: string
  readonly bearbeiter?: string | undefined
}

/** Whether partners who are not in the fixtures are believed to exist (switch `europace.partners`). */
export type Partnerregel = 'lenient' | 'strict'

/** The roles of a new case, or the role that may not be set as wished. */
export type Rollen =
  | { readonly betreuung: Betreuung }
  | { readonly verboten: 'kundenbetreuer' | 'bearbeiter' }

/**
 * Without a wish the subject becomes Kundenbetreuer and nobody is Bearbeiter.
 * documented: seed 1 “Where is the case created?”; the refusal: dossier B3
 */
export function betreuungFor(
  subject: string,
  wunsch: Betreuung | undefined,
  baum: Partnerbaum,
  regel: Partnerregel
): Rollen {
  if (!wunsch) return { betreuung: { kundenbetreuer: subject } }
  const { kundenbetreuer, bearbeiter } = wunsch
  if (!mayName(baum, subject, kundenbetreuer, regel)) return { verboten: 'kundenbetreuer' }
  if (bearbeiter === undefined) return { betreuung: { kundenbetreuer } }
  const isPerson = baum.get(bearbeiter)?.typ !== 'ORGANISATION'
  if (!isPerson || !mayName(baum, subject, bearbeiter, regel)) return { verboten: 'bearbeiter' }
  return { betreuung: { kundenbetreuer, bearbeiter } }
}

/** Whether a partner exists, as far as the rule wants to know. */
export function exists(baum: Partnerbaum, partner: string, regel: Partnerregel): boolean {
  return baum.has(partner) || (regel === 'lenient' && PARTNER_ID.test(partner))
}

/** documented: seed 1 “Get case”: advisor, editor or sales organisation with access */
export function mayRead(betreuung: Betreuung, subject: string, baum: Partnerbaum): boolean {
  return [betreuung.kundenbetreuer, betreuung.bearbeiter].some(
    partner => partner !== undefined && mayAccess(baum, subject, partner)
  )
}

/**
 * Who may replace a case, and who becomes its Bearbeiter by that; `undefined` when the subject may not.
 * `takeover`: Bearbeiter, Kundenbetreuer and the organisations above them may, the first of them takes a case that has no
 * Bearbeiter. `strict`: only the Bearbeiter may. documented: the editor; assumed: the rest (design, section 5)
 */
export function bearbeiterAfterReplacing(
  betreuung: Betreuung,
  subject: string,
  baum: Partnerbaum,
  regel: 'takeover' | 'strict'
): string | undefined {
  const { kundenbetreuer, bearbeiter } = betreuung
  if (regel === 'strict') return bearbeiter === subject ? bearbeiter : undefined
  const line = [kundenbetreuer, ...(bearbeiter === undefined ? [] : [bearbeiter])]
  if (!line.some(partner => isSameOrBelow(baum, partner, subject))) return undefined
  return bearbeiter ?? subject
}

function mayName(
  baum: Partnerbaum,
  subject: string,
  partner: string,
  regel: Partnerregel
): boolean {
  if (mayTakeOverFor(baum, subject, partner)) return true
  return !baum.has(partner) && exists(baum, partner, regel)
}
