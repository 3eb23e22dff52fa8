import type { Contract } from '../contract/document.ts'
import { Problem } from '../http/problem.ts'
import type { ControlCall } from '../http/showcase.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import type { Desk, Site } from './site.ts'

/** A call as it goes over the wire. */
type Wired = {
  readonly method: string
  readonly url: string
  readonly body?: string | undefined
}

/** Whether the control API has an operation: one may come later than its page. */
export function knows(control: Contract, operation: string): boolean {
  return control.operations.some(({ id }) => id === operation)
}

/** The request that a call stands for. Everything that is shown or done with a button comes from here. */
function toWire(control: Contract, { operation, path = {}, body }: ControlCall): Wired {
  const found = control.operations.find(({ id }) => id === operation)
  if (!found) throw new Problem(400, 'Bad Request', `There is no operation ${operation}`)
  const url = found.path.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ''))
  const { method } = found
  return { method, url, ...(found.body && { body: JSON.stringify(body ?? {}) }) }
}

/** The same as a command for a terminal. */
export function curlOf({ desk, world, base }: Site, call: ControlCall): string {
  const { method, url, body } = toWire(desk.control, call)
  const parts = [
    method === 'GET' ? 'curl' : `curl -X ${method}`,
    ...(world.name === DEFAULT_WORKSPACE ? [] : [`-H 'X-Sandkasten-Workspace: ${world.name}'`]),
    ...(desk.controlToken === undefined ? [] : ['-H "Authorization: Bearer $CONTROL_TOKEN"']),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(body)}`]),
    quoted(base + url)
  ]
  return parts.join(' ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Makes a call: the very same route and handler as from outside, without a socket. */
export async function make(
  desk: Desk,
  workspace: string,
  call: ControlCall,
  query: Readonly<Record<string, string>> = {}
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { method, url, body } = toWire(desk.control, call)
  const search = new URLSearchParams(query).toString()
  const { statusCode, payload } = await desk.app.inject({
    method: method as 'POST',
    url: search === '' ? url : `${url}?${search}`,
    headers: {
      'x-sandkasten-workspace': workspace,
      ...(desk.controlToken !== undefined && { authorization: `Bearer ${desk.controlToken}` }),
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    ...(body !== undefined && { payload: body })
  })
  return { status: statusCode, body: payload === '' ? undefined : readAnswer(payload) }
}

/** What the control API tells about this workspace. */
export async function ask<T>(
  { desk, world }: Site,
  call: ControlCall,
  query?: Readonly<Record<string, string>>
): Promise<T | undefined> {
  const { status, body } = await make(desk, world.name, call, query)
  return status === 200 ? (body as T) : undefined
}

function readAnswer(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return payload
  }
}
