import type { FastifyRequest } from 'fastify'
import { at, type Operation } from '../contract/document.ts'
import { STRICT } from '../contract/scalar.ts'
import { type Shape, shapesOf } from '../contract/shape.ts'
import { tolerate, type Violation } from '../contract/tolerate.ts'
import { preferences } from '../world/faults.ts'
import { parseJson } from '../world/json.ts'
import type { World } from '../world/world.ts'
import { isJson, mediaTypeOf, rawText, readForm } from './body.ts'
import type { Services } from './observe.ts'
import { Problem } from './problem.ts'
import { type Strictness, sandboxSwitches } from './switches.ts'

const KNOWN: readonly string[] = sandboxSwitches['sandbox.strictness'].values

/** How strictly a request is read: as it wishes itself, else as its workspace has it. */
export function strictnessOf({ headers }: FastifyRequest, world: World): Strictness {
  const { prefer } = headers
  const wish = prefer === undefined ? undefined : preferences(prefer).get('strictness')
  if (wish !== undefined && KNOWN.includes(wish)) return wish as Strictness
  return world.behaviour()['sandbox.strictness'] as Strictness
}

/** Refuses, in the form of the API, what the real service would silently ignore. Each place is named. */
export type Censor = (request: FastifyRequest, operation: Operation) => void

export function createCensor({ contract, worlds }: Pick<Services, 'contract' | 'worlds'>): Censor {
  const shapes = new Map<string, ReturnType<typeof shapesOf>>()

  function shapeOf({ contract: name, body }: Operation): Shape | undefined {
    const { document } = contract(name)
    const make = shapes.get(name) ?? shapesOf(document)
    shapes.set(name, make)
    const pointer = body?.media[0]?.pointer
    return pointer !== undefined && at(document, pointer) ? make({ $ref: pointer }) : undefined
  }

  return (request, operation) => {
    const shape = shapeOf(operation)
    const today = (request.trail.world ?? worlds.default).clock.today()
    const violations = [
      ...ignoredIn(request, operation, shape, today),
      ...unknownParameters(request, operation, shape)
    ]
    if (violations.length === 0) return
    request.trail.isCensored = true
    throw refusal(violations, operation)
  }
}

/** What would be ignored of a body. One that cannot be read is left to the API. */
function ignoredIn(
  request: FastifyRequest,
  operation: Operation,
  shape: Shape | undefined,
  today: string
): Violation[] {
  if (!shape || !operation.body) return []
  const isForm = isFormed(operation)
  const value = isForm ? readForm(rawText(request)) : parsed(request)
  if (value === undefined) return []
  const reading = tolerate(shape, value, {
    scalars: STRICT,
    wrongType: 'drop',
    unknownType: 'drop',
    dates: 'documented',
    today
  })
  return reading.findings
    .filter(({ reason }) => (isForm ? reason === 'unknown property' : !isRemark(reason)))
    .map(({ path, reason }) => ({ field: path, message: reason }))
}

/** What the reader only remarks about days is neither ignored nor adapted. */
function isRemark(reason: string): boolean {
  return reason.endsWith('(kept)') && !reason.startsWith('unusual')
}

function parsed(request: FastifyRequest): unknown {
  if (!isJson(mediaTypeOf(request).type)) return undefined
  try {
    return parseJson(rawText(request))
  } catch {
    return undefined
  }
}

/** A form may stand in the query too. */
function unknownParameters(
  request: FastifyRequest,
  operation: Operation,
  shape: Shape | undefined
): Violation[] {
  const known = operation.parameters.filter(one => one.in === 'query').map(one => one.name)
  const fields = shape?.kind === 'object' && isFormed(operation) ? [...shape.properties.keys()] : []
  return Object.keys(request.query as object)
    .filter(name => !known.includes(name) && !fields.includes(name))
    .map(field => ({ field, message: 'unknown parameter' }))
}

function isFormed({ body }: Operation): boolean {
  return body?.media[0]?.type === 'application/x-www-form-urlencoded'
}

function refusal(violations: readonly Violation[], { extensions }: Operation): Problem {
  const places = violations.map(({ field, message }) => `${field}: ${message}`).join('; ')
  const isToken = extensions['x-sandkasten-token-endpoint'] !== undefined
  return new Problem(400, 'Constraint Violation', places.slice(0, 2000), {
    kind: 'constraint-violation',
    type: 'https://zalando.github.io/problem/constraint-violation',
    violations,
    ...(isToken && { error: 'invalid_request' })
  })
}
