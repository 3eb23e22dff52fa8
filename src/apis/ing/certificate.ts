import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { readAuthority } from '../../http/tls.ts'
import { after } from '../../world/clock.ts'

/** documented: at most 39 months */
const LONGEST = 'P39M'

/** The name of SHA-1 with RSA in a certificate (OID 1.2.840.113549.1.1.5). */
const SHA1 = Buffer.from('2a864886f70d010105', 'hex')

/** The certificate of the TLS connection; over plain HTTP the one that X-Client-Cert carries. */
export function presentedCertificate({
  raw,
  headers
}: FastifyRequest): X509Certificate | undefined {
  if ('encrypted' in raw.socket) return (raw.socket as TLSSocket).getPeerX509Certificate()
  const header = headers['x-client-cert']
  return typeof header === 'string' ? readCertificate(header) : undefined
}

/**
 * Whether a client may show a certificate: one of the sandbox's CA, valid at `wall`, strong, short-lived, and not the
 * one it signs with. documented: dossier 3
 */
export function isAcceptable(
  certificate: X509Certificate,
  wall: number,
  signingKey: string | undefined
): boolean {
  const { publicKey } = certificate
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  const isRsa = publicKey.asymmetricKeyType === 'rsa' && bits >= 2048
  const isStrong = isRsa && !certificate.raw.includes(SHA1)
  // biome-ignore lint/style/noRestrictedGlobals: the text of a given date, it asks no clock
  const [from, to] = [certificate.validFrom, certificate.validTo].map(text => Date.parse(text))
  const [start, end] = [from as number, to as number]
  const isFresh = start <= wall && wall < end && end <= (after(start, LONGEST) ?? start)
  return isStrong && isFresh && isOurs(certificate) && !isSameKey(publicKey, signingKey)
}

function isOurs(certificate: X509Certificate): boolean {
  const authority = new X509Certificate(readAuthority().certificate)
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}

function isSameKey(key: X509Certificate['publicKey'], pem: string | undefined): boolean {
  return pem !== undefined && key.export({ type: 'spki', format: 'pem' }) === pem
}

/** A certificate in PEM, percent-encoded or with its line feeds gone, as header fields carry it. */
function readCertificate(header: string): X509Certificate | undefined {
  try {
    return new X509Certificate(decodeURIComponent(header))
  } catch {
    return undefined
  }
}
