import t, { type Test } from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { ingToken, right, submit } from './requests.ts'
import { type Fields, ping, verdict } from './signed.ts'

const SECOND = 1000

/** Limit, what is left and the seconds until the next window, as the headers tell them. */
function budget({ headers }: Reply): readonly (string | null)[] {
  return ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map(name =>
    headers.get(name)
  )
}

async function throttled(t: Test, switches: Readonly<Record<string, number>> = {}) {
  const sandbox = await createSandbox(t, { trustProxy: true })
  const token = await ingToken(sandbox)
  await sandbox.behave({ 'ing.throttle': 'on', ...switches })
  return { sandbox, token }
}

function from(sandbox: Sandbox, token: string, address: string): Promise<Reply> {
  return ping(sandbox, token, { 'x-forwarded-for': address })
}

t.test('a window has 1800 requests and 60 seconds', async t => {
  const { sandbox, token } = await throttled(t)
  t.strictSame(budget(await ping(sandbox, token)), ['1800', '1799', '60'])
  t.strictSame(budget(await ping(sandbox, token)), ['1800', '1798', '60'])
})

t.test('without the throttle nothing is counted and told', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleLimit': 1 })
  await sandbox.behave({ 'ing.throttle': null })
  for (let n = 0; n < 3; n++) {
    const reply = await ping(sandbox, token)
    t.strictSame([reply.status, ...budget(reply)], [200, null, null, null])
  }
})

t.test('one request too many is refused until the window is over', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleLimit': 2 })
  t.strictSame(budget(await ping(sandbox, token)), ['2', '1', '60'])
  await sandbox.pass(14 * SECOND)
  t.strictSame(budget(await ping(sandbox, token)), ['2', '0', '46'])
  const refused = await ping(sandbox, token)
  t.equal(refused.status, 429)
  t.equal(refused.body.detail, 'Rate limit is exceeded. Try again in 46 seconds.')
  t.strictSame(budget(refused), ['2', '0', '46'])
  t.equal(refused.headers.get('retry-after'), '46')

  await sandbox.pass(46 * SECOND - 1)
  const late = await ping(sandbox, token)
  t.strictSame([late.status, ...budget(late)], [429, '2', '0', '1'])
  t.equal(late.headers.get('retry-after'), '1')
  await sandbox.pass(1)
  const again = await ping(sandbox, token)
  t.strictSame([again.status, ...budget(again)], [200, '2', '1', '60'])
})

t.test('the window does not slide: it begins with its first request', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleLimit': 1 })
  await ping(sandbox, token)
  for (let n = 0; n < 5; n++) {
    await sandbox.pass(10 * SECOND)
    t.equal((await ping(sandbox, token)).status, 429)
  }
  await sandbox.pass(10 * SECOND)
  t.equal((await ping(sandbox, token)).status, 200)
})

t.test('the length of the window is a switch', async t => {
  const switches = { 'ing.throttleLimit': 1, 'ing.throttleWindowSeconds': 5 }
  const { sandbox, token } = await throttled(t, switches)
  t.strictSame(budget(await ping(sandbox, token)), ['1', '0', '5'])
  t.equal((await ping(sandbox, token)).headers.get('retry-after'), '5')
  await sandbox.pass(5 * SECOND)
  t.equal((await ping(sandbox, token)).status, 200)
})

t.test('a burst has a limit of its own, each second', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleBurst': 2 })
  t.equal((await ping(sandbox, token)).status, 200)
  t.equal((await ping(sandbox, token)).status, 200)
  const refused = await ping(sandbox, token)
  t.equal(refused.status, 429)
  t.equal(refused.body.detail, 'Rate limit is exceeded. Try again in 1 seconds.')
  t.equal(refused.headers.get('retry-after'), '1')
  t.match(budget(refused), ['1800', /^179\d$/, '60'])
  await sandbox.pass(SECOND - 1)
  t.equal((await ping(sandbox, token)).status, 429)
  await sandbox.pass(1)
  t.equal((await ping(sandbox, token)).status, 200)
})

t.test('errors tell what is left as well', async t => {
  const { sandbox, token } = await throttled(t)
  await sandbox.behave({ 'ing.digest': 'on' })
  const applications = '/partner-api/applications'
  const asks: readonly (readonly [status: number, ask: () => Promise<Reply>])[] = [
    [401, () => ping(sandbox)],
    [401, () => ping(sandbox, token, { 'partner-company-id': 'x' })],
    [400, () => ping(sandbox, token)],
    [404, off(() => sandbox.call('GET', `${applications}/x`, { token }))],
    [400, off(() => submit(sandbox, token, {}))],
    [415, off(() => submit(sandbox, token, '{}', { 'content-type': 'text/plain' }))],
    [429, off(() => submit(sandbox, token, right(toMagic), {}))]
  ]
  for (const [index, [status, ask]] of asks.entries()) {
    const reply = await ask()
    t.equal(reply.status, status)
    t.strictSame(budget(reply), ['1800', String(1799 - index), '60'], verdict(reply).toString())
  }

  function off(ask: () => Promise<Reply>) {
    return async () => {
      await sandbox.behave({ 'ing.digest': null })
      return ask()
    }
  }
})

t.test('a body that is too large tells what is left as well', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 2000, behaviour: { 'ing.throttle': 'on' } })
  const token = await ingToken(sandbox)
  const reply = await submit(sandbox, token, ' '.repeat(3000))
  t.strictSame([reply.status, ...budget(reply)], [413, '1800', '1798', '60'])
})

t.test('the token service counts too', async t => {
  const { sandbox } = await throttled(t, { 'ing.throttleLimit': 2 })
  const ask = (form: Fields) =>
    sandbox.call('POST', '/token-api/oauth2/token', { body: new URLSearchParams(form) })
  const right = { client_id: 'demo-client', client_secret: 'demo-secret' }
  const first = await ask(right)
  t.strictSame([first.status, ...budget(first)], [200, '2', '1', '60'])
  const wrong = await ask({ ...right, client_secret: 'x' })
  t.strictSame([wrong.status, ...budget(wrong)], [401, '2', '0', '60'])
  t.match(await ask(right), { status: 429, body: { status: '429' } })
})

t.test('every address has a window of its own', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleLimit': 1 })
  t.equal((await from(sandbox, token, '10.0.0.1')).status, 200)
  t.equal((await from(sandbox, token, '10.0.0.1')).status, 429)
  t.equal((await from(sandbox, token, '10.0.0.1, 10.0.0.9')).status, 429)
  t.equal((await from(sandbox, token, '10.0.0.2')).status, 200)
  t.equal((await ping(sandbox, token)).status, 200, 'without a proxy')
})

t.test('clients of one address share its window', async t => {
  const { sandbox, token } = await throttled(t, { 'ing.throttleLimit': 3 })
  const other = await ingToken(sandbox, 'other-client')
  t.equal((await ping(sandbox, token)).status, 200)
  t.equal((await ping(sandbox, other)).status, 200)
  t.equal((await ping(sandbox, token)).status, 429)
})

t.test('workspaces do not take requests from each other', async t => {
  const sandbox = await createSandbox(t, { behaviour: { 'ing.throttle': 'on' } })
  const one = await ingToken(sandbox, 'demo-client+one')
  const two = await ingToken(sandbox, 'demo-client+two')
  await sandbox.behave({ 'ing.throttleLimit': 5 }, 'one')
  const refused: number[] = []
  for (let n = 0; n < 9; n++) refused.push((await ping(sandbox, one)).status)
  t.equal(refused.at(-1), 429)
  t.match(budget(await ping(sandbox, one)), ['5', '0'])
  const [limit, left] = budget(await ping(sandbox, two))
  t.equal(limit, '1800')
  t.ok(Number(left) >= 1798, 'the other workspace has its own window')
})

t.test('even their first requests do not', async t => {
  const behaviour = { 'ing.throttle': 'on', 'ing.throttleLimit': 1 }
  const sandbox = await createSandbox(t, { behaviour })
  for (const workspace of ['one', 'two', 'three'])
    await t.resolves(ingToken(sandbox, `demo-client+${workspace}`), workspace)
})

t.test('a reset empties the windows', async t => {
  const behaviour = { 'ing.throttle': 'on', 'ing.throttleLimit': 2 }
  const sandbox = await createSandbox(t, { behaviour })
  const token = await ingToken(sandbox)
  await ping(sandbox, token)
  t.equal((await ping(sandbox, token)).status, 429)
  await sandbox.call('POST', '/_sandkasten/reset')
  t.equal((await ping(sandbox, await ingToken(sandbox))).status, 200)
})

/** Gives a request the crefo id that is always closed. */
function toMagic(body: ReturnType<typeof right>) {
  body.company.credit_scores[0].id = '9990000199'
}
