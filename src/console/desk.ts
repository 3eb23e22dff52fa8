import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Contract } from '../contract/document.ts'
import { html } from '../http/html.ts'
import { baseUrl } from '../http/links.ts'
import { languageOf, rootOf } from '../http/page.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import { act, isOurs } from './act.ts'
import { clock } from './clock.ts'
import { faults } from './faults.ts'
import { flow } from './flow.ts'
import { sendView, type View } from './frame.ts'
import { inbox } from './inbox.ts'
import { overview } from './overview.ts'
import { requests } from './requests.ts'
import { SCRIPT } from './script.ts'
import { hasSignedIn, signIn, signInPage, signOut } from './sign-in.ts'
import { type ConsoleOptions, type Desk, type Results, type Site, TEXTS } from './site.ts'
import { createStreams } from './stream.ts'
import { CONSOLE_STYLE } from './style-console.ts'
import { switches } from './switches.ts'
import { things } from './things.ts'
import { webhooks } from './webhooks.ts'
import { workspaces } from './workspaces.ts'

type Page = (site: Site) => Promise<View> | View

const PAGES: Readonly<Record<string, Page>> = {
  '': overview,
  'console/requests': requests,
  'console/flow': flow,
  'console/things': things,
  'console/clock': clock,
  'console/webhooks': webhooks,
  'console/inbox': inbox,
  'console/faults': faults,
  'console/switches': switches,
  'console/workspaces': workspaces
}

const FILES: Readonly<Record<string, readonly [type: string, text: string]>> = {
  'console/console.js': ['text/javascript; charset=utf-8', SCRIPT],
  'console/console.css': ['text/css; charset=utf-8', CONSOLE_STYLE]
}

/** Everything behind the addresses of the console. */
export async function openDesk(app: FastifyInstance, options: ConsoleOptions) {
  const showcases = await options.showcases()
  const desk: Desk = {
    ...options,
    app,
    control: options.contracts.find(({ name }) => name === 'control') as Contract,
    showcase: {
      kinds: showcases.flatMap(({ kinds }) => kinds),
      partners: Object.assign({}, ...showcases.map(({ partners }) => partners))
    },
    seal: randomBytes(18).toString('base64url'),
    results: createResults()
  }
  const streams = createStreams()

  async function visit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const page = (request.url.split('?', 1)[0] as string).slice(1)
    const file = FILES[page]
    if (file && request.method === 'GET')
      return reply
        .header('content-type', file[0])
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'no-cache')
        .send(file[1])
    const site = await enter(desk, request, page)
    if (!site) return lost(await siteIn(desk, request, page), reply, 'noWorkspace')
    if (request.method === 'POST') return receive(site, reply)
    if (page === 'console/sign-in' || !hasSignedIn(site)) return signInPage(site, reply)
    if (page === 'console/stream') return streams.open(site, reply)
    const show = Object.hasOwn(PAGES, page) ? PAGES[page] : undefined
    return show ? sendView(site, reply, await show(site)) : lost(site, reply, 'noPage')
  }

  return { visit, close: streams.close }
}

/** A form that was sent. */
async function receive(site: Site, reply: FastifyReply): Promise<FastifyReply> {
  if (!isOurs(site)) return lost(site, reply.code(403), 'foreign', 403)
  if (site.page === 'console/sign-in') return signIn(site, reply)
  if (site.page === 'console/sign-out') return signOut(site, reply)
  if (!hasSignedIn(site)) return signInPage(site, reply)
  return site.page === 'console/act' ? act(site, reply) : lost(site, reply, 'noPage')
}

/** A look at a page; nobody makes a workspace by looking at it. */
async function enter(desk: Desk, request: FastifyRequest, page: string): Promise<Site | undefined> {
  const name = queryOf(request)['workspace'] ?? DEFAULT_WORKSPACE
  return desk.services.worlds.has(name) ? siteIn(desk, request, page, name) : undefined
}

async function siteIn(
  desk: Desk,
  request: FastifyRequest,
  page: string,
  workspace = DEFAULT_WORKSPACE
): Promise<Site> {
  const query = queryOf(request)
  const language = languageOf(query, request.headers['accept-language'])
  return {
    desk,
    request,
    language,
    t: TEXTS[language],
    root: rootOf(request),
    page,
    query,
    world: await desk.services.worlds.find(workspace),
    base: baseUrl(request.raw, desk.services.outside)
  }
}

/** Of a parameter that stands several times, the first. */
function queryOf({ query }: FastifyRequest): Record<string, string> {
  const pairs = Object.entries(query as Record<string, string | string[]>)
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : value])
  )
}

function lost(
  site: Site,
  reply: FastifyReply,
  why: 'noWorkspace' | 'noPage' | 'foreign',
  status = 404
): FastifyReply {
  const { errors } = site.t
  const content = html`<p class="empty" role="alert">${errors[why]}</p>`
  return sendView(site, reply, { title: errors.title, status, still: true, content })
}

const MOST_RESULTS = 100

function createResults(): Results {
  const kept = new Map<string, ReturnType<Results['get']>>()
  let count = 0
  return {
    keep(result) {
      const id = String(++count)
      kept.set(id, result)
      kept.delete(String(count - MOST_RESULTS))
      return id
    },
    get: id => kept.get(id)
  }
}
