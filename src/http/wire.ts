import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Wire } from '../contract/bind.ts'
import type { Operation } from '../contract/document.ts'
import type { AnyAnswer } from '../contract/operation.ts'
import { inWords } from '../contract/validate.ts'
import { preferences, preferredFaults } from '../world/faults.ts'
import { isStorageFailure } from '../world/storage-failure.ts'
import type { World } from '../world/world.ts'
import { createArrival } from './arrival.ts'
import { createEvolver } from './evolution.ts'
import { CUT, disturb, suffer } from './mischief.ts'
import { breachOf, remember, type Services, send, type Trail } from './observe.ts'
import { Problem, toProblem } from './problem.ts'
import { endOfRound } from './round.ts'

/** What an API brings for its side of the wire. */
export type Side = {
  /** Whether its calls are part of the play: kept in the journal, struck by faults. */
  readonly isJournaled: boolean
  /** The text that names the request in answers, journal and log. */
  trace(request: FastifyRequest): string
  /** The world of a request that never comes to its beginning, for the journal. */
  locate(request: FastifyRequest): Promise<World | undefined>
  /** Before the body is read: who calls, in which world. Tells the trail what it found out. */
  begin(request: FastifyRequest, operation: Operation, trail: Trail): Promise<unknown>
  /** Who calls where only the body says it. Tells the trail. */
  peek?(request: FastifyRequest, operation: Operation): Promise<void>
  /** The providers that a request is about. */
  providersOf?(
    request: FastifyRequest,
    operation: Operation,
    world: World
  ): Promise<readonly string[]>
  readBody(request: FastifyRequest, operation: Operation, context: unknown): Promise<unknown>
  /** A refusal in the form of this API. */
  renderProblem(problem: Problem, request: FastifyRequest): AnyAnswer
  /** Header fields of every answer. */
  headers(traceId: string, request: FastifyRequest): Readonly<Record<string, string>>
  /** Whether HEAD is answered as GET; else it is a 405. */
  readonly answersHead?: boolean
}

/** The way of every call: faults, then the API's own beginning; at the end the answer, checked in strict mode. */
export function createWire(side: Side, services: Services): Wire<unknown> {
  const later = createEvolver(services)
  const wire: Wire<unknown> = {
    answersHead: side.answersHead ?? false,
    async begin(request, operation) {
      request.trail.operation = operation
      request.trail.correlationId = side.trace(request)
      if (request.headers.prefer !== undefined) await sufferAsWished(request, side, services)
      try {
        return await side.begin(request, operation, request.trail)
      } catch (error) {
        await disturb(request, operation, side, services)
        throw error
      }
    },
    receive: createArrival(side, services),
    async readBody(request, operation, context) {
      const body = await side.readBody(request, operation, context)
      await endOfRound()
      return body
    },
    refuseParameters(breaches) {
      throw new Problem(400, 'Bad Request', 'A parameter is not as the contract wants it', {
        violations: inWords(breaches)
      })
    },
    async answer(request, reply, operation, answer) {
      if (operation.body) {
        // What others decide meanwhile is not of this call.
        request.trail.decided = request.trail.world?.recording.mark()
        await endOfRound()
      }
      const complete = withHeaders(request, answer)
      const isChecked = services.strict && !isOnPurpose(request.trail)
      const breach = isChecked ? await breachOf(operation, complete, services) : undefined
      if (breach) await complain(request, reply, breach)
      else
        await send(request, reply, later(request, operation, complete), services, side.isJournaled)
    },
    async refuse(request, reply, operation, error) {
      if (error === CUT) return cut(request, reply, services, side)
      const problem = toProblem(error)
      if (isOurs(error, problem))
        services.log.error({ err: error, operation: operation.id }, 'Unexpected error')
      const answer = side.renderProblem(problem, request)
      // No contract foresees that the state cannot be kept.
      if (isStorageFailure(error))
        await send(request, reply, withHeaders(request, answer), services, side.isJournaled)
      else await wire.answer(request, reply, operation, answer)
    }
  }

  function withHeaders(request: FastifyRequest, answer: AnyAnswer): AnyAnswer {
    const own = side.headers(request.trail.correlationId ?? '', request)
    const { status, type, body, headers } = answer
    return { status, type, body, headers: headers ? { ...own, ...headers } : own }
  }

  /** A bug of ours: the answer is not sent, a 500 in its place. */
  function complain(request: FastifyRequest, reply: FastifyReply, breach: string): Promise<void> {
    services.onBreach(breach)
    services.log.error(breach)
    const answer = side.renderProblem(new Problem(500, 'Internal Server Error', breach), request)
    return send(request, reply, withHeaders(request, answer), services, side.isJournaled)
  }

  return wire
}

/** What should go wrong because the request itself wants that. */
async function sufferAsWished(
  request: FastifyRequest,
  side: Side,
  services: Services
): Promise<void> {
  const faults = preferredFaults(preferences(request.headers.prefer))
  if (faults.length > 0) request.trail.world = await side.locate(request)
  await suffer(request, faults, services.pause)
}

/** The connection is gone without an answer. */
function cut(request: FastifyRequest, reply: FastifyReply, services: Services, side: Side): void {
  remember(request, { status: 0, headers: {}, bytes: 0 }, services, side.isJournaled)
  reply.hijack()
  request.raw.socket.resetAndDestroy()
}

/** A bug, or a state that cannot be kept: for whoever runs the server. */
function isOurs(error: unknown, { status }: Problem): boolean {
  return isStorageFailure(error) || (status === 500 && !(error instanceof Problem))
}

/** Faults and strictness answer what no contract foresees. */
function isOnPurpose({ fault, isCensored }: Trail): boolean {
  return fault !== undefined || isCensored === true
}
