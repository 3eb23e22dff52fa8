import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/control.ts'
import { Problem } from '../../http/problem.ts'
import type { ControlContext } from '../api.ts'
import { antragAnlegen } from './model/antrag.ts'
import type { Kreditvorgang } from './model/kreditvorgang.ts'
import { findByNummer, freieProduktanbieterantragsnummer, MUSTERBANK } from './produktanbieter.ts'

/** What others would do to the cases of Europace, on command. */
export const simulations: Pick<
  Handlers<operations, ControlContext>,
  'simulateKreditsmartAntrag'
> = {
  async simulateKreditsmartAntrag({ body }, { world }) {
    const { vorgangsnummer, produktanbieter = MUSTERBANK } = body
    const antrag = await world.turn(async state => {
      const vorgang = await state.get<Kreditvorgang>('vorgaenge', vorgangsnummer)
      if (vorgang?.produkt !== 'KREDITSMART')
        throw new Problem(404, 'Not Found', `There is no KreditSmart case ${vorgangsnummer}`)
      const nummer =
        body.produktanbieterantragsnummer ??
        (await freieProduktanbieterantragsnummer(world, state, vorgang))
      const same = await findByNummer(state, nummer)
      if (same.some(one => one.produktanbieter === produktanbieter))
        throw new Problem(
          409,
          'Conflict',
          `${produktanbieter} has an application ${nummer} already`
        )
      const angelegt = antragAnlegen(vorgang, produktanbieter, nummer, world.clock.now())
      state.perform(angelegt.effects)
      return angelegt.antrag
    })
    const { id: antragsnummer, produktanbieterantragsnummer } = antrag
    return { status: 201, body: { antragsnummer, produktanbieterantragsnummer } }
  }
}
