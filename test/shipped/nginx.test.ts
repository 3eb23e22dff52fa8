import t from 'tap'
import { SETTINGS } from '../../src/settings.ts'
import type { Reply } from '../sandbox.ts'
import type { SecureRequest } from '../secure.ts'
import { BANK, openForm, startDemo } from './demo.ts'
import { skip } from './nginx.ts'

/** The first address in an attribute, complete. */
function addressIn(page: Reply, attribute: string, url: string): string {
  const [, found = ''] = new RegExp(` ${attribute}="([^"]+)"`).exec(page.text) ?? []
  return new URL(found.replaceAll('&amp;', '&'), url).href
}

t.test('behind nginx the sandbox is complete', { skip }, async t => {
  const demo = await startDemo(t)
  const { url, call, send, control, login } = demo
  const { origin } = new URL(url)

  await t.test('the bare address and the one without a slash lead there', async t => {
    t.equal((await call(`${origin}/`)).headers.get('location'), '/sandkasten/')
    const bare = await call(`${origin}/sandkasten?lang=en`)
    t.equal(bare.headers.get('location'), '/sandkasten/?lang=en')
    t.equal((await call('/')).status, 200)
  })

  await t.test('tokens, cases and metadata', async t => {
    const token = await login('/auth/token', 'demo-client', { grant_type: 'client_credentials' })
    const body = { importMetadaten: { datenkontext: 'TEST_MODUS' }, kundenangaben: {} }
    t.equal((await send('POST', '/kundenangaben', body, token)).status, 201)
    const { body: metadata } = await call('/.well-known/oauth-authorization-server')
    t.match(metadata, { issuer: url, token_endpoint: `${url}/auth/token` })
  })

  await t.test('addresses arrive as they were sent, and the journal knows no prefix', async t => {
    const token = await login('/auth/token', 'demo-client', { grant_type: 'client_credentials' })
    await call('/kundenangaben/a%2F%2e.//b%20c?d=%2B', { headers: token })
    const { body } = await control('GET', '/requests?limit=1')
    t.match(body, [{ path: '/kundenangaben/a%2F%2e.//b%20c', query: { d: '+' } }])
  })

  await t.test('what a caller says about himself is not believed', async t => {
    await control('PATCH', '/behaviour', { 'ing.ipAllowList': 'on' })
    const headers = { 'x-forwarded-for': '8.8.8.8', 'x-forwarded-host': 'evil.example' }
    const form = { client_id: 'demo-client', client_secret: 'demo-secret' }
    const body = new URLSearchParams(form)
    const { status } = await call('/token-api/oauth2/token', { method: 'POST', headers, body })
    t.equal(status, 200, 'the address is the one that nginx sees')
    const metadata = await call('/.well-known/oauth-authorization-server', { headers })
    t.equal(metadata.body.issuer, url)
    await control('PATCH', '/behaviour', { 'ing.ipAllowList': 'profile' })
  })

  await t.test('the web form of REG/Protect: links, styles, forms', async t => {
    const location = await openForm(demo)
    t.ok(location.startsWith(`${url}/`), location)
    const page = await call(location)
    t.equal(page.status, 200)
    const style = addressIn(page, 'rel="stylesheet" href', location)
    t.equal(style, `${url}/style.css`)
    t.match(await call(style), { status: 200 })
    const form = addressIn(page, 'action', location)
    t.ok(form.startsWith(`${url}/`), form)
    const hidden = page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
    const fields = Object.fromEntries([...hidden].map(([, name, value]) => [name, value]))
    const body = new URLSearchParams({ ...fields, action: 'accept-terms' })
    const next = await call(form, { method: 'POST', body })
    t.equal(next.status, 303)
    const bank = new URL(next.headers.get('location') ?? '', form).href
    t.match(await call(bank), { status: 200, text: /name="providerId"/ })
  })

  await t.test('Swagger UI and its contracts', async t => {
    const redirect = await call('/docs')
    const home = new URL(redirect.headers.get('location') ?? '', `${url}/docs`).href
    t.equal(home, `${url}/docs/`)
    const page = await call(home)
    for (const [, path = ''] of page.text.matchAll(/ (?:src|href)="([^"#]+)"/g))
      t.equal((await call(new URL(path, home).href)).status, 200, path)
    const contract = await call(`${home}contracts/europace-kundenangaben.json`)
    t.equal(contract.body.servers[0].url, `${url}/`)
  })

  await t.test('notifications: the inbox, from within and from outside', async t => {
    const outside = await send('POST', '/_sandkasten/inbox/mine?n=1', { hello: 'world' })
    t.ok(outside.status < 300, 'a receiver needs no token')
    t.match((await control('GET', '/inbox/mine/messages')).body, [{ body: { hello: 'world' } }])
    await control('PUT', '/webhooks', { url: '/_sandkasten/inbox/own' })
    const client = 'demo/demo-client'
    const form = { grant_type: 'password', username: 'demouser', password: 'secret' }
    const customer = await login('/auth/oauth2/token', client, form)
    const accessId = '1b5d7a0c-38f5-4f45-9ae0-1f2f0b8d7c11'
    const access = { providerId: BANK, credentials: { userid: 'demo1', pin: 'demo1' } }
    const added = await send('POST', '/customer/v2/bankzugaenge', { [accessId]: access }, customer)
    t.equal(added.headers.get('location')?.startsWith(`${url}/customer/v2/`) ?? true, true)
    const { body } = await call(`/customer/v2/bankzugaenge/${accessId}`, { headers: customer })
    const { href } = body.relations.find((one: { rel: string }) => one.rel === 'self')
    t.equal(href, `${url}/customer/v2/bankzugaenge/${accessId}`)
    await control('POST', '/simulate/notification', { accessId, notificationType: 'BALANCE' })
    t.match((await control('GET', '/inbox/own/messages')).body, [{ body: { serial: 1 } }])
  })

  await t.test('bodies are as large as the sandbox takes them', async t => {
    const token = await login('/auth/token', 'demo-client', { grant_type: 'client_credentials' })
    const sized = (bytes: number) => send('POST', '/vorgang', { x: 'x'.repeat(bytes) }, token)
    const { default: limit } = SETTINGS.bodyLimit
    t.match(await sized(limit - 100), { status: 422, body: { traceId: String } })
    t.equal((await sized(limit + 100)).status, 413)
  })

  await t.test('failures are those of the sandbox', async t => {
    const headers = { prefer: 'code=503' }
    const { status, text } = await call('/kundenangaben/ABCDEF', { headers })
    t.equal(status, 503)
    t.notMatch(text, 'nginx')
  })
})

t.test('nginx may ask for the client certificates of ING', { skip }, async t => {
  const asking = '# ssl_verify_client optional_no_ca;'
  const { call, control } = await startDemo(t, text => text.replace(asking, asking.slice(2)))
  await control('PATCH', '/behaviour', { 'ing.clientCertificate': 'on' })
  const form = { client_id: 'demo-client', client_secret: 'demo-secret' }
  const token = (sent: SecureRequest) =>
    call('/token-api/oauth2/token', { method: 'POST', body: new URLSearchParams(form), ...sent })
  t.equal((await token({})).status, 401)
  const { body: client } = await control('POST', '/ing/clients/demo-client/certificate')
  t.equal((await token({ client })).status, 200)
  const spoofed = { 'x-client-cert': encodeURIComponent(client.certificate) }
  t.equal((await token({ headers: spoofed })).status, 401, 'a header is no certificate')
})
