import { faultsOf, type Setting, type Switches } from '../world/behaviour.ts'
import { fromIso, toIso } from '../world/clock.ts'
import type { Document, Job } from '../world/effects.ts'
import { FORMAT_VERSION, migrate } from '../world/format.ts'
import { HIDDEN, withoutSecrets } from '../world/redact.ts'
import type { Saved } from '../world/saved.ts'
import type { Collections, Store } from '../world/store.ts'

/** A state as a file: what `GET /state` shows and `PUT /state` takes. */
export type StateFile = {
  readonly formatVersion: number
  readonly workspace?: string
  readonly clock?: { readonly now: string; readonly mode?: string; readonly speed?: number }
  readonly behaviour?: Readonly<Record<string, unknown>>
  readonly collections: Collections
}

/** A place of a file that is wrong. */
export type Fault = { readonly field: string; readonly message: string }

/** What a file is read against. */
export type Reading = {
  /** What is taken where the file leaves it out. */
  readonly usual: Pick<Saved, 'workspace' | 'clock' | 'behaviour'>
  readonly switches: Switches
  /** Where redacted secrets are found. */
  readonly seed: Pick<Store, 'get'>
}

/** Collections whose documents name the workspace in which they were made: a token is one of it, a link leads there. */
const BOUND = ['tokens', 'sitzungen', 'sitzung-schluessel']

export function writeState(
  { workspace, clock, behaviour, collections }: Saved,
  secrets: 'redact' | 'include'
) {
  const shown = secrets === 'include' ? collections : withoutSecretsIn(collections)
  return {
    formatVersion: FORMAT_VERSION,
    workspace,
    clock: presentClock(clock),
    behaviour,
    collections: shown
  } as const
}

export function presentClock({ now, speed }: Saved['clock']) {
  const moving = speed === 1 ? 'running' : 'scaled'
  return { now: toIso(now), mode: speed === 0 ? 'frozen' : moving, speed } as const
}

function withoutSecretsIn(collections: Collections): Collections {
  return Object.fromEntries(
    Object.entries(collections).map(([name, all]) => [name, withoutSecrets(all) as Document[]])
  )
}

/** What a file of the right shape holds, or every place that is wrong with it. */
export async function readState(
  file: StateFile,
  { usual, switches, seed }: Reading
): Promise<Saved | readonly Fault[]> {
  const faults: Fault[] = []
  const { workspace = usual.workspace, behaviour = usual.behaviour } = file
  const current = migrate(file.collections, file.formatVersion)
  if (!current) return [{ field: 'formatVersion', message: `${file.formatVersion} is unknown` }]
  const collections = await withSecrets(current, seed, faults)
  faults.push(
    ...faultsOf(switches, behaviour).map(message => ({ field: 'behaviour', message })),
    ...faultsIn(collections)
  )
  const clock = file.clock ? readClock(file.clock, faults) : usual.clock
  if (faults.length > 0) return faults
  return { workspace, clock, behaviour: behaviour as Record<string, Setting>, collections }
}

export function isFaulty(read: Saved | readonly Fault[]): read is readonly Fault[] {
  return Array.isArray(read)
}

function readClock(
  { now, mode, speed }: NonNullable<StateFile['clock']>,
  faults: Fault[]
): Saved['clock'] {
  const at = fromIso(now)
  if (at === undefined || at > LAST_INSTANT)
    faults.push({ field: 'clock.now', message: 'is no instant' })
  const usual = { frozen: 0, running: 1, scaled: undefined }[mode ?? 'running']
  const is = usual ?? speed
  if (is === undefined || (speed !== undefined && speed !== is && mode !== undefined))
    faults.push({ field: 'clock.speed', message: `does not go with ${mode}` })
  return { now: at ?? 0, speed: mode === undefined ? (speed ?? 1) : (is ?? 1) }
}

/** The end of the year 9999: later instants have no text of their own. */
const LAST_INSTANT = 253_402_300_799_999

/** What the world itself relies on: ids that are unique, jobs that can be planned, numbers that count. */
function faultsIn(collections: Collections): readonly Fault[] {
  return Object.entries(collections).flatMap(([name, documents]) => {
    const seen = new Set<string>()
    return documents.flatMap((document, index) => {
      const field = `${name}[${index}]`
      const isDouble = seen.has(document.id)
      seen.add(document.id)
      if (isDouble) return [{ field: `${field}.id`, message: `${document.id} stands twice` }]
      const message = COMPLAINTS[name]?.(document as never)
      return message === undefined ? [] : [{ field, message }]
    })
  })
}

const COMPLAINTS: Readonly<Record<string, (document: never) => string | undefined>> = {
  jobs: ({ kind, dueAt, about, payload }: Job) =>
    typeof kind === 'string' &&
    Number.isFinite(dueAt) &&
    typeof about === 'string' &&
    typeof payload === 'object' &&
    payload !== null
      ? undefined
      : 'a job has kind, dueAt, about and payload',
  serials: ({ last }: { last: unknown }) =>
    Number.isInteger(last) ? undefined : 'a serial has a last number',
  zaehler: ({ n }: { n: unknown }) => (Number.isInteger(n) ? undefined : 'a counter has a number n')
}

/** The documents with their redacted secrets as the same documents of the seed have them. */
async function withSecrets(
  collections: Collections,
  seed: Pick<Store, 'get'>,
  faults: Fault[]
): Promise<Collections> {
  const filled: Record<string, readonly Document[]> = {}
  for (const [name, documents] of Object.entries(collections)) {
    filled[name] = await Promise.all(
      documents.map(async (document, index) => {
        if (!hides(document)) return document
        const known = await seed.get(name, document.id)
        return fill(document, known, `${name}[${index}]`, faults) as Document
      })
    )
  }
  return filled
}

function hides(value: unknown): boolean {
  if (value === HIDDEN) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hides)
}

function fill(value: unknown, known: unknown, field: string, faults: Fault[]): unknown {
  if (value === HIDDEN) {
    if (known !== undefined) return known
    const message = 'is redacted, and the seed has no such secret; export with secrets=include'
    faults.push({ field, message })
  }
  if (typeof value !== 'object' || value === null) return value
  const other = (known ?? {}) as Readonly<Record<string, unknown>>
  const inner = (key: string) => (Object.hasOwn(other, key) ? other[key] : undefined)
  if (Array.isArray(value))
    return value.map((one, index) => fill(one, inner(String(index)), `${field}[${index}]`, faults))
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      fill(one, inner(key), `${field}.${key}`, faults)
    ])
  )
}

/**
 * A state for the workspace of that name. What names another one stays behind: two workspaces would claim the same token.
 * Its own inbox goes along.
 */
export function moved(saved: Saved, workspace: string): Saved {
  if (saved.workspace === workspace) return saved
  const { jobs = [], ...others } = saved.collections
  const gone = new Set(BOUND.flatMap(name => (others[name] ?? []).map(one => one.id)))
  const isLeft = ({ payload }: Job) =>
    Object.values(payload).some(value => typeof value === 'string' && gone.has(value))
  const kept = Object.entries(others)
    .filter(([name]) => !BOUND.includes(name))
    .map(([name, all]) => [name, ADDRESSED.includes(name) ? all.map(readdressed) : all] as const)
  const collections = {
    ...Object.fromEntries(kept),
    ...(saved.collections['jobs'] && { jobs: (jobs as readonly Job[]).filter(one => !isLeft(one)) })
  }
  return { ...saved, workspace, collections }

  function readdressed(document: Document & { readonly url?: unknown }): Document {
    const { url } = document
    if (typeof url !== 'string' || !url.includes(INBOX)) return document
    const address = new URL(url)
    if (workspace === 'default') address.searchParams.delete('workspace')
    else address.searchParams.set('workspace', workspace)
    return { ...document, url: address.href } as Document
  }
}

const ADDRESSED = ['webhooks', 'deliveries']
const INBOX = '/_sandkasten/inbox/'
