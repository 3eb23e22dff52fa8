import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOME } from './home.ts'

/** An OpenAPI document with its operations listed. The build turns the YAML of `openapi/` into the JSON read here. */
export type Contract = {
  readonly name: string
  readonly title: string
  /** The path that people should know (`x-sandkasten-address`). */
  readonly address: string
  readonly document: OpenApi
  readonly operations: readonly Operation[]
}

// biome-ignore lint/suspicious/noExplicitAny: documents are walked, not typed
export type OpenApi = any
// biome-ignore lint/suspicious/noExplicitAny: the same
export type Schema = any

export type Operation = {
  readonly id: string
  readonly contract: string
  readonly method: string
  /** As in the contract, with `{parameter}`. */
  readonly path: string
  readonly aliases: readonly string[]
  readonly summary: string
  readonly fidelity: string
  /** Everything about the operation whose name starts with `x-`. */
  readonly extensions: Readonly<Record<string, unknown>>
  /** Alternatives, each a list of scopes; empty when the operation is open. */
  readonly security: readonly (readonly string[])[]
  readonly parameters: readonly Parameter[]
  readonly body?: { readonly required: boolean; readonly media: readonly Media[] } | undefined
  /** By status or range, as `201` or `4XX`. */
  readonly responses: ReadonlyMap<string, readonly Media[]>
}

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly schema: Schema
}

/** A media type and where its schema is in the document. */
export type Media = { readonly type: string; readonly pointer: string }

/** What is known of a contract without its document; the build writes it down. */
export type Outline = Omit<Contract, 'document'>

/** Reads a contract. Throws when it was not built, which stops the start. The document follows when it is asked for. */
export function loadContract(name: string): Contract {
  let document: OpenApi
  return {
    ...outlineFrom(read('operations', name)),
    get document() {
      document ??= read('openapi', name)
      return document
    }
  }
}

function read(folder: string, name: string): OpenApi {
  return JSON.parse(readFileSync(join(HOME, 'dist', folder, `${name}.json`), 'utf8'))
}

/** An outline as it was written. */
function outlineFrom({ operations, ...outline }: OpenApi): Outline {
  const restored = operations.map((one: { responses: [] }) => ({
    ...one,
    responses: new Map(one.responses)
  }))
  return { ...outline, operations: restored }
}

/** Follows references until something else is there. */
export function resolve(document: OpenApi, node: Schema): Schema {
  let found = node
  while (found && typeof found.$ref === 'string') found = at(document, found.$ref)
  return found
}

/** What a local reference such as `#/components/schemas/Kauf` names. */
export function at(document: OpenApi, reference: string): Schema {
  const steps = reference.slice(2).split('/')
  return steps.reduce(
    (node, step) => node?.[decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~')],
    document
  )
}
