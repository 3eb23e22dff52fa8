import { createHmac } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { rawText, readForm } from '../http/body.ts'
import { html } from '../http/html.ts'
import { sameSecret } from '../http/secret.ts'
import { sendView } from './frame.ts'
import { addresses } from './overview.ts'
import { addressOf, type Site } from './site.ts'

const COOKIE = 'sandkasten-console'

/** Who may use the control API may use the console: everybody, or who knows the control token. */
export function hasSignedIn({ desk, request }: Site): boolean {
  if (desk.controlToken === undefined) return true
  const cookies = (request.headers.cookie ?? '').split(/; */)
  const sent = cookies.find(one => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1)
  return sent !== undefined && sameSecret(sent, passOf(desk.controlToken))
}

/** Addresses and credentials are for everybody; all else needs the token. */
export function signInPage(site: Site, reply: FastifyReply, wrong = false): FastifyReply {
  const { t: texts, root, desk, page } = site
  const t = texts.signIn
  const isFirst = page === ''
  const content = html`<form class="sign-in" method="post" action="${root}${addressOf(site, 'console/sign-in')}">
<p>${t.about}</p>
${wrong && html`<p class="alert" role="alert" id="wrong">${t.wrong}</p>`}
<input type="hidden" name="seal" value="${desk.seal}">
<label for="token">${t.token}</label>
<div class="row"><input type="password" id="token" name="token" autocomplete="current-password" required${wrong && html` aria-invalid="true" aria-describedby="wrong"`}><button class="primary">${t.submit}</button></div>
</form>
${isFirst && addresses(site)}`
  const status = isFirst || page === 'console/sign-in' ? 200 : 401
  const title = isFirst ? 'Sandkasten' : t.title
  return sendView(site, reply, { title, status: wrong ? 403 : status, still: true, content })
}

export function signIn(site: Site, reply: FastifyReply): FastifyReply {
  const { desk, request } = site
  const { controlToken = '' } = desk
  const sent = readForm(rawText(request))['token'] ?? ''
  if (controlToken === '' || !sameSecret(sent, controlToken)) return signInPage(site, reply, true)
  return goHome(site, reply, passOf(controlToken))
}

export function signOut(site: Site, reply: FastifyReply): FastifyReply {
  return goHome(site, reply, '; Max-Age=0')
}

function goHome(site: Site, reply: FastifyReply, value: string): FastifyReply {
  const { pathname, protocol } = new URL(`${site.base}/`)
  const secure = protocol === 'https:' ? '; Secure' : ''
  return reply
    .code(303)
    .header(
      'set-cookie',
      `${COOKIE}=${value}; Path=${pathname}; HttpOnly; SameSite=Strict${secure}`
    )
    .header('location', `${site.base}/${addressOf(site, '')}`)
    .header('cache-control', 'no-store')
    .send()
}

/** Proves that somebody knew the token, and dies with it. The token itself stays out of cookies. */
function passOf(token: string): string {
  return createHmac('sha256', token).update('sandkasten console').digest('hex')
}
