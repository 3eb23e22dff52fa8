import type { FastifyRequest } from 'fastify'
import type { AnyAnswer } from '../../contract/operation.ts'
import { type Problem, titleOf } from '../../http/problem.ts'

const BASE = 'https://api.europace.de/kundenangaben/problem/'

/** The last part of `type` by status. observed: 400, 409 and 503 in public issues; assumed: the others */
const TYPES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  409: 'conflict',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  422: 'unprocessable-entity',
  429: 'too-many-requests',
  500: 'internal-server-error',
  503: 'service-unavailable'
}

/** Details of refusals that have no cause in the request, such as injected faults. */
const DETAILS: Readonly<Record<number, string>> = {
  403: 'The permission for this request is missing',
  404: 'There is no such case',
  409: 'importMetadaten.betreuung.kundenbetreuer is not allowed',
  422: 'The request cannot be processed',
  429: 'Too many requests',
  503: 'The server is not ready to handle the request'
}

/** A refusal of the Kundenangaben API. documented: dossier B2 */
export function renderKundenangabenProblem(problem: Problem, request: FastifyRequest): AnyAnswer {
  const { status, title, detail = DETAILS[status], extra } = problem
  if (status === 401) return { status, headers: { 'WWW-Authenticate': challenge(request) } }
  const violations = extra['violations'] as readonly object[] | undefined
  const isConstraint = extra['kind'] === 'constraint-violation'
  const type = isConstraint ? 'constraint-violation' : (TYPES[status] ?? `status-${status}`)
  const allow = extra['allow'] as string | undefined
  return {
    status,
    type: 'application/problem+json',
    ...(allow && { headers: { Allow: allow } }),
    body: {
      type: BASE + type,
      title: isConstraint ? 'Constraint Violation' : title,
      status,
      detail,
      traceId: request.trail.correlationId,
      violations
    }
  }
}

/** A refusal of the KEX APIs. documented: the status; assumed: the body, as sister APIs have it (dossier A8) */
export function renderKexProblem(problem: Problem, request: FastifyRequest): AnyAnswer {
  const { status, title, detail, extra } = problem
  const allow = extra['allow'] as string | undefined
  return {
    status,
    headers: {
      ...(status === 401 && { 'WWW-Authenticate': challenge(request) }),
      ...(allow && { Allow: allow })
    },
    body: { message: detail ?? title, traceId: request.trail.correlationId ?? '' }
  }
}

/** A refusal of the token service. documented: dossier A2; assumed: bodies beside 400 and 401 */
export function renderTokenProblem(problem: Problem): AnyAnswer {
  const { status, detail, extra } = problem
  const [error, description] = TOKEN_ERRORS[status] ?? ['invalid_request', titleOf(status)]
  const basic: Record<string, string> =
    status === 401 ? { 'WWW-Authenticate': 'Basic realm="europace"' } : {}
  const allow = extra['allow'] as string | undefined
  return {
    status,
    headers: {
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      ...basic,
      ...(allow && { Allow: allow })
    },
    body: {
      error_description: status === 500 || status === 401 ? description : (detail ?? description),
      error: extra['error'] ?? error
    }
  }
}

const TOKEN_ERRORS: Readonly<Record<number, readonly [string, string]>> = {
  401: [
    'invalid_client',
    'Client authentication failed: Client id unknown / deactivated or client secret invalid / expired.'
  ],
  429: ['temporarily_unavailable', 'Too many requests'],
  500: ['server_error', 'Unexpected server error'],
  503: ['temporarily_unavailable', 'Service unavailable'],
  507: ['temporarily_unavailable', 'The state cannot be kept']
}

/** assumed: RFC 6750; plain when no bearer token was sent */
function challenge(request: FastifyRequest): string {
  const sentToken = /^bearer /i.test(request.headers.authorization ?? '')
  return sentToken ? 'Bearer error="invalid_token"' : 'Bearer'
}
