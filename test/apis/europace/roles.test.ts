import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { create, kept, newCase, quickStart } from './cases.ts'

const UPDATE = { kundenangaben: {}, updateMetadaten: {} }

/** A token for one of the seeded partners. */
function tokenOf(sandbox: Sandbox, partner: string): Promise<string> {
  const roles = { actor: partner, subject: partner }
  const isForeign = ['MNC81', 'DIV95', 'EDY92'].includes(partner)
  return sandbox.token(isForeign ? 'foreign-client' : 'demo-client', roles)
}

type Wish = { readonly kundenbetreuer: string; readonly bearbeiter?: string }

t.test('the roles of a new case are the wished ones, if the subject may give them', async t => {
  const sandbox = await createSandbox(t)
  const may: [subject: string, wish: Wish | undefined][] = [
    ['ABC12', undefined],
    ['XYZ54', undefined],
    ['ABC12', { kundenbetreuer: 'ABC12' }],
    ['ABC12', { kundenbetreuer: 'ABC12', bearbeiter: 'ABC12' }],
    ['ABC12', { kundenbetreuer: 'TEST', bearbeiter: 'TEST' }],
    ['XYZ54', { kundenbetreuer: 'XYZ54', bearbeiter: 'AAV43' }],
    ['XYZ54', { kundenbetreuer: 'ABC12' }],
    ['MNC81', { kundenbetreuer: 'EDY92', bearbeiter: 'DIV95' }],
    ['ABC12', { kundenbetreuer: 'QQQ99', bearbeiter: 'QQQ98' }]
  ]
  for (const [subject, wish] of may) {
    const body = newCase({}, wish ? { betreuung: wish } : {})
    const nummer = await create(sandbox, await tokenOf(sandbox, subject), body)
    const { betreuung } = await kept(sandbox, nummer)
    const title = `${subject} ${JSON.stringify(wish ?? {})}`
    t.strictSame(betreuung, wish ?? { kundenbetreuer: subject }, title)
  }
})

t.test('who acts in the name of another makes the case of the other', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token('demo-client', { actor: 'XYZ54', subject: 'TEST' })
  const nummer = await create(sandbox, token, newCase())
  t.strictSame((await kept(sandbox, nummer)).betreuung, { kundenbetreuer: 'TEST' })
  const body = newCase({}, { betreuung: { kundenbetreuer: 'ABC12' } })
  const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
  t.equal(reply.status, 409, 'what the actor may do does not count')
})

t.test('a role that the subject may not give is a conflict', async t => {
  const sandbox = await createSandbox(t)
  const mayNot: [subject: string, wish: Wish, role: 'kundenbetreuer' | 'bearbeiter'][] = [
    ['ABC12', { kundenbetreuer: 'AAV43' }, 'kundenbetreuer'],
    ['ABC12', { kundenbetreuer: 'XYZ54' }, 'kundenbetreuer'],
    ['ABC12', { kundenbetreuer: 'DIV95', bearbeiter: 'DIV95' }, 'kundenbetreuer'],
    ['TEST', { kundenbetreuer: 'ABC12' }, 'kundenbetreuer'],
    ['XYZ54', { kundenbetreuer: 'EDY92' }, 'kundenbetreuer'],
    ['ABC12', { kundenbetreuer: 'abc12' }, 'kundenbetreuer'],
    ['ABC12', { kundenbetreuer: '' }, 'kundenbetreuer'],
    ['ABC12', { kundenbetreuer: 'ABC12', bearbeiter: 'AAV43' }, 'bearbeiter'],
    ['ABC12', { kundenbetreuer: 'ABC12', bearbeiter: 'nobody' }, 'bearbeiter'],
    ['XYZ54', { kundenbetreuer: 'ABC12', bearbeiter: 'XYZ54' }, 'bearbeiter']
  ]
  for (const [subject, betreuung, role] of mayNot) {
    const token = await tokenOf(sandbox, subject)
    const body = newCase({}, { betreuung })
    const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
    const title = `${subject} ${JSON.stringify(betreuung)}`
    t.equal(reply.status, 409, title)
    t.equal(reply.body.detail, `importMetadaten.betreuung.${role} is not allowed`, title)
  }
})

t.test('the Tippgeber has to be a partner', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const partners: [id: string, status: number][] = [
    ['AAV43', 201],
    ['DIV95', 201],
    ['TEST', 201],
    ['QQQ99', 201],
    ['aav43', 422],
    ['TOOLONG', 422],
    ['', 422]
  ]
  for (const [tippgeberPartnerId, status] of partners) {
    const body = newCase({}, { tippgeber: { tippgeberPartnerId } })
    const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
    t.equal(reply.status, status, tippgeberPartnerId)
  }
})

t.test('real business needs its scope, in every operation', async t => {
  const sandbox = await createSandbox(t)
  const calls: [method: string, path: string, body?: object][] = [
    ['POST', '/kundenangaben', quickStart],
    ['POST', '/kundenangaben/body-validation', quickStart],
    ['GET', '/kundenangaben/YX4MDU'],
    ['PUT', '/kundenangaben/YX4MDU', UPDATE]
  ]
  const poor = await sandbox.token('test-only-client')
  const rich = await sandbox.token()
  for (const [method, path, body] of calls) {
    const request = body ? { body } : {}
    const refused = await sandbox.call(method, path, { ...request, token: poor })
    t.equal(refused.status, 403, `${method} ${path}`)
    t.match(refused.body, { title: 'Forbidden', detail: /baufinanzierung:echtgeschaeft/ })
    const allowed = await sandbox.call(method, path, { ...request, token: rich })
    t.ok(allowed.status < 300, `${method} ${path} with the scope`)
  }
  t.match(await create(sandbox, poor, newCase()), /^[A-Z][A-Z0-9]{5}$/, 'test cases need it not')

  const token = await tokenOf(sandbox, 'EDY92')
  const betreuung = { kundenbetreuer: 'EDY92' }
  const body = newCase({}, { betreuung, datenkontext: 'ECHT_GESCHAEFT' })
  const reply = await sandbox.call('POST', '/kundenangaben', { token, body })
  t.equal(reply.status, 403, 'a partner without the right has no token with the scope')
})

/** Statuses of GET and PUT for each partner, on a new case with these roles. */
async function access(betreuung: Wish, sandbox: Sandbox): Promise<Record<string, string>> {
  const owner = ['DIV95', 'EDY92'].includes(betreuung.kundenbetreuer) ? 'MNC81' : 'XYZ54'
  const ownerToken = await tokenOf(sandbox, owner)
  const result: Record<string, string> = {}
  for (const partner of ['ABC12', 'AAV43', 'TEST', 'XYZ54', 'DIV95', 'EDY92', 'MNC81']) {
    const path = `/kundenangaben/${await create(sandbox, ownerToken, newCase({}, { betreuung }))}`
    const token = await tokenOf(sandbox, partner)
    const read = await sandbox.call('GET', path, { token })
    const written = await sandbox.call('PUT', path, { token, body: UPDATE })
    const may = [read.status === 200 && 'read', written.status === 204 && 'write']
    const statuses = [read.status, written.status]
    if (statuses.some(status => ![200, 204, 403].includes(status))) throw new Error(`${statuses}`)
    result[partner] = may.filter(one => one !== false).join(' ')
  }
  return result
}

t.test('a case is open to its partners and the organisations above them', async t => {
  const sandbox = await createSandbox(t)
  const nobody = { ABC12: '', AAV43: '', TEST: '', XYZ54: '', DIV95: '', EDY92: '', MNC81: '' }
  const both = 'read write'
  const cases: [betreuung: Wish, open: Partial<typeof nobody>][] = [
    [{ kundenbetreuer: 'ABC12' }, { ABC12: both, XYZ54: both }],
    [{ kundenbetreuer: 'AAV43' }, { AAV43: both, XYZ54: both }],
    [
      { kundenbetreuer: 'AAV43', bearbeiter: 'ABC12' },
      { AAV43: both, ABC12: both, XYZ54: both }
    ],
    [{ kundenbetreuer: 'XYZ54' }, { XYZ54: both }],
    [
      { kundenbetreuer: 'DIV95', bearbeiter: 'EDY92' },
      { DIV95: both, EDY92: both, MNC81: both }
    ]
  ]
  for (const [betreuung, open] of cases) {
    t.strictSame(
      await access(betreuung, sandbox),
      { ...nobody, ...open },
      JSON.stringify(betreuung)
    )
  }
  const seen = await access({ kundenbetreuer: 'TEST' }, sandbox)
  t.strictSame(
    seen,
    { ...nobody, TEST: both, XYZ54: both, ABC12: 'read' },
    'a Zugriffsrecht lets read, nothing else'
  )
})

t.test('a case of others exists, but is closed', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  for (const [method, body] of [['GET'], ['PUT', UPDATE]] as const) {
    const request = body ? { token, body } : { token }
    const reply = await sandbox.call(method, '/kundenangaben/CH6407', request)
    t.equal(reply.status, 403, method)
    t.match(reply.body, { title: 'Forbidden', detail: /CH6407/ })
    const unknown = await sandbox.call(method, '/kundenangaben/NONE00', request)
    t.equal(unknown.status, 404, method)
  }
  const own = await sandbox.token('foreign-client')
  t.match(await sandbox.call('GET', '/kundenangaben/CH6407', { token: own }), { status: 200 })
})

t.test('the first who replaces a case without a Bearbeiter takes it over', async t => {
  const sandbox = await createSandbox(t)
  const path = '/kundenangaben/A65JS6'
  const organisation = await tokenOf(sandbox, 'XYZ54')
  for (const [partner, token] of [
    ['ABC12', await sandbox.token()],
    ['XYZ54', organisation]
  ] as const) {
    t.match(await sandbox.call('PUT', path, { token, body: UPDATE }), { status: 204 }, partner)
    const { betreuung, ereignisse } = await kept(sandbox, 'A65JS6')
    t.strictSame(betreuung, { kundenbetreuer: 'ABC12', bearbeiter: 'ABC12' }, partner)
    const changes = ereignisse.filter(
      (one: { aktivitaet: string }) => one.aktivitaet === 'BEARBEITER_GEAENDERT'
    )
    t.equal(changes.length, 1, 'only once')
  }
  const nummer = await create(sandbox, organisation, newCase())
  await sandbox.call('PUT', `/kundenangaben/${nummer}`, { token: organisation, body: UPDATE })
  const aktivitaeten = (await kept(sandbox, nummer)).ereignisse.map(
    (one: { aktivitaet: string }) => one.aktivitaet
  )
  t.strictSame(aktivitaeten, [
    'VORGANG_ANGELEGT',
    'BEARBEITER_GEAENDERT',
    'ERFASSTE_DATEN_GEAENDERT'
  ])
})

t.test('an archived case can be read but not replaced', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const path = '/kundenangaben/ED7PIS'
  t.match(await sandbox.call('GET', path, { token }), { status: 200 })
  const reply = await sandbox.call('PUT', path, { token, body: UPDATE })
  t.match(reply, { status: 422, body: { title: 'Unprocessable Entity', detail: /archived/ } })
  const foreign = await sandbox.token('foreign-client')
  const refused = await sandbox.call('PUT', path, { token: foreign, body: UPDATE })
  t.equal(refused.status, 403, 'others are not told so')
})
