import type { FastifyRequest } from 'fastify'
import type { AnyAnswer } from '../../contract/operation.ts'
import { Problem } from '../../http/problem.ts'

const HOMEPAGE = 'https://lendico.github.io/partner-api-documentation/'
const MALFORMED = 'Request was malformed or otherwise invalid'

/** A row of the vendor's table of errors. `quoted` tells that its body carries the status as a text. */
type Row = {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly type?: string
  readonly quoted?: true
}

/** documented: dossier 5, with every odd spelling; assumed: where the documentation gives no text */
const ROWS = {
  digestDiffers: {
    status: 400,
    title: 'Unauthorized',
    detail: `${MALFORMED} - [Provided payload digest diverge of provided digest].`,
    type: HOMEPAGE
  },
  digestMissing: {
    status: 400,
    title: 'Unauthorized',
    detail: `${MALFORMED} - [Digest Header].`,
    type: HOMEPAGE
  },
  dateMissing: {
    status: 400,
    title: '401',
    detail: `${MALFORMED} - [Date Header].`,
    type: HOMEPAGE
  },
  dateSkewed: {
    status: 401,
    title: 'Unauthorized',
    detail:
      'Difference between current GMT time and the Date header is more than 3 minutes allowed].',
    type: HOMEPAGE
  },
  signatureWrong: {
    status: 401,
    title: 'Signature could not be successfully verified.',
    detail:
      'Either the signature is malformed or the information required for constructing that signature is invalid or erroneous, please check the documentation.',
    type: HOMEPAGE
  },
  subscriptionKeyMissing: {
    status: 401,
    quoted: true,
    title: 'Missing subscription key',
    detail:
      'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.'
  },
  subscriptionKeyInvalid: {
    status: 401,
    quoted: true,
    title: 'Invalid subscription key',
    detail:
      'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.'
  },
  certificateInvalid: {
    status: 401,
    quoted: true,
    title: 'Invalid client certificate',
    detail: 'Invalid certificate provided, please try again with a valid certificate'
  },
  tokenInvalid: {
    status: 401,
    title: 'Unauthorized',
    detail: 'The access token is missing, invalid or expired.'
  },
  partnerUnknown: {
    status: 401,
    title: 'Partner not matched',
    detail: 'Unable to find a partner with the provided key/id, please contact the system admin'
  },
  applicationForeign: {
    status: 401,
    title: 'Unauthorized',
    detail: 'Unauthorized access to the resource, please contact the system admin.'
  },
  addressForbidden: {
    status: 403,
    title: 'Forbidden',
    detail: 'Caller IP address is not allowed. Access denied.'
  },
  unknown: { status: 404, title: 'Not Found' },
  crefoLimit: {
    status: 429,
    title: 'Limit of requests by crefo Id exceeded.',
    detail: 'Limit of requests, in a given amount of time, by crefo Id exceeded, try again later.'
  },
  internal: {
    status: 500,
    title: 'Internal Server Error',
    detail: 'java.lang.IllegalStateException: simulated by the crefo id'
  },
  unavailable: { status: 503, title: 'Service Unavailable' }
} as const satisfies Readonly<Record<string, Row>>

/** A refusal by its name in the table. */
export function problem(name: keyof typeof ROWS): Problem {
  const { status, title, detail, type, quoted }: Row = ROWS[name]
  return new Problem(status, title, detail, { type, quoted })
}

/** documented: dossier 5; the number of seconds is what is left of the window */
export function throttled(seconds: number): Problem {
  const detail = `Rate limit is exceeded. Try again in ${seconds} seconds.`
  const retry = { 'Retry-After': String(seconds) }
  return new Problem(429, 'Rate limit is exceeded.', detail, { quoted: true, headers: retry })
}

export type Violation = { readonly field: string; readonly message: string }

/** documented: dossier 5, all violations at once */
export function constraintViolation(violations: readonly Violation[]): Problem {
  const type = 'https://zalando.github.io/problem/constraint-violation'
  return new Problem(400, 'Constraint Violation', undefined, { type, violations })
}

/** A refusal of the Partner API: RFC 7807, the media type is assumed (dossier I15). */
export function renderIngProblem(refused: Problem, request: FastifyRequest): AnyAnswer {
  const { status, extra } = refused
  if (typeof extra['error'] === 'string') return renderTokenProblem(refused)
  const { title, detail } = inVendorsWords(refused)
  const { type, quoted, violations, headers, allow } = extra as Extra
  const isChallenged = status === 401 && request.headers.authorization === undefined
  return {
    status,
    type: 'application/problem+json',
    headers: {
      ...(isChallenged && { 'WWW-Authenticate': 'Bearer' }),
      ...(allow !== undefined && { Allow: allow }),
      ...headers
    },
    body: { title, status: quoted ? String(status) : status, detail, type, violations }
  }
}

/** Refusals of the server itself in the words of the table. */
function inVendorsWords({ status, title, detail }: Problem): {
  readonly title: string
  readonly detail: string | undefined
} {
  if (status === 404) return { title, detail: undefined }
  if (status === 413) return { title: 'Request too large', detail: undefined }
  return { title, detail: detail ?? (status === 500 ? ROWS.internal.detail : undefined) }
}

type Extra = {
  readonly type?: string
  readonly quoted?: true
  readonly violations?: readonly Violation[]
  readonly headers?: Readonly<Record<string, string>>
  readonly allow?: string
}

/** assumed: as OAuth has it (dossier I14) */
function renderTokenProblem({ status, detail, extra }: Problem): AnyAnswer {
  const headers = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }
  return {
    status,
    type: 'application/json',
    headers,
    body: { error: extra['error'], error_description: detail }
  }
}
