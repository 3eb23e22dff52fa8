import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../../http/html.ts'
import { baseUrl } from '../../http/links.ts'
import { recordPage, type Services } from '../../http/observe.ts'
import { rootOf } from '../../http/page.ts'
import type { Anbieter } from './model/anbieter.ts'
import { isCallback } from './model/regprotect.ts'
import { authenticate, decideAtBank, entscheidungIn } from './redirect.ts'
import { act } from './regprotect.ts'
import {
  frame,
  leadTo,
  onlyOwnForms,
  parameter,
  readerLanguage,
  readFields,
  show,
  showError,
  withQuery
} from './seite.ts'
import { findUmleitung, isEnded, type Umleitung } from './sitzungssuche.ts'
import { TEXTE, type Texte } from './webform-texte.ts'
import { summary } from './webform-zahlung.ts'

/** The page of the fictitious bank and the page that leads there and back. documented: dossier D2(d) and B6 #73 */
export function addBankSeite(app: FastifyInstance, services: Services): void {
  app.get('/bank/:sca', (request, reply) => ask(request, reply, services))
  app.post('/bank/:sca', onlyOwnForms(services), (request, reply) =>
    decide(request, reply, services)
  )
  for (const path of ['/redirect', '/redirect/'])
    app.get(path, (request, reply) => leadThereAndBack(request, reply, services))
}

async function ask(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services
): Promise<FastifyReply> {
  const umleitung = await umleitungOf(request, services)
  if (!umleitung) return showError(request, reply, 404, 'no-redirect')
  const { sca, providerId } = umleitung
  if (sca.entscheidung !== undefined) return sendBack(request, reply, umleitung, services)
  const anbieter = await umleitung.world.store.get<Anbieter>('anbieter', providerId)
  const language = readerLanguage(request)
  const brand = anbieter?.name ?? providerId
  const address = passing(request, `${rootOf(request)}bank/${sca.id}`)
  const t = TEXTE[language]
  const title = umleitung.zahlung ? t.bank.paymentTitle : t.bank.title
  const page = frame(
    { language, root: rootOf(request), address, brand },
    bankPage(umleitung, title, withQuery(address, { lang: language }), t)
  )
  return show(request, reply, `${title} – ${brand}`, page, leadsTo(request, umleitung))
}

function bankPage(
  { tenant, person, zahlung }: Umleitung,
  title: string,
  address: string,
  t: Texte
): Html {
  return html`<h1>${title}</h1>
<p>${zahlung ? t.bank.asksPayment : t.bank.asks}</p>
<dl>
<dt>${t.bank.service}</dt><dd>${tenant}</dd>
${!zahlung && html`<dt>${t.bank.scope}</dt><dd>${t.bank.scopeText}</dd>`}
<dt>${t.bank.customer}</dt><dd>${person}</dd>
</dl>
${zahlung && summary(zahlung, t)}
<form method="post" action="${address}"><p class="buttons">
<button class="primary" name="decision" value="approve">${t.bank.approve}</button>
<button name="decision" value="decline">${t.bank.decline}</button>
</p></form>`
}

async function decide(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services
): Promise<FastifyReply> {
  const umleitung = await umleitungOf(request, services)
  if (!umleitung) return showError(request, reply, 404, 'no-redirect')
  const decision = readFields(request)['decision']?.[0]
  if (decision !== 'approve' && decision !== 'decline')
    return leadTo(
      reply,
      passing(request, `${baseUrl(request.raw, services.outside)}/bank/${umleitung.sca.id}`)
    )
  const entscheidung = decision === 'approve' ? 'bestaetigt' : 'abgelehnt'
  if (umleitung.sitzung)
    await act(umleitung.world, umleitung.sitzung.id, { type: 'decide', entscheidung })
  else await decideAtBank(umleitung, entscheidung)
  const decided = { ...umleitung, sca: { ...umleitung.sca, entscheidung } as const }
  return sendBack(request, reply, decided, services)
}

/** Back to the web form, or to the page that sent the customer here. */
function sendBack(
  request: FastifyRequest,
  reply: FastifyReply,
  umleitung: Umleitung,
  { outside }: Services
): FastifyReply {
  const base = baseUrl(request.raw, outside)
  if (umleitung.sitzung) {
    const language = readerLanguage(request)
    return leadTo(reply, `${base}/customer/v2/webform/${umleitung.sitzung.key}?lang=${language}`)
  }
  const { sca, world } = umleitung
  const given = parameter(request, 'returnUrl')
  const component = `${base}/redirect/?session=${sca.id}`
  const address = given !== undefined && isCallback(given) ? given : passing(request, component)
  const answer: Readonly<Record<string, string>> =
    sca.entscheidung === 'bestaetigt'
      ? { code: world.chance.uuid('redirect code', sca.id), state: sca.id }
      : { error: 'access_denied', error_description: 'Die Freigabe wurde abgelehnt.' }
  return leadTo(reply, withQuery(address, answer))
}

/**
 * The component that a tenant may also host itself. documented: it confirms, leads to the bank, tells how the customer came
 * back and leads to the callback, with redirect-sca-error when something went wrong
 */
async function leadThereAndBack(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services
): Promise<FastifyReply> {
  const id = sessionIn(request)
  const umleitung = await findUmleitung(services.worlds, id)
  const query = new URLSearchParams(request.url.split('?')[1] ?? '')
  const entscheidung = entscheidungIn(query)
  if (!umleitung) {
    // A page that is loaded again on the way back.
    const isOver = entscheidung !== undefined && (await isEnded(services.worlds, id))
    return isOver
      ? goHome(request, reply, parameter(request, 'callbackUrl'), errorIn(query))
      : showError(request, reply, 404, 'no-redirect')
  }
  const bank = passing(request, `${baseUrl(request.raw, services.outside)}/bank/${id}`)
  if (entscheidung === undefined || umleitung.sitzung) return leadTo(reply, bank)
  const outcome = await authenticate(umleitung, entscheidung)
  const error = errorIn(query) ?? (outcome === 'failed' ? FALLBACK : undefined)
  return goHome(request, reply, callbackOf(request, umleitung), error)
}

/** documented: the text without one of the bank */
const FALLBACK = 'Fehler bei Kundenauthentifizierung'

function errorIn(query: URLSearchParams): string | undefined {
  if (!query.has('error')) return undefined
  return query.get('error_description') || FALLBACK
}

/** assumed: without a callback the way ends here (dossier D2) */
function goHome(
  request: FastifyRequest,
  reply: FastifyReply,
  callbackUrl: string | undefined,
  error: string | undefined
): FastifyReply {
  if (callbackUrl !== undefined && isCallback(callbackUrl))
    return leadTo(
      reply,
      error === undefined ? callbackUrl : withQuery(callbackUrl, { 'redirect-sca-error': error })
    )
  const language = readerLanguage(request)
  const t = TEXTE[language]
  const content = html`<h1>${error === undefined ? t.done : t.error}</h1>
${error !== undefined && html`<p class="alert" role="alert" lang="de">${error}</p>`}<p>${t.doneText}</p>`
  const ort = { language, root: rootOf(request), address: `?session=${sessionIn(request)}` }
  return show(request, reply, t.done, frame(ort, content))
}

async function umleitungOf(
  request: FastifyRequest,
  { worlds }: Services
): Promise<Umleitung | undefined> {
  const { sca } = request.params as { readonly sca: string }
  const found = await findUmleitung(worlds, sca.toLowerCase())
  if (found) recordPage(request, found.world)
  return found
}

/** observed: the session of a component is named by its address too (dossier B6 #73) */
function sessionIn(request: FastifyRequest): string {
  const named = parameter(request, 'session') ?? parameter(request, 'sessionUrl') ?? ''
  return (named.split(/[/?#]/).findLast(part => part !== '') ?? '').toLowerCase()
}

/** An address that remembers where the customer wants to go in the end. */
function passing(request: FastifyRequest, address: string): string {
  const names = ['callbackUrl', 'returnUrl'] as const
  const kept = names.flatMap(name => {
    const value = parameter(request, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return kept.length === 0 ? address : withQuery(address, Object.fromEntries(kept))
}

function callbackOf(request: FastifyRequest, { callbackUrl }: Umleitung): string | undefined {
  return parameter(request, 'callbackUrl') ?? callbackUrl
}

function leadsTo(request: FastifyRequest, umleitung: Umleitung): string | undefined {
  const callback = umleitung.sitzung
    ? umleitung.sitzung.callbackUrl
    : callbackOf(request, umleitung)
  return parameter(request, 'returnUrl') ?? callback
}
