import type { Parts } from './furnish.ts'
import type { Schedule } from './jobs.ts'
import type { World } from './world.ts'

/** How switches are set and time is moved: what changes beside the documents is kept like them, or undone. */
export function createSteering({
  store,
  clock,
  turns,
  aside,
  undo,
  switches,
  schedule,
  turn
}: Parts & {
  readonly schedule: Schedule
  readonly turn: World['turn']
}): Pick<World, 'setBehaviour' | 'setClock' | 'pass'> {
  async function keep(): Promise<void> {
    const commit = async () =>
      store.commit({ on: await store.version(), writes: [], aside: aside() })
    await turns(async () => {
      while ((await commit()) === 'conflict');
    })
    await store.settled()
  }

  function takeBack(error: unknown): never {
    undo()
    throw error
  }

  return {
    async setBehaviour(change) {
      const before = switches.set()
      try {
        await turn(async state => state.perform([switches.put(change)]))
      } catch (error) {
        switches.load(before)
        throw error
      }
    },
    async setClock(change) {
      clock.set(change)
      await keep().catch(takeBack)
    },
    async pass(to) {
      const fired = await schedule.pass(to).catch(takeBack)
      await keep().catch(takeBack)
      return fired
    }
  }
}
