import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/kreditsmart-antragsstatus.ts'
import { Problem } from '../../http/problem.ts'
import type { Turn } from '../../world/world.ts'
import { type Context, loadPartner } from './context.ts'
import { type Antrag, type Statuswechsel, statusAendern } from './model/antrag.ts'
import { mayRead } from './model/betreuung.ts'
import type { Kreditvorgang } from './model/kreditvorgang.ts'
import { findByNummer } from './produktanbieter.ts'

/** The handler of the KEX-Antragsstatus API. documented: dossier D */
export const antragsstatus: Handlers<operations, Context> = {
  async changeAntragsstatus({ body }, context) {
    const { world, trail, behaviour } = context
    refuseUnreadable(context)
    if (!body.antragsnummer && !body.produktanbieterantragsnummer)
      throw unprocessable('antragsnummer or produktanbieterantragsnummer is needed')
    const hasStatus = body.produktanbieterstatus ?? body.antragstellerstatus
    if (behaviour['kexAntragsstatus.requireStatus'] && !hasStatus)
      throw unprocessable('produktanbieterstatus or antragstellerstatus is needed')

    await world.turn(async state => {
      const antrag = await findAntrag(state, body)
      await refuseStrangers(state, antrag, context.caller.subject)
      const changed = statusAendern(antrag, body, world.clock.now())
      if (changed !== antrag)
        state.perform([{ do: 'put', collection: 'antraege', document: changed }])
    }, trail.changes)
    return { status: 200 }
  }
}

/** assumed: a status is no lead data, ignoring it would hide the failure (dossier D2) */
function refuseUnreadable({ trail }: Context): void {
  const wrong = trail.dropped.filter(({ reason }) => !HARMLESS.has(reason))
  if (wrong.length > 0)
    throw unprocessable(wrong.map(({ path, reason }) => `${path}: ${reason}`).join('; '))
}

const HARMLESS = new Set(['unknown property', 'empty list element', 'read as text'])

/** assumed: unknown is a 404, what names two applications or fits several is a 422 (dossier D2 and G14) */
async function findAntrag(
  state: Turn,
  { antragsnummer, produktanbieterantragsnummer: nummer }: Statuswechsel
): Promise<Antrag> {
  const byNummer = nummer ? await findByNummer(state, nummer) : []
  if (nummer && byNummer.length === 0)
    throw new Problem(404, 'Not Found', `There is no application ${nummer}`)
  if (antragsnummer) {
    const antrag = await state.get<Antrag>('antraege', antragsnummer)
    if (!antrag) throw new Problem(404, 'Not Found', `There is no application ${antragsnummer}`)
    if (nummer && antrag.produktanbieterantragsnummer !== nummer)
      throw unprocessable('The two numbers name different applications')
    return antrag
  }
  if (byNummer.length > 1) throw unprocessable(`${nummer} fits the applications of several lenders`)
  return byNummer[0] as Antrag
}

/** assumed: whoever sees the case may tell the status of its applications (dossier D2) */
async function refuseStrangers(state: Turn, antrag: Antrag, subject: string): Promise<void> {
  const vorgang = await state.get<Kreditvorgang>('vorgaenge', antrag.vorgang)
  const { kundenbetreuer, bearbeiter } = vorgang?.betreuung ?? {}
  const baum = await loadPartner(state, [subject, kundenbetreuer, bearbeiter])
  if (vorgang && mayRead(vorgang.betreuung, subject, baum)) return
  throw new Problem(403, 'Forbidden', `${subject} has no access to application ${antrag.id}`)
}

function unprocessable(detail: string): Problem {
  return new Problem(422, 'Unprocessable Entity', detail)
}
