import type { FastifyReply, FastifyRequest } from 'fastify'
import { rawText } from '../../http/body.ts'
import { type Html, html } from '../../http/html.ts'
import type { Services } from '../../http/observe.ts'
import { isFromElsewhere } from '../../http/origin.ts'
import { type Language, languageOf, rootOf, sendPage } from '../../http/page.ts'
import { TEXTE, type Texte } from './webform-texte.ts'

/** Where a page stands. */
type Ort = {
  readonly language: Language
  /** The way to the first page. */
  readonly root: string
  /** Where the page is found in another language; the page itself when left out. */
  readonly address?: string
  readonly brand?: string
}

/** What surrounds every page that customers see. */
export function frame({ language, address = '', brand }: Ort, content: Html): Html {
  const t = TEXTE[language]
  const other: Language = language === 'de' ? 'en' : 'de'
  const separator = address.includes('?') ? '&' : '?'
  return html`<header class="narrow">
<p class="brand">${brand ?? t.brand}</p>
<nav aria-label="${t.languages}"><ul><li><a href="${address}${separator}lang=${other}" hreflang="${other}" lang="${other}">${TEXTE[other].language}</a></li></ul></nav>
</header>
<main class="narrow">
${content}
</main>
<footer class="narrow"><p><small>${t.sandbox}</small></p></footer>`
}

/** Something that went wrong, told at once by screen readers. */
export function alert(text: string, lang?: Language): Html {
  return html`<p id="alert" class="alert" role="alert"${lang !== undefined && html` lang="${lang}"`}>${text}</p>`
}

export function readerLanguage(request: FastifyRequest): Language {
  return languageOf(request.query, request.headers['accept-language'])
}

/** A page for customers; nothing of it is kept by browsers. */
export function show(
  request: FastifyRequest,
  reply: FastifyReply,
  title: string,
  content: Html,
  leadsTo?: string
): FastifyReply {
  reply.header('cache-control', 'no-store')
  return sendPage(reply, readerLanguage(request), title, content, leadsTo)
}

type ErrorName = keyof Texte['errors']

/** A page that tells why there is nothing to be seen. */
export function showError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: 400 | 403 | 404,
  name: ErrorName,
  back?: string
): FastifyReply {
  const language = readerLanguage(request)
  const t = TEXTE[language]
  const content = html`<h1>${t.error}</h1>
${alert(t.errors[name])}
${back !== undefined && html`<p><a class="primary" href="${back}">${t.back}</a></p>`}`
  const ort = { language, root: rootOf(request), address: withoutLanguage(request.url) }
  return show(request, reply.code(status), `${t.error} – ${t.brand}`, frame(ort, content))
}

/** Keeps the forms of other sites from pushing buttons that customers alone may push. */
export function onlyOwnForms({ outside }: Pick<Services, 'outside'>) {
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (isFromElsewhere(request, outside)) return showError(request, reply, 403, 'foreign')
  }
  return { preHandler }
}

/** The query of an address, for a link to the same page in another language. */
function withoutLanguage(url: string): string {
  const [, query = ''] = url.split('?')
  const kept = query.split('&').filter(pair => pair !== '' && !/^lang(=|$)/.test(pair))
  return kept.length === 0 ? '' : `?${kept.join('&')}`
}

/** Leads the browser on after a form was sent, or away. */
export function leadTo(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .code(303)
    .header('location', address.replace(/[^\x21-\x7e]+/g, encodeURIComponent))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .send()
}

/** The fields of a form that was sent; a name may stand several times. */
export function readFields(request: FastifyRequest): Readonly<Record<string, readonly string[]>> {
  const form = new URLSearchParams(rawText(request))
  return Object.fromEntries([...new Set(form.keys())].map(name => [name, form.getAll(name)]))
}

/** A parameter of the address; the first one when it stands several times. */
export function parameter(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  return Array.isArray(value) ? value[0] : value
}

/** An address with more parameters, before its fragment. What it has of the same name goes. */
export function withQuery(address: string, more: Readonly<Record<string, string>>): string {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)(#.*)?$/s.exec(address) ?? []
  const kept = query
    .split('&')
    .filter(pair => pair !== '' && !Object.hasOwn(more, pair.split('=')[0] ?? ''))
  const added = Object.entries(more).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${path}?${[...kept, ...added].join('&')}${fragment}`
}
