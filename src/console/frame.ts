import type { FastifyReply } from 'fastify'
import { type Html, html } from '../http/html.ts'
import { sendPage } from '../http/page.ts'
import { curlOf, knows } from './calls.ts'
import { addressOf, here, linkTo, type Site, say, TEXTS } from './site.ts'

export type View = {
  readonly title: string
  readonly content: Html
  readonly status?: number
  /** Pages about something that stays as it is need no stream. */
  readonly still?: boolean
}

const CONTROLS = ['clock', 'webhooks', 'inbox', 'faults', 'switches', 'workspaces'] as const

/** Sends a page of the console in its frame. */
export function sendView(site: Site, reply: FastifyReply, view: View): FastifyReply {
  const { root } = site
  const title = view.title === 'Sandkasten' ? view.title : `${view.title} · Sandkasten`
  const content = html`<link rel="stylesheet" href="${root}console/console.css">
<a class="skip" href="#main">${site.t.skip}</a>
<div class="console">
${head(site)}
${navigation(site)}
<main id="main" tabindex="-1"${!view.still && html` data-stream="${linkTo(site, 'console/stream')}"`}>
${outcome(site)}
<h1>${view.title}</h1>
${view.content}
</main>
<footer><p>Sandkasten ${site.desk.services.version}</p></footer>
</div>
<script src="${root}console/console.js" defer></script>`
  reply.code(view.status ?? 200).header('cache-control', 'no-store')
  return sendPage(reply, site.language, title, content)
}

function head(site: Site): Html {
  const { t, language, world, root, desk } = site
  const other = language === 'de' ? 'en' : 'de'
  return html`<header>
<p class="brand"><a href="${linkTo(site, '')}">Sandkasten</a></p>
<p class="place"><a href="${linkTo(site, 'console/workspaces')}"><span class="quiet">${t.workspace}</span> <strong>${world.name}</strong></a>
<span class="status" data-status data-on="${t.live}" data-copy="${t.copy}" data-copied="${t.copied}">${t.notLive}</span></p>
<nav aria-label="${t.more}"><ul>
<li><a href="${root}docs/guide/">${t.guides}</a></li>
<li><a href="${root}docs">${t.docs}</a></li>
<li><a href="${here(site, { lang: other })}" hreflang="${other}" lang="${other}">${TEXTS[other].language}</a></li>
${
  desk.controlToken !== undefined &&
  html`<li><form method="post" action="${root}${addressOf(site, 'console/sign-out')}"><input type="hidden" name="seal" value="${desk.seal}"><button class="quiet">${t.signOut}</button></form></li>`
}
</ul></nav>
</header>`
}

function navigation(site: Site): Html {
  const { t, desk, query } = site
  const item = (page: string, text: string, kind?: string) => {
    const isHere = site.page === page && (kind === undefined || query['kind'] === kind)
    return html`<li><a href="${linkTo(site, page, { kind })}"${isHere && html` aria-current="page"`}>${text}</a></li>`
  }
  return html`<nav class="side" aria-label="${t.pages}">
<ul>${item('', t.nav.overview)}${item('console/requests', t.nav.requests)}${item('console/flow', t.nav.flow)}</ul>
<h2>${t.nav.things}</h2>
<ul>${desk.showcase.kinds.map(kind => item('console/things', say(site, kind.title), kind.name))}</ul>
<h2>${t.nav.controls}</h2>
<ul>${CONTROLS.map(name => item(`console/${name}`, t.nav[name]))}</ul>
</nav>`
}

/** What became of the button that led here. */
function outcome(site: Site): Html | undefined {
  const { t, desk, query } = site
  const result = desk.results.get(query['done'] ?? '')
  if (!result) return undefined
  const isFine = result.status < 400
  return html`<div class="outcome ${isFine ? 'good' : 'bad'}" role="${isFine ? 'status' : 'alert'}">
<p><strong>${isFine ? t.done : t.refused} (${result.status})</strong> ${result.detail}</p>
${knows(desk.control, result.call.operation) && html`<pre tabindex="0"><code>${curlOf(site, result.call)}</code></pre>`}
</div>`
}
