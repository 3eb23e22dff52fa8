import { isSameOrBelow, type Partner, type Partnerbaum } from './partner.ts'
import { isKnownScope, rightsFor } from './scopes.ts'

/** A program that may ask for tokens. */
export type Client = {
  readonly id: string
  readonly secret: string
  /** The partner on which the client is registered; it and everybody below has approved the client. */
  readonly partner: string
  /** Who acts when the request names nobody; the partner itself without it. */
  readonly subject?: string
  readonly scopes: readonly string[]
  /** May set the validation status of contacts (dossier B7). */
  readonly trusted?: boolean
}

export type TokenRequest = {
  readonly scope?: string | undefined
  readonly actor?: string | undefined
  readonly subject?: string | undefined
}

/** Who may act for whom with which scopes, or why nobody may. */
export type Grant =
  | {
      readonly granted: true
      readonly actor: string
      readonly subject: string
      readonly scopes: readonly string[]
    }
  | { readonly granted: false; readonly error: string; readonly description: string }

/**
 * What a client gets for its token request. Names that it may not have are left out in silence.
 * documented: dossier A3, in its order
 */
export function grant(client: Client, request: TokenRequest, baum: Partnerbaum): Grant {
  const wished = request.scope?.split(' ').filter(name => name !== '') ?? []
  if (!wished.every(isKnownScope))
    return refuse('invalid_scope', 'Invalid, unknown or malformed scope')

  const { actor, subject } = rolesOf(client, request)
  const acting = baum.get(actor)
  if (!acting || !isSameOrBelow(baum, actor, client.partner)) {
    return refuse('unauthorized_client', 'Unauthorized client: Actor not found')
  }
  if (!baum.has(subject) || !isSameOrBelow(baum, subject, actor)) {
    return refuse('unauthorized_client', 'Unauthorized client: Subject not found')
  }
  // assumed: an empty scope counts as left out, as RFC 6749 has it for every parameter without a value
  const scopes = (wished.length === 0 ? client.scopes : [...new Set(wished)]).filter(
    name => client.scopes.includes(name) && holdsRightsFor(acting, name)
  )
  if (subject !== actor && !scopes.includes('impersonieren')) {
    const text = 'Unauthorized client: Scope `impersonieren` is required if subject != actor'
    return refuse('unauthorized_client', text)
  }
  return { granted: true, actor, subject, scopes }
}

/** The partners that a request speaks of. */
export function rolesOf(client: Client, request: TokenRequest): { actor: string; subject: string } {
  const { actor, subject } = request
  // assumed: with a subject alone the partner of the client acts, so that advisors can be named without their organisation
  if (subject && !actor) return { actor: client.partner, subject }
  const acting = actor || client.subject || client.partner
  return { actor: acting, subject: subject || acting }
}

function holdsRightsFor(partner: Partner, scope: string): boolean {
  return rightsFor(scope).every(right => partner.rechte.includes(right))
}

function refuse(error: string, description: string): Grant {
  return { granted: false, error, description }
}
