import type { FastifyRequest } from 'fastify'
import { createChance } from '../world/chance.ts'
import { wallTime } from '../world/clock.ts'

/**
 * Names requests: the text that the client sent in a header, or one in the form that Europace's platform makes,
 * `Root=1-<8 hex>-<24 hex>`.
 */
export function createTracer(header: string, seed: string): (request: FastifyRequest) => string {
  const prefix = createChance(seed).bytes('trace').toString('hex', 0, 8)
  let count = 0
  return request => clean(request.headers[header]) ?? make()

  function make(): string {
    const seconds = Math.floor(wallTime() / 1000)
      .toString(16)
      .padStart(8, '0')
    return `Root=1-${seconds}-${prefix}${hex(++count)}`
  }
}

/** Names requests by the text that the client sent in a header, or by a UUID. */
export function createUuidTracer(
  header: string,
  seed: string
): (request: FastifyRequest) => string {
  const chance = createChance(seed)
  const start = wallTime()
  let count = 0
  return request => clean(request.headers[header]) ?? chance.uuid('trace', start, ++count)
}

function hex(count: number): string {
  return (count >>> 0).toString(16).padStart(8, '0')
}

/** Printable ASCII, at most 256 characters. */
function clean(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return value.replace(/[^\x20-\x7e]/g, '').slice(0, 256) || undefined
}
