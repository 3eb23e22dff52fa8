import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Contract, Operation } from './document.ts'
import type { AnyAnswer, AnyCall, AnyHandler } from './operation.ts'
import { type Breach, createValidators, isOpen, type Validators } from './validate.ts'

/** What surrounds the handlers of a contract on the wire. */
export type Wire<Context> = {
  /** Whether HEAD is answered as GET, without the body. */
  readonly answersHead?: boolean
  /** Before the body is read: faults, authentication. Throws what the caller may not do. */
  begin(request: FastifyRequest, operation: Operation): Promise<Context>
  /** Once the bytes of the body are there: what should go wrong, how strictly it is read. Throws what ends the request. */
  receive?(request: FastifyRequest, operation: Operation): Promise<void>
  /** Reads and checks the body. Throws what is wrong with it. */
  readBody(request: FastifyRequest, operation: Operation, context: Context): Promise<unknown>
  /** Checked parameters, or a throw. */
  refuseParameters(breaches: readonly Breach[], operation: Operation): never
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: Operation,
    answer: AnyAnswer
  ): Promise<void>
  refuse(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: Operation,
    error: unknown
  ): Promise<void>
}

/** Turns every operation of a contract into routes. Throws when contract and handlers do not belong together. */
export function bind<Context>(
  app: FastifyInstance,
  contract: Contract,
  handlers: Readonly<Record<string, unknown>>,
  wire: Wire<Context>
): void {
  checkPairs(contract, handlers)
  const validators = createValidators(contract)
  for (const operation of contract.operations) {
    const handler = handlers[operation.id] as AnyHandler<Context>
    for (const path of [operation.path, ...operation.aliases]) {
      route(app, path, operation, handler, validators, wire)
    }
  }
}

/** A path of a contract as Fastify spells it. A hyphen would end a parameter name there, so they are numbered. */
export function toRoute(path: string): { url: string; names: readonly string[] } {
  const names: string[] = []
  const url = path.replace(/\{([^{}]+)\}/g, (_, name: string) => `:p${names.push(name) - 1}`)
  return { url, names }
}

function checkPairs(contract: Contract, handlers: Readonly<Record<string, unknown>>): void {
  const ids = contract.operations.map(operation => operation.id)
  const missing = ids.filter(id => !Object.hasOwn(handlers, id))
  const surplus = Object.keys(handlers).filter(id => !ids.includes(id))
  if (missing.length > 0)
    throw new Error(`contract ${contract.name}: no handler for ${missing.join(', ')}`)
  if (surplus.length > 0)
    throw new Error(`contract ${contract.name}: no operation for ${surplus.join(', ')}`)
}

function route<Context>(
  app: FastifyInstance,
  path: string,
  operation: Operation,
  handler: AnyHandler<Context>,
  validators: () => Promise<Validators>,
  wire: Wire<Context>
): void {
  const { url, names } = toRoute(path)
  const parametersOf = createParameterReader(operation, names, validators, wire)

  app.route({
    method: operation.method === 'GET' && wire.answersHead ? ['GET', 'HEAD'] : operation.method,
    url,
    exposeHeadRoute: false,
    // With a callback, which Fastify runs with one promise less.
    onRequest(request, reply, done) {
      wire.begin(request, operation).then(
        context => {
          request.context = context
          done()
        },
        error => wire.refuse(request, reply, operation, error).catch(done)
      )
    },
    async handler(request, reply) {
      const context = request.context as Context
      try {
        await wire.receive?.(request, operation)
        const { path, query, headers } = await parametersOf(request)
        const body = operation.body ? await wire.readBody(request, operation, context) : undefined
        const answer = await handler({ path, query, headers, body }, context)
        await wire.answer(request, reply, operation, answer)
      } catch (error) {
        await wire.refuse(request, reply, operation, error)
      }
      return reply
    },
    async errorHandler(error, request, reply) {
      await wire.refuse(request, reply, operation, error)
      return reply
    }
  })
}

/** Reads the parameters of a call; nothing is compiled for an operation whose parameters are free text. */
function createParameterReader<Context>(
  operation: Operation,
  names: readonly string[],
  validators: () => Promise<Validators>,
  wire: Wire<Context>
): (request: FastifyRequest) => Promise<Omit<AnyCall, 'body'>> {
  const checked = operation.parameters.filter(
    one => !isOpen(one) || (one.required && one.in !== 'path')
  )
  const texts = operation.parameters
    .filter(one => one.in === 'query' && one.schema.type !== 'array')
    .map(one => one.name)
  let check: ReturnType<Validators['parameters']> | undefined

  return async request => {
    const sent = request.query as Record<string, unknown>
    const headers = request.headers as Record<string, string | undefined>
    const path = named(names, request.params as Record<string, string>)
    const twice = texts.find(name => Array.isArray(sent[name]))
    if (twice !== undefined) wire.refuseParameters([onlyOnce(twice)], operation)
    if (checked.length === 0) return { path, query: sent, headers }
    const query = { ...sent }
    check ??= (await validators()).parameters(checked)
    const sources = { path, query, header: headers, cookie: {} } as Record<
      string,
      Record<string, unknown>
    >
    const key = (one: { in: string; name: string }) =>
      one.in === 'header' ? one.name.toLowerCase() : one.name
    const values = Object.fromEntries(
      checked.flatMap(one => {
        const value = sources[one.in]?.[key(one)]
        return value === undefined ? [] : [[key(one), value]]
      })
    )
    const breaches = check(values)
    if (breaches.length > 0) wire.refuseParameters(breaches, operation)
    for (const one of checked)
      if (one.in === 'query' && key(one) in values) query[one.name] = values[key(one)]
    return { path, query, headers }
  }
}

/** The parameters of a path, which Fastify knows by their number. */
function named(names: readonly string[], raw: Record<string, string>): Record<string, string> {
  const path: Record<string, string> = {}
  for (let index = 0; index < names.length; index++)
    path[names[index] as string] = raw[`p${index}`] as string
  return path
}

function onlyOnce(name: string): Breach {
  const message = 'must stand only once'
  return { path: [name], keyword: 'type', params: {}, schema: {}, message }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What `begin` found out about the call. */
    context: unknown
  }
}
