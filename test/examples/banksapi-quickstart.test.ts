import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import { createSandbox } from '../sandbox.ts'

t.test('the quick start of the documentation runs from the token to the bookings', async t => {
  const sandbox = await createSandbox(t)
  const run = promisify(execFile)
  const { stdout } = await run('bash', ['examples/banksapi-quickstart.sh', sandbox.url])
  t.match(
    stdout,
    /^web form: .*\/customer\/v2\/webform\?session=[0-9a-f-]{36}&useCase=CREATE_ACCOUNT/
  )
  t.match(stdout, /^back at: https:\/\/example\.org\/back\?id=1&baReentry=ACCOUNT_CREATED$/m)
  t.match(stdout, /^Girokonto: 2145\.78 EUR$/m)
  t.match(stdout, /^\d{2,} bookings$/m)
})
