import {
  type Contract,
  type Media,
  type OpenApi,
  type Operation,
  type Outline,
  resolve,
  type Schema
} from './document.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** A contract as its document says. Throws when it is broken. */
export function readContract(name: string, document: OpenApi): Contract {
  return { ...outlineOf(name, document), document }
}

/** Title, address and operations of a contract. Throws when its document is broken. */
export function outlineOf(name: string, document: OpenApi): Outline {
  const operations = Object.entries<Schema>(document.paths).flatMap(([path, item]) =>
    METHODS.filter(method => item[method]).map(method =>
      readOperation(name, document, path, method)
    )
  )
  const { title, 'x-sandkasten-address': address } = document.info
  return { name, title, address, operations }
}

/** The same as JSON, which knows no maps. */
export function written(outline: Outline): string {
  return JSON.stringify(outline, (_, value) => (value instanceof Map ? [...value] : value))
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
      const { name, in: place, required, schema } = resolve(document, one)
      return { name, in: place, required: required === true, schema: resolve(document, schema) }
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
