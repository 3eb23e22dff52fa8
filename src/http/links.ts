import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** What a request tells about its way here: the raw request of Node, or a part of it. */
type Raw = {
  readonly headers: IncomingHttpHeaders
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/** How this server is reached from outside. */
export type Outside = {
  /** Wins over everything, path prefix included. */
  readonly publicUrl?: string | undefined
  /** Whether X-Forwarded-* headers are believed. */
  readonly trustProxy: boolean
}

/** The address under which the caller reached the server, without a slash at the end. Every link starts with it. */
export function baseUrl({ headers, socket }: Raw, outside: Outside): string {
  if (outside.publicUrl) return withoutSlash(outside.publicUrl)
  const trusted = (name: string) => (outside.trustProxy ? first(headers[name]) : undefined)
  const own = 'encrypted' in socket ? 'https' : 'http'
  const protocol = /^https?$/.exec(trusted('x-forwarded-proto') ?? '')?.[0] ?? own
  const forwarded = trusted('x-forwarded-host')
  const host = [forwarded, first(headers.host)].find(name => name && HOST.test(name)) ?? 'localhost'
  return `${protocol}://${host}${forwardedPrefix(headers, outside)}`
}

/** The path prefix that a trusted proxy names, without a slash at the end; empty when it names none. */
export function forwardedPrefix(headers: IncomingHttpHeaders, { trustProxy }: Outside): string {
  const prefix = trustProxy ? (first(headers['x-forwarded-prefix']) ?? '') : ''
  return PREFIX.test(prefix) ? withoutSlash(prefix) : ''
}

/** An address or path without the slashes at its end. */
export function withoutSlash(address: string): string {
  // A plain `/\/+$/` looks at every slash of a long row again and again.
  return /^(?:.*[^/])?/s.exec(address)?.[0] ?? ''
}

/** The address of the caller; behind a trusted proxy the one that the proxy names. Empty when there is none. */
export function clientAddress({ headers, socket }: Raw, outside: Outside): string {
  const forwarded = outside.trustProxy ? first(headers['x-forwarded-for']) : undefined
  const address = (forwarded ?? socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  return isIP(address) ? address : ''
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i
const PREFIX = /^(\/[a-z0-9._~-]+)+\/?$/i

function first(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim()
}
