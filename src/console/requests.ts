import { type Html, html } from '../http/html.ts'
import type { Diagnostic, Exchange, View as Seen } from '../world/exchange.ts'
import type { Change } from '../world/store.ts'
import type { View } from './frame.ts'
import { button, json, part, searchForm, statusChip, table, time } from './parts.ts'
import { here, linkTo, type Site } from './site.ts'

const SIZE = 50

/** The journal, the newest first, as it grows. */
export async function requests(site: Site): Promise<View> {
  if (site.query['id'] !== undefined) return oneRequest(site, site.query['id'])
  const { t, world, query } = site
  const before = Number(query['before'])
  const found = world.journal.latest(
    fitting(query['q']),
    SIZE + 1,
    Number.isSafeInteger(before) && before > 0 ? before : undefined
  )
  const shown = found.slice(0, SIZE)
  const older = found.length > SIZE ? shown.at(-1)?.id : undefined
  const list = html`${requestTable(site, shown, query['q'] ? t.requests.noneFits : t.requests.none)}
<nav class="pager" aria-label="${t.nav.requests}">${query['before'] && html`<a href="${here(site, { before: undefined })}">← ${t.newer}</a>`}
${older !== undefined && html`<a href="${here(site, { before: older })}">${t.older} →</a>`}</nav>`
  const clear = button(site, {
    label: t.requests.clear,
    call: { operation: 'clearRequests' },
    tone: 'bad'
  })
  return {
    title: t.nav.requests,
    content: html`${searchForm(site, t.requests.search)}${part('requests', list)}${world.journal.size > 0 && clear}`
  }
}

/** Whether an exchange has to do with a text: what it was, who made it, or what it changed. */
export function fitting(text = ''): (exchange: Exchange) => boolean {
  const wanted = text.trim()
  if (wanted === '') return () => true
  return ({ url, operationId, client, correlationId, status, changes, method }) =>
    url.includes(wanted) ||
    operationId?.includes(wanted) ||
    client?.includes(wanted) ||
    correlationId === wanted ||
    String(status) === wanted ||
    method === wanted ||
    changes.some(change => change.id.includes(wanted))
}

export function requestTable(site: Site, views: readonly Seen[], none: string): Html {
  const t = site.t.requests
  if (views.length === 0) return html`<p class="empty">${none}</p>`
  return table(
    site.t.nav.requests,
    [t.time, t.status, t.operation, t.client, t.duration, t.effects],
    views.map(view => requestRow(site, view))
  )
}

function requestRow(site: Site, view: Seen): Html {
  const { id, at, status, method, path, operationId, client, durationMs, fault } = view
  const link = linkTo(site, 'console/requests', { id })
  return html`<tr id="request-${id}"><td>${time(at, 'short')}</td><td>${statusChip(status)}</td>
<td class="what"><a href="${link}"><code>${method}</code> ${operationId ?? path}</a><small><code>${path}</code></small></td>
<td class="client">${client}</td><td class="number">${durationMs.toFixed(1)} ms</td><td>${effects(site, view)}${fault && html` <span class="chip bad">${site.t.requests.fault}</span>`}</td></tr>`
}

/** What an exchange brought about, in three numbers. */
function effects({ t }: Site, { changes, dropped }: Seen): Html {
  const webhooks = changes.filter(isDelivery).length
  const told = [
    [changes.length - webhooks, t.requests.changes],
    [webhooks, t.requests.webhooks],
    [dropped.length, t.requests.dropped]
  ] as const
  return html`${told.filter(([count]) => count > 0).map(([count, word]) => html`<span class="effect">${count} ${word}</span> `)}`
}

function isDelivery({ collection, change }: Change): boolean {
  return collection === 'deliveries' && change === 'created'
}

/** One exchange with everything about it. */
function oneRequest(site: Site, id: string): View {
  const { t: texts, world } = site
  const t = texts.requests
  const view = world.journal.get(id)
  if (!view)
    return {
      title: t.request,
      status: 404,
      still: true,
      content: html`<p class="empty">${t.gone}</p>`
    }
  const { method, path, status, operationId, api, client, correlationId, durationMs, at } = view
  const facts: readonly (readonly [string, Html | string | undefined])[] = [
    [t.status, statusChip(status)],
    [t.operation, operationId && `${operationId} (${api})`],
    [t.client, client],
    [t.time, time(at)],
    [t.duration, `${durationMs.toFixed(1)} ms`],
    ['Correlation-Id', correlationId],
    [t.fault, view.fault]
  ]
  return {
    title: `${method} ${path}`,
    still: true,
    content: html`<dl class="facts">${facts.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${correlationId && html`<p><a href="${linkTo(site, 'console/flow', { q: correlationId })}">${t.flow} →</a></p>`}
${view.dropped.length > 0 && droppedPart(site, view.dropped)}
${changesPart(site, view.changes)}
<h2>${t.request}</h2>${side(site, view.request, view.query)}
<h2>${t.response}</h2>${side(site, view.response)}`
  }
}

function droppedPart({ t: texts }: Site, dropped: readonly Diagnostic[]): Html {
  const t = texts.requests
  return html`<h2>${t.droppedTitle}</h2><p>${t.droppedAbout}</p>${table(
    t.droppedTitle,
    [t.path, t.value, t.reason],
    dropped.map(
      ({ path, value, reason }) =>
        html`<tr><td><code>${path}</code></td><td><code>${value === undefined ? '' : JSON.stringify(value)}</code></td><td>${reason}</td></tr>`
    )
  )}`
}

function changesPart(site: Site, changes: readonly Change[]): Html {
  const t = site.t.requests
  const deliveries = changes.filter(isDelivery)
  const others = changes.filter(change => change.collection !== 'deliveries')
  return html`<h2>${t.changesTitle}</h2>
${others.length === 0 && html`<p class="empty">${t.noChanges}</p>`}
${others.map(change => oneChange(site, change))}
${
  deliveries.length > 0 &&
  html`<h2>${t.webhooksTitle}</h2><ul>${deliveries.map(({ id }) => html`<li><a href="${linkTo(site, 'console/webhooks', { id })}">${site.t.webhooks.notification} ${id}</a></li>`)}</ul>`
}`
}

function oneChange(site: Site, { change, collection, id, document }: Change): Html {
  const kind = site.desk.showcase.kinds.find(one => one.collection === collection)
  const named = html`<code>${collection}</code> ${id}`
  return html`<details class="change"><summary>${site.t.requests.change[change]}: ${named}</summary>
${kind && html`<p><a href="${linkTo(site, 'console/things', { kind: kind.name, id })}">${site.t.show} →</a></p>`}
${document && json(document)}</details>`
}

function side(
  { t: texts }: Site,
  { headers, body }: Seen['request'],
  query?: Readonly<Record<string, string>>
): Html {
  const t = texts.requests
  const fields = Object.entries({ ...query })
  return html`${fields.length > 0 && html`<dl class="facts">${fields.map(([name, value]) => html`<div><dt>?${name}</dt><dd>${value}</dd></div>`)}</dl>`}
<details><summary>${t.headers} (${Object.keys(headers).length})</summary><dl class="facts">${Object.entries(headers).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>
${body === undefined ? html`<p class="empty">${t.noBody}</p>` : json(body)}`
}
