import { type Buchung, buchungId, type Gegenkonto, isWith } from './buchung.ts'
import type { Umsatzbaum } from './tagbaum.ts'

/** What a user has said of one booking. */
export type Zuordnung = {
  /** See `zuordnungId`. */
  readonly id: string
  readonly user: string
  readonly accessId: string
  readonly productId: string
  /** Id of the booking. */
  readonly umsatz: string
  readonly baum: Umsatzbaum
  /** System name of the item. */
  readonly item: string
  /** Counts the assignments of this booking in this tree. */
  readonly nummer: number
}

/** What a user has said of all later bookings of somebody. */
export type Tagregel = {
  readonly id: string
  readonly user: string
  readonly gegenkonto: Gegenkonto
  readonly baum: Umsatzbaum
  /** System name of the item. */
  readonly item: string
  readonly createdAt: number
  /** Bookings that were there before the rule, by `buchungId`: they are not its business. */
  readonly vorhandene?: Readonly<Record<string, true>>
}

/** One of each user, booking and tree. */
export function zuordnungId(user: string, buchung: Buchung, baum: Umsatzbaum): string {
  return `${user} ${buchungId(buchung)} ${baum}`
}

/** Whether a rule is about a booking. documented: dossier D9, rules work on future bookings */
export function gilt({ gegenkonto, vorhandene = {} }: Tagregel, buchung: Buchung): boolean {
  return isWith(buchung, gegenkonto) && !Object.hasOwn(vorhandene, buchungId(buchung))
}

/** Rules in the order in which they count, the newest first. */
export function sortRegeln(regeln: readonly Tagregel[]): readonly Tagregel[] {
  return regeln.toSorted((one, other) => other.createdAt - one.createdAt)
}
