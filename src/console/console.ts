import type { FastifyInstance } from 'fastify'
import type { Contract } from '../contract/document.ts'
import { baseUrl } from '../http/links.ts'
import type { Services } from '../http/observe.ts'
import { languageOf, sendPage } from '../http/page.ts'
import { type Credential, type Download, startPage } from './pages.ts'
import { STYLE } from './style.ts'

/** The pages of the sandbox itself. */
export function addConsole(
  app: FastifyInstance,
  credentials: readonly Credential[],
  downloads: readonly Download[],
  contracts: readonly Contract[],
  { outside, version }: Services
): void {
  app.get('/', (request, reply) => {
    const language = languageOf(request.query, request.headers['accept-language'])
    const base = baseUrl(request.raw, outside)
    return sendPage(
      reply,
      language,
      'Sandkasten',
      startPage(language, { base, version, credentials, downloads, contracts })
    )
  })
  for (const { name, content } of downloads) {
    app.get(`/keys/${name}`, async (_, reply) =>
      reply.header('content-type', 'application/x-pem-file').send(await content())
    )
  }
  app.get('/style.css', (_, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'max-age=300')
      .send(STYLE)
  )
}
