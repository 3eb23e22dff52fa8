import type { components } from '../../../contract/types/banksapi-auth.ts'
import type { Effect } from '../../../world/effects.ts'

/** A user of a tenant. */
export type User = {
  /** Tenant and user name, as `demo/demouser`: a name is unique in its tenant, deactivated users included. */
  readonly id: string
  /** Technical id, a UUID that stays the same for good; bank accesses and payments belong to it. */
  readonly userId: string
  readonly tenant: string
  readonly username: string
  readonly password: string
  readonly firstname?: string
  readonly lastname?: string
  /** A deactivated user gets no tokens and is not found. */
  readonly active: boolean
  /** Client and role, as `demo/demo-client/customer`. */
  readonly roles: readonly string[]
}

/** What a client says of a user. */
export type Details = Partial<Record<Field, string>>

type Field = (typeof FIELDS)[number]

const FIELDS = ['username', 'password', 'firstname', 'lastname'] as const

/** The key of a user. */
export function userKey(tenant: string, username: string): string {
  return `${tenant}/${username}`
}

/** What is wrong with the details of a user, in words; `undefined` when nothing is. */
export function faultOfDetails(
  body: Readonly<Record<string, unknown>>,
  mandatory: readonly Field[]
): string | undefined {
  const missing = mandatory.find(field => body[field] === undefined)
  if (missing) return `${missing} is missing`
  const odd = FIELDS.find(field => body[field] !== undefined && typeof body[field] !== 'string')
  if (odd) return `${odd} has to be a text`
  const empty = (['username', 'password'] as const).find(field => body[field] === '')
  return empty && `${empty} is empty`
}

/** A new user, active at once. */
export function newUser(
  tenant: string,
  userId: string,
  details: Details,
  roles: readonly string[]
): User {
  const { username = '', password = '' } = details
  const id = userKey(tenant, username)
  return { id, userId, tenant, username, password, ...namesOf(details), active: true, roles }
}

/** A user with another name. The password stays. */
export function changed(user: User, details: Details): User {
  const { username = user.username } = details
  return { ...user, ...namesOf(details), id: userKey(user.tenant, username), username }
}

/** A deactivated user that is active again, with the password that was given. documented: the name may not change (dossier B1) */
export function reactivated(user: User, details: Details): User | undefined {
  const { username, password = user.password } = details
  if (username !== user.username) return undefined
  return { ...user, ...namesOf(details), password, active: true }
}

/** Keeps a user in place of what was kept of it before. */
export function keepUser(user: User, before: User = user): readonly Effect[] {
  const put: Effect = { do: 'put', collection: 'banksapi-users', document: user }
  if (before.id === user.id) return [put]
  return [{ do: 'remove', collection: 'banksapi-users', id: before.id }, put]
}

/** A role of a client, as users have it. */
export function roleKey(client: string, role: string): string {
  return `${client}/${role}`
}

export function hasRole(user: User, client: string, role: string): boolean {
  return user.roles.includes(roleKey(client, role))
}

export function withRole(user: User, client: string, role: string): User {
  return hasRole(user, client, role)
    ? user
    : { ...user, roles: [...user.roles, roleKey(client, role)] }
}

/** A user as management shows it, with both spellings of its id. documented: dossier K7 */
export function presentUser({ userId, username, roles }: User): components['schemas']['User'] {
  const names = roles.map(role => role.slice(role.lastIndexOf('/') + 1))
  return { id: userId, userReference: userId, username, roles: [...new Set(names)] }
}

function namesOf({ firstname, lastname }: Details): Pick<User, 'firstname' | 'lastname'> {
  return {
    ...(firstname !== undefined && { firstname }),
    ...(lastname !== undefined && { lastname })
  }
}
