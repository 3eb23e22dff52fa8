import type { Setting } from './world/behaviour.ts'
import type { Post } from './world/delivery.ts'
import type { Storage } from './world/storage.ts'
import type { Worlds } from './world/worlds.ts'

/** Everything that can be set, complete and checked. */
export type Config = Readonly<Settings>

export type Settings = {
  host: string
  port: number
  /** One JSON line instead of a table when the server is ready. */
  /** The same over TLS, on a port of its own. */
  tls: boolean
  tlsPort: number
  /** PEM files of an own certificate; with them TLS is on. */
  tlsCert: string | null
  tlsKey: string | null
  json: boolean
  logLevel: string
  publicUrl: string | null
  trustProxy: boolean
  controlToken: string | null
  insecureControl: boolean
  /** Where webhooks may go: `auto` goes by the address that the server listens on. */
  webhookTargets: 'auto' | 'any' | 'public'
  /** A file with documents that replace or join those of the fixtures. */
  seed: string | null
  randomSeed: string
  /** Generated providers beside those of the fixtures. */
  providers: number
  /** RFC 3339; `null` is the time of the wall. */
  clockStart: string | null
  clockFrozen: boolean
  /** Where the state is kept; in memory alone without it. */
  dataDir: string | null
  durability: 'kill' | 'power'
  checkpointBytes: number
  bodyLimit: number
  headerLimit: number
  requestSeconds: number
  connections: number
  journalEntries: number
  journalBytes: number
  workspaces: number
  workspaceIdleHours: number
  /** Checks every answer against its contract. */
  strict: boolean
  /** Switches that differ from their default. */
  behaviour: Readonly<Record<string, Setting>>
}

/**
 * What tests replace and programs need not know.
 * @internal
 */
export type Internals = {
  /** What the clocks show at their start; the settings without it. */
  readonly clock?: { readonly now: number; readonly speed: number }
  /** Makes the calls of deliveries. */
  readonly post?: Post
  /** Where workspaces are kept; the settings say it without this. */
  readonly storage?: Storage
  readonly pause?: (ms: number) => Promise<void>
  readonly onBreach?: (message: string) => void
  readonly onWorlds?: (worlds: Worlds) => void
}

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

export type Property = {
  readonly type: string | readonly string[]
  readonly default: unknown
  readonly description: string
  readonly [keyword: string]: unknown
}

/** The JSON Schema of all settings. Flags, variables, help and the commented file are made from it. */
export const SETTINGS = {
  host: { type: 'string', minLength: 1, default: '127.0.0.1', description: 'Address to listen on' },
  port: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 8451,
    description: 'Port; 0 takes a free one'
  },
  tls: {
    type: 'boolean',
    default: false,
    description: 'Answer over TLS too, with a generated certificate unless one is given'
  },
  tlsPort: {
    type: 'integer',
    minimum: 0,
    maximum: 65535,
    default: 8452,
    description: 'Port for TLS; 0 takes a free one'
  },
  tlsCert: {
    type: ['string', 'null'],
    minLength: 1,
    default: null,
    description: 'PEM file with the certificate for TLS, and those of its issuers'
  },
  tlsKey: {
    type: ['string', 'null'],
    minLength: 1,
    default: null,
    description: 'PEM file with the key of that certificate'
  },
  json: {
    type: 'boolean',
    default: false,
    description: 'Print one JSON line when ready, instead of a table'
  },
  logLevel: {
    type: 'string',
    enum: LEVELS,
    default: 'info',
    description: 'How much is logged, on standard error'
  },
  publicUrl: {
    type: ['string', 'null'],
    pattern: '^https?://[^\\s/?#]+[^\\s?#]*$',
    default: null,
    description: 'Address in links, path prefix included, if it differs from the one called'
  },
  trustProxy: {
    type: 'boolean',
    default: false,
    description: 'Believe X-Forwarded-Proto, -Host, -Prefix and -For'
  },
  controlToken: {
    type: ['string', 'null'],
    minLength: 1,
    default: null,
    description: 'Token that /_sandkasten asks for; needed when the host is not loopback'
  },
  insecureControl: {
    type: 'boolean',
    default: false,
    description: 'Leave /_sandkasten open to everybody even when the host is not loopback'
  },
  webhookTargets: {
    type: 'string',
    enum: ['auto', 'any', 'public'],
    default: 'auto',
    description:
      'Where webhooks may go: any, public (no private addresses), auto (any while host is a loopback address)'
  },
  seed: {
    type: ['string', 'null'],
    default: null,
    description: 'YAML or JSON file with documents that replace or join the fixtures'
  },
  randomSeed: {
    type: 'string',
    default: 'sandkasten',
    description: 'Seed of ids and numbers: the same seed and the same requests give the same ones'
  },
  providers: {
    type: 'integer',
    minimum: 0,
    maximum: 4000,
    default: 0,
    description: 'Generated BANKSapi providers beside those of the fixtures, for searches'
  },
  clockStart: {
    type: ['string', 'null'],
    format: 'date-time',
    default: null,
    description: 'Time at which every workspace starts, as 2026-01-31T09:00:00Z; now without it'
  },
  clockFrozen: { type: 'boolean', default: false, description: 'Clocks start frozen' },
  dataDir: {
    type: ['string', 'null'],
    minLength: 1,
    default: null,
    description: 'Directory that keeps the state; without it the state ends with the process'
  },
  durability: {
    type: 'string',
    enum: ['kill', 'power'],
    default: 'kill',
    description:
      'What an acknowledged change survives in the data directory: kill (of the process) or power (a cut of it)'
  },
  checkpointBytes: {
    type: 'integer',
    minimum: 1024,
    default: 8_000_000,
    description: 'Bytes of changes in a workspace after which its checkpoint is written anew'
  },
  bodyLimit: {
    type: 'integer',
    minimum: 1024,
    default: 10_485_760,
    description: 'Largest request body in bytes'
  },
  headerLimit: {
    type: 'integer',
    minimum: 1024,
    default: 16_384,
    description: 'Largest address and header fields of a request in bytes'
  },
  requestSeconds: {
    type: 'number',
    exclusiveMinimum: 0,
    maximum: 86_400,
    default: 60,
    description: 'Seconds in which a request has to arrive, with its body'
  },
  connections: {
    type: 'integer',
    minimum: 1,
    default: 5000,
    description: 'Open connections of each port; more are closed at once'
  },
  journalEntries: {
    type: 'integer',
    minimum: 1,
    default: 1000,
    description: 'Requests that a workspace remembers'
  },
  journalBytes: {
    type: 'integer',
    minimum: 1024,
    default: 8_388_608,
    description: 'Bytes of requests that a workspace remembers'
  },
  workspaces: {
    type: 'integer',
    minimum: 1,
    default: 1000,
    description: 'Workspaces; the longest idle makes room'
  },
  workspaceIdleHours: {
    type: 'number',
    exclusiveMinimum: 0,
    default: 24,
    description: 'Hours after which an idle workspace is dropped'
  },
  strict: {
    type: 'boolean',
    default: false,
    description: 'Check every answer against its contract; a breach is a 500'
  },
  behaviour: {
    type: 'object',
    default: {},
    description: 'Behaviour switches; as a flag: --set europace.partners=strict'
  }
} as const satisfies Readonly<Record<keyof Settings, Property>>
