import { createApp, readSeed, readVersion } from './app.ts'
import { completeConfig } from './config.ts'
import type { Log } from './http/log.ts'
import { listen } from './listen.ts'
import type { Internals, Settings } from './settings.ts'
import { mergeSeed } from './world/fixtures.ts'
import type { Collections } from './world/store.ts'
import type { World } from './world/world.ts'

/** A running sandbox. */
export type Sandkasten = {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** The same over TLS; `null` unless it was asked for. */
  readonly tlsUrl: string | null
  /** A request without a socket. */
  inject(request: Injected): Promise<Answered>
  /** A workspace by name, made from the seed when it is new. */
  workspace(name?: string): Promise<World>
  /** Stops accepting, finishes requests, stops the clocks. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
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
  readonly internals?: Internals
}

export type { Collections, Internals, Log, Settings, World }

const SILENT: Log = { level: 'silent', info() {}, error() {} }

/** Starts a sandbox in this process. The port is a free one unless it is given. */
export async function createSandkasten(options: SandkastenOptions = {}): Promise<Sandkasten> {
  const { documents = {}, log = SILENT, internals, ...settings } = options
  const config = await completeConfig({ port: 0, tlsPort: 0, ...settings })
  const app = createApp(
    config,
    mergeSeed(readSeed(config), documents),
    log,
    readVersion(),
    internals
  )
  const { url, tlsUrl } = await listen(app, config)
  const close = () => app.server.close()
  return {
    url,
    tlsUrl,
    inject: request => app.server.inject(request),
    workspace: (name = 'default') => app.worlds.find(name),
    close,
    [Symbol.asyncDispose]: close
  }
}
