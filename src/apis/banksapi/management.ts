import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-auth.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import {
  type Client,
  type ClientRole,
  presentClient,
  presentRole,
  presentTenant,
  type Tenant
} from './model/mandant.ts'
import { keepUser, type User, withRole } from './model/verwaltung.ts'
import { findActive, ownTenant, userHandlers } from './users.ts'

type ManagementHandlers = Omit<
  Handlers<operations, Context>,
  | 'createBanksapiToken'
  | 'revokeToken'
  | 'introspectToken'
  | 'createApiKeyToken'
  | 'encryptPlaintext'
>

/** The handlers of tenants, clients, roles and users. */
export function managementHandlers(): ManagementHandlers {
  return { ...tenantHandlers, ...clientHandlers, ...roleHandlers, ...userHandlers }
}

type TenantHandlers = Pick<ManagementHandlers, 'listTenants' | 'getTenant'>

const tenantHandlers: TenantHandlers = {
  // assumed: only the own tenant is seen (dossier B1)
  async listTenants(_, { world, caller }) {
    const tenant = await world.store.get<Tenant>('banksapi-tenants', caller.tenant)
    return { status: 200, body: tenant ? [presentTenant(tenant)] : [] }
  },

  async getTenant({ path }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    return { status: 200, body: presentTenant(tenant) }
  }
}

type ClientHandlers = Pick<ManagementHandlers, 'listClients' | 'getClient'>

const clientHandlers: ClientHandlers = {
  async listClients({ path }, context) {
    const tenant = await ownTenant(path['tenant-name'], context)
    const all = await context.world.store.list<Client>('banksapi-clients')
    const own = all.filter(client => client.id.startsWith(`${tenant.id}/`))
    const users = await activeUsers(tenant.id, context)
    return { status: 200, body: own.map(client => presentClient(client, users)) }
  },

  async getClient({ path }, context) {
    const client = await findClient(path, context)
    const users = await activeUsers(path['tenant-name'], context)
    return { status: 200, body: presentClient(client, users) }
  }
}

type RoleHandlers = Omit<ManagementHandlers, keyof (TenantHandlers & ClientHandlers & UserHandlers)>
type UserHandlers = typeof userHandlers

const roleHandlers: RoleHandlers = {
  async listClientRoles({ path }, context) {
    const client = await findClient(path, context)
    const users = await activeUsers(path['tenant-name'], context)
    return { status: 200, body: client.clientRoles.map(role => presentRole(client, role, users)) }
  },

  async getClientRole({ path }, context) {
    const { client, role } = await findRole(path, context)
    const users = await activeUsers(path['tenant-name'], context)
    return { status: 200, body: presentRole(client, role, users) }
  },

  async listClientRoleUsers({ path }, context) {
    return { status: 200, body: await usersOf(path, context) }
  },

  async addClientRoleUser({ path, body: userId }, context) {
    if (!userId) throw new Problem(400, 'Bad Request', 'The body has to be the id of a user')
    const { client, role } = await findRole(path, context)
    await context.world.turn(async state => {
      const user = await findActive(state, path['tenant-name'], userId.toLowerCase(), 'id')
      state.perform(keepUser(withRole(user, client.id, role.name)))
    }, context.trail.changes)
    return { status: 201 }
  },

  async getClientRoleUser({ path }, context) {
    const userId = path['user-id'].toLowerCase()
    const users = await usersOf(path, context)
    if (!users.includes(userId)) throw new Problem(404, 'Not Found', 'The user has no such role')
    return { status: 200, body: userId }
  }
}

type ClientPath = { readonly 'tenant-name': string; readonly 'client-name': string }
type RolePath = ClientPath & { readonly 'role-name': string }

async function findClient(path: ClientPath, context: Context): Promise<Client> {
  const tenant = await ownTenant(path['tenant-name'], context)
  const id = `${tenant.id}/${path['client-name']}`
  const client = await context.world.store.get<Client>('banksapi-clients', id)
  if (!client) throw new Problem(404, 'Not Found', 'There is no such client')
  return client
}

async function findRole(
  path: RolePath,
  context: Context
): Promise<{ client: Client; role: ClientRole }> {
  const client = await findClient(path, context)
  const role = client.clientRoles.find(one => one.name === path['role-name'])
  if (!role) throw new Problem(404, 'Not Found', 'There is no such role')
  return { client, role }
}

async function usersOf(path: RolePath, context: Context): Promise<readonly string[]> {
  const { client, role } = await findRole(path, context)
  const users = await activeUsers(path['tenant-name'], context)
  return presentRole(client, role, users).users
}

/** assumed: a deactivated user is nowhere to be seen, not in roles either */
async function activeUsers(tenant: string, { world }: Context): Promise<readonly User[]> {
  const users = await world.store.list<User>('banksapi-users')
  return users.filter(user => user.tenant === tenant && user.active)
}
