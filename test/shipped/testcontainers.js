// Stands in for testcontainers where there is no engine: a process is started instead of a container, with what the
// recipe says about it, and everything that only the real package has is refused.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const { SANDKASTEN_CLI, IMAGE, PATH } = process.env
const WAITS = new Set()

export const Wait = {
  forHttp(path, port) {
    const wait = { path, port }
    WAITS.add(wait)
    return wait
  }
}

export class GenericContainer {
  #env = {}
  #ports = []
  #wait

  constructor(image) {
    if (image !== IMAGE) throw new Error(`there is no image ${image}`)
  }

  withEnvironment(env) {
    Object.assign(this.#env, env)
    return this
  }

  withExposedPorts(...ports) {
    this.#ports.push(...ports)
    return this
  }

  withWaitStrategy(wait) {
    if (!WAITS.has(wait)) throw new Error('no strategy of this package')
    this.#wait = wait
    return this
  }

  async start() {
    const env = { PATH, SANDKASTEN_HOST: '0.0.0.0', ...this.#env }
    const args = [SANDKASTEN_CLI, '--json', '--port', '0']
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const [line] = await once(child.stdout, 'data')
    const { port } = new URL(JSON.parse(String(line)).url)
    const { path, port: inside } = this.#wait
    const ready = await fetch(`http://127.0.0.1:${port}${path}`)
    if (ready.status !== 200 || !this.#ports.includes(inside))
      throw new Error('it never gets ready')
    return {
      getHost: () => '127.0.0.1',
      getMappedPort: asked => (this.#ports.includes(asked) ? Number(port) : undefined),
      async stop() {
        child.kill('SIGTERM')
        const [code] = await once(child, 'exit')
        console.log(`stopped with ${code}`)
      }
    }
  }
}
