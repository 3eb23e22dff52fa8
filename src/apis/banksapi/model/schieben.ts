import type { components } from '../../../contract/types/banksapi-customer.ts'
import { fromBerlin } from '../../../world/berlin.ts'
import type { Chance } from '../../../world/chance.ts'
import type { Umsatz } from './konto.ts'
import { namenUuid } from './umsaetze.ts'

type Schemas = components['schemas']

/** A booking that a customer pushed: with times of the day, and what only such bookings have. */
export type GeschobenerUmsatz = Umsatz & {
  readonly buchungszeit: string
  readonly wertstellungszeit: string
  readonly mehr: Pick<Schemas['TransactionData'], 'waehrung' | 'gvCode' | 'identifier'>
}

/** The bookings of a product after more were pushed; what is there already is not kept twice. documented: dossier D10 */
export function schieben(
  vorhandene: readonly GeschobenerUmsatz[],
  neue: readonly Schemas['CreateTransactionData'][],
  produkt: string,
  chance: Chance
): readonly GeschobenerUmsatz[] {
  const hashes = new Set(vorhandene.map(one => one.hash))
  const added = neue
    .map(one => read(one, produkt, chance))
    .filter(one => {
      const isNew = !hashes.has(one.hash)
      hashes.add(one.hash)
      return isNew
    })
  return [...vorhandene, ...added]
}

/** What is wrong with bookings to push, in words; nothing when they are right. */
export function faultOf(neue: readonly Schemas['CreateTransactionData'][]): string | undefined {
  for (const [index, one] of neue.entries()) {
    if (cents(one.betrag) === undefined) return `[${index}].betrag has to be an amount`
    if (!isTime(one.buchungsdatum)) return `[${index}].buchungsdatum has to be a timestamp`
    const { wertstellungsdatum } = one
    if (wertstellungsdatum !== undefined && !isTime(wertstellungsdatum))
      return `[${index}].wertstellungsdatum has to be a timestamp`
  }
  return undefined
}

const TIME = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,9})?$/

/** Whether a text is a time that the calendar and the clock know. */
function isTime(text: string): boolean {
  const [, tag = '', zeit = ''] = TIME.exec(text) ?? []
  return fromBerlin(`${tag} ${zeit}`) !== undefined
}

/** Cents of an amount, a number or a text with a dot. assumed: dossier K2 and K38 */
export function cents(amount: number | string): number | undefined {
  if (typeof amount === 'string' && !/^-?\d{1,15}(\.\d{1,2})?$/.test(amount.trim()))
    return undefined
  const value = Math.round(Number(amount) * 100)
  return Number.isSafeInteger(value) ? value : undefined
}

function read(
  one: Schemas['CreateTransactionData'],
  produkt: string,
  chance: Chance
): GeschobenerUmsatz {
  const [, tag = '', zeit = ''] = TIME.exec(one.buchungsdatum) ?? []
  const wert = TIME.exec(one.wertstellungsdatum ?? '') ?? []
  const { waehrung, gvCode, identifier } = one
  const base = {
    betrag: cents(one.betrag) ?? 0,
    verwendungszweck: one.verwendungszweck,
    buchungstext: one.buchungstext ?? '',
    buchungsdatum: tag,
    wertstellungsdatum: wert[1] ?? tag,
    gegenkontoInhaber: one.gegenkontoInhaber,
    gegenkontoIban: one.gegenkontoIban ?? '',
    gegenkontoBic: one.gegenkontoBic ?? '',
    primanotaNummer: one.primanotaNummer ?? '',
    buchungszeit: zeit,
    wertstellungszeit: wert[2] ?? '00:00:00',
    ...(one.gegenkontoInhaberAbweichend !== undefined && {
      gegenkontoInhaberAbweichend: one.gegenkontoInhaberAbweichend
    }),
    mehr: {
      ...(waehrung !== undefined && { waehrung }),
      ...(gvCode !== undefined && { gvCode }),
      ...(identifier !== undefined && { identifier })
    }
  }
  const content = JSON.stringify(base)
  return {
    ...base,
    id: chance.uuid('pushed booking', produkt, content),
    hash: namenUuid(chance.bytes('pushed content', produkt, content)),
    merkmale: {}
  }
}
