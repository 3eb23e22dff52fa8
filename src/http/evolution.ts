import type { FastifyRequest } from 'fastify'
import { at, type Operation } from '../contract/document.ts'
import { type Evolution, evolve, type Growth } from '../contract/evolve.ts'
import type { AnyAnswer } from '../contract/operation.ts'
import { type Shape, shapesOf } from '../contract/shape.ts'
import { preferences } from '../world/faults.ts'
import { isJson } from './body.ts'
import { mediaOf, type Services } from './observe.ts'

/** Gives an answer the form of a later version, where the request or its workspace asks for that. */
export type Evolver = (
  request: FastifyRequest,
  operation: Operation,
  answer: AnyAnswer
) => AnyAnswer

/** The shapes of a contract are made once. What is new is the same for the same place: it depends on the seed alone. */
export function createEvolver({
  contract,
  worlds
}: Pick<Services, 'contract' | 'worlds'>): Evolver {
  const shapes = new Map<string, ReturnType<typeof shapesOf>>()

  function shapeAt(name: string, pointer: string): Shape | undefined {
    const { document } = contract(name)
    const shapeOf = shapes.get(name) ?? shapesOf(document)
    shapes.set(name, shapeOf)
    return at(document, pointer) && shapeOf({ $ref: pointer })
  }

  return (request, operation, answer) => {
    const world = request.trail.world ?? worlds.default
    const isWanted = isAsked(request) ?? world.behaviour()['sandbox.evolve'] === true
    const { body, status, type } = answer
    if (!isWanted || typeof body !== 'object' || body === null || Buffer.isBuffer(body))
      return answer
    const media = mediaOf(operation, status)
    const match = type === undefined ? media?.[0] : media?.find(one => one.type === type)
    const shape =
      match && isJson(match.type.split(';', 1)[0] as string)
        ? shapeAt(operation.contract, match.pointer)
        : undefined
    const growth: readonly Growth[] | undefined = contract(operation.contract).document.info[
      'x-sandkasten-evolution'
    ]
    if (!shape || !growth) return answer
    const draw = (place: string, what: string) =>
      world.chance.bytes('evolve', operation.id, place, what).readUInt32BE(0) / 2 ** 32
    const { body: grown, evolutions } = evolve(shape, body, new Set(growth), draw)
    const told = evolutions.map(inWords).join(', ') || 'nothing'
    return { ...answer, body: grown, headers: { ...answer.headers, 'X-Sandkasten-Evolved': told } }
  }
}

/** What a request wishes for itself. */
function isAsked({ headers }: FastifyRequest): boolean | undefined {
  const wish = headers.prefer === undefined ? undefined : preferences(headers.prefer).get('evolve')
  if (wish === '1' || wish === 'true') return true
  return wish === '0' || wish === 'false' ? false : undefined
}

/** `+/place` is new, `~/place=OLD` has a new value, `order` says that keys stand elsewhere. */
function inWords(one: Evolution): string {
  if (one.do === 'order') return 'order'
  const place = one.at.split('/').map(encodeURIComponent).join('/')
  return one.do === 'add' ? `+${place}` : `~${place}=${encodeURIComponent(one.was)}`
}
