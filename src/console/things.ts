import { type Html, html } from '../http/html.ts'
import type { Fact, Kind, Thing } from '../http/showcase.ts'
import type { Document } from '../world/effects.ts'
import { redact } from '../world/redact.ts'
import { find, one } from './finding.ts'
import type { View } from './frame.ts'
import { buttons, chip, fromOf, json, PAGE_SIZE, pager, part, searchForm } from './parts.ts'
import { requestTable } from './requests.ts'
import { kindNamed, linkTo, type Site, say } from './site.ts'

const SIZE = Math.min(PAGE_SIZE, 25)

/** The things of one kind, or one of them. */
export async function things(site: Site): Promise<View> {
  const { desk, query } = site
  const kind = kindNamed(desk, query['kind']) ?? (desk.showcase.kinds[0] as Kind)
  return query['id'] === undefined ? allOf(site, kind) : oneOf(site, kind, query['id'])
}

async function allOf(site: Site, kind: Kind): Promise<View> {
  const { world, query, t } = site
  const text = query['q']?.trim() ?? ''
  const from = fromOf(site)
  const found = await find(kind, world, { from, size: PAGE_SIZE, text })
  const shown = await Promise.all(
    found.documents.map(async document => ({ document, thing: await kind.show(document, world) }))
  )
  const list = html`${found.total === 0 && html`<p class="empty">${say(site, kind.empty)}</p>`}
${!found.isAll && text !== '' && html`<p>${t.things.newest}</p>`}
<ul class="things">${shown.map(({ document, thing }) => card(site, kind, document, thing))}</ul>
${pager(site, found.total, found.isAll)}`
  const search = searchForm(site, `${t.show}: ${say(site, kind.title)}`)
  const isSearchable = found.total > SIZE || text !== '' || !found.isAll
  return {
    title: say(site, kind.title),
    content: html`${isSearchable && search}${part('things', list)}`
  }
}

function card(site: Site, kind: Kind, { id }: Document, thing: Thing): Html {
  const link = linkTo(site, 'console/things', { kind: kind.name, id })
  return html`<li><article>
<h2><a href="${link}">${thing.title}</a> ${chip(thing.state, thing.tone)}</h2>
${factList(site, thing.facts)}
${buttons(site, thing.buttons)}
</article></li>`
}

/** Everything about one thing. */
async function oneOf(site: Site, kind: Kind, id: string): Promise<View> {
  const { world, t } = site
  const document = await one(kind, world, id)
  if (!document)
    return {
      title: say(site, kind.title),
      status: 404,
      content: html`<p class="empty">${t.things.gone}</p>`
    }
  const thing = await kind.show(document, world)
  const trace = thing.trace ?? id
  const views = world.journal.latest(
    ({ url, changes }) => url.includes(trace) || changes.some(one => one.id.includes(trace)),
    SIZE
  )
  const content = html`<p>${chip(thing.state, thing.tone)} ${thing.page && html`<a href="${site.root}${thing.page.to}">${say(site, thing.page.label)} →</a>`}</p>
${factList(site, thing.facts)}
<h2>${t.things.buttons}</h2>
${thing.buttons.length === 0 ? html`<p class="empty">${t.things.noButtons}</p>` : buttons(site, thing.buttons)}
<h2>${t.nav.requests}</h2>
${requestTable(site, views, t.requests.noneFits)}
<p><a href="${linkTo(site, 'console/flow', { q: trace })}">${t.things.flow} →</a></p>
<h2>${t.things.document}</h2>
${json(redact(document))}`
  return { title: thing.title, content: part('thing', content) }
}

function factList(site: Site, facts: readonly Fact[]): Html {
  const known = facts.filter(([, value]) => value !== undefined && value !== '')
  return html`<dl class="facts">${known.map(([name, value]) => html`<div><dt>${say(site, name)}</dt><dd>${value}</dd></div>`)}</dl>`
}
