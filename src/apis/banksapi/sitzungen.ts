import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import type { Context } from './context.ts'
import { meldung } from './model/meldung.ts'
import type { Sitzung } from './model/regprotect.ts'
import { isOffen, type Zahlung } from './model/zahlung.ts'
import { failZahlung } from './zahlungsverkehr.ts'

/** Ends the web forms of a customer. documented: dossier B6 #64; observed: also without one */
export const sessions: Pick<Handlers<operations, Context>, 'deleteRegprotectSessions'> = {
  async deleteRegprotectSessions(_, { world, caller, trail }) {
    await world.turn(async state => {
      const all = await state.list<Sitzung>('sitzungen')
      const own = all.filter(one => one.user === caller.user && one.schritt !== 'ENDE')
      state.perform(own.map(({ id }) => ({ do: 'remove', collection: 'sitzungen', id })))
      for (const { zahlung: id = '' } of own) {
        const zahlung = await state.get<Zahlung>('zahlungen', id)
        // assumed: what nobody can finish any more has failed
        if (zahlung && isOffen(zahlung))
          failZahlung(world, state, zahlung, [meldung('BA3040', 'Vom Kunden abgebrochen')])
      }
    }, trail.changes)
    return { status: 200 }
  }
}
