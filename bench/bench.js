// Measures the built server, beside a bare Fastify in turns where that says more, and prints every number of the design
// with its target and a verdict. `--quick` takes minutes less, `--only boot,calls` runs some parts, `--soak` the long one too.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { durable, restart } from './parts-disk.js'
import { calls, growth, workspaces } from './parts-requests.js'
import { soak } from './parts-soak.js'
import { boot, size } from './parts-start.js'
import { goal, page, shown, table } from './report.js'

const PARTS = { boot, size, calls, workspaces, growth, durable, restart, soak }
const REPORT = 'bench/results/report.html'

const { values: wishes } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    soak: { type: 'boolean', default: false }
  }
})
const usual = Object.keys(PARTS).filter(name => name !== 'soak')
const wanted = wishes.only?.split(',') ?? (wishes.soak ? ['soak'] : usual)
const unknown = wanted.find(name => !Object.hasOwn(PARTS, name))
if (unknown !== undefined) {
  console.error(`bench: there is no part "${unknown}", only ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

const rows = []
const charts = []

for (const name of wanted) {
  console.log(`${name} …`)
  try {
    await PARTS[name]({ row, series, quick: wishes.quick })
  } catch (error) {
    rows.push({ name, unit: '', verdict: 'failed', note: error.message })
    console.log(`  failed: ${error.message}`)
  }
}
const about = `Node ${process.version} on ${cpus().length} processors, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC${wishes.quick ? ', quick and rough' : ''}`
mkdirSync('bench/results', { recursive: true })
writeFileSync(REPORT, page(rows, charts, about))
console.log(`\n${about}\n\n${table(rows)}\n\n${resolve(REPORT)}`)
process.exitCode = rows.some(({ verdict }) => verdict === 'failed') ? 1 : 0

/** Notes a number; without a value it was not measured, and the note says why. */
function row(name, value, unit, { note, ...target } = {}) {
  const one = { name, value, unit, note, ...target }
  rows.push({ ...one, verdict: verdictOf(one) })
  console.log(`  ${name}: ${shown(value, unit)} ${goal(one)} ${rows.at(-1).verdict}`.trimEnd())
}

function verdictOf({ value, most, least }) {
  if (value === undefined) return 'skipped'
  if (most === undefined && least === undefined) return ''
  return value <= (most ?? value) && value >= (least ?? value) ? 'reached' : 'missed'
}

/** Notes the course of something. */
function series(title, lines) {
  charts.push({ title, lines })
}
