import { isStorageFailure, type StorageFailure } from '../world/storage-failure.ts'

/** A refusal that the caller should see. Each API renders it in its own form. */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  /** What an API adds in its own form: a code, violations, a header. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    title: string,
    detail?: string,
    extra: Readonly<Record<string, unknown>> = {}
  ) {
    super(detail ?? title)
    this.status = status
    this.title = title
    this.detail = detail
    this.extra = extra
  }
}

/** Any error as a problem. What is not known as one is a bug: 500, without a word about its cause. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isStorageFailure(error)) return toRefusal(error)
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Problem(413, 'Payload Too Large', 'The body is larger than this server accepts')
  }
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new Problem(
      414,
      titleOf(414),
      'A part of the address is longer than this server accepts'
    )
  }
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') {
    return new Problem(400, 'Bad Request', 'The body is not as long as Content-Length says')
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, titleOf(statusCode), (error as Error).message)
  }
  return new Problem(500, 'Internal Server Error', 'Unexpected error, see the log of the server')
}

/** The state is where nobody can get at it, or has no room: for whoever runs the server, not a bug. */
function toRefusal({ what, message }: StorageFailure): Problem {
  const status = what === 'refused' ? 507 : 503
  return new Problem(
    status,
    titleOf(status),
    `The state cannot be ${what === 'refused' ? 'kept' : 'read'}: ${message}`
  )
}

/** The reason phrase of a status. */
export function titleOf(status: number): string {
  return TITLES[status] ?? (status < 500 ? 'Client Error' : 'Server Error')
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  507: 'Insufficient Storage'
}
