import type { Services, Trail } from '../../http/observe.ts'
import type { World } from '../../world/world.ts'
import type { Behaviour } from './switches.ts'

/** A program of a partner. */
export type Client = {
  readonly id: string
  readonly secret: string
  /** The Partner-Company-Id. */
  readonly partner: string
  readonly subscriptionKey: string
  /** A client that was switched off gets no tokens. */
  readonly disabled?: boolean
  /** Addresses from which it may call, as `10.0.0.0/8`; loopback and private ranges without it. */
  readonly allowedIps?: readonly string[]
}

/** What signatures of a client are checked with. The private half is kept of seeded pairs alone, to be exported. */
export type SigningKey = {
  readonly id: string
  readonly publicKey: string
  readonly privateKey?: string
}

/** What a handler of a resource knows about its call. */
export type Context = {
  readonly services: Services
  readonly trail: Trail
  readonly world: World
  readonly client: Client
  /** The client id as it was sent, suffix included. */
  readonly name: string
  readonly behaviour: Behaviour
}

/** A client by its name, with or without the suffix of a workspace. */
export function clientIn(
  store: Pick<World['store'], 'get'>,
  name: string
): Promise<Client | undefined> {
  return store.get<Client>('ing-clients', name.split('+', 1)[0] as string)
}
