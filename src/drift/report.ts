import type { Difference } from './compare.ts'
import type { Replay } from './replay.ts'

/** Differences by operation, each once with how often it was found and where. */
export type DriftReport = {
  readonly requests: number
  readonly skipped: Replay['skipped']
  readonly differences: number
  readonly operations: readonly {
    readonly operationId: string
    readonly contract: string
    readonly method: string
    readonly path: string
    readonly requests: number
    readonly differences: readonly (Difference & { readonly entries: readonly number[] })[]
  }[]
}

export function toReport({ replayed, skipped }: Replay): DriftReport {
  const operations = [...new Set(replayed.map(({ operation }) => operation))].map(operation => {
    const mine = replayed.filter(one => one.operation === operation)
    const { id, contract, method, path } = operation
    const differences = once(mine)
    return { operationId: id, contract, method, path, requests: mine.length, differences }
  })
  return {
    requests: replayed.length,
    skipped,
    differences: operations.reduce((sum, one) => sum + one.differences.length, 0),
    operations
  }
}

function once(replayed: Replay['replayed']) {
  const found = new Map<string, Difference & { entries: number[] }>()
  for (const { entry, differences } of replayed)
    for (const one of differences) {
      const key = JSON.stringify(one)
      const known = found.get(key) ?? { ...one, entries: [] }
      if (!known.entries.includes(entry)) known.entries.push(entry)
      found.set(key, known)
    }
  return [...found.values()]
}

/** The report for people. */
export function toText({ requests, skipped, differences, operations }: DriftReport): string {
  const parts = operations
    .filter(one => one.differences.length > 0)
    .map(one => {
      const lines = one.differences.map(tell)
      return [`${one.method} ${one.path} (${one.operationId})`, ...lines].join('\n')
    })
  const left = skipped.map(one => `  #${one.entry} ${one.method} ${one.url}: ${one.reason}`)
  const count = differences === 1 ? '1 difference' : `${differences || 'no'} differences`
  return [
    ...parts,
    ...(left.length > 0 ? [['Skipped', ...left].join('\n')] : []),
    `${requests} requests replayed, ${skipped.length} skipped: ${count}`
  ].join('\n\n')
}

function tell({
  kind,
  where,
  recorded,
  sandbox,
  entries
}: Difference & { entries: readonly number[] }) {
  const place = kind === 'status' ? kind : `${kind} ${where}`
  const all = entries.map(one => `#${one}`).join(', ')
  return `  ${place}: recorded ${recorded}, sandbox ${sandbox} (${all})`
}
