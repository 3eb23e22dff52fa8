import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-payment.ts'
import { Problem } from '../../http/problem.ts'
import type { Context } from './context.ts'
import type { Sca, ScaEvent } from './model/sca.ts'
import { isInWebform } from './model/zahlung.ts'
import { presentConsent } from './model/zahlung-zeigen.ts'
import { cancelOf, eventIn } from './sca-eingabe.ts'
import { findZahlung } from './zahlung-lesen.ts'
import { moveZahlung, type Zahlungsbewegung } from './zahlungsverkehr.ts'
import { adressenOf } from './zugang-lesen.ts'

type Operationen =
  | 'getPaymentConsent'
  | 'submitPaymentConsent'
  | 'pollPaymentConsent'
  | 'cancelPaymentConsent'

/** The handlers of the consent of a payment. documented: dossier B5 #60 to #63 and D7 */
export const consents: Pick<Handlers<operations, Context>, Operationen> = {
  async getPaymentConsent({ path }, context) {
    const zahlung = await findZahlung(context, path['consent-id'])
    return { status: 200, body: presentConsent(zahlung, adressenOf(context)) }
  },

  async submitPaymentConsent({ path, body }, context) {
    const moved = await stepZahlung(context, path['consent-id'], sca => eventIn(body, sca))
    return { status: 200, body: answer(moved, context) }
  },

  async pollPaymentConsent({ path }, context) {
    const moved = await stepZahlung(context, path['consent-id'], () => ({ type: 'polled' }))
    return { status: 200, body: answer(moved, context) }
  },

  async cancelPaymentConsent({ path }, context) {
    const moved = await stepZahlung(context, path['consent-id'], cancelOf)
    return { status: 200, body: answer(moved, context) }
  }
}

/** One step of an authentication, in a turn. assumed: a payment that is over answers with what became of it */
export function stepZahlung(
  context: Context,
  id: string,
  eventFor: (sca: Sca) => ScaEvent
): Promise<Zahlungsbewegung> {
  const { world, trail } = context
  return world.turn(async state => {
    const zahlung = await findZahlung(context, id, undefined, state)
    const { sca, meldungen } = zahlung
    // assumed: what the customer does in the web form, nobody else can do
    if (isInWebform(zahlung))
      throw new Problem(404, 'Not Found', 'This payment is made in the web form')
    if (!sca) return { zahlung, told: meldungen }
    return moveZahlung(world, state, zahlung, eventFor(sca))
  }, trail.changes)
}

function answer({ zahlung, told }: Zahlungsbewegung, context: Context) {
  return presentConsent(zahlung, adressenOf(context), told)
}
