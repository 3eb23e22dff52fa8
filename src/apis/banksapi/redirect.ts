import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import type { Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import type { Change } from '../../world/store.ts'
import type { World } from '../../world/world.ts'
import { DEFAULT_WORKSPACE } from '../../world/worlds.ts'
import { moveSca } from './bank.ts'
import type { Context } from './context.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import type { Client } from './model/mandant.ts'
import type { Sca } from './model/sca.ts'
import { fullScope } from './model/scopes.ts'
import type { User } from './model/verwaltung.ts'
import { findUmleitung, type Umleitung } from './sitzungssuche.ts'
import type { TokenIndex } from './token-index.ts'
import { issueToken } from './tokens.ts'

type Operationen = 'getRedirectSession' | 'confirmRedirectSession' | 'authenticateRedirectSession'

/** The handlers of a page that leads customers to their bank and back. observed: dossier B6 #74 and #75, D2(d) */
export function createRedirects(
  index: TokenIndex
): Pick<Handlers<operations, Context>, Operationen> {
  return {
    async getRedirectSession({ path }, { services, trail, base }) {
      const id = path['session-id'].toLowerCase()
      const umleitung = await findUmleitung(services.worlds, id)
      if (umleitung?.bei !== 'zugang') throw unknown(id)
      const { world } = umleitung
      trail.world = world
      const session = `${base}/customer/v2/redirect/sessions/${id}`
      return {
        status: 200,
        body: {
          userToken: await tokenFor(umleitung, index, trail),
          correlationId: world.chance.uuid('redirect correlation', id),
          confirmRedirectUrl: `${session}/confirm`,
          authenticateRedirectUrl: `${session}/authenticate`
        }
      }
    },

    async confirmRedirectSession({ path }, context) {
      await ownUmleitung(path['session-id'], context)
      return { status: 200 }
    },

    async authenticateRedirectSession({ path, body }, context) {
      const { entwurf, sca } = await ownUmleitung(path['session-id'], context)
      const { world, trail } = context
      const query = new URLSearchParams(body?.scaAuthenticationData ?? '')
      await authenticate(world, entwurf.id, sca.id, entscheidungIn(query), trail.changes)
      return { status: 200 }
    }
  }
}

/**
 * What a bank said by the query of the way back. documented: code or error; differs: any code is believed; without a query
 * the page of the bank has said everything
 */
export function entscheidungIn(query: URLSearchParams): Sca['entscheidung'] {
  if (query.has('error')) return 'abgelehnt'
  return query.has('code') ? 'bestaetigt' : undefined
}

/** The customer decides on the page of the bank. Whoever asks next learns of it. */
export async function decideAtBank(
  { world, entwurf, sca }: Umleitung,
  entscheidung: NonNullable<Sca['entscheidung']>
): Promise<void> {
  await world.turn(async state => {
    const zugang = await state.get<Bankzugang>('bankzugaenge', entwurf.id)
    if (zugang?.offen?.sca.id === sca.id)
      await moveSca(world, state, zugang, { type: 'decided', entscheidung })
  })
}

/** The customer is back from the bank. What was decided there counts more than what the way back says. */
export async function authenticate(
  world: World,
  zugangId: string,
  scaId: string,
  entscheidung: Sca['entscheidung'],
  changes?: Change[]
): Promise<'failed' | 'went on'> {
  return world.turn(async state => {
    const zugang = await state.get<Bankzugang>('bankzugaenge', zugangId)
    const sca = zugang?.offen?.sca
    if (!zugang || sca?.id !== scaId) return 'failed'
    const isNews = sca.entscheidung === undefined && entscheidung !== undefined
    const decided = isNews
      ? (await moveSca(world, state, zugang, { type: 'decided', entscheidung })).zugang
      : zugang
    const { told } = await moveSca(world, state, decided, { type: 'polled' })
    return told.some(({ code }) => code === 'BA3040') ? 'failed' : 'went on'
  }, changes)
}

async function ownUmleitung(
  sessionId: string,
  { services, world, caller }: Context
): Promise<Umleitung> {
  const id = sessionId.toLowerCase()
  const umleitung = await findUmleitung(services.worlds, id)
  const isOwn = umleitung?.world === world && umleitung.entwurf.user === caller.user
  if (umleitung?.bei !== 'zugang' || !isOwn) throw unknown(id)
  return umleitung
}

/** A token of the user, as the tenant's own client would get it. */
async function tokenFor(
  { world, entwurf }: Umleitung,
  index: TokenIndex,
  trail: Trail
): Promise<string> {
  const { tenant, user: userId } = entwurf
  const clients = await world.store.list<Client>('banksapi-clients')
  const scopes = ['customer/read', 'customer/modify'].map(fullScope)
  const client = clients.find(
    one =>
      one.id.startsWith(`${tenant}/`) && scopes.every(scope => one.grantedScopes.includes(scope))
  )
  const users = await world.store.list<User>('banksapi-users')
  const username = users.find(one => one.userId === userId)?.username ?? ''
  const suffix = world.name === DEFAULT_WORKSPACE ? '' : `+${world.name}`
  const holder = {
    client: `${client?.id ?? `${tenant}/`}${suffix}`,
    user: { userId, username }
  }
  const { token } = await issueToken(world, holder, scopes, trail)
  index.keep(token, world.name)
  return token
}

function unknown(id: string): Problem {
  return new Problem(404, 'Not Found', `There is no redirect ${id}`)
}
