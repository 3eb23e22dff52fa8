import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-auth.ts'
import { Problem } from '../../http/problem.ts'
import type { Token } from '../../oauth/token.ts'
import type { Effect } from '../../world/effects.ts'
import type { Turn } from '../../world/world.ts'
import type { Context } from './context.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import { type Client, defaultRolesOf, type Tenant } from './model/mandant.ts'
import { faultOfPassword } from './model/passwort.ts'
import {
  changed,
  type Details,
  faultOfDetails,
  keepUser,
  newUser,
  presentUser,
  reactivated,
  type User,
  userKey
} from './model/verwaltung.ts'
import { revocation } from './tokens.ts'
import { forgetBankzugang } from './zugang-vergessen.ts'

type UserHandlers = Pick<
  Handlers<operations, Context>,
  | 'createUser'
  | 'listUsers'
  | 'getUser'
  | 'changeUser'
  | 'deleteUser'
  | 'deactivateUser'
  | 'reactivateUser'
>

export const userHandlers: UserHandlers = {
  async createUser({ path, body }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const details = readDetails(body, ['username', 'password'])
    checkPassword(details, context)
    const { userId } = await context.world.turn(
      state => addUser(state, tenant.id, details, context),
      context.trail.changes
    )
    const address = `/auth/mgmt/v1/tenants/${encodeURIComponent(tenant.id)}/users/${userId}`
    return { status: 201, headers: { Location: context.base + address } }
  },

  async listUsers({ path, query }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const users = await context.world.store.list<User>('banksapi-users')
    const listed = users.filter(
      user => user.tenant === tenant.id && (user.active || query.includeInactive === true)
    )
    return { status: 200, body: listed.map(presentUser) }
  },

  async getUser({ path }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const user = await findActive(context.world.store, tenant.id, path['user-id'], 'id')
    return { status: 200, body: presentUser(user) }
  },

  async changeUser({ path, query, body = {} }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const details = readDetails(body, [])
    await context.world.turn(async state => {
      const user = await findActive(state, tenant.id, path['user-id'], query.reftype)
      const next = changed(user, details)
      if (next.id !== user.id) await refuseTaken(state, next.id)
      state.perform(keepUser(next, user))
    }, context.trail.changes)
    return { status: 200 }
  },

  // observed: only a deactivated user can be deleted (dossier B1)
  async deleteUser({ path, query }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    await context.world.turn(async state => {
      const user = await find(state, tenant.id, path['user-id'], query.reftype)
      if (user.active)
        throw new Problem(405, 'Method Not Allowed', 'The user is active', { allow: 'GET, PUT' })
      const zugaenge = await state.list<Bankzugang>('bankzugaenge')
      for (const zugang of zugaenge.filter(one => one.user === user.userId))
        await forgetBankzugang(state, zugang)
      state.perform([{ do: 'remove', collection: 'banksapi-users', id: user.id }])
    }, context.trail.changes)
    return { status: 200 }
  },

  async deactivateUser({ path, query }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    await context.world.turn(async state => {
      const user = await findActive(state, tenant.id, path['user-id'], query.reftype)
      state.perform(keepUser({ ...user, active: false }))
      state.perform(await endTokens(state, user))
    }, context.trail.changes)
    return { status: 200 }
  },

  async reactivateUser({ path, query, body }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const details = readDetails(body, ['username', 'password'])
    checkPassword(details, context)
    await context.world.turn(async state => {
      const user = await find(state, tenant.id, path['user-id'], query.reftype)
      if (user.active) throw new Problem(400, 'Bad Request', 'The user is active')
      const next = reactivated(user, details)
      if (!next) throw new Problem(400, 'Bad Request', 'username is not the one of this user')
      state.perform(keepUser(next))
    }, context.trail.changes)
    return { status: 200 }
  }
}

/** The tenant of a path. assumed: unknown is a 404, foreign a 403 (dossier B1) */
export async function ownTenant(name: string, { world, caller }: Context): Promise<Tenant> {
  const tenant = await world.store.get<Tenant>('banksapi-tenants', name)
  if (!tenant) throw new Problem(404, 'Not Found', 'There is no such tenant')
  if (name !== caller.tenant) throw new Problem(403, 'Forbidden', 'The token is of another tenant')
  return tenant
}

/** An active user by its id or its name. observed: a deactivated one is not found (dossier B1) */
export async function findActive(
  state: Pick<Turn, 'get' | 'list'>,
  tenant: string,
  reference: string,
  kind: 'id' | 'username' | undefined
): Promise<User> {
  const user = await find(state, tenant, reference, kind)
  if (!user.active) throw new Problem(404, 'Not Found', 'The user is deactivated')
  return user
}

async function find(
  state: Pick<Turn, 'get' | 'list'>,
  tenant: string,
  reference: string,
  kind: 'id' | 'username' = 'id'
): Promise<User> {
  const user =
    kind === 'username'
      ? await state.get<User>('banksapi-users', userKey(tenant, reference))
      : (await state.list<User>('banksapi-users')).find(
          one => one.tenant === tenant && one.userId === reference.toLowerCase()
        )
  if (!user) throw new Problem(404, 'Not Found', 'There is no such user')
  return user
}

type Counter = { readonly id: string; readonly n: number }

async function addUser(
  state: Turn,
  tenant: string,
  details: Details,
  { world }: Context
): Promise<User> {
  await refuseTaken(state, userKey(tenant, details.username ?? ''))
  const n = ((await state.get<Counter>('zaehler', 'banksapi-user'))?.n ?? 0) + 1
  const counter: Counter = { id: 'banksapi-user', n }
  const all = await state.list<Client>('banksapi-clients')
  const roles = defaultRolesOf(all.filter(client => client.id.startsWith(`${tenant}/`)))
  const user = newUser(tenant, world.chance.uuid('banksapi user', n), details, roles)
  state.perform([{ do: 'put', collection: 'zaehler', document: counter }, ...keepUser(user)])
  return user
}

/** observed: a name that exists is a 409 (field note 13); assumed: one of a deactivated user too */
async function refuseTaken(state: Turn, id: string): Promise<void> {
  if (await state.get<User>('banksapi-users', id))
    throw new Problem(409, 'Conflict', 'A user with this username exists')
}

/** assumed: the tokens of a deactivated user are void (dossier D8) */
async function endTokens(state: Turn, { userId }: User): Promise<readonly Effect[]> {
  const tokens = await state.list<Token>('tokens')
  return tokens.filter(token => token.subject === userId).flatMap(revocation)
}

function readDetails(body: object, mandatory: Parameters<typeof faultOfDetails>[1]): Details {
  const details = body as Readonly<Record<string, unknown>>
  const fault = faultOfDetails(details, mandatory)
  if (fault !== undefined) throw new Problem(400, 'Bad Request', fault)
  return details as Details
}

function checkPassword({ password = '' }: Details, { behaviour }: Context): void {
  const fault = faultOfPassword(password, behaviour['banksapi.passwordPolicy'])
  if (fault !== undefined) throw new Problem(400, 'Bad Request', fault)
}
