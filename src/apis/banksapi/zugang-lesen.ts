import { Problem } from '../../http/problem.ts'
import type { World } from '../../world/world.ts'
import type { Context } from './context.ts'
import { looksEncrypted, type Verschluesselung } from './credentials.ts'
import type { Zugangsdaten } from './model/anmeldung.ts'
import { type Bankzugang, isOver, zugangId } from './model/bankzugang.ts'
import { judgeCustomerIp } from './model/customer-ip.ts'
import type { Tenant } from './model/mandant.ts'
import type { Adressen } from './model/relationen.ts'
import { createPhotoTan } from './tan-bild.ts'

/** An access of the caller. assumed: one that has timed out is as unknown as one of somebody else (dossier D3) */
export async function findZugang(
  { world, caller }: Context,
  accessId: string,
  store: Pick<World['store'], 'get'> = world.store
): Promise<Bankzugang> {
  const zugang = await store.get<Bankzugang>('bankzugaenge', zugangId(caller.user ?? '', accessId))
  if (!zugang || isOver(zugang, world.clock.now()))
    throw new Problem(404, 'Not Found', `There is no access ${accessId}`)
  return zugang
}

/** All accesses of the caller, the oldest first. */
export async function listZugaenge({ world, caller }: Context): Promise<readonly Bankzugang[]> {
  const all = await world.store.list<Bankzugang>('bankzugaenge')
  const now = world.clock.now()
  return all.filter(one => one.user === caller.user && !isOver(one, now))
}

/** Whether the tenant of a call may send credentials. */
export async function isRegulated({ world, caller }: Context): Promise<boolean> {
  return (await world.store.get<Tenant>('banksapi-tenants', caller.tenant))?.regulated === true
}

/** Credentials in plain text. assumed: what cannot be decrypted is taken as plain text (dossier G) */
export function plainCredentials(
  sent: Readonly<Record<string, string>>,
  { decrypt }: Verschluesselung,
  { behaviour }: Context
): Zugangsdaten {
  const strict = behaviour['banksapi.credentials'] === 'strict'
  return Object.fromEntries(
    Object.entries(sent).map(([field, value]) => {
      const plain = looksEncrypted(value) ? decrypt(value) : undefined
      return [field, plain ?? (strict ? '' : value)]
    })
  )
}

/** Refuses an address that cannot be that of a customer. documented: dossier A7 */
export function checkCustomerIp(
  headers: Readonly<Record<string, string | undefined>>,
  { behaviour }: Context,
  isRequired: boolean
): void {
  const mode = behaviour['banksapi.customerIpAddress']
  const wrong = judgeCustomerIp(headers['customer-ip-address'], mode, isRequired)
  if (wrong !== undefined) throw new Problem(400, 'Bad Request', wrong)
}

/** How relations are made for a caller. */
export function adressenOf({ base, behaviour }: Context): Adressen {
  return {
    base,
    legacy: behaviour['banksapi.relations.legacy'],
    oldKinds: behaviour['banksapi.compat.javaReferenceClient'],
    photo: photo()
  }
}

const photo = createPhotoTan()
