import type { Exchange } from './exchange.ts'

/** A branch of a flow, such as an outcome: which group it belongs to, and which it is. */
export type Branch = readonly [group: string, name: string]

/** What was sent at a place of a body, with the places below it. */
export type Seen = {
  readonly below: Map<string, Seen>
  /** Short texts that stood there, as those of enums are. */
  readonly values: Set<string>
}

/** What was asked of one operation. */
export type Counted = {
  readonly statuses: Map<number, number>
  readonly query: Seen
  /** Names in lower case. */
  readonly headers: Set<string>
  readonly body: Seen
  /** How many places may still be added. */
  room: number
}

/** What one client has done. Branches are counted by `group\nname`. */
export type Deeds = {
  readonly operations: Map<string, Counted>
  readonly branches: Map<string, number>
}

/** Counts what the journal sees, apart from its entries: they are dropped, the counters stay. Bounded all the same. */
export type Tally = {
  /** `read` is the value of its body, as far as somebody has read it. */
  count(exchange: Exchange, read: unknown): void
  readonly byClient: ReadonlyMap<string, Deeds>
  clear(): void
}

/** Beyond that, clients are counted together under this name. */
const MOST_CLIENTS = 50
const OTHERS = ''

const MOST_PLACES = 5_000
const MOST_VALUES = 80
const MOST_ITEMS = 50
const MOST_HEADERS = 100
const LONGEST_VALUE = 48
const DEEPEST = 40
const LONGEST_FORM = 10_000

/** So many are counted at once, unless they are large: in a row each takes half as long. */
const BATCH = 16
const MOST_WAITING_BYTES = 1_000_000

/** `touched` tells the branches of flows that an answer shows. */
export function createTally(touched: (exchange: Exchange) => readonly Branch[]): Tally {
  const byClient = new Map<string, Deeds>()
  let waiting: { readonly exchange: Exchange; readonly read: unknown }[] = []
  let bytes = 0

  function deedsOf(client: string): Deeds {
    const known = byClient.get(client)
    if (known) return known
    if (byClient.size > MOST_CLIENTS && client !== OTHERS) return deedsOf(OTHERS)
    const made = { operations: new Map(), branches: new Map() }
    byClient.set(client, made)
    return made
  }

  function countOne(exchange: Exchange, operationId: string, read: unknown): void {
    const { client = OTHERS, status } = exchange
    const deeds = deedsOf(client)
    const counted = deeds.operations.get(operationId) ?? empty()
    if (counted.statuses.size === 0) deeds.operations.set(operationId, counted)
    counted.statuses.set(status, (counted.statuses.get(status) ?? 0) + 1)
    look(exchange, read, counted)
    for (const [group, name] of touched(exchange)) {
      const key = `${group}\n${name}`
      deeds.branches.set(key, (deeds.branches.get(key) ?? 0) + 1)
    }
  }

  function forget(): void {
    waiting = []
    bytes = 0
  }

  function catchUp(): void {
    for (const { exchange, read } of waiting)
      if (exchange.operationId !== undefined) countOne(exchange, exchange.operationId, read)
    forget()
  }

  return {
    get byClient() {
      catchUp()
      return byClient
    },
    count(exchange, read) {
      waiting.push({ exchange, read })
      bytes += exchange.requestBytes
      if (waiting.length === BATCH || bytes > MOST_WAITING_BYTES) catchUp()
    },
    clear() {
      forget()
      byClient.clear()
    }
  }
}

function empty(): Counted {
  const place = () => ({ below: new Map(), values: new Set<string>() })
  return {
    statuses: new Map(),
    query: place(),
    headers: new Set(),
    body: place(),
    room: MOST_PLACES
  }
}

function look({ url, requestHeaders }: Exchange, read: unknown, counted: Counted): void {
  const mark = url.indexOf('?')
  if (mark >= 0)
    for (const [name, value] of new URLSearchParams(url.slice(mark + 1)))
      see(value, below(counted.query, name, counted), counted, 0)
  for (const name in requestHeaders)
    if (counted.headers.size < MOST_HEADERS) counted.headers.add(name)
  const body = Buffer.isBuffer(read) ? formIn(read, requestHeaders) : read
  see(body, counted.body, counted, 0)
}

/** JSON is a value by now unless it was refused unread. */
function formIn(bytes: Buffer, headers: Readonly<Record<string, unknown>>): unknown {
  const isForm = String(headers['content-type']).includes('x-www-form-urlencoded')
  if (!isForm || bytes.length > LONGEST_FORM) return undefined
  return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')))
}

/** Runs with every request: no copies, no paths, no more than a look at each value. */
function see(value: unknown, place: Seen | undefined, counted: Counted, depth: number): void {
  if (!place || depth > DEEPEST) return
  if (typeof value === 'string') {
    if (value.length <= LONGEST_VALUE && place.values.size < MOST_VALUES) place.values.add(value)
  } else if (Array.isArray(value)) {
    const items = below(place, '[]', counted)
    for (let index = 0; index < value.length && index < MOST_ITEMS; index++)
      see(value[index], items, counted, depth + 1)
  } else if (value !== null && typeof value === 'object') {
    for (const key in value)
      see((value as Record<string, unknown>)[key], below(place, key, counted), counted, depth + 1)
  }
}

function below(place: Seen, key: string, counted: Counted): Seen | undefined {
  const name = isId(key) ? '*' : key
  const known = place.below.get(name)
  if (known || counted.room === 0) return known
  counted.room--
  const made: Seen = { below: new Map(), values: new Set() }
  place.below.set(name, made)
  return made
}

/** An id in the place of a name: a new one with every request. */
function isId(key: string): boolean {
  return key.length === 36 && key[8] === '-' && key[23] === '-'
}
