import type { FastifyRequest } from 'fastify'
import type { AnyAnswer } from '../../contract/operation.ts'
import type { Problem } from '../../http/problem.ts'

/** Statuses with a body. documented: ErrorMessage; assumed: for which statuses (dossier A9) */
const TOLD = new Set([400, 409, 413, 415])

/** A refusal of BANKSapi: `code` is the status as a text; everything but a 400 and its relatives is empty. */
export function renderBanksapiProblem(problem: Problem, request: FastifyRequest): AnyAnswer {
  const { status, extra } = problem
  const allow = extra['allow'] as string | undefined
  const headers = {
    ...(status === 401 && { 'WWW-Authenticate': challenge(request) }),
    ...(allow !== undefined && { Allow: allow })
  }
  if (!TOLD.has(status)) return { status, headers }
  const body = { code: String(status), message: messageOf(problem) }
  return { status, type: 'application/json', headers, body }
}

type Violation = { readonly field: string; readonly message: string }

function messageOf({ title, detail, extra }: Problem): string {
  const violations = (extra['violations'] ?? []) as readonly Violation[]
  const told = violations.map(({ field, message }) => `${field} ${message}`).join('; ')
  return told || (detail ?? title)
}

/** assumed: the content of the header is that of RFC 6750 and RFC 7617 */
function challenge({ url, headers }: FastifyRequest): string {
  if (/\/auth\/oauth2\//.test(url)) return 'Basic realm="BANKSapi"'
  if (/\/bc-token\b/.test(url)) return 'ApiKey header="X-API-KEY"'
  const isTokenSent = /^bearer +\S/i.test(headers.authorization ?? '')
  return isTokenSent ? 'Bearer error="invalid_token"' : 'Bearer'
}
