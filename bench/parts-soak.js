import { headersFor, requests } from './cases.js'
import { load } from './load.js'
import { start } from './servers.js'

const STEPS = 20

/** Whether memory stays flat: many requests that leave nothing behind, many workspaces that come and go. */
export async function soak({ row, series, quick }) {
  const [amount, workspaces] = quick ? [40_000, 100] : [1_000_000, 1_000]
  const server = await start(['dist/cli.js', '--json', '--port', '0', '--log-level', 'silent'], {
    node: ['--expose-gc', '--import', './bench/heap.js'],
    ipc: true
  })
  const headers = await headersFor(server.url)
  const { get, post } = requests(headers)
  const check = { ...post, path: '/kundenangaben/body-validation' }
  const samples = []
  for (let step = 0; step < STEPS; step++) {
    await load(server, get, { amount: Math.round((amount * 0.8) / STEPS) })
    await load(server, check, { amount: Math.round((amount * 0.2) / STEPS) })
    for (let n = 0; n < workspaces / STEPS; n++) await comeAndGo(server.url, `soak-${step}-${n}`)
    const sample = await memoryOf(server.child)
    samples.push(sample)
    console.log(
      `  ${Math.round((amount / STEPS) * (step + 1)).toLocaleString('en')} requests: heap ${sample.heapMb.toFixed(1)} MB, resident ${sample.rssMb.toFixed(0)} MB`
    )
  }
  await server.stop()
  judge(samples, { row, series, amount, workspaces })
}

/** The journal is full after the first samples; what comes later has to fit into the same place. */
function judge(samples, { row, series, amount, workspaces }) {
  const [early, late] = [samples[Math.floor(STEPS / 4)], samples.at(-1)]
  const after = `after ${amount.toLocaleString('en')} requests and ${workspaces.toLocaleString('en')} workspaces`
  row(`heap ${after}`, late.heapMb / early.heapMb, '×', {
    most: 1.1,
    note: `${early.heapMb.toFixed(1)} MB after a quarter, ${late.heapMb.toFixed(1)} MB at the end`
  })
  row(`resident memory ${after}`, late.rssMb / early.rssMb, '×', {
    most: 1.25,
    note: `${early.rssMb.toFixed(0)} MB after a quarter, ${late.rssMb.toFixed(0)} MB at the end`
  })
  series(`memory ${after}`, [
    { name: 'heap, MB', values: samples.map(({ heapMb }) => heapMb) },
    { name: 'resident, MB', values: samples.map(({ rssMb }) => rssMb) }
  ])
}

/** A workspace with a token and a case, made and dropped. */
async function comeAndGo(url, name) {
  const headers = await headersFor(url, `demo-client+${name}`)
  const { path, ...post } = requests(headers).post
  await fetch(url + path, post).then(answer => answer.text())
  await fetch(`${url}/_sandkasten/workspaces/${name}`, { method: 'DELETE' })
}

function memoryOf(child) {
  return new Promise(resolve => {
    child.once('message', resolve)
    child.send('memory?')
  })
}
