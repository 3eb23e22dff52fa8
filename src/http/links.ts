import type { IncomingHttpHeaders } from 'node:http'

/** How this server is reached from outside. */
export type Outside = {
  /** Wins over everything, path prefix included. */
  readonly publicUrl?: string | undefined
  /** Whether X-Forwarded-* headers are believed. */
  readonly trustProxy: boolean
}

/** The address under which the caller reached the server, without a slash at the end. Every link starts with it. */
export function baseUrl(headers: IncomingHttpHeaders, outside: Outside): string {
  if (outside.publicUrl) return outside.publicUrl.replace(/\/+$/, '')
  const trusted = (name: string) => (outside.trustProxy ? first(headers[name]) : undefined)
  const protocol = trusted('x-forwarded-proto') === 'https' ? 'https' : 'http'
  const forwarded = trusted('x-forwarded-host')
  const host = [forwarded, first(headers.host)].find(name => name && HOST.test(name)) ?? 'localhost'
  const prefix = trusted('x-forwarded-prefix') ?? ''
  return `${protocol}://${host}${PREFIX.test(prefix) ? prefix.replace(/\/+$/, '') : ''}`
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i
const PREFIX = /^(\/[a-z0-9._~-]+)+\/?$/i

function first(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim()
}
