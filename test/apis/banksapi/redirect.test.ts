import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { HOSTING, UUID, userToken } from './calls.ts'
import {
  ACCESS,
  createVisitor,
  DEMO_BANK,
  login,
  openForm,
  PORTAL,
  toLogin,
  withCallback
} from './webform.ts'

const ADDRESS = `/customer/v2/bankzugaenge/${ACCESS}`
const FALLBACK = encodeURIComponent('Fehler bei Kundenauthentifizierung')
const DECLINED = encodeURIComponent('Die Freigabe wurde abgelehnt.')

/** An access of a regulated tenant that waits for a redirect. */
async function openRedirect(sandbox: Sandbox, callbackUrl?: string, client = HOSTING) {
  const token = await userToken(sandbox, client)
  const query = callbackUrl === undefined ? '' : `?callbackUrl=${encodeURIComponent(callbackUrl)}`
  const credentials = { userid: 'demo1+redirect', pin: 'demo1' }
  const added = await sandbox.call('POST', `/customer/v2/bankzugaenge${query}`, {
    token,
    body: { [ACCESS]: { providerId: DEMO_BANK, credentials, sync: true } }
  })
  if (added.status !== 201) throw new Error(`no access: ${added.status}`)
  return { token, ...(await redirectOf(sandbox, token)) }
}

async function redirectOf(sandbox: Sandbox, token: string) {
  const { body } = await sandbox.call('GET', ADDRESS, { token })
  const hrefs = (body.relations as { rel: string; href: string }[]).map(
    ({ rel, href }) => [rel, href] as const
  )
  const url = new Map(hrefs).get('redirect_url') ?? ''
  const codes = (body.messages as { code: string }[]).map(({ code }) => code)
  const id = /sessions%2F([0-9a-f-]{36})$/.exec(url)?.[1] ?? ''
  return { url, id, codes, status: body.status as string }
}

t.test('the component leads to the bank and back, once for each authentication', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const first = await openRedirect(sandbox, PORTAL)
  t.same(first.codes, ['BA3005'])
  await visitor.go(first.url)
  t.ok(visitor.address()?.startsWith(`${sandbox.url}/bank/${first.id}?`))
  t.equal(visitor.heading(), 'Zugriff freigeben')
  t.match(visitor.text(), /Demo Provider[\s\S]*<dd>demo<\/dd>[\s\S]*<dd>demo1<\/dd>/)
  await visitor.send({ decision: 'approve' })
  t.equal(visitor.address(), PORTAL)
  const second = await redirectOf(sandbox, first.token)
  t.same(second.codes, ['BA3005'], 'the bank has a second channel')
  t.not(second.id, first.id)
  await visitor.go(second.url)
  await visitor.send({ decision: 'approve' })
  t.match(await redirectOf(sandbox, first.token), { status: 'VOLLSTAENDIG', codes: [] })
})

t.test('who declines comes back with an error, and the access needs a new start', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { url, token } = await openRedirect(sandbox, PORTAL)
  await visitor.go(url)
  await visitor.send({ decision: 'decline' })
  t.equal(visitor.address(), `${PORTAL}&redirect-sca-error=${DECLINED}`)
  t.match(await redirectOf(sandbox, token), { codes: ['BA3000'], url: '' })
})

t.test(
  'a callback on the address of the component wins; without one the way ends here',
  async t => {
    const sandbox = await createSandbox(t)
    const visitor = createVisitor(sandbox)
    const { url, token } = await openRedirect(sandbox)
    await visitor.go(withCallback(url, 'bwd://app'))
    await visitor.send({ decision: 'approve' })
    t.equal(visitor.address(), 'bwd://app')
    const next = await redirectOf(sandbox, token)
    await visitor.go(next.url)
    await visitor.send({ decision: 'approve' })
    t.equal(visitor.heading(), 'Fertig')
    await visitor.go(visitor.address())
    t.equal(visitor.heading(), 'Fertig', 'also when it is loaded again')
    t.match(await redirectOf(sandbox, token), { status: 'VOLLSTAENDIG', codes: [] })
  }
)

t.test('a callback that would run something is not followed', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { url } = await openRedirect(sandbox, 'javascript:alert(1)')
  await visitor.go(withCallback(url, 'javascript:alert(2)'))
  await visitor.send({ decision: 'decline' })
  t.equal(visitor.heading(), 'Fehler')
  t.equal(visitor.alert(), 'Die Freigabe wurde abgelehnt.')
})

t.test('a way back without words of the bank is told in our own', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { url } = await openRedirect(sandbox, PORTAL)
  await visitor.go(`${url}&error=access_denied`)
  t.equal(visitor.address(), `${PORTAL}&redirect-sca-error=${FALLBACK}`)
})

t.test('a redirect that nobody knows, or that is over, shows an error', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { url, id, token } = await openRedirect(sandbox, PORTAL)
  for (const address of [`/bank/${ACCESS}`, `/redirect/?session=${ACCESS}`, '/redirect']) {
    await visitor.go(sandbox.url + address)
    t.equal(visitor.status(), 404, address)
    t.match(visitor.alert(), 'Diese Freigabe gibt es nicht')
  }
  const consent = `${ADDRESS}/consent/${id}`
  t.equal((await sandbox.call('POST', `${consent}/cancel`, { token })).status, 200)
  await visitor.go(url)
  t.equal(visitor.status(), 404)
  const body = new URLSearchParams({ decision: 'approve' })
  await visitor.go(`${sandbox.url}/bank/${id}`, { method: 'POST', body })
  t.equal(visitor.status(), 404)
})

t.test('a page of a tenant leads to the bank and back by three calls', async t => {
  const sandbox = await createSandbox(t)
  const { id, token } = await openRedirect(sandbox)
  const address = `/customer/v2/redirect/sessions/${id}`
  const { status, body } = await sandbox.call('GET', address)
  t.equal(status, 200)
  t.match(body, {
    userToken: UUID,
    correlationId: UUID,
    confirmRedirectUrl: `${sandbox.url}${address}/confirm`,
    authenticateRedirectUrl: `${sandbox.url}${address}/authenticate`
  })
  const call = (url: string, more: object = {}) =>
    sandbox.call('POST', url.replace(sandbox.url, ''), {
      token: body.userToken,
      headers: { 'x-correlation-id': body.correlationId, 'content-type': 'application/json' },
      ...more
    })
  t.equal((await call(body.confirmRedirectUrl)).status, 200)
  t.equal((await call(body.authenticateRedirectUrl, { body: {} })).status, 200)
  t.equal((await redirectOf(sandbox, token)).id, id, 'nothing was decided yet')
  const scaAuthenticationData = '?code=4711&state=0815'
  t.equal(
    (await call(body.authenticateRedirectUrl, { body: { scaAuthenticationData } })).status,
    200
  )
  const next = await redirectOf(sandbox, token)
  t.not(next.id, id)
  t.equal((await call(body.authenticateRedirectUrl, { body: {} })).status, 404, 'it is over')
  const declined = { body: { scaAuthenticationData: '?error=access_denied' } }
  await call(body.authenticateRedirectUrl.replace(id, next.id), declined)
  t.match(await redirectOf(sandbox, token), { codes: ['BA3000'] })
})

t.test('the bank leads back to the page that sent the customer', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { id, token } = await openRedirect(sandbox)
  const returnUrl = encodeURIComponent('https://tenant.example/redirect?a=1')
  const address = `${sandbox.url}/bank/${id}?returnUrl=${returnUrl}`
  await visitor.go(address)
  await visitor.send({ decision: 'approve' })
  t.match(visitor.address(), /^https:\/\/tenant\.example\/redirect\?a=1&code=[0-9a-f-]+&state=/)
  const scaAuthenticationData = new URL(visitor.address()).search
  const authenticate = `/customer/v2/redirect/sessions/${id}/authenticate`
  await sandbox.call('POST', authenticate, { token, body: { scaAuthenticationData } })
  const next = await redirectOf(sandbox, token)
  await visitor.go(`${sandbox.url}/bank/${next.id}?returnUrl=${returnUrl}`)
  await visitor.send({ decision: 'decline' })
  t.match(visitor.address(), /\?a=1&error=access_denied&error_description=/)
})

t.test('what was decided at the bank counts more than the query', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { id, token } = await openRedirect(sandbox)
  await visitor.go(`${sandbox.url}/bank/${id}?returnUrl=${encodeURIComponent('bwd://app')}`)
  await visitor.send({ decision: 'decline' })
  await visitor.go(
    `${sandbox.url}/redirect/?session=${id}&code=1&callbackUrl=${encodeURIComponent(PORTAL)}`
  )
  t.equal(visitor.address(), `${PORTAL}&redirect-sca-error=${FALLBACK}`)
  t.match(await redirectOf(sandbox, token), { codes: ['BA3000'] })
})

t.test(
  'a page that was decided on leads back at once; a form without a decision asks again',
  async t => {
    const sandbox = await createSandbox(t)
    const visitor = createVisitor(sandbox)
    const { id } = await openRedirect(sandbox)
    const address = `${sandbox.url}/bank/${id}?returnUrl=${encodeURIComponent('bwd://app')}`
    await visitor.go(address)
    await visitor.send({ decision: 'maybe' })
    t.equal(visitor.heading(), 'Zugriff freigeben')
  }
)

t.test('the address of a session names it too', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  const { id } = await openRedirect(sandbox)
  const sessionUrl = encodeURIComponent(`${sandbox.url}/customer/v2/redirect/sessions/${id}`)
  await visitor.go(`${sandbox.url}/redirect/?sessionUrl=${sessionUrl}`)
  t.equal(visitor.heading(), 'Zugriff freigeben')
})

t.test('a redirect belongs to its user and its workspace', async t => {
  const sandbox = await createSandbox(t)
  const here = await openRedirect(sandbox)
  const there = await openRedirect(sandbox, undefined, `${HOSTING}+ci-2`)
  t.not(here.id, there.id)
  const confirm = (id: string, token: string) =>
    sandbox.call('POST', `/customer/v2/redirect/sessions/${id}/confirm`, { token })
  t.equal((await confirm(here.id, here.token)).status, 200)
  t.equal((await confirm(there.id, there.token)).status, 200)
  t.equal((await confirm(here.id, there.token)).status, 404)
  t.equal((await confirm(ACCESS, here.token)).status, 404)
  t.equal((await sandbox.call('GET', `/customer/v2/redirect/sessions/${ACCESS}`)).status, 404)
  const { body } = await sandbox.call('GET', `/customer/v2/redirect/sessions/${there.id}`)
  t.equal((await confirm(there.id, body.userToken)).status, 200, 'its token is of its workspace')
})

t.test('in the web form the bank leads back to the form', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox))
  await login(visitor, 'demo1+redirect')
  t.equal(visitor.heading(), 'Auf der Seite der Bank freigeben')
  t.match(visitor.text(), 'Danach folgt noch eine Freigabe.')
  const bank = () =>
    new URL(/href="([^"]*bank\/[^"]+)"/.exec(visitor.text())?.[1] ?? '', visitor.address())
  const component = `${sandbox.url}/redirect/?session=${bank().pathname.split('/').at(-1)}`
  await visitor.go(component)
  t.equal(visitor.heading(), 'Zugriff freigeben', 'the component knows web forms too')
  await visitor.send({ decision: 'approve' })
  t.equal(visitor.heading(), 'Auf der Seite der Bank freigeben')
  await visitor.go(String(bank()))
  await visitor.send({ decision: 'approve' })
  t.equal(visitor.heading(), 'Konten auswählen')
})

t.test('who declines at the bank leaves the web form', async t => {
  const sandbox = await createSandbox(t)
  const visitor = createVisitor(sandbox)
  await toLogin(visitor, await openForm(sandbox))
  await login(visitor, 'demo1+redirect')
  await visitor.go(/href="([^"]*bank\/[^"]+)"/.exec(visitor.text())?.[1] ?? '')
  await visitor.send({ decision: 'decline' })
  t.equal(visitor.address(), `${PORTAL}&baReentry=INVALID_TAN`)
})
