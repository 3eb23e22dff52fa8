import type { FastifyRequest } from 'fastify'
import type { Contract, Operation } from '../../contract/document.ts'
import { beanPath } from '../../contract/path.ts'
import { COERCE } from '../../contract/scalar.ts'
import { shapesIn } from '../../contract/shape.ts'
import { tolerate, tolerateMore } from '../../contract/tolerate.ts'
import { inWords } from '../../contract/validate.ts'
import { isJson, mediaTypeOf, rawText, readJson } from '../../http/body.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'

/** Reads JSON bodies: unknown fields are ignored, null is as good as missing. documented: dossier A1 */
export function createBodyReader(contract: Contract) {
  const shapeOf = shapesIn(contract)

  return async (request: FastifyRequest, operation: Operation, known: unknown) => {
    const context = known as Context
    const text = rawText(request)
    const isMissing = text.trim() === ''
    // observed: the header comes without a body, and where a body may be left out nothing is wrong with that
    if (isMissing && operation.body?.required !== true) return undefined
    const { type } = mediaTypeOf(request)
    if (!isMissing && !isJson(type))
      throw new Problem(
        415,
        'Unsupported Media Type',
        `The body is not JSON but ${type || 'of no type'}`
      )
    const body = readJson(text)
    context.trail.body = body
    context.trail.text = text
    const pointer = operation.body?.media[0]?.pointer as string
    const isLenient = context.trail.strictness === 'lenient'
    const read = isLenient ? tolerateMore : tolerate
    const reading = read(shapeOf({ $ref: pointer }), body, {
      scalars: COERCE,
      wrongType: 'unreadable',
      unknownType: 'drop',
      dates: 'documented',
      today: context.world.clock.today()
    })
    context.trail.dropped = reading.findings
    if (!reading.readable)
      throw bad(`${beanPath(reading.path) || 'The body'} is missing or of the wrong type`)
    const wrong = reading.findings.find(({ reason }) => reason === 'unknown value')
    if (wrong && !isLenient) throw bad(`${wrong.path} has an unknown value`)
    await check(contract, pointer, reading.value, context)
    return reading.value
  }
}

/** Formats, lengths and patterns, of what the tolerant reader has left. */
async function check(
  contract: Contract,
  pointer: string,
  value: unknown,
  { services }: Context
): Promise<void> {
  const validators = await services.validators(contract.name)
  const [first] = inWords(validators.at(pointer)(value))
  if (first) throw bad(`${first.field || 'A name'} ${first.message}`)
}

function bad(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail)
}
