import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { App } from './app.ts'
import { badSetting } from './config.ts'
import { createTlsServer, issueServerCertificate, type Pair } from './http/tls.ts'
import type { Config } from './settings.ts'

/** Where a server can be called, and how to end calls that do not end by themselves. */
export type Listening = {
  readonly url: string
  readonly tlsUrl: string | null
  cut(): void
}

/** Opens the ports. Throws a bad setting in words when one of them cannot be had. */
export async function listen({ server, door, outgoing }: App, config: Config): Promise<Listening> {
  const { host, port, tlsPort } = config
  // Before anything listens: what the server does at its end can only be said until then.
  const secure = await createSecure(server, door, config)
  await server.listen({ host, port }).catch(async error => {
    await server.close()
    return cannotListen(host, port)(error)
  })
  const url = `http://${callable(host)}:${portOf(server.server)}`
  if (secure) {
    await new Promise<void>((resolve, reject) => {
      secure.once('error', reject).listen(tlsPort, host, resolve)
    }).catch(async error => {
      await server.close()
      return cannotListen(host, tlsPort)(error)
    })
  }
  const tlsUrl = secure ? `https://${callable(host)}:${portOf(secure)}` : null
  outgoing.opened(tlsUrl === null ? [url] : [url, tlsUrl])
  return {
    url,
    tlsUrl,
    cut() {
      server.server.closeAllConnections()
      secure?.closeAllConnections()
    }
  }
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port
}

async function createSecure(
  server: App['server'],
  door: App['door'],
  config: Config
): Promise<Server | undefined> {
  if (!config.tls && config.tlsCert === null) return undefined
  const pair = config.tlsCert === null ? await generated(config) : readPair(config)
  return createTlsServer(server, pair, door)
}

/** Names under which containers and people call this machine. */
function generated({ host, publicUrl }: Config): Promise<Pair> {
  const own = ['localhost', '127.0.0.1', '::1', 'sandkasten', 'host.docker.internal', hostname()]
  const asked = publicUrl === null ? [] : [new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')]
  const bound = /^(0\.0\.0\.0|::)$/.test(host) ? [] : [host]
  return issueServerCertificate([...new Set([...own, ...asked, ...bound])])
}

function readPair({ tlsCert, tlsKey }: Config): Pair {
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8')
    } catch (error) {
      throw badSetting(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`)
    }
  }
  const pair = { certificate: read(tlsCert ?? ''), privateKey: read(tlsKey ?? '') }
  try {
    const key = createPrivateKey(pair.privateKey)
    if (new X509Certificate(pair.certificate).checkPrivateKey(key)) return pair
  } catch {
    // Whatever is wrong with them, they are no pair.
  }
  throw badSetting(`${tlsCert} and ${tlsKey} are no certificate with its key`)
}

function cannotListen(host: string, port: number): (error: NodeJS.ErrnoException) => never {
  return error => {
    throw badSetting(`cannot listen on ${host}:${port}: ${error.code ?? error.message}`)
  }
}

function callable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
