import type { FastifyReply } from 'fastify'
import { type Html, html } from './html.ts'

/** Nothing is loaded from anywhere else, and nothing inside runs unless it is a file of ours. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export type Language = 'de' | 'en'

/** Sends a page in the frame that all pages share. */
export function sendPage(
  reply: FastifyReply,
  language: Language,
  title: string,
  content: Html
): FastifyReply {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="style.css">
<link rel="icon" href="data:,">
</head>
<body>
${content}
</body>
</html>
`
  return reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .send(page.html)
}

/** `?lang=` wins, then what the browser prefers; German without a wish. */
export function languageOf(query: unknown, acceptLanguage: string | undefined): Language {
  const wish = (query as Record<string, unknown>)['lang']
  if (wish === 'de' || wish === 'en') return wish
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? 'de'
  return first.startsWith('de') || first === '*' ? 'de' : 'en'
}
