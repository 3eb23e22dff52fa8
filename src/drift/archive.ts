/** An HTTP archive as it is read: what matters is looked at, anything else may be there. */
export type Archive = { readonly log: { readonly entries: readonly Entry[] } }

type Pair = { readonly name: string; readonly value: string }

export type Entry = {
  readonly startedDateTime?: string
  readonly time?: number
  readonly timings?: unknown
  readonly request: {
    readonly method: string
    readonly url: string
    readonly httpVersion?: string
    readonly headers?: readonly Pair[]
    readonly postData?: {
      readonly mimeType?: string
      readonly text?: string
      readonly params?: readonly Pair[]
    }
  }
  readonly response: {
    readonly status: number
    readonly statusText?: string
    readonly httpVersion?: string
    readonly headers?: readonly Pair[]
    readonly content?: {
      readonly mimeType?: string
      readonly text?: string
      readonly encoding?: string
    }
  }
}

/** A recorded request with its answer. Names of headers are in lower case. */
export type Recorded = {
  /** Number of the entry, counted from 1. */
  readonly number: number
  readonly at: string | undefined
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly status: number
  readonly answerHeaders: Readonly<Record<string, string>>
  readonly answer: string | undefined
}

/** Reads an archive. Throws what is wrong with it, in words. */
export function readArchive(text: string): Archive {
  const archive = parse(text) as Partial<Archive> | null
  const entries = archive?.log?.entries
  if (!Array.isArray(entries)) throw new Error('it is no HAR: log.entries is missing')
  const wrong = entries.findIndex(one => !isEntry(one))
  if (wrong >= 0) throw new Error(`entry ${wrong + 1} is no HAR entry with request and response`)
  return archive as Archive
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new Error('it is not JSON')
  }
}

function isEntry(one: Partial<Entry> | null): boolean {
  const { request, response } = one ?? {}
  return (
    typeof request?.method === 'string' &&
    URL.canParse(String(request.url)) &&
    Number.isInteger(response?.status)
  )
}

/** The exchanges of an archive, in the order in which they began. */
export function exchangesIn({ log: { entries } }: Archive): readonly Recorded[] {
  return entries.map(toRecorded).sort((one, other) => compare(one.at, other.at))
}

function compare(one = '', other = ''): number {
  if (one === '' || other === '' || one === other) return 0
  return one < other ? -1 : 1
}

function toRecorded({ startedDateTime, request, response }: Entry, index: number): Recorded {
  const { text, encoding } = response.content ?? {}
  return {
    number: index + 1,
    at: startedDateTime,
    method: request.method.toUpperCase(),
    url: new URL(request.url),
    headers: headersOf(request.headers),
    body: bodyOf(request.postData),
    status: response.status,
    answerHeaders: headersOf(response.headers),
    answer: encoding === 'base64' ? Buffer.from(text ?? '', 'base64').toString('utf8') : text
  }
}

/** Some recorders keep the fields of a form and not its text. */
function bodyOf({ text, params = [] }: NonNullable<Entry['request']['postData']> = {}) {
  if (text !== undefined && text !== '') return text
  if (params.length === 0) return undefined
  return new URLSearchParams(
    params.map(({ name, value }): [string, string] => [name, value])
  ).toString()
}

/** HTTP/2 has fields such as `:authority`, which are none. */
export function headersOf(pairs: readonly Pair[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs
      .filter(({ name }) => !name.startsWith(':'))
      .map(({ name, value }) => [name.toLowerCase(), String(value)])
  )
}

/** JSON as a value; `undefined` for anything else. */
export function jsonIn(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isForm(type = ''): boolean {
  return type.includes('x-www-form-urlencoded')
}
