import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import type { Contract, OpenApi } from '../contract/document.ts'
import { HOME } from '../contract/home.ts'
import { baseUrl, type Outside } from './links.ts'
import { NO_SCHEMAS } from './schemas.ts'

/** Swagger UI sets styles on elements; all else comes from this server. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/** Serves all contracts in one Swagger UI under /docs. It is put together when somebody opens it for the first time. */
export function addDocs(
  app: FastifyInstance,
  contracts: readonly Contract[],
  outside: Outside
): void {
  let building: Promise<FastifyInstance> | undefined

  // Relative, so that it works behind any path prefix.
  app.get('/docs', (request, reply) =>
    reply.redirect(
      `docs/${request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''}`
    )
  )
  app.get('/docs/*', async (request, reply) => {
    building ??= buildDocs(contracts, outside)
    const docs = await building
    reply.hijack()
    docs.routing(request.raw, reply.raw)
  })
  app.addHook('onClose', async () => (await building)?.close())
}

async function buildDocs(
  contracts: readonly Contract[],
  outside: Outside
): Promise<FastifyInstance> {
  const [swagger, swaggerUi] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui')
  ])
  const docs = fastify({
    exposeHeadRoutes: false,
    schemaController: NO_SCHEMAS,
    routerOptions: { maxParamLength: 500 }
  })
  docs.addHook('onRequest', (_, reply, done) => {
    reply
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
    done()
  })
  for (const { name, document } of contracts) {
    const decorator = decoratorOf(name)
    // `decorator` is an option of the plugin that its types leave out in static mode.
    const options = { mode: 'static', specification: { document }, decorator } as const
    await docs.register(
      swagger.default,
      options as { mode: 'static'; specification: { document: OpenApi } }
    )
    addDownloads(docs, name, outside)
  }
  // Swagger UI wants one document without a name.
  const first = contracts[0]
  if (first)
    await docs.register(swagger.default, {
      mode: 'static',
      specification: { document: first.document }
    })
  await docs.register(swaggerUi.default, {
    routePrefix: '/docs',
    baseDir: join(HOME, 'dist', 'docs'),
    logo: { type: 'image/svg+xml', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    theme: { title: 'Sandkasten: contracts' },
    uiConfig: {
      urls: contracts.map(({ name, title }) => ({ url: `./contracts/${name}.json`, name: title })),
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      showExtensions: true
    }
  })
  await docs.ready()
  return docs
}

type Document = {
  readonly info: Readonly<Record<string, unknown>>
  readonly servers: readonly object[]
}

/** A contract as it is written, and as JSON with this server's address in it. */
function addDownloads(docs: FastifyInstance, name: string, outside: Outside): void {
  const read = (docs as unknown as Record<string, () => Document>)[decoratorOf(name)]
  docs.get(`/docs/contracts/${name}.yaml`, (_, reply) =>
    reply.type('application/yaml').send(createReadStream(join(HOME, 'openapi', `${name}.yaml`)))
  )
  docs.get(`/docs/contracts/${name}.json`, (request: FastifyRequest) => {
    const document = read?.()
    const [here, ...others] = document?.servers ?? []
    const base = baseUrl(request.raw, outside)
    const guide = `${base}/docs/guide/${document?.info['x-sandkasten-guide']}`
    return {
      ...document,
      externalDocs: { description: 'Guide: how it is used, with which credentials', url: guide },
      servers: [{ ...here, url: `${base}/` }, ...others]
    }
  })
}

function decoratorOf(name: string): `${string}Swagger` {
  return `${name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Swagger`
}
