import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { alleBuchungen, tagwissenOf } from './buchungen.ts'
import type { Context } from './context.ts'
import type { Auswertung } from './model/auswertung.ts'
import { creditAttributes, creditCheck } from './model/bonitaet.ts'
import type { Buchung } from './model/buchung.ts'
import { affinities, lifeEvents, lifeStages, salesTriggers } from './model/einsichten.ts'
import { cashflow, disposableMoney } from './model/haushalt.ts'
import { einordnen } from './model/kategorisierung.ts'
import { addRegel, keepSorted, presentRegeln } from './model/rekategorisierung.ts'
import type { Tagregel, Zuordnung } from './model/tagregel.ts'
import { liegtIn, readFenster } from './model/umsatzliste.ts'
import { contracts } from './model/vertraege.ts'

type Operationen =
  | 'listContracts'
  | 'listSalesTriggers'
  | 'listLifeEvents'
  | 'listLifeStages'
  | 'getCashflow'
  | 'getCreditCheck'
  | 'getDisposableMoney'
  | 'listAffinities'
  | 'listCreditAttributes'
  | 'listTaggingRules'
  | 'addTaggingRule'
  | 'deleteTaggingRules'
  | 'getTaggingRule'
  | 'deleteTaggingRule'

/** assumed: only the names of these operations are documented (dossier H) */
const FIDELITY = { 'X-Sandkasten-Fidelity': 'proposed' } as const

/** The handlers of what bookings tell about a customer. */
export const einsichten: Pick<Handlers<operations, Context>, Operationen> = {
  async listContracts(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, contracts) }
  },

  async listSalesTriggers(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, salesTriggers) }
  },

  async listLifeEvents(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, lifeEvents) }
  },

  async listLifeStages(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, lifeStages) }
  },

  async getCashflow({ query }, context) {
    const fenster = readFenster(query)
    if (typeof fenster === 'string') throw bad(fenster)
    const inclusive = context.behaviour['banksapi.transactions.inclusive']
    const body = await analyse(context, (buchungen, auswertung) =>
      cashflow(
        buchungen.filter(one => liegtIn(one, fenster, inclusive)),
        auswertung
      )
    )
    return { status: 200, headers: FIDELITY, body }
  },

  async getCreditCheck(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, creditCheck) }
  },

  async getDisposableMoney(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, disposableMoney) }
  },

  async listAffinities(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, affinities) }
  },

  async listCreditAttributes(_, context) {
    return { status: 200, headers: FIDELITY, body: await analyse(context, creditAttributes) }
  },

  async listTaggingRules(_, context) {
    const wissen = await tagwissenOf(context)
    return { status: 200, headers: FIDELITY, body: presentRegeln(wissen.regeln, wissen) }
  },

  async addTaggingRule({ body }, context) {
    const { world, base, trail } = context
    const buchungen = await alleBuchungen(context)
    const regel = await world.turn(async state => {
      const wissen = await tagwissenOf(context, state)
      const outcome = addRegel(body, buchungen, wissen, world.clock.now())
      if (outcome.is === 'refused') throw bad(outcome.message)
      state.perform([{ do: 'put', collection: 'tagregeln', document: outcome.regel }])
      state.perform(puts(outcome.zuordnungen))
      return outcome.regel
    }, trail.changes)
    const location = `${base}/customer/v2/tagging-rules/${regel.id}`
    return { status: 201, headers: { ...FIDELITY, Location: location } }
  },

  async deleteTaggingRules(_, context) {
    const { regeln } = await tagwissenOf(context)
    await remove(
      context,
      regeln.map(({ id }) => id)
    )
    return { status: 200, headers: FIDELITY }
  },

  async getTaggingRule({ path }, context) {
    const wissen = await tagwissenOf(context)
    const [shown] = presentRegeln([find(wissen.regeln, path['rule-id'])], wissen)
    if (!shown) throw new Problem(404, 'Not Found', 'The item of this rule is gone')
    return { status: 200, headers: FIDELITY, body: shown }
  },

  async deleteTaggingRule({ path }, context) {
    const { regeln } = await tagwissenOf(context)
    await remove(context, [find(regeln, path['rule-id']).id])
    return { status: 200, headers: FIDELITY }
  }
}

/** Something about all bookings of the caller, as the caller has sorted them. */
async function analyse<T>(
  context: Context,
  analysis: (buchungen: readonly Buchung[], auswertung: Auswertung) => T
): Promise<T> {
  const wissen = await tagwissenOf(context)
  const buchungen = einordnen(await alleBuchungen(context), wissen)
  return analysis(buchungen, { ...wissen, heute: context.world.clock.today() })
}

function find(regeln: readonly Tagregel[], id: string): Tagregel {
  const regel = regeln.find(one => one.id === id)
  if (!regel) throw new Problem(404, 'Not Found', `There is no rule ${id}`)
  return regel
}

/** Rules go; what they have sorted stays where it is. */
async function remove(context: Context, ids: readonly string[]): Promise<void> {
  const { world, trail } = context
  const buchungen = await alleBuchungen(context)
  await world.turn(async state => {
    const wissen = await tagwissenOf(context, state)
    const going = wissen.regeln.filter(({ id }) => ids.includes(id))
    for (const regel of going) {
      state.perform(puts(keepSorted(regel, buchungen, wissen)))
      state.perform([{ do: 'remove', collection: 'tagregeln', id: regel.id }])
    }
  }, trail.changes)
}

function puts(zuordnungen: readonly Zuordnung[]) {
  return zuordnungen.map(document => ({ do: 'put', collection: 'zuordnungen', document }) as const)
}

function bad(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail)
}
