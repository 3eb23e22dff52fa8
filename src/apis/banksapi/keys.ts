import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/control.ts'
import type { ControlContext, Exported } from '../api.ts'
import { createVerschluesselung } from './credentials.ts'

/** The key that credentials are encrypted with, for everybody. documented: dossier G */
export const keys: Pick<
  Handlers<operations, ControlContext>,
  'getCredentialsCertificate' | 'getCredentialsPublicKey'
> = {
  async getCredentialsCertificate() {
    return { status: 200, body: createVerschluesselung().certificate }
  },

  async getCredentialsPublicKey() {
    return { status: 200, body: createVerschluesselung().publicKey }
  }
}

/** The same as files. */
export function filesOf(): readonly Exported[] {
  const about = 'BANKSapi: encrypts credentials (RSA, OAEP with SHA-1)'
  return [
    {
      name: 'banksapi-certificate.pem',
      about,
      content: async () => createVerschluesselung().certificate
    }
  ]
}
