import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/europace-kundenangaben.ts'
import { Problem } from '../../http/problem.ts'
import type { World } from '../../world/world.ts'
import { orRefuse, refusal } from './ablehnung.ts'
import { type Context, loadPartner } from './context.ts'
import { report, wantsReport } from './diagnostik.ts'
import { createIds } from './model/nummer.ts'
import { showInternalIds } from './model/referenzen.ts'
import type { Hinweis } from './model/umbau.ts'
import { addDeprecated } from './model/veraltet.ts'
import {
  type Kundenangaben,
  kundenangabenErsetzen,
  leseverbot,
  type Regeln,
  type Umstaende,
  type Vorgang,
  vorgangAnlegen
} from './model/vorgang.ts'
import { nextNummer } from './vorgangsnummern.ts'

/** The handlers of the Kundenangaben API. documented: dossier B1 */
export const kundenangaben: Handlers<operations, Context> = {
  async importKundenangaben({ body, headers }, context) {
    refuseUnlessJsonIsWanted(headers)
    const { world, trail, caller } = context
    const named = partnerIn(body.importMetadaten, caller.subject)
    const nummer = await world.turn(async state => {
      const { n, nummer, effects } = await nextNummer(world, state)
      const umstaende = await umstaendeOf(context, named, ['case', n])
      const { vorgang, hinweise } = orRefuse(vorgangAnlegen(nummer, body, umstaende))
      note(context, hinweise)
      state.perform([...effects, { do: 'put', collection: 'vorgaenge', document: vorgang }])
      return nummer
    }, trail.changes)
    return {
      status: 201,
      headers: report(headers, context.trail.dropped),
      body: { vorgangsnummer: nummer }
    }
  },

  async importKundenangabenBodyValidation({ body, headers }, context) {
    refuseUnlessJsonIsWanted(headers)
    const named = partnerIn(body.importMetadaten, context.caller.subject)
    const umstaende = await umstaendeOf(context, named, ['validation'])
    const { hinweise } = orRefuse(vorgangAnlegen('', body, umstaende))
    note(context, hinweise)
    const diagnostics = wantsReport(headers) ? { diagnostics: context.trail.dropped } : {}
    // assumed: the contract demands a number, but nothing was created (dossier G5)
    const answer = { vorgangsnummer: '', ...diagnostics }
    return { status: 200, headers: report(headers, context.trail.dropped), body: answer }
  },

  async getKundenangaben({ path, headers }, context) {
    refuseUnlessJsonIsWanted(headers)
    const vorgang = await findVorgang(context.world.store, path.vorgangsnummer)
    const { kundenbetreuer, bearbeiter } = vorgang.betreuung
    const baum = await loadPartner(context.world.store, [
      context.caller.subject,
      kundenbetreuer,
      bearbeiter
    ])
    const { subject, scopes } = context.caller
    const verbot = leseverbot(vorgang, { subject, scopes, baum, regeln: regelnOf(context) })
    if (verbot) throw refusal(verbot)
    return { status: 200, body: presentKundenangaben(vorgang.kundenangaben, context) }
  },

  async updateKundenangaben({ path, body, headers }, context) {
    refuseUnlessJsonIsWanted(headers)
    const { world, trail, caller } = context
    await world.turn(async state => {
      const vorgang = await findVorgang(state, path.vorgangsnummer)
      const { kundenbetreuer, bearbeiter } = vorgang.betreuung
      const { tippgeber } = body.updateMetadaten
      const named = [caller.subject, kundenbetreuer, bearbeiter, tippgeber?.tippgeberPartnerId]
      const umstaende = await umstaendeOf(context, named, [vorgang.id, vorgang.ereignisse.length])
      const { vorgang: ersetzt, hinweise } = orRefuse(
        kundenangabenErsetzen(vorgang, body, umstaende)
      )
      note(context, hinweise)
      state.perform([{ do: 'put', collection: 'vorgaenge', document: ersetzt }])
    }, trail.changes)
    return { status: 204, headers: report(headers, context.trail.dropped) }
  }
}

/** Everybody who matters to a new case. */
function partnerIn(
  { betreuung, tippgeber }: components['schemas']['ImportMetadaten'],
  subject: string
): readonly (string | undefined)[] {
  const { kundenbetreuer, bearbeiter } = betreuung ?? {}
  return [subject, kundenbetreuer, bearbeiter, tippgeber?.tippgeberPartnerId]
}

async function findVorgang(store: Pick<World['store'], 'get'>, nummer: string): Promise<Vorgang> {
  const vorgang = await store.get<Vorgang>('vorgaenge', nummer)
  if (vorgang?.produkt !== 'BAUFISMART')
    throw new Problem(404, 'Not Found', 'There is no such case')
  return vorgang
}

async function umstaendeOf(
  context: Context,
  partners: readonly (string | undefined)[],
  idNames: readonly (string | number)[]
): Promise<Umstaende> {
  const { world, caller, umbau } = context
  const now = world.clock.now()
  return {
    subject: caller.subject,
    scopes: caller.scopes,
    trusted: caller.trusted,
    baum: await loadPartner(world.store, partners),
    now,
    today: world.clock.today(),
    umbau,
    neueId: createIds(world.chance, now, ...idNames),
    regeln: regelnOf(context)
  }
}

function regelnOf({ behaviour }: Context): Regeln {
  return {
    partners: behaviour['europace.partners'],
    bearbeiter: behaviour['europace.bearbeiter'],
    requireEchtgeschaeftOnRead: behaviour['europace.requireEchtgeschaeftOnRead'],
    fillNebenkosten: behaviour['europace.fillNebenkosten'],
    hiddenRules: behaviour['europace.hiddenRules']
  }
}

function note({ trail }: Context, hinweise: readonly Hinweis[]): void {
  trail.dropped = [...trail.dropped, ...hinweise]
}

/** Kundenangaben as the switches of the workspace show them. */
function presentKundenangaben(
  angaben: Kundenangaben,
  { behaviour, umbau }: Context
): Kundenangaben {
  const referenced = behaviour['europace.echoReferenzId']
    ? angaben
    : showInternalIds(angaben, umbau)
  const twins = behaviour['europace.emitLegacyTwins']
    ? addDeprecated(referenced, umbau)
    : referenced
  if (!behaviour['europace.emitNulls']) return twins
  // observed: the only null in a sample is an unknown validation status (dossier G20)
  const unknown = { validierungTelefonnummer: null, validierungEmail: null }
  return umbau(twins, (objekt, { schema }) =>
    schema === 'Kontakt' ? { ...unknown, ...objekt } : objekt
  )
}

/** assumed: 406 only if the client excludes JSON altogether */
function refuseUnlessJsonIsWanted(headers: Readonly<Record<string, string | undefined>>): void {
  const accept = headers['accept']
  if (!accept || /\*\/\*|application\/(\*|([a-z0-9.-]+\+)?json)/i.test(accept)) return
  throw new Problem(406, 'Not Acceptable', 'There is only application/json')
}
