import {
  type Datum,
  datumVon,
  ersterDesMonats,
  letzterDesMonats,
  tagAm,
  tagText,
  tagVon,
  zweistellig
} from './tage.ts'

/** The month of a day, as `2026-11`. */
export function monatOf(day: string): string {
  return day.slice(0, 7)
}

/** The month some months later or, with a negative number, earlier. */
export function addMonths(monat: string, months: number): string {
  const { jahr, monat: imJahr } = datumVon(tagVon(`${monat}-01`))
  const count = jahr * 12 + imJahr - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${zweistellig((count % 12) + 1)}`
}

/** The same day some months later; the last one where a month is shorter. */
export function dayAfterMonths(day: string, months: number): string {
  const target = datumVon(tagVon(`${addMonths(monatOf(day), months)}-01`))
  const { tag } = datumVon(tagVon(day))
  const last = datumVon(letzterDesMonats(target)).tag
  return tagText(tagAm({ ...target, tag: Math.min(tag, last) }))
}

export function dayAfter(day: string, days: number): string {
  return tagText(tagVon(day) + days)
}

/** How many days lie between two days. */
export function daysBetween(from: string, to: string): number {
  return tagVon(to) - tagVon(from)
}

/** First and last day of a month. */
export function daysOf(monat: string): { readonly first: string; readonly last: string } {
  const datum: Datum = datumVon(tagVon(`${monat}-01`))
  return { first: tagText(ersterDesMonats(datum)), last: tagText(letzterDesMonats(datum)) }
}
