import { toIso } from './clock.ts'
import { parseJson } from './json.ts'
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
  /** The bytes or the text that came, or the value that was read from a form. One piece of text is kept more cheaply than its value. */
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

/** The same with the documents that it changed. */
export function viewInFull(id: number, exchange: Exchange): View {
  return { ...viewOf(id, exchange), changes: exchange.changes.map(inFull) }
}

/** An exchange as people may see it; `id` names it in the journal. Headers and bodies are made readable when they are looked at. */
export function viewOf(id: number, exchange: Exchange): View {
  const { requestHeaders, requestBody, requestBytes, ...answered } = exchange
  const { responseHeaders, responseBody, responseBytes, ...others } = answered
  const { url, at, dropped, changes, ...rest } = others
  const { path, query } = splitUrl(url)
  let request: View['request'] | undefined
  let response: View['response'] | undefined
  return {
    ...known({ id: String(id), at: toIso(at), ...rest }),
    changes: changes.map(inShort),
    dropped: redactDropped(dropped),
    ...known({ path, query }),
    get request() {
      request ??= side(
        requestHeaders,
        requestBytes > 0 ? readBody(requestBody, requestHeaders) : undefined
      )
      return request
    },
    get response() {
      response ??= side(responseHeaders, responseBytes > 0 ? answerOf(responseBody) : undefined)
      return response
    }
  }
}

/** Dropped places as people may see them. */
export function redactDropped(dropped: readonly Diagnostic[]): Diagnostic[] {
  return dropped.map(({ path, value, reason: told }) => {
    const reason = redactText(told)
    return value === undefined
      ? { path, reason }
      : { path, value: redact(value, path.split('.').at(-1)), reason }
  })
}

/** Without what is not known. */
function known<T extends object>(all: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

/** A list of exchanges would be endless with all documents in it. */
function inShort({ change, collection, id }: Change): Change {
  return { change, collection, id }
}

function inFull(change: Change): Change {
  const { document } = change
  return document ? { ...change, document: redact(document) as typeof document } : change
}

function side(headers: Readonly<Record<string, unknown>>, value: unknown) {
  const shown = { headers: redactHeaders(headers) }
  return value === undefined ? shown : { ...shown, body: redact(value) }
}

/** The body of a request as a value, when it was bytes or JSON text. */
export function readBody(body: unknown, headers: Readonly<Record<string, unknown>>): unknown {
  if (typeof body === 'string') return readText(body)
  if (!Buffer.isBuffer(body)) return body
  const text = body.toString('utf8')
  const type = String(headers['content-type'] ?? '')
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  return readText(text)
}

/** The body of an answer is what was sent; only what was spoilt on the way is bytes. */
function answerOf(body: unknown): unknown {
  return Buffer.isBuffer(body) ? readText(body.toString('utf8')) : body
}

function splitUrl(url: string): { path: string; query?: Record<string, string> } {
  const mark = url.indexOf('?')
  if (mark < 0) return { path: redactPath(url) }
  const query = Object.fromEntries(new URLSearchParams(url.slice(mark + 1)))
  return { path: redactPath(url.slice(0, mark)), query: redact(query) as Record<string, string> }
}

/** JSON as a value, anything else as text. */
function readText(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return redactRaw(text)
  }
}
