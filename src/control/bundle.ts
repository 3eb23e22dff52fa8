import { hash } from 'node:crypto'
import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import type { Delivery } from '../world/delivery.ts'
import type { Document } from '../world/effects.ts'
import { readBody } from '../world/exchange.ts'
import { parseJson } from '../world/json.ts'
import { createMask, type Mask } from '../world/mask.ts'
import type { Call } from '../world/recording.ts'
import type { Collections } from '../world/store.ts'
import type { World } from '../world/world.ts'
import type { ControlContext } from './context.ts'
import { presentClock } from './state-file.ts'

/** A story that can be told again. */
export type Bundle = components['schemas']['Bundle']

export type Told = Bundle['calls'][number]

/** Bundles of other versions are refused. */
export const BUNDLE_VERSION = 1

/** Header fields of an answer that mean something to a client. The others name the request or the moment. */
const TELLING = [
  'content-type',
  'location',
  'allow',
  'retry-after',
  'www-authenticate',
  'content-disposition'
]

/** Header fields of a request that belong to the connection, or are made anew. */
const OF_THE_WIRE =
  /^(connection|content-length|transfer-encoding|accept-encoding|keep-alive|upgrade)$/

/** The handler that gives a story away. */
export const bundles: Handlers<Pick<operations, 'getBundle'>, ControlContext> = {
  async getBundle(_, context) {
    const { world, version, settings, outgoing, fixtures } = context
    const { recording } = world
    const plain = fixtures()
    const { clock, behaviour } = recording.start
    const collections = await recording.start.collections()
    const mask = createMask(mergedFor(plain, collections))
    const calls = recording.calls.filter(isTold)
    const { publicUrl, ...others } = settings
    const bundle = {
      formatVersion: BUNDLE_VERSION,
      sandkasten: version,
      workspace: world.name,
      settings: publicUrl === undefined ? others : settings,
      url: outgoing.complete('/').replace(/\/$/, ''),
      start: {
        clock: presentClock(clock),
        behaviour,
        fixtures: fingerprintOf(plain),
        ...differences(plain, collections, mask)
      },
      calls: calls.map((call, index) => tell(call, index + 1 + recording.dropped, mask)),
      dropped: recording.dropped,
      instants: runs(recording.calls, clock.speed) ? recording.instants : [],
      deliveries: await outcomesOf(world)
    }
    return { status: 200, body: bundle as unknown as Bundle }
  }
}

/** Documents whose secrets have names: those of the beginning, of which the fixtures may have more. */
function mergedFor(plain: Collections, start: Collections): Collections {
  const names = new Set([...Object.keys(plain), ...Object.keys(start)])
  return Object.fromEntries(
    [...names].map(name => [name, [...(plain[name] ?? []), ...(start[name] ?? [])]])
  )
}

/** The call that began the story, and a snapshot that came as a file, are part of its beginning. */
function isTold({ exchange }: Call, index: number): boolean {
  if (exchange.operationId === 'restoreSnapshot') return index > 0
  return exchange.operationId !== 'putSnapshot' || exchange.requestBytes === 0
}

function runs(calls: readonly Call[], speed: number): boolean {
  return speed > 0 || calls.some(({ exchange }) => exchange.operationId === 'putClock')
}

function tell({ exchange, at, turns }: Call, n: number, mask: Mask): Told {
  const { method, url, operationId, status, requestHeaders, responseHeaders } = exchange
  const { responseBody } = exchange
  const body = exchange.requestBytes > 0 ? bodyOf(exchange.requestBody, requestHeaders, mask) : {}
  const request = { url: maskUrl(url, mask), headers: headersOf(requestHeaders, mask), ...body }
  learnToken(responseBody, n, mask)
  const told = {
    n,
    at,
    turns,
    ...(operationId !== undefined && { operationId }),
    method,
    ...request,
    answer: { status, ...maskAnswer(responseHeaders, responseBody, mask) }
  }
  return told as unknown as Told
}

/** The token of an answer goes by the number of its call. */
export function learnToken(body: unknown, n: number, mask: Mask): void {
  const token = (body as { access_token?: unknown } | null | undefined)?.access_token
  if (typeof token !== 'string') return
  mask.learn(token, `{{token:${n}}}`)
  // Tokens are kept, and their ends planned, under these.
  mask.learn(hash('sha256', token).slice(0, 32), `{{token-print:${n}}}`)
}

/** What of an answer is told and compared. */
export function maskAnswer(
  headers: Readonly<Record<string, unknown>>,
  body: unknown,
  mask: Mask
): { headers: Record<string, string>; body?: unknown } {
  const told = TELLING.flatMap(name => {
    const value = Object.entries(headers).find(([field]) => field.toLowerCase() === name)?.[1]
    return value === undefined || value === '' ? [] : [[name, mask.header(name, String(value))]]
  })
  const shown = Buffer.isBuffer(body) ? { sha256: hash('sha256', body) } : body
  return {
    headers: Object.fromEntries(told),
    ...(shown !== undefined && { body: mask.value(JSON.parse(JSON.stringify(shown))) })
  }
}

function headersOf(headers: Readonly<Record<string, unknown>>, mask: Mask) {
  const told = Object.entries(headers).filter(([name]) => !OF_THE_WIRE.test(name))
  return Object.fromEntries(told.map(([name, value]) => [name, mask.header(name, String(value))]))
}

function maskUrl(url: string, mask: Mask): string {
  const [path = '', query] = url.split(/\?(.*)/s)
  const shown = String(mask.value(path))
  if (query === undefined) return shown
  const pairs = query.split('&').map(pair => {
    const [name = '', ...rest] = pair.split('=')
    const plain = decode(rest.join('='))
    const masked = mask.value(plain, decode(name)) as string
    return masked === plain ? pair : `${name}=${masked}`
  })
  return `${shown}?${pairs.join('&')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** A value that was read is told as such; text in which nothing is hidden stays as it came. */
function bodyOf(body: unknown, headers: Readonly<Record<string, unknown>>, mask: Mask) {
  if (String(headers['content-type'] ?? '').includes('x-www-form-urlencoded')) {
    const fields = Buffer.isBuffer(body)
      ? [...new URLSearchParams(body.toString('utf8'))]
      : Object.entries(body ?? {})
    return { body: { form: fields.map(([name, value]) => [name, mask.value(value, name)]) } }
  }
  if (!Buffer.isBuffer(body)) return { body: { json: mask.value(readBody(body, headers)) } }
  const text = body.toString('utf8')
  try {
    const value = parseJson(text)
    const masked = mask.value(value)
    const isSame = JSON.stringify(masked) === JSON.stringify(value)
    return { body: isSame ? { text } : { json: masked } }
  } catch {
    return { body: { text: mask.text(text) } }
  }
}

/** What the fixtures have to become to be the beginning. */
function differences(plain: Collections, start: Collections, mask: Mask) {
  const put: Record<string, Document[]> = {}
  const removed: Record<string, string[]> = {}
  for (const name of new Set([...Object.keys(plain), ...Object.keys(start)])) {
    const known = new Map((plain[name] ?? []).map(one => [one.id, JSON.stringify(one)]))
    const there = new Set((start[name] ?? []).map(one => one.id))
    const other = (start[name] ?? []).filter(one => known.get(one.id) !== JSON.stringify(one))
    const gone = [...known.keys()].filter(id => !there.has(id))
    if (other.length > 0) put[name] = other.map(one => mask.value(one) as Document)
    if (gone.length > 0) removed[name] = gone
  }
  return { put, removed }
}

export function fingerprintOf(documents: Collections): string {
  return hash('sha256', JSON.stringify(documents))
}

/** What became of every attempt, in order, by address. */
async function outcomesOf({ store }: World): Promise<Bundle['deliveries']> {
  const attempts = (await store.list<Delivery>('deliveries')).flatMap(({ url, attempts: all }) =>
    all.map(({ at, ...outcome }) => ({ at, url, outcome }))
  )
  const outcomes: Record<string, object[]> = {}
  for (const { url, outcome } of attempts.sort((a, b) => a.at - b.at)) {
    outcomes[url] ??= []
    outcomes[url].push(outcome)
  }
  return outcomes as Bundle['deliveries']
}
