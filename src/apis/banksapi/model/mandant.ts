import type { components } from '../../../contract/types/banksapi-auth.ts'
import { hasRole, roleKey, type User } from './verwaltung.ts'

type Schemas = components['schemas']

/** A customer of the service. */
export type Tenant = {
  /** Technical name. */
  readonly id: string
  readonly description: string
  /** Whether it may handle credentials itself (REG/Hosting); else web forms do it (REG/Protect). */
  readonly regulated: boolean
  /** Where its notifications go, unless an address was registered. */
  readonly webhook?: { readonly url: string; readonly events?: readonly string[] }
}

/** A program of a tenant. */
export type Client = {
  /** Tenant and technical name, as `demo/demo-client`: the user name of its Basic credentials. */
  readonly id: string
  readonly secret: string
  /** Brings tokens at the interfaces of the newer product lines. */
  readonly apiKey?: string
  readonly description: string
  readonly grantedScopes: readonly string[]
  readonly clientRoles: readonly ClientRole[]
}

/** A role that a client gives to users. Who has it is kept with the users. */
export type ClientRole = {
  readonly name: string
  readonly description: string
  /** assumed: new users have the role (dossier C1 knows the name alone) */
  readonly defaultRole: boolean
  readonly grantedScopes: readonly string[]
}

export function presentTenant({ id, description }: Tenant): Schemas['Tenant'] {
  return { name: id, description }
}

/** A client as management shows it, never with its secret. `users` are the active ones of its tenant. */
export function presentClient(client: Client, users: readonly User[]): Schemas['MgmtClient'] {
  const { id, description, grantedScopes, clientRoles } = client
  return {
    name: id.slice(id.indexOf('/') + 1),
    username: id,
    description,
    grantedScopes,
    clientRoles: clientRoles.map(role => presentRole(client, role, users))
  }
}

/** The roles of new users. assumed: the default roles of all clients of the tenant */
export function defaultRolesOf(clients: readonly Client[]): readonly string[] {
  return clients.flatMap(({ id, clientRoles }) =>
    clientRoles.filter(role => role.defaultRole).map(role => roleKey(id, role.name))
  )
}

export function presentRole(
  client: Client,
  role: ClientRole,
  users: readonly User[]
): Schemas['ClientRole'] {
  const { name, description, defaultRole, grantedScopes } = role
  const having = users.filter(user => hasRole(user, client.id, name))
  return { name, description, defaultRole, grantedScopes, users: having.map(user => user.userId) }
}
