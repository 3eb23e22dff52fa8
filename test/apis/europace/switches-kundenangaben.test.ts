import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../../sandbox.ts'
import { create, newCase, quickStart, withKunde, withoutIds } from './cases.ts'

async function post(sandbox: Sandbox, body: unknown): Promise<Reply> {
  return sandbox.call('POST', '/kundenangaben', { token: await sandbox.token(), body })
}

async function read(sandbox: Sandbox, nummer: string, client = 'demo-client'): Promise<Reply> {
  return sandbox.call('GET', `/kundenangaben/${nummer}`, { token: await sandbox.token(client) })
}

t.test('echoReferenzId: handles are shown as sent, or as internal ids everywhere', async t => {
  const sandbox = await createSandbox(t)
  const kundenangaben = {
    ...withKunde(),
    bankverbindung: { kundenreferenzIdsDerKontoinhaber: ['k1'] },
    finanzierungsobjekt: {
      darlehensliste: [{ referenzId: 'd1', darlehen: { '@type': 'BESTEHENDES_PRIVATDARLEHEN' } }]
    },
    finanzierungsbedarf: {
      finanzierungszweck: {
        '@type': 'KAPITALBESCHAFFUNG',
        abloesungDarlehenDesFinanzierungsobjektes: [
          { referenzIdAbzuloesendesDarlehen: 'd1', referenzIdFinanzierungsbaustein: 'b1' }
        ]
      },
      finanzierungsbausteine: [{ '@type': 'PRIVATDARLEHEN', referenzId: 'b1' }]
    }
  }
  const nummer = await create(sandbox, await sandbox.token(), newCase(kundenangaben))
  const handles = async () => {
    const { body } = await read(sandbox, nummer)
    const [kunde] = body.haushalte[0].kunden
    const [loan] = body.finanzierungsobjekt.darlehenslisteErfassung.darlehensliste
    const { finanzierungszweck, finanzierungsbausteine } = body.finanzierungsbedarf
    const [abloesung] = finanzierungszweck.abloesungDarlehenDesFinanzierungsobjektes
    const [baustein] = finanzierungsbausteine
    const pairs = [
      [kunde.referenzId, body.bankverbindung.kundenreferenzIdsDerKontoinhaber[0]],
      [loan.referenzId, abloesung.referenzIdAbzuloesendesDarlehen],
      [baustein.referenzId, abloesung.referenzIdFinanzierungsbaustein]
    ]
    return { pairs, ids: [kunde.id, loan.darlehen.id, baustein.id] }
  }
  t.strictSame((await handles()).pairs, [
    ['k1', 'k1'],
    ['d1', 'd1'],
    ['b1', 'b1']
  ])
  await sandbox.behave({ 'europace.echoReferenzId': false })
  const { pairs, ids } = await handles()
  t.strictSame(
    pairs,
    ids.map(id => [id, id])
  )
  t.notMatch((await read(sandbox, nummer)).text, /"[kdb]1"/)
})

t.test(
  'emitLegacyTwins: deprecated properties are hidden, or shown beside the new ones',
  async t => {
    const sandbox = await createSandbox(t)
    const kinder = [{ name: 'Kim', unterhalt: 300 }]
    const nummer = await create(
      sandbox,
      await sandbox.token(),
      newCase({ haushalte: [{ kinder }] })
    )
    const current = { kinderErfassung: { '@type': 'VORHANDENE_KINDER', kinder } }
    const shown = async () => withoutIds((await read(sandbox, nummer)).body.haushalte[0])
    t.strictSame(await shown(), current)
    await sandbox.behave({ 'europace.emitLegacyTwins': true })
    t.strictSame(await shown(), { ...current, kinder })
  }
)

t.test('emitNulls: an unknown validation status is left out, or null', async t => {
  const sandbox = await createSandbox(t)
  const kundenangaben = withKunde({ kontakt: { email: 'a@b.de' } })
  const nummer = await create(sandbox, await sandbox.token(), newCase(kundenangaben))
  const kontakt = async () => (await read(sandbox, nummer)).body.haushalte[0].kunden[0].kontakt
  t.strictSame(await kontakt(), { email: 'a@b.de' })
  await sandbox.behave({ 'europace.emitNulls': true })
  const unknown = { validierungTelefonnummer: null, validierungEmail: null }
  t.strictSame(await kontakt(), { email: 'a@b.de', ...unknown })
})

t.test('fillNebenkosten: missing costs of a purchase are filled in, or stay missing', async t => {
  const sandbox = await createSandbox(t)
  const zweck = { '@type': 'KAUF', kaufpreis: 519000 }
  const body = newCase({
    finanzierungsobjekt: { immobilie: { adresse: { plz: '10179' } } },
    finanzierungsbedarf: { finanzierungszweck: zweck }
  })
  const stored = async () => {
    const nummer = await create(sandbox, await sandbox.token(), body)
    return (await read(sandbox, nummer)).body.finanzierungsbedarf.finanzierungszweck
  }
  const nebenkosten = {
    grunderwerbsteuer: { wert: 6, einheit: 'PROZENT' },
    notargebuehr: { wert: 2, einheit: 'PROZENT' }
  }
  t.same(await stored(), { ...zweck, nebenkosten })
  await sandbox.behave({ 'europace.fillNebenkosten': false })
  t.strictSame(await stored(), zweck)
})

t.test('strictDates: three rules are enforced, or all of them', async t => {
  const sandbox = await createSandbox(t)
  const bodies: [kundenangaben: object, message: RegExp][] = [
    [withKunde({ wohnsituation: { wohnhaftSeit: '2027-01-21' } }), /60 days/],
    [
      {
        finanzierungsbedarf: {
          unbesicherteExterneDarlehen: [{ typ: 'RATENKREDIT', laufzeitende: '2026-11-21' }]
        }
      },
      /future/
    ],
    [quickStart.kundenangaben, /future/]
  ]
  for (const [kundenangaben] of bodies)
    t.equal((await post(sandbox, newCase(kundenangaben))).status, 201)
  await sandbox.behave({ 'europace.strictDates': true })
  for (const [kundenangaben, message] of bodies) {
    const reply = await post(sandbox, newCase(kundenangaben))
    t.match(reply, { status: 400, body: { title: 'Constraint Violation' } })
    t.match(reply.body.violations, [{ message }])
  }
  const inTime = withKunde({ wohnsituation: { wohnhaftSeit: '2027-01-20' } })
  t.equal((await post(sandbox, newCase(inTime))).status, 201)
})

t.test('strictScalars: numbers as text are read, or refused', async t => {
  const sandbox = await createSandbox(t)
  const odd: object[] = [
    { kunden: [{ referenzId: 'k', externeKundenId: 7 }] },
    { erfahrungImmobilienFinanzierung: 'true' },
    { erfahrungImmobilienFinanzierung: 1 },
    { zusatzangaben: { kfzAnzahl: 1.5 } },
    { zusatzangaben: { kfzAnzahl: '1' } },
    { zusatzangaben: { lebenshaltungskostenMonatlich: '1.5' } }
  ]
  const statuses = async () => {
    const replies: number[] = []
    for (const haushalt of odd)
      replies.push((await post(sandbox, newCase({ haushalte: [haushalt] }))).status)
    return new Set(replies)
  }
  t.same(await statuses(), new Set([201]))
  await sandbox.behave({ 'europace.strictScalars': true })
  t.same(await statuses(), new Set([400]))
  t.equal((await post(sandbox, quickStart)).status, 201, 'right types are right')
})

t.test('unknownType: an object of unknown kind is dropped, or refused', async t => {
  const sandbox = await createSandbox(t)
  const body = newCase({ finanzierungsbedarf: { finanzierungszweck: { '@type': 'ODD' } } })
  t.equal((await post(sandbox, body)).status, 201)
  await sandbox.behave({ 'europace.unknownType': 'reject' })
  const detail = /^Cannot deserialize into 'kundenangaben\.finanzierungsbedarf\.finanzierungszweck'/
  t.match(await post(sandbox, body), { status: 400, body: { detail } })
})

t.test('hiddenRules: a loan with its rate alone is accepted, or refused', async t => {
  const sandbox = await createSandbox(t)
  const loan = (more: object) => {
    const verbindlichkeiten = { ratenkredite: [{ rateMonatlich: 100, ...more }] }
    return newCase({ haushalte: [{ finanzielleSituation: { verbindlichkeiten } }] })
  }
  t.equal((await post(sandbox, loan({}))).status, 201)
  await sandbox.behave({ 'europace.hiddenRules': true })
  t.equal((await post(sandbox, loan({}))).status, 422)
  t.equal((await post(sandbox, loan({ restschuld: 1000 }))).status, 201)
})

t.test('violationsRoot: fields start with kundenangaben, or do not', async t => {
  const sandbox = await createSandbox(t)
  const fields = async (body: object) =>
    (await post(sandbox, body)).body.violations.map((one: { field: string }) => one.field)
  const kunden = [{}, { referenzId: 'b' }, { referenzId: 'c' }]
  const kinder = [{ geburtsdatum: '2030-01-01' }]
  const body = newCase({ haushalte: [{ kunden, kinder }] }, { datenkontext: null })
  const inside = [
    'haushalte[0].kinder[0].geburtsdatum',
    'haushalte[0].kunden',
    'haushalte[0].kunden[0].referenzId'
  ]
  const kontext = 'importMetadaten.datenkontext'
  t.same((await fields(body)).sort(), [kontext, ...inside.map(one => `kundenangaben.${one}`)])
  await sandbox.behave({ 'europace.violationsRoot': false })
  t.same((await fields(body)).sort(), [...inside, kontext])
  t.same(
    await fields(newCase(null)),
    ['kundenangaben'],
    'what is missing as a whole still has its name'
  )
})
