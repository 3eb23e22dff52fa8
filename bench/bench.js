// Measures the built server beside a bare Fastify in the same run and prints the ratios of the design with their targets.
import { readFileSync } from 'node:fs'
import { compare, load, median } from './load.js'
import { residentMb, start, startBare, startSandkasten, token } from './servers.js'

const QUICK = process.argv.includes('--quick')
const ROUNDS = QUICK ? 1 : 5
const SECONDS = QUICK ? 2 : 4
const MANY = QUICK ? 5_000 : 100_000
const FEW = 1_000

const body = JSON.stringify(
  JSON.parse(readFileSync('fixtures/examples/kundenangaben-quick-start.json', 'utf8'))
)
const rows = []

await boot()
await requests()
await growth()
print()

async function boot() {
  const sandkasten = []
  const bare = []
  const memory = []
  for (let round = 0; round < (QUICK ? 3 : 11); round++) {
    for (const [times, make] of [
      [sandkasten, startSandkasten],
      [bare, startBare]
    ]) {
      const server = await make()
      times.push(server.bootMs)
      if (make === startSandkasten) memory.push(residentMb(server.pid))
      await server.stop()
    }
  }
  const [ours, floor] = [median(sandkasten), median(bare)]
  row('start to first 200', `${ours.toFixed(0)} ms`, '≤ 250 ms', ours <= 250)
  row(
    '  against a bare Fastify',
    `${(ours / floor).toFixed(2)} × (${floor.toFixed(0)} ms)`,
    '≤ 1.4 ×',
    ours / floor <= 1.4
  )
  row('resident memory, idle', `${median(memory).toFixed(0)} MB`, '≤ 110 MB', median(memory) <= 110)
}

async function requests() {
  const sandkasten = await startSandkasten()
  const bare = await startBare()
  const headers = {
    authorization: `Bearer ${await token(sandkasten.url)}`,
    'content-type': 'application/json'
  }
  const get = { method: 'GET', path: '/kundenangaben/YX4MDU', headers }
  const post = { method: 'POST', path: '/kundenangaben', headers, body }

  const firstAt = performance.now()
  await fetch(sandkasten.url + post.path, { method: 'POST', headers, body })
  row('first POST, validators compiled', `${(performance.now() - firstAt).toFixed(0)} ms`, '', true)
  const reading = await against(sandkasten, bare, get)
  ratio('GET of a case', reading)
  const writing = await against(sandkasten, bare, post)
  ratio('POST of a case', writing)
  await workspaces(sandkasten)
  await Promise.all([sandkasten.stop(), bare.stop()])
}

function against(sandkasten, bare, request) {
  return compare(
    seconds => load(sandkasten, request, seconds),
    seconds => load(bare, request, seconds),
    ROUNDS,
    SECONDS
  )
}

async function workspaces({ url }) {
  const made = []
  const reset = []
  for (let n = 0; n < 50; n++) {
    made.push(
      await timed(() => fetch(`${url}/_sandkasten/workspaces/bench-${n}`, { method: 'PUT' }))
    )
    const headers = { 'x-sandkasten-workspace': `bench-${n}` }
    reset.push(await timed(() => fetch(`${url}/_sandkasten/reset`, { method: 'POST', headers })))
  }
  row('new workspace', `${median(made).toFixed(1)} ms`, '≤ 5 ms', median(made) <= 5)
  row('reset', `${median(reset).toFixed(1)} ms`, '≤ 5 ms', median(reset) <= 5)
}

/** What an operation costs with many cases against few, on two servers in turns. */
async function growth() {
  const [few, many] = [await filled(FEW), await filled(MANY)]
  const reading = await compare(
    seconds => load(few.server, few.get, seconds),
    seconds => load(many.server, many.get, seconds),
    ROUNDS,
    SECONDS
  )
  const writing = await compare(
    seconds => load(few.server, few.post, seconds),
    seconds => load(many.server, many.post, seconds),
    QUICK ? 1 : 3,
    2
  )
  const label = `${MANY.toLocaleString('en')} cases against ${FEW.toLocaleString('en')}`
  row(
    `GET cost, ${label}`,
    `${reading.rateRatio.toFixed(2)} ×`,
    '≤ 1.2 ×',
    reading.rateRatio <= 1.2
  )
  row(
    `POST cost, ${label}`,
    `${writing.rateRatio.toFixed(2)} ×`,
    '≤ 1.2 ×',
    writing.rateRatio <= 1.2
  )
  row(
    `resident memory with ${MANY.toLocaleString('en')} cases`,
    `${residentMb(many.server.pid).toFixed(0)} MB`,
    '',
    true
  )
  await Promise.all([few.server.stop(), many.server.stop()])
}

async function filled(count) {
  // The clock stands still: filling takes long, and the token has to live.
  const server = await start('dist/cli.js', '--json', '--port', '0', '--clock-frozen')
  const headers = {
    authorization: `Bearer ${await token(server.url)}`,
    'content-type': 'application/json'
  }
  const post = { method: 'POST', path: '/kundenangaben', headers, body }
  let nummer
  const worker = async share => {
    for (let n = 0; n < share; n++) {
      const answer = await fetch(server.url + post.path, { method: 'POST', headers, body })
      nummer = (await answer.json()).vorgangsnummer
    }
  }
  await Promise.all(Array.from({ length: 16 }, () => worker(count / 16)))
  return { server, post, get: { method: 'GET', path: `/kundenangaben/${nummer}`, headers } }
}

function ratio(name, { rates, rateRatio, cpuRatio }) {
  const shown = `${rateRatio.toFixed(2)} × (${rates[0].toFixed(0)} of ${rates[1].toFixed(0)}/s; by processor time ${cpuRatio.toFixed(2)} ×)`
  row(name, shown, '≥ 0.6 ×', rateRatio >= 0.6)
}

async function timed(work) {
  const startedAt = performance.now()
  await (await work()).text()
  return performance.now() - startedAt
}

function row(name, value, target, isReached) {
  rows.push([name, value, target, target && (isReached ? 'reached' : 'missed')])
  console.log(`… ${name}: ${value}`)
}

function print() {
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(one => one[column].length)))
  console.log(`\nNode ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`)
  for (const one of rows)
    console.log(one.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}
