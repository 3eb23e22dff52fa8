import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/europace-kundenangaben.ts'
import { Problem, titleOf } from '../../http/problem.ts'
import type { Turn, World } from '../../world/world.ts'
import { type Context, loadPartner } from './context.ts'
import { diagnosticHeaders, wantsReport } from './diagnostik.ts'
import { createIds, vorgangsnummer } from './model/nummer.ts'
import { showInternalIds } from './model/referenzen.ts'
import type { Hinweis } from './model/umbau.ts'
import { addDeprecated } from './model/veraltet.ts'
import {
  type Ablehnung,
  type Kundenangaben,
  kundenangabenErsetzen,
  leseverbot,
  type Regeln,
  type Umstaende,
  type Vorgang,
  vorgangAnlegen
} from './model/vorgang.ts'

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
    return { status: 201, headers: report(headers, context), body: { vorgangsnummer: nummer } }
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
    return { status: 200, headers: report(headers, context), body: answer }
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
    return { status: 204, headers: report(headers, context) }
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

type Zaehler = { readonly id: string; readonly n: number }

/** The next free number. It is used up only if the turn is kept. */
async function nextNummer(world: World, state: Turn) {
  const n = ((await state.get<Zaehler>('zaehler', 'vorgang'))?.n ?? 0) + 1
  let nummer = vorgangsnummer(world.chance, n, 0)
  for (let attempt = 1; await state.get('vorgaenge', nummer); attempt++) {
    nummer = vorgangsnummer(world.chance, n, attempt)
  }
  const zaehler = { id: 'vorgang', n }
  return { n, nummer, effects: [{ do: 'put', collection: 'zaehler', document: zaehler }] as const }
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

function orRefuse<T extends object>(ergebnis: T | Ablehnung): T {
  if ('abgelehnt' in ergebnis) throw refusal(ergebnis)
  return ergebnis
}

function refusal({ abgelehnt, detail }: Ablehnung): Problem {
  return new Problem(abgelehnt, titleOf(abgelehnt), detail)
}

function note({ trail }: Context, hinweise: readonly Hinweis[]): void {
  trail.dropped = [...trail.dropped, ...hinweise]
}

function report(
  headers: Readonly<Record<string, string | undefined>>,
  { trail }: Context
): Record<string, string> {
  return wantsReport(headers) ? diagnosticHeaders(trail.dropped) : {}
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
