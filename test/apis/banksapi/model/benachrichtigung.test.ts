import t from 'tap'
import {
  type Bewegung,
  ereignisseOf,
  fehler,
  fehlschlagOf,
  noticeOf,
  saldo,
  transaktion
} from '../../../../src/apis/banksapi/model/benachrichtigung.ts'
import type { Umsatz } from '../../../../src/apis/banksapi/model/konto.ts'
import { meldung } from '../../../../src/apis/banksapi/model/meldung.ts'
import { fertig, giro, HEUTE, NOW, produkt } from './bankfaelle.ts'

const umsatz: Umsatz = {
  id: 'u',
  hash: 'h',
  betrag: -7000,
  verwendungszweck: 'EC 68096654',
  buchungstext: 'LASTSCHRIFT',
  buchungsdatum: HEUTE,
  wertstellungsdatum: HEUTE,
  gegenkontoInhaber: 'La Sopia GmbH Munich',
  gegenkontoIban: '',
  gegenkontoBic: '',
  primanotaNummer: '0',
  merkmale: {}
}

function bewegung(
  before: number | undefined,
  after: number | undefined,
  ...neue: Umsatz[]
): Bewegung {
  const { saldo: _, ...without } = produkt(giro)
  const mit = (saldo: number | undefined) => ({ ...without, ...(saldo !== undefined && { saldo }) })
  return { vorher: mit(before), nachher: mit(after), neue }
}

t.test('bookings and balances are told apart, product by product', async t => {
  const cases: readonly (readonly [string, readonly Bewegung[], string])[] = [
    ['nothing', [bewegung(100, 100)], ''],
    ['a booking alone', [bewegung(100, 100, umsatz)], 'TRANSACTION'],
    ['a balance alone', [bewegung(100, 99)], 'BALANCE'],
    ['both', [bewegung(100, 99, umsatz)], 'TRANSACTION BALANCE'],
    ['no balance before', [bewegung(undefined, 99)], ''],
    ['no balance any more', [bewegung(100, undefined)], ''],
    ['two products', [bewegung(1, 2), bewegung(2, 3, umsatz)], 'BALANCE TRANSACTION BALANCE'],
    ['no product', [], '']
  ]
  for (const [title, bewegungen, expected] of cases)
    t.equal(
      ereignisseOf(bewegungen)
        .map(one => one.notificationType)
        .join(' '),
      expected,
      title
    )
})

t.test('the bodies are those of the documentation', async t => {
  const productId = 'DE1235233452324553423442A'
  t.strictSame(transaktion(productId, [umsatz, { ...umsatz, betrag: -133742 }]), {
    notificationType: 'TRANSACTION',
    productId,
    newTransactions: [
      { payeeName: 'La Sopia GmbH Munich', amount: -70 },
      { payeeName: 'La Sopia GmbH Munich', amount: -1337.42 }
    ]
  })
  t.strictSame(saldo(productId, 20000000, 20500000), {
    notificationType: 'BALANCE',
    productId,
    oldBalance: 200000,
    newBalance: 205000
  })
  t.match(fehler(meldung('BA1010')), {
    notificationType: 'ERROR',
    level: 'ERROR',
    code: 'BA1010',
    message: 'Zugang gesperrt',
    data: /dreimal/
  })
  t.notOk('data' in fehler(meldung('BA3000')))
})

t.test('a booking without a counterparty is named after its kind or its purpose', async t => {
  const nobody = { ...umsatz, gegenkontoInhaber: '' }
  t.match(transaktion('p', [nobody]), { newTransactions: [{ payeeName: 'LASTSCHRIFT' }] })
  t.match(transaktion('p', [{ ...nobody, buchungstext: '' }]), {
    newTransactions: [{ payeeName: 'EC 68096654' }]
  })
})

t.test('a run that failed is told, an expired consent only once', async t => {
  const before = fertig()
  const failed = { ...before, versuch: { at: NOW, meldungen: [meldung('BA1051')] } }
  t.match(fehlschlagOf(before, failed), { level: 'ERROR', code: 'BA1051' })
  t.equal(fehlschlagOf(before, before), undefined)

  const expired = { ...before, scaNoetig: 'abgelaufen' } as const
  t.match(fehlschlagOf(before, expired), { level: 'INFO', code: 'BA3000' })
  t.match(fehlschlagOf(expired, expired), { code: 'BA3000' }, 'nobody was told so far')
  t.equal(fehlschlagOf({ ...expired, gemeldet: true }, expired), undefined)
})

t.test('a notice has the documented headers and the fields of all types', async t => {
  const zugang = fertig()
  const usual = { url: 'https://portal.example/hook' }
  t.strictSame(noticeOf(zugang, saldo('p', 1, 2), NOW, 'c', { drop: true }, usual), {
    api: 'banksapi',
    tenant: zugang.tenant,
    type: 'BALANCE',
    body: {
      userId: zugang.user,
      accountId: zugang.accessId,
      tenant: zugang.tenant,
      occurred: '2026-11-21 10:00:00',
      notificationType: 'BALANCE',
      productId: 'p',
      oldBalance: 0.01,
      newBalance: 0.02
    },
    headers: {
      'User-Agent': 'BANKSapi Notifier',
      'Content-Type': 'application/json',
      Accept: '*/*',
      'X-Correlation-ID': 'c'
    },
    mischief: { drop: true },
    usual
  })
  t.notOk('usual' in noticeOf(zugang, saldo('p', 1, 2), NOW, 'c', {}, undefined))
})
