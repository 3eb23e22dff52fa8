import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { filled, headersFor, requests } from './cases.js'
import { compare, load } from './load.js'
import { startSandkasten } from './servers.js'

/** Writes that are on disk before they are answered, beside those in memory. */
export async function durable({ row, quick }) {
  const memory = await startSandkasten('--log-level', 'silent')
  for (const durability of ['kill', 'power']) {
    const name = `durable POST, --durability ${durability}, against memory`
    const folder = mkdtempSync(join(tmpdir(), 'sandkasten-bench-'))
    const flags = ['--log-level', 'silent', '--data-dir', folder, '--durability', durability]
    const kept = await startSandkasten(...flags)
    const [ours, floor] = await Promise.all(
      [kept, memory].map(async server => {
        const { post } = requests(await headersFor(server.url))
        return seconds => load(server, post, { seconds })
      })
    )
    const { rateRatio, rates, cpuRatio } = await compare(ours, floor, quick ? 1 : 5, quick ? 2 : 4)
    row(name, rateRatio, '×', {
      least: 0.5,
      note: `${rates[0].toFixed(0)} of ${rates[1].toFixed(0)}/s; by processor time ${cpuRatio.toFixed(2)} ×`
    })
    await kept.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  await memory.stop()
}

/** A start that finds many cases on disk, to the first of them that is read. */
export async function restart({ row, quick }) {
  const count = quick ? 5_000 : 100_000
  const name = `start with ${count.toLocaleString('en')} cases on disk to the first GET`
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-bench-'))
  const flags = ['--data-dir', folder]
  const before = await filled(count, ...flags)
  await before.server.stop()
  const server = await startSandkasten('--clock-frozen', '--log-level', 'silent', ...flags)
  // The token is kept as the cases are.
  const answer = await fetch(server.url + before.get.path, { headers: before.headers })
  await answer.text()
  const ms = performance.now() - server.startedAt
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  if (!answer.ok) throw new Error(`a case that was kept is answered with ${answer.status}`)
  row(name, ms, 'ms', { most: 1_000 })
}
