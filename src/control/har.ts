import { STATUS_CODES } from 'node:http'
import type { components } from '../contract/types/control.ts'
import type { View } from '../world/exchange.ts'

type Archive = components['schemas']['HttpArchive']

type Pair = { readonly name: string; readonly value: string }

/** Header and address are not kept as bytes, so their sizes are not known: -1, as HAR says. */
const UNKNOWN = -1

/** Exchanges as an HTTP archive, HAR 1.2. */
export function toArchive(views: readonly View[], version: string): Archive {
  const creator = { name: 'Sandkasten', version }
  return {
    log: { version: '1.2', creator, entries: views.map(toEntry) as Archive['log']['entries'] }
  }
}

function toEntry(view: View): object {
  const { at, durationMs, operationId, workspace, client, fault } = view
  return {
    startedDateTime: at,
    time: durationMs,
    request: requestOf(view),
    response: responseOf(view),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    _workspace: workspace,
    ...(operationId !== undefined && { _operationId: operationId }),
    ...(client !== undefined && { _client: client }),
    ...(fault !== undefined && { _fault: fault })
  }
}

function requestOf({ method, path, query = {}, request }: View): object {
  const { headers, body } = request
  const search = new URLSearchParams(query).toString()
  const text = textOf(body, headers['content-type'])
  return {
    method,
    url: `${originOf(headers)}${path}${search === '' ? '' : `?${search}`}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    queryString: pairs(query),
    ...(text !== undefined && { postData: postDataOf(text, headers['content-type']) }),
    headersSize: UNKNOWN,
    bodySize: text === undefined ? 0 : Buffer.byteLength(text)
  }
}

function responseOf({ status, response }: View): object {
  const { headers, body } = response
  const text = textOf(body, headers['content-type'])
  const size = text === undefined ? 0 : Buffer.byteLength(text)
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content: {
      size,
      mimeType: headers['content-type'] ?? 'x-unknown',
      ...(text !== undefined && { text })
    },
    redirectURL: headers['location'] ?? '',
    headersSize: UNKNOWN,
    bodySize: size
  }
}

function originOf(headers: Readonly<Record<string, string>>): string {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http'
  return `${scheme}://${headers['host'] ?? 'localhost'}`
}

function pairs(values: Readonly<Record<string, unknown>>): Pair[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }))
}

/** The journal keeps values; what was a form becomes one again. */
function textOf(body: unknown, type = ''): string | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return undefined
  if (isForm(type) && typeof body === 'object' && body !== null)
    return new URLSearchParams(body as Record<string, string>).toString()
  return typeof body === 'string' && !type.includes('json') ? body : JSON.stringify(body)
}

function postDataOf(text: string, type = ''): object {
  const params = isForm(type) ? pairs(Object.fromEntries(new URLSearchParams(text))) : []
  return { mimeType: type, text, params }
}

function isForm(type: string): boolean {
  return type.includes('x-www-form-urlencoded')
}
