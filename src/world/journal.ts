import { toIso } from './clock.ts'
import { type Compared, compare, fits, type Mismatch, type Pattern } from './match.ts'
import { redact, redactHeaders, redactPath, redactRaw, redactText } from './redact.ts'
import type { Change } from './store.ts'
import { type Branch, createTally, type Tally } from './tally.ts'

/** A request and its answer as they were. Nobody sees it like this: `view` redacts. */
export type Exchange = {
  readonly at: number
  readonly durationMs: number
  readonly method: string
  readonly url: string
  readonly operationId?: string | undefined
  readonly api?: string | undefined
  readonly workspace: string
  readonly client?: string | undefined
  readonly correlationId?: string | undefined
  readonly status: number
  readonly fault?: string | undefined
  /** The rule that struck. */
  readonly faultId?: string | undefined
  readonly requestHeaders: Readonly<Record<string, unknown>>
  /** The bytes that came, or the value that was read from them: most of it lives on in a document anyway. */
  readonly requestBody?: unknown
  /** How many bytes they were. */
  readonly requestBytes: number
  readonly responseHeaders: Readonly<Record<string, unknown>>
  /** The value that was sent. Most are documents, which are there anyway; as text they would be kept twice. */
  readonly responseBody?: unknown
  /** How long it was as text. */
  readonly responseBytes: number
  readonly changes: readonly Change[]
  readonly dropped: readonly Diagnostic[]
}

/** A place of a body that was ignored, adapted or found odd. */
export type Diagnostic = {
  readonly path: string
  readonly value?: unknown
  readonly reason: string
}

/** An exchange as people may see it. */
export type View = {
  readonly id: string
  readonly at: string
  readonly durationMs: number
  readonly method: string
  readonly path: string
  readonly query?: Record<string, string>
  readonly operationId?: string
  readonly api?: string
  readonly workspace: string
  readonly client?: string
  readonly correlationId?: string
  readonly status: number
  readonly fault?: string
  readonly faultId?: string
  readonly request: { readonly headers: Record<string, string>; readonly body?: unknown }
  readonly response: { readonly headers: Record<string, string>; readonly body?: unknown }
  readonly changes: readonly Change[]
  readonly dropped: readonly Diagnostic[]
}

/** A request that nearly fits a pattern. */
export type NearMiss = {
  /** From 0 to 1. */
  readonly score: number
  readonly mismatches: readonly Mismatch[]
  readonly request: View
}

/** The last exchanges of a workspace, bounded in entries and bytes. */
export type Journal = {
  add(exchange: Exchange): void
  get(id: string): View | undefined
  find(pattern: Pattern): readonly View[]
  /** How many fit. */
  count(pattern: Pattern): number
  /** Those that do not fit but come closest, the best first. */
  nearest(pattern: Pattern, limit: number): readonly NearMiss[]
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

export function createJournal(limits: JournalOptions): Journal {
  const tally = createTally(limits.touched ?? (() => []))
  let entries: Entry[] = []
  let start = 0
  let bytes = 0
  let nextId = 1
  const watchers = new Set<() => void>()

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

  const since = ({ since: last = '0' }: Pattern) =>
    entries.slice(start).filter(one => one.id > Number(last))
  const fitting = (pattern: Pattern) =>
    since(pattern).filter(one => fits(compared(one.exchange), pattern))
  const find = (pattern: Pattern) => fitting(pattern).map(view)

  return {
    add(exchange) {
      const size = ENTRY_BYTES + exchange.requestBytes + exchange.responseBytes
      entries.push({ id: nextId++, bytes: size, exchange })
      bytes += size
      tally.count(exchange)
      trim()
      for (const watcher of watchers) watcher()
    },
    get(id) {
      const entry = entries.slice(start).find(one => String(one.id) === id)
      return entry && { ...view(entry), changes: entry.exchange.changes.map(inFull) }
    },
    find,
    count: pattern => fitting(pattern).length,
    nearest: (pattern, limit) => nearestOf(since(pattern), pattern, limit),
    wait: (pattern, count, signal) => watch(() => find(pattern), count, signal, watchers),
    get size() {
      return entries.length - start
    },
    tally,
    clear() {
      entries = []
      start = 0
      bytes = 0
      tally.clear()
    }
  }
}

/** Looks again after each exchange, until there are enough or nobody waits any more. */
function watch(
  find: () => readonly View[],
  count: number,
  signal: AbortSignal,
  watchers: Set<() => void>
): Promise<readonly View[]> {
  return new Promise(resolve => {
    const watcher = () => {
      const found = find()
      if (found.length < count && !signal.aborted) return
      watchers.delete(watcher)
      resolve(found)
    }
    watchers.add(watcher)
    signal.addEventListener('abort', watcher, { once: true })
    watcher()
  })
}

/** Entries that nearly fit; of two that come as close the later one first. */
function nearestOf(entries: readonly Entry[], pattern: Pattern, limit: number): NearMiss[] {
  return entries
    .map(entry => ({ entry, ...compare(compared(entry.exchange), pattern) }))
    .filter(({ mismatches }) => mismatches.length > 0)
    .sort((one, other) => other.score - one.score || other.entry.id - one.entry.id)
    .slice(0, limit)
    .map(({ entry, score, mismatches }) => {
      return { score, mismatches: mismatches.map(hideSecrets), request: view(entry) }
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

function view({ id, exchange }: Entry): View {
  const { requestHeaders, requestBody, requestBytes, ...answered } = exchange
  const { responseHeaders, responseBody, responseBytes, ...others } = answered
  const { url, at, ...rest } = others
  const { path, query } = splitUrl(url)
  const shown = {
    id: String(id),
    at: toIso(at),
    ...rest,
    path,
    ...(query && { query }),
    changes: exchange.changes.map(inShort),
    request: side(requestHeaders, requestBytes > 0 ? requestBody : undefined),
    response: side(responseHeaders, responseBytes > 0 ? responseBody : undefined),
    dropped: exchange.dropped.map(one => ({
      ...one,
      reason: redactText(one.reason),
      ...('value' in one && { value: redact(one.value, one.path.split('.').at(-1)) })
    }))
  }
  return Object.fromEntries(
    Object.entries(shown).filter(([, value]) => value !== undefined)
  ) as unknown as View
}

/** A list of exchanges would be endless with all documents in it. */
function inShort({ change, collection, id }: Change): Change {
  return { change, collection, id }
}

function inFull(change: Change): Change {
  const { document } = change
  return document ? { ...change, document: redact(document) as typeof document } : change
}

function side(headers: Readonly<Record<string, unknown>>, body: unknown) {
  const shown = { headers: redactHeaders(headers) }
  const value = readBody(body, shown.headers)
  return value === undefined ? shown : { ...shown, body: redact(value) }
}

function readBody(body: unknown, headers: Readonly<Record<string, unknown>>): unknown {
  return Buffer.isBuffer(body) ? parsed(body, headers) : body
}

function splitUrl(url: string): { path: string; query?: Record<string, string> } {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: redactPath(url) }
  const query = Object.fromEntries(new URLSearchParams(url.slice(mark + 1)))
  return { path: redactPath(url.slice(0, mark)), query: redact(query) as Record<string, string> }
}

/** JSON as a value, a form as an object, anything else as text. */
function parsed(body: Buffer, headers: Readonly<Record<string, unknown>>): unknown {
  const text = body.toString('utf8')
  const type = String(headers['content-type'] ?? '')
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return redactRaw(text)
  }
}
