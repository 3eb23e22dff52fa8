import type { FastifyRequest } from 'fastify'
import { at, type Contract, type Operation } from '../../contract/document.ts'
import { locate } from '../../contract/locate.ts'
import { jacksonPath } from '../../contract/path.ts'
import { COERCE, STRICT } from '../../contract/scalar.ts'
import { type Shape, shapesIn } from '../../contract/shape.ts'
import { type Reading, type Tolerance, tolerate, tolerateMore } from '../../contract/tolerate.ts'
import { createMapper } from '../../contract/walk.ts'
import { isJson, mediaTypeOf, rawText } from '../../http/body.ts'
import { Problem } from '../../http/problem.ts'
import { parseJson } from '../../world/json.ts'
import type { Context } from './context.ts'
import type { Umbau } from './model/umbau.ts'
import type { Behaviour } from './switches.ts'
import { toViolations, withoutRoot } from './violations.ts'

/** Reads bodies of the Kundenangaben API and rebuilds its documents, both along the contract. */
export type Einleser = {
  readBody(request: FastifyRequest, operation: Operation, context: Context): Promise<unknown>
  readonly umbau: Umbau
}

/** What a body has to look like. */
type Target = { readonly shape: Shape; readonly schema: string }

export function createEinleser(contract: Contract): Einleser {
  const shapeOf = shapesIn(contract)
  const targets = new Map<string, Target>()

  function targetOf({ id, body }: Operation): Target {
    const known = targets.get(id) ?? makeTarget(body?.media[0]?.pointer as string)
    targets.set(id, known)
    return known
  }

  function makeTarget(pointer: string): Target {
    return { shape: shapeOf({ $ref: pointer }), schema: at(contract.document, pointer).$ref }
  }

  return {
    umbau: createMapper(() => shapeOf({ $ref: '#/components/schemas/Kundenangaben' })),
    async readBody(request, operation, context) {
      checkMediaType(request)
      const { shape, schema } = targetOf(operation)
      const text = rawText(request)
      const body = parse(text)
      context.trail.body = body
      context.trail.text = text
      const read = context.trail.strictness === 'lenient' ? tolerateMore : tolerate
      const reading = read(shape, body, toleranceOf(context))
      context.trail.dropped = reading.findings
      if (!reading.readable) throw await unreadable(reading, text)
      await checkConstraints(reading, operation.contract, schema, context)
      return reading.value
    }
  }
}

/** documented: `application/json;version=1.0`, observed: without the version; assumed: other versions are refused */
function checkMediaType(request: FastifyRequest): void {
  const { type, parameters } = mediaTypeOf(request)
  const version = parameters.get('version') ?? '1.0'
  const hasBody = Buffer.isBuffer(request.body) && request.body.length > 0
  if (type === '' && !hasBody) return
  if (!isJson(type))
    throw new Problem(
      415,
      'Unsupported Media Type',
      `The body is not JSON but ${type || 'of no type'}`
    )
  if (!/^1(\.0)?$/.test(version))
    throw new Problem(415, 'Unsupported Media Type', `There is no version ${version}`)
}

/** Anything but a JSON object cannot be read. observed: issue 45; assumed: nor can what is nested without end */
function parse(text: string): unknown {
  try {
    const value = parseJson(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // The answer is the same for all that is no JSON object.
  }
  throw new Problem(400, 'Bad Request', 'The request is not readable')
}

function toleranceOf({ behaviour, world }: Context): Tolerance {
  return {
    scalars: behaviour['europace.strictScalars'] ? STRICT : COERCE,
    wrongType: 'unreadable',
    unknownType: behaviour['europace.unknownType'],
    dates: behaviour['europace.strictDates'] ? 'strict' : 'documented',
    today: world.clock.today()
  }
}

/** observed: issues 45, 88 and 113 */
async function unreadable(
  { path }: Extract<Reading, { readable: false }>,
  text: string
): Promise<Problem> {
  const { line, column } = await locate(text, path)
  const detail = `Cannot deserialize into '${jacksonPath(path)}' at line: ${line}, column: ${column}`
  return new Problem(400, 'Bad Request', detail)
}

/** All broken constraints at once. observed: issue 30 */
async function checkConstraints(
  reading: Extract<Reading, { readable: true }>,
  contract: string,
  pointer: string,
  { services, behaviour }: { services: Context['services']; behaviour: Behaviour }
): Promise<void> {
  const withRoot = behaviour['europace.violationsRoot']
  const validators = await services.validators(contract)
  const broken = toViolations(validators.constraintsAt(pointer)(reading.value), withRoot)
  const dates = reading.violations.map(one =>
    withRoot ? one : { ...one, field: withoutRoot(one.field) }
  )
  const violations = [...broken, ...dates]
  if (violations.length === 0) return
  throw new Problem(400, 'Bad Request', undefined, { kind: 'constraint-violation', violations })
}
