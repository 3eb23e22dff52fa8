import type { Turn } from '../../world/world.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import { vergessen } from './model/nachwirkungen.ts'
import type { Zuordnung } from './model/tagregel.ts'

/** Forgets an access in a turn, and where its customer put the bookings of it. */
export async function forgetBankzugang(state: Turn, zugang: Bankzugang): Promise<void> {
  const zuordnungen = await state.list<Zuordnung>('zuordnungen')
  const own = zuordnungen.filter(
    one => one.user === zugang.user && one.accessId === zugang.accessId
  )
  state.perform([
    ...vergessen(zugang),
    ...own.map(({ id }) => ({ do: 'remove', collection: 'zuordnungen', id }) as const)
  ])
}
