type Parts = Pick<
  Intl.DateTimeFormatOptions,
  'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'
>

const DAY: Parts = { year: 'numeric', month: '2-digit', day: '2-digit' }
const TIME: Parts = { ...DAY, hour: '2-digit', minute: '2-digit', second: '2-digit' }

/** Made when it is first needed: loading the rules of the time zone costs the start some ten milliseconds. */
function formatter(parts: Parts): (at: number) => string {
  let format: Intl.DateTimeFormat | undefined
  return at => {
    format ??= new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', ...parts })
    return format.format(at)
  }
}

const HOUR_MS = 3_600_000

/** The calendar day in Berlin, as `2026-11-21`. */
export const berlinDay = formatter(DAY)

/** The time in Berlin, as `2026-11-21 10:00:00`. Fractions of a second are cut off. */
export const berlinTime = formatter(TIME)

/**
 * The instant of a time in Berlin, `2026-11-21 10:00:00` or with a `T` in the middle; `undefined` when it is none. In
 * October's doubled hour the later instant; a time that March leaves out is an hour later.
 */
export function fromBerlin(text: string): number | undefined {
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text) ?? []
  const utc = Date.parse(`${day}T${time}Z`)
  if (Number.isNaN(utc) || new Date(utc).toISOString() !== `${day}T${time}.000Z`) return undefined
  const [winter, summer] = [utc - HOUR_MS, utc - 2 * HOUR_MS]
  const isSummer =
    berlinTime(winter) !== `${day} ${time}` && berlinTime(summer) === `${day} ${time}`
  return isSummer ? summer : winter
}
