import { hash } from 'node:crypto'
import type { components } from '../../contract/types/banksapi-auth.ts'
import type { Trail } from '../../http/observe.ts'
import { issue, type Token } from '../../oauth/token.ts'
import { berlinTime } from '../../world/berlin.ts'
import { SECOND } from '../../world/clock.ts'
import type { Document, Effect } from '../../world/effects.ts'
import type { World } from '../../world/world.ts'
import type { Caller } from './context.ts'
import type { Behaviour } from './switches.ts'

/** A token that was issued. One of a client acts for itself: actor and subject are alike. */
export type BanksapiToken = Token & {
  /** User name when it was issued; only of a user. */
  readonly username?: string
}

/** Whom a token is for. */
export type Holder = {
  /** Client id with its suffix. */
  readonly client: string
  readonly user?: { readonly userId: string; readonly username: string }
}

/** The id under which a token is kept: it names the token without giving it away. */
export function fingerprintOf(token: string): string {
  return hash('sha256', token).slice(0, 32)
}

/** Makes a token, a UUID, and keeps it until its time is over. */
export async function issueToken(
  world: World,
  { client, user }: Holder,
  scopes: readonly string[],
  trail: Trail
): Promise<{ token: string; kept: BanksapiToken }> {
  return world.turn(async state => {
    const n = ((await state.get<Counter>('zaehler', 'banksapi-token'))?.n ?? 0) + 1
    const counter: Counter = { id: 'banksapi-token', n }
    const issuedAt = world.clock.now()
    const subject = user?.userId ?? client
    // Workspaces share their chance, and a token has to name its own.
    const token = world.chance.uuid('banksapi token', world.name, client, subject, issuedAt, n)
    const ttlSeconds = (world.behaviour() as Behaviour)['banksapi.tokenTtlSeconds']
    const kept: BanksapiToken = {
      id: fingerprintOf(token),
      client,
      subject,
      actor: client,
      scopes,
      issuedAt,
      expiresAt: issuedAt + ttlSeconds * SECOND,
      ...(user && { username: user.username })
    }
    const count: Effect = { do: 'put', collection: 'zaehler', document: counter }
    state.perform([count, ...(user ? [usedNow(user.userId, issuedAt)] : []), ...issue(kept)])
    return { token, kept }
  }, trail.changes)
}

/** Background updates come less often to users who do not come back. */
function usedNow(id: string, at: number): Effect {
  const document: Document & { readonly at: number } = { id, at }
  return { do: 'put', collection: 'nutzung', document }
}

type Counter = { readonly id: string; readonly n: number }

/** A token of a world that is not over. */
export async function liveToken(token: string, world: World): Promise<BanksapiToken | undefined> {
  const kept = await world.store.get<BanksapiToken>('tokens', fingerprintOf(token))
  return kept && kept.expiresAt > world.clock.now() ? kept : undefined
}

/** Ends a token before its time. */
export function revocation({ id }: Token): readonly Effect[] {
  return [
    { do: 'remove', collection: 'tokens', id },
    { do: 'cancel', job: `token-expiry-${id}` }
  ]
}

/** Who a token stands for. */
export function callerOf({ client, subject, actor, scopes }: Token): Caller {
  const [tenant = '', name = ''] = (client.split('+', 1)[0] as string).split('/')
  const level = subject === actor ? 'client' : 'user'
  return {
    client: name,
    tenant,
    level,
    ...(level === 'user' && { user: subject }),
    scopes: new Set(scopes)
  }
}

/** A token as the service shows it. observed: expires_in, which all clients read (field note 1) */
export function presentToken(
  token: string,
  kept: BanksapiToken,
  now: number
): components['schemas']['Token'] {
  const { tenant, client, user } = callerOf(kept)
  const { scopes, username, expiresAt } = kept
  return {
    scope: scopes.join(' '),
    tenant,
    client,
    ...(user !== undefined && { user }),
    additionalData: username === undefined ? {} : { username },
    validTo: berlinTime(expiresAt),
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.floor((expiresAt - now) / SECOND)
  }
}
