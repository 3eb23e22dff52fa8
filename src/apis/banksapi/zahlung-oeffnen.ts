import type { Context } from './context.ts'
import type { Zahlung } from './model/zahlung.ts'
import { useCaseOf } from './model/zahlung-zeigen.ts'
import { entwurfWirkungen } from './model/zahlungswirkungen.ts'
import { LIFETIME_MS, openSession } from './sitzung-oeffnen.ts'
import { type NeueZahlung, newZahlung } from './zahlung-lesen.ts'

/** Opens the web form of a payment. `accessId` is that of the access that pays; empty without one. */
export async function openZahlung(
  context: Context,
  was: NeueZahlung,
  accessId: string
): Promise<{ readonly zahlung: Zahlung; readonly location: string }> {
  const { art, providerId, callbackUrl } = was
  let made: Zahlung | undefined
  const location = await openSession(
    context,
    { useCase: useCaseOf(art), accessId, providerId, callbackUrl },
    async (state, sitzung) => {
      made = { ...(await newZahlung(context, state, was)), sitzung }
      state.perform(entwurfWirkungen(made, made.angelegtAt + LIFETIME_MS))
      return made.id
    }
  )
  return { zahlung: made as Zahlung, location }
}
