import type { FastifyRequest } from 'fastify'
import type { Operation } from '../contract/document.ts'
import { disturb } from './mischief.ts'
import type { Services } from './observe.ts'
import { endOfRound } from './round.ts'
import { createCensor, strictnessOf } from './strictness.ts'
import type { Side } from './wire.ts'

/** What happens to a request whose bytes are there, before its API reads them: faults, then strictness. */
export function createArrival(side: Side, services: Services) {
  const censor = createCensor(services)

  return async (request: FastifyRequest, operation: Operation): Promise<void> => {
    if (!side.isJournaled) return
    await endOfRound()
    await disturb(request, operation, side, services)
    const { trail } = request
    trail.strictness = strictnessOf(request, trail.world ?? services.worlds.default)
    if (trail.strictness === 'strict') censor(request, operation)
  }
}
