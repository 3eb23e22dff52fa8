import type { Clock } from './clock.ts'
import type { Effect, Job } from './effects.ts'

/** What is planned in a workspace, and how it comes to pass. */
export type Schedule = {
  /** Takes over what a turn planned and cancelled. */
  plan(effects: readonly Effect[]): void
  /** Lets time pass until `to` and fires what becomes due, in order; equal instants in the order of planning. */
  pass(to: number): Promise<readonly Job[]>
  /** The next first. */
  all(): readonly Job[]
  /** Starts anew with these jobs. */
  load(jobs: readonly Job[]): void
}

/** `fire` does what a due job stands for and takes it off the plan. */
export function createSchedule(
  clock: Clock,
  jobs: readonly Job[],
  fire: (job: Job) => Promise<void>
): Schedule {
  let agenda = createAgenda(jobs)
  const oneByOne = createQueue()

  function wake(): void {
    clock.wakeAt(agenda.first()?.dueAt, () => void pass(clock.now()))
  }

  function pass(to: number): Promise<readonly Job[]> {
    return oneByOne(async () => {
      const fired: Job[] = []
      for (let job = agenda.first(); job && job.dueAt <= to; job = agenda.first()) {
        if (job.dueAt > clock.now()) clock.set({ now: job.dueAt })
        // Off the plan before it runs: it may plan itself anew.
        agenda.remove(job.id)
        await fire(job)
        fired.push(job)
      }
      if (to > clock.now()) clock.set({ now: to })
      wake()
      return fired
    })
  }

  wake()
  return {
    plan(effects) {
      const earliest = agenda.first()
      for (const effect of effects) {
        if (effect.do === 'schedule') agenda.add(effect.job)
        if (effect.do === 'cancel') agenda.remove(effect.job)
      }
      if (agenda.first() !== earliest) wake()
    },
    pass,
    all: () => agenda.all(),
    load(more) {
      agenda = createAgenda(more)
      wake()
    }
  }
}

/** Runs what it is given one after the other. */
export function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const run = last.then(work)
    last = run.catch(() => {})
    return run
  }
}

/** Jobs in the order in which they become due. */
function createAgenda(jobs: readonly Job[]) {
  const sorted = [...jobs].sort((a, b) => a.dueAt - b.dueAt)
  const known = new Set(sorted.map(job => job.id))

  /** Where a job of this instant goes: behind all that are due at it or before. */
  function place(dueAt: number): number {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sorted[middle] as Job).dueAt <= dueAt) low = middle + 1
      else high = middle
    }
    return low
  }

  function remove(id: string): void {
    if (!known.delete(id)) return
    sorted.splice(
      sorted.findIndex(job => job.id === id),
      1
    )
  }

  return {
    add(job: Job) {
      remove(job.id)
      known.add(job.id)
      sorted.splice(place(job.dueAt), 0, job)
    },
    remove,
    first: () => sorted[0],
    all: () => [...sorted]
  }
}
