import type { Contract } from '../../contract/document.ts'
import { beanPath } from '../../contract/path.ts'
import type { ScalarPolicy } from '../../contract/scalar.ts'
import { shapesIn } from '../../contract/shape.ts'
import { tolerate, tolerateMore } from '../../contract/tolerate.ts'
import type { Breach } from '../../contract/validate.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import type { ApplicationRequest } from './model/prevalidation.ts'
import {
  checkProse,
  EMPTY,
  mergeDuplicates,
  renameLines,
  unsupported,
  type Violation,
  withoutBlanks
} from './model/request.ts'
import { constraintViolation } from './problems.ts'

const SCHEMA = '#/components/schemas/ApplicationRequest'

/** Reads the body of a new application. Throws what is wrong with it: types first, then all constraints at once. */
export type Reader = (body: unknown, context: Context) => Promise<ApplicationRequest>

export function createReader(contract: Contract): Reader {
  const shapeOf = shapesIn(contract)

  return async (body, { trail, world, services, behaviour }) => {
    const today = world.clock.today()
    const isLenient = trail.strictness === 'lenient'
    const read = isLenient ? tolerateMore : tolerate
    const reading = read(shapeOf({ $ref: SCHEMA }), renameLines(body), {
      scalars: NUMERIC,
      wrongType: 'drop',
      unknownType: 'drop',
      dates: 'documented',
      today
    })
    trail.dropped = reading.findings
    if (!reading.readable) throw unreadable(beanPath(reading.path), 'missing')
    const wrong = reading.findings.find(
      ({ reason }) => !HARMLESS.has(reason) && !isIgnored(reason, behaviour)
    )
    if (wrong && !isLenient) throw unreadable(wrong.path, wrong.reason)

    const request = mergeDuplicates(reading.value) as ApplicationRequest
    const said = withoutBlanks(request)
    const validators = await services.validators(contract.name)
    const violations = [
      ...validators.constraintsAt(SCHEMA)(said).map(toViolation),
      ...checkProse(said, today)
    ]
    if (violations.length > 0)
      throw constraintViolation(inVendorsForm(violations, behaviour['ing.indexedPaths']))
    const cause = unsupported(request)
    if (cause !== undefined) throw new Problem(422, 'Unprocessable Entity', cause)
    return request
  }
}

/** documented: samples send numbers as texts; assumed: numbers pass as texts too, as Java has it (dossier 7.2) */
const NUMERIC: ScalarPolicy = new Set(['text', 'number', 'integer'])
const HARMLESS = new Set([
  'empty list element',
  'empty text',
  'read as text',
  'text read as a number'
])

function isIgnored(reason: string, behaviour: Context['behaviour']): boolean {
  return reason === 'unknown property' && !behaviour['ing.strictUnknownFields']
}

/** assumed: what cannot be deserialised has no violations (dossier 5) */
function unreadable(path: string, reason: string): Problem {
  return new Problem(400, 'Bad Request', `JSON parse error at ${path}: ${reason}`)
}

function toViolation(breach: Breach): Violation {
  const missing = breach.keyword === 'required' ? [String(breach.params['missingProperty'])] : []
  return { field: beanPath([...breach.path, ...missing]), message: messageOf(breach) }
}

/** observed: the text for what is missing; assumed: the default texts of Bean Validation (dossier 5) */
function messageOf({ keyword, schema, message }: Breach): string {
  switch (keyword) {
    case 'required':
    case 'minItems':
      return EMPTY
    case 'minLength':
    case 'maxLength':
      return `size must be between ${schema['minLength'] ?? 0} and ${schema['maxLength']}`
    case 'pattern':
      return `must match "${String(schema['pattern']).replace(/^\^|\$$/g, '')}"`
    case 'exclusiveMinimum':
      return `must be greater than ${schema['exclusiveMinimum']}`
    case 'minimum':
      return `must be greater than or equal to ${schema['minimum']}`
    default:
      return message
  }
}

/** documented: fields are Java paths; assumed: sets have no index in them, sorted by field (dossier 5 and I13) */
function inVendorsForm(violations: readonly Violation[], isIndexed: boolean): Violation[] {
  const named = violations.map(({ field, message }) => {
    const path = isIndexed ? field : field.replace(/\[\d+\]/g, '[]')
    const name = path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    return { field: name, message }
  })
  const once = new Map(named.map(one => [`${one.field} ${one.message}`, one]))
  return [...once.values()].sort(
    (one, other) => compare(one.field, other.field) || compare(one.message, other.message)
  )
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
