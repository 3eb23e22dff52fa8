import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

/** How much of a request is taken in before anybody knows what it is, and how many callers there may be. */
export type DoorLimits = {
  readonly headerLimit: number
  readonly requestSeconds: number
  readonly connections: number
}

/** What stands before every port: limits, and an answer to what is no request. */
export type Door = {
  /** For `createServer`. */
  readonly options: {
    readonly maxHeaderSize: number
    readonly requestTimeout: number
    readonly headersTimeout: number
    readonly keepAliveTimeout: number
    readonly connectionsCheckingInterval: number
  }
  refuse(error: NodeJS.ErrnoException, socket: Duplex): void
  watch(server: Server): void
}

/** Longer than the idle time of the usual load balancers, which must not send into a connection that is being closed. */
const KEEP_ALIVE_MS = 72_000

/** How often Node looks for connections that are too slow, by default. */
const CHECK_MS = 30_000

export function createDoor({ headerLimit, requestSeconds, connections }: DoorLimits): Door {
  const requestTimeout = Math.ceil(requestSeconds * 1_000)
  /** The answers to the last two requests of a connection. */
  const answers = new WeakMap<Duplex, readonly [ServerResponse | undefined, ServerResponse]>()

  function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    const [before, last] = answers.get(socket) ?? []
    const isCutOff = last !== undefined && !last.req.complete
    // Of a request that breaks off the answer may be on its way already; another one would belong to no request.
    const isAnswered = isCutOff && last.headersSent
    const text = error.code === 'ECONNRESET' || isAnswered ? '' : refusalOf(error.code ?? '')
    const end = () =>
      void (socket.writable ? socket.end(text, () => socket.destroy()) : socket.destroy())
    // Requests that came before in one go are answered first: one that is bad does not spoil them.
    const others = isCutOff && !isAnswered ? before : last
    if (others === undefined || others.writableFinished || others.destroyed) end()
    else others.once('close', end)
  }

  return {
    options: {
      maxHeaderSize: headerLimit,
      requestTimeout,
      headersTimeout: requestTimeout,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(CHECK_MS, Math.ceil(requestTimeout / 2))
    },
    refuse,
    watch(server) {
      server.maxConnections = connections
      server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
        answers.set(socket, [answers.get(socket)?.[1], response])
      })
      server.on('connect', (_: IncomingMessage, socket: Duplex) => {
        socket.end(inHttp(405, 'This server is no proxy'), () => socket.destroy())
      })
    }
  }
}

function refusalOf(code: string): string {
  const [status, detail] = REFUSALS[code] ?? [400, 'This is no request in HTTP/1.1']
  return inHttp(status, detail)
}

const REFUSALS: Readonly<Record<string, readonly [status: number, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Address and header fields are larger than this server accepts'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The body is larger than this server accepts'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive']
}

/** Nobody knows yet which API was meant: RFC 9457, as for paths that belong to nobody. */
function inHttp(status: number, detail: string): string {
  const title = STATUS_CODES[status] ?? ''
  const body = JSON.stringify({ type: 'about:blank', title, status, detail })
  return `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
}
