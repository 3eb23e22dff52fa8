import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** Starts a server process that prints one JSON line with its url. `node` are flags of Node itself. */
export async function start(args, { node = [], ipc = false } = {}) {
  const startedAt = performance.now()
  const stdio = ['ignore', 'pipe', 'ignore', ...(ipc ? ['ipc'] : [])]
  const child = spawn(process.execPath, [...node, ...args], { stdio })
  const line = await Promise.race([
    firstLine(child.stdout),
    new Promise((_, reject) =>
      child.once('exit', code => reject(new Error(`${args.join(' ')} ended with ${code}`)))
    )
  ])
  const { url } = JSON.parse(line)
  await fetch(`${url}/health`).then(answer => answer.text())
  const bootMs = performance.now() - startedAt
  return { url, child, pid: child.pid, startedAt, bootMs, stop: () => stop(child) }
}

export const startSandkasten = (...flags) =>
  start(['dist/cli.js', '--json', '--port', '0', ...flags])
export const startBare = () => start(['bench/bare.js'])

/** Resident memory in MB. */
export function residentMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

/** Seconds that a process has had on processors, all of its threads. */
export function cpuSeconds(pid) {
  const nanoseconds = thread =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return readdirSync(`/proc/${pid}/task`).reduce((sum, one) => sum + nanoseconds(one), 0) / 1e9
}

/** A token of a demo client. */
export async function token(url, client = 'demo-client') {
  const answer = await fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:demo-secret`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' })
  })
  return (await answer.json()).access_token
}

async function firstLine(stream) {
  const { value } = await createInterface({ input: stream })[Symbol.asyncIterator]().next()
  return value
}

function stop(child) {
  return new Promise(resolve => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}
