import type { components } from '../../../contract/types/banksapi-customer.ts'
import { fromBerlin } from '../../../world/berlin.ts'
import type { Buchung } from './buchung.ts'
import type { Tag } from './kategorisierung.ts'
import type { GeschobenerUmsatz } from './schieben.ts'

type Transaction = components['schemas']['Transaction']

/** A booking as the API shows it. documented: dossier C4 */
export function presentUmsatz({ umsatz }: Buchung, tags: readonly Tag[] | undefined): Transaction {
  const { merkmale: _, betrag, buchungsdatum, wertstellungsdatum, ...texts } = umsatz
  const { buchungszeit, wertstellungszeit, mehr, ...shown } = texts as Partial<GeschobenerUmsatz> &
    typeof texts
  return {
    ...shown,
    betrag: betrag / 100,
    buchungsdatum: `${buchungsdatum} ${buchungszeit ?? '00:00:00'}`,
    wertstellungsdatum: `${wertstellungsdatum} ${wertstellungszeit ?? '00:00:00'}`,
    ...mehr,
    ...(tags && { tags: [...tags] })
  }
}

/** From when to when bookings are wanted, in epoch milliseconds. */
export type Fenster = { readonly von?: number; readonly bis?: number }

/** Reads `from` and `to`, or says what is wrong. documented: times; observed: a bare day is refused (dossier A2) */
export function readFenster(query: { from?: string; to?: string }): Fenster | string {
  const von = query.from === undefined ? undefined : readTime(query.from)
  const bis = query.to === undefined ? undefined : readTime(query.to)
  if (query.from !== undefined && von === undefined) return WRONG('from')
  if (query.to !== undefined && bis === undefined) return WRONG('to')
  return { ...(von !== undefined && { von }), ...(bis !== undefined && { bis }) }
}

const WRONG = (name: string) => `${name} has to be a time as 2026-11-21T00:00:00`

function readTime(text: string): number | undefined {
  // A plus of an offset arrives as a blank.
  const [, local = '', offset] =
    /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+ -]\d\d:?\d\d)?$/.exec(text) ?? []
  if (offset === undefined) return fromBerlin(local)
  if (fromBerlin(local) === undefined) return undefined
  // biome-ignore lint/style/noRestrictedGlobals: the text of a given time, it asks no clock
  const utc = Date.parse(`${local.replace(' ', 'T')}Z`)
  if (offset === 'Z') return utc
  const [, sign = '', hours = '0', minutes = '0'] = /^(.)(\d\d):?(\d\d)$/.exec(offset) ?? []
  const shift = (Number(hours) * 60 + Number(minutes)) * 60_000
  return sign === '-' ? utc + shift : utc - shift
}

/** Whether a booking lies in a window. documented: after and before, without the instants themselves (dossier I-7) */
export function liegtIn({ umsatz }: Buchung, { von, bis }: Fenster, inclusive: boolean): boolean {
  const zeit = (umsatz as Partial<GeschobenerUmsatz>).buchungszeit ?? '00:00:00'
  const at = fromBerlin(`${umsatz.buchungsdatum} ${zeit}`)
  if (at === undefined) return true
  const isAfter = von === undefined || at > von || (inclusive && at === von)
  return isAfter && (bis === undefined || at < bis || (inclusive && at === bis))
}
