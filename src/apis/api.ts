import type { FastifyInstance } from 'fastify'
import type { Services } from '../http/observe.ts'
import type { Showcase } from '../http/showcase.ts'
import type { Side } from '../http/wire.ts'
import type { Switches } from '../world/behaviour.ts'
import type { Exchange } from '../world/exchange.ts'
import type { Collections } from '../world/store.ts'
import type { Branch } from '../world/tally.ts'
import type { Runner, World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'

/** What an API tells the app about itself. */
export type Api = {
  readonly name: string
  readonly switches: Switches
  readonly runners: Readonly<Record<string, Runner>>
  /** What there is to be covered beside operations and statuses. */
  readonly branches?: Branches
  /** Handlers of those operations of the control API that are about this API, by operationId. */
  readonly controls: Readonly<Record<string, unknown>>
  /** Documents beside the fixtures, as the settings want them. */
  readonly generate?: (settings: {
    readonly providers: number
    readonly randomSeed: string
  }) => Collections
  /** The address of this API that a caller means with another spelling. */
  readonly rewrite?: (url: string) => string
  /** The demo credentials of a seed. */
  readonly credentials: (seed: Collections) => readonly Credential[]
  /** Keys and certificates that belong to them. */
  readonly files: (seed: Collections) => readonly Exported[]
  readonly bindings: (services: Services) => readonly Binding[]
  /** What the console shows of it, loaded when somebody looks. */
  readonly showcase: () => Promise<Showcase>
  /** Pages for browsers that belong to this API. */
  readonly pages?: (server: FastifyInstance, services: Services) => void
}

/** The branches of an API's flows: its outcomes, steps, codes. */
export type Branches = {
  /** All of them by group. */
  readonly known: Readonly<Record<string, readonly string[]>>
  /** Those that an answer shows. Runs with every request: a few microseconds at most. */
  readonly touched: (exchange: Exchange) => readonly Branch[]
  /** Those that only the state shows, such as how a customer left a web form. */
  readonly reached?: (store: World['store']) => Promise<readonly Branch[]>
}

/** What such a handler knows: the workspace it works on. */
export type ControlContext = { readonly world: World; readonly worlds: Worlds }

/** What people need to make their first call. */
export type Credential = {
  readonly api: string
  readonly client: string
  readonly secret: string
  readonly about: string
}

/** A file that a client of an API needs. */
export type Exported = {
  readonly name: string
  readonly about: string
  /** Some are made when they are asked for. */
  readonly content: () => Promise<string>
}

/** A contract with all that answers for it on the wire. */
export type Binding = Side & {
  /** Header fields for a browser that asks before it calls from a page of another origin. */
  readonly preflight?: (origin: string | undefined) => Readonly<Record<string, string>>
  readonly contract: string
  /** Unknown paths that start with one of these are refused in this API's form. */
  readonly paths: readonly string[]
  readonly handlers: Readonly<Record<string, unknown>>
}
