import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/kreditsmart-vorgang-import.ts'
import type { Turn } from '../../world/world.ts'
import { orRefuse } from './ablehnung.ts'
import { type Context, loadPartner } from './context.ts'
import { report } from './diagnostik.ts'
import { antragAnlegen } from './model/antrag.ts'
import {
  type Importangaben,
  type Importumstaende,
  type Kreditvorgang,
  vorgangImportieren
} from './model/kreditvorgang.ts'
import { inWorten, meldungenIn } from './model/meldung.ts'
import type { Vorgang } from './model/vorgang.ts'
import { freieProduktanbieterantragsnummer, MUSTERBANK } from './produktanbieter.ts'
import { nextNummer } from './vorgangsnummern.ts'

/** The handler of the KEX-Vorgang-Import API. documented: dossier C */
export const vorgangImport: Handlers<operations, Context> = {
  async importVorgang({ query, body, headers }, context) {
    const { world, trail } = context
    // assumed: any other word makes a test case (dossier G18)
    const isProduction = query['environment'] === 'PRODUCTION'
    const { vorgang, hinweise } = await world.turn(async state => {
      const { n, nummer, effects } = await nextNummer(world, state)
      const umstaende = await umstaendeOf(context, state, body, isProduction, n)
      const importiert = orRefuse(vorgangImportieren(nummer, body, umstaende))
      const antrag = context.behaviour['kex.automaticAntrag']
        ? await firstAntrag(context, state, importiert.vorgang)
        : []
      state.perform([...effects, ...importiert.effects, ...antrag])
      return importiert
    }, trail.changes)
    trail.dropped = inWorten(trail.dropped, hinweise, trail.body)
    const [first, second] = vorgang.antragsteller
    return {
      status: 201,
      headers: report(headers, trail.dropped),
      body: {
        vorgangsnummer: vorgang.id,
        messages: meldungenIn(trail.dropped),
        antragsteller1: { id: first as string },
        ...(second !== undefined && { antragsteller2: { id: second } })
      }
    }
  }
}

async function umstaendeOf(
  { world, caller, umbau, behaviour }: Context,
  state: Turn,
  body: Importangaben,
  isProduction: boolean,
  n: number
): Promise<Importumstaende> {
  const { kundenbetreuer, bearbeiter, tippgeber, baufiSmartVorgangsnummer: gesucht } = body
  const verwandter = gesucht
    ? await state.get<Vorgang | Kreditvorgang>('vorgaenge', gesucht)
    : undefined
  const named = [kundenbetreuer, bearbeiter, tippgeber].map(one => one?.partnerId)
  const others = [verwandter?.betreuung.kundenbetreuer, verwandter?.betreuung.bearbeiter]
  return {
    subject: caller.subject,
    isProduction,
    baum: await loadPartner(state, [caller.subject, ...named, ...others]),
    now: world.clock.now(),
    today: world.clock.today(),
    umbau,
    neueId: name => world.chance.uuid('kreditvorgang', n, name),
    verwandter,
    regeln: {
      partners: behaviour['europace.partners'],
      updateRules: behaviour['kex.applyUpdateRules']
    }
  }
}

/** Effects after those of the import, so that the case is kept as it is with its application. */
async function firstAntrag({ world }: Context, state: Turn, vorgang: Kreditvorgang) {
  const nummer = await freieProduktanbieterantragsnummer(world, state, vorgang)
  return antragAnlegen(vorgang, MUSTERBANK, nummer, world.clock.now()).effects
}
