import type { Courier } from './courier.ts'
import type { Job } from './effects.ts'
import { beginning, type Parts, told } from './furnish.ts'
import type { Schedule } from './jobs.ts'
import type { Saved } from './saved.ts'
import type { Aside } from './store.ts'
import type { World, WorldOptions } from './world.ts'

/** How a workspace returns to what it was. */
export function createMemory(
  parts: Parts & {
    readonly options: WorldOptions
    readonly schedule: Schedule
    readonly courier: Courier
  }
): Pick<World, 'reset' | 'save' | 'load'> {
  const { options, store, clock, journal, turns, schedule, courier, switches, recording } = parts

  async function become(saved: Saved, aside: Aside, meanwhile: () => void): Promise<void> {
    await turns(async () => {
      await store.restore(saved.collections, aside)
      switches.load(aside.behaviour)
      clock.set(aside.clock)
      meanwhile()
      schedule.load((saved.collections['jobs'] ?? []) as readonly Job[])
      courier.changed()
    })
    await store.settled()
  }

  return {
    reset() {
      const start = beginning(options, clock)
      const aside = { clock: { ...start.clock, wall: clock.wall() }, behaviour: null }
      return become(start, aside, () => {
        journal.clear()
        recording.begin(told(start))
      })
    },
    save: () =>
      turns(async () => ({
        workspace: options.name,
        clock: { now: clock.now(), speed: clock.reading().speed },
        behaviour: switches.current(),
        collections: await store.snapshot()
      })),
    load(saved, time, story) {
      const { now, speed } = clock.reading()
      const next = time === 'take' ? saved.clock : { now, speed }
      const aside = { clock: { ...next, wall: clock.wall() }, behaviour: saved.behaviour }
      return become(saved, aside, () => {
        if (story !== 'same') recording.begin(told({ ...saved, clock: next }))
      })
    }
  }
}
