import type { operations } from '../contract/types/control.ts'
import { OPERATIONS } from '../contract/types/control-operations.ts'

/** One function for every operation of the control API, named after it. A refusal is thrown as a `ControlError`. */
export type ControlClient = {
  readonly [Id in keyof operations]: (...call: Arguments<operations[Id]>) => Promise<Result<Id>>
}

/** What an operation answers when it does not refuse. */
export type Result<Id extends keyof operations> = Content<
  Responses<operations[Id]>[Extract<keyof Responses<operations[Id]>, Success>]
>

/** What an operation is asked with. */
export type Body<Id extends keyof operations> = BodyOf<operations[Id]>

/** The query that an operation knows. */
export type Asked<Id extends keyof operations> = Omit<QueryOf<operations[Id]>, 'workspace'>

export type ControlOptions = {
  /** Workspace of every call; `default` without it. */
  readonly workspace?: string | undefined
  /** The server's control token, if it has one. */
  readonly token?: string | undefined
}

/** The control API refused, or waited in vain. */
export type ControlError = Error & {
  readonly name: 'ControlError'
  readonly operationId: string
  readonly status: number
  /** The problem details (RFC 9457) of the answer. */
  readonly problem: unknown
}

type Success = 200 | 201 | 204
type Responses<Op> = Op extends { responses: infer R } ? R : never
type Content<Response> = Response extends { content: infer C } ? C[keyof C] : undefined

type Arguments<Op> = Record<never, never> extends Call<Op> ? [call?: Call<Op>] : [call: Call<Op>]
type Call<Op> = Path<Op> & Query<Op> & Sent<Op>

type Path<Op> = Op extends { parameters: { path: infer P } } ? { readonly path: P } : unknown

type QueryOf<Op> = Op extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : never
type Query<Op> = [QueryOf<Op>] extends [never]
  ? unknown
  : { readonly query?: Omit<QueryOf<Op>, 'workspace'> }

type BodyOf<Op> = Op extends { requestBody?: { content: infer C } } ? C[keyof C] : undefined

type Sent<Op> = Op extends { requestBody: { content: infer C } }
  ? { readonly body: C[keyof C] }
  : Op extends { requestBody?: infer B }
    ? [Exclude<B, undefined>] extends [never]
      ? unknown
      : { readonly body?: BodyOf<Op> }
    : unknown

type AnyCall = {
  readonly path?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** A client of the control API of a sandbox that runs anywhere: in this process, in a container, shared. */
export function createControlClient(url: string, options: ControlOptions = {}): ControlClient {
  const base = url.replace(/\/{1,9}$/, '')
  const send = async (operationId: string, place: string, call: AnyCall = {}) => {
    const [method = '', path = ''] = place.split(' ')
    const reply = await fetch(base + fill(path, call), {
      method,
      headers: headersFor(call, options),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) })
    })
    const content = await read(reply)
    if (!reply.ok) throw controlError(operationId, reply.status, content)
    return content
  }
  return Object.fromEntries(
    Object.entries(OPERATIONS).map(([id, place]) => [id, (call?: AnyCall) => send(id, place, call)])
  ) as unknown as ControlClient
}

/** A path with its parameters and query. */
function fill(template: string, { path = {}, query = {} }: AnyCall): string {
  const filled = template.replace(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name]))
  )
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  if (asked.length === 0) return filled
  const texts = asked.map(([name, value]): [string, string] => [name, String(value)])
  return `${filled}?${new URLSearchParams(texts)}`
}

function headersFor(
  { body }: AnyCall,
  { workspace, token }: ControlOptions
): Record<string, string> {
  return {
    ...(workspace !== undefined && { 'X-Sandkasten-Workspace': workspace }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'Content-Type': 'application/json' })
  }
}

async function read(reply: Response): Promise<unknown> {
  const text = await reply.text()
  if (text === '') return undefined
  return /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(text) : text
}

function controlError(operationId: string, status: number, problem: unknown): ControlError {
  const { title, detail, violations } = (problem ?? {}) as Readonly<Record<string, unknown>>
  const reasons = Array.isArray(violations)
    ? violations.map(one => `${one.field} ${one.message}`).join('; ')
    : undefined
  const words = [detail ?? title ?? `status ${status}`, reasons].filter(Boolean).join(': ')
  const error = new Error(`${operationId}: ${words}`)
  return Object.assign(error, { name: 'ControlError' as const, operationId, status, problem })
}
