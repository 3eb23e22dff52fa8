import { X509Certificate } from 'node:crypto'
import t from 'tap'
import { isAcceptable } from '../../../src/apis/ing/certificate.ts'
import type { Pair } from '../../../src/http/tls.ts'
import { certify, rsaKeys, type Wish } from '../../certificates.ts'
import { SIGNING_KEY } from './signed.ts'

const HOUR = 3_600_000
const BEGIN = Date.UTC(2027, 0, 15)
const NOW = BEGIN + HOUR
const inMonths = (months: number) => new Date(Date.UTC(2027, months, 15))

/** Whether a certificate would do an hour after it begins, for a client that signs with the seeded key. */
async function isTaken(wish: Wish | (() => Promise<Pair>), wall = NOW): Promise<boolean> {
  const months = { from: new Date(BEGIN), to: inMonths(12) }
  const { certificate } = await (typeof wish === 'function'
    ? wish()
    : certify({ ...months, ...wish }))
  return isAcceptable(new X509Certificate(certificate), wall, SIGNING_KEY.publicKey)
}

const TAKEN: readonly (readonly [title: string, Wish])[] = [
  ['for the client', {}],
  ['for anybody else', { name: 'somebody' }],
  ['with SHA-384', { algorithm: 'sha384' }],
  ['for 39 months', { to: inMonths(39) }],
  ['for one more second', { to: new Date(NOW + 1000) }],
  ['that has just begun', { from: new Date(NOW) }]
]

/** A CA with the name of ours. */
const impostor: Wish = {
  by: 'itself',
  isCa: true,
  name: 'Sandkasten test CA (its key is public: trust it in tests alone)'
}

const REFUSED: readonly (readonly [title: string, Wish | (() => Promise<Pair>)])[] = [
  ['signed by itself', { by: 'itself' }],
  ['of another CA', async () => certify({ by: await certify({ by: 'itself', isCa: true }) })],
  ['of a CA of that name with another key', async () => certify({ by: await certify(impostor) })],
  ['that is over', { from: new Date(BEGIN - HOUR), to: new Date(NOW) }],
  ['that begins later', { from: new Date(NOW + 1000) }],
  ['with 1024 bits', { keys: rsaKeys(1024) }],
  ['signed with SHA-1', { algorithm: 'sha1' }],
  ['for 39 months and two days', { to: new Date(+inMonths(39) + 48 * HOUR) }],
  ['for 40 months', { to: inMonths(40) }],
  ['with the key of the signatures', { keys: SIGNING_KEY }]
]

t.test('a certificate of our CA is taken if it is strong and short-lived', async t => {
  for (const [title, wish] of TAKEN) t.ok(await isTaken(wish), `a certificate ${title}`)
})

t.test('any other certificate is refused', async t => {
  for (const [title, wish] of REFUSED) t.notOk(await isTaken(wish), `a certificate ${title}`)
})

t.test('without a signing key there is none that a certificate could share', async t => {
  const { certificate } = await certify({ keys: SIGNING_KEY })
  t.ok(isAcceptable(new X509Certificate(certificate), Date.now(), undefined))
})

t.test('a certificate with an elliptic curve is refused', async t => {
  const read = new X509Certificate(ELLIPTIC)
  t.equal(read.publicKey.asymmetricKeyType, 'ec')
  t.notOk(isAcceptable(read, Date.parse(read.validFrom) + HOUR, undefined))
})

/** Signed by the CA of the sandbox, for a year. */
const ELLIPTIC = `-----BEGIN CERTIFICATE-----
MIICCDCB8QIBBzANBgkqhkiG9w0BAQsFADBKMUgwRgYDVQQDEz9TYW5ka2FzdGVu
IHRlc3QgQ0EgKGl0cyBrZXkgaXMgcHVibGljOiB0cnVzdCBpdCBpbiB0ZXN0cyBh
bG9uZSkwHhcNMjYxMTIxMTUzNDMxWhcNMjcxMTIxMTUzNDMxWjAWMRQwEgYDVQQD
DAtkZW1vLWNsaWVudDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOsDpkJfngUh
k/b1nCA1oC2SHUKL6vx5a98lm+9VZz7mJFuKF48FsIG/oHbvzXuTr8ReOBLBJMBH
Ru8/hUg2LfowDQYJKoZIhvcNAQELBQADggEBAB9Mer998OqeAdYVOkpCqT9i8UHG
Jn7RLA2Y6tShi0LOx+SaYH4pmGPWJku8M8nLaUBgcYJlafWFz239AqXdRiwLrnZO
t0SOElvIOdEO69HXRCQNI4U7AOcRyMJaxWXf59/8dWZVdMdwljZmncX6P0rVDv+7
UcSFgeSGfvuNPlGnngCTiy6v57uzKWi+Ba8VtyPioRhz8zugHg7ixCJjm4o6Ulze
Wtlu/eyklRZmruBVZ9v0M3EkR8VXFaTDBvn1IbzT/7Q0bLeG68hOYieAD8QKadQx
h/0CPZvzausjtnGSJpF/SMqlQv3uVxaJYekkt64rVUnw5LkYvwPL0SryFkY=
-----END CERTIFICATE-----`
