// A sandbox for the tests of one process: npm install --save-dev testcontainers sandkasten
import { connectSandkasten } from 'sandkasten/client'
import { GenericContainer, Wait } from 'testcontainers'

const container = await new GenericContainer('sandkasten:1.0.0')
  .withEnvironment({ SANDKASTEN_INSECURE_CONTROL: 'true', SANDKASTEN_WEBHOOK_TARGETS: 'any' })
  .withExposedPorts(8451)
  .withWaitStrategy(Wait.forHttp('/ready', 8451))
  .start()

const url = `http://${container.getHost()}:${container.getMappedPort(8451)}`
const sandkasten = await connectSandkasten(url)

// Each test takes a workspace of its own: clients, cases, clock and journal.
const sandbox = await sandkasten.workspace('my-test')
await sandbox.clock.freeze()

// Your client gets these instead of the real ones.
const { tokenUrl, clientId, clientSecret } = sandbox.credentials.europace
const reply = await fetch(tokenUrl, {
  method: 'POST',
  headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  body: new URLSearchParams({ grant_type: 'client_credentials' })
})
console.log(`${clientId}: ${reply.status}`)

await container.stop()
