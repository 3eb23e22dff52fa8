/** Client ids and secrets of the demo seed, and where they get a token, for one workspace. */
export type Credentials = ReturnType<typeof credentialsFor>

/** The address that each API's client has to be given instead of the real one. */
export type BaseUrls = ReturnType<typeof baseUrlsOf>

const SECRET = 'demo-secret'

/** The demo credentials with the suffix that leads into a workspace. */
export function credentialsFor(workspace: string, url: string) {
  const client = (clientId: string, path: string) => ({
    clientId: workspace === 'default' ? clientId : `${clientId}+${workspace}`,
    clientSecret: SECRET,
    tokenUrl: url + path
  })
  const europace = (id: string) => client(id, '/auth/token')
  const banksapi = (id: string) => client(id, '/auth/oauth2/token')
  const ing = (id: string) => client(id, '/token-api/oauth2/token')
  return {
    /** May do everything, for the advisor ABC12. */
    europace: europace('demo-client'),
    /** May only read. */
    europaceReadOnly: europace('readonly-client'),
    /** A regulated tenant with a user: sends credentials and answers strong authentications itself. */
    banksapi: {
      ...banksapi('demo/demo-client'),
      tenant: 'demo',
      username: 'demouser',
      password: 'secret'
    },
    banksapiAdmin: { ...banksapi('demo/admin-client'), tenant: 'demo' },
    /** A tenant without a licence (REG/Protect): gets a 451 with the link to the web form. */
    banksapiRegProtect: { ...banksapi('demotenant/demoTenantClient'), tenant: 'demotenant' },
    banksapiRegProtectAdmin: { ...banksapi('demotenant/admin-client'), tenant: 'demotenant' },
    ing: {
      ...ing('demo-client'),
      subscriptionKey: 'demo-subscription-key',
      partnerCompanyId: '3fa85f64-5717-4562-b3fc-2c963f66afa6'
    },
    /** Another partner: sees none of the applications of the first one. */
    ingOther: {
      ...ing('other-client'),
      subscriptionKey: 'other-subscription-key',
      partnerCompanyId: '7c9e6679-7425-40de-944b-e07fc1f90ae7'
    }
  }
}

/** Paths stay as they are in reality, so all APIs have one address. */
export function baseUrlsOf(url: string) {
  return { europace: url, banksapi: url, ing: url }
}
