import type { FastifyReply } from 'fastify'
import { rawText, readForm, readJsonObject } from '../http/body.ts'
import { isFromElsewhere } from '../http/origin.ts'
import { Problem } from '../http/problem.ts'
import { sameSecret } from '../http/secret.ts'
import type { ControlCall } from '../http/showcase.ts'
import { make } from './calls.ts'
import type { Site } from './site.ts'

/** Whether a form comes from a page of ours: it carries the seal, and the browser names no other site. */
export function isOurs({ request, desk }: Site): boolean {
  const from = request.headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none') return false
  if (isFromElsewhere(request, desk.services.outside)) return false
  return sameSecret(readForm(rawText(request))['seal'] ?? '', desk.seal)
}

/** Does what a button stands for, by the control API, and leads back to where it was pushed. */
export async function act(site: Site, reply: FastifyReply): Promise<FastifyReply> {
  const { desk, world, request } = site
  const form = readForm(rawText(request))
  const { call, error } = readCall(form)
  const { status, body } = error
    ? { status: error.status, body: { detail: error.detail } }
    : await perform(site, call)
  const done = desk.results.keep({ call, status, detail: status < 400 ? undefined : told(body) })
  return leadBack(site, reply, form['back'], { done, gone: !desk.services.worlds.has(world.name) })
}

async function perform({ desk, world }: Site, call: ControlCall) {
  try {
    return await make(desk, world.name, call)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { status: error.status, body: { detail: error.detail } }
  }
}

function readCall(form: Readonly<Record<string, string>>): {
  readonly call: ControlCall
  readonly error?: Problem
} {
  let call: ControlCall = { operation: '' }
  try {
    const raw = readJsonObject(form['call'] ?? '')
    const { operation, path, body } = raw as ControlCall
    call = { operation: String(operation), path: { ...path }, ...(body && { body }) }
    for (const [name, value] of Object.entries(form)) call = filledIn(call, name, value)
    return { call }
  } catch (error) {
    if (error instanceof Problem) return { call, error }
    throw error
  }
}

/** A field is called by its type, its place and its name, as `number body count`. */
function filledIn(call: ControlCall, name: string, text: string): ControlCall {
  const [, type = '', place, field = ''] = FIELD.exec(name) ?? []
  if (place === undefined) return call
  if (type === 'json') return { ...call, body: readJsonObject(text) }
  if (text === '' && place === 'body') {
    const { [field]: _, ...body } = call.body ?? {}
    return { ...call, body }
  }
  if (place === 'path') return { ...call, path: { ...call.path, [field]: text } }
  return { ...call, body: { ...call.body, [field]: settingOf(type, text) } }
}

const FIELD = /^(text|number|choice|setting|list|json) (body|path) (.+)$/

function settingOf(type: string, text: string): unknown {
  if (type === 'number') return Number(text)
  if (type === 'list') return text.split(/[\s,]+/).filter(word => word !== '')
  if (type !== 'setting') return text
  if (text === 'true' || text === 'false') return text === 'true'
  return /^\d+$/.test(text) ? Number(text) : text
}

/** What a problem says, its violations included. */
function told(body: unknown): string {
  const { detail = '', violations = [] } = (body ?? {}) as {
    readonly detail?: string
    readonly violations?: readonly { readonly field?: string; readonly message?: string }[]
  }
  const more = violations.map(({ field, message }) => `${field} ${message}`)
  return [detail, ...more].join(' · ')
}

/** Only to a page of the console: where it leads to comes from a form. */
function leadBack(
  { base, world }: Site,
  reply: FastifyReply,
  back = '',
  { done, gone }: { readonly done: string; readonly gone: boolean }
): FastifyReply {
  const [page = '', search = ''] = back.split('?')
  const query = new URLSearchParams(search)
  if (gone && query.get('workspace') === world.name) query.delete('workspace')
  query.set('done', done)
  const path = /^(console\/[a-z-]+)?$/.test(page) ? page : ''
  return reply
    .code(303)
    .header('location', `${base}/${path}?${query}`)
    .header('cache-control', 'no-store')
    .send()
}
