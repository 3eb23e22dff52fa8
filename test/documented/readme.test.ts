import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import t from 'tap'
import { switches } from '../../src/apis/all.ts'
import { createSandbox } from '../sandbox.ts'

const readme = readFileSync('README.md', 'utf8')

t.test('the commands of the README do what it says', async t => {
  const sandbox = await createSandbox(t, { clockFrozen: false })
  const scripts = [...readme.matchAll(/```sh tested\n([\s\S]*?)```/g)].map(([, script]) => script)
  const commands = scripts.join('\n').replaceAll('http://localhost:8451', sandbox.url)
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands])
  t.match(stdout, /^created [A-Z][A-Z0-9]{5}$/m)
  t.match(stdout, /^replaced: 204$/m)
  t.match(
    stdout,
    /"operationId":"updateKundenangaben".*"status":204.*"change":"replaced","collection":"vorgaenge"/
  )
  t.match(stdout, /"messages":\["Der Wert \\"01.01.2016\\" für antragsteller1/)
  t.match(stdout, /"fired":\[\{.*"kind":"oauth\/token-expiry"/)
  t.match(stdout, /^after an hour: 401$/m)
  t.match(stdout, /^access: 201$/m)
  t.match(stdout, /"status":"VOLLSTAENDIG".*"DE00123456789012345678"/)
  t.match(stdout, /"code":"BA1111"/)
  t.match(stdout, /"updated":\["[0-9a-f-]{36}"\],"notifications":2\}/)
  t.match(
    stdout,
    /"user-agent":"BANKSapi Notifier".*"notificationType":"TRANSACTION".*"serial":1\}/
  )
  t.match(stdout, /"serial":2,.*"state":"delivered"/)
  t.match(stdout, /^struck: 503$/m)
  t.match(stdout, /"struck":1,|"state":"spent"/)
  t.match(stdout, /^x-sandkasten-evolved: .*\+\/sandkasten/im)
  t.match(stdout, /^\{"verified":true,"count":1\}$/m)
  t.match(
    stdout,
    /"detail":"Expected at least 1, found 0: .*Nearly \(\d+ %\): #\d+ POST \/kundenangaben 201/
  )
  t.match(stdout, /"criterion":"method","expected":"DELETE","actual":"(GET|PUT)"/)
  t.match(stdout, /^\| POST \/kundenangaben \| 1 \| 201 \|/m)
  t.match(stdout, /^You are connected to partner API!$/m)
  t.match(stdout, /^\{"version":1,.*"status":"RISK_CHECK"\}$/m)
})

t.test('the program of the README does what it says', async t => {
  const [, program = ''] = /```js tested\n([\s\S]*?)```/.exec(readme) ?? []
  const { PATH = '' } = process.env
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH }
  })
  t.equal((await run).stdout, 'demo-client+my-test: 1 event, 1 request\n')
})

t.test('the README lists every switch with its default', async t => {
  const listed = [...readme.matchAll(/^\| `([a-zA-Z]+(?:\.\w+)+)` \| `(\w+)` \| (.+) \|$/gm)].map(
    row => row.slice(1)
  )
  const known = Object.entries(switches).map(([name, one]) => [
    name,
    String(one.default),
    one.about
  ])
  t.same(listed, known)
})
