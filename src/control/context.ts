import type { Contract } from '../contract/document.ts'
import type { Outgoing } from '../http/outgoing.ts'
import type { Switches } from '../world/behaviour.ts'
import type { Collections } from '../world/store.ts'
import type { Branch } from '../world/tally.ts'
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
  /** Those on which answers depend. */
  readonly settings: {
    readonly randomSeed: string
    readonly publicUrl?: string | undefined
    readonly trustProxy: boolean
  }
  /** The documents without what settings add to them. */
  readonly fixtures: () => Collections
  readonly contract: (name: string) => Contract
  readonly coverable: Coverable
}

/** What the traffic of clients can cover. */
export type Coverable = {
  /** Contracts of the APIs by name. */
  readonly contracts: readonly string[]
  readonly branches: {
    /** The branches of flows by group. */
    readonly known: Readonly<Record<string, readonly string[]>>
    /** Those that only the state shows. */
    readonly reached: (store: World['store']) => Promise<readonly Branch[]>
  }
}
