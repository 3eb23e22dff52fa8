import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { create, kept, newCase } from './cases.ts'
import { imported, post, teil, told, vorgang } from './kex.ts'

t.test('exactly PRODUCTION makes a production case', async t => {
  const sandbox = await createSandbox(t)
  const context = async (query: string, body: object = vorgang()) => {
    const reply = await post(sandbox, body, { path: `/vorgang${query}` })
    return (await kept(sandbox, reply.body.vorgangsnummer)).datenkontext
  }
  for (const path of ['?environment=PRODUCTION', '?x=1&environment=PRODUCTION&y=PRODUCTION'])
    t.equal(await context(path), 'ECHT_GESCHAEFT', path)
  const others = [
    '',
    '?',
    '?environment',
    '?environment=',
    '?environment=production',
    '?environment=Production',
    '?environment=PRODUCTION%20',
    '?environment=PRODUCTIONS',
    '?environment=TEST',
    '?environment=DEV',
    '?environment=true',
    '?Environment=PRODUCTION',
    '?ENVIRONMENT=PRODUCTION'
  ]
  for (const query of others) t.equal(await context(query), 'TEST_MODUS', query)
  t.equal(await context('', { ...vorgang(), environment: 'PRODUCTION' }), 'TEST_MODUS')
})

t.test('KreditSmart and BaufiSmart share their numbers, not their cases', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const numbers = new Set<string>()
  for (let round = 0; round < 5; round++) {
    numbers.add(await create(sandbox, token, newCase()))
    const { body } = await post(sandbox, vorgang(), { token })
    numbers.add(body.vorgangsnummer)
    const path = `/kundenangaben/${body.vorgangsnummer}`
    t.equal((await sandbox.call('GET', path, { token })).status, 404)
    const update = { kundenangaben: {}, updateMetadaten: {} }
    t.equal((await sandbox.call('PUT', path, { token, body: update })).status, 404)
  }
  t.equal(numbers.size, 10)
  const zaehler = await (await sandbox.workspace()).store.get('zaehler', 'vorgang')
  t.match(zaehler, { n: 10 }, 'one counter for both')
})

t.test('a case of BaufiSmart can be named, and both know each other', async t => {
  const sandbox = await createSandbox(t)
  const token = await sandbox.token()
  const baufiSmartVorgangsnummer = await create(sandbox, token, newCase())
  const first = await post(sandbox, vorgang({ baufiSmartVorgangsnummer }), { token })
  const second = await post(sandbox, vorgang({ baufiSmartVorgangsnummer }), { token })
  const numbers = [first.body.vorgangsnummer, second.body.vorgangsnummer]
  t.strictSame([first.body.messages, second.body.messages], [[], []])
  t.strictSame((await kept(sandbox, baufiSmartVorgangsnummer)).verknuepft, numbers)
  for (const nummer of numbers) {
    const { angaben, verknuepft } = await kept(sandbox, nummer)
    t.strictSame(
      [angaben.baufiSmartVorgangsnummer, ...verknuepft],
      Array(2).fill(baufiSmartVorgangsnummer)
    )
  }
  const path = `/kundenangaben/${baufiSmartVorgangsnummer}`
  t.equal((await sandbox.call('GET', path, { token })).status, 200, 'it can still be read')

  for (const nummer of ['ZZ9999', 'CH6407', numbers[0], 'kein Vorgang']) {
    const parts = { baufiSmartVorgangsnummer: nummer }
    const { angaben, messages } = await imported(sandbox, parts, { token })
    t.strictSame(angaben, parts, nummer)
    t.equal(messages.length, 1, nummer)
    t.match(messages[0], /baufiSmartVorgangsnummer/)
  }
  const foreign = await sandbox.token('foreign-client')
  t.notOk('verknuepft' in (await kept(sandbox, 'CH6407')), 'a case of strangers is not touched')
  t.equal((await sandbox.call('GET', '/kundenangaben/CH6407', { token: foreign })).status, 200)
})

t.test('the Kundenbetreuer has a mail about the case, if that is wished', async t => {
  const sandbox = await createSandbox(t)
  const { store } = await sandbox.workspace()
  for (const benachrichtigung of [{}, { aktiv: false }, { aktiv: 'true' }, { aktiv: 1 }])
    await post(sandbox, vorgang({ benachrichtigung }))
  t.strictSame(await store.list('emails'), [])
  const parts = { benachrichtigung: { aktiv: true } }
  const [first, second] = [await post(sandbox, vorgang(parts)), await post(sandbox, vorgang(parts))]
  t.match(
    await store.list('emails'),
    [first, second].map(({ body }) => ({ an: 'ABC12', vorgang: body.vorgangsnummer }))
  )
})

t.test('kex.automaticAntrag: every case has an application at once', async t => {
  const sandbox = await createSandbox(t)
  const { store } = await sandbox.workspace()
  const before = (await store.list('antraege')).length
  const none = await post(sandbox, vorgang())
  t.strictSame((await kept(sandbox, none.body.vorgangsnummer)).antraege, [])
  t.equal((await store.list('antraege')).length, before)

  await sandbox.behave({ 'kex.automaticAntrag': true })
  const { vorgangsnummer } = (await post(sandbox, vorgang(teil.person({ vorname: 'Max' })))).body
  const antragsnummer = `${vorgangsnummer}/1/1`
  const { antraege, angaben } = await kept(sandbox, vorgangsnummer)
  t.strictSame(antraege, [antragsnummer])
  t.strictSame(angaben, vorgang(teil.person({ vorname: 'Max' })))
  t.match(await store.get('antraege', antragsnummer), {
    vorgang: vorgangsnummer,
    antragstellerstatus: { status: 'BEANTRAGT' },
    produktanbieterstatus: { status: 'NICHT_BEARBEITET' }
  })
  const status = { antragsnummer, produktanbieterstatus: 'ABGELEHNT' }
  const reply = await sandbox.call('POST', '/kreditsmart/kex/antraege/status', {
    token: await sandbox.token(),
    body: status
  })
  t.equal(reply.status, 200, 'and its status can be told')
})

t.test('roles that may not be given are left out with a message', async t => {
  const sandbox = await createSandbox(t)
  const cases: readonly (readonly [parts: object, angaben: object, places: readonly string[]])[] = [
    [{ bearbeiter: { partnerId: 'AAV43' } }, {}, ['bearbeiter nicht']],
    [{ bearbeiter: { partnerId: 'x' } }, {}, ['bearbeiter nicht']],
    [{ tippgeber: { partnerId: 'x' } }, {}, ['tippgeber nicht']],
    [{ tippgeber: [] }, {}, ['tippgeber nicht']],
    [{ tippgeber: null, bearbeiter: null }, {}, []],
    [{ tippgeber: {}, bearbeiter: {} }, {}, ['tippgeber nicht', 'bearbeiter nicht']],
    [
      { tippgeber: { partnerId: 'DIV95' }, bearbeiter: { partnerId: 'TEST' } },
      { tippgeber: { partnerId: 'DIV95' }, bearbeiter: { partnerId: 'TEST' } },
      []
    ]
  ]
  for (const [parts, angaben, places] of cases) {
    const result = await imported(sandbox, parts)
    t.strictSame(result.angaben, angaben, JSON.stringify(parts))
    t.strictSame(told(result.messages), places, JSON.stringify(parts))
  }
})

const FOLDER = 'fixtures/examples'

t.test('the examples are taken over as they are', async t => {
  const sandbox = await createSandbox(t)
  const names = readdirSync(FOLDER).filter(name => /^kex-import-.*\.json$/.test(name))
  t.ok(names.length > 0)
  for (const name of names) {
    const sent = JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8'))
    const reply = await post(sandbox, sent)
    t.equal(reply.status, 201, name)
    t.strictSame(reply.body.messages, [], name)
    t.equal('antragsteller2' in reply.body, 'antragsteller2' in sent, name)
    const { angaben } = await kept(sandbox, reply.body.vorgangsnummer)
    t.strictSame(angaben, withTermin(sent), name)
  }
})

/** A Vorgang with the Ratenzahlungstermin that holds when nothing is said. */
// biome-ignore lint/suspicious/noExplicitAny: an example as it was read
function withTermin({ finanzbedarf, ...rest }: any): object {
  const wunsch = finanzbedarf?.finanzierungswunsch
  if (!wunsch) return { ...rest, ...(finanzbedarf && { finanzbedarf }) }
  const finanzierungswunsch = { ratenzahlungstermin: 'MONATSENDE', ...wunsch }
  return { ...rest, finanzbedarf: { ...finanzbedarf, finanzierungswunsch } }
}
