import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { HOSTING, userToken } from '../apis/banksapi/calls.ts'
import { added, hrefOf } from '../apis/banksapi/customer.ts'
import {
  createVisitor,
  openForm,
  toLogin,
  type Visitor,
  withCallback
} from '../apis/banksapi/webform.ts'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'

/** What keeps a page from being framed, sniffed, told about elsewhere, or run by anybody but us. */
function isGuarded(
  t: Test,
  path: string,
  { headers, text }: Pick<Reply, 'headers' | 'text'>
): void {
  const policy = headers.get('content-security-policy') ?? ''
  const script = /script-src ([^;]*)/.exec(policy)?.[1]
  t.match(policy, "default-src 'none'", path)
  t.match(policy, "frame-ancestors 'none'", path)
  t.match(policy, "base-uri 'none'", path)
  t.match(policy, 'form-action', path)
  t.equal(script, "'self'", `${path}: no script but files of ours`)
  t.equal(headers.get('x-content-type-options'), 'nosniff', path)
  t.equal(headers.get('referrer-policy'), 'no-referrer', path)
  t.notMatch(
    text,
    /<script(?![^>]* src=)[^>]*>|\son\w+="|(?:href|src|action)="\s*javascript:/i,
    path
  )
  t.notMatch(
    text,
    /(?: src|<link [^>]*href)="(?:https?:)?\/\/(?!127\.0\.0\.1|localhost|www\.w3\.org)/,
    `${path} loads nothing from elsewhere`
  )
}

/** Where a visitor is, on this server. */
function placeOf(visitor: Visitor): string {
  const { pathname, search } = new URL(visitor.address())
  return pathname + search
}

/** Where the form of a page leads to. */
function targetOf(visitor: Visitor): string {
  const action = /<form method="post" action="([^"]+)"/.exec(visitor.text())?.[1] ?? ''
  return new URL(action.replaceAll('&#38;', '&'), visitor.address()).pathname
}

/** A sandbox in which every page has something to show, and the addresses of pages that no link leads to. */
async function inhabited(t: Test) {
  const sandbox = await createSandbox(t)
  const token = await userToken(sandbox, HOSTING, 'demouser')
  await added(sandbox, token, { login: 'demo1' })
  const away = await added(sandbox, token, { login: 'demo1+redirect' })
  await added(sandbox, token, { login: 'demo1+decoupled' })
  await sandbox.call('POST', '/_sandkasten/inbox/demo', {
    body: { a: '<script>alert(1)</script>' }
  })
  await sandbox.call('POST', '/_sandkasten/faults', { body: { operationId: 'ping', status: 503 } })
  const form = createVisitor(sandbox)
  await toLogin(form, await openForm(sandbox))
  const bank = createVisitor(sandbox)
  await bank.go(hrefOf(away, 'redirect_url'))
  return {
    sandbox,
    starts: ['/', '/phone/demo1', '/phone/%3Cscript%3E', ...[form, bank].map(placeOf)]
  }
}

t.test('every page that can be reached is guarded', async t => {
  const { sandbox, starts } = await inhabited(t)
  const open = [...starts]
  const seen = new Set<string>()
  for (let path = open.pop(); path !== undefined && seen.size < 150; path = open.pop()) {
    seen.add(path)
    const reply = await sandbox.call('GET', path)
    const type = reply.headers.get('content-type') ?? ''
    if (type.includes('css') || type.includes('script'))
      t.equal(reply.headers.get('x-content-type-options'), 'nosniff', path)
    const to = reply.headers.get('location')
    if (type.includes('html')) isGuarded(t, path, reply)
    const links = [...reply.text.matchAll(/(?:href|src)="([^"#]+)/g)].map(([, link = '']) => link)
    for (const link of type.includes('html') || to !== null ? [...links, to ?? path] : []) {
      const { origin, pathname, search } = new URL(
        link.replaceAll('&#38;', '&'),
        sandbox.url + path
      )
      const next = pathname + search
      if (origin === sandbox.url && !seen.has(next) && !open.includes(next)) open.push(next)
    }
  }
  for (const name of [
    'requests',
    'flow',
    'things',
    'clock',
    'webhooks',
    'inbox',
    'faults',
    'switches',
    'workspaces'
  ])
    t.ok(
      [...seen].some(path => path.startsWith(`/console/${name}`)),
      name
    )
  for (const start of [
    '/docs/',
    '/phone/',
    '/customer/v2/webform/',
    '/style.css',
    '/console/console.js'
  ])
    t.ok(
      [...seen].some(path => path.startsWith(start)),
      start
    )
})

t.test('pages that tell of a mistake are guarded too', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'a-control-token' })
  for (const path of [
    '/',
    '/console/sign-in',
    '/console/clock',
    '/console/nowhere',
    '/console/clock?workspace=no',
    '/phone/x?workspace=no',
    '/bank/x',
    '/redirect/?session=x',
    '/customer/v2/webform',
    '/customer/v2/webform/x',
    '/customer/v2/webform?session=x'
  ])
    isGuarded(t, path, await sandbox.call('GET', path))
})

/** Every form that changes something, as pages of ours send it. */
async function forms(
  sandbox: Sandbox
): Promise<readonly (readonly [string, Record<string, string>])[]> {
  const token = await userToken(sandbox, HOSTING, 'demouser')
  const away = await added(sandbox, token, { login: 'demo1+redirect' })
  const form = createVisitor(sandbox)
  await form.go(withCallback(await openForm(sandbox)))
  const bank = createVisitor(sandbox)
  await bank.go(hrefOf(away, 'redirect_url'))
  const console = await sandbox.call('GET', '/console/clock')
  const seal = /name="seal" value="([^"]+)"/.exec(console.text)?.[1] ?? ''
  const call = '{"operation":"resetWorkspace"}'
  return [
    [targetOf(form), { action: 'accept-terms' }],
    [targetOf(bank), { decision: 'approve' }],
    ['/phone/demo1', { id: 'x', decision: 'approve' }],
    ['/console/act', { seal, call }]
  ]
}

t.test('forms of other sites change nothing, wherever they are sent', async t => {
  const sandbox = await createSandbox(t)
  const foreign: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site', origin: sandbox.url },
    { origin: 'https://elsewhere.example' },
    { origin: 'http://127.0.0.1.elsewhere.example' },
    { origin: 'no address' }
  ]
  const own: readonly Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin: 'null' },
    { origin: sandbox.url }
  ]
  for (const [path, fields] of await forms(sandbox)) {
    const send = (headers: Record<string, string>) =>
      sandbox.call('POST', path, { headers, body: new URLSearchParams(fields) })
    for (const headers of foreign) {
      const reply = await send(headers)
      t.match(reply, { status: 403, text: /role="alert"/ }, `${path} ${JSON.stringify(headers)}`)
      isGuarded(t, path, reply)
    }
    for (const headers of own)
      t.not((await send(headers)).status, 403, `${path} ${JSON.stringify(headers)}`)
  }
})

t.test('pages of other sites cannot call the control API, those of this machine can', async t => {
  const { call } = await createSandbox(t)
  const { call: named } = await createSandbox(t, { publicUrl: 'https://sandbox.example/prefix' })
  const reset = (headers: Record<string, string>, ask = call) =>
    ask('POST', '/_sandkasten/reset', { headers })
  for (const headers of [
    { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
    { origin: 'https://elsewhere.example' }
  ])
    t.match(await reset(headers), {
      status: 403,
      body: { title: 'Forbidden', detail: /another site/ }
    })
  t.equal((await reset({ 'sec-fetch-site': 'same-site' })).status, 200)
  t.equal((await reset({ origin: 'http://127.0.0.1:3000' })).status, 200)
  t.equal((await reset({ origin: 'https://sandbox.example' }, named)).status, 200)
  t.equal((await reset({ origin: 'http://127.0.0.1' }, named)).status, 403)
  const hook = { headers: { 'sec-fetch-site': 'cross-site' }, body: { id: randomUUID() } }
  t.equal((await call('POST', '/_sandkasten/inbox/demo', hook)).status, 200, 'a receiver is open')
})
