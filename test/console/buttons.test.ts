import t, { type Test } from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { control, makeTraffic } from './traffic.ts'

type Fields = Readonly<Record<string, string>>

/** What a form of the console sends, and the command that is shown beside it. */
type Form = { readonly fields: Fields; readonly button: string; readonly curl: string }

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

/** The forms of a page with the values that a browser would send. */
function formsIn(page: string): readonly Form[] {
  const found = page.matchAll(/<form class="act"[\s\S]*?<\/form>/g)
  return [...found].map(([form]) => {
    const inputs = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value')
    ])
    const selects = [...form.matchAll(/<select name="([^"]*)">([\s\S]*?)<\/select>/g)].map(
      ([, name = '', options = '']) => [
        name,
        /<option selected>([^<]*)/.exec(options)?.[1] ?? /<option>([^<]*)/.exec(options)?.[1] ?? ''
      ]
    )
    const areas = [...form.matchAll(/<textarea name="([^"]*)"[^>]*>([^<]*)/g)].map(
      ([, name = '', text = '']) => [name, unescaped(text)]
    )
    return {
      fields: Object.fromEntries([...inputs, ...selects, ...areas]),
      button: unescaped(/<button[^>]*>([^<]*)/.exec(form)?.[1] ?? ''),
      curl: unescaped(/<code>([\s\S]*?)<\/code>/.exec(form)?.[1] ?? '')
    }
  })
}

async function formsAt(sandbox: Sandbox, path: string): Promise<readonly Form[]> {
  return formsIn((await sandbox.call('GET', path)).text)
}

async function formAt(sandbox: Sandbox, path: string, button: string): Promise<Form> {
  const forms = await formsAt(sandbox, path)
  const found = forms.find(one => one.button === button)
  if (!found) throw new Error(`no button ${button} at ${path}: ${forms.map(one => one.button)}`)
  return found
}

function post(sandbox: Sandbox, form: Fields, query = '', headers: Fields = {}) {
  return sandbox.call('POST', `/console/act${query}`, { body: new URLSearchParams(form), headers })
}

async function push(
  sandbox: Sandbox,
  path: string,
  button: string,
  change: Fields = {}
): Promise<string> {
  const { fields } = await formAt(sandbox, path, button)
  const query = path.includes('workspace=') ? `?${path.split('?')[1]}` : ''
  const reply = await post(sandbox, { ...fields, ...change }, query)
  const location = reply.headers.get('location') ?? ''
  if (reply.status !== 303) throw new Error(`${button}: ${reply.status} ${reply.text}`)
  return (await sandbox.call('GET', location.slice(sandbox.url.length))).text
}

/** Runs a command as it is shown on the page. */
function runCurl(sandbox: Sandbox, curl: string) {
  const words = [...curl.matchAll(/'((?:[^']|'\\'')*)'|"[^"]*"|\S+/g)].map(
    ([word, inner]) => inner?.replaceAll("'\\''", "'") ?? word
  )
  const method = words[words.indexOf('-X') + 1] ?? 'GET'
  const body = words.includes('-d') ? (words[words.indexOf('-d') + 1] ?? '') : undefined
  const path = (words.at(-1) ?? '').slice(sandbox.url.length)
  return sandbox.call(method, path, { ...(body !== undefined && { body }) })
}

const PLACES = [
  ...['kreditvorgaenge', 'bankzugaenge', 'zahlungen', 'telefone', 'banken', 'applications'].map(
    kind => `things?kind=${kind}`
  ),
  'webhooks',
  'inbox',
  'faults',
  'switches',
  'clock',
  'requests',
  'workspaces'
].map(name => `/console/${name}`)

/** A sandbox with traffic: the same every time, tokens and passwords aside. */
async function filled(t: Test): Promise<Sandbox> {
  const sandbox = await createSandbox(t)
  await makeTraffic(sandbox)
  return sandbox
}

/** Time must not run while two sandboxes are compared. */
const FROZEN = { mode: 'frozen', now: '2026-11-21T09:00:00.000Z' }

async function clockOf(sandbox: Sandbox): Promise<object> {
  const clock = await control(sandbox, 'GET', '/clock')
  return clock.mode === 'frozen' ? clock : { mode: clock.mode }
}

t.test('a button does what the command beside it does', { timeout: 240_000 }, async t => {
  const [mine, twin] = [await filled(t), await filled(t)]
  const done = new Set<string>()
  for (const place of PLACES) {
    const forms = await formsAt(mine, place)
    for (const { fields, button, curl } of forms) {
      const { operation } = JSON.parse(fields['call'] ?? '')
      if (done.has(operation)) continue
      done.add(operation)
      const plain = {
        seal: fields['seal'] ?? '',
        back: fields['back'] ?? '',
        call: fields['call'] ?? ''
      }
      const reply = await post(mine, plain)
      t.equal(reply.status, 303, button)
      const shown = await mine.call(
        'GET',
        (reply.headers.get('location') ?? '').slice(mine.url.length)
      )
      const answer = await runCurl(twin, curl.replaceAll(mine.url, twin.url))
      t.match(shown.text, `(${answer.status})`, `${place}: ${button}: ${operation}`)
      t.strictSame(await clockOf(mine), await clockOf(twin), operation)
      for (const one of [mine, twin]) await control(one, 'PUT', '/clock', FROZEN)
      t.ok((await normal(mine)) === (await normal(twin)), `${operation} did the same`)
    }
  }
  for (const name of [
    'advanceClock',
    'putClock',
    'putWebhook',
    'redeliver',
    'clearInbox',
    'patchBehaviour',
    'putWorkspace',
    'resetWorkspace',
    'clearRequests'
  ])
    t.ok(done.has(name), `${name} has a button`)
  for (const name of [
    'simulateKreditsmartAntrag',
    'simulateBackgroundUpdate',
    'simulateNewTransactions',
    'simulateNotification',
    'simulateExpireConsent',
    'simulateLockLogin',
    'simulateUnlockLogin',
    'simulatePaymentOutcome',
    'simulateProviderDown',
    'simulateIngTransition'
  ])
    t.ok(done.has(name), `${name} has a button`)

  /** Both ran on ports of their own, with an idempotency key of the moment. */
  async function normal(sandbox: Sandbox): Promise<string> {
    const { collections, clock } = await control(sandbox, 'GET', '/state')
    const names = [
      'bankzugaenge',
      'zahlungen',
      'applications',
      'antraege',
      'anbieter',
      'bank-sperren',
      'behaviour',
      'webhooks',
      'inboxes',
      'bank-buecher'
    ]
    const kept = names.map(name => collections[name])
    const text = JSON.stringify([kept, clock])
    return text
      .replaceAll(sandbox.url, '')
      .replace(/"bytes":\d+/g, '')
      .replace(/application\.[0-9a-f-]{36}/g, 'application.id')
  }
})

t.test('what is chosen beside a button goes with it', async t => {
  const sandbox = await filled(t)
  const before = await control(sandbox, 'GET', '/webhooks/deliveries')
  const shown = await push(sandbox, '/console/things?kind=bankzugaenge', 'Benachrichtigen', {
    'choice body notificationType': 'ERROR'
  })
  t.match(shown, /"notificationType":"ERROR"/.source.replaceAll('"', '&#34;'))
  const after = await control(sandbox, 'GET', '/webhooks/deliveries')
  t.equal(after.length, before.length + 1)
  t.equal(after.at(-1).type, 'ERROR')

  await push(sandbox, '/console/switches?q=ing.profile', 'Setzen', {
    'setting body ing.profile': 'full'
  })
  t.match(await control(sandbox, 'GET', '/behaviour'), { 'ing.profile': 'full' })
  await push(sandbox, '/console/workspaces', 'Anlegen', { 'text path name': 'team-a' })
  t.match(await sandbox.call('GET', '/console/clock?workspace=team-a'), { status: 200 })
  await push(sandbox, '/console/clock?workspace=team-a', '+ 1 Tag')
  const { now } = (await sandbox.call('GET', '/_sandkasten/clock?workspace=team-a')).body
  t.equal(now, '2026-11-22T09:00:00.000Z')
  t.equal((await control(sandbox, 'GET', '/clock')).now, '2026-11-21T09:00:00.000Z')
})

t.test('a refusal is told in the words of the control API', async t => {
  const sandbox = await createSandbox(t)
  const shown = await push(sandbox, '/console/clock', 'Um eine Dauer', { 'text body by': 'soon' })
  t.match(shown, /role="alert"[\s\S]*Abgelehnt \(400\)[\s\S]*by /)
})

t.test('what is left empty beside a button is left out', async t => {
  const sandbox = await createSandbox(t)
  await push(sandbox, '/console/clock', 'Um eine Dauer', { 'text body by': '' })
  t.equal((await control(sandbox, 'GET', '/clock')).now, '2026-11-21T09:00:00.000Z')
})

t.test('a workspace that is dropped leads back to the usual one', async t => {
  const sandbox = await createSandbox(t)
  await control(sandbox, 'PUT', '/workspaces/ci-1')
  const shown = await push(sandbox, '/console/workspaces?workspace=ci-1', 'Verwerfen')
  t.match(shown, /<strong>default<\/strong>/)
  t.equal((await control(sandbox, 'GET', '/workspaces')).length, 1)
})

t.test('only forms of the console are heard, and they lead nowhere else', async t => {
  const sandbox = await createSandbox(t)
  const { fields } = await formAt(sandbox, '/console/clock', '+ 1 Tag')
  const { seal = '', ...unsealed } = fields
  const foreign: readonly (readonly [string, Fields, Fields])[] = [
    ['no seal', unsealed, {}],
    ['a wrong seal', { ...fields, seal: `${seal}x` }, {}],
    ['another site', fields, { 'sec-fetch-site': 'cross-site' }],
    ['a sister of this site', fields, { 'sec-fetch-site': 'same-site' }]
  ]
  for (const [name, form, headers] of foreign)
    t.equal((await post(sandbox, form, '', headers)).status, 403, name)
  t.equal((await control(sandbox, 'GET', '/clock')).now, '2026-11-21T09:00:00.000Z')

  for (const back of [
    'https://evil.example/',
    '//evil.example',
    '\\\\evil',
    'javascript:alert(1)'
  ]) {
    const reply = await post(sandbox, { ...fields, back }, '', { 'sec-fetch-site': 'same-origin' })
    t.match(reply.headers.get('location'), `${sandbox.url}/?done=`)
  }
})

t.test('a broken form is refused, never a 500', async t => {
  const sandbox = await createSandbox(t)
  const { fields } = await formAt(sandbox, '/console/clock', '+ 1 Tag')
  const { seal = '' } = fields
  for (const form of [
    {},
    { call: '{' },
    { call: 'null' },
    { call: '{"operation":"none"}' },
    { call: '{"operation":{}}' },
    { call: '{"operation":"advanceClock","path":[1],"body":[]}' },
    { call: '{"operation":"putWorkspace","path":{"name":"../../x"}}' },
    { call: '{"operation":"putWorkspace"}' },
    { call: fields['call'] ?? '', 'json body rule': '{' },
    { call: fields['call'] ?? '', 'number body __proto__': '1' }
  ] as readonly Fields[]) {
    const reply = await post(sandbox, { ...form, seal })
    t.equal(reply.status, 303, JSON.stringify(form))
    const shown = await sandbox.call(
      'GET',
      (reply.headers.get('location') ?? '').slice(sandbox.url.length)
    )
    t.match(shown, { status: 200, text: /Abgelehnt \(4\d\d\)/ }, JSON.stringify(form))
  }
  t.equal((await control(sandbox, 'GET', '/workspaces')).length, 1)
})
