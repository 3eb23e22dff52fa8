import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { anonymise, apply, DAY, moveOn, ofCrefo, patientToken, read, STAYS } from './progress.ts'
import { submit } from './requests.ts'

/** What tells who somebody is: each text stands nowhere else. */
const PERSONAL = {
  name: 'Geheime Firma',
  iban: 'DE00GEHEIM0000004711',
  bic: 'GEHEIMXXX',
  first_name: 'Vorname',
  last_name: 'Nachname',
  email: 'privat@example.org',
  phone_number: '+49301234567',
  birthday: '1944-04-04',
  line_1: 'Privatweg 4',
  line_2: 'Hinterhaus',
  city: 'Wohnstadt',
  zip: '54321',
  manager: 'Betreuerin',
  managersEmail: 'betreuerin@example.org',
  managersPhone: '+49307654321'
}

/** An application in which all of that is said. */
function personal(crefoId = STAYS) {
  const body = ofCrefo(crefoId)
  const { company, partner_account_manager: manager } = body
  const { name, iban, bic, first_name, last_name, email, phone_number, birthday } = PERSONAL
  const { line_1, line_2, city, zip } = PERSONAL
  Object.assign(company, { name, iban, bic })
  const [somebody] = company.representatives
  Object.assign(somebody, { first_name, last_name, email, phone_number, birthday })
  Object.assign(somebody.addresses[0], { line_1, line_2, city, zip })
  const reached = { email: PERSONAL.managersEmail, phone_number: PERSONAL.managersPhone }
  Object.assign(manager, { first_name: PERSONAL.manager, last_name: PERSONAL.manager, ...reached })
  return body
}

async function begin(sandbox: Sandbox): Promise<string> {
  const token = await patientToken(sandbox)
  await sandbox.behave({ 'ing.getIncludesPayload': true })
  return token
}

async function hasPersonalData(sandbox: Sandbox, token: string, id: string): Promise<boolean> {
  const { text } = await read(sandbox, token, id)
  const found = Object.values(PERSONAL).filter(value => text.includes(value))
  if (found.length > 0 && found.length < Object.keys(PERSONAL).length)
    throw new Error(`only some are gone: ${found.join(', ')} are left`)
  return found.length > 0
}

t.test('personal data go, the rest of an application stays', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  const sent = personal()
  const id = await apply(sandbox, token, sent)
  await sandbox.pass(DAY)
  await moveOn(sandbox, id, 'REJECTED', { rejection_reasons: ['BAD_INDUSTRY_CODE'] })
  const { body: before } = await read(sandbox, token, id)
  t.ok(await hasPersonalData(sandbox, token, id))
  await sandbox.pass(DAY)
  const reply = await anonymise(sandbox, id)
  const { company, details, partner_account_manager: manager, ...shown } = before
  t.equal(reply.status, 200)
  t.strictSame(reply.body, shown, 'version, status, times and reasons are as they were')
  t.notOk(await hasPersonalData(sandbox, token, id))

  const { body: now } = await read(sandbox, token, id)
  t.match(now, shown)
  t.strictSame(now.details, details, 'amounts and terms stay')
  for (const name of ['credit_scores', 'financials', 'legal_form', 'foundation_date', 'address'])
    t.strictSame(now.company[name], company[name], `${name} stays`)
  t.equal(now.partner_account_manager.salutation, manager.salutation)
  const [somebody] = now.company.representatives
  for (const value of [now.company.name, somebody.last_name, now.partner_account_manager.email])
    t.equal(value, 'ANONYMIZED')
  for (const value of [somebody.birthday, now.company.iban]) t.ok(isGone(value), String(value))
  t.strictSame(somebody.roles, sent.company.representatives[0].roles)
})

function isGone(value: unknown): boolean {
  return value === null || value === 'ANONYMIZED'
}

t.test('personal data are nowhere in the state any more', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  const id = await apply(sandbox, token, personal('9990000101'))
  const before = await sandbox.call('GET', '/_sandkasten/state')
  await anonymise(sandbox, id)
  const after = await sandbox.call('GET', '/_sandkasten/state')
  for (const value of Object.values(PERSONAL)) {
    t.ok(before.text.includes(value), value)
    t.notOk(after.text.includes(value), value)
  }
})

/** How an application ends, and whether its personal data are forgotten then. */
const ENDS: readonly (readonly [path: readonly string[], isForgotten: boolean])[] = [
  [[], false],
  [['RISK_CHECK'], false],
  [['RISK_CHECK', 'OFFER'], false],
  [['RISK_CHECK', 'OFFER', 'ACTIVATED'], false],
  [['RISK_CHECK', 'OFFER', 'ABANDONED'], true],
  [['ABANDONED'], true],
  [['REJECTED'], true],
  [['RISK_CHECK', 'REJECTED'], true]
]

t.test('after 30 days without a loan the data are forgotten, and only then', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  for (const [path, isForgotten] of ENDS) {
    const title = ['CREATED', ...path].join(' → ')
    const id = await apply(sandbox, token, personal())
    await sandbox.pass(10 * DAY)
    for (const to of path) await moveOn(sandbox, id, to)
    const { body: before } = await read(sandbox, token, id)
    await sandbox.pass(30 * DAY - 1)
    t.ok(await hasPersonalData(sandbox, token, id), `${title}: not before`)
    await sandbox.pass(1)
    t.equal(await hasPersonalData(sandbox, token, id), !isForgotten, title)
    const { status, body } = await read(sandbox, token, id)
    t.equal(status, 200, 'it can still be read')
    const { version, last_updated_at, last_updated_by } = before
    t.match(body, { version, last_updated_at, last_updated_by, status: before.status }, title)
    await sandbox.pass(1000 * DAY)
    t.equal(await hasPersonalData(sandbox, token, id), !isForgotten, `${title}: for ever`)
  }
})

t.test('one that was rejected at once is forgotten 30 days after it came', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  const id = await apply(sandbox, token, personal('9990000101'))
  const { body: events } = await sandbox.call('GET', '/_sandkasten/events')
  const planned = events.filter((one: { about: string }) => one.about.includes(id))
  t.match(planned, [{ at: '2026-12-21T09:00:00.000Z', kind: 'ing/anonymisation' }])
  t.equal(planned.length, 1)
  await sandbox.pass(30 * DAY - 1)
  t.ok(await hasPersonalData(sandbox, token, id))
  await sandbox.pass(1)
  t.notOk(await hasPersonalData(sandbox, token, id))
})

t.test('the days are a switch', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  await sandbox.behave({ 'ing.gdprAfterDays': 1 })
  const id = await apply(sandbox, token, personal('9990000101'))
  await sandbox.pass(DAY - 1)
  t.ok(await hasPersonalData(sandbox, token, id))
  await sandbox.pass(1)
  t.notOk(await hasPersonalData(sandbox, token, id))
})

t.test('on command only what was rejected or abandoned is made anonymous', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  for (const [path, isForgotten] of ENDS) {
    const title = ['CREATED', ...path].join(' → ')
    const id = await apply(sandbox, token, personal())
    for (const to of path) await moveOn(sandbox, id, to)
    const reply = await anonymise(sandbox, id)
    t.equal(reply.status, isForgotten ? 200 : 409, title)
    t.equal(await hasPersonalData(sandbox, token, id), !isForgotten, title)
    if (!isForgotten) t.match(reply.body.detail, /REJECTED.*ABANDONED/)
    const again = await anonymise(sandbox, id)
    t.strictSame([again.status, again.body], [reply.status, reply.body], 'a second time as well')
  }
  t.equal((await anonymise(sandbox, 'de.ing.business.application.unknown')).status, 404)
})

t.test('a rejection is remembered by its Crefo number without personal data', async t => {
  const sandbox = await createSandbox(t)
  const token = await begin(sandbox)
  const id = await apply(sandbox, token, personal('2010000001'))
  await moveOn(sandbox, id, 'REJECTED')
  await anonymise(sandbox, id)
  const { body } = await submit(sandbox, token, personal('2010000001'))
  t.strictSame(body.rejection_reasons, ['RECENTLY_REJECTED'])
})
