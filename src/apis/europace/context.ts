import type { Services, Trail } from '../../http/observe.ts'
import type { World } from '../../world/world.ts'
import type { Partner, Partnerbaum } from './model/partner.ts'
import type { Umbau } from './model/umbau.ts'
import type { Behaviour } from './switches.ts'

/** What a handler of a resource knows about its call. */
export type Context = {
  readonly services: Services
  readonly trail: Trail
  readonly world: World
  readonly caller: Caller
  readonly behaviour: Behaviour
  readonly umbau: Umbau
}

type Caller = {
  /** Client id with its suffix. */
  readonly client: string
  readonly subject: string
  readonly scopes: ReadonlySet<string>
  readonly trusted: boolean
}

/** Some partners with everybody above them. */
export async function loadPartner(
  store: Pick<World['store'], 'get'>,
  ids: readonly (string | undefined)[]
): Promise<Partnerbaum> {
  const baum = new Map<string, Partner>()
  for (const start of ids) {
    for (let id = start; id && !baum.has(id); id = baum.get(id)?.oberhalb) {
      const partner = await store.get<Partner>('partner', id)
      if (partner) baum.set(id, partner)
    }
  }
  return baum
}
