import type { FastifyRequest } from 'fastify'
import type { Contract, Operation } from '../../contract/document.ts'
import type { ScalarPolicy } from '../../contract/scalar.ts'
import { shapesIn } from '../../contract/shape.ts'
import { tolerate } from '../../contract/tolerate.ts'
import { createMapper } from '../../contract/walk.ts'
import { isJson, mediaTypeOf, rawText, readJsonObject } from '../../http/body.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import type { Einleser } from './einlesen.ts'

/**
 * Reads bodies of the KEX APIs: what does not fit is left out and told, nothing but a body that is no JSON object is
 * refused here. `root` names the schema of the documents that are rebuilt. documented: seed 2 and dossier C3
 */
export function createKexEinleser(contract: Contract, root: string): Einleser {
  const shapeOf = shapesIn(contract)
  return {
    umbau: createMapper(() => shapeOf({ $ref: `#/components/schemas/${root}` })),
    async readBody(request: FastifyRequest, operation: Operation, context: Context) {
      // documented: the header field is always expected
      const { type } = mediaTypeOf(request)
      if (!isJson(type)) {
        const detail = `The body is not JSON but ${type || 'of no type'}`
        throw new Problem(415, 'Unsupported Media Type', detail)
      }
      const text = rawText(request)
      const body = readJsonObject(text)
      context.trail.body = body
      context.trail.text = text
      const reading = tolerate(
        shapeOf({ $ref: operation.body?.media[0]?.pointer as string }),
        body,
        {
          scalars: isLenient(context) ? LENIENT_NUMBERS : TEXTS,
          wrongType: 'drop',
          unknownType: 'drop',
          dates: 'documented',
          today: context.world.clock.today()
        }
      )
      context.trail.dropped = reading.findings
      return reading.readable ? reading.value : body
    }
  }
}

function isLenient({ behaviour, trail }: Context): boolean {
  return behaviour['kex.lenientNumbers'] || trail.strictness === 'lenient'
}

/** assumed: numbers and truth values are taken as text, all else has to be of its type (dossier C3, type notes) */
const TEXTS: ScalarPolicy = new Set(['text'])
const LENIENT_NUMBERS: ScalarPolicy = new Set(['text', 'number', 'integer'])
