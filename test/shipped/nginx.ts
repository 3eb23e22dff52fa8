import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { certify } from '../certificates.ts'

/** Why the proxy cannot be tried here; `false` when it can. */
export const skip =
  spawnSync('nginx', ['-v']).status === 0 ? false : 'no nginx: what it does is skipped'

type Proxy = {
  /** Where people reach the sandbox. */
  readonly url: string
  /** The certificate that they have to trust. */
  readonly ca: string
}

/** The real nginx with `docker/nginx.conf`, in front of a server on this machine; host names, ports and folders differ. */
export async function startNginx(
  t: Test,
  upstreamPort: string,
  change: (text: string) => string = text => text
): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'sandkasten-nginx-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  // nginx runs as anybody, as in its container.
  chmodSync(folder, 0o777)
  const { certificate, privateKey } = await certify({ by: 'itself', hosts: ['localhost'] })
  mkdirSync(join(folder, 'tls'))
  writeFileSync(join(folder, 'tls', 'tls.crt'), certificate)
  writeFileSync(join(folder, 'tls', 'tls.key'), privateKey)
  const port = await freePort()
  const text = change(readFileSync('docker/nginx.conf', 'utf8'))
    .replaceAll('/tmp/', `${folder}/`)
    .replace('server sandkasten:8451', `server 127.0.0.1:${upstreamPort}`)
    .replace('listen 8443', `listen 127.0.0.1:${port}`)
    .replaceAll('/etc/nginx/tls', `${folder}/tls`)
    // It tells when its workers listen.
    .replace('error_log stderr warn', 'error_log stderr notice')
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, text)
  const isRoot = process.getuid?.() === 0
  const nginx = spawn('nginx', ['-c', file, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot && { uid: 101, gid: 101 })
  })
  const ended = once(nginx, 'exit')
  t.teardown(async () => {
    nginx.kill('SIGQUIT')
    await ended
  })
  let told = ''
  const ready = new Promise<void>(resolve => {
    nginx.stderr.setEncoding('utf8').on('data', chunk => {
      told += chunk
      if (/start worker process \d/.test(told)) resolve()
    })
  })
  await Promise.race([ready, ended])
  if (nginx.exitCode !== null) throw new Error(told)
  return { url: `https://localhost:${port}/sandkasten`, ca: certificate }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await once(server.close(), 'close')
  return typeof address === 'object' && address ? address.port : 0
}
