import { berlinTime } from '../../../world/berlin.ts'
import type { Mischief, Notice } from '../../../world/effects.ts'
import type { Bankprodukt } from './bankprodukt.ts'
import type { Bankzugang } from './bankzugang.ts'
import type { Umsatz } from './konto.ts'
import { type Meldung, meldung } from './meldung.ts'
import { euros } from './zeigen.ts'

/** A product before and after a run, with the bookings that came in between. */
export type Bewegung = {
  readonly vorher: Bankprodukt
  readonly nachher: Bankprodukt
  readonly neue: readonly Umsatz[]
}

/** The part of a notification that depends on its type. documented: dossier C8 */
export type Ereignis =
  | {
      readonly notificationType: 'TRANSACTION'
      readonly productId: string
      readonly newTransactions: readonly { readonly payeeName: string; readonly amount: number }[]
    }
  | {
      readonly notificationType: 'BALANCE'
      readonly productId: string
      readonly oldBalance: number
      readonly newBalance: number
    }
  | ({ readonly notificationType: 'ERROR' } & Pick<Meldung, 'level' | 'code' | 'message'> & {
        readonly data?: string
      })

/** What a run brought, product by product. documented: dossier D6, independent of each other */
export function ereignisseOf(bewegungen: readonly Bewegung[]): readonly Ereignis[] {
  return bewegungen.flatMap(({ vorher, nachher, neue }) => [
    ...(neue.length > 0 ? [transaktion(nachher.id, neue)] : []),
    ...(vorher.saldo !== undefined && nachher.saldo !== undefined && vorher.saldo !== nachher.saldo
      ? [saldo(nachher.id, vorher.saldo, nachher.saldo)]
      : [])
  ])
}

/** Why a run brought nothing. assumed: an expired consent is told once, as long as nobody renews it (dossier D6) */
export function fehlschlagOf(vorher: Bankzugang, nachher: Bankzugang): Ereignis | undefined {
  const error = nachher.versuch.meldungen.find(({ level }) => level === 'ERROR')
  if (error) return fehler(error)
  const isNews = nachher.scaNoetig !== undefined && !vorher.gemeldet
  return isNews ? fehler(meldung('BA3000')) : undefined
}

export function transaktion(productId: string, neue: readonly Umsatz[]): Ereignis {
  const newTransactions = neue.map(
    ({ gegenkontoInhaber, buchungstext, verwendungszweck, betrag }) => ({
      payeeName: gegenkontoInhaber || buchungstext || verwendungszweck,
      amount: euros(betrag)
    })
  )
  return { notificationType: 'TRANSACTION', productId, newTransactions }
}

export function saldo(productId: string, before: number, after: number): Ereignis {
  return {
    notificationType: 'BALANCE',
    productId,
    oldBalance: euros(before),
    newBalance: euros(after)
  }
}

export function fehler({ level, code, message, details }: Meldung): Ereignis {
  return {
    notificationType: 'ERROR',
    level,
    code,
    message,
    ...(details !== undefined && { data: details })
  }
}

/** What a tenant hears of an access. documented: dossier C8 and D6, headers; assumed: the correlation id */
export function noticeOf(
  { user, accessId, tenant }: Bankzugang,
  ereignis: Ereignis,
  now: number,
  correlationId: string,
  mischief: Mischief,
  usual: Notice['usual']
): Notice {
  return {
    api: 'banksapi',
    tenant,
    type: ereignis.notificationType,
    body: { userId: user, accountId: accessId, tenant, occurred: berlinTime(now), ...ereignis },
    headers: {
      'User-Agent': 'BANKSapi Notifier',
      'Content-Type': 'application/json',
      Accept: '*/*',
      'X-Correlation-ID': correlationId
    },
    mischief,
    ...(usual && { usual })
  }
}
