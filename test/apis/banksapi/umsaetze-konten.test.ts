import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { UUID } from './calls.ts'
import { added, DAY, follow, hrefOf, pathOf, regulated, rels } from './customer.ts'
import { addKonto, cents, lasting, refresh, umsaetze } from './umsaetze.ts'

/** A hash is a UUID of version 3, one of a name. */
const HASH = /^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const TIME = /^\d{4}-\d\d-\d\d 00:00:00$/

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any

t.test('a booking has what is documented, and its amounts are money', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { path } = await addKonto(sandbox, token)
  const all = await umsaetze(sandbox, token, path)
  t.ok(all.length > 50)
  for (const one of all) {
    t.match(one, { id: UUID, hash: HASH, buchungsdatum: TIME, wertstellungsdatum: TIME })
    t.equal(one.betrag, cents(one.betrag) / 100)
    for (const name of ['verwendungszweck', 'gegenkontoInhaber', 'gegenkontoIban'])
      t.type(one[name], 'string')
    for (const name of ['waehrung', 'gvCode']) t.notOk(name in one, `${name} is left out`)
  }
  t.ok(all.some(one => one.betrag > 0) && all.some(one => one.betrag < 0))
})

t.test(
  'ids and hashes stay what they are, however often and wherever they are fetched',
  async t => {
    const sandbox = await createSandbox(t)
    await sandbox.behave({ 'banksapi.background.runsPerDay': 0 })
    const token = await lasting(sandbox)
    const { zugang, path } = await addKonto(sandbox, token)
    const first = await umsaetze(sandbox, token, path)
    for (const name of ['id', 'hash'])
      t.equal(new Set(first.map(one => one[name])).size, first.length, name)
    t.strictSame(await umsaetze(sandbox, token, path), first)
    await refresh(sandbox, token, zugang)
    t.strictSame(await umsaetze(sandbox, token, path), first, 'after a refresh')
    await sandbox.pass(10 * DAY)
    t.strictSame(await umsaetze(sandbox, token, path), first, 'nothing new without a refresh')
    await refresh(sandbox, token, zugang)
    const later = await umsaetze(sandbox, token, path)
    const known = new Set(first.map(one => one.id))
    t.strictSame(
      later.filter(one => known.has(one.id)),
      first,
      'ten days later'
    )
    t.ok(later.some(one => !known.has(one.id)))
    const other = await regulated(sandbox, 'anna')
    const again = await addKonto(sandbox, other)
    const seen = await umsaetze(sandbox, other, again.path)
    const hashes = seen.map(one => one.hash)
    // Who fetched before keeps what is older than 90 days by now.
    t.strictSame(
      hashes,
      later.slice(0, seen.length).map(one => one.hash),
      'the same account in an access of somebody else'
    )
  }
)

t.test('without maxTransactions 90 days are fetched, with it a year, or no more', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const oldest = async (login: string, query: Record<string, string>, more: object = {}) => {
    const { path } = await addKonto(sandbox, token, { login, query, ...more })
    return (await umsaetze(sandbox, token, path)).map(one => one.buchungsdatum).sort()[0]
  }
  t.match(await oldest('anna', {}), /^2026-(08-2[3-9]|09-0\d)/)
  t.match(await oldest('anna', { maxTransactions: 'none' }), /^2026-(08-2[3-9]|09-0\d)/)
  for (const maxTransactions of ['all', 'paymentAccounts'])
    t.match(await oldest('anna', { maxTransactions }), /^2025-1[12]/, maxTransactions)
})

/** How many days pass between two fetches; the last but one crosses the change of the clocks. */
const SPRUENGE = [1, 1, 2, 7, 31, 60, 30, 1]

for (const login of ['demo1', 'demo2', 'yildiz', 'fremd', 'ohneiban', 'gross'])
  t.test(`balances of ${login} agree with the bookings to the cent`, async t => {
    const sandbox = await createSandbox(t)
    const token = await lasting(sandbox)
    let zugang = await added(sandbox, token, { login })
    let bookings = 0
    for (const days of SPRUENGE) {
      await sandbox.pass(days * DAY)
      const next = await refresh(sandbox, token, zugang)
      for (const [index, produkt] of next.bankprodukte.entries())
        bookings += await compare(t, sandbox, token, zugang.bankprodukte[index], produkt)
      zugang = next
    }
    t.ok(bookings > 20, `${bookings} bookings`)
  })

/** Compares two states of a product with what was booked between them, and counts that. */
async function compare(t: Any, sandbox: Sandbox, token: string, before: Any, after: Any) {
  const title = `${after.id} on ${after.saldoDatum}`
  t.equal(after.id, before.id)
  if (after.kategorie === 'DEPOT') {
    const { body } = await follow(sandbox, token, after, 'get_depotpositionen')
    t.equal(cents(after.saldo), sum(body.map((one: Any) => one.gesamtwert)), title)
    return 0
  }
  const path = pathOf(sandbox, hrefOf(after, 'get_kontoumsaetze'))
  const since = before.saldoDatum.slice(0, 10)
  const all = await umsaetze(sandbox, token, path, `from=${since}T23:59:59`)
  const booked = sum(all.map(one => one.betrag))
  t.equal(cents(after.saldo) - cents(before.saldo), booked, title)
  if (after.verfuegterBetrag !== undefined)
    t.equal(
      cents(after.verfuegungsrahmen),
      cents(after.saldo) - cents(after.verfuegterBetrag),
      title
    )
  return all.length
}

function sum(euros: readonly number[]): number {
  return euros.reduce((total, one) => total + cents(one), 0)
}

t.test('an account without bookings has an empty list', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { produkt, path } = await addKonto(sandbox, token, { login: 'leer' })
  t.equal(produkt.saldo, 0)
  for (const query of ['', 'tag=categories', 'tag=insurances', 'categorize=true'])
    t.strictSame(await umsaetze(sandbox, token, path, query), [], query)
})

t.test('a card without IBAN has its number for an id, blanks and stars included', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { zugang, produkt, path } = await addKonto(sandbox, token, { login: 'ohneiban' })
  t.equal(produkt.id, produkt.kontonummer)
  t.match(produkt.id, /^\d{4} \*{6} \d{4}$/)
  for (const { iban, bic } of zugang.bankprodukte) {
    t.equal(iban, undefined)
    t.not(bic, '')
  }
  t.ok((await umsaetze(sandbox, token, path)).length > 0)
  t.strictSame((await follow(sandbox, token, produkt, 'self')).body, produkt)
  const [base] = path.split(encodeURIComponent(produkt.id).slice(0, 4))
  const rare = `${base}${produkt.id.replaceAll(' ', '%20').replaceAll('*', '%2A')}/kontoumsaetze`
  t.ok((await umsaetze(sandbox, token, rare)).length > 0, 'stars encoded too')
})

t.test('an account of 20,000 bookings is answered in full', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const query = { maxTransactions: 'all' }
  const { path } = await addKonto(sandbox, token, { login: 'gross', query })
  const all = await umsaetze(sandbox, token, path)
  t.ok(all.length >= 20_000, `${all.length}`)
  t.equal(new Set(all.map(one => one.id)).size, all.length)
  t.equal(new Set(all.map(one => one.hash)).size, all.length)
  const tagged = await umsaetze(sandbox, token, path, 'tag=categories')
  t.equal(tagged.length, all.length)
})

t.test('accounts in foreign currencies say so', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { bankprodukte } = await added(sandbox, token, { login: 'fremd' })
  t.match(bankprodukte, [
    { waehrung: 'USD', saldo: 200_000 },
    { waehrung: 'CHF', saldo: 31_250.45 }
  ])
})

t.test('a depot has positions and no bookings, an account the other way round', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const { bankprodukte } = await added(sandbox, token, { login: 'nurdepot' })
  t.match(bankprodukte, [{ kategorie: 'DEPOT', saldoDatenquelle: 'SONSTIGE', iban: undefined }])
  const [depot] = bankprodukte
  t.strictSame(rels(depot), ['self', 'get_depotpositionen'])
  const self = pathOf(sandbox, hrefOf(depot, 'self'))
  const missing = await sandbox.call('GET', `${self}/kontoumsaetze`, { token })
  t.match(missing, { status: 404, text: '' })
  const { produkt } = await addKonto(sandbox, token)
  const none = `${pathOf(sandbox, hrefOf(produkt, 'self'))}/depotpositionen`
  t.match(await sandbox.call('GET', none, { token }), { status: 404, text: '' })
})

t.test('positions are worth what their price says, in euros', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const kinds = new Set<string>()
  for (const login of ['demo1', 'demo2', 'nurdepot', 'ohneiban']) {
    const { bankprodukte } = await added(sandbox, token, { login })
    const depot = bankprodukte.find((one: Any) => one.kategorie === 'DEPOT')
    const { body } = await follow(sandbox, token, depot, 'get_depotpositionen')
    t.ok(body.length > 0, login)
    for (const one of body) {
      const { menge, kurs, waehrung, waehrungskurs = 1, gesamtwert, handelseinheit } = one
      kinds.add(`${handelseinheit} ${waehrung === 'EUR'}`)
      t.match(one, {
        isin: /^[A-Z]{2}[A-Z0-9]{9}\d$/,
        wkn: /^\w{6}$/,
        kursDatum: /^\d{4}-\d\d-\d\d /
      })
      const worth = (menge * kurs) / waehrungskurs / (handelseinheit === 'NOMINAL' ? 100 : 1)
      t.ok(Math.abs(worth - gesamtwert) < 0.011, one.name)
    }
  }
  for (const kind of ['STUECK true', 'STUECK false']) t.ok(kinds.has(kind), kind)
})
