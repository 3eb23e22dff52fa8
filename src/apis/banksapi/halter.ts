import type { Turn, World } from '../../world/world.ts'
import { moveSca } from './bank.ts'
import type { Bankzugang } from './model/bankzugang.ts'
import type { Meldung } from './model/meldung.ts'
import type { Halter } from './model/nachwirkungen.ts'
import type { Sitzung } from './model/regprotect.ts'
import type { Sca, ScaEvent } from './model/sca.ts'
import type { Zahlung } from './model/zahlung.ts'
import { actIn } from './regprotect.ts'
import { isAlive } from './sitzung-oeffnen.ts'
import { moveZahlung } from './zahlungsverkehr.ts'

type Store = Pick<Turn, 'get'>

/** The open authentication of whatever holds one. */
export async function scaOf(
  world: World,
  store: Store,
  { collection, id }: Halter
): Promise<Sca | undefined> {
  if (collection === 'zahlungen') return (await store.get<Zahlung>(collection, id))?.sca
  if (collection !== 'sitzungen') return (await store.get<Bankzugang>(collection, id))?.offen?.sca
  const sitzung = await store.get<Sitzung>('sitzungen', id)
  const isOpen = sitzung?.schritt === 'SCA' && isAlive(sitzung, world)
  return isOpen ? sitzung.entwurf?.offen?.sca : undefined
}

/** Tells whoever holds an authentication what the customer did, in a turn. */
export async function moveHalter(
  world: World,
  state: Turn,
  { collection, id }: Halter,
  event: ScaEvent
): Promise<readonly Meldung[]> {
  if (collection === 'sitzungen') {
    await actIn(world, state, id, { type: 'sca', event })
    return []
  }
  if (collection === 'zahlungen') {
    const zahlung = await state.get<Zahlung>(collection, id)
    return zahlung ? (await moveZahlung(world, state, zahlung, event)).told : []
  }
  const zugang = await state.get<Bankzugang>(collection, id)
  return zugang ? (await moveSca(world, state, zugang, event)).told : []
}
