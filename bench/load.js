import autocannon from 'autocannon'
import { cpuSeconds } from './servers.js'

/** What a load comes to: `seconds` of it, or an `amount` of requests. Processor time is that of the server. */
export async function load(server, request, { seconds, amount, connections = 32 }) {
  const before = cpuSeconds(server.pid)
  const startedAt = performance.now()
  const result = await autocannon({
    url: server.url,
    connections: Math.min(connections, amount ?? connections),
    ...(amount === undefined ? { duration: seconds } : { amount }),
    requests: [request]
  })
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${request.method} ${request.path}: ${result.non2xx} refused, ${result.errors} failed`
    )
  }
  const requests = result['2xx']
  return {
    rate:
      requests / (amount === undefined ? result.duration : (performance.now() - startedAt) / 1000),
    cpuUs: ((cpuSeconds(server.pid) - before) / requests) * 1e6
  }
}

/**
 * Measures two sides in turns, so that a noisy machine disturbs both; each is called with the seconds that it may take.
 * The medians of the rounds; a ratio above one means that the first side is better.
 */
export async function compare(one, other, rounds, seconds) {
  await one(1)
  await other(1)
  const results = []
  for (let round = 0; round < rounds; round++)
    results.push([await one(seconds), await other(seconds)])
  const of = (side, what) => median(results.map(pair => pair[side][what]))
  return {
    rates: [of(0, 'rate'), of(1, 'rate')],
    cpus: [of(0, 'cpuUs'), of(1, 'cpuUs')],
    rateRatio: median(results.map(([a, b]) => a.rate / b.rate)),
    cpuRatio: median(results.map(([a, b]) => b.cpuUs / a.cpuUs))
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** Milliseconds that a call takes, its answer read. */
export async function timed(work) {
  const startedAt = performance.now()
  const answer = await work()
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${text.slice(0, 200)}`)
  return performance.now() - startedAt
}
