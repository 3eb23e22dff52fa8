import t from 'tap'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { ACCESS, control, HOSTILE, makeTraffic } from './traffic.ts'

const PAGES = [
  '/',
  '/console/requests',
  '/console/flow',
  '/console/clock',
  '/console/webhooks',
  '/console/inbox',
  '/console/faults',
  '/console/switches',
  '/console/workspaces'
]

const KINDS = [
  'vorgaenge',
  'kreditvorgaenge',
  'antraege',
  'bankzugaenge',
  'zahlungen',
  'telefone',
  'users',
  'banken',
  'applications'
]

const ALL = [...PAGES, ...KINDS.map(kind => `/console/things?kind=${kind}`)]

async function page(sandbox: Sandbox, path: string): Promise<string> {
  const reply = await sandbox.call('GET', path)
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`)
  return reply.text
}

t.test('every page is shown, empty and full, in both languages', async t => {
  const sandbox = await createSandbox(t)
  const check = async () => {
    for (const path of ALL)
      for (const lang of ['de', 'en']) {
        const address = `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`
        const reply = await sandbox.call('GET', address)
        t.equal(reply.status, 200, address)
        t.match(reply.text, `<html lang="${lang}">`)
        t.match(reply.text, /<h1>[^<]+<\/h1>/)
        t.notMatch(reply.text, /\[object|undefined/, address)
        t.notMatch(reply.headers.get('content-security-policy'), /unsafe|https?:|\*/)
        t.equal(reply.headers.get('cache-control'), 'no-store')
      }
  }
  await check()
  await makeTraffic(sandbox)
  await check()
})

t.test('the first page shows addresses and credentials without a click', async t => {
  const sandbox = await createSandbox(t)
  const first = await page(sandbox, '/')
  t.match(first, `${sandbox.url}/kundenangaben`)
  for (const text of ['demo-client', 'demotenant/demoTenantClient', 'demo-secret'])
    t.match(first, text)
  await control(sandbox, 'PUT', '/workspaces/ci-1')
  t.match(await page(sandbox, '/?workspace=ci-1'), 'demo-client+ci-1')
})

t.test('what clients send never becomes markup', async t => {
  const sandbox = await createSandbox(t)
  const { vorgang } = await makeTraffic(sandbox)
  const requests = await control(sandbox, 'GET', '/requests')
  const ids = requests.map(({ id }: { id: string }) => `/console/requests?id=${id}`)
  const thing = `/console/things?kind=vorgaenge&id=${vorgang}`
  const searches = ['requests', 'flow', 'switches', 'things'].map(
    name => `/console/${name}?q=${encodeURIComponent(HOSTILE)}&kind=${encodeURIComponent(HOSTILE)}`
  )
  for (const path of [...ALL, ...ids, thing, ...searches]) {
    const reply = await sandbox.call('GET', path)
    t.notMatch(reply.text, /<script>|<img/, path)
  }
  t.match(await page(sandbox, thing), '&#60;script&#62;')
})

t.test('a request shows what was dropped, what it changed and what it caused', async t => {
  const sandbox = await createSandbox(t)
  const { vorgang } = await makeTraffic(sandbox)
  const list = await page(sandbox, '/console/requests')
  t.match(list, /importKundenangaben/)
  t.match(list, /\d verworfen/)
  const [found] = await control(sandbox, 'POST', '/requests/find', {
    operationId: 'importKundenangaben'
  })
  const one = await page(sandbox, `/console/requests?id=${found.id}`)
  t.match(one, /lieblingsfarbe/)
  t.match(one, `<code>vorgaenge</code> ${vorgang}`)
  t.match(one, /authorization<\/dt><dd>Bearer \[redacted\]/)
  t.equal((await sandbox.call('GET', '/console/requests?id=999')).status, 404)
})

t.test('the journal is searched and shown page by page', async t => {
  const sandbox = await createSandbox(t)
  for (let n = 0; n < 60; n++) await sandbox.call('GET', `/kundenangaben/N${n}`)
  const first = await page(sandbox, '/console/requests')
  t.equal(first.match(/<tr id="request-/g)?.length, 50)
  const [, older] = /href="\.\.\/(console\/requests\?before=\d+)"/.exec(first) ?? []
  t.equal((await page(sandbox, `/${older}`)).match(/<tr id="request-/g)?.length, 10)
  t.equal((await page(sandbox, '/console/requests?q=N41')).match(/<tr id="request-/g)?.length, 1)
})

t.test('a flow is drawn and told', async t => {
  const sandbox = await createSandbox(t)
  await makeTraffic(sandbox)
  const flow = await page(sandbox, `/console/flow?q=${ACCESS}`)
  t.match(flow, /<svg[\s\S]*addBankzugaenge[\s\S]*<\/svg>/)
  t.match(flow, /<svg[\s\S]*TRANSACTION #1 → 200[\s\S]*<\/svg>/)
  t.match(flow, /<ol class="steps">[\s\S]*Client → Sandkasten[\s\S]*Sandkasten → Webhook/)
  t.notMatch(flow, /importKundenangaben/)
  t.match(await page(sandbox, '/console/flow?q=nothing'), /Keine Anfrage passt/)
})

t.test('what is not there is a 404, and nobody makes a workspace by looking', async t => {
  const sandbox = await createSandbox(t)
  for (const path of [
    '/console/nowhere',
    '/console/constructor',
    '/console/things?kind=vorgaenge&id=none',
    '/?workspace=none',
    '/console/clock?workspace=%3Cscript%3E'
  ]) {
    const reply = await sandbox.call('GET', path)
    t.equal(reply.status, 404, path)
    t.notMatch(reply.text, '<script>')
  }
  t.equal((await control(sandbox, 'GET', '/workspaces')).length, 1)
  t.equal((await sandbox.call('GET', '/console/act')).status, 404)
})
