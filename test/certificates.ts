import { generateKeyPairSync } from 'node:crypto'
import { generate } from 'selfsigned'
import { type Pair, readAuthority } from '../src/http/tls.ts'

const DAY = 86_400_000

export type Keys = { readonly publicKey: string; readonly privateKey: string }

export type Wish = {
  readonly name?: string
  /** Who signs it: the CA of the sandbox, itself, or another CA. */
  readonly by?: 'sandbox' | 'itself' | Pair
  readonly from?: Date
  readonly to?: Date
  readonly algorithm?: 'sha1' | 'sha256' | 'sha384'
  /** All certificates share a pair unless they have one of their own. */
  readonly keys?: Keys
  readonly isCa?: boolean
  readonly hosts?: readonly string[]
}

/** A certificate with its key, both in PEM, as nobody but a test would make it. */
export async function certify(wish: Wish = {}): Promise<Pair> {
  const { name = 'demo-client', by = 'sandbox', algorithm = 'sha256', isCa = false } = wish
  const { from = new Date(Date.now() - DAY), to = new Date(Date.now() + 100 * DAY) } = wish
  const issuer = by === 'sandbox' ? readAuthority() : by
  const altNames = (wish.hosts ?? []).map(value => ({ type: 2, value }) as const)
  const made = await generate([{ name: 'commonName', value: name }], {
    notBeforeDate: from,
    notAfterDate: to,
    algorithm,
    keyPair: wish.keys ?? shared,
    ...(issuer !== 'itself' && { ca: { cert: issuer.certificate, key: issuer.privateKey } }),
    extensions: [
      { name: 'basicConstraints', cA: isCa, critical: true },
      ...(altNames.length > 0 ? [{ name: 'subjectAltName' as const, altNames }] : [])
    ]
  })
  return { certificate: made.cert, privateKey: made.private }
}

/** A pair of RSA keys in PEM. */
export function rsaKeys(modulusLength = 2048): Keys {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  })
}

const shared = rsaKeys()
