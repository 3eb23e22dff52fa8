import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Test } from 'tap'
import { HOME } from '../src/contract/home.ts'

export type Surroundings = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

export type Outcome = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Starts the built command line as a process of its own. Its environment is empty but for what is given: neither
 * settings of ours nor what tap loads into Node, which doubles the time of a start, come into it.
 */
export function launch(args: readonly string[], { cwd = HOME, env = {} }: Surroundings = {}) {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const command = [process.execPath, join(HOME, 'dist', 'cli.js'), ...args]
  const child = spawn('env', ['-i', ...variables, ...command], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    stdout += chunk
  })
  child.stderr.setEncoding('utf8').on('data', chunk => {
    stderr += chunk
  })
  const end = once(child, 'close').then(([code]): Outcome => ({ code, stdout, stderr }))
  return {
    end,
    /** What was printed, once there is something. */
    async printed(): Promise<string> {
      if (stdout === '') await Promise.race([once(child.stdout, 'data'), end])
      return stdout
    },
    kill: (signal: NodeJS.Signals) => void child.kill(signal)
  }
}

/** Runs a command to its end. */
export async function run(args: readonly string[], surroundings?: Surroundings): Promise<Outcome> {
  return launch(args, surroundings).end
}

/** A server that is ready, and how to end it. What still runs at the end of the test is killed. */
export async function serve(t: Test, args: readonly string[] = [], surroundings?: Surroundings) {
  const server = launch(['--json', '--port', '0', ...args], surroundings)
  t.teardown(() => server.kill('SIGKILL'))
  const printed = await server.printed()
  if (printed === '') throw new Error((await server.end).stderr)
  const ready = JSON.parse(printed)
  return {
    ready,
    url: String(ready.url),
    port: new URL(ready.url).port,
    async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Outcome> {
      server.kill(signal)
      return server.end
    }
  }
}

/** Asks for a token over the wire; `client` is id and secret. */
export function askForToken(
  url: string,
  client = 'demo-client:demo-secret',
  headers: Readonly<Record<string, string>> = {}
): Promise<Response> {
  const authorization = `Basic ${Buffer.from(client).toString('base64')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  return fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: { authorization, ...headers },
    body
  })
}
