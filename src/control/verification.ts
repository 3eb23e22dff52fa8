import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import { Problem } from '../http/problem.ts'
import type { NearMiss } from '../world/journal.ts'
import { type Pattern, tellMismatch } from '../world/match.ts'
import { redact, redactHeaders } from '../world/redact.ts'
import type { World } from '../world/world.ts'
import type { ControlContext } from './context.ts'
import { toArchive } from './har.ts'

type Schemas = components['schemas']

type Mine = Pick<operations, 'listNearMisses' | 'verifyRequests' | 'exportRequests'>

/** How many near misses a failed verification tells of. */
const TOLD = 3

/** The handlers that answer whether a client did what it should. */
export const verification: Handlers<Mine, ControlContext> = {
  async listNearMisses({ body: { match, limit = TOLD } }, { world }) {
    return { status: 200, body: nearest(world, match as Pattern, limit) }
  },

  async verifyRequests({ body }, { world }) {
    const pattern = body.match as Pattern
    const [least, most] = boundsOf(body)
    const count = world.journal.count(pattern)
    if (count >= least && count <= most) return { status: 200, body: { verified: true, count } }
    const nearMisses = count < least ? nearest(world, pattern, TOLD) : []
    const found = count > most ? world.journal.find(pattern).slice(-TOLD).map(nameOf) : []
    const detail = [
      `Expected ${inWords(least, most)}, found ${count}: ${JSON.stringify(shown(pattern))}`,
      ...nearMisses.map(tell),
      ...(found.length > 0 ? [`The last that fit: ${found.join(', ')}`] : []),
      ...(world.journal.size === 0 ? ['The journal is empty.'] : [])
    ].join('\n')
    const title = 'Not as expected'
    return {
      status: 409,
      body: { type: 'about:blank', title, status: 409, detail, count, nearMisses }
    }
  },

  async exportRequests({ query: { operationId, client } }, { world, version }) {
    const found = world.journal.find({
      ...(operationId !== undefined && { operationId }),
      ...(client !== undefined && { client })
    })
    return {
      status: 200,
      headers: { 'Content-Disposition': `attachment; filename="${world.name}.har"` },
      body: toArchive(found, version)
    }
  }
}

function boundsOf({ count, atLeast, atMost }: Schemas['Expectation']): [number, number] {
  if (count === undefined) return [atLeast ?? (atMost === undefined ? 1 : 0), atMost ?? Infinity]
  if (atLeast !== undefined || atMost !== undefined)
    throw new Problem(400, 'Bad Request', 'count does not go with atLeast or atMost')
  return [count, count]
}

function inWords(least: number, most: number): string {
  if (least === most) return `exactly ${least}`
  if (most === Infinity) return `at least ${least}`
  return least === 0 ? `at most ${most}` : `${least} to ${most}`
}

function nearest(world: World, pattern: Pattern, limit: number): Schemas['NearMiss'][] {
  return world.journal.nearest(pattern, limit).map(one => ({
    ...one,
    mismatches: one.mismatches.map(mismatch => ({
      ...mismatch,
      message: tellMismatch(mismatch)
    }))
  })) as unknown as Schemas['NearMiss'][]
}

function tell({ request, score, mismatches }: Schemas['NearMiss']): string {
  const reasons = mismatches.slice(0, 10).map(({ message }) => `  ${message}`)
  const more = mismatches.length > 10 ? [`  and ${mismatches.length - 10} more`] : []
  return [`Nearly (${Math.round(score * 100)} %): ${nameOf(request)}`, ...reasons, ...more].join(
    '\n'
  )
}

/** The answer ends in the log of a pipeline. */
function shown({ headers, ...pattern }: Pattern): unknown {
  const rest = redact(pattern) as object
  return headers ? { ...rest, headers: redactHeaders(headers) } : rest
}

function nameOf({ id, method, path, status }: NearMiss['request'] | Schemas['Exchange']): string {
  return `#${id} ${method} ${path} ${status}`
}
