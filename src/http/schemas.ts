/**
 * What Fastify does with the schemas of routes: nothing, because none has any. Contracts are checked by `contract/`;
 * without its own compilers Fastify is half as large, and the start waits for no code that never runs.
 */
export const NO_SCHEMAS = {
  compilersFactory: { buildValidator: refuse, buildSerializer: refuse }
}

function refuse(): never {
  throw new Error('routes have no schemas of their own')
}
