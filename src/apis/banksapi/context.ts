import type { Services, Trail } from '../../http/observe.ts'
import type { World } from '../../world/world.ts'
import type { Behaviour } from './switches.ts'

/** What a handler knows about its call. */
export type Context = {
  readonly services: Services
  readonly trail: Trail
  readonly world: World
  readonly behaviour: Behaviour
  /** Address under which the caller reached the server; every link starts with it. */
  readonly base: string
  readonly caller: Caller
}

/** Who calls: a client, or one of its users. */
export type Caller = {
  /** Technical name, as `demo-client`. */
  readonly client: string
  /** Technical name, as `demo`. */
  readonly tenant: string
  readonly level: 'client' | 'user'
  /** Id of the user; only on user level. */
  readonly user?: string
  /** Full names of the scopes. */
  readonly scopes: ReadonlySet<string>
}
