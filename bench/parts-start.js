import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './load.js'
import { cpuSeconds, residentMb, startBare, startSandkasten } from './servers.js'

/** From nothing to the first answer, beside a bare Fastify in turns. */
export async function boot({ row, quick }) {
  const sides = [startSandkasten, startBare].map(make => ({ make, ms: [], cpu: [], mb: [] }))
  for (let round = 0; round < (quick ? 5 : 15); round++)
    for (const side of sides) {
      const server = await side.make()
      side.ms.push(server.bootMs)
      side.cpu.push(cpuSeconds(server.pid) * 1000)
      side.mb.push(residentMb(server.pid))
      await server.stop()
    }
  const [ours, bare] = sides
  row('start to first 200', median(ours.ms), 'ms', { most: 250 })
  row('… against a bare Fastify', median(ours.ms) / median(bare.ms), '×', {
    most: 1.4,
    note: `${median(bare.ms).toFixed(0)} ms; processor time ${median(ours.cpu).toFixed(0)} of ${median(bare.cpu).toFixed(0)} ms`
  })
  row('resident memory, idle', median(ours.mb), 'MB', { most: 110 })
}

/** What an installation brings along. */
export async function size({ row }) {
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-bench-'))
  const npm = (...args) => execFileSync('npm', args, { encoding: 'utf8', stdio: 'pipe' })
  try {
    const packed = npm('pack', '--ignore-scripts', '--json', '--pack-destination', folder)
    const [{ filename }] = JSON.parse(packed)
    const flags = ['--offline', '--no-audit', '--no-fund', '--omit=dev', '--omit=peer']
    npm('install', ...flags, '--prefix', folder, join(folder, filename))
    const modules = join(folder, 'node_modules')
    const files = readdirSync(modules, { recursive: true }).map(name => join(modules, name))
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0)
    row('installed size', bytes / 1e6, 'MB', { most: 25 })
    row('installed packages', packagesIn(modules), 'packages', { most: 40 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function packagesIn(modules) {
  const names = readdirSync(modules).filter(name => !name.startsWith('.'))
  const scoped = names.filter(name => name.startsWith('@'))
  return (
    names.length -
    scoped.length +
    scoped.reduce((sum, scope) => sum + readdirSync(join(modules, scope)).length, 0)
  )
}
