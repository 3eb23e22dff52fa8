import type { Test } from 'tap'
import {
  createSandkasten,
  type Sandkasten,
  type SandkastenOptions,
  type Workspace
} from '../src/index.ts'
import type { World } from '../src/world/world.ts'
import type { Worlds } from '../src/world/worlds.ts'

/** The time at which every test begins. */
export const START = '2026-11-21T09:00:00.000Z'

/** An answer over real HTTP. */
export type Reply = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  readonly body: any
}

export type Request = {
  readonly token?: string
  /** Client id and secret for Basic, as `demo-client:demo-secret`. */
  readonly basic?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON unless it is a text, a form or bytes. */
  readonly body?: unknown
}

export type Sandbox = Omit<Sandkasten, 'workspace'> & {
  /** A workspace as it is inside, made from the seed when it is new. */
  workspace(name?: string): Promise<World>
  /** The same as programs see it. */
  open(name: string): Promise<Workspace>
  call(method: string, path: string, request?: Request): Promise<Reply>
  /** An access token of a demo client; `form` goes into the token request. */
  token(client?: string, form?: Readonly<Record<string, string>>): Promise<string>
  /** Sets switches of a workspace. */
  behave(switches: Readonly<Record<string, unknown>>, workspace?: string): Promise<void>
  /** Lets time pass in the default workspace, in milliseconds. */
  pass(ms: number): Promise<void>
  /** Milliseconds that faults made requests wait; nothing really waits. */
  readonly pauses: readonly number[]
}

/**
 * A sandbox for one test: frozen clock, fixed seed, nothing on disk, closed at the end. Every answer is checked against
 * its contract, and one that breaks it fails the test even if the test did not look.
 */
export async function createSandbox(t: Test, options: SandkastenOptions = {}): Promise<Sandbox> {
  const breaches: string[] = []
  const pauses: number[] = []
  const inside: Worlds[] = []
  const sandkasten = await createSandkasten({
    strict: true,
    clockStart: START,
    clockFrozen: true,
    internals: {
      pause: async ms => void pauses.push(ms),
      onBreach: message => void breaches.push(message),
      onWorlds: worlds => void inside.push(worlds)
    },
    ...options
  })
  t.teardown(async () => {
    await sandkasten.close()
    if (breaches.length > 0)
      throw new Error(`answers that break their contract:\n${breaches.join('\n')}`)
  })

  const workspace = async (name = 'default') => {
    const [worlds] = inside
    if (!worlds) throw new Error('the sandbox has not started')
    return worlds.find(name)
  }
  const call: Sandbox['call'] = async (method, path, request = {}) => {
    const reply = await fetch(sandkasten.url + path, {
      method,
      redirect: 'manual',
      ...toFetch(request)
    })
    const text = await reply.text()
    const isJson = /json/.test(reply.headers.get('content-type') ?? '')
    const body = isJson && text !== '' ? JSON.parse(text) : undefined
    return { status: reply.status, headers: reply.headers, text, body }
  }

  return {
    ...sandkasten,
    pauses,
    workspace,
    open: sandkasten.workspace,
    call,
    async token(client = 'demo-client', form = {}) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...form })
      const reply = await call('POST', '/auth/token', { basic: `${client}:demo-secret`, body })
      if (reply.status !== 200) throw new Error(`no token for ${client}: ${reply.text}`)
      return reply.body.access_token
    },
    async behave(switches, workspace = 'default') {
      const headers = { 'X-Sandkasten-Workspace': workspace }
      const reply = await call('PATCH', '/_sandkasten/behaviour', { headers, body: switches })
      if (reply.status !== 200) throw new Error(reply.text)
    },
    async pass(ms) {
      const world = await workspace()
      await world.pass(world.clock.now() + ms)
    }
  }
}

function toFetch({ token, basic, headers = {}, body }: Request) {
  const authorization = token
    ? { authorization: `Bearer ${token}` }
    : basic && { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }
  const isRaw =
    typeof body === 'string' || body instanceof URLSearchParams || body instanceof Uint8Array
  const type =
    body === undefined || body instanceof URLSearchParams
      ? {}
      : { 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }
  return { headers: { ...type, ...authorization, ...headers }, ...sent }
}
