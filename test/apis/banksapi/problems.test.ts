import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { renderBanksapiProblem } from '../../../src/apis/banksapi/problems.ts'
import { Problem } from '../../../src/http/problem.ts'

const at = (url: string, authorization?: string) =>
  ({ url, headers: { ...(authorization && { authorization }) } }) as FastifyRequest

t.test('a 400 and its relatives say in words what is wrong', async t => {
  for (const status of [400, 409, 413, 415])
    t.strictSame(renderBanksapiProblem(new Problem(status, 'Title', 'detail'), at('/')), {
      status,
      type: 'application/json',
      headers: {},
      body: { code: String(status), message: 'detail' }
    })
  t.match(renderBanksapiProblem(new Problem(400, 'Title'), at('/')), { body: { message: 'Title' } })
})

t.test('parameters that break the contract are all named', async t => {
  const violations = [
    { field: 'from', message: 'is no time' },
    { field: 'tag', message: 'is unknown' }
  ]
  const problem = new Problem(400, 'Bad Request', 'A parameter is wrong', { violations })
  const { body } = renderBanksapiProblem(problem, at('/'))
  t.same(body, { code: '400', message: 'from is no time; tag is unknown' })
})

t.test('every other refusal is empty', async t => {
  for (const status of [401, 403, 404, 405, 406, 422, 429, 451, 500, 503, 504])
    t.equal(renderBanksapiProblem(new Problem(status, 'Title', 'detail'), at('/')).body, undefined)
})

t.test('a 401 says which scheme is wanted, a 405 what is allowed', async t => {
  const cases: [string, string | undefined, string][] = [
    ['/customer/v2', undefined, 'Bearer'],
    ['/customer/v2', 'Bearer abc', 'Bearer error="invalid_token"'],
    ['/customer/v2', 'Basic abc', 'Bearer'],
    ['/auth/mgmt/v1/tenants', 'bearer abc', 'Bearer error="invalid_token"'],
    ['/auth/oauth2/token', 'Basic abc', 'Basic realm="BANKSapi"'],
    ['/auth/oauth2/introspect?token=x', undefined, 'Basic realm="BANKSapi"'],
    ['/one/bc-token', undefined, 'ApiKey header="X-API-KEY"'],
    ['/onebasic/bc-token', undefined, 'ApiKey header="X-API-KEY"']
  ]
  for (const [url, authorization, wanted] of cases) {
    const answer = renderBanksapiProblem(new Problem(401, 'Unauthorized'), at(url, authorization))
    t.same(answer.headers, { 'WWW-Authenticate': wanted }, url)
  }
  const refused = new Problem(405, 'Method Not Allowed', 'no', { allow: 'GET' })
  t.same(renderBanksapiProblem(refused, at('/')).headers, { Allow: 'GET' })
})
