import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import { clientToken, HOSTING, UUID } from './calls.ts'
import {
  ACCESSES,
  add,
  follow,
  hrefOf,
  locationOf,
  pathOf,
  regulated,
  rels,
  unregulated
} from './customer.ts'
import { addKonto, build, built, push, tagsOf, umsaetze, umsatz } from './umsaetze.ts'

const IBAN = 'DE89370400440532013000'

/** The documented booking to push. */
const DOCUMENTED = {
  betrag: -64.55,
  verwendungszweck: 'EC 68096654 140215204106OC3 Ref. 5CC15048A1824480/89280',
  buchungsdatum: '2016-05-23 13:37:00',
  wertstellungsdatum: '2016-11-15 00:00:00',
  gegenkontoInhaber: 'La Sopia GmbH München',
  gegenkontoIban: 'DE00123456789012345679',
  gegenkontoBic: 'XXX12345678',
  primanotaNummer: '421337'
}

t.test('an access without a bank is complete at once and never times out', async t => {
  const sandbox = await createSandbox(t)
  for (const token of [await regulated(sandbox), await unregulated(sandbox)]) {
    const id = randomUUID()
    const made = await build(sandbox, token, { id, more: { providerId: randomUUID() } })
    t.match(made, { status: 201, text: '' })
    t.equal(locationOf(made), `${sandbox.url}${ACCESSES}/${id}`)
    const { body } = await sandbox.call('GET', pathOf(sandbox, locationOf(made)), { token })
    const [produkt] = body.bankprodukte
    t.match(body, { id, type: 'BUILDER', status: 'VOLLSTAENDIG', sync: false, messages: [] })
    t.notOk('timeout' in body)
    t.match(produkt, { id: IBAN, status: 'VOLLSTAENDIG', messages: [] })
    t.equal(produkt.aktualisierungszeitpunkt, '2026-11-21 10:00:00')
    for (const rel of rels(produkt)) t.match(rel, /^(self|get_kontoumsaetze.*)$/)
    t.ok(rels(produkt).includes('get_kontoumsaetze_categories'))
    t.strictSame((await follow(sandbox, token, produkt, 'self')).body, produkt)
    t.strictSame((await follow(sandbox, token, produkt, 'get_kontoumsaetze')).body, [])
    const list = await sandbox.call('GET', ACCESSES, { token })
    t.strictSame(list.body[id], body)
  }
})

t.test('a product is what the tenant says, but for what the server sets', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { produkt } = await built(sandbox, token, {
    id: IBAN,
    status: 'INTERAKTION',
    bezeichnung: 'Tagesgeldkonto',
    kategorie: 'TAGESGELDKONTO',
    saldo: 27365.56,
    aktualisierungszeitpunkt: '2021-10-15 09:13:44',
    saldoDatum: '2021-10-15 00:00:00',
    waehrung: 'EUR',
    kontonummer: '9012345679',
    iban: IBAN,
    bic: 'XXX12345678',
    blz: '12345678',
    kreditinstitut: 'Demo Provider',
    inhaber: 'Fritz Testmüller',
    unbekannt: { x: 1 },
    transferSupport: null
  })
  const { relations: _, messages: _m, ...shown } = produkt
  t.strictSame(shown, {
    id: IBAN,
    bezeichnung: 'Tagesgeldkonto',
    kategorie: 'TAGESGELDKONTO',
    iban: IBAN,
    bic: 'XXX12345678',
    blz: '12345678',
    kreditinstitut: 'Demo Provider',
    inhaber: 'Fritz Testmüller',
    waehrung: 'EUR',
    transferSupport: false,
    kontonummer: '9012345679',
    status: 'VOLLSTAENDIG',
    aktualisierungszeitpunkt: '2026-11-21 10:00:00',
    saldo: 27365.56,
    saldoDatum: '2021-10-15 00:00:00'
  })
})

const SPELLINGS: readonly (readonly [produkt: object, shown: object])[] = [
  [{ saldo: '200000.00' }, { saldo: 200_000 }],
  [{ saldo: '-0.5' }, { saldo: -0.5 }],
  [{ saldo: 0 }, { saldo: 0 }],
  [{ saldo: null }, { saldo: undefined }],
  [{ kategorie: undefined }, { kategorie: 'SONSTIGESKONTO' }],
  [{ kategorie: null }, { kategorie: 'SONSTIGESKONTO' }],
  [{ kategorie: 'VERSICHERUNG' }, { kategorie: 'SONSTIGESPRODUKT' }],
  [{ kategorie: 'VISA' }, { kategorie: 'KREDITKARTE' }],
  [{ kategorie: 'SONSTIGEKARTE' }, { kategorie: 'SONSTIGEKARTE' }],
  [{ kontonummer: undefined }, { kontonummer: IBAN }],
  [
    { id: '3223 ****** 4554', kategorie: 'KREDITKARTE' },
    { id: '3223 ****** 4554', kontonummer: '3223 ****** 4554' }
  ]
]

t.test('older kinds, texts as balances and missing numbers are understood', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [sent, shown] of SPELLINGS) {
    const { produkt, path } = await built(sandbox, token, sent)
    t.match(produkt, shown, JSON.stringify(sent))
    t.strictSame(await umsaetze(sandbox, token, path), [], JSON.stringify(sent))
  }
})

t.test('the same id again replaces the access', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const id = randomUUID()
  await add(sandbox, token, { id, login: 'test_sca_method_media' })
  for (const name of ['Eins', 'Zwei']) {
    const made = await build(sandbox, token, { id, produkt: { id: name } })
    t.equal(made.status, 201)
    const { body } = await sandbox.call('GET', pathOf(sandbox, locationOf(made)), { token })
    t.match(body, { type: 'BUILDER', status: 'VOLLSTAENDIG', bankprodukte: [{ id: name }] })
    t.equal(body.bankprodukte.length, 1)
  }
  t.strictSame(Object.keys((await sandbox.call('GET', ACCESSES, { token })).body), [id])
})

t.test('bookings are pushed under both spellings, and none is kept twice', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, produkt } = await built(sandbox, token, { saldo: 100 })
  const old = path.replace('kontoumsaetze', 'kontoumsatze')
  t.match(await push(sandbox, token, old, [DOCUMENTED]), { status: 201, text: '' })
  t.match(await push(sandbox, token, path, [DOCUMENTED]), { status: 201, text: '' })
  const second = umsatz('Zeitung', '2026-11-20 00:00:00')
  t.match(await push(sandbox, token, `${old}/`, [second, second, DOCUMENTED]), { status: 201 })
  t.match(await push(sandbox, token, path, []), { status: 201, text: '' })
  const all = await umsaetze(sandbox, token, path)
  t.equal(all.length, 2)
  for (const one of all) t.match(one, { id: UUID, hash: UUID })
  t.equal(new Set(all.flatMap(one => [one.id, one.hash])).size, 4)
  t.match(
    all.find(one => one.betrag === -64.55),
    DOCUMENTED
  )
  t.equal((await follow(sandbox, token, produkt, 'self')).body.saldo, 100)
})

t.test('amounts may be texts, null is nothing, and references come back', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  const identifier = { endToEndId: 'E2E', mandateId: 'M1', batchId: '4711' }
  const more = { betrag: '12.30', gvCode: '166', waehrung: 'EUR', identifier, gegenkontoBic: null }
  const pushed = umsatz('Text', '2026-11-20 00:00:00', { ...more, tags: null, id: 'x', hash: 'y' })
  t.match(await push(sandbox, token, path, [pushed]), { status: 201 })
  const [one] = await umsaetze(sandbox, token, path)
  t.match(one, { betrag: 12.3, gvCode: '166', waehrung: 'EUR', identifier, id: UUID, hash: UUID })
  t.notOk(JSON.stringify(one).includes('null'))
})

t.test('pushed bookings are categorised as others are, rules included', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, produkt } = await built(sandbox, token)
  const with_ = { gegenkontoInhaber: 'Frischhof Lebensmittel' }
  await push(sandbox, token, path, [umsatz('Einkauf', '2026-11-01 00:00:00', with_)])
  const [one] = (await follow(sandbox, token, produkt, 'get_kontoumsaetze_categories')).body
  t.strictSame(tagsOf(one), ['LIVING_GROCERIES'])
  const tree = { systemName: 'CATEGORIES' }
  const body = { tags: [{ tagTreeItem: { systemName: 'BANKFINANCE', tagTree: tree } }] }
  const rule = `${path}/${one.id}?createRule=true`
  t.match(await sandbox.call('PUT', rule, { token, body }), { status: 200, text: '' })
  await push(sandbox, token, path, [
    umsatz('Einkauf', '2026-11-02 00:00:00', { gegenkontoInhaber: 'FRISCHHOF  LEBENSMITTEL' }),
    umsatz('Zeitung', '2026-11-03 00:00:00')
  ])
  const names = Object.fromEntries(
    (await umsaetze(sandbox, token, path, 'tag=categories')).map(each => [
      each.buchungsdatum,
      tagsOf(each)[0]
    ])
  )
  t.equal(names['2026-11-01 00:00:00'], 'BANKFINANCE')
  t.equal(names['2026-11-02 00:00:00'], 'BANKFINANCE', 'the rule')
  t.not(names['2026-11-03 00:00:00'], 'BANKFINANCE')
})

t.test('a refresh does nothing, and what is deleted is gone with its bookings', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { zugang, path } = await built(sandbox, token)
  await push(sandbox, token, path, [DOCUMENTED])
  const refreshed = await sandbox.call('POST', `${ACCESSES}?refresh=true`, {
    token,
    body: { [zugang.id]: {} }
  })
  t.match(refreshed, { status: 201, text: '' })
  t.strictSame((await follow(sandbox, token, zugang, 'self')).body, zugang)
  t.equal((await umsaetze(sandbox, token, path)).length, 1)

  await follow(sandbox, token, zugang, 'delete_bankzugang', { method: 'DELETE' })
  t.match(await push(sandbox, token, path, [DOCUMENTED]), { status: 404, text: '' })
  t.match(await sandbox.call('GET', path, { token }), { status: 404, text: '' })
  await build(sandbox, token, { id: zugang.id })
  t.strictSame(await umsaetze(sandbox, token, path), [], 'a new access of the same id')
})

t.test('bookings are pushed to one’s own builder accesses alone', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await built(sandbox, token)
  const real = await addKonto(sandbox, token)
  t.match(await push(sandbox, token, real.path, [DOCUMENTED]), {
    status: 400,
    body: { code: '400' }
  })
  const other = await regulated(sandbox, 'anna')
  t.match(await push(sandbox, other, path, [DOCUMENTED]), { status: 404, text: '' })
  const unknown = path.replace(IBAN, 'DE1')
  t.match(await push(sandbox, token, unknown, [DOCUMENTED]), { status: 404, text: '' })
  const client = await clientToken(sandbox, HOSTING)
  t.match(await push(sandbox, client, path, [DOCUMENTED]), { status: 403, text: '' })
  t.match(await build(sandbox, client), { status: 403, text: '' })
  t.strictSame(await umsaetze(sandbox, token, path), [])
})

const WRONG_PUSH: readonly (readonly [title: string, body: unknown])[] = [
  ['no list', DOCUMENTED],
  ['a text', [1]],
  ['no amount', [{ ...DOCUMENTED, betrag: undefined }]],
  ['an amount that is null', [{ ...DOCUMENTED, betrag: null }]],
  ['an amount that is none', [{ ...DOCUMENTED, betrag: '1,5' }]],
  ['an amount beyond all measure', [{ ...DOCUMENTED, betrag: 1e300 }]],
  ['no day', [{ ...DOCUMENTED, buchungsdatum: undefined }]],
  ['a day that is none', [{ ...DOCUMENTED, buchungsdatum: 'gestern' }]],
  ['a day that no calendar has', [{ ...DOCUMENTED, buchungsdatum: '2026-02-30 00:00:00' }]],
  ['no purpose', [{ ...DOCUMENTED, verwendungszweck: undefined }]],
  ['no counterparty', [{ ...DOCUMENTED, gegenkontoInhaber: undefined }]],
  ['one wrong of two', [DOCUMENTED, {}]]
]

const WRONG_BUILD: readonly (readonly [title: string, more: object])[] = [
  ['no id', { id: undefined }],
  ['an id that is no UUID', { id: 'meiner' }],
  ['no provider', { providerId: undefined }],
  ['a provider that is no UUID', { providerId: 'demo' }],
  ['no products', { bankprodukte: undefined }],
  ['products that are no list', { bankprodukte: {} }],
  ['a product without id', { bankprodukte: [{ kategorie: 'GIROKONTO' }] }],
  ['an unknown kind', { bankprodukte: [{ id: 'x', kategorie: 'SPARSCHWEIN' }] }],
  ['a balance that is none', { bankprodukte: [{ id: 'x', saldo: 'viel' }] }]
]

t.test('what makes no sense is refused in words, and nothing is kept', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path, zugang } = await built(sandbox, token)
  for (const [title, body] of WRONG_PUSH)
    t.match(await push(sandbox, token, path, body), { status: 400, body: { code: '400' } }, title)
  t.strictSame(await umsaetze(sandbox, token, path), [])
  for (const [title, more] of WRONG_BUILD)
    t.match(await build(sandbox, token, { more }), { status: 400, body: { code: '400' } }, title)
  t.strictSame(Object.keys((await sandbox.call('GET', ACCESSES, { token })).body), [zugang.id])
  t.ok(hrefOf(zugang, 'delete_bankzugang'))
})
