import t from 'tap'
import { Problem, titleOf, toProblem } from '../../src/http/problem.ts'

t.test('a problem carries what an API needs to render it', async t => {
  const problem = new Problem(409, 'Conflict', 'taken', { code: 'X' })
  t.ok(problem instanceof Error)
  const { status, title, detail, extra, message } = problem
  t.strictSame(
    { status, title, detail, extra, message },
    { status: 409, title: 'Conflict', detail: 'taken', extra: { code: 'X' }, message: 'taken' }
  )
  const plain = new Problem(404, 'Not Found')
  t.strictSame([plain.message, plain.detail, plain.extra], ['Not Found', undefined, {}])
})

t.test('errors become problems, and an unknown one says nothing of its cause', async t => {
  const error = (parts: object) => Object.assign(new Error('inner words'), parts)
  const cases: readonly (readonly [unknown, number, string, RegExp])[] = [
    [
      error({ code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }),
      413,
      'Payload Too Large',
      /larger/
    ],
    [
      error({ code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', statusCode: 400 }),
      400,
      'Bad Request',
      /Content-Length/
    ],
    [error({ statusCode: 415 }), 415, 'Unsupported Media Type', /inner words/],
    [error({ statusCode: 499 }), 499, 'Client Error', /inner words/],
    [error({ statusCode: 503 }), 500, 'Internal Server Error', /log of the server/],
    [error({ statusCode: 302 }), 500, 'Internal Server Error', /log of the server/],
    [error({ statusCode: '400' }), 500, 'Internal Server Error', /log of the server/],
    [new TypeError('inner words'), 500, 'Internal Server Error', /log of the server/],
    ['inner words', 500, 'Internal Server Error', /log of the server/]
  ]
  for (const [thrown, status, title, detail] of cases) {
    const problem = toProblem(thrown)
    t.match(problem, { status, title, detail })
    if (status === 500) t.notMatch(problem.detail, 'inner words')
  }
  const known = new Problem(404, 'Not Found')
  t.equal(toProblem(known), known)
})

t.test('a status has its reason phrase', async t => {
  const cases: readonly (readonly [number, string])[] = [
    [400, 'Bad Request'],
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [404, 'Not Found'],
    [408, 'Request Timeout'],
    [409, 'Conflict'],
    [422, 'Unprocessable Entity'],
    [429, 'Too Many Requests'],
    [503, 'Service Unavailable'],
    [418, 'Client Error'],
    [599, 'Server Error']
  ]
  for (const [status, title] of cases) t.equal(titleOf(status), title)
})
