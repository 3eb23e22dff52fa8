import { type Html, html } from '../http/html.ts'
import type { Button } from '../http/showcase.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import { make } from './calls.ts'
import type { View } from './frame.ts'
import { button, chip, fromOf, PAGE_SIZE, pager, part, time } from './parts.ts'
import { linkTo, type Site } from './site.ts'

type Workspace = {
  readonly name: string
  readonly createdAt: string
  readonly lastUsedAt: string
  readonly requests: number
}

/** The workspaces of this server: go there, make one, take one back to its seed, forget one. */
export async function workspaces(site: Site): Promise<View> {
  const { desk, t: texts } = site
  const t = texts.workspaces
  const { body } = await make(desk, DEFAULT_WORKSPACE, { operation: 'listWorkspaces' })
  const all = body as readonly Workspace[]
  const from = fromOf(site)
  const create: Button = {
    label: t.create,
    tone: 'main',
    call: { operation: 'putWorkspace', path: { name: 'ci-4711' } },
    fields: [{ label: t.createLabel, name: 'name', in: 'path', type: 'text', required: true }]
  }
  const list = html`<ul class="things">${all.slice(from, from + PAGE_SIZE).map(one => card(site, one))}</ul>${pager(site, all.length)}`
  return {
    title: texts.nav.workspaces,
    content: html`<p>${t.about}</p>${button(site, create)}${part('workspaces', list)}`
  }
}

function card(site: Site, { name, requests, lastUsedAt }: Workspace): Html {
  const t = site.t.workspaces
  const isHere = name === site.world.name
  // Named always, the usual one too: the link leads out of the workspace that is open.
  const workspace = name === DEFAULT_WORKSPACE ? undefined : name
  const drop: Button = {
    label: t.drop,
    tone: 'bad',
    call: { operation: 'deleteWorkspace', path: { name } }
  }
  return html`<li><article>
<h2>${isHere ? name : html`<a href="${linkTo(site, '', { workspace })}">${name}</a>`} ${isHere && chip(t.here, 'good')}</h2>
<dl class="facts"><div><dt>${t.requests}</dt><dd>${requests}</dd></div><div><dt>${t.used}</dt><dd>${time(lastUsedAt)}</dd></div></dl>
<div class="acts">${isHere && button(site, { label: t.reset, tone: 'bad', call: { operation: 'resetWorkspace' } })}
${name !== DEFAULT_WORKSPACE && button(site, drop)}</div>
</article></li>`
}
