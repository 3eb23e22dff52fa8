import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { apis } from './apis/all.ts'
import { type App, createApp, type Internals } from './app.ts'
import { type Config, completeConfig, type Settings } from './config.ts'
import { HOME } from './contract/home.ts'
import { mergeSeed, readFixtures } from './world/fixtures.ts'
import type { Collections } from './world/store.ts'
import type { World } from './world/world.ts'

/** A running sandbox. */
export type Sandkasten = {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** A request without a socket. */
  inject(request: InjectOptions): Promise<LightMyRequestResponse>
  /** A workspace by name, made from the seed when it is new. */
  workspace(name?: string): Promise<World>
  /** Stops accepting, finishes requests, stops the clocks. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export type SandkastenOptions = Partial<Settings> & {
  /** Documents that replace or join those of the fixtures. */
  readonly documents?: Collections
  /** Where the log goes; nowhere by default. */
  readonly log?: FastifyBaseLogger
  readonly internals?: Internals
}

export type { Collections, Settings, World }

/** Starts a sandbox in this process. The port is a free one unless it is given. */
export async function createSandkasten(options: SandkastenOptions = {}): Promise<Sandkasten> {
  const { documents = {}, log = pino({ level: 'silent' }), internals, ...settings } = options
  const config = await completeConfig({ port: 0, ...settings })
  const app = createApp(config, mergeSeed(readSeed(), documents), log, readVersion(), internals)
  const url = await listen(app, config)
  const close = () => app.server.close()
  return {
    url,
    inject: request => app.server.inject(request),
    workspace: (name = 'default') => app.worlds.find(name),
    close,
    [Symbol.asyncDispose]: close
  }
}

/** Opens the port. The address is the one to call, not the one that was bound. */
export async function listen({ server }: App, { host, port }: Config): Promise<string> {
  await server.listen({ host, port })
  const address = server.server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return `http://${callable(host)}:${bound}`
}

/** The documents of `fixtures/`. */
export function readSeed(): Collections {
  const names = apis.map(api => api.name)
  return readFixtures(join(HOME, 'fixtures'), names)
}

export function readVersion(): string {
  return JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')).version
}

function callable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
