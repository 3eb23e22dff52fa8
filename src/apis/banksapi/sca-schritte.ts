import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import { Problem } from '../../http/problem.ts'
import { type Bewegt, fetchZugang, moveSca, withoutLogin } from './bank.ts'
import type { Context } from './context.ts'
import type { Verschluesselung } from './credentials.ts'
import { type Abrufwunsch, type Bankzugang, withFailure } from './model/bankzugang.ts'
import type { Sca, ScaEvent } from './model/sca.ts'
import { presentBankzugang } from './model/zeigen.ts'
import { cancelOf, eventIn } from './sca-eingabe.ts'
import { openSession } from './sitzung-oeffnen.ts'
import {
  adressenOf,
  checkCustomerIp,
  findZugang,
  isRegulated,
  plainCredentials
} from './zugang-lesen.ts'

type Operationen =
  | 'startBankzugangSca'
  | 'startBankzugangScaByGet'
  | 'submitBankzugangSca'
  | 'submitBankzugangScaByPut'
  | 'getBankzugangConsent'
  | 'cancelBankzugangConsent'
  | 'changeSelectedBankProducts'

/** The handlers of strong authentications on an access. documented: dossier B4, D2 and D4 */
export function createScaSchritte(
  verschluesselung: Verschluesselung
): Pick<Handlers<operations, Context>, Operationen> {
  return {
    async startBankzugangSca({ path, query, body, headers }, context) {
      checkCustomerIp(headers, context, true)
      const accessId = path['access-id']
      const zugang = await findZugang(context, accessId)
      if (!(await isRegulated(context)))
        return renewInWebform(zugang, query['callbackUrl'], context)
      const sent = body?.[accessId]?.credentials
      const daten = sent ? plainCredentials(sent, verschluesselung, context) : zugang.credentials
      const wunsch: Abrufwunsch = {
        queryTanSettings: query['queryTanSettings'] === true,
        headOnly: false,
        maxTransactions: query['maxTransactions'] ?? 'none',
        paymentAccountsOnly: false,
        callbackUrl: query['callbackUrl']
      }
      const { world, trail } = context
      await world.turn(async state => {
        const current = await findZugang(context, accessId, state)
        if (daten) return fetchZugang(world, state, current, wunsch, daten, true)
        const failed = withFailure(current, [withoutLogin()], world.clock.now())
        state.perform([{ do: 'put', collection: 'bankzugaenge', document: failed }])
        return undefined
      }, trail.changes)
      return { status: 201, headers: { Location: locationOf(zugang, context) } }
    },

    async startBankzugangScaByGet({ path, query }, context) {
      const zugang = await findZugang(context, path['access-id'])
      // observed: an old client starts with GET; assumed: only the web form may be started so (dossier I-9)
      if (await isRegulated(context))
        throw new Problem(405, 'Method Not Allowed', 'Start with POST', { allow: 'POST' })
      return renewInWebform(zugang, query['callbackUrl'], context)
    },

    async submitBankzugangSca({ path, body }, context) {
      const bewegt = await step(context, path, sca => eventIn(body, sca))
      return { status: 200, body: answerOf(bewegt, context) }
    },

    async submitBankzugangScaByPut({ path, body }, context) {
      const bewegt = await step(context, path, sca => eventIn(body, sca))
      return { status: 200, body: answerOf(bewegt, context) }
    },

    async getBankzugangConsent({ path }, context) {
      const bewegt = await step(context, path, () => ({ type: 'polled' }))
      return { status: 200, body: answerOf(bewegt, context) }
    },

    async cancelBankzugangConsent({ path }, context) {
      const bewegt = await step(context, path, cancelOf)
      return { status: 200, body: answerOf(bewegt, context) }
    },

    async changeSelectedBankProducts({ path }, context) {
      const zugang = await findZugang(context, path['access-id'])
      // assumed: a regulated tenant chooses by selectedBankProducts (dossier I-11)
      if (await isRegulated(context)) throw new Problem(403, 'Forbidden')
      const location = await openSession(context, {
        useCase: 'CHANGE_BANK_PRODUCT_SELECTION',
        accessId: zugang.accessId,
        providerId: zugang.providerId
      })
      return { status: 451, headers: { Location: location } }
    }
  }
}

type Path = { readonly 'access-id': string; readonly 'consent-id': string }

/** One step of an authentication, in a turn: of two at once one is first, the other finds what it left. */
async function step(
  context: Context,
  path: Path,
  eventFor: (sca: Sca) => ScaEvent
): Promise<Bewegt> {
  const { world, trail } = context
  const consentId = path['consent-id'].toLowerCase()
  return world.turn(async state => {
    const zugang = await findZugang(context, path['access-id'], state)
    const sca = zugang.offen?.sca
    if (sca?.id === consentId) return moveSca(world, state, zugang, eventFor(sca))
    // assumed: what ended last still answers with the state that it led to, everything older is unknown
    if (zugang.letzteSca === consentId) return { zugang, told: zugang.meldungen }
    throw new Problem(404, 'Not Found', `There is no consent ${consentId}`)
  }, trail.changes)
}

function answerOf({ zugang, told }: Bewegt, context: Context) {
  return presentBankzugang(zugang, adressenOf(context), told)
}

/** documented: dossier D4, the customer renews the consent in the web form */
async function renewInWebform(
  zugang: Bankzugang,
  callbackUrl: string | undefined,
  context: Context
) {
  const location = await openSession(context, {
    useCase: 'AUTHENTICATE_ACCOUNT',
    accessId: zugang.accessId,
    providerId: zugang.providerId,
    callbackUrl
  })
  return { status: 451, headers: { Location: location } } as const
}

function locationOf({ accessId }: Bankzugang, { base }: Context): string {
  return `${base}/customer/v2/bankzugaenge/${accessId}`
}
