import { berlinDay } from './berlin.ts'

/** The time of a workspace. Everything that has a time asks it; only questions about the wire ask `wall()`. */
export type Clock = {
  /** Epoch milliseconds in the workspace. */
  now(): number
  /** Epoch milliseconds outside. */
  wall(): number
  /** The calendar day in Berlin, as `2026-11-21`. */
  today(): string
  reading(): Reading
  /** How it goes on from here; another one after every `set`. */
  anchor(): Anchor
  set(change: { readonly now?: number; readonly speed?: number }): void
  /** Goes on from a former anchor, as if it had not been set since. */
  resume(former: Anchor): void
  /** Stands still at an instant, or goes on as if it had not: what happens in a turn happens at once. */
  hold(at: number | undefined): void
  /** Calls `ring` once when the clock reaches `at`; a later call replaces an earlier one. */
  wakeAt(at: number | undefined, ring: () => void): void
}

/** It was `now` in the workspace when it was `wall` outside, and goes on from there. */
export type Anchor = { readonly now: number; readonly wall: number; readonly speed: number }

/** `speed` is workspace seconds for a wall second: 0 stands still, 1 runs. */
type Reading = {
  readonly now: number
  readonly mode: 'running' | 'frozen' | 'scaled'
  readonly speed: number
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * A clock that starts at `now` (epoch ms, the wall's time when left out) and runs at `speed`; with the `wall` time of
 * that instant it has gone on since.
 */
export function createClock(start: Partial<Anchor>): Clock {
  let anchor = anchorOf(start.now, start.wall, start.speed)
  let timer: NodeJS.Timeout | undefined
  let held: number | undefined
  let alarm: { at: number; ring: () => void } | undefined

  const now = () => held ?? anchor.now + Math.floor((Date.now() - anchor.wall) * anchor.speed)

  function arm(): void {
    clearTimeout(timer)
    const { speed } = anchor
    if (!alarm || speed === 0) return
    const { at } = alarm
    const wait = Math.min(Math.max(0, Math.ceil((at - now()) / speed)), LONGEST_TIMER_MS)
    timer = setTimeout(() => (now() >= at ? ring() : arm()), wait).unref()
  }

  const today = createCalendar(now)

  function ring(): void {
    const due = alarm
    alarm = undefined
    due?.ring()
  }

  return {
    now,
    wall: wallTime,
    today,
    reading: () => ({ now: now(), mode: modeOf(anchor.speed), speed: anchor.speed }),
    anchor: () => anchor,
    set(change) {
      anchor = anchorOf(change.now ?? now(), Date.now(), change.speed ?? anchor.speed)
      arm()
    },
    resume(former) {
      anchor = former
      arm()
    },
    hold(at) {
      held = at
    },
    wakeAt(at, ring) {
      alarm = at === undefined ? undefined : { at, ring }
      arm()
    }
  }
}

function anchorOf(now?: number, wall = Date.now(), speed = 1): Anchor {
  return { now: now ?? wall, wall, speed }
}

/** The day is looked up once a quarter of an hour: midnight in Berlin is never within one. */
function createCalendar(now: () => number): () => string {
  let quarter = -1
  let day = ''
  return () => {
    const current = Math.floor(now() / (15 * MINUTE))
    if (current !== quarter) day = berlinDay(now())
    quarter = current
    return day
  }
}

/** Epoch milliseconds outside of every workspace. */
export function wallTime(): number {
  return Date.now()
}

/** Waits on the wire, for faults that delay an answer. */
export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/** Does something every so often on the wall, without keeping the process alive, until the returned function is called. */
export function repeat(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms).unref()
  return () => clearInterval(timer)
}

/** Resolves with `undefined` after `ms` on the wall, unless `work` is done before. */
export function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** RFC 3339 in UTC. */
export function toIso(at: number): string {
  return new Date(at).toISOString()
}

/** Epoch milliseconds of an RFC 3339 text, `undefined` when it is none. */
export function fromIso(text: string): number | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/**
 * The instant that lies an ISO 8601 duration after `from`. Years and months are those of the calendar in UTC, and the
 * last day of a shorter month is taken. `undefined` when the text is no duration.
 */
export function after(from: number, duration: string): number | undefined {
  const parts = DURATION.exec(duration)
  if (!parts || duration.endsWith('T') || duration === 'P') return undefined
  const [years, months, weeks, days, hours, minutes, seconds] = parts
    .slice(1)
    .map(n => Number(n ?? 0))
  const moved = addMonths(from, (years ?? 0) * 12 + (months ?? 0))
  const exact = (weeks ?? 0) * 7 * DAY + (days ?? 0) * DAY + (hours ?? 0) * HOUR
  return moved + exact + (minutes ?? 0) * MINUTE + Math.round((seconds ?? 0) * SECOND)
}

const DURATION =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

function addMonths(from: number, months: number): number {
  if (months === 0) return from
  const date = new Date(from)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.setUTCDate(Math.min(day, last))
}

function modeOf(speed: number): Reading['mode'] {
  if (speed === 0) return 'frozen'
  return speed === 1 ? 'running' : 'scaled'
}
