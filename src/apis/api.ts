import type { Services } from '../http/observe.ts'
import type { Side } from '../http/wire.ts'
import type { Switches } from '../world/behaviour.ts'
import type { Runner, World } from '../world/world.ts'

/** What an API tells the app about itself. */
export type Api = {
  readonly name: string
  readonly switches: Switches
  readonly runners: Readonly<Record<string, Runner>>
  /** Handlers of those operations of the control API that are about this API, by operationId. */
  readonly controls: Readonly<Record<string, unknown>>
  readonly bindings: (services: Services) => readonly Binding[]
}

/** What such a handler knows: the workspace it works on. */
export type ControlContext = { readonly world: World }

/** A contract with all that answers for it on the wire. */
export type Binding = Side & {
  readonly contract: string
  /** Unknown paths that start with one of these are refused in this API's form. */
  readonly paths: readonly string[]
  readonly handlers: Readonly<Record<string, unknown>>
}
