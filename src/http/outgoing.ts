import { lookup as resolveName } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { within } from '../world/clock.ts'
import type { Outcome, Post } from '../world/delivery.ts'
import { withoutSlash } from './links.ts'
import { type Reach, refusalOf, refusalOfName } from './targets.ts'

/** Calls to the outside. */
export type Outgoing = {
  readonly post: Post
  /** Why an address is never called, in words; `undefined` when it may be. */
  refusal(url: string): Promise<string | undefined>
  /** An address that may be a path of this server, complete. This server itself can always call it. */
  complete(url: string): string
  /** Under which addresses this server can be called, once it listens; the first is the plain one. */
  opened(addresses: readonly string[]): void
}

type Options = {
  readonly reach: Reach
  /** The address that people outside use. Like those of `opened` its inbox may always be called. */
  readonly publicUrl: string | null
  /** How long a call may take in all. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 2_000
/** What is read of an answer; the rest is dropped. */
const MOST_BYTES = 65_536
const INBOX = '/_sandkasten/inbox/'

export function createOutgoing({ reach, publicUrl, timeoutMs = TIMEOUT_MS }: Options): Outgoing {
  const outside = publicUrl === null ? [] : [publicUrl]
  let own: readonly string[] = outside

  /** The way to an address, or why there is none. */
  function wayTo(text: string): Way | string {
    if (!URL.canParse(text)) return `${text} is no address`
    const url = new URL(text)
    if (!/^https?:$/.test(url.protocol)) return 'Webhooks go to http and https addresses'
    if (url.username || url.password) return 'A webhook goes without a user name and password'
    const isOwn = own.some(base => url.href.startsWith(withoutSlash(new URL(base).href) + INBOX))
    const name = url.hostname.replace(/^\[|\]$/g, '')
    const way: Way = { url, name, isOwn, reach: isOwn ? 'any' : reach }
    const refusal = isIP(name) ? refusalOf(name, way.reach) : refusalOfName(name)
    return refusal ?? way
  }

  return {
    async post({ url, headers, body }) {
      const way = wayTo(url)
      if (typeof way === 'string') return { error: way }
      return call(way, headers, body, timeoutMs)
    },
    async refusal(text) {
      const way = wayTo(text)
      if (typeof way === 'string') return way
      return isIP(way.name) ? undefined : within(refusalOnceResolved(way), timeoutMs)
    },
    complete: url => (url.startsWith('/') ? `${own[0] ?? ''}${url}` : url),
    opened(addresses) {
      own = [...addresses, ...outside]
    }
  }
}

type Way = {
  readonly url: URL
  readonly name: string
  readonly isOwn: boolean
  readonly reach: Reach
}

async function call(
  { url, isOwn, reach }: Way,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number
): Promise<Outcome> {
  // A CommonJS package: what it exports by name is lost in the bundle, what it exports as a whole is not.
  const { Client } = (await import('undici')).default
  const client = new Client(url.origin, {
    // The certificate of this server is generated, and nobody else vouches for it.
    connect: { lookup: guarded(reach), rejectUnauthorized: !isOwn }
  })
  const path = url.pathname + url.search
  const answer = client
    .request({ method: 'POST', path, headers, body, reset: true })
    .then(async (received): Promise<Outcome> => {
      await readSome(received.body)
      return { status: received.statusCode }
    })
    .catch((error: NodeJS.ErrnoException): Outcome => ({ error: inWords(error) }))
  const outcome = await within(answer, timeoutMs)
  client.destroy().catch(() => {})
  return outcome ?? { error: `no answer within ${timeoutMs} ms` }
}

async function readSome(body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes >= MOST_BYTES) return
  }
}

/** Looks a name up and checks what comes back, so that a name cannot mean another address when it is called. */
function guarded(reach: Reach): LookupFunction {
  return (name, options, done) => {
    resolveName(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const refusal = addresses.map(one => refusalOf(one.address, reach)).find(Boolean)
      if (refusal) return done(Object.assign(new Error(refusal), { code: REFUSED }), [])
      if (options.all) return done(null, addresses)
      const [first] = addresses
      done(null, first?.address ?? '', first?.family)
    })
  }
}

const REFUSED = 'REFUSED'

/** A name that nobody knows yet may be known by the time it is called. */
function refusalOnceResolved({ name, reach }: Way): Promise<string | undefined> {
  return new Promise(resolve => {
    guarded(reach)(name, { all: true }, error =>
      resolve(error?.code === REFUSED ? error.message : undefined)
    )
  })
}

function inWords({ code = '', message }: NodeJS.ErrnoException): string {
  return WORDS[code] ?? (message || code)
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
  UND_ERR_SOCKET: 'connection closed without an answer'
}
