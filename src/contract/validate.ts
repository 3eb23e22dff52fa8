import { type Ajv, createAjv } from './ajv.ts'
import { onlyConstraints } from './constraints.ts'
import { withConditions } from './discriminator.ts'
import { at, type Contract, type OpenApi, type Parameter } from './document.ts'
import { fromPointer, type Path } from './path.ts'
import type { Violation } from './tolerate.ts'

/** One broken rule, with the limits of its schema. */
export type Breach = {
  readonly path: Path
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly schema: Readonly<Record<string, unknown>>
  readonly message: string
}

/** Nobody reads more; an answer would be longer than the request. */
const MOST_BREACHES = 1_000

type Validator = (value: unknown) => readonly Breach[]

/** Validators of a contract, compiled on first use. */
export type Validators = {
  /** For the schema at a pointer such as `#/components/schemas/Kauf`. */
  at(pointer: string): Validator
  /** For the constraints alone of the named schema at a pointer, on values whose types are right. */
  constraintsAt(pointer: string): Validator
  /** For parameters by name; text is read as the number or truth value that the contract asks for. */
  parameters(
    parameters: readonly Parameter[]
  ): (values: Record<string, unknown>) => readonly Breach[]
}

/** Loads the validator library on first use: the start of the server does not wait for it. */
export function createValidators(contract: Contract): () => Promise<Validators> {
  let loading: Promise<Validators> | undefined
  return () => {
    loading ??= load(contract)
    return loading
  }
}

async function load(contract: Contract): Promise<Validators> {
  const options = { allErrors: true, verbose: true } as const
  const bodies = await createAjv(options)
  const texts = await createAjv({ ...options, coerceTypes: true })

  /** The validators of a copy of the document, by pointer. */
  function compiled(
    id: string,
    make: (document: OpenApi) => OpenApi
  ): (pointer: string) => Validator {
    const known = new Map<string, Validator>()
    let document: OpenApi | undefined
    return pointer => {
      const compiled = known.get(pointer)
      if (compiled) return compiled
      if (!document) {
        document = make(contract.document)
        bodies.addSchema(document, id)
      }
      const made = at(document, pointer) ? validator(bodies, { $ref: id + pointer }) : anything
      known.set(pointer, made)
      return made
    }
  }

  function validator(ajv: Ajv, schema: object): Validator {
    const check = ajv.compile(schema)
    return value => {
      if (check(value)) return []
      const errors = (check.errors ?? []).filter(error => error.keyword !== 'if')
      return errors.slice(0, MOST_BREACHES).map(toBreach)
    }
  }

  return {
    at: compiled(contract.name, withConditions),
    constraintsAt: compiled(`${contract.name}/constraints`, onlyConstraints),
    parameters(parameters) {
      const named = parameters.map(one => [nameOf(one), one.schema])
      const required = parameters.filter(one => one.required).map(nameOf)
      return validator(texts, { type: 'object', properties: Object.fromEntries(named), required })
    }
  }
}

const anything: Validator = () => []

/** Whether any value passes, so that nothing has to be checked. */
export function isOpen(parameter: Parameter): boolean {
  const { type, pattern, enum: choices, minLength, maxLength, format } = parameter.schema
  return type === 'string' && !pattern && !choices && !minLength && !maxLength && !format
}

/** Breaches in words, for errors of our own. */
export function inWords(breaches: readonly Breach[]): Violation[] {
  return breaches.map(({ path, params, message }) => {
    const extra = params['additionalProperty'] ?? params['missingProperty']
    const field = [...path, ...(extra === undefined ? [] : [String(extra)])].join('.')
    const allowed = Array.isArray(params['allowedValues'])
      ? `: ${params['allowedValues'].join(', ')}`
      : ''
    return { field, message: `${message}${allowed}` }
  })
}

function nameOf(parameter: Parameter): string {
  return parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name
}

function toBreach(error: {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  parentSchema?: unknown
  message?: string
}): Breach {
  return {
    path: fromPointer(error.instancePath),
    keyword: error.keyword,
    params: error.params,
    schema: (error.parentSchema ?? {}) as Record<string, unknown>,
    message: error.message ?? error.keyword
  }
}
