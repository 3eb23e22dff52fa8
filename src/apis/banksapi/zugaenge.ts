import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { SECOND } from '../../world/clock.ts'
import type { Turn } from '../../world/world.ts'
import { fetchZugang } from './bank.ts'
import { activationLetter } from './brief.ts'
import type { Context } from './context.ts'
import type { Verschluesselung } from './credentials.ts'
import type { Anbieter } from './model/anbieter.ts'
import { type Zugangsdaten, zusatzOf } from './model/anmeldung.ts'
import { type Abrufwunsch, type Bankzugang, neuerBankzugang, zugangId } from './model/bankzugang.ts'
import { customerRelations } from './model/relationen.ts'
import { presentBankzugang, presentIssues } from './model/zeigen.ts'
import { openSession } from './sitzung-oeffnen.ts'
import {
  adressenOf,
  checkCustomerIp,
  findZugang,
  isRegulated,
  listZugaenge,
  plainCredentials
} from './zugang-lesen.ts'
import { forgetBankzugang } from './zugang-vergessen.ts'

type Neu = components['schemas']['CreateBankAccessData']

type Operationen =
  | 'getCustomer'
  | 'addBankzugaenge'
  | 'listBankzugaenge'
  | 'deleteBankzugaenge'
  | 'getBankzugang'
  | 'deleteBankzugang'
  | 'getBankzugangIssues'
  | 'getBankzugangChallengePdf'

/** The handlers of customers and their bank accesses. documented: dossier B3, D1 to D3 */
export function createZugaenge(
  verschluesselung: Verschluesselung
): Pick<Handlers<operations, Context>, Operationen> {
  return {
    async getCustomer(_, context) {
      const adressen = adressenOf(context)
      const bankzugaenge = await shown(context)
      const relations = [...customerRelations(adressen)]
      return { status: 200, body: { messages: [], bankzugaenge, relations } }
    },

    async addBankzugaenge({ body, query, headers }, context) {
      checkCustomerIp(headers, context, true)
      const wunsch = wunschIn(query)
      const wished = Object.entries(body)
      if (wished.length === 0) throw bad('The body has to name at least one access')
      for (const [, data] of wished) checkWish(data, query['headOnly'] === true)
      if (!(await isRegulated(context))) return addInWebform(wished, query, wunsch, context)
      const places = []
      for (const [accessId, data] of wished)
        places.push(await addZugang(accessId, data, query, wunsch, context, verschluesselung))
      return { status: 201, headers: { Location: locationOf(places, context) } }
    },

    async listBankzugaenge(_, context) {
      return { status: 200, body: await shown(context) }
    },

    async deleteBankzugaenge({ headers }, context) {
      checkCustomerIp(headers, context, true)
      const all = await listZugaenge(context)
      await context.world.turn(async state => {
        for (const zugang of all) await forgetBankzugang(state, zugang)
      }, context.trail.changes)
      return { status: 200 }
    },

    async getBankzugang({ path }, context) {
      const zugang = await findZugang(context, path['access-id'])
      return { status: 200, body: presentBankzugang(zugang, adressenOf(context)) }
    },

    async deleteBankzugang({ path, headers }, context) {
      checkCustomerIp(headers, context, true)
      await context.world.turn(async state => {
        const zugang = await findZugang(context, path['access-id'], state)
        await forgetBankzugang(state, zugang)
      }, context.trail.changes)
      return { status: 200 }
    },

    async getBankzugangIssues({ path }, context) {
      const zugang = await findZugang(context, path['access-id'])
      return { status: 200, body: presentIssues(zugang, adressenOf(context)) }
    },

    async getBankzugangChallengePdf({ path }, context) {
      const zugang = await findZugang(context, path['access-id'])
      if (!zugang.brief) throw new Problem(404, 'Not Found', 'There is no letter')
      return { status: 200, body: activationLetter(zugang) }
    }
  }
}

async function shown(context: Context) {
  const adressen = adressenOf(context)
  const all = await listZugaenge(context)
  return Object.fromEntries(all.map(one => [one.accessId, presentBankzugang(one, adressen)]))
}

type Query = Parameters<Handlers<operations, Context>['addBankzugaenge']>[0]['query']

function wunschIn(query: Query): Abrufwunsch {
  return {
    queryTanSettings: query['queryTanSettings'] === true,
    headOnly: query['headOnly'] === true,
    maxTransactions: query['maxTransactions'] ?? 'none',
    paymentAccountsOnly: query['paymentAccountsOnly'] === true,
    callbackUrl: query['callbackUrl']
  }
}

/** documented: header data alone are for accesses that are not kept, and without a choice (dossier D3) */
function checkWish({ sync, selectedBankProducts }: Neu, headOnly: boolean): void {
  if (headOnly && (sync !== false || selectedBankProducts !== undefined))
    throw bad('headOnly needs sync=false and no selectedBankProducts')
}

/** A tenant without a licence: what is there is fetched as far as it comes, all else happens in the web form. */
async function addInWebform(
  wished: readonly (readonly [string, Neu])[],
  query: Query,
  wunsch: Abrufwunsch,
  context: Context
) {
  const { world, caller, trail } = context
  const known: Bankzugang[] = []
  for (const [accessId] of wished) {
    const zugang = await world.store.get<Bankzugang>(
      'bankzugaenge',
      zugangId(caller.user ?? '', accessId)
    )
    if (zugang) known.push(zugang)
  }
  if (known.length === wished.length) {
    if (query['refresh'] === true) {
      for (const zugang of known)
        await world.turn(async state => {
          const daten = zugang.credentials
          if (daten) await fetchZugang(world, state, zugang, wunsch, daten, false)
        }, trail.changes)
    }
    return { status: 201, headers: { Location: locationOf(known, context) } } as const
  }
  const [accessId, data] = wished.find(
    ([id]) => !known.some(one => one.accessId === id.toLowerCase())
  ) as readonly [string, Neu]
  const location = await openSession(context, {
    useCase: 'CREATE_ACCOUNT',
    accessId: accessId.toLowerCase(),
    providerId: data.providerId,
    callbackUrl: query['callbackUrl'],
    wunsch
  })
  return { status: 451, headers: { Location: location } } as const
}

/** A regulated tenant's access: made, fetched again, or left alone. */
async function addZugang(
  accessId: string,
  data: Neu,
  query: Query,
  wunsch: Abrufwunsch,
  context: Context,
  verschluesselung: Verschluesselung
): Promise<Bankzugang> {
  const { world, caller, trail } = context
  const id = zugangId(caller.user ?? '', accessId)
  const sent = data.credentials && plainCredentials(data.credentials, verschluesselung, context)
  const { zugang, tempo } = await world.turn(async state => {
    const known = await state.get<Bankzugang>('bankzugaenge', id)
    const isStill = query['refresh'] !== true || known?.type === 'BUILDER'
    if (known && isStill) return { zugang: known, tempo: undefined }
    if (!known && query['refresh'] === true && !sent)
      throw new Problem(404, 'Not Found', `There is no access ${accessId}`)
    if (!known && data.providerId === undefined) throw bad(`providerId of ${accessId} is missing`)
    const daten = sent ?? known?.credentials ?? {}
    const started = known
      ? { ...known, ...auswahlOf(data) }
      : neuerZugang(accessId, data, daten, await isEbics(state, data), context)
    const tempo = await tempoOf(state, started, daten)
    const moved = await fetchZugang(world, state, started, wunsch, daten, true)
    return { zugang: moved.zugang, tempo }
  }, trail.changes)
  // documented: a bank that does not answer in time is a 504, its answer comes later
  if (tempo === 'timeout') throw new Problem(504, 'Gateway Timeout')
  if (tempo === 'slow') await context.services.pause(10 * SECOND)
  return zugang
}

function neuerZugang(
  accessId: string,
  data: Neu,
  credentials: Zugangsdaten,
  ebics: boolean,
  { world, caller, behaviour }: Context
): Bankzugang {
  const now = world.clock.now()
  const sync = data.sync ?? true
  const timeoutAt = now + behaviour['banksapi.syncTimeoutMinutes'] * 60 * SECOND
  const was = {
    user: caller.user ?? '',
    tenant: caller.tenant,
    accessId,
    providerId: data.providerId ?? '',
    type: ebics ? ('EBICS' as const) : ('DEFAULT' as const),
    sync
  }
  return {
    ...neuerBankzugang(was, now),
    ...(sync ? { credentials } : { timeoutAt }),
    ...auswahlOf(data),
    ...(ebics && { brief: true as const })
  }
}

/** Whether an access is one by EBICS: because the caller says so, or because the bank has no other. */
async function isEbics(state: Turn, { ebics, providerId = '' }: Neu): Promise<boolean> {
  const anbieter = await state.get<Anbieter>('anbieter', providerId)
  return ebics === true || anbieter?.bank.ebics !== undefined
}

function auswahlOf({ selectedBankProducts }: Neu) {
  return selectedBankProducts === undefined ? {} : { selectedBankProducts }
}

/** assumed: how slow a bank is, by its nature or by words behind the user id (dossier E3) */
async function tempoOf(
  state: Turn,
  { providerId }: Bankzugang,
  credentials: Zugangsdaten
): Promise<'timeout' | 'slow' | undefined> {
  const anbieter = await state.get<Anbieter>('anbieter', providerId)
  const { worte } = zusatzOf(credentials['userid'] ?? '')
  if (anbieter?.bank.stoerung === 'langsam' || worte.has('timeout504')) return 'timeout'
  return worte.has('slow') ? 'slow' : undefined
}

/** assumed: several accesses at once are found in the list (dossier I-20) */
function locationOf(places: readonly Bankzugang[], { base }: Context): string {
  const list = `${base}/customer/v2/bankzugaenge`
  return places.length === 1 ? `${list}/${places[0]?.accessId}` : list
}

function bad(detail: string): Problem {
  return new Problem(400, 'Bad Request', detail)
}
