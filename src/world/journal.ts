import { type Exchange, readBody, type View, viewInFull, viewOf } from './exchange.ts'
import { type Compared, compare, fits, type Mismatch, type Pattern } from './match.ts'
import { redact, redactHeaders, redactPath } from './redact.ts'
import { type Branch, createTally, type Tally } from './tally.ts'
import { createWaiting } from './waiting.ts'

/** A request that nearly fits a pattern. */
export type NearMiss = {
  /** From 0 to 1. */
  readonly score: number
  readonly mismatches: readonly Mismatch[]
  readonly request: View
}

/** The last exchanges of a workspace, bounded in entries and bytes. */
export type Journal = {
  /** `read` is the value of the body where the exchange only has its text. */
  add(exchange: Exchange, read?: unknown): void
  get(id: string): View | undefined
  find(pattern: Pattern): readonly View[]
  /** How many fit. */
  count(pattern: Pattern): number
  /** Those that do not fit but come closest, the best first. */
  nearest(pattern: Pattern, limit: number): readonly NearMiss[]
  /** The newest that fit, from before an id on; only as many are looked at and made readable as are wanted. */
  latest(fits: (exchange: Exchange) => boolean, count: number, before?: number): readonly View[]
  /** Resolves once `count` exchanges fit, those of before included. */
  wait(pattern: Pattern, count: number, signal: AbortSignal): Promise<readonly View[]>
  readonly size: number
  /** What was asked so far, the exchanges included that made room for others. */
  readonly tally: Tally
  clear(): void
}

type Entry = { readonly id: number; readonly bytes: number; readonly exchange: Exchange }

/** What an entry costs beside its bodies, roughly: headers and the record itself. */
const ENTRY_BYTES = 1_000

export type JournalOptions = {
  readonly entries: number
  readonly bytes: number
  /** The branches of flows that an answer shows. */
  readonly touched?: (exchange: Exchange) => readonly Branch[]
}

/** `added` is told of each new exchange. */
export function createJournal(limits: JournalOptions, added: () => void = () => {}): Journal {
  const tally = createTally(limits.touched ?? (() => []))
  let entries: Entry[] = []
  let start = 0
  let bytes = 0
  let nextId = 1
  const waiting = createWaiting<Entry>()

  /** Drops from the front; the array is cut only now and then, so that an entry costs the same however many there are. */
  function trim(): void {
    while (
      entries.length - start > limits.entries ||
      (bytes > limits.bytes && entries.length - start > 1)
    ) {
      bytes -= (entries[start] as Entry).bytes
      entries[start++] = undefined as never
    }
    if (start > 256 && start * 2 > entries.length) {
      entries = entries.slice(start)
      start = 0
    }
  }

  const since = (pattern: Pattern) => entries.slice(start).filter(one => isLater(one, pattern))
  const fitting = (pattern: Pattern) => entries.slice(start).filter(one => isFitting(one, pattern))

  return {
    add(exchange, read = exchange.requestBody) {
      const size = ENTRY_BYTES + exchange.requestBytes + exchange.responseBytes
      const entry = { id: nextId++, bytes: size, exchange }
      entries.push(entry)
      bytes += size
      tally.count(exchange, read)
      trim()
      waiting.see(entry)
      added()
    },
    get(id) {
      const entry = entries.slice(start).find(one => String(one.id) === id)
      return entry && viewInFull(entry.id, entry.exchange)
    },
    find: pattern => fitting(pattern).map(shown),
    count: pattern => fitting(pattern).length,
    nearest: (pattern, limit) => nearestOf(since(pattern), pattern, limit),
    async wait(pattern, count, signal) {
      const isNext = (one: Entry) => isFitting(one, pattern)
      return (await waiting.wait(fitting(pattern), isNext, count, signal)).map(shown)
    },
    latest: (fits, count, before) => latestOf(entries, start, { fits, count, before }),
    get size() {
      return entries.length - start
    },
    tally,
    clear() {
      entries = []
      start = 0
      bytes = 0
      tally.clear()
      waiting.forget()
    }
  }
}

const shown = ({ id, exchange }: Entry) => viewOf(id, exchange)

const isLater = ({ id }: Entry, { since = '0' }: Pattern) => id > Number(since)

const isFitting = (entry: Entry, pattern: Pattern) =>
  isLater(entry, pattern) && fits(compared(entry.exchange), pattern)

function latestOf(
  entries: readonly Entry[],
  start: number,
  wish: {
    readonly fits: (exchange: Exchange) => boolean
    readonly count: number
    readonly before: number | undefined
  }
): readonly View[] {
  const found: View[] = []
  for (let index = entries.length - 1; index >= start && found.length < wish.count; index--) {
    const entry = entries[index] as Entry
    if (entry.id < (wish.before ?? entry.id + 1) && wish.fits(entry.exchange))
      found.push(viewOf(entry.id, entry.exchange))
  }
  return found
}

/** Entries that nearly fit; of two that come as close the later one first. */
function nearestOf(entries: readonly Entry[], pattern: Pattern, limit: number): NearMiss[] {
  return entries
    .map(entry => ({ entry, ...compare(compared(entry.exchange), pattern) }))
    .filter(({ mismatches }) => mismatches.length > 0)
    .sort((one, other) => other.score - one.score || other.entry.id - one.entry.id)
    .slice(0, limit)
    .map(({ entry, score, mismatches }) => {
      return {
        score,
        mismatches: mismatches.map(hideSecrets),
        request: viewOf(entry.id, entry.exchange)
      }
    })
}

/** What a pattern is compared with. */
function compared({ url, requestHeaders, requestBody, ...exchange }: Exchange): Compared {
  const mark = url.indexOf('?')
  const path = redactPath(mark < 0 ? url : url.slice(0, mark))
  return {
    ...exchange,
    path,
    get query() {
      return mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)))
    },
    headers: requestHeaders,
    body: () => readBody(requestBody, requestHeaders)
  }
}

/** What was expected and what was there, as people may see them. */
function hideSecrets({ expected, actual, ...one }: Mismatch): Mismatch {
  const name = one.at?.split('.').at(-1) ?? ''
  const hide = (value: unknown) =>
    one.criterion === 'headers'
      ? redactHeaders({ [name]: value })[name.toLowerCase()]
      : redact(value, name)
  return {
    ...one,
    expected: hide(expected),
    ...(actual !== undefined && { actual: hide(actual) })
  }
}
