import t from 'tap'
import { branches } from '../../src/apis/all.ts'
import { create, newCase } from '../apis/europace/cases.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'

const COVERAGE = '/_sandkasten/coverage'

/** Some traffic of three APIs. The journal holds hardly any of it. */
const sandbox = await createTraffic()

async function createTraffic(): Promise<Sandbox> {
  const sandbox = await createSandbox(t, { journalEntries: 2 })
  const token = await sandbox.token()
  const headers = { 'X-TraceId': 't-1' }
  await create(sandbox, token, newCase())
  await sandbox.call('GET', '/kundenangaben/UNKNOWN', { token, headers })
  await sandbox.call('GET', '/kundenangaben/UNKNOWN')
  const kex = {
    kundenbetreuer: { partnerId: 'ABC12' },
    antragsteller1: { personendaten: { anrede: 'FRAU', vorname: 7 } }
  }
  await sandbox.call('POST', '/vorgang?environment=TEST', { token, body: kex })
  await banksapi(sandbox)
  await ing(sandbox)
  return sandbox
}

async function banksapi(sandbox: Sandbox): Promise<void> {
  const form = { grant_type: 'password', username: 'demouser', password: 'secret' }
  const basic = 'demo/demo-client:demo-secret'
  const body = new URLSearchParams(form)
  const reply = await sandbox.call('POST', '/auth/oauth2/token', { basic, body })
  const token = reply.body.access_token
  for (const id of ['6cd55eb8-6d0e-4c9a-9c44-9ad4d5a0d9a1', '6cd55eb8-6d0e-4c9a-9c44-9ad4d5a0d9a2'])
    await sandbox.call('POST', '/customer/v2/bankzugaenge', {
      token,
      body: {
        [id]: {
          providerId: '00000000-0000-0000-0000-000000000000',
          credentials: { userid: 'test_sca_method', pin: 'test_sca_method' }
        }
      }
    })
  await sandbox.call('GET', '/customer/v2/bankzugaenge', { token })
}

async function ing(sandbox: Sandbox): Promise<void> {
  const body = new URLSearchParams({ client_id: 'demo-client', client_secret: 'demo-secret' })
  const reply = await sandbox.call('POST', '/token-api/oauth2/token', { body })
  await sandbox.call('GET', '/partner-api/ping', { token: reply.body.access_token })
}

async function report(query = '') {
  const { status, body } = await sandbox.call('GET', COVERAGE + query)
  t.equal(status, 200)
  return body
}

const operation = (
  body: { contracts: { operations: { operationId: string }[] }[] },
  id: string
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
): any => body.contracts.flatMap(one => one.operations).find(one => one.operationId === id)

const branch = (
  body: { branches: { group: string; branches: { name: string; count: number }[] }[] },
  group: string
) => {
  const found = body.branches.find(one => one.group === group)?.branches ?? []
  return Object.fromEntries(found.map(({ name, count }) => [name, count]))
}

t.test('calls and statuses are counted, although the journal has forgotten them', async t => {
  const body = await report()
  t.equal((await sandbox.call('GET', '/_sandkasten/requests')).body.length, 2)
  t.match(operation(body, 'getKundenangaben'), {
    calls: 2,
    method: 'GET',
    path: '/kundenangaben/{vorgangsnummer}'
  })
  const { statuses } = operation(body, 'getKundenangaben')
  for (const [status, count] of [
    ['200', 0],
    ['401', 1],
    ['404', 1]
  ])
    t.match(
      statuses.find((one: { status: string }) => one.status === status),
      { count, documented: true }
    )
  t.match(operation(body, 'updateKundenangaben'), { calls: 0 })
})

t.test('parameters, properties and enum values are known by their names', async t => {
  const body = await report(
    '?contract=europace-kundenangaben,kreditsmart-vorgang-import,banksapi-customer'
  )
  t.equal(body.contracts.length, 3)
  const read = operation(body, 'getKundenangaben')
  t.ok(read.parameters.sent.includes('path vorgangsnummer'))
  const made = operation(body, 'importKundenangaben')
  t.ok(made.properties.sent.includes('importMetadaten.datenkontext'))
  t.ok(made.properties.unsent.length > 100)
  t.ok(made.enumValues.sent.some((one: string) => one.startsWith('importMetadaten.datenkontext=')))
  const kex = operation(body, 'importVorgang')
  t.strictSame(
    kex.parameters.sent.filter((one: string) => one.startsWith('query')),
    ['query environment']
  )
  t.ok(kex.enumValues.sent.includes('antragsteller1.personendaten.anrede=FRAU'))
  t.ok(kex.enumValues.unsent.includes('antragsteller1.personendaten.anrede=HERR'))
  t.ok(operation(body, 'addBankzugaenge').properties.sent.includes('*.credentials'))
  for (const { totals, operations } of body.contracts) {
    const called = operations.filter((one: { calls: number }) => one.calls > 0).length
    t.match(totals.operations, { covered: called, total: operations.length })
    for (const one of Object.values<{ percent: number }>(totals))
      t.ok(one.percent >= 0 && one.percent <= 100)
  }
})

t.test('branches of flows are seen in answers', async t => {
  const body = await report()
  t.ok((branch(body, 'BANKSapi message codes')['BA3010'] ?? 0) > 0)
  t.ok((branch(body, 'BANKSapi SCA')['set_method'] ?? 0) > 0)
  t.equal(branch(body, 'BANKSapi SCA')['set_medium'], 0)
  t.ok(
    (branch(body, 'KEX messages')['wrong format'] ?? 0) +
      (branch(body, 'KEX messages')['read as text'] ?? 0) >
      0
  )
  t.equal(body.branches.length, Object.keys(branches.known).length)
})

t.test('a customer who leaves the web form is a branch', async t => {
  const sandbox = await createSandbox(t)
  const basic = 'demotenant/admin-client:demo-secret'
  const token = async (form: Record<string, string>, client: string) =>
    (
      await sandbox.call('POST', '/auth/oauth2/token', {
        basic: client,
        body: new URLSearchParams(form)
      })
    ).body.access_token
  const admin = await token({ grant_type: 'client_credentials' }, basic)
  await sandbox.call('POST', '/auth/mgmt/v1/tenants/demotenant/users', {
    token: admin,
    body: { username: 'kunde', password: 'secret' }
  })
  const mine = await token(
    { grant_type: 'password', username: 'kunde', password: 'secret' },
    'demotenant/demoTenantClient:demo-secret'
  )
  const opened = await sandbox.call('POST', '/customer/v2/bankzugaenge', {
    token: mine,
    body: {
      '6cd55eb8-6d0e-4c9a-9c44-9ad4d5a0d9a3': { providerId: '00000000-0000-0000-0000-000000000000' }
    }
  })
  t.equal(opened.status, 451)
  const session = new URL(opened.headers.get('location') ?? '').searchParams.get('session')
  await sandbox.call('POST', `/_sandkasten/flows/${session}/act`, {
    body: { action: 'decline-terms', callbackUrl: 'http://localhost/back' }
  })
  const { body } = await sandbox.call('GET', COVERAGE)
  t.equal(branch(body, 'BANKSapi baReentry')['LEGAL_NOT_ACCEPTED'], 1)
})

t.test('states of applications are branches, one client can be asked for alone', async t => {
  const body = await report('?client=demo-client&contract=ing-partner')
  t.equal(body.client, 'demo-client')
  t.equal(operation(body, 'ping').calls, 1)
  t.strictSame(
    body.branches.map((one: { group: string }) => one.group),
    ['ING application states', 'ING rejection reasons']
  )
  const nobody = await report('?client=nobody')
  t.equal(nobody.totals.operations.covered, 0)
  const touched = branches.touched({
    api: 'ing-partner',
    responseBody: { status: 'REJECTED', rejection_reasons: ['BAD_LEGAL_FORM'] }
  } as never)
  t.strictSame(touched, [
    ['ING application states', 'REJECTED'],
    ['ING rejection reasons', 'BAD_LEGAL_FORM']
  ])
})

t.test('only contracts that were called, or an unknown one', async t => {
  const called = await report('?contract=called')
  t.notOk(called.contracts.some((one: { name: string }) => one.name === 'banksapi-tags'))
  t.ok(called.contracts.some((one: { name: string }) => one.name === 'ing-partner'))
  t.match(await sandbox.call('GET', `${COVERAGE}?contract=nothing`), {
    status: 404,
    body: { detail: /ing-partner/ }
  })
  t.equal((await sandbox.call('GET', `${COVERAGE}?format=pdf`)).status, 400)
})

t.test('JUnit has a test case for each status and branch, and is well-formed', async t => {
  const { text, headers } = await sandbox.call('GET', `${COVERAGE}?format=junit`)
  t.equal(headers.get('content-type'), 'application/xml')
  const tree = parseXml(text)
  t.equal(tree.name, 'testsuites')
  const json = await report()
  t.equal(tree.children.length, json.contracts.length + json.branches.length)
  for (const suite of tree.children) {
    const skipped = suite.children.filter(one => one.children.length > 0)
    t.equal(suite.attributes['tests'], String(suite.children.length))
    t.equal(suite.attributes['skipped'], String(skipped.length))
  }
  const cases = tree.children.flatMap(one => one.children)
  const covered = cases.find(
    one => one.attributes['name'] === 'GET /kundenangaben/{vorgangsnummer} 404'
  )
  t.equal(covered?.children.length, 0)
  t.equal(covered?.attributes['classname'], 'europace-kundenangaben')
})

t.test('Markdown is tables in which every row has as many cells as its head', async t => {
  const headers = { Accept: 'text/markdown, */*;q=0.1' }
  const { text, headers: sent } = await sandbox.call('GET', COVERAGE, { headers })
  t.equal(sent.get('content-type'), 'text/markdown')
  const tables = text.split('\n\n').filter(part => part.startsWith('|'))
  t.ok(tables.length > 10)
  for (const table of tables) {
    const widths = new Set(
      table
        .trim()
        .split('\n')
        .map(row => row.split(/(?<!\\)\|/).length)
    )
    t.equal(widths.size, 1, table.slice(0, 60))
  }
  t.match(text, /^\| GET \/kundenangaben\/\{vorgangsnummer\} \| 2 \| 401, 404 \|/m)
})

t.test('the header Accept chooses the format, the parameter wins', async t => {
  const type = async (accept: string, query = '') =>
    (await sandbox.call('GET', COVERAGE + query, { headers: { accept } })).headers.get(
      'content-type'
    )
  t.equal(await type('*/*'), 'application/json')
  t.equal(await type('text/xml'), 'application/xml')
  t.equal(await type('text/html, application/xml;q=0.9'), 'application/xml')
  t.equal(await type('text/markdown', '?format=json'), 'application/json')
})

t.test('forgetting the requests forgets the counters', async t => {
  const sandbox = await createSandbox(t)
  const calls = async () =>
    operation((await sandbox.call('GET', COVERAGE)).body, 'createToken').calls
  for (const [method, path] of [
    ['DELETE', 'requests'],
    ['POST', 'reset']
  ] as const) {
    await sandbox.token()
    t.equal(await calls(), 1)
    await sandbox.call(method, `/_sandkasten/${path}`)
    t.equal(await calls(), 0)
  }
})

type Element = { name: string; attributes: Record<string, string>; children: Element[] }

/** As much of an XML reader as shows that tags are closed, attributes quoted and signs escaped. */
function parseXml(text: string): Element {
  const top: Element = { name: '', attributes: {}, children: [] }
  const open = [top]
  const rest = text
    .replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '')
    .replace(
      /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
      (_, end, name, attributes, isEmpty) => {
        if (end) t.equal(open.pop()?.name, name)
        else {
          const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(one => [
            one[1],
            one[2]
          ])
          for (const [, value] of pairs)
            t.notMatch(value.replace(/&(amp|lt|gt|quot|apos);/g, ''), '&')
          const element = { name, attributes: Object.fromEntries(pairs), children: [] }
          open.at(-1)?.children.push(element)
          if (!isEmpty) open.push(element)
        }
        return ''
      }
    )
  t.equal(rest.trim(), '', 'nothing but tags')
  t.equal(open.length, 1, 'all are closed')
  return top.children[0] as Element
}
