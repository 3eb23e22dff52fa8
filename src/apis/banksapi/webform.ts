import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { baseUrl } from '../../http/links.ts'
import { recordPage, type Services } from '../../http/observe.ts'
import { rootOf } from '../../http/page.ts'
import { addBankSeite } from './bank-seite.ts'
import { flowOf, readAction } from './flow.ts'
import { loginOf } from './model/anmeldung.ts'
import { reentryUrl, type Sitzung } from './model/regprotect.ts'
import { isAbgelehnt } from './model/zahlungsformular.ts'
import { act, lookAt } from './regprotect.ts'
import {
  leadTo,
  onlyOwnForms,
  parameter,
  readerLanguage,
  readFields,
  show,
  showError
} from './seite.ts'
import { isAlive } from './sitzung-oeffnen.ts'
import { findSitzung, type Gefunden, umfeldOf } from './sitzungssuche.ts'
import { createPhotoTan } from './tan-bild.ts'
import { addTelefon, telefonAddress } from './telefon-seite.ts'
import { brandOf, titleOf, webformPage } from './webform-pages.ts'
import { TEXTE } from './webform-texte.ts'
import { openLink } from './weblink.ts'

/** The pages that customers see: web form, page of the bank, phone. documented: dossier B6 #66, D1 and D1b */
export function addWebform(app: FastifyInstance, services: Services): void {
  app.get('/customer/v2/webform', (request, reply) => begin(request, reply, services))
  app.get('/customer/v2/webform/:key', (request, reply) => goOn(request, reply, services))
  const own = onlyOwnForms(services)
  app.post('/customer/v2/webform/:key', own, (request, reply) => take(request, reply, services))
  addBankSeite(app, services)
  addTelefon(app, services)
}

/** The link. It shows the first page once; from then on the session is found by its key. */
async function begin(
  request: FastifyRequest,
  reply: FastifyReply,
  { worlds }: Services
): Promise<FastifyReply> {
  const id = parameter(request, 'session')?.toLowerCase()
  if (!id) return showError(request, reply, 400, 'no-session')
  const found = await findSitzung(worlds, { id })
  if (!found) return showError(request, reply, 404, 'unknown')
  recordPage(request, found.world)
  const opened = await openLink(found.world, id, {
    useCase: parameter(request, 'useCase'),
    callbackUrl: parameter(request, 'callbackUrl')
  })
  if (opened.is !== 'opened')
    return showError(request, reply, 400, opened.is, backOf(found.sitzung))
  const sitzung = await act(found.world, id, { type: 'begin' })
  return sitzung
    ? showStep(request, reply, { world: found.world, sitzung })
    : showError(request, reply, 400, 'expired')
}

async function goOn(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services
): Promise<FastifyReply> {
  const found = await findSitzung(services.worlds, { key: keyOf(request) })
  if (!found) return showError(request, reply, 404, 'unknown')
  if (!isUsable(found)) return showError(request, reply, 400, 'expired', backOf(found.sitzung))
  const { world, sitzung } = found
  return showStep(request, reply, { world, sitzung: await lookAt(world, sitzung) })
}

/** A form was sent. What does not fit the step any more, as from an older tab, changes nothing. */
async function take(
  request: FastifyRequest,
  reply: FastifyReply,
  services: Services
): Promise<FastifyReply> {
  const found = await findSitzung(services.worlds, { key: keyOf(request) })
  if (!found) return showError(request, reply, 404, 'unknown')
  recordPage(request, found.world)
  if (!isUsable(found)) return showError(request, reply, 400, 'expired', backOf(found.sitzung))
  const { world } = found
  const sitzung = await lookAt(world, found.sitzung)
  const flow = flowOf(sitzung, await umfeldOf({ world, sitzung }))
  const fields = readFields(request)
  const reading = readAction(flow, fields['action']?.[0] ?? '', fields)
  if (reading.is === 'refused' && reading.why !== 'action')
    return showStep(request, reply.code(400), { world, sitzung }, reading.why)
  const next = reading.is === 'read' ? await act(world, sitzung.id, reading.eingabe) : sitzung
  const back = next && backOf(next)
  if (next?.schritt === 'ENDE' && back !== undefined && !isAbgelehnt(next))
    return leadTo(reply, back)
  const base = baseUrl(request.raw, services.outside)
  const language = readerLanguage(request)
  return leadTo(reply, `${base}/customer/v2/webform/${sitzung.key}?lang=${language}`)
}

function keyOf({ params }: FastifyRequest): string {
  return (params as { readonly key: string }).key
}

function isUsable({ world, sitzung }: Gefunden): boolean {
  return isAlive(sitzung, world)
}

/** Where a customer goes back to; with ERROR who is not through. */
function backOf({ callbackUrl, baReentry = 'ERROR' }: Sitzung): string | undefined {
  return callbackUrl === undefined ? undefined : reentryUrl(callbackUrl, baReentry)
}

async function showStep(
  request: FastifyRequest,
  reply: FastifyReply,
  found: Gefunden,
  fault?: 'missing' | 'unknown'
): Promise<FastifyReply> {
  const { world, sitzung } = found
  const back = backOf(sitzung)
  if (sitzung.schritt === 'ENDE' && back !== undefined && !isAbgelehnt(sitzung))
    return leadTo(reply, back)
  const umfeld = await umfeldOf(found)
  const flow = flowOf(sitzung, umfeld)
  const language = readerLanguage(request)
  const root = rootOf(request)
  const person = loginOf(sitzung.credentials?.['userid'] ?? '')
  const t = TEXTE[language]
  const page = webformPage({
    sitzung,
    flow,
    ...umfeld,
    language,
    root,
    suche: parameter(request, 'q') ?? '',
    telefon: `${root}${telefonAddress(person, world.name)}`,
    photo: photo(),
    back,
    fault
  })
  const isWrong = fault !== undefined || flow.hint !== undefined
  const title = `${isWrong ? `${t.error}: ` : ''}${titleOf(flow, t)} – ${brandOf(sitzung, t)}`
  return show(request, reply, title, page, sitzung.callbackUrl)
}

const photo = createPhotoTan()
