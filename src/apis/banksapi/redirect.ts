import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import type { Trail } from '../../http/observe.ts'
import { Problem } from '../../http/problem.ts'
import type { Change } from '../../world/store.ts'
import { DEFAULT_WORKSPACE } from '../../world/worlds.ts'
import type { Context } from './context.ts'
import { moveHalter, scaOf } from './halter.ts'
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
      if (!umleitung || umleitung.sitzung) throw unknown(id)
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
      const umleitung = await ownUmleitung(path['session-id'], context)
      const query = new URLSearchParams(body?.scaAuthenticationData ?? '')
      await authenticate(umleitung, entscheidungIn(query), context.trail.changes)
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
  { world, halter, sca }: Umleitung,
  entscheidung: NonNullable<Sca['entscheidung']>
): Promise<void> {
  await world.turn(async state => {
    if ((await scaOf(world, state, halter))?.id === sca.id)
      await moveHalter(world, state, halter, { type: 'decided', entscheidung })
  })
}

/** The customer is back from the bank. What was decided there counts more than what the way back says. */
export async function authenticate(
  { world, halter, sca: { id } }: Umleitung,
  entscheidung: Sca['entscheidung'],
  changes?: Change[]
): Promise<'failed' | 'went on'> {
  const isOpen = await world.turn(async state => {
    const sca = await scaOf(world, state, halter)
    if (sca?.id !== id) return false
    if (sca.entscheidung === undefined && entscheidung !== undefined)
      await moveHalter(world, state, halter, { type: 'decided', entscheidung })
    return true
  }, changes)
  if (!isOpen) return 'failed'
  const told = await world.turn(async state => {
    const isStill = (await scaOf(world, state, halter))?.id === id
    return isStill ? moveHalter(world, state, halter, { type: 'polled' }) : []
  }, changes)
  return told.some(({ code }) => code === 'BA3040') ? 'failed' : 'went on'
}

async function ownUmleitung(
  sessionId: string,
  { services, world, caller }: Context
): Promise<Umleitung> {
  const id = sessionId.toLowerCase()
  const umleitung = await findUmleitung(services.worlds, id)
  const isOwn = umleitung?.world === world && umleitung.user === caller.user
  if (!umleitung || umleitung.sitzung || !isOwn) throw unknown(id)
  return umleitung
}

/** A token of the user, as the tenant's own client would get it. */
async function tokenFor(
  { world, tenant, user: userId }: Umleitung,
  index: TokenIndex,
  trail: Trail
): Promise<string> {
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
