import { toIso } from './clock.ts'
import { globFits } from './glob.ts'
import { redact, redactHeaders, redactPath, redactRaw, redactText } from './redact.ts'
import type { Change } from './store.ts'

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

/** What a request has to look like; everything given has to fit. */
export type Pattern = {
  readonly operationId?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly client?: string
  readonly correlationId?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly since?: string
}

/** The last exchanges of a workspace, bounded in entries and bytes. */
export type Journal = {
  add(exchange: Exchange): void
  get(id: string): View | undefined
  find(pattern: Pattern): readonly View[]
  /** Resolves once `count` exchanges fit, those of before included. */
  wait(pattern: Pattern, count: number, signal: AbortSignal): Promise<readonly View[]>
  readonly size: number
  clear(): void
}

type Entry = { readonly id: number; readonly bytes: number; readonly exchange: Exchange }

/** What an entry costs beside its bodies, roughly: headers and the record itself. */
const ENTRY_BYTES = 1_000

export function createJournal(limits: {
  readonly entries: number
  readonly bytes: number
}): Journal {
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

  const find = (pattern: Pattern) => {
    const since = Number(pattern.since ?? 0)
    const kept = entries.slice(start)
    return kept.filter(e => e.id > since && fits(e.exchange, pattern)).map(view)
  }

  return {
    add(exchange) {
      const size = ENTRY_BYTES + exchange.requestBytes + exchange.responseBytes
      entries.push({ id: nextId++, bytes: size, exchange })
      bytes += size
      trim()
      for (const watcher of watchers) watcher()
    },
    get(id) {
      const entry = entries.slice(start).find(one => String(one.id) === id)
      return entry && { ...view(entry), changes: entry.exchange.changes.map(inFull) }
    },
    find,
    wait(pattern, count, signal) {
      return new Promise(resolve => {
        const watcher = () => {
          const found = find(pattern)
          if (found.length < count && !signal.aborted) return
          watchers.delete(watcher)
          resolve(found)
        }
        watchers.add(watcher)
        signal.addEventListener('abort', watcher, { once: true })
        watcher()
      })
    },
    get size() {
      return entries.length - start
    },
    clear() {
      entries = []
      start = 0
      bytes = 0
    }
  }
}

function fits(exchange: Exchange, pattern: Pattern): boolean {
  const { path } = splitUrl(exchange.url)
  return (
    same(pattern.operationId, exchange.operationId) &&
    same(pattern.method?.toUpperCase(), exchange.method) &&
    same(pattern.status, exchange.status) &&
    same(pattern.client, exchange.client) &&
    same(pattern.correlationId, exchange.correlationId) &&
    (pattern.path === undefined || globFits(pattern.path, path)) &&
    Object.entries(pattern.headers ?? {}).every(
      ([name, value]) => String(exchange.requestHeaders[name.toLowerCase()]) === value
    ) &&
    (pattern.body === undefined ||
      covers(readBody(exchange.requestBody, exchange.requestHeaders), pattern.body))
  )
}

function same(wanted: unknown, actual: unknown): boolean {
  return wanted === undefined || wanted === actual
}

/** Whether `actual` holds everything that `part` names. */
function covers(actual: unknown, part: unknown): boolean {
  if (Array.isArray(part)) {
    if (!Array.isArray(actual) || actual.length !== part.length) return false
    return part.every((item, index) => covers(actual[index], item))
  }
  if (part === null || typeof part !== 'object') return actual === part
  if (actual === null || typeof actual !== 'object') return false
  return Object.entries(part).every(
    ([key, value]) =>
      Object.hasOwn(actual, key) && covers((actual as Record<string, unknown>)[key], value)
  )
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
