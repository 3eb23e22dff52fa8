import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const TICKS_PER_SECOND = 100

/** Starts a server process that prints one JSON line with its url. */
export async function start(...args) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await Promise.race([
    createInterface({ input: child.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [value]),
    new Promise((_, reject) =>
      child.once('exit', code => reject(new Error(`${args[0]} ended with ${code}`)))
    )
  ])
  const { url } = JSON.parse(line)
  await fetch(`${url}/health`).then(answer => answer.text())
  return { url, pid: child.pid, bootMs: performance.now() - startedAt, stop: () => stop(child) }
}

export const startSandkasten = (...flags) => start('dist/cli.js', '--json', '--port', '0', ...flags)
export const startBare = () => start('bench/bare.js')

/** Resident memory in MB. */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

/** Seconds that a process has had on a processor. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** A token of the demo client. */
export async function token(url) {
  const answer = await fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('demo-client:demo-secret').toString('base64')}`
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  return (await answer.json()).access_token
}

function stop(child) {
  return new Promise(resolve => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}
