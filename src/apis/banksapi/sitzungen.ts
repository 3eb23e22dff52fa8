import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/banksapi-customer.ts'
import type { Context } from './context.ts'
import type { Sitzung } from './model/regprotect.ts'

/** Ends the web forms of a customer. documented: dossier B6 #64; observed: also without one */
export const sessions: Pick<Handlers<operations, Context>, 'deleteRegprotectSessions'> = {
  async deleteRegprotectSessions(_, { world, caller, trail }) {
    await world.turn(async state => {
      const all = await state.list<Sitzung>('sitzungen')
      const own = all.filter(one => one.user === caller.user && one.schritt !== 'ENDE')
      state.perform(own.map(({ id }) => ({ do: 'remove', collection: 'sitzungen', id })))
    }, trail.changes)
    return { status: 200 }
  }
}
