import { readFileSync } from 'node:fs'
import { load } from './load.js'
import { startSandkasten, token } from './servers.js'

/** A case of 5 KB as clients send it. */
export const CASE = JSON.stringify(
  JSON.parse(readFileSync('fixtures/examples/kundenangaben-freiberuflerin.json', 'utf8'))
)

/** The header fields of a client of the Kundenangaben API. */
export async function headersFor(url, client) {
  const authorization = `Bearer ${await token(url, client)}`
  return { authorization, 'content-type': 'application/json' }
}

/** The requests that are measured. */
export const requests = (headers, nummer = 'YX4MDU') => ({
  get: { method: 'GET', path: `/kundenangaben/${nummer}`, headers },
  post: { method: 'POST', path: '/kundenangaben', headers, body: CASE }
})

/** A server that holds that many cases. Its clock stands still: filling takes long, and the token has to live. */
export async function filled(count, ...flags) {
  const server = await startSandkasten('--clock-frozen', '--log-level', 'silent', ...flags)
  const headers = await headersFor(server.url)
  const { post } = requests(headers)
  await load(server, post, { amount: count })
  const answer = await fetch(server.url + post.path, { method: 'POST', headers, body: CASE })
  const { vorgangsnummer } = await answer.json()
  return { server, headers, ...requests(headers, vorgangsnummer) }
}
