import type { Inject } from './repeat.ts'

/** documented: the demo credentials (README, “Credentials”) */
const SECRET = 'demo-secret'
const USER = { username: 'demouser', password: 'secret' }
const TOKEN_PATHS = {
  europace: '/auth/token',
  banksapi: '/auth/oauth2/token',
  ing: '/token-api/oauth2/token'
}

export type Vendor = keyof typeof TOKEN_PATHS

export function vendorOf(contract: string): Vendor {
  if (contract.startsWith('banksapi')) return 'banksapi'
  return contract.startsWith('ing') ? 'ing' : 'europace'
}

/** Who calls: a client for itself, or a customer. */
export type Caller = `${Vendor}/${'client' | 'admin' | 'customer'}`

/** Tokens of the sandbox for the callers of a recording. */
export type Tokens = {
  /** A form and a Basic header that the sandbox takes in the place of the recorded ones. */
  credentials(caller: Caller, form: URLSearchParams): { form: URLSearchParams; basic?: string }
  /** A token for a caller of whom no token request was recorded. */
  get(caller: Caller): Promise<string>
  remember(caller: Caller, token: string): void
}

/** `tenant` is the tenant of BANKSapi whose clients are like those of the recording. */
export function createTokens(inject: Inject, tenant: 'demo' | 'demotenant'): Tokens {
  const known = new Map<Caller, string>()
  const clients: Readonly<Record<string, string>> = {
    'europace/client': 'demo-client',
    'ing/client': 'demo-client',
    'banksapi/admin': `${tenant}/admin-client`,
    'banksapi/client': tenant === 'demo' ? 'demo/demo-client' : 'demotenant/demoTenantClient',
    'banksapi/customer': tenant === 'demo' ? 'demo/demo-client' : 'demotenant/demoTenantClient'
  }

  function credentials(caller: Caller, recorded: URLSearchParams) {
    const form = new URLSearchParams(recorded)
    const client = clients[caller] as string
    for (const name of ['client_id', 'client_secret', 'actor', 'subject']) form.delete(name)
    if (form.has('password')) form.set('password', USER.password)
    if (!caller.startsWith('ing/')) return { form, basic: `${client}:${SECRET}` }
    form.set('client_id', client)
    form.set('client_secret', SECRET)
    return { form }
  }

  async function request(caller: Caller): Promise<string> {
    if (caller === 'banksapi/customer' && tenant === 'demotenant') await createCustomer()
    const kind: Record<string, string> = caller.endsWith('/customer')
      ? { grant_type: 'password', ...USER }
      : { grant_type: 'client_credentials' }
    const { form, basic } = credentials(caller, new URLSearchParams(kind))
    const authorization = basic && `Basic ${Buffer.from(basic).toString('base64')}`
    const answer = await inject({
      method: 'POST',
      url: TOKEN_PATHS[caller.split('/')[0] as Vendor],
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(authorization && { authorization })
      },
      payload: form.toString()
    })
    return String(JSON.parse(answer.payload).access_token)
  }

  /** Only the regulated tenant has a user from the start. */
  async function createCustomer(): Promise<void> {
    await inject({
      method: 'POST',
      url: `/auth/mgmt/v1/tenants/${tenant}/users`,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await request('banksapi/admin')}`
      },
      payload: JSON.stringify(USER)
    })
  }

  return {
    credentials,
    remember: (caller, token) => void known.set(caller, token),
    async get(caller) {
      const token = known.get(caller) ?? (await request(caller))
      known.set(caller, token)
      return token
    }
  }
}
