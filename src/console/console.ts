import type { FastifyInstance } from 'fastify'
import type { Contract } from '../contract/document.ts'
import { baseUrl } from '../http/links.ts'
import type { Services } from '../http/observe.ts'
import { languageOf, sendPage } from '../http/page.ts'
import type { Collections } from '../world/store.ts'
import { startPage } from './pages.ts'
import { STYLE } from './style.ts'

/** The pages of the sandbox itself. */
export function addConsole(
  app: FastifyInstance,
  seed: Collections,
  contracts: readonly Contract[],
  { outside, version }: Services
): void {
  app.get('/', (request, reply) => {
    const language = languageOf(request.query, request.headers['accept-language'])
    const base = baseUrl(request.headers, outside)
    return sendPage(
      reply,
      language,
      'Sandkasten',
      startPage(language, { base, version, seed, contracts })
    )
  })
  app.get('/style.css', (_, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'max-age=300')
      .send(STYLE)
  )
}
