import type { FastifyRequest } from 'fastify'
import type { Operation } from '../../contract/document.ts'
import { rawText } from '../../http/body.ts'
import { parseJson } from '../../world/json.ts'
import type { World } from '../../world/world.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import type { Zahlung } from './model/zahlung.ts'

/** The providers that a request is about: by its address, by the access or payment in it, by its body. */
export async function providersOf(
  request: FastifyRequest,
  operation: Operation,
  world: World
): Promise<readonly string[]> {
  const ids = new Set([...idsIn(request, operation), ...idsInBody(request)])
  const zugaenge = await world.store.list<Bankzugang>('bankzugaenge')
  const zahlungen = await world.store.list<Zahlung>('zahlungen')
  const found = [
    ...zugaenge.filter(one => ids.has(one.accessId) || ids.has(one.offen?.sca.id ?? '')),
    ...zahlungen.filter(one => ids.has(one.id))
  ]
  return [...ids, ...found.flatMap(({ providerId }) => providerId ?? [])]
}

function idsIn({ url }: FastifyRequest, { path }: Operation): readonly string[] {
  const named = path.split('/').map(part => part.startsWith('{'))
  const parts = (url.split('?', 1)[0] as string).split('/')
  return parts.filter((_, index) => named[index]).map(part => part.toLowerCase())
}

/** The keys of a body name accesses, its fields the provider. What is no JSON names nothing. */
function idsInBody(request: FastifyRequest): readonly string[] {
  try {
    const body = parseJson(rawText(request)) as Record<string, unknown>
    return Object.entries(body ?? {})
      .flatMap(([key, value]) => [
        key.toLowerCase(),
        ...[value, (value as Named | null)?.providerId].filter(one => typeof one === 'string')
      ])
      .map(text => text.toLowerCase())
  } catch {
    return []
  }
}

type Named = { readonly providerId?: unknown }
