import { beanPath } from '../../contract/path.ts'
import type { Violation } from '../../contract/tolerate.ts'
import type { Breach } from '../../contract/validate.ts'

/** Broken constraints in the words of Bean Validation, which real answers use. observed: dossier B2 */
export function toViolations(breaches: readonly Breach[], withRoot: boolean): Violation[] {
  return breaches.map(breach => {
    const missing = breach.keyword === 'required' ? [String(breach.params['missingProperty'])] : []
    const field = beanPath([...breach.path, ...missing])
    return { field: withRoot ? field : withoutRoot(field), message: messageOf(breach) }
  })
}

/** A field as bodies of 2020 named it. */
export function withoutRoot(field: string): string {
  return field.replace(/^kundenangaben\./, '')
}

function messageOf({ keyword, schema, message }: Breach): string {
  switch (keyword) {
    case 'required':
      return 'must not be null'
    case 'minItems':
    case 'maxItems':
      return size(schema['minItems'], schema['maxItems'])
    case 'minLength':
    case 'maxLength':
      return size(schema['minLength'], schema['maxLength'])
    case 'minimum':
      return `must be greater than or equal to ${schema['minimum']}`
    case 'maximum':
      return `must be less than or equal to ${schema['maximum']}`
    default:
      return message
  }
}

function size(least: unknown, most: unknown): string {
  return `size must be between ${least ?? 0} and ${most ?? 2_147_483_647}`
}
