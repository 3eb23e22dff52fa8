import { filled, headersFor, requests } from './cases.js'
import { compare, load, median, timed } from './load.js'
import { residentMb, startBare, startSandkasten } from './servers.js'

/** GET and POST of a case beside a bare Fastify, with authentication, validation, journal and log. */
export async function calls({ row, quick }) {
  const [sandkasten, bare] = [await startSandkasten(), await startBare()]
  const { get, post } = requests(await headersFor(sandkasten.url))
  const first = await timed(() => fetch(sandkasten.url + post.path, post))
  row('first POST, validators compiled', first, 'ms')
  for (const [name, request] of [
    ['GET of a case', get],
    ['POST of a case', post]
  ]) {
    const sides = [sandkasten, bare].map(server => seconds => load(server, request, { seconds }))
    const { cpuRatio, cpus, rateRatio, rates } = await compare(
      ...sides,
      quick ? 2 : 7,
      quick ? 2 : 4
    )
    const [ours, floor] = cpus.map(us => us.toFixed(0))
    row(`${name} against a bare Fastify`, cpuRatio, '×', {
      least: 0.6,
      note: `processor time ${ours} and ${floor} µs; ${rateRatio.toFixed(2)} × by rate, ${rates[0].toFixed(0)} of ${rates[1].toFixed(0)}/s`
    })
  }
  await Promise.all([sandkasten.stop(), bare.stop()])
}

/** What it takes to have a workspace of one's own, and to have it anew. */
export async function workspaces({ row }) {
  const { url, stop } = await startSandkasten('--log-level', 'silent')
  const made = []
  const reset = []
  for (let n = 0; n < 50; n++) {
    const headers = { 'x-sandkasten-workspace': `bench-${n}` }
    made.push(
      await timed(() => fetch(`${url}/_sandkasten/workspaces/bench-${n}`, { method: 'PUT' }))
    )
    reset.push(await timed(() => fetch(`${url}/_sandkasten/reset`, { method: 'POST', headers })))
  }
  row('new workspace', median(made), 'ms', { most: 5 })
  row('reset', median(reset), 'ms', { most: 5 })
  await stop()
}

const FEW = 1_000

/** What an operation costs with many cases against few, on two servers in turns. */
export async function growth({ row, quick }) {
  const most = quick ? 5_000 : 100_000
  const [few, many] = [await filled(FEW), await filled(most)]
  const label = `${most.toLocaleString('en')} cases against ${FEW.toLocaleString('en')}`
  const page = path => ({ method: 'GET', path, headers: {} })
  const measured = [
    ['GET of a case', 32, few.get, many.get],
    ['POST of a case', 32, few.post, many.post],
    ['list of requests', 4, page('/_sandkasten/requests?limit=20')],
    ['console, first page', 4, page('/')],
    ['console, list of cases', 4, page('/console/things?kind=vorgaenge')],
    ['console, one case', 4, ...[few, many].map(({ get }) => page(oneCase(get.path)))]
  ]
  for (const [name, connections, small, large = small] of measured) {
    const { cpuRatio, cpus } = await compare(
      seconds => load(many.server, large, { seconds, connections }),
      seconds => load(few.server, small, { seconds, connections }),
      quick ? 1 : 3,
      2
    )
    const [ours, floor] = cpus.map(us => us.toFixed(0))
    row(`${name}, ${label}`, 1 / cpuRatio, '×', {
      most: 1.2,
      note: `processor time ${ours} and ${floor} µs`
    })
  }
  row(`resident memory with ${most.toLocaleString('en')} cases`, residentMb(many.server.pid), 'MB')
  await Promise.all([few.server.stop(), many.server.stop()])
}

function oneCase(path) {
  return `/console/things?kind=vorgaenge&id=${path.split('/').at(-1)}`
}
