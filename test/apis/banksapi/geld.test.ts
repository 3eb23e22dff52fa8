import fc from 'fast-check'
import t from 'tap'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { HOSTING, userToken } from './calls.ts'
import { codes, DAY, DEMO, hrefOf, MINUTE, pathOf } from './customer.ts'
import { addKonto, cents, lasting, refresh, umsaetze } from './umsaetze.ts'
import {
  type Any,
  ARTEN,
  type Art,
  type Auftrag,
  buecher,
  debit,
  endOf,
  GIRO,
  ibanAt,
  isDebit,
  onDay,
  orderIn,
  ready,
  start,
  startOn,
  TODAY,
  transfer
} from './zahlungen.ts'

const NOSCA = 'demo1+nosca'
const FRIEDA = ibanAt('2012345678')

/** The first product of an access after a fetch, and its bookings. */
async function fetched(sandbox: Sandbox, token: string, access: Any) {
  const fresh = await refresh(sandbox, token, access)
  const [produkt] = fresh.bankprodukte
  return { produkt, list: await bookingsOf(sandbox, token, produkt) }
}

function bookingsOf(sandbox: Sandbox, token: string, produkt: Any): Promise<Any[]> {
  return umsaetze(sandbox, token, pathOf(sandbox, hrefOf(produkt, 'get_kontoumsaetze')))
}

t.test('a transfer is seen after the next refresh, on both accounts', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const other = await lasting(sandbox, 'other')
  const own = await addKonto(sandbox, token)
  const theirs = await addKonto(sandbox, other, { login: 'demo2' })
  t.equal(theirs.produkt.id, FRIEDA)
  const posten = {
    recipient: 'Frieda Testmüller',
    purpose: 'Miete November',
    iban: FRIEDA,
    bic: 'DEMO1234',
    amount: 123.45
  }
  const before = await umsaetze(sandbox, token, own.path)
  const { body } = await start(sandbox, token, 'single-transfer', { login: NOSCA, posten })
  t.strictSame(codes(body), ['BA1111'])
  const still = (await sandbox.call('GET', pathOf(sandbox, hrefOf(own.zugang, 'self')), { token }))
    .body
  t.strictSame(still, own.zugang, 'nothing is seen without a refresh')
  t.strictSame(await umsaetze(sandbox, token, own.path), before)

  const { produkt, list } = await fetched(sandbox, token, own.zugang)
  t.equal(cents(produkt.saldo), cents(own.produkt.saldo) - 12345)
  t.equal(cents(produkt.verfuegungsrahmen), cents(own.produkt.verfuegungsrahmen) - 12345)
  t.equal(produkt.verfuegterBetrag, own.produkt.verfuegterBetrag)
  const news = list.filter(({ hash }) => !before.some(one => one.hash === hash))
  t.equal(list.length, before.length + 1)
  t.match(news, [
    {
      betrag: -123.45,
      verwendungszweck: 'Miete November',
      buchungstext: 'ONLINE-UEBERWEISUNG',
      buchungsdatum: `${TODAY} 00:00:00`,
      wertstellungsdatum: `${TODAY} 00:00:00`,
      gegenkontoInhaber: 'Frieda Testmüller',
      gegenkontoIban: FRIEDA,
      gegenkontoBic: 'DEMO1234'
    }
  ])

  const there = await fetched(sandbox, other, theirs.zugang)
  t.equal(cents(there.produkt.saldo), cents(theirs.produkt.saldo) + 12345)
  const came = there.list.filter(({ verwendungszweck }) => verwendungszweck === 'Miete November')
  t.match(came, [
    {
      betrag: 123.45,
      buchungstext: 'GUTSCHRIFT',
      gegenkontoInhaber: 'Fritz Testmüller',
      gegenkontoIban: GIRO,
      gegenkontoBic: 'XXX12345678'
    }
  ])
  t.not(came[0].id, news[0].id)
  const again = await fetched(sandbox, token, own.zugang)
  t.strictSame(again.list, list, 'and only once')
})

t.test('several orders are booked one by one, in their order', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const own = await addKonto(sandbox, token)
  const orders = [1, 2, 3].map(n => transfer({ amount: n, purpose: `Teil ${n}` }))
  const more = { transferDetails: orders }
  await start(sandbox, token, 'bulk-transfer', { login: NOSCA, more })
  const { produkt, list } = await fetched(sandbox, token, own.zugang)
  t.equal(cents(produkt.saldo), cents(own.produkt.saldo) - 600)
  const parts = list.filter(({ verwendungszweck }) => /^Teil/.test(verwendungszweck))
  t.strictSame(parts.map(({ betrag }) => betrag).sort(), [-1, -2, -3])
  t.equal(new Set(parts.map(({ hash }) => hash)).size, 3)
})

t.test('the same order twice makes two bookings with their own hashes', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const own = await addKonto(sandbox, token)
  for (const _ of [1, 2]) await start(sandbox, token, 'single-transfer', { login: NOSCA })
  const { list } = await fetched(sandbox, token, own.zugang)
  const both = list.filter(({ verwendungszweck }) => verwendungszweck === 'Spende UNICEF')
  t.equal(both.length, 2)
  t.equal(new Set(both.map(({ hash }) => hash)).size, 2)
  t.equal(new Set(both.map(({ id }) => id)).size, 2)
})

const TEXTS = [
  ['FRST', false, 'ERSTLASTSCHRIFT'],
  ['RCUR', false, 'FOLGELASTSCHRIFT'],
  ['FNAL', false, 'LETZTE LASTSCHRIFT'],
  ['OOFF', false, 'EINMALLASTSCHRIFT'],
  ['RCUR', true, 'FIRMENFOLGELASTSCHRIFT']
] as const

t.test('a debit brings money, and the debtor reads what kind it was', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const own = await addKonto(sandbox, token)
  const theirs = await addKonto(sandbox, token, { login: 'demo2' })
  for (const [n, [sequenceType, business, text]] of TEXTS.entries()) {
    const purpose = `Beitrag ${n}`
    const posten = { debtorIban: FRIEDA, debtorName: 'Frieda', purpose, amount: 10 }
    const order = { login: NOSCA, posten, more: { sequenceType, business } }
    t.strictSame(codes((await start(sandbox, token, 'single-debit', order)).body), ['BA1212'])
    const [mine, hers] = [
      await fetched(sandbox, token, own.zugang),
      await fetched(sandbox, token, theirs.zugang)
    ]
    t.equal(cents(mine.produkt.saldo), cents(own.produkt.saldo) + (n + 1) * 1000, text)
    t.equal(cents(hers.produkt.saldo), cents(theirs.produkt.saldo) - (n + 1) * 1000, text)
    const zweck = `${purpose} EREF+123 MREF+M-1 CRED+DE98ZZZ09999999999`
    const is = ({ verwendungszweck }: Any) => verwendungszweck === zweck
    t.match(mine.list.filter(is), [
      { betrag: 10, buchungstext: 'LASTSCHRIFTEINZUG', gegenkontoIban: FRIEDA }
    ])
    t.match(hers.list.filter(is), [{ betrag: -10, buchungstext: text, gegenkontoIban: GIRO }])
  }
})

t.test('whoever has an account sees it, in this workspace alone', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const other = await lasting(sandbox, 'other')
  const twin = await addKonto(sandbox, other, { login: 'demo1+again' })
  const world = await sandbox.workspace('elsewhere')
  t.ok(world)
  const far = await userToken(sandbox, `${HOSTING}+elsewhere`)
  const away = await addKonto(sandbox, far)
  await start(sandbox, token, 'single-transfer', { login: NOSCA })
  const seen = await fetched(sandbox, other, twin.zugang)
  t.equal(cents(seen.produkt.saldo), cents(twin.produkt.saldo) - 150, 'the other user of it')
  const unseen = await fetched(sandbox, far, away.zugang)
  t.equal(unseen.produkt.saldo, away.produkt.saldo, 'not in another workspace')
  t.strictSame(await buecher(sandbox, 'elsewhere'), [])
})

t.test('a transfer between accounts of one login moves the money', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const access = await ready(sandbox, token)
  const iban = 'DE00123456789012345679'
  const login = { login: NOSCA, posten: { iban, amount: 45.78 } }
  await start(sandbox, token, 'single-transfer', login)
  const fresh = await refresh(sandbox, token, access)
  const [giro, tagesgeld] = fresh.bankprodukte
  t.equal(cents(giro.saldo), cents(access.bankprodukte[0].saldo) - 4578)
  t.equal(cents(tagesgeld.saldo), cents(access.bankprodukte[1].saldo) + 4578)
  const to = { login: NOSCA, posten: { iban: GIRO, amount: 1 } }
  t.strictSame(codes((await start(sandbox, token, 'single-transfer', to)).body), ['BA1111'])
  const [self] = (await refresh(sandbox, token, access)).bankprodukte
  t.equal(self.saldo, giro.saldo, 'to oneself it comes to nothing')
  const all = await bookingsOf(sandbox, token, self)
  t.equal(all.filter(({ gegenkontoIban }) => gegenkontoIban === GIRO).length, 2)
})

t.test('the money of a later day moves on that day', async t => {
  const sandbox = await createSandbox(t)
  const token = await lasting(sandbox)
  const { zugang, produkt } = await addKonto(sandbox, token, { login: 'leer' })
  const posten = { iban: produkt.id, recipient: 'Leonie Leer', amount: 7 }
  const more = { requestedExecutionDate: '2026-11-24' }
  await start(sandbox, token, 'single-transfer', { login: NOSCA, posten, more })
  await sandbox.pass(2 * DAY)
  t.equal((await fetched(sandbox, token, zugang)).produkt.saldo, 0)
  await sandbox.pass(DAY)
  const after = await fetched(sandbox, token, zugang)
  t.equal(after.produkt.saldo, 7)
  t.match(after.list, [{ betrag: 7, buchungsdatum: '2026-11-24 00:00:00' }])
})

/** Logins at the demo bank with an account that can pay. */
const LOGINS = [
  { login: 'demo1', iban: GIRO },
  { login: 'demo2', iban: FRIEDA },
  { login: 'demo3', iban: ibanAt('3012345678') },
  { login: 'leer', iban: ibanAt('1600000001') },
  { login: 'test_failing_payment', iban: ibanAt('6012345678') }
] as const
const OUTSIDE = ['DE57370205000000300000', 'DE62430609671149278400'] as const

type Zug =
  | {
      readonly do: 'pay'
      readonly who: number
      readonly art: Art
      /** Indices of those on the other side, with cents. */
      readonly orders: readonly (readonly [whom: number, cents: number])[]
      readonly days: number
      readonly onAccess: boolean
    }
  | { readonly do: 'refresh'; readonly who: number }
  | { readonly do: 'pass'; readonly ms: number }

const who = fc.nat({ max: LOGINS.length - 1 })
const whom = fc.nat({ max: LOGINS.length + OUTSIDE.length - 1 })
const money = fc.oneof(fc.integer({ min: -5, max: 50_000 }), fc.integer({ min: 1, max: 900_000 }))
const zug: fc.Arbitrary<Zug> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      who,
      art: fc.constantFrom(...ARTEN),
      orders: fc.array(fc.tuple(whom, money), { minLength: 1, maxLength: 3 }),
      days: fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 4 })),
      onAccess: fc.boolean()
    })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('refresh' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(MINUTE, 5 * MINUTE, DAY / 2, DAY, 3 * DAY)
    })
  }
)

const ibans = [...LOGINS.map(({ iban }) => iban), ...OUTSIDE]

function auftragOf(zug: Extract<Zug, { do: 'pay' }>, now: number): Auftrag {
  const day = new Date(now + zug.days * DAY).toISOString().slice(0, 10)
  const orders = zug.orders.map(([whom, amount], n) =>
    isDebit(zug.art)
      ? debit({ debtorIban: ibans[whom], amount: amount / 100, mandateIdentification: `M${n}` })
      : transfer({ iban: ibans[whom], amount: amount / 100 })
  )
  const name = isDebit(zug.art) ? 'debitDetails' : 'transferDetails'
  const details = zug.art.startsWith('bulk') ? orders : orders[0]
  const when = zug.days === 0 && !isDebit(zug.art) ? {} : onDay(zug.art, day)
  return { more: { [name]: details, ...when } }
}

/** What an account had before the first of its bookings, and what has to be there ever since. */
type Anfang = {
  readonly zugang: Any
  readonly since: string
  readonly opening: ReadonlyMap<string, number>
}

/** The balance of each product with bookings less all its bookings of a day and later. */
async function openingOf(sandbox: Sandbox, token: string, zugang: Any, since: string) {
  const opening = new Map<string, number>()
  for (const produkt of zugang.bankprodukte) {
    if (produkt.kategorie === 'DEPOT' || produkt.kategorie === 'BAUSPARVERTRAG') continue
    const list = await bookingsOf(sandbox, token, produkt)
    const later = list.filter(({ buchungsdatum }) => buchungsdatum >= since)
    const sum = later.reduce((all, { betrag }) => all + cents(betrag), 0)
    opening.set(produkt.id, cents(produkt.saldo) - sum)
  }
  return opening
}

/** Every book is the sum of its entries, and no cent comes from or goes to nowhere. */
async function checkBuecher(sandbox: Sandbox): Promise<void> {
  const books = await buecher(sandbox)
  let all = 0
  for (const { id, summe, umsaetze } of books) {
    const sum = umsaetze.reduce((sum: number, { betrag }: Any) => sum + betrag, 0)
    if (sum !== summe) throw new Error(`the book of ${id} says ${summe}, its entries ${sum}`)
    all += summe
  }
  if (all !== 0) throw new Error(`the books together say ${all}`)
}

t.test('no cent is lost or made, whatever is paid and whenever it is looked at', async t => {
  const sandbox = await createSandbox(t)
  const seed = Date.now() % 1_000_000
  t.comment(`seed ${seed}`)
  let moved = 0
  await fc.assert(
    fc.asyncProperty(fc.array(zug, { minLength: 5, maxLength: 14 }), async zuege => {
      await sandbox.call('POST', '/_sandkasten/reset')
      await sandbox.behave({ 'banksapi.tokenTtlSeconds': 400 * 86_400 })
      await play(sandbox, zuege)
      moved += (await buecher(sandbox)).flatMap(({ umsaetze }) => umsaetze).length
    }),
    { numRuns: 30, seed }
  )
  t.comment(`${moved} entries`)
  t.ok(moved > 0, 'some money moved')
})

/** Plays some moves, and compares books, bookings and balances after each refresh and at the end. */
async function play(sandbox: Sandbox, zuege: readonly Zug[]): Promise<void> {
  const token = await userToken(sandbox, HOSTING)
  const anfaenge: Anfang[] = []
  const world = await sandbox.workspace()
  const since = world.clock.today()
  for (const { login } of LOGINS) {
    const zugang = await ready(sandbox, token, { login: `${login}+nosca` })
    const opening = await openingOf(sandbox, token, zugang, since)
    anfaenge.push({ zugang, since, opening })
  }
  for (const zug of [...zuege, { do: 'pass', ms: 6 * DAY } as const]) {
    if (zug.do === 'pass') await sandbox.pass(zug.ms)
    if (zug.do === 'refresh') await checkKonten(sandbox, token, anfaenge[zug.who] as Anfang)
    if (zug.do === 'pay') {
      const { login, iban } = LOGINS[zug.who] as (typeof LOGINS)[number]
      const auftrag = auftragOf(zug, world.clock.now())
      const { status, body, text } = zug.onAccess
        ? await startOn(sandbox, token, zug.art, anfaenge[zug.who]?.zugang, auftrag)
        : await start(sandbox, token, zug.art, {
            ...auftrag,
            login: `${login}+nosca`,
            product: iban
          })
      if (status !== 200) throw new Error(`${status} ${text}`)
      const failed = body.messages[0].level === 'ERROR'
      const right = zug.days > 0 && !isDebit(zug.art) ? 'BA1112' : endOf(zug.art)
      if (!failed && body.messages[0].code !== right) throw new Error(JSON.stringify(body.messages))
      if (orderIn(body).provider !== DEMO) throw new Error('another bank')
    }
    await checkBuecher(sandbox)
  }
  for (const anfang of anfaenge) await checkKonten(sandbox, token, anfang)
}

/** After a refresh the balance is what there was before, and all bookings since. */
async function checkKonten(sandbox: Sandbox, token: string, { zugang, since, opening }: Anfang) {
  const fresh = await refresh(sandbox, token, zugang)
  const now = await openingOf(sandbox, token, fresh, since)
  for (const [id, sum] of opening)
    if (now.get(id) !== sum)
      throw new Error(`${id}: ${now.get(id)} before its bookings and not ${sum} any more`)
}
