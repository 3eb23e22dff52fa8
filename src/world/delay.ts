import { SECOND } from './clock.ts'

/** How long something takes: milliseconds or a text as `2s`, between two of them, or by percentiles. */
export type Delay = Span | Range | Percentiles
type Span = number | string
type Range = { readonly min: Span; readonly max: Span }
type Percentiles = Readonly<Partial<Record<(typeof PERCENTILES)[number], Span>>>

const PERCENTILES = ['p50', 'p75', 'p90', 'p95', 'p99'] as const

/** Nobody waits longer. */
const LONGEST_MS = 120 * SECOND

/** What is wrong with a delay; `undefined` when nothing is. */
export function wrongDelay(delay: Delay): string | undefined {
  const spans = pointsOf(delay).map(([, ms]) => ms)
  if (spans.some(ms => !(ms >= 0 && ms <= LONGEST_MS)))
    return 'delay is milliseconds, or as 250ms, 2s or 1m, and two minutes at most'
  return spans.every((ms, index) => index === 0 || ms >= (spans[index - 1] as number))
    ? undefined
    : 'the spans of delay have to grow'
}

/** The milliseconds of a delay for a draw from 0 up to 1. Between two percentiles the time grows by the same factor. */
export function delayMs(delay: Delay, draw: number): number {
  const points = pointsOf(delay)
  const [above, ms] = points.find(([share]) => draw <= share) ?? (points.at(-1) as Point)
  const [below, floor] = points.findLast(([share]) => share < draw) ?? [0, ms / 2]
  if (draw >= above) return ms
  const share = (draw - below) / (above - below)
  if (isRange(delay)) return Math.round(floor + (ms - floor) * share)
  return Math.round(Math.max(1, floor) * (Math.max(1, ms) / Math.max(1, floor)) ** share)
}

/** A share of all, and the time within which they are done. */
type Point = readonly [share: number, ms: number]

function pointsOf(delay: Delay): readonly Point[] {
  if (typeof delay !== 'object') return [[0, spanMs(delay)]]
  if (isRange(delay)) {
    return [
      [0, spanMs(delay.min)],
      [1, spanMs(delay.max)]
    ]
  }
  return PERCENTILES.flatMap(name => {
    const span = delay[name]
    return span === undefined ? [] : [[Number(name.slice(1)) / 100, spanMs(span)] as const]
  })
}

function isRange(delay: Delay): delay is Range {
  return typeof delay === 'object' && 'min' in delay
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: 60 * SECOND }

function spanMs(span: Span): number {
  if (typeof span === 'number') return span
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(span) ?? []
  return Number(count) * (UNITS[unit] ?? Number.NaN)
}
