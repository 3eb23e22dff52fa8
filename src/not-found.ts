import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Binding } from './apis/api.ts'
import type { Contract } from './contract/document.ts'
import { renderProblemDetails } from './control/binding.ts'
import { createTrail, type Services, send } from './http/observe.ts'
import { Problem, toProblem } from './http/problem.ts'

/** Answers with a refusal. */
export type Refuse = (
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply
) => Promise<void>

/** Unknown paths and methods, in the form of the API that the path belongs to. */
export function addNotFound(
  server: FastifyInstance,
  bindings: readonly Binding[],
  contracts: readonly Contract[],
  services: Services
): Refuse {
  const routes = contracts.flatMap(contract =>
    contract.operations.flatMap(operation =>
      [operation.path, ...operation.aliases].map(path => ({
        method: operation.method,
        path: patternOf(path)
      }))
    )
  )

  function ownerOf(request: FastifyRequest): Binding | undefined {
    const path = pathOf(request)
    return bindings.find(binding =>
      binding.paths.some(start => path === start || path.startsWith(`${start}/`))
    )
  }

  async function refuse(
    problem: Problem,
    request: FastifyRequest,
    reply: FastifyReply
  ): Promise<void> {
    const owner = ownerOf(request)
    request.trail ??= createTrail()
    request.trail.correlationId = owner?.trace(request)
    request.trail.world = await owner?.locate(request)
    if (owner?.preflight && isPreflight(request)) {
      const headers = { ...owner.preflight(request.headers.origin) }
      return send(request, reply, { status: 204, headers }, services, false)
    }
    const answer = owner ? owner.renderProblem(problem, request) : renderProblemDetails(problem)
    const headers = {
      ...owner?.headers(request.trail.correlationId ?? '', request),
      ...answer.headers
    }
    return send(request, reply, { ...answer, headers }, services, owner?.isJournaled ?? false)
  }

  server.setNotFoundHandler((request, reply) => refuse(notFound(request, routes), request, reply))
  server.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error)
    if (problem.status === 500) services.log.error({ err: error }, 'Unexpected error')
    return refuse(problem, request, reply)
  })
  return refuse
}

type Route = { readonly method: string; readonly path: RegExp }

/** Nothing is here, or only other methods work. */
function notFound(request: FastifyRequest, routes: readonly Route[]): Problem {
  const path = pathOf(request)
  const methods = routes.filter(route => route.path.test(path)).map(route => route.method)
  const allow = [...new Set(methods)].join(', ')
  const nowhere = 'There is nothing at this address; /docs lists all operations'
  return allow === ''
    ? new Problem(404, 'Not Found', nowhere)
    : new Problem(405, 'Method Not Allowed', `Here ${allow} works, ${request.method} does not`, {
        allow
      })
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] as string
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^{}]+\}/).map(part => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]+')}$`)
}
