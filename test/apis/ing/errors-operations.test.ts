import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { type Ask, FREE, pinged, type Row, testRows } from './error-table.ts'
import { ingToken, right, submit, withFreshCrefo } from './requests.ts'
import { type Fields, ping } from './signed.ts'

const DOCUMENTED = 'de.ing.business.application.eb237cea-1f7d-4e87-9a45-53ee3665b5fa'

const preferring = (code: number) => pinged(() => ({ prefer: `code=${code}` }))

const submitted =
  (change?: Parameters<typeof right>[0], headers?: Fields): Ask =>
  (sandbox, token) =>
    submit(sandbox, token, right(change), headers)

const withCrefo = (id: string) =>
  submitted(body => {
    body.company.credit_scores[0].id = id
  })

const read =
  (id: string): Ask =>
  (sandbox, token) =>
    sandbox.call('GET', `/partner-api/applications/${id}`, { token })

const VIOLATION = {
  title: 'Constraint Violation',
  status: 400,
  type: 'https://zalando.github.io/problem/constraint-violation'
}
const NO_MAIL = {
  ...VIOLATION,
  violations: [
    { field: 'partnerAccountManager.email', message: 'value must not be empty or null.' }
  ]
}
const NOT_FOUND = { title: 'Not Found', status: 404 }
const CREFO = {
  title: 'Limit of requests by crefo Id exceeded.',
  status: 429,
  detail: 'Limit of requests, in a given amount of time, by crefo Id exceeded, try again later.'
}
const FAILED = { title: 'Internal Server Error', status: 500, detail: FREE }
const UNAVAILABLE = { title: 'Service Unavailable', status: 503 }

const withMail = (email: unknown) =>
  submitted(body => {
    body.partner_account_manager.email = email
  })

const OPERATION: readonly Row[] = [
  ['a field that is missing', {}, withMail(undefined), NO_MAIL],
  ['a field that is null', {}, withMail(null), NO_MAIL],
  ['a field that is empty', {}, withMail(''), NO_MAIL],
  ['a field that is blank', {}, withMail('  '), NO_MAIL],
  [
    'no idempotency key',
    {},
    submitted(undefined, { 'idempotency-key': ' ' }),
    {
      ...VIOLATION,
      violations: [{ field: 'Idempotency-Key', message: 'value must not be empty or null.' }]
    }
  ],
  [
    'an unknown value of a list',
    {},
    submitted(body => {
      body.company.legal_form = 'GmBH'
    }),
    { title: 'Bad Request', status: 400, detail: FREE }
  ],
  ['an unknown application', {}, read(DOCUMENTED), NOT_FOUND],
  ['the UUID of an application alone', {}, askByUuid(), NOT_FOUND],
  [
    'an unknown path',
    {},
    (sandbox, token) => sandbox.call('GET', '/partner-api/offers', { token }),
    NOT_FOUND
  ],
  ['an idempotency key again', {}, askAgain(), { title: 'Conflict', status: 409, detail: FREE }],
  ['412 on demand', {}, preferring(412), { title: 'Precondition Failed', status: 412 }],
  [
    'a body that is too large',
    {},
    (sandbox, token) => submit(sandbox, token, ' '.repeat(20_000)),
    { title: 'Request too large', status: 413 }
  ],
  [
    'dollars',
    {},
    submitted(body => {
      body.details.currency = 'USD'
    }),
    {
      title: 'Unprocessable Entity',
      status: 422,
      detail: 'currency [USD] is not supported yet, please contact the system admin.'
    }
  ],
  [
    'too many requests',
    { 'ing.throttle': 'on', 'ing.throttleLimit': 1 },
    askTwice(),
    {
      title: 'Rate limit is exceeded.',
      status: '429',
      detail: 'Rate limit is exceeded. Try again in 46 seconds.'
    }
  ],
  ['a crefo id again', {}, askSameCompany(), CREFO],
  ['a crefo id that is always closed', {}, withCrefo('9990000199'), CREFO],
  ['a crefo id that fails', {}, withCrefo('9990000190'), FAILED],
  ['500 on demand', {}, preferring(500), FAILED],
  ['a crefo id that is not served', {}, withCrefo('9990000191'), UNAVAILABLE],
  ['503 on demand', {}, preferring(503), UNAVAILABLE]
]

testRows(OPERATION)

t.test('a body of more than a megabyte is too large', async t => {
  const sandbox = await createSandbox(t)
  const token = await ingToken(sandbox)
  const body = (spaces: number) => `${' '.repeat(spaces)}${JSON.stringify(withFreshCrefo(right()))}`
  t.equal((await submit(sandbox, token, body(900_000))).status, 201)
  t.equal((await submit(sandbox, token, body(1_100_000))).status, 413)
})

function askByUuid(): Ask {
  return async (sandbox, token) => {
    const { body } = await submit(sandbox, token, right())
    return read(body.application_id.split('.').at(-1))(sandbox, token)
  }
}

function askAgain(): Ask {
  return async (sandbox, token) => {
    const headers = { 'idempotency-key': 'one' }
    await submit(sandbox, token, withFreshCrefo(right()), headers)
    return submit(sandbox, token, withFreshCrefo(right()), headers)
  }
}

function askTwice(): Ask {
  return async (sandbox, token) => {
    await ping(sandbox, token)
    await sandbox.pass(14_000)
    return ping(sandbox, token)
  }
}

function askSameCompany(): Ask {
  return async (sandbox, token) => {
    await submit(sandbox, token, right())
    return submit(sandbox, token, right())
  }
}
