import { randomBytes } from 'node:crypto'
import { connectSandkasten } from '../client/client.ts'
import type { Connected, Workspace } from '../client/handles.ts'

const MOST_REQUESTS = 50

/**
 * The server for the tests of this process: the one that `SANDKASTEN_URL` names, with the token in
 * `SANDKASTEN_CONTROL_TOKEN`, else a new one on a free port with the settings of the environment.
 */
export async function openServer(environment = process.env): Promise<Connected> {
  const { SANDKASTEN_URL: url, SANDKASTEN_CONTROL_TOKEN: token } = environment
  if (url) return connectSandkasten(url, { token })
  // Whoever names a server need not load one.
  const { startServer } = await import('./start.ts')
  return startServer(environment)
}

/** A workspace for one test. On a shared server others may run the same test, so its name is like no other. */
export function openWorkspace(server: Connected, title: string): Promise<Workspace> {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
  return server.workspace(`${words.slice(0, 28) || 'test'}-${randomBytes(5).toString('hex')}`)
}

/** The last requests of a workspace, for whoever looks into a failure. */
export function lastRequests(workspace: Workspace) {
  return workspace.requests.list({ limit: MOST_REQUESTS })
}

/** The same in words, a line each. */
export async function inWords(workspace: Workspace): Promise<string> {
  const requests = await lastRequests(workspace)
  const lines = requests.map(
    ({ status, method, path, operationId }) => `  ${status} ${method} ${path} ${operationId ?? ''}`
  )
  return [`requests in the workspace ${workspace.name}: ${requests.length}`, ...lines].join('\n')
}
