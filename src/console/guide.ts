import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HOME } from '../contract/home.ts'
import { type Html, html } from '../http/html.ts'
import { baseUrl, type Outside } from '../http/links.ts'
import type { Services } from '../http/observe.ts'
import { type Language, languageOf, rootOf, sendPage } from '../http/page.ts'
import { TEXTS } from './site.ts'

/** The pages of docs/ as the build rendered them. */
type Guide = {
  readonly groups: readonly { readonly title: string; readonly pages: readonly string[] }[]
  readonly pages: Readonly<Record<string, { readonly title: string; readonly html: string }>>
}

/** What the pages call the sandbox, as long as it does not know where it is. */
const ANYWHERE = 'http://localhost:8451'

/** Everything behind /docs/guide/, which is open to everybody. */
export async function openGuide({ outside, version }: Services) {
  const guide: Guide = JSON.parse(await readFile(join(HOME, 'dist', 'guide.json'), 'utf8'))
  return (request: FastifyRequest, reply: FastifyReply) =>
    show(guide, request, reply, outside, version)
}

function show(
  guide: Guide,
  request: FastifyRequest,
  reply: FastifyReply,
  outside: Outside,
  version: string
): FastifyReply {
  const { page: name = '' } = request.params as { readonly page?: string }
  const { lang } = request.query as { readonly lang?: unknown }
  const language = languageOf(request.query, request.headers['accept-language'])
  const wish = lang === language ? `?lang=${language}` : ''
  const root = rootOf(request)
  const t = TEXTS[language]
  const found = Object.hasOwn(guide.pages, name) ? guide.pages[name] : undefined
  const here = html`${baseUrl(request.raw, outside)}`.html
  const content = found
    ? { html: found.html.replaceAll(ANYWHERE, () => here) }
    : html`<h1>${t.errors.title}</h1><p class="empty" role="alert">${t.errors.noPage}</p>`
  const title = found?.title ?? t.errors.title
  reply.code(found ? 200 : 404).header('cache-control', 'no-cache')
  return sendPage(
    reply,
    language,
    `${title} · Sandkasten`,
    html`<link rel="stylesheet" href="${root}console/console.css">
<a class="skip" href="#main">${t.skip}</a>
<div class="console guide">
${head(language, wish, root, name)}
${navigation(guide, language, wish, name)}
<main id="main" tabindex="-1"${found && html` lang="en"`}>
${content}
</main>
<footer><p>Sandkasten ${version}</p></footer>
</div>
<script src="${root}console/console.js" defer></script>`
  )
}

/** The words for the script are in the page, as in the console. `wish` takes the language along if somebody chose it. */
function head(language: Language, wish: string, root: string, name: string): Html {
  const t = TEXTS[language]
  const other = language === 'de' ? 'en' : 'de'
  return html`<header>
<p class="brand"><a href="${root}${wish}">Sandkasten</a></p>
<span hidden data-status data-copy="${t.copy}" data-copied="${t.copied}"></span>
<nav aria-label="${t.more}"><ul>
<li><a href="./${wish}">${t.guides}</a></li>
<li><a href="${root}${wish}">${t.console}</a></li>
<li><a href="${root}docs/">${t.docs}</a></li>
<li><a href="./${encodeURIComponent(name)}?lang=${other}" hreflang="${other}" lang="${other}">${TEXTS[other].language}</a></li>
</ul></nav>
</header>`
}

function navigation(
  { groups, pages }: Guide,
  language: Language,
  wish: string,
  name: string
): Html {
  const titleOf = (page: string) => pages[page]?.title.split(':', 1)[0]
  const item = (page: string) =>
    html`<li><a href="./${page}${wish}"${page === name && html` aria-current="page"`}>${titleOf(page)}</a></li>`
  return html`<nav class="side" aria-label="${TEXTS[language].pages}">
<ul>${item('')}</ul>
<div lang="en">${groups.map(group => html`<h2>${group.title}</h2><ul>${group.pages.map(item)}</ul>`)}</div>
</nav>`
}
