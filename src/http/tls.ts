import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { HOME } from '../contract/home.ts'
import type { Door } from './door.ts'

/** A certificate and its key, both in PEM. */
export type Pair = { readonly certificate: string; readonly privateKey: string }

/** The CA of every sandbox. Its key is in the package, so nobody may trust it outside of tests. */
export function readAuthority(): Pair {
  const read = (name: string) => readFileSync(join(HOME, 'fixtures', 'tls', name), 'utf8')
  return { certificate: read('ca.pem'), privateKey: read('ca-key.pem') }
}

/** A certificate for a server under some names and addresses, good for a year of the wall clock. */
export function issueServerCertificate(names: readonly string[]): Promise<Pair> {
  const altNames = names.map(name =>
    isIP(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const)
  )
  return issue(names[0] ?? 'localhost', [
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames }
  ])
}

/** A certificate with which a client may show who it is, good for a year of the wall clock. */
export function issueClientCertificate(name: string): Promise<Pair> {
  return issue(name, [{ name: 'extKeyUsage', clientAuth: true }])
}

type Extension = NonNullable<
  NonNullable<Parameters<typeof import('selfsigned')['generate']>[1]>['extensions']
>[number]

async function issue(name: string, extensions: readonly Extension[]): Promise<Pair> {
  const selfsigned = await import('selfsigned')
  const { certificate: cert, privateKey: key } = readAuthority()
  const pems = await selfsigned.default.generate(
    [{ name: 'commonName', value: escapedName(name) }],
    {
      ca: { cert, key },
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
        ...extensions
      ]
    }
  )
  return { certificate: pems.cert, privateKey: pems.private }
}

/** A plus would begin another part of the name. */
function escapedName(name: string): string {
  return name.replace(/[\\+,;="<>#]/g, character => `\\${character}`)
}

/** The second door: the same routes over TLS. Clients may show a certificate; whoever wants one checks it. */
export function createTlsServer(
  app: FastifyInstance,
  { certificate, privateKey }: Pair,
  door: Door
): Server {
  const options = {
    ...door.options,
    cert: certificate,
    key: privateKey,
    ca: readAuthority().certificate,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: 10_000
  }
  const server = createServer(options, (request, response) => app.routing(request, response))
  server.on('clientError', door.refuse)
  door.watch(server)
  const silent = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.addHook('onClose', async () => {
    if (!server.listening) return
    const closed = new Promise(resolve => server.close(resolve))
    server.closeIdleConnections()
    // Who has not said a word yet is no connection to the server, but would keep it from closing.
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy()
    await closed
  })
  return server
}
