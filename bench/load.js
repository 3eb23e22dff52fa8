import autocannon from 'autocannon'
import { cpuSeconds } from './servers.js'

/** Requests a second, and microseconds of the server's processor for each, under load for some seconds. */
export async function load(server, request, seconds) {
  const before = cpuSeconds(server.pid)
  const result = await autocannon({
    url: server.url,
    connections: 32,
    duration: seconds,
    requests: [request]
  })
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(
      `${request.method} ${request.path}: ${result.non2xx} refused, ${result.errors} failed`
    )
  }
  const requests = result['2xx']
  return {
    rate: requests / result.duration,
    cpuUs: ((cpuSeconds(server.pid) - before) / requests) * 1e6
  }
}

/** Loads two servers in turns, so that a noisy machine disturbs both. The medians of the rounds. */
export async function compare(one, other, rounds, seconds) {
  await one(1)
  await other(1)
  const results = []
  for (let round = 0; round < rounds; round++)
    results.push([await one(seconds), await other(seconds)])
  const of = (side, what) => median(results.map(pair => pair[side][what]))
  return {
    rates: [of(0, 'rate'), of(1, 'rate')],
    rateRatio: median(results.map(([a, b]) => a.rate / b.rate)),
    cpuRatio: median(results.map(([a, b]) => b.cpuUs / a.cpuUs))
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
