import { constants, createPublicKey, publicEncrypt, X509Certificate } from 'node:crypto'
import t from 'tap'
import { createVerschluesselung, looksEncrypted } from '../../../src/apis/banksapi/credentials.ts'

const { encrypt, decrypt, publicKey, certificate } = createVerschluesselung()

const TEXTS = ['demo1', '', 'Pässwört €', '🔐', ' a b ', 'x'.repeat(470), 'DE00123456789012345678']

/** As clients encrypt: RSA with OAEP, SHA-1 and MGF1, in Base64 without line breaks. */
function seal(text: string, key: string, oaepHash = 'sha1'): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return publicEncrypt({ key, padding, oaepHash }, Buffer.from(text, 'utf8')).toString('base64')
}

t.test('what was encrypted with the public key or the certificate comes back', async t => {
  for (const text of TEXTS) {
    t.equal(decrypt(seal(text, publicKey)), text)
    t.equal(decrypt(seal(text, certificate)), text)
    t.equal(decrypt(encrypt(text)), text)
  }
})

t.test('the key has 4096 bits, and the certificate is for it', async t => {
  t.match(publicKey, /^-----BEGIN PUBLIC KEY-----\n/)
  t.match(certificate, /^-----BEGIN CERTIFICATE-----\n/)
  const key = createPublicKey(publicKey)
  t.equal(key.asymmetricKeyType, 'rsa')
  t.equal(key.asymmetricKeyDetails?.modulusLength, 4096)
  t.ok(new X509Certificate(certificate).publicKey.equals(key))
})

t.test('a block is one line of 684 characters, never the same twice', async t => {
  const [one, other] = [encrypt('demo1'), encrypt('demo1')]
  t.match(one, /^[A-Za-z0-9+/]{683}=$/)
  t.not(one, other)
})

t.test('whitespace in Base64 is of no account', async t => {
  const block = encrypt('demo1')
  const lines = block.replace(/.{64}/g, '$&\r\n')
  for (const text of [lines, ` ${block}\n`, `${block.slice(0, 9)}\t ${block.slice(9)}`]) {
    t.ok(looksEncrypted(text))
    t.equal(decrypt(text), 'demo1')
  }
})

t.test('what another key encrypted cannot be read', async t => {
  // Nobody has the private half of a modulus that was bent, and nobody needs it.
  const { n = '', ...jwk } = createPublicKey(publicKey).export({ format: 'jwk' })
  const bent = n.slice(0, 300) + [...n.slice(300, 400)].reverse().join('') + n.slice(400)
  const foreign = createPublicKey({ key: { ...jwk, n: bent }, format: 'jwk' })
  const block = seal('demo1', String(foreign.export({ type: 'spki', format: 'pem' })))
  t.ok(looksEncrypted(block), 'it has the length of a block')
  t.equal(decrypt(block), undefined)
})

t.test('what was encrypted in another way cannot be read', async t => {
  t.equal(decrypt(seal('demo1', publicKey, 'sha256')), undefined)
  const block = encrypt('demo1')
  const broken = (block.startsWith('A') ? 'B' : 'A') + block.slice(1)
  for (const text of [broken, '', 'demo1', block.slice(4)]) t.equal(decrypt(text), undefined)
})

t.test('plain text does not look encrypted', async t => {
  const block = encrypt('demo1')
  const cases = [
    '',
    'demo1',
    block.slice(1),
    `A${block}`,
    `${block.slice(0, -1)}-`,
    'ä'.repeat(684)
  ]
  for (const text of cases) t.notOk(looksEncrypted(text), text.slice(0, 20))
  t.ok(looksEncrypted(block))
})

t.test('only Base64 as long as the modulus looks encrypted', async t => {
  for (const bytes of [510, 511, 513])
    t.notOk(looksEncrypted(Buffer.alloc(bytes, 1).toString('base64')), `${bytes} bytes`)
  t.ok(looksEncrypted(Buffer.alloc(512, 1).toString('base64')))
})
