import type { Bankzugang } from '../../../src/apis/banksapi/model/bankzugang.ts'
import type { Sandbox } from '../../sandbox.ts'
import { PROTECT, userToken } from './calls.ts'

export const ACCESS = 'd48744c0-132c-4ae4-a909-1ff771f61503'
export const DEMO_BANK = '00000000-0000-0000-0000-000000000000'
export const NORD = 'ca650b48-3edc-45f4-938d-d21df8cba761'
export const PORTAL = 'https://portal.example/back?kunde=7'

type Fields = Readonly<Record<string, string>>

/** Adds an access as a REG/Protect tenant; the link of the web form. */
export async function openForm(
  sandbox: Sandbox,
  more: {
    readonly client?: string
    readonly accessId?: string
    readonly providerId?: string
    readonly callbackUrl?: string
  } = {}
): Promise<string> {
  const { client = PROTECT, accessId = ACCESS, providerId, callbackUrl } = more
  const query = callbackUrl === undefined ? '' : `?callbackUrl=${encodeURIComponent(callbackUrl)}`
  const reply = await sandbox.call('POST', `/customer/v2/bankzugaenge${query}`, {
    token: await userToken(sandbox, client),
    body: { [accessId]: providerId === undefined ? {} : { providerId } }
  })
  if (reply.status !== 451) throw new Error(`no web form: ${reply.status} ${reply.text}`)
  return reply.headers.get('location') as string
}

/** A link with a callback. */
export function withCallback(link: string, callbackUrl = PORTAL): string {
  return `${link}&callbackUrl=${encodeURIComponent(callbackUrl)}`
}

export function sessionIn(link: string): string {
  return new URL(link).searchParams.get('session') as string
}

/** An access that a web form made, as it is kept. */
export async function accessIn(
  sandbox: Sandbox,
  workspace = 'default',
  accessId = ACCESS
): Promise<Bankzugang | undefined> {
  const world = await sandbox.workspace(workspace)
  const all = await world.store.list<Bankzugang>('bankzugaenge')
  return all.find(one => one.accessId === accessId)
}

/** A browser that shows nothing: it keeps the page, follows what stays on this server, and sends forms. */
export function createVisitor(sandbox: Sandbox, language = 'de') {
  let address = ''
  let text = ''
  let status = 0

  async function go(target: string, init: RequestInit = {}): Promise<void> {
    const headers = { 'accept-language': language }
    const reply = await fetch(new URL(target, address || undefined), {
      redirect: 'manual',
      headers,
      ...init
    })
    status = reply.status
    text = await reply.text()
    const location = reply.headers.get('location')
    address = location ?? String(new URL(target, address || undefined))
    if (location?.startsWith(`${sandbox.url}/`)) await go(location)
  }

  return {
    /** The page, or the address elsewhere that it led to. */
    address: () => address,
    text: () => text,
    status: () => status,
    heading: () => /<h1>([^<]*)<\/h1>/.exec(text)?.[1],
    alert: () => /role="alert"[^>]*>([^<]*)</.exec(text)?.[1],
    go,
    /** Sends the form of the page: all of a page lead to the same address. */
    async send(fields: Fields | readonly (readonly [string, string])[]) {
      const action = /<form method="post" action="([^"]+)"/.exec(text)?.[1] ?? ''
      const pairs: readonly (readonly [string, string])[] = isList(fields)
        ? fields
        : Object.entries(fields)
      const body = new URLSearchParams(
        pairs.map(([name, value]): [string, string] => [name, value])
      )
      await go(action.replaceAll('&#38;', '&'), { method: 'POST', body })
    }
  }
}

function isList<T>(value: Fields | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}

export type Visitor = ReturnType<typeof createVisitor>

/** Up to the login of a bank. */
export async function toLogin(visitor: Visitor, link: string, providerId = DEMO_BANK) {
  await visitor.go(withCallback(link))
  await visitor.send({ action: 'accept-terms' })
  await visitor.send({ action: 'choose-provider', providerId })
}

export function login(visitor: Visitor, userid: string, pin = userid.split('+')[0] as string) {
  return visitor.send({ action: 'enter-credentials', userid, pin })
}
