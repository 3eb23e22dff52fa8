import { issueClientCertificate, type Pair, readAuthority } from '../../http/tls.ts'
import type { Collections } from '../../world/store.ts'
import type { Exported } from '../api.ts'
import type { SigningKey } from './context.ts'

/** The keys of the demo clients: those that sign are in the seed, certificates are made when they are asked for. */
export function filesOf(seed: Collections): readonly Exported[] {
  const keys = (seed['ing-signing-keys'] ?? []) as readonly SigningKey[]
  const signing = keys.flatMap(({ id, publicKey, privateKey }) =>
    privateKey === undefined
      ? []
      : [
          file(`ing-${id}-signing-key.pem`, `ING: with it ${id} signs requests`, privateKey),
          file(`ing-${id}-signing-public-key.pem`, 'ING: the public half of that key', publicKey)
        ]
  )
  const pair = once(() => issueClientCertificate('demo-client'))
  return [
    ...signing,
    {
      name: 'ing-demo-client-certificate.pem',
      about: 'ING: client certificate for TLS, good for a year',
      content: async () => (await pair()).certificate
    },
    {
      name: 'ing-demo-client-certificate-key.pem',
      about: 'ING: the key of that certificate',
      content: async () => (await pair()).privateKey
    },
    file('ca.pem', 'The CA that signs certificates of this sandbox', readAuthority().certificate)
  ]
}

function file(name: string, about: string, content: string): Exported {
  return { name, about, content: async () => content }
}

/** Certificate and key belong together, whichever is asked for first. */
function once(make: () => Promise<Pair>): () => Promise<Pair> {
  let made: Promise<Pair> | undefined
  return () => {
    made ??= make()
    return made
  }
}
