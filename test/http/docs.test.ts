import t from 'tap'
import { createSandbox } from '../sandbox.ts'

t.test(
  'Swagger UI, its files and the contracts are served without compilers for schemas',
  async t => {
    const sandbox = await createSandbox(t)
    const page = await sandbox.call('GET', '/docs/')
    t.match(page, { status: 200, text: /swagger-ui/ })
    t.match(await sandbox.call('GET', '/docs/static/swagger-initializer.js'), { status: 200 })
    const contract = await sandbox.call('GET', '/docs/contracts/ing-partner.json')
    t.match(contract, { status: 200, body: { openapi: String, paths: Object } })
  }
)
