import type { Runner } from '../../world/world.ts'
import { type Bankzugang, giveUp } from './model/bankzugang.ts'
import { timedOut } from './model/sca.ts'
import { ablaufen, isOffen, type Zahlung } from './model/zahlung.ts'
import { zahlungswirkungen } from './model/zahlungswirkungen.ts'
import { executeZahlung } from './zahlungsverkehr.ts'
import { forgetBankzugang } from './zugang-vergessen.ts'

/** An authentication that nobody finished has failed. */
export const expireSca: Runner = async ({ payload }, state, world) => {
  const now = world.clock.now()
  const id = String(payload['id'])
  if (payload['collection'] === 'zahlungen') {
    const zahlung = await state.get<Zahlung>('zahlungen', id)
    if (zahlung?.sca) state.perform(zahlungswirkungen(zahlung, ablaufen(zahlung), now))
    return
  }
  const zugang = await state.get<Bankzugang>('bankzugaenge', id)
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

/** The day of execution has come. */
export const executeWhenDue: Runner = async ({ payload }, state, world) => {
  const zahlung = await state.get<Zahlung>('zahlungen', String(payload['zahlung']))
  if (zahlung?.stand !== 'terminiert') return
  await executeZahlung(world, state, zahlung, zahlung.meldungen.slice(1))
}

/** Nobody finished the web form of a payment. */
export const expireEntwurf: Runner = async ({ payload }, state, world) => {
  const zahlung = await state.get<Zahlung>('zahlungen', String(payload['zahlung']))
  if (zahlung && isOffen(zahlung))
    state.perform(zahlungswirkungen(zahlung, ablaufen(zahlung), world.clock.now()))
}
