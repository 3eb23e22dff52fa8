// A small client of BANKSapi, as an application would have one. It knows nothing of the sandbox: only its addresses
// and credentials are given to it.
import { randomUUID } from 'node:crypto'

/**
 * @param {{ baseUrl: string, tokenUrl: string, clientId: string, clientSecret: string, username: string, password: string }} options
 */
export function createBankClient(options) {
  let token = ''

  /** @returns {Promise<{ status: number, location: string | null, body: any }>} */
  async function call(method, url, body) {
    if (token === '') token = await fetchToken(options)
    const reply = await fetch(new URL(url, options.baseUrl), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) })
    })
    const text = await reply.text()
    const location = reply.headers.get('location')
    // 451: the customer has to go to the web form. Anything else has to succeed.
    if (!reply.ok && reply.status !== 451)
      throw new Error(`${method} ${url}: ${reply.status} ${text}`)
    return { status: reply.status, location, body: text === '' ? undefined : JSON.parse(text) }
  }

  return {
    /** Adds a bank access; the access, or where the customer has to go first. */
    async addAccess(credentials, providerId, sync = false) {
      const id = randomUUID()
      const wish = { ...(providerId && { providerId }), sync, ...(credentials && { credentials }) }
      const { status, location } = await call('POST', '/customer/v2/bankzugaenge', { [id]: wish })
      if (status === 451) return { id, webform: location }
      return { id, access: await this.access(id) }
    },
    /** @param {string} id */
    access: async id => (await call('GET', `/customer/v2/bankzugaenge/${id}`)).body,
    /** Answers a strong authentication: the relation tells where. */
    async answer(access, relation, data) {
      const found = access.relations.find(one => one.rel === relation)
      if (!found) throw new Error(`there is no ${relation}`)
      return (await call('POST', found.href, data)).body
    }
  }
}

async function fetchToken({ tokenUrl, clientId, clientSecret, username, password }) {
  const reply = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'password', username, password })
  })
  const { access_token: token } = await reply.json()
  if (!reply.ok) throw new Error(`no token: ${reply.status}`)
  return token
}
