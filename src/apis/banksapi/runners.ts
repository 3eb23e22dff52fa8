import type { Runner } from '../../world/world.ts'
import { type Bankzugang, giveUp } from './model/bankzugang.ts'
import { timedOut } from './model/sca.ts'
import { forgetBankzugang } from './zugang-vergessen.ts'

/** An authentication that nobody finished has failed. */
export const expireSca: Runner = async ({ payload }, state, now) => {
  const zugang = await state.get<Bankzugang>('bankzugaenge', String(payload['zugang']))
  if (!zugang || zugang.offen?.sca.id !== payload['sca']) return
  state.perform([
    { do: 'put', collection: 'bankzugaenge', document: giveUp(zugang, timedOut(), now) }
  ])
}

/** An access without background updates is forgotten at its time. */
export const forgetZugang: Runner = async ({ payload }, state) => {
  const zugang = await state.get<Bankzugang>('bankzugaenge', String(payload['zugang']))
  if (zugang) await forgetBankzugang(state, zugang)
}
