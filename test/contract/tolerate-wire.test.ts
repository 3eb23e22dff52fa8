import t from 'tap'
import { createSandbox } from '../sandbox.ts'
import { bodyText, REQUIRED_CASES } from './required-cases.ts'

t.test('the table of required cases: what the caller is told', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const problem = 'https://api.europace.de/kundenangaben/problem'

  for (const { title, body, outcome } of REQUIRED_CASES) {
    const reply = await sandbox.call('POST', '/kundenangaben', { token, body: bodyText(body) })
    if ('left' in outcome) {
      t.strictSame(Object.keys(reply.body), ['vorgangsnummer'], `${title}: nothing is told`)
      t.equal(reply.status, 201, title)
    } else if ('failsAt' in outcome) {
      t.match(reply, { status: 400, body: { type: `${problem}/bad-request` } }, title)
      const [, path] = /^Cannot deserialize into '(.*)' at line: 1, column: \d+$/.exec(
        reply.body.detail
      ) ?? [reply.body.detail]
      t.equal(path, outcome.failsAt, title)
    } else {
      t.match(reply, { status: 400, body: { type: `${problem}/constraint-violation` } }, title)
      const fields = reply.body.violations.map((one: { field: string }) => one.field)
      t.strictSame(fields.sort(), outcome.violates, title)
    }
  }
})

t.test('the table of required cases: bodies that are no object', async t => {
  const sandbox = await createSandbox(t, { bodyLimit: 2_000 })
  const token = await sandbox.token()
  const good = '{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":{}}'
  const json = { 'content-type': 'application/json' }
  const text = { 'content-type': 'text/plain' }
  const unreadable = { title: 'Bad Request', detail: 'The request is not readable' }
  const cases: [string, string, object, number, object][] = [
    ['nothing', '', json, 400, unreadable],
    ['no JSON', '{"kundenangaben"', json, 400, unreadable],
    ['a scalar', '1', json, 400, unreadable],
    ['a text', '"kundenangaben"', json, 400, unreadable],
    ['null', 'null', json, 400, unreadable],
    ['a list', `[${good}]`, json, 400, unreadable],
    ['a byte order mark', `\ufeff${good}`, json, 201, {}],
    ['another content type', good, text, 415, { title: 'Unsupported Media Type' }],
    ['too much', good + ' '.repeat(2_000), json, 413, { title: 'Payload Too Large' }]
  ]
  for (const [title, body, headers, status, told] of cases) {
    const bytes = new TextEncoder().encode(body)
    const reply = await sandbox.call('POST', '/kundenangaben', {
      token,
      headers: { ...headers },
      body: bytes
    })
    t.match(reply, { status, body: told }, title)
  }

  const { body } = await sandbox.call('POST', '/kundenangaben', { token, body: good })
  const path = `/kundenangaben/${body.vorgangsnummer}`
  for (const [missing, sent] of [
    ['updateMetadaten', { kundenangaben: {} }],
    ['kundenangaben', { updateMetadaten: {} }]
  ] as const) {
    t.match(await sandbox.call('PUT', path, { token, body: sent }), {
      status: 400,
      body: { violations: [{ field: missing, message: 'must not be null' }] }
    })
  }
})

t.test('a body is read however deep it is nested, unless it is nested without end', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const lists = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
  const start = '{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":'
  const dropped = `${start}{"fremd":${lists(98)}}}`
  t.match(await sandbox.call('POST', '/kundenangaben', { token, body: dropped }), { status: 201 })
  const endless = `${start}{"fremd":${lists(50_000)}}}`
  t.match(await sandbox.call('POST', '/kundenangaben', { token, body: endless }), {
    status: 400,
    body: { detail: 'The request is not readable' }
  })
  const wrong = `${start}${lists(99)}}`
  t.match(await sandbox.call('POST', '/kundenangaben', { token, body: wrong }), {
    status: 400,
    body: {
      detail: `Cannot deserialize into 'kundenangaben' at line: 1, column: ${start.length + 1}`
    }
  })
})

t.test('a case can be read, whatever numbers were sent', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const honorar = (number: string) =>
    `{"importMetadaten":{"datenkontext":"TEST_MODUS"},"kundenangaben":{"finanzierungsbedarf":{"beratungshonorar":${number}}}}`
  t.match(await sandbox.call('POST', '/kundenangaben', { token, body: honorar('1e999') }), {
    status: 400,
    body: { detail: /'kundenangaben\.finanzierungsbedarf\.beratungshonorar'/ }
  })
  const { body } = await sandbox.call('POST', '/kundenangaben', { token, body: honorar('1e99') })
  const read = await sandbox.call('GET', `/kundenangaben/${body.vorgangsnummer}`, { token })
  t.match(read.body, { finanzierungsbedarf: { beratungshonorar: 1e99 } })
})
