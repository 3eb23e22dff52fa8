import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AUTHORITY } from './secure.ts'

/** One answer as it came over the wire. */
export type RawReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A connection to a server; the address says whether it goes over TLS. */
export async function dial(address: string): Promise<Socket> {
  const { protocol, hostname: host, port } = new URL(address)
  const secure = { host, port: Number(port), ca: AUTHORITY, servername: 'localhost' }
  const socket = protocol === 'https:' ? connectTls(secure) : connect(Number(port), host)
  await once(socket, protocol === 'https:' ? 'secureConnect' : 'connect')
  return socket
}

/** Sends bytes as they are and reads until the server closes. Whoever expects no end asks for `Connection: close`. */
export async function converse(address: string, ...parts: readonly string[]): Promise<RawReply[]> {
  const socket = await dial(address)
  const received: Buffer[] = []
  socket.on('data', chunk => received.push(chunk))
  // A server that closes while bytes are on their way resets the connection; what it said before counts.
  socket.on('error', () => {})
  for (const part of parts) socket.write(part, 'latin1')
  await once(socket, 'close')
  return repliesIn(Buffer.concat(received).toString('latin1'))
}

/** The answers in a text, one after the other, each as long as it says. */
function repliesIn(text: string): RawReply[] {
  if (text === '') return []
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(
    fields.map(field => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
    })
  )
  const isChunked = headers['transfer-encoding'] === 'chunked'
  const length = isChunked ? text.length : Number(headers['content-length'] ?? 0)
  const body = text.slice(end + 4, end + 4 + length)
  const status = Number(line.split(' ')[1])
  return [{ status, headers, text: body }, ...repliesIn(text.slice(end + 4 + length))]
}
