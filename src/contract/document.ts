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

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Reads a contract. Throws when it was not built or is broken, which stops the start. */
export function loadContract(name: string): Contract {
  const text = readFileSync(join(HOME, 'dist', 'openapi', `${name}.json`), 'utf8')
  return readContract(name, JSON.parse(text))
}

export function readContract(name: string, document: OpenApi): Contract {
  const operations = Object.entries<Schema>(document.paths).flatMap(([path, item]) =>
    METHODS.filter(method => item[method]).map(method =>
      readOperation(name, document, path, method)
    )
  )
  const { title, 'x-sandkasten-address': address } = document.info
  return { name, title, address, document, operations }
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

function readOperation(
  contract: string,
  document: OpenApi,
  path: string,
  method: string
): Operation {
  const item = document.paths[path]
  const raw = item[method]
  const pointer = `#/paths/${escaped(path)}/${method}`
  const security = (raw.security ?? document.security ?? []) as Record<string, string[]>[]
  return {
    id: raw.operationId,
    contract,
    method: method.toUpperCase(),
    path,
    aliases: item['x-sandkasten-aliases'] ?? [],
    summary: raw.summary ?? '',
    fidelity: raw['x-sandkasten-fidelity'],
    extensions: Object.fromEntries(Object.entries(raw).filter(([name]) => name.startsWith('x-'))),
    security: security.map(one => Object.values(one).flat()),
    parameters: [...(item.parameters ?? []), ...(raw.parameters ?? [])].map(one => {
      const parameter = resolve(document, one)
      return { ...parameter, schema: resolve(document, parameter.schema) }
    }),
    body: readBody(document, raw.requestBody, `${pointer}/requestBody`),
    responses: new Map(
      Object.entries<Schema>(raw.responses).map(([status, response]) => [
        status,
        mediaOf(document, response, `${pointer}/responses/${status}`)
      ])
    )
  }
}

function readBody(document: OpenApi, body: Schema, pointer: string): Operation['body'] {
  if (!body) return undefined
  return {
    required: resolve(document, body).required === true,
    media: mediaOf(document, body, pointer)
  }
}

function mediaOf(document: OpenApi, node: Schema, pointer: string): readonly Media[] {
  const home = typeof node.$ref === 'string' ? node.$ref : pointer
  const content = resolve(document, node).content ?? {}
  return Object.keys(content).map(type => ({
    type,
    pointer: `${home}/content/${escaped(type)}/schema`
  }))
}

function escaped(step: string): string {
  return encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))
}
