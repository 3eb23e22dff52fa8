import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-providers.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import { logoSvg } from './logo.ts'
import type { Anbieter } from './model/anbieter.ts'
import {
  presentAnbieter,
  presentCoreData,
  presentEbicsInfo,
  presentJobStatistics
} from './model/anbieterliste.ts'

/** The handlers of the Providers API. documented: dossier B2 */
export const providers: Handlers<operations, Context> = {
  async listProviders(_, { world, base }) {
    const all = await world.store.list<Anbieter>('anbieter')
    return { status: 200, body: all.map(one => presentAnbieter(one, base)) }
  },

  async getProvider({ path }, { world, base }) {
    const anbieter = await find(world.store, path['provider-id'])
    return { status: 200, body: presentAnbieter(anbieter, base) }
  },

  async getProviderLogo({ path: { group } }, { world }) {
    const all = await world.store.list<Anbieter>('anbieter')
    if (!all.some(one => one.group === group))
      throw new Problem(404, 'Not Found', `There is no logo ${group}`)
    return { status: 200, body: logoSvg(group) }
  },

  async listProviderCoreData({ query: { capability } }, { world, base }) {
    const all = await world.store.list<Anbieter>('anbieter')
    const wanted = all.filter(
      one => capability === undefined || one.capabilities.includes(capability)
    )
    return { status: 200, body: wanted.map(one => presentCoreData(one, base)) }
  },

  async listProviderJobStatistics({ query }, { world }) {
    const all = await world.store.list<Anbieter>('anbieter')
    return { status: 200, body: presentJobStatistics(all, query, world.clock.now(), world.chance) }
  },

  async getProviderEbicsInfo({ path }, { world }) {
    const info = presentEbicsInfo(await find(world.store, path['provider-id']))
    if (!info) throw new Problem(404, 'Not Found', 'This provider has no EBICS')
    return { status: 200, body: info }
  }
}

async function find(store: Context['world']['store'], id: string): Promise<Anbieter> {
  const anbieter = await store.get<Anbieter>('anbieter', id.toLowerCase())
  if (!anbieter) throw new Problem(404, 'Not Found', `There is no provider ${id}`)
  return anbieter
}
