import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from './html.ts'

/** Nothing is loaded from anywhere else, and nothing inside runs unless it is a file of ours. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

export type Language = 'de' | 'en'

/**
 * Sends a page in the frame that all pages share. `leadsTo` is an address that the forms of the page end at: browsers ask
 * the policy of the page also where the answer to a form sends them on.
 */
export function sendPage(
  reply: FastifyReply,
  language: Language,
  title: string,
  content: Html,
  leadsTo?: string
): FastifyReply {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${rootOf(reply.request)}style.css">
<link rel="icon" href="data:,">
</head>
<body>
${content}
</body>
</html>
`
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', `${POLICY}${schemesOf(leadsTo)}`)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .send(page.html)
}

/** The way from the page of a request to the first one. Relative, so that it works behind any path prefix. */
export function rootOf({ url }: Pick<FastifyRequest, 'url'>): string {
  const path = url.split('?', 1)[0] as string
  return '../'.repeat(path.split('/').length - 2)
}

/** Schemes instead of hosts: who is sent back may be sent on from there. */
function schemesOf(address: string | undefined): string {
  if (address === undefined || !URL.canParse(address)) return ''
  const scheme = new URL(address).protocol
  return /^https?:$/.test(scheme) ? ' http: https:' : ` ${scheme}`
}

/** `?lang=` wins, then what the browser prefers; German without a wish. */
export function languageOf(query: unknown, acceptLanguage: string | undefined): Language {
  const wish = (query as Record<string, unknown>)['lang']
  if (wish === 'de' || wish === 'en') return wish
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? 'de'
  return first.startsWith('de') || first === '*' ? 'de' : 'en'
}
