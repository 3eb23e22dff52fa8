import { DAY } from '../../world/clock.ts'
import { type FaultRule, strike } from '../../world/faults.ts'
import type { Turn } from '../../world/world.ts'
import type { Anbieter } from './model/anbieter.ts'
import { loginOf, type Sperre } from './model/anmeldung.ts'

/** What fault rules say when somebody logs in at a bank: it is down, or the login is locked. Counts that they struck. */
export async function stoeren(
  state: Turn,
  anbieter: Anbieter,
  userid: string,
  now: number
): Promise<{ readonly anbieter: Anbieter; readonly gesperrt?: Pick<Sperre, 'gesperrtBisAt'> }> {
  const rules = await state.list<FaultRule>('faults')
  if (rules.length === 0) return { anbieter }
  const login = loginOf(userid)
  const { rule, asked } = strike(rules, { at: 'bank', providerId: anbieter.id, login }, now)
  state.perform(asked.map(document => ({ do: 'put', collection: 'faults', document }) as const))
  if (!rule) return { anbieter }
  if (rule.domain === 'login-locked') return { anbieter, gesperrt: { gesperrtBisAt: now + DAY } }
  const stoerung = rule.code === 'BA1000' ? 'wartung' : 'gestoert'
  return { anbieter: { ...anbieter, bank: { ...anbieter.bank, stoerung } } }
}
