import { hash } from 'node:crypto'
import type { JWK } from 'jose'

type Claims = Readonly<Record<string, unknown>>

/** A token with what it says. The fingerprint names it without giving it away. */
export type Signed = {
  readonly token: string
  readonly claims: Claims
  readonly fingerprint: string
}

/** Signs and checks compact JWS tokens with one key. */
export type Signer = {
  sign(claims: Claims): Promise<Signed>
  /** A token with a right signature, else `undefined`. Times are not looked at: the clock does that. */
  verify(token: string): Promise<Signed | undefined>
  /** The public half of the key. */
  readonly publicKey: JWK
}

/** How many checked tokens are remembered: a signature costs more than a whole request. */
const REMEMBERED = 10_000

/** `key` is a private JWK with `kid` and `alg`. The library is loaded with the first token. */
export function createSigner(key: JWK): Signer {
  const { d: _, ...publicKey } = key
  const checked = new Map<string, Signed>()
  const jose = once(() => import('jose'))
  const privateKey = once(async () => (await jose()).importJWK(key))
  const verifyingKey = once(async () => (await jose()).importJWK(publicKey))

  function remember(token: string, claims: Claims): Signed {
    if (checked.size >= REMEMBERED) checked.delete(checked.keys().next().value as string)
    const signed = { token, claims, fingerprint: hash('sha256', token).slice(0, 32) }
    checked.set(token, signed)
    return signed
  }

  return {
    publicKey,
    async sign(claims) {
      const { SignJWT } = await jose()
      const header = { kid: key.kid as string, alg: key.alg as string, typ: 'JWT' }
      const token = await new SignJWT(claims).setProtectedHeader(header).sign(await privateKey())
      return remember(token, claims)
    },
    async verify(token) {
      const known = checked.get(token)
      if (known || token.length > 8_192) return known
      const { compactVerify } = await jose()
      try {
        const options = { algorithms: [key.alg as string] }
        const { payload, protectedHeader } = await compactVerify(
          token,
          await verifyingKey(),
          options
        )
        if (protectedHeader.kid !== key.kid) return undefined
        return remember(token, JSON.parse(new TextDecoder().decode(payload)))
      } catch {
        return undefined
      }
    }
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
