import { constants, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME } from '../../contract/home.ts'

/** The key that tenants encrypt credentials with. documented: dossier G */
export type Verschluesselung = {
  encrypt(text: string): string
  /** The plain text; `undefined` when it is not what this key encrypted. */
  decrypt(text: string): string | undefined
  /** In PEM. */
  readonly publicKey: string
  readonly certificate: string
}

/** Loads the key of the fixtures. Its private half is in the package: there is nothing to protect in a sandbox. */
export function createVerschluesselung(): Verschluesselung {
  const read = (name: string) => readFileSync(join(HOME, 'fixtures', 'banksapi', name), 'utf8')
  const key = read('credentials-key.pem')
  // observed: RSA with OAEP, SHA-1 and MGF1, Base64 without line breaks
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  const publicKey = createPublicKey(key)
  return {
    encrypt: text =>
      publicEncrypt({ key: publicKey, padding }, Buffer.from(text, 'utf8')).toString('base64'),
    decrypt(text) {
      const bytes = Buffer.from(text.replace(/\s/g, ''), 'base64')
      try {
        return privateDecrypt({ key, padding }, bytes).toString('utf8')
      } catch {
        return undefined
      }
    },
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    certificate: read('credentials-certificate.pem')
  }
}

/** Whether a text may be a block that a key of 4096 bits made. */
export function looksEncrypted(text: string): boolean {
  // 512 bytes in Base64
  return /^[A-Za-z0-9+/]{683}=$/.test(text.replace(/\s/g, ''))
}
