// The floor that Sandkasten is measured against: a Fastify that sends the same object, or only parses and stores one.
import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'

const example = JSON.parse(readFileSync('fixtures/europace/vorgaenge.json', 'utf8'))[0]
  .kundenangaben
const stored = new Map()
const app = fastify()

app.get('/health', async () => ({ status: 'ok' }))
app.get('/kundenangaben/:nummer', async () => example)
app.post('/kundenangaben', async (request, reply) => {
  const nummer = String(stored.size + 1)
  stored.set(nummer, request.body)
  return reply.code(201).send({ vorgangsnummer: nummer })
})

await app.listen({ port: 0, host: '127.0.0.1' })
process.stdout.write(
  `${JSON.stringify({ url: `http://127.0.0.1:${app.server.address().port}` })}\n`
)
