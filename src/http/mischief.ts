import type { FastifyRequest } from 'fastify'
import type { Operation } from '../contract/document.ts'
import {
  describeFault,
  type Fault,
  type FaultRule,
  type Mangling,
  type Occasion,
  type Strike,
  strike
} from '../world/faults.ts'
import type { World } from '../world/world.ts'
import type { Services } from './observe.ts'
import { Problem, titleOf } from './problem.ts'
import type { Side } from './wire.ts'

/** Thrown to cut the connection. */
export const CUT = Symbol('cut')

/** Lets the rules of the workspace strike, unless the request has brought faults of its own. */
export async function disturb(
  request: FastifyRequest,
  operation: Operation,
  side: Side,
  services: Services
): Promise<void> {
  const { trail } = request
  if (!side.isJournaled || trail.fault !== undefined) return
  await side.peek?.(request, operation)
  const world = trail.world ?? (await side.locate(request)) ?? services.worlds.default
  const rules = await world.store.list<FaultRule>('faults')
  if (rules.length === 0) return
  const needsProviders = rules.some(rule => rule.providerId !== undefined && !rule.domain)
  const providers = needsProviders && (await side.providersOf?.(request, operation, world))
  const struck = await strikeIn(world, occasionOf(request, operation, providers || []))
  if (!struck.rule) return
  trail.world = world
  trail.faultId = struck.rule.id
  await suffer(request, struck.faults, services.pause)
}

function occasionOf(
  { originalUrl, method, trail }: FastifyRequest,
  { id: operationId, extensions }: Operation,
  providers: readonly string[]
): Occasion {
  return {
    at: 'wire',
    operationId,
    path: originalUrl.split('?', 1)[0] as string,
    method,
    client: trail.client,
    tokenApi: extensions['x-sandkasten-token-endpoint'] as string | undefined,
    providers
  }
}

/** Decides and counts in one turn. */
function strikeIn(world: World, occasion: Occasion): Promise<Strike> {
  return world.turn(async state => {
    const struck = strike(await state.list<FaultRule>('faults'), occasion, world.clock.now())
    state.perform(
      struck.asked.map(document => ({ do: 'put', collection: 'faults', document }) as const)
    )
    return struck
  })
}

/** Does what faults say, in order. Throws what ends the request. */
export async function suffer(
  { trail }: FastifyRequest,
  faults: readonly Fault[],
  pause: (ms: number) => Promise<void>
): Promise<void> {
  if (faults.length === 0) return
  trail.fault = faults.map(describeFault).join(', ')
  const status = faults.find(one => one.do === 'status')?.status
  for (const fault of faults) {
    switch (fault.do) {
      case 'delay':
        await pause(fault.ms)
        break
      case 'reset':
        throw CUT
      case 'status':
        throw new Problem(fault.status, titleOf(fault.status))
      case 'refuse':
        throw new Problem(fault.status, titleOf(fault.status), fault.why, { error: fault.error })
      default:
        trail.mangling = fault.do
        // The proxy does not reach the service: nothing is done.
        if (fault.do === 'html') throw new Problem(status ?? 502, titleOf(status ?? 502))
    }
  }
}

type Payload = { readonly type: string; readonly body: string | Buffer | undefined }

/** An answer as it arrives. The page is that of a proxy which knows nothing about the API. */
export function mangle(mangling: Mangling, status: number, { type, body }: Payload): Payload {
  if (mangling === 'html') return { type: 'text/html', body: pageOf(status) }
  if (body === undefined) return { type, body }
  if (mangling === 'empty') return { type, body: '' }
  // Two thirds: an object or list is never closed then.
  return { type, body: body.slice(0, Math.floor((body.length * 2) / 3)) as typeof body }
}

/** assumed: as nginx has it */
function pageOf(status: number): string {
  const title = `${status} ${titleOf(status)}`
  return `<html>\r
<head><title>${title}</title></head>\r
<body>\r
<center><h1>${title}</h1></center>\r
<hr><center>nginx</center>\r
</body>\r
</html>\r
`
}
