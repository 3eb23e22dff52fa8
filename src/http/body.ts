import type { FastifyRequest } from 'fastify'
import { burdenOf } from '../world/json.ts'
import { Problem } from './problem.ts'

/** The media type of a body without parameters, in lower case, and its parameters. */
export function mediaTypeOf(request: FastifyRequest): {
  type: string
  parameters: ReadonlyMap<string, string>
} {
  const header = request.headers['content-type'] ?? ''
  if (!header.includes(';')) return { type: header.trim().toLowerCase(), parameters: NONE }
  const [type = '', ...rest] = header.split(';').map(part => part.trim())
  const pairs = rest.map(part => part.split('=').map(side => side.trim()))
  const parameters = new Map(
    pairs.map(([name = '', value = '']) => [name.toLowerCase(), value.replace(/^"|"$/g, '')])
  )
  return { type: type.toLowerCase(), parameters }
}

const NONE: ReadonlyMap<string, string> = new Map()

/** `application/json` and its relatives, as `application/merge-patch+json`. */
export function isJson(type: string): boolean {
  return type === 'application/json' || /^application\/[a-z0-9.-]+\+json$/.test(type)
}

/** The raw body; empty when there is none. A byte order mark is left out. Refuses an unknown charset with a 415. */
export function rawText(request: FastifyRequest): string {
  if (!Buffer.isBuffer(request.body)) return ''
  const charset = mediaTypeOf(request).parameters.get('charset') || 'utf-8'
  if (!/^utf-?8$/i.test(charset)) return decoderFor(charset).decode(request.body)
  const text = request.body.toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    throw new Problem(415, 'Unsupported Media Type', `There is no charset ${charset}`)
  }
}

/** The parameters of a form body. A name that stands twice counts once, the first. */
export function readForm(text: string): Record<string, string> {
  const form: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) form[name] ??= value
  return form
}

/** The value of a JSON text that is an object. Refuses everything else with a 400. */
export function readJsonObject(text: string): Record<string, unknown> {
  const value = readJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(400, 'Bad Request', 'The body has to be a JSON object')
  }
  return value as Record<string, unknown>
}

/** The value of a JSON text. Refuses what is none, or is made to be a burden, with a 400. */
export function readJson(text: string): unknown {
  const burden = burdenOf(text)
  if (burden !== undefined) throw new Problem(400, 'Bad Request', `The body ${burden}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem(
      400,
      'Bad Request',
      text === '' ? 'The body is empty' : 'The body is not JSON'
    )
  }
}
