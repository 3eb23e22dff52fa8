import { type Html, html } from '../http/html.ts'
import type { Document } from '../world/effects.ts'
import { ask } from './calls.ts'
import type { View } from './frame.ts'
import { button, chip, fromOf, json, PAGE_SIZE, pager, part, time } from './parts.ts'
import { linkTo, type Site } from './site.ts'

type Box = Document & { readonly first: number; readonly last: number }

type Message = {
  readonly id: string
  readonly at: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What came to the receiver that is built in. */
export async function inbox(site: Site): Promise<View> {
  const { world, t: texts, query } = site
  const t = texts.inbox
  const boxes = await world.store.list<Box>('inboxes')
  const name = query['name'] ?? boxes[0]?.id
  const tabs = html`<ul class="tabs">${boxes.map(box => tab(site, box, box.id === name))}</ul>
${boxes.length === 0 && html`<p class="empty">${t.none}</p>`}`
  return {
    title: texts.nav.inbox,
    content: html`<p>${t.about}</p>${part('boxes', tabs)}${name !== undefined && part('messages', await messages(site, name))}`
  }
}

function tab(site: Site, { id, first, last }: Box, isHere: boolean): Html {
  return html`<li><a href="${linkTo(site, 'console/inbox', { name: id })}"${isHere && html` aria-current="true"`}>${id} ${chip(last - first + 1, 'quiet')}</a></li>`
}

async function messages(site: Site, name: string): Promise<Html> {
  const t = site.t.inbox
  const call = { operation: 'listInbox', path: { name } }
  const all = ((await ask<Message[]>(site, call)) ?? []).reverse()
  const from = fromOf(site)
  const clear = button(site, {
    label: t.clear,
    tone: 'bad',
    call: { operation: 'clearInbox', path: { name } }
  })
  return html`<h2>${name}</h2>
${all.length === 0 ? html`<p class="empty">${t.empty}</p>` : clear}
<ul class="things">${all.slice(from, from + PAGE_SIZE).map(one => messageCard(site, one))}</ul>
${pager(site, all.length)}`
}

function messageCard({ t }: Site, { id, at, method, headers, body }: Message): Html {
  const type = (body as { notificationType?: unknown } | null | undefined)?.notificationType
  const named = typeof type === 'string' ? type : method
  return html`<li id="message-${id}"><article><h3>${named} #${id} <small>${time(at)}</small></h3>
${body === undefined ? html`<p class="empty">${t.requests.noBody}</p>` : json(body)}
<details><summary>${t.requests.headers} #${id}</summary>${json(headers)}</details></article></li>`
}
