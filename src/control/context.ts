import type { Outgoing } from '../http/outgoing.ts'
import type { Switches } from '../world/behaviour.ts'
import type { World } from '../world/world.ts'
import type { Worlds } from '../world/worlds.ts'

/** What a handler of the control API knows. */
export type ControlContext = {
  readonly worlds: Worlds
  /** The workspace it works on. */
  readonly world: World
  readonly outgoing: Outgoing
  readonly switches: Switches
  readonly version: string
}
