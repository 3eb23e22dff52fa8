import type { Operation } from '../contract/document.ts'

/** documented: the hosts of the vendors' documentation; a machine of one's own may be a sandbox that was recorded. */
const HOSTS = ['banksapi.io', 'europace.de', 'europace2.de', 'openbusiness.ing.de']

export function isKnownHost({ hostname }: URL): boolean {
  return isOwn(hostname) || HOSTS.some(one => hostname === one || hostname.endsWith(`.${one}`))
}

/** Whether it was recorded with a sandbox, where ids and credentials of the demo are right as they are. */
export function isOwn(hostname: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

/** Finds the operation of a path; of several that fit the one with the fewest parameters. */
export function createFinder(
  operations: readonly Operation[]
): (method: string, path: string) => Operation | undefined {
  const routes = operations
    .flatMap(operation =>
      [operation.path, ...operation.aliases].map(path => ({
        operation,
        pattern: patternOf(path),
        parameters: path.split('{').length
      }))
    )
    .sort((one, other) => one.parameters - other.parameters)
  return (method, path) =>
    routes.find(one => one.operation.method === method && one.pattern.test(path))?.operation
}

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^{}]+\}/).map(part => part.replace(/[.*+?^$()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]+')}$`)
}
