const DAY_IN_BERLIN = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Berlin',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit'
})

/** The calendar day in Berlin, as `2026-11-21`. */
export function berlinDay(at: number): string {
  return DAY_IN_BERLIN.format(at)
}
