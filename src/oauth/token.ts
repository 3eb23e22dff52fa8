import type { Effect } from '../world/effects.ts'
import type { Runner } from '../world/world.ts'

/** A token that was issued. It stays until the clock of its workspace reaches its end. */
export type Token = {
  /** The fingerprint of the signed token: one that was issued before a reset is another one, whatever it says. */
  readonly id: string
  /** Client id with its suffix. */
  readonly client: string
  readonly subject: string
  readonly actor: string
  readonly scopes: readonly string[]
  readonly issuedAt: number
  readonly expiresAt: number
}

export const TOKEN_EXPIRY = 'oauth/token-expiry'

/** Keeps a token and plans its end. */
export function issue(token: Token): readonly Effect[] {
  const job = {
    id: `token-expiry-${token.id}`,
    kind: TOKEN_EXPIRY,
    dueAt: token.expiresAt,
    about: `token of ${token.client} for ${token.subject} expires`,
    payload: { tokenId: token.id }
  }
  return [
    { do: 'put', collection: 'tokens', document: token },
    { do: 'schedule', job }
  ]
}

/** Forgets a token at its end. */
export const expireToken: Runner = async (job, state) => {
  state.perform([{ do: 'remove', collection: 'tokens', id: String(job.payload['tokenId']) }])
}
