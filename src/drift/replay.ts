import type { Contract, Operation } from '../contract/document.ts'
import { type Field, fieldsAt } from '../contract/fields.ts'
import { redactPath } from '../world/redact.ts'
import type { Recorded } from './archive.ts'
import { type Difference, differencesOf, type Reply } from './compare.ts'
import { createFinder, isKnownHost } from './places.ts'
import { createRepeater, type Inject } from './repeat.ts'

/** A request that was sent again, and in what its answers differ. */
type Replayed = {
  readonly entry: number
  readonly operation: Operation
  readonly differences: readonly Difference[]
}

type Skipped = {
  readonly entry: number
  readonly method: string
  readonly url: string
  readonly reason: string
}

export type Replay = {
  readonly replayed: readonly Replayed[]
  readonly skipped: readonly Skipped[]
}

export type ReplayOptions = {
  readonly exchanges: readonly Recorded[]
  readonly contracts: readonly Contract[]
  readonly inject: Inject
  /** The address that is meant with another spelling. */
  readonly rewrite: (url: string) => string
  /** Operations or contracts that are wanted; all of them when it is empty. Others are sent, but not compared. */
  readonly only: readonly string[]
}

/** Sends what was recorded to the sandbox, one after the other, and compares the answers. */
export async function replay(options: ReplayOptions): Promise<Replay> {
  const { exchanges, contracts, inject, only, rewrite } = options
  const find = createFinder(contracts.flatMap(({ operations }) => operations))
  const repeat = createRepeater(inject, exchanges)
  const replayed: Replayed[] = []
  const skipped: Skipped[] = []
  for (const one of exchanges) {
    const operation = find(one.method, pathOf(one, rewrite))
    const reason = reasonToSkip(one, operation)
    if (reason !== undefined || !operation) {
      const url = one.url.origin + redactPath(one.url.pathname)
      skipped.push({ entry: one.number, method: one.method, url, reason: reason ?? 'unknown' })
      continue
    }
    const ours = await repeat(one, operation)
    if (only.length > 0 && !only.some(name => name === operation.id || name === operation.contract))
      continue
    const recorded: Reply = { status: one.status, headers: one.answerHeaders, body: one.answer }
    const fields = fieldsOf(operation, ours.status, contracts)
    const differences = differencesOf(recorded, ours, fields)
    replayed.push({ entry: one.number, operation, differences })
  }
  return { replayed, skipped }
}

function reasonToSkip({ url, status }: Recorded, operation: Operation | undefined) {
  if (!isKnownHost(url)) return 'the host is none of the three APIs'
  if (!operation) return 'no contract has this operation'
  return status === 0 ? 'no answer was recorded' : undefined
}

function pathOf({ url }: Recorded, rewrite: (url: string) => string): string {
  return rewrite(url.pathname).split('?')[0] as string
}

/** What the contract knows of the answer with a status. */
function fieldsOf(
  { contract, responses }: Operation,
  status: number,
  contracts: readonly Contract[]
): readonly Field[] {
  const media =
    responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`) ?? []
  const document = contracts.find(one => one.name === contract)?.document
  return media.flatMap(({ pointer }) => fieldsAt(document, pointer))
}
