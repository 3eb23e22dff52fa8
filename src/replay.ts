import { readFileSync } from 'node:fs'
import { type App, createApp, readSeed, readVersion } from './app.ts'
import { badSetting, completeConfig } from './config.ts'
import {
  BUNDLE_VERSION,
  type Bundle,
  fingerprintOf,
  learnToken,
  maskAnswer,
  type Told
} from './control/bundle.ts'
import { compare, type Difference, type Tolerance } from './control/compare.ts'
import { fromIso, SECOND } from './world/clock.ts'
import type { Outcome, Post } from './world/delivery.ts'
import { createMask, secretsIn } from './world/mask.ts'
import type { Collections } from './world/store.ts'

/** What came of telling a story again. */
export type Report = {
  readonly recordedBy: string
  readonly version: string
  readonly calls: number
  readonly compared: number
  readonly skipped: readonly { readonly n: number; readonly reason: string }[]
  readonly notes: readonly string[]
  readonly differences: readonly (Difference & {
    readonly n: number
    readonly call: string
  })[]
}

const SILENT = { level: 'silent', info() {}, error() {} }

/** The bundle in a file. Throws what is wrong with it in words. */
export function readBundle(file: string): Bundle {
  let bundle: Bundle
  try {
    bundle = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw badSetting(code ? `${file} cannot be read: ${code}` : `${file} is not JSON`)
  }
  if (bundle?.formatVersion !== BUNDLE_VERSION)
    throw badSetting(`${file}: formatVersion has to be ${BUNDLE_VERSION}`)
  if (!Array.isArray(bundle.calls) || typeof bundle.start?.put !== 'object')
    throw badSetting(`${file} is no bundle: GET /_sandkasten/bundle makes one`)
  return bundle
}

/** Makes every call of a bundle again, on a server of its own without a port, and compares the answers. */
export async function replay(bundle: Bundle): Promise<Report> {
  const { settings, workspace, url } = bundle
  const fixtures = readSeed()
  const masked = begin(fixtures, bundle.start)
  const resolve = createResolver(fixtures)
  const collections = resolve.value(masked) as Collections
  const config = await completeConfig({
    randomSeed: settings.randomSeed,
    publicUrl: settings.publicUrl ?? null,
    trustProxy: settings.trustProxy ?? false
  })
  const holder: { app?: App } = {}
  const internals = { post: createPost(bundle, holder), pause: async () => {} }
  const app = createApp(config, fixtures, SILENT, readVersion(), internals)
  holder.app = app
  app.outgoing.opened([url])
  const world = await app.worlds.find(workspace)
  const { now, speed } = bundle.start.clock
  await world.load(
    {
      workspace,
      clock: { now: fromIso(now) ?? 0, speed },
      behaviour: bundle.start.behaviour as Record<string, boolean>,
      collections
    },
    'take'
  )
  const report = await tellAll(bundle, app, fixtures, collections, resolve)
  await app.server.close()
  return {
    ...report,
    recordedBy: bundle.sandkasten,
    version: readVersion(),
    notes: notesOn(bundle, fixtures)
  }
}

function notesOn({ dropped, start }: Bundle, fixtures: Collections): string[] {
  return [
    ...(dropped > 0
      ? [
          `The beginning is missing: ${dropped} calls were dropped to make room, so what follows may differ for that reason. --journal-entries and --journal-bytes make more room.`
        ]
      : []),
    ...(start.fixtures === fingerprintOf(fixtures)
      ? []
      : ['The fixtures of this version are others than those of the recording.'])
  ]
}

async function tellAll(
  bundle: Bundle,
  app: App,
  fixtures: Collections,
  collections: Collections,
  resolve: Resolver
): Promise<Pick<Report, 'calls' | 'compared' | 'skipped' | 'differences'>> {
  const world = await app.worlds.find(bundle.workspace)
  const mask = createMask(joined(fixtures, collections))
  const skipped: { n: number; reason: string }[] = []
  const differences: Report['differences'][number][] = []
  let turns = bundle.dropped > 0 ? (bundle.calls[0]?.turns ?? 0) : 0
  for (const told of bundle.calls) {
    const { speed } = world.clock.reading()
    world.recording.follow(bundle.instants, turns)
    turns = told.turns
    if (speed > 0) {
      await world.pass(told.at)
      await world.setClock({ now: told.at })
    }
    const reason = whyNot(told)
    if (reason) {
      skipped.push({ n: told.n, reason })
      continue
    }
    const { status, headers, body } = await call(app, told, resolve)
    learnToken(body, told.n, mask)
    resolve.learn(told.n, body)
    const actual = { status, ...maskAnswer(headers, body, mask) }
    const tolerance: Tolerance = speed > 0 ? { ms: SECOND * Math.max(1, speed) } : { ms: 0 }
    const found = compare(told.answer, actual, tolerance, told.operationId)
    const name = `${told.method} ${told.url}`
    differences.push(...found.map(one => ({ n: told.n, call: name, ...one })))
  }
  const calls = bundle.calls.length
  return { calls, compared: calls - skipped.length, skipped, differences }
}

/** Why a call cannot be made again. */
function whyNot({ headers, answer }: Told): string | undefined {
  if (answer.status === 0) return 'the connection was cut'
  const isLost = /^bearer \{\{hidden:/i.test(String(headers['authorization'] ?? ''))
  if (isLost && answer.status !== 401) return 'its token was issued before the recording began'
  return undefined
}

async function call(app: App, told: Told, resolve: Resolver) {
  const { method, url, headers, body } = told
  const sent = resolve.body(body)
  const fields = Object.entries(headers).map(([name, value]) => [name, resolve.text(value)])
  const reply = await app.server.inject({
    method: method as 'GET',
    url: resolve.text(url),
    headers: Object.fromEntries(fields),
    ...(sent !== undefined && { payload: sent })
  })
  const isPage = told.operationId === undefined && isBare(told.answer)
  const type = String(reply.headers['content-type'] ?? '')
  const value = isPage ? undefined : readAnswer(reply.rawPayload, type, told.answer.body)
  const shown = isPage ? { location: reply.headers.location } : reply.headers
  return { status: reply.statusCode, headers: shown, body: value }
}

/** Of pages it is told where they lead, not what they look like. */
function isBare({ headers, body }: Told['answer']): boolean {
  return body === undefined && Object.keys(headers).every(name => name === 'location')
}

function readAnswer(bytes: Buffer, type: string, told: unknown): unknown {
  if (bytes.length === 0) return undefined
  if (type.includes('json')) return JSON.parse(bytes.toString('utf8'))
  return typeof told === 'string' ? bytes.toString('utf8') : bytes
}

/** The documents at the beginning, secrets still as names where the bundle brought them. */
function begin(fixtures: Collections, { put, removed }: Bundle['start']): Collections {
  const names = new Set([...Object.keys(fixtures), ...Object.keys(put)])
  const collections = [...names].map(name => {
    const changed = new Map(
      ((put[name] ?? []) as unknown as { id: string }[]).map(one => [one.id, one])
    )
    const gone = new Set(removed[name] ?? [])
    const kept = (fixtures[name] ?? []).filter(one => !gone.has(one.id))
    const known = new Set(kept.map(one => one.id))
    const added = [...changed.values()].filter(one => !known.has(one.id))
    return [name, [...kept.map(one => changed.get(one.id) ?? one), ...added]]
  })
  return Object.fromEntries(collections)
}

function joined(one: Collections, other: Collections): Collections {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries(
    [...names].map(name => [name, [...(one[name] ?? []), ...(other[name] ?? [])]])
  )
}

/** Puts secrets back in the place of their names. A name that nobody knows is a secret like any other. */
type Resolver = ReturnType<typeof createResolver>

function createResolver(fixtures: Collections) {
  const known = new Map([...secretsIn(fixtures)].map(([secret, name]) => [name, secret]))

  function text(named: string): string {
    if (!named.includes('{{')) return named
    const plain = named.replace(/\{\{(?:secret|token):[^{}]*\}\}/g, name => known.get(name) ?? name)
    return plain.replace(/\{\{basic:([^{}]*)\}\}$/, (_, pair) =>
      Buffer.from(pair).toString('base64')
    )
  }

  function value(named: unknown): unknown {
    if (typeof named === 'string') return text(named)
    if (typeof named !== 'object' || named === null) return named
    if (Array.isArray(named)) return named.map(value)
    return Object.fromEntries(Object.entries(named).map(([key, one]) => [text(key), value(one)]))
  }

  return {
    text,
    value,
    body(told: Told['body']): string | undefined {
      const { json, form, text: plain } = (told ?? {}) as Record<string, unknown>
      if (form) return new URLSearchParams(value(form) as [string, string][]).toString()
      if (json !== undefined) return JSON.stringify(value(json))
      return plain === undefined ? undefined : String(plain)
    },
    learn(n: number, body: unknown) {
      const token = (body as { access_token?: unknown } | null | undefined)?.access_token
      if (typeof token === 'string') known.set(`{{token:${n}}}`, token)
    }
  }
}

/** Foreign receivers answer as they did; nothing leaves this process. Its own inbox really takes what comes. */
function createPost({ url: own, deliveries }: Bundle, holder: { app?: App }): Post {
  const outcomes = new Map(Object.entries(deliveries ?? {}).map(([url, all]) => [url, [...all]]))
  return async ({ url, headers, body }) => {
    if (own !== '' && url.startsWith(`${own}/_sandkasten/inbox/`) && holder.app) {
      const path = url.slice(own.length)
      const inject = { method: 'POST' as const, url: path, headers, payload: body }
      return { status: (await holder.app.server.inject(inject)).statusCode }
    }
    const next = outcomes.get(url)?.shift() as Outcome | undefined
    return next ?? { error: 'not called again' }
  }
}
