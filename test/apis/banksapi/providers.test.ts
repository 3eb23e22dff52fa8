import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, PROTECT, UUID, userToken } from './calls.ts'
import { DEMO, follow, hrefOf, pathOf, rels } from './customer.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

const PROVIDERS = '/providers/v2'
const EBICS = '84f2a3db-c596-4b7e-b3d0-a1c5693f4b89'

t.test('the list is that of all tenants, for clients and for users', async t => {
  const sandbox = await createSandbox(t)
  const tokens = [
    await clientToken(sandbox, HOSTING),
    await clientToken(sandbox, PROTECT),
    await userToken(sandbox, HOSTING)
  ]
  const [first] = await Promise.all(tokens.map(token => sandbox.call('GET', PROVIDERS, { token })))
  t.ok(first?.body.length > 10)
  for (const token of tokens)
    for (const path of [PROVIDERS, `${PROVIDERS}/`])
      t.equal((await sandbox.call('GET', path, { token })).text, first?.text)
  t.equal(new Set(first?.body.map((one: Any) => one.id)).size, first?.body.length)
  const demo = first?.body.find((one: Any) => one.id === DEMO)
  t.match(demo, {
    name: 'Demo Provider',
    group: 'demo',
    blz: '12345678',
    bic: 'DEMO1234',
    consumerRelevant: true,
    capabilities: ['KONTEN', 'KARTEN', 'DEPOTS'],
    channels: [['GIROKONTO'], ['KREDITKARTE', 'TAGESGELDKONTO']],
    authenticationInfo: {
      fields: [
        { fieldkey: 'userid', label: 'Demo-User', secret: false, format: '|5' },
        { fieldkey: 'pin', label: 'Demo-Passwort', secret: true, format: '|5' }
      ]
    }
  })
})

t.test('self leads to the provider, logo to its picture', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, HOSTING)
  const { body } = await sandbox.call('GET', PROVIDERS, { token })
  for (const provider of body) {
    t.match(provider.id, UUID)
    t.strictSame((await follow(sandbox, token, provider, 'self')).body, provider)
    t.equal(rels(provider).includes('logo'), provider.group !== undefined, provider.name)
    if (provider.group === undefined) continue
    const logo = await sandbox.call('GET', pathOf(sandbox, hrefOf(provider, 'logo')))
    t.equal(logo.status, 200)
    t.equal(logo.headers.get('content-type'), 'image/svg+xml')
    t.match(logo.text, /^<svg [\s\S]*<\/svg>\s*$/)
  }
  const upper = `${PROVIDERS}/${EBICS.toUpperCase()}`
  t.equal((await sandbox.call('GET', upper, { token })).body.id, EBICS)
})

t.test('what is not there is not found, who shows no token is not let in', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, HOSTING)
  for (const path of [
    '/00000000-0000-0000-0000-000000000001',
    '/demo',
    '/nirgends.svg',
    '/DEMO.svg',
    '/.svg',
    `/${DEMO}/ebics`,
    `/${DEMO}/logo`,
    '/00000000-0000-0000-0000-000000000001/ebics'
  ])
    t.match(await sandbox.call('GET', PROVIDERS + path, { token }), { status: 404, text: '' }, path)
  for (const path of ['', `/${DEMO}`, '/coredata', '/statistics/jobs', `/${EBICS}/ebics`]) {
    const bare = await sandbox.call('GET', PROVIDERS + path)
    t.match(bare, { status: 401, text: '' }, path)
    const narrow = await clientToken(sandbox, HOSTING, 'auth/tenants/users/create')
    const refused = await sandbox.call('GET', PROVIDERS + path, { token: narrow })
    t.match(refused, { status: 403, text: '' }, path)
  }
})

t.test('core data is the list in short, for one capability if wanted', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, HOSTING)
  const { body: all } = await sandbox.call('GET', PROVIDERS, { token })
  const read = (query = '') => sandbox.call('GET', `${PROVIDERS}/coredata${query}`, { token })
  const inShort = (providers: Any[]) =>
    providers.map(({ id, name, group, blz, bic, relations }) => ({
      id,
      name,
      ...(group && { group, logo: hrefOf({ relations }, 'logo') }),
      ...(blz && { blz }),
      ...(bic && { bic })
    }))
  t.same((await read()).body, inShort(all))
  for (const capability of ['KONTEN', 'KARTEN', 'DEPOTS', 'BAUSPAR']) {
    const able = all.filter((one: Any) => one.capabilities.includes(capability))
    t.ok(able.length > 0 && able.length < all.length, capability)
    t.same((await read(`?capability=${capability}`)).body, inShort(able), capability)
  }
  for (const wrong of ['AKTIEN', '', 'konten'])
    t.match(await read(`?capability=${wrong}`), { status: 400, body: { code: '400' } }, wrong)
})

t.test('statistics count the fetches of a period', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, HOSTING)
  const read = (query = '') =>
    sandbox.call('GET', `${PROVIDERS}/statistics/jobs${query}`, { token })
  const { body: usual } = await read()
  t.ok(usual.length > 5)
  for (const { logo, latestSuccessDate, averageDuration, successRate } of usual) {
    t.equal((await sandbox.call('GET', `${PROVIDERS}/${logo}.svg`)).status, 200, logo)
    t.match(latestSuccessDate, /^2026-11-21 (08|09|10):\d\d:\d\d$/)
    t.ok(averageDuration > 0 && successRate > 0 && successRate <= 1)
  }
  t.strictSame((await read('?hours=2')).body, usual, 'two hours are the usual period')
  t.ok((await read('?days=7&hours=1')).body.length >= usual.length)
  t.strictSame((await read('?hours=0&days=0')).body, [])
  const ebics = (await read('?ebics=true')).body
  t.strictSame(
    ebics.map((one: Any) => one.logo),
    ['kontorbank']
  )
  const sca = (await read('?sca=true')).body.map((one: Any) => one.logo)
  t.ok(sca.length > 0 && !sca.includes('demo') && sca.includes('sandbank'))
  for (const wrong of ['days=x', 'hours=-1', 'hours=1.5', 'ebics=vielleicht', 'sca='])
    t.match(await read(`?${wrong}`), { status: 400, body: { code: '400' } }, wrong)
})

t.test('an EBICS server is told for those who have one', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, HOSTING)
  const reply = await sandbox.call('GET', `${PROVIDERS}/${EBICS}/ebics`, { token })
  t.match(reply, { status: 200, body: { hostId: 'KONTOR01', hostUrl: /^https:\/\// } })
})

t.test('a generated catalogue is large, stable and full of what is fictitious', async t => {
  const sandbox = await createSandbox(t, { providers: 4000 })
  const token = await clientToken(sandbox, HOSTING)
  const { body } = await sandbox.call('GET', PROVIDERS, { token })
  t.ok(body.length >= 4000, `${body.length}`)
  const ids = body.map((one: Any) => one.id)
  t.equal(new Set(ids).size, ids.length)
  t.ok(ids.every((id: string) => UUID.test(id)))
  t.equal(ids[0], DEMO)
  const { body: last } = await sandbox.call('GET', `${PROVIDERS}/${ids.at(-1)}`, { token })
  t.strictSame(last, body.at(-1))
  const logo = await sandbox.call('GET', pathOf(sandbox, hrefOf(last, 'logo')))
  t.equal(logo.status, 200)
  const core = await sandbox.call('GET', `${PROVIDERS}/coredata`, { token })
  t.equal(core.body.length, body.length)
  for (const search of [/sparkasse/i, /bank/i, /^9\d{7}$/]) {
    const isHit = ({ name, blz = '' }: Any) => search.test(name) || search.test(blz)
    t.ok(body.some(isHit), `a search for ${search} finds something`)
  }
  const again = await createSandbox(t, { providers: 4000 })
  const other = await clientToken(again, HOSTING)
  const { body: same } = await again.call('GET', PROVIDERS, { token: other })
  t.strictSame(
    same.map((one: Any) => [one.id, one.name, one.bic]),
    body.map((one: Any) => [one.id, one.name, one.bic])
  )
})
