import { constants, publicEncrypt, randomUUID, X509Certificate } from 'node:crypto'
import t from 'tap'
import { ADMIN, ask, clientToken, HOSTING, makeUser, TOKEN, UUID } from '../apis/banksapi/calls.ts'
import { hrefOf, pathOf, rels } from '../apis/banksapi/customer.ts'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any
type Tap = Parameters<typeof createSandbox>[0]

const DEMO = '00000000-0000-0000-0000-000000000000'
const CUSTOMER = '/customer/v2/'
const ACCESSES = '/customer/v2/bankzugaenge'

/** The client sends this header with every call, also with those that have no body. */
const JSON_TYPE = { 'content-type': 'application/json' }

/** What the enums of the client know; anything else makes it fail. */
const KATEGORIEN =
  'GIROKONTO SPARKONTO FESTGELDKONTO KREDITKONTO TAGESGELDKONTO BAUSPARVERTRAG SONSTIGESKONTO KREDITKARTENKONTO SONSTIGEKARTE DEPOT VERSICHERUNG AMERICANEXPRESS MASTERCARD VISA DINERSCLUB'.split(
    ' '
  )

/** The token of a user, as the client asks for it: scheme in small letters, values of the form not encoded. */
async function login(sandbox: Sandbox, username: string, password: string): Promise<string> {
  const authorization = `basic ${Buffer.from(`${HOSTING}:demo-secret`).toString('base64')}`
  const { body } = await sandbox.call('POST', TOKEN, {
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=password&username=${username}&password=${password}`
  })
  return body.access_token
}

/** Encrypts with RSA/NONE/OAEPWithSHA1AndMGF1padding and the key of a certificate. */
async function createCipher(sandbox: Sandbox): Promise<(plain: string) => string> {
  const { text } = await sandbox.call('GET', '/_sandkasten/certificate.pem')
  const key = new X509Certificate(text).publicKey
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return plain =>
    publicEncrypt({ key, padding, oaepHash: 'sha1' }, Buffer.from(plain)).toString('base64')
}

type Client = {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Reply>
  readonly read: (from: Any, rel: string) => Promise<Any>
  readonly add: (id: string, sync: boolean) => Promise<Reply>
  readonly credentials: () => Readonly<Record<string, string>>
}

async function createClient(sandbox: Sandbox): Promise<Client> {
  await makeUser(sandbox, HOSTING, 'java', 'pass word!1')
  const token = await login(sandbox, 'java', 'pass word!1')
  if (!UUID.test(token)) throw new Error(`no UUID: ${token}`)
  const encrypt = await createCipher(sandbox)
  const credentials = () => ({ userid: encrypt('demo1'), pin: encrypt('demo') })
  const call: Client['call'] = (method, path, body) =>
    sandbox.call(method, path, {
      token,
      headers: JSON_TYPE,
      ...(body !== undefined && { body })
    })
  return {
    call,
    async read(from, rel) {
      const reply = await call('GET', pathOf(sandbox, hrefOf(from, rel)))
      if (reply.status !== 200) throw new Error(`${rel}: ${reply.status}`)
      return reply.body
    },
    credentials,
    add(id, sync) {
      const data = {
        providerId: DEMO,
        credentials: credentials(),
        sync,
        selectedBankProducts: null
      }
      return call('POST', ACCESSES, { [id]: data })
    }
  }
}

/** The transfer of the client: from the product that offers one, with the TAN sent to the first product. */
async function checkTransfer(t: Tap, sandbox: Sandbox, client: Client, zugang: Any): Promise<void> {
  const [first] = zugang.bankprodukte
  const paying = zugang.bankprodukte.find((one: Any) => rels(one).includes('start_ueberweisung'))
  const started = await client.call('POST', pathOf(sandbox, hrefOf(paying, 'start_ueberweisung')), {
    credentials: client.credentials(),
    sicherheitsverfahrenKodierung: '1',
    tanMediumName: '',
    empfaenger: 'Jane Doe',
    iban: 'DE44500105175407324931',
    bic: null,
    betrag: 0.01,
    waehrung: 'EUR',
    verwendungszweck: 'Java-Test',
    ausfuehrungsdatum: null
  })
  t.match(started, { status: 200, body: { messages: [{ level: 'INFO', code: 'BA1110' }] } })
  t.match(started.body, { timeout: /./, challenge: { name: 'Mock-TAN-Verfahren' } })
  const tan = pathOf(sandbox, hrefOf(started.body, 'submit_text_tan'))
  const place = `${CUSTOMER}ueberweisung/${zugang.providerId}/${first.id}/${tan.split('/').at(-1)}`
  const done = await client.call('PUT', place, { tan: '42' })
  t.match(done, { status: 200, body: { messages: [{ level: 'INFO', code: 'BA1111' }] } })
  t.strictSame(done.body.relations, [])
  t.notOk('timeout' in done.body)
}

for (const sync of [false, true])
  t.test(`the test flow of the Java client passes, sync=${sync}`, async t => {
    const sandbox = await createSandbox(t)
    const client = await createClient(sandbox)
    const customer = await client.call('GET', CUSTOMER)
    t.equal(customer.status, 200)
    const all = pathOf(sandbox, hrefOf(customer.body, 'get_bankzugaenge'))
    t.match(await client.call('DELETE', all), { status: 200, text: '' })

    const id = randomUUID()
    const made = await client.add(id, sync)
    t.match(made, { status: 201, text: '' })
    const place = pathOf(sandbox, made.headers.get('location') ?? '')
    const { body: zugang } = await client.call('GET', place)
    t.match(zugang, { id, providerId: DEMO, status: 'VOLLSTAENDIG', messages: [], sync })
    t.ok(zugang.bankprodukte.length > 0, 'products are there at once')
    t.ok(id in (await client.call('GET', `${ACCESSES}/`)).body)
    t.ok(id in (await client.call('GET', CUSTOMER)).body.bankzugaenge)
    t.match(await client.read(zugang, 'get_issues'), {
      messages: [],
      aktualisierungszeitpunkt: /./
    })

    for (const one of zugang.bankprodukte) {
      const produkt = await client.read(one, 'self')
      t.equal(produkt.status, 'VOLLSTAENDIG')
      t.ok(KATEGORIEN.includes(produkt.kategorie), produkt.kategorie)
      const isDepot = produkt.kategorie === 'DEPOT'
      const list = await client.read(produkt, isDepot ? 'get_depotpositionen' : 'get_kontoumsaetze')
      t.ok(list.length > 0, produkt.kategorie)
      if (!isDepot) for (const booking of list) t.match(booking.id, UUID)
    }
    const [first] = zugang.bankprodukte
    const sorted = await client.read(first, 'get_kontoumsaetze_kategorisiert')
    t.ok(sorted.length > 0 && sorted.every((one: Any) => one.tags.length === 1))

    t.match(await client.call('DELETE', all), { status: 200, text: '' })
    t.match(await client.call('GET', place), { status: 404, text: '' })
    t.equal((await client.add(id, sync)).status, 201, 'the same id again')
    await checkTransfer(t, sandbox, client, (await client.call('GET', place)).body)
    t.equal((await client.add(id, sync)).status, 201, 'once more while it is there')
    const { body: again } = await client.call('GET', place)
    const gone = await client.call('DELETE', pathOf(sandbox, hrefOf(again, 'delete_bankzugang')))
    t.match(gone, { status: 200, text: '' })
    t.equal((await client.call('GET', place)).status, 404)
  })

t.test('numbers and nulls of the client pass through an authentication', async t => {
  const sandbox = await createSandbox(t)
  const client = await createClient(sandbox)
  const id = randomUUID()
  const name = 'test_sca_method_media'
  const data = { providerId: DEMO, credentials: { userid: name, pin: name }, ebics: null }
  await client.call('POST', ACCESSES, { [id]: data })
  let { body: zugang } = await client.call('GET', `${ACCESSES}/${id}`)
  const none = { chosenScaMethodId: null, chosenScaMedia: null, scaAuthenticationData: null }
  for (const [rel, sent] of [
    ['set_method', { chosenScaMethodId: 1 }],
    ['set_medium', { chosenScaMedia: 'Mobil' }],
    ['authenticate', { scaAuthenticationData: '42' }],
    // The second channel of the bank, with what was chosen for the first.
    ['authenticate', { scaAuthenticationData: '42' }]
  ] as const) {
    for (const { medienklasse } of zugang.tanMedien)
      t.match(medienklasse, /^(LISTE|GENERATOR|MOBIL|SECODER|PUSHTAN|ALL|PROPRIETARY)$/)
    for (const { level } of zugang.messages) t.match(level, /^(INFO|ERROR)$/)
    const path = pathOf(sandbox, hrefOf(zugang, rel))
    const method = rel === 'set_medium' ? 'PUT' : 'POST'
    const reply = await client.call(method, path, { ...none, ...sent })
    t.equal(reply.status, 200, rel)
    zugang = reply.body
  }
  t.match(zugang, { status: 'VOLLSTAENDIG', messages: [] })
  t.notOk(rels(zugang).includes('authenticate'))
})

t.test('products that the client cannot parse are shown as others on demand', async t => {
  const sandbox = await createSandbox(t)
  await sandbox.behave({ 'banksapi.compat.javaReferenceClient': true })
  const client = await createClient(sandbox)
  for (const [name, hidden, shown] of [
    ['demo2', 'KREDITKARTE', 'KREDITKARTENKONTO'],
    ['testerine', 'SONSTIGESPRODUKT', 'SONSTIGESKONTO']
  ] as const) {
    const id = randomUUID()
    const data = { providerId: DEMO, credentials: { userid: name, pin: name } }
    await client.call('POST', ACCESSES, { [id]: data })
    const { body } = await client.call('GET', `${ACCESSES}/${id}`)
    const kinds = body.bankprodukte.map((one: Any) => one.kategorie)
    t.ok(kinds.includes(shown), `${name}: ${kinds}`)
    t.notOk(kinds.includes(hidden), `${name}: ${kinds}`)
    for (const kind of kinds) t.ok(KATEGORIEN.includes(kind), kind)
  }
})

t.test('what its test of providers asks for is there', async t => {
  const sandbox = await createSandbox(t)
  const client = await createClient(sandbox)
  const { body } = await client.call('GET', '/providers/v2/')
  t.ok(body.length > 1)
  const demo = { name: 'Demo Provider', bic: 'DEMO1234', consumerRelevant: true }
  t.match(
    body.find((one: Any) => one.id === DEMO),
    demo
  )
  t.match(await client.call('GET', `/providers/v2/${DEMO}`), { status: 200, body: demo })
})

t.test('what its test of the management asks for is there', async t => {
  const sandbox = await createSandbox(t)
  const token = await clientToken(sandbox, ADMIN)
  const tenants = '/auth/mgmt/v1/tenants'
  const call = (method: string, path: string, body?: unknown) =>
    sandbox.call(method, path, { token, headers: JSON_TYPE, ...(body !== undefined && { body }) })
  const [tenant] = (await call('GET', tenants)).body
  const own = `${tenants}/${tenant.name}`
  t.strictSame((await call('GET', own)).body, tenant)
  const [client] = (await call('GET', `${own}/clients`)).body
  const its = `${own}/clients/${client.name}`
  t.strictSame((await call('GET', its)).body, client)
  const roles = (await call('GET', `${its}/roles`)).body
  t.strictSame(roles, client.clientRoles)
  t.strictSame((await call('GET', `${its}/roles/${roles[0].name}`)).body, roles[0])
  t.equal((await call('GET', `${its}/roles/gibtesnicht`)).status, 404)

  const user = { username: 'java', password: 'geheim!!12' }
  const made = await call('POST', `${own}/users`, user)
  t.equal(made.status, 201)
  const id = made.headers.get('location')?.split('/').at(-1) ?? ''
  t.match(id, UUID)
  t.equal((await call('POST', `${own}/users`, user)).status, 409)
  t.match((await call('GET', `${own}/users/${id}`)).body, { id, username: 'java' })
  t.equal((await call('PUT', `${own}/users/${id}/deactivate`)).status, 200)
  t.equal((await call('GET', `${own}/users/${id}`)).status, 404)
  const listed = (await call('GET', `${own}/users`)).body
  t.notOk(listed.some((one: Any) => one.id === id))
  const back = `${own}/users/${id}/reactivate`
  t.equal((await call('POST', back, { ...user, username: 'anders' })).status, 400)
  t.equal((await call('POST', back, { ...user, password: 'anderes!!12' })).status, 200)
  t.equal((await call('GET', `${own}/users/${id}`)).status, 200)
  const form = { grant_type: 'password', username: 'java' }
  t.equal((await ask(sandbox, HOSTING, { ...form, password: user.password })).status, 401)
  t.equal((await ask(sandbox, HOSTING, { ...form, password: 'anderes!!12' })).status, 200)
})
