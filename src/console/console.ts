import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type * as Guide from './guide.ts'
import type { ConsoleOptions } from './site.ts'
import { STYLE } from './style.ts'

/** The pages of the sandbox itself. They are loaded when somebody looks for the first time. */
export function addConsole(app: FastifyInstance, options: ConsoleOptions): void {
  let opening: Promise<Awaited<ReturnType<typeof open>>> | undefined
  const visit = async (request: FastifyRequest, reply: FastifyReply) => {
    opening ??= open(app, options)
    const { visit } = await opening
    return visit(request, reply)
  }
  app.get('/', visit)
  app.get('/console', (_, reply) => reply.redirect('./'))
  app.get('/console/:page', visit)
  app.post('/console/:page', visit)
  for (const { name, content } of options.downloads) {
    app.get(`/keys/${name}`, async (_, reply) =>
      reply.header('content-type', 'application/x-pem-file').send(await content())
    )
  }
  addGuide(app, options)
  app.get('/style.css', (_, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'max-age=300')
      .send(STYLE)
  )
  // Streams never end by themselves; a server that stops waits for nobody who only looks.
  app.addHook('preClose', async () => (await opening)?.close())
}

/** Swagger UI keeps /docs/ to itself, the guide is below it. Relative, so that it works behind any path prefix. */
function addGuide(app: FastifyInstance, { services }: ConsoleOptions): void {
  let opening: ReturnType<typeof Guide.openGuide> | undefined
  const visit = async (request: FastifyRequest, reply: FastifyReply) => {
    opening ??= import('./guide.ts').then(({ openGuide }) => openGuide(services))
    const show = await opening
    return show(request, reply)
  }
  app.get('/docs/guide', (_, reply) => reply.redirect('guide/'))
  app.get('/docs/guide/', visit)
  app.get('/docs/guide/:page', visit)
}

async function open(app: FastifyInstance, options: ConsoleOptions) {
  const { openDesk } = await import('./desk.ts')
  return openDesk(app, options)
}
