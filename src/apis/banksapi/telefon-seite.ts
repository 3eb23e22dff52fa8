import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../http/html.ts'
import { baseUrl } from '../../http/links.ts'
import { recordPage, type Services } from '../../http/observe.ts'
import { type Language, rootOf } from '../../http/page.ts'
import { berlinTime } from '../../world/berlin.ts'
import { fromIso } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import { DEFAULT_WORKSPACE } from '../../world/worlds.ts'
import { loginOf } from './model/anmeldung.ts'
import {
  frame,
  leadTo,
  onlyOwnForms,
  parameter,
  readerLanguage,
  readFields,
  show,
  showError
} from './seite.ts'
import { decideOnPhone, type Gezeigt, messagesOf } from './telefon.ts'
import { TEXTE, type Texte } from './webform-texte.ts'

/** The virtual phone of everybody who has a login at a bank. */
export function addTelefon(app: FastifyInstance, services: Services): void {
  app.get('/phone/:person', async (request, reply) => {
    const world = await worldOf(request, services)
    return world ? showPhone(request, reply, world) : showError(request, reply, 404, 'no-phone')
  })
  app.post('/phone/:person', onlyOwnForms(services), async (request, reply) => {
    const world = await worldOf(request, services)
    if (!world) return showError(request, reply, 404, 'no-phone')
    recordPage(request, world)
    const fields = readFields(request)
    const person = personOf(request)
    const [id = '', decision] = [fields['id']?.[0], fields['decision']?.[0]]
    if (decision === 'approve' || decision === 'reject')
      await decideOnPhone(world, person, id, decision === 'approve' ? 'bestaetigt' : 'abgelehnt')
    const base = baseUrl(request.raw, services.outside)
    return leadTo(reply, `${base}/${telefonAddress(person, world.name, readerLanguage(request))}`)
  })
}

/** Where the phone of a person is, from the first page on. */
export function telefonAddress(person: string, workspace: string, language?: Language): string {
  const query = [
    ...(workspace === DEFAULT_WORKSPACE ? [] : [`workspace=${workspace}`]),
    ...(language === undefined ? [] : [`lang=${language}`])
  ]
  const path = `phone/${encodeURIComponent(person)}`
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

/** A phone belongs to a workspace; one that does not exist is not made for it. */
async function worldOf(request: FastifyRequest, { worlds }: Services): Promise<World | undefined> {
  const name = parameter(request, 'workspace') ?? DEFAULT_WORKSPACE
  return worlds.has(name) ? worlds.find(name) : undefined
}

function personOf({ params }: FastifyRequest): string {
  return loginOf((params as { readonly person: string }).person)
}

async function showPhone(
  request: FastifyRequest,
  reply: FastifyReply,
  world: World
): Promise<FastifyReply> {
  const person = personOf(request)
  const messages = await messagesOf(world, person)
  const language = readerLanguage(request)
  const t = TEXTE[language]
  const address = `${rootOf(request)}${telefonAddress(person, world.name)}`
  const title = `${t.telefon.title} ${person}`
  const isOpen = messages.some(({ approval }) => approval?.state === 'open')
  // Only while somebody may decide elsewhere: a page that moves is hard to read.
  if (isOpen) reply.header('refresh', '5')
  const target = `${rootOf(request)}${telefonAddress(person, world.name, language)}`
  const content = html`<h1>${title}</h1>
<p><a href="${target}">${t.telefon.reload}</a></p>
${messages.length === 0 && html`<p>${t.telefon.none}</p>`}
${messages.map(message => messageBox(message, target, t))}`
  return show(
    request,
    reply,
    title,
    frame({ language, root: rootOf(request), address, brand: 'Sandkasten' }, content)
  )
}

function messageBox({ type, at, text, approval, id }: Gezeigt, target: string, t: Texte): Html {
  const time = berlinTime(fromIso(at) ?? 0)
  return html`<article class="message">
<h2>${t.telefon[type]} <small><time datetime="${at}">${time}</time></small></h2>
<p lang="de">${text}</p>
${approval && html`<p>${t.telefon.states[approval.state]}</p>`}
${approval?.state === 'open' && html`<form method="post" action="${target}"><input type="hidden" name="id" value="${id}"><p class="buttons"><button class="primary" name="decision" value="approve">${t.telefon.approve}</button><button name="decision" value="reject">${t.telefon.reject}</button></p></form>`}
</article>`
}
