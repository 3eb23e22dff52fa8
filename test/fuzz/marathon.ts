// `npm run fuzz -- --minutes 10 --seed 1`: tries every operation of the built server for a while, and tells what it saw.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { openCampaign, type Tally } from './campaign.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } }
})
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const end = performance.now() + Number(values.minutes) * 60_000

/** Attempts at every operation between two looks at the memory. */
const TIMES = 5
/** What the memory may become, garbage not counted, against what it was once every room had been visited. */
const MOST_GROWTH = 1.5

const flags = ['--json', '--port', '0', '--strict', '--log-level', 'error']
const watched = ['--expose-gc', '--import', './bench/heap.js']
const server = spawn(process.execPath, [...watched, 'dist/cli.js', ...flags], {
  stdio: ['ignore', 'pipe', 'pipe', 'ipc']
})
process.once('exit', () => server.kill('SIGKILL'))
let log = ''
server.stderr?.setEncoding('utf8').on('data', chunk => {
  log = (log + chunk).slice(-100_000)
})
const { value: line } = await createInterface({ input: server.stdout as Readable })
  [Symbol.asyncIterator]()
  .next()
const { url } = JSON.parse(line)
const campaign = await openCampaign(url, seed)
const sizes: number[] = []
while (performance.now() < end && campaign.failures.length < 20 && server.exitCode === null) {
  await campaign.round(TIMES)
  // What is kept on purpose goes; what is left is what the server cannot let go of.
  for (const workspace of ['default', 'apart'])
    await fetch(`${url}/_sandkasten/reset?workspace=${workspace}`, { method: 'POST' })
  sizes.push(await heapMb())
  process.stderr.write(`\rround ${sizes.length}, ${Math.round(sizes.at(-1) ?? 0)} MB `)
}
server.kill('SIGTERM')

console.log(`\nseed ${seed}, ${sizes.length} rounds\n`)
for (const name of [...new Set(campaign.tallies.map(({ operation }) => operation.contract))])
  console.log(
    row(
      name,
      campaign.tallies.filter(({ operation }) => operation.contract === name)
    )
  )
console.log(row('all', campaign.tallies))
const settled = sizes[Math.min(9, sizes.length - 1)] ?? 0
const last = sizes.slice(-5)
const rest = last.reduce((sum, size) => sum + size, 0) / last.length
const isLarger = rest > settled * MOST_GROWTH
console.log(
  `\nheap after resets: ${sizes[0]?.toFixed()} MB, settled ${settled.toFixed()} MB, in the end ${rest.toFixed()} MB`
)
for (const { why, request } of campaign.failures)
  console.log(`\n${why}\n  ${request.slice(0, 2_000)}`)
if (log !== '') console.log(`\nlog of errors:\n${log.slice(0, 10_000)}`)
const isFine = campaign.failures.length === 0 && !isLarger && log === ''
console.log(isFine ? '\nNothing broke, hung or grew.' : '\nSomething broke, hung or grew.')
process.exitCode = isFine ? 0 : 1

function row(name: string, tallies: readonly Tally[]): string {
  const counts = [2, 3, 4, 5].map(kind =>
    tallies
      .flatMap(({ statuses }) => [...statuses])
      .filter(([status]) => Math.floor(status / 100) === kind)
      .reduce((sum, [, count]) => sum + count, 0)
  )
  const all = tallies.flatMap(({ durations }) => durations).sort((one, other) => one - other)
  const at = (share: number) => `${(all[Math.floor((all.length - 1) * share)] ?? 0).toFixed(1)} ms`
  const told = counts.map((count, index) => `${index + 2}xx ${count}`.padEnd(11)).join('')
  return `${name.padEnd(28)}${String(tallies.length).padStart(4)} operations ${String(all.length).padStart(7)} requests  ${told} p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)}`
}

/** Garbage and what the system leaves to the process say nothing: both swing by a hundred megabytes. */
async function heapMb(): Promise<number> {
  const answer = once(server, 'message')
  server.send('memory?')
  const [{ heapMb: heap }] = (await answer) as [{ heapMb: number }]
  return heap
}
