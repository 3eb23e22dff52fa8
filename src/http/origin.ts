import type { FastifyRequest } from 'fastify'
import { baseUrl, type Outside } from './links.ts'

/**
 * Whether a page of another site made a browser send this. Who is no browser says nothing about it, and old ones or those
 * without TLS tell their origin at most: `null` is that of our own forms too, since they tell no referrer.
 */
export function isFromElsewhere({ headers, raw }: FastifyRequest, outside: Outside): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'cross-site'
  const { origin } = headers
  if (origin === undefined || origin === 'null') return false
  return (
    !URL.canParse(origin) || new URL(origin).hostname !== new URL(baseUrl(raw, outside)).hostname
  )
}
