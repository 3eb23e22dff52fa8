import { createApp, readSeed, readVersion } from './app.ts'
import type { Connected, Workspace } from './client/handles.ts'
import { openSandkasten } from './client/open.ts'
import { completeConfig, readDocuments } from './config.ts'
import { withData } from './data.ts'
import type { Log } from './http/log.ts'
import { listen } from './listen.ts'
import type { Internals, Settings } from './settings.ts'
import { mergeSeed } from './world/fixtures.ts'
import type { Collections } from './world/store.ts'

/** A sandbox that runs in this process: what can be done with it, and with its workspace `default`. */
export type Sandkasten = Connected & {
  /** The same over TLS; `null` unless it was asked for. */
  readonly tlsUrl: string | null
  /** A request without a socket. */
  inject(request: Injected): Promise<Answered>
}

/** A request without a socket. */
export type Injected = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
  readonly url: string
  readonly headers?: Record<string, string>
  readonly payload?: string | object | Uint8Array
}

/** What comes back for it. */
export type Answered = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>
  readonly payload: string
  json<T>(): T
}

export type SandkastenOptions = Partial<Settings> & {
  /** Documents that replace or join those of the fixtures. */
  readonly documents?: Collections
  /** Where the log goes; nowhere by default. */
  readonly log?: Log
  /** @internal */
  readonly internals?: Internals
}

export type { Collections, Connected, Log, Settings, Workspace }

const SILENT: Log = { level: 'silent', info() {}, error() {} }

/** Starts a sandbox in this process. The port is a free one unless it is given. */
export async function createSandkasten(options: SandkastenOptions = {}): Promise<Sandkasten> {
  const { documents = {}, log = SILENT, internals, ...settings } = options
  const config = await completeConfig({ port: 0, tlsPort: 0, ...settings })
  const more = config.seed === null ? {} : await readDocuments(config.seed)
  const seed = mergeSeed(mergeSeed(readSeed(config), more), documents)
  const app = await withData(config, seed, log, data =>
    createApp(config, seed, log, readVersion(), { ...data, ...internals })
  )
  const { url, tlsUrl } = await listen(app, config)
  return {
    ...openSandkasten(url, config.controlToken ?? undefined, () => app.server.close()),
    tlsUrl,
    inject: request => app.server.inject(request)
  }
}
